"""What ends or begins when, on one page, as a file, and by a secret link that its owner can end."""

import re
from typing import Any

from icalendar import Calendar

from propria.kernel.time import wire
from propria.scope import ANY, Scope, term
from tests.cast import Stage
from tests.deals import a_brief, active_licence, an_offer, sheet
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import series_scope

LINK = re.compile(r"http://localhost:8000(/calendar/[a-z0-9_]+/[0-9a-f]{64}\.ics)")


def exclusive_series() -> dict[str, Any]:
    """No other crime series in China for half a year."""
    days = term("2026-11-01T00:00:00Z", "2027-05-01T00:00:00Z")
    ground = {"medium": {"series"}, "territory": {"CN"}, "term": days}
    return sheet(series_scope()) | {"exclusive": Scope(**{a: ground.get(a, ANY) for a in axes()}).to_json()}


def axes() -> list[str]:
    """Every axis and the volume."""
    return [*series_scope().values(), "volume"]


def test_both_sides_see_their_dates_and_only_the_performer_her_own(stage: Stage) -> None:
    made = active_licence(stage, exclusive_series())
    offer = an_offer(made.cleo, made.mina.performer_id, a_brief(made.cleo)).json()["deal"]

    hers = made.mina.get("/api/v1/me/calendar").json()
    theirs = made.cleo.get("/api/v1/me/calendar").json()
    assert [d["at"] for d in hers] == sorted(d["at"] for d in hers)
    assert {(d["kind"], d["see"]) for d in theirs} == {
        ("offer", f"/deals/{offer}"),
        ("notice", f"/licences/{made.licence}"),
        ("term", f"/licences/{made.licence}"),
    }
    assert {d["kind"] for d in hers} - {d["kind"] for d in theirs} == {"hold", "openness", "retention"}
    ends = next(d for d in theirs if d["kind"] == "term")
    assert (ends["at"], ends["en"]) == ("2028-11-01T00:00:00Z", "Paper Lantern Street: the licence ends")
    assert stage.person("sam").get("/api/v1/me/calendar").status_code == 401
    assert heading(Reader(stage, "en").signs_in("cleo").get("/calendar")) == "3 dates lie ahead."


def test_the_file_is_read_by_another_calendar_and_events_keep_their_names(stage: Stage) -> None:
    active_licence(stage)
    mina = Reader(stage, "en").signs_in("mina")
    one = Calendar.from_ical(mina.get("/calendar.ics").content)
    stage.passes(hours=1)
    other = Calendar.from_ical(mina.get("/calendar.ics").content)
    events = {str(e["uid"]): e for e in one.walk("VEVENT")}
    assert events
    assert {str(e["uid"]) for e in other.walk("VEVENT")} <= set(events)
    assert any(wire(e["dtstart"].dt) == "2028-11-01T00:00:00Z" for e in events.values())
    assert all(str(e["url"]).startswith("http://localhost:8000/") for e in events.values())


def test_a_secret_link_opens_one_persons_calendar_until_they_end_it(stage: Stage) -> None:
    active_licence(stage)
    mina, nobody = Reader(stage, "en").signs_in("mina"), Reader(stage, "en")
    assert mina.post("/calendar/link").status_code == 303
    found = LINK.search(mina.get("/calendar").text)
    assert found
    opened = nobody.get(found[1])
    assert (opened.status_code, opened.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert len(Calendar.from_ical(opened.content).walk("VEVENT")) >= 3
    wrong = found[1][:-6] + ("00" if found[1][-6:-4] != "00" else "11") + ".ics"
    assert nobody.get(wrong).status_code == 404

    mina.post("/calendar/link")
    assert nobody.get(found[1]).status_code == 404, "the link before opens nothing any more"
    again = LINK.search(mina.get("/calendar").text)
    assert again
    assert nobody.get(again[1]).status_code == 200
    mina.post("/calendar/link", act="drop")
    assert nobody.get(again[1]).status_code == 404
    assert "Make a secret link" in words(mina.get("/calendar"))
    assert "calendar" not in words(mina.get("/alerts")).lower().replace("deadlines", "")
