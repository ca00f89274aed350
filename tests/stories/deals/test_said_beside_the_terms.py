"""What the sides say beside the terms: pinned to a point, or kept to one's own side; none of it binds."""

from typing import Any

import pytest

from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer
from tests.stories.pages.reader import Reader
from tests.terms import film_terms


@pytest.fixture
def talks(stage: Stage) -> tuple[Person, Person, str]:
    """(Mina, Cleo, the deal): offered, Mina has the next word."""
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    return mina, cleo, str(an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"])


def heard(person: Person, deal: str) -> list[Any]:
    """What this side reads: (pin, words)."""
    return [(n["pin"], n["text"]) for n in person.get(f"/api/v1/deals/{deal}/notes").json()]


def test_a_remark_is_for_both_sides_and_a_note_for_ones_own(talks: tuple[Person, Person, str]) -> None:
    mina, cleo, deal = talks
    mina.asked(f"/api/v1/deals/{deal}/notes", {"pin": "territory", "text": "Why Macao?"})
    mina.asked(f"/api/v1/deals/{deal}/notes", {"text": "Ask Rafael first.", "private": True})
    assert heard(mina, deal) == [("territory", "Why Macao?"), ("", "Ask Rafael first.")]
    assert heard(cleo, deal) == [("territory", "Why Macao?")]
    assert cleo.stage.person("wen").get(f"/api/v1/deals/{deal}/notes").status_code == 404


def test_the_page_of_the_talks_takes_and_shows_them(talks: tuple[Person, Person, str], stage: Stage) -> None:
    _, _, deal = talks
    reader = Reader(stage).signs_in("mina")
    assert reader.post(f"/deals/{deal}/notes", pin="pay", text="每秒太少。", private="").status_code == 303
    assert reader.post(f"/deals/{deal}/notes", pin="", text="Only for us.", private="yes").status_code == 303
    theirs = Reader(stage).signs_in("cleo").get(f"/deals/{deal}").text
    assert "每秒太少。" in theirs
    assert "Only for us." not in theirs
    assert "only your side reads this" in reader.get(f"/deals/{deal}").text


def test_whoever_declines_may_say_why(talks: tuple[Person, Person, str]) -> None:
    mina, cleo, deal = talks
    mina.asked(f"/api/v1/deals/{deal}/end", {"act": "decline", "reason": "Not this year."})
    assert cleo.get(f"/api/v1/deals/{deal}").json()["state"] == "declined"
    assert heard(cleo, deal) == [("reason", "Not this year.")]


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ({"text": "  "}, "deals.note_unreadable"),
        ({"text": "x" * 1001}, "deals.note_unreadable"),
        ({"text": "a\u202eb"}, "deals.note_unreadable"),
        ({"text": "?", "pin": "weather"}, "deals.no_such_pin"),
    ],
)
def test_what_cannot_be_read_is_not_kept(
    note: dict[str, Any], code: str, talks: tuple[Person, Person, str]
) -> None:
    mina, _, deal = talks
    refused = mina.post(f"/api/v1/deals/{deal}/notes", note)
    assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert heard(mina, deal) == []


def test_talks_have_room_for_so_many_notes(
    talks: tuple[Person, Person, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("propria.deals.notes.MOST", 1)
    mina, _, deal = talks
    mina.asked(f"/api/v1/deals/{deal}/notes", {"text": "One."})
    assert mina.post(f"/api/v1/deals/{deal}/notes", {"text": "Two."}).json()["code"] == "deals.too_many_notes"
