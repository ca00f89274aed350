"""What a use must declare, by what it does: the axes on which keeping quiet is a denial."""

from propria.scope.axes import AXIS_NAMES
from propria.scope.codes.doings import MODEL_ACTS, PERFORMANCE_ACTS, TRAINING_ACTS
from propria.scope.codes.media import ADVERTISING
from propria.scope.values import ancestors

_ALWAYS = ("attribute", "act", "term")
_PERFORMANCE = ("medium", "project", "role", "territory", "rating", "theme", "script")
_MODEL = ("provider", "retention", "region")
_SPOKEN = frozenset({"dub", "real_time"})


def required_axes(acts: frozenset[str], media: frozenset[str], attributes: frozenset[str]) -> tuple[str, ...]:
    """The axes that a use of these acts must declare; what is left undeclared is denied.

    A performance names its medium, project, role (`self` where it plays nobody), territory, rating,
    themes and script; a spoken one its language; whatever runs a model who runs it, where, and what is
    kept; an advertisement its advertiser and product line.
    """
    needed = [*_ALWAYS]
    if acts & PERFORMANCE_ACTS:
        needed += _PERFORMANCE
        if acts & _SPOKEN or "voice" in attributes:
            needed.append("language")
    if acts & (PERFORMANCE_ACTS | MODEL_ACTS):
        needed += _MODEL
    if acts & TRAINING_ACTS:
        needed.append("project")
    if any(not frozenset(ancestors(m, ".")).isdisjoint(ADVERTISING) for m in media):
        needed += ["advertiser", "product_line"]
    return tuple(name for name in AXIS_NAMES if name in needed)
