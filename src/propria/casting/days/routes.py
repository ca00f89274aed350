"""The API of dates: asking about days, answering, pencilling, confirming; and the days on which a performer is away."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import get, post, put

from propria.casting.days import actions
from propria.casting.days.model import Days, Doing, Seen, Wanted
from propria.casting.days.rules import STATE_WORDS
from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.parties.routes import signing_url
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary, SigningRequest


class AskForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whom to ask about which days; `answer_by` is an instant with its zone."""

    performers: list[str]
    days: list[date]
    doing: Doing
    answer_by: Annotated[datetime, msgspec.Meta(tz=True)]
    place: str = ""


class AwayForm(msgspec.Struct, forbid_unknown_fields=True):
    """The days on which one is away."""

    days: list[date]


class SignForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where the signing page leads back to."""

    return_url: str = "/days"


def days_json(days: Days) -> dict[str, Any]:
    """Days over the API; `means` says in words what the state is and is not."""
    zh, en = STATE_WORDS[days.state]
    return {
        "days": days.id,
        "brief": days.brief_id,
        "creator": days.creator_id,
        "performer": days.performer_id,
        "project": days.project,
        "title": {"zh": days.title[0], "en": days.title[1]},
        "role": days.role,
        "dates": [day.isoformat() for day in days.wanted.days],
        "doing": days.wanted.doing.value,
        "place": days.wanted.place,
        "answer_by": wire(days.wanted.answer_by),
        "state": days.state,
        "means": {"zh": zh, "en": en},
        "statement": days.statement_id,
    }


def seen_json(seen: Seen) -> dict[str, Any]:
    """Days as one side sees them."""
    told = {"acts": list(seen.acts), "pencils_before": seen.before, "days_taken": seen.taken}
    return days_json(seen.days) | told


@post("/briefs/{brief_id:str}/days", status_code=201, sync_to_thread=True)
def ask(brief_id: str, data: AskForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Ask performers whether they are free on some days; whoever cannot be asked is named with the code of why."""
    now = library.clock.now()
    wanted = Wanted(tuple(data.days), data.doing, data.place, data.answer_by)
    done = library.database.transact(
        lambda db: actions.ask(actor, brief_id, data.performers, wanted, now=now, db=db)
    )
    refused = [{"performer": who, "code": code} for who, code in done.not_asked]
    return {"asked": [days_json(one) for one in done.asked], "not_asked": refused}


@get("/days", sync_to_thread=True)
def read_days(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The days that you asked for, or that you are asked for, newest first."""
    now = library.clock.now()
    return [seen_json(one) for one in library.database.read(lambda db: actions.every(actor, now=now, db=db))]


@post("/days/{days_id:str}/{act:str}", status_code=200, sync_to_thread=True)
def act(days_id: str, act: str, actor: Actor, library: Library) -> dict[str, Any]:
    """Take a step that nobody signs: `say_free`, `say_not_free`, `pencil`, `ask_to_confirm`, `let_go`."""
    now = library.clock.now()
    return days_json(library.database.transact(lambda db: actions.act(actor, days_id, act, now=now, db=db)))


@post("/days/{days_id:str}/sign/{act:str}", status_code=201, sync_to_thread=True)
def sign(
    days_id: str, act: str, data: SignForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, str]:
    """Write down for your signature that you `confirm` the days, or `take_back` that you did."""
    now = library.clock.now()

    def work(db: Session) -> SigningRequest:
        return actions.draft(actor, days_id, act, return_url=data.return_url, now=now, db=db)

    made = library.database.transact(work)
    return {"request_id": made.id, "sign_url": signing_url(notary, made.id)}


@get("/me/away", sync_to_thread=True)
def read_away(actor: Actor, library: Library) -> list[str]:
    """The days on which you are away."""
    return [day.isoformat() for day in library.database.read(lambda db: actions.away(actor, db=db))]


@put("/me/away", sync_to_thread=True)
def set_away(data: AwayForm, actor: Actor, library: Library) -> list[str]:
    """Say on which days you are away, in place of what you said before."""
    now = library.clock.now()
    kept = library.database.transact(lambda db: actions.set_away(actor, data.days, now=now, db=db))
    return [day.isoformat() for day in kept]


HANDLERS = [ask, read_days, act, sign, read_away, set_away]
