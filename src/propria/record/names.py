"""Public names in the map: listed while a signed state shows them, and provably absent otherwise."""

from collections.abc import Collection

from propria.plumbing.database import Session
from propria.proofs.leaves import NamedPerson
from propria.proofs.names import fold_name
from propria.record import store, store_names


def list_name(name: str, person: NamedPerson, *, db: Session) -> None:
    """From the next checkpoint on the map lists this person under this name."""
    store.list_name(fold_name(name), person, db=db)


def unlist_name(name: str, public_id: str, *, db: Session) -> None:
    """From the next checkpoint on the map does not list this person under this name."""
    store.unlist_name(fold_name(name), public_id, db=db)


def people_named(name: str, *, db: Session) -> tuple[NamedPerson, ...]:
    """Whom the library publicly lists under this name now."""
    return store_names.people_named(fold_name(name), db=db)


def ids_beginning(name: str, most: int, *, db: Session) -> list[str]:
    """The public ids of at most so many who are listed now under a name that begins so; none for less than two characters."""
    folded = fold_name(name)
    return store_names.ids_beginning(folded, most, db=db) if len(folded) > 1 else []


def ids_named(folded: Collection[str], *, db: Session) -> set[str]:
    """The public ids of whoever is listed now under one of these names, each as `fold_name` gives it."""
    return store_names.ids_named(folded, db=db)
