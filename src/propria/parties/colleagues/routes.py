"""The API of colleagues: who acts for an organisation, and what its founder signs that they may."""

from typing import Any

import msgspec
from litestar import get, post

from propria.parties import actions
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Colleague, Right
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary


class AskForm(msgspec.Struct, forbid_unknown_fields=True):
    """The organisation that you work for, by its code."""

    organisation: str


class RightsForm(msgspec.Struct, forbid_unknown_fields=True):
    """A colleague, by their code, and what they may do: `negotiate`, `sign`, `pay`; none of them is reading alone."""

    person: str
    rights: list[Right]
    return_url: str = "/team"


class EndForm(msgspec.Struct, forbid_unknown_fields=True):
    """The colleague who acts for your organisation no more."""

    person: str
    return_url: str = "/team"


def _colleague_json(one: Colleague, db: Session) -> dict[str, Any]:
    return {
        "person": one.person_id,
        "name": actions.person(one.person_id, db=db).name.to_json(),
        "rights": sorted(right.value for right in one.rights) if one.is_in else [],
        "in": one.is_in,
    }


@get("/team", sync_to_thread=True)
def read_team(actor: Actor, library: Library) -> dict[str, Any]:
    """Your organisation, its code, and who acts for it."""

    def work(db: Session) -> dict[str, Any]:
        creator, team = colleagues.team(actor, db=db)
        return {
            "organisation": creator.id,
            "founder": creator.person_id,
            "colleagues": [_colleague_json(one, db) for one in team],
        }

    found: dict[str, Any] = library.database.read(work)
    return found


@post("/team/ask", status_code=200, sync_to_thread=True)
def ask(data: AskForm, actor: Actor, library: Library) -> dict[str, str]:
    """Ask to act for an organisation; you see nothing of it until its founder has signed what you may do."""
    creator = library.database.transact(lambda db: colleagues.ask(actor, data.organisation, db=db))
    return {"organisation": creator.id}


@post("/team", status_code=201, sync_to_thread=True)
def give(data: RightsForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, what a colleague may do for your organisation."""
    now, rights = library.clock.now(), [right.value for right in data.rights]
    made = library.database.transact(
        lambda db: colleagues.draft_rights(
            actor, data.person, rights, return_url=data.return_url, now=now, db=db
        )
    )
    return to_sign(notary, made.id)


@post("/team/end", status_code=201, sync_to_thread=True)
def end(data: EndForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, that a colleague acts for your organisation no more."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: colleagues.draft_end(actor, data.person, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


HANDLERS = [read_team, ask, give, end]
