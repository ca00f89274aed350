"""The signing host's part in making a signing key; everything else there is the record's."""

from typing import Any

from litestar import get, post

from propria.parties.keys import passkeys
from propria.parties.keys.passkeys import RelyingHost
from propria.plumbing.library import Library
from propria.record.model import Notary


@get("/registrations/{request_id:str}", sync_to_thread=True)
def read_registration(request_id: str, library: Library, notary: Notary) -> dict[str, Any]:
    """The options for creating a signing passkey on this host."""
    now = library.clock.now()
    host = RelyingHost(notary.signing_rp_id, notary.signing_origin)
    options = library.database.read(lambda db: passkeys.open_registration(request_id, host, now=now, db=db))
    return {"mode": "register-key", "options": options, "return_url": "/home"}


@post("/registrations/{request_id:str}", status_code=201, sync_to_thread=True)
def register_key(request_id: str, data: dict[str, Any], library: Library, notary: Notary) -> dict[str, str]:
    """Keep the new signing passkey: `{credential, return_url}`; the answer names the statement that binds it."""
    now = library.clock.now()
    host = RelyingHost(notary.signing_rp_id, notary.signing_origin)
    made = library.database.transact(
        lambda db: passkeys.add_signing_passkey(
            request_id,
            data["credential"],
            host,
            return_url=str(data.get("return_url", "/home")),
            now=now,
            db=db,
        )
    )
    return {"request_id": made.id}


HANDLERS = [read_registration, register_key]
