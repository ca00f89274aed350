"""What a signed-in creator reads of a performer's casting profile on the performer's page; the public reads none of it."""

from dataclasses import dataclass

from propria.casting import profiles, representing
from propria.casting.pages_search import profile_facts
from propria.kernel.errors import NotFound
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Fact


@dataclass(frozen=True)
class CastingPanel:
    """What they say of themselves, and who represents them where they let it be shown."""

    says: tuple[Fact, ...]


def casting_panel(
    visitor: Actor | None, performer_id: str, *, now: Instant, db: Session
) -> CastingPanel | None:
    """The panel; None for whoever may not read a profile, and where nobody signed one."""
    if visitor is None:
        return None
    try:
        said = profiles.read(visitor, performer_id, now=now, db=db)
    except NotFound:
        return None
    who = PerformerId(performer_id)
    by = representing.shown({who: said}, now=now, db=db).get(who, ())
    return CastingPanel(profile_facts(said, by))
