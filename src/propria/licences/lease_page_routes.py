"""The page of a licence's offline leases: take one out, bring records back, read what came of it."""

import json
from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post

from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.ids import new_id
from propria.licences import gate, leases, pages_leases
from propria.licences.gate import TokenKey
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other
from propria.plumbing.web.pages import page
from propria.proofs.canonical import from_b64
from propria.record.model import Notary
from propria.web.typed_form import Notice, Typed, notice_of

Asked = Request[Any, Any, Any]
PRIVATE = (401, 404)


def _page(
    request: Asked,
    licence_id: str,
    actor: Actor,
    library: Library,
    *,
    typed: Typed | None = None,
    handed: str = "",
    notice: Notice | None = None,
) -> Response[Any]:
    now = library.clock.now()
    found = library.database.read(
        lambda db: pages_leases.leases_page(
            actor, licence_id, typed=typed, handed=handed, notice=notice, now=now, db=db
        )
    )
    return page("licences/leases.html", found, request, status=422 if notice else 200)


@get("/licences/{licence_id:str}/leases", sync_to_thread=True)
def read_leases(request: Asked, licence_id: str, actor: Actor, library: Library) -> Response[Any]:
    """What of a licence is out for offline use, until when, and what came back."""
    return _page(request, licence_id, actor, library)


def _or_tell(
    request: Asked,
    licence_id: str,
    actor: Actor,
    library: Library,
    typed: Typed,
    act: Callable[[], Response[Any]],
) -> Response[Any]:
    try:
        return act()
    except PropriaError as error:
        if error.status in PRIVATE:
            raise
        return _page(request, licence_id, actor, library, typed=typed, notice=notice_of(error))


@post("/licences/{licence_id:str}/leases", status_code=200, sync_to_thread=True)
def take_lease(
    request: Asked, licence_id: str, form: Form, actor: Actor, library: Library, token_key: TokenKey
) -> Response[Any]:
    """Take a lease out for a key; it is shown once, to be saved on the host."""
    now, typed = library.clock.now(), Typed.of(form)

    def work(db: Session) -> dict[str, Any]:
        key, quota = from_b64(typed.one("public_key"), size=32), pages_leases.quota_of(typed)
        token = gate.mint(actor, licence_id, token_key, now=now, db=db)
        hours = int(typed.one("hours")) if typed.one("hours").isdigit() else 0
        nonce = new_id("lease")
        issued = leases.issue(actor, token, quota, hours, key, nonce, token_key, now=now, db=db)
        return dict(issued.document)

    def act() -> Response[Any]:
        document = library.database.transact(work)
        return _page(request, licence_id, actor, library, handed=json.dumps(document, ensure_ascii=False))

    return _or_tell(request, licence_id, actor, library, typed, act)


@post("/licences/{licence_id:str}/leases/{lease_id:str}/records", status_code=303, sync_to_thread=True)
def bring_back(
    request: Asked,
    licence_id: str,
    lease_id: str,
    form: Form,
    actor: Actor,
    library: Library,
    notary: Notary,
) -> Response[Any]:
    """Bring records back, one JSON object a line, as `propria lease` writes them."""
    now, typed = library.clock.now(), Typed.of(form)
    returns = typed.one("returns") == "yes"

    def act() -> Response[Any]:
        raw = _lines(typed.one("records"))
        library.database.transact(
            lambda db: leases.reconcile(actor, lease_id, raw, notary, closes=returns, now=now, db=db)
        )
        return see_other(f"/licences/{licence_id}/leases")

    return _or_tell(request, licence_id, actor, library, typed, act)


def _lines(text: str) -> list[Any]:
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        raise Malformed("proofs.lease_unreadable", "Each record is one line of JSON.") from None


@get("/licences/{licence_id:str}/leases/{lease_id:str}/evidence", sync_to_thread=True)
def evidence(
    licence_id: str, lease_id: str, actor: Actor, library: Library, token_key: TokenKey
) -> Response[bytes]:
    """The evidence pack as a file. Raises: NotFound(`licences.no_lease`)."""
    found = library.database.read(lambda db: leases.evidence(actor, lease_id, token_key, db=db))
    headers = {"content-disposition": f'attachment; filename="{lease_id}.evidence.json"'}
    body = json.dumps(found, ensure_ascii=False, indent=1).encode()
    return Response(body, media_type="application/json", headers=headers)


HANDLERS: list[Any] = [read_leases, take_lease, bring_back, evidence]
