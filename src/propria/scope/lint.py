"""Whether a scope is specific enough to be signed: what is missing or too wide, and the clause that would do.

A scope that a court may call vague protects nobody: Cal. Lab. Code 927, NY GOL 5-302 and Illinois HB 4762
ask for a reasonably specific description; PIPL art. 14 and GDPR art. 7 for one purpose; Civil Code
art. 1022 for a term. The default caps are ten years, and for a minor the earlier of five years and the
eighteenth birthday. Not legal advice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.scope.algebra import silent_axes
from propria.scope.codes.doings import ACTS, MODEL_ACTS, PERFORMANCE_ACTS
from propria.scope.codes.media import MEDIA
from propria.scope.codes.territories import COUNTRIES
from propria.scope.measures import epoch
from propria.scope.model import Scope
from propria.scope.specifics import NOT_OWED, TOO_WIDE
from propria.scope.values import ANY, Interval
from propria.scope.words import AXIS_WORDS, Said, code_words, deadline_words, listing

ADULT_YEARS = 10
MINOR_YEARS = 5
MINOR_THEMES = frozenset({"romance", "intimacy", "nudity", "sexual"})
_MEDIA_ROOTS = frozenset(code for code in MEDIA if "." not in code)
_NEARLY_ALL = 0.9


class Weight(Enum):
    """What a finding does: stops the signature, or is worth a second look."""

    MUST = "must"
    LOOK = "look"


@dataclass(frozen=True)
class Finding:
    """One thing missing or too wide: a stable code, what is wrong, and a clause that would put it right."""

    code: str
    axis: str
    weight: Weight
    wrong: Said
    clause: Said


def lint(
    scope: Scope, *, signing_at: Instant, eighteenth_birthday: Instant | None = None
) -> tuple[Finding, ...]:
    """Everything that keeps a contract, licence or consent from being specific, in the order of its axes.

    `eighteenth_birthday` is given where the performer may be a minor; it counts if after `signing_at`.
    """
    minor = eighteenth_birthday is not None and eighteenth_birthday > signing_at
    found = [
        *_names_nothing(scope),
        *_opened(scope),
        *_all_media(scope),
        *_whole_world(scope),
        *_term(scope, signing_at, eighteenth_birthday if minor else None),
        *_silent(scope),
        *_models(scope),
        *_duties(scope),
    ]
    if minor:
        found += _minor_themes(scope)
    places = {axis: i for i, axis in enumerate(AXIS_WORDS)}
    return tuple(sorted(dict.fromkeys(found), key=lambda f: (f.weight is Weight.LOOK, places[f.axis])))


def check_signable(scope: Scope, *, signing_at: Instant, eighteenth_birthday: Instant | None = None) -> None:
    """Refuse what is too vague to sign.

    Raises: Refused(`scope.too_vague`) with `findings` (codes) and `missing` (zh, en, the clause to add).
    """
    found = lint(scope, signing_at=signing_at, eighteenth_birthday=eighteenth_birthday)
    must = [finding for finding in found if finding.weight is Weight.MUST]
    if must:
        raise Refused(
            "scope.too_vague",
            "This cannot be signed: it does not say what it allows.",
            findings=[finding.code for finding in must],
            missing=[
                {
                    "axis": f.axis,
                    "zh": f.wrong.zh,
                    "en": f.wrong.en,
                    "clause_zh": f.clause.zh,
                    "clause_en": f.clause.en,
                }
                for f in must
            ],
        )


def _finding(kind: str, axis: str, weight: Weight = Weight.MUST) -> Finding:
    wrong, clause = TOO_WIDE[axis] if axis in TOO_WIDE else NOT_OWED[axis]
    return Finding(f"scope.{kind}", axis if axis in TOO_WIDE else "duties", weight, wrong, clause)


def _missing(kind: str, axis: str, so: Said) -> Finding:
    name, (_, clause) = AXIS_WORDS[axis], TOO_WIDE[axis]
    wrong = Said(
        f"{name.zh}：未写明；沉默即不同意，{so.zh}。",
        f"{name.en}: nothing is said, and silence is not permission; {so.en}.",
    )
    return Finding(f"scope.{kind}", axis, Weight.MUST, wrong, clause)


def _names_nothing(scope: Scope) -> list[Finding]:
    so = Said("因此什么也不允许", "so nothing is allowed")
    return [
        _missing(f"no_{axis}", axis, so) for axis in ("attribute", "act", "term") if not scope.value(axis)
    ]


def _opened(scope: Scope) -> list[Finding]:
    return [_finding(f"any_{axis}", axis) for axis in TOO_WIDE if getattr(scope, axis) is ANY]


def _all_media(scope: Scope) -> list[Finding]:
    if scope.medium is ANY or len(_MEDIA_ROOTS - scope.medium) > len(_MEDIA_ROOTS) * (1 - _NEARLY_ALL):
        return []
    return [_finding("all_media", "medium")]


def _whole_world(scope: Scope) -> list[Finding]:
    if scope.territory is ANY or len(scope.territory & COUNTRIES) < _NEARLY_ALL * len(COUNTRIES):
        return []
    return [_finding("worldwide", "territory", Weight.LOOK)]


def latest_end(signing_at: Instant, eighteenth_birthday: Instant | None = None) -> Instant:
    """The last instant that a term signed now may reach by default: ten years; a minor five or eighteen."""
    if eighteenth_birthday is None or eighteenth_birthday <= signing_at:
        return _years_after(signing_at, ADULT_YEARS)
    return min(_years_after(signing_at, MINOR_YEARS), eighteenth_birthday)


def _years_after(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def _term(scope: Scope, signing_at: Instant, birthday: Instant | None) -> list[Finding]:
    if not isinstance(scope.term, Interval) or not scope.term:
        return []
    last = latest_end(signing_at, birthday)
    if scope.term.end <= epoch(last):
        return []
    day = deadline_words(last.astimezone(UTC))
    cap = (
        Said("五年或年满十八岁，以早者为准", "five years, or the eighteenth birthday if sooner")
        if birthday
        else Said("十年", "ten years")
    )
    wrong = Said(f"期限过长：最长为{cap.zh}。", f"The term is too long: at most {cap.en}.")
    clause = Said(f"至 {day.zh}为止；其后须另行签署。", f"Until {day.en}; beyond that, sign anew.")
    return [Finding("scope.term_too_long", "term", Weight.MUST, wrong, clause)]


def _silent(scope: Scope) -> list[Finding]:
    """Acts that could never be done, because an axis that they need says nothing."""
    if scope.act is ANY:
        return []
    found: dict[str, Finding] = {}
    for act in (act for act in ACTS if act in scope.act):
        what = code_words("act", act)
        so = Said(f"因此无法{what.zh}", f"so {what.en} could never be done")
        for axis in silent_axes(scope, act):
            if axis not in ("attribute", "term"):
                found.setdefault(axis, _missing(f"silent_{axis}", axis, so))
    return list(found.values())


def _models(scope: Scope) -> list[Finding]:
    makes_models = scope.act is ANY or bool(scope.act & MODEL_ACTS)
    return [_finding("no_deletion", "delete_by")] if makes_models and scope.duties.delete_by is None else []


def _duties(scope: Scope) -> list[Finding]:
    if scope.act is not ANY and not scope.act & PERFORMANCE_ACTS:
        return []
    so = Said("因此一秒一句也不允许", "so not one second or line is allowed")
    found = [] if scope.volume else [_missing("no_volume", "volume", so)]
    if not scope.duties.pay:
        found.append(_finding("no_pay", "pay", Weight.LOOK))
    if not scope.duties.label:
        found.append(_finding("no_label", "label", Weight.LOOK))
    return found


def _minor_themes(scope: Scope) -> list[Finding]:
    banned = MINOR_THEMES if scope.theme is ANY else MINOR_THEMES & scope.theme
    if not banned:
        return []
    words = listing([code_words("theme", code) for code in sorted(banned)])
    wrong = Said(
        f"未成年人不得出演：{words.zh}，任何签名都不能改变。",
        f"A minor cannot play {words.en}, whoever signs.",
    )
    clause = Said("删去该题材。", "Strike that theme.")
    return [Finding("scope.minor_theme", "theme", Weight.MUST, wrong, clause)]
