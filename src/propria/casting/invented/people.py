"""Invented people in columns: who they are, what they played, what they may be asked for, when they are taken."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.invented import tables as t
from propria.casting.invented.terms import (
    CLAUSES,
    DAY,
    EPOCH,
    KINDS,
    RED_LINES,
    SLOT_KINDS,
    ClauseDraws,
    drawn_lines,
    pick,
)
from propria.casting.matching.columns import CALENDAR_MONTHS, Columns, Slot
from propria.parties.model import Name

_MICRO = 1_000_000
_LONGEST_OPENNESS = 180
_GENRES = list(t.GENRES)
_HOMES = list(t.HOMES)
_CURRENCIES = list(t.UNITS_FOR_A_FEN)


@dataclass(frozen=True)
class Facts:
    """What is known of each person, as places in the tables; row for row with the columns."""

    home: NDArray[np.intp]
    presents: NDArray[np.intp]
    genre: NDArray[np.intp]
    genre_2: NDArray[np.intp]
    role_type: NDArray[np.intp]
    skill: NDArray[np.intp]
    voice: NDArray[np.intp]
    credits: NDArray[np.intp]
    name_parts: NDArray[np.intp]

    def name(self, row: int) -> Name:
        """A name in both languages, put together from parts."""
        family, first, second = (int(part) for part in self.name_parts[row])
        if _HOMES[self.home[row]] in t.CHINESE_NAMES:
            surname, given = t.SURNAMES[family % len(t.SURNAMES)], t.GIVEN[first % len(t.GIVEN)]
            more = t.GIVEN[second % len(t.GIVEN)] if second % 4 else ""
            spelt = (given[1:] + more[1:]).capitalize()
            return Name(surname[0] + given[0] + more[:1], f"{surname[1:]} {spelt}")
        en_first, zh_first = _split(t.FIRST_NAMES[first % len(t.FIRST_NAMES)])
        en_family, zh_family = _split(t.FAMILY_NAMES[family % len(t.FAMILY_NAMES)])
        return Name(f"{zh_first}·{zh_family}", f"{en_first} {en_family}")


def _split(both: str) -> tuple[str, str]:
    at = next(i for i, letter in enumerate(both) if ord(letter) > 0x2E80)
    return both[:at], both[at:]


@dataclass(frozen=True)
class Invented:
    """A library of people who do not exist."""

    columns: Columns
    facts: Facts


def invent(count: int, seed: int) -> Invented:
    """`count` people; the same for the same seed. Rows stand by clauses, then home, then territory."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, count]))
    clauses = np.sort(pick(rng, CLAUSES, count))[::-1] + 1
    home = pick(rng, [share for share, _, _ in t.HOMES.values()], count)
    home = home[np.lexsort((home, -clauses))]
    facts = _facts(rng, home)
    currency = np.array([_CURRENCIES.index(money) for _, money, _ in t.HOMES.values()], np.uint8)[home]
    abroad = rng.random(count) < t.FLOOR_IN_CNY_ABROAD
    currency = np.where(abroad, np.uint8(_CURRENCIES.index("CNY")), currency).astype(np.uint8)
    fame = np.log1p(np.array(t.CREDITS)[facts.credits])
    fen = np.exp(rng.normal(12.6, 0.9, count) + 0.35 * fame)
    base = _round_figure(fen * np.array(list(t.UNITS_FOR_A_FEN.values()))[currency])
    draws = ClauseDraws()
    slots = tuple(
        _slot(rng, draws, j, int((clauses > j).sum()), facts, currency, base) for j in range(len(CLAUSES))
    )
    least = base.copy()
    for slot in slots:
        least[: len(slot)] = np.minimum(least[: len(slot)], slot.floor_minor)
    return Invented(_columns(rng, seed, facts, slots, draws, currency, least), facts)


def _facts(rng: np.random.Generator, home: NDArray[np.intp]) -> Facts:
    count = len(home)
    weights = [weight for _, _, weight in t.GENRES.values()]
    return Facts(
        home=home,
        presents=pick(rng, list(t.PRESENTS.values()), count),
        genre=pick(rng, weights, count),
        genre_2=pick(rng, weights, count),
        role_type=rng.integers(0, len(t.TYPES), count),
        skill=rng.integers(0, len(t.SKILLS), count),
        voice=rng.integers(0, len(t.VOICES), count),
        credits=pick(rng, t.CREDITS_WEIGHT, count),
        name_parts=rng.integers(0, 1 << 30, (count, 3)),
    )


def _round_figure(amounts: NDArray[np.float64]) -> NDArray[np.int64]:
    """Two figures and zeros, as people name a price."""
    step = 10.0 ** np.maximum(np.floor(np.log10(np.maximum(amounts, 1))) - 1, 0)
    return (np.round(amounts / step) * step).astype(np.int64)


def _slot(
    rng: np.random.Generator, draws: ClauseDraws, j: int, holders: int, facts: Facts,
    currency: NDArray[np.uint8], base: NDArray[np.int64]
) -> Slot:  # fmt: skip
    kinds = pick(rng, SLOT_KINDS[j], holders)
    share = np.array([kind.floor_share for kind in KINDS])[kinds]
    return Slot(
        parts=draws.parts(rng, kinds, facts.home[:holders], (facts.genre[:holders], facts.genre_2[:holders])),
        currency=currency[:holders],
        floor_minor=_round_figure(base[:holders] * share),
    )


def _columns(
    rng: np.random.Generator, seed: int, facts: Facts, slots: tuple[Slot, ...], draws: ClauseDraws,
    currency: NDArray[np.uint8], floor: NDArray[np.int64]
) -> Columns:  # fmt: skip
    count = len(facts.home)
    opened = EPOCH - rng.integers(0, _LONGEST_OPENNESS, count) * DAY
    lasts = np.array([30, 90, 120, 180])[pick(rng, (0.05, 0.15, 0.1, 0.7), count)] * DAY
    starts, lines = drawn_lines(rng, count)
    speaks_values, speaks = _speaks(rng, facts.home)
    ages = np.clip(rng.normal(34, 13, count), 6, 85).astype(np.int16)
    span = rng.integers(2, 9, count).astype(np.int16)
    ids = [f"prf_{seed:08x}{row:018d}".encode() for row in range(count)]
    return Columns(
        performer_ids=np.array(ids, "S30"),
        keys=np.frombuffer(b"".join(sha256(i).digest()[:8] for i in ids), "<u8"),
        starts_us=opened * _MICRO,
        ends_us=(opened + lasts) * _MICRO,
        shows_name=rng.random(count) < 0.85,
        currency=currency,
        floor_minor=floor,
        busy=_calendars(rng, facts.credits),
        responsiveness=(rng.beta(4, 1.6, count) * 255).astype(np.uint8),
        speaks=speaks,
        presents=facts.presents.astype(np.uint8),
        plays_from=ages - span,
        plays_to=ages + span,
        line_starts=starts,
        line_ids=lines,
        slots=slots,
        values=draws.values,
        lines=[line for line, _ in RED_LINES],
        currencies=_CURRENCIES,
        speaks_values=speaks_values,
        presents_values=list(t.PRESENTS),
    )


def _speaks(rng: np.random.Generator, home: NDArray[np.intp]) -> tuple[list[Any], NDArray[np.uint32]]:
    """The languages of the home, and perhaps one more."""
    more = [*t.SECOND_LANGUAGES, ""]
    second = pick(rng, [*t.SECOND_LANGUAGES.values(), 1 - sum(t.SECOND_LANGUAGES.values())], len(home))
    values = [frozenset({*own, code} - {""}) for _, _, own in t.HOMES.values() for code in more]
    return values, (home * len(more) + second).astype(np.uint32)


def _calendars(rng: np.random.Generator, credits: NDArray[np.intp]) -> NDArray[np.uint64]:
    """Months that are taken: the busier the more credits, sparser the farther ahead."""
    busy = np.zeros(len(credits), np.uint64)
    load = 0.05 + 0.5 * credits / len(t.CREDITS)
    for month in range(CALENDAR_MONTHS):
        taken = rng.random(len(credits), np.float32) < load * 0.93**month
        busy |= taken.astype(np.uint64) << np.uint64(month)
    return busy


__all__ = ["Facts", "Invented", "invent"]
