"""What a licence allows by the words that were signed and logged, whatever its row says: decisions read nothing else."""

from dataclasses import dataclass, replace
from functools import lru_cache

from propria.deals import actions as deals
from propria.deals.model import Side
from propria.kernel.errors import PropriaError
from propria.licences import store
from propria.licences.model import Licence
from propria.plumbing.database import Session
from propria.proofs.statements import Statement
from propria.record import actions as record
from propria.scope import NOTHING, Scope


@dataclass(frozen=True)
class _Terms:
    parties: tuple[str, str, str, str]
    scope: Scope


def as_signed(licence: Licence, *, db: Session) -> tuple[Licence, bool]:
    """(the licence with the scope that both sides signed, whether such words are there).

    Words that are gone, altered, of other parties or not alike on both sides allow nothing.
    """
    try:
        by = deals.signed_statements(licence.contract_id, db=db)
        given, taken = (
            _terms(record.words_as_logged(by[side], db=db)) for side in (Side.PERFORMER, Side.CREATOR)
        )
    except (PropriaError, KeyError):
        return replace(licence, scope=NOTHING), False
    whose = (licence.subject, licence.performer_id, licence.creator_id, licence.project)
    if given != taken or given.parties != whose:
        return replace(licence, scope=NOTHING), False
    is_kept = licence.scope == given.scope
    return licence if is_kept else replace(licence, scope=given.scope), True


def altered(*, first: int, most: int, db: Session) -> list[Licence]:
    """Of so many licences, in the order in which they were signed, those whose row is not what was signed."""
    found = []
    for licence in store.licences_from(first, most, db=db):
        signed, is_signed = as_signed(licence, db=db)
        if not is_signed or signed.scope != licence.scope:
            found.append(licence)
    return found


@lru_cache(maxsize=4096)
def _terms(raw: bytes) -> _Terms:
    said = Statement.from_bytes(raw)
    body = said.body
    whose = (said.subject, body["performer"], body["creator"], body["project"])
    return _Terms(whose, Scope.from_json(body["scope"]))
