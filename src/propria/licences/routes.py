"""The API of licences, tokens and the gate."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import Instant, wire
from propria.licences import actions, gate, rules
from propria.licences.gate import TokenKey
from propria.licences.model import Decision, Licence, Permit, Version
from propria.licences.slots import LicenceEffects
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary
from propria.scope import Scope, Use


class TokenForm(msgspec.Struct, forbid_unknown_fields=True):
    """A token for the whole licence, or for less."""

    narrowed: dict[str, Any] | None = None


class GateForm(msgspec.Struct, forbid_unknown_fields=True):
    """A token and the use that is wanted."""

    token: str
    use: dict[str, Any]


class ReserveForm(msgspec.Struct, forbid_unknown_fields=True):
    """A token, the use, and your own id of it, which is never reserved twice."""

    token: str
    use: dict[str, Any]
    nonce: str
    audience: str = ""


class WithdrawForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/home"


def licence_json(licence: Licence, *, now: Instant, db: Session) -> dict[str, Any]:
    """A licence as its parties see it over the API."""
    seen = actions.snapshot(licence.id, now=now, db=db)
    return {
        "licence": licence.id,
        "contract": licence.contract_id,
        "performer": licence.performer_id,
        "creator": licence.creator_id,
        "project": licence.project,
        "title": {"zh": licence.project_title[0], "en": licence.project_title[1]},
        "scope": licence.scope.to_json(),
        "state": seen.standing.state.value,
        "waits_for": [condition.value for condition in seen.standing.waits_for],
        "left": {quota.unit: quota.limit for quota in rules.left(seen)},
        "funds_needed": licence.funds_needed.to_json(),
        "as_of": seen.as_of,
        "signed_at": wire(licence.signed_at),
        "version": licence.version,
    }


def version_json(version: Version) -> dict[str, Any]:
    """One version of a licence."""
    return {
        "version": version.number,
        "kind": version.kind,
        "contract": version.contract_id,
        "scope": version.scope.to_json(),
        "from_entry": version.from_entry,
        "from": wire(version.from_at),
        "ends_at": wire(version.ends_at),
        "funds_needed": version.funds_needed.to_json(),
    }


def decision_json(decision: Decision) -> dict[str, Any]:
    """A decision with every reason by code, and every axis that fails in words."""
    return {
        "allowed": decision.allowed,
        "reasons": list(decision.codes),
        "says": [{"zh": said.zh, "en": said.en} for said in decision.says],
        "as_of": decision.as_of,
    }


def permit_json(permit: Permit) -> dict[str, Any]:
    """A permit."""
    return {
        "permit": permit.id,
        "licence": permit.licence_id,
        "amounts": {quota.unit: quota.limit for quota in permit.amounts},
        "as_of": permit.at_entry,
        "reserved_at": wire(permit.reserved_at),
    }


@get("/licences", sync_to_thread=True)
def read_licences(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The licences that you hold or gave."""
    now = library.clock.now()

    def work(db: Session) -> list[dict[str, Any]]:
        return [licence_json(x, now=now, db=db) for x in actions.licences_of(actor, db=db)]

    return library.database.read(work)


@get("/licences/{licence_id:str}/versions", sync_to_thread=True)
def read_versions(licence_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What a licence of yours allowed from which log entry on, oldest first."""

    def work(db: Session) -> list[dict[str, Any]]:
        found = actions.own_licence(actor, licence_id, db=db)
        return [version_json(one) for one in actions.versions(found.id, db=db)]

    return library.database.read(work)


@post("/licences/{licence_id:str}/token", status_code=201, sync_to_thread=True)
def mint_token(
    licence_id: str, data: TokenForm, actor: Actor, library: Library, token_key: TokenKey
) -> dict[str, str]:
    """A render token."""
    now = library.clock.now()
    narrowed = Scope.from_json(data.narrowed) if data.narrowed is not None else None
    minted = library.database.read(
        lambda db: gate.mint(actor, licence_id, token_key, narrowed=narrowed, now=now, db=db)
    )
    return {"token": minted}


@post("/gate/decide", status_code=200, sync_to_thread=True)
def decide(data: GateForm, library: Library, token_key: TokenKey) -> dict[str, Any]:
    """May this use be made now? An answer, not a reservation."""
    now, use = library.clock.now(), Use.from_json(data.use)
    return decision_json(
        library.database.read(lambda db: gate.decide(data.token, use, token_key, now=now, db=db))
    )


@post("/gate/reserve", status_code=201, sync_to_thread=True)
def reserve(data: ReserveForm, actor: Actor, library: Library, token_key: TokenKey) -> dict[str, Any]:
    """Reserve one use; the permit is what alone runs an engine."""
    now, use = library.clock.now(), Use.from_json(data.use)
    audience = data.audience or token_key.audience
    permit = library.database.transact(
        lambda db: gate.reserve(
            actor, data.token, use, data.nonce, token_key, audience=audience, now=now, db=db
        )
    )
    return permit_json(permit)


@post("/licences/{licence_id:str}/withdraw", status_code=201, sync_to_thread=True)
def withdraw(
    licence_id: str,
    data: WithdrawForm,
    actor: Actor,
    library: Library,
    notary: Notary,
    licence_effects: LicenceEffects,
) -> dict[str, str]:
    """Write down the withdrawal with everything it does, for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_withdrawal(
            actor,
            licence_id,
            licence_effects(licence_id, db),
            return_url=data.return_url,
            now=now,
            db=db,
        )
    )
    return to_sign(notary, made.id)


HANDLERS = [read_versions, read_licences, mint_token, decide, reserve, withdraw]
