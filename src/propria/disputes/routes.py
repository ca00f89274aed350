"""The API of denials: deny without an account, bring evidence, confirm, answer, rule."""

from typing import Any

import msgspec
from litestar import Request, get, post

from propria.disputes import actions, rulings
from propria.disputes.actions import Office
from propria.disputes.model import Denial, Finding, Ground, Route
from propria.disputes.rules import CONTEST
from propria.kernel.time import HOUR, Instant, wire
from propria.parties import actions as parties
from propria.parties.identity.evidence import DomainPages
from propria.parties.model import Actor, Contest
from propria.parties.routes import to_sign
from propria.plumbing import rate
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary, SigningRequest

Asked = Request[Any, Any, Any]
PER_ADDRESS = rate.Limit("denial", burst=10, per=HOUR)


class DenyForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where whoever denies is answered; shown to nobody."""

    mail: str


class DomainForm(msgspec.Struct, forbid_unknown_fields=True):
    """A domain of whoever denies."""

    domain: str


class RouteForm(msgspec.Struct, forbid_unknown_fields=True):
    """How the operator saw who denies."""

    route: Route


class GroundForm(msgspec.Struct, forbid_unknown_fields=True):
    """On what the denial ends."""

    ground: Ground = Ground.KEY_AND_EVIDENCE


class RulingForm(msgspec.Struct, forbid_unknown_fields=True):
    """For whom you rule, and on what."""

    finding: Finding
    ground: Ground
    return_url: str = "/desk"


class SignForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/home"


def denial_json(denial: Denial) -> dict[str, Any]:
    """A denial as whoever knows its id sees it: nothing of who denied."""
    return {
        "denial": denial.id,
        "performer": denial.performer_id,
        "state": denial.state.value,
        "received_at": wire(denial.received_at),
        "due_at": wire(denial.due_at),
        "target": denial.target,
        "publish": denial.expected_line,
        "route": denial.route.value if denial.route else None,
        "ground": denial.ground.value if denial.ground else None,
        "ended_at": wire(denial.ended_at) if denial.ended_at else None,
    }


def told_json(denial: Denial, office: Office, *, db: Session) -> dict[str, Any]:
    """A denial, and once the listing is hidden where the proof of absence is."""
    told = denial_json(denial)
    if CONTEST[denial.state] in (Contest.HIDDEN, Contest.VOID):
        performer = parties.performer(denial.performer_id, db=db)
        told["absence"] = actions.absence_of(performer, office.base_url)
    return told


def deny_once(
    request: Asked,
    visitor: Actor | None,
    performer_id: str,
    mail: str,
    office: Office,
    *,
    now: Instant,
    db: Session,
) -> Denial:
    """Deny, counted by where the request comes from too. Raises: RateExceeded(`plumbing.rate_exceeded`)."""
    rate.take(PER_ADDRESS, request.client.host if request.client else "", now=now, db=db)
    return actions.deny(visitor, performer_id, mail, office, now=now, db=db)


@post("/performers/{performer_id:str}/denials", status_code=201, sync_to_thread=True)
def deny(
    performer_id: str, data: DenyForm, request: Asked, visitor: Actor | None, library: Library, office: Office
) -> dict[str, Any]:
    """I did not sign this. No account needed."""
    now = library.clock.now()

    def work(db: Session) -> dict[str, Any]:
        made = deny_once(request, visitor, performer_id, data.mail, office, now=now, db=db)
        return told_json(made, office, db=db)

    return library.database.transact(work)


@get("/denials", sync_to_thread=True)
def read_denials(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What the operator owes an answer or a ruling, by the clock."""
    return [denial_json(d) for d in library.database.read(lambda db: actions.open_denials(actor, db=db))]


@get("/denials/{denial_id:str}", sync_to_thread=True)
def read_denial(denial_id: str, library: Library, office: Office) -> dict[str, Any]:
    """One denial, for whoever was given its id."""
    return library.database.read(lambda db: told_json(actions.denial(denial_id, db=db), office, db=db))


@post("/denials/{denial_id:str}/domain", status_code=200, sync_to_thread=True)
def name_domain(denial_id: str, data: DomainForm, library: Library) -> dict[str, Any]:
    """Name a domain of yours; the answer holds the line that it has to publish."""
    return denial_json(
        library.database.transact(lambda db: actions.name_domain(denial_id, data.domain, db=db))
    )


@post("/denials/{denial_id:str}/domain/check", status_code=200, sync_to_thread=True)
def check_domain(
    denial_id: str, library: Library, domain_pages: DomainPages, office: Office
) -> dict[str, Any]:
    """Look whether the domain publishes the line."""
    now = library.clock.now()
    domain = library.database.read(lambda db: actions.denial(denial_id, db=db)).domain
    published = domain_pages.read(domain) if domain else ""
    moved = library.database.transact(
        lambda db: actions.accept_domain(denial_id, published, office, now=now, db=db)
    )
    return denial_json(moved)


@post("/denials/{denial_id:str}/attestation", status_code=200, sync_to_thread=True)
def attest(denial_id: str, data: RouteForm, actor: Actor, library: Library, office: Office) -> dict[str, Any]:
    """The operator says how it saw who denies."""
    now = library.clock.now()
    moved = library.database.transact(
        lambda db: actions.attest(actor, denial_id, data.route, office, now=now, db=db)
    )
    return denial_json(moved)


@post("/denials/{denial_id:str}/confirm", status_code=201, sync_to_thread=True)
def confirm(denial_id: str, data: SignForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """The holder writes down, for signing, that they signed what is listed."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_confirmation(actor, denial_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/denials/{denial_id:str}/answer", status_code=200, sync_to_thread=True)
def answer(
    denial_id: str, data: GroundForm, actor: Actor, library: Library, office: Office
) -> dict[str, Any]:
    """The operator shows the proof."""
    now = library.clock.now()
    moved = library.database.transact(
        lambda db: actions.answer(actor, denial_id, data.ground, office, now=now, db=db)
    )
    return denial_json(moved)


@post("/denials/{denial_id:str}/ruling", status_code=201, sync_to_thread=True)
def draft_ruling(
    denial_id: str, data: RulingForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down your ruling, for you to sign; with a second person's that finds the same it takes effect."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return rulings.draft_ruling(
            actor, denial_id, data.finding, data.ground, return_url=data.return_url, now=now, db=db
        )

    return to_sign(notary, library.database.transact(work).id)


HANDLERS = [
    deny,
    read_denials,
    read_denial,
    name_domain,
    check_domain,
    attest,
    confirm,
    answer,
    draft_ruling,
]
