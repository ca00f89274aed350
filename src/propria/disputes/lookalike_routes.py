"""The API of look-alikes: say that something is like you, say what it is, seat a panel, sign what you find."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import get, post

from propria.disputes import declined, lookalikes
from propria.disputes.actions import Office
from propria.disputes.model import Defence, Likeness, Lookalike, Media, PanelFinding
from propria.kernel.ids import OutputId
from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary, SigningRequest


class ReportForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is like you and in what way, in your words; an output's id, or a file's SHA-256 and where you saw it."""

    kind: Likeness
    says: str
    output: str | None = None
    sha256: str = ""
    place: str = ""
    return_url: str = "/lookalikes"


class AnswerForm(msgspec.Struct, forbid_unknown_fields=True):
    """What you say that it is."""

    claims: Defence
    says: str
    return_url: str = "/lookalikes"


class PanelForm(msgspec.Struct, forbid_unknown_fields=True):
    """Three people, by their codes."""

    people: list[str]


class FindingForm(msgspec.Struct, forbid_unknown_fields=True):
    """What you find, and why."""

    finding: PanelFinding
    says: str
    return_url: str = "/lookalikes"


class DeclineForm(msgspec.Struct, forbid_unknown_fields=True):
    """Which of your declines, by its statement."""

    decline: str
    return_url: str = "/lookalikes"


class TakeBackForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/lookalikes"


def media_of(output: str | None, sha256: str, place: str) -> Media:
    """What is spoken of, as it was typed."""
    return Media(OutputId(output) if output else None, sha256.strip().lower(), " ".join(place.split()))


def case_json(case: Lookalike, *, db: Session) -> dict[str, Any]:
    """A case as both sides, the panel and the operator see it."""
    return {
        "lookalike": case.id,
        "performer": case.performer_id,
        "kind": case.kind.value,
        "media": case.media.to_json(),
        "state": case.state.value,
        "reported_at": wire(case.reported_at),
        "held_until": wire(case.held_until) if case.media.output_id else None,
        "not_granted": f"/log/bundles/{case.not_granted}" if case.not_granted else None,
        "declines": [
            {
                "statement": s.statement.id,
                "text": dict(s.statement.text),
                "entry": s.entry_index,
                "bundle": f"/log/bundles/{s.statement.id}",
            }
            for s in declined.opened(case, db=db)
        ],
        "panel": lookalikes.panel_of(case, db=db),
        "said": [
            {
                "type": s.statement.type,
                "text": dict(s.statement.text),
                "entry": s.entry_index,
                "bundle": f"/log/bundles/{s.statement.id}",
            }
            for s in lookalikes.said_of(case, db=db)
        ],
        "ended_at": wire(case.ended_at) if case.ended_at else None,
    }


def _drafted(library: Library, notary: Notary, work: Callable[[Session], SigningRequest]) -> dict[str, str]:
    return to_sign(notary, library.database.transact(work).id)


@post("/lookalikes", status_code=201, sync_to_thread=True)
def report(data: ReportForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Something is like me: write it down, for signing."""
    now, media = library.clock.now(), media_of(data.output, data.sha256, data.place)

    def work(db: Session) -> SigningRequest:
        return lookalikes.draft_report(
            actor, data.kind, media, data.says, return_url=data.return_url, now=now, db=db
        )

    return _drafted(library, notary, work)


@get("/lookalikes", sync_to_thread=True)
def read_cases(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The cases that you are part of or sit on."""

    def work(db: Session) -> list[dict[str, Any]]:
        return [case_json(one, db=db) for one in lookalikes.cases_for(actor, db=db)]

    return library.database.read(work)


@get("/lookalikes/{case_id:str}", sync_to_thread=True)
def read_case(case_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """One case, for both sides, its panel and the operator."""
    return library.database.read(lambda db: case_json(lookalikes.case_for(actor, case_id, db=db), db=db))


@post("/lookalikes/{case_id:str}/answer", status_code=201, sync_to_thread=True)
def answer(case_id: str, data: AnswerForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Say what it is, for signing; it is recorded as what you say."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return lookalikes.draft_answer(
            actor, case_id, data.claims, data.says, return_url=data.return_url, now=now, db=db
        )

    return _drafted(library, notary, work)


@post("/lookalikes/{case_id:str}/panel", status_code=200, sync_to_thread=True)
def seat(case_id: str, data: PanelForm, actor: Actor, library: Library, office: Office) -> dict[str, Any]:
    """The operator names three outsiders."""
    now = library.clock.now()

    def work(db: Session) -> dict[str, Any]:
        return case_json(lookalikes.seat(actor, case_id, data.people, office, now=now, db=db), db=db)

    return library.database.transact(work)


@post("/lookalikes/{case_id:str}/finding", status_code=201, sync_to_thread=True)
def find(case_id: str, data: FindingForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """One of the panel writes down what they find, for signing."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return lookalikes.draft_finding(
            actor, case_id, data.finding, data.says, return_url=data.return_url, now=now, db=db
        )

    return _drafted(library, notary, work)


@post("/lookalikes/{case_id:str}/decline", status_code=201, sync_to_thread=True)
def open_decline(
    case_id: str, data: DeclineForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """The performer opens a decline of theirs as evidence, for signing."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return declined.draft_opening(
            actor, case_id, data.decline, return_url=data.return_url, now=now, db=db
        )

    return _drafted(library, notary, work)


@post("/lookalikes/{case_id:str}/take-back", status_code=201, sync_to_thread=True)
def take_back(
    case_id: str, data: TakeBackForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """The performer takes the case back, for signing."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return lookalikes.draft_taking_back(actor, case_id, return_url=data.return_url, now=now, db=db)

    return _drafted(library, notary, work)


HANDLERS = [report, read_cases, read_case, answer, seat, find, open_decline, take_back]
