"""When identity is evidenced, who hears that a name is claimed again, and what follows for whoever vouched."""

from propria.kernel.errors import Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import store
from propria.parties.events import NameClaimedAgain, PerformerClaimed
from propria.parties.identity import rules, store_vouching, texts_vouching
from propria.parties.identity import store as store_identity
from propria.parties.model import Performer, Strength
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.record import actions as record
from propria.record.model import Draft, Notary, Words


def is_shared(performer: Performer, *, db: Session) -> bool:
    """Whether somebody else has the name: an evidenced performer, or a name that was imported."""
    return bool(store_vouching.namesakes(performer, db=db))


def tell_holders(performer: Performer, *, now: Instant, db: Session) -> None:
    """Whoever holds the name already hears that it is claimed again."""
    held = [person for _, person in store_vouching.namesakes(performer, db=db) if person is not None]
    if held:
        publish(NameClaimedAgain(performer.id, tuple(held), now), db=db)


def settle(performer: Performer, *, alone: bool, now: Instant, db: Session) -> Performer:
    """The profile as what shows its identity leaves it: evidenced once there is enough.

    `alone`: the library takes its operator's word alone where nobody else has the name.
    """
    seen = rules.from_profile(performer, store_identity.of(performer.id, db=db))
    found = rules.strength(seen)
    if performer.is_evidenced:
        if performer.by_operator and found is Strength.OUTSIDE:
            store_identity.mark_outside(performer.id, db=db)
    elif rules.is_enough(seen, is_shared=is_shared(performer, db=db), alone=alone):
        domain, by_operator = rules.domain_of(seen), found is Strength.OPERATOR
        store_identity.mark_evidenced(performer.id, now, domain=domain, by_operator=by_operator, db=db)
        publish(PerformerClaimed(performer.id, seen[-1].by, now), db=db)
    return store.performer(performer.id, db=db)


def may_vouch(person_id: PersonId, *, db: Session) -> None:
    """Whoever vouched for a denied listing looks at nobody's papers. Raises: Refused(`parties.voucher_flagged`)."""
    if person_id in store_vouching.flags(db=db):
        raise Refused(
            "parties.voucher_flagged",
            "A listing whose papers you saw is denied. Until that is answered or ruled on, you vouch for nobody.",
        )


def vouchers(performer: Performer, *, db: Session) -> list[PersonId]:
    """Whose of the operator's people saw this performer's papers."""
    seen = store_identity.of(performer.id, db=db)
    return sorted({p for one in seen if one.route in rules.REVIEWED for p in one.seen_by})


def flag(performer: Performer, notary: Notary, *, ruled: bool, now: Instant, db: Session) -> list[PersonId]:
    """Whoever saw the papers behind a listing vouches for nobody from now on, in the log; `ruled`: for good."""
    people, flags = vouchers(performer, db=db), store_vouching.flags(db=db)
    for person_id in people:
        if person_id not in flags or ruled:
            words = texts_vouching.flagged(store.person(person_id, db=db), ruled=ruled)
            said = _say("voucher.flagged", person_id, words, notary, ruled=ruled, now=now, db=db)
            store_vouching.flag(person_id, said, db=db)
    return people


def clear(performer: Performer, notary: Notary, *, now: Instant, db: Session) -> None:
    """The flags come off once nothing else that those people vouched for is denied; after a ruling, never."""
    ruled = {
        s.statement.id
        for s in record.statements_of_type("voucher.flagged", db=db)
        if s.statement.body["ruled"]
    }
    flags = store_vouching.flags(db=db)
    for person_id in vouchers(performer, db=db):
        if flags.get(person_id, "") in ({""} | ruled) or store_vouching.seen_and_denied(person_id, db=db):
            continue
        words = texts_vouching.cleared(store.person(person_id, db=db))
        _say("voucher.cleared", person_id, words, notary, ruled=False, now=now, db=db)
        store_vouching.flag(person_id, None, db=db)


def _say(
    kind: str, person_id: PersonId, words: Words, notary: Notary, *, ruled: bool, now: Instant, db: Session
) -> str:
    person = store.person(person_id, db=db)
    keys = [k.public.key_id for k in store.keys_of(person_id, db=db) if k.is_bound]
    draft = Draft(kind, person.subject, {"person": person.id, "keys": keys, "ruled": ruled}, *words)
    return str(record.sign_as_operator(draft, notary, now=now, db=db)[0].statement.id)
