"""Sides: the scenes of one role, kept encrypted in the vault and opened to whoever the brief is shown to; each opening is written down."""

from collections.abc import Iterator

from propria.casting import actions
from propria.casting.access import store as store_access
from propria.casting.access.model import SideFile, What
from propria.casting.briefs import actions as briefs
from propria.casting.model import Brief
from propria.casting.roles import actions as roles
from propria.kernel.errors import Malformed, NotFound, Refused
from propria.kernel.ids import new_id
from propria.kernel.time import Instant
from propria.likeness.safe import Safe
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session

MOST_SIDES = 6
LONGEST_NAME = 80


def prepare(
    actor: Actor, brief_id: str, name: str, media_type: str, *, now: Instant, db: Session
) -> SideFile:
    """A file before it is kept.

    Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`), Malformed(`casting.sides_unnamed`),
    Refused(`casting.brief_archived`, `casting.too_many_sides`).
    """
    _with_room(actor, brief_id, db=db)
    tidy = " ".join(name.replace("\\", "/").rpartition("/")[2].split())
    if not tidy or len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise Malformed(
            "casting.sides_unnamed", f"Give the sides a name of at most {LONGEST_NAME} characters."
        )
    return SideFile(new_id("sides"), tidy, media_type, "", 0, now)


def keep(actor: Actor, brief_id: str, file: SideFile, *, now: Instant, db: Session) -> SideFile:
    """Keep a file that lies in the safe as part of the brief; its history names it. Raises: as `prepare`."""
    brief = _with_room(actor, brief_id, db=db)
    briefs.keep_sides(actor, brief, (*brief.access.sides, file), now=now, db=db)
    return file


def _with_room(actor: Actor, brief_id: str, *, db: Session) -> Brief:
    brief = briefs.own(actor, actions.running(actor, brief_id, db=db).id, db=db)
    if len(brief.access.sides) >= MOST_SIDES:
        raise Refused("casting.too_many_sides", f"A role has at most {MOST_SIDES} files of sides.")
    return brief


def drop(actor: Actor, brief_id: str, sides_id: str, safe: Safe, *, now: Instant, db: Session) -> None:
    """Take a file out and destroy it; who opened it stays written down. Raises: NotFound(`casting.no_brief`, `casting.no_sides`)."""
    brief = briefs.own(actor, brief_id, db=db)
    gone = _one(brief, sides_id)
    left = tuple(one for one in brief.access.sides if one.id != gone.id)
    briefs.keep_sides(actor, brief, left, now=now, db=db)
    db.after_commit(lambda: safe.destroy([gone.place]))


def _one(brief: Brief, sides_id: str) -> SideFile:
    found = next((one for one in brief.access.sides if one.id == sides_id), None)
    if found is None:
        raise NotFound("casting.no_sides", "There are no such sides.")
    return found


def opened(actor: Actor, brief_id: str, sides_id: str, *, now: Instant, db: Session) -> SideFile:
    """A file for the creator's team, or for whoever the brief is shown to and its title told; that they opened it is written down.

    Raises: NotFound(`casting.no_brief`, `casting.no_role`, `casting.no_sides`), Refused(`casting.title_kept_back`).
    """
    if actor.role is Role.CREATOR:
        return _one(actions.brief(actor, brief_id, db=db), sides_id)
    seen = roles.find(actor, brief_id, now=now, db=db)
    file = _one(seen.brief, sides_id)
    if seen.keeps_back:
        raise Refused("casting.title_kept_back", "Accept first to keep the title and the sides to yourself.")
    store_access.add(brief_id, actor.person_id, What.SIDES, now, db=db)
    return file


def plaintext(file: SideFile, safe: Safe) -> Iterator[bytes]:
    """A file in the clear. Raises: as `Safe.read`."""
    return safe.read(*file.place)
