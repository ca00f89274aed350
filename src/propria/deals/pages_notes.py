"""What was said beside the terms, as the page of the talks shows it to one of its sides. Decides nothing."""

from dataclasses import dataclass

from propria.deals import notes
from propria.deals.actions import Room
from propria.deals.model import Note
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.words import Words
from propria.scope.words import AXIS_WORDS
from propria.web.scope_views import words_of

_OTHER_PINS = {
    "pay": Words("酬金", "Pay"),
    "wind_down": Words("撤回或期满之后", "After the end"),
    "credit": Words("署名", "Credit"),
    "reason": Words("谢绝的理由", "the reason for declining"),
}
_NOTHING = Words("整份条款", "The terms as a whole")
ABOUT: dict[str, Words] = {axis: words_of(said) for axis, said in AXIS_WORDS.items()} | _OTHER_PINS
REMARK: tuple[Field, ...] = (
    Field(
        "pin",
        Words("关于", "About"),
        kind="select",
        options=(
            Choice("", _NOTHING),
            *(Choice(p, ABOUT[p]) for p in ABOUT if p in notes.PINS and p != "reason"),
        ),
        required=False,
    ),
    Field("text", Words("您要说的话", "What you say"), kind="textarea"),
    Field(
        "private",
        Words("谁可以读", "Who reads it"),
        kind="select",
        options=(
            Choice("", Words("双方", "Both sides")),
            Choice("yes", Words("只有您这一方", "Only your side")),
        ),
        required=False,
    ),
)


@dataclass(frozen=True)
class NoteView:
    """One note: who said it, when, beside which version, about what."""

    who: Words
    at: Instant
    version: int
    about: Words | None
    is_private: bool
    lines: tuple[str, ...]


def notes_of(seen: Room, *, db: Session) -> tuple[NoteView, ...]:
    """Every note that the reader may see, newest first."""
    return tuple(_view(note, db=db) for note in reversed(notes.read(seen, db=db)))


def _view(note: Note, *, db: Session) -> NoteView:
    name = parties.person(note.person_id, db=db).name
    return NoteView(
        who=Words(name.zh, name.en),
        at=note.made_at,
        version=note.turn_number,
        about=ABOUT.get(note.pin),
        is_private=note.is_private,
        lines=tuple(line for line in note.text.splitlines() if line),
    )
