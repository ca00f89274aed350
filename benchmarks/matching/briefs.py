"""The briefs of the casting benchmark: drawn alike for the same library, spread evenly from narrow to wide open."""

from dataclasses import dataclass, replace

import numpy as np

from matching.engines import K
from matching.filters import conditions
from propria.casting.invented import tables
from propria.casting.invented.terms import DAY, EPOCH
from propria.casting.matching import rank
from propria.casting.matching.bits import size
from propria.casting.matching.sieve import Asked, Wanted
from propria.casting.search.meaning import Projection, encoder, meant
from propria.kernel.money import Money
from propria.scope import Interval, Scope, kept_at_most, up_to, volume
from propria.scope.duties import Duties

SEED = 7
STEPS = 20
LEAST, MOST = 0.0001, 0.60
TRIES = 10_000
ACTS = (["dub"], ["edit"], ["generate"], ["generate", "edit"], ["real_time"])
MEDIA = (
    ["series"],
    ["series.micro_drama"],
    ["film.feature"],
    ["audio.book"],
    ["game"],
    ["social"],
    ["advertisement.online"],
)
PLACES = (["CN"], ["CN"], ["CN", "HK", "MO"], ["JP", "KR"], ["US"], ["FR", "DE"], ["001"])
TONGUES = ([], ["zh"], ["zh"], ["en"], ["zh", "en"], ["yue"], ["ja"], ["fr"])
THEMES = ([], ["drama"], ["comedy"], ["crime", "violence"], ["romance"], ["horror"], ["drama", "politics"])

ENQUIRIES, LEFT_OPEN = 0.1, 0.8
"""The share of briefs that ask who would talk at all, and of their axes that are not yet said."""

ALL_PROMISED = Duties.of(
    label=["visible", "metadata", "c2pa", "audible", "ad_disclosure"],
    approval=["look", "script", "cut"],
    notice_hours=72,
    report_days=30,
)


@dataclass(frozen=True)
class Question:
    """One brief as every engine is asked it."""

    asked: Asked
    ranking: rank.Ranking
    direction: np.ndarray
    conditions: object
    fitting: object
    share: float


def drawn_brief(rng):
    """A brief, from wide open to narrow."""

    def pick(options, wide=0.0):
        return options[0] if rng.random() < wide else options[int(rng.integers(len(options)))]

    wide = rng.random() ** 0.7
    voice = rng.random() < 0.3
    days = int(rng.choice([30, 90, 365, 700]))
    start = EPOCH + int(rng.choice([0, 30, 200])) * DAY
    medium = pick(MEDIA, wide)
    axes = {
        "attribute": ["voice"] if voice else pick((["image"], ["image", "voice"], ["image", "voice", "body"]), wide),
        "act": pick(ACTS[1:4], wide),
        "medium": medium,
        "project": ["ninth-umbrella"],
        "role": ["lead"],
        "territory": pick(PLACES, wide),
        "language": pick(TONGUES, wide),
        "term": Interval(start, start + days * DAY),
        "rating": up_to(str(rng.choice(["all", "12", "16", "18"]))),
        "theme": pick(THEMES, wide),
        "script": pick(([], ["lodged"], ["lodged", "translated"], ["improvised"]), wide),
        "provider": pick(([], ["propria.local"], ["cloud.example"]), wide),
        "retention": kept_at_most(int(rng.choice([0, 30]))),
        "region": pick((["CN"], ["SG"], ["US"]), wide),
        "volume": volume(seconds=int(rng.choice([60, 600, 5000]))),
        "duties": ALL_PROMISED if rng.random() < wide else Duties.of(label=["visible"]),
    }  # fmt: skip
    if rng.random() < ENQUIRIES:
        axes |= {name: [] for name in ("act", "medium", "region", "territory") if rng.random() < LEFT_OPEN}
    if axes["medium"] == ["advertisement.online"]:
        axes |= {"advertiser": ["Brand X"], "product_line": [str(rng.choice(["beauty", "alcohol", "food"]))]}
    wanted = Wanted(
        speaks=frozenset() if rng.random() < wide else frozenset(pick(TONGUES)),
        presents=frozenset()
        if rng.random() < 0.5 + wide / 2
        else frozenset({str(rng.choice(["woman", "man"]))}),
        plays=None if rng.random() < wide else tuple(sorted(int(x) for x in rng.integers(16, 70, 2))),
    )
    budget = Money("CNY", int(np.exp(rng.normal(14.5 + 2 * wide, 1.2))))
    return Asked(Scope.of(**axes), budget, EPOCH * 1_000_000, wanted)


def sentence(rng):
    """What a creator writes, in one of the two languages."""
    role = tables.TYPES[int(rng.integers(len(tables.TYPES)))]
    skill = tables.SKILLS[int(rng.integers(len(tables.SKILLS)))]
    voice = tables.VOICES[int(rng.integers(len(tables.VOICES)))]
    genre = list(tables.GENRES.values())[int(rng.integers(len(tables.GENRES)))]
    if rng.random() < 0.5:
        return f"{genre[0]}片，寻找{role[0]}，{skill[0]}，{voice[0]}。"
    return f"For a {genre[1]} story: {role[1]} who {skill[1]}, with {voice[1]}."


def drawn(segment, count, native):
    """What is asked and what is said of it, spread evenly over the steps of selectivity; the same for the same library."""
    rng = np.random.default_rng(SEED)
    edges = np.geomspace(LEAST, MOST, STEPS + 1)
    left = np.full(STEPS, count // STEPS)
    found = []
    for _ in range(TRIES):
        asked = drawn_brief(rng)
        step = int(np.searchsorted(edges, _share(segment, asked, native), side="right")) - 1
        if 0 <= step < STEPS and left[step]:
            left[step] -= 1
            found.append(asked)
        if not left.any():
            break
    pairs = [(asked, sentence(rng)) for asked in found]
    return [pairs[i] for i in rng.permutation(len(pairs))]


def questions(segment, pairs, native):
    """What was drawn, as it is asked of one library."""
    directions = Projection(segment.columns.projection).of_vectors(
        meant(encoder(), [said for _, said in pairs])
    )
    return [_question(segment, asked, directions[i], i, native) for i, (asked, _) in enumerate(pairs)]


def spread(asked, most):
    """The numbers of `most` questions, spread over selectivity as all of them are, in an order of which each part is too."""
    by_share = sorted(range(len(asked)), key=lambda i: asked[i].share)
    count = min(most, len(asked))
    few = [by_share[int((i + 0.5) * len(asked) / count)] for i in range(count)]
    return [few[i] for i in np.random.default_rng(SEED).permutation(count)]


def _share(segment, asked, native):
    return size(segment.fitting(asked, native)) / len(segment.columns)


def _question(segment, asked, direction, number, native):
    term = asked.scope.term
    ranking = rank.Ranking(
        direction, rank.months_of(term.start, term.end, EPOCH), asked.budget.minor, int(number), K
    )
    return Question(
        asked,
        ranking,
        direction,
        conditions(segment.columns, asked),
        lambda: segment.fitting(replace(asked), native),
        _share(segment, asked, native),
    )
