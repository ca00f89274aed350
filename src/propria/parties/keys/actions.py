"""Several signing keys of one person: naming one, taking one out of use. How a key is bound is in `actions`."""

from propria.kernel.errors import NotFound
from propria.kernel.ids import KeyId, PersonId, StatementId
from propria.kernel.time import Instant
from propria.parties import rules, store, texts
from propria.parties.events import KeyRevoked
from propria.parties.keys import store as store_keys
from propria.parties.model import Actor, SigningKey
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest


def own_key(person_id: str, key_id: str, *, db: Session) -> SigningKey:
    """One key of a person's own. Raises: NotFound(`parties.no_key`)."""
    found = store.key(key_id, db=db)
    if found.person_id != person_id:
        raise NotFound("parties.no_key", "There is no such signing key.")
    return found


def name_key(actor: Actor, key_id: str, name: str, *, db: Session) -> None:
    """The owner's word for a key, shown to them alone.

    Raises: NotFound(`parties.no_key`), Refused(`parties.key_name_unusable`).
    """
    found = own_key(actor.person_id, key_id, db=db)
    store_keys.name_key(found.public.key_id, rules.key_name(name), db=db)


def draft_revocation(
    actor: Actor, key_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that a key is out of use; any key that signs for its person signs that.

    Raises: NotFound(`parties.no_key`), Refused(`parties.key_not_in_use`).
    """
    found = own_key(actor.person_id, key_id, db=db)
    rules.is_in_use(found)
    person = store.person(actor.person_id, db=db)
    others = [k for k in store.keys_of(person.id, db=db) if k.signs and k.public.key_id != key_id]
    words = texts.key_revoked(person, key_id)
    draft = Draft("key.revoked", person.subject, {"key_id": key_id}, *words)
    sheet = texts.revoking_sheet(is_last=not others)
    return record.draft(draft, person.id, sheet, return_url=return_url, now=now, db=db)


def revoke_key(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `key.revoked`; idempotent. Raises: NotFound(`parties.no_key`)."""
    found = own_key(by, signed.body["key_id"], db=db)
    store.revoke_key(found.public.key_id, StatementId(signed.statement.id), db=db)
    publish(KeyRevoked(by, KeyId(found.public.key_id), now), db=db)
