"""What a licensee reports of its use, held against what tokens and leases show: a record that opens an audit where they differ.

A record and no verdict. Pay is on the higher: what tokens show is charged whatever is reported, and what is reported beyond
that is charged where the licence allowed it. Where it did not, it is a breach, and nothing is charged for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from propria.kernel.errors import NotFound
from propria.kernel.ids import LicenceId, PermitId, StatementId, UseId, new_id
from propria.kernel.time import Instant, instant, wire
from propria.licences import actions as licences
from propria.licences import afterwards, leases
from propria.licences.model import Licence
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement
from propria.scope import Use, volume
from propria.usage import elsewhere, rules, store, texts
from propria.usage.elsewhere import REPORTED


@dataclass(frozen=True)
class Shown:
    """One use that a token or a lease shows: its permit, or its use under a lease, when, and how much."""

    id: str
    at: Instant
    amounts: Mapping[str, int]


@dataclass(frozen=True)
class Beyond:
    """What was reported and no token shows: the use that it was charged as, or none, and why the licence denied it.

    It is a breach where `use_id` is None; `denied` is empty where nobody said what it was for.
    """

    amounts: Mapping[str, int]
    use_id: UseId | None
    permit_id: PermitId | None
    denied: tuple[str, ...]


@dataclass(frozen=True)
class UseReport:
    """What was reported of a time [starts_at, ends_at) and what was shown, unit by unit; `differs` names the units.

    `words` are what the operator signed of it, (zh, en).
    """

    statement_id: StatementId
    licence_id: LicenceId
    starts_at: Instant
    ends_at: Instant
    reported: Mapping[str, int]
    shown: Mapping[str, int]
    differs: tuple[str, ...]
    beyond: Beyond | None
    words: tuple[str, str]
    entry_index: int
    at: Instant


def report(
    actor: Actor,
    licence_id: str,
    reported: Mapping[str, int],
    span: tuple[Instant, Instant],
    notary: Notary,
    *,
    beyond: Use | None = None,
    now: Instant,
    db: Session,
) -> UseReport:
    """The licensee says how much it used of a licence in a time that is over; what it is held against is logged with it.

    Where they differ both sides and the operator are told, and the performer may read every use one by one. `beyond` says
    what any more than is shown was for, and when; its amounts are replaced by how much that is.
    Raises: NotFound(`licences.no_licence`), Forbidden(`parties.no_right`), Malformed(`usage.report_unreadable`),
    Refused(`usage.reported_already`).
    """
    licence = licences.own_licence(actor, licence_id, db=db)
    if actor.role is not Role.CREATOR:
        raise NotFound("licences.no_licence", "There is no such licence.")
    colleagues.check(actor.person_id, licence.creator_id, Right.PAY, db=db)
    rules.check_report(reported, span, now=now)
    rules.is_new_report(span, [(r.starts_at, r.ends_at) for r in reports_of(licence, db=db)])
    if beyond is not None:
        rules.check_beyond(beyond.at, span)
    shown = summed(uses_shown(licence, span, db=db))
    body: dict[str, Any] = {
        "licence": licence.id,
        "starts_at": wire(span[0]),
        "ends_at": wire(span[1]),
        "reported": _texts(reported),
        "shown": _texts(shown),
    }
    rest = rules.beyond(reported, shown)
    if rest:
        body["beyond"] = _weighed(licence, rest, beyond, now=now, db=db)
    reserved = [one for one in elsewhere.uncharged(licence, db=db) if span[0] <= one.reserved_at < span[1]]
    if reserved:
        body["elsewhere"] = elsewhere.named(reserved)
    words = texts.use_reported(actor.name, body, rules.differing(reported, shown))
    record.sign_as_operator(Draft(REPORTED, licence.subject, body, *words), notary, now=now, db=db)
    made = reports_of(licence, db=db)[-1]
    elsewhere.charge(reserved, body.get("elsewhere", {}), now=now, db=db)
    if (rest_made := made.beyond) is not None and rest_made.use_id is not None:
        assert rest_made.permit_id is not None
        permit = licences.permit(rest_made.permit_id, db=db)
        elsewhere.charge_as(rest_made.use_id, permit, rest_made.amounts, permit.use.at, now=now, db=db)
    if made.differs:
        elsewhere.tell_all(licence, "usage.report_differs", words, made.statement_id, now=now, db=db)
    return made


def _weighed(
    licence: Licence, rest: Mapping[str, int], said: Use | None, *, now: Instant, db: Session
) -> dict[str, Any]:
    """What becomes of the rest: a use with its permit where the licence allowed what is said of it, else a breach."""
    found: dict[str, Any] = {"amounts": _texts(rest)}
    if said is None:
        return found | {"denied": []}
    use = replace(said, amounts=volume(**rules.in_units_of(licence.scope, rest)))
    decision = afterwards.decide(licence.id, use, db=db)
    if not decision:
        return found | {"denied": list(decision.codes)}
    permit = afterwards.permit(licence.id, use, now=now, db=db)
    return found | {"use": new_id("use"), "permit": permit.id}


def _texts(amounts: Mapping[str, int]) -> dict[str, str]:
    return {unit: str(amount) for unit, amount in sorted(amounts.items()) if amount}


def uses_shown(licence: Licence, span: tuple[Instant, Instant], *, db: Session) -> list[Shown]:
    """Every use of a licence in a time: what was metered; what was reserved and made elsewhere; what leases recorded."""
    starts_at, ends_at = span
    metered = {one.permit_id: one for one in store.metered(licence_id=licence.id, db=db)}
    reserved = {one.id: one.reserved_at for one in licences.permits_of(licence.id, db=db)}
    found = [Shown(one, reserved[one], use.measured.by_unit()) for one, use in metered.items()]
    found += [
        Shown(one.id, one.reserved_at, elsewhere.by_unit(one)) for one in elsewhere.made(licence, db=db)
    ]
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
    logged = elsewhere.statements_of(licence, db=db)
    return [_report(each) for each in logged if each.statement.type == REPORTED]


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
        beyond=_rest(body["beyond"]) if "beyond" in body else None,
        words=(stored.statement.text["zh"], stored.statement.text["en"]),
        entry_index=stored.entry_index,
        at=stored.logged_at,
    )


def _rest(raw: Mapping[str, Any]) -> Beyond:
    is_charged = "use" in raw
    return Beyond(
        {unit: int(n) for unit, n in raw["amounts"].items()},
        UseId(raw["use"]) if is_charged else None,
        PermitId(raw["permit"]) if is_charged else None,
        tuple(raw.get("denied", ())),
    )
