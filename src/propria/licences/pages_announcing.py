"""What the page of a licence tells of its announcement: the exact words, who signed them, what is to be done. Decides nothing."""

from dataclasses import dataclass

from propria.deals.model import Side
from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import announcers, announcing, texts_announcing
from propria.licences.model import Licence
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice
from propria.plumbing.web.words import Words
from propria.scope.words import AXIS_WORDS
from propria.web.typed_form import Pick

WITHHELD = (Deal.WITHDRAWN, Deal.EXPIRED)


@dataclass(frozen=True)
class Announcing:
    """The announcement as one side sees it: `says` its words if anybody signed them, `pick` what may be added to new ones.

    `here`: the reader or their side has signed it; `waits`: others of their side have not yet.
    """

    says: Words | None
    here: bool
    waits: bool
    there: bool
    may_sign: bool
    pick: Pick


def announcing_of(actor: Actor, licence: Licence, *, now: Instant, db: Session) -> Announcing:
    """What is signed of a licence's announcement, and whether this person signs next."""
    found = announcing.announcement_of(licence.id, db=db)
    side = _side(actor, licence, now=now, db=db)
    other = Side.CREATOR if side is Side.PERFORMER else Side.PERFORMER
    own = found is not None and actor.person_id in found.hands
    here = found is not None and side is not None and found.signed_by(side) is not None
    return Announcing(
        says=None if found is None else Words(*texts_announcing.announced(side or Side.CREATOR, found.says)),
        here=here or own,
        waits=own and not here,
        there=found is not None and found.signed_by(other) is not None,
        may_sign=side is not None and licence.withdrawn_at_entry is None,
        pick=Pick(
            "shows",
            Words(
                "除当事人、作品名与作品类别之外，还公开",
                "Say as well, beside the parties, the title and the kind of work",
            ),
            tuple(Choice(axis, Words(*AXIS_WORDS[axis])) for axis in announcing.MAY_SHOW),
        ),
    )


def _side(actor: Actor, licence: Licence, *, now: Instant, db: Session) -> Side | None:
    """On which side the reader signs, if they may."""
    try:
        return announcers.announces(actor.person_id, licence, now=now, db=db)[0]
    except PropriaError:
        return None
