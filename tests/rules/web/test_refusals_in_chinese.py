"""What a rule refuses on a page is said in Chinese too, and no catalogue explains a code that nothing raises."""

from functools import cache

from propria.cli.docs_errors import Raised, raised_codes
from propria.deals.lifecycle import DEAL
from propria.disputes.lifecycle import DENIAL, LOOKALIKE
from propria.parties.keys.lifecycle import RECOVERY
from propria.plumbing.web.locales import PACKAGE
from propria.web.strings import written

ON_PAGES = (
    "alerts",
    "casting",
    "consent",
    "deals",
    "disputes",
    "journeys",
    "licences",
    "likeness",
    "parties",
    "provenance",
    "publicity",
    "rates",
    "record",
    "replicas",
    "royalties",
    "scope",
    "usage",
)
"""The packages whose refusals a page shows."""
BEHIND = ("/engine/", "/papers/")
"""Engines and typesetters: their failures are told by the page of the job, in words of its own."""


def every_code() -> tuple[Raised, ...]:
    """Every code that the package can raise."""
    return raised_codes(PACKAGE)


@cache
def said_in_chinese() -> frozenset[str]:
    """The codes that a catalogue has a sentence for."""
    return frozenset(code for context, code in written("zh-Hans") if context == "error")


def shown(raised: Raised) -> bool:
    """Whether a page may show it."""
    ours = raised.place.startswith(tuple(f"{name}/" for name in ON_PAGES))
    return ours and raised.status < 500 and not any(part in raised.place for part in BEHIND)


def test_every_refusal_that_a_page_shows_is_written_in_chinese() -> None:
    missing = {
        raised.code
        for raised in every_code()
        if shown(raised) and not any(raised.pattern.fullmatch(code) for code in said_in_chinese())
    }
    assert missing == set()


def test_every_act_that_a_deal_a_denial_or_a_recovery_refuses_is_written_in_chinese() -> None:
    refused = {
        f"{table.name}.cannot_{act}"
        for table in (DEAL, DENIAL, LOOKALIKE, RECOVERY)
        for _, act in table.table
    }
    assert refused <= said_in_chinese()


def test_every_refusal_in_the_catalogues_can_be_raised() -> None:
    patterns = [raised.pattern for raised in every_code()]
    lifecycles = (
        "deal.cannot_",
        "denial.cannot_",
        "lookalike.cannot_",
        "recovery.cannot_",
        "replica_version.cannot_",
    )
    unknown = {
        code
        for code in said_in_chinese()
        if not code.startswith(lifecycles) and not any(p.fullmatch(code) for p in patterns)
    }
    assert unknown == set()
