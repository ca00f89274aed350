"""The pages of rules: all packs for anybody, and the rules of one deal for its sides."""

from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get

from propria.deals import actions
from propria.deals.pages_rules import deal_rules_page, rules_page
from propria.kernel.errors import Malformed
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.pages import page

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


HANDLERS: list[Any] = [rules, deal_rules]
