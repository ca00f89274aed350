"""What the page of one's pictures tells, and what other pages are told of a face. Decides nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from propria.casting.pictures import actions as pictures
from propria.casting.pictures.model import Picture
from propria.casting.pictures.rules import MOST_PICTURES
from propria.consent import actions as consent
from propria.kernel.ids import PerformerId
from propria.kernel.time import DAY, Instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.plumbing.web.components import Face, Field
from propria.plumbing.web.formats import short_digest
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice, Typed

OFFERED_DAYS = 180


@dataclass(frozen=True)
class PictureRow:
    """One kept picture, or where a clip is fetched: its hash in short, its size in pixels, until when it is published, if it is."""

    id: str
    face: Face
    clip: str
    digest: str
    size: str
    until: Instant | None


@page_context("casting/pictures.html")
@dataclass(frozen=True)
class PicturesPage:
    """One's own pictures, what is shown of them now, and the forms. `is_open`: open under one's name."""

    rows: tuple[PictureRow, ...]
    published: int
    is_open: bool
    most: int
    until: Field
    notice: Notice | None


def pictures_page(
    actor: Actor, typed: Typed | None = None, notice: Notice | None = None, *, now: Instant, db: Session
) -> PicturesPage:
    """One's own. Raises: NotFound(`parties.no_performer`)."""
    performer = parties.own_profile(actor, db=db)
    openness = consent.find_openness(performer.id, now=now, db=db)
    kept = pictures.own(actor, db=db)
    until = (typed.one("until") if typed else "") or f"{now + OFFERED_DAYS * DAY:%Y-%m-%d}"
    return PicturesPage(
        rows=tuple(_row(one, performer, now=now) for one in kept),
        published=sum(one.is_published(now) for one in kept),
        is_open=openness is not None and openness.shows_name,
        most=MOST_PICTURES,
        until=Field(
            "until", Words("展示至（一年以内）", "Shown until, within a year"), kind="date", value=until
        ),
        notice=notice,
    )


def _row(picture: Picture, performer: Performer, *, now: Instant) -> PictureRow:
    return PictureRow(
        picture.id,
        Face("" if picture.is_clip else picture.href, Words(performer.name.zh, performer.name.en)),
        picture.href if picture.is_clip else "",
        short_digest(picture.digest),
        f"{picture.width} × {picture.height}",
        picture.shown_until if picture.is_published(now) else None,
    )


Faces = Mapping[PerformerId, tuple[Face, ...]]
"""Whom creators are shown by which pictures."""


def faces(performers: Collection[Performer], *, now: Instant, db: Session) -> Faces:
    """The pictures that creators are shown of these performers now; whoever published none is missing."""
    names = {one.id: Words(one.name.zh, one.name.en) for one in performers}
    found = pictures.shown_of(names.keys(), now=now, db=db)
    return {
        who: tuple(Face(one.href, names[who]) for one in shown if not one.is_clip)
        for who, shown in found.items()
    }


def first_face(performer: Performer, seen: Faces) -> Face:
    """The picture beside a name in a list; without one, that none was signed."""
    name = Words(performer.name.zh, performer.name.en)
    return next(iter(seen.get(performer.id, ())), Face(name=name))


def clips(performer: Performer, *, now: Instant, db: Session) -> tuple[str, ...]:
    """Where creators fetch the clips of a performer that are shown now."""
    shown = pictures.shown_of([performer.id], now=now, db=db).get(performer.id, ())
    return tuple(one.href for one in shown if one.is_clip)
