"""Random scopes, terms and uses over small pools, so that they often meet, and one licence whole."""

import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from propria.kernel.time import instant
from propria.scope import ANY, Duties, Interval, Quota, Scope, StandingTerms, Use
from propria.scope.axes import AXES, AXIS_NAMES, INTERVALS
from propria.scope.measures import LATEST_RATING, epoch, moment_of

steady = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
START = epoch("2027-01-01T00:00:00Z")
DAY = 86_400
POOLS = {
    "attribute": ["image", "voice", "body"],
    "act": ["generate", "dub", "train", "real_time"],
    "medium": ["film", "film.short", "film.trailer", "film.feature", "advertisement", "merchandise"],
    "project": ["Paper Lantern Street", "The Ninth Umbrella"],
    "role": ["self", "Inspector Rowe"],
    "advertiser": ["Brand X", "Brand Y"],
    "product_line": ["vehicles", "vehicles.cars", "alcohol"],
    "territory": ["CN", "HK", "US", "US-NY", "US-CA"],
    "language": ["zh", "zh-Hans", "zh-Hant", "en", "en-US", "yue"],
    "theme": ["crime", "romance", "nudity"],
    "script": ["lodged", "improvised"],
    "provider": ["propria.local", "cloud.example"],
    "region": ["CN", "US", "US-NY"],
    "sub_licensee": ["Dub House"],
    "life": ["after_death"],
}
LAST = {"term": 6, "rating": LATEST_RATING + 1, "retention": 5}


def _some(rng, codes, most):
    return frozenset(rng.sample(codes, rng.randint(0, min(most, len(codes)))))


def _value(rng, name, *, with_any):
    if with_any and rng.random() < 0.25:
        return ANY
    if name not in INTERVALS:
        return _some(rng, POOLS[name], 3)
    unit, base = (DAY, START) if name == "term" else (1, 0)
    return Interval(base + unit * rng.randint(0, LAST[name]), base + unit * rng.randint(0, LAST[name]))


def _quotas(rng):
    return tuple(Quota(unit, rng.randint(0, 3)) for unit in _some(rng, ["seconds", "lines", "takes"], 3))


def _duties(rng):
    pick = rng.choice
    return Duties(
        label=_some(rng, ["c2pa", "visible"], 2),
        credit=_some(rng, ["as Rowe", "饰罗探长"], 1),
        approval=_some(rng, ["look", "cut"], 2),
        notice_hours=pick([None, 24, 48]),
        report_days=pick([None, 30, 90]),
        pay=_some(rng, ["clause 4", "clause 5"], 1),
        delete_by=pick([None, instant(moment_of(START)), instant(moment_of(START + DAY + 1))]),
    )


def _anything(rng, *, duties_too):
    """Any scope at all: everywhere something, or ANY with a few axes narrowed, a few of either changed again.

    Half of them start from one of eight, so that two scopes are often alike but for an axis or two.
    """
    base = random.Random(rng.randrange(8)) if rng.random() < 0.5 else rng
    narrowed = AXIS_NAMES if base.random() < 0.5 else base.sample(AXIS_NAMES, 4)
    axes = dict.fromkeys((*AXIS_NAMES, "volume"), ANY)
    axes |= {name: _value(base, name, with_any=True) for name in narrowed}
    if base.random() < 0.5:
        axes["volume"] = _quotas(base)
    if duties_too and base.random() < 0.5:
        axes["duties"] = _duties(base)
    axes |= {name: _value(rng, name, with_any=True) for name in rng.sample(AXIS_NAMES, rng.randint(0, 2))}
    return Scope(**axes)


def _red_line(rng):
    named = rng.sample(AXIS_NAMES, rng.randint(1, 3))
    return Scope.anything(**{name: _value(rng, name, with_any=False) for name in named})


def _terms(rng):
    clauses = [_anything(rng, duties_too=False) for _ in range(rng.randint(0, 3))]
    return StandingTerms(tuple(clauses), tuple(_red_line(rng) for _ in range(rng.randint(0, 2))))


def _use(rng):
    hidden = _some(rng, sorted(POOLS), 3) if rng.random() < 0.5 else ()
    return Use(
        at=instant(moment_of(START + rng.randint(-1, 6 * DAY))),
        declared={
            a.name: _some(rng, POOLS[a.name], 2) for a in AXES if a.name in POOLS and a.name not in hidden
        },
        rating=rng.choice(["all", "6", "12", "16", "18", "12", None]),
        retention_days=rng.choice([None, 0, 0, 1, 2, 3, 4, 5]),
        amounts=_quotas(rng),
    )


def _made(make):
    """Drawn as one seed: far faster than axis by axis, and the failing value is printed all the same."""
    return st.integers(0, 2**40).map(lambda seed: make(random.Random(seed)))


scopes = _made(lambda rng: _anything(rng, duties_too=True))
red_lines = _made(_red_line)
terms = _made(_terms)
uses = _made(_use)
duties = _made(_duties)


def dubbing(**changes):
    """A licence as Mina would sign it: one project, her voice, dubbed into Mandarin."""
    axes = {
        "attribute": ["voice"],
        "act": ["dub"],
        "medium": ["film"],
        "project": ["Paper Lantern Street"],
        "role": ["Inspector Rowe"],
        "territory": ["CN", "HK", "MO"],
        "language": ["zh"],
        "term": Interval(START, START + 730 * DAY),
        "rating": Interval(0, 4),
        "theme": ["crime"],
        "script": ["lodged", "translated"],
        "provider": ["propria.local"],
        "retention": Interval(0, 1),
        "region": ["CN"],
        "volume": (Quota("lines", 300),),
        "duties": Duties.of(label=["c2pa"], approval=["cut"], notice_hours=48),
    }
    return Scope.of(**(axes | changes))


def a_dubbed_line(**changes):
    """A use inside `dubbing()`."""
    asked = {
        "at": "2027-02-01T00:00:00Z",
        "rating": "12",
        "retention_days": 0,
        "amounts": {"lines": 3},
        "attribute": "voice",
        "act": "dub",
        "medium": "film",
        "project": "Paper Lantern Street",
        "role": "Inspector Rowe",
        "territory": "CN",
        "language": "zh-Hans",
        "theme": ["crime"],
        "script": "translated",
        "provider": "propria.local",
        "region": "CN",
    }
    kept = {name: v for name, v in (asked | changes).items() if v is not None}
    return Use.of(**kept)
