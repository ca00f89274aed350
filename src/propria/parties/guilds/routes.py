"""The API of guilds."""

from typing import Any

import msgspec
from litestar import post

from propria.kernel.money import Money
from propria.parties.guilds import actions
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.library import Library
from propria.record.model import Notary
from propria.scope import Scope


class SawGuildForm(msgspec.Struct, forbid_unknown_fields=True):
    """Who signs for a guild, and its name in both languages."""

    person: str
    zh: str
    en: str


class RegistryForm(msgspec.Struct, forbid_unknown_fields=True):
    """Members by their performer codes."""

    performers: list[str]


class JoinForm(msgspec.Struct, forbid_unknown_fields=True):
    """The guild that you are a member of."""

    guild: str
    return_url: str = "/home"


class SuspendForm(msgspec.Struct, forbid_unknown_fields=True):
    """What members may not be used for, written as a red line is."""

    scope: dict[str, Any]
    return_url: str = "/home"


class FloorForm(msgspec.Struct, forbid_unknown_fields=True):
    """The least that members work for in all, in what touches a scope written as a red line is."""

    scope: dict[str, Any]
    floor: dict[str, str]
    return_url: str = "/home"


class LiftForm(msgspec.Struct, forbid_unknown_fields=True):
    """The suspension or floor to lift, by its statement."""

    suspension: str
    return_url: str = "/home"


@post("/guilds/seen", status_code=200, sync_to_thread=True)
def saw(data: SawGuildForm, actor: Actor, library: Library, notary: Notary) -> dict[str, Any]:
    """You, an operator, saw that somebody signs for a guild; the second one who saw the same attests it."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.saw_guild(actor, data.person, data.zh, data.en, notary, now=now, db=db)
    )
    return {"guild": made.id if made else None}


@post("/guilds/registry", status_code=200, sync_to_thread=True)
def registry(data: RegistryForm, actor: Actor, library: Library) -> dict[str, int]:
    """Import your guild's registry."""
    listed = library.database.transact(lambda db: actions.import_registry(actor, data.performers, db=db))
    return {"listed": listed}


@post("/guilds/join", status_code=201, sync_to_thread=True)
def join(data: JoinForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, that you are a member."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_joining(actor, data.guild, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/guilds/suspend", status_code=201, sync_to_thread=True)
def suspend(data: SuspendForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, what your guild suspends."""
    now, scope = library.clock.now(), Scope.from_json(data.scope)
    made = library.database.transact(
        lambda db: actions.draft_suspension(actor, scope, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/guilds/floor", status_code=201, sync_to_thread=True)
def set_floor(data: FloorForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, your guild's floor."""
    now, scope, floor = library.clock.now(), Scope.from_json(data.scope), Money.from_json(data.floor)
    made = library.database.transact(
        lambda db: actions.draft_floor(actor, scope, floor, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


@post("/guilds/lift", status_code=201, sync_to_thread=True)
def lift(data: LiftForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, that a suspension is lifted."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_lifting(actor, data.suspension, return_url=data.return_url, now=now, db=db)
    )
    return to_sign(notary, made.id)


HANDLERS = [saw, registry, join, suspend, set_floor, lift]
