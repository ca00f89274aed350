"""The rules of a signature, played without a library: no turns, clocks, mandates and packs sign what nothing covers.

The same is tried through the whole library, less deeply: tests/stories/deals/test_nothing_signs_beyond_its_scope.py.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.deals import sheet
from tests.mandates import within
from tests.terms import film_terms, series_scope

from propria.consent.model import GrantState, Openness
from propria.deals import law, rules, rules_hands
from propria.deals.model import Contract, Hand, TermSheet
from propria.kernel.errors import PropriaError
from propria.kernel.ids import ContractId, MandateId, OfferId, PerformerId, PersonId, StatementId, SubjectId
from propria.kernel.money import Money
from propria.kernel.time import Instant, instant
from propria.parties.mandates.rules import mandate_for, may_pass_on, own_key_axis
from propria.parties.model import Capacity, Exercise, Mandate, Power
from propria.rulepacks import PACKS, Pack, Situation, evaluate
from propria.scope import Scope, StandingTerms, covers, hits

MINA, AGENTS = PersonId("per_mina"), (PersonId("per_rafael"), PersonId("per_ines"))
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
POWERS = ({Power.SIGN_CONTRACT}, {Power.NEGOTIATE}, {Power.SIGN_CONTRACT, Power.SUB_DELEGATE})
FACTS: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"performer_in_us_ca", "replaces_work_in_person"}),
    frozenset({"minor"}),
)


def _another_version(pack: Pack) -> Pack:
    """The same law a version later: every rule reaches whatever it touches, stated or not."""
    return replace(
        pack, rules=tuple(replace(rule, facts=frozenset(), starts=date(2026, 1, 1)) for rule in pack.rules)
    )


VERSIONS = (
    PACKS,
    tuple(pack for pack in PACKS if pack.id != "us-ca"),
    tuple(_another_version(pack) if pack.id == "us-ca" else pack for pack in PACKS),
)
SHEETS = {
    (scope, facts): TermSheet.from_json(sheet(SCOPES[scope], facts=sorted(facts)))
    for scope in SCOPES
    for facts in FACTS
}
TRIED: Counter[str] = Counter()


@dataclass
class Room:
    """One performer, two agents, one contract at a time; an entry of the log for everything that happens."""

    now: Instant
    entry: int = 0
    packs: tuple[Pack, ...] = PACKS
    openness: Openness | None = None
    mandates: list[Mandate] = field(default_factory=list)
    contract: Contract | None = None
    terms: TermSheet = SHEETS["series", FACTS[0]]
    hands: dict[PersonId, Hand] = field(default_factory=dict)

    def plays(self, act: str, *words: Any) -> None:
        """One act, allowed or refused; what is refused changes nothing."""
        self.entry += 1
        self.now += timedelta(minutes=1)
        try:
            getattr(self, act)(*words)
        except PropriaError as refusal:
            TRIED[f"{act}: {refusal.code}"] += 1

    def opens(self, reach: str, days: int) -> None:
        lines = StandingTerms.from_json(film_terms()).red_lines if reach != "politics" else ()
        self.openness = Openness(
            StatementId("stm"), PerformerId("prf"), SubjectId("sbj"), StandingTerms((REACHES[reach],), lines),
            Money("CNY", 0), self.now, self.now + timedelta(days=days), True, self.entry, GrantState.GIVEN,
        )  # fmt: skip

    def gives(self, to: int, powers: int, reach: str, days: int, floor: int) -> None:
        self.mandates.append(self._mandate(to, powers, reach, days, floor))

    def passes_on(self, which: int, to: int, powers: int, reach: str, days: int, floor: int) -> None:
        if self.mandates:
            parent = self.mandates[which % len(self.mandates)]
            child = replace(self._mandate(to, powers, reach, days, floor), parent_id=parent.id)
            may_pass_on(
                child, self.chain(parent), parent.representative_id, now=self.now, at_entry=self.entry
            )
            self.mandates.append(child)

    def _mandate(self, to: int, powers: int, reach: str, days: int, floor: int) -> Mandate:
        return Mandate(
            MandateId(f"mdt_{len(self.mandates)}"), PerformerId("prf"), AGENTS[to], frozenset(POWERS[powers]),
            (REACHES[reach],), self.now, self.now + timedelta(days=days), StatementId("stm"),
            floor=Money("CNY", floor) if floor else None,
        )  # fmt: skip

    def revokes(self, which: int) -> None:
        if self.mandates:
            place = which % len(self.mandates)
            if self.mandates[place].revoked_at_entry is None:
                self.mandates[place] = replace(self.mandates[place], revoked_at_entry=self.entry)

    def waits(self, days: float) -> None:
        self.now += timedelta(days=days)

    def legislates(self, version: int) -> None:
        self.packs = VERSIONS[version]

    def agrees(self, scope: str, facts: int, overrides: bool) -> None:
        self.terms, self.hands = SHEETS[scope, FACTS[facts]], {}
        self.contract = Contract(ContractId("ctr"), OfferId("off"), 1, {}, "", "", overrides, self.now)

    def chain(self, mandate: Mandate) -> tuple[Mandate, ...]:
        by_id, found = {each.id: each for each in self.mandates}, [mandate]
        while found[-1].parent_id is not None:
            found.append(by_id[found[-1].parent_id])
        return tuple(found)

    def _may(self, by: PersonId) -> Mandate:
        held = [self.chain(each) for each in self.mandates if each.representative_id == by]
        if not held:
            raise PropriaError("parties.no_mandate_held", "")
        asked = Exercise(Power.SIGN_CONTRACT, self.terms.scope, self.terms.guarantee, own_key_follows=True)
        return mandate_for(held, asked, now=self.now, at_entry=self.entry)

    def signs(self, by: PersonId) -> None:
        """A hand of the performer's side, with the right that it has at this entry."""
        if self.contract is not None:
            mandate = None if by == MINA else self._may(by).id
            right = Capacity.OWN if by == MINA else Capacity.MANDATE
            self.hands[by] = Hand(
                self.contract.id, by, right, StatementId("stm"), "", mandate, self.entry, self.now
            )

    def signs_last(self) -> None:
        """The creator's hand: everything is looked at again, as `deals.actions` does; then it is a licence."""
        seats = {MINA: Capacity.OWN}
        suffices = own_key_axis(self.terms.scope) is None
        if self.contract is None or not rules_hands.is_whole(self.hands, seats, mandate_suffices=suffices):
            return
        own_key = MINA in self.hands
        if not own_key:
            self._may(next(iter(self.hands)))
        openness = self.openness if self.openness and self.openness.is_open(self.now) else None
        rules.check_coverage_at_signing(self.contract, self.terms, openness, own_key=own_key)
        law.check_rules(self.terms, on=self.now, packs=self.packs)
        TRIED["licences by her own key" if own_key else "licences by mandate"] += 1
        self._rests_on_words(own_key)
        self.contract, self.hands = None, {}

    def _rests_on_words(self, own_key: bool) -> None:
        """Told from the mandates, terms and packs alone, not by the rules that were asked."""
        scope, contract = self.terms.scope, self.contract
        assert contract is not None
        for pack in self.packs:
            assert not evaluate((pack,), Situation(scope, self.terms.facts, self.now.date())).unmet
        open_now = self.openness is not None and self.openness.starts_at <= self.now < self.openness.ends_at
        if open_now and self.openness is not None:
            assert not any(hits(line, scope) for line in self.openness.terms.red_lines)
            assert covers(self.openness.terms, scope) or (own_key and contract.overrides_terms)
        assert open_now or own_key
        if not own_key:
            assert not {"politics", "nudity"} & set(scope.theme)
            assert any(
                self._reaches(each, scope) for each in self.mandates if each.representative_id in self.hands
            )

    def _reaches(self, mandate: Mandate, scope: Scope) -> bool:
        links = self.chain(mandate)
        return all(
            each.revoked_at_entry is None
            and each.starts_at <= self.now < each.ends_at
            and Power.SIGN_CONTRACT in each.powers
            and (each is mandate or Power.SUB_DELEGATE in each.powers)
            and covers(StandingTerms(each.scopes), scope)
            and (each.floor is None or each.floor <= self.terms.guarantee)
            for each in links
        )


def chosen(by: Random) -> list[tuple[Any, ...]]:
    """What happens next: one act, or a deal from its terms to the last hand with something in between."""
    reach, days, to = by.choice(sorted(REACHES)), by.choice([1, 400]), by.randrange(2)
    powers, floor, which = by.randrange(3), by.choice([0, 0, 1_000, 99_000_000_000]), by.randrange(6)
    scope, signer = by.choice(sorted(SCOPES)), by.choice([MINA, MINA, *AGENTS])
    acts: list[tuple[Any, ...]] = [
        ("opens", reach, days),
        ("revokes", which),
        ("waits", by.choice([0.01, 0.9, 40.0])),
        ("legislates", by.choice([0, 0, 1, 2])),
        ("gives", to, powers, reach, 400, floor),
        ("passes_on", which, to, powers, reach, days, floor),
        ("agrees", scope, by.randrange(3), by.random() < 0.5),
    ]
    if by.random() < 0.5:
        return [by.choice(acts)]
    agreed = ("agrees", scope, by.choice([0, 0, 0, 1, 2]), by.random() < 0.3)
    between = [by.choice(acts[:4])] if by.random() < 0.7 else []
    power = [("gives", to, 0, reach, days, 0)] if by.random() < 0.5 else []
    return [*power, agreed, ("signs", AGENTS[to] if power else signer), *between, ("signs_last",)]


@settings(max_examples=40, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(st.integers(0, 2**32).map(Random))
def play(by: Random) -> None:
    """A room that opens, and whatever happens in it: some hundred acts."""
    room = Room(instant("2026-11-20T09:00:00Z"))
    room.plays("opens", "terms", 400)
    for _ in range(60):
        for act in chosen(by):
            room.plays(*act)
            room.plays("opens", "terms", 400) if room.entry % 40 == 0 else None


def test_nothing_is_signed_that_no_words_reach_whatever_changes_before_the_last_signature() -> None:
    TRIED.clear()
    play()
    assert TRIED["licences by mandate"] > 50, TRIED
    assert TRIED["licences by her own key"] > 50, TRIED
    for code in (
        "parties.mandate_revoked",
        "parties.mandate_not_in_force",
        "deals.beyond_standing_terms",
        "deals.rules_unmet",
    ):
        assert TRIED[f"signs_last: {code}"] > 5, (code, TRIED)
