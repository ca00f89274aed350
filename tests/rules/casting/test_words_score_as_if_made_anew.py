"""Texts come and go: whoever stays scores as in a lexicon made anew of them, with the kernel and without, to the last bit."""

import random

import pytest

from propria.casting.search import words
from propria.casting.search.words import Lexicon

COMMON, RARE = ("the", "calm", "a", "王"), ("fencing", "骑马", "deep", "sea", "surgeon")


def _text(draw):
    return " ".join([*draw.choices(COMMON, k=draw.randint(1, 9)), *draw.sample(RARE, draw.randint(0, 3))])


@pytest.mark.parametrize("without_kernel", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_whoever_stays_scores_as_if_made_anew(monkeypatch, without_kernel, seed):
    if without_kernel:
        monkeypatch.setattr(words, "native", lambda: None)
    draw = random.Random(seed)
    texts = [_text(draw) for _ in range(60)]
    lexicon, gone = Lexicon(texts), set()
    for _ in range(3):
        lexicon.scores("the deep sea")
        texts.append(_text(draw))
        assert lexicon.add(texts[-1]) == len(texts) - 1
        gone.add(draw.choice([i for i in range(len(texts)) if i not in gone]))
        for place in gone:
            lexicon.take_out(place)
        stays = [i for i in range(len(texts)) if i not in gone]
        for asked in ("the deep sea", "calm fencing 骑马", "王", "unheard"):
            scores = lexicon.scores(asked)
            assert scores[stays].tolist() == Lexicon(texts[i] for i in stays).scores(asked).tolist()
            assert not scores[[*gone]].any()
            assert (scores.max() > 0) == (asked != "unheard")
