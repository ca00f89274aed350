"""What a signed-in creator reads of a performer's casting profile on the performer's page; the public reads none of it."""

from dataclasses import dataclass

from propria.casting.pictures.pages import clips, faces
from propria.casting.profiles import actions as profiles
from propria.casting.profiles import representing
from propria.casting.profiles.model import Profile
from propria.casting.search.pages import profile_facts
from propria.kernel.errors import NotFound
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Face, Fact


@dataclass(frozen=True)
class CastingPanel:
    """What they say of themselves, the pictures that they signed for, and who represents them where they let it be shown."""

    says: tuple[Fact, ...]
    faces: tuple[Face, ...]
    clips: tuple[str, ...]


def casting_panel(
    visitor: Actor | None, performer_id: str, *, now: Instant, db: Session
) -> CastingPanel | None:
    """The panel; None for whoever is no creator, and where the performer signed for nothing of it."""
    if visitor is None or not _is_creator(visitor, db=db):
        return None
    who = PerformerId(performer_id)
    performer = parties.performer(performer_id, db=db)
    try:
        said = profiles.read(visitor, performer_id, now=now, db=db)
    except NotFound:
        said = Profile()
    by = representing.shown({who: said}, now=now, db=db).get(who, ())
    seen = faces([performer], now=now, db=db).get(who, ())
    panel = CastingPanel(profile_facts(said, by), seen, clips(performer, now=now, db=db))
    return panel if panel.says or panel.faces or panel.clips else None


def _is_creator(visitor: Actor, *, db: Session) -> bool:
    try:
        parties.own_creator(visitor, db=db)
    except NotFound:
        return False
    return True
