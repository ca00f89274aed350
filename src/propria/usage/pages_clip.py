"""One finished output to look at and listen to, and another beside it. Decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from propria.kernel.time import Instant
from propria.licences.model import Licence
from propria.licences.pages import title_of
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.formats import day
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.provenance.model import Released
from propria.replicas.engine.port import TRACK
from propria.replicas.model import FRONT, HEAD, ReplicaVersion
from propria.usage.model import Line, RenderRequest
from propria.usage.pages_renders import what_words

_MIDDLE, _LEAST = 50, 1


@dataclass(frozen=True)
class Head:
    """The performer's own head, its picture, and how the face moved in an output; for the performer alone."""

    src: str
    poster: str
    track_href: str


@dataclass(frozen=True)
class Player:
    """One output: its kind (`video`, `audio`, `image`), where its bytes are, its sound as the path of a drawing, its words."""

    what: Words
    kind: str
    src: str
    wave: str
    made_at: Instant
    passport_href: str
    said: str
    head: Head | None


@page_context("usage/clip.html")
@dataclass(frozen=True)
class ClipPage:
    """The output that was asked for, the one beside it if any, and the others that could be."""

    title: Words
    players: tuple[Player, ...]
    beside: Field | None
    is_creator: bool


def clip_page(
    shown: Sequence[tuple[RenderRequest, Released, Mapping[str, Any]]],
    others: Sequence[RenderRequest],
    licence: Licence,
    versions: Mapping[str, ReplicaVersion],
    *,
    is_creator: bool,
) -> ClipPage:
    """The page of one output or of two; `others` are finished outputs under the same licence.

    `versions` are those of the performer who looks whose files are there, by their ids; nobody else is shown a head.
    """
    chosen = shown[1][0].id if len(shown) > 1 else ""
    options = tuple(Choice(one.id, _named(one)) for one in others)
    return ClipPage(
        title=title_of(licence),
        players=tuple(_player(request, released, facts, versions) for request, released, facts in shown),
        beside=Field(
            "beside",
            Words("与哪一份对照？", "Compare it with"),
            kind="select",
            value=chosen,
            options=options,
        )
        if options
        else None,
        is_creator=is_creator,
    )


def _player(
    request: RenderRequest,
    released: Released,
    facts: Mapping[str, Any],
    versions: Mapping[str, ReplicaVersion],
) -> Player:
    version = versions.get(getattr(request.wanted, "version_id", ""))
    return Player(
        what=what_words(request.wanted),
        kind=released.passport.media_type.partition("/")[0],
        src=f"/renders/{request.id}/file",
        wave=wave_path(facts.get("peaks", ())),
        made_at=released.sealed_at,
        passport_href=f"/outputs/{request.output_id}",
        said=request.wanted.text if isinstance(request.wanted, Line) else "",
        head=_head(version, request) if version and TRACK in facts else None,
    )


def _head(version: ReplicaVersion, request: RenderRequest) -> Head:
    files = f"/replicas/{version.id}/files"
    return Head(f"{files}/{HEAD}", f"{files}/{FRONT}", f"/renders/{request.id}/track")


def _named(request: RenderRequest) -> Words:
    what = what_words(request.wanted)
    zh, en = day(request.asked_at, "zh-Hans"), day(request.asked_at, "en")
    return Words(f"{zh}，{what.zh}"[:80], f"{en}, {what.en}"[:80])


def wave_path(peaks: Sequence[int]) -> str:
    """The sound as upright strokes about a middle line, in a box one wide for each part and a hundred high.

    >>> wave_path((0, 100, 40))
    'M0.5 49V51M1.5 0V100M2.5 30V70'
    """
    halves = (max(_LEAST, peak // 2) for peak in peaks)
    return "".join(f"M{at}.5 {_MIDDLE - half}V{_MIDDLE + half}" for at, half in enumerate(halves))
