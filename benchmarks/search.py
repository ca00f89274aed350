"""How well free words find people: sixty judged questions, half in Chinese and half in English, against words alone.

    ./run bench search [--performers 5000] [--json]

People are `propria seed`'s. Every other one is taken to have written their profile in Chinese only, the rest in English only;
so half of those who ought to be found share no word with the question. A question names two or three facts (a role, a skill, a
voice, a genre), said otherwise than profiles say them; somebody's grade is how many of these facts are theirs, which the
generator knows. nDCG at 10 and 50, gain 2^grade - 1; `within` and `across` count only those who wrote in the question's language,
or in the other: the sum puts whoever shares a word first, so across is the order among the others, who come after.
Nothing else that profiles state is written here: skills, credits and the rest of `propria.casting.invented.stated`.

`lexical`: BM25 over English words and Chinese pairs of characters. `vector`: the encoder's 512 numbers. `fit`: the same in 256
numbers, which is what the rank of casting reads. `fused`: the published sum of `/search` (propria.casting.search.words).
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from propria.casting.invented import tables as t  # noqa: E402
from propria.casting.invented.people import invent  # noqa: E402
from propria.casting.invented.texts import parts, sentences  # noqa: E402
from propria.casting.search.meaning import Projection, encoder, meant, unit  # noqa: E402
from propria.casting.search.words import Lexicon, added, shares  # noqa: E402

QUESTIONS = 60
SEED = 11
DEPTHS = (10, 50)
_GENRES = list(t.GENRES.values())


def asked(draw, number):
    """A question in words, and the facts it names: places in the tables by kind."""
    role, skill, voice = (int(draw.integers(len(one))) for one in (t.TYPES, t.SKILLS, t.VOICES))
    genre, tongue = int(draw.integers(len(_GENRES))), number % 2
    r, s, v, g = (
        t.TYPES[role][tongue],
        t.SKILLS[skill][tongue],
        t.VOICES[voice][tongue],
        _GENRES[genre][tongue],
    )
    said = [
        (
            {"role_type": role, "genre": genre},
            (f"想找一位能把{r}演活的人，戏是{g}", f"We need somebody who can be {r}; it is {g}"),
        ),
        ({"skill": skill, "voice": voice}, (f"角色要{s}，而且{v}", f"The part {s} and needs {v}")),
        (
            {"role_type": role, "skill": skill, "voice": voice},
            (f"{r}，{s}，{v}", f"{r}; the character {s}, {v}"),
        ),
    ]
    facts, texts = said[number // 2 % len(said)]
    return texts[tongue], facts


def grades_of(facts, wanted):
    """How many of the wanted facts each person has; a genre may be either of their two."""
    total = np.zeros(len(facts.home), np.int64)
    for kind, place in wanted.items():
        has = getattr(facts, kind) == place
        total += has | (facts.genre_2 == place) if kind == "genre" else has
    return total


def profiles(facts, model):
    """What each person wrote in their one language; that text's vector; the library's projection."""
    chosen, lists = parts(facts), sentences()
    tongue = np.arange(len(facts.home)) % 2
    texts = [
        "".join(lines[int(ids[row])][tongue[row]] for lines, ids in zip(lists, chosen, strict=True))
        for row in range(len(tongue))
    ]
    both = [
        meant(model, [text for pair in lines for text in pair]).reshape(len(lines), 2, -1) for lines in lists
    ]
    vectors = unit(sum(each[ids, tongue] for each, ids in zip(both, chosen, strict=True)))
    projection = Projection.of(unit(np.concatenate([each.sum(1) for each in both])))
    return tongue, texts, vectors, projection


def ranks(scores):
    """The place of everybody, from 0; equals in a fixed order."""
    places = np.empty(len(scores), np.int64)
    places[np.lexsort((np.arange(len(scores)), -scores))] = np.arange(len(scores))
    return places


def ndcg(scores, grades, depth):
    """Normalised discounted cumulative gain."""
    gains = 2.0**grades - 1
    weights = 1 / np.log2(np.arange(depth) + 2)
    best = np.sort(gains)[::-1][:depth]
    found = gains[np.argsort(ranks(scores))[:depth]]
    return float((found * weights[: len(found)]).sum() / (best * weights[: len(best)]).sum())


def measured(performers):
    """nDCG of each way, means over the questions."""
    model = encoder()
    facts = invent(performers, SEED).facts
    tongue, texts, vectors, projection = profiles(facts, model)
    small, lexical = projection.of_vectors(vectors), Lexicon(texts)
    draw = np.random.default_rng(SEED)
    told = defaultdict(list)
    for number in range(QUESTIONS):
        text, wanted = asked(draw, number)
        grades, wide = grades_of(facts, wanted), meant(model, [text])
        scores = {
            "lexical": lexical.scores(text),
            "vector": vectors @ wide[0],
            "fit": small @ projection.of_vectors(wide)[0],
        }
        scores["fused"] = added(shares(scores["lexical"]), scores["fit"])
        elsewhere = tongue != number % 2
        for name, one in scores.items():
            for depth in DEPTHS:
                told[name, f"ndcg_{depth}"].append(ndcg(one, grades, depth))
            told[name, "within_10"].append(ndcg(one[~elsewhere], grades[~elsewhere], DEPTHS[0]))
            told[name, "across_10"].append(ndcg(one[elsewhere], grades[elsewhere], DEPTHS[0]))
    found = defaultdict(dict)
    for (name, measure), values in told.items():
        found[name][measure] = round(float(np.mean(values)), 3)
    return found


def main():
    """Print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--performers", type=int, default=5000)
    parser.add_argument("--json", action="store_true")
    words = parser.parse_args()
    if encoder() is None:
        print("search: the encoder is not installed; ./run setup replica brings it", file=sys.stderr)
        return 2
    found = measured(words.performers)
    if words.json:
        print(json.dumps({"performers": words.performers, "questions": QUESTIONS, "ways": found}))
        return 0
    for name, row in found.items():
        print(f"{name:<8} " + "  ".join(f"{measure} {value:.3f}" for measure, value in row.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
