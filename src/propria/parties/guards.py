"""Who is asking: the actor of a request, from a session cookie or a bearer token. Grants nothing by itself."""

from typing import Any

from litestar import Request

from propria.kernel.errors import PropriaError
from propria.parties import sessions
from propria.parties.model import Actor
from propria.plumbing.library import Library

SESSION_TOKEN = "token"


class SignInNeeded(PropriaError):
    """Nobody is signed in, and this page is somebody's."""

    status = 401


def session_token(request: Request[Any, Any, Any]) -> str | None:
    """The secret that the request shows: on the API only `Authorization: Bearer …`, on pages only the cookie's.

    The API reads no cookie, so it needs no form token.
    """
    if request.url.path.startswith("/api/"):
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        return secret.strip() if kind.lower() == "bearer" else None
    found = request.session.get(SESSION_TOKEN) if request.scope.get("session") else None
    return found if isinstance(found, str) else None


def provide_visitor(request: Request[Any, Any, Any], library: Library) -> Actor | None:
    """The actor, or None for the public."""
    token = session_token(request)
    if token is None:
        return None
    now = library.clock.now()
    return library.database.read(lambda db: sessions.actor_of_session(token, now=now, db=db))


def provide_actor(visitor: Actor | None) -> Actor:
    """The actor. Raises: SignInNeeded(`parties.sign_in_needed`)."""
    if visitor is None:
        raise SignInNeeded("parties.sign_in_needed", "Sign in first.")
    return visitor
