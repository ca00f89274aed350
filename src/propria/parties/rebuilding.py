"""Making anew those tables of parties that signed statements alone determine. It never touches what is said elsewhere."""

from collections.abc import Iterator
from dataclasses import asdict

from propria.parties import as_signed
from propria.parties import tables as t
from propria.parties.store import mandate_row
from propria.plumbing.database import Session
from propria.record.rebuilding import Rebuilt, made_anew, rows_of


def rebuild(*, write: bool, db: Session) -> Iterator[Rebuilt]:
    """Claims to represent, mandates, guardians, guilds and their words, each row as it was signed; with `write`, put right."""
    guilds = as_signed.guilds(db=db).values()
    yield made_anew(t.guild, rows_of(t.guild, guilds), write=write, db=db)
    guardians = as_signed.guardians(db=db).values()
    yield made_anew(t.guardians, rows_of(t.guardians, guardians), write=write, db=db)
    claims = [asdict(one) | {"state": one.state.value} for one in as_signed.claims(db=db).values()]
    yield made_anew(t.claimant, rows_of(t.claimant, claims), write=write, db=db)
    mandates = [mandate_row(one) for one in as_signed.given_mandates(db=db).values()]
    yield made_anew(t.mandate, rows_of(t.mandate, mandates), write=write, db=db)
    words = [asdict(one) for one in as_signed.guild_words(db=db).values()]
    suspensions = [one for one in words if one["floor"] is None]
    yield made_anew(t.suspension, rows_of(t.suspension, suspensions), write=write, db=db)
    floors = [one for one in words if one["floor"] is not None]
    yield made_anew(t.guild_floor, rows_of(t.guild_floor, floors), write=write, db=db)
