"""Evidence of who a performer is, by routes beside a domain's file. Key binding is elsewhere."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import (
    reviews,
    rules,
    rules_identity,
    store,
    store_guilds,
    store_identity,
    vouching,
)
from propria.parties.actions import claim_of, own_or_new_profile
from propria.parties.model import Actor, Evidence, Performer, Role, Route
from propria.parties.rules_reviews import ReviewKind
from propria.plumbing.database import Session

LOGIN_LASTS = timedelta(minutes=15)


def begin(actor: Actor, *, now: Instant, db: Session) -> Performer:
    """The actor's own profile, made if there is none: its code is what guilds and reviewers name.

    Raises: Forbidden(`parties.wrong_role`), Refused(`parties.claim_void`).
    """
    rules.only(Role.PERFORMER, actor)
    performer = rules.may_claim(own_or_new_profile(actor, db=db))
    if not performer.is_evidenced:
        vouching.tell_holders(performer, now=now, db=db)
    return performer


def saw_papers(
    actor: Actor,
    performer_id: str,
    route: str,
    by: str,
    reference: str,
    *,
    alone: bool,
    now: Instant,
    db: Session,
) -> bool:
    """An operator saw an organisation's letter, or a document and its holder live on video; once a second one saw the
    same file of the same organisation, it is evidence by the operator alone: a second factor, and enough by itself where the library takes
    its operator's word `alone`. Whether it is evidence now.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_performer`), Malformed(`parties.evidence_unreadable`),
    Refused(`parties.seen_otherwise`, `parties.claim_void`, `parties.voucher_flagged`).
    """
    rules.only(Role.OPERATOR, actor)
    performer = rules.may_claim(store.performer(performer_id, db=db))
    by_route, digest = rules_identity.reviewable(route, reference)
    named = " ".join(by.split())[:300]
    saw = rules_identity.digest(digest, named)
    two = reviews.look(actor, ReviewKind(by_route.value), performer.id, saw, now=now, db=db)
    if two is None:
        return False
    found = Evidence(performer.id, by_route, named, digest, now, two)
    store_identity.add(found, db=db)
    vouching.settle(performer, alone=alone, now=now, db=db)
    return True


def import_registry(actor: Actor, text: str, *, now: Instant, db: Session) -> int:
    """The guild's registry as CSV: each performer that it names, by code, number and name, is shown by it and may join.

    One row that does not hold and nothing is imported. How many rows.

    Raises: NotFound(`parties.no_guild`, `parties.no_performer`), Malformed(`parties.registry_unreadable`),
    Refused(`parties.registry_other_name`, `parties.evidence_taken`).
    """
    guild = store_guilds.guild(person_id=actor.person_id, db=db)
    rows = rules_identity.registry_rows(text)
    for code, member, name in rows:
        performer = store.performer(code, db=db)
        rules_identity.same_name(performer, name)
        reference = rules_identity.digest(guild.id, member)
        rules_identity.is_free(performer, store_identity.of_reference(Route.GUILD, reference, db=db))
        store_guilds.list_member(guild.id, performer.id, db=db)
        by = f"{guild.name.zh} {guild.name.en}"
        _accept(Evidence(performer.id, Route.GUILD, by, reference, now, (actor.person_id,)), db=db)
    return len(rows)


def _accept(found: Evidence, *, db: Session) -> None:
    performer = rules.may_claim(store.performer(found.performer_id, db=db))
    store_identity.add(found, db=db)
    vouching.settle(performer, alone=False, now=found.seen_at, db=db)


def accept_dns(actor: Actor, published: list[str], *, now: Instant, db: Session) -> Performer:
    """The domain's DNS publishes the line. Raises: NotFound(`parties.no_claim`), Unverified(`parties.domain_silent`)."""
    claim = claim_of(actor, db=db)
    rules.check_domain(claim, "\n".join(published))
    _accept(Evidence(claim.performer_id, Route.DNS, claim.domain, "", now), db=db)
    return store.performer(claim.performer_id, db=db)


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
    actor: Actor, provider: str, claims: Mapping[str, Any], *, now: Instant, db: Session
) -> Performer:
    """The provider's verified words show the actor, one account one performer.

    Raises: NotFound(`parties.no_performer`), Unverified(`parties.provider_other_name`), Refused(`parties.evidence_taken`).
    """
    performer = store.performer_of(actor.person_id, db=db)
    rules_identity.provider_says(performer, claims)
    reference = rules_identity.digest(str(claims["iss"]), str(claims["sub"]))
    rules_identity.is_free(performer, store_identity.of_reference(Route.OIDC, reference, db=db))
    _accept(Evidence(performer.id, Route.OIDC, provider, reference, now), db=db)
    return store.performer(performer.id, db=db)
