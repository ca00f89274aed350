"""Giving and taking back what comes before any deal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from propria.consent import handover, rules, store, texts, together, wishes
from propria.consent.effects import openness_effects
from propria.consent.events import GrantGiven, GrantWithdrawn, OpennessGiven, OpennessWithdrawn
from propria.consent.model import LIVING, Effect, FeeFloor, Grant, GrantState, Openness, Purpose
from propria.consent.signed import as_signed
from propria.kernel.errors import Forbidden, PropriaError
from propria.kernel.ids import PerformerId, PersonId, StatementId
from propria.kernel.money import Money
from propria.kernel.time import Instant, instant, wire
from propria.parties import actions as parties
from propria.parties.estates import actions as estates
from propria.parties.groups import actions as groups
from propria.parties.model import Actor, Contest, Exercise, Performer, Power
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.proofs.envelopes import SignedStatement
from propria.proofs.leaves import OPENNESS, NamedPerson
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest
from propria.record.names import list_name, unlist_name
from propria.scope import StandingTerms

READ_AT_ONCE = 200
EffectsOf = Callable[[str, Purpose, str, Session], tuple[Effect, ...]]
"""(performer id, purpose, id of the statement that gave it, db) → what later contexts say a withdrawal does to what they hold."""


def draft_openness(
    actor: Actor, terms: StandingTerms, floor: Money, floors: Sequence[FeeFloor] = (), *, starts_at: Instant,
    ends_at: Instant, shows_name: bool, performer_id: str = "", return_url: str, now: Instant, db: Session
) -> SigningRequest:  # fmt: skip
    """Write down what a performer may be asked for; nothing changes until they sign it. A holder of an estate, or one of
    a group, names it: what the performer left, or every member's own terms, bind.

    Raises: NotFound(`parties.no_performer`), Forbidden(`parties.not_yours`), Refused(`consent.against_wishes`,
    `consent.openness_term`, `consent.floor_idle`, `consent.nothing_allowed`, …).
    """
    performer = parties.performer(performer_id, db=db) if performer_id else parties.own_profile(actor, db=db)
    _own(actor.person_id, performer.id, db=db)
    heeded = wishes.heeded(performer.id, terms, db=db)
    terms = together.of_all(performer.id, heeded, floor, now=now, db=db)
    rules.openness_terms(terms, floor, floors, starts_at, ends_at)
    body: dict[str, Any] = {
        "performer": performer.id,
        "name": performer.name.to_json(),
        "domain": performer.domain,
        "terms": terms.to_json(),
        "floor": floor.to_json(),
        "starts_at": wire(starts_at),
        "ends_at": wire(ends_at),
        "shows_name": shows_name,
    } | together.marked(performer.id, db=db)
    if floors:
        body["floors"] = [one.to_json() for one in floors]
    words = texts.openness_given(performer, terms, floor, floors, starts_at, ends_at, shows_name=shows_name)
    draft = Draft("openness.given", performer.subject, body, *words)
    return record.draft(
        draft, actor.person_id, texts.openness_sheet(terms), return_url=return_url, now=now, db=db
    )


def give_openness(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `openness.given`; it replaces any openness before it.

    Raises: Forbidden(`parties.not_yours`), Refused(`consent.*`).
    """
    body = signed.body
    performer = _own(by, body["performer"], db=db)
    given = Openness(
        id=StatementId(signed.statement.id),
        performer_id=performer.id,
        subject=performer.subject,
        terms=StandingTerms.from_json(body["terms"]),
        floor=Money.from_json(body["floor"]),
        starts_at=instant(body["starts_at"]),
        ends_at=instant(body["ends_at"]),
        shows_name=body["shows_name"],
        given_at_entry=entry_index,
        state=GrantState.GIVEN,
        floors=tuple(map(FeeFloor.from_json, body.get("floors", ()))),
    )
    rules.openness_terms(given.terms, given.floor, given.floors, given.starts_at, given.ends_at)
    wishes.check_heeded(performer.id, given.terms, db=db)
    together.of_all(performer.id, given.terms, given.floor, now=now, db=db)
    _end_current(performer, GrantState.WITHDRAWN, entry_index, db=db)
    store.add_openness(given, db=db)
    _show(performer, given, db=db)
    publish(OpennessGiven(performer.id, given.id, now), db=db)


def _own(person_id: PersonId, performer_id: str, *, db: Session) -> Performer:
    performer = parties.performer(performer_id, db=db)
    if not estates.speaks_for(person_id, performer, db=db):
        raise Forbidden("parties.not_yours", "Only the performer can do this.")
    return performer


def _show(performer: Performer, given: Openness, *, db: Session) -> None:
    record.set_state(performer.subject, OPENNESS, "open", db=db)
    if given.shows_name:
        for name in {performer.name.zh, performer.name.en}:
            list_name(name, NamedPerson(performer.id, domain=performer.domain or ""), db=db)


def _end_current(
    performer: Performer, state: GrantState, entry_index: int | None, *, db: Session
) -> Openness | None:
    current = store.current_openness(performer.id, db=db)
    if current is None:
        return None
    store.end_openness(current.id, state, entry_index, db=db)
    record.set_state(performer.subject, OPENNESS, state.value, db=db)
    for name in {performer.name.zh, performer.name.en}:
        unlist_name(name, performer.id, db=db)
    return current


def draft_openness_withdrawal(
    actor: Actor, performer_id: str, *, effects_of: EffectsOf, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the end of openness, with everything it does; one signature away.

    Raises: Refused(`consent.not_open`), Forbidden(`consent.not_yours`).
    """
    performer = parties.performer(performer_id, db=db)
    _may_withdraw(actor.person_id, performer, now=now, db=db)
    current = rules.is_open(store.current_openness(performer.id, db=db), now)
    effects = (*openness_effects(), *effects_of(performer.id, Purpose.OPENNESS, current.id, db))
    draft = Draft(
        "openness.withdrawn",
        performer.subject,
        {"target": current.id, "performer": performer.id},
        *texts.openness_withdrawn(performer),
    )
    sheet = texts.withdrawal_sheet(("不再洽谈", "No longer open"), effects)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def _may_withdraw(person_id: PersonId, performer: Performer, *, now: Instant, db: Session) -> None:
    has_mandate = False
    if person_id != performer.person_id:
        try:
            size = record.size_of_log(db=db)
            parties.authority(
                person_id, performer.id, Exercise(Power.WITHDRAW), at_entry=size, now=now, db=db
            )
            has_mandate = True
        except PropriaError:
            has_mandate = False
    rules.may_end(person_id, performer.person_id, has_mandate=has_mandate)


def withdraw_openness(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `openness.withdrawn`: names its target, always accepted, idempotent.

    Raises: NotFound(`consent.no_openness`), Forbidden(`consent.not_yours`). Source: GDPR art. 7(3); PIPL art. 15.
    """
    target = store.openness(signed.body["target"], db=db)
    performer = parties.performer(target.performer_id, db=db)
    _may_withdraw(by, performer, now=now, db=db)
    ended = _end_current(performer, GrantState.WITHDRAWN, entry_index, db=db)
    if ended is not None:
        _closed(performer, ended, now=now, db=db)


def lapse_openness(*, now: Instant, db: Session) -> int:
    """Every openness past its end lapses by itself; how many did."""
    over = store.past_their_end(now, db=db)
    for openness in over:
        performer = parties.performer(openness.performer_id, db=db)
        _end_current(performer, GrantState.LAPSED, None, db=db)
        _closed(performer, openness, now=now, db=db)
    return len(over)


def end_by_itself(performer_id: str, *, now: Instant, db: Session) -> None:
    """Nobody is open after their death, nor is a group while one of it is not; it may be opened anew."""
    performer = parties.performer(performer_id, db=db)
    ended = _end_current(performer, GrantState.LAPSED, None, db=db)
    if ended is not None:
        _closed(performer, ended, now=now, db=db)


def _closed(performer: Performer, ended: Openness, *, now: Instant, db: Session) -> None:
    """Tell it; a group is open only while each of it is."""
    publish(OpennessWithdrawn(performer.id, ended.id, now), db=db)
    for group_id in groups.groups_of(performer.id, db=db):
        end_by_itself(group_id, now=now, db=db)


def draft_grant(
    actor: Actor, purpose: Purpose, reason: str, retained_until: Instant, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:  # fmt: skip
    """Write down one consent: one purpose, one signature.

    Raises: NotFound(`parties.no_performer`), Refused(`consent.no_reason`, `consent.retention_term`).
    """
    performer = parties.own_profile(actor, db=db)
    stated = rules.grant_terms(reason, now, retained_until)
    plain = texts.grant_given(performer, purpose, stated, retained_until)
    words, anew = handover.anew(performer.id, purpose, plain, db=db)
    body = {
        "performer": performer.id,
        "purpose": purpose.value,
        "reason": stated,
        "retained_until": wire(retained_until),
        **anew,
    }
    draft, sheet = (
        Draft(f"{purpose.value}.consented", performer.subject, body, *words),
        texts.grant_sheet(purpose),
    )
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def give_grant(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `capture.consented`, `build.consented`, `share.consented` …

    Raises: Forbidden(`parties.not_yours`), Refused(`consent.*`).
    """
    body = signed.body
    performer = _own(by, body["performer"], db=db)
    retained_until = instant(body["retained_until"])
    given = Grant(
        id=StatementId(signed.statement.id),
        purpose=Purpose(body["purpose"]),
        performer_id=performer.id,
        subject=performer.subject,
        reason=rules.grant_terms(body["reason"], now, retained_until),
        retained_until=retained_until,
        given_at_entry=entry_index,
        state=GrantState.GIVEN,
    )
    handover.take_up(performer.id, given.purpose, body.get("takes_up", ()), db=db)
    store.add_grant(given, db=db)
    record.set_state(performer.subject, given.id, "given", db=db)
    publish(GrantGiven(performer.id, given.id, given.purpose.value, now), db=db)


def draft_grant_withdrawal(
    actor: Actor, grant_id: str, *, effects_of: EffectsOf, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the end of a capture or build consent, with what it does.

    Raises: NotFound(`consent.no_grant`), Forbidden(`consent.not_yours`).
    """
    grant = store.grant(grant_id, db=db)
    performer = parties.performer(grant.performer_id, db=db)
    estates.refuse_alone(actor.person_id, performer.id, db=db)
    _may_withdraw(actor.person_id, performer, now=now, db=db)
    body = {"target": grant.id, "performer": performer.id}
    draft = Draft(
        "consent.withdrawn", performer.subject, body, *texts.grant_withdrawn(performer, grant.purpose)
    )
    effects = effects_of(performer.id, grant.purpose, grant.id, db)
    sheet = texts.withdrawal_sheet(("收回同意", "Take back consent"), effects)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def withdraw_grant(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `consent.withdrawn`; always accepted, idempotent. Raises: NotFound, Forbidden(`consent.not_yours`)."""
    grant = store.grant(signed.body["target"], db=db)
    performer = parties.performer(grant.performer_id, db=db)
    estates.refuse_alone(by, performer.id, db=db)
    _may_withdraw(by, performer, now=now, db=db)
    if grant.state in LIVING:
        store.end_grant(grant.id, entry_index, db=db)
        record.set_state(performer.subject, grant.id, "withdrawn", db=db)
        publish(GrantWithdrawn(performer.id, grant.id, grant.purpose.value, now), db=db)


def openness_of(performer_id: str, *, now: Instant, db: Session) -> Openness:
    """The openness in force, by which others may ask. Raises: Refused(`consent.not_open`, `consent.beyond_a_member`)."""
    rules.is_not_contested(parties.performer(performer_id, db=db).contested(now))
    found = rules.is_open(_current(performer_id, db=db), now)
    together.of_all(performer_id, found.terms, found.floor, now=now, db=db)
    return found


def refuse_while_contested(performer_id: str, *, now: Instant, db: Session) -> None:
    """Nothing new is agreed while somebody denies the performer's hand, or a member's. Raises: Refused(`consent.contested`)."""
    for one in (performer_id, *groups.members_of(performer_id, db=db)):
        rules.is_uncontested(parties.performer(one, db=db).contested(now))


def openness_at(performer_id: str, entry_index: int, *, now: Instant, db: Session) -> Openness | None:
    """The openness that was in force at a log entry, which was logged at `now`; None if there was none."""
    kept = store.given_before(performer_id, entry_index, db=db)
    given = kept and as_signed(kept, db=db)
    return given if given is not None and given.starts_at <= now < given.ends_at else None


def find_openness(performer_id: str, *, now: Instant, db: Session) -> Openness | None:
    """The openness in force, or None."""
    current = _current(performer_id, db=db)
    return current if current is not None and current.is_open(now) else None


def _current(performer_id: str, *, db: Session) -> Openness | None:
    kept = store.current_openness(performer_id, db=db)
    return kept and as_signed(kept, db=db)


def all_open(*, now: Instant, db: Session) -> list[Openness]:
    """Everybody who is open to enquiries now; whoever is disputed is not."""
    return _with(now, Contest.NONE, db=db)


def all_declared(*, now: Instant, db: Session) -> list[Openness]:
    """Everybody whose declaration is public now, the disputed among them, for contexts that say which is which."""
    return _with(now, Contest.NONE, Contest.DISPUTED, db=db)


def _with(now: Instant, *contests: Contest, db: Session) -> list[Openness]:
    found = store.open_at(now, db=db)
    people = parties.performers([o.performer_id for o in found], db=db)
    return [o for o in found if people[o.performer_id].contested(now) in contests]


def shown_newest_first(*, before: int | None, now: Instant, db: Session) -> Iterator[Openness]:
    """What is in force and shows a name, newest first from before an entry on, read as far as it is asked for."""
    while found := store.shown(before=before, most=READ_AT_ONCE, now=now, db=db):
        yield from found
        before = found[-1].given_at_entry


def shown_of(performer_ids: Iterable[str], *, now: Instant, db: Session) -> dict[str, Openness]:
    """The openness in force by which these performers show their name; who has none is not in the answer."""
    return {o.performer_id: o for o in reversed(store.shown(of=performer_ids, now=now, db=db))}


def are_open(least: int, *, now: Instant, db: Session) -> bool:
    """Whether at least so many are open to enquiries now, the disputed among them."""
    return store.are_open(least, now, db=db)


def given_of(performer_ids: Iterable[str], *, db: Session) -> list[Openness]:
    """What these performers gave and still stands, begun or not, the disputed among them: for an index."""
    return store.given_of(performer_ids, db=db)


def given_since(entry_index: int, *, db: Session) -> list[Openness]:
    """What was given from a log entry on and still stands, begun or not, the disputed among them: for an index."""
    return store.given_since(entry_index, db=db)


def changed_since(entry_index: int, *, db: Session) -> set[PerformerId]:
    """Whose openness changed from a log entry on: for an index that follows the log."""
    return store.changed_since(entry_index, db=db)


def opennesses(ids: Iterable[str], *, db: Session) -> dict[PerformerId, Openness]:
    """These opennesses by whose they are."""
    return {one.performer_id: one for one in store.opennesses(ids, db=db)}


def newest_openness(most: int, *, performer_id: str | None = None, db: Session) -> list[Openness]:
    """What was given last, whatever became of it, for contexts that have decided what of it may be told."""
    return store.newest(most, performer_id=performer_id, db=db)


def grant_in_force(performer_id: str, purpose: Purpose, *, now: Instant, db: Session) -> Grant:
    """The newest consent for this purpose that still stands; a death does not end it, nor does the end of another one.

    Raises: Refused(`consent.no_<purpose>_consent`).
    """
    given = [g for g in store.grants(performer_id, db=db) if g.purpose is purpose]
    return rules.in_force(given, now, purpose.value)


def shared_with(performer_id: str, provider: str, *, now: Instant, db: Session) -> Grant:
    """The newest consent to share with exactly this provider, as its conditions are written, that still stands.

    Raises: Refused(`consent.no_share_consent`).
    """
    given = [
        g for g in store.grants(performer_id, db=db) if g.purpose is Purpose.SHARE and g.reason == provider
    ]
    return rules.in_force(given, now, Purpose.SHARE.value)


def grants_of(performer_id: str, *, db: Session) -> list[Grant]:
    """Every capture and build consent of a performer."""
    return store.grants(performer_id, db=db)
