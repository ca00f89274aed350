"""The API of groups."""

from typing import Any

import msgspec
from litestar import get, post

from propria.parties import actions
from propria.parties.groups import actions as groups
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.library import Library
from propria.record.model import Notary


class GroupForm(msgspec.Struct, forbid_unknown_fields=True):
    """A group's name in both languages, and the other members by their performer codes."""

    zh: str
    en: str
    members: list[str]


class OfGroupForm(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go after signing."""

    return_url: str = "/groups"


@post("/groups", status_code=201, sync_to_thread=True)
def form(data: GroupForm, actor: Actor, library: Library) -> dict[str, str]:
    """Name a group of which you are one; it stands once every member has joined."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: groups.form(actor, data.zh, data.en, data.members, now=now, db=db)
    )
    return {"group": made.id}


@get("/groups", sync_to_thread=True)
def read_groups(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The groups that name you, with who has joined."""

    def work(db: Any) -> list[dict[str, Any]]:
        own = actions.own_profile(actor, db=db)
        found = [actions.performer(m.group_id, db=db) for m in groups.memberships(own.id, db=db)]
        return [
            {
                "group": one.id,
                "name": one.name.to_json(),
                "members": [
                    {"performer": m.performer_id, "joined": m.joined_by is not None}
                    for m in groups.members(one.id, db=db)
                ],
                "stands": groups.stands(one.id, db=db),
            }
            for one in found
        ]

    answer: list[dict[str, Any]] = library.database.read(work)
    return answer


@post("/groups/{group_id:str}/join", status_code=201, sync_to_thread=True)
def join(group_id: str, data: OfGroupForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, that you are one of the group."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: groups.draft_joining(actor, group_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/groups/{group_id:str}/leave", status_code=201, sync_to_thread=True)
def leave(group_id: str, data: OfGroupForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, that you leave."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: groups.draft_leaving(actor, group_id, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


HANDLERS = [form, read_groups, join, leave]
