"""The API of guardians, and of what two operators saw of a minor."""

import msgspec
from litestar import post

from propria.parties.minors import actions
from propria.parties.model import Actor
from propria.parties.routes import to_sign
from propria.plumbing.library import Library
from propria.record.model import Notary


class WardForm(msgspec.Struct, forbid_unknown_fields=True):
    """The minor whose guardian you are, by their code."""

    performer: str
    return_url: str = "/home"


class SawGuardianForm(msgspec.Struct, forbid_unknown_fields=True):
    """Whose papers you saw."""

    guardian: str


class SawBirthForm(msgspec.Struct, forbid_unknown_fields=True):
    """The day of birth that you read in the document, as YYYY-MM-DD."""

    born_on: str


@post("/guardianships", status_code=201, sync_to_thread=True)
def state(data: WardForm, actor: Actor, library: Library, notary: Notary) -> dict[str, str]:
    """Write down, for you to sign, that you are a minor's guardian."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.draft_guardianship(
            actor, data.performer, return_url=data.return_url, now=now, db=db
        )
    )
    return to_sign(notary, made.id)


@post("/performers/{performer_id:str}/guardian-seen", status_code=200, sync_to_thread=True)
def saw_guardian(
    performer_id: str, data: SawGuardianForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, bool]:
    """You, an operator, saw a guardian's papers; the second one who did attests it."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: actions.saw_guardian(actor, performer_id, data.guardian, notary, now=now, db=db)
    )
    return {"attested": done}


@post("/performers/{performer_id:str}/birth-seen", status_code=200, sync_to_thread=True)
def saw_birth(
    performer_id: str, data: SawBirthForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, bool]:
    """You, an operator, read a day of birth in a document; the second one who read the same attests it."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: actions.saw_birth(actor, performer_id, data.born_on, notary, now=now, db=db)
    )
    return {"attested": done}


HANDLERS = [state, saw_guardian, saw_birth]
