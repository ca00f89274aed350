"""Rules of a shortlist's folders; pure."""

from collections.abc import Iterable, Sequence

from propria.casting.model import Brief, Folder, Move, Shortlisted
from propria.casting.rules import MOST_AT_ONCE
from propria.kernel.errors import Malformed, NotFound, Refused

LONGEST_NAME = 60
MOST_FOLDERS = 30


def checked_name(name: str, others: Iterable[Folder]) -> str:
    """A folder's name, unlike the others of its brief.

    Raises: Malformed(`casting.folder_unreadable`), Refused(`casting.folder_exists`).
    """
    tidy = " ".join(name.split())
    if not 0 < len(tidy) <= LONGEST_NAME or not tidy.isprintable():
        raise Malformed(
            "casting.folder_unreadable", f"Give the folder a name of at most {LONGEST_NAME} characters."
        )
    if tidy.casefold() in {one.name.casefold() for one in others}:
        raise Refused("casting.folder_exists", "This shortlist has a folder of that name.")
    return tidy


def may_add(folders: Sequence[Folder]) -> None:
    """One more may be made. Raises: Refused(`casting.too_many_folders`)."""
    if len(folders) >= MOST_FOLDERS:
        raise Refused("casting.too_many_folders", f"A shortlist has at most {MOST_FOLDERS} folders.")


def check_many(moves: Sequence[Move]) -> None:
    """Some, and not too many. Raises: Refused(`casting.too_many_at_once`)."""
    if not 0 < len(moves) <= MOST_AT_ONCE:
        raise Refused("casting.too_many_at_once", f"Move 1 to {MOST_AT_ONCE} at once.")


def check_move(
    move: Move, source: Brief, target: Brief, here: Iterable[Shortlisted], there: Iterable[Shortlisted]
) -> None:
    """They are where they are moved from, not kept there already, and it is the same production.

    Raises: NotFound(`casting.not_shortlisted`), Refused(`casting.other_project`, `casting.kept_there_already`).
    """
    places = {one.performer_id: one.folder_id for one in here}
    if move.performer_id not in places or places[move.performer_id] != move.from_folder:
        raise NotFound("casting.not_shortlisted", "They are not on that shortlist, or not in that folder.")
    if source.project != target.project:
        raise Refused("casting.other_project", "Move within one production; for another, keep them there.")
    if source.id != target.id and any(one.performer_id == move.performer_id for one in there):
        raise Refused("casting.kept_there_already", "They are kept for that role already.")
