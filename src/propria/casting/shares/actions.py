"""Share links: one named recipient reads a shortlist until it expires; every opening is written down with who was shown.

A link shows what is public of whoever is still open under their name: no casting profile, no note, nobody else. What is
wrong, ended or expired is answered alike.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from propria.casting import actions, listed, store
from propria.casting.access import rules as rules_access
from propria.casting.model import Brief, Look, Share
from propria.casting.shares import rules as rules_shares
from propria.casting.shares import store as store_shares
from propria.consent.model import Openness
from propria.kernel.errors import NotFound
from propria.kernel.ids import ShareId, new_id
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session

SECRET_BYTES = 32


@dataclass(frozen=True)
class Shown:
    """What a link shows: the brief's title and role, and who is kept, open and named now."""

    share: Share
    brief: Brief
    people: tuple[tuple[Performer, Openness], ...]


def make(
    actor: Actor, brief_id: str, recipient: str, expires_at: Instant, *, now: Instant, db: Session
) -> tuple[Share, str]:
    """A link for one recipient, and its secret, which is not kept.

    Raises: NotFound(`casting.no_brief`), Malformed(`casting.share_unclear`), Refused(`casting.too_many_shares`).
    """
    brief = actions.brief(actor, brief_id, db=db)
    name = rules_shares.checked(recipient, expires_at, now=now)
    rules_shares.may_add(store_shares.count_open(brief.id, now, db=db))
    secret = secrets.token_hex(SECRET_BYTES)
    share = Share(ShareId(new_id("share")), brief.id, _hash(secret), name, actor.person_id, now, expires_at)
    store_shares.add(share, db=db)
    return share, secret


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def of_brief(actor: Actor, brief_id: str, *, db: Session) -> tuple[Brief, list[Share]]:
    """The links of one's brief and who looked, newest first. Raises: NotFound(`casting.no_brief`)."""
    brief = actions.brief(actor, brief_id, db=db)
    return brief, store_shares.of_brief(brief.id, db=db)


def end(actor: Actor, share_id: str, *, now: Instant, db: Session) -> Share:
    """The link shows nothing any more; what was seen stays written down. Raises: NotFound(`casting.no_share`)."""
    share = store_shares.find(share_id, db=db)
    try:
        actions.brief(actor, share.brief_id, db=db)
    except NotFound as stranger:
        raise NotFound("casting.no_share", "This link shows nothing.") from stranger
    store_shares.end(share.id, now, db=db)
    return share


def look(share_id: str, secret: str, *, now: Instant, db: Session) -> Shown:
    """What the link shows now; that it was opened is written down first. Raises: NotFound(`casting.no_share`)."""
    share = store_shares.find(share_id, db=db)
    if not hmac.compare_digest(share.secret_hash, _hash(secret)) or not share.is_open(now):
        raise NotFound("casting.no_share", "This link shows nothing.")
    kept = [one.performer_id for one in store.shortlist(share.brief_id, db=db)]
    people = parties.performers(kept, db=db)
    found = [(people[who], openness) for who, openness in listed.of(kept, now=now, db=db).items()]
    seen = Look(len(share.looks) + 1, now, tuple(performer.id for performer, _ in found))
    store_shares.add_look(share.id, seen, db=db)
    return Shown(share, rules_access.outside(store_shares.brief_of(share, db=db)), tuple(found))
