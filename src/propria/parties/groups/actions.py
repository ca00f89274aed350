"""Several performers who act as one: a band, a duo, twins. Each signs for themselves, and each may end it."""

from collections.abc import Sequence

from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import PerformerId, PersonId, SubjectId, new_id
from propria.kernel.time import Instant
from propria.parties import rules, store
from propria.parties.events import GroupEnded
from propria.parties.groups import rules as rules_groups
from propria.parties.groups import store as store_groups
from propria.parties.groups import texts
from propria.parties.identity import store as store_identity
from propria.parties.minors import store as store_minors
from propria.parties.model import Actor, Member, Performer
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest


def form(actor: Actor, zh: str, en: str, others: Sequence[str], *, now: Instant, db: Session) -> Performer:
    """Name a group: the actor and the others by their codes. It stands once every one of them has signed.

    Raises: NotFound(`parties.no_performer`), Refused(`parties.name_unusable`, `parties.group_size`,
    `parties.member_is_minor`).
    """
    own = store.performer_of(actor.person_id, db=db)
    members = rules_groups.members_of(own.id, [store.performer(one, db=db).id for one in others])
    rules_groups.is_grown([store_minors.birth(one, db=db) for one in members], now)
    name = rules.readable_name(zh, en)
    group = Performer(PerformerId(new_id("performer")), SubjectId(new_id("subject")), name, None, None)
    store.add_performers([group], [None], db=db)
    store_groups.add([Member(group.id, one, None) for one in members], db=db)
    return group


def draft_joining(
    actor: Actor, group_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the actor is one of a group that names them. Raises: NotFound(`parties.no_group`)."""
    own, group = store.performer_of(actor.person_id, db=db), _own_group(actor, group_id, db=db)
    members = [m.performer_id for m in store_groups.members(group.id, db=db)]
    names = [one.name for one in store.performers(members, db=db).values()]
    body = {"group": group.id, "performer": own.id, "members": members}
    draft = Draft("group.joined", own.subject, body, *texts.joined(own, group, names))
    return record.draft(draft, actor.person_id, texts.sheet(), return_url=return_url, now=now, db=db)


def _own_group(actor: Actor, group_id: str, *, db: Session) -> Performer:
    own = store.performer_of(actor.person_id, db=db)
    if all(m.performer_id != own.id for m in store_groups.members(group_id, db=db)):
        raise NotFound("parties.no_group", "There is no such group.")
    return store.performer(group_id, db=db)


def join(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `group.joined`; with the last one the group stands. Raises: Forbidden(`parties.not_yours`)."""
    own, group_id = store.performer(signed.body["performer"], db=db), signed.body["group"]
    rules.is_own(by, own)
    store_groups.join(group_id, own.id, signed.statement.id, db=db)
    members = store_groups.members(group_id, db=db)
    people = store.performers([m.performer_id for m in members], db=db).values()
    if rules_groups.stands(members) and all(one.is_evidenced for one in people):
        store_identity.mark_evidenced(group_id, now, domain=None, db=db)


def draft_leaving(
    actor: Actor, group_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the actor leaves: the group asks and signs nothing any more. Raises: NotFound(`parties.no_group`)."""
    own, group = store.performer_of(actor.person_id, db=db), _own_group(actor, group_id, db=db)
    body = {"group": group.id, "performer": own.id}
    draft = Draft("group.left", own.subject, body, *texts.left(own, group))
    return record.draft(draft, actor.person_id, texts.leaving_sheet(), return_url=return_url, now=now, db=db)


def leave(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `group.left`; idempotent. Raises: Forbidden(`parties.not_yours`)."""
    own, group_id = store.performer(signed.body["performer"], db=db), PerformerId(signed.body["group"])
    rules.is_own(by, own)
    store_groups.join(group_id, own.id, None, db=db)
    publish(GroupEnded(group_id, now), db=db)


def members_of(performer_id: str, *, db: Session) -> tuple[PerformerId, ...]:
    """Who a group consists of; nobody where it is one performer."""
    return tuple(m.performer_id for m in store_groups.members(performer_id, db=db))


def stands(group_id: str, *, db: Session) -> bool:
    """Whether every member has signed and nobody left."""
    return rules_groups.stands(store_groups.members(group_id, db=db))


def groups_of(performer_id: str, *, db: Session) -> tuple[PerformerId, ...]:
    """The groups that a performer joined."""
    return tuple(m.group_id for m in store_groups.memberships(performer_id, db=db) if m.joined_by is not None)


def groups_of_person(person_id: str, *, db: Session) -> set[PerformerId]:
    """The groups that a person is one of."""
    try:
        return set(groups_of(store.performer_of(person_id, db=db).id, db=db))
    except NotFound:
        return set()


def circle_of(performer_id: str, *, db: Session) -> set[str]:
    """Everybody whose promises bind a performer: they themselves, whom they consist of, whom they are one of."""
    return {performer_id, *members_of(performer_id, db=db), *groups_of(performer_id, db=db)}


def check_stands(group_id: str, *, db: Session) -> None:
    """A group asks and signs only while all are in it. Raises: Refused(`parties.group_incomplete`)."""
    if members_of(group_id, db=db) and not stands(group_id, db=db):
        raise Refused(
            "parties.group_incomplete", "Not every member of this group has signed that they are one."
        )


def persons_of(group_id: str, *, db: Session) -> dict[PerformerId, Performer]:
    """The members of a group as performers."""
    return store.performers(members_of(group_id, db=db), db=db)


def memberships(performer_id: str, *, db: Session) -> list[Member]:
    """Every group that names a performer, whether they joined or not."""
    return store_groups.memberships(performer_id, db=db)


def members(group_id: str, *, db: Session) -> list[Member]:
    """Whom a group names, and who of them joined."""
    return store_groups.members(group_id, db=db)
