"""Colleagues of an organisation: who asked to act for it, what its founder signed that they may, at this instant."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import CreatorId, PersonId, StatementId, new_id
from propria.kernel.time import Instant
from propria.parties import rules, store
from propria.parties.colleagues import rules as rules_colleagues
from propria.parties.colleagues import store as store_colleagues
from propria.parties.colleagues import texts
from propria.parties.colleagues.rules import Colleague, Right
from propria.parties.model import Actor, Creator, Role
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest

GIVEN, ENDED = "colleague.given", "colleague.ended"


def ask(actor: Actor, creator_id: str, *, db: Session) -> Creator:
    """The actor asks to act for an organisation, by its code; until its founder signs, they see nothing of it.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_creator`), Refused(`parties.has_organisation`).
    """
    rules.only(Role.CREATOR, actor)
    creator = store.creator(creator_id=creator_id, db=db)
    if store_colleagues.of(actor.person_id, db=db) is not None or store.founded_by(actor.person_id, db=db):
        raise Refused("parties.has_organisation", "You act for an organisation already.")
    store_colleagues.ask(creator.id, actor.person_id, db=db)
    return creator


def found_or_ask(actor: Actor, code: str, zh: str, en: str, *, db: Session) -> None:
    """Whoever joins as a creator founds an organisation of their own, or asks to act for one that is here.

    Raises: Forbidden(`parties.wrong_role`), NotFound(`parties.no_creator`), Refused(`parties.name_unusable`).
    """
    if code:
        ask(actor, code, db=db)
        return
    rules.only(Role.CREATOR, actor)
    new = Creator(CreatorId(new_id("creator")), actor.person_id, rules.readable_name(zh, en))
    store.add_creator(new, db=db)


def organisation_of(person_id: str, *, db: Session) -> Creator:
    """The organisation that somebody founded, or acts for now. Raises: NotFound(`parties.no_creator`)."""
    own = store.founded_by(person_id, db=db)
    if own is not None:
        return own
    found = store_colleagues.of(person_id, db=db)
    if found is None or not found.is_in:
        raise NotFound("parties.no_creator", "There is no such creator.")
    return store.creator(creator_id=found.creator_id, db=db)


def may(person_id: PersonId, creator_id: str, right: Right, *, db: Session) -> bool:
    """Whether somebody may do this for an organisation at this instant, by what its founder signed."""
    found = store_colleagues.of(person_id, db=db)
    of_it = found if found is not None and found.creator_id == creator_id else None
    return rules_colleagues.may(person_id, right, store.creator(creator_id=creator_id, db=db), of_it)


def check(person_id: PersonId, creator_id: str, right: Right, *, db: Session) -> None:
    """The same, as a promise. Raises: Forbidden(`parties.no_right`)."""
    rules_colleagues.refuse_unless(may(person_id, creator_id, right, db=db), right)


def people_who_may(creator_id: str, right: Right, *, db: Session) -> list[PersonId]:
    """Everybody who may do this for an organisation now, its founder first."""
    creator = store.creator(creator_id=creator_id, db=db)
    team = store_colleagues.team(creator.id, db=db)
    acting = [one.person_id for one in team if one.is_in and right in one.rights]
    return [creator.person_id, *acting]


def team(actor: Actor, *, db: Session) -> tuple[Creator, list[Colleague]]:
    """The actor's organisation and everybody who acts for it; its founder sees who asks, too.

    Raises: NotFound(`parties.no_creator`).
    """
    creator = organisation_of(actor.person_id, db=db)
    everybody = store_colleagues.team(creator.id, db=db)
    return creator, [one for one in everybody if one.is_in or actor.person_id == creator.person_id]


def draft_rights(
    actor: Actor, person_id: str, rights: Collection[str], *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down what a colleague may do for the actor's organisation.

    Raises: NotFound(`parties.no_creator`, `parties.no_colleague`), Forbidden(`parties.not_your_team`).
    """
    creator, found = _own_colleague(actor.person_id, person_id, db=db)
    person, named = store.person(found.person_id, db=db), rules_colleagues.named(rights)
    body = {"creator": creator.id, "person": person.id, "rights": sorted(right.value for right in named)}
    words = texts.given(creator, person, named)
    return _drafted(GIVEN, creator, body, words, actor, return_url=return_url, now=now, db=db)


def draft_end(actor: Actor, person_id: str, *, return_url: str, now: Instant, db: Session) -> SigningRequest:
    """Write down that a colleague acts for the organisation no more. Raises: as `draft_rights`."""
    creator, found = _own_colleague(actor.person_id, person_id, db=db)
    person = store.person(found.person_id, db=db)
    words = texts.ended(creator, person)
    body = {"creator": creator.id, "person": person.id}
    return _drafted(ENDED, creator, body, words, actor, return_url=return_url, now=now, db=db)


def _own_colleague(by: PersonId, person_id: str, *, db: Session) -> tuple[Creator, Colleague]:
    creator = organisation_of(by, db=db)
    rules_colleagues.is_founder(by, creator)
    found = store_colleagues.of(person_id, db=db)
    of_it = found if found is not None and found.creator_id == creator.id else None
    return creator, rules_colleagues.asked(of_it)


def _drafted(
    kind: str,
    creator: Creator,
    body: Mapping[str, Any],
    words: tuple[str, str],
    actor: Actor,
    *,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    founder = store.person(creator.person_id, db=db)
    draft = Draft(kind, founder.subject, body, *words)
    sheet = texts.team_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def give(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `colleague.given`: from this entry on, these rights and no others. Raises: as `draft_rights`."""
    _, found = _own_colleague(by, signed.body["person"], db=db)
    rights = rules_colleagues.named(signed.body["rights"])
    given = replace(found, rights=rights, given_by=StatementId(signed.statement.id), ended_by=None)
    store_colleagues.give(given, db=db)


def end(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `colleague.ended`. Raises: as `draft_end`."""
    _, found = _own_colleague(by, signed.body["person"], db=db)
    store_colleagues.end(found.person_id, signed.statement.id, db=db)


def standing(*, db: Session) -> dict[tuple[str, str], list[tuple[Instant, bool]]]:
    """(organisation, person): from which instants on they were a colleague, or were not, by the signed words alone."""
    found: dict[tuple[str, str], list[tuple[Instant, bool]]] = {}
    for one in record.statements_of_type(GIVEN, ENDED, db=db):
        body = one.statement.body
        found.setdefault((body["creator"], body["person"]), []).append(
            (one.logged_at, one.statement.type == GIVEN)
        )
    return found


def could_at(person_id: str, creator_id: str, right: Right, entry: int, *, db: Session) -> bool:
    """Whether somebody could do this for an organisation at an entry of the log, by the signed words alone."""
    if store.creator(creator_id=creator_id, db=db).person_id == person_id:
        return True
    last = None
    for one in record.statements_of_type(GIVEN, ENDED, db=db):
        body = one.statement.body
        if (body["creator"], body["person"]) == (creator_id, person_id) and one.entry_index < entry:
            last = one.statement
    return last is not None and last.type == GIVEN and right.value in last.body["rights"]
