"""The compiled masks answer exactly as the algebra does."""

from hypothesis import given
from tests.rules.scope.strategies import a_dubbed_line, dubbing, scopes, steady, terms, uses

from propria.scope import ANY, StandingTerms, permits, red_line
from propria.scope.compiled import compile_allowance
from propria.scope.measures import epoch


@steady
@given(scopes | terms, uses)
def test_compiled_agrees_with_plain(allowance, use):
    assert compile_allowance(allowance).decide(use) is permits(allowance, use).allowed


def test_the_same_use_at_another_instant_needs_no_new_encoding():
    compiled, use = compile_allowance(dubbing()), a_dubbed_line()
    shape = compiled.shape(use)
    for at, allowed in (
        ("2026-12-31T23:59:59Z", False),
        ("2027-01-01T00:00:00Z", True),
        ("2028-12-30T23:59:59Z", True),
        ("2028-12-31T00:00:00Z", False),
    ):
        assert compiled.allows(shape | compiled.moment(epoch(at))) is allowed


def test_a_use_above_a_red_line_in_the_tree_touches_it():
    listed = StandingTerms((dubbing(medium=["film", "series"]),), (red_line(medium=["film.trailer"]),))
    compiled = compile_allowance(listed)
    for medium, allowed in (("film", False), ("film.trailer", False), ("film.short", True), ("series", True)):
        assert compiled.decide(a_dubbed_line(medium=medium)) is allowed


def test_a_red_line_on_two_axes_needs_both():
    listed = StandingTerms((dubbing(theme=ANY),), (red_line(theme=["crime"], rating=dubbing().rating),))
    compiled = compile_allowance(listed)
    assert not compiled.decide(a_dubbed_line())
    assert compiled.decide(a_dubbed_line(theme=["family"]))
