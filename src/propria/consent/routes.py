"""The API of openness and consent. Everything that ends in a signature answers where to sign."""

from typing import Any

import msgspec
from litestar import get, post

from propria.consent import actions, consents, erasing, wishes
from propria.consent.actions import EffectsOf
from propria.consent.consent_records import JSON_LD, controller_of, record_of
from propria.consent.model import FeeFloor, Openness, Purpose
from propria.kernel.money import Money
from propria.kernel.time import instant, wire
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.library import Library
from propria.record.model import Notary
from propria.scope import StandingTerms


class OpennessForm(msgspec.Struct, forbid_unknown_fields=True):
    """Standing terms in their signed form, the floor of a deal, higher ones by act and medium, and the term."""

    terms: dict[str, Any]
    floor: dict[str, str]
    starts_at: str
    ends_at: str
    floors: list[dict[str, Any]] = []
    shows_name: bool = True
    performer: str = ""
    return_url: str = "/home"


class WishesForm(msgspec.Struct, forbid_unknown_fields=True):
    """What your estate may license after your death, and what nobody ever may, in the signed form of standing terms."""

    terms: dict[str, Any]
    return_url: str = "/home"


class WithdrawForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whose openness ends."""

    performer: str
    return_url: str = "/home"


class GrantForm(msgspec.Struct, forbid_unknown_fields=True):
    """Consent to be captured or to have a replica built, one purpose at a time."""

    purpose: Purpose
    reason: str
    retained_until: str
    return_url: str = "/home"


class EndGrantForm(msgspec.Struct, forbid_unknown_fields=True):
    """The consent to take back."""

    grant: str
    return_url: str = "/home"


@post("/openness", status_code=201, sync_to_thread=True)
def draft_openness(data: OpennessForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down what you may be asked for, for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_openness(
            actor,
            StandingTerms.from_json(data.terms),
            Money.from_json(data.floor),
            [FeeFloor.from_json(one) for one in data.floors],
            starts_at=instant(data.starts_at),
            ends_at=instant(data.ends_at),
            shows_name=data.shows_name,
            performer_id=data.performer,
            return_url=data.return_url,
            now=now,
            db=db,
        )
    )
    return to_sign(notary, made.id)


@post("/wishes", status_code=201, sync_to_thread=True)
def draft_wishes(data: WishesForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down what holds after your death, for you to sign."""
    now, terms = library.clock.now(), StandingTerms.from_json(data.terms)
    made = library.database.transact(
        lambda db: wishes.draft_wishes(actor, terms, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/openness/withdraw", status_code=201, sync_to_thread=True)
def draft_withdrawal(
    data: WithdrawForm, actor: Actor, library: Library, notary: Notary, effects_of: EffectsOf
) -> dict[str, str]:
    """Write down the end of openness with everything it does, for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_openness_withdrawal(
            actor, data.performer, effects_of=effects_of, return_url=data.return_url, now=now, db=db
        )
    )
    return to_sign(notary, made.id)


@post("/openness/{openness_id:str}/erase", status_code=200, sync_to_thread=True)
def erase_openness(openness_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Erase an ended openness of yours: its words, signature and salt; the log keeps its last state.

    Raises: NotFound(`consent.no_openness`), Refused(`consent.still_given`, `consent.contract_rests_on_it`).
    """
    now = library.clock.now()
    entry = library.database.transact(lambda db: erasing.erase_openness(actor, openness_id, now=now, db=db))
    return {"entry_index": entry}


@post("/grants", status_code=201, sync_to_thread=True)
def draft_grant(data: GrantForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down one consent, for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_grant(
            actor,
            data.purpose,
            data.reason,
            instant(data.retained_until),
            return_url=data.return_url,
            now=now,
            db=db,
        )
    )
    return to_sign(notary, made.id)


@post("/grants/withdraw", status_code=201, sync_to_thread=True)
def draft_grant_withdrawal(
    data: EndGrantForm, actor: Actor, library: Library, notary: Notary, effects_of: EffectsOf
) -> dict[str, str]:
    """Write down the end of a consent, for you to sign."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_grant_withdrawal(
            actor, data.grant, effects_of=effects_of, return_url=data.return_url, now=now, db=db
        )
    )
    return to_sign(notary, made.id)


@get("/me/grants", sync_to_thread=True)
def my_grants(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Every capture and build consent that you gave."""

    def work(db: Any) -> list[Any]:
        return actions.grants_of(parties.own_profile(actor, db=db).id, db=db)

    return [
        {
            "grant": g.id,
            "purpose": g.purpose.value,
            "reason": g.reason,
            "retained_until": wire(g.retained_until),
            "state": g.state.value,
        }
        for g in library.database.read(work)
    ]


@get("/me/consents", sync_to_thread=True)
def my_consents(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Every consent that you signed: openness, capture, build; what became of it, and where its record is."""
    return [
        {
            "consent": kept.id,
            "purpose": kept.purpose.value,
            "given_at": wire(kept.given_at),
            "until": wire(kept.until),
            "state": kept.state.value,
            "record": f"/api/v1/consents/{kept.id}/record",
        }
        for kept in library.database.read(lambda db: consents.signed_by(actor, db=db))
    ]


@get("/consents/{consent_id:str}/record", sync_to_thread=True, media_type=JSON_LD)
def consent_record(consent_id: str, actor: Actor, library: Library, notary: Notary) -> dict[str, Any]:
    """One consent that you signed, as an ISO/IEC TS 27560 record: JSON-LD with the Data Privacy Vocabulary."""
    kept = library.database.read(lambda db: consents.one_of(actor, consent_id, db=db))
    return record_of(kept, controller=controller_of(notary.origin), now=library.clock.now())


def openness_json(openness: Openness) -> dict[str, Any]:
    """The public form of an openness whose performer shows it."""
    return {
        "statement": openness.id,
        "terms": openness.terms.to_json(),
        "floor": openness.floor.to_json(),
        "floors": [one.to_json() for one in openness.floors],
        "starts_at": wire(openness.starts_at),
        "ends_at": wire(openness.ends_at),
    }


HANDLERS = [
    draft_openness,
    draft_wishes,
    draft_withdrawal,
    erase_openness,
    draft_grant,
    draft_grant_withdrawal,
    my_grants,
    my_consents,
    consent_record,
]
