"""The API of what a licensee reports of its use, and of what tokens show beside it."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import instant, wire
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.record.model import Notary
from propria.scope import Use
from propria.usage import reconciling
from propria.usage.reconciling import Beyond, Shown, UseReport


class UseReportForm(msgspec.Struct, forbid_unknown_fields=True):
    """How much was used from `starts_at` until `ends_at`, not included: units of `seconds`, `lines`, `takes`, `titles`.

    A unit that is not named was not used. `beyond` is the use, as the gate reads one, that any more than tokens show was for;
    its amounts are not read. Without it, and where the licence did not allow it, the rest is a breach and is not charged.
    """

    starts_at: str
    ends_at: str
    used: dict[str, int]
    beyond: dict[str, Any] | None = None


def report_json(one: UseReport, uses: tuple[Shown, ...] = ()) -> dict[str, Any]:
    """What the API says of a report; `uses` is open where it differs from what is shown."""
    return {
        "statement": one.statement_id,
        "starts_at": wire(one.starts_at),
        "ends_at": wire(one.ends_at),
        "reported": dict(one.reported),
        "shown": dict(one.shown),
        "differs": list(one.differs),
        "audit_open": bool(one.differs),
        "beyond": _beyond_json(one.beyond),
        "uses": [{"id": u.id, "at": wire(u.at), "amounts": dict(u.amounts)} for u in uses],
        "entry_index": one.entry_index,
        "at": wire(one.at),
    }


def _beyond_json(rest: Beyond | None) -> dict[str, Any] | None:
    if rest is None:
        return None
    is_breach = rest.use_id is None
    return {
        "amounts": dict(rest.amounts),
        "breach": is_breach,
        "denied": list(rest.denied),
        "use": rest.use_id,
    }


@post("/licences/{licence_id:str}/use-reports", status_code=201, sync_to_thread=True)
def report(
    licence_id: str, data: UseReportForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, Any]:
    """Report how much you used of a licence; it is held against what tokens and leases show, and logged with it."""
    now, span = library.clock.now(), (instant(data.starts_at), instant(data.ends_at))
    rest = Use.from_json(data.beyond) if data.beyond is not None else None
    made = library.database.transact(
        lambda db: reconciling.report(actor, licence_id, data.used, span, notary, beyond=rest, now=now, db=db)
    )
    return report_json(made)


@get("/licences/{licence_id:str}/use-reports", sync_to_thread=True)
def read_reports(licence_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What was reported of a licence, for either side; where it differs from what is shown, every use one by one."""
    found = library.database.read(lambda db: reconciling.reports_for(actor, licence_id, db=db))
    return [report_json(one, uses) for one, uses in found]


HANDLERS: list[Any] = [report, read_reports]
