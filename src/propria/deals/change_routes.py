"""The API of changing a licence that runs: propose an amendment, a renewal or an early end; read the versions."""

from typing import Any

import msgspec
from litestar import get, post

from propria.deals import actions, changes, tries
from propria.deals.routes import read_sheet, room_json
from propria.deals.versions import Version
from propria.kernel.time import instant, wire
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library


class ChangeForm(msgspec.Struct, forbid_unknown_fields=True):
    """Other terms for a licence that runs. `kind`: amendment, renewal or termination."""

    kind: str
    sheet: dict[str, Any]
    lapses_at: str


def version_json(version: Version) -> dict[str, Any]:
    """One signed version of the terms."""
    return {
        "version": version.number,
        "deal": version.deal.id,
        "kind": version.deal.kind.value,
        "contract": version.contract.id,
        "pdf_sha256": version.contract.pdf_digest,
        "from_entry": version.from_entry,
        "signed_at": wire(version.signed_at),
        "sheet": version.sheet.to_json(),
    }


@post("/deals/{deal_id:str}/changes", status_code=201, sync_to_thread=True)
def propose(deal_id: str, data: ChangeForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Propose that a signed licence be amended, renewed or ended earlier; nothing changes until both have signed."""
    now, kind, sheet = library.clock.now(), changes.read_kind(data.kind), read_sheet(data.sheet)

    def work(db: Session) -> dict[str, Any]:
        lapses_at = instant(data.lapses_at)
        made = changes.propose(actor, deal_id, kind, sheet, lapses_at=lapses_at, now=now, db=db)
        return room_json(actions.room(actor, made.id, now=now, db=db))

    library.database.transact(lambda db: tries.count_version(actor, deal_id, now=now, db=db))
    return library.database.transact(work)


@get("/deals/{deal_id:str}/versions", sync_to_thread=True)
def read_versions(deal_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Every signed version of a licence's terms, oldest first."""
    now = library.clock.now()
    _, found = library.database.read(lambda db: changes.history(actor, deal_id, now=now, db=db))
    return [version_json(one) for one in found]


HANDLERS = [propose, read_versions]
