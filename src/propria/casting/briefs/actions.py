"""What a creator does with a brief after it was made: change it, put it into the archive, take it out; who changed what."""

from dataclasses import dataclass, replace

from propria.casting import actions, rules, store
from propria.casting.access.model import NOBODY_SAID, Access, SideFile
from propria.casting.briefs import rules as rules_briefs
from propria.casting.briefs import store as store_briefs
from propria.casting.briefs.rules import FieldChange
from propria.casting.model import Brief
from propria.casting.sheet.model import Asks
from propria.kernel.ids import PersonId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Name
from propria.plumbing.database import Session
from propria.scope import Scope


@dataclass(frozen=True)
class Revision:
    """One change of a brief: the how-manieth, by whom, when, and which fields."""

    number: int
    by: PersonId
    name: Name
    at: Instant
    changes: tuple[FieldChange, ...]


def change(
    actor: Actor,
    brief_id: str,
    title: tuple[str, str],
    role: str,
    scope: Scope,
    budget: Money,
    seeks: str = "",
    access: Access = NOBODY_SAID,
    *,
    asks: Asks,
    now: Instant,
    db: Session,
) -> Brief:
    """Change what a brief says; what it said before stays readable, with who changed it. Nothing changed is no change.

    Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`), Refused(`casting.brief_archived`, `casting.other_project`);
    and as `rules.check_brief` and `actions.check_access`.
    """
    before = own(actor, brief_id, db=db)
    tidy, whole = rules.check_brief(scope, budget, title, seeks, asks)
    answered = actions.check_access(access, before.access, now=now, db=db)
    kept = replace(answered, sides=before.access.sides)
    after = rules_briefs.changed(before, title, role, scope, budget, tidy, kept, whole)
    _save(actor, before, after, now=now, db=db)
    return after


def _save(actor: Actor, before: Brief, after: Brief, *, now: Instant, db: Session) -> None:
    if after != before:
        number = len(store_briefs.versions(before.id, db=db)) + 1
        store_briefs.add_version(before, number, actor.person_id, now, db=db)
        store_briefs.save(after, db=db)


def keep_sides(
    actor: Actor, before: Brief, files: tuple[SideFile, ...], *, now: Instant, db: Session
) -> None:
    """Keep which files of sides a brief has, as a change of it."""
    _save(actor, before, replace(before, access=replace(before.access, sides=files)), now=now, db=db)


def own(actor: Actor, brief_id: str, *, db: Session) -> Brief:
    """A brief that the actor may change. Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`)."""
    brief = actions.brief(actor, brief_id, db=db)
    colleagues.check(actor.person_id, brief.creator_id, Right.NEGOTIATE, db=db)
    return brief


def archive(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> Brief:
    """Put a brief away: it is off the lists and asks nobody, and everything that was asked stands.

    Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`).
    """
    brief = own(actor, brief_id, db=db)
    kept = replace(brief, archived_at=brief.archived_at or now)
    store_briefs.save(kept, db=db)
    return kept


def take_back(actor: Actor, brief_id: str, *, db: Session) -> Brief:
    """Take a brief out of the archive. Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`)."""
    kept = replace(own(actor, brief_id, db=db), archived_at=None)
    store_briefs.save(kept, db=db)
    return kept


def archived(actor: Actor, *, db: Session) -> list[Brief]:
    """The actor's briefs that are put away, newest first. Raises: NotFound(`parties.no_creator`)."""
    every = store.briefs(parties.own_creator(actor, db=db).id, db=db)
    return [one for one in every if one.archived_at is not None]


def revisions(actor: Actor, brief_id: str, *, db: Session) -> tuple[Brief, list[Revision]]:
    """A brief and who changed which fields of it when, newest first. Raises: NotFound(`casting.no_brief`)."""
    brief = actions.brief(actor, brief_id, db=db)
    kept = store_briefs.versions(brief.id, db=db)
    after = [*(was.brief for was in kept[1:]), brief][: len(kept)]
    found = [
        Revision(
            was.number,
            was.by,
            parties.person(was.by, db=db).name,
            was.at,
            tuple(rules_briefs.changes(was.brief, now)),
        )
        for was, now in zip(kept, after, strict=True)
    ]
    return brief, found[::-1]
