"""Who represents a performer by a mandate that runs, where the performer's signed profile lets it be shown. It grants nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from propria.casting.profiles.model import Profile
from propria.kernel.errors import Refused
from propria.kernel.ids import PerformerId, PersonId
from propria.kernel.time import Instant, wire
from propria.parties import actions as parties
from propria.parties.identity.strength import strength_json, words_of_signer
from propria.parties.mandates import rules as rules_mandates
from propria.parties.model import Evidence, Exercise, Mandate, Name, Power
from propria.parties.texts import POWER_WORDS
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Words

CASTING_POWERS = (Power.NEGOTIATE, Power.SIGN_CONTRACT)
TITLE: Words = ("代理人", "Represented by")


@dataclass(frozen=True)
class Representation:
    """Who holds a mandate that runs, which of its powers concern casting, when it was signed, and what shows who they are."""

    person_id: PersonId
    name: Name
    powers: tuple[Power, ...]
    signed_at: Instant
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As a program reads it."""
        return {
            "name": self.name.to_json(),
            "powers": [power.value for power in self.powers],
            "signed_at": wire(self.signed_at),
            "identity": strength_json(self.evidence),
        }


def shown(
    profiles: Mapping[PerformerId, Profile], *, now: Instant, db: Session
) -> dict[PerformerId, tuple[Representation, ...]]:
    """Of these performers, who is represented and by whom; whoever does not let it be shown, or is by nobody, is missing."""
    asking = [who for who, said in profiles.items() if said.shows_representation]
    size = record.size_of_log(db=db) if asking else 0
    found = {who: _by(who, size, now=now, db=db) for who in asking}
    return {who: by for who, by in found.items() if by}


def _by(performer_id: str, size: int, *, now: Instant, db: Session) -> tuple[Representation, ...]:
    running = [
        (mandate, powers)
        for mandate in parties.mandates_of(performer_id, db=db)
        if (powers := _powers(mandate, size, now=now, db=db))
    ]
    return tuple(
        Representation(
            mandate.representative_id,
            parties.person(mandate.representative_id, db=db).name,
            powers,
            record.statement(mandate.statement_id, db=db).logged_at,
            tuple(parties.evidence_of(mandate.representative_id, db=db)),
        )
        for mandate, powers in running
    )


def _powers(mandate: Mandate, size: int, *, now: Instant, db: Session) -> tuple[Power, ...]:
    """Those of its powers for casting that it gives at this instant."""
    chain = parties.chain_of(mandate, db=db)

    def runs(power: Power) -> bool:
        try:
            rules_mandates.chain_allows(chain, Exercise(power), now=now, at_entry=size)
        except Refused:
            return False
        return True

    return tuple(power for power in CASTING_POWERS if runs(power))


def words(by: Representation) -> Words:
    """Who, by what, which powers, and by which way they are reached."""
    named = [POWER_WORDS[power.value] for power in by.powers]
    day = f"{by.signed_at:%Y-%m-%d}"
    zh = f"{by.name.zh}，依 {day} 签署的委托代理：{'、'.join(zh for zh, _ in named)}"
    en = f"{by.name.en} represents by mandate, signed {day}: may {' and '.join(en for _, en in named)}"
    if Power.NEGOTIATE in by.powers:
        zh += "。报价与档期询问会同时送达"
        en += ". Offers and questions about days reach them too"
    known = words_of_signer(by.evidence)
    return f"{zh}。{known.zh}", f"{en}; {known.en}"
