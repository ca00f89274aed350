"""Random scopes, terms and uses over small pools, so that they often meet, and one licence whole."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from propria.kernel.time import instant
from propria.scope import ANY, Duties, Interval, Quota, Scope, StandingTerms, Use
from propria.scope.axes import AXES, AXIS_NAMES, INTERVALS
from propria.scope.measures import LATEST_RATING, epoch, moment_of

steady = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
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


def _interval(name):
    unit, base = (DAY, START) if name == "term" else (1, 0)
    ends = st.integers(0, LAST[name])
    return st.builds(lambda a, b: Interval(base + unit * a, base + unit * b), ends, ends)


def value(name, *, with_any=True):
    """A value on the axis: empty, some codes or an interval, perhaps ANY."""
    some = _interval(name) if name in INTERVALS else st.frozensets(st.sampled_from(POOLS[name]), max_size=3)
    return st.one_of(some, some, some, st.just(ANY)) if with_any else some


quotas = st.dictionaries(st.sampled_from(["seconds", "lines", "takes"]), st.integers(0, 3)).map(
    lambda limits: tuple(Quota(unit, limit) for unit, limit in limits.items())
)
duties = st.builds(
    Duties,
    label=st.frozensets(st.sampled_from(["c2pa", "visible"])),
    credit=st.frozensets(st.sampled_from(["as Rowe", "饰罗探长"])),
    approval=st.frozensets(st.sampled_from(["look", "cut"])),
    notice_hours=st.none() | st.integers(1, 96),
    report_days=st.none() | st.integers(1, 90),
    pay=st.frozensets(st.sampled_from(["clause 4", "clause 5"])),
    delete_by=st.none() | st.sampled_from([instant(moment_of(START + DAY * n)) for n in range(3)]),
)


@st.composite
def scopes(draw, *, with_any=True, with_duties=True):
    """Any scope at all; most say something on most axes."""
    axes = {name: draw(value(name, with_any=with_any)) for name in AXIS_NAMES}
    amount = draw(quotas | st.just(ANY)) if with_any else draw(quotas)
    owed = draw(duties) if with_duties else Duties()
    return Scope(**axes, volume=amount, duties=owed)


@st.composite
def wide_scopes(draw):
    """Scopes that allow much, so that uses are often permitted: few axes are narrowed."""
    narrowed = draw(st.frozensets(st.sampled_from(AXIS_NAMES), max_size=4))
    axes = {name: draw(value(name)) for name in AXIS_NAMES if name in narrowed}
    return Scope.anything(**axes)


@st.composite
def red_lines(draw):
    """Red lines that name one to three axes."""
    named = draw(st.frozensets(st.sampled_from(AXIS_NAMES), min_size=1, max_size=3))
    return Scope.anything(**{name: draw(value(name, with_any=False)) for name in named})


terms = st.builds(
    StandingTerms,
    st.lists(scopes(with_duties=False) | wide_scopes(), max_size=3).map(tuple),
    st.lists(red_lines(), max_size=2).map(tuple),
)


@st.composite
def uses(draw):
    """Any use; most declare most axes, one or two codes on each."""
    said = draw(st.frozensets(st.sampled_from(sorted(POOLS)), max_size=3))
    declared = {
        a.name: draw(st.frozensets(st.sampled_from(POOLS[a.name]), max_size=2))
        for a in AXES
        if a.name in POOLS and a.name not in said
    }
    return Use(
        at=instant(moment_of(START + draw(st.integers(-1, 6 * DAY)))),
        declared=declared,
        rating=draw(st.sampled_from(["all", "6", "12", "16", "18", None])),
        retention_days=draw(st.none() | st.integers(0, 5)),
        amounts=draw(quotas),
    )


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
