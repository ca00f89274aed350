"""Rules of casting; pure. A match is `covers` over what performers signed, never a guess and never for sale."""

from collections import Counter
from collections.abc import Iterable, Sequence

from propria.casting.model import Brief, Match, Matches, Window, Won
from propria.casting.profiles.model import Profile
from propria.casting.sheet import rules as rules_sheet
from propria.casting.sheet.model import Asks
from propria.casting.sheet.needs import lacks
from propria.casting.whynot import rules as rules_whynot
from propria.consent.model import Openness
from propria.kernel.errors import Malformed, Refused
from propria.kernel.money import Money
from propria.parties.model import Performer
from propria.scope import Scope, Why, check_covers, check_specific
from propria.scope.sentences import reason_sentence

BUCKETS = (0, 5, 20, 100, 500, 2_000, 10_000)
MAX_TITLE_LENGTH = 120
INDEX_FROM = 200
MOST_AT_ONCE = 500
LONGEST_NOTE = 1000
LONGEST_SEEKS = 400
LEAST_COMPARED, MOST_COMPARED = 2, 4
MOST_BY_ONE_AXIS = 2


def check_brief(
    scope: Scope, budget: Money, title: tuple[str, str], seeks: str, asks: Asks
) -> tuple[str, Asks]:
    """A brief that performers can be held against: specific, titled, paid and whole. Who is sought in words, and what is asked, tidied.

    Raises: Refused(`casting.no_title`, `casting.no_budget`), Malformed(`scope.*`, `casting.seeks_unreadable`), and as
    `rules_sheet.checked`.
    """
    tidy = " ".join(seeks.split())
    if len(tidy) > LONGEST_SEEKS or not tidy.isprintable():
        raise Malformed(
            "casting.seeks_unreadable", f"Say whom you seek in at most {LONGEST_SEEKS} characters."
        )
    check_specific(scope)
    if not all(part.strip() and len(part) <= MAX_TITLE_LENGTH for part in title):
        raise Refused("casting.no_title", "Give the project a title in both languages.")
    if budget.minor <= 0:
        raise Refused("casting.no_budget", "Say what you would pay: being paid costs nobody anything.")
    return tidy, rules_sheet.checked(scope, asks)


def check_change(keep: Iterable[str], let_go: Iterable[str]) -> tuple[list[str], list[str]]:
    """Whom to keep and whom to let go, each once. Raises: Refused(`casting.too_many_at_once`)."""
    wanted, unwanted = list(dict.fromkeys(keep)), list(dict.fromkeys(let_go))
    if len(wanted) + len(unwanted) > MOST_AT_ONCE:
        raise Refused("casting.too_many_at_once", f"Change at most {MOST_AT_ONCE} at once.")
    return wanted, unwanted


def check_compared(performer_ids: Iterable[str]) -> list[str]:
    """Whom to put side by side, each once. Raises: Malformed(`casting.compare_two_to_four`)."""
    wanted = list(dict.fromkeys(performer_ids))
    if not LEAST_COMPARED <= len(wanted) <= MOST_COMPARED:
        raise Malformed("casting.compare_two_to_four", "Tick two to four performers to compare.")
    return wanted


def note_text(text: str) -> str:
    """A team's note. Raises: Malformed(`casting.note_unreadable`)."""
    tidy = text.replace("\r", "").strip()
    if len(tidy) > LONGEST_NOTE or not all(c.isprintable() or c == "\n" for c in tidy):
        raise Malformed(
            "casting.note_unreadable", f"A note has at most {LONGEST_NOTE} characters of plain text."
        )
    return tidy


def match(brief: Brief, performer: Performer, openness: Openness, profile: Profile | None = None) -> Match:
    """Hold a brief against what one performer is open to, axis by axis, the floor, and what they say of themselves.

    `profile`: None leaves the facts that the brief asks of the person unasked, as where nobody may read them.

    A creator learns of it only where the performer publishes the terms, together with the name.
    """
    verdict = check_covers(openness.terms, brief.scope)
    floor = openness.floor_for(brief.scope)
    floor_is_met = meets_floor(brief.budget, floor)
    said = tuple(
        (words.zh, words.en) for words in (reason_sentence(r, openness.terms) for r in verdict.reasons)
    )
    if not floor_is_met:
        said = (*said, (f"低于其底价 {floor}", f"below the floor of {floor}"))
    lacking = () if profile is None else lacks(brief.asks.needs, profile)
    said = (*said, *((one.says.zh, one.says.en) for one in lacking))
    fits = verdict.allowed and floor_is_met and not lacking
    return Match(performer, openness, fits, verdict.reasons, floor, floor_is_met, said, lacks=lacking)


def check_fits(brief: Brief, performer: Performer, openness: Openness, profile: Profile | None) -> None:
    """Nothing that a listed performer publishes stands in the way.

    `profile`: as in `match`. Raises: Refused(`casting.does_not_fit`) with the facts that they do not meet.
    """
    found = match(brief, performer, openness, profile)
    if not found.fits:
        raise Refused(
            "casting.does_not_fit",
            "The brief is not within what this performer is open to, or asks what they do not say of themselves.",
            lacks=[lack.fact for lack in found.lacks],
        )


def meets_floor(offered: Money, floor: Money) -> bool:
    """Whether an amount reaches a floor; another currency never does, for want of a signed rate."""
    return offered.currency == floor.currency and offered.minor >= floor.minor


def nearest(matches: Iterable[Match]) -> list[Match]:
    """Those who do not fit: by how few axes stand in the way, then by name."""
    return sorted(
        matches,
        key=lambda m: (
            len(m.reasons) + (not m.floor_is_met) + len(m.lacks),
            m.performer.name.en,
            m.openness.id,
        ),
    )


def first_reason(match: Match) -> str:
    """The axis of the first thing that stands in the way."""
    if match.reasons:
        return match.reasons[0].axis
    return match.lacks[0].fact if match.floor_is_met else "floor"


def alone_on(match: Match) -> str | None:
    """The one axis that stands in the way, if it is one; a red line is never something to bargain over."""
    if any(reason.why is Why.RED_LINE for reason in match.reasons):
        return None
    needs = {reason.axis for reason in match.reasons} | (set() if match.floor_is_met else {"floor"})
    needs |= {lack.fact for lack in match.lacks}
    return needs.pop() if len(needs) == 1 else None


def together(
    brief: Brief, fitting: Sequence[Match], others: Iterable[Match], unnamed: int, window: Window
) -> Matches:
    """Everybody's matches as one answer; `fitting` is in order, `unnamed` how many more keep their names private."""
    others = nearest(others)
    alone = Counter(axis for axis in map(alone_on, others) if axis is not None)
    return Matches(
        brief=brief,
        fitting=tuple(fitting[window.skip : window.skip + window.most]),
        others=tuple(others[: window.others]),
        fitting_count=len(fitting),
        others_count=len(others),
        unnamed=bucket(unnamed),
        first_reasons=Counter(map(first_reason, others)),
        alone=alone,
        won=_won(brief, others, alone),
    )


def _won(brief: Brief, others: Iterable[Match], axes: Iterable[str]) -> tuple[Won, ...]:
    """What changes on these axes would win of the others; one axis gives at most two reasons, and the floor one."""
    near = [
        m
        for m in others
        if len(m.reasons) <= MOST_BY_ONE_AXIS
        and not m.lacks
        and not any(r.why is Why.RED_LINE for r in m.reasons)
    ]
    return rules_whynot.chosen(
        Won(change, sum(match(change.brief, m.performer, m.openness).fits for m in near))
        for change in rules_whynot.changes(brief, axes)
    )


def bucket(count: int) -> str:
    """A count that reveals nobody: `0–4`, `5–19` …; that somebody is hidden at all is not told of a few.

    >>> bucket(0), bucket(3), bucket(19), bucket(20_000)
    ('0–4', '0–4', '5–19', '10000+')
    """
    for low, high in zip(BUCKETS, (*BUCKETS[1:], None), strict=True):
        if high is None or count < high:
            return f"{low}+" if high is None else f"{low}–{high - 1}"
    raise AssertionError
