"""The SQL that reads who is publicly listed under which name."""

from collections.abc import Collection

from sqlalchemy import func, select

from propria.plumbing.database import Session
from propria.proofs.leaves import NamedPerson
from propria.record import tables as t

ASKED_AT_ONCE = 5_000


def people_named(folded: str, *, db: Session) -> tuple[NamedPerson, ...]:
    """Everybody publicly listed under a folded name."""
    rows = db.execute(select(t.listed_name).where(t.listed_name.c.folded == folded))
    return tuple(sorted(NamedPerson(row.public_id, row.isni, row.domain) for row in rows))


def ids_named(folded: Collection[str], *, db: Session) -> set[str]:
    """The public ids of whoever is listed under one of these folded names: as many questions as the shorter list takes."""
    c = t.listed_name.c
    listed = db.execute(select(func.count()).select_from(t.listed_name)).scalar_one()
    if listed <= len(folded):
        rows = db.execute(select(c.folded, c.public_id))
        return {row.public_id for row in rows if row.folded in folded}
    found: set[str] = set()
    every = sorted(folded)
    for start in range(0, len(every), ASKED_AT_ONCE):
        some = every[start : start + ASKED_AT_ONCE]
        found |= set(db.execute(select(c.public_id).where(c.folded.in_(some))).scalars())
    return found


def ids_beginning(folded: str, most: int, *, db: Session) -> list[str]:
    """The public ids of at most so many who are listed under a folded name that begins so, in the order of their names."""
    c = t.listed_name.c
    begins = c.folded.startswith(folded, autoescape=True)
    return list(db.execute(select(c.public_id).where(begins).order_by(c.folded).limit(most)).scalars())


def listed_names(*, db: Session) -> set[str]:
    """Every folded name that is public now."""
    return set(db.execute(select(t.listed_name.c.folded)).scalars())
