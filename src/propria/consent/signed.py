"""What an openness allows by the words that were signed and logged, whatever its row says: offers and signatures read this."""

from dataclasses import dataclass, replace
from functools import lru_cache

from propria.consent import store
from propria.consent.model import FeeFloor, Openness
from propria.kernel.errors import PropriaError
from propria.kernel.money import Money
from propria.kernel.time import Instant, instant
from propria.plumbing.database import Session
from propria.proofs.statements import Statement
from propria.record import actions as record
from propria.scope import StandingTerms


@dataclass(frozen=True)
class _Given:
    performer: str
    terms: StandingTerms
    floor: Money
    floors: tuple[FeeFloor, ...]
    starts_at: Instant
    ends_at: Instant


def as_signed(kept: Openness, *, db: Session) -> Openness:
    """An openness with its terms, floors and dates as signed. Whether it ended is what the row says.

    Words that are gone, altered or somebody else's cover nothing.
    """
    try:
        given = _given(record.words_as_logged(kept.id, db=db))
    except (PropriaError, KeyError):
        given = None
    if given is None or given.performer != kept.performer_id:
        return replace(kept, terms=StandingTerms(()))
    return replace(
        kept,
        terms=given.terms,
        floor=given.floor,
        floors=given.floors,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
    )


def altered(*, first: int, most: int, db: Session) -> list[Openness]:
    """Of so many opennesses, in the order in which they were given, those whose row is not what was signed."""
    return [one for one in store.opennesses_from(first, most, db=db) if as_signed(one, db=db) != one]


@lru_cache(maxsize=4096)
def _given(raw: bytes) -> _Given:
    body = Statement.from_bytes(raw).body
    dates = instant(body["starts_at"]), instant(body["ends_at"])
    terms, floor = StandingTerms.from_json(body["terms"]), Money.from_json(body["floor"])
    floors = tuple(map(FeeFloor.from_json, body.get("floors", ())))
    return _Given(body["performer"], terms, floor, floors, *dates)
