"""Scopes form a lattice: what covers, meets and overlaps, for any scopes at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.scope.strategies import red_lines, scopes, steady, terms, uses

from propria.scope import (
    ANY,
    NOTHING,
    Scope,
    StandingTerms,
    can_be_used,
    check_covers,
    covers,
    hits,
    meet,
    overlaps,
    permits,
)
from propria.scope.axes import AXIS_NAMES

EVERYTHING = Scope.anything()

pytestmark = pytest.mark.thorough


@steady
@given(scopes, scopes, scopes)
def test_meet_is_commutative_associative_and_idempotent(a, b, c):
    assert meet(a, b) == meet(b, a)
    assert meet(meet(a, b), c) == meet(a, meet(b, c))
    assert meet(a, a) == a


@steady
@given(scopes, scopes, scopes)
def test_covers_is_a_partial_order(a, b, c):
    assert covers(a, a)
    if covers(a, b) and covers(b, a):
        assert a == b
    if covers(a, b) and covers(b, c):
        assert covers(a, c)


@steady
@given(scopes, scopes, scopes)
def test_a_meet_is_covered_by_both_and_in_a_chain_of_three_order_holds(a, b, c):
    ab, abc = meet(a, b), meet(meet(a, b), c)
    assert covers(a, ab)
    assert covers(b, ab)
    assert covers(ab, abc)
    assert covers(a, abc)


@steady
@given(scopes, scopes)
def test_covers_if_and_only_if_the_meet_is_the_narrower(a, b):
    assert covers(a, b) is (meet(a, b) == b)
    assert meet(a, meet(a, b)) == meet(a, b)


@steady
@given(scopes)
def test_any_is_the_top_and_nothing_the_bottom(a):
    assert meet(EVERYTHING, a) == a
    assert covers(EVERYTHING, a)
    assert covers(a, NOTHING.but(duties=a.duties))
    assert not can_be_used(NOTHING)


@steady
@given(scopes, st.sampled_from(AXIS_NAMES))
def test_any_on_an_axis_is_covered_only_by_any(a, axis):
    opened = a.but(**{axis: ANY})
    assert covers(opened, a)
    assert covers(a, opened) is (a.value(axis) is ANY)


@steady
@given(scopes, st.sampled_from(AXIS_NAMES))
def test_an_axis_taken_away_never_allows_more(a, axis):
    silent = a.but(**{axis: NOTHING.value(axis)})
    assert covers(a, silent)


@steady
@given(scopes, scopes)
def test_overlap_is_symmetric_and_is_a_meet_that_can_be_used(a, b):
    assert overlaps(a, b) is overlaps(b, a)
    assert overlaps(a, b) is can_be_used(meet(a, b))


@steady
@given(scopes, scopes, uses)
def test_what_both_permit_their_meet_permits_and_they_overlap(a, b, use):
    both = bool(permits(a, use)) and bool(permits(b, use))
    assert bool(permits(meet(a, b), use)) is both
    if both and use.declared.get("act") and len(use.declared["act"]) == 1:
        assert overlaps(a, b)


@steady
@given(terms, scopes)
def test_a_list_covers_by_one_clause_and_no_red_line(listed, asked):
    clear = not any(hits(line, asked) for line in listed.red_lines)
    assert covers(listed, asked) is (clear and any(covers(clause, asked) for clause in listed.clauses))
    assert check_covers(listed, asked).allowed is covers(listed, asked)


@steady
@given(terms, red_lines, scopes)
def test_a_red_line_only_takes_away(listed, line, asked):
    stricter = StandingTerms(listed.clauses, (*listed.red_lines, line))
    if covers(stricter, asked):
        assert covers(listed, asked)
    if hits(line, asked):
        assert not covers(stricter, asked)


@steady
@given(red_lines, scopes, scopes)
def test_a_red_line_that_touches_the_narrower_touches_the_wider(line, wide, narrow):
    if covers(wide, narrow) and hits(line, narrow):
        assert hits(line, wide)


@steady
@given(terms, scopes, uses)
def test_what_a_covered_scope_permits_the_list_permits(listed, asked, use):
    if covers(listed, asked) and permits(asked, use):
        assert permits(listed, use)


@steady
@given(scopes, scopes, uses)
def test_what_a_narrower_scope_permits_a_wider_permits(wide, narrow, use):
    if covers(wide, narrow) and permits(narrow, use):
        assert permits(wide, use)
    met = meet(wide, narrow)
    if permits(met, use):
        assert permits(wide, use)


@steady
@given(scopes, scopes)
def test_check_covers_names_an_axis_whenever_covers_says_no(wide, narrow):
    verdict = check_covers(wide, narrow)
    assert verdict.allowed is covers(wide, narrow) is (not verdict.reasons)
    assert not set(verdict.axes) & set(verdict.passes)
