"""Saved searches: whoever saved one hears, once for each performer, when somebody new answers it under their own name.

Terms and facts have to answer, and of its words one has to be in the profile or the name: nearness of meaning alone tells nobody.
"""

from dataclasses import dataclass

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile
from propria.casting.search import store as store_searches
from propria.casting.search import words
from propria.casting.search.finding import LONGEST_QUESTION, Sought, answers
from propria.consent import actions as consent
from propria.kernel.errors import Malformed, NotFound, Refused
from propria.kernel.ids import PersonId, SearchId, new_id
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session

MOST_SAVED = 50


@dataclass(frozen=True)
class Saved:
    """A search that somebody saved."""

    id: SearchId
    person_id: PersonId
    sought: Sought
    saved_at: Instant

    @property
    def href(self) -> str:
        """Where it is asked again."""
        return self.sought.href


def save(actor: Actor, sought: Sought, *, now: Instant, db: Session) -> Saved:
    """Save a search; the same again is the same one.

    Raises: NotFound(`parties.no_creator`), Malformed(`casting.question_too_long`), Refused(`casting.too_many_searches`).
    """
    parties.own_creator(actor, db=db)
    if sought.is_too_long:
        raise Malformed("casting.question_too_long", f"Ask in at most {LONGEST_QUESTION} characters.")
    kept = saved_by(actor, db=db)
    for one in kept:
        if one.sought.to_json() == sought.to_json():
            return one
    if len(kept) >= MOST_SAVED:
        raise Refused("casting.too_many_searches", f"You saved {MOST_SAVED} searches; drop one first.")
    made = Saved(SearchId(new_id("search")), actor.person_id, sought, now)
    store_searches.add(made.id, made.person_id, sought, now, db=db)
    return made


def saved_by(actor: Actor, *, db: Session) -> list[Saved]:
    """What the actor saved, newest first."""
    return [Saved(*one) for one in store_searches.of_person(actor.person_id, db=db)]


def drop(actor: Actor, search_id: str, *, db: Session) -> None:
    """Save it no longer. Raises: NotFound(`casting.no_search`)."""
    if not store_searches.drop(actor.person_id, search_id, db=db):
        raise NotFound("casting.no_search", "There is no such saved search.")


def tell_of(performer_id: str, *, now: Instant, db: Session) -> None:
    """Tell whoever saved a search that this performer answers now; nobody is told of who shows no name."""
    openness = consent.find_openness(performer_id, now=now, db=db)
    if openness is None or not openness.shows_name or performer_id in parties.contested(db=db):
        return
    performer = parties.performer(performer_id, db=db)
    stated = store_profiles.newest([performer_id], db=db).get(performer.id)
    profile = Profile() if stated is None else stated.profile
    said = _words(performer, profile)
    for one in (Saved(*row) for row in store_searches.every(db=db)):
        asked = set(words.words_of(one.sought.text))
        if answers(openness, profile, one.sought) and (not asked or asked & said):
            _tell(one, performer, now=now, db=db)


def _words(performer: Performer, profile: Profile) -> set[str]:
    return set(words.words_of(f"{performer.name.zh}\n{performer.name.en}\n{profile.text}"))


def _tell(saved: Saved, performer: Performer, *, now: Instant, db: Session) -> None:
    name = performer.name
    news = News(
        f"{saved.id} {performer.id}",
        "casting.search_answered",
        f"{name.zh}符合您保存的搜索，愿意洽谈；未作授权。",
        f"{name.en} answers a search that you saved and is open to enquiries; no licence is given.",
        {"see": saved.href, "performer": performer.id, "search": saved.id},
    )
    tell([saved.person_id], news, now=now, db=db)
