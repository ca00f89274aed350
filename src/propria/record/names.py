"""Public names in the map: listed while a signed state shows them, and provably absent otherwise."""

from propria.plumbing.database import Session
from propria.proofs.leaves import NamedPerson
from propria.proofs.names import fold_name
from propria.record import store


def list_name(name: str, person: NamedPerson, *, db: Session) -> None:
    """From the next checkpoint on the map lists this person under this name."""
    store.list_name(fold_name(name), person, db=db)


def unlist_name(name: str, public_id: str, *, db: Session) -> None:
    """From the next checkpoint on the map does not list this person under this name."""
    store.unlist_name(fold_name(name), public_id, db=db)


def people_named(name: str, *, db: Session) -> tuple[NamedPerson, ...]:
    """Whom the library publicly lists under this name now."""
    return store.people_named(fold_name(name), db=db)
