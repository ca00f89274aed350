"""Each session has a day by which originals and copies outside the library go back; the performer is reminded and says so."""

import pytest

from propria.alerts.model import TOPIC_OF, Topic
from propria.journeys.rounds import go_round
from propria.kernel.time import DAY
from tests.cast import Person, Stage
from tests.deals import capture_consent
from tests.stories.pages.reader import Reader, words

CODE = "likeness.return_due"


def due_alerts(mina: Person) -> list[str]:
    return [a["en"] for a in mina.get("/api/v1/me/alerts").json() if a["code"] == CODE]


def rounds(stage: Stage) -> None:
    for _ in range(2):
        go_round(stage.propria.library, stage.propria.parts["office"])


@pytest.mark.parametrize("days", [-1, 366])
def test_the_day_lies_between_today_and_the_end_of_retention(stage: Stage, days: int) -> None:
    mina = stage.identified("mina")
    capture_consent(mina)
    day = (stage.now + days * DAY).date().isoformat()
    refused = mina.post("/api/v1/captures", {"place": "Studio 4", "return_on": day})
    assert (refused.status_code, refused.json()["code"]) == (409, "likeness.wrong_return_day")
    last = refused.json()["facts"]["latest"]
    for given in ({"return_on": last}, {}):
        made = mina.asked("/api/v1/captures", {"place": "Studio 4", **given})["capture"]
        (told,) = (one for one in mina.get("/api/v1/me/captures").json() if one["capture"] == made)
        assert (told["return_on"], told["returned_at"]) == (last, None)


def test_whoever_has_not_got_it_back_on_the_day_is_reminded_once_and_says_what_became_of_it(
    stage: Stage,
) -> None:
    capture_consent(stage.identified("mina"))
    mina, day = Reader(stage).signs_in("mina"), stage.now + 30 * DAY
    assert "Write a day like" in words(mina.post("/captures", place="Studio 4", return_on="soon"))
    late = mina.post("/captures", place="Studio 4", return_on="2001-01-01")
    assert (late.status_code, "today or later" in words(late)) == (409, True)
    where = mina.post("/captures", place="Studio 4", return_on=day.date().isoformat()).headers["location"]
    home = mina.post("/captures", place="At home", return_on=day.date().isoformat()).headers["location"]
    assert "Whoever recorded gives it back to you" in words(mina.get("/vault"))
    sent = {"data": {"_csrf_token": mina.token(), "how": "lost"}, "headers": {"accept": "application/json"}}
    assert mina._asks("POST", f"{home}/return", **sent).json()["code"] == "likeness.no_such_return"
    assert mina.post(f"{home}/return", how="none_outside").status_code == 303
    rounds(stage)
    assert due_alerts(stage.person("mina")) == []
    assert "Originals and copies of a recording session" in words(mina.get("/calendar"))

    stage.passes(days=30)
    rounds(stage)
    del stage.people["mina"]
    (told,) = due_alerts(stage.person("mina"))
    assert ("Studio 4" in told, TOPIC_OF[CODE]) == (True, Topic.DEADLINES)
    mina = Reader(stage).signs_in("mina")
    assert "Did you get back what was recorded of you?" in words(mina.get("/home"))
    assert "This was to be back with you" in words(mina.get("/vault"))
    assert Reader(stage).signs_in("cleo").post(f"{where}/return", how="deleted").status_code == 404

    capture = where.rpartition("/")[2]
    done = stage.person("mina").asked(f"/api/v1/captures/{capture}/return", {"how": "deleted"})
    assert done["returned_how"] == "deleted"
    again = stage.person("mina").post(f"/api/v1/captures/{capture}/return", {"how": "handed_over"})
    assert (again.status_code, again.json()["code"]) == (409, "likeness.already_returned")
    assert "Deleted where they lay" in words(mina.get(where))
    assert "Did you get back" not in words(mina.get("/home"))
