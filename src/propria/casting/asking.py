"""A brief held against everybody who is open: who fits, in the published order, who comes near, and why not, counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.casting.live import Library, Part, library_of
from propria.casting.matching.bits import Rows, Words, nothing, packed, rows_in, size, unpacked
from propria.casting.matching.columns import microseconds
from propria.casting.matching.kernel import kernel
from propria.casting.matching.sieve import Asked, Sieve, Standing
from propria.casting.model import Brief, Place, Window, Won
from propria.casting.search import ranking
from propria.casting.search.first import First, first
from propria.casting.search.indexing import Heard
from propria.casting.whynot import rules as rules_whynot
from propria.kernel.ids import PerformerId, StatementId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.plumbing.database import Session


@dataclass(frozen=True)
class Answer:
    """Who fits, in the published order, each with their place, and who comes near, by openness id; the others' reasons, counted.

    All of it is of those who show their name; `unnamed`: how many do not.
    """

    fitting: dict[StatementId, Place]
    others: list[StatementId]
    fitting_count: int
    others_count: int
    unnamed: int
    first: dict[str, int]
    alone: dict[str, int]
    won: tuple[Won, ...]


def fitting_count(brief: Brief, *, now: Instant, db: Session) -> int:
    """How many of those who show their name fit now."""
    library = library_of(db=db)
    asked = Asked(brief.scope, brief.budget, microseconds(now))
    contested = parties.contested(db=db)
    return sum(
        size(_fitting(part, asked, part.without(contested), lacks))
        for part, lacks in _lacking(library, brief)
    )


def ask(brief: Brief, window: Window, *, now: Instant, db: Session) -> Answer:
    """Hold a brief against everybody who is open now."""
    library = library_of(db=db)
    asked = Asked(brief.scope, brief.budget, microseconds(now))
    contested = parties.contested(db=db)
    tallies = [
        _tally(part, asked, contested, lacks, window.others) for part, lacks in _lacking(library, brief)
    ]
    fitting = [(part, rows_in(tally.fitting)) for part, tally in zip(library.parts, tallies, strict=True)]
    others = sorted(one for tally in tallies for one in tally.others)
    alone = _added(tally.alone for tally in tallies)
    question = ranking.question_of(brief)
    heard = library.profiles.hears(question.text)
    return Answer(
        fitting=in_order(library, fitting, question, heard, window, now=now),
        others=[openness for _, _, openness in others[: window.others]],
        fitting_count=sum(len(rows) for _, rows in fitting),
        others_count=sum(tally.others_count for tally in tallies),
        unnamed=sum(tally.unnamed for tally in tallies),
        first=_added(tally.first for tally in tallies),
        alone=alone,
        won=_won(brief, alone, library.parts, tallies, asked.now_us),
    )


def in_order(
    library: Library,
    rows: list[tuple[Part, Rows]],
    question: ranking.Question,
    heard: Heard,
    window: Window,
    *,
    called: Iterable[Words | None] = (),
    now: Instant,
) -> dict[StatementId, Place]:
    """A window on these rows in the published order, by openness. `called`: as `Library.known`."""
    most = window.skip + window.most
    best: list[First] = []
    for (part, some), names in zip(rows, [*called] or [None] * len(rows), strict=True):
        known = library.known(part, some, heard, names, now=now)
        best.append(first(known, heard, library.profiles, question, most=most, now=now))
    merged = sorted(
        (-int(f.points[n]), int(f.turns[n]), i, n) for i, f in enumerate(best) for n in range(len(f.rows))
    )
    made: dict[StatementId, Place] = {}
    for _, _, i, n in merged[window.skip : most]:
        (part, some), found = rows[i], best[i]
        order = ranking.Order(found.rows, found.points, found.inputs)
        made[StatementId(str(part.openness_ids[some[found.rows[n]]]))] = order.place(n)
    return made


_Placed = tuple[int, str, StatementId]


@dataclass(frozen=True)
class _Tally:
    fitting: Words
    others: list[_Placed]
    others_count: int
    unnamed: int
    first: dict[str, int]
    alone: dict[str, int]
    unlined: Words


def _lacking(library: Library, brief: Brief) -> Iterator[tuple[Part, dict[str, Words]]]:
    """Each part, with the rows that do not meet each fact that the brief asks of the person."""
    lacking = library.profiles.lacking(brief.asks.needs)
    for part in library.parts:
        rows = part.rows_at(library.profiles.register) if lacking else None
        yield part, {fact: packed(one[rows]) for fact, one in lacking.items()}


def _fitting(part: Part, asked: Asked, undenied: Words, lacks: dict[str, Words]) -> Words:
    """Of those who show their name, whoever fits and meets every fact."""
    sieve = part.segment.sieve
    fits = part.segment.fitting(asked, kernel()) & undenied & sieve.named
    return fits & ~_any_of(lacks.values(), sieve.count)


def _tally(
    part: Part, asked: Asked, contested: set[PerformerId], lacks: dict[str, Words], most_others: int
) -> _Tally:
    """`lacks`: for each fact asked of the person, the rows that do not meet it; they count after terms and floor."""
    sieve = part.segment.sieve
    undenied = part.without(contested)
    open_rows = undenied.copy()
    for one in sieve.open_now(asked):
        open_rows &= one
    named = sieve.standing(asked, undenied & sieve.named)
    counted = _with_facts(sieve, asked, undenied, named, lacks) if lacks else named
    return _Tally(
        fitting=_fitting(part, asked, undenied, lacks),
        others=_nearest(part, counted.reasons, most_others),
        others_count=int(np.count_nonzero(counted.reasons)),
        unnamed=size(open_rows & ~sieve.named),
        first=dict(counted.first),
        alone=dict(counted.alone),
        unlined=packed(named.reasons > 0) & ~_any_of([*sieve.crossed(asked), *lacks.values()], sieve.count),
    )


def _with_facts(
    sieve: Sieve, asked: Asked, undenied: Words, named: Standing, lacks: dict[str, Words]
) -> Standing:
    """The same standing with the facts counted in: a reason each, the last of all, and alone where terms and floor are met."""
    lacking = _any_of(lacks.values(), sieve.count)
    rest = sieve.standing(asked, undenied & sieve.named & ~lacking)
    first, alone, reasons = dict(named.first), dict(rest.alone), named.reasons.copy()
    left, there = named.fitting.copy(), named.fitting | packed(named.reasons > 0)
    for fact, words in lacks.items():
        others = [one for name, one in lacks.items() if name != fact]
        for counts, rows in (
            (first, left & words),
            (alone, named.fitting & words & ~_any_of(others, sieve.count)),
        ):
            counts.update({fact: size(rows)} if size(rows) else {})
        left &= ~words
        reasons += unpacked(there & words, sieve.count)
    return Standing(named.fitting & ~lacking, first, alone, reasons)


def _nearest(part: Part, reasons: NDArray[np.uint16], most: int) -> list[_Placed]:
    """The first of the others: by how few reasons, then by name."""
    up_to = np.cumsum(np.bincount(reasons)[1:])
    enough = int(np.searchsorted(up_to, most)) + 1
    rows = np.flatnonzero((reasons > 0) & (reasons <= enough))
    keys = reasons[rows].astype(np.int64) * len(part.place) + part.place[rows]
    if len(rows) > most:
        rows = rows[np.argpartition(keys, most - 1)[:most]]
    counted = reasons[rows].tolist()
    named, ids = part.names[rows].tolist(), part.openness_ids[rows].tolist()
    return [(n, name, StatementId(one)) for n, name, one in zip(counted, named, ids, strict=True)]


def _won(
    brief: Brief, axes: Iterable[str], parts: list[Part], tallies: list[_Tally], now_us: int
) -> tuple[Won, ...]:
    """What changes on these axes would win of those whom no red line keeps out."""

    def count(changed: Brief) -> int:
        asked = Asked(changed.scope, changed.budget, now_us)
        pairs = zip(parts, tallies, strict=True)
        return sum(size(part.segment.fitting(asked, kernel()) & tally.unlined) for part, tally in pairs)

    return rules_whynot.chosen(Won(one, count(one.brief)) for one in rules_whynot.changes(brief, axes))


def _any_of(sets: Iterable[Words], count: int) -> Words:
    found = nothing(count)
    for one in sets:
        found |= one
    return found


def _added(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in counts:
        for axis, number in one.items():
            total[axis] = total.get(axis, 0) + number
    return total
