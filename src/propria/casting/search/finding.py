"""Finding people by free words, facts and terms, in the published order (`ranking`).

It finds only who is open under their own name at that instant. Being paid, or paying, is no input.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np

from propria.casting import rules
from propria.casting.asking import in_order
from propria.casting.live import Library, Part, library_of
from propria.casting.matching.bits import Words, all_of, packed, rows_in, size, unpacked
from propria.casting.matching.columns import microseconds
from propria.casting.matching.sieve import Asked
from propria.casting.model import FIRST_PAGE, Place, Window
from propria.casting.profiles import rules as rules_profiles
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile
from propria.casting.search import ranking
from propria.casting.search.facets import SPEAKS, TERMS, VALUES, Counts, counted, having, offered
from propria.casting.search.indexing import ROUGH, By, Heard, profiles_of
from propria.casting.search.ranking import Question
from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.errors import Malformed
from propria.kernel.ids import StatementId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.scope import Scope
from propria.scope.axes import AXIS
from propria.scope.values import covers_value

__all__ = ["TERMS", "By", "Found", "Hit", "Sought", "answers", "find"]

LONGEST_QUESTION = 200
LEAST_FIT = 0.001
"""Whoever fits less was not found by the words."""


@dataclass(frozen=True)
class Sought:
    """A question: free words, what their terms must have (axis → code), a language they speak, an age they play (0: any).

    `stated`: facts of STATED that they must state, by name; those that ask nothing are left out.
    """

    text: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    speaks: str = ""
    age: int = 0
    by: By = By.BOTH
    stated: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        asked = ((name, rules_profiles.spelled(name, value)) for name, value in self.stated.items())
        object.__setattr__(self, "stated", {name: value for name, value in asked if value})

    def but(self, name: str, value: str) -> "Sought":
        """The same with one filter set to something else."""
        if name in rules_profiles.STATED:
            return replace(self, stated={**self.stated, name: value})
        return (
            replace(self, speaks=value)
            if name == SPEAKS
            else replace(self, terms={**self.terms, name: value})
        )

    @property
    def is_too_long(self) -> bool:
        """Whether its words or a fact are longer than anybody may ask."""
        return any(len(said) > LONGEST_QUESTION for said in (self.text.strip(), *self.stated.values()))

    @property
    def href(self) -> str:
        """Where the page asks it."""
        asked = {"q": self.text, **self.terms, "speaks": self.speaks, "age": self.age, "by": self.by.value}
        asked |= self.stated
        return "/search?" + urlencode({name: value for name, value in asked.items() if value})

    def to_json(self) -> dict[str, Any]:
        """As a program reads it; the names are those of the page's address."""
        terms = {axis: code for axis, code in self.terms.items() if code}
        later = {"stated": dict(self.stated)} if self.stated else {}
        asked = {"q": self.text, "terms": terms, "speaks": self.speaks, "age": self.age, "by": self.by.value}
        return asked | later

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Sought":
        """Read that form."""
        terms, stated = dict(raw["terms"]), raw.get("stated", {})
        return cls(raw["q"], terms, raw["speaks"], raw["age"], By(raw["by"]), stated)


@dataclass(frozen=True)
class Hit:
    """Somebody found, and why they stand where they stand."""

    performer: Performer
    openness: Openness
    profile: Profile
    place: Place


@dataclass(frozen=True)
class Found:
    """Who was found, in order, a window on `count`; how many with each value of each filter; everybody there is, by name and without.

    `seed`: the day by which turns among equals go.
    """

    hits: tuple[Hit, ...]
    count: int
    facets: Counts
    all_open: int
    unnamed: int
    seed: int
    has_meaning: bool


def find(actor: Actor, sought: Sought, window: Window = FIRST_PAGE, *, now: Instant, db: Session) -> Found:
    """Who is open under their own name and answers to this, in the published order.

    Raises: NotFound(`parties.no_creator`), Malformed(`casting.question_too_long`).
    """
    parties.own_creator(actor, db=db)
    text = sought.text.strip()
    if sought.is_too_long:
        raise Malformed("casting.question_too_long", f"Ask in at most {LONGEST_QUESTION} characters.")
    ask = indexed if consent.are_open(rules.INDEX_FROM, now=now, db=db) else plainly
    return ask(sought, text, window, now=now, db=db)


def plainly(sought: Sought, text: str, window: Window = FIRST_PAGE, *, now: Instant, db: Session) -> Found:
    """The answer from everybody's terms and facts, one after the other: what the index must say too."""
    everybody = consent.all_open(now=now, db=db)
    named = {o.performer_id: o for o in everybody if o.shows_name}
    stated = store_profiles.newest(named, db=db)
    profiles = {who: stated[who].profile if who in stated else Profile() for who in named}
    people, ids = parties.performers(named, db=db), list(named)
    floors = np.array([o.floor.minor for o in named.values()], np.int64)
    called = [_is_called(people[who], text) for who in named] if text else []
    ordered = ranking.order(ids, floors, Question(text, sought.by), called=called, now=now, db=db)
    places = [(ids[row], ordered.place(row)) for row in ordered.rows]
    there = [Hit(people[w], named[w], profiles[w], p) for w, p in places if not text or p.fit >= LEAST_FIT]
    hits = [hit for hit in there if answers(hit.openness, hit.profile, sought)]
    facets: dict[str, Mapping[str, int]] = {
        n: {code: _count(there, sought.but(n, code)) for code in codes} for n, codes in VALUES.items()
    }
    facets |= {name: _offered(there, sought, name) for name in rules_profiles.STATED}
    unnamed, seed = len(everybody) - len(named), ranking.day_of(now)
    has_meaning = profiles_of(db=db).has_meaning
    shown = tuple(hits[window.skip : window.skip + window.most])
    return Found(shown, len(hits), facets, len(named), unnamed, seed, has_meaning)


def _offered(there: list[Hit], sought: Sought, name: str) -> Mapping[str, int]:
    others = [hit.profile for hit in there if answers(hit.openness, hit.profile, sought.but(name, ""))]
    stated = Counter(value for profile in others for value in rules_profiles.stated(profile)[name])
    return offered(stated, len(others), sought.stated.get(name, ""))


def _count(there: list[Hit], sought: Sought) -> int:
    return sum(answers(hit.openness, hit.profile, sought) for hit in there)


def indexed(sought: Sought, text: str, window: Window = FIRST_PAGE, *, now: Instant, db: Session) -> Found:
    """The answer from the index; whoever is shown is judged again by the plain algebra."""
    library, contested = library_of(db=db), parties.contested(db=db)
    asked, heard = Asked(Scope(), None, microseconds(now)), library.profiles.hears(text)
    facts = library.profiles.facts_answer(sought.speaks, sought.age, sought.stated)
    named, unnamed = 0, 0
    there, kept, called = [], [], []
    for part in library.parts:
        sieve = part.segment.sieve
        open_rows = all_of([*sieve.open_now(asked), part.without(contested)], sieve.count)
        named, unnamed = named + size(open_rows & sieve.named), unnamed + size(open_rows & ~sieve.named)
        names = part.holding(text) if text else None
        words = open_rows & sieve.named
        if names is not None:
            words &= _fitting(library, part, heard, names, sought.by)
        there.append((part, words))
        called.append(names)
        answering = facts[part.rows_at(library.profiles.register)]
        kept.append((part, rows_in(words & packed(answering) & having(sieve, sought.terms))))
    placed = in_order(library, kept, Question(text, sought.by), heard, window, called=called, now=now)
    facets = counted(library, there, sought.terms, sought.speaks, sought.age, sought.stated)
    count, seed = sum(len(rows) for _, rows in kept), ranking.day_of(now)
    hits = _judged(placed, sought, db=db)
    return Found(hits, count, facets, named, unnamed, seed, library.profiles.has_meaning)


def _fitting(library: Library, part: Part, heard: Heard, called: Words, by: By) -> Words:
    """The rows that free words find: the rough fit decides, and where it is too near to tell, the exact one."""
    rows = part.rows_at(library.profiles.register)
    said = np.where(unpacked(called, len(rows)), 1.0, heard.said[rows])
    fit = ranking.fit_of(by, said, library.profiles.roughly(rows, heard))
    if heard.direction is not None:
        in_doubt = np.flatnonzero(np.abs(fit - LEAST_FIT) <= ROUGH)
        meant = library.profiles.cosines(rows[in_doubt], heard.direction)
        fit[in_doubt] = ranking.fit_of(by, said[in_doubt], meant)
    return packed(fit >= LEAST_FIT)


def _judged(placed: Mapping[StatementId, Place], sought: Sought, *, db: Session) -> tuple[Hit, ...]:
    given = {one.id: one for one in consent.opennesses(placed, db=db).values()}
    ids = [one.performer_id for one in given.values()]
    people, stated = parties.performers(ids, db=db), store_profiles.newest(ids, db=db)
    hits = []
    for openness_id, place in placed.items():
        openness = given.get(openness_id)
        if openness is None:
            continue
        said = stated.get(openness.performer_id)
        profile = Profile() if said is None else said.profile
        if answers(openness, profile, sought):
            hits.append(Hit(people[openness.performer_id], openness, profile, place))
    return tuple(hits)


def answers(openness: Openness, profile: Profile, sought: Sought) -> bool:
    """Whether somebody's terms and facts answer, whatever the words."""
    stated = rules_profiles.stated(profile) if sought.stated else {}
    return (
        any(_has(clause, sought.terms) for clause in openness.terms.clauses)
        and (not sought.speaks or rules_profiles.speaks(profile, sought.speaks))
        and (not sought.age or rules_profiles.plays(profile, sought.age))
        and all(value in stated[name] for name, value in sought.stated.items())
    )


def _has(clause: Scope, wanted: Mapping[str, str]) -> bool:
    return all(
        covers_value(clause.value(axis), frozenset({code}), AXIS[axis].separator)
        for axis, code in wanted.items()
        if code
    )


def _is_called(performer: Performer, text: str) -> bool:
    asked = text.casefold()
    return asked in performer.name.zh.casefold() or asked in performer.name.en.casefold()
