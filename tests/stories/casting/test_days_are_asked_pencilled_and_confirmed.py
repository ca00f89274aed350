"""A creator asks about days, pencils them, and the performer confirms by signing: no word runs ahead of a signature."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from propria.casting.fsck import fsck as casting_fsck
from propria.kernel.time import wire
from tests.cast import Person, Stage
from tests.deals import a_brief, brief_form
from tests.stories.pages.reader import Reader, heading
from tests.terms import PROJECT, film_terms, series_scope

DAYS = ["2027-01-04", "2027-01-05", "2027-01-08"]


def brief_of(cleo: Person, role: str, project: str = PROJECT, minor: str = "9000000") -> str:
    """A brief that Mina's terms cover."""
    scope = series_scope(project=[project])
    form = brief_form(scope, project=project, role=role, budget={"currency": "CNY", "minor": minor})
    return str(cleo.asked("/api/v1/briefs", form)["brief"])


@dataclass
class Asking:
    """Mina is open, Cleo has a brief that she fits."""

    stage: Stage
    mina: Person
    cleo: Person
    brief: str

    @classmethod
    def on(cls, stage: Stage) -> "Asking":
        """From the beginning."""
        mina = stage.open_performer("mina", film_terms())
        cleo = stage.keyed("cleo")
        return cls(stage, mina, cleo, brief_of(cleo, "lead"))

    def form(self, **more: Any) -> dict[str, Any]:
        """Three days in January."""
        asked = {
            "performers": [self.mina.performer_id],
            "days": DAYS,
            "doing": "recording",
            "place": "Shanghai",
        }
        return asked | {"answer_by": wire(self.stage.now + timedelta(days=3))} | more

    def asks(self, brief: str = "", **more: Any) -> Any:
        """Cleo asks; the answer as it came."""
        return self.cleo.post(f"/api/v1/briefs/{brief or self.brief}/days", self.form(**more))

    def asked(self, brief: str = "", **more: Any) -> str:
        """Cleo asks: the id."""
        return str(self.asks(brief, **more).json()["asked"][0]["days"])

    def confirmed(self, days: str) -> None:
        """All the steps to the performer's signature."""
        self.mina.asked(f"/api/v1/days/{days}/say_free")
        self.cleo.asked(f"/api/v1/days/{days}/pencil")
        self.cleo.asked(f"/api/v1/days/{days}/ask_to_confirm")
        self.mina.signs(self.mina.asked(f"/api/v1/days/{days}/sign/confirm", {}))

    def seen_by(self, who: Person, days: str) -> Any:
        """One asking as somebody sees it."""
        return next(one for one in who.get("/api/v1/days").json() if one["days"] == days)


def fsck_days(stage: Stage) -> list[str]:
    """What the check of days finds."""
    return [found.code for found in stage.propria.library.database.read(lambda db: list(casting_fsck(db=db)))]


def code(answer: Any) -> str:
    """The code of a refusal."""
    return str(answer.json()["code"])


def test_from_a_question_to_a_signature(stage: Stage) -> None:
    a = Asking.on(stage)
    days = a.asked()
    assert code(a.cleo.post(f"/api/v1/days/{days}/pencil")) == "days.cannot_pencil"
    assert code(a.cleo.post(f"/api/v1/days/{days}/say_free")) == "casting.not_your_step"
    assert code(a.mina.post(f"/api/v1/days/{days}/sign/confirm")) == "days.cannot_confirm"
    assert code(a.mina.post(f"/api/v1/days/{days}/sign/say_free")) == "casting.not_your_step"
    assert code(stage.person("wen").post(f"/api/v1/days/{days}/say_free")) == "casting.no_days"
    assert code(a.asks()) == "casting.days_asked_already"
    a.mina.asked(f"/api/v1/days/{days}/say_free")
    pencilled = a.cleo.asked(f"/api/v1/days/{days}/pencil")
    assert pencilled["means"]["en"] == "pencilled, not booked"
    ics = Reader(stage).signs_in("mina").get("/calendar.ics").text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270104" in ics
    assert "not booked" in ics
    a.cleo.asked(f"/api/v1/days/{days}/ask_to_confirm")
    drafted = a.mina.asked(f"/api/v1/days/{days}/sign/confirm", {})
    assert a.seen_by(a.cleo, days)["state"] == "to_confirm"
    a.mina.signs(drafted)
    assert list(fsck_days(stage)) == []
    for who in (a.mina, a.cleo):
        seen = a.seen_by(who, days)
        assert (seen["state"], seen["dates"]) == ("confirmed", DAYS)
        assert "no licence" in seen["means"]["en"]
    assert a.cleo.get("/api/v1/licences").json() == []
    stage.propria.library.database.transact(
        lambda db: db.execute(text("update casting_days set days='[\"2027-01-04\"]'"))
    )
    assert fsck_days(stage) == ["casting.days_altered"]
    a.mina.signs(a.mina.asked(f"/api/v1/days/{days}/sign/take_back", {}))
    assert a.seen_by(a.cleo, days)["state"] == "taken_back"
    told = [one["code"] for one in a.cleo.get("/api/v1/me/alerts").json()]
    assert {"casting.days_say_free", "casting.days_confirm", "casting.days_take_back"} <= set(told)


def test_a_pencil_has_its_place_and_confirmed_days_are_gone(stage: Stage) -> None:
    a = Asking.on(stage)
    dora = stage.another_creator("dora")
    other = Asking(stage, a.mina, dora, brief_of(dora, "rival"))
    first, second = a.asked(), other.asked(days=["2027-01-05"])
    for one, by in ((first, a.cleo), (second, dora)):
        a.mina.asked(f"/api/v1/days/{one}/say_free")
        by.asked(f"/api/v1/days/{one}/pencil")
        stage.passes(minutes=1)
    assert (a.seen_by(a.cleo, first)["pencils_before"], other.seen_by(dora, second)["pencils_before"]) == (
        0,
        1,
    )
    assert a.cleo.get("/api/v1/days").text.find(second) == -1
    a.cleo.asked(f"/api/v1/days/{first}/ask_to_confirm")
    a.mina.signs(a.mina.asked(f"/api/v1/days/{first}/sign/confirm", {}))
    assert other.seen_by(dora, second)["days_taken"] == 1
    refused = dora.post(f"/api/v1/days/{second}/ask_to_confirm").json()
    assert (refused["code"], refused["facts"]["days"]) == ("casting.days_taken", ["2027-01-05"])
    assert a.mina.put("/api/v1/me/away", json={"days": ["2027-02-01"]}).json() == ["2027-02-01"]
    assert code(a.mina.put("/api/v1/me/away", json={"days": ["2020-02-01"]})) == "casting.days_unclear"
    third = a.asked(brief_of(a.cleo, "third"), days=["2027-02-01"])
    assert a.seen_by(a.cleo, third)["days_taken"] == 0
    assert code(a.mina.post(f"/api/v1/days/{third}/say_free")) == "casting.days_taken"


def test_nothing_is_kept_without_an_answer_or_an_openness(stage: Stage) -> None:
    a = Asking.on(stage)
    wrong = {"days": ["2026-11-01"], "answer_by": wire(stage.now - timedelta(days=1))}
    assert a.asks(**wrong).json()["facts"]["problems"] == [
        "day_not_ahead",
        "answer_not_ahead",
        "answer_after_first_day",
    ]
    wen = stage.identified("wen")
    both = a.asks(performers=[wen.performer_id, a.mina.performer_id]).json()
    assert both["not_asked"] == [{"performer": wen.performer_id, "code": "casting.not_listed"}]
    first = both["asked"][0]["days"]
    assert code(a.asks(performers=[])) == "casting.too_many_asked"
    stage.passes(days=4)
    assert a.seen_by(a.mina, first)["state"] == "lapsed"
    assert code(a.mina.post(f"/api/v1/days/{first}/say_free")) == "days.cannot_say_free"
    second = a.asked()
    a.mina.asked(f"/api/v1/days/{second}/say_free")
    a.cleo.asked(f"/api/v1/days/{second}/pencil")
    a.mina.signs(a.mina.asked("/api/v1/openness/withdraw", {"performer": a.mina.performer_id}))
    assert a.seen_by(a.cleo, second)["state"] == "lapsed"
    assert code(a.asks()) == "casting.not_listed"


def test_a_brief_beyond_their_terms_may_not_ask(stage: Stage) -> None:
    a = Asking.on(stage)
    brief = a_brief(a.cleo, budget="1")
    assert code(a.asks(brief)) == "casting.does_not_fit"


def test_a_representative_answers_and_the_performer_alone_confirms(stage: Stage) -> None:
    a = Asking.on(stage)
    rafael = stage.keyed("rafael")
    mandate = {
        "representative": rafael.id, "powers": ["negotiate"], "scopes": [series_scope().to_json()],
        "starts_at": wire(stage.now), "ends_at": wire(stage.now + timedelta(days=90)),
    }  # fmt: skip
    a.mina.signs(a.mina.asked("/api/v1/mandates", mandate))
    days = a.asked()
    assert rafael.asked(f"/api/v1/days/{days}/say_free")["state"] == "free"
    a.cleo.asked(f"/api/v1/days/{days}/pencil")
    a.cleo.asked(f"/api/v1/days/{days}/ask_to_confirm")
    assert "confirm" not in a.seen_by(rafael, days)["acts"]
    assert code(rafael.post(f"/api/v1/days/{days}/sign/confirm")) == "casting.own_key_confirms"


def test_by_the_pages(stage: Stage) -> None:
    a = Asking.on(stage)
    a.cleo.put(f"/api/v1/briefs/{a.brief}/shortlist/{a.mina.performer_id}")
    cleo, mina = Reader(stage, "en").signs_in("cleo"), Reader(stage, "en").signs_in("mina")
    where = f"/briefs/{a.brief}/days"
    assert "Mina Haldane" in cleo.get(f"{where}/new").text
    form = {
        "performer": a.mina.performer_id, "first": "2027-01-04", "last": "2027-01-05", "more": "2027-01-08",
        "doing": "recording", "place": "上海", "answer_by": "2026-11-25",
    }  # fmt: skip
    assert cleo.post(where, **(form | {"more": "soon"})).status_code == 422
    page = cleo.get(cleo.post(where, **form).headers["location"])
    assert "One performer is asked." in page.text
    days = a.mina.get("/api/v1/days").json()[0]["days"]
    assert cleo.post("/days/let-go", days=days).status_code == 303
    stage.passes(minutes=1)
    cleo.post(where, **form)
    days = a.mina.get("/api/v1/days").json()[0]["days"]
    assert heading(mina.get("/days")) == "One question about your days waits for you."
    assert "Days for Paper Lantern Street" in mina.get("/home").text
    assert mina.post(f"/days/{days}/pencil").status_code == 422
    mina.post(f"/days/{days}/say_free")
    cleo.post(f"/days/{days}/pencil")
    assert "pencilled, not booked" in cleo.get("/days").text
    assert "pencilled, not booked" in mina.get("/calendar").text
    cleo.post(f"/days/{days}/ask_to_confirm")
    mina.signs(mina.post(f"/days/{days}/sign/confirm"))
    assert "days confirmed by their signature; no licence" in cleo.get("/days").text
    assert mina.post("/days/away", days="2027-03-01..2027-03-03").status_code == 303
    assert len(a.mina.get("/api/v1/me/away").json()) == 3
    assert mina.post("/days/away", days="tomorrow").status_code == 422
    assert "铅笔预留不是确定" in Reader(stage, "zh-CN").signs_in("mina").get("/days").text
