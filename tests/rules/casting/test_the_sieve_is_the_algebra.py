"""The compiled sets answer as the scope algebra does, row by row, on random libraries and briefs."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from tests.rules.casting.libraries import NOW, library, question, seeds
from tests.rules.scope.strategies import steady

from propria.casting.matching.bits import packed, rows_in, unpacked
from propria.casting.matching.columns import columns_of
from propria.casting.matching.sieve import Sieve
from propria.casting.rules import meets_floor
from propria.scope import StandingTerms, Why, check_covers, covers, hits
from propria.scope.values import ancestors

pytestmark = pytest.mark.thorough


def _is_open(offered, asked):
    wanted = asked.wanted
    speaks = all(not offered.speaks.isdisjoint(ancestors(code, "-")) for code in wanted.speaks)
    presents = not wanted.presents or offered.presents in wanted.presents
    low, high = wanted.plays or (0, 120)
    plays = offered.plays[0] <= high and low <= offered.plays[1]
    return offered.starts_at <= NOW < offered.ends_at and speaks and presents and plays


def _floors(offered):
    return offered.floors or (offered.floor,) * len(offered.terms.clauses)


def _is_paid(floor, budget):
    return budget is None or meets_floor(budget, floor)


def _all_paid(offered, asked, floor):
    """Whether a clause's floor is paid, and each floor by act and medium that the brief touches."""
    touched = (least for line, least in offered.fees if hits(line, asked.scope))
    return all(_is_paid(one, asked.budget) for one in (floor, *touched))


def _fits(offered, asked):
    return _is_open(offered, asked) and any(
        covers(StandingTerms((clause,), offered.terms.red_lines), asked.scope)
        and _all_paid(offered, asked, floor)
        for clause, floor in zip(offered.terms.clauses, _floors(offered), strict=True)
    )


def _in_rows(columns, people):
    by_id = {one.performer_id.encode(): one for one in people}
    return [by_id[name] for name in columns.performer_ids]


@steady
@given(seeds, seeds)
def test_who_fits(library_seed, brief_seed):
    people, asked = library(library_seed), question(brief_seed)
    columns = columns_of(people)
    found = {columns.performer_ids[row].decode() for row in rows_in(Sieve.of(columns).fitting(asked))}
    assert found == {one.performer_id for one in people if _fits(one, asked)}


ONE_LINE_TWICE = 5298
"""A library in which somebody drew the same red line twice."""


@steady
@given(seeds, seeds)
@example(ONE_LINE_TWICE, 0)
def test_how_the_others_stand(library_seed, brief_seed):
    people, asked = library(library_seed, least=1), question(brief_seed)
    columns = columns_of(people)
    standing = Sieve.of(columns).standing(asked)
    first, alone, reasons = Counter(), Counter(), []
    for one in _in_rows(columns, people):
        reasons.append(0)
        if not _is_open(one, asked) or _fits(one, asked):
            continue
        verdict = check_covers(one.terms, asked.scope)
        paid = _all_paid(one, asked, _floors(one)[verdict.clause])
        reasons[-1] = len(verdict.reasons) + (not paid)
        first[verdict.reasons[0].axis if verdict.reasons else "floor"] += 1
        needs = {r.axis for r in verdict.reasons} | (set() if paid else {"floor"})
        if len(needs) == 1 and all(r.why is not Why.RED_LINE for r in verdict.reasons):
            alone.update(needs)
    assert standing.first == first
    assert standing.alone == alone
    assert standing.reasons.tolist() == reasons


def test_random_briefs_do_meet_random_libraries():
    sieve = Sieve.of(columns_of(library(1, 400)))
    sizes = [len(rows_in(sieve.fitting(question(seed)))) for seed in range(40)]
    assert sum(size > 0 for size in sizes) > 5
    assert sum(size < 100 for size in sizes) > 5


@given(seeds)
def test_words_hold_what_they_were_given(seed):
    flags = np.random.default_rng(seed).random(seed % 300) < 0.3
    assert (unpacked(packed(flags), len(flags)) == flags).all()
    assert rows_in(packed(flags)).tolist() == np.flatnonzero(flags).tolist()
