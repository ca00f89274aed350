"""The engine that needs no model: the performer's own recorded take, trimmed. Only a permit releases it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from propria.kernel.errors import NotFound, Refused
from propria.kernel.ranged import Ranged
from propria.kernel.time import Instant
from propria.licences.model import Licence
from propria.likeness import actions as likeness
from propria.likeness.intake import SUFFIXES
from propria.likeness.model import AssetKind, AssetState, MediaAsset
from propria.likeness.safe import Safe
from propria.plumbing.database import Database, Session
from propria.plumbing.media import inspect
from propria.plumbing.media_edit import Span, trim, write_sound
from propria.plumbing.media_frames import frames_in
from propria.plumbing.web.words import Words
from propria.replicas.engine.port import OnStep
from propria.usage import rules
from propria.usage.edit_lists import Cut, is_usual
from propria.usage.model import Measured, Order, Plan, Rendered, Take, Wanted

SHOWS: dict[AssetKind, frozenset[str]] = {
    AssetKind.PHOTO: frozenset({"image"}),
    AssetKind.VIDEO: frozenset({"image", "voice"}),
    AssetKind.VOICE: frozenset({"voice"}),
}


@dataclass(frozen=True)
class TakeEngine:
    """Cuts a take to the frame. A picture has no length; sound is released whole."""

    database: Database
    safe: Safe
    name: str = "propria-recorded-take"
    version: str = "1"

    def plan(self, wanted: Wanted, licence: Licence, *, now: Instant, db: Session) -> Plan:
        """See `Engine.plan`. Raises: NotFound(`likeness.no_asset`), Refused(`usage.take_out_of_bounds`)."""
        take = _take(wanted)
        asset = likeness.asset(take.asset_id, db=db)
        if asset.performer_id != licence.performer_id or not asset.is_material:
            raise NotFound("likeness.no_asset", "There is no such recording.")
        _check_span(take, asset)
        return Plan(SHOWS[asset.kind], _measured(asset, take.to_ms - take.from_ms))

    def open(self, order: Order, purpose: Words, *, now: Instant, db: Session) -> None:
        """See `Engine.open`. Raises: Refused(`likeness.shredded`)."""
        likeness.open_for_work(_take(order.wanted).asset_id, purpose, now=now, db=db)

    def check(self, order: Order, *, now: Instant, db: Session) -> None:
        """See `Engine.check`. Raises: Refused(`likeness.shredded`)."""
        if likeness.asset(_take(order.wanted).asset_id, db=db).state is not AssetState.HELD:
            raise Refused("likeness.shredded", "This recording was destroyed; nothing of it is released.")

    def render(self, order: Order, place: Path, on_step: OnStep) -> Rendered:
        """See `Engine.render`. Raises: Unverified(`plumbing.cipher_broken`, `media.*`), Refused(`plumbing.key_destroyed`)."""
        take = _take(order.wanted)
        asset = self.database.read(lambda db: likeness.asset(take.asset_id, db=db))
        cut, edit = _cut(likeness.in_parts(asset, self.safe), asset, take, place)
        length = inspect(cut).facts
        measured = _measured(asset, length.duration_ms if length else take.to_ms - take.from_ms)
        whole = asset.kind is AssetKind.PHOTO
        return Rendered(
            file=cut,
            making=rules.making_of_take(order.act),
            measured=measured,
            trimmed_from_ms=None if whole else (take.from_ms, take.to_ms),
            facts={"asset": asset.id} | edit,
        )


def _take(wanted: Wanted) -> Take:
    if not isinstance(wanted, Take):
        raise TypeError("this engine cuts takes")
    return wanted


def _check_span(take: Take, asset: MediaAsset) -> None:
    match asset.kind:
        case AssetKind.PHOTO:
            fits = True
        case AssetKind.VIDEO:
            fits = take.to_ms <= asset.duration_ms + rules.FORGIVEN_MS
        case _:
            fits = take.from_ms == 0 and abs(take.to_ms - asset.duration_ms) <= rules.FORGIVEN_MS
    if not fits:
        raise Refused(
            "usage.take_out_of_bounds",
            "The take is not that long; sound is released whole.",
            duration_ms=asset.duration_ms,
        )


def _measured(asset: MediaAsset, length_ms: int) -> Measured:
    seconds = 0 if asset.kind is AssetKind.PHOTO else rules.whole_seconds(length_ms)
    return Measured(seconds=seconds, lines=1 if asset.line else 0, takes=1)


def _cut(source: Ranged, asset: MediaAsset, take: Take, place: Path) -> tuple[Path, dict[str, Any]]:
    """What was cut, and of footage which frames it is, as facts."""
    edit: dict[str, Any] = {}
    match asset.kind:
        case AssetKind.PHOTO:
            cut = place / f"take{SUFFIXES[asset.media_type]}"
            with source.open() as stream, cut.open("wb") as target:
                shutil.copyfileobj(stream, target)
        case AssetKind.VIDEO:
            cut = place / "take.mp4"
            span = Span(take.from_ms, take.to_ms)
            edit = cut_frames(source, asset, span, written=trim(source, cut, span))
        case _:
            cut = place / "take.wav"
            write_sound(source, cut, form="wav")
    return cut, edit


def cut_frames(source: Ranged, asset: MediaAsset, span: Span, *, written: int) -> dict[str, Any]:
    """The frames of a cut of a recording as facts, for its edit list; none where they are uneven, or fewer than the packets say."""
    seen, frames = inspect(source).facts, frames_in(source, span)
    if seen is None or seen.varies or len(frames) != written:
        return {}
    streams = {stream.kind: stream for stream in seen.streams}
    rate = streams["video"].rate
    cut = Cut(asset.id, asset.digest, rate, frames.start, written, "audio" in streams)
    return cut.to_facts() if is_usual(rate) else {}
