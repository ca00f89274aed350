"""Evidence of who a performer, a representative or a creator is, by every route. Binding a key is elsewhere."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import PREFIXES, PerformerId, PersonId, new_id
from propria.kernel.time import Instant
from propria.parties import actions, rules, store
from propria.parties.guilds import store as store_guilds
from propria.parties.identity import rules as rules_identity
from propria.parties.identity import store as store_identity
from propria.parties.identity import vouching
from propria.parties.identity.rules import Party
from propria.parties.model import Actor, DomainClaim, Evidence, Performer, Person, Role, Route, Strength
from propria.parties.reviews import actions as reviews
from propria.parties.reviews.rules import ReviewKind
from propria.plumbing.database import Session
from propria.record.model import Notary

LOGIN_LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Shown:
    """Where evidence leaves a party: whether somebody outside attests them now, and by which domain if by one."""

    party: Party
    is_evidenced: bool
    domain: str | None


def begin(actor: Actor, *, now: Instant, db: Session) -> Party:
    """The actor as whom evidence is about: its code is what guilds and reviewers name. A performer's profile is made if
    there is none.

    Raises: Forbidden(`parties.wrong_role`), Refused(`parties.claim_void`).
    """
    rules_identity.may_show(actor.role)
    if actor.role is not Role.PERFORMER:
        return _of_person(store.person(actor.person_id, db=db), db=db)
    performer = rules.may_claim(_own_or_new_profile(actor, db=db))
    if not performer.is_evidenced:
        vouching.tell_holders(performer, now=now, db=db)
    return _of_performer(performer)


def _own_or_new_profile(actor: Actor, *, db: Session) -> Performer:
    try:
        return store.performer_of(actor.person_id, db=db)
    except NotFound:
        person = store.person(actor.person_id, db=db)
        id_ = PerformerId(new_id("performer"))
        new = Performer(id_, person.subject, person.name, person.id, None)
        store.add_performers([new], [None], db=db)
        return new


def _of_performer(performer: Performer) -> Party:
    return Party(performer.id, performer.person_id, (performer.name,), performer)


def _of_person(person: Person, *, db: Session) -> Party:
    """Whoever is no performer, with the name of the company that they founded."""
    company = store.founded_by(person.id, db=db)
    names = (person.name,) if company is None else (person.name, company.name)
    return Party(person.id, person.id, names)


def named(code: str, *, db: Session) -> Party:
    """Whose code this is: a performer's, or that of a representative or a creator.

    Raises: NotFound(`parties.no_performer`, `parties.no_person`), Forbidden(`parties.wrong_role`),
    Refused(`parties.claim_void`).
    """
    if not code.startswith(f"{PREFIXES['person']}_"):
        return _of_performer(rules.may_claim(store.performer(code, db=db)))
    person = store.person(code, db=db)
    rules_identity.may_show(person.role)
    if person.role is Role.PERFORMER:
        return _of_performer(rules.may_claim(store.performer_of(person.id, db=db)))
    return _of_person(person, db=db)


def own(actor: Actor, *, db: Session) -> Party:
    """The actor's own. Raises: NotFound(`parties.no_performer`), Forbidden(`parties.wrong_role`), Refused(`parties.claim_void`)."""
    return named(actor.person_id, db=db)


def start_claim(actor: Actor, domain: str, *, now: Instant, db: Session) -> DomainClaim:
    """Begin to prove who the actor is: their domain has to publish one line. Another domain takes the place of an earlier one.

    Raises: Forbidden(`parties.wrong_role`), Refused(`parties.domain_unusable`, `parties.already_claimed`,
    `parties.claim_void`).
    """
    rules_identity.may_show(actor.role)
    host = rules.readable_domain(domain)
    party = begin(actor, now=now, db=db)
    rules_identity.may_name_domain(party)
    claim = DomainClaim(party.id, host, secrets.token_hex(16))
    store_identity.begin_claim(claim, db=db)
    return claim


def claim_of(actor: Actor, *, db: Session) -> DomainClaim:
    """The claim that the actor has begun. Raises: NotFound(`parties.no_performer`, `parties.no_claim`)."""
    found = open_claim(own(actor, db=db), db=db)
    if found is None:
        raise NotFound("parties.no_claim", "You have not named a domain yet.")
    return found


def open_claim(party: Party, *, db: Session) -> DomainClaim | None:
    """The domain that a party named, where there is one."""
    return store_identity.claim_of(party.id, db=db)


def accept_domain(
    actor: Actor, published: str, notary: Notary, *, route: Route = Route.DOMAIN, now: Instant, db: Session
) -> Shown:
    """The domain publishes the line, in its file or as `Route.DNS`.

    Raises: NotFound(`parties.no_claim`), Unverified(`parties.domain_silent`).
    """
    claim = claim_of(actor, db=db)
    rules.check_domain(claim, published)
    party = own(actor, db=db)
    _accept(party, Evidence(party.id, route, claim.domain, "", now), notary, now=now, db=db)
    return shown(actor, db=db)


def _accept(
    party: Party, found: Evidence, notary: Notary, *, alone: bool = False, now: Instant, db: Session
) -> None:
    """Keep what shows who a party is; of every key that signs for them the operator says so."""
    store_identity.add(found, db=db)
    if party.performer is not None:
        vouching.settle(party.performer, alone=alone, now=now, db=db)
    elif found.route in rules_identity.BY_DOMAIN:
        store_identity.end_claim(party.id, db=db)
    if party.person_id is not None:
        actions.attest_anew(party.person_id, notary, now=now, db=db)


def shown(actor: Actor, *, db: Session) -> Shown:
    """Where evidence leaves the actor. Raises: as `own`."""
    party = own(actor, db=db)
    if party.performer is not None:
        return Shown(party, party.performer.is_evidenced, party.performer.domain)
    evidence = store_identity.of(party.id, db=db)
    is_outside = rules_identity.strength(evidence) is Strength.OUTSIDE
    return Shown(party, is_outside, rules_identity.domain_of(evidence))


def saw_papers(
    actor: Actor,
    code: str,
    route: str,
    by: str,
    reference: str,
    notary: Notary,
    *,
    alone: bool,
    now: Instant,
    db: Session,
) -> bool:
    """An operator saw an organisation's letter, or a document and its holder live on video; once a second one saw the
    same file of the same organisation, it is evidence by the operator alone: a second factor, and enough by itself where the library takes
    its operator's word `alone`. Whether it is evidence now.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`, `parties.no_person`),
    Malformed(`parties.evidence_unreadable`), Refused(`parties.seen_otherwise`, `parties.claim_void`, `parties.voucher_flagged`).
    """
    rules.only(Role.OPERATOR, actor)
    party = named(code, db=db)
    by_route, digest = rules_identity.reviewable(route, reference)
    organisation = " ".join(by.split())[:300]
    saw = rules_identity.digest(digest, organisation)
    two = reviews.look(actor, ReviewKind(by_route.value), party.id, saw, now=now, db=db)
    if two is None:
        return False
    found = Evidence(party.id, by_route, organisation, digest, now, two)
    _accept(party, found, notary, alone=alone, now=now, db=db)
    return True


def import_registry(actor: Actor, text: str, notary: Notary, *, now: Instant, db: Session) -> int:
    """The guild's registry as CSV: each that it names, by code, number and name, is shown by it; performers may join.

    One row that does not hold and nothing is imported. How many rows.

    Raises: NotFound(`parties.no_guild`, `parties.no_performer`, `parties.no_person`), Malformed(`parties.registry_unreadable`),
    Refused(`parties.registry_other_name`, `parties.evidence_taken`).
    """
    guild = store_guilds.guild(person_id=actor.person_id, db=db)
    rows = rules_identity.registry_rows(text)
    for code, member, name in rows:
        party = named(code, db=db)
        rules_identity.same_name(party, name)
        reference = rules_identity.digest(guild.id, member)
        rules_identity.is_free(party, store_identity.of_reference(Route.GUILD, reference, db=db))
        if party.performer is not None:
            store_guilds.list_member(guild.id, party.performer.id, db=db)
        by = f"{guild.name.zh} {guild.name.en}"
        found = Evidence(party.id, Route.GUILD, by, reference, now, (actor.person_id,))
        _accept(party, found, notary, now=now, db=db)
    return len(rows)


def begin_login(actor: Actor, *, now: Instant, db: Session) -> tuple[str, str, str]:
    """(state, nonce, verifier) of a sign-in at a provider that the actor begins.

    Raises: Forbidden(`parties.wrong_role`), Refused(`parties.claim_void`).
    """
    begin(actor, now=now, db=db)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    store_identity.begin_login(state, actor.person_id, nonce, verifier, now + LOGIN_LASTS, db=db)
    return state, nonce, verifier


def take_login(state: str, *, by: PersonId, now: Instant, db: Session) -> tuple[str, str]:
    """(nonce, verifier) of the actor's own sign-in, once. Raises: Refused(`parties.login_gone`)."""
    found = store_identity.take_login(state, now, db=db)
    if found is None or found[0] != by:
        raise Refused(
            "parties.login_gone", "This sign-in was used, is another's, or took too long; begin again."
        )
    return found[1], found[2]


def accept_provider(
    actor: Actor, provider: str, claims: Mapping[str, Any], notary: Notary, *, now: Instant, db: Session
) -> Shown:
    """The provider's verified words show the actor, one account one party.

    Raises: NotFound(`parties.no_performer`), Unverified(`parties.provider_other_name`), Refused(`parties.evidence_taken`).
    """
    party = own(actor, db=db)
    rules_identity.provider_says(party, claims)
    reference = rules_identity.digest(str(claims["iss"]), str(claims["sub"]))
    rules_identity.is_free(party, store_identity.of_reference(Route.OIDC, reference, db=db))
    _accept(party, Evidence(party.id, Route.OIDC, provider, reference, now), notary, now=now, db=db)
    return shown(actor, db=db)
