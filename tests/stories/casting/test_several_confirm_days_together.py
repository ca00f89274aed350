"""Days of a group are confirmed once every member signed; of an estate, once every holder did, and for a meeting alone."""

from datetime import timedelta

import pytest

from propria.casting.days.model import Doing
from propria.casting.days.rules import may_sign, still_to_sign
from propria.kernel.ids import PersonId
from propria.kernel.time import wire
from propria.parties.model import Capacity
from tests.cast import Stage, openness_form
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import brief_of, code, fsck_days
from tests.terms import film_terms


def test_a_duo_confirms_when_both_have_signed(stage: Stage) -> None:
    mina, wen, cleo, _ = two_who_fit(stage)
    duo = mina.asked("/api/v1/groups", {"zh": "二人组", "en": "The Two", "members": [wen.performer_id]})[
        "group"
    ]
    for one in (mina, wen):
        one.signs(one.asked(f"/api/v1/groups/{duo}/join"))
    mina.signs(
        mina.asked(
            "/api/v1/openness", openness_form(stage.now, film_terms(), floor="16000000") | {"performer": duo}
        )
    )
    form = {"performers": [duo], "days": ["2027-01-04"], "doing": "recording", "place": ""}
    until = {"answer_by": wire(stage.now + timedelta(days=3))}
    refused = cleo.post(f"/api/v1/briefs/{brief_of(cleo, 'lead')}/days", form | until)
    assert code(refused) == "casting.does_not_fit"
    brief = brief_of(cleo, "duo", minor="20000000")
    days = cleo.asked(f"/api/v1/briefs/{brief}/days", form | until)["asked"][0]["days"]
    assert mina.put("/api/v1/me/away", json={"days": ["2027-01-04"]}).status_code == 200
    assert code(wen.post(f"/api/v1/days/{days}/say_free")) == "casting.days_taken", "one of them is away"
    mina.put("/api/v1/me/away", json={"days": []})
    wen.asked(f"/api/v1/days/{days}/say_free")
    cleo.asked(f"/api/v1/days/{days}/pencil")
    cleo.asked(f"/api/v1/days/{days}/ask_to_confirm")
    mina.signs(mina.asked(f"/api/v1/days/{days}/sign/confirm", {}))
    assert [one["state"] for one in cleo.get("/api/v1/days").json()] == ["to_confirm"]
    assert code(mina.post(f"/api/v1/days/{days}/sign/confirm")) == "casting.own_key_confirms"
    assert list(fsck_days(stage)) == []
    wen.signs(wen.asked(f"/api/v1/days/{days}/sign/confirm", {}))
    assert [one["state"] for one in cleo.get("/api/v1/days").json()] == ["confirmed"]
    assert list(fsck_days(stage)) == []
    wen.signs(wen.asked(f"/api/v1/days/{days}/sign/take_back", {}))
    assert [one["state"] for one in cleo.get("/api/v1/days").json()] == ["taken_back"]
    assert list(fsck_days(stage)) == []


ADA, BEN = PersonId("ada"), PersonId("ben")


@pytest.mark.parametrize(
    ("seats", "signed", "missing"),
    [
        ({ADA: Capacity.OWN}, [], {ADA}),
        ({ADA: Capacity.ASSENT, BEN: Capacity.GUARDIAN}, [BEN], set()),
        ({ADA: Capacity.MEMBER, BEN: Capacity.GUARDIAN}, [ADA], {BEN}),
        ({ADA: Capacity.ESTATE, BEN: Capacity.ESTATE}, [BEN], {ADA}),
    ],
)
def test_whose_signature_is_missing(
    seats: dict[PersonId, Capacity], signed: list[str], missing: set[PersonId]
) -> None:
    assert still_to_sign(seats, signed) == missing


def test_an_estate_has_only_meetings_to_give() -> None:
    seats = {ADA: Capacity.ESTATE, BEN: Capacity.OWN}
    assert may_sign(ADA, seats, Doing.MEETING)
    assert not may_sign(ADA, seats, Doing.RECORDING)
    assert may_sign(BEN, seats, Doing.RECORDING)
    assert not may_sign(PersonId("sam"), seats, Doing.MEETING)
