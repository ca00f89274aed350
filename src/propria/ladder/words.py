"""From typed facts to the one word that may be said. Nothing else in the product composes a status word."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.ladder.rungs import (
    DEAL_RUNGS,
    OPENNESS_LAPSES_AFTER,
    PERSON_RUNGS,
    RUNGS,
    Deal,
    Person,
    Publicity,
    Rung,
    Words,
)


@dataclass(frozen=True)
class PersonFacts:
    """What is signed and attested about a performer, as of now.

    `own_key`: they hold a signing key. `attested_by_outsider`: identity evidenced by at least one party that
    is not the operator. `says_has_account`, `mandate_public`: they let it be said. `agent`: who holds a
    mandate in force. `openness_declared_at`: the last declaration or renewal, by log order. `withdrawn_at`:
    when openness was last withdrawn.
    """

    own_key: bool = False
    attested_by_outsider: bool = False
    says_has_account: bool = False
    agent: Words | None = None
    mandate_public: bool = False
    openness_declared_at: Instant | None = None
    withdrawn_at: Instant | None = None
    disputed: bool = False


@dataclass(frozen=True)
class DealFacts:
    """What is signed and in place about one deal, as of now.

    `missing_signers` and `missing_conditions` are empty when nothing is missing; `signed` says that a
    contract exists and the performer's key is on it.
    """

    project: Words
    agreed: bool = False
    signed: bool = False
    missing_signers: tuple[str, ...] = ()
    missing_conditions: tuple[str, ...] = ()
    ends_at: Instant | None = None
    withdrawn_at: Instant | None = None
    held: bool = False
    disputed: bool = False
    performer_allows_naming: bool = False
    creator_allows_naming: bool = False


@dataclass(frozen=True)
class Standing:
    """Where something stands: the state, its word, whether the public may be told, and what comes next."""

    state: Person | Deal
    words: Words | None
    public: bool
    tick: Words
    signed_by: Words
    ends: Words
    acts_next: Words
    lapses_at: Instant | None = None


@dataclass(frozen=True)
class Tick:
    """One mark of the ladder strip. `never_public` is drawn dashed, for everyone alike."""

    state: Person | Deal
    words: Words
    reached: bool
    here: bool
    never_public: bool


def person_state(facts: PersonFacts, *, now: Instant) -> Person:
    """Where a performer stands. Without an own key and an outsider's attestation, nobody is listed."""
    if not (facts.own_key and facts.attested_by_outsider):
        return Person.UNCLAIMED
    if facts.disputed:
        return Person.DISPUTED
    declared, withdrawn = facts.openness_declared_at, facts.withdrawn_at
    if withdrawn is not None and (declared is None or withdrawn >= declared):
        return Person.WITHDRAWN
    if declared is not None and declared <= now < declared + OPENNESS_LAPSES_AFTER:
        return Person.OPEN
    return Person.REPRESENTED if facts.agent else Person.CLAIMED


def deal_state(facts: DealFacts, *, now: Instant) -> Deal:
    """Where a deal stands. Signed by all is *licensed*; with every condition met it is *active*."""
    if not facts.signed or facts.missing_signers:
        return Deal.AGREED_UNSIGNED if facts.agreed or facts.signed else Deal.IN_TALKS
    if facts.withdrawn_at is not None and facts.withdrawn_at <= now:
        return Deal.WITHDRAWN
    if facts.ends_at is not None and now >= facts.ends_at:
        return Deal.EXPIRED
    if facts.disputed:
        return Deal.DISPUTED
    if facts.held:
        return Deal.SUSPENDED
    return Deal.LICENSED if facts.missing_conditions else Deal.ACTIVE


def person_standing(facts: PersonFacts, *, now: Instant) -> Standing:
    """The word for a performer, and whether the public may be told it."""
    state = person_state(facts, now=now)
    said = {
        Person.CLAIMED: facts.says_has_account,
        Person.REPRESENTED: facts.mandate_public,
    }
    agent = facts.agent or Words("", "")
    lapses = facts.openness_declared_at if state is Person.OPEN else None
    return _standing(
        RUNGS[state],
        may=said.get(state, False),
        zh={"agent": agent.zh},
        en={"agent": agent.en},
        lapses_at=lapses + OPENNESS_LAPSES_AFTER if lapses else None,
    )


def deal_standing(facts: DealFacts, *, now: Instant) -> Standing:
    """The word for a deal, and whether the public may be told it: only if both sides allow."""
    state = deal_state(facts, now=now)
    return _standing(
        RUNGS[state],
        may=facts.performer_allows_naming and facts.creator_allows_naming,
        zh={"project": facts.project.zh},
        en={"project": facts.project.en},
        lapses_at=facts.ends_at if state in (Deal.LICENSED, Deal.ACTIVE) else None,
    )


def _standing(
    rung: Rung, *, may: bool, zh: dict[str, str], en: dict[str, str], lapses_at: Instant | None
) -> Standing:
    word = rung.word and Words(rung.word.zh.format(**zh), rung.word.en.format(**en))
    match rung.publicity:
        case Publicity.PUBLIC:
            public = True
        case Publicity.IF_THEY_SAY_SO | Publicity.IF_BOTH_ALLOW:
            public = may
        case Publicity.NEVER | Publicity.TO_A_HOLDER:
            public = False
    return Standing(
        rung.state, word, public, rung.tick, rung.signed_by, rung.ends, rung.acts_next, lapses_at=lapses_at
    )


def headline(person: PersonFacts, deals: Sequence[DealFacts], *, now: Instant) -> Words | None:
    """The one sentence at the top of a performer's public page; None means that there is no page.

    Public licences are named after the person's own word and replace *no licence given*. A licence that
    either side keeps private changes nothing here: *no licence given* is said of the openness, which
    gives none.
    """
    standing = person_standing(person, now=now)
    shown = [deal_standing(deal, now=now) for deal in deals]
    named = [s.words for s in shown if s.public and s.words and s.state in (Deal.LICENSED, Deal.ACTIVE)]
    if standing.state in (Person.UNCLAIMED, Person.WITHDRAWN):
        return None
    if not named or standing.state is Person.DISPUTED:
        return _sentence([standing.words]) if standing.public and standing.words else None
    first = [standing.tick] if standing.state is Person.OPEN else [standing.words]
    return _sentence([*(first if standing.public else []), *named])


def _sentence(parts: Sequence[Words | None]) -> Words:
    said = [part for part in parts if part]
    en = "; ".join(part.en for part in said)
    return Words("；".join(part.zh for part in said) + "。", en[:1].upper() + en[1:] + ".")


def ticks(person: Person, deal: Deal | None = None) -> tuple[Tick, ...]:
    """The ladder strip: claimed, represented, open, talks, agreed, licensed, in use; inked up to here.

    States beside the ladder (withdrawn, disputed, suspended, expired) stand as a last tick of their own.
    """
    climb: list[Person | Deal] = [Person.CLAIMED, Person.REPRESENTED, Person.OPEN]
    climb += [Deal.IN_TALKS, Deal.AGREED_UNSIGNED, Deal.LICENSED, Deal.ACTIVE]
    here: Person | Deal = deal or person
    if here not in climb and here is not Person.UNCLAIMED:
        climb.append(here)
    last = climb.index(here) if here in climb else -1
    return tuple(
        Tick(state, RUNGS[state].tick, i <= last, state is here, RUNGS[state].publicity is Publicity.NEVER)
        for i, state in enumerate(climb)
    )


def counted(*, open_to_enquiries: int, licensed: int, in_use: int = 0) -> Words:
    """The only numbers that may be said of a library, in its own words.

    >>> counted(open_to_enquiries=41, licensed=3).en
    '41 performers are open to enquiries; 3 have licensed a named project.'
    """
    zh = [f"{open_to_enquiries} 位演员愿意洽谈", f"{licensed} 位已就具名作品授权"]
    en = [
        f"{open_to_enquiries} {_are(open_to_enquiries)} open to enquiries",
        f"{licensed} {'has' if licensed == 1 else 'have'} licensed a named project",
    ]
    if in_use:
        zh.append(f"{in_use} 位在具名作品中使用中")
        en.append(f"{in_use} {'is' if in_use == 1 else 'are'} in use in one")
    return Words("；".join(zh) + "。", "; ".join(en) + ".")


def _are(count: int) -> str:
    return "performer is" if count == 1 else "performers are"


def every_word() -> tuple[Words, ...]:
    """All the status words there are, as templates: what a guard may let pass."""
    return tuple(rung.word for rung in (*PERSON_RUNGS, *DEAL_RUNGS) if rung.word)
