"""The API of several keys, guardians and recovery."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import wire
from propria.parties.actions import actor_of
from propria.parties.keys import actions, demo_keys, recovery
from propria.parties.model import Actor, Recovery
from propria.parties.routes import ReturnForm, to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary, SigningRequest


class NameForm(msgspec.Struct, forbid_unknown_fields=True):
    """Your word for a key."""

    name: str


class GuardiansForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whose word it takes to recover: ids of people, and how many of them."""

    guardians: list[str]
    needed: int
    return_url: str = "/keys"


class RecoverForm(msgspec.Struct, forbid_unknown_fields=True):
    """The key that waits to be bound; in a demo none is named and a software key is made."""

    key_id: str = ""


class RouteForm(msgspec.Struct, forbid_unknown_fields=True):
    """How the operator saw who they are."""

    route: str


def recovery_json(one: Recovery) -> dict[str, Any]:
    """A recovery as those concerned see it."""
    return {
        "recovery": one.id,
        "person": one.person_id,
        "key_id": one.key_id,
        "state": one.state.value,
        "vouched": len(one.vouched),
        "needed": one.needed,
        "begun_at": wire(one.begun_at),
        "due_at": wire(one.due_at) if one.due_at else None,
    }


@post("/me/signing-keys/{key_id:str}/name", status_code=204, sync_to_thread=True)
def name_key(key_id: str, data: NameForm, actor: Actor, library: Library) -> None:
    """Give a key of yours a name that you alone see."""
    library.database.transact(lambda db: actions.name_key(actor, key_id, data.name, db=db))


@post("/me/signing-keys/{key_id:str}/revoke", status_code=201, sync_to_thread=True)
def revoke_key(
    key_id: str, data: ReturnForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down, for signing with any key of yours, that one is out of use."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return actions.draft_revocation(actor, key_id, return_url=data.return_url, now=now, db=db)

    return to_sign(notary, library.database.transact(work).id)


@post("/me/guardians", status_code=201, sync_to_thread=True)
def name_guardians(data: GuardiansForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for signing, whose word recovery takes."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return recovery.draft_guardians(
            actor, data.guardians, data.needed, return_url=data.return_url, now=now, db=db
        )

    return to_sign(notary, library.database.transact(work).id)


def begin_recovery(actor: Actor, key_id: str, notary: Notary, *, now: Any, db: Session) -> Recovery:
    """Begin with the key that waits; in a demo a software key is made when none is named."""
    if not key_id and notary.is_demo:
        made = demo_keys.add_demo_key(actor_of(actor.person_id, db=db), return_url="/keys", now=now, db=db)
        key_id = str(made.statement.body["key"]["key_id"])
    return recovery.begin(actor, key_id, notary, now=now, db=db)


@post("/me/recoveries", status_code=201, sync_to_thread=True)
def begin(data: RecoverForm, actor: Actor, library: Library, notary: Notary) -> dict[str, Any]:
    """Your other keys are lost: ask that this one stand for you."""
    now = library.clock.now()
    made = library.database.transact(lambda db: begin_recovery(actor, data.key_id, notary, now=now, db=db))
    return recovery_json(made)


@get("/recoveries/{recovery_id:str}", sync_to_thread=True)
def read_recovery(recovery_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Where a recovery stands: for the person, the guardians and the operator."""
    return recovery_json(library.database.read(lambda db: recovery.recovery(actor, recovery_id, db=db)))


@post("/recoveries/{recovery_id:str}/vouch", status_code=201, sync_to_thread=True)
def vouch(
    recovery_id: str, data: ReturnForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """A guardian writes down, for signing, that it is they."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return recovery.draft_voucher(actor, recovery_id, return_url=data.return_url, now=now, db=db)

    return to_sign(notary, library.database.transact(work).id)


@post("/recoveries/{recovery_id:str}/attest", status_code=200, sync_to_thread=True)
def attest(
    recovery_id: str, data: RouteForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, Any]:
    """The operator saw who they are; with enough guardians' words the wait begins."""
    now = library.clock.now()
    moved = library.database.transact(
        lambda db: recovery.attest(actor, recovery_id, data.route, notary, now=now, db=db)
    )
    return recovery_json(moved)


@post("/recoveries/{recovery_id:str}/veto", status_code=201, sync_to_thread=True)
def veto(
    recovery_id: str, data: ReturnForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down, for signing with an earlier key, that this is not you."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return recovery.draft_veto(actor, recovery_id, return_url=data.return_url, now=now, db=db)

    return to_sign(notary, library.database.transact(work).id)


HANDLERS = [name_key, revoke_key, name_guardians, begin, read_recovery, vouch, attest, veto]
