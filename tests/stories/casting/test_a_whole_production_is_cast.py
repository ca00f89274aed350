"""A creator says what they wish of a whole cast, and is told the best there is, or which limit stands in the way."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from propria.kernel.time import wire
from propria.parties import actions as parties
from propria.parties.model import Role
from tests.cast import Person, Stage
from tests.deals import brief_form
from tests.mandates import gives
from tests.stories.pages.reader import Reader, heading
from tests.terms import PROJECT, film_terms

WHERE = f"/api/v1/production?project={PROJECT}"
PAGE = f"/board/cast?project={PROJECT}"
FLOORS = {"mina": "8000000", "ama": "3000000", "wen": "2000000"}


def _brief(cleo: Person, role: str) -> str:
    form = brief_form(role=role, budget={"currency": "CNY", "minor": "9000000"})
    return str(cleo.asked("/api/v1/briefs", form)["brief"])


def _joins(stage: Stage, name: str) -> None:
    stage.propria.library.database.transact(
        lambda db: parties.join("阿玛", "Ama", Role.PERFORMER, demo_name=name, db=db)
    )


@dataclass
class Made:
    """Two roles of one production, three performers kept for both."""

    cleo: Person
    who: dict[str, str]
    lead: str
    rival: str

    def wishes(self, **more: Any) -> Any:
        """Mina leads best, Ama is the best rival; Mina and Wen may not both be cast."""
        who = self.who
        worth = {self.lead: {who["mina"]: 90, who["ama"]: 60}, self.rival: {who["ama"]: 70, who["wen"]: 40}}
        agencies = {who["mina"]: "North", who["ama"]: "North"}
        wished = {"worth": worth, "agencies": agencies, "apart": [[who["mina"], who["wen"]]]}
        return self.cleo.put(WHERE, json=wished | more)

    def cast(self) -> Any:
        """The answer."""
        return self.cleo.get(f"/api/v1/production/cast?project={PROJECT}").json()


def test_every_role_of_a_production_is_cast_at_once(stage: Stage) -> None:
    _joins(stage, "ama")
    people = {name: stage.open_performer(name, film_terms(), floor=floor) for name, floor in FLOORS.items()}
    cleo = stage.keyed("cleo")
    assert cleo.get("/api/v1/production/cast?project=none").json()["code"] == "casting.no_project"
    who = {name: person.performer_id for name, person in people.items()}
    made = Made(cleo, who, _brief(cleo, "lead"), _brief(cleo, "rival"))
    for brief in (made.lead, made.rival):
        for performer in who.values():
            assert cleo.put(f"/api/v1/briefs/{brief}/shortlist/{performer}").status_code == 204
    reader = Reader(stage, "en").signs_in("cleo")
    _is_cast_or_told_what_to_loosen(made, reader)
    _by_the_page(made, reader)
    people["wen"].signs(people["wen"].asked("/api/v1/openness/withdraw", {"performer": who["wen"]}))
    left = [one["left_out"] for one in cleo.get(WHERE).json()["roles"][0]["kept"]]
    assert sorted(map(str, left)) == ["None", "None", "not_open"]
    assert "is not open under their name" in reader.get(PAGE).text


def _is_cast_or_told_what_to_loosen(made: Made, reader: Reader) -> None:
    assert made.wishes().status_code == 204
    cast = made.cast()
    chosen = {one["role"]: one["performer"] for one in cast["cast"]}
    assert chosen == {"lead": made.who["mina"], "rival": made.who["ama"]}
    assert (cast["points"], cast["no_cast_exceeds"], cast["gap"]) == (160, 160, 0.0)
    assert cast["fees"] == {"currency": "CNY", "minor": "11000000"}
    budget = {"currency": "CNY", "minor": "10500000"}
    assert made.wishes(budget=budget, promised={made.lead: made.who["mina"]}).status_code == 204
    none = made.cast()
    assert none["cast"] is None
    told = {one["limit"]: one["by"] for one in none["any_one_of"]}
    assert told["budget"] == "500000"
    assert {"apart", "locked"} <= set(told)
    page = reader.get(PAGE)
    assert heading(page) == "No cast keeps to all you said."
    assert "Raise the budget by 5,000.00 CNY" in page.text
    refused = made.wishes(
        worth={made.lead: {made.who["mina"]: 101}}, apart=[["somebody", made.who["wen"]]]
    ).json()
    assert (refused["code"], refused["facts"]["problems"]) == (
        "casting.plan_unclear",
        ["not_kept", "worth_out_of_range"],
    )


def _by_the_page(made: Made, reader: Reader) -> None:
    who = made.who
    form = {
        "project": PROJECT, "currency": "CNY", "budget": "110000", f"worth.{made.lead}.{who['mina']}": "80",
        f"fee.{made.rival}.{who['ama']}": "30000", f"agency.{who['mina']}": "North", f"agency.{who['ama']}": "North",
        "most.North": "1", "covers.zh": "2", "pair.0.one": who["ama"], "pair.0.other": who["wen"],
        "pair.0.kind": "together", "pair.0.points": "20",
    }  # fmt: skip
    unread = reader.post("/board/cast", **(form | {"budget": "much"}))
    assert heading(unread) == "What do you wish of the whole cast?"
    assert reader.post("/board/cast", **form).status_code == 303
    page = reader.get(PAGE)
    assert heading(page) == "A cast that keeps to all you said."
    assert "This is the best cast there is" in page.text
    assert page.text.count("identity attested by an outsider") == 2
    kept = made.cleo.get(WHERE).json()["wishes"]
    assert (kept["budget"]["minor"], kept["limits"]["North"]["most"]) == ("11000000", 1)
    assert kept["together"] == [[who["ama"], who["wen"], 20]]
    assert (made.cast()["points"], made.cast()["no_cast_exceeds"]) == (130, 130)


def _taken(made: Made) -> dict[str, int]:
    role = made.cleo.get(WHERE).json()["roles"][0]
    names = {performer: name for name, performer in made.who.items()}
    return {names[one["performer"]]: one["days_taken"] for one in role["kept"]}


def test_a_role_goes_to_somebody_who_is_free_on_its_days(stage: Stage) -> None:
    """What search and answers told counts, and nothing else of a calendar."""
    people = {name: stage.open_performer(name, film_terms()) for name in ("mina", "wen")}
    cleo, who = stage.keyed("cleo"), {name: person.performer_id for name, person in people.items()}
    lead = _brief(cleo, "lead")
    made = Made(cleo, who, lead, lead)
    for performer in who.values():
        cleo.put(f"/api/v1/briefs/{lead}/shortlist/{performer}")
    reader = Reader(stage, "en").signs_in("cleo")
    form = {
        "project": PROJECT, "currency": "CNY", f"worth.{lead}.{who['mina']}": "90",
        f"worth.{lead}.{who['wen']}": "20", f"days.{lead}": "2027-01-04..2027-01-05, 2027-01-08",
    }  # fmt: skip
    assert reader.post("/board/cast", **(form | {f"days.{lead}": "soon"})).status_code == 422
    assert reader.post("/board/cast", **form).status_code == 303
    assert "2027-01-04..2027-01-05, 2027-01-08" in reader.get(PAGE).text

    people["mina"].put("/api/v1/me/away", json={"days": ["2027-01-05"]})
    assert (made.cast()["points"], _taken(made)) == (90, {"mina": 0, "wen": 0})
    asked = {
        "performers": [who["mina"]], "days": ["2027-01-05"], "doing": "recording",
        "answer_by": wire(stage.now + timedelta(days=3)),
    }  # fmt: skip
    days = cleo.asked(f"/api/v1/briefs/{lead}/days", asked)["asked"][0]["days"]
    assert _taken(made) == {"mina": 0, "wen": 0}
    people["mina"].asked(f"/api/v1/days/{days}/say_not_free")
    assert (made.cast()["points"], _taken(made)) == (20, {"mina": 1, "wen": 0})
    assert "Not free on 1 of these days" in reader.get(PAGE).text

    month = [f"2027-01-{day:02}" for day in range(1, 24)]
    people["wen"].put("/api/v1/me/away", json={"days": month})
    assert _taken(made) == {"mina": 1, "wen": 3}
    assert [(one["limit"], one["by"]) for one in made.cast()["any_one_of"]] == [("days", "1")]


def test_who_speaks_what_and_for_whom_comes_from_what_they_signed(stage: Stage) -> None:
    """A role is spoken in what the creator says, profiles say who speaks it, running mandates say who represents whom."""
    people = {name: stage.open_performer(name, film_terms()) for name in ("mina", "wen")}
    rafael, cleo = stage.keyed("rafael"), stage.keyed("cleo")
    who = {name: person.performer_id for name, person in people.items()}
    lead = _brief(cleo, "lead")
    made = Made(cleo, who, lead, lead)
    for performer in who.values():
        cleo.put(f"/api/v1/briefs/{lead}/shortlist/{performer}")
    profile = {"speaks": ["en-GB"], "shows_representation": True}
    people["mina"].signs(people["mina"].asked("/api/v1/me/profile", profile))
    gives(stage, people["mina"], rafael, ["negotiate"], days=30)
    worth = {lead: {who["mina"]: 90, who["wen"]: 20}}

    assert cleo.put(WHERE, json={"worth": worth}).status_code == 204
    assert made.cast()["points"] == 90, "the brief asks nobody to speak anything"
    assert cleo.put(WHERE, json={"worth": worth, "languages": {lead: ["en", "zh-Hans"]}}).status_code == 204
    assert made.cast()["points"] == 20
    role = cleo.get(WHERE).json()["roles"][0]
    assert role["languages"] == ["en", "zh"]
    assert {one["agency"] for one in role["kept"]} == {"Rafael Ortiz", None}
    reader = Reader(stage, "en").signs_in("cleo")
    assert "Does not say they speak Mandarin Chinese" in reader.get(PAGE).text
    refused = cleo.put(WHERE, json={"languages": {lead: ["not a tag"]}}).json()
    assert refused["facts"]["problems"] == ["no_language"]

    form = {
        "project": PROJECT, "currency": "CNY", f"worth.{lead}.{who['mina']}": "90", f"languages.{lead}": "en",
        f"worth.{lead}.{who['wen']}": "20", "most.Rafael Ortiz": "0",
    }  # fmt: skip
    assert reader.post("/board/cast", **form).status_code == 303
    assert made.cast()["points"] == 20
    page = reader.get(PAGE).text
    assert "By a running mandate: Rafael Ortiz" in page
    assert "Roles for Rafael Ortiz, at most" in page
    assert reader.post("/board/cast", **form, **{f"agency.{who['mina']}": "North"}).status_code == 303
    assert made.cast()["points"] == 90
