"""The pages of rules: all packs for anybody, and the rules of one deal for its sides."""

from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get

from propria.deals import actions
from propria.deals.pages_rules import changed_text, deal_rules_page, rules_page
from propria.kernel.errors import Malformed
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.pages import page
from propria.rulepacks import PACKS, Changed, changes

Asked = Request[Any, Any, Any]
A_YEAR = timedelta(days=365)


@get("/rules", sync_to_thread=False)
def rules(request: Asked, library: Library, since: str = "", on: str = "") -> Response[Any]:
    """Every rule pack, and what changed between two days. Raises: Malformed(`deals.bad_day`)."""
    today = library.clock.now().date()
    on_day = _day(on, today)
    return page("deals/rules.html", rules_page(since=_day(since, on_day - A_YEAR), on=on_day), request)


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise Malformed("deals.bad_day", "Write a day like 2027-01-31.", value=text[:20]) from None


@get("/deals/{deal_id:str}/rules", sync_to_thread=True)
def deal_rules(request: Asked, deal_id: str, actor: Actor, library: Library) -> Response[Any]:
    """Which rules reach one deal, for one of its sides."""
    now = library.clock.now()
    seen = library.database.read(lambda db: actions.room(actor, deal_id, now=now, db=db))
    return page("deals/deal_rules.html", deal_rules_page(seen, now=now), request)


@get("/rules/changes", sync_to_thread=False)
def rule_changes(library: Library, since: str = "", on: str = "") -> list[dict[str, Any]]:
    """Which rules began, ended or are said anew between two days, with the words that changed.

    Raises: Malformed(`deals.bad_day`).
    """
    on_day = _day(on, library.clock.now().date())
    return [told(each) for each in changes(PACKS, _day(since, on_day - A_YEAR), on_day)]


def told(each: Changed) -> dict[str, Any]:
    """One change for programs; `words` are (stands in both, old or new; text) in both languages."""
    said: dict[str, Any] = {"pack": each.pack.id, "rule": each.rule.id, "on": each.on.isoformat()}
    said["change"] = "said_anew" if each.was else "began" if each.began else "ended"
    if each.was is not None:
        said["replaces"] = each.was.id
        said["words"] = {
            locale: [{"stands": stands, "text": text} for stands, text in words]
            for locale, words in changed_text(each.was, each.rule)
        }
    return said


API: list[Any] = [rule_changes]
HANDLERS: list[Any] = [rules, deal_rules]
