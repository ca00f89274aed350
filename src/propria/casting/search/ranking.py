"""The published order of whoever a search or a brief finds: one function for both. Nobody's money is an input.

    points = floor(1000 (0.70 fit + 0.10 availability + 0.10 fee fit + 0.10 responsiveness))

*fit* is what the words and the meaning of the question score (`words`), 0 where nothing is asked in words. *availability* is the
share of the asked months, 30 days each from today, of which fewer than half the days are away or confirmed; 1 where none is asked.
*fee fit* is 1 where the budget is at least twice the floor, 0 where it just reaches it or none is named. *responsiveness* is
(answered + 1) / (answered + unanswered + 1) over what creators asked about days, yes and no alike. Equal points: whose turn it is
today, by SplitMix64(day xor key).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.casting.days import store as store_days
from propria.casting.matching import rank
from propria.casting.matching.columns import CALENDAR_MONTHS, key_of
from propria.casting.model import Brief, Place
from propria.casting.search import words
from propria.casting.search.indexing import By, index_of
from propria.kernel.money import Money
from propria.kernel.time import DAY, Instant, instant
from propria.plumbing.database import Session
from propria.scope.values import Interval

MONTH_DAYS = 30
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
    """Rows of what was given, best first, and every row's inputs."""

    rows: NDArray[np.intp]
    points: NDArray[np.int64]
    inputs: NDArray[np.float64]

    def place(self, row: int) -> Place:
        """Why one row stands where it stands."""
        said, meant, fit, free, fee, answers = map(float, self.inputs[:, row])
        return Place(said, meant, fit, free, fee, answers, int(self.points[row]))


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
    said, meant = index_of(db=db).measured(performer_ids, question.text)
    if question.text:
        said = np.maximum(said, np.array(called or [False] * len(said), np.float64))
    fit = {By.BOTH: words.added(said, meant), By.WORDS: said, By.MEANING: np.maximum(meant, 0.0)}[question.by]
    today = day_of(now)
    months = rank.months_of(*question.span, today * _SECONDS) if question.span[1] > today * _SECONDS else 0
    free = rank.availability(_busy(performer_ids, today, db=db), months)
    fee = rank.fee_fit(floor_minor, question.budget.minor if question.budget else 0)
    answers = _answers(performer_ids, now=now, db=db) / rank.FULL
    points = rank.points_of(fit, rank.weighed(free, fee, answers))
    turn = rank.turns(np.array([key_of(who) for who in performer_ids], np.uint64), today)
    return Order(np.lexsort((turn, -points)), points, np.array([said, meant, fit, free, fee, answers]))


def _busy(performer_ids: Sequence[str], today: int, *, db: Session) -> NDArray[np.uint64]:
    """The months of which at least half the days are taken, bit by bit."""
    found = np.zeros(len(performer_ids), np.uint64)
    taken = store_days.taken((_EPOCH + today * DAY).date(), db=db)
    for row, who in enumerate(performer_ids) if taken else ():
        for month, count in _by_month(taken.get(who, ()), today).items():
            if 2 * count >= MONTH_DAYS:
                found[row] |= np.uint64(1 << month)
    return found


def _by_month(days: Sequence[int] | set[int], today: int) -> dict[int, int]:
    counts: dict[int, int] = {}
    for day in days:
        month = (day - today) // MONTH_DAYS
        if 0 <= month < CALENDAR_MONTHS:
            counts[month] = counts.get(month, 0) + 1
    return counts


def _answers(performer_ids: Sequence[str], *, now: Instant, db: Session) -> NDArray[np.float64]:
    """Responsiveness in 255ths; whoever was asked nothing has all of them."""
    counted = store_days.answers(now, db=db)
    both = np.array([counted.get(who, (0, 0)) for who in performer_ids], np.float64).reshape(-1, 2)
    answered, unanswered = both[:, 0], both[:, 1]
    return np.floor(rank.FULL * (answered + 1) / (answered + unanswered + 1))
