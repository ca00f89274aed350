"""What invented people state in a casting profile: ages, languages and accents, skills, height, voice, union, place, credits.

Each person's facts come from a stream of their own, seeded by their id: what `invent` draws for terms, calendars and meaning stays
as it is, to the last bit, and nothing is drawn before somebody asks. Nobody has an ISNI and no work an EIDR: these are a registry's.
"""

from bisect import bisect
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import accumulate
from random import Random
from typing import Any

from propria.casting.invented import tables as t
from propria.casting.invented.people import Invented
from propria.casting.invented.terms import EPOCH
from propria.casting.invented.texts import parts, sentences
from propria.casting.profiles.model import Credit, Profile

_HOMES = list(t.HOMES)
_FURTHER = list(accumulate(weight for _, _, weight in t.SKILL_NAMES))
_LAST_YEAR = datetime.fromtimestamp(EPOCH, UTC).year - 1


class Stated:
    """The profiles of a library of invented people, row by row; the same for the same library."""

    def __init__(self, invented: Invented) -> None:
        self._invented, self._lists, self._chosen = invented, sentences(), parts(invented.facts)

    def about(self, row: int) -> tuple[str, str]:
        """Their four sentences, in zh and in en."""
        said = [lines[int(ids[row])] for lines, ids in zip(self._lists, self._chosen, strict=True)]
        return "".join(zh for zh, _ in said), " ".join(en for _, en in said)

    def line(self, row: int) -> dict[str, Any]:
        """One person as a program reads them: id, name, and the signed form of what they state."""
        who, name = self._invented.columns.performer_ids[row].decode(), self._invented.facts.name(row)
        return {"performer": who, "name": name.to_json(), "profile": self.profile(row).to_json()}

    def profile(self, row: int) -> Profile:
        """All that one person states, in the language of their home: zh or en."""
        columns, facts = self._invented.columns, self._invented.facts
        draw = Random(columns.performer_ids[row])
        home = _HOMES[facts.home[row]]
        tongue = 0 if home in t.CHINESE_NAMES else 1
        presents = columns.presents_values[columns.presents[row]]
        plays = max(0, int(columns.plays_from[row])), int(columns.plays_to[row])
        speaks = columns.speaks_values[columns.speaks[row]]
        age = sum(plays) // 2
        return Profile(
            about=self.about(row),
            plays=plays,
            speaks=(*sorted(speaks), *_accents(draw, home, speaks)),
            skills=tuple(t.SKILL_NAMES[skill][:2][tongue] for skill in _skills(draw, int(facts.skill[row]))),
            voice=_voice(draw, presents, age, int(facts.voice[row]))[tongue] if _says(draw, "voice") else "",
            height_cm=_height_cm(draw, presents, age, home) if _says(draw, "height") else 0,
            union=_union(draw, home),
            based_in=_based_in(draw, home) if _says(draw, "based_in") else "",
            credits=_credits(draw, t.CREDITS[facts.credits[row]], age, tongue),
            shows_representation=draw.random()
            < t.REPRESENTED[0] + t.REPRESENTED[1] * float(facts.credits[row]),
        )


def _says(draw: Random, fact: str) -> bool:
    return draw.random() < t.STATES[fact]


def _accents(draw: Random, home: str, speaks: Iterable[str]) -> list[str]:
    drawn = [tag for tag, chance in t.ACCENTS.get(home, {}).items() if draw.random() < chance]
    return [tag for tag in drawn if tag not in speaks]


def _skills(draw: Random, first: int) -> list[int]:
    more = draw.choices(range(len(t.MORE_SKILLS)), t.MORE_SKILLS)[0]
    return list(dict.fromkeys((first, *draw.choices(range(len(_FURTHER)), cum_weights=_FURTHER, k=more))))


def _voice(draw: Random, presents: str, age: int, voice: int) -> tuple[str, str]:
    types = t.VOICE_TYPES[presents]
    drawn = draw.choices(list(types), list(types.values()))[0]
    if voice == t.SAYS_BARITONE:
        return t.BARITONE
    return t.CHILDS_VOICE if age < t.CHILD else drawn


def _height_cm(draw: Random, presents: str, age: int, home: str) -> int:
    """Around the mean of adults, or of a child's age; within two and a half spreads."""
    mean, spread = t.HEIGHTS[presents]
    if age < t.ADULT:
        place = bisect(t.GROWTH, (age, float("inf")))
        (young, low), (old, high) = t.GROWTH[place - 1], t.GROWTH[place]
        mean = low + (high - low) * (age - young) // (old - young)
    off = max(-2.5, min(2.5, draw.gauss(0, 1)))
    return round(mean + t.TALLER.get(home, 0) + off * spread)


def _union(draw: Random, home: str) -> str:
    name, chance = t.UNIONS.get(home, ("", 0.0))
    return name if draw.random() < chance else ""


def _based_in(draw: Random, home: str) -> str:
    elsewhere = draw.choices(_HOMES, [share for share, _, _ in t.HOMES.values()])[0]
    return home if draw.random() < t.LIVES_AT_HOME else elsewhere


def _credits(draw: Random, count: int, age: int, tongue: int) -> tuple[Credit, ...]:
    """The newest of their works first, none from before they were old enough."""
    named = min(count, t.MOST_NAMED)
    longest = max(age - t.YOUNGEST, 0)
    ages = sorted(min(int(draw.expovariate(1 / t.MEAN_YEARS_AGO)), longest) for _ in range(named))
    return tuple(Credit(_title(draw, tongue), draw.choice(t.TYPES)[tongue], _LAST_YEAR - ago) for ago in ages)


def _title(draw: Random, tongue: int) -> str:
    return ("", " ")[tongue].join((draw.choice(t.TITLE_HEADS)[tongue], draw.choice(t.TITLE_TAILS)[tongue]))
