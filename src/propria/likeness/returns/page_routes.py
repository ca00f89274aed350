"""The one form by which a performer says that a session's originals and copies went back."""

from typing import Any

from litestar import Response, post

from propria.kernel.errors import Malformed
from propria.likeness.model import Returned
from propria.likeness.returns import actions as returns
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.forms import Form, see_other


@post("/captures/{capture_id:str}/return", status_code=303, sync_to_thread=True)
def say_returned(capture_id: str, form: Form, actor: Actor, library: Library) -> Response[Any]:
    """Say what became of them. Raises: as `returns.say_returned`, Malformed(`likeness.no_such_return`)."""
    now, how = library.clock.now(), form.one("how")
    if how not in [one.value for one in Returned]:
        raise Malformed(
            "likeness.no_such_return", "Say whether it was handed over, deleted, or never outside."
        )
    library.database.transact(
        lambda db: returns.say_returned(actor, capture_id, Returned(how), now=now, db=db)
    )
    return see_other(f"/captures/{capture_id}#return")


HANDLERS: list[Any] = [say_returned]
