"""The API of renders: show a token, ask, follow, fetch the sealed output."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.response import Stream

from propria.kernel.errors import Malformed
from propria.kernel.ids import AssetId, ReplicaVersionId
from propria.kernel.time import wire
from propria.licences.gate import TokenKey
from propria.likeness.routes import asset_json
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.jobs import Progress
from propria.plumbing.library import Library
from propria.provenance import actions as provenance
from propria.provenance.routes import answer_json
from propria.record.model import Notary
from propria.replicas.engine.manner import AS_FILMED, Feeling, Manner
from propria.replicas.engine.port import Form
from propria.scope import Use
from propria.usage import actions, breaches, scripts
from propria.usage.jobs import Desk
from propria.usage.model import Line, Performance, Preview, RenderRequest, Take, Wanted
from propria.usage.rules import CANCELLED


class TakeForm(msgspec.Struct, forbid_unknown_fields=True):
    """A recorded take and where to cut it, in milliseconds."""

    asset: str
    from_ms: int
    to_ms: int


class MannerForm(msgspec.Struct, forbid_unknown_fields=True):
    """A feeling and its strength (0 to 1), degrees that the eyes look to the performer's left and upwards, and a number that
    chooses one small movement of the head (0: as filmed). All are 0 or neutral where they are left out.
    """

    feeling: Feeling = Feeling.NEUTRAL
    strength: float = 1.0
    gaze_yaw_degrees: int = 0
    gaze_pitch_degrees: int = 0
    head_seed: int = 0

    def manner(self) -> Manner:
        """It, in whole percent. Raises: Malformed(`replicas.manner_malformed`)."""
        percent = round(self.strength * 100)
        return Manner(self.feeling, percent, self.gaze_yaw_degrees, self.gaze_pitch_degrees, self.head_seed)


class LineForm(msgspec.Struct, forbid_unknown_fields=True):
    """A new line for a version of the replica, its language (a BCP 47 tag), how it is done, and `mp4`, `green` for plain green
    behind, or `wav` for sound alone.
    """

    version: str
    text: str
    language: str = "zh"
    format: Form = Form.MP4
    manner: MannerForm | None = None


class PerformanceForm(msgspec.Struct, forbid_unknown_fields=True):
    """A stand-in's recording, by the id that they gave you, cut in milliseconds, for a version of the replica to do: `mp4` or `green`."""

    version: str
    recording: str
    from_ms: int
    to_ms: int
    format: Form = Form.MP4


class RenderForm(msgspec.Struct, forbid_unknown_fields=True):
    """A token, the use, your own id of it (never reserved twice), and one thing to render."""

    token: str
    use: dict[str, Any]
    nonce: str
    take: TakeForm | None = None
    line: LineForm | None = None
    performance: PerformanceForm | None = None
    script_sha256: str = ""

    def wanted(self) -> Wanted:
        """The one thing. Raises: Malformed(`usage.one_thing`)."""
        match [one for one in (self.take, self.line, self.performance) if one is not None]:
            case [TakeForm() as take]:
                return Take(AssetId(take.asset), take.from_ms, take.to_ms)
            case [LineForm() as line]:
                manner = line.manner.manner() if line.manner else AS_FILMED
                version = ReplicaVersionId(line.version)
                return Line(version, line.text, line.language, line.format, manner)
            case [PerformanceForm() as one]:
                version, recording = ReplicaVersionId(one.version), AssetId(one.recording)
                return Performance(version, recording, one.from_ms, one.to_ms, one.format)
            case _:
                raise Malformed("usage.one_thing", "Ask for one take, one line or one performance.")


def state_of(request: RenderRequest, progress: Progress) -> str:
    """`released`, `cancelled`, or as its job stands."""
    if request.released_at is not None:
        return "released"
    return "cancelled" if request.failed_code == CANCELLED else progress.state


def render_json(request: RenderRequest, progress: Progress, output: dict[str, Any] | None) -> dict[str, Any]:
    """A render as its parties see it; `state` is `released` once the output can be fetched."""
    return {
        "render": request.id,
        "permit": request.permit_id,
        "licence": request.licence_id,
        "kind": request.wanted.kind,
        "wanted": request.wanted.to_json(),
        "act": request.act,
        "state": state_of(request, progress),
        "step": progress.step,
        "done": progress.done,
        "total": progress.total,
        "frames_drawn": request.frames_drawn,
        "frames": request.frames,
        "error_code": request.failed_code or progress.error_code,
        "asked_at": wire(request.asked_at),
        "output": output,
    }


def preview_json(preview: Preview) -> dict[str, Any]:
    """A preview as its performer sees it."""
    return {
        "preview": preview.id,
        "licence": preview.licence_id,
        "kind": preview.wanted.kind,
        "wanted": preview.wanted.to_json(),
        "act": preview.act,
        "asked_at": wire(preview.asked_at),
    }


def sealed_file(render_id: str, actor: Actor, library: Library, desk: Desk) -> Stream:
    """The sealed output as a download. Raises: as `actions.output_file`."""
    now = library.clock.now()
    request, released = library.database.transact(
        lambda db: actions.hand_out(actor, render_id, now=now, db=db)
    )
    suffix = released.passport.media_type.rpartition("/")[2]
    headers = {
        "content-disposition": f'attachment; filename="{request.output_id}.{suffix}"',
        "content-length": str(released.size_bytes),
        "cache-control": "no-store",
    }
    plain = desk.safe.read(request.blob_key, request.output_id)
    return Stream(plain, media_type=released.passport.media_type, headers=headers)


@post("/renders", status_code=202, sync_to_thread=True)
def ask_for_render(
    data: RenderForm, actor: Actor, library: Library, token_key: TokenKey, desk: Desk
) -> dict[str, Any]:
    """Reserve one use and have it rendered; follow it under its id."""
    now, use, wanted = library.clock.now(), Use.from_json(data.use), data.wanted()

    def work(db: Session) -> RenderRequest:
        return actions.ask_for_render(
            actor,
            data.token,
            use,
            wanted,
            data.nonce,
            token_key,
            desk.engines,
            desk.enqueue,
            script_sha256=data.script_sha256,
            now=now,
            db=db,
        )

    asked = library.database.transact(work)
    return render_json(asked, library.jobs.progress(asked.job_id), None)


@get("/renders", sync_to_thread=True)
def read_renders(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The renders that you asked for, or that show you; newest first."""

    def work(db: Session) -> list[dict[str, Any]]:
        found = actions.renders_of(actor, db=db)
        return [render_json(one, library.jobs.progress(one.job_id, db=db), None) for one in found]

    return library.database.read(work)


@get("/renders/{render_id:str}", sync_to_thread=True)
def read_render(render_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """How far a render is; once it is released, all that anyone is told of the output."""
    now = library.clock.now()

    def work(db: Session) -> dict[str, Any]:
        request = actions.render(actor, render_id, db=db)
        progress, output = library.jobs.progress(request.job_id, db=db), None
        if request.released_at is not None:
            released = provenance.output(request.output_id, db=db)
            output = answer_json(provenance.answer(released, now=now, db=db))
        return render_json(request, progress, output)

    return library.database.read(work)


@post("/renders/{render_id:str}/cancel", status_code=200, sync_to_thread=True)
def cancel_render(render_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Stop a render that you asked for; what it had reserved returns, nothing is charged."""
    asked = library.database.transact(lambda db: actions.cancel(actor, render_id, db=db))
    return render_json(asked, library.jobs.progress(asked.job_id), None)


@get("/renders/{render_id:str}/file", sync_to_thread=True)
def read_file(render_id: str, actor: Actor, library: Library, desk: Desk) -> Stream:
    """The sealed output: for the creator who asked, while it may be shown; the performer may always look."""
    return sealed_file(render_id, actor, library, desk)


@get("/renders/{render_id:str}/edit-list", sync_to_thread=True)
def read_edit_list(render_id: str, actor: Actor, library: Library) -> Response[str]:
    """Which frames of the recorded take are which frames of the output, as a CMX 3600 edit list."""
    now = library.clock.now()
    output_id, text = library.database.read(lambda db: actions.edit_list_of(actor, render_id, now=now, db=db))
    headers = {"content-disposition": f'attachment; filename="{output_id}.edl"', "cache-control": "no-store"}
    return Response(text, media_type="text/plain; charset=utf-8", headers=headers)


class BreachForm(msgspec.Struct, forbid_unknown_fields=True):
    """A script, and what it really is: codes by axis, of `theme` and `script`. The script is hashed and not kept."""

    script: str
    really: dict[str, list[str]]


def breach_json(one: breaches.Breach) -> dict[str, Any]:
    """What the API says of a breach."""
    return {
        "statement": one.statement_id,
        "render": one.render_id,
        "script_sha256": one.script_sha256,
        "declared": {axis: list(codes) for axis, codes in one.declared.items()},
        "really": {axis: list(codes) for axis, codes in one.really.items()},
        "denied": list(one.denied),
        "entry_index": one.entry_index,
        "at": wire(one.at),
    }


@post("/renders/{render_id:str}/breaches", status_code=201, sync_to_thread=True)
def report_breach(
    render_id: str, data: BreachForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, Any]:
    """Say that the script of a render was otherwise than it was declared; for the performer and the operator."""
    now, really = library.clock.now(), {axis: frozenset(codes) for axis, codes in data.really.items()}
    made = library.database.transact(
        lambda db: breaches.report(actor, render_id, data.script, really, notary, now=now, db=db)
    )
    return breach_json(made)


@get("/renders/{render_id:str}/breaches", sync_to_thread=True)
def read_breaches(render_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What was recorded of a render's script, oldest first."""
    found = library.database.read(lambda db: breaches.breaches_for(actor, render_id, db=db))
    return [breach_json(one) for one in found]


@get("/licences/{licence_id:str}/takes", sync_to_thread=True)
def read_takes(licence_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The recorded takes that you may ask for under your licence: what is said in each, and how long it is."""
    found = library.database.read(lambda db: actions.takes_under(actor, licence_id, db=db))
    shown = ("asset", "kind", "media_type", "line", "duration_ms")
    return [{name: asset_json(asset)[name] for name in shown} for asset in found]


class LodgeForm(msgspec.Struct, forbid_unknown_fields=True):
    """A script in full; it is hashed and not kept."""

    script: str


def script_json(one: scripts.Script) -> dict[str, Any]:
    """A script on record as both sides see it."""
    return {
        "statement": one.statement_id,
        "deal": one.deal_id,
        "script_sha256": one.sha256,
        "entry_index": one.entry_index,
        "logged_at": wire(one.at),
    }


@post("/deals/{deal_id:str}/scripts", status_code=201, sync_to_thread=True)
def lodge_script(
    deal_id: str, data: LodgeForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, Any]:
    """Put a script's hash on record in your talks: the log shows from then on that it was there."""
    now = library.clock.now()
    return script_json(
        library.database.transact(
            lambda db: scripts.lodge(actor, deal_id, data.script, notary, now=now, db=db)
        )
    )


@get("/deals/{deal_id:str}/scripts", sync_to_thread=True)
def read_scripts(deal_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The scripts on record in your talks, oldest first."""
    found = library.database.read(lambda db: scripts.scripts_of(actor, deal_id, db=db))
    return [script_json(one) for one in found]


HANDLERS: list[Any] = [
    ask_for_render,
    lodge_script,
    read_scripts,
    read_renders,
    read_render,
    cancel_render,
    read_file,
    read_edit_list,
    read_takes,
    report_breach,
    read_breaches,
]
