"""Keeping passports, releasing sealed outputs into the log, and answering anyone who asks about a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from propria.deals import actions as deals
from propria.deals.model import Side
from propria.kernel.errors import NotFound, Unverified
from propria.kernel.time import Instant, wire
from propria.ladder import Deal
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.provenance import marks, reading, rules_answers, store, texts
from propria.provenance.authority import Sealer
from propria.provenance.marks import Resemblance
from propria.provenance.model import FoundBy, FrameMark, Integrity, LicenceMark, Passport, ReadBack, Released
from propria.provenance.rules_answers import Answer, LicenceStanding, OutputStanding, Ruling
from propria.record import actions as record
from propria.record.model import Draft, Notary, Words
from propria.replicas import actions as replicas

MOST_LEADS = 5


@dataclass(frozen=True)
class Grounds:
    """What an output's seal says of the licence that it was made under."""

    statement_digest: str
    log_index: int
    project: str


@dataclass(frozen=True)
class OutputAnswer:
    """All that anyone is told of one output; `said` names nobody unless both sides allow it.

    `after_withdrawal`: it was sealed after its licence was withdrawn, and is charged all the same.
    """

    released: Released
    licence_state: str
    after_withdrawal: bool
    is_public: bool
    said: Words
    may_show: Answer
    may_make: Answer


@dataclass(frozen=True)
class Recognised:
    """Which output a file is, how that is known, and what merely looks like it."""

    found_by: FoundBy
    output: Released | None
    leads: tuple[tuple[str, Resemblance], ...] = ()


def grounds(licence: Licence, permit_id: str, *, db: Session) -> Grounds:
    """The performer's signed words that a permit of a licence rests on, as they were when it was given.

    Raises: NotFound(`licences.no_licence`, `licences.no_permit`).
    """
    at_entry = licences.permit(permit_id, db=db).at_entry
    contract_id = licences.contract_at(licence.id, at_entry, db=db)
    signature = deals.signatures(contract_id, db=db).get(Side.PERFORMER)
    if signature is None:
        raise NotFound("licences.no_licence", "There is no such licence.")
    return Grounds(signature.digest, signature.entry_index, licence.project)


def prepare_passport(
    passport: Passport, size_bytes: int, *, version_id: str | None = None, db: Session
) -> None:
    """Keep the passport of a sealed output that is not out yet; trying again replaces it."""
    store.replace_draft(passport, size_bytes, version_id, db=db)


def drop_passport(output_id: str, *, db: Session) -> None:
    """The output will not be released; a released one stays."""
    store.drop_draft(output_id, db=db)


def prepared(output_id: str, *, db: Session) -> tuple[Passport, int]:
    """(the passport as prepared, the file's size in bytes). Raises: NotFound(`provenance.no_output`)."""
    return store.draft(output_id, db=db)


def release_output(output_id: str, notary: Notary, *, now: Instant, db: Session) -> Released:
    """The output is out: the operator's statement of it is logged, and its index is the seal's place in time.

    Raises: NotFound(`provenance.no_output`).
    """
    passport, size_bytes = store.draft(output_id, db=db)
    licence = licences.licence(passport.facts.mark.licence_id, db=db)
    performer = parties.performer(licence.performer_id, db=db)
    creator = parties.creator(licence.creator_id, db=db)
    body: dict[str, Any] = {
        "output": output_id,
        "licence": licence.id,
        "permit": passport.facts.mark.permit_id,
        "sha256": passport.sha256,
        "size_bytes": str(size_bytes),
        "media_type": passport.media_type,
        "made": passport.facts.making.value,
        "sealed_at": wire(now),
    }
    if passport.facts.performed_by is not None:
        body["performed_by"] = passport.facts.performed_by.stand_in
    if passport.facts.manner:
        body["manner"] = {name: str(value) for name, value in passport.facts.manner.items()}
    words = texts.output_sealed(passport, performer, creator, licence)
    signed, receipt = record.sign_as_operator(
        Draft("output.sealed", licence.subject, body, *words), notary, now=now, db=db
    )
    store.release(output_id, signed.statement.id, receipt.entry_index, now, db=db)
    return store.output(output_id, db=db)


def output(output_id: str, *, db: Session) -> Released:
    """One released output. Raises: NotFound(`provenance.no_output`)."""
    return store.output(output_id, db=db)


def outputs_under(licence_id: str, *, db: Session) -> list[Released]:
    """Every output released under a licence, in the order of the log."""
    return store.outputs(licence_id=licence_id, db=db)


def hold_output(output_id: str, until: Instant | None, taken_down_index: int | None, *, db: Session) -> None:
    """Where those who say that an output is like them leave it: held until a ruling or that instant, no verdict; or ruled
    down by that log entry."""
    store.hold(output_id, until, taken_down_index, db=db)


def look_at(path: Path, sealer: Sealer) -> tuple[ReadBack, tuple[FrameMark, ...]]:
    """What a file says about itself and what it looks like; never raises for a damaged file."""
    seen = reading.read(path, trust=(sealer.trust,))
    try:
        return seen, marks.mark(path)
    except Unverified:
        return seen, ()


def recognise(seen: ReadBack, looks: tuple[FrameMark, ...], *, db: Session) -> Recognised:
    """Which output this is: by its bytes, by our own whole seal, by what it claims, or by its looks."""
    if same := store.outputs(sha256=seen.sha256, db=db):
        return Recognised(FoundBy.BYTES, same[0])
    if isinstance(seen.licence, LicenceMark):
        claimed = store.outputs(output_id=seen.licence.output_id, db=db)
        if claimed and claimed[0].mark == seen.licence:
            is_ours = seen.integrity is Integrity.INTACT and _is_trusted(seen)
            return Recognised(FoundBy.SEAL if is_ours else FoundBy.CLAIM, claimed[0])
    return by_looks(looks, db=db)


def _is_trusted(seen: ReadBack) -> bool:
    return getattr(seen.seal, "trusted_by", None) is not None


def by_digest(sha256: str, *, db: Session) -> Recognised:
    """The output of these very bytes, if there is one."""
    same = store.outputs(sha256=sha256.lower(), db=db)
    return Recognised(FoundBy.BYTES, same[0]) if same else Recognised(FoundBy.NOTHING, None)


def by_looks(looks: tuple[FrameMark, ...], *, db: Session) -> Recognised:
    """Outputs that look like it, the nearest first. A lead, never proof."""
    if not any(frame.telling for frame in looks):
        return Recognised(FoundBy.NOTHING, None)
    compared = [(output_id, marks.compare(looks, known)) for output_id, known in store.marks(db=db).items()]
    leads = sorted(
        ((output_id, found) for output_id, found in compared if found.is_lead),
        key=lambda lead: (-lead[1].alike, lead[1].least_bits),
    )[:MOST_LEADS]
    if not leads:
        return Recognised(FoundBy.NOTHING, None)
    return Recognised(FoundBy.LOOKS, store.output(leads[0][0], db=db), tuple(leads))


def answer(released: Released, *, now: Instant, db: Session) -> OutputAnswer:
    """Who, for what, may it be shown, may more be made: names only where both sides allow them."""
    licence = licences.licence(released.mark.licence_id, db=db)
    standing = _standing(licence, released, now=now, db=db)
    newest_seen = licences.permit(released.mark.permit_id, db=db).at_entry - 1
    shown = OutputStanding(
        released.passport.sealed_index,
        newest_seen,
        released.sealed_at,
        None if released.taken_down_index is None else Ruling.MUST_BE_TAKEN_DOWN,
        is_held=released.held_until is not None and now < released.held_until,
    )
    said = texts.NOT_PUBLIC
    if licence.is_public:
        said = texts.licensed_for(parties.performer(licence.performer_id, db=db), licence)
    return OutputAnswer(
        released,
        standing.state.value,
        licence.withdrawn_at_entry is not None
        and released.passport.sealed_index > licence.withdrawn_at_entry,
        licence.is_public,
        said,
        rules_answers.may_show(standing, shown, now=now),
        rules_answers.may_make(standing),
    )


def _standing(licence: Licence, released: Released, *, now: Instant, db: Session) -> LicenceStanding:
    """The licence as it bears on one output. The end of a term has no log entry: the output's time decides."""
    state = licences.standing(licence.id, now=now, db=db).state
    sealed = released.passport.sealed_index
    match state:
        case Deal.WITHDRAWN:
            stopped = licence.withdrawn_at_entry
        case Deal.SUSPENDED | Deal.DISPUTED:
            stopped = licence.stopped_at_entry
        case Deal.EXPIRED:
            stopped = sealed + 1 if released.sealed_at < licence.ends_at else sealed
        case _:
            stopped = None
    at_entry = licences.permit(released.mark.permit_id, db=db).at_entry
    contract_id = licences.contract_at(licence.id, at_entry, db=db)
    clause = deals.sheet_of(deals.contract(contract_id, db=db), db=db).wind_down
    return LicenceStanding(state, stopped, _cancelled_index(licence, released, db=db), clause)


def _cancelled_index(licence: Licence, released: Released, *, db: Session) -> int | None:
    """Where the end of the replica that made the output lies against it: after it, or before."""
    if released.version_id is None:
        return None
    versions = replicas.versions_of(licence.performer_id, db=db)
    version = next(one for one in versions if one.id == released.version_id)
    cancelled_at = replicas.replica(version.replica_id, db=db).cancelled_at
    if cancelled_at is None:
        return None
    sealed = released.passport.sealed_index
    return sealed + 1 if released.sealed_at <= cancelled_at else sealed
