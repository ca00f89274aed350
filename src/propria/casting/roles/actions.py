"""A role as somebody outside its team reads it: asked by name, or while its brief is open to them; every reading is written down.

It is answered elsewhere: by a submission, a self-tape, an answer about days.
"""

from dataclasses import dataclass

from propria.casting import actions, listed, store
from propria.casting.access import rules as rules_access
from propria.casting.access import store as store_access
from propria.casting.access import titles
from propria.casting.access.model import Sight, What
from propria.casting.days import actions as days
from propria.casting.days import store as store_days
from propria.casting.model import Brief
from propria.casting.profiles import representing
from propria.casting.profiles import store as store_profiles
from propria.casting.submissions import actions as submissions
from propria.casting.submissions import store as store_submissions
from propria.casting.tapes import store as store_tapes
from propria.kernel.errors import NotFound
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.hands import profiles_near
from propria.parties.minors import actions as minors
from propria.parties.model import Actor, Name, Role
from propria.plumbing.database import Session


@dataclass(frozen=True)
class RoleSeen:
    """A brief under the title that the reader may read, and who seeks. `until`: it takes their submissions until then.

    `keeps_back`: its title is kept back from them until they accept to keep it to themselves.
    """

    brief: Brief
    creator: Name
    until: Instant | None
    keeps_back: bool


def every(actor: Actor, *, now: Instant, db: Session) -> list[RoleSeen]:
    """The roles that the actor may read, the soonest deadline first: asked by name, or open to them now."""
    if actor.role not in (Role.PERFORMER, Role.REPRESENTATIVE):
        return []
    open_to = {brief.id: until for brief, until in submissions.opened(actor, now=now, db=db)}
    found = [store_submissions.brief_of(one, db=db) for one in _asked(actor, now=now, db=db) | set(open_to)]
    found.sort(key=lambda b: (b.access.deadline is None, b.access.deadline or b.made_at, b.id))
    read = titles.shown(found, actor.person_id, db=db)
    return [
        RoleSeen(
            brief,
            parties.creator(brief.creator_id, db=db).name,
            open_to.get(brief.id),
            brief.title != own.title,
        )
        for brief, own in zip(read, found, strict=True)
    ]


def _asked(actor: Actor, *, now: Instant, db: Session) -> set[str]:
    """The briefs for which somebody was asked by name, or proposed, whom the actor acts for; and what they proposed."""
    held = days.acts_for(actor, now=now, db=db)
    taped = {str(t.brief.id) for t in store_tapes.of_performers(held, db=db)}
    dated = {str(one.brief_id) for one in store_days.of_performers(held, db=db)}
    proposed = store_submissions.living(performers=held, db=db)
    mine = store_submissions.living(by=actor.person_id, db=db)
    return taped | dated | {str(one.brief_id) for one in (*proposed, *mine)}


def find(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> RoleSeen:
    """One of them. Raises: NotFound(`casting.no_role`)."""
    found = (one for one in every(actor, now=now, db=db) if one.brief.id == brief_id)
    seen = next(found, None)
    if seen is None:
        raise NotFound("casting.no_role", "There is no such role for you to read.")
    return seen


def read(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> RoleSeen:
    """Read one; that it was read is written down. Raises: NotFound(`casting.no_role`)."""
    seen = find(actor, brief_id, now=now, db=db)
    store_access.add(brief_id, actor.person_id, What.ROLE, now, db=db)
    return seen


def accept(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> RoleSeen:
    """Accept to keep the title to oneself, and read it from then on; accepting again changes nothing.

    Raises: NotFound(`casting.no_role`).
    """
    if find(actor, brief_id, now=now, db=db).keeps_back:
        store_access.add(brief_id, actor.person_id, What.TITLE, now, db=db)
    return find(actor, brief_id, now=now, db=db)


def sights(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> list[tuple[Sight, Name]]:
    """Who outside the team saw what of one's brief, the newest first; whoever is not listed now is neither named nor counted.

    Raises: NotFound(`casting.no_brief`).
    """
    found = store_access.of_brief(actions.brief(actor, brief_id, db=db).id, db=db)
    named = {who for who in {one.person_id for one in found} if _is_named(who, now=now, db=db)}
    return [(one, parties.person(one.person_id, db=db).name) for one in found if one.person_id in named]


def _is_named(person_id: PersonId, *, now: Instant, db: Session) -> bool:
    """Naming somebody names nobody who keeps their name private: themselves, a ward, their group, or whoever's heir they are."""
    reader = parties.actor_of(person_id, db=db)
    near = profiles_near(reader, db=db) | minors.wards_of(person_id, now=now, db=db)
    held = {one.performer_id for one in parties.mandates_held(person_id, db=db)}
    own = near - held if reader.role is Role.REPRESENTATIVE else near
    return own == listed.of(own, now=now, db=db).keys()


def agencies(actor: Actor, *, now: Instant, db: Session) -> dict[PersonId, Name]:
    """The representatives whom a creator knows: who proposed somebody to them, or is shown to represent whom they kept.

    Raises: NotFound(`parties.no_creator`).
    """
    own = parties.own_creator(actor, db=db).id
    briefs = store.briefs(own, db=db)
    kept = {one.performer_id for brief in briefs for one in store.shortlist(brief.id, db=db)}
    said = {who: one.profile for who, one in store_profiles.newest(kept, db=db).items()}
    shown = representing.shown(said, now=now, db=db).values()
    known = {one.person_id for by in shown for one in by}
    known |= store_submissions.representatives(own, db=db)
    known |= {PersonId(one.access.agency) for one in briefs if one.access.agency}
    return {who: parties.person(who, db=db).name for who in sorted(known)}


def until_of(seen: RoleSeen) -> Instant | None:
    """When this reader can do no more: the role's deadline, or the end of its call."""
    return rules_access.until(seen.brief, seen.until) or seen.brief.access.deadline
