"""The library is sold, is insolvent or closes: every consent to record or build rests until its performer gives it anew.

Whoever takes the library over gets no right over a likeness. The operator says so in the log; from that entry on the
consents given before it allow nothing, and on a day that it names those that were not taken up end by themselves, and
what is held under them is destroyed. Contracts, finished outputs and openness stay as they were signed.
"""

from collections.abc import Iterable
from datetime import timedelta

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.consent import rules, store, store_handover, texts_handover
from propria.consent.events import GrantWithdrawn
from propria.consent.model import Grant, GrantState, Handover, HandoverKind, Purpose
from propria.kernel.ids import StatementId
from propria.kernel.time import Instant, wire
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.operator_state import library_subject
from propria.record import actions as record
from propria.record import erasing
from propria.record.model import Draft, Notary, Words

HANDED_OVER = "library.handed_over"
LAPSED_ON_HANDOVER = "library_handed_over"


def newest(*, db: Session) -> Handover | None:
    """The last handover that was announced; None in a library that stayed in one hand."""
    return store_handover.newest(db=db)


def in_force(*, db: Session) -> int:
    """How many consents a handover would let rest now."""
    return len(store.grants_in(GrantState.GIVEN, db=db))


def would_say(kind: HandoverKind, successor: Words, days: int, *, now: Instant) -> Words:
    """The words of the announcement, (zh, en). Raises: Refused(`consent.handover_days`, `consent.handover_successor`)."""
    rules.handover_terms(kind, successor, days)
    return texts_handover.announced(kind, successor, _day(days, now))


def _day(days: int, now: Instant) -> Instant:
    return now.replace(microsecond=0) + timedelta(days=days)


def hand_over(
    kind: HandoverKind, successor: Words, days: int, notary: Notary, *, now: Instant, db: Session
) -> Handover:
    """Log it, let every living consent rest, and tell each performer; `successor` is ("", "") where nobody is named.

    Raises: Refused(`consent.handover_days`, `consent.handover_successor`).
    """
    words, anew_by = would_say(kind, successor, days, now=now), _day(days, now)
    body = {"kind": kind.value, "successor": list(successor), "anew_by": wire(anew_by)}
    draft = Draft(HANDED_OVER, library_subject(notary.origin), body, *words)
    signed, receipt = record.sign_as_operator(draft, notary, now=now, db=db)
    said = Handover(StatementId(signed.statement.id), kind, successor, anew_by, receipt.entry_index)
    store_handover.add(said, db=db)
    for grant in store.grants_in(GrantState.GIVEN, db=db):
        _becomes(grant, GrantState.HELD, db=db)
        tell([parties.performer(grant.performer_id, db=db).person_id], _news(said, words), now=now, db=db)
    return said


def _news(said: Handover, words: Words) -> News:
    facts = {"see": "/captures", "statement": said.id, "anew_by": wire(said.anew_by)}
    return News(f"{said.id} announced", "consent.handed_over", *words, facts)


def anew(
    performer_id: str, purpose: Purpose, words: Words, *, db: Session
) -> tuple[Words, dict[str, list[str]]]:
    """The words and the further body of a consent that is given now: it names what waits for the performer's word."""
    waiting = _resting(performer_id, purpose, db=db)
    if not waiting:
        return words, {}
    (zh, en), (more_zh, more_en) = words, texts_handover.taken_up(len(waiting))
    return (f"{zh}{more_zh}", f"{en} {more_en}"), {"takes_up": [one.id for one in waiting]}


def take_up(performer_id: str, purpose: Purpose, named: Iterable[str], *, db: Session) -> None:
    """A consent given anew named these: what was recorded or built under them may be kept on their own terms."""
    chosen = set(named)
    for grant in _resting(performer_id, purpose, db=db):
        if grant.id in chosen:
            _becomes(grant, GrantState.GIVEN, db=db)


def _resting(performer_id: str, purpose: Purpose, *, db: Session) -> list[Grant]:
    given = store.grants(performer_id, db=db)
    return [g for g in given if g.purpose is purpose and g.state is GrantState.HELD]


def end_unclaimed(*, now: Instant, db: Session) -> int:
    """After the day, consents that nobody gave anew end by themselves and their holders are told; how many did."""
    said = newest(db=db)
    if said is None or now < said.anew_by:
        return 0
    over = store.grants_in(GrantState.HELD, db=db)
    for grant in over:
        entry = erasing.close(grant.subject, grant.id, GrantState.LAPSED.value, now=now, db=db)
        store.end_grant(grant.id, entry, GrantState.LAPSED, db=db)
        ended = GrantWithdrawn(grant.performer_id, grant.id, grant.purpose.value, now, LAPSED_ON_HANDOVER)
        publish(ended, db=db)
    return len(over)


def _becomes(grant: Grant, state: GrantState, *, db: Session) -> None:
    store.set_grant_state(grant.id, state, db=db)
    record.set_state(grant.subject, grant.id, state.value, db=db)
