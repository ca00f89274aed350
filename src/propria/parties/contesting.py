"""What becomes of a profile, its keys and its mandates when somebody denies the hand behind them. It decides no denial."""

from propria.kernel.ids import KeyId
from propria.kernel.time import Instant
from propria.parties import store, texts
from propria.parties.events import MandateRevoked
from propria.parties.model import Contest, Performer, Person, Role, SigningKey
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement


def contest(performer: Performer, how: Contest, *, hides_at: Instant | None, db: Session) -> None:
    """From now on the profile stands like this in public, and hides by itself at `hides_at`."""
    store.contest(performer.id, how, hides_at, db=db)


def bound_keys(performer: Performer, *, db: Session) -> list[SigningKey]:
    """The keys that were ever bound to the person behind a profile."""
    return [k for k in store.keys_of(performer.person_id or "", db=db) if k.is_bound]


def void_keys(performer: Performer, notary: Notary, *, now: Instant, db: Session) -> list[KeyId]:
    """The keys behind a profile were another's: nothing that they ever signed counts, and they sign no more.

    Each is revoked since the entry that bound it; the entries stay.
    """
    found = bound_keys(performer, db=db)
    for key in found:
        body = {"key_id": key.public.key_id, "since": _bound_at(key, db=db).entry_index}
        words = Draft("key.revoked", performer.subject, body, *texts.key_void(key.public.key_id))
        signed, _ = record.sign_as_operator(words, notary, now=now, db=db)
        store.revoke_key(key.public.key_id, signed.statement.id, db=db)
    return [KeyId(k.public.key_id) for k in found]


def _bound_at(key: SigningKey, *, db: Session) -> StoredStatement:
    return record.statement(key.bound_by or "", db=db)


def void_mandates(performer: Performer, entry_index: int, *, now: Instant, db: Session) -> list[Person]:
    """Whoever acted under a mandate of that hand acts no more; they, to be told."""
    running = [m for m in store.mandates(performer_id=performer.id, db=db) if m.revoked_at_entry is None]
    for mandate in running:
        store.revoke_mandate(mandate.id, entry_index, db=db)
        publish(MandateRevoked(performer.id, mandate.id, entry_index, now), db=db)
    return [store.person(i, db=db) for i in {m.representative_id for m in running}]


def operators(*, db: Session) -> list[Person]:
    """Everybody who operates the library."""
    return store.people_of(Role.OPERATOR, db=db)
