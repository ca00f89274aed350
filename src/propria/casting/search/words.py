"""Finding people by free words: how rare words weigh (BM25), and how words and meaning add up. Pure; the weights are published.

    points = floor(1000 (0.5 words + 0.5 meaning))

*words* is the BM25 score over the best score that anybody has, 0 where no word is shared. *meaning* is the cosine between
question and profile, 0 where it is negative or not known. Equal points: whose turn it is, by SplitMix64(seed xor key).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

WORDS, MEANING = 0.5, 0.5
POINTS = 1000.0
_RUN = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"([\u3400-\u9fff]+)")
_K1, _B = 1.2, 0.75
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
    """The words of some texts, and who has which how often."""

    def __init__(self, texts: Sequence[str]) -> None:
        counted = [Counter(words_of(text)) for text in texts]
        lengths = np.array([sum(one.values()) for one in counted], np.float64)
        mean = lengths.mean() if lengths.any() else 1.0
        self._norm = _K1 * (1 - _B + _B * lengths / mean)
        self._found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, one in enumerate(counted):
            for word, times in one.items():
                self._found[word].append((place, times))

    def scores(self, text: str) -> Scores:
        """The BM25 score of every text."""
        total = np.zeros(len(self._norm))
        for word in sorted(set(words_of(text))):
            found = self._found.get(word, ())
            rarity = math.log(1 + (len(total) - len(found) + 0.5) / (len(found) + 0.5))
            for place, times in found:
                total[place] += rarity * times * (_K1 + 1) / (times + self._norm[place])
        return total


def shares(scores: Scores) -> Scores:
    """Each score over the best of them; nothing where nobody has any."""
    best = float(scores.max(initial=0.0))
    return scores / best if best > 0 else np.zeros(len(scores))


def added(words: Scores, meaning: Scores) -> Scores:
    """The published sum, before it is rounded down to points; `words` are shares, `meaning` are cosines."""
    total: Scores = WORDS * words + MEANING * np.maximum(meaning, 0.0)
    return total
