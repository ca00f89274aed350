"""Standing terms, scopes and uses that several stories share, in their signed form."""

from typing import Any

from propria.kernel.time import Instant
from propria.scope import ANY, Scope, StandingTerms, Use, kept_at_most, red_line, term, up_to, volume

PROJECT = "paper-lantern-street"


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
        "language": ["zh"],
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
