"""Which snapshots of indexes hold: the tokens that this database knows. Its own small SQL."""

from sqlalchemy import delete, insert, select

from propria.casting import store_touched as touched
from propria.casting import tables as t
from propria.plumbing.database import Session

_c = t.snapshot.c


def admit(token: str, heard: int, *, db: Session) -> bool:
    """Know a token from now on, unless something was erased after this number of `casting_touched`; whether it was done."""
    if touched.since(heard, touched.What.ERASED, db=db):
        return False
    db.execute(insert(t.snapshot).values(token=token))
    return True


def is_known(token: str, *, db: Session) -> bool:
    """Whether a snapshot holds."""
    return db.execute(select(_c.token).where(_c.token == token)).first() is not None


def replace(before: str, token: str, *, db: Session) -> bool:
    """Know the earlier one no longer; whether the new one still holds."""
    db.execute(delete(t.snapshot).where(_c.token == before))
    return is_known(token, db=db)


def drop_all(*, db: Session) -> None:
    """No snapshot holds."""
    db.execute(delete(t.snapshot))
