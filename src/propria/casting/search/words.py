"""Finding people by free words: how rare words weigh (BM25), and how words and meaning add up. Pure; the weights are published.

    points = floor(1000 (0.5 words + 0.5 meaning))

*words* is the BM25 score over the best score that anybody has, 0 where no word is shared. *meaning* is the cosine between
question and profile, 0 where it is negative or not known. Equal points: whose turn it is, by SplitMix64(seed xor key).
"""

import ctypes
import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.matching.bits import address_of, native

WORDS, MEANING = 0.5, 0.5
POINTS = 1000.0
_RUN = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"([\u3400-\u9fff]+)")
_K1, _B = 1.2, 0.75
_MOST_TIMES = 0xFFFF
Scores = NDArray[np.float64]


def words_of(text: str) -> Iterator[str]:
    """Words of scripts with spaces, digits, and pairs of neighbouring Chinese characters.

    >>> list(words_of("A kung-fu 教练好")), list(words_of("琴"))
    (['a', 'kung', 'fu', '教练', '练好'], ['琴'])
    """
    for run in _RUN.findall(text.casefold()):
        for part in filter(None, _HAN.split(run)):
            if _HAN.fullmatch(part):
                yield from [part[i : i + 2] for i in range(max(1, len(part) - 1))]
            else:
                yield part


class Lexicon:
    """The words of some texts, and who has which how often.

    Texts come and go one by one; scores are always those of a lexicon made anew of the texts that are in it.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: dict[str, int] = {}
        words, places, times = array("I"), array("I"), array("H")
        lengths = array("I")
        for place, text in enumerate(texts):
            counted = Counter(words_of(text))
            lengths.append(counted.total())
            for word, count in counted.items():
                words.append(self._words.setdefault(word, len(self._words)))
                places.append(place)
                times.append(min(count, _MOST_TIMES))
        order = np.argsort(np.frombuffer(words, np.uint32), kind="stable")
        self._places, self._times = (
            np.frombuffer(places, np.uint32)[order],
            np.frombuffer(times, np.uint16)[order],
        )
        ends = np.cumsum(np.bincount(np.frombuffer(words, np.uint32), minlength=len(self._words)))
        self._starts = np.concatenate([[0], ends]).astype(np.int64)
        self._lengths = np.frombuffer(lengths, np.uint32).astype(np.float64)
        self._is_in = np.ones(len(lengths), np.bool_)
        self._norms: Scores | None = None
        self._later: dict[str, list[tuple[int, int]]] = defaultdict(list)

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Lexicon":
        """From what `kept` gave."""
        found = cls(())
        found._words = {word: number for number, word in enumerate(kept["words"])}
        found._places, found._times, found._starts = kept["places"], kept["times"], kept["starts"]
        found._lengths, found._is_in = kept["lengths"], np.ones(len(kept["lengths"]), np.bool_)
        return found

    def frozen(self) -> "Lexicon":
        """The same as it is now, whatever comes and goes later."""
        same = copy(self)
        same._is_in = self._is_in.copy()
        return same

    def kept(self, places: NDArray[np.int64]) -> dict[str, Any]:
        """As arrays: the texts at these places, which from now on are 0, 1, …; a word that is in none of them is gone."""
        moved = np.full(len(self), -1, np.int64)
        moved[places] = np.arange(len(places))
        listed = list(self._words)
        every = np.repeat(np.arange(len(listed)), np.diff(self._starts))
        at, times = self._places, self._times
        if self._later:
            number = dict(self._words)
            late = [
                (number.setdefault(word, len(number)), place, count)
                for word, had in list(self._later.items())
                for place, count in list(had)
                if place < len(self)
            ]
            listed = list(number)
            words, later, counts = np.array(late, np.int64).reshape(-1, 3).T
            every = np.concatenate([every, words])
            at, times = (
                np.concatenate([at, later.astype(np.uint32)]),
                np.concatenate([times, counts.astype(np.uint16)]),
            )
        stays = moved[at] >= 0
        every, at, times = every[stays], moved[at[stays]].astype(np.uint32), times[stays]
        order = np.argsort(every, kind="stable")
        tally = np.bincount(every, minlength=len(listed))
        ends = np.cumsum(tally[tally > 0])
        return {
            "words": [word for word, count in zip(listed, tally.tolist(), strict=True) if count],
            "places": at[order],
            "times": times[order],
            "starts": np.concatenate([[0], ends]).astype(np.int64),
            "lengths": self._lengths[places],
        }

    def __len__(self) -> int:
        """How many places there are, those of texts that went among them."""
        return len(self._lengths)

    def add(self, text: str) -> int:
        """Take a text in; its place."""
        place, counted = len(self), Counter(words_of(text))
        for word, count in counted.items():
            self._later[word].append((place, min(count, _MOST_TIMES)))
        self._lengths = np.append(self._lengths, float(counted.total()))
        self._is_in = np.append(self._is_in, True)
        self._norms = None
        return place

    def take_out(self, place: int) -> None:
        """Let a text go."""
        self._is_in[place] = False
        self._norms = None

    def scores(self, text: str) -> Scores:
        """The BM25 score of every text, by its place."""
        total = np.zeros(len(self))
        texts = int(np.count_nonzero(self._is_in))
        norms = self._lengthened(texts)
        for word in sorted(set(words_of(text))):
            having = self._having(word)
            number = sum(self._present(places, texts) for places, _ in having)
            rarity = math.log(1 + (texts - number + 0.5) / (number + 0.5))
            for places, times in having:
                _add(total, places, times, norms, rarity)
        return total

    def _lengthened(self, texts: int) -> Scores:
        """By how much the length of each text weighs its words down: without end where it went. Kept until one comes or goes."""
        if self._norms is None:
            mean = float(self._lengths[self._is_in].sum()) / texts if texts else 0.0
            self._norms = _K1 * (1 - _B + _B * self._lengths / (mean or 1.0))
            self._norms[~self._is_in] = np.inf
        return self._norms

    def _present(self, places: NDArray[np.uint32], texts: int) -> int:
        return len(places) if texts == len(self) else int(np.count_nonzero(self._is_in[places]))

    def _having(self, word: str) -> list[tuple[NDArray[np.uint32], NDArray[np.uint16]]]:
        """The places of the texts that have a word, those that went among them, and how often; each place once."""
        later = np.array(self._later.get(word, ()), np.int64).reshape(-1, 2)
        known = self._words.get(word, -1)
        run = slice(self._starts[known], self._starts[known + 1]) if known >= 0 else slice(0)
        return [
            (self._places[run], self._times[run]),
            (later[:, 0].astype(np.uint32), later[:, 1].astype(np.uint16)),
        ]


def _add(
    total: Scores, places: NDArray[np.uint32], times: NDArray[np.uint16], norms: Scores, rarity: float
) -> None:
    """What one word adds to the scores of the texts that have it."""
    compiled = native()
    if compiled is None:
        _add_plainly(total, places, times, norms, rarity)
        return
    at = [ctypes.c_void_p(address_of(one)) for one in (total, places, times, norms)]
    compiled.propria_words(
        *at, ctypes.c_int64(len(places)), ctypes.c_double(rarity), ctypes.c_double(_K1 + 1)
    )


def _add_plainly(
    total: Scores, places: NDArray[np.uint32], times: NDArray[np.uint16], norms: Scores, rarity: float
) -> None:
    """The same by NumPy alone."""
    often = times.astype(np.float64)
    total[places] += rarity * often * (_K1 + 1) / (often + norms[places])


def shares(scores: Scores) -> Scores:
    """Each score over the best of them; nothing where nobody has any."""
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else np.zeros(len(scores))


def added(words: Scores, meaning: Scores) -> Scores:
    """The published sum, before it is rounded down to points; `words` are shares, `meaning` are cosines."""
    total: Scores = WORDS * words + MEANING * np.maximum(meaning, 0.0)
    return total
