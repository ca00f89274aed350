"""What is asked for beside prices: typed and read back the same, told in the diff with what it pays, printed by clause."""

from dataclasses import replace

from tests.deals import sheet
from tests.stories.royalties.test_what_is_agreed_beside_prices import rich_card

from propria.deals.model import Side, TermSheet
from propria.deals.panels import pay_of, sheet_diff
from propria.deals.sheet_form import read_sheet_form, sheet_parts, typed_sheet
from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.plumbing.web.components import Way
from propria.rates import Basis, Holdback, Occasion, PriceLine, StepUp
from propria.scope.measures import Quota
from propria.web.typed_form import Reading, Typed

HOLDER = "per_" + "3" * 26
PLAIN = TermSheet.from_json(sheet())
RICH = TermSheet.from_json(sheet(card=rich_card().to_json()))
DATED = replace(
    RICH.card,
    lines=(*RICH.card.lines, PriceLine("5.10", Basis.DAY_EQUIVALENT, Money("CNY", 900_000))),
    day=Quota("lines", 40),
    steps=(StepUp("5.4", "5.1", Money("CNY", 150_000), since=instant("2027-05-01T00:00:00Z")),),
    shares=(("performer", 9_000), (HOLDER, 1_000)),
)


def read(typed: Typed, before: TermSheet | None) -> tuple[TermSheet | None, Reading]:
    """What the form says."""
    reading = Reading(typed)
    roles = ("inspector_rowe",)
    return read_sheet_form(reading, project=PLAIN.project, roles=roles, before=before), reading


def test_what_is_typed_is_read_back_the_same_and_new_clauses_get_free_numbers() -> None:
    for made in (PLAIN, RICH, replace(RICH, card=DATED)):
        again, reading = read(typed_sheet(made), made)
        assert (again, reading.errors) == (made, {})
        assert sheet_parts(typed_sheet(made), {}).pay.opened is (made is not PLAIN)
    fresh, _ = read(typed_sheet(RICH), None)
    assert fresh is not None
    numbers = [line.clause for line in fresh.card.lines]
    numbers += [fresh.card.multipliers[0].clause, fresh.card.steps[0].clause]
    numbers += [due.clause for due in fresh.card.dues]
    assert len(set(numbers)) == len(numbers)
    assert fresh.card.shares == RICH.card.shares


def test_what_cannot_be_read_is_told_beside_its_field() -> None:
    wrong = {
        "real_time_times": "0",
        "step_above_0": "",
        "receipts_percent": "101",
        "holdback_percent": "0.001",
        "share_guild": "50",
    }
    for name, value in wrong.items():
        typed = Typed(dict(typed_sheet(RICH).fields) | {name: (value,)})
        made, reading = read(typed, RICH)
        assert made is None
        assert set(reading.errors) == {"share_performer" if name == "share_guild" else name}


def test_the_diff_tells_each_change_and_what_a_hundred_minutes_pay() -> None:
    changes = {str(change.axis.en): change for change in sheet_diff(PLAIN, RICH, Side.PERFORMER, "").changes}
    better = ("Step-up", "Multiplier", "Share of receipts", "Minimum guarantee", "Renewal fee", "Kill fee")
    assert {changes[head].way for head in better} == {Way.BETTER_PAID}
    assert changes["Holdback"].way is Way.OTHER
    assert changes["Least paid in all"].way is Way.WORSE_PAID
    assert (str(changes["Pay for 100 min"].was), str(changes["Pay for 100 min"].now)) == (
        "7,200,000.00 CNY",
        "8,999,110.00 CNY",
    ), "three seconds at 1,200, the others at 1,500, and ten of receipts"
    theirs = {str(change.axis.en): change for change in sheet_diff(RICH, PLAIN, Side.CREATOR, "").changes}
    assert theirs["Kill fee"].means.en == "You pay less."
    for day, way in ((41, Way.WORSE_PAID), (39, Way.BETTER_PAID)):
        card = replace(DATED, day=Quota("lines", day))
        changes = sheet_diff(replace(RICH, card=DATED), replace(RICH, card=card), Side.PERFORMER, "").changes
        assert changes[0].way is way
        assert f"Every {day} rendered lines" in changes[0].now.en
    longer = replace(RICH.card, holdback=Holdback("5.9", 1_000, 60))
    (only,) = sheet_diff(RICH, replace(RICH, card=longer), Side.PERFORMER, "").changes
    assert "60 days" in only.now.en
    pay = pay_of(RICH)
    assert pay is not None
    assert [fact.name.en for fact in pay.asks][-1] == "Clause 5.9, Holdback"
    assert RICH.card.due_on(Occasion.RENEWED) is not None
