"""Several people on a creator's side: each may what its founder signed, checked at that instant, and is named for it."""

from typing import Any

from propria.parties.model import Role
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, token_for
from tests.mandates import another
from tests.stories.pages.reader import Reader, heading, words
from tests.stories.record.test_fsck_finds_what_was_changed import found, sql
from tests.terms import film_terms


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def lets(founder: Person, colleague: Person, *rights: str) -> None:
    """The founder signs what a colleague may do."""
    founder.signs(founder.asked("/api/v1/team", {"person": colleague.id, "rights": list(rights)}))


def test_each_step_is_checked_against_what_the_founder_signed_and_the_history_names_who_took_it(
    stage: Stage,
) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    dana = another(stage, "dana", "黛娜", "Dana", Role.CREATOR)
    organisation = cleo.get("/api/v1/team").json()["organisation"]
    assert code(dana.post("/api/v1/team/ask", {"organisation": "crt_x"})) == (404, "parties.no_creator")
    dana.asked("/api/v1/team/ask", {"organisation": organisation})
    again = dana.post("/api/v1/team/ask", {"organisation": organisation})
    assert code(again) == (409, "parties.has_organisation")
    assert code(dana.get("/api/v1/briefs")) == (404, "parties.no_creator"), "asking gives nothing"
    nobody = cleo.post("/api/v1/team", {"person": mina.id, "rights": ["sign"]})
    assert code(nobody) == (404, "parties.no_colleague")

    contract = _negotiates(mina, cleo, dana)
    _signs(mina, cleo, dana, contract)
    licence = dana.get("/api/v1/licences").json()[0]["licence"]
    assert code(dana.post(f"/api/v1/licences/{licence}/token", {})) == (403, "parties.no_right")
    lets(cleo, dana, "pay")
    assert token_for(dana, licence)
    room = words(Reader(stage).signs_in("cleo").get(f"/deals/{dana.get('/api/v1/deals').json()[0]['deal']}"))
    hers = "Dana, for Ode & Kestrel Pictures, as it lets them"
    assert f"{hers}, put version 1." in room
    assert f"{hers}, signed the contract." in room
    assert found(stage) == set()
    stage.propria.library.database.transact(sql("update parties_colleague set rights = '[\"sign\"]'"))
    assert found(stage) == {"parties.colleague_altered"}


def _negotiates(mina: Person, cleo: Person, dana: Person) -> str:
    """A contract that nobody has signed, made by somebody who may negotiate and no more."""
    lets(cleo, dana, "negotiate")
    others = dana.post("/api/v1/team", {"person": dana.id, "rights": ["sign"]})
    assert code(others) == (403, "parties.not_your_team")
    deal = an_offer(dana, mina.performer_id, a_brief(dana)).json()["deal"]
    mina.asked(f"/api/v1/deals/{deal}/agree")
    contract = dana.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    assert code(dana.post(f"/api/v1/contracts/{contract}/sign")) == (403, "parties.no_right")
    lets(cleo, dana, "sign")
    assert code(dana.post(f"/api/v1/deals/{deal}/end", {"act": "reopen"})) == (403, "parties.no_right")
    return str(contract)


def _signs(mina: Person, cleo: Person, dana: Person, contract: str) -> None:
    """Whoever signs may do so at that entry, and still at the last signature of all."""
    stage, where = cleo.stage, f"/api/v1/contracts/{contract}/sign"
    late = dana.asked(where)
    lets(cleo, dana)
    assert code(dana.tries_to_sign(late)) == (403, "parties.no_right"), "log order decides"
    lets(cleo, dana, "sign")
    hers = dana.asked(where)
    said = stage.signing.get(f"/requests/{hers['request_id']}").json()["statement"]["text"]["en"]
    assert said.startswith("I, Dana, as Ode & Kestrel Pictures lets me, sign for it these words:")
    dana.signs(hers)
    cleo.signs(cleo.asked("/api/v1/team/end", {"person": dana.id}))
    last = mina.asked(where)
    assert code(mina.tries_to_sign(last)) == (403, "parties.no_right"), (
        "every authority, at the last signature"
    )
    lets(cleo, dana, "negotiate", "sign")
    mina.signs(mina.asked(where))


def test_a_colleague_joins_by_a_code_and_is_let_in_on_the_page(stage: Stage) -> None:
    cleo, new = Reader(stage).signs_in("cleo"), Reader(stage)
    stage.keyed("cleo")
    assert Reader(stage).signs_in("mina").get("/team").status_code == 403
    organisation = stage.person("cleo").get("/api/v1/team").json()["organisation"]
    form = {"zh": "伊莱", "en": "Eli", "role": "creator", "organisation": "crt_none"}
    assert "crt_none" in new.post("/join", **form).text
    assert new.post("/join", **form | {"organisation": organisation}).status_code == 303
    assert heading(new.get("/team")) == "Your organisation has not let you in yet."
    page = cleo.get("/team")
    assert heading(page) == "Who acts for Ode & Kestrel Pictures."
    assert "asks to act for it" in words(page)
    who = page.text.partition('name="person" value="')[2].partition('"')[0]
    cleo.signs(cleo.post("/team/rights", person=who, right=["negotiate", "pay"]))
    assert "spend: tokens, leases, renders" in words(new.get("/team"))
    assert new.get("/briefs").status_code == 200
    assert new.post("/team/rights", person=who, right="sign").status_code == 403
    cleo.signs(cleo.post("/team/rights", person=who, end="1"))
    assert heading(new.get("/team")) == "Your organisation has not let you in yet."
    assert "acts for it no more" in words(cleo.get("/team"))
