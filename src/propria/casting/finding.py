"""Finding people by free words, facts and terms: an index of what performers signed, remade when somebody signed anew.

It finds only who is open under their own name at that instant. Being paid, or paying, is no input.
"""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from propria.casting import meaning, rules_profiles, store_profiles, words
from propria.casting.matching.rank import turns
from propria.casting.model_profiles import Profile
from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.kernel.errors import Malformed
from propria.kernel.ids import PerformerId
from propria.kernel.time import DAY, Instant, instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer
from propria.plumbing.database import Session
from propria.plumbing.news import News
from propria.scope import Scope
from propria.scope.axes import AXIS
from propria.scope.values import covers_value

LONGEST_QUESTION = 200
MOST_FOUND = 200
ENOUGH_TO_PROJECT = 1000
_EPOCH = instant("1970-01-01T00:00:00Z")
TERMS = ("language", "act", "medium", "territory")


class By(StrEnum):
    """What the order goes by, as the reader chose it."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


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
    """Somebody found, and the inputs of their place. `points`: 0 to 1000; None where nothing was asked in words."""

    performer: Performer
    openness: Openness
    profile: Profile
    words: float = 0.0
    meaning: float = 0.0
    points: int | None = None


@dataclass(frozen=True)
class Found:
    """Who was found, in order; everybody there is, by name and without; the day by which turns among equals go."""

    hits: tuple[Hit, ...]
    count: int
    all_open: int
    unnamed: int
    seed: int
    has_meaning: bool


@dataclass
class _Index:
    """The words and vectors of every profile, as of the newest signed one."""

    stamp: tuple[int, int] = (-1, -1)
    place: dict[PerformerId, int] = field(default_factory=dict)
    profiles: list[Profile] = field(default_factory=list)
    lexicon: words.Lexicon = field(default_factory=lambda: words.Lexicon(()))
    vectors: meaning.Vectors = field(default_factory=lambda: np.zeros((0, 1), np.float32))
    projection: meaning.Projection | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, *, db: Session) -> "_Index":
        """The index as it stands: itself, or a new one where somebody signed since."""
        stamp = store_profiles.newest_entry(db=db)
        with self.lock:
            if stamp != self.stamp:
                self._make(stamp, db=db)
            return self

    def _make(self, stamp: tuple[int, int], *, db: Session) -> None:
        every = list(store_profiles.every(db=db).values())
        people = parties.performers([one.performer_id for one in every], db=db)
        names = [people[one.performer_id].name for one in every]
        self.place = {one.performer_id: n for n, one in enumerate(every)}
        self.profiles = [one.profile for one in every]
        self.lexicon = words.Lexicon(
            [f"{name.zh}\n{name.en}\n{one.profile.text}" for name, one in zip(names, every, strict=True)]
        )
        self.vectors, self.projection = _vectors([one.meaning for one in every])
        self.stamp = stamp


def _vectors(kept: list[bytes]) -> tuple[meaning.Vectors, meaning.Projection | None]:
    """The vectors, rows of zeros where there is none; projected where there are enough to know in what they differ."""
    size = max((len(one) for one in kept), default=0) // 4
    wide = np.zeros((len(kept), max(size, 1)), np.float32)
    for row, one in enumerate(kept):
        if one:
            wide[row] = np.frombuffer(one, np.float32)
    if len(kept) < ENOUGH_TO_PROJECT:
        return wide, None
    projection = meaning.Projection.of(wide)
    return projection.of_vectors(wide), projection


_INDEXES: "WeakKeyDictionary[News, _Index]" = WeakKeyDictionary()


def find(actor: Actor, sought: Sought, *, now: Instant, db: Session) -> Found:
    """Who is open under their own name and answers to this, best first; without words, by name.

    Raises: NotFound(`parties.no_creator`), Malformed(`casting.question_too_long`).
    """
    parties.own_creator(actor, db=db)
    text = sought.text.strip()
    if len(text) > LONGEST_QUESTION:
        raise Malformed("casting.question_too_long", f"Ask in at most {LONGEST_QUESTION} characters.")
    everybody = consent.all_open(now=now, db=db)
    named = {o.performer_id: o for o in everybody if o.shows_name}
    index = _INDEXES.setdefault(db.news, _Index()).follow(db=db)
    profiles = {who: index.profiles[n] for who, n in index.place.items() if who in named}
    kept = [who for who, o in named.items() if answers(o, profiles.get(who, Profile()), sought)]
    people = parties.performers(kept, db=db)
    seed = (now - _EPOCH) // DAY
    hits = [Hit(people[who], named[who], profiles.get(who, Profile())) for who in kept]
    has_meaning = bool(index.vectors.any())
    if text:
        hits = _ordered(hits, index, text, sought.by, seed)
    else:
        hits.sort(key=lambda hit: (hit.performer.name.en, hit.performer.id))
    return Found(
        tuple(hits[:MOST_FOUND]), len(hits), len(named), len(everybody) - len(named), seed, has_meaning
    )


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


def _ordered(hits: list[Hit], index: _Index, text: str, by: By, seed: int) -> list[Hit]:
    """Most points first; equals by whose turn it is today. A name that holds the question counts as the best match."""
    known = np.array([index.place.get(hit.performer.id, -1) for hit in hits], np.int64)
    said, meant = _measured(index, text)
    has = known >= 0
    lexical, cosine = np.zeros(len(hits)), np.zeros(len(hits))
    lexical[has], cosine[has] = said[known[has]], meant[known[has]]
    called = np.array([_is_called(hit.performer, text) for hit in hits], np.bool_)
    lexical[called] = max(float(lexical.max(initial=0.0)), 1.0)
    lexical = words.shares(lexical)
    score = {
        By.BOTH: words.added(lexical, cosine),
        By.WORDS: lexical,
        By.MEANING: np.maximum(cosine, 0.0),
    }[by]
    points = np.floor(words.POINTS * score).astype(np.int64)
    turn = turns(np.array([_key(hit.performer.id) for hit in hits], np.uint64), seed)
    order = [int(row) for row in np.lexsort((turn, -points)) if points[row] > 0]
    return [
        Hit(hits[row].performer, hits[row].openness, hits[row].profile, float(lexical[row]), float(cosine[row]), int(points[row]))
        for row in order
    ]  # fmt: skip


def _measured(index: _Index, text: str) -> tuple[words.Scores, words.Scores]:
    """Of every profile: its BM25 score and its cosine with the question."""
    cosine = np.zeros(len(index.vectors))
    model = meaning.encoder() if index.vectors.any() else None
    if model is not None:
        asked = meaning.meant(model, [text])
        if index.projection is not None:
            asked = index.projection.of_vectors(asked)
        cosine = (index.vectors @ asked[0]).astype(np.float64)
    return index.lexicon.scores(text), cosine


def _is_called(performer: Performer, text: str) -> bool:
    asked = text.casefold()
    return asked in performer.name.zh.casefold() or asked in performer.name.en.casefold()


def _key(performer_id: str) -> int:
    """The number by which somebody's turn goes; it says nothing of them."""
    return int.from_bytes(hashlib.sha256(performer_id.encode()).digest()[:8], "big")
