"""What was reserved at the gate and made on an engine elsewhere: charged as reserved, once it is reported or its days are over.

No render here meters it. A report of its time charges it in full; so does the clock, thirty days after it was reserved or when
its licence is over, so that saying nothing never costs less than reporting.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.kernel.ids import StatementId, UseId, new_id
from propria.kernel.time import DAY, Instant
from propria.licences import actions as licences
from propria.licences import afterwards, leases
from propria.licences.model import Licence, Permit
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.contesting import operators
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.rates import PricedUse
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement
from propria.usage import rules, store, texts
from propria.usage.events import UseReported
from propria.usage.model import Measured

REPORTED, UNREPORTED = "use.reported", "use.unreported"
REPORT_WITHIN = 30 * DAY
AT_ONCE = 2_000
"""How many reservations one round of the clock looks at, at most."""


def statements_of(licence: Licence, *, db: Session) -> list[StoredStatement]:
    """What was signed of uses of a licence that no render here meters, oldest first."""
    return [
        each
        for each in record.statements_of(licence.subject, db=db)
        if each.statement.type in (REPORTED, UNREPORTED) and each.statement.body["licence"] == licence.id
    ]


def charged_uses(*, db: Session) -> frozenset[UseId]:
    """The ids of what was charged so, and of what was reported beyond it and allowed; the ledger must have charged each."""
    found: set[str] = set()
    for kind in (REPORTED, UNREPORTED):
        for each in record.statements_of_type(kind, db=db):
            body = each.statement.body
            found |= set(body.get("elsewhere", {}).values())
            found |= {body["beyond"]["use"]} if "use" in body.get("beyond", {}) else set()
    return frozenset(UseId(use) for use in found)


def made(licence: Licence, *, db: Session) -> list[Permit]:
    """What was reserved and made elsewhere, oldest first, charged or not."""
    bodies = [each.statement.body for each in statements_of(licence, db=db)]
    told = {body["beyond"]["permit"] for body in bodies if "permit" in body.get("beyond", {})}
    return [one for one in _not_here(licence, db=db) if one.id not in told]


def _not_here(licence: Licence, *, db: Session) -> list[Permit]:
    here = {one.permit_id for one in store.renders(creator_id=licence.creator_id, db=db)}
    return [one for one in licences.permits_of(licence.id, db=db) if one.id not in here]


def counted(licence: Licence, *, db: Session) -> list[PricedUse]:
    """All that was used and no render here meters, as a rate card counts it: reserved, reported beyond, recorded offline."""
    reserved = [(one.use, by_unit(one)) for one in _not_here(licence, db=db)]
    offline = [
        (one.record.use, one.record.amounts)
        for lease in leases.leases_under(licence.id, db=db)
        for one in leases.records_of(lease.id, db=db)
        if one.record.use is not None and one.is_charged
    ]
    return [
        rules.priced(act, Measured(**amounts))
        for use, amounts in (*reserved, *offline)
        for act in use.declared.get("act", ())
    ]


def uncharged(licence: Licence, *, db: Session) -> list[Permit]:
    """Those of them that the contract prices and nobody charged yet."""
    return _unpaid(made(licence, db=db), licence, db=db)


def _unpaid(permits: Iterable[Permit], licence: Licence, *, db: Session) -> list[Permit]:
    bodies = [each.statement.body for each in statements_of(licence, db=db)]
    done = {permit for body in bodies for permit in body.get("elsewhere", ())}
    done |= {body["beyond"]["permit"] for body in bodies if "permit" in body.get("beyond", {})}
    return [
        one
        for one in permits
        if one.id not in done
        and any(by_unit(one).values())
        and afterwards.is_priced(licences.contract_at(licence.id, one.at_entry, db=db), one.use, db=db)
    ]


def by_unit(permit: Permit) -> dict[str, int]:
    """How much a permit reserved, by unit."""
    return {quota.unit: quota.limit for quota in permit.amounts}


def named(permits: Iterable[Permit]) -> dict[str, str]:
    """A use for each permit, as a statement names them."""
    return {permit.id: new_id("use") for permit in permits}


def charge(permits: Iterable[Permit], uses: Mapping[str, str], *, now: Instant, db: Session) -> None:
    """Each permit is charged in full, under the version of the licence that it was reserved under."""
    for permit in permits:
        charge_as(UseId(uses[permit.id]), permit, by_unit(permit), permit.reserved_at, now=now, db=db)


def charge_as(
    use_id: UseId, permit: Permit, amounts: Mapping[str, int], made_at: Instant, *, now: Instant, db: Session
) -> None:
    """One use that no render here meters goes to whoever keeps the money."""
    (act,) = permit.use.declared["act"]
    told = UseReported(use_id, permit.licence_id, permit.at_entry, act, amounts, made_at, now)
    publish(told, db=db)


def charge_unreported(over: Iterable[Licence], notary: Notary, *, now: Instant, db: Session) -> int:
    """Charge in full what was reserved thirty days ago, or under a licence that is `over`, and never reported. For the clock.

    The operator signs which uses it was, and both sides are told. How many uses.
    """
    ended = {str(one.id): one for one in over}
    ripe = _ripe(now, db=db)
    count = 0
    for one_id in sorted(ended.keys() | ripe.keys()):
        licence = ended.get(one_id) or licences.licence(one_id, db=db)
        of_it = made(licence, db=db) if one_id in ended else ripe[one_id]
        count += _charge(licence, of_it, notary, is_over=one_id in ended, now=now, db=db)
    return count


def _ripe(now: Instant, *, db: Session) -> dict[str, list[Permit]]:
    """By licence, what was reserved since the last look and thirty days ago or more, and is not rendered here.

    It remembers how far it has looked, so that no time is passed over, however long nobody looked; of a long time it looks
    at AT_ONCE, and goes on the next time.
    """
    since, last = store.looked_until(db=db), now - REPORT_WITHIN
    reserved, until = afterwards.reserved_since(since, last, AT_ONCE, db=db)
    store.look_until(until, db=db)
    here = store.rendered([one.id for one in reserved], db=db)
    found: dict[str, list[Permit]] = {}
    for one in reserved:
        if one.id not in here:
            found.setdefault(one.licence_id, []).append(one)
    return found


def _charge(
    licence: Licence, permits: Iterable[Permit], notary: Notary, *, is_over: bool, now: Instant, db: Session
) -> int:
    found = _unpaid(permits, licence, db=db)
    if not found:
        return 0
    body: dict[str, Any] = {"licence": licence.id, "elsewhere": named(found)}
    words = texts.use_unreported(licence.id, len(found), is_over=is_over)
    signed, _ = record.sign_as_operator(
        Draft(UNREPORTED, licence.subject, body, *words), notary, now=now, db=db
    )
    charge(found, body["elsewhere"], now=now, db=db)
    tell_all(licence, "usage.unreported", words, StatementId(signed.statement.id), now=now, db=db)
    return len(found)


def tell_all(
    licence: Licence,
    code: str,
    words: tuple[str, str],
    statement_id: StatementId,
    *,
    now: Instant,
    db: Session,
) -> None:
    """Both sides and the operator are told of a statement about uses."""
    whom = [
        parties.performer(licence.performer_id, db=db).person_id,
        *colleagues.people_who_may(licence.creator_id, Right.PAY, db=db),
        *(one.id for one in operators(db=db)),
    ]
    facts = {"see": f"/licences/{licence.id}/reports", "statement": statement_id}
    tell(whom, News(f"use report {statement_id}", code, *words, facts), now=now, db=db)
