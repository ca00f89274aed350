"""Packs only add: for any deal, more packs mean more duties and more unmet asks, and never fewer."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.scope.strategies import scopes
from tests.terms import series_scope

from propria.kernel.errors import Malformed
from propria.kernel.time import DAY, instant
from propria.rulepacks import (
    FACTS,
    PACKS,
    Bars,
    Kind,
    Pack,
    Rule,
    Since,
    Situation,
    Status,
    changes,
    evaluate,
    read_pack,
)
from propria.scope import Scope, term

DAYS = st.dates(date(2020, 1, 1), date(2032, 1, 1))
STATED = st.frozensets(st.sampled_from(sorted(FACTS)))
SITUATIONS = st.builds(Situation, scopes, STATED, DAYS)
SOME_PACKS = st.frozensets(st.sampled_from(range(len(PACKS)))).map(
    lambda chosen: [PACKS[i] for i in sorted(chosen)]
)
TODAY = date(2026, 11, 26)
NEVER_BARRED = instant("2026-01-01T00:00:00Z")
MADE, SIGNED = instant("2026-11-20T09:00:00Z"), instant("2026-11-25T09:00:00Z")
ACTED = {Since.CONTRACT: MADE, Since.SIGNED: SIGNED}


@given(SITUATIONS, SOME_PACKS, SOME_PACKS)
def test_adding_a_pack_never_turns_a_no_into_a_yes(at: Situation, some: list[Pack], more: list[Pack]) -> None:
    few, many = evaluate(some, at), evaluate([*some, *(p for p in more if p not in some)], at)
    assert {(u.rule.id, u.ask) for u in few.unmet} <= {(u.rule.id, u.ask) for u in many.unmet}
    assert many.duties.meet_all_of(few.duties)
    assert few.allowed or not many.allowed
    for bars in Bars:
        until = [opinion.barred_until(bars, ACTED) or NEVER_BARRED for opinion in (few, many)]
        assert until[0] <= until[1], "more rules never let something happen earlier"


@given(SITUATIONS)
def test_owing_what_the_rules_add_meets_every_ask_for_a_duty(at: Situation) -> None:
    owed = at.scope.duties.and_also(evaluate(PACKS, at).duties)
    after = evaluate(PACKS, Situation(at.scope.but(duties=owed), at.facts, at.on))
    assert [u.rule.id for u in after.unmet if u.ask.kind is Kind.DUTY] == []


@given(SITUATIONS)
def test_a_draft_never_stops_a_signature(at: Situation) -> None:
    assert all(
        unmet.rule.status not in (Status.DRAFT, Status.VOLUNTARY) for unmet in evaluate(PACKS, at).unmet
    )


def opinion(scope: Scope, *facts: str, on: date = TODAY) -> set[str]:
    """The rules that stop a signature."""
    return {u.rule.id for u in evaluate(PACKS, Situation(scope, frozenset(facts), on)).unmet}


def test_new_york_wants_its_disclosure_from_the_day_of_its_law() -> None:
    advertisement = series_scope(medium=["advertisement"], territory=["US-NY"])
    assert opinion(advertisement, on=date(2026, 6, 8)) == set()
    assert opinion(advertisement, on=date(2026, 6, 9)) == {"us-ny.ad_disclosure"}


def test_california_wants_counsel_or_a_union_where_work_in_person_is_replaced() -> None:
    so = ("performer_in_us_ca", "replaces_work_in_person")
    assert opinion(series_scope(), *so) == {"us-ca.ab2602"}
    assert opinion(series_scope(), *so, "had_counsel") == opinion(series_scope(), *so, "had_union") == set()


def test_a_child_has_shorter_terms_and_no_romance_with_any_signature() -> None:
    five = series_scope(term=term("2026-12-01T00:00:00Z", "2031-12-01T00:00:00Z"))
    six = series_scope(term=term("2026-12-01T00:00:00Z", "2032-12-01T00:00:00Z"))
    assert opinion(five, "minor", "guardian_consents") == set()
    assert opinion(six, "minor", "guardian_consents") == {"propria.minor_term"}
    assert opinion(five.but(theme=["romance"]), *FACTS) >= {"propria.minor_themes"}
    assert "propria.minor_themes" not in opinion(five.but(theme=["romance"]))


def test_two_days_of_the_packs_are_compared_rule_by_rule() -> None:
    found = changes(PACKS, date(2026, 6, 1), date(2026, 8, 31))
    assert [(c.rule.id, c.began) for c in found] == [
        ("us-ny.ad_disclosure", True),
        ("sag-aftra.theatrical_notice", True),
        ("eu.ai_act_50", True),
    ]
    (anew,) = changes(PACKS, date(2026, 12, 1), date(2026, 12, 31))
    assert (anew.rule.id, anew.was and anew.was.id) == ("eu.ai_act_50_all", "eu.ai_act_50")
    ended = changes(PACKS, date(2030, 6, 30), date(2030, 7, 1))
    assert {c.rule.id for c in ended if not c.began} == {
        "sag-aftra.theatrical_notice",
        "sag-aftra.theatrical_consent",
    }


def every_rule() -> list[Rule]:
    """All rules of the packs that are shipped."""
    return [rule for pack in PACKS for rule in pack.rules]


def test_the_packs_that_the_law_asks_for_are_there() -> None:
    assert {p.id for p in PACKS} == {
        "cn", "us", "us-ca", "us-ny", "us-tn", "us-il", "sag-aftra", "eu", "uk", "propria",
    }  # fmt: skip


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_each_rule_names_its_source_and_reaches_some_deal(rule: Rule) -> None:
    assert rule.source
    assert rule.asks
    assert rule.title.zh != rule.title.en
    scope = series_scope()
    for line in rule.touches[:1]:
        named = {axis: value for axis, value in line.values().items() if isinstance(value, frozenset)}
        scope = scope.but(**named)
    pack = next(p for p in PACKS if rule in p.rules)
    found = [
        f for f in evaluate([pack], Situation(scope, rule.facts, rule.starts)).findings if f.rule is rule
    ]
    assert [f.applies for f in found] == [True]


PACK = """
pack = "x"
name = { zh = "某", en = "X" }
checked = 2026-01-01
[[rule]]
id = "x.a"
title = { zh = "甲", en = "A" }
source = "S"
status = "law"
starts = 2026-01-01
asks = [{ kind = "term", years = 10, who = "creator", by = "signing", zh = "十年", en = "Ten years" }]
"""


@pytest.mark.parametrize(
    ("was", "made"),
    [
        ("[[rule]]", "[[rules]]"),
        ('status = "law"', 'status = "certain"'),
        ("starts = 2026-01-01", 'starts = "2026-01-01"'),
        ("starts = 2026-01-01", "starts = 2026-01-01\nends = 2025-01-01"),
        ("years = 10, ", ""),
        ("years = 10, ", 'facts = ["minor"], '),
        ('source = "S"', 'source = "S"\nfacts = ["rich"]'),
        ('source = "S"', 'source = "S"\ntouches = [{}]'),
        ('source = "S"', 'source = "S"\ntouches = [{ medium = ["dream"] }]'),
        ('source = "S"', 'source = "S"\nurl = "S"'),
        ('id = "x.a"', "id = "),
        ('source = "S"', 'source = "S"\nreplaces = "x.b"'),
    ],
)
def test_a_pack_is_read_whole_or_not_at_all(was: str, made: str) -> None:
    assert read_pack(PACK).rules[0].in_force(date(2026, 1, 1))
    with pytest.raises(Malformed) as refused:
        read_pack(PACK.replace(was, made))
    assert refused.value.code == "rulepacks.unreadable"


WAITS = PACK.replace(
    'kind = "term", years = 10', 'kind = "wait", since = "contract", days = 14, bars = "signing"'
)
AFTER = 'since = "signed", days = 2, bars = "use"'


def test_a_pack_asks_for_a_cooling_off_from_one_act_to_another() -> None:
    """From which act, how many days, what may not happen: data of the pack; the longest of several counts."""
    two_weeks = read_pack(WAITS)
    two_days = read_pack(
        WAITS.replace('since = "contract", days = 14, bars = "signing"', AFTER).replace("x.a", "y.a")
    )
    longer = read_pack(WAITS.replace("days = 14", "days = 20").replace("x.a", "z.a"))
    at = Situation(series_scope(), frozenset(), TODAY)
    found = evaluate([two_weeks, two_days, longer], at)
    assert found.allowed, "a wait stops nobody from agreeing"
    assert found.barred_until(Bars.SIGNING, {Since.CONTRACT: MADE}) == MADE + 20 * DAY
    assert found.barred_until(Bars.USE, ACTED) == SIGNED + 2 * DAY
    assert found.barred_until(Bars.USE, {Since.CONTRACT: MADE}) is None, (
        "what has not begun ends at no known time"
    )
    assert evaluate([two_weeks], at).barred_until(Bars.USE, ACTED) is None
    draft = read_pack(WAITS.replace('status = "law"', 'status = "draft"'))
    assert evaluate([draft], at).barred_until(Bars.SIGNING, ACTED) is None, "a draft does not bind"
    none_of_the_law = [rule.id for rule in every_rule() if any(ask.kind is Kind.WAIT for ask in rule.asks)]
    assert none_of_the_law == ["propria.cooling_off"], "no law of the packs asks for one; the docs say so"


@pytest.mark.parametrize(
    ("was", "made"),
    [
        ("days = 14", "days = 0"),
        ("days = 14, ", ""),
        ('since = "contract"', 'since = "birth"'),
        ('bars = "signing"', 'bars = "breathing"'),
        ('since = "contract"', 'since = "signed"'),
        ("days = 14", "days = 14, years = 2"),
    ],
)
def test_a_wait_is_read_whole_or_not_at_all(was: str, made: str) -> None:
    assert read_pack(WAITS).rules
    with pytest.raises(Malformed) as refused:
        read_pack(WAITS.replace(was, made))
    assert refused.value.code == "rulepacks.unreadable"
