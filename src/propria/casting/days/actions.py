"""Dates: a creator asks about days, the performer's side answers, the creator pencils, the performer confirms by signing.

Nothing here is a licence. Who else asked about the same days is told to nobody; how many of them are gone is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.casting import actions as casting
from propria.casting import listed, rules
from propria.casting.access import rules as rules_access
from propria.casting.access import titles
from propria.casting.briefs import store as store_briefs
from propria.casting.days import known, store, texts
from propria.casting.days import rules as rules_days
from propria.casting.days.model import Days, Seen, Wanted
from propria.kernel.errors import Forbidden, NotFound, PropriaError, Refused
from propria.kernel.ids import CreatorId, DaysId, PerformerId, PersonId, StatementId, new_id
from propria.kernel.time import Instant, wire
from propria.parties import actions as parties
from propria.parties import hands
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.estates import actions as estates
from propria.parties.groups import actions as groups
from propria.parties.hands import profiles_near
from propria.parties.minors import actions as minors
from propria.parties.model import Actor, Exercise, Performer, Power, Role
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest

TYPE_OF = {"confirm": "days.confirmed", "take_back": "days.taken_back"}
MOST_LIVING = 2000
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class AskedOf:
    """Whom a creator asked, and by which code the others could not be."""

    asked: tuple[Days, ...]
    not_asked: tuple[tuple[str, str], ...]


def ask(
    actor: Actor, brief_id: str, performer_ids: Iterable[str], wanted: Wanted, *, now: Instant, db: Session
) -> AskedOf:
    """Ask performers who are listed and fit a brief whether they are free on some days.

    Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`), Malformed(`casting.days_unclear`),
    Refused(`casting.brief_archived`, `casting.deadline_passed`, `casting.too_many_asked`); and the refusal of the first where
    nobody can be asked:
    Refused(`casting.not_listed`, `casting.not_available`, `casting.does_not_fit`, `casting.days_asked_already`).
    """
    brief = casting.running(actor, brief_id, db=db)
    rules_access.check_in_time(brief, now=now)
    colleagues.check(actor.person_id, brief.creator_id, Right.NEGOTIATE, db=db)
    wanted = rules_days.check_wanted(wanted, now=now)
    names = list(dict.fromkeys(performer_ids))
    living = store.count_living(brief.creator_id, rules_days.ENDED, db=db)
    if not 0 < len(names) <= MOST_AT_ONCE or living + len(names) > MOST_LIVING:
        raise Refused("casting.too_many_asked", f"Ask 1 to {MOST_AT_ONCE} at once; let some days go first.")
    asked, refused = [], []
    for performer_id in names:
        try:
            asked.append(_ask_one(brief, performer_id, wanted, now=now, db=db))
        except PropriaError as error:
            refused.append((performer_id, error))
    if not asked:
        raise refused[0][1]
    return AskedOf(tuple(asked), tuple((who, error.code) for who, error in refused))


def _ask_one(brief: rules.Brief, performer_id: str, wanted: Wanted, *, now: Instant, db: Session) -> Days:
    openness = listed.openness(performer_id, now=now, db=db)
    performer = parties.performer(performer_id, db=db)
    rules.check_fits(brief, performer, openness, casting.said(brief, [performer.id], db=db).get(performer.id))
    before = [rules_days.as_of(d, now) for d in store.of_performers([performer.id], db=db)]
    if any(one.brief_id == brief.id and one.state not in rules_days.ENDED for one in before):
        raise Refused("casting.days_asked_already", "They are asked already; let those days go first.")
    days = Days(
        DaysId(new_id("days")), brief.id, brief.creator_id, performer.id, brief.project, brief.title, brief.role,
        wanted, rules_days.DAYS.initial, now, access=brief.access,
    )  # fmt: skip
    store.add(days, db=db)
    _tell(days, "ask", now=now, db=db)
    return days


def every(actor: Actor, *, now: Instant, db: Session) -> list[Seen]:
    """The days that the actor asked for, or that they may answer, newest first. Raises: NotFound(`parties.no_creator`)."""
    if actor.role is Role.CREATOR:
        found = store.of_creator(parties.own_creator(actor, db=db).id, db=db)
    else:
        found = store.of_performers(acts_for(actor, now=now, db=db), db=db)
    return [_seen(actor, one, now=now, db=db) for one in found]


def of_brief(actor: Actor, brief_id: str, *, now: Instant, db: Session) -> dict[PerformerId, Seen]:
    """The newest asking of each performer for one's own brief. Raises: NotFound(`casting.no_brief`)."""
    brief = casting.brief(actor, brief_id, db=db)
    asked = [one for one in store.of_creator(brief.creator_id, db=db) if one.brief_id == brief.id]
    newest = {one.performer_id: one for one in sorted(asked, key=lambda one: (one.asked_at, one.id))}
    return {who: _seen(actor, one, now=now, db=db) for who, one in newest.items()}


def days_not_free(
    creator_id: CreatorId, project: str, performer_ids: Collection[PerformerId], *, now: Instant, db: Session
) -> Mapping[PerformerId, frozenset[date]]:
    """The days on which a creator knows that these performers are not free for a production: see `known`."""
    askings: dict[PerformerId, list[Days]] = defaultdict(list)
    for one in store.of_performers(performer_ids, db=db):
        askings[one.performer_id].append(rules_days.as_of(one, now))
    away = store.away_of(performer_ids, db=db)
    return {
        who: known.days_not_free(askings[who], away.get(who, ()), creator_id, project, today=now.date())
        for who in performer_ids
    }


def answered(brief: casting.Brief, *, now: Instant, db: Session) -> set[PerformerId]:
    """Who said that they are free for a brief as it is now worded: since it last changed, and it was not let go."""
    changed = max((one.at for one in store_briefs.versions(brief.id, db=db)), default=brief.made_at)
    asked = (one for one in store.of_creator(brief.creator_id, db=db) if one.brief_id == brief.id)
    return {
        one.performer_id
        for one in asked
        if one.asked_at >= changed and rules_days.as_of(one, now).state in known.FREE
    }


def acts_for(actor: Actor, *, now: Instant, db: Session) -> set[PerformerId]:
    """The performers whose days the actor may answer for now: their own, a ward's, a group's, under a mandate."""
    candidates = profiles_near(actor, db=db) | minors.wards_of(actor.person_id, now=now, db=db)
    return {one for one in candidates if _may_answer(actor.person_id, one, now=now, db=db)}


def _may_answer(person_id: PersonId, performer_id: str, *, now: Instant, db: Session) -> bool:
    size = record.size_of_log(db=db)
    try:
        parties.authority(person_id, performer_id, Exercise(Power.NEGOTIATE), at_entry=size, now=now, db=db)
    except PropriaError:
        return False
    return True


def find(actor: Actor, days_id: str, *, now: Instant, db: Session) -> Seen:
    """Days as the actor's side sees them; a stranger learns nothing. Raises: NotFound(`casting.no_days`)."""
    days = store.find(days_id, lock=True, db=db)
    if actor.role is Role.CREATOR:
        own = parties.own_creator(actor, db=db).id == days.creator_id
    else:
        own = _may_answer(actor.person_id, days.performer_id, now=now, db=db)
    if not own:
        raise NotFound("casting.no_days", "There are no such days.")
    return _seen(actor, days, now=now, db=db)


def _seen(actor: Actor, days: Days, *, now: Instant, db: Session) -> Seen:
    others, away = _calendar(days.performer_id, now=now, db=db)
    is_creator = actor.role is Role.CREATOR
    days = days if is_creator else titles.of_days(days, actor.person_id, db=db)
    standing = rules_days.as_of(days, now)
    may_sign = not is_creator and _signs(actor.person_id, days, now=now, db=db)
    gone = rules_days.taken(days, others, away)
    shown = standing.state not in rules_days.ENDED | {"asked"} or not is_creator
    return Seen(
        days=standing,
        is_creator=is_creator,
        acts=rules_days.acts_for(standing, is_creator=is_creator, may_sign=may_sign),
        before=rules_days.pencils_before(standing, others),
        taken=len(gone) if shown else 0,
    )


def act(actor: Actor, days_id: str, name: str, *, now: Instant, db: Session) -> Days:
    """Answer, pencil, ask to confirm, or let go; none of these is signed, and none of them books anything.

    Raises: NotFound(`casting.no_days`), Forbidden(`parties.no_right`), Refused(`days.cannot_*`, `casting.days_taken`,
    `casting.deadline_passed`, `casting.not_your_step`).
    """
    seen = find(actor, days_id, now=now, db=db)
    if name not in (rules_days.CREATOR_ACTS if seen.is_creator else rules_days.PERFORMER_ACTS):
        raise Refused("casting.not_your_step", "That step is the other side's.", allowed=list(seen.acts))
    if seen.is_creator:
        colleagues.check(actor.person_id, seen.days.creator_id, Right.NEGOTIATE, db=db)
    if name in ("say_free", "say_not_free"):
        rules_access.check_in_time(seen.days, now=now)
    if name in ("say_free", "pencil", "ask_to_confirm"):
        _check_free(seen.days, now=now, db=db)
    return _move(seen.days, name, now=now, db=db)


def _calendar(performer_id: str, *, now: Instant, db: Session) -> tuple[list[Days], list[date]]:
    """What a performer, each member of a group, or the groups of one were asked, and when any of them is away."""
    circle = groups.circle_of(performer_id, db=db)
    others = [rules_days.as_of(d, now) for d in store.of_performers(circle, db=db)]
    return others, [day for who in sorted(circle) for day in store.away(who, db=db)]


def _check_free(days: Days, *, now: Instant, db: Session) -> None:
    rules_days.check_not_taken(days, *_calendar(days.performer_id, now=now, db=db))


def _move(days: Days, name: str, *, now: Instant, db: Session) -> Days:
    moved = rules_days.after(days, name, now=now)
    store.save(moved, db=db)
    _tell(moved, name, now=now, db=db)
    return moved


def _seats(days: Days, *, now: Instant, db: Session) -> hands.Seats:
    """Who could sign; nobody where a guardian, a holder or a member is missing."""
    try:
        return hands.seats(parties.performer(days.performer_id, db=db), now=now, db=db)
    except PropriaError:
        return {}


def _signs(person_id: PersonId, days: Days, *, now: Instant, db: Session) -> bool:
    seats, waits = _seats(days, now=now, db=db), days.state == "to_confirm"
    return rules_days.may_sign(person_id, seats, days.wanted.doing) and not (
        waits and person_id in days.hands
    )


def _check_signs(person_id: PersonId, days: Days, *, now: Instant, db: Session) -> None:
    if not _signs(person_id, days, now=now, db=db):
        raise Forbidden(
            "casting.own_key_confirms",
            "Only the performer confirms days, or a minor's guardian, each member of a group once, each holder of an estate "
            "once and for a meeting alone.",
        )


def draft(
    actor: Actor, days_id: str, name: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down a confirmation, or that it is taken back, for the performer's own signature.

    Raises: NotFound(`casting.no_days`), Forbidden(`casting.own_key_confirms`), Refused(`days.cannot_*`, `casting.days_taken`,
    `casting.not_your_step`, `casting.title_kept_back`).
    """
    if name not in TYPE_OF:
        raise Refused("casting.not_your_step", "That step is not signed.", allowed=sorted(TYPE_OF))
    days = find(actor, days_id, now=now, db=db).days
    _check_signs(actor.person_id, days, now=now, db=db)
    rules_days.after(days, name, now=now)
    titles.check_told(days, actor.person_id, db=db)
    if name == "confirm":
        _check_free(days, now=now, db=db)
    performer, creator = parties.performer(days.performer_id, db=db), parties.creator(days.creator_id, db=db)
    write, sheet = texts.STATEMENT_WORDS[name]
    seats = _seats(days, now=now, db=db)
    words = write(parties.person(actor.person_id, db=db), performer, creator, days, seats[actor.person_id])
    said = Draft(TYPE_OF[name], performer.subject, body_of(days), *words)
    return record.draft(said, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def body_of(days: Days) -> dict[str, object]:
    """What is signed of days, for programs."""
    return {
        "days": days.id,
        "performer": days.performer_id,
        "creator": days.creator_id,
        "project": days.project,
        "dates": [day.isoformat() for day in days.wanted.days],
    }


def confirm(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `days.confirmed`; with the last signature that they need, the days are. Raises: as `draft`."""
    days = _signed_days(signed, by, now=now, db=db)
    _check_free(days, now=now, db=db)
    rules_days.after(days, "confirm", now=now)
    statement = StatementId(signed.statement.id)
    days = replace(days, statement_id=statement, hands={**days.hands, by: statement})
    if rules_days.still_to_sign(_seats(days, now=now, db=db), days.hands):
        store.save(days, db=db)
    else:
        _move(days, "confirm", now=now, db=db)


def take_back(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `days.taken_back`. Raises: as `draft`."""
    _move(_signed_days(signed, by, now=now, db=db), "take_back", now=now, db=db)


def _signed_days(signed: SignedStatement, by: PersonId, *, now: Instant, db: Session) -> Days:
    days = store.find(signed.body["days"], lock=True, db=db)
    _check_signs(by, days, now=now, db=db)
    return days


ACTS = {TYPE_OF["confirm"]: confirm, TYPE_OF["take_back"]: take_back}
"""What each signed statement about days does."""


def away(actor: Actor, *, db: Session) -> list[date]:
    """The days on which the actor, a performer, is away. Raises: NotFound(`parties.no_performer`)."""
    return store.away(parties.own_profile(actor, db=db).id, db=db)


def set_away(actor: Actor, days: Iterable[date], *, now: Instant, db: Session) -> list[date]:
    """Say on which days one is away, in place of what was said before; what was confirmed stays confirmed.

    Raises: NotFound(`parties.no_performer`), Malformed(`casting.days_unclear`).
    """
    found = rules_days.check_away(days, now=now)
    store.set_away(parties.own_profile(actor, db=db).id, found, db=db)
    return found


def let_go_of(performer_id: PerformerId, *, now: Instant, db: Session) -> None:
    """Whoever is no longer open to enquiries is held to no days but those that they confirmed."""
    for one in store.of_performers([performer_id], db=db):
        standing = rules_days.as_of(one, now)
        if "lapse" in rules_days.DAYS.acts(standing.state):
            _move(standing, "lapse", now=now, db=db)


def _tell(days: Days, name: str, *, now: Instant, db: Session) -> None:
    """The other side hears of it; the news names the work, never the days."""
    by_performer = name in rules_days.PERFORMER_ACTS | rules_days.SIGNED_ACTS | {"lapse"}
    kept_back = days.access.working_title if not by_performer else ""
    (title_zh, title_en), (zh, en) = (kept_back,) * 2 if kept_back else days.title, texts.TOLD[name]
    news = News(
        f"{days.id} {name} {wire(now)}",
        f"casting.days_{name}",
        f"《{title_zh}》：{zh}。",
        f"{title_en}: {en}.",
        {"see": "/days", "days": days.id, "state": days.state},
    )
    performer = parties.performer(days.performer_id, db=db)
    people = (
        colleagues.people_who_may(days.creator_id, Right.NEGOTIATE, db=db)
        if by_performer
        else _performer_side(performer, now=now, db=db)
    )
    tell(people, news, now=now, db=db)


def own_people(performer: Performer, *, db: Session) -> list[PersonId | None]:
    """A performer's own person; of a group each member's, of an estate each holder."""
    members = groups.persons_of(performer.id, db=db).values()
    holders = [one.person_id for one in estates.heirs_of(performer.id, db=db)]
    found: list[PersonId | None] = [*holders] or [one.person_id for one in members] or [performer.person_id]
    return found


def _performer_side(performer: Performer, *, now: Instant, db: Session) -> list[PersonId]:
    held = [
        m.representative_id
        for m in parties.mandates_of(performer.id, db=db)
        if m.runs_at(now, Power.NEGOTIATE)
    ]
    return [one for one in (*own_people(performer, db=db), *held) if one is not None]
