"""Sessions: who shows which secret. Nothing here signs a statement."""

import hashlib
import secrets

from propria.kernel.errors import Forbidden, NotFound
from propria.kernel.time import DAY, Instant
from propria.parties import store
from propria.parties.actions import actor_of
from propria.parties.estates import store as store_estates
from propria.parties.model import Actor, Person
from propria.plumbing.database import Session

SESSION_LIFETIME = 14 * DAY


def open_session(person_id: str, *, now: Instant, db: Session) -> str:
    """A secret that stands for the person until it ends; only its hash is kept. Raises: Forbidden(`parties.performer_died`)."""
    if store_estates.person_died(person_id, db=db):
        raise Forbidden("parties.performer_died", "This performer has died; nobody signs in as them.")
    token = secrets.token_urlsafe(32)
    store.add_session(hashlib.sha256(token.encode()).digest(), person_id, now + SESSION_LIFETIME, db=db)
    return token


def actor_of_session(token: str, *, now: Instant, db: Session) -> Actor | None:
    """Who shows this secret."""
    person_id = store.session_person(hashlib.sha256(token.encode()).digest(), now, db=db)
    return None if person_id is None else actor_of(person_id, db=db)


def close_session(token: str, *, db: Session) -> None:
    """Sign out."""
    store.drop_session(hashlib.sha256(token.encode()).digest(), db=db)


def cast(*, db: Session) -> list[Person]:
    """The demo's people; empty in a library that is not a demo."""
    return store.people_in_demo(db=db)


def cast_member(demo_name: str, *, db: Session) -> Person:
    """One of the demo's people. Raises: NotFound(`parties.no_person`)."""
    found = store.person_in_demo(demo_name, db=db)
    if found is None:
        raise NotFound("parties.no_person", "The demo has no such person.")
    return found
