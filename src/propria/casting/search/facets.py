"""How many are found with each value of each filter: what the page prints beside it.

Each number is the count of the search that it stands for, so it says nothing that asking would not: only who is open under their
own name is counted, and only by what a search goes by. Sets are intersected and counted; nobody is looked at alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from propria.casting.live import Library, Part
from propria.casting.matching.bits import Words, all_of, nothing, packed, rows_in, size, words_for
from propria.casting.matching.clauses import Clauses
from propria.casting.matching.sieve import Sieve
from propria.casting.profiles.rules import STATED
from propria.scope.codes import doings, media
from propria.web.scope_form import PLACES, TONGUES

SPEAKS = "speaks"
ANY = ""
TERMS: Mapping[str, tuple[str, ...]] = {
    "language": TONGUES,
    "act": tuple(doings.ACTS),
    "medium": tuple(code for code in media.MEDIA if "." not in code),
    "territory": PLACES,
}
VALUES: Mapping[str, tuple[str, ...]] = {name: (ANY, *codes) for name, codes in TERMS.items()} | {
    SPEAKS: (ANY, *TONGUES)
}
"""Every filter of codes by name, and what it may be set to; ANY asks nothing. Those of STATED go by whatever people state."""
MOST_STATED = 30
Counts = Mapping[str, Mapping[str, int]]
"""How many are found with each value of a filter, whatever else is asked staying as it is."""


def having(sieve: Sieve, terms: Mapping[str, str]) -> Words:
    """The rows with one clause that has all of these terms."""
    found = nothing(sieve.count)
    for slot in sieve.slots:
        has = _has(slot, terms)
        found[: len(has)] |= has
    return found


def counted(
    library: Library,
    there: Iterable[tuple[Part, Words]],
    terms: Mapping[str, str],
    speaks: str,
    age: int,
    stated: Mapping[str, str],
) -> Counts:
    """Count among rows who are open under their own name and answer the words."""
    profiles = library.profiles
    answers, aged = profiles.facts_answer(speaks, age, stated), profiles.facts_answer("", age, stated)
    stating = {name: profiles.facts_answer(speaks, age, _without(stated, name)) for name in stated}
    said: dict[str, Counter[str]] = {name: Counter() for name in STATED}
    every = dict.fromkeys(STATED, 0)
    total = {name: dict.fromkeys(codes, 0) for name, codes in VALUES.items()}
    for part, words in there:
        sieve, rows = part.segment.sieve, part.rows_at(profiles.register)
        answering = words & packed(answers[rows])
        for axis in TERMS:
            for code, found in _each(sieve, answering, terms, axis):
                total[axis][code] += size(found)
        having_all = words & having(sieve, terms)
        of_age = rows_in(having_all & packed(aged[rows]))
        for tag, number in profiles.speaking(rows[of_age], VALUES[SPEAKS]).items():
            total[SPEAKS][tag] += number
        those = rows[rows_in(having_all & packed(answers[rows]))]
        for name in STATED:
            some = rows[rows_in(having_all & packed(stating[name][rows]))] if name in stating else those
            said[name].update(profiles.stating(some, name))
            every[name] += len(some)
    return total | {name: offered(said[name], every[name], stated.get(name, ANY)) for name in STATED}


def offered(stated: Mapping[str, int], every: int, chosen: str) -> dict[str, int]:
    """The filter of one stated fact: any, what most of them state, and what is chosen. `every`: how many there are."""
    most = sorted(stated, key=lambda value: (-stated[value], value))[:MOST_STATED]
    return {ANY: every} | {value: stated.get(value, 0) for value in (*most, chosen) if value}


def _without(stated: Mapping[str, str], name: str) -> dict[str, str]:
    return {other: value for other, value in stated.items() if other != name}


def _each(sieve: Sieve, words: Words, terms: Mapping[str, str], axis: str) -> Iterator[tuple[str, Words]]:
    """Of these rows, those that have all of the terms, for each value that one of them may take."""
    rest = {name: code for name, code in terms.items() if name != axis}
    clauses = [(slot.codes[axis], words[: words_for(slot.count)] & _has(slot, rest)) for slot in sieve.slots]
    for code in VALUES[axis]:
        found = nothing(sieve.count)
        for codes, others in clauses:
            found[: len(others)] |= others & codes.covering(code) if code else others
        yield code, found


def _has(slot: Clauses, terms: Mapping[str, str]) -> Words:
    return all_of((slot.codes[axis].covering(code) for axis, code in terms.items() if code), slot.count)
