"""Rules of look-alikes; pure. Nothing here says whether two are alike: a hold by policy, then a panel of outsiders."""

import re
from collections.abc import Collection, Sequence

from propria.disputes.lifecycle import LOOKALIKE
from propria.disputes.model import FindingVote, Lookalike, LookalikeState, Media, PanelFinding
from propria.kernel.errors import Forbidden, Malformed, NotFound, Refused, Unverified
from propria.kernel.ids import PersonId
from propria.kernel.time import DAY, Instant
from propria.parties.model import Actor, Performer, Person, Role
from propria.record.model import StoredStatement

HELD_FOR = 30 * DAY
"""The policy: what is said to be like somebody is held for so long, or until a ruling."""
MOST_OPEN = 3
PANEL_SIZE = 3
MOST_WORDS = 1_000
OPEN = frozenset({LookalikeState.REPORTED, LookalikeState.SEATED})
_DIGEST = re.compile("[0-9a-f]{64}")


def may_report(performer: Performer, own: Sequence[Lookalike]) -> None:
    """`own`: the performer's cases.

    Raises: Unverified(`publicity.not_evidenced`), Refused(`disputes.too_many_lookalikes`).
    """
    if not performer.is_evidenced or performer.rests_on_operator:
        raise Unverified("publicity.not_evidenced", "First let somebody outside say who you are.")
    if sum(one.state in OPEN for one in own) >= MOST_OPEN:
        raise Refused(
            "disputes.too_many_lookalikes", "Three cases that wait for a ruling are the most at a time."
        )


def is_named(media: Media) -> None:
    """An output, or bytes and where they were seen. Raises: Malformed(`disputes.no_media`)."""
    elsewhere = bool(_DIGEST.fullmatch(media.sha256)) and 0 < len(media.place) <= 500
    if media.output_id is None and not elsewhere:
        raise Malformed(
            "disputes.no_media",
            "Name an output of this library, or a file by its SHA-256 and where you saw it.",
        )


def is_other(media: Media, own: Sequence[Lookalike]) -> None:
    """One case for one thing, also once it was taken back: nothing is held twice by one person's word.

    Raises: Refused(`disputes.reported_already`).
    """
    if any(one.media == media for one in own):
        raise Refused("disputes.reported_already", "You said so already; there is a case of it.")


def is_not_of(performer: Performer, made_with: str) -> None:
    """What was made under the performer's own licence is no look-alike. Raises: Refused(`disputes.own_output`)."""
    if performer.id == made_with:
        raise Refused(
            "disputes.own_output",
            "This was made under a licence of yours: withdraw that, or object to the cut.",
        )


def in_words(says: str) -> str:
    """Somebody's own words, as one line. Raises: Malformed(`disputes.words_unusable`)."""
    line = " ".join(says.split())
    if not 0 < len(line) <= MOST_WORDS or not line.isprintable():
        raise Malformed("disputes.words_unusable", "Say it in words, at most 1,000 characters.")
    return line


def after(case: Lookalike, act: str) -> LookalikeState:
    """The state that `act` leads to. Raises: Refused(`lookalike.cannot_<act>`)."""
    return LookalikeState(LOOKALIKE.after(case.state.value, act))


def is_panel(people: Sequence[Person], part_of_it: Collection[str | None]) -> None:
    """Three people who are neither the operator's nor part of the case.

    Raises: Refused(`disputes.panel_size`, `disputes.not_an_outsider`).
    """
    if len({one.id for one in people}) != PANEL_SIZE:
        raise Refused("disputes.panel_size", "A panel is three different people.")
    for one in people:
        if one.role is Role.OPERATOR or one.id in part_of_it:
            raise Refused(
                "disputes.not_an_outsider", "The operator’s people and whoever is part of the case do not sit on it.",
                person=one.id,
            )  # fmt: skip


def sits(person_id: str, panel: Collection[str]) -> None:
    """Raises: NotFound(`disputes.no_lookalike`)."""
    if person_id not in panel:
        raise NotFound("disputes.no_lookalike", "There is no such case.")


def is_new(person_id: str, votes: Sequence[FindingVote]) -> None:
    """Each person finds once. Raises: Refused(`disputes.found_already`)."""
    if any(one.by == person_id for one in votes):
        raise Refused("disputes.found_already", "You signed what you found; the others have to.")


def most_of(votes: Sequence[FindingVote]) -> tuple[PanelFinding, tuple[FindingVote, ...]] | None:
    """What two of the three find alike, and who they are; None before."""
    for finding in PanelFinding:
        alike = tuple(one for one in votes if one.finding is finding)
        if 2 * len(alike) > PANEL_SIZE:
            return finding, alike
    return None


def is_operator(actor: Actor) -> None:
    """Raises: NotFound(`disputes.no_lookalike`)."""
    if actor.role is not Role.OPERATOR:
        raise NotFound("disputes.no_lookalike", "There is no such case.")


def is_reporter(person_id: PersonId, performer: Performer) -> None:
    """Raises: Forbidden(`parties.not_yours`)."""
    if performer.person_id != person_id:
        raise Forbidden("parties.not_yours", "Only the performer can do this.")


def chosen_decline(decline_id: str, to_open: Sequence[StoredStatement]) -> StoredStatement:
    """One of those that can be opened; what is another's, of another creator or opened already is not told apart.

    Raises: NotFound(`disputes.no_decline`).
    """
    for said in to_open:
        if said.statement.id == decline_id:
            return said
    raise NotFound("disputes.no_decline", "You have no such decline to open in this case.")


def stands(about_output: Sequence[Lookalike]) -> tuple[Instant | None, int | None]:
    """Until when an output is held by the cases about it, and which entry ruled it down, the first that did."""
    held = [one.held_until for one in about_output if one.state in OPEN]
    ruled = [
        one.ruled_index
        for one in about_output
        if one.state is LookalikeState.LIKENESS and one.ruled_index is not None
    ]
    return max(held, default=None), min(ruled, default=None)
