"""The pages of replicas: what was made of you, the building of a new version, looking at one and deciding."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect, Stream

from propria.consent import actions as consent
from propria.consent.model import Purpose
from propria.kernel.errors import NotFound, PropriaError, Refused
from propria.kernel.time import DAY
from propria.likeness import actions as likeness
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other, words_of
from propria.plumbing.web.pages import Policy, page
from propria.plumbing.web.streams import streamed
from propria.plumbing.web.words import Text, Words
from propria.record.model import Notary
from propria.replicas import actions, making, pages
from propria.replicas.lifecycle import VERSION
from propria.replicas.model import CARD, ReplicaVersion
from propria.replicas.pages_compare import compare_page
from propria.replicas.routes import own_file
from propria.replicas.slots import EngineSlot, ReplicaEffects

Asked = Request[Any, Any, Any]


_ASKED = {one.value: one for one in (Purpose.BUILD, Purpose.SHARE, Purpose.TRAIN)}
"""The consents that this page asks for, each on its own."""


def _given(asks: Callable[[], object]) -> bool:
    try:
        asks()
    except Refused:
        return False
    return True


def _replicas_page(
    request: Asked, actor: Actor, library: Library, there: str, *, typed: Mapping[str, str], error: Text = "", status: int = 200
) -> Response[Any]:  # fmt: skip
    now = library.clock.now()

    def work(db: Session) -> pages.ReplicasPage:
        try:
            performer = parties.own_profile(actor, db=db)
        except NotFound:
            return pages.replicas_page((), (), pages.Given(), there, typed=typed, error=error)
        return pages.replicas_page(
            actions.own_versions(actor, db=db),
            likeness.own_assets(actor, db=db),
            pages.Given(
                captured=_given(
                    lambda: consent.grant_in_force(performer.id, Purpose.CAPTURE, now=now, db=db)
                ),
                building=_given(lambda: consent.grant_in_force(performer.id, Purpose.BUILD, now=now, db=db)),
                sharing=_given(lambda: actions.may_be_sent(performer.id, there, now=now, db=db)),
                training=_given(lambda: consent.grant_in_force(performer.id, Purpose.TRAIN, now=now, db=db)),
            ),
            there,
            typed=typed,
            error=error,
        )

    return page("replicas/replicas.html", library.database.read(work), request, status=status)


@get("/replicas", sync_to_thread=True)
def replicas(request: Asked, actor: Actor, library: Library, engine_slot: EngineSlot) -> Response[Any]:
    """What was made of you."""
    return _replicas_page(request, actor, library, engine_slot.shares_with, typed={})


@post("/replicas/consent", status_code=303, sync_to_thread=True)
def agree_to_build(
    request: Asked, form: Form, actor: Actor, library: Library, notary: Notary, engine_slot: EngineSlot
) -> Response[Any]:
    """Write down one consent (to have a replica built, to share with the engine's provider, to training), and go and sign it."""
    now, there = library.clock.now(), engine_slot.shares_with
    purpose = _ASKED.get(form.one("purpose"), Purpose.BUILD)
    typed = {"reason": form.one("reason"), "years": form.one("years", "1")}
    reason = there if purpose is Purpose.SHARE else typed["reason"]
    years = int(typed["years"]) if typed["years"] in ("1", "2", "3") else 1
    until = now + years * 365 * DAY
    try:
        made = library.database.transact(
            lambda db: consent.draft_grant(
                actor, purpose, reason, until, return_url="/replicas", now=now, db=db
            )
        )
    except PropriaError as error:
        told = words_of(error)
        return _replicas_page(request, actor, library, there, typed=typed, error=told, status=error.status)
    return go_and_sign(notary, made.id)


@post("/replicas", status_code=303, sync_to_thread=True)
def start_build(
    request: Asked, form: Form, actor: Actor, library: Library, engine_slot: EngineSlot
) -> Response[Any]:
    """Begin to build from the recordings that you ticked."""
    now, there, chosen = library.clock.now(), engine_slot.shares_with, form.many("asset")
    try:
        made = library.database.transact(
            lambda db: actions.start_build(
                actor, chosen, shares_with=there, jobs=library.jobs, now=now, db=db
            )
        )
    except PropriaError as error:
        told = words_of(error)
        return _replicas_page(request, actor, library, there, typed={}, error=told, status=error.status)
    return see_other(f"/replicas/{made.id}")


def _seen(actor: Actor, version_id: str, *, db: Session) -> pages.Seen:
    """What is known of a version of one's own, but for what its replica is bound to."""
    version = actions.own_version(actor, version_id, db=db)
    return pages.Seen(
        version=version,
        acts=VERSION.acts(version.state.value),
        recordings=tuple(pages.recording(likeness.asset(s.asset_id, db=db)) for s in version.sources),
        card={},
        receipt=actions.receipt_of(version.id, db=db),
        is_sealed=actions.is_sealed(version, db=db),
        effects=(),
        is_living=True,
    )


@get("/replicas/{version_id:str}", sync_to_thread=True)
def version(
    version_id: str,
    request: Asked,
    actor: Actor,
    library: Library,
    safe: Safe,
    replica_effects: ReplicaEffects,
) -> Response[Any]:
    """One version of yours. Raises: NotFound(`replicas.no_version`)."""
    now = library.clock.now()

    def work(db: Session) -> pages.Seen:
        seen = _seen(actor, version_id, db=db)
        replica = actions.replica(seen.version.replica_id, db=db)
        own = [one for one in actions.own_versions(actor, db=db) if one.id != version_id]
        return replace(
            seen,
            effects=(*actions.own_effects(replica.id, now=now, db=db), *replica_effects(replica.id, db)),
            is_living=not replica.is_cancelled,
            others=tuple(one for one in reversed(own) if one.built_at is not None),
        )

    seen = library.database.read(work)
    context = pages.version_page(replace(seen, card=_card(seen, safe)))
    policy = Policy.VIEWS_3D if context.head_href else Policy.STRICT
    answer = page("replicas/version.html", context, request, policy=policy)
    if context.progress is None and request.headers.get("hx-request") == "true":
        answer.headers["hx-refresh"] = "true"
    return answer


@get("/replicas/{version_id:str}/beside/{other_id:str}", sync_to_thread=True)
def beside(
    version_id: str, other_id: str, request: Asked, actor: Actor, library: Library, safe: Safe
) -> Response[Any]:
    """Two versions of yours, the older at the left. Raises: NotFound(`replicas.no_version`)."""
    found = library.database.read(lambda db: [_seen(actor, one, db=db) for one in (version_id, other_id)])
    left, right = (
        replace(seen, card=_card(seen, safe)) for seen in sorted(found, key=lambda seen: seen.version.number)
    )
    return page("replicas/compare.html", compare_page(left, right), request, policy=Policy.VIEWS_3D)


def _card(seen: pages.Seen, safe: Safe) -> dict[str, Any]:
    """The model card, while the version's files can be read."""
    if not seen.has_files:
        return {}
    _, data = making.file_of(seen.version, CARD, safe)
    found = json.loads(data)
    return found if isinstance(found, dict) else {}


@get("/replicas/{version_id:str}/files/{name:str}", sync_to_thread=True)
def file(version_id: str, name: str, actor: Actor, library: Library, safe: Safe) -> Response[bytes]:
    """One file of your own version; nobody keeps it. Raises: NotFound(`replicas.no_version`, `replicas.no_file`)."""
    return own_file(version_id, name, actor, library, safe)


@get("/replicas/{version_id:str}/sources/{asset_id:str}", sync_to_thread=True)
def source(version_id: str, asset_id: str, actor: Actor, library: Library, safe: Safe) -> Stream:
    """A recording to look at beside the version; that is written down like every opening.

    Raises: NotFound(`replicas.no_version`, `likeness.no_asset`), Refused(`likeness.shredded`).
    """
    now = library.clock.now()

    def work(db: Session) -> Any:
        found: ReplicaVersion = actions.own_version(actor, version_id, db=db)
        if asset_id not in {s.asset_id for s in found.sources}:
            raise NotFound("likeness.no_asset", "There is no such recording.")
        purpose = Words(
            f"与数字分身第 {found.number} 版对照", f"To compare with version {found.number} of the replica"
        )
        return likeness.open_asset(actor, asset_id, purpose, now=now, db=db)

    opened = library.database.transact(work)
    return streamed(likeness.plaintext(opened, safe), opened.media_type, size_bytes=opened.size_bytes)


@post("/replicas/{version_id:str}/stop", status_code=303, sync_to_thread=True)
def stop(version_id: str, actor: Actor, library: Library) -> Redirect:
    """Stop a running build. Raises: NotFound(`replicas.no_version`), Refused(`replica_version.cannot_stop`)."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.stop_build(actor, version_id, now=now, db=db))
    return see_other(f"/replicas/{version_id}")


@post("/replicas/{version_id:str}/again", status_code=303, sync_to_thread=True)
def build_again(version_id: str, actor: Actor, library: Library, engine_slot: EngineSlot) -> Redirect:
    """Build anew from what is still held. Raises: NotFound(`replicas.no_version`), and what a build refuses."""
    now, there = library.clock.now(), engine_slot.shares_with
    made = library.database.transact(
        lambda db: actions.build_again(
            actor, version_id, shares_with=there, jobs=library.jobs, now=now, db=db
        )
    )
    return see_other(f"/replicas/{made.id}")


@post("/replicas/{version_id:str}/approve", status_code=303, sync_to_thread=True)
def approve(version_id: str, actor: Actor, library: Library, notary: Notary) -> Redirect:
    """Go and sign for this version. Raises: NotFound(`replicas.no_version`), Refused(`replica_version.cannot_approve`)."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_approval(
            actor, version_id, return_url=f"/replicas/{version_id}", now=now, db=db
        )
    )
    return go_and_sign(notary, made.id)


@post("/replicas/{version_id:str}/refuse", status_code=303, sync_to_thread=True)
def refuse(version_id: str, actor: Actor, library: Library, safe: Safe) -> Redirect:
    """Refuse this version. Raises: NotFound(`replicas.no_version`), Refused(`replica_version.cannot_refuse`)."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.refuse(actor, version_id, safe, now=now, db=db))
    return see_other(f"/replicas/{version_id}")


@post("/replicas/{version_id:str}/cancel", status_code=303, sync_to_thread=True)
def cancel(
    version_id: str, actor: Actor, library: Library, notary: Notary, replica_effects: ReplicaEffects
) -> Redirect:
    """Go and sign the end of the replica that this version belongs to. Raises: NotFound(`replicas.no_version`)."""
    now = library.clock.now()

    def work(db: Session) -> str:
        own = actions.own_version(actor, version_id, db=db)
        return actions.draft_cancellation(
            actor,
            own.replica_id,
            replica_effects(own.replica_id, db),
            return_url=f"/replicas/{version_id}",
            now=now,
            db=db,
        ).id

    return go_and_sign(notary, library.database.transact(work))


HANDLERS = [
    replicas,
    agree_to_build,
    start_build,
    version,
    beside,
    file,
    source,
    build_again,
    stop,
    approve,
    refuse,
    cancel,
]
