"""Search over those who are open and show their name: filters over what they signed. No ranking is sold."""

from collections.abc import Mapping

from propria.casting.pages import Card, SearchPage, card
from propria.casting.rules import bucket
from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Empty, Filter
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Text, Words
from propria.scope import Scope
from propria.scope.axes import AXIS
from propria.scope.codes import doings, languages, media, territories
from propria.scope.values import covers_value
from propria.scope.words import AXIS_WORDS, value_words
from propria.web.scope_form import PLACES, TONGUES
from propria.web.scope_views import words_of
from propria.web.typed_form import choices

_EVERY = Choice("", Words("不限", "any"))
_LISTS: dict[str, tuple[Choice, ...]] = {
    "language": choices(languages.LANGUAGES, TONGUES),
    "act": choices(doings.ACTS),
    "medium": choices(media.MEDIA, [code for code in media.MEDIA if "." not in code]),
    "territory": choices(territories.TERRITORIES, PLACES),
}
_SHOWN_AXES = ("language", "act", "medium", "territory")


def search_page(actor: Actor, q: str, wanted: Mapping[str, str], *, now: Instant, db: Session) -> SearchPage:
    """Who is open within these filters. Raises: NotFound(`parties.no_creator`) for all but creators."""
    parties.own_creator(actor, db=db)
    everybody = consent.all_open(now=now, db=db)
    named = [o for o in everybody if o.shows_name]
    people = parties.performers([o.performer_id for o in named], db=db)
    found = [
        _card(people[o.performer_id], o)
        for o in named
        if _is_called(people[o.performer_id], q) and _may_be_asked(o, wanted)
    ]
    return SearchPage(
        q=q,
        filters=tuple(
            Filter(name, words_of(AXIS_WORDS[name]), (_EVERY, *options), wanted.get(name, ""))
            for name, options in _LISTS.items()
        ),
        found=tuple(sorted(found, key=lambda c: c.name.en)),
        all_open=len(named),
        unnamed=bucket(len(everybody) - len(named)),
        nothing=Empty(
            Words("没有人符合这些条件。", "Nobody answers to that."),
            Words(
                "未提及的，即不允许；去掉一项再看。",
                "What they did not mention is not allowed; take one filter off.",
            ),
            Link("/search", Words("去掉全部条件", "Take all filters off")),
        ),
    )


def _is_called(performer: Performer, q: str) -> bool:
    asked = q.strip().casefold()
    return asked in performer.name.zh.casefold() or asked in performer.name.en.casefold()


def _may_be_asked(openness: Openness, wanted: Mapping[str, str]) -> bool:
    return any(_clause_has(clause, wanted) for clause in openness.terms.clauses)


def _clause_has(clause: Scope, wanted: Mapping[str, str]) -> bool:
    return all(
        covers_value(clause.value(axis), frozenset({code}), AXIS[axis].separator)
        for axis, code in wanted.items()
        if code
    )


def _card(performer: Performer, openness: Openness) -> Card:
    clause = openness.terms.clauses[0] if openness.terms.clauses else Scope()
    says: tuple[Text, ...] = tuple(
        words_of(value_words(axis, clause.value(axis))) for axis in _SHOWN_AXES if clause.value(axis)
    )
    return card(performer, openness, says, kept=False)
