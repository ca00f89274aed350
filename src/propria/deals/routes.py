"""The API of offers, counters, contracts and their files."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import Parameter

from propria.deals import actions, declines, life, listed, notes, pages_steps, reasons, sealing, tries
from propria.deals.actions import Room
from propria.deals.model import Note, TermSheet
from propria.deals.notes import Remark
from propria.deals.panels import pay_of
from propria.deals.works import PaperWorks
from propria.kernel.errors import Malformed
from propria.kernel.time import instant, wire
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary

MOST_A_PAGE = 100
PageSize = Annotated[int, Parameter(ge=1, le=MOST_A_PAGE)]
Skipped = Annotated[int, Parameter(ge=0, le=1_000_000)]


class OfferForm(msgspec.Struct, forbid_unknown_fields=True):
    """An offer: to whom (an id, or an invitation), on which brief, on which terms, until when."""

    brief: str
    performer: str
    sheet: dict[str, Any]
    lapses_at: str


class SheetForm(msgspec.Struct, forbid_unknown_fields=True):
    """Another version of the terms."""

    sheet: dict[str, Any]


class EndForm(msgspec.Struct, forbid_unknown_fields=True):
    """How talks end or begin again: decline, take_back or reopen. `reason` is told; `because` is for one's own side alone."""

    act: str
    reason: str = ""
    because: str = ""


class SplitForm(msgspec.Struct, forbid_unknown_fields=True):
    """Two term sheets: these talks go on about the first, new ones begin about the second."""

    first: dict[str, Any]
    second: dict[str, Any]


class NoteForm(msgspec.Struct, forbid_unknown_fields=True):
    """Something said beside the terms: pinned to an axis or to nothing, for both sides or for your own."""

    text: str
    pin: str = ""
    private: bool = False


class SignForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/deals"


def read_sheet(raw: dict[str, Any]) -> TermSheet:
    """A term sheet from its signed form. Raises: Malformed(`deals.terms_unreadable`, `scope.*`, `rates.*`)."""
    try:
        return TermSheet.from_json(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise Malformed("deals.terms_unreadable", f"The term sheet cannot be read: {error}.") from error


def room_json(seen: Room) -> dict[str, Any]:
    """A negotiation as its parties see it over the API."""
    return {
        "deal": seen.deal.id,
        "brief": seen.deal.brief_id,
        "performer": seen.deal.performer_id,
        "creator": seen.deal.creator_id,
        "state": seen.deal.state,
        "you_are": seen.side.value,
        "turn_of": seen.deal.turn_of.value,
        "lapses_at": wire(seen.deal.lapses_at),
        "kind": seen.deal.kind.value,
        "changes_deal": seen.deal.root_id,
        "replaces": seen.deal.base_id,
        "turns": [
            {"number": t.number, "side": t.side.value, "made_at": wire(t.made_at), "sheet": t.sheet.to_json()}
            for t in seen.turns
        ],
        "changes": [
            {
                "axis": c.axis,
                "way": c.kind.value,
                "zh": c.zh,
                "en": c.en,
                "means": {"zh": c.means.zh, "en": c.means.en},
            }
            for c in actions.effect_diff(seen)
        ],
        "below": [{"zh": zh, "en": en} for zh, en in seen.below],
        "pay": pay_json(seen),
        "contract": None if seen.contract is None else seen.contract.id,
        "signed_by": sorted(s.side.value for s in seen.signatures),
    }


def pay_json(seen: Room) -> list[dict[str, Any]]:
    """What 1, 10 and 100 minutes pay under the newest version, and under the one that it is held against."""
    before = actions.held_against(seen)
    newest = pay_of(seen.sheet)
    old = None if before is None else pay_of(before)
    if newest is None:
        return []
    olds = [None] * len(newest.paid) if old is None else [one.total.to_json() for one in old.paid]
    return [
        {"minutes": one.minutes, "total": one.total.to_json(), "before": was}
        for one, was in zip(newest.paid, olds, strict=True)
    ]


@post("/offers", status_code=201, sync_to_thread=True)
def make_offer(data: OfferForm, actor: Actor, library: Library) -> dict[str, str]:
    """Offer a performer a role."""
    now = library.clock.now()
    library.database.transact(lambda db: tries.count_offer(actor, data.performer, now=now, db=db))
    made = library.database.transact(
        lambda db: actions.make_offer(
            actor,
            data.brief,
            data.performer,
            read_sheet(data.sheet),
            lapses_at=instant(data.lapses_at),
            now=now,
            db=db,
        )
    )
    return {"deal": made.id, "state": made.state}


@get("/deals", sync_to_thread=True)
def read_deals(
    actor: Actor, library: Library, skip: Skipped = 0, limit: PageSize = MOST_A_PAGE
) -> Response[list[dict[str, Any]]]:
    """The negotiations that you are a party to, newest first, a page at a time; the header `Link` gives the next page.

    `skip`: how many newer ones to leave out. `limit`: 1 to 100.
    """
    now = library.clock.now()
    found = library.database.read(lambda db: listed.rooms(actor, most=limit + 1, skip=skip, now=now, db=db))
    then = f'</api/v1/deals?skip={skip + limit}&limit={limit}>; rel="next"'
    headers = {"link": then} if len(found) > limit else {}
    return Response([room_json(one) for one in found[:limit]], headers=headers)


@get("/deals/{deal_id:str}", sync_to_thread=True)
def read_deal(deal_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """One negotiation, with what its newest version changes in plain words."""
    now = library.clock.now()
    return room_json(library.database.read(lambda db: actions.room(actor, deal_id, now=now, db=db)))


@get("/deals/{deal_id:str}/steps", sync_to_thread=True)
def read_steps(deal_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Who took each step of one negotiation, in which right and under which mandate, oldest first."""
    now = library.clock.now()

    def work(db: Session) -> list[dict[str, Any]]:
        return pages_steps.steps_json(actions.room(actor, deal_id, now=now, db=db), db=db)

    return library.database.read(work)


@post("/deals/{deal_id:str}/counter", status_code=200, sync_to_thread=True)
def counter(deal_id: str, data: SheetForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Put another version of the terms."""
    now, sheet = library.clock.now(), read_sheet(data.sheet)
    library.database.transact(lambda db: tries.count_version(actor, deal_id, now=now, db=db))
    library.database.transact(lambda db: actions.counter(actor, deal_id, sheet, now=now, db=db))
    return room_json(library.database.read(lambda db: actions.room(actor, deal_id, now=now, db=db)))


@post("/deals/{deal_id:str}/agree", status_code=200, sync_to_thread=True)
def agree(deal_id: str, actor: Actor, library: Library) -> dict[str, str]:
    """Agree to the newest version; nothing is allowed until both have signed."""
    now = library.clock.now()
    return {
        "state": library.database.transact(lambda db: actions.agree(actor, deal_id, now=now, db=db)).state
    }


@post("/deals/{deal_id:str}/end", status_code=200, sync_to_thread=True)
def end(deal_id: str, data: EndForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Decline, take back, or reopen."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: (
            reasons.decline_because(actor, deal_id, data.because, notary=notary, now=now, db=db)
            if data.because and data.act == "decline"
            else declines.end(actor, deal_id, data.act, data.reason, notary=notary, now=now, db=db)
        )
    )
    return {"state": done.state}


@get("/me/declines", sync_to_thread=True)
def read_declines(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What you, a performer, declined; the log holds a hash of each, and the bundle opens it."""
    found = library.database.read(lambda db: declines.own_declines(actor, db=db))
    return [
        {
            "statement": said.statement.id,
            "deal": said.statement.body["deal"],
            "terms_sha256": said.statement.body["terms_sha256"],
            "entry": said.entry_index,
            "logged_at": wire(said.logged_at),
            "bundle": f"/log/bundles/{said.statement.id}",
        }
        for said in found
    ]


@post("/deals/{deal_id:str}/split", status_code=201, sync_to_thread=True)
def split(deal_id: str, data: SplitForm, actor: Actor, library: Library) -> dict[str, str]:
    """Answer one offer with two, each for a project of its own."""
    now, first, second = library.clock.now(), read_sheet(data.first), read_sheet(data.second)
    goes_on, begun = library.database.transact(
        lambda db: life.split(actor, deal_id, first, second, now=now, db=db)
    )
    return {"deal": goes_on.id, "split_off": begun.id}


@post("/deals/{deal_id:str}/notes", status_code=201, sync_to_thread=True)
def write_note(deal_id: str, data: NoteForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Say something beside the newest version; it binds nobody."""
    now, remark = library.clock.now(), Remark(data.pin, data.text, data.private)
    made = library.database.transact(lambda db: notes.write(actor, deal_id, remark, now=now, db=db))
    return note_json(made)


@get("/deals/{deal_id:str}/notes", sync_to_thread=True)
def read_notes(deal_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What was said beside the terms: every remark, and the notes of your own side."""
    now = library.clock.now()

    def work(db: Session) -> list[dict[str, Any]]:
        seen = actions.room(actor, deal_id, now=now, db=db)
        return [note_json(note) for note in notes.read(seen, db=db)]

    return library.database.read(work)


def note_json(note: Note) -> dict[str, Any]:
    """A note as the API writes it."""
    return {
        "number": note.number,
        "version": note.turn_number,
        "side": note.side.value,
        "pin": note.pin,
        "text": note.text,
        "private": note.is_private,
        "made_at": wire(note.made_at),
    }


@post("/deals/{deal_id:str}/contract", status_code=201, sync_to_thread=True)
def make_contract(deal_id: str, actor: Actor, library: Library, paper_works: PaperWorks) -> dict[str, str]:
    """Make the contract from the agreed terms."""
    now = library.clock.now()
    sources = library.database.read(lambda db: actions.paper_for(actor, deal_id, now=now, db=db))
    made = paper_works.make(sources.paper())
    kept = library.database.transact(
        lambda db: actions.keep_contract(
            actor, deal_id, sources, made.digest, made.terms_digest, now=now, db=db
        )
    )
    return {"contract": kept.id, "pdf_sha256": kept.pdf_digest, "terms_sha256": kept.terms_digest}


@get("/contracts/{contract_id:str}/file", sync_to_thread=True)
def read_contract(
    contract_id: str, actor: Actor, library: Library, paper_works: PaperWorks
) -> Response[bytes]:
    """The contract exactly as it is signed."""
    now = library.clock.now()
    kept, _ = library.database.read(lambda db: actions.contract_for(actor, contract_id, now=now, db=db))
    return _pdf(paper_works.file(kept), contract_id)


@get("/contracts/{contract_id:str}/sealed", sync_to_thread=True)
def read_sealed(contract_id: str, actor: Actor, library: Library, paper_works: PaperWorks) -> Response[bytes]:
    """The contract with the operator's attestation seals, one for each act."""
    now = library.clock.now()
    kept, acts = library.database.read(lambda db: sealing.acts_for(actor, contract_id, now=now, db=db))
    return _pdf(paper_works.sealed(kept, acts, now=now), contract_id)


def _pdf(content: bytes, contract_id: str) -> Response[bytes]:
    named = {"content-disposition": f'inline; filename="{contract_id}.pdf"'}
    return Response(content, media_type="application/pdf", headers=named)


@post("/contracts/{contract_id:str}/sign", status_code=201, sync_to_thread=True)
def sign(contract_id: str, data: SignForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down the statement by which your side signs the contract's exact bytes."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_signature(actor, contract_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


HANDLERS = [
    make_offer,
    read_deals,
    read_deal,
    read_steps,
    counter,
    agree,
    end,
    read_declines,
    split,
    write_note,
    read_notes,
    make_contract,
    read_contract,
    read_sealed,
    sign,
]
