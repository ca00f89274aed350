"""What a licensee reports of its use, held against what tokens and leases show: a record that opens an audit where they differ.

A record and no verdict. Pay follows what the tokens show, use by use, whatever is reported.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.kernel.errors import NotFound
from propria.kernel.ids import LicenceId, PermitId, StatementId
from propria.kernel.time import Instant, instant, wire
from propria.licences import actions as licences
from propria.licences import leases
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.parties import colleagues
from propria.parties.contesting import operators
from propria.parties.model import Actor, Role
from propria.parties.rules_colleagues import Right
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement
from propria.usage import rules, store, texts

REPORTED = "use.reported"


@dataclass(frozen=True)
class Shown:
    """One use that a token or a lease shows: its permit, or its use under a lease, when, and how much."""

    id: str
    at: Instant
    amounts: Mapping[str, int]


@dataclass(frozen=True)
class UseReport:
    """What was reported of a time [starts_at, ends_at) and what was shown, unit by unit; `differs` names the units."""

    statement_id: StatementId
    licence_id: LicenceId
    starts_at: Instant
    ends_at: Instant
    reported: Mapping[str, int]
    shown: Mapping[str, int]
    differs: tuple[str, ...]
    entry_index: int
    at: Instant


def report(
    actor: Actor,
    licence_id: str,
    reported: Mapping[str, int],
    span: tuple[Instant, Instant],
    notary: Notary,
    *,
    now: Instant,
    db: Session,
) -> UseReport:
    """The licensee says how much it used of a licence in a time that is over; what it is held against is logged with it.

    Where they differ both sides and the operator are told, and the performer may read every use one by one.
    Raises: NotFound(`licences.no_licence`), Forbidden(`parties.no_right`), Malformed(`usage.report_unreadable`),
    Refused(`usage.reported_already`).
    """
    licence = licences.own_licence(actor, licence_id, db=db)
    if actor.role is not Role.CREATOR:
        raise NotFound("licences.no_licence", "There is no such licence.")
    colleagues.check(actor.person_id, licence.creator_id, Right.PAY, db=db)
    rules.check_report(reported, span, now=now)
    rules.is_new_report(span, [(r.starts_at, r.ends_at) for r in reports_of(licence, db=db)])
    shown = summed(uses_shown(licence, span, db=db))
    body = {
        "licence": licence.id,
        "starts_at": wire(span[0]),
        "ends_at": wire(span[1]),
        "reported": _texts(reported),
        "shown": _texts(shown),
    }
    words = texts.use_reported(actor.name, body, rules.differing(reported, shown))
    record.sign_as_operator(Draft(REPORTED, licence.subject, body, *words), notary, now=now, db=db)
    made = reports_of(licence, db=db)[-1]
    if made.differs:
        _tell(licence, made, words, now=now, db=db)
    return made


def _texts(amounts: Mapping[str, int]) -> dict[str, str]:
    return {unit: str(amount) for unit, amount in sorted(amounts.items()) if amount}


def _tell(licence: Licence, made: UseReport, words: tuple[str, str], *, now: Instant, db: Session) -> None:
    performer = parties.performer(licence.performer_id, db=db).person_id
    whom = [
        performer,
        *colleagues.people_who_may(licence.creator_id, Right.PAY, db=db),
        *(one.id for one in operators(db=db)),
    ]
    facts = {"see": f"/licences/{licence.id}", "statement": made.statement_id}
    tell(whom, News(f"use report {made.statement_id}", "usage.report_differs", *words, facts), now=now, db=db)


def uses_shown(licence: Licence, span: tuple[Instant, Instant], *, db: Session) -> list[Shown]:
    """Every use of a licence in a time: what was metered; what was reserved and made elsewhere; what leases recorded."""
    starts_at, ends_at = span
    metered = {one.permit_id: one.measured.by_unit() for one in store.metered(licence_id=licence.id, db=db)}
    here: set[PermitId] = {one.permit_id for one in store.renders(creator_id=licence.creator_id, db=db)}
    found = []
    for permit in licences.permits_of(licence.id, db=db):
        reserved = {} if permit.id in here else {quota.unit: quota.limit for quota in permit.amounts}
        found.append(Shown(permit.id, permit.reserved_at, metered.get(permit.id, reserved)))
    for lease in leases.leases_under(licence.id, db=db):
        for one in leases.records_of(lease.id, db=db):
            if one.use_id is not None:
                found.append(Shown(one.use_id, one.record.made_at, one.record.amounts))
    within = [one for one in found if starts_at <= one.at < ends_at and any(one.amounts.values())]
    return sorted(within, key=lambda one: (one.at, one.id))


def summed(uses: Iterable[Shown]) -> dict[str, int]:
    """How much they are together, unit by unit."""
    total: Counter[str] = Counter()
    for one in uses:
        total.update(one.amounts)
    return dict(total)


def reports_of(licence: Licence, *, db: Session) -> list[UseReport]:
    """What was reported of one licence, oldest first; read from the signed statements alone."""
    logged = record.statements_of(licence.subject, db=db)
    return [
        _report(each)
        for each in logged
        if each.statement.type == REPORTED and each.statement.body["licence"] == licence.id
    ]


def reports_for(actor: Actor, licence_id: str, *, db: Session) -> list[tuple[UseReport, tuple[Shown, ...]]]:
    """The same for either side, with every use one by one where a report differs. Raises: NotFound(`licences.no_licence`)."""
    licence = licences.own_licence(actor, licence_id, db=db)
    return [
        (
            one,
            tuple(uses_shown(licence, (one.starts_at, one.ends_at), db=db)) if one.differs else (),
        )
        for one in reports_of(licence, db=db)
    ]


def _report(stored: StoredStatement) -> UseReport:
    body: Mapping[str, Any] = stored.statement.body
    reported, shown = ({u: int(n) for u, n in body[name].items()} for name in ("reported", "shown"))
    return UseReport(
        statement_id=StatementId(stored.statement.id),
        licence_id=LicenceId(body["licence"]),
        starts_at=instant(body["starts_at"]),
        ends_at=instant(body["ends_at"]),
        reported=reported,
        shown=shown,
        differs=rules.differing(reported, shown),
        entry_index=stored.entry_index,
        at=stored.logged_at,
    )
