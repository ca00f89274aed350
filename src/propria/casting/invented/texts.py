"""What invented people say of themselves: four sentences, in zh and in en, chosen by their facts.

A library of a million people has about a thousand different sentences in each language. Each is encoded once, and a
person's vector is the unit mean of their eight: honest for texts that are put together so, and cheap.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.invented import tables as t
from propria.casting.invented.people import Facts
from propria.casting.matching.columns import DIMENSIONS
from propria.casting.search.meaning import Projection, Vectors, meant, unit

_GENRES = list(t.GENRES.values())
_CAREERS = (
    ("初出茅庐的新人。", "A newcomer."),
    ("有几部作品。", "Has a few credits."),
    ("经验丰富的演员。", "An experienced performer."),
    ("作品众多的知名演员。", "A well-known performer with many credits."),
)
_BANDS = (0, 3, 7, 11)
_BLOCK = 1 << 16


def parts(facts: Facts) -> list[NDArray[np.intp]]:
    """Which sentence of each of the four lists every person says."""
    band = np.searchsorted(_BANDS, facts.credits, side="right") - 1
    return [
        facts.genre * len(t.TYPES) + facts.role_type,
        facts.genre_2 * len(t.SKILLS) + facts.skill,
        facts.voice,
        band,
    ]


def sentences() -> list[list[tuple[str, str]]]:
    """The four lists, each sentence in zh and en."""
    return [
        [
            (f"常在{genre[0]}片中饰演{role[0]}。", f"Often plays {role[1]} in {genre[1]} works.")
            for genre in _GENRES
            for role in t.TYPES
        ],
        [
            (f"{skill[0]}，也演{genre[0]}。", f"{skill[1].capitalize()}, and does {genre[1]} too.")
            for genre in _GENRES
            for skill in t.SKILLS
        ],
        [(f"{voice[0]}。", f"Has {voice[1]}.") for voice in t.VOICES],
        list(_CAREERS),
    ]


def vectors_of(facts: Facts, model: Any) -> tuple[Vectors, Projection]:
    """Every person's vector, and the projection that made it; a sentence that nobody says is not encoded."""
    encoded, ids = [], []
    for lines, said in zip(sentences(), parts(facts), strict=True):
        spoken, places = np.unique(said, return_inverse=True)
        both = meant(model, [text for line in spoken for text in lines[line]])
        encoded.append(both.reshape(len(spoken), 2, -1).sum(1))
        ids.append(places)
    projection = Projection.of(unit(np.concatenate(encoded)))
    small = [each @ projection.basis for each in encoded]
    out = np.empty((len(facts.home), DIMENSIONS), np.float32)
    for start in range(0, len(out), _BLOCK):
        part = slice(start, start + _BLOCK)
        out[part] = unit(sum(each[i[part]] for each, i in zip(small, ids, strict=True)))
    return out, projection
