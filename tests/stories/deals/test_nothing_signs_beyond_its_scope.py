"""No sequence of turns, clocks, mandates and rules signs what a party's scope does not cover: a machine that tries.

Deeper, on the rules alone and with packs that change: tests/rules/deals/test_the_last_signature.py.
"""

import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from propria.deals import actions as deals
from propria.deals import hands, law
from propria.deals.model import Contract, TermSheet
from propria.kernel.money import Money
from propria.kernel.time import instant, wire
from propria.licences import actions as licences
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.scope import Scope, StandingTerms, covers
from tests.cast import Person, Stage, a_stage, openness_form
from tests.deals import a_brief, an_offer, sheet
from tests.mandates import another, mandate_form, within
from tests.terms import film_terms, series_scope

SCOPES = {
    "series": series_scope(),
    "less": series_scope(act=["dub"]),
    "abroad": series_scope(territory=["CN", "US"]),
    "politics": series_scope(theme=["drama", "politics"]),
}
REACHES = {
    "terms": within(),
    "dubbing": within(act=["dub"]),
    "abroad": within(territory=["CN", "HK", "MO", "US"]),
    "politics": within(theme=["drama", "crime", "politics"]),
}
FACTS = ([], ["performer_in_us_ca", "replaces_work_in_person"], ["minor"], ["cooling_off"])
POWERS = st.lists(
    st.sampled_from(["negotiate", "sign_contract", "sub_delegate"]), min_size=1, max_size=3, unique=True
)
AGENTS = st.sampled_from(["rafael", "ines"])
PARTIES = st.sampled_from(["mina", "rafael", "ines", "cleo"])


class Room(RuleBasedStateMachine):
    """Mina, two agents, one creator; anything may be tried, and whatever became a licence is held against the log."""

    held = 0

    def __init__(self) -> None:
        super().__init__()
        self.leaving = ExitStack()
        home = Path(self.leaving.enter_context(tempfile.TemporaryDirectory()))
        self.stage: Stage = self.leaving.enter_context(a_stage(home))
        mina = self.stage.open_performer("mina", film_terms())
        agents = {"rafael": self.stage.keyed("rafael"), "ines": another(self.stage, "ines", "伊内斯", "Ines")}
        self.people: dict[str, Person] = {"mina": mina, "cleo": self.stage.keyed("cleo"), **agents}
        self.brief = a_brief(self.people["cleo"])
        self.deals: list[str] = []
        self.contracts: list[str] = []
        self.mandates: list[tuple[str, str]] = []
        self.drafts: list[tuple[str, dict[str, Any]]] = []

    def teardown(self) -> None:
        self.leaving.close()

    def deal(self) -> str:
        return self.deals[-1]

    @rule(scope=st.sampled_from(sorted(SCOPES)), facts=st.sampled_from(FACTS), pays=st.sampled_from([8, 11]))
    def offer(self, scope: str, facts: list[str], pays: int) -> None:
        terms = sheet(SCOPES[scope], guarantee=Money("CNY", pays * 1_000_000), facts=facts)
        made = an_offer(self.people["cleo"], self.people["mina"].performer_id, self.brief, terms)
        if made.status_code == 201:
            self.deals.append(made.json()["deal"])

    @precondition(lambda self: self.deals)
    @rule(by=PARTIES, scope=st.sampled_from(sorted(SCOPES)))
    def counter(self, by: str, scope: str) -> None:
        self.people[by].post(f"/api/v1/deals/{self.deal()}/counter", {"sheet": sheet(SCOPES[scope])})

    @precondition(lambda self: self.deals)
    @rule(by=PARTIES, act=st.sampled_from(["agree", "agree", "reopen"]))
    def moves(self, by: str, act: str) -> None:
        self.people[by].post(f"/api/v1/deals/{self.deal()}/{act}")

    @precondition(lambda self: self.deals)
    @rule()
    def contract(self) -> None:
        """The contract without its file: its words are what is signed."""
        now, deal = self.stage.now, self.deal()

        def work(db: Session) -> Contract | None:
            actor = parties.actor_of(self.people["cleo"].id, db=db)
            seen = deals.room(actor, deal, now=now, db=db)
            if seen.deal.state != "agreed":
                return None
            sources = deals.paper_for(actor, deal, now=now, db=db)
            return deals.keep_contract(actor, deal, sources, sources.contract_id, "terms", now=now, db=db)

        made = self.stage.propria.library.database.transact(work)
        if made is not None:
            self.contracts.append(made.id)

    @precondition(lambda self: self.contracts)
    @rule(by=PARTIES)
    def drafts_a_signature(self, by: str) -> None:
        answer = self.people[by].post(f"/api/v1/contracts/{self.contracts[-1]}/sign")
        if answer.status_code == 201:
            self.drafts.append((by, answer.json()))

    @precondition(lambda self: self.drafts)
    @rule(which=st.integers(0, 3))
    def signs(self, which: int) -> None:
        by, drafted = self.drafts.pop(-1 - which % len(self.drafts))
        self.people[by].tries_to_sign(drafted)

    @rule(agent=PARTIES, scope=st.sampled_from(sorted(SCOPES)), revoked=st.booleans())
    def tries_a_whole_deal(self, agent: str, scope: str, revoked: bool) -> None:
        """From the offer to the last hand; her agent's mandate may be `revoked` between the two hands."""
        if agent in ("rafael", "ines"):
            self.gives_a_mandate(agent, ["sign_contract"], "terms", 400)
        self.offer(scope, [], 11)
        if self.deals:
            self.moves("mina", "agree")
            self.contract()
        if self.contracts:
            for by in (agent, "cleo"):
                self.drafts_a_signature(by)
                self.signs(0) if self.drafts else None
                if revoked and by == agent and self.mandates:
                    self.ends_a_mandate(len(self.mandates) - 1)

    @rule(to=AGENTS, powers=POWERS, reach=st.sampled_from(sorted(REACHES)), days=st.sampled_from([1, 400]))
    def gives_a_mandate(self, to: str, powers: list[str], reach: str, days: int) -> None:
        form = mandate_form(self.stage, self.people[to], powers, scope=REACHES[reach], days=days)
        self._mandate("mina", to, form)

    @precondition(lambda self: self.mandates)
    @rule(to=AGENTS, powers=POWERS, reach=st.sampled_from(sorted(REACHES)), days=st.sampled_from([1, 400]))
    def passes_it_on(self, to: str, powers: list[str], reach: str, days: int) -> None:
        parent, holder = self.mandates[-1]
        form = mandate_form(
            self.stage, self.people[to], powers, scope=REACHES[reach], days=days, parent=parent
        )
        self._mandate(holder, to, form)

    def _mandate(self, by: str, to: str, form: dict[str, Any]) -> None:
        drafted = self.people[by].post("/api/v1/mandates", form)
        if drafted.status_code == 201:
            shown = self.stage.signing.get(f"/requests/{drafted.json()['request_id']}").json()
            if self.people[by].tries_to_sign(drafted.json()).status_code == 200:
                self.mandates.append((shown["statement"]["body"]["mandate"], to))

    @precondition(lambda self: self.mandates)
    @rule(which=st.integers(0, 5))
    def ends_a_mandate(self, which: int) -> None:
        mandate, _ = self.mandates[which % len(self.mandates)]
        mina = self.people["mina"]
        mina.tries_to_sign(mina.asked("/api/v1/mandates/withdraw", {"mandate": mandate}))

    @rule(days=st.sampled_from([0.01, 0.9, 40.0]))
    def time_passes(self, days: float) -> None:
        self.stage.passes(seconds=timedelta(days=days).total_seconds())
        for name, person in self.people.items():
            signed_in = self.stage.main.post("/api/v1/session/demo", json={"name": name}).json()
            self.stage.main.cookies.clear()
            person.token = signed_in["token"]

    @rule(reach=st.sampled_from(sorted(REACHES)))
    def opens_otherwise(self, reach: str) -> None:
        lines = StandingTerms.from_json(film_terms()).red_lines if reach != "politics" else ()
        terms = StandingTerms((REACHES[reach],), lines).to_json()
        mina = self.people["mina"]
        mina.tries_to_sign(mina.asked("/api/v1/openness", openness_form(self.stage.now, terms)))

    @rule(by=AGENTS)
    def claims_her(self, by: str) -> None:
        performer = {"performer": self.people["mina"].performer_id}
        answer = self.people[by].post("/api/v1/representation/claims", performer)
        if answer.status_code == 201:
            self.people[by].tries_to_sign(answer.json())

    @rule()
    def settles(self) -> None:
        mina = self.people["mina"]
        answer = mina.post("/api/v1/representation/settle", {})
        if answer.status_code == 201:
            mina.tries_to_sign(answer.json())

    @invariant()
    def every_licence_rests_on_words_that_reach_it(self) -> None:
        self.stage.propria.library.database.read(self._all_hold)

    def _all_hold(self, db: Session) -> None:
        for licence in licences.given_by(self.people["mina"].performer_id, db=db):
            Room.held += 1
            self._holds(licence.contract_id, db)

    def _holds(self, contract: str, db: Session) -> None:
        said = [
            s
            for s in record.statements_of_type("contract.signed", db=db)
            if s.statement.body["contract"] == contract
        ]
        last = max(s.entry_index for s in said)
        at = record.logged_at(last, db=db)
        scope = Scope.from_json(said[0].statement.body["scope"])
        terms: TermSheet = deals.sheet_of(deals.contract(contract, db=db), db=db)
        assert not law.opinion_on(terms, on=at).unmet
        assert {s.statement.body["side"] for s in said} == {"creator", "performer"}
        for hand in hands.on(contract, db=db).values():
            law.check_cooled(
                deals.contract(contract, db=db), terms, now=record.logged_at(hand.entry_index, db=db)
            )
        own = [h for h in hands.on(contract, db=db).values() if h.person_id == self.people["mina"].id]
        if own:
            return
        assert not {"politics", "nudity"} & set(scope.theme), "her own key is missing"
        by = {h.person_id for h in hands.on(contract, db=db).values()}
        assert any(self._reached(person, scope, last, at, db) for person in by)
        terms_then = [
            s
            for s in record.statements_of_type("openness.given", db=db)
            if s.entry_index < last and instant(s.statement.body["ends_at"]) > at
        ]
        assert covers(StandingTerms.from_json(terms_then[-1].statement.body["terms"]), scope)

    def _reached(self, person: str, scope: Scope, last: int, at: Any, db: Session) -> bool:
        """Whether signed words alone, read in log order, let this person sign for Mina at that entry."""
        given = {s.statement.body["mandate"]: s for s in record.statements_of_type("mandate.given", db=db)}
        ended = {
            s.statement.body["mandate"]: s.entry_index
            for s in reversed(record.statements_of_type("mandate.withdrawn", db=db))
        }

        def stands(mandate: str, power: str) -> bool:
            body = given[mandate].statement.body
            ok = power in body["powers"] and covers(
                StandingTerms(tuple(Scope.from_json(s) for s in body["scopes"])), scope
            )
            ok = ok and body["starts_at"] <= wire(at) < body["ends_at"] and ended.get(mandate, last) >= last
            return ok and (
                "parent" not in body
                or (stands(body["parent"], "sub_delegate") and stands(body["parent"], power))
            )

        mine = [m for m, s in given.items() if s.statement.body["representative"] == person]
        return any(given[m].entry_index < last and stands(m, "sign_contract") for m in mine)


def test_nothing_is_signed_that_a_party_s_scope_does_not_cover() -> None:
    run_state_machine_as_test(
        Room,
        settings=settings(
            max_examples=5,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Room.held > 5, "too little was ever signed for this to say anything"
