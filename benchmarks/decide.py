"""How long a decision takes, in microseconds, against Cedar in the same run. A table; no times asserted.

Run it from the repository: `python benchmarks/decide.py [decisions] [--json]`. Both engines get the same standing
terms (a dozen clauses, two red lines), or one licence, and the same uses; every answer is compared. Cedar is
given its best form: policies and entities parsed once and kept. Times are of this thread's processor, so that
other work on the machine counts for little, less what the clock itself costs.
"""

import json
import random
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import cedarpy  # noqa: E402
from tests.rules.scope.cedar import entities, policies, request  # noqa: E402
from tests.rules.scope.strategies import POOLS, a_dubbed_line, dubbing  # noqa: E402

from propria.scope import ANY, StandingTerms, permits, red_line  # noqa: E402
from propria.scope.compiled import compile_allowance  # noqa: E402

DECISIONS = 20_000
CEDAR_SHARE = 20
EXPLAINED_SHARE = 10


def standing_terms():
    """A dozen clauses and two red lines, as a busy performer's terms may be."""
    languages = (["zh"], ["en"], ["yue"], ["zh", "en"])
    clauses = [
        dubbing(project=ANY, medium=[medium], language=language)
        for medium in ("film", "advertisement", "merchandise")
        for language in languages
    ]
    return StandingTerms(tuple(clauses), (red_line(theme=["nudity"]), red_line(product_line=["alcohol"])))


def some_uses(count, seed=11):
    """Uses around the terms: about half of them permitted."""
    rng = random.Random(seed)
    pick = rng.choice
    return [
        a_dubbed_line(
            language=pick(["zh-Hans", "zh", "en-US", "yue", "zh-Hant"]),
            territory=pick(["CN", "HK", "CN", "US"]),
            medium=pick(["film.short", "film", "film.trailer", "merchandise"]),
            theme=pick([["crime"], ["crime"], [], ["crime", "nudity"]]),
            rating=pick(["all", "12", "16", "18"]),
            amounts={"lines": rng.randint(1, 320)},
        )
        for _ in range(count)
    ]


def timed(call, arguments):
    """Microseconds of each call, and what each answered."""
    clock, spent, answers = time.thread_time_ns, [], []
    for argument in arguments:
        start = clock()
        answer = call(argument)
        spent.append((clock() - start) / 1000)
        answers.append(bool(answer))
    return spent, answers


def row(spent, clock_cost, against):
    """p50 and p99 in µs, decisions a second, and how many of them Cedar's median would hold."""
    ordered = sorted(max(0.01, each - clock_cost) for each in spent)
    p50, p99 = statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))]
    return {
        "p50_us": round(p50, 3),
        "p99_us": round(p99, 3),
        "per_second": round(1e6 / statistics.fmean(ordered)),
        "cedar_over_ours": round(against / p50, 1),
    }


def measured(allowance, uses):
    """Every way to decide these uses: its figures, how many uses are permitted, how many answers differ."""
    compiled = compile_allowance(allowance)
    policy_set = cedarpy.PolicySet.from_str(policies(allowance))
    trees = cedarpy.Entities.from_json_str(json.dumps(entities(POOLS)))
    requests = [request(use) for use in uses[: len(uses) // CEDAR_SHARE]]
    bits = [compiled.encode(use) for use in uses]
    clock_cost = statistics.median(timed(bool, bits)[0])
    masks, answers = timed(compiled.allows, bits)
    whole, answers_whole = timed(compiled.decide, uses)
    some = uses[: len(uses) // EXPLAINED_SHARE]
    explained, answers_explained = timed(lambda use: permits(allowance, use).allowed, some)
    cedar, answers_cedar = timed(
        lambda asked: cedarpy.is_authorized(asked, policy_set, trees).allowed, requests
    )
    against = statistics.median(cedar) - clock_cost
    ways = {
        "compiled, use encoded before": masks,
        "compiled, encoding the use": whole,
        "explained, every axis named": explained,
        "cedarpy, policies and entities kept": cedar,
    }
    others = (answers_whole, answers_explained, answers_cedar)
    return {
        "permitted": sum(answers),
        "of": len(uses),
        "ways": {name: row(spent, clock_cost, against) for name, spent in ways.items()},
        "differ": sum(a != b for other in others for a, b in zip(answers, other, strict=False)),
    }


def show(tables):
    """Print the tables."""
    print(f"  {'':<40}{'p50 µs':>9}{'p99 µs':>9}{'a second':>13}{'Cedar / us':>11}")
    for title, figures in tables.items():
        print(f"{title}: {figures['permitted']:,} of {figures['of']:,} permitted")
        for name, way in figures["ways"].items():
            print(
                f"  {name:<40}{way['p50_us']:>9.2f}{way['p99_us']:>9.2f}{way['per_second']:>13,}"
                f"{way['cedar_over_ours']:>9,.0f} x"
            )
    print(f"answers that differ: {sum(figures['differ'] for figures in tables.values())}")


def main(words):
    """Decide under one licence and under standing terms; a number other than 0 if any two answers differ."""
    decisions = next((int(word) for word in words if word.isdigit()), DECISIONS)
    uses = some_uses(decisions)
    tables = {
        "one licence": measured(dubbing(), uses),
        "standing terms, 12 clauses, 2 red lines": measured(standing_terms(), uses),
    }
    if "--json" in words:
        print(json.dumps(tables))
    else:
        show(tables)
    return 1 if any(figures["differ"] for figures in tables.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
