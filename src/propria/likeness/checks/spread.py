"""How alike the same and other people measure, per engine: the scale that a check's numbers are read by.

Printed by `./run bench likeness --data DIR`: four people's clips cut in two, thirty-two generated faces, three speakers of
LibriSpeech. The same person's figures come from one clip or one day and flatter; what a performer's own recordings measure
among themselves is shown beside them.
"""

from dataclasses import dataclass

from propria.likeness.checks.model import Span, Trait
from propria.plumbing.web.words import Words


@dataclass(frozen=True)
class Measured:
    """Cosines of the same person and of other people, and whom they were measured on."""

    same: Span
    other: Span
    on: Words


MEASURED: dict[tuple[str, Trait], Measured] = {
    ("propria-embedded", Trait.FACE): Measured(
        Span(0.96, 0.97, 0.98, 76),
        Span(-0.01, 0.15, 0.35, 1220),
        Words(
            "同一人：四人各一段影像的前后两半；不同的人：这四人与三十二张合成面孔",
            "the same person: both halves of one clip, of four people; other people: those four and thirty-two generated faces",
        ),
    ),
    ("propria-embedded", Trait.VOICE): Measured(
        Span(0.85, 0.88, 0.93, 20),
        Span(0.47, 0.57, 0.71, 40),
        Words(
            "三位朗读者，同一人的录音出自同一天",
            "three readers; the same reader’s recordings are of one day",
        ),
    ),
}
"""(engine's name, trait) → what was measured with it; an engine that is not here was not measured."""
