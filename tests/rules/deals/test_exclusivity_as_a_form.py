"""What is promised alone is typed in five fields, and read back the same."""

from tests.deals import sheet

from propria.deals.exclusive_form import exclusive_part, read_exclusive, typed_exclusive
from propria.deals.model import TermSheet
from propria.scope import Scope, term
from propria.web.typed_form import Reading, Typed

CARS = Scope.anything(
    medium=["advertisement"],
    product_line=["vehicles"],
    territory=["CN", "HK"],
    term=term("2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z"),
)


def test_what_is_typed_is_read_back_the_same() -> None:
    typed = typed_exclusive(TermSheet.from_json(sheet(exclusive=CARS.to_json())))
    assert typed["exclusive_to"] == ("2027-06-30",)
    reading = Reading(Typed(typed))
    assert read_exclusive(reading) == CARS
    assert exclusive_part(reading.typed, reading.errors).opened


def test_nothing_chosen_promises_nothing() -> None:
    reading = Reading(Typed({"exclusive_territory": ("CN",)}))
    assert read_exclusive(reading) is None
    assert reading.errors == {}
    assert not exclusive_part(Typed({}), {}).opened


def test_an_exclusivity_without_days_or_in_no_known_place_is_asked_again() -> None:
    days = {"exclusive_from": ("2027-01-01",), "exclusive_to": ("2027-06-30",)}
    endless = Reading(Typed({"exclusive_medium": ("film",)}))
    nowhere = Reading(Typed({"exclusive_medium": ("film",), "exclusive_territory": ("Atlantis",)} | days))
    assert read_exclusive(endless) is read_exclusive(nowhere) is None
    assert (set(endless.errors), set(nowhere.errors)) == ({"exclusive_from"}, {"exclusive_territory"})
