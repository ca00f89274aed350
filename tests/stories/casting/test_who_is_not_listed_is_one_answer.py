"""Whoever holds a code learns nothing from it: hidden, withdrawn, denied, never open or never there is one answer."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from propria.kernel.money import Money
from propria.kernel.time import wire
from tests.cast import Person, Stage, openness_form
from tests.deals import an_offer, sheet
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import brief_of
from tests.stories.consent.test_the_form_of_terms_carries_what_was_signed import typed
from tests.stories.deals.test_an_offer_is_no_probe import CHEAP
from tests.stories.disputes.denying import denies
from tests.stories.pages.reader import Reader
from tests.terms import PROJECT, film_terms, series_scope

NOBODY = "prf_" + "0" * 26
FORM_TOKEN = r"[0-9a-f]{100,}"


def hides(wen: Person, terms: dict[str, Any] | None = None, floor: str = "8000000") -> None:
    """Wen signs anew, without her name."""
    form = openness_form(wen.stage.now, terms or film_terms(), floor=floor) | {"shows_name": False}
    wen.signs(wen.asked("/api/v1/openness", form))


def withdraws(wen: Person) -> None:
    """Wen is open to nothing any more."""
    wen.signs(wen.asked("/api/v1/openness/withdraw", {"performer": wen.performer_id}))


def told(answer: Any) -> tuple[Any, ...]:
    """A refusal, whole."""
    said = answer.json()
    return answer.status_code, said["code"], said["detail"], said["facts"]


def tries(cleo: Person, brief: str, who: str) -> list[tuple[Any, ...]]:
    """Every way to put a code on a shortlist, to write beside it, or to ask by it."""
    where, now = f"/api/v1/briefs/{brief}", cleo.stage.now
    day = (now + timedelta(days=9)).date().isoformat()
    until = wire(now + timedelta(days=2))
    days = {"performers": [who], "days": [day], "doing": "recording", "place": "", "answer_by": until}
    tape = {"performers": [who], "lines": "She lights the lamp.", "deadline": until}
    return [
        told(cleo.post(f"{where}/days", days)),
        told(cleo.post(f"{where}/tapes", tape)),
        told(cleo.put(f"{where}/shortlist/{who}")),
        told(cleo.post(f"{where}/shortlist", {"keep": [who]})),
        told(cleo.put(f"{where}/notes/{who}", json={"text": "calm"})),
    ]


def offers(cleo: Person, reader: Reader, brief: str, who: str) -> tuple[Any, ...]:
    """Terms that nobody here takes, put to a code: the answer, and the form before and after, less the code."""
    where = f"/briefs/{brief}/offers"
    form = reader.get(f"{where}/new?performer={who}")
    filled = typed('id="form"' + form.text) | {"guarantee": "1", "minimum": "1"}
    sent = reader.post(where, **filled)
    pages = [re.sub(FORM_TOKEN, "", one.text.replace(who, "CODE")) for one in (form, sent)]
    return told(an_offer(cleo, who, brief, CHEAP)), form.status_code, sent.status_code, *pages


def test_an_offer_to_a_code_is_answered_alike_whether_a_hidden_performer_takes_such_terms_or_not(
    stage: Stage,
) -> None:
    """Only whoever is listed may be offered something by their id."""
    wen, cleo = stage.identified("wen"), stage.keyed("cleo")
    brief, reader = brief_of(cleo, "lead"), Reader(stage, "en").signs_in("cleo")

    def put(who: str = wen.performer_id) -> tuple[Any, ...]:
        return offers(cleo, reader, brief, who)

    never_there, never_open = put(NOBODY), put()
    assert never_there[0][:2] == (409, "deals.not_available")
    assert never_there[1:3] == (200, 422)
    assert "deals.not_available" in never_there[4]
    assert "What do you offer this performer?" in never_there[3]
    hides(wen)
    hidden = put()
    hides(wen, floor="100")
    takes_them = put()
    withdraws(wen)
    withdrawn = put()
    wen.signs(wen.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    listed = put()
    assert listed[0][1] == "deals.below_floor", "whose terms are published is told why"
    assert "What do you offer Wen Zhuxi?" in listed[3]
    denies(stage, wen.performer_id)
    denied = put()
    assert never_there == never_open == hidden == takes_them == withdrawn == denied
    assert not any("Wen Zhuxi" in page for page in denied[3:])


def bisects(cleo: Person, brief: str, who: str) -> tuple[list[Any], set[str]]:
    """What an adversary is told who bisects a floor and then tries other work; and what the database was asked meanwhile."""
    asked: set[str] = set()

    def notes(*seen: Any) -> None:
        asked.add(seen[2])

    told_of, low, high = [], 0, 10**10
    event.listen(Engine, "before_cursor_execute", notes)
    for scope in (*[series_scope()] * 5, series_scope(act=["edit"]), series_scope(theme=["nudity"])):
        pays = (low + high) // 2
        answer = an_offer(cleo, who, brief, sheet(scope, guarantee=Money("CNY", pays)))
        told_of.append((answer.status_code, answer.text.replace(who, "CODE"), sorted(answer.headers)))
        low, high = (low, pays) if answer.status_code == 201 else (pays, high)
    event.remove(Engine, "before_cursor_execute", notes)
    return told_of, asked


def test_an_adversary_who_bisects_reads_one_answer_and_nothing_private_is_looked_up(stage: Stage) -> None:
    """Whatever Wen keeps to herself: the same words, and the same questions to the database, as of a code that was never there."""
    wen, cleo, draw = stage.identified("wen"), stage.keyed("cleo"), Random(27)
    brief = brief_of(cleo, "lead")
    game = film_terms()
    game["clauses"][0]["medium"] = ["game"]
    never_there = bisects(cleo, brief, NOBODY)
    assert {(status, "deals.not_available" in said) for status, said, _ in never_there[0]} == {(409, True)}
    secrets: list[Callable[[], None]] = [
        lambda: None,
        lambda: hides(wen, floor="1"),
        *[partial(hides, wen, floor=str(draw.randrange(1, 10**10))) for _ in range(2)],
        lambda: hides(wen, game),
        lambda: withdraws(wen),
    ]
    for becomes in secrets:
        stage.passes(days=1)
        becomes()
        assert bisects(cleo, brief, wen.performer_id) == never_there


def test_whom_a_performer_invited_may_offer_and_nobody_else(stage: Stage) -> None:
    """An invitation is ended, or unknown, by the one answer; talks that it began go on, and name her to whoever is in them."""
    wen, cleo, dora = stage.identified("wen"), stage.keyed("cleo"), stage.another_creator("dora")
    brief, page = brief_of(cleo, "lead"), Reader(stage, "en").signs_in("wen")
    hides(wen)
    assert page.post("/invitations").status_code == 303
    (invited,) = wen.get("/api/v1/invitations").json()
    assert invited in page.get("/deals").text
    reader = Reader(stage, "en").signs_in("cleo")
    form = reader.get(f"/briefs/{brief}/offers/new?performer={invited}").text
    assert invited in form
    assert "Wen Zhuxi" not in form, "before talks she is not named"
    unknown = told(an_offer(cleo, "inv_" + "0" * 26, brief))
    assert (
        told(an_offer(cleo, invited, brief, CHEAP))
        == told(an_offer(cleo, wen.performer_id, brief))
        == unknown
    )
    talks = an_offer(cleo, invited, brief).json()
    assert "Wen Zhuxi" in reader.get(f"/deals/{talks['deal']}").text
    assert dora.post(f"/api/v1/invitations/{invited}/end").json()["code"] == "parties.no_performer"
    assert page.post(f"/invitations/{invited}/end").status_code == 303
    assert told(an_offer(cleo, invited, brief)) == unknown
    assert cleo.get(f"/api/v1/deals/{talks['deal']}").json()["state"] == "open"
    for _ in range(50):
        wen.asked("/api/v1/invitations", {})
    many = wen.post("/api/v1/invitations", {}).json()
    assert many["code"] == "deals.too_many_invitations"
    one = wen.get("/api/v1/invitations").json()[0]
    assert wen.post(f"/api/v1/invitations/{one}/end").status_code == 204
    assert one not in wen.get("/api/v1/invitations").json()


def test_a_code_tells_nothing_of_whoever_is_not_listed(stage: Stage) -> None:
    wen, cleo = stage.identified("wen"), stage.keyed("cleo")
    brief = brief_of(cleo, "lead")
    never_there, never_open = tries(cleo, brief, NOBODY), tries(cleo, brief, wen.performer_id)
    assert {(status, code) for status, code, *_ in never_there} == {(409, "casting.not_listed")}
    hides(wen)
    hidden = tries(cleo, brief, wen.performer_id)
    withdraws(wen)
    withdrawn = tries(cleo, brief, wen.performer_id)
    wen.signs(wen.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    listed = f"/api/v1/briefs/{brief}/notes/{wen.performer_id}"
    assert cleo.put(listed, json={"text": "calm"}).status_code == 204, "who is listed may be noted"
    denies(stage, wen.performer_id)
    denied = tries(cleo, brief, wen.performer_id)
    assert never_there == never_open == hidden == withdrawn == denied


def looks(stage: Stage, brief: str, other: str, wen: str, link: str) -> list[str]:
    """Every page of Cleo's that names whom she kept, less what differs with each loading."""
    reader = Reader(stage, "en").signs_in("cleo")
    where = (
        "/shortlists", f"/briefs/{brief}", f"/briefs/{brief}/compare?p={wen}&p={other}", link,
        f"/board/cast?project={PROJECT}", f"/briefs/{brief}/submissions",
    )  # fmt: skip
    pages = {one: reader.get(one) for one in where}
    assert {page.status_code for page in pages.values()} == {200}, pages
    return [re.sub(FORM_TOKEN, "", page.text) for page in pages.values()]


def test_whom_a_creator_kept_and_who_is_not_listed_any_more_is_a_name_alone(stage: Stage) -> None:
    """Hidden with one floor, with another and with other terms, withdrawn: every page is the same."""
    mina, wen, cleo, brief = two_who_fit(stage)
    other = brief_of(cleo, "double")
    cleo.asked(f"/api/v1/briefs/{brief}/shortlist", {"keep": [mina.performer_id, wen.performer_id]})
    made = cleo.asked(
        f"/api/v1/briefs/{brief}/shares",
        {"recipient": "Lin", "expires_at": wire(stage.now + timedelta(days=2))},
    )
    link = made["link"].removeprefix("http://localhost:8000")
    game = film_terms()
    game["clauses"][0]["medium"] = ["game"]
    states: list[Callable[[], None]] = [
        lambda: hides(wen),
        lambda: hides(wen, floor="12345600"),
        lambda: hides(wen, game),
        lambda: withdraws(wen),
    ]
    seen, moved = [], []
    for becomes in states:
        becomes()
        seen.append(looks(stage, brief, mina.performer_id, wen.performer_id, link))
        move = {"performer": wen.performer_id, "from_brief": brief, "to_brief": other}
        moved.append(told(cleo.post("/api/v1/shortlists/move", {"moves": [move]})))
    assert all(one == seen[0] for one in seen)
    assert {code for _, code, *_ in moved} == {"casting.not_listed"}
    shortlist = seen[0][0]
    assert "Wen Zhuxi" in shortlist
    assert shortlist.count("Not listed now.") == 1
    assert f"/performers/{wen.performer_id}" not in shortlist
    assert "Wen Zhuxi" not in seen[0][3], "a link names who is listed alone"


def test_who_saw_what_names_nobody_who_keeps_their_name_private(stage: Stage) -> None:
    """Listed, Wen is named; hidden or withdrawn she is not, and the one answer is like the other."""
    _, wen, cleo, brief = two_who_fit(stage)
    where = f"/api/v1/briefs/{brief}"
    until = {"until": wire(stage.now + timedelta(days=7))}
    assert cleo.put(f"{where}/call", json=until).status_code == 204
    assert wen.get(f"/api/v1/roles/{brief}").status_code == 200
    reader = Reader(stage, "en").signs_in("cleo")

    def read() -> tuple[Any, Any, str]:
        page = re.sub(FORM_TOKEN, "", reader.get(f"/briefs/{brief}/changes").text)
        return cleo.get(f"{where}/sights").json(), cleo.get(f"{where}/export").json()["seen"], page

    listed, _, page = read()
    assert [one["by"] for one in listed] == [wen.id]
    assert "Wen Zhuxi" in page
    hides(wen)
    assert wen.get(f"/api/v1/roles/{brief}").status_code == 200, "she still may read it"
    hidden = read()
    withdraws(wen)
    assert hidden == read()
    assert hidden[:2] == ([], [])
    assert "Wen Zhuxi" not in hidden[2]
