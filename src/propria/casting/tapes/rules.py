"""Rules of self-tapes; pure. A take is for one role's audition: nothing is made of it, and it is destroyed on the stated day."""

from datetime import timedelta

from propria.casting.access import rules as rules_access
from propria.casting.tapes.model import Take, Tape
from propria.kernel.errors import Malformed, NotFound, Refused
from propria.kernel.time import Instant

LONGEST_AHEAD = timedelta(days=60)
LONGEST_LINES = 4000
MOST_TAKES = 10
MOST_AT_ONCE = 100
TYPES = frozenset({"video/mp4", "video/quicktime", "video/webm"})


def check_asked(lines: str, deadline: Instant, *, now: Instant) -> str:
    """What to play, and until when. Raises: Malformed(`casting.tape_unclear`)."""
    tidy = lines.replace("\r", "").strip()
    readable = 0 < len(tidy) <= LONGEST_LINES and all(c.isprintable() or c in "\n\t" for c in tidy)
    if not readable or not now < deadline <= now + LONGEST_AHEAD:
        raise Malformed("casting.tape_unclear", "Say what to play, and a deadline within 60 days.")
    return tidy


def check_running(tape: Tape, *, now: Instant) -> None:
    """It was not withdrawn, and its deadline and the role's lie ahead.

    Raises: Refused(`casting.tape_ended`, `casting.tape_late`,
    `casting.deadline_passed`).
    """
    if tape.ended_at is not None:
        raise Refused("casting.tape_ended", "This self-tape was withdrawn.")
    if now >= tape.deadline:
        raise Refused("casting.tape_late", "The deadline has passed; nothing more can be sent.")
    rules_access.check_in_time(tape.brief, now=now)


def check_take(tape: Tape, media_type: str, *, now: Instant) -> int:
    """One more version may be sent: its number.

    Raises: Refused(`casting.tape_ended`, `casting.tape_late`, `casting.deadline_passed`, `casting.tape_not_consented`,
    `casting.too_many_takes`),
    Malformed(`casting.take_wrong_type`).
    """
    check_running(tape, now=now)
    if tape.consent_id is None:
        raise Refused("casting.tape_not_consented", "Sign first what this take may be used for.")
    if media_type not in TYPES:
        raise Malformed("casting.take_wrong_type", "A take is an MP4, QuickTime or WebM video.")
    if len(tape.takes) >= MOST_TAKES:
        raise Refused("casting.too_many_takes", f"A self-tape has at most {MOST_TAKES} versions.")
    return len(tape.takes) + 1


def watchable(tape: Tape, *, now: Instant) -> Take:
    """The version that the creator's team may watch now. Raises: NotFound(`casting.no_take`)."""
    take = tape.newest
    if take is None or tape.ended_at is not None or now >= tape.retained_until:
        raise NotFound("casting.no_take", "There is no take to watch.")
    return take
