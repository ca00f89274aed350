"""The only SQL of usage."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import insert, select, update

from propria.kernel.errors import NotFound
from propria.kernel.ids import (
    CreatorId,
    LicenceId,
    OutputId,
    PerformerId,
    PermitId,
    PreviewId,
    RenderRequestId,
    SubjectId,
    UseId,
)
from propria.kernel.time import Instant
from propria.plumbing.database import Session
from propria.usage import tables as t
from propria.usage.model import Measured, MeteredUse, Preview, RenderRequest, wanted_from_json


def add_render(request: RenderRequest, *, db: Session) -> None:
    """Keep what is asked for."""
    values = {
        "id": request.id,
        "permit_id": request.permit_id,
        "licence_id": request.licence_id,
        "creator_id": request.creator_id,
        "performer_id": request.performer_id,
        "subject": request.subject,
        "kind": request.wanted.kind,
        "wanted": request.wanted.to_json(),
        "act": request.act,
        "output_id": request.output_id,
        "job_id": request.job_id,
        "asked_at": request.asked_at,
    }
    db.execute(insert(t.render).values(values))


def _render(row: Any) -> RenderRequest:
    return RenderRequest(
        id=RenderRequestId(row.id),
        permit_id=PermitId(row.permit_id),
        licence_id=LicenceId(row.licence_id),
        creator_id=CreatorId(row.creator_id),
        performer_id=PerformerId(row.performer_id),
        subject=SubjectId(row.subject),
        wanted=wanted_from_json(row.kind, row.wanted),
        act=row.act,
        output_id=OutputId(row.output_id),
        job_id=row.job_id,
        asked_at=row.asked_at,
        released_at=row.released_at,
        failed_code=row.failed_code,
        delivered_at=row.delivered_at,
        frames_drawn=row.frames_drawn or 0,
        frames=row.frames or 0,
    )


def render(render_id: str, *, db: Session) -> RenderRequest:
    """One request. Raises: NotFound(`usage.no_render`)."""
    row = db.execute(select(t.render).where(t.render.c.id == render_id)).first()
    if row is None:
        raise NotFound("usage.no_render", "There is no such render.")
    return _render(row)


def renders(
    *,
    creator_id: str | None = None,
    performer_id: str | None = None,
    kind: str | None = None,
    db: Session,
) -> list[RenderRequest]:
    """The requests of a creator, about a performer or of one kind, newest first."""
    query = select(t.render)
    if kind is not None:
        query = query.where(t.render.c.kind == kind)
    if creator_id is not None:
        query = query.where(t.render.c.creator_id == creator_id)
    if performer_id is not None:
        query = query.where(t.render.c.performer_id == performer_id)
    return [_render(row) for row in db.execute(query.order_by(t.render.c.asked_at.desc(), t.render.c.id))]


def rendered(permits: Collection[str], *, db: Session) -> set[str]:
    """Which of these permits a render here was asked for under."""
    query = select(t.render.c.permit_id).where(t.render.c.permit_id.in_(permits))
    return set(db.execute(query).scalars()) if permits else set()


def looked_until(*, db: Session) -> Instant | None:
    """Up to which instant reservations were looked through for use that nobody reported; None before the first look."""
    return db.execute(select(t.unreported_mark.c.until)).scalar()


def look_until(at: Instant, *, db: Session) -> None:
    """Remember it."""
    if not db.execute(update(t.unreported_mark).values(until=at)).rowcount:
        db.execute(insert(t.unreported_mark).values(name="unreported", until=at))


def add_preview(preview: Preview, *, db: Session) -> None:
    """Keep that somebody looked."""
    values = {
        "id": preview.id,
        "licence_id": preview.licence_id,
        "creator_id": preview.creator_id,
        "performer_id": preview.performer_id,
        "kind": preview.wanted.kind,
        "wanted": preview.wanted.to_json(),
        "act": preview.act,
        "asked_at": preview.asked_at,
    }
    db.execute(insert(t.preview).values(values))


def previews(performer_id: str, *, db: Session) -> list[Preview]:
    """The looks at a performer, newest first."""
    c = t.preview.c
    query = select(t.preview).where(c.performer_id == performer_id).order_by(c.asked_at.desc(), c.id)
    return [
        Preview(
            id=PreviewId(row.id),
            licence_id=LicenceId(row.licence_id),
            creator_id=CreatorId(row.creator_id),
            performer_id=PerformerId(row.performer_id),
            wanted=wanted_from_json(row.kind, row.wanted),
            act=row.act,
            asked_at=row.asked_at,
        )
        for row in db.execute(query)
    ]


def set_made(render_id: str, measured: Measured, facts: Mapping[str, Any], *, db: Session) -> None:
    """What the engine made of it; trying again replaces it."""
    values = {"measured": measured.by_unit(), "facts": dict(facts)}
    db.execute(update(t.render).where(t.render.c.id == render_id).values(values))


def made(render_id: str, *, db: Session) -> Measured:
    """How much was made. Raises: NotFound(`usage.no_render`) if nothing was yet."""
    found = db.execute(select(t.render.c.measured).where(t.render.c.id == render_id)).scalar()
    if found is None:
        raise NotFound("usage.no_render", "Nothing was rendered yet.")
    return Measured(**found)


def facts(render_id: str, *, db: Session) -> dict[str, Any]:
    """The engine's own figures of what it made; none before it did."""
    return dict(db.execute(select(t.render.c.facts).where(t.render.c.id == render_id)).scalar() or {})


def set_drawn(render_id: str, frames_drawn: int, frames: int, *, db: Session) -> bool:
    """So many of its frames are drawn; whether it is still wanted."""
    return _while_running(render_id, db=db, frames_drawn=frames_drawn, frames=frames)


def set_released(render_id: str, now: Instant, *, db: Session) -> bool:
    """The output is out; whether the render had not ended before."""
    return _while_running(render_id, db=db, released_at=now)


def set_failed(render_id: str, code: str, *, db: Session) -> bool:
    """The render came to nothing, for good; whether it had not ended before."""
    return _while_running(render_id, db=db, failed_code=code)


def set_delivered(render_id: str, now: Instant, *, db: Session) -> None:
    """Its creator has the output."""
    db.execute(update(t.render).where(t.render.c.id == render_id).values(delivered_at=now))


def _while_running(render_id: str, *, db: Session, **how: Any) -> bool:
    c = t.render.c
    running = (c.id == render_id, c.released_at.is_(None), c.failed_code.is_(None))
    return bool(db.execute(update(t.render).where(*running).values(how)).rowcount)


def add_metered(use: MeteredUse, *, db: Session) -> None:
    """Keep one metered use; the table allows one for each request, permit and output."""
    values = {
        "id": use.id,
        "render_id": use.render_id,
        "permit_id": use.permit_id,
        "licence_id": use.licence_id,
        "output_id": use.output_id,
        "act": use.act,
        "seconds": use.measured.seconds,
        "lines": use.measured.lines,
        "takes": use.measured.takes,
        "titles": use.measured.titles,
        "metered_at": use.metered_at,
        "stand_in": use.stand_in,
    }
    db.execute(insert(t.metered).values(values))


def _metered(row: Any) -> MeteredUse:
    return MeteredUse(
        UseId(row.id),
        RenderRequestId(row.render_id),
        PermitId(row.permit_id),
        LicenceId(row.licence_id),
        OutputId(row.output_id),
        row.act,
        Measured(row.seconds, row.lines, row.takes, row.titles),
        row.metered_at,
        None if row.stand_in is None else PerformerId(row.stand_in),
    )


def metered(*, licence_id: str | None = None, db: Session) -> list[MeteredUse]:
    """Every metered use, of one licence or of all, oldest first."""
    query = select(t.metered)
    if licence_id is not None:
        query = query.where(t.metered.c.licence_id == licence_id)
    return [_metered(row) for row in db.execute(query.order_by(t.metered.c.metered_at, t.metered.c.id))]
