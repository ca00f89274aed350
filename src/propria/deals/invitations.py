"""Invitations: a code by which a performer who is not listed lets whoever holds it put terms to them.

It is the performer's word that they may be asked, so its holder may learn what an offer tells. Nobody learns it by their public id.
"""

from propria.deals import store_invitations as store
from propria.kernel.errors import Refused
from propria.kernel.ids import InvitationId, PerformerId, new_id
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session

MOST = 50


def invite(actor: Actor, *, now: Instant, db: Session) -> InvitationId:
    """Make one for one's own profile. Raises: NotFound(`parties.no_performer`), Refused(`deals.too_many_invitations`)."""
    performer = parties.own_profile(actor, db=db)
    if len(store.of(performer.id, db=db)) >= MOST:
        raise Refused("deals.too_many_invitations", f"{MOST} invitations stand; end one first.", most=MOST)
    made = InvitationId(new_id("invitation"))
    store.add(made, performer.id, now, db=db)
    return made


def own(actor: Actor, *, db: Session) -> list[InvitationId]:
    """Those that stand, the newest first. Raises: NotFound(`parties.no_performer`)."""
    return store.of(parties.own_profile(actor, db=db).id, db=db)


def end(actor: Actor, invitation_id: str, *, db: Session) -> None:
    """End one; talks that it began go on. One that is not the actor's, or stands no more, changes nothing.

    Raises: NotFound(`parties.no_performer`).
    """
    store.drop(invitation_id, parties.own_profile(actor, db=db).id, db=db)


def whose(code: str, *, db: Session) -> PerformerId | None:
    """Who gave out this invitation; None where it stands no more, or is none."""
    return store.whose(code, db=db)
