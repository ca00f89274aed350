"""Who joins, who proves what, who may act for whom."""

from collections.abc import Iterable

from propria.kernel.errors import Forbidden, NotFound, Refused
from propria.kernel.ids import (
    CreatorId,
    KeyId,
    PerformerId,
    PersonId,
    StatementId,
    SubjectId,
    new_id,
)
from propria.kernel.time import Instant
from propria.parties import as_signed, rules, store, texts
from propria.parties.colleagues import actions as colleagues
from propria.parties.estates import rules as rules_estates
from propria.parties.estates import store as store_estates
from propria.parties.events import KeyAdded
from propria.parties.groups import store as store_groups
from propria.parties.identity import rules as rules_identity
from propria.parties.identity import store as store_identity
from propria.parties.identity import vouching
from propria.parties.mandates import rules as rules_mandates
from propria.parties.minors import rules as rules_minors
from propria.parties.minors import store as store_minors
from propria.parties.model import (
    Actor,
    Creator,
    Evidence,
    Exercise,
    Mandate,
    Performer,
    Person,
    Role,
    SigningKey,
)
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import PublicKey, SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, KeyInUse, Notary, SigningRequest


def join(zh: str, en: str, role: Role, *, demo_name: str | None = None, db: Session) -> Person:
    """A new person, known only by the name they give. Raises: Refused(`parties.name_unusable`)."""
    name = rules.readable_name(zh, en)
    new = Person(PersonId(new_id("person")), SubjectId(new_id("subject")), name, role, demo_name)
    store.add_person(new, db=db)
    return new


def actor_of(person_id: str, *, db: Session) -> Actor:
    """The person as somebody who acts. Raises: NotFound(`parties.no_person`)."""
    found = store.person(person_id, db=db)
    return Actor(found.id, found.name, found.role)


def import_performers(
    actor: Actor, rows: Iterable[tuple[str, str, str]], *, now: Instant, db: Session
) -> list[Performer]:
    """Take in names and contacts that nobody signed: unclaimed, never shown, gone after 90 days.

    `rows` are (zh name, en name, contact). Raises: Forbidden(`parties.wrong_role`), Refused(`parties.name_unusable`).
    """
    rules.only(Role.OPERATOR, actor)
    read = [(rules.readable_name(zh, en), contact) for zh, en, contact in rows]
    new = [
        Performer(
            id=PerformerId(new_id("performer")),
            subject=SubjectId(new_id("subject")),
            name=name,
            person_id=None,
            domain=None,
            imported_at=now,
            import_expires_at=now + rules.IMPORT_LIFETIME,
        )
        for name, _ in read
    ]
    if new:
        store.add_performers(new, [contact for _, contact in read], db=db)
    return new


def imported(actor: Actor, *, db: Session) -> list[Performer]:
    """The unclaimed, for the operator alone. Raises: Forbidden(`parties.wrong_role`)."""
    rules.only(Role.OPERATOR, actor)
    return store.unclaimed(db=db)


def performer_of_subject(subject: str, *, db: Session) -> Performer:
    """The performer whom statements about this subject concern. Raises: NotFound(`parties.no_performer`)."""
    return store.performer_by_subject(subject, db=db)


def lapse_imports(*, now: Instant, db: Session) -> int:
    """Forget imports past their 90 days; how many went."""
    return store.drop_expired_imports(now, db=db)


def add_signing_key(
    actor: Actor,
    public: PublicKey,
    credential_id: bytes | None,
    *,
    return_url: str,
    now: Instant,
    db: Session,
) -> SigningRequest:
    """Keep a new signing key and draft the statement by which it comes to stand for its person.

    A performer needs evidence of identity first. Raises: Refused(`parties.not_evidenced`).
    """
    person = store.person(actor.person_id, db=db)
    _may_bind_key(person, db=db)
    store.add_key(SigningKey(public, person.id, credential_id, is_bound=False, added_at=now), db=db)
    words = texts.key_bound(person, public)
    draft = Draft(record.KEY_BINDING, person.subject, {"person": person.id, "key": public.to_json()}, *words)
    return record.draft(draft, person.id, texts.key_sheet(), return_url=return_url, now=now, db=db)


def _may_bind_key(person: Person, *, db: Session) -> None:
    evidence = evidence_of(person.id, db=db)
    shared = False
    if evidence and person.role is Role.PERFORMER:
        profile = store.performer_of(person.id, db=db)
        shared = not profile.is_evidenced and vouching.is_shared(profile, db=db)
    rules_identity.may_bind_key(person, evidence, is_shared=shared)


def evidence_of(person_id: str, *, db: Session) -> list[Evidence]:
    """All that shows who somebody is: a performer by their profile, anybody else by themselves."""
    try:
        profile = store.performer_of(person_id, db=db)
    except NotFound:
        return store_identity.of(person_id, db=db)
    return evidence_about(profile, db=db)


def evidence_about(performer: Performer, *, db: Session) -> list[Evidence]:
    """All that shows who a performer is; of a group, whichever member is shown least."""
    members = store_groups.members(performer.id, db=db)
    if members:
        people = store.performers([m.performer_id for m in members], db=db).values()
        return min((evidence_about(one, db=db) for one in people), key=rules_identity.weight)
    return rules_identity.from_profile(performer, store_identity.of(performer.id, db=db))


def evidence_about_all(
    performers: Iterable[Performer], *, db: Session
) -> dict[PerformerId, tuple[Evidence, ...]]:
    """All that shows who each of these performers is, read at once."""
    people, groups = list(performers), store_groups.groups(db=db)
    kept = store_identity.of_many([one.id for one in people], db=db)
    alone = {
        one.id: tuple(rules_identity.from_profile(one, kept.get(one.id, ())))
        for one in people
        if one.id not in groups
    }
    return alone | {one.id: tuple(evidence_about(one, db=db)) for one in people if one.id in groups}


def bind_key(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, notary: Notary
) -> None:
    """The signed `key.bound`: the operator adds what it saw of the person's identity, and the key may sign.

    The first key binds itself; every other one is bound by a key that signs for the person already.

    Raises: Refused(`parties.not_evidenced`, `parties.other_key_binds`), Forbidden(`parties.not_yours`).
    """
    person = store.person(by, db=db)
    _may_bind_key(person, db=db)
    new = store.key(signed.body["key"]["key_id"], db=db)
    rules.binds(store.key(signed.key.key_id, db=db), new, store.keys_of(person.id, db=db))
    attest_key(person, new, StatementId(signed.statement.id), notary, now=now, db=db)
    publish(KeyAdded(person.id, KeyId(new.public.key_id), now), db=db)


def attest_key(
    person: Person, new: SigningKey, bound_by: StatementId, notary: Notary, *, now: Instant, db: Session
) -> None:
    """The operator says what it saw of the person's identity; from now on the key signs for them."""
    evidence = rules_identity.attested(person, evidence_of(person.id, db=db))
    words = Draft(
        "identity.attested",
        person.subject,
        {"person": person.id, "key": new.public.to_json(), **evidence, "bound_by": bound_by},
        *texts.identity_attested(person, evidence),
    )
    attested, _ = record.sign_as_operator(words, notary, now=now, db=db)
    store.bind_key(KeyId(new.public.key_id), bound_by, StatementId(attested.statement.id), db=db)


def attest_anew(person_id: str, notary: Notary, *, now: Instant, db: Session) -> None:
    """Something else shows now who somebody is: the operator says so of every key that signs for them."""
    person = store.person(person_id, db=db)
    shown = rules_identity.attested(person, evidence_of(person.id, db=db))
    for key in store.keys_of(person.id, db=db):
        if key.signs and key.bound_by and key.attested_by:
            said = record.statement(key.attested_by, db=db).statement.body
            if not rules_identity.is_said(shown, said):
                attest_key(person, key, key.bound_by, notary, now=now, db=db)


def resolver(*, db: Session) -> record.KeyResolver:
    """The key resolver that the record is handed."""

    def resolve(key_id: str) -> KeyInUse:
        key = store.key(key_id, db=db)
        bound_by = tuple(i for i in (key.bound_by, key.attested_by, key.revoked_by) if i)
        signs = key.signs and not store_estates.person_died(key.person_id, db=db)
        return KeyInUse(key.public, key.person_id, signs, bound_by, key.barred_until)

    return resolve


def signing_keys(person_id: str, *, db: Session) -> list[SigningKey]:
    """A person's signing keys, bound or not."""
    return store.keys_of(person_id, db=db)


def authority(
    person_id: PersonId,
    performer_id: str,
    exercise: Exercise,
    *,
    at_entry: int,
    now: Instant,
    db: Session,
) -> Mandate | None:
    """By what right a person acts for a performer: None is their own key, a minor's guardian or a holder of the estate,
    otherwise the mandate used.

    Raises: Forbidden(`parties.no_mandate_held`, `parties.performer_died`), Refused(`parties.mandate_*`, `parties.power_missing`,
    `parties.own_key_needed`, `parties.scope_beyond_mandate`, `parties.below_mandate_floor`).
    """
    performer = store.performer(performer_id, db=db)
    members = store_groups.members(performer.id, db=db)
    if members:
        people = store.performers([m.performer_id for m in members], db=db).values()
        if any(_in_own_right(person_id, one, at_entry=at_entry, db=db) for one in people):
            return None
        raise Forbidden("parties.no_mandate_held", "You hold no mandate of this performer.")
    if rules_estates.has_died(store_estates.death(performer.id, db=db), at_entry):
        rules_estates.estate_acts(person_id, performer, store_estates.heirs(performer_id=performer.id, db=db))
        return None
    if performer.person_id == person_id or _guards(person_id, performer, now, db):
        return None
    held = store.mandates(performer_id=performer_id, representative_id=person_id, db=db)
    if not held:
        raise Forbidden("parties.no_mandate_held", "You hold no mandate of this performer.")
    chains = [chain_of(mandate, db=db) for mandate in held]
    return rules_mandates.mandate_for(chains, exercise, now=now, at_entry=at_entry)


def _in_own_right(person_id: PersonId, performer: Performer, *, at_entry: int, db: Session) -> bool:
    if not rules_estates.has_died(store_estates.death(performer.id, db=db), at_entry):
        return performer.person_id == person_id
    heirs = store_estates.heirs(performer_id=performer.id, db=db)
    return any(one.person_id == person_id for one in heirs)


def _guards(person_id: PersonId, performer: Performer, now: Instant, db: Session) -> bool:
    mine = store_minors.wards(performer_id=performer.id, guardian_id=person_id, db=db)
    is_minor = rules_minors.is_minor(store_minors.birth(performer.id, db=db), now)
    return is_minor and any(w.attested_by is not None for w in mine)


def chain_of(mandate: Mandate, *, db: Session) -> rules_mandates.Chain:
    """A mandate, and those that it was passed on from, up to the one that the performer gave, each as it was signed."""
    chain = [as_signed.mandate(mandate, db=db)]
    while (parent := chain[-1].parent_id) is not None:
        chain.append(as_signed.mandate(store.mandate(parent, db=db), db=db))
    return tuple(chain)


def mandates_of(performer_id: str, *, db: Session) -> list[Mandate]:
    """Every mandate that a performer ever signed."""
    return store.mandates(performer_id=performer_id, db=db)


def check_mandate(mandate_id: str, exercise: Exercise, *, at_entry: int, now: Instant, db: Session) -> None:
    """One mandate allowed an act at a log entry, for checks after the fact.

    Raises: NotFound(`parties.no_mandate`), Refused(`parties.mandate_*`, `parties.power_missing`,
    `parties.own_key_needed`, `parties.scope_beyond_mandate`).
    """
    chain = chain_of(store.mandate(mandate_id, db=db), db=db)
    if rules_estates.has_died(store_estates.death(chain[0].performer_id, db=db), at_entry):
        raise Refused("parties.mandate_frozen", "The performer has died; every mandate is frozen.")
    rules_mandates.chain_allows(chain, exercise, now=now, at_entry=at_entry)


def mandates_held(person_id: str, *, db: Session) -> list[Mandate]:
    """Every mandate that a representative ever held."""
    return store.mandates(representative_id=person_id, db=db)


def performer(performer_id: str, *, db: Session) -> Performer:
    """A profile, for contexts that have decided who may know of it. Raises: NotFound(`parties.no_performer`)."""
    return store.performer(performer_id, db=db)


def performers(ids: Iterable[str], *, db: Session) -> dict[PerformerId, Performer]:
    """Several profiles by id."""
    return store.performers(ids, db=db)


def contested(*, db: Session) -> set[PerformerId]:
    """Whose profiles somebody denies, in whatever way."""
    return store.contested(db=db)


def own_profile(actor: Actor, *, db: Session) -> Performer:
    """The actor's own profile. Raises: NotFound(`parties.no_performer`)."""
    return store.performer_of(actor.person_id, db=db)


def person(person_id: str, *, db: Session) -> Person:
    """A person, for contexts that have decided who may know of them. Raises: NotFound(`parties.no_person`)."""
    return store.person(person_id, db=db)


def role_of(person_id: str, *, db: Session) -> Role | None:
    """What somebody is here, for contexts that name them; None where nobody has this id."""
    try:
        return store.person(person_id, db=db).role
    except NotFound:
        return None


def found_creator(actor: Actor, zh: str, en: str, *, db: Session) -> Creator:
    """The organisation that the actor makes productions for. Raises: Forbidden(`parties.wrong_role`)."""
    rules.only(Role.CREATOR, actor)
    new = Creator(CreatorId(new_id("creator")), actor.person_id, rules.readable_name(zh, en))
    store.add_creator(new, db=db)
    return new


def creator(creator_id: str, *, db: Session) -> Creator:
    """A creator. Raises: NotFound(`parties.no_creator`)."""
    return store.creator(creator_id=creator_id, db=db)


def own_creator(actor: Actor, *, db: Session) -> Creator:
    """The creator that the actor founded or acts for now. Raises: NotFound(`parties.no_creator`)."""
    return colleagues.organisation_of(actor.person_id, db=db)
