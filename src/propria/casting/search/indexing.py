"""The words, facts and vectors of every casting profile, kept in memory; and how well each answers free words.

It takes in who signed since, before every question, inside the reader's own snapshot. Words always score as if it had been made
anew. The projection of the vectors stays as it was made until the whole is made anew, when a quarter has changed.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from propria.casting import store_touched as touched
from propria.casting.matching import rank
from propria.casting.matching.columns import Interner
from propria.casting.matching.postings import Recent
from propria.casting.profiles import rules as rules_profiles
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile, Stated
from propria.casting.search import kept, meaning, words
from propria.casting.search.register import NOWHERE, Register, Rows, sorted_ids
from propria.casting.search.skills import Skills
from propria.casting.sheet.model import Needs
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.news import News

WIDE = 512
"""How many numbers the encoder gives."""
READ_AT_ONCE = 20_000
ENOUGH_TO_PROJECT = 1000
"""From so many on in the first block, vectors are projected to what that block differs in."""
LEAST_LATER = 1_000
LATER_SHARE = 4
SPARE_SHARE = 64
FEW = 8
ROUGH = 1e-4


class By(StrEnum):
    """What the fit goes by, as the reader chose it."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


@dataclass
class Heard:
    """A question as profiles hear it: every row's share of words, and the question's vector where there is one.

    `near`: every row's rough cosine, once somebody asked for many of them.
    """

    said: words.Scores
    direction: meaning.Vectors | None
    near: words.Scores | None = None


class Profiles:
    """Every profile, in the rows that its register gives. Each column has rows to spare, and each fact lies by itself."""

    def __init__(self, blocks: Iterable[list[tuple[str, Stated]]]) -> None:
        """From everybody's name and profile in order of ids, block by block."""
        ids: list[str] = []
        vectors: list[meaning.Vectors] = []
        rows: list[tuple[int, ...]] = []
        self._tongues: Interner[tuple[str, ...]] = Interner()
        self._skills = Skills()
        self._said: dict[str, Interner[str]] = {name: Interner() for name in rules_profiles.SINGLE}
        self._speaking: Recent[NDArray[np.bool_]] = Recent()
        self.projection: meaning.Projection | None = None

        def texts() -> Iterator[str]:
            for block in blocks:
                wide = _wide([one.meaning for _, one in block])
                if not vectors and len(block) >= ENOUGH_TO_PROJECT:
                    self.projection = meaning.Projection.of(wide)
                vectors.append(self._projected(wide))
                ids.extend(one.performer_id for _, one in block)
                for name, one in block:
                    self._skills.add(len(rows), one.profile.skills)
                    rows.append(self._facts(one))
                    yield f"{name}\n{one.profile.text}"

        self._lexicon = words.Lexicon(texts())
        self._since_made = 0
        self.register = Register(sorted_ids(ids))
        self._vectors = np.concatenate(vectors) if vectors else np.zeros((0, WIDE), np.float32)
        self._kept = np.asfortranarray(np.array(rows, np.int64).reshape(-1, _WIDTH))
        self.has_meaning = bool(self._vectors.any())

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Profiles":
        """From what `kept` gave."""
        found = cls(())
        found._lexicon, found.register = words.Lexicon.of_kept(kept["lexicon"]), Register(kept["ids"])
        found._vectors, found._kept = kept["vectors"], kept["facts"].T
        found.projection = None if kept["basis"] is None else meaning.Projection(kept["basis"])
        found.has_meaning, found._since_made = kept["has_meaning"], kept["since_made"]
        for tags in kept["tongues"]:
            found._tongues.place(tuple(tags))
        found._skills = Skills.of_kept(kept["skills"])
        for name, values in kept["said"].items():
            for value in values:
                found._said[name].place(value)
        return found

    def frozen(self) -> "Profiles":
        """The same as they are now, whoever signs later."""
        same = copy(self)
        same._lexicon, same.register = self._lexicon.frozen(), self.register.frozen()
        same._skills = self._skills.frozen()
        return same

    def kept(self) -> dict[str, Any]:
        """As arrays and plain values: everybody's newest profile alone, in the order of ids."""
        ids, rows = self.register.standing()
        return {
            "ids": ids,
            "lexicon": self._lexicon.kept(rows),
            "vectors": _with_spare(self._vectors, rows),
            "facts": np.ascontiguousarray(_with_spare(self._kept, rows).T),
            "basis": None if self.projection is None else self.projection.basis,
            "has_meaning": self.has_meaning,
            "since_made": self._since_made + len(self.register.moved),
            "tongues": list(self._tongues.values),
            "skills": self._skills.kept(rows, len(self.register)),
            "said": {name: list(known.values) for name, known in self._said.items()},
        }

    @property
    def is_stale(self) -> bool:
        """Whether so much changed that the whole is to be made anew."""
        moved = len(self.register.moved)
        return self._since_made + moved > max(LEAST_LATER, (len(self.register) - moved) // LATER_SHARE)

    def take_in(self, name: str, one: Stated) -> None:
        """Somebody's newest profile in place of the one before; nothing where it is known."""
        before = self.register.row(one.performer_id)
        facts = self._facts(one)
        if before != NOWHERE:
            if self._kept[before, _ENTRY] == one.at_entry:
                return
            self._lexicon.take_out(before)
        row = self._lexicon.add(f"{name}\n{one.profile.text}")
        self._vectors, self._kept = _with_room(self._vectors, row), _with_room(self._kept, row)
        self._skills.add(row, one.profile.skills)
        self._vectors[row], self._kept[row] = self._projected(_wide([one.meaning]))[0], facts
        self.has_meaning = self.has_meaning or bool(one.meaning)
        self.register.move(one.performer_id)

    def hears(self, text: str) -> Heard:
        """What the question is to every profile; the last share is of whoever has none."""
        said = words.shares(self._lexicon.scores(text)) if text else np.zeros(len(self._lexicon))
        model = meaning.encoder() if text and self.has_meaning else None
        direction = None if model is None else self._projected(meaning.meant(model, [text]))[0]
        return Heard(np.append(said, 0.0), direction)

    def cosines(self, rows: Rows, direction: meaning.Vectors) -> words.Scores:
        """The cosine of some rows with a direction, summed in the published order; 0 for whoever has no row."""
        found, has = np.zeros(len(rows)), rows != NOWHERE
        found[has] = rank.cosines(self._vectors[rows[has]], direction)
        return found

    def roughly(self, rows: Rows, heard: Heard) -> words.Scores:
        """How near some rows are to the question in 32 bits, fast; right to ROUGH, and 0 where it has no vector."""
        count = len(self.register)
        if heard.direction is None:
            return np.zeros(len(rows))
        if heard.near is None and len(rows) * FEW < count:
            return (self._vectors[rows] @ heard.direction).astype(np.float64) * (rows != NOWHERE)
        if heard.near is None:
            heard.near = np.append(self._vectors[:count] @ heard.direction, np.float32(0)).astype(np.float64)
        return heard.near[rows]

    def facts_answer(
        self, speaks: str, age: int, stated: Mapping[str, str] = MappingProxyType({})
    ) -> NDArray[np.bool_]:
        """Of every row, and last of whoever has none, whether the facts answer: a language spoken, an age played, what is stated."""
        kept = self._kept[: len(self.register)]
        answers = self._speak(speaks)[kept[:, _TONGUES]] if speaks else np.ones(len(kept), np.bool_)
        if age:
            first, last = kept[:, _FIRST], kept[:, _LAST]
            answers &= (first <= age) & (age <= last) & ((first != 0) | (last != 0))
        for name, value in stated.items():
            answers &= self._state(name, value)
        return np.append(answers, not speaks and not age and not stated)

    def lacking(self, needs: Needs) -> dict[str, NDArray[np.bool_]]:
        """For each fact that is asked for, who does not meet it, of every row, and last of whoever has none."""
        kept, found = self._kept[: len(self.register)], {}
        if needs.plays != (0, 0):
            first, last = kept[:, _FIRST], kept[:, _LAST]
            found["plays"] = (
                ((first != 0) | (last != 0)) & (first <= needs.plays[1]) & (needs.plays[0] <= last)
            )
        if needs.speaks or needs.speaks_any:
            every = [self._speak(tag)[kept[:, _TONGUES]] for tag in needs.speaks]
            some = [self._speak(tag)[kept[:, _TONGUES]] for tag in needs.speaks_any]
            found["speaks"] = np.all([*every, *([np.any(some, 0)] if some else [])], 0)
        if needs.skills:
            found["skills"] = np.all([self._skills.have(one, len(kept)) for one in needs.skills], 0)
        return {fact: np.append(~met, True) for fact, met in found.items()}

    def speaking(self, rows: Rows, tags: Iterable[str]) -> dict[str, int]:
        """How many of some rows speak each language; all of them for none."""
        alike = np.bincount(self._kept[rows[rows != NOWHERE], _TONGUES], minlength=len(self._tongues.values))
        return {tag: int(alike[self._speak(tag)[: len(alike)]].sum()) if tag else len(rows) for tag in tags}

    def stating(self, rows: Rows, name: str) -> dict[str, int]:
        """How many of some rows state each value of a fact; nothing of what none of them states."""
        rows = rows[rows != NOWHERE]
        if name == rules_profiles.SKILL:
            return self._skills.counted(rows, len(self.register))
        known = self._said[name].values
        alike = np.bincount(self._kept[rows, _COLUMN[name]], minlength=len(known))
        return {known[place]: int(alike[place]) for place in np.flatnonzero(alike) if known[place]}

    def _state(self, name: str, value: str) -> NDArray[np.bool_]:
        """Of every row, which states this."""
        count = len(self.register)
        if name == rules_profiles.SKILL:
            return self._skills.have(value, count)
        found: NDArray[np.bool_] = self._kept[:count, _COLUMN[name]] == self._said[name].find(value)
        return found

    def _speak(self, tag: str) -> NDArray[np.bool_]:
        """Of all distinct lists of languages, which speak one; judged once each while the tag is among the recent."""
        known, every = self._speaking.of(tag, lambda: np.empty(0, np.bool_)), self._tongues.values
        if len(known) < len(every):
            more = [rules_profiles.speaks(Profile(speaks=said), tag) for said in every[len(known) :]]
            known = np.append(known, np.array(more, np.bool_))
            self._speaking[tag] = known
        return known

    def _facts(self, one: Stated) -> tuple[int, ...]:
        first, last = one.profile.plays
        stated = rules_profiles.stated(one.profile)
        said = (known.place("".join(stated[name])) for name, known in self._said.items())
        return self._tongues.place(one.profile.speaks), first, last, one.at_entry, *said

    def _projected(self, wide: meaning.Vectors) -> meaning.Vectors:
        return wide if self.projection is None else self.projection.of_vectors(wide)


_TONGUES, _FIRST, _LAST, _ENTRY = range(4)
_COLUMN = {name: _ENTRY + 1 + place for place, name in enumerate(rules_profiles.SINGLE)}
_WIDTH = 4 + len(_COLUMN)


def _wide(kept: Sequence[bytes]) -> meaning.Vectors:
    """The vectors as they are kept, rows of zeros where there is none."""
    wide = np.zeros((len(kept), WIDE), np.float32)
    for row, one in enumerate(kept):
        if one:
            wide[row] = np.frombuffer(one, np.float32)
    return wide


def _with_spare(column: NDArray[Any], rows: Rows) -> NDArray[Any]:
    """These rows of a column, and some of nothing after them, so that whoever signs first after a start moves none."""
    found = np.zeros_like(column, shape=(len(rows) + 1 + len(rows) // SPARE_SHARE, *column.shape[1:]))
    found[: len(rows)] = column[rows]
    return found


def _with_room(column: NDArray[Any], row: int) -> NDArray[Any]:
    """The column, or a longer copy of it where it has no such row."""
    if row < len(column):
        return column
    longer = np.zeros_like(column, shape=(row + 1 + row // LATER_SHARE, *column.shape[1:]))
    longer[: len(column)] = column
    return longer


@dataclass
class Index:
    """The profiles as of a change of them."""

    name: ClassVar[str] = "profiles"
    seen: int = -1
    changes: int = 0
    token: str = ""
    profiles: Profiles = field(default_factory=lambda: Profiles(()))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def follow(self, *, db: Session) -> Profiles:
        """Take in who signed since; all of them."""
        newest = touched.newest(db=db)
        with self.lock:
            if newest > self.seen:
                if self.seen < 0:
                    self._map(db=db)
                if self.seen >= 0:
                    self._take_in(db=db)
                if self.seen < 0 or self.profiles.is_stale:
                    self.profiles, self.token = Profiles(_everybody(db=db)), ""
                self.seen = newest
            return self.profiles

    def _map(self, *, db: Session) -> None:
        found = kept.mapped(self.name, db=db)
        if found is not None:
            self.profiles, self.seen, self.token = Profiles.of_kept(found.value), found.heard, found.token

    def frozen(self) -> kept.Frozen:
        """What is to be kept as of now."""
        with self.lock:
            return kept.Frozen(self.seen, self.seen, self.changes, self.profiles.frozen().kept)

    def _take_in(self, *, db: Session) -> None:
        signed = store_profiles.newest(touched.since(self.seen, touched.What.PROFILE, db=db), db=db)
        self.changes += len(signed)
        for name, one in _named(list(signed.values()), db=db):
            self.profiles.take_in(name, one)


def _everybody(*, db: Session) -> Iterator[list[tuple[str, Stated]]]:
    for block in store_profiles.each(READ_AT_ONCE, db=db):
        yield _named(block, db=db)


def _named(stated: list[Stated], *, db: Session) -> list[tuple[str, Stated]]:
    people = parties.performers([one.performer_id for one in stated], db=db)
    names = [people[one.performer_id].name for one in stated]
    return [(f"{name.zh}\n{name.en}", one) for name, one in zip(names, stated, strict=True)]


_INDEXES: "WeakKeyDictionary[News, Index]" = WeakKeyDictionary()


def index_of(news: News) -> Index:
    """The index of a running library."""
    return _INDEXES.setdefault(news, Index())


def profiles_of(*, db: Session) -> Profiles:
    """The running library's profiles, as of the newest signed one."""
    return index_of(db.news).follow(db=db)
