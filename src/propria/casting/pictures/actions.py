"""Pictures under consent: a performer keeps some, signs one statement that publishes exactly these, takes any back by one tap.

Only the performer's own signature publishes; the operator, a representative or a creator has no act that does.
"""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

from propria.casting.pictures import rules, store, texts
from propria.casting.pictures.files import Drawn
from propria.casting.pictures.model import Picture, names
from propria.consent import actions as consent
from propria.kernel.errors import NotFound, Refused, Unverified
from propria.kernel.ids import PerformerId, PersonId, PictureId, new_id
from propria.kernel.time import Instant, instant, wire
from propria.likeness.orders import actions as orders
from propria.likeness.orders.model import Holding
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties import rules as parties_rules
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, Notary, SigningRequest

PUBLISHED, TAKEN_BACK = "pictures.published", "pictures.taken_back"


def own(actor: Actor, *, db: Session) -> list[Picture]:
    """The actor's own pictures, oldest first. Raises: NotFound(`parties.no_performer`)."""
    return store.of_performers([parties.own_profile(actor, db=db).id], db=db)


def prepare(actor: Actor, drawn: Drawn, *, now: Instant, db: Session) -> Picture:
    """A picture before its bytes are kept. Raises: NotFound(`parties.no_performer`), Refused(`casting.too_many_pictures`)."""
    rules.may_add(own(actor, db=db))
    performer = parties.own_profile(actor, db=db)
    return Picture(
        id=PictureId(new_id("picture")),
        performer_id=performer.id,
        subject=performer.subject,
        digest=hashlib.sha256(drawn.data).hexdigest(),
        media_type=drawn.media_type,
        width=drawn.width,
        height=drawn.height,
        size_bytes=len(drawn.data),
        kept_at=now,
    )


def keep(actor: Actor, picture: Picture, *, db: Session) -> Picture:
    """Its bytes are in the safe: it is kept, for its performer alone. Raises: Refused(`casting.too_many_pictures`)."""
    rules.may_add(own(actor, db=db))
    store.add(picture, db=db)
    return picture


def draft(
    actor: Actor, wanted: Sequence[str], until: Instant, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the one statement that publishes these pictures, for the performer's own signature.

    Raises: NotFound(`parties.no_performer`, `casting.no_picture`), Malformed(`casting.no_picture_chosen`),
    Refused(`casting.pictures_until`).
    """
    performer = parties.own_profile(actor, db=db)
    chosen = rules.chosen(own(actor, db=db), wanted)
    end = rules.until(until, now=now)
    body = {
        "performer": performer.id,
        "pictures": [picture.named for picture in chosen],
        "purpose": "casting",
        "shown": list(rules.PLACES),
        "never": ["train", "generate", "match_faces", "publish_elsewhere"],
        "until": wire(end),
    }
    words = Draft(PUBLISHED, performer.subject, body, *texts.published(performer, chosen, end))
    return record.draft(words, actor.person_id, texts.SHEET, return_url=return_url, now=now, db=db)


def publish(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `pictures.published`; the newest counts, and what it does not name is shown no more.

    Raises: Forbidden(`parties.not_yours`), Refused(`casting.picture_gone`, `casting.pictures_until`).
    """
    body = signed.body
    performer = parties.performer(body["performer"], db=db)
    parties_rules.is_own(by, performer)
    kept = [one for one in store.of_performers([performer.id], db=db) if names(body, one)]
    if len(kept) != len(body["pictures"]):
        raise Refused(
            "casting.picture_gone", "One of these pictures is not kept any more; write it down anew."
        )
    end = rules.until(instant(body["until"]), now=now)
    store.publish(performer.id, [one.id for one in kept], signed.statement.id, end, db=db)


def take_back(
    actor: Actor, wanted: Sequence[str], *, safe: Safe, notary: Notary, now: Instant, db: Session
) -> None:
    """Pictures are shown no more from here on, and the operator's copy is destroyed; of what was published the log says so.

    It takes no signature: it only ends. Raises: NotFound(`casting.no_picture`), Malformed(`casting.no_picture_chosen`).
    """
    performer = parties.own_profile(actor, db=db)
    chosen = rules.chosen(own(actor, db=db), wanted)
    published = [picture for picture in chosen if picture.statement_id is not None]
    is_kept = bool(orders.binding(performer.id, now=now, db=db))
    _destroy(chosen, safe, now=now, db=db)
    if published:
        body: dict[str, Any] = {
            "performer": performer.id,
            "pictures": [picture.named for picture in published],
            "statements": sorted({str(picture.statement_id) for picture in published}),
            "at": wire(now),
        }
        words = texts.taken_back(performer, published, is_kept=is_kept)
        record.sign_as_operator(Draft(TAKEN_BACK, performer.subject, body, *words), notary, now=now, db=db)


def _destroy(pictures: Collection[Picture], safe: Safe, *, now: Instant, db: Session) -> None:
    """While an order to preserve binds they are sealed in its place: nobody is shown them, and they are destroyed after it."""
    bound = {who for who in {one.performer_id for one in pictures} if orders.binding(who, now=now, db=db)}
    store.seal([one.id for one in pictures if one.performer_id in bound], now, db=db)
    over = [one for one in pictures if one.performer_id not in bound]
    store.forget([picture.id for picture in over], db=db)
    gone = [(picture.blob_key, picture.id) for picture in over]
    db.after_commit(lambda: safe.destroy(gone))


def held(performer_id: str, db: Session) -> Holding:
    """How many pictures there are of a performer, and how many of them an order alone keeps."""
    sealed = sum(one.performer_id == performer_id for one in store.sealed(db=db))
    return Holding(len(store.of_performers([performer_id], db=db)) + sealed, sealed)


def drop_ended(safe: Safe, *, now: Instant, db: Session) -> int:
    """What is published no more, what nobody signed for in time, and what an order kept, is destroyed; how many were over."""
    over = [picture for picture in store.every(db=db) if rules.is_over(picture, now=now)]
    over += store.sealed(db=db)
    if over:
        _destroy(over, safe, now=now, db=db)
    return len(over)


def sweep(safe: Safe, *, db: Session) -> int:
    """Bytes that a crash left without a row are destroyed, when nobody else writes; how many."""
    strays = set(safe.blobs.keys("pictures")) - {
        picture.blob_key for picture in (*store.every(db=db), *store.sealed(db=db))
    }
    safe.destroy([(key, key.rpartition("/")[2]) for key in sorted(strays)])
    return len(strays)


def seen(actor: Actor, performer_id: str, picture_id: str, *, now: Instant, db: Session) -> Picture:
    """A picture that this reader may look at now: their own, or one that its performer's signed words publish to creators.

    Raises: NotFound(`casting.no_picture`) for anything else.
    """
    picture = store.find(picture_id, db=db)
    if picture is None or picture.performer_id != performer_id:
        raise rules.no_picture()
    if parties.performer(performer_id, db=db).person_id != actor.person_id:
        _may_look(actor, picture, now=now, db=db)
    return picture


def _may_look(actor: Actor, picture: Picture, *, now: Instant, db: Session) -> None:
    try:
        parties.own_creator(actor, db=db)
        shown = picture in shown_of([picture.performer_id], now=now, db=db).get(picture.performer_id, ())
        said = record.statement(picture.statement_id or "", db=db).statement
    except NotFound:
        raise rules.no_picture() from None
    if not shown or said.subject != picture.subject or not names(said.body, picture):
        raise rules.no_picture()


def shown_of(
    performer_ids: Collection[str], *, now: Instant, db: Session
) -> dict[PerformerId, tuple[Picture, ...]]:
    """What creators are shown of these performers now: published, open under their name, denied by nobody."""
    found: dict[PerformerId, tuple[Picture, ...]] = {}
    published = [p for p in store.of_performers(performer_ids, db=db) if p.is_published(now)]
    if not published:
        return found
    open_by_name = consent.shown_of({p.performer_id for p in published}, now=now, db=db)
    hidden = parties.contested(db=db)
    for picture in published:
        if picture.performer_id in open_by_name and picture.performer_id not in hidden:
            found[picture.performer_id] = (*found.get(picture.performer_id, ()), picture)
    return found


def data_of(picture: Picture, safe: Safe) -> bytes:
    """Its bytes, checked against its digest. Raises: Unverified(`casting.other_picture`), and as `Safe.read`."""
    whole = b"".join(safe.read(picture.blob_key, picture.id))
    if hashlib.sha256(whole).hexdigest() != picture.digest:
        raise Unverified("casting.other_picture", "Other bytes are kept than were signed for.")
    return whole
