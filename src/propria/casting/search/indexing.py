"""The words and vectors of every casting profile, remade when somebody signed anew; and how well each answers free words."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from weakref import WeakKeyDictionary

import numpy as np

from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile
from propria.casting.search import meaning, words
from propria.kernel.ids import PerformerId
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.news import News

ENOUGH_TO_PROJECT = 1000


class By(StrEnum):
    """What the fit goes by, as the reader chose it."""

    BOTH = "both"
    WORDS = "words"
    MEANING = "meaning"


@dataclass
class Index:
    """Every profile as of the newest signed one. `place`: whose is which."""

    stamp: tuple[int, int] = (-1, -1)
    place: dict[str, int] = field(default_factory=dict)
    profiles: list[Profile] = field(default_factory=list)
    lexicon: words.Lexicon = field(default_factory=lambda: words.Lexicon(()))
    vectors: meaning.Vectors = field(default_factory=lambda: np.zeros((0, 1), np.float32))
    projection: meaning.Projection | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def has_meaning(self) -> bool:
        """Whether any profile's meaning is known."""
        return bool(self.vectors.any())

    def of(self, performer_id: PerformerId) -> Profile:
        """What somebody signed of themselves; nothing where they never did."""
        place = self.place.get(performer_id)
        return Profile() if place is None else self.profiles[place]

    def measured(self, performer_ids: Sequence[str], text: str) -> tuple[words.Scores, words.Scores]:
        """Of each of these: their words over the best that any profile has, and their cosine with the question."""
        said, meant = np.zeros(len(performer_ids)), np.zeros(len(performer_ids))
        if not text or not self.profiles:
            return said, meant
        places = np.array([self.place.get(who, -1) for who in performer_ids], np.int64)
        has = places >= 0
        said[has] = words.shares(self.lexicon.scores(text))[places[has]]
        model = meaning.encoder() if self.has_meaning else None
        if model is not None:
            asked = meaning.meant(model, [text])
            if self.projection is not None:
                asked = self.projection.of_vectors(asked)
            meant[has] = (self.vectors @ asked[0]).astype(np.float64)[places[has]]
        return said, meant

    def follow(self, *, db: Session) -> "Index":
        """The index as it stands: itself, made anew where somebody signed since."""
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


_INDEXES: "WeakKeyDictionary[News, Index]" = WeakKeyDictionary()


def index_of(*, db: Session) -> Index:
    """The running library's index, as of the newest signed profile."""
    return _INDEXES.setdefault(db.news, Index()).follow(db=db)
