"""Who took each step of talks and signed their contract: named with their right, mandate and key, to both sides."""

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

from propria.deals.papers.facts import read_pdf
from propria.parties import actions as parties
from propria.parties.model import Role
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, sheet
from tests.mandates import another, gives
from tests.stories.deals.test_a_minor_signs import guarded, two_read_it
from tests.stories.deals.test_colleagues_act_for_a_creator import lets
from tests.stories.disputes.denying import goes_round
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms, series_scope


def steps(person: Person, deal: str) -> list[tuple[str, str]]:
    """(act, who) of each step, in English, as this person is told it."""
    found: list[dict[str, Any]] = person.get(f"/api/v1/deals/{deal}/steps").json()
    return [(one["act"], "" if one["by"] is None else one["by"]["en"]) for one in found]


COLLEAGUE = "Dana, for Ode & Kestrel Pictures, as it lets them"


@dataclass
class Talks:
    """Agreed by an agent and an organisation's two people; the contract is made."""

    mina: Person
    cleo: Person
    rafael: Person
    dana: Person
    deal: str
    contract: str
    agent: str

    def key(self, person: Person) -> str:
        """The key that a person signs with."""
        keys = person.stage.propria.library.database.read(lambda db: parties.signing_keys(person.id, db=db))
        return keys[0].public.key_id


def talks(stage: Stage) -> Talks:
    """Dana offers, Rafael counters, Cleo agrees, Rafael has the contract made."""
    mina, cleo, rafael = (
        stage.open_performer("mina", film_terms()),
        stage.keyed("cleo"),
        stage.keyed("rafael"),
    )
    dana = another(stage, "dana", "黛娜", "Dana", Role.CREATOR)
    organisation = cleo.get("/api/v1/team").json()["organisation"]
    dana.asked("/api/v1/team/ask", {"organisation": organisation})
    lets(cleo, dana, "negotiate", "sign")
    mandate = gives(stage, mina, rafael, ["negotiate", "sign_contract"])
    deal = an_offer(dana, mina.performer_id, a_brief(dana)).json()["deal"]
    rafael.asked(f"/api/v1/deals/{deal}/counter", {"sheet": sheet(series_scope(act=["dub"]))})
    cleo.asked(f"/api/v1/deals/{deal}/agree")
    contract = rafael.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    return Talks(mina, cleo, rafael, dana, deal, contract, f"under a mandate ({mandate}, until ")


def test_an_agent_and_a_colleague_are_named_with_what_lets_them(stage: Stage) -> None:
    made = talks(stage)
    told = steps(made.mina, made.deal)
    assert told == steps(made.cleo, made.deal)
    assert [act for act, _ in told] == ["offer", "counter", "agree", "make_contract"]
    assert told[0][1] == COLLEAGUE
    for agents in (told[1], told[3]):
        assert agents[1].startswith(f"Rafael Ortiz, for Mina Haldane {made.agent}")
    assert told[2][1].endswith(", founder of Ode & Kestrel Pictures")

    for one in (made.dana, made.rafael):
        one.signs(one.asked(f"/api/v1/contracts/{made.contract}/sign"))
    for reader in ("mina", "cleo"):
        page = words(Reader(stage).signs_in(reader).get(f"/deals/{made.deal}"))
        assert f"{COLLEAGUE}, with key {made.key(made.dana)}" in page
        assert f"{COLLEAGUE}, signed the contract." in page
        assert made.agent in page
        assert f"with key {made.key(made.rafael)}" in page
    _paper_and_seals(made)


def _paper_and_seals(made: Talks) -> None:
    """The paper prints every key that could sign when it was made; the seals, whose did."""
    where = f"/api/v1/contracts/{made.contract}"
    paper = PdfReader(io.BytesIO(made.mina.get(f"{where}/file").content))
    printed = "".join("".join(page.extract_text() for page in paper.pages).split())
    could = [made.key(person) for person in (made.mina, made.cleo, made.dana)]
    assert [key for key in (*could, "Dana") if key not in printed] == []
    assert made.key(made.rafael) not in printed
    sealed = made.mina.get(f"{where}/sealed").content
    reasons = {one.field: str(one.reason) for one in read_pdf(sealed, [], now=made.mina.stage.now).signatures}
    mandate = made.agent.split()[3].strip("(,")
    assert (
        f"under a mandate: signed with a passkey ({mandate} · {made.key(made.rafael)})"
        in reasons["performer"]
    )
    assert f"{COLLEAGUE}: signed with a passkey ({made.key(made.dana)})" in reasons["creator"]


def test_a_decline_an_opening_and_the_clock_are_steps_too(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    mina.asked(f"/api/v1/deals/{deal}/end", {"act": "decline"})
    mina.asked(f"/api/v1/deals/{deal}/end", {"act": "reopen"})
    stage.passes(days=15)
    goes_round(stage)
    page = words(Reader(stage).signs_in("cleo").get(f"/deals/{deal}"))
    for said in ("declined version 1.", "opened the talks again."):
        assert f"Mina Haldane, the performer, {said}" in page
    assert "Version 1 lapsed, and the talks with it." in page


def test_that_she_is_a_minor_is_told_by_no_step_until_the_terms_state_it(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    two_read_it(stage, mina.performer_id, "2010-05-01")
    ada = guarded(stage, mina)
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    ada.asked(f"/api/v1/deals/{deal}/end", {"act": "decline"})
    assert steps(mina, deal)[-1] == ("decline", "Ada, guardian of Mina Haldane")
    assert steps(cleo, deal)[-1] == ("decline", "Ada, for Mina Haldane")
