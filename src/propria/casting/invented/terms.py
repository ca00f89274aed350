"""What invented performers sign: a few kinds of clause, each part drawn from a short list; red lines. Data and draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.casting.invented.tables import GENRES, HOMES
from propria.casting.matching.columns import CLAUSE_PARTS, Interner
from propria.scope import ANY, NO_DUTIES, Duties, Interval, Scope, kept_at_most, red_line, up_to, volume
from propria.scope.axes import AXIS, read_value
from propria.scope.codes.audience import SENSITIVE_THEMES, THEMES
from propria.scope.measures import epoch

Ids = NDArray[np.uint32]
EPOCH = epoch("2027-01-01T00:00:00Z")
DAY = 86_400
_YEAR = 365 * DAY
_PLAIN = sorted(set(THEMES) - SENSITIVE_THEMES)


@dataclass(frozen=True)
class ClauseKind:
    """One kind of clause: how much of a base floor it asks for, and the choices of each part with their weights.

    A part that is not named is ANY where terms may say so, else empty.
    """

    floor_share: float
    parts: dict[str, Sequence[tuple[Any, float]]]


def _term(start: int, end: int) -> Interval:
    return Interval(EPOCH + start * _YEAR // 4, EPOCH + end * _YEAR // 4)


_TERMS = [(ANY, 0.5), (_term(-4, 8), 0.2), (_term(-4, 4), 0.12), (_term(-4, 20), 0.12), (_term(2, 12), 0.06)]
_TERRITORIES: list[tuple[Any, float]] = [
    (["001"], 0.36),
    (["CN", "HK", "MO"], 0.14),
    (["CN"], 0.07),
    (["030"], 0.09),
    (["030", "035"], 0.08),
    (["150", "021"], 0.08),
    (["142"], 0.06),
    (["021", "GB", "AU", "NZ", "IE"], 0.06),
    (["150"], 0.06),
]
_RUNS = {
    "provider": [(ANY, 0.8), (["propria.local"], 0.2)],
    "retention": [(ANY, 0.55), (kept_at_most(0), 0.3), (kept_at_most(30), 0.15)],
    "region": [(ANY, 0.7), (["CN"], 0.15), (["CN", "HK", "SG"], 0.08), (["150"], 0.07)],
}
_SHOWN = [
    (NO_DUTIES, 0.3),
    (Duties.of(label=["visible"]), 0.25),
    (Duties.of(label=["visible", "metadata"]), 0.15),
    (Duties.of(approval=["look"]), 0.1),
    (Duties.of(approval=["script", "cut"], notice_hours=48), 0.12),
    (Duties.of(label=["c2pa"], report_days=30), 0.08),
]
_SCRIPTS = [(["lodged", "translated", "no_words"], 0.5), (["lodged"], 0.2), (ANY, 0.3)]

SCREEN = ClauseKind(
    1.0,
    {
        "attribute": [(["image", "voice", "body", "motion", "name"], 0.65), (["image", "voice"], 0.35)],
        "act": [
            (["generate", "edit", "dub"], 0.5),
            (["generate", "edit"], 0.2),
            (["generate", "edit", "dub", "real_time"], 0.1),
            (["edit", "dub"], 0.2),
        ],
        "medium": [
            (["film", "series"], 0.4),
            (["film", "series", "social", "game"], 0.2),
            (["series"], 0.15),
            (["series.micro_drama", "social"], 0.15),
            (["film"], 0.1),
        ],
        "territory": _TERRITORIES,
        "term": _TERMS,
        "rating": [(up_to("16"), 0.45), (up_to("12"), 0.25), (up_to("18"), 0.3)],
        "script": _SCRIPTS,
        "volume": [
            (ANY, 0.5),
            (volume(seconds=1200, lines=400), 0.3),
            (volume(seconds=7200, lines=2000, titles=4), 0.2),
        ],
        "duties": _SHOWN,
        **_RUNS,
    },
)
VOICE = ClauseKind(
    0.35,
    {
        "attribute": [(["voice"], 0.8), (["voice", "name"], 0.2)],
        "act": [
            (["dub"], 0.3),
            (["dub", "generate", "edit"], 0.6),
            (["dub", "generate", "edit", "real_time"], 0.1),
        ],
        "medium": [
            (["audio", "film", "series", "game"], 0.55),
            (["audio"], 0.2),
            (["film.animation", "series.animation", "game"], 0.15),
            (["audio", "education", "chat.assistant"], 0.1),
        ],
        "territory": _TERRITORIES,
        "term": _TERMS,
        "rating": [(up_to("18"), 0.5), (up_to("16"), 0.3), (up_to("12"), 0.2)],
        "script": _SCRIPTS,
        "volume": [
            (ANY, 0.55),
            (volume(lines=600, seconds=3600), 0.25),
            (volume(lines=3000, seconds=40_000, titles=6), 0.2),
        ],
        "duties": [
            (NO_DUTIES, 0.5),
            (Duties.of(label=["audible"]), 0.3),
            (Duties.of(approval=["script"]), 0.2),
        ],
        **_RUNS,
    },
)
ADVERTISING = ClauseKind(
    2.5,
    {
        "attribute": [(["image", "voice", "name"], 0.7), (["image"], 0.3)],
        "act": [(["generate", "edit"], 0.8), (["edit"], 0.2)],
        "medium": [
            (["advertisement", "social", "livestream"], 0.4),
            (["advertisement"], 0.45),
            (["advertisement.online", "social"], 0.15),
        ],
        "territory": _TERRITORIES,
        "term": [(_term(-4, 4), 0.5), (_term(-4, 8), 0.3), (ANY, 0.2)],
        "rating": [(up_to("16"), 0.6), (up_to("12"), 0.4)],
        "script": [(["lodged", "no_words"], 0.7), (ANY, 0.3)],
        "product_line": [
            (ANY, 0.45),
            (["beauty", "fashion", "food", "travel"], 0.25),
            (["electronics", "games", "internet", "vehicles"], 0.2),
            (["public_interest"], 0.1),
        ],
        "volume": [(volume(seconds=180), 0.5), (volume(seconds=600, lines=100), 0.3), (ANY, 0.2)],
        "duties": [
            (Duties.of(label=["visible", "ad_disclosure"], approval=["cut"]), 0.6),
            (Duties.of(label=["visible"]), 0.4),
        ],
        **_RUNS,
    },
)
KINDS = (SCREEN, VOICE, ADVERTISING)
SLOT_KINDS = ((0.66, 0.24, 0.10), (0.18, 0.5, 0.32), (0.1, 0.2, 0.7))
CLAUSES = (0.46, 0.34, 0.2)

RED_LINES: tuple[tuple[Scope, float], ...] = (
    *((red_line(theme=[theme]), chance) for theme, chance in (
        ("nudity", 0.55), ("sexual", 0.5), ("politics", 0.32), ("gambling", 0.25), ("religion", 0.18),
        ("self_harm", 0.16), ("drugs", 0.16), ("discrimination", 0.3), ("deception", 0.4), ("real_person", 0.2),
        ("violence", 0.07), ("horror", 0.06), ("war", 0.04), ("intimacy", 0.2), ("alcohol_tobacco", 0.08),
    )),
    *((red_line(product_line=[line]), chance) for line, chance in (
        ("alcohol", 0.14), ("tobacco", 0.26), ("gambling", 0.3), ("political", 0.24), ("weapons", 0.2),
        ("finance.crypto", 0.12), ("finance.lending", 0.1), ("beauty.cosmetic_surgery", 0.12), ("food.infant", 0.03),
    )),
    (red_line(act=["train"]), 0.5),
    (red_line(act=["fine_tune", "train"]), 0.2),
    (red_line(act=["real_time"]), 0.1),
    (red_line(medium=["chat.companion"]), 0.3),
    (red_line(medium=["livestream.shopping"]), 0.08),
    (red_line(script=["machine_written"]), 0.18),
    (red_line(script=["improvised"], act=["real_time"]), 0.06),
    (red_line(theme=["violence"], rating=Interval(4, 5)), 0.1),
    (red_line(medium=["series.micro_drama"], theme=["romance"]), 0.03),
    (red_line(territory=["US-IL", "US-TN"], attribute=["voice"]), 0.02),
)  # fmt: skip


def drawn_lines(rng: np.random.Generator, count: int) -> tuple[NDArray[np.int64], Ids]:
    """Where each row's red lines begin, and the lines, in the order of RED_LINES."""
    strictness = rng.beta(1.2, 2.2, count).astype(np.float32) * 2
    drawn = np.empty((count, len(RED_LINES)), np.bool_)
    for place, (_, chance) in enumerate(RED_LINES):
        drawn[:, place] = rng.random(count, np.float32) < chance * strictness
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(drawn.sum(1), out=starts[1:])
    return starts, np.nonzero(drawn)[1].astype(np.uint32)


def pick(rng: np.random.Generator, weights: Sequence[float] | NDArray[Any], count: int) -> NDArray[np.intp]:
    """`count` places drawn by weight."""
    edges = np.cumsum(np.asarray(weights, np.float64))
    return np.minimum(np.searchsorted(edges / edges[-1], rng.random(count), side="right"), len(edges) - 1)


class ClauseDraws:
    """Draws clauses column by column; every distinct value is interned once."""

    def __init__(self) -> None:
        self.interners: dict[str, Interner[Any]] = {part: Interner() for part in CLAUSE_PARTS}
        self.values: dict[str, list[Any]] = {part: i.values for part, i in self.interners.items()}

    def place(self, part: str, value: Any) -> int:
        """The place of a part's value in its one spelling."""
        if part in AXIS and not isinstance(value, Interval) and value is not ANY:
            value = read_value(AXIS[part], value)
        return self.interners[part].place(value)

    def parts(
        self, rng: np.random.Generator, kinds: NDArray[np.intp], home: NDArray[np.intp],
        genres: tuple[NDArray[np.intp], NDArray[np.intp]]
    ) -> dict[str, Any]:  # fmt: skip
        """One slot: every part of the clauses of these rows."""
        out = {part: np.full(len(kinds), self.place(part, _unsaid(part)), np.uint16) for part in CLAUSE_PARTS}
        for number, kind in enumerate(KINDS):
            rows = np.flatnonzero(kinds == number)
            for part, choices in kind.parts.items():
                places = np.array([self.place(part, value) for value, _ in choices], np.uint16)
                out[part][rows] = places[pick(rng, [weight for _, weight in choices], len(rows))]
        out["language"] = self._languages(rng, home)
        out["theme"] = self._themes(rng, genres)
        at_home = rng.random(len(home)) < 0.12
        homes = np.array([self.place("territory", [code]) for code in HOMES], np.uint16)
        out["territory"] = np.where(at_home, homes[home], out["territory"])
        return out

    def _languages(self, rng: np.random.Generator, home: NDArray[np.intp]) -> NDArray[np.uint16]:
        spoken = np.array([self.place("language", list(own)) for _, _, own in HOMES.values()], np.uint16)
        wider = np.array(
            [self.place("language", sorted({*own, "en", "zh"})) for _, _, own in HOMES.values()], np.uint16
        )
        choice = pick(rng, (0.3, 0.4, 0.3), len(home))
        anything = np.full(len(home), self.place("language", ANY), np.uint16)
        return np.choose(choice, [anything, spoken[home], wider[home]])

    def _themes(
        self, rng: np.random.Generator, genres: tuple[NDArray[np.intp], NDArray[np.intp]]
    ) -> NDArray[np.uint16]:
        names = list(GENRES)
        plain = self.place("theme", _PLAIN)
        every = self.place("theme", ANY)
        pairs = np.array(
            [
                [self.place("theme", sorted({a, b, "drama", "comedy", "family"})) for b in names]
                for a in names
            ],
            np.uint16,
        )
        choice = pick(rng, (0.4, 0.35, 0.25), len(genres[0]))
        return np.choose(choice, [np.uint16(plain), pairs[genres[0], genres[1]], np.uint16(every)]).astype(
            np.uint16
        )


def _unsaid(part: str) -> Any:
    if part == "duties":
        return NO_DUTIES
    if part == "volume":
        return ()
    return ANY if AXIS[part].any_in_terms else frozenset()
