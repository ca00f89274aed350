"""What the demo's people agree on: standing terms, the scope of one series, its term sheet, its uses."""

from typing import Any

from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.rates import Basis, Minimum, PriceLine, RateCard
from propria.scope import ANY, Scope, StandingTerms, Use, kept_at_most, red_line, term, up_to, volume

PROJECT = "paper-lantern-street"
GUARANTEE = Money("CNY", 11_040_000)
MINIMUM = Money("CNY", 360_000)


def film_terms() -> dict[str, Any]:
    """Open to scripted scenes and dubbing in series and film; nudity and politics never."""
    clause = Scope.of(
        attribute=["name", "image", "voice", "body", "motion"],
        act=["generate", "edit", "dub"],
        medium=["series", "film"],
        project=ANY,
        role=ANY,
        territory=["CN", "HK", "MO"],
        language=["zh", "en"],
        term=ANY,
        rating=up_to("16"),
        theme=["drama", "crime", "mystery", "family"],
        script=["lodged", "translated"],
        provider=ANY,
        retention=ANY,
        region=ANY,
        volume=ANY,
    )
    return StandingTerms((clause,), (red_line(theme=["nudity"]), red_line(theme=["politics"]))).to_json()


def series_scope(**axes: Any) -> Scope:
    """What Ode & Kestrel want of one role in one series."""
    wanted: dict[str, Any] = {
        "attribute": ["image", "voice"],
        "act": ["generate", "dub"],
        "medium": ["series"],
        "project": [PROJECT],
        "role": ["inspector_rowe"],
        "territory": ["CN", "HK", "MO"],
        "language": ["zh", "en"],
        "term": term("2026-11-01T00:00:00Z", "2028-11-01T00:00:00Z"),
        "rating": up_to("16"),
        "theme": ["drama", "crime"],
        "script": ["lodged"],
        "provider": ["propria-embedded"],
        "retention": kept_at_most(0),
        "region": ["CN"],
        "volume": volume(seconds=640, lines=300),
    }
    return Scope.of(**(wanted | axes))


SAID_BESIDE: dict[str, Any] = {"structure": ["flat", "per_line"], "trains": False, "none_of": ["approval"]}
"""What a brief for that scope says beside it, so that its AI sheet is whole."""


def series_use(at: Instant, **declared: Any) -> Use:
    """One scripted line of that role."""
    said: dict[str, Any] = {
        "attribute": ["image", "voice"],
        "act": "generate",
        "medium": "series",
        "project": PROJECT,
        "role": "inspector_rowe",
        "territory": "CN",
        "language": "zh",
        "theme": ["drama"],
        "script": "lodged",
        "provider": "propria-embedded",
        "region": "CN",
        "rating": "12",
        "retention_days": 0,
        "amounts": {"seconds": 4, "lines": 1},
    }
    return Use.of(at, **(said | declared))


def card(per_second: int = 120_000) -> RateCard:
    """So much for each second on screen, ninety-five parts of a hundred to the performer."""
    return RateCard(
        "CNY",
        (PriceLine("5.1", Basis.SECOND, Money("CNY", per_second)),),
        minimum=Minimum("5.2", amount=MINIMUM),
        shares=(("performer", 9_500), ("operator", 500)),
    )


def sheet(scope: Scope | None = None, *, guarantee: Money = GUARANTEE, **more: Any) -> dict[str, Any]:
    """A term sheet for Paper Lantern Street, in its signed form."""
    made = {
        "project": PROJECT,
        "title": {"zh": "纸灯街", "en": "Paper Lantern Street"},
        "role": {"zh": "罗探长", "en": "Inspector Rowe"},
        "scope": (scope or series_scope()).to_json(),
        "card": card().to_json(),
        "guarantee": guarantee.to_json(),
        "wind_down": {"finished": "may_stay"},
        "credit": {"zh": "数字表演：米娜·霍尔丹", "en": "Digital performance by Mina Haldane"},
    }
    return made | more
