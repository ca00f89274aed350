"""The published order of whoever a search or a brief finds: one function for both. Nobody's money is an input.

    points = floor(1000 (0.70 fit + 0.10 availability + 0.10 fee fit + 0.10 responsiveness))

*fit* is what the words and the meaning of the question score (`words`), 0 where nothing is asked in words. *availability* is the
share of the asked months, 30 days each from today, of which fewer than half the days are away or confirmed; 1 where none is asked.
*fee fit* is 1 where the budget is at least twice the floor, 0 where it just reaches it or none is named. *responsiveness* is
(answered + 1) / (answered + unanswered + 1) over what creators asked about days, yes and no alike. Equal points: whose turn it is
today, by SplitMix64(day xor key).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from propria.casting.days import store as store_days
from propria.casting.matching import rank
from propria.casting.matching.columns import key_of
from propria.casting.model import Brief, Place
from propria.casting.search import words
from propria.casting.search.calendars import in_255ths, months_taken
from propria.casting.search.indexing import By, Heard, Profiles, profiles_of
from propria.kernel.money import Money
from propria.kernel.time import DAY, Instant, instant
from propria.plumbing.database import Session
from propria.scope.values import Interval

_EPOCH = instant("1970-01-01T00:00:00Z")
_SECONDS = 86_400


@dataclass(frozen=True)
class Question:
    """What an order goes by. `span`: the term asked for, seconds since 1970 UTC, empty for none."""

    text: str = ""
    by: By = By.BOTH
    span: tuple[int, int] = (0, 0)
    budget: Money | None = None


@dataclass(frozen=True)
class Order:
    """Rows of what was given, best first, and every row's inputs and points."""

    rows: NDArray[np.intp]
    points: NDArray[np.int64]
    inputs: NDArray[np.float64]

    def place(self, row: int) -> Place:
        """Why one row stands where it stands."""
        said, meant, fit, free, fee, answers = map(float, self.inputs[:, row])
        return Place(said, meant, fit, free, fee, answers, int(self.points[row]))


@dataclass(frozen=True)
class Known:
    """What an order rests on, one a row: floors, taken months, responsiveness in 255ths, keys, words, and rows of profiles."""

    floor_minor: NDArray[np.int64]
    busy: NDArray[np.uint64]
    answers: NDArray[np.float64]
    keys: NDArray[np.uint64]
    said: NDArray[np.float64]
    profiles: NDArray[np.int64]

    def __getitem__(self, rows: NDArray[np.intp]) -> "Known":
        return Known(*(getattr(self, one.name)[rows] for one in fields(self)))


def question_of(brief: Brief) -> Question:
    """What a brief's order goes by: its words, its term, its pay."""
    term = brief.scope.term
    span = (term.start, term.end) if isinstance(term, Interval) else (0, 0)
    return Question(brief.seeks, By.BOTH, span, brief.budget)


def day_of(now: Instant) -> int:
    """The seed of today's turns: whole days since 1970 UTC."""
    return (now - _EPOCH) // DAY


def order(
    performer_ids: Sequence[str],
    floor_minor: NDArray[np.int64],
    question: Question,
    *,
    called: Sequence[bool] = (),
    now: Instant,
    db: Session,
) -> Order:
    """Put performers in the published order. `called`: whose name holds the question; they count as the best match of words."""
    profiles = profiles_of(db=db)
    rows, heard = profiles.register.rows(performer_ids), profiles.hears(question.text)
    known = Known(
        floor_minor,
        _busy(performer_ids, day_of(now), db=db),
        _answers(performer_ids, now=now, db=db),
        np.array([key_of(who) for who in performer_ids], np.uint64),
        np.maximum(heard.said[rows], np.array(called or [False] * len(rows), np.float64)),
        rows,
    )
    points, inputs = measured(known, heard, profiles, question, now=now)
    turn = rank.turns(known.keys, day_of(now))
    return Order(np.lexsort((turn, -points)), points, inputs)


def measured(
    known: Known, heard: Heard, profiles: Profiles, question: Question, *, now: Instant
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The points of every row, and its inputs."""
    meant = np.zeros(len(known.said))
    if heard.direction is not None:
        meant = profiles.cosines(known.profiles, heard.direction)
    fit = fit_of(question.by, known.said, meant)
    free, fee, answers = others(known, question, now=now)
    points = rank.points_of(fit, rank.weighed(free, fee, answers))
    return points, np.array([known.said, meant, fit, free, fee, answers])


def fit_of(by: By, said: rank.Shares, meant: rank.Shares) -> rank.Shares:
    """The fit, as the reader chose what it goes by."""
    match by:
        case By.BOTH:
            return words.added(said, meant)
        case By.WORDS:
            return said
        case By.MEANING:
            return np.maximum(meant, 0.0)


def others(known: Known, question: Question, *, now: Instant) -> tuple[rank.Shares, rank.Shares, rank.Shares]:
    """Availability, fee fit and responsiveness of every row."""
    today = day_of(now)
    months = rank.months_of(*question.span, today * _SECONDS) if question.span[1] > today * _SECONDS else 0
    fee = rank.fee_fit(known.floor_minor, question.budget.minor if question.budget else 0)
    return rank.availability(known.busy, months), fee, known.answers / rank.FULL


def _busy(performer_ids: Sequence[str], today: int, *, db: Session) -> NDArray[np.uint64]:
    """The months of which at least half the days are taken, bit by bit."""
    taken = store_days.taken((_EPOCH + today * DAY).date(), db=db)
    pairs = [(row, day) for row, who in enumerate(performer_ids) for day in taken.get(who, ())]
    return months_taken(np.array(pairs, np.int64).reshape(-1, 2), len(performer_ids), today)


def _answers(performer_ids: Sequence[str], *, now: Instant, db: Session) -> NDArray[np.float64]:
    """Responsiveness in 255ths."""
    counted = store_days.answers(now, db=db)
    both = np.array([counted.get(who, (0, 0)) for who in performer_ids], np.int64).reshape(-1, 2)
    return in_255ths(both[:, 0], both[:, 1])
