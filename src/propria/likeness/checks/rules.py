"""How alike the moments of a file are to one performer's own recordings; pure, and judges nothing."""

from collections.abc import Sequence
from itertools import combinations

from propria.likeness.checks.model import Alike, Evidence, Moment, Numbers, Reference, Span, Trait

MOST_SHOWN = 8


def cosine(one: Numbers, other: Numbers) -> float:
    """The product of two embeddings of length one.

    >>> cosine((0.6, 0.8), (1.0, 0.0))
    0.6
    """
    return sum(a * b for a, b in zip(one, other, strict=True))


def nearest(numbers: Numbers, known: Sequence[Numbers]) -> float:
    """How alike a moment is to the most alike of the known ones, of which there is at least one."""
    return max(cosine(numbers, other) for other in known)


def span_of(cosines: Sequence[float]) -> Span | None:
    """The middle nine tenths of some cosines; None of none.

    >>> span_of([0.2, 0.4, 0.9])
    Span(low=0.2, middle=0.4, high=0.9, count=3)
    """
    if not cosines:
        return None
    ranked = sorted(cosines)
    low, middle, high = (ranked[round(share * (len(ranked) - 1))] for share in (0.05, 0.5, 0.95))
    return Span(low, middle, high, len(ranked))


def evidence(trait: Trait, moments: Sequence[Moment], references: Sequence[Reference]) -> Evidence | None:
    """What this trait says of a file; None where the file or the recordings have none of it."""
    asked = [moment for moment in moments if moment.trait is trait]
    known = [numbers for one in references if (numbers := one.of(trait)) is not None]
    if not asked or not known:
        return None
    alike = [Alike(m.from_ms, m.to_ms, round(nearest(m.numbers, known), 3)) for m in asked]
    ranked = sorted(alike, key=lambda one: (-one.cosine, one.from_ms))
    own = span_of([round(cosine(a, b), 3) for a, b in combinations(known, 2)])
    return Evidence(trait, len(asked), len(known), tuple(ranked[:MOST_SHOWN]), own)
