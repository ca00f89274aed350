"""A script that was otherwise than it was declared: who says so, the script's hash, and what the licence says to it.

A record and no verdict: nobody's licence ends by it. The operator logs what somebody says, with the comparison that anyone
repeats; a dispute or a ruling may rest on it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.deals import actions as deals
from propria.kernel.errors import Malformed, NotFound
from propria.kernel.ids import RenderRequestId, StatementId
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement
from propria.scope import permits
from propria.usage import actions, rules, store, texts
from propria.usage.model import LARGEST_SCRIPT, RenderRequest

RECORDED = "breach.recorded"


@dataclass(frozen=True)
class Breach:
    """One record: the render, the script's SHA-256 in hex, axis → what was declared and what it is, and the axes on
    which the licence would have denied that.
    """

    statement_id: StatementId
    render_id: RenderRequestId
    script_sha256: str
    declared: Mapping[str, tuple[str, ...]]
    really: Mapping[str, tuple[str, ...]]
    denied: tuple[str, ...]
    entry_index: int
    at: Instant
    words: tuple[str, str]


def report(
    actor: Actor,
    render_id: str,
    script: str,
    really: Mapping[str, frozenset[str]],
    notary: Notary,
    *,
    now: Instant,
    db: Session,
) -> Breach:
    """The performer, or the operator, says what the script of a finished render really was (`theme`, `script`).

    The script is hashed and not kept. Reported again it is the record that there is.
    Raises: NotFound(`usage.no_render`), Malformed(`usage.no_script`, `scope.*`), Refused(`usage.as_declared`).
    """
    request = _render_for(actor, render_id, db=db)
    if not script.strip() or len(script.encode()) > LARGEST_SCRIPT or not really:
        raise Malformed("usage.no_script", "Give the script, and say what it really is.")
    digest = hashlib.sha256(script.encode()).hexdigest()
    known = next((b for b in breaches_of(request, db=db) if b.script_sha256 == digest), None)
    if known is not None:
        return known
    permit = licences.permit(request.permit_id, db=db)
    declared = {axis: permit.use.declared.get(axis, frozenset()) for axis in really}
    rules.check_otherwise(declared, really)
    contract = deals.contract(licences.contract_at(request.licence_id, permit.at_entry, db=db), db=db)
    use = replace(permit.use, declared={**permit.use.declared, **really})
    verdict = permits(deals.sheet_of(contract, db=db).scope, use)
    denied = tuple(sorted({reason.axis for reason in verdict.reasons} & really.keys()))
    body = {
        "render": request.id,
        "licence": request.licence_id,
        "script_sha256": digest,
        "declared": {axis: sorted(codes) for axis, codes in declared.items()},
        "really": {axis: sorted(codes) for axis, codes in really.items()},
        "denied": list(denied),
        "says": actor.person_id,
    }
    words = texts.breach_recorded(actor.name, body)
    signed, _ = record.sign_as_operator(
        Draft(RECORDED, request.subject, body, *words), notary, now=now, db=db
    )
    _tell(request, signed.statement.id, words, now=now, db=db)
    return next(b for b in breaches_of(request, db=db) if b.script_sha256 == digest)


def _render_for(actor: Actor, render_id: str, *, db: Session) -> RenderRequest:
    if actor.role is Role.OPERATOR:
        return store.render(render_id, db=db)
    request = actions.render(actor, render_id, db=db)
    if actor.role is not Role.PERFORMER:
        raise NotFound("usage.no_render", "There is no such render.")
    return request


def _tell(
    request: RenderRequest, statement_id: str, words: tuple[str, str], *, now: Instant, db: Session
) -> None:
    """Both sides hear of it at once."""
    creator = parties.creator(request.creator_id, db=db).person_id
    performer = parties.performer(request.performer_id, db=db).person_id
    facts = {"see": f"/licences/{request.licence_id}", "statement": statement_id}
    tell((performer, creator), News(f"breach {statement_id}", "usage.breach", *words, facts), now=now, db=db)


def breaches_of(request: RenderRequest, *, db: Session) -> list[Breach]:
    """What was recorded of one render, oldest first; read from the signed statements alone."""
    logged = record.statements_of(request.subject, db=db)
    return [
        _breach(each)
        for each in logged
        if each.statement.type == RECORDED and each.statement.body["render"] == request.id
    ]


def breaches_for(actor: Actor, render_id: str, *, db: Session) -> list[Breach]:
    """The same for whoever may see the render. Raises: NotFound(`usage.no_render`)."""
    is_operator = actor.role is Role.OPERATOR
    request = store.render(render_id, db=db) if is_operator else actions.render(actor, render_id, db=db)
    return breaches_of(request, db=db)


def _breach(stored: StoredStatement) -> Breach:
    body: Mapping[str, Any] = stored.statement.body
    return Breach(
        statement_id=StatementId(stored.statement.id),
        render_id=RenderRequestId(body["render"]),
        script_sha256=body["script_sha256"],
        declared={axis: tuple(codes) for axis, codes in body["declared"].items()},
        really={axis: tuple(codes) for axis, codes in body["really"].items()},
        denied=tuple(body["denied"]),
        entry_index=stored.entry_index,
        at=stored.logged_at,
        words=(stored.statement.text["zh"], stored.statement.text["en"]),
    )
