"""The API of mandates, and of who says that they represent a performer."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.parties import actions
from propria.parties.mandates import actions as mandates
from propria.parties.mandates import claimants
from propria.parties.model import Actor, Power
from propria.parties.routes import to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary
from propria.scope import Scope


class MandateForm(msgspec.Struct, forbid_unknown_fields=True):
    """The power that a performer gives, or that a representative passes on from `parent`."""

    representative: str
    powers: list[Power]
    scopes: list[dict[str, Any]]
    starts_at: str
    ends_at: str
    parent: str = ""
    floor: dict[str, str] | None = None
    return_url: str = "/home"


class WithdrawMandateForm(msgspec.Struct, forbid_unknown_fields=True):
    """The mandate to end."""

    mandate: str
    return_url: str = "/home"


class ClaimForm(msgspec.Struct, forbid_unknown_fields=True):
    """The performer whom you say that you represent, by their code."""

    performer: str
    return_url: str = "/mandates"


class SettleForm(msgspec.Struct, forbid_unknown_fields=True):
    """Which claimant represents you; empty for none of them."""

    kept: str = ""
    return_url: str = "/mandates"


@post("/mandates", status_code=201, sync_to_thread=True)
def draft_mandate(data: MandateForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down a mandate for you to sign."""
    now = library.clock.now()
    scopes = tuple(Scope.from_json(raw) for raw in data.scopes)
    made = library.database.transact(
        lambda db: mandates.draft_mandate(
            actor,
            data.representative,
            data.powers,
            scopes,
            starts_at=instant(data.starts_at),
            ends_at=instant(data.ends_at),
            parent_id=data.parent or None,
            floor=None if data.floor is None else Money.from_json(data.floor),
            return_url=data.return_url,
            now=now,
            db=db,
        )
    )
    return to_sign(notary, made.id)


@post("/mandates/withdraw", status_code=201, sync_to_thread=True)
def withdraw_mandate(
    data: WithdrawMandateForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down the end of a mandate for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: mandates.draft_mandate_withdrawal(
            actor, data.mandate, return_url=data.return_url, now=now, db=db
        )
    )
    return to_sign(notary, made.id)


@post("/representation/claims", status_code=201, sync_to_thread=True)
def claim(data: ClaimForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, that you represent a performer; it gives you no power."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: claimants.draft_claim(actor, data.performer, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@get("/representation/claims", sync_to_thread=True)
def read_claims(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Who says that they represent you."""

    def work(db: Session) -> list[dict[str, Any]]:
        performer = actions.own_profile(actor, db=db)
        return [
            {"person": c.person_id, "name": actions.person(c.person_id, db=db).name.to_json()}
            for c in claimants.claims_about(performer.id, db=db)
        ]

    return library.database.read(work)


@post("/representation/settle", status_code=201, sync_to_thread=True)
def settle(data: SettleForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, which claimant represents you, or that none does."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: claimants.draft_settlement(
            actor, data.kept or None, return_url=data.return_url, now=now, db=db
        )
    )
    return to_sign(notary, made.id)


HANDLERS = [draft_mandate, withdraw_mandate, claim, read_claims, settle]
