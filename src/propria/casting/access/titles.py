"""Which title of a project somebody outside its team reads: the working title until they accept to keep the true one back."""

from collections.abc import Iterable
from dataclasses import replace

from propria.casting.access import rules, store
from propria.casting.days.model import Days
from propria.casting.model import Brief
from propria.kernel.ids import PersonId
from propria.plumbing.database import Session


def shown(briefs: Iterable[Brief], person_id: PersonId, *, db: Session) -> list[Brief]:
    """Briefs as this person reads them."""
    every = list(briefs)
    secret = {one.id for one in every if one.access.working_title}
    told = store.told(person_id, secret, db=db) if secret else set()
    return [one if one.id in told else rules.outside(one) for one in every]


def of_brief(brief: Brief, person_id: PersonId, *, db: Session) -> Brief:
    """One brief as this person reads it."""
    return shown([brief], person_id, db=db)[0]


def of_days(days: Days, person_id: PersonId, *, db: Session) -> Days:
    """Days as this person of the performer's side reads them."""
    title = days.access.working_title
    if not title or store.told(person_id, [days.brief_id], db=db):
        return days
    return replace(days, title=(title, title), project=rules.KEPT_BACK)


def check_told(brief: Brief | Days, person_id: PersonId, *, db: Session) -> None:
    """They know the title before they sign for it. Raises: Refused(`casting.title_kept_back`)."""
    brief_id = brief.brief_id if isinstance(brief, Days) else brief.id
    told = {person_id} if store.told(person_id, [brief_id], db=db) else set()
    rules.check_told(brief.access, told, person_id)
