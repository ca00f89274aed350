"""Finding people by free words, facts and terms, in the published order (`ranking`).

It finds only who is open under their own name at that instant. Being paid, or paying, is no input.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting import rules
from propria.casting.asking import in_order
from propria.casting.live import Library, Part, library_of
from propria.casting.matching.bits import Rows, Words, all_of, nothing, rows_in, size
from propria.casting.matching.columns import microseconds
from propria.casting.matching.sieve import Asked
from propria.casting.model import Place
from propria.casting.profiles import rules as rules_profiles
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile
from propria.casting.search import ranking
from propria.casting.search.indexing import By, profiles_of
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

__all__ = ["By", "Found", "Hit", "Sought", "answers", "find"]

LONGEST_QUESTION = 200
MOST_FOUND = 200
LEAST_FIT = 0.001
"""Whoever fits less was not found by the words."""
TERMS = ("language", "act", "medium", "territory")


@dataclass(frozen=True)
class Sought:
    """A question: free words, what their terms must have (axis → code), a language they speak, an age they play (0: any)."""

    text: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    speaks: str = ""
    age: int = 0
    by: By = By.BOTH

    def to_json(self) -> dict[str, Any]:
        """As a program reads it; the names are those of the page's address."""
        terms = {axis: code for axis, code in self.terms.items() if code}
        return {"q": self.text, "terms": terms, "speaks": self.speaks, "age": self.age, "by": self.by.value}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Sought":
        """Read that form."""
        return cls(raw["q"], dict(raw["terms"]), raw["speaks"], raw["age"], By(raw["by"]))


@dataclass(frozen=True)
class Hit:
    """Somebody found, and why they stand where they stand."""

    performer: Performer
    openness: Openness
    profile: Profile
    place: Place


@dataclass(frozen=True)
class Found:
    """Who was found, in order; everybody there is, by name and without; the day by which turns among equals go."""

    hits: tuple[Hit, ...]
    count: int
    all_open: int
    unnamed: int
    seed: int
    has_meaning: bool


def find(actor: Actor, sought: Sought, *, now: Instant, db: Session) -> Found:
    """Who is open under their own name and answers to this, in the published order.

    Raises: NotFound(`parties.no_creator`), Malformed(`casting.question_too_long`).
    """
    parties.own_creator(actor, db=db)
    text = sought.text.strip()
    if len(text) > LONGEST_QUESTION:
        raise Malformed("casting.question_too_long", f"Ask in at most {LONGEST_QUESTION} characters.")
    ask = indexed if consent.are_open(rules.INDEX_FROM, now=now, db=db) else plainly
    return ask(sought, text, now=now, db=db)


def plainly(sought: Sought, text: str, *, now: Instant, db: Session) -> Found:
    """The answer from everybody's terms and facts, one after the other: what the index must say too."""
    everybody = consent.all_open(now=now, db=db)
    named = {o.performer_id: o for o in everybody if o.shows_name}
    stated = store_profiles.newest(named, db=db)
    profiles = {who: stated[who].profile if who in stated else Profile() for who in named}
    kept = [who for who, o in named.items() if answers(o, profiles[who], sought)]
    people = parties.performers(kept, db=db)
    floors = np.array([named[who].floor.minor for who in kept], np.int64)
    called = [_is_called(people[who], text) for who in kept] if text else []
    ordered = ranking.order(kept, floors, Question(text, sought.by), called=called, now=now, db=db)
    places = [(kept[row], ordered.place(row)) for row in ordered.rows]
    hits = [Hit(people[w], named[w], profiles[w], p) for w, p in places if not text or p.fit >= LEAST_FIT]
    unnamed, seed = len(everybody) - len(named), ranking.day_of(now)
    has_meaning = profiles_of(db=db).has_meaning
    return Found(tuple(hits[:MOST_FOUND]), len(hits), len(named), unnamed, seed, has_meaning)


def indexed(sought: Sought, text: str, *, now: Instant, db: Session) -> Found:
    """The answer from the index; whoever is shown is judged again by the plain algebra."""
    library, contested = library_of(db=db), parties.contested(db=db)
    asked = Asked(Scope(), None, microseconds(now))
    facts = library.profiles.facts_answer(sought.speaks, sought.age)
    rows, unnamed = [], 0
    for part in library.parts:
        sieve = part.segment.sieve
        there = all_of([*sieve.open_now(asked), part.without(contested)], sieve.count)
        unnamed += size(there & ~sieve.named)
        rows.append((part, there & sieve.named))
    kept = [(part, _answering(library, part, words, facts, sought)) for part, words in rows]
    placed, count = in_order(
        library, kept, Question(text, sought.by), called=[part.holding(text) if text else None for part, _ in rows],
        least_fit=LEAST_FIT if text else 0.0, most=MOST_FOUND, now=now,
    )  # fmt: skip
    named, seed = sum(size(words) for _, words in rows), ranking.day_of(now)
    hits = _judged(placed, sought, db=db)
    return Found(hits, count, named, unnamed, seed, library.profiles.has_meaning)


def _answering(library: Library, part: Part, words: Words, facts: NDArray[np.bool_], sought: Sought) -> Rows:
    """Of these rows, those with one clause that has all of the terms, and whose facts answer."""
    sieve, found = part.segment.sieve, nothing(part.segment.sieve.count)
    for slot in sieve.slots:
        has = all_of((slot.codes[a].covering(code) for a, code in sought.terms.items() if code), slot.count)
        found[: len(has)] |= has
    rows = rows_in(found & words)
    return rows[facts[part.rows_at(library.profiles.register)[rows]]] if sought.speaks or sought.age else rows


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
    return (
        any(_has(clause, sought.terms) for clause in openness.terms.clauses)
        and (not sought.speaks or rules_profiles.speaks(profile, sought.speaks))
        and (not sought.age or rules_profiles.plays(profile, sought.age))
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
