"""The API of deaths and estates, as two operators see them in papers."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.errors import NotFound
from propria.parties.estates import actions
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.record.model import Notary


class SawDeathForm(msgspec.Struct, forbid_unknown_fields=True):
    """The day of death that you read in the papers, as YYYY-MM-DD."""

    died_on: str


class Holding(msgspec.Struct, forbid_unknown_fields=True):
    """One holder of an estate, and their share in basis points."""

    person: str
    share: int


class SawEstateForm(msgspec.Struct, forbid_unknown_fields=True):
    """Everybody who holds the estate, by the papers that you saw."""

    holders: list[Holding]


@post("/performers/{performer_id:str}/death-seen", status_code=200, sync_to_thread=True)
def saw_death(
    performer_id: str, data: SawDeathForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, bool]:
    """You, an operator, saw the papers of a performer's death; the second one who saw the same day attests it."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: actions.saw_death(actor, performer_id, data.died_on, notary, now=now, db=db)
    )
    return {"attested": done}


@post("/performers/{performer_id:str}/alive-seen", status_code=200, sync_to_thread=True)
def saw_alive(performer_id: str, actor: Actor, library: Library, notary: Notary) -> dict[str, bool]:
    """You, an operator, saw that a death was recorded in error; the second one who did corrects it."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: actions.saw_alive(actor, performer_id, notary, now=now, db=db)
    )
    return {"attested": done}


@post("/performers/{performer_id:str}/estate-seen", status_code=200, sync_to_thread=True)
def saw_estate(
    performer_id: str, data: SawEstateForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, bool]:
    """You, an operator, saw who holds an estate; the second one who saw the same attests it."""
    now, shares = library.clock.now(), {one.person: one.share for one in data.holders}
    done = library.database.transact(
        lambda db: actions.saw_estate(actor, performer_id, shares, notary, now=now, db=db)
    )
    return {"attested": done}


@get("/performers/{performer_id:str}/estate", sync_to_thread=True)
def read_estate(performer_id: str, actor: Actor, library: Library) -> dict[str, Any]:
    """An estate, for its holders alone: everybody who holds it and their shares."""

    def work(db: Any) -> dict[str, Any]:
        heirs = actions.heirs_of(performer_id, db=db)
        if all(one.person_id != actor.person_id for one in heirs):
            raise NotFound("parties.no_heirs", "Nobody is known to hold this estate.")
        return {"holders": [{"person": one.person_id, "share": one.share} for one in heirs]}

    found: dict[str, Any] = library.database.read(work)
    return found


HANDLERS = [saw_death, saw_alive, saw_estate, read_estate]
