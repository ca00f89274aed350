"""Self-tapes: a creator asks with a deadline, the performer signs for this audition alone and sends versions until then.

A take is no recording of the vault's sessions: no build, render or training can name it, and it is destroyed on the stated day.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.casting import actions as casting
from propria.casting import listed, rules
from propria.casting.access import rules as rules_access
from propria.casting.access import titles
from propria.casting.days import actions as days
from propria.casting.tapes import rules as rules_tapes
from propria.casting.tapes import store, texts
from propria.casting.tapes.model import Take, TakeLook, Tape
from propria.kernel.errors import Forbidden, NotFound, PropriaError, Refused
from propria.kernel.ids import PersonId, TapeId, new_id
from propria.kernel.time import Instant, wire
from propria.likeness.orders import actions as orders
from propria.likeness.orders.model import Holding
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties import hands
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor, Capacity, Role
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest

CONSENTED = "tape.consented"
NEVER = ["capture", "build", "train", "use_in_a_work", "hand_on", "publish"]


@dataclass(frozen=True)
class AskedOf:
    """Whom a creator asked for a self-tape, and by which code the others could not be."""

    asked: tuple[Tape, ...]
    not_asked: tuple[tuple[str, str], ...]


def ask(
    actor: Actor, brief_id: str, performer_ids: Iterable[str], lines: str, deadline: Instant, *, now: Instant, db: Session
) -> AskedOf:  # fmt: skip
    """Ask performers who are listed and fit a brief for a self-tape.

    Raises: NotFound(`casting.no_brief`), Forbidden(`parties.no_right`), Malformed(`casting.tape_unclear`),
    Refused(`casting.brief_archived`, `casting.deadline_passed`, `casting.too_many_asked`); and the refusal of the first where
    nobody can be asked:
    Refused(`casting.not_listed`, `casting.not_available`, `casting.does_not_fit`, `casting.tape_asked_already`).
    """
    brief = casting.running(actor, brief_id, db=db)
    rules_access.check_in_time(brief, now=now)
    colleagues.check(actor.person_id, brief.creator_id, Right.NEGOTIATE, db=db)
    tidy, names = rules_tapes.check_asked(lines, deadline, now=now), list(dict.fromkeys(performer_ids))
    if not 0 < len(names) <= rules_tapes.MOST_AT_ONCE:
        raise Refused("casting.too_many_asked", f"Ask 1 to {rules_tapes.MOST_AT_ONCE} at once.")
    asked, refused = [], []
    for who in names:
        try:
            asked.append(_ask_one(brief, who, tidy, deadline, now=now, db=db))
        except PropriaError as error:
            refused.append((who, error))
    if not asked:
        raise refused[0][1]
    return AskedOf(tuple(asked), tuple((who, error.code) for who, error in refused))


def _ask_one(
    brief: rules.Brief, who: str, lines: str, deadline: Instant, *, now: Instant, db: Session
) -> Tape:
    openness = listed.openness(who, now=now, db=db)
    performer = parties.performer(who, db=db)
    rules.check_fits(brief, performer, openness, casting.said(brief, [performer.id], db=db).get(performer.id))
    before = store.of_performers([performer.id], db=db)
    if any(one.brief.id == brief.id and one.ended_at is None and now < one.deadline for one in before):
        raise Refused(
            "casting.tape_asked_already", "They are asked already, until a deadline that lies ahead."
        )
    tape = Tape(TapeId(new_id("tape")), brief, performer.id, lines, deadline, now)
    store.add(tape, db=db)
    _tell(tape, "ask", days.own_people(performer, db=db), now=now, db=db)
    return tape


def every(actor: Actor, *, now: Instant, db: Session) -> list[Tape]:
    """The self-tapes that the actor asked for, or is asked for, newest first. Raises: NotFound(`parties.no_creator`)."""
    if actor.role is Role.CREATOR:
        return store.of_creator(parties.own_creator(actor, db=db).id, db=db)
    found = store.of_performers(days.acts_for(actor, now=now, db=db), db=db)
    read = titles.shown((one.brief for one in found), actor.person_id, db=db)
    return [replace(one, brief=brief) for one, brief in zip(found, read, strict=True)]


def find(actor: Actor, tape_id: str, *, now: Instant, db: Session) -> Tape:
    """One self-tape that the actor asked for or is asked for; a stranger learns nothing. Raises: NotFound(`casting.no_tape`)."""
    tape = store.find(tape_id, db=db)
    seen = next((one for one in every(actor, now=now, db=db) if one.id == tape.id), None)
    if seen is None:
        raise NotFound("casting.no_tape", "There is no such self-tape.")
    return seen


def _own(actor: Actor, tape_id: str, *, now: Instant, db: Session) -> Tape:
    tape = find(actor, tape_id, now=now, db=db)
    _check_signs(actor.person_id, tape, now=now, db=db)
    return tape


def _check_signs(person_id: PersonId, tape: Tape, *, now: Instant, db: Session) -> None:
    seats = hands.seats(parties.performer(tape.performer_id, db=db), now=now, db=db)
    if seats.get(person_id) not in (Capacity.OWN, Capacity.GUARDIAN, Capacity.MEMBER):
        raise Forbidden(
            "casting.own_key_sends", "Only the performer, or a minor's guardian, sends a self-tape."
        )


def draft_consent(
    actor: Actor, tape_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down what a take may be used for, for the performer's own signature.

    Raises: NotFound(`casting.no_tape`), Forbidden(`casting.own_key_sends`), Refused(`casting.tape_ended`, `casting.tape_late`,
    `casting.deadline_passed`, `casting.title_kept_back`).
    """
    tape = _own(actor, tape_id, now=now, db=db)
    rules_tapes.check_running(tape, now=now)
    titles.check_told(tape.brief, actor.person_id, db=db)
    performer = parties.performer(tape.performer_id, db=db)
    creator, person = parties.creator(tape.brief.creator_id, db=db), parties.person(actor.person_id, db=db)
    words = texts.consented(person, performer, creator, tape)
    said = Draft(CONSENTED, performer.subject, body_of(tape), *words)
    return record.draft(said, actor.person_id, texts.SHEET, return_url=return_url, now=now, db=db)


def body_of(tape: Tape) -> dict[str, object]:
    """What is signed of a self-tape, for programs."""
    return {
        "tape": tape.id,
        "performer": tape.performer_id,
        "creator": tape.brief.creator_id,
        "project": tape.brief.project,
        "purpose": "audition_for_this_role_only",
        "never": NEVER,
        "until": wire(tape.deadline),
        "destroyed_by": wire(tape.retained_until),
    }


def consented(signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session) -> None:
    """The signed `tape.consented`. Raises: as `draft_consent`."""
    tape = store.find(signed.body["tape"], lock=True, db=db)
    _check_signs(by, tape, now=now, db=db)
    rules_tapes.check_running(tape, now=now)
    store.consented(tape.id, signed.statement.id, db=db)


ACTS = {CONSENTED: consented}
"""What each signed statement about self-tapes does."""


def prepare(actor: Actor, tape_id: str, media_type: str, *, now: Instant, db: Session) -> tuple[Take, str]:
    """A version before a byte of it is taken in, and the subject under whose key it goes.

    Raises: NotFound(`casting.no_tape`), Forbidden(`casting.own_key_sends`), and as `rules_tapes.check_take`.
    """
    tape = _own(actor, tape_id, now=now, db=db)
    number = rules_tapes.check_take(tape, media_type, now=now)
    take = Take(number, new_id("tape"), media_type, "", 0, 0, now)
    return take, parties.performer(tape.performer_id, db=db).subject


def keep(actor: Actor, tape_id: str, take: Take, safe: Safe, *, now: Instant, db: Session) -> Tape:
    """The version is in the safe; the one before it is destroyed. Raises: as `prepare`."""
    tape = store.find(tape_id, lock=True, db=db)
    number = prepare(actor, tape_id, take.media_type, now=now, db=db)[0].number
    store.add_take(tape.id, replace(take, number=number), db=db)
    _destroy(tape, tape.there, safe, now=now, db=db)
    _tell(tape, "take", _team(tape, db=db), now=now, db=db)
    return store.find(tape.id, db=db)


def _destroy(tape: Tape, takes: Sequence[Take], safe: Safe, *, now: Instant, db: Session) -> None:
    """These versions are destroyed once the transaction is durable.

    While an order to preserve binds they are sealed in its place: nobody watches them, and they are destroyed after it.
    """
    numbers = [one.number for one in takes]
    if orders.binding(tape.performer_id, now=now, db=db):
        store.seal(tape.id, numbers, now, db=db)
        return
    store.destroyed(tape.id, numbers, now, db=db)
    db.after_commit(lambda: safe.destroy([one.place for one in takes]))


def held(performer_id: str, db: Session) -> Holding:
    """How many takes there are of a performer, and how many of them an order alone keeps."""
    takes = [one for tape in store.of_performers([performer_id], db=db) for one in tape.there]
    return Holding(len(takes), sum(one.is_sealed for one in takes))


def withdraw(actor: Actor, tape_id: str, safe: Safe, *, now: Instant, db: Session) -> None:
    """Take the self-tape back: what was sent is destroyed at once; doing it again changes nothing.

    Raises: NotFound(`casting.no_tape`), Forbidden(`casting.own_key_sends`).
    """
    store.find(tape_id, lock=True, db=db)
    tape = _own(actor, tape_id, now=now, db=db)
    if tape.ended_at is None:
        store.end(tape.id, now, db=db)
        _destroy(tape, tape.there, safe, now=now, db=db)
        if tape.takes:
            _tell(tape, "withdraw", _team(tape, db=db), now=now, db=db)


def watch(actor: Actor, tape_id: str, *, now: Instant, db: Session) -> Take:
    """Open the newest version for the creator's team or the performer's side; a look of the team is written down first.

    Raises: NotFound(`casting.no_tape`, `casting.no_take`).
    """
    tape = find(actor, tape_id, now=now, db=db)
    take = rules_tapes.watchable(tape, now=now)
    if actor.role is Role.CREATOR:
        store.add_look(tape.id, TakeLook(take.number, actor.person_id, now), db=db)
    return take


def plaintext(take: Take, safe: Safe) -> Iterator[bytes]:
    """A version in the clear. Raises: as `Safe.read`."""
    return safe.read(*take.place)


def destroy_ended(safe: Safe, *, now: Instant, db: Session) -> int:
    """What was sent is destroyed on the stated day, and what an order kept after that; how many self-tapes were over."""
    over = 0
    for tape in store.with_takes(db=db):
        is_due = now >= tape.retained_until
        takes = [one for one in tape.there if is_due or one.is_sealed]
        _destroy(tape, takes, safe, now=now, db=db)
        over += bool(takes)
    return over


def _team(tape: Tape, *, db: Session) -> list[PersonId]:
    return colleagues.people_who_may(tape.brief.creator_id, Right.NEGOTIATE, db=db)


def _tell(tape: Tape, name: str, people: Collection[PersonId | None], *, now: Instant, db: Session) -> None:
    brief = rules_access.outside(tape.brief) if name == "ask" else tape.brief
    (title_zh, title_en), (zh, en) = brief.title, texts.TOLD[name]
    news = News(
        f"{tape.id} {name} {wire(now)}",
        f"casting.tape_{name}",
        f"《{title_zh}》：{zh}。",
        f"{title_en}: {en}.",
        {"see": "/tapes", "tape": tape.id},
    )
    tell(people, news, now=now, db=db)
