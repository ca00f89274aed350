"""What is paid for what: every line names its clause, is rounded once, and nothing is free by oversight."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propria.kernel.errors import Malformed, Refused
from propria.kernel.money import Money
from propria.rates import (
    Basis,
    Due,
    Floor,
    Holdback,
    Minimum,
    Multiplier,
    Occasion,
    PricedUse,
    PriceLine,
    RateCard,
    ReceiptsShare,
    StepUp,
    below_floors,
    check_days,
    check_floors,
    funds_to_hold,
    minimum_of,
    quote,
    scenarios,
    share_out,
)
from propria.rates.words import asked, terms_of
from propria.scope.measures import Quota


def yuan(amount):
    return Money("CNY", round(amount * 100))


MINA = RateCard(
    "CNY",
    (
        PriceLine("clause 4.1", Basis.DAY_EQUIVALENT, yuan(18_400), {"generate"}),
        PriceLine("clause 4.2", Basis.LINE, yuan(120), {"dub", "real_time"}),
    ),
    multipliers=(Multiplier("clause 4.3", {"real_time"}, Fraction(15, 2)),),
    minimum=Minimum("clause 4.4", day_equivalents=6),
    shares=(("Mina Haldane", 9_000), ("Rafael Ortiz", 1_000)),
    day=Quota("seconds", 120),
)


def test_a_bill_names_the_clause_of_every_line():
    bill = quote(MINA, [PricedUse("generate", seconds=721), PricedUse("dub", lines=300)])
    assert [(line.clauses, line.amount) for line in bill.lines] == [
        (("clause 4.1",), yuan(128_800)),
        (("clause 4.2",), yuan(36_000)),
    ]
    assert bill.total == yuan(164_800)
    assert bill.lines[0].en == "7 day-equivalents at 18,400.00 CNY"
    assert bill.lines[1].en == "300 lines at 120.00 CNY"
    assert bill.lines[1].zh == "300 句，每句 120.00 CNY"


def test_six_days_at_least_are_paid_however_little_is_used():
    bill = quote(MINA, [PricedUse("generate", seconds=60)])
    assert bill.total == minimum_of(MINA) == yuan(110_400)
    assert bill.lines[-1].clauses == ("clause 4.4",)
    assert bill.lines[-1].en == "Made up to the minimum of 110,400.00 CNY"


def test_the_minimum_is_made_up_once_over_several_bills():
    first = quote(MINA, [PricedUse("dub", lines=10)])
    second = quote(MINA, [PricedUse("dub", lines=10)], already_paid=first.total)
    assert second.total == yuan(1_200)


def test_real_time_is_paid_at_seven_and_a_half_times():
    bill = quote(RateCard("CNY", MINA.lines, MINA.multipliers), [PricedUse("real_time", lines=10)])
    assert bill.total == yuan(9_000)
    assert bill.lines[0].clauses == ("clause 4.2", "clause 4.3")
    assert bill.lines[0].en == "10 lines at 120.00 CNY, × 7.5"


def test_an_act_without_a_price_is_refused_not_free():
    with pytest.raises(Refused) as refusal:
        quote(MINA, [PricedUse("train", titles=1)])
    assert (refusal.value.code, refusal.value.facts["acts"]) == ("rates.unpriced", ["train"])


def test_a_fixed_fee_is_due_once():
    card = RateCard("CNY", (PriceLine("1", Basis.FIXED, yuan(500)), PriceLine("2", Basis.SECOND, yuan(1))))
    first = quote(card, [PricedUse("generate", seconds=10), PricedUse("dub", seconds=10)])
    assert first.total == yuan(520)
    assert quote(card, [PricedUse("dub", seconds=10)], already_paid=first.total).total == yuan(10)


@given(st.lists(st.integers(0, 400), min_size=2, max_size=4))
def test_a_started_day_is_paid_whole_and_once_however_the_work_is_cut(parts):
    card = RateCard("CNY", MINA.lines, day=MINA.day)
    uses = [PricedUse("generate", seconds=seconds) for seconds in parts]
    days = -(-sum(parts) // 120)
    assert quote(card, uses).total == yuan(18_400 * days)
    last = quote(card, uses[-1:], already_paid=yuan(0), before=uses[:-1]).total
    assert last == yuan(18_400 * (days - -(-sum(parts[:-1]) // 120)))


def test_a_price_for_a_day_says_what_makes_a_day():
    check_days(MINA)
    check_days(RateCard("CNY", MINA.lines[1:]))
    with pytest.raises(Refused) as refusal:
        check_days(RateCard("CNY", MINA.lines))
    assert refusal.value.code == "rates.day_unsaid"
    assert "day-equivalent" in refusal.value.facts["missing"][0]["clause_en"]


@given(
    st.lists(st.tuples(st.sampled_from(["generate", "dub", "real_time"]), st.integers(0, 500)), min_size=1)
)
def test_a_bill_is_the_sum_of_its_lines_and_never_under_the_minimum(pairs):
    uses = [PricedUse(act, lines=n, seconds=17 * n) for act, n in pairs]
    bill = quote(MINA, uses)
    assert bill.total.minor == sum(line.amount.minor for line in bill.lines)
    assert bill.total >= minimum_of(MINA)
    assert sum(money.minor for money in share_out(MINA, bill.total).values()) == bill.total.minor


@given(st.integers(0, 400), st.integers(0, 400))
def test_more_use_never_pays_less(few, more):
    few, more = sorted((few, more))
    assert (
        quote(MINA, [PricedUse("dub", lines=few)]).total <= quote(MINA, [PricedUse("dub", lines=more)]).total
    )


@given(st.integers(1, 300), st.integers(1, 300))
def test_two_bills_pay_what_one_would(first, second):
    one = quote(MINA, [PricedUse("dub", lines=first + second)]).total
    a = quote(MINA, [PricedUse("dub", lines=first)]).total
    b = quote(MINA, [PricedUse("dub", lines=second)], already_paid=a).total
    assert (a + b).minor >= one.minor


def test_what_is_held_is_the_most_it_can_come_to():
    at_most = [PricedUse("generate", seconds=720), PricedUse("dub", lines=300)]
    assert funds_to_hold(MINA, at_most) == yuan(146_400)


def test_a_price_under_the_floor_is_refused_with_both_numbers():
    floors = [Floor(Basis.DAY_EQUIVALENT, yuan(16_000)), Floor(Basis.LINE, yuan(150), {"dub"})]
    assert not below_floors(MINA, floors[:1], ["generate"])
    with pytest.raises(Refused) as refusal:
        check_floors(MINA, floors, ["generate", "dub"])
    assert refusal.value.code == "rates.below_floor"
    assert refusal.value.facts["below"] == [
        {"basis": "day_equivalent", "act": "dub", "least": "16,000.00 CNY", "offered": None},
        {"basis": "line", "act": "dub", "least": "150.00 CNY", "offered": "120.00 CNY"},
    ]


def test_a_floor_counts_the_multiplier_and_the_minimum():
    assert not below_floors(MINA, [Floor(Basis.LINE, yuan(900))], ["real_time"])
    assert below_floors(MINA, [Floor(Basis.LINE, yuan(900.01))], ["real_time"])
    assert not below_floors(MINA, [Floor(Basis.FIXED, yuan(110_400))], ["dub"])


def test_a_floor_in_another_currency_is_never_reached():
    assert below_floors(MINA, [Floor(Basis.LINE, Money("USD", 1))], ["dub"])


def test_pay_is_shown_for_one_ten_and_a_hundred_minutes():
    shown = scenarios(MINA, "generate", lines_a_minute=12)
    assert [s.minutes for s in shown] == [1, 10, 100]
    assert [s.quote.total for s in shown] == [yuan(110_400), yuan(110_400), yuan(920_000)]
    assert [s.a_minute for s in shown] == [yuan(110_400), yuan(11_040), yuan(9_200)]


def test_a_card_is_read_back_as_it_was_signed():
    raw = json.loads(json.dumps(MINA.to_json()))
    assert RateCard.from_json(raw) == MINA
    assert raw["multipliers"][0]["factor"] == "15/2"
    floor = Floor(Basis.LINE, yuan(1), {"dub"})
    assert Floor.from_json(floor.to_json()) == floor
    for broken in (raw | {"note": "x"}, raw | {"lines": []}, raw | {"shares": {"a": "9999"}}, {}):
        with pytest.raises(Malformed):
            RateCard.from_json(broken)


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: PriceLine("", Basis.LINE, yuan(1)), "rates.bad_price"),
        (lambda: PriceLine("1", Basis.LINE, yuan(-1)), "rates.bad_price"),
        (lambda: PriceLine("1", Basis.LINE, yuan(1), {"clone"}), "rates.bad_price"),
        (lambda: Multiplier("1", {"dub"}, Fraction(0)), "rates.bad_multiplier"),
        (lambda: Minimum("1"), "rates.bad_minimum"),
        (lambda: Minimum("1", amount=yuan(1), day_equivalents=1), "rates.bad_minimum"),
        (lambda: RateCard("CNY", MINA.lines[1:], day=MINA.day), "rates.bad_card"),
        (lambda: RateCard("CNY", MINA.lines, day=Quota("seconds", 0)), "rates.bad_card"),
        (lambda: RateCard("USD", MINA.lines), "rates.bad_card"),
        (lambda: RateCard("CNY", MINA.lines, shares=(("a", 5000), ("a", 5000))), "rates.bad_card"),
        (lambda: RateCard("CNY", MINA.lines[1:], minimum=MINA.minimum), "rates.bad_card"),
    ],
)
def test_a_card_that_makes_no_sense_is_refused_by_code(build, code):
    with pytest.raises(Malformed) as refusal:
        build()
    assert refusal.value.code == code


RICH = RateCard(
    "CNY",
    (PriceLine("5.1", Basis.LINE, yuan(100)),),
    steps=(StepUp("5.2", "5.1", yuan(150), above=10), StepUp("5.3", "5.1", yuan(200), above=20)),
    receipts=ReceiptsShare("5.4", 250, yuan(300)),
    dues=(
        Due("5.5", Occasion.ACTIVATED, yuan(2_000)),
        Due("5.6", Occasion.RENEWED, yuan(50)),
        Due("5.7", Occasion.ENDED_EARLY, yuan(70)),
    ),
    holdback=Holdback("5.8", 1_000, 30),
    shares=(("guild", 100), ("operator", 900), ("performer", 8_000), ("representative", 1_000)),
)


@pytest.mark.parametrize(
    ("lines", "receipts", "paid"),
    [
        (1, 0, [("5.1", 100), ("5.4", 300), ("5.5", 1_600)]),
        (15, 0, [("5.1", 1_000), ("5.1+5.2", 750), ("5.4", 300)]),
        (25, 20_000, [("5.1", 1_000), ("5.1+5.2", 1_500), ("5.1+5.3", 1_000), ("5.4", 500)]),
    ],
)
def test_a_bill_steps_up_shares_receipts_and_recoups(lines, receipts, paid):
    bill = quote(RICH, [PricedUse("dub", lines=lines)], receipts=yuan(receipts))
    assert [("+".join(line.clauses), line.amount) for line in bill.lines] == [(c, yuan(a)) for c, a in paid]
    first = min(lines, 12)
    parts = [
        quote(RICH, [PricedUse("dub", lines=n)], already_paid=yuan(0), before=[PricedUse("dub", lines=b)])
        for n, b in ((first, 0), (lines - first, first))
    ]
    stepped = [line.amount.minor for line in bill.lines if line.basis is Basis.LINE]
    assert sum(part.total.minor for part in parts) == sum(stepped)


def test_a_card_is_said_clause_by_clause_and_read_back():
    assert RateCard.from_json(json.loads(json.dumps(RICH.to_json()))) == RICH
    said = {term.clause: (term.head.en, term.says.zh) for term in asked(RICH)}
    assert list(said) == ["5.2", "5.3", "5.4", "5.5", "5.6", "5.7", "5.8"]
    assert said["5.2"] == ("Step-up", "第 5.1 条的单价，超过 10 句的部分，每句 150.00 CNY")
    assert [term.says.en for term in terms_of(RICH)][-4:] == [
        "1% to the guild",
        "9% to the operator",
        "80% to the performer",
        "10% to the representative",
    ]


LINE_ONLY = RICH.lines


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("rates.bad_step", lambda: StepUp("5.2", "5.1", yuan(150))),
        (
            "rates.bad_step",
            lambda: RateCard("CNY", LINE_ONLY, steps=(StepUp("5.2", "9", yuan(150), above=1),)),
        ),
        (
            "rates.bad_step",
            lambda: RateCard("CNY", LINE_ONLY, steps=(StepUp("5.2", "5.1", yuan(100), above=1),)),
        ),
        ("rates.bad_receipts_share", lambda: ReceiptsShare("5.4", 10_001)),
        ("rates.bad_due", lambda: Due("5.5", Occasion.RENEWED, yuan(0))),
        ("rates.bad_holdback", lambda: Holdback("5.8", 10_000, 30)),
        ("rates.bad_card", lambda: RateCard("CNY", LINE_ONLY, dues=RICH.dues[:1] * 2)),
    ],
)
def test_a_clause_that_says_nothing_that_can_be_paid_is_refused(code, make):
    with pytest.raises(Malformed) as refused:
        make()
    assert refused.value.code == code
