"""A group: what holds for each of its members holds for it, each signs and each may block, and outsiders learn one code."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from propria.kernel.money import Money
from propria.parties import actions as parties
from propria.parties.model import Role
from propria.proofs.trust import Trust
from propria.publicity.claim_bundles import verify_claim
from propria.scope import Scope, StandingTerms, red_line
from tests.cast import Person, Stage, openness_form
from tests.deals import a_brief, an_offer, announced_by_all, capture_consent, hold_funds, sheet, token_for
from tests.stories.deals.test_a_minor_signs import two_read_it
from tests.stories.licences.test_a_guild_suspends import codes, guild_of
from tests.terms import film_terms, series_scope, series_use

UNAVAILABLE = (409, "deals.not_available")
FEE = Money("CNY", 40_000_000)


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


@dataclass
class Band:
    """Four performers, one name, open together."""

    stage: Stage
    cleo: Person
    four: tuple[Person, ...]
    id: str
    openness: dict[str, Any]

    def is_asked_for_days(self) -> tuple[int, str]:
        """Cleo's question whether the group is free."""
        brief = a_brief(self.cleo, series_scope(), budget="90000000")
        day, until = ((self.stage.now + timedelta(days=days)).date().isoformat() for days in (9, 2))
        asked = {"performers": [self.id], "days": [day], "doing": "recording", "place": ""}
        return code(
            self.cleo.post(f"/api/v1/briefs/{brief}/days", asked | {"answer_by": f"{until}T00:00:00Z"})
        )

    def asks(self, scope: Scope | None = None, *, fee: Money = FEE) -> Any:
        """Cleo's offer to the group."""
        wanted = scope or series_scope()
        brief = a_brief(self.cleo, wanted, budget="90000000")
        return an_offer(self.cleo, self.id, brief, sheet(wanted, guarantee=fee))


@pytest.fixture
def band(stage: Stage) -> Band:
    """One of them has a red line that the others do not have."""
    first = stage.open_performer("mina", film_terms())
    own = StandingTerms.from_json(film_terms())
    strict = StandingTerms(own.clauses, (*own.red_lines, red_line(theme=["crime"]))).to_json()
    wen = stage.open_performer("wen", strict)
    kim, lou = (joined(stage, *name) for name in (("kim", "金", "Kim"), ("lou", "娄", "Lou")))
    four = (first, wen, kim, lou)
    form = {"zh": "四重奏", "en": "The Quartet", "members": [one.performer_id for one in four[1:]]}
    assert code(first.post("/api/v1/groups", form | {"members": []})) == (409, "parties.group_size")
    group = first.asked("/api/v1/groups", form)["group"]
    assert code(stage.keyed("rafael").post(f"/api/v1/groups/{group}/join")) == (404, "parties.no_performer")
    opens = openness_form(stage.now, film_terms(), floor="32000000") | {"performer": group}
    for one in four:
        assert code(first.post("/api/v1/openness", opens)) == (409, "parties.group_incomplete")
        one.signs(one.asked(f"/api/v1/groups/{group}/join"))
    low = openness_form(stage.now, film_terms()) | {"performer": group}
    assert code(first.post("/api/v1/openness", low)) == (409, "consent.beyond_a_member")
    assert code(stage.keyed("cleo").post("/api/v1/openness", opens)) == (403, "parties.not_yours")
    first.signs(first.asked("/api/v1/openness", opens))
    assert first.get("/api/v1/groups").json()[0]["stands"] is True
    return Band(stage, stage.keyed("cleo"), four, group, opens)


def joined(stage: Stage, name: str, zh: str, en: str) -> Person:
    """One more performer, open alone."""
    stage.propria.library.database.transact(
        lambda db: parties.join(zh, en, Role.PERFORMER, demo_name=name, db=db)
    )
    return stage.open_performer(name, film_terms())


def test_all_four_sign_or_there_is_no_licence_and_nobody_learns_whose_hand_is_missing(band: Band) -> None:
    """Scenario 25: three of four; each keeps a receipt of their own, and each ends it alone."""
    cleo, (mina, wen, kim, lou) = band.cleo, band.four
    calm = series_scope(theme=["drama"])
    deal = band.asks(calm).json()["deal"]
    wen.asked(f"/api/v1/deals/{deal}/agree")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    receipts = []
    for one in (mina, wen, kim):
        drafted = one.asked(f"/api/v1/contracts/{contract}/sign")
        receipts.append(one.signs(drafted)["entry_index"])
    assert cleo.get("/api/v1/licences").json() == []
    seen = cleo.get(f"/api/v1/deals/{deal}")
    assert seen.json()["signed_by"] == ["creator"], "one consent is missing, not whose"
    assert not any(one.id in seen.text or one.performer_id in seen.text for one in band.four)
    last = lou.asked(f"/api/v1/contracts/{contract}/sign")
    said = band.stage.signing.get(f"/requests/{last['request_id']}").json()["statement"]
    assert said["text"]["en"].startswith("I, Lou, as one of The Quartet, sign these words:")
    receipts.append(lou.signs(last)["entry_index"])
    assert len(set(receipts)) == 4
    runs_until_one_ends_it(band)


def runs_until_one_ends_it(band: Band) -> None:
    """It waits for each one's recording, a strike of one's guild stops it, and any of them withdraws it."""
    cleo, lou = band.cleo, band.four[-1]
    licence = cleo.get("/api/v1/licences").json()[0]["licence"]
    hold_funds(band.stage, licence, FEE)
    said = announced_by_all(licence, cleo, band.four)
    assert said[3] == "I, Lou, as one of The Quartet, sign these words:"
    counts = band.stage.main.get("/api/v1/counts").json()
    assert (counts["open"], counts["licensed"]) == (4, 0), "a group is no person, and its members are"
    text = {"text": "The Quartet has licensed “Paper Lantern Street”."}
    data = band.stage.person("sam").post("/api/v1/claims/bundle", text).content
    trust = Trust.from_bytes(band.stage.main.get("/log/trust").content)
    claim = verify_claim(data, trust, now=band.stage.now)
    assert claim.is_proven, claim.verdicts
    assert claim.counts is not None
    assert (claim.counts.open, claim.counts.licensed) == (0, 0)
    for one in band.four:
        assert cleo.get("/api/v1/licences").json()[0]["state"] == "licensed"
        capture_consent(one)
    token, use = token_for(cleo, licence), series_use(band.stage.now)
    assert codes(cleo, token, use) == []
    officer, guild = guild_of(band.stage, [lou.performer_id])
    lou.signs(lou.asked("/api/v1/guilds/join", {"guild": guild}))
    strike = {"scope": red_line(medium=["series"]).to_json()}
    officer.signs(officer.asked("/api/v1/guilds/suspend", strike))
    assert codes(cleo, token, use) == ["consent_missing"]
    lou.signs(lou.asked("/api/v1/licences/" + licence + "/announcement/withdraw"))
    lou.signs(lou.asked(f"/api/v1/licences/{licence}/withdraw"))
    assert cleo.get("/api/v1/licences").json()[0]["state"] == "withdrawn"


def test_a_minor_is_in_no_group_and_a_stranger_neither_joins_nor_leaves(stage: Stage) -> None:
    mina, wen = stage.identified("mina"), stage.identified("wen")
    form = {"zh": "双子", "en": "Twins", "members": [wen.performer_id]}
    two_read_it(stage, wen.performer_id, "2012-05-01")
    assert code(mina.post("/api/v1/groups", form)) == (409, "parties.member_is_minor")
    assert code(mina.post("/api/v1/groups/prf_x/join")) == (404, "parties.no_group")
    assert code(mina.post("/api/v1/groups/prf_x/leave")) == (404, "parties.no_group")


def test_what_holds_for_one_holds_for_all_and_outsiders_learn_one_code(band: Band) -> None:
    """A red line of one, a floor, a member who closes or leaves: always "not available", nothing else."""
    cleo, (mina, wen, kim, _) = band.cleo, band.four
    crime, calm = series_scope(theme=["crime"]), series_scope(theme=["drama"])
    answers = [band.asks(crime), band.asks(calm, fee=Money("CNY", 31_000_000))]
    assert band.asks(calm).status_code == 201
    kim.signs(kim.asked("/api/v1/openness", openness_form(band.stage.now, film_terms(), floor="9000000")))
    answers.append(band.asks(calm))
    days = [band.is_asked_for_days()]
    kim.signs(kim.asked("/api/v1/openness", openness_form(band.stage.now, film_terms())))
    deal = band.asks(calm).json()["deal"]
    assert cleo.get(f"/api/v1/deals/{deal}").json()["state"] == "open"
    wen.signs(wen.asked("/api/v1/openness/withdraw", {"performer": wen.performer_id}))
    assert cleo.get(f"/api/v1/deals/{deal}").json()["state"] == "lapsed"
    answers.append(band.asks(calm))
    kim.signs(kim.asked(f"/api/v1/groups/{band.id}/leave"))
    assert code(mina.post("/api/v1/openness", band.openness)) == (409, "parties.group_incomplete")
    answers.append(band.asks(calm))
    days.append(band.is_asked_for_days())
    assert days == [(409, "casting.not_available"), (409, "casting.not_listed")], (
        "no more than that it is not open to as much"
    )
    assert [code(one) for one in answers] == [UNAVAILABLE] * 5
    said = {one.json()["detail"] for one in answers}
    assert said == {"The performer is not available for this."}
    assert all(one.json()["facts"] == {} for one in answers)
