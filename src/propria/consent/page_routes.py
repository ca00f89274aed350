"""The page of standing terms, and the page of mandates, which reach as far as the terms do."""

import json
from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.response import Redirect

from propria.consent import actions, consents, pages
from propria.consent.consent_records import JSON_LD, Kept, controller_of, record_of
from propria.consent.model import Openness
from propria.consent.rules import MOST_FLOORS, check_floors
from propria.consent.terms_form import (
    FIRST,
    OWED,
    RED,
    TICKED,
    Ticks,
    TypedFloor,
    check_known,
    floor_of,
    floors_of,
    terms_of,
    ticks_of,
)
from propria.consent.terms_tables import terms_tables
from propria.kernel.errors import Malformed, NotFound, PropriaError, Refused
from propria.kernel.ids import PerformerId
from propria.kernel.time import DAY, Instant
from propria.parties import actions as parties
from propria.parties import pages as parties_pages
from propria.parties.identity.strength import of_person, shown
from propria.parties.mandates import actions as mandate_acts
from propria.parties.mandates import claimants
from propria.parties.model import Actor, Power, Role
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.components import State
from propria.plumbing.web.forms import Form, words_of
from propria.plumbing.web.pages import page
from propria.plumbing.web.words import Text, Words
from propria.record.model import Notary, SigningRequest
from propria.scope.sentences import does_not_allow

Asked = Request[Any, Any, Any]
TERMS_PAGE = "consent/terms.html"
SPARE_ROWS = 3
_OF_FLOOR = ("consent.floor_unreadable", "consent.floor_negative")


def _current(actor: Actor, now: Instant, db: Session) -> Openness | None:
    return actions.find_openness(parties.own_profile(actor, db=db).id, now=now, db=db)


@get("/terms", sync_to_thread=True)
def terms(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Your standing terms."""
    now = library.clock.now()

    def work(db: Session) -> tuple[Openness | None, list[Kept]]:
        try:
            return _current(actor, now, db), consents.signed_by(actor, db=db)
        except NotFound:
            return None, []

    openness, kept = library.database.read(work)
    ticks = ticks_of(openness) if openness else FIRST
    tables = terms_tables(openness.terms, openness.floor, openness.floors) if openness else ()
    return page(TERMS_PAGE, pages.terms_page(ticks, openness, preview=tables, kept=kept), request)


@get("/consents/{consent_id:str}/record", sync_to_thread=True)
def consent_record(consent_id: str, actor: Actor, library: Library, notary: Notary) -> Response[bytes]:
    """The record of one consent that you signed, as a file. Raises: NotFound(`consent.no_grant`)."""
    kept = library.database.read(lambda db: consents.one_of(actor, consent_id, db=db))
    record = record_of(kept, controller=controller_of(notary.origin), now=library.clock.now())
    named = {
        "content-disposition": f'attachment; filename="{consent_id}.jsonld"',
        "cache-control": "no-store",
    }
    return Response(
        json.dumps(record, ensure_ascii=False, indent=1).encode(), media_type=JSON_LD, headers=named
    )


def read_ticks(form: Form) -> Ticks:
    """What was ticked."""
    return Ticks(
        allowed={axis: form.many(axis) for axis in TICKED},
        red={axis: form.many(f"red_{axis}") for axis in RED},
        rating=form.one("rating"),
        owed={name: form.many(name) for name in OWED},
        providers=form.one("providers"),
        notice=form.one("notice"),
        retention=form.one("retention"),
        floor=form.one("floor"),
        floors=tuple(_floor_row(form, number) for number in range(1, MOST_FLOORS + 1)),
        currency=form.one("currency", "CNY"),
        days=form.one("days", "180"),
        shows_name=form.checked("shows_name"),
    )


def _floor_row(form: Form, number: int) -> TypedFloor:
    act, medium, least = (form.one(f"floor_{part}_{number}") for part in ("act", "medium", "least"))
    return act, medium, least


@post("/terms", status_code=303, sync_to_thread=True)
def write_terms(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Look at what the ticks mean, or write them down and go and sign."""
    now, ticks, openness = library.clock.now(), read_ticks(form), None
    try:
        openness = library.database.read(lambda db: _current(actor, now, db))
        match form.one("do"):
            case "sign":
                made = library.database.transact(
                    lambda db: _drafted(actor, ticks, known=form.checked("known"), now=now, db=db)
                )
                return go_and_sign(notary, made.id)
            case "row":
                shown = pages.terms_page(ticks, openness, spare=SPARE_ROWS)
            case "open":
                shown = pages.terms_page(ticks, openness, opened=True)
            case _:
                shown = _preview(ticks, openness)
    except PropriaError as error:
        told, of_floor = words_of(error), error.code in _OF_FLOOR
        back = pages.terms_page(
            ticks, openness, error="" if of_floor else told, floor_error=told if of_floor else ""
        )
        return page(TERMS_PAGE, back, request, status=error.status)
    return page(TERMS_PAGE, shown, request, status=200)


def _drafted(actor: Actor, ticks: Ticks, *, known: bool, now: Instant, db: Session) -> SigningRequest:
    check_known(_current(actor, now, db), known=known)
    return actions.draft_openness(
        actor,
        terms_of(ticks),
        floor_of(ticks),
        floors_of(ticks),
        starts_at=now,
        ends_at=now + ticks.lasts,
        shows_name=ticks.shows_name,
        return_url="/home",
        now=now,
        db=db,
    )


def _preview(ticks: Ticks, openness: Openness | None) -> pages.TermsPage:
    """The same page with what the ticks would mean. Raises: Malformed(`scope.*`, `consent.*_unreadable`)."""
    asked, floor, floors = terms_of(ticks), floor_of(ticks), floors_of(ticks)
    check_floors(floor, floors)
    denies = tuple(zip(*does_not_allow(asked), strict=True))
    return pages.terms_page(ticks, openness, preview=terms_tables(asked, floor, floors), denies=denies)


MANDATES_PAGE = "parties/mandates.html"


def _mandates_page(
    request: Asked,
    actor: Actor,
    library: Library,
    *,
    typed: dict[str, str],
    chosen: tuple[str, ...] = ("negotiate",),
    error: Text = "",
    status: int = 200,
) -> Response[Any]:
    now = library.clock.now()

    def work(db: Session) -> parties_pages.MandatesPage:
        rows, can_give = [], False
        claims: tuple[tuple[str, Words, State], ...] = ()
        if actor.role is Role.PERFORMER:
            profile = parties.own_profile(actor, db=db)
            claims = _claims(profile.id, db)
            can_give = actions.find_openness(profile.id, now=now, db=db) is not None
            held = parties.mandates_of(profile.id, db=db)
            others = [parties.person(m.representative_id, db=db).name for m in held]
            strengths = [of_person(m.representative_id, db=db) for m in held]
        else:
            held = parties.mandates_held(actor.person_id, db=db)
            people = parties.performers({m.performer_id for m in held}, db=db)
            others = [people[m.performer_id].name for m in held]
            known = shown(people.values(), db=db)
            strengths = [known[m.performer_id] for m in held]
        for mandate, name, strength in zip(held, others, strengths, strict=True):
            other, mine = Words(zh=name.zh, en=name.en), actor.role is Role.PERFORMER
            rows.append(parties_pages.mandate_row(mandate, other, strength, mine=mine, now=now))
        return parties_pages.mandates_page(
            actor, rows[::-1], can_give=can_give, typed=typed, chosen=chosen, claims=claims, error=error
        )

    return page(MANDATES_PAGE, library.database.read(work), request, status=status)


def _claims(performer_id: PerformerId, db: Session) -> tuple[tuple[str, Words, State], ...]:
    people = [parties.person(c.person_id, db=db) for c in claimants.claims_about(performer_id, db=db)]
    return tuple((p.id, Words(zh=p.name.zh, en=p.name.en), of_person(p.id, db=db)) for p in people)


@get("/mandates", sync_to_thread=True)
def mandates(request: Asked, actor: Actor, library: Library) -> Response[Any]:
    """Who may act for you, or for whom you may act."""
    return _mandates_page(request, actor, library, typed={})


@post("/mandates", status_code=303, sync_to_thread=True)
def give_mandate(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down a mandate within your standing terms, and go and sign it."""
    now = library.clock.now()
    typed = {"representative": form.one("representative"), "years": form.one("years", "1")}
    chosen = tuple(p for p in form.many("power") if p in {x.value for x in Power})

    def work(db: Session) -> Any:
        openness = actions.openness_of(parties.own_profile(actor, db=db).id, now=now, db=db)
        return mandate_acts.draft_mandate(
            actor,
            typed["representative"],
            [Power(p) for p in chosen],
            openness.terms.clauses,
            starts_at=now,
            ends_at=now + _years(typed["years"]) * 365 * DAY,
            return_url="/mandates",
            now=now,
            db=db,
        )

    try:
        made = library.database.transact(work)
    except (NotFound, Refused, Malformed) as error:
        told = words_of(error)
        return _mandates_page(
            request, actor, library, typed=typed, chosen=chosen, error=told, status=error.status
        )
    return go_and_sign(notary, made.id)


def _years(text: str) -> int:
    if text not in ("1", "2", "3"):
        raise Malformed("parties.mandate_term", "A mandate lasts one, two or three years.")
    return int(text)


@post("/mandates/end", status_code=303, sync_to_thread=True)
def end_mandate(form: Form, actor: Actor, library: Library, notary: Notary) -> Redirect:
    """Write down the end of a mandate, and go and sign it. Raises: NotFound(`parties.no_mandate`)."""
    now, mandate_id = library.clock.now(), form.one("mandate")
    made = library.database.transact(
        lambda db: mandate_acts.draft_mandate_withdrawal(
            actor, mandate_id, return_url="/mandates", now=now, db=db
        )
    )
    return go_and_sign(notary, made.id)


def _asked_to_sign(
    request: Asked,
    actor: Actor,
    library: Library,
    notary: Notary,
    work: Callable[[Session], SigningRequest],
    **typed: str,
) -> Response[Any]:
    """Go and sign what was drafted, or the page again with what was typed and what is wrong."""
    try:
        made = library.database.transact(work)
    except PropriaError as error:
        return _mandates_page(
            request, actor, library, typed=typed, error=words_of(error), status=error.status
        )
    return go_and_sign(notary, made.id)


@post("/mandates/pass-on", status_code=303, sync_to_thread=True)
def pass_on(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down that a mandate is passed on as it is, but for passing it on again; and go and sign it."""
    now, to = library.clock.now(), form.one("representative").strip()

    def work(db: Session) -> SigningRequest:
        held = mandate_acts.mandate_held(actor, form.one("mandate"), db=db)
        powers = held.powers - {Power.SUB_DELEGATE}
        days = {"starts_at": held.starts_at, "ends_at": held.ends_at}
        limits: dict[str, Any] = {"parent_id": held.id, "floor": held.floor, **days}
        return mandate_acts.draft_mandate(
            actor, to, powers, held.scopes, **limits, return_url="/mandates", now=now, db=db
        )

    return _asked_to_sign(request, actor, library, notary, work)


@post("/mandates/claims", status_code=303, sync_to_thread=True)
def claim(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down that you represent a performer, and go and sign it."""
    now, whom = library.clock.now(), form.one("performer").strip()

    def work(db: Session) -> SigningRequest:
        return claimants.draft_claim(actor, whom, return_url="/mandates", now=now, db=db)

    return _asked_to_sign(request, actor, library, notary, work, performer=whom)


@post("/mandates/claims/settle", status_code=303, sync_to_thread=True)
def settle(request: Asked, form: Form, actor: Actor, library: Library, notary: Notary) -> Response[Any]:
    """Write down who represents you, and go and sign it."""
    now, kept = library.clock.now(), form.one("kept") or None

    def work(db: Session) -> SigningRequest:
        return claimants.draft_settlement(actor, kept, return_url="/mandates", now=now, db=db)

    return _asked_to_sign(request, actor, library, notary, work)


HANDLERS = [terms, write_terms, consent_record, mandates, give_mandate, end_mandate, pass_on, claim, settle]
