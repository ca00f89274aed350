"""What the page of two versions side by side is told: pictures, measures, and what they were made from. Decides nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from propria.plumbing.web.components import State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.replicas.model import FRONT, HEAD, TURNED, ReplicaVersion
from propria.replicas.pages import EXPRESSIONS, STATES, Expression, Recording, Seen

NOT_KEPT = Words("无记录", "not on record")


@dataclass(frozen=True)
class Side:
    """One of the two versions; without addresses where its files are gone."""

    number: int
    href: str
    standing: State
    head_href: str
    front_href: str
    turned_href: str


@dataclass(frozen=True)
class Pair:
    """One thing that is known of both, and whether it is the same."""

    name: Text
    left: Text
    right: Text
    is_same: bool


@dataclass(frozen=True)
class Used:
    """A recording that one of the two was made from, or both were."""

    recording: Recording
    in_left: bool
    in_right: bool


@page_context("replicas/compare.html")
@dataclass(frozen=True)
class ComparePage:
    """Two versions of one performer's replica, the older at the left."""

    left: Side
    right: Side
    expressions: tuple[Expression, ...]
    measures: tuple[Pair, ...]
    used: tuple[Used, ...]
    lineage: tuple[Pair, ...]


def compare_page(left: Seen, right: Seen) -> ComparePage:
    """The page of two versions, each with its card."""
    return ComparePage(
        left=_side(left),
        right=_side(right),
        expressions=EXPRESSIONS,
        measures=tuple(_pair(name, told(left.card), told(right.card)) for name, told in _MEASURES),
        used=_used(left, right),
        lineage=tuple(_pair(name, told(left.version), told(right.version)) for name, told in _LINEAGE),
    )


def _side(seen: Seen) -> Side:
    version = seen.version
    there = seen.receipt is None and version.built_at is not None

    def href(name: str) -> str:
        return f"/replicas/{version.id}/files/{name}" if there and version.artefact(name) else ""

    return Side(
        version.number,
        f"/replicas/{version.id}",
        STATES[version.state],
        href(HEAD),
        href(FRONT),
        href(TURNED),
    )


def _pair(name: Text, left: Text, right: Text) -> Pair:
    return Pair(name, left or NOT_KEPT, right or NOT_KEPT, left == right)


def _used(left: Seen, right: Seen) -> tuple[Used, ...]:
    """Every recording of either, those of both first."""
    ids = [{one.id for one in seen.recordings} for seen in (left, right)]
    found = {one.id: one for seen in (left, right) for one in seen.recordings}
    used = [Used(one, one.id in ids[0], one.id in ids[1]) for one in found.values()]
    return tuple(sorted(used, key=lambda one: not (one.in_left and one.in_right)))


def _figure(part: str, name: str, form: str) -> Callable[[Mapping[str, Any]], str]:
    """A figure of a card in this form; empty where the card has none."""

    def told(card: Mapping[str, Any]) -> str:
        found = card.get(part, {}).get(name)
        return "" if found is None else form.format(found)

    return told


def _missing(card: Mapping[str, Any]) -> str:
    lips = card.get("lips", {})
    return str(len(lips["missing"])) if lips.get("can_talk") else ""


_MEASURES: tuple[tuple[Words, Callable[[Mapping[str, Any]], str]], ...] = (
    (Words("正面相似度", "Likeness from the front"), _figure("face", "front", "{:.2f}")),
    (Words("侧面相似度", "Likeness, turned"), _figure("face", "three_quarter", "{:.2f}")),
    (
        Words("您自己的素材之间", "Your own recordings among themselves"),
        _figure("face", "genuine", "{:.2f}"),
    ),
    (Words("面容与他人的相似度", "Likeness of the face to others"), _figure("face", "other", "{:.2f}")),
    (
        Words("特征点误差（占两眼间距）", "Landmark error, over the distance of the eyes"),
        _figure("face", "landmark_error", "{:.2%}"),
    ),
    (Words("声音相似度", "Likeness of the voice"), _figure("voice", "likeness", "{:.2f}")),
    (Words("声音与他人的相似度", "Likeness of the voice to others"), _figure("voice", "other", "{:.2f}")),
    (Words("听错的字词", "Words misheard"), _figure("voice", "word_error", "{:.0%}")),
    (Words("口型与声音相差", "Lips off the sound"), _figure("lips", "sync_ms", "{:.0f} ms")),
    (Words("口型取自多少帧", "Frames that lips come from"), _figure("lips", "frames", "{}")),
    (Words("缺少的口型", "Shapes of the lips that are missing"), _missing),
    (Words("录像秒数", "Seconds of footage"), _figure("given", "footage_seconds", "{:g}")),
)


def _engine(name: str) -> Callable[[ReplicaVersion], str]:
    return lambda version: str(version.engine.get(name, "")) if version.engine else ""


_LINEAGE: tuple[tuple[Words, Callable[[ReplicaVersion], str]], ...] = (
    (Words("引擎", "Engine"), _engine("name")),
    (Words("引擎版本", "Version of the engine"), _engine("version")),
    (Words("模型权重", "Weights, SHA-256"), lambda version: _engine("weights_sha256")(version)[:16]),
    (
        Words("录制同意（声明）", "Consent to be recorded, statement"),
        lambda version: version.capture_consent[:16],
    ),
    (Words("制作同意（声明）", "Consent to build, statement"), lambda version: version.build_consent[:16]),
)
