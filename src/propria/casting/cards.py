"""One performer as a card: in results, in search, on a shortlist and in a link to one. It decides nothing."""

from dataclasses import dataclass

from propria.casting.pictures.pages import Faces, first_face
from propria.consent.model import Openness
from propria.kernel.money import Money
from propria.parties.identity.strength import Strengths
from propria.parties.model import Performer
from propria.plumbing.web.components import Face, Fact, State
from propria.plumbing.web.words import Text, Words


@dataclass(frozen=True)
class Card:
    """One performer as a creator sees them: only what they signed to show, and how strongly it is shown who they are.

    `is_listed`: they are open under their name now; of whoever is not, a creator who kept them sees the name alone.
    """

    performer_id: str
    name: Words
    face: Face
    passes: tuple[Text, ...]
    floor: Money | None
    kept: bool
    strength: State
    says: tuple[Fact, ...] = ()
    why: Text = ""
    note: str = ""
    is_listed: bool = True


def card(
    performer: Performer,
    openness: Openness | None,
    passes: tuple[Text, ...],
    seen: Faces,
    known: Strengths,
    *,
    kept: bool,
) -> Card:
    """A performer as a card, with the first picture that they signed for."""
    name, floor = Words(performer.name.zh, performer.name.en), openness.floor if openness else None
    face = first_face(performer, seen)
    strength, is_listed = known[performer.id], openness is not None
    return Card(performer.id, name, face, passes, floor, kept, strength, is_listed=is_listed)
