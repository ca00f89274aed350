"""What a performer is told of everything that was rendered of them: for whom, for what, its seal. Decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from propria.kernel.errors import NotFound
from propria.kernel.ids import LicenceId
from propria.kernel.time import Instant
from propria.ladder import Deal as Rung
from propria.licences import actions as licences
from propria.licences.pages import other_side, title_of
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.jobs import Progress
from propria.plumbing.web.components import Empty, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words
from propria.provenance import actions as provenance
from propria.scope.words import code_words
from propria.usage import breaches, trained
from propria.usage.model import Preview, RenderRequest
from propria.usage.pages_renders import RenderRow, render_rows, what_words
from propria.usage.slots import Charged
from propria.usage.trained import Registered

_CAN_END = (Rung.LICENSED, Rung.ACTIVE, Rung.SUSPENDED, Rung.DISPUTED)


@dataclass(frozen=True)
class SealFacts:
    """By what an output is known: SHA-256 of the file, the log entry of its seal, and the bundle that proves it."""

    sha256: str
    log_index: int
    sealed_at: Instant
    bundle_href: str


@dataclass(frozen=True)
class Recorded:
    """What was recorded of its script: the words that the log commits to, and the bundle that proves them."""

    says: Words
    bundle_href: str


@dataclass(frozen=True)
class MadeOfYou:
    """One render of the reader: for whom, under which licence, and where it can be ended."""

    render: RenderRow
    creator: Words
    licence_href: str
    stop_href: str
    play_href: str
    file_href: str
    seal: SealFacts | None
    breaches: tuple[Recorded, ...]


@dataclass(frozen=True)
class ModelRow:
    """A model that somebody registered as made from the reader's data, and why it is tainted, where it is."""

    name: str
    state: State
    made: Words
    creator: Words
    licence_href: str
    bundle_href: str
    sha256: str
    at: Instant


@dataclass(frozen=True)
class LookRow:
    """A preview that somebody had of the reader: for whom, under which licence, of what, and when."""

    what: Words
    creator: Words
    title: Words
    licence_href: str
    at: Instant


@page_context("usage/made.html")
@dataclass(frozen=True)
class MadePage:
    """Everything that was rendered of one performer, newest first."""

    released: int
    running: int
    hidden: int
    made: tuple[MadeOfYou, ...]
    looks: tuple[LookRow, ...]
    models: tuple[ModelRow, ...]
    nothing: Empty


NOTHING = Empty(
    Words("还没有用您生成过什么。", "Nothing was rendered of you."),
    Words(
        "每次生成都会列在这里：给谁、依据哪份授权、付了多少。",
        "Each render will be listed here: for whom, under which licence, for how much.",
    ),
    Link("/vault", Words("留存了我的什么", "What is held of me")),
)


def made_page(
    actor: Actor,
    requests: Sequence[RenderRequest],
    jobs: Mapping[str, Progress],
    looks: Sequence[Preview],
    charged: Charged,
    *,
    now: Instant,
    db: Session,
) -> MadePage:
    """The page for the performer whom all `requests` show; it lists those whose `jobs` are given."""
    shown = [request for request in requests if request.job_id in jobs]
    rows = render_rows(shown, jobs, charged, poll_href="/renders", now=now, db=db)
    return MadePage(
        released=sum(request.released_at is not None for request in requests),
        running=sum(row.is_running for row in rows),
        hidden=len(requests) - len(shown),
        made=tuple(
            _made(actor, request, row, now=now, db=db) for request, row in zip(shown, rows, strict=True)
        ),
        looks=tuple(_look(actor, look, db=db) for look in looks),
        models=_models(actor, db=db),
        nothing=NOTHING,
    )


def _made(actor: Actor, request: RenderRequest, row: RenderRow, *, now: Instant, db: Session) -> MadeOfYou:
    return MadeOfYou(
        render=row,
        creator=other_side(actor, licences.licence(request.licence_id, db=db), db=db),
        licence_href=f"/licences/{request.licence_id}",
        stop_href=_stop_href(request.licence_id, now=now, db=db),
        play_href=f"/renders/{request.id}" if request.released_at else "",
        file_href=f"/renders/{request.id}/file" if request.released_at else "",
        seal=_seal(request.output_id, db=db) if request.released_at else None,
        breaches=tuple(
            Recorded(Words(*one.words), f"/log/bundles/{one.statement_id}")
            for one in breaches.breaches_of(request, db=db)
        ),
    )


def _look(actor: Actor, look: Preview, *, db: Session) -> LookRow:
    licence = licences.licence(look.licence_id, db=db)
    return LookRow(
        what=what_words(look.wanted),
        creator=other_side(actor, licence, db=db),
        title=title_of(licence),
        licence_href=f"/licences/{licence.id}",
        at=look.asked_at,
    )


CLEAN = State(Kind.NONE, Words("在授权之内", "within its licence"))


def _models(actor: Actor, *, db: Session) -> tuple[ModelRow, ...]:
    """The newest first; none of one who has no profile yet."""
    try:
        found = trained.made_from_own(actor, db=db)
    except NotFound:
        return ()
    return tuple(_model(actor, one, db=db) for one in reversed(found))


def _model(actor: Actor, one: Registered, *, db: Session) -> ModelRow:
    model, taints = one.model, one.taints
    why = Words("；".join(t.says.zh for t in taints), "; ".join(t.says.en for t in taints))
    act, media = code_words("act", model.act), [code_words("medium", code) for code in model.media]
    return ModelRow(
        name=model.name,
        state=State(Kind.STOP, Words("受污染，不得使用", "tainted: not to be used"), why)
        if taints
        else CLEAN,
        made=Words(
            f"{act.zh}，用于{'、'.join(m.zh for m in media)}",
            f"{act.en}, for {', '.join(m.en for m in media)}",
        ),
        creator=other_side(actor, licences.licence(model.licence_id, db=db), db=db),
        licence_href=f"/licences/{model.licence_id}",
        bundle_href=f"/log/bundles/{model.id}",
        sha256=model.sha256,
        at=model.at,
    )


def _stop_href(licence_id: LicenceId, *, now: Instant, db: Session) -> str:
    standing = licences.standing(licence_id, now=now, db=db).state
    return f"/withdraw#{licence_id}" if standing in _CAN_END else ""


def _seal(output_id: str, *, db: Session) -> SealFacts:
    released = provenance.output(output_id, db=db)
    passport = released.passport
    bundle_href = f"/log/bundles/{released.statement_id}"
    return SealFacts(passport.sha256, passport.sealed_index, released.sealed_at, bundle_href)
