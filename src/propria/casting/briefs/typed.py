"""A brief as its form would be typed, and the address of that form with a change filled in. Pure."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from propria.casting.access import form as access_form
from propria.casting.model import Brief
from propria.casting.sheet import form as sheet_form
from propria.web.scope_form import typed_scope
from propria.web.typed_form import Typed, major


def typed_like(brief: Brief) -> Typed:
    """A brief as its form was typed."""
    scope = typed_scope(brief.scope) | {"role": (brief.role,), "project": (brief.project,)}
    titles = {"title_zh": (brief.title[0],), "title_en": (brief.title[1],), "seeks": (brief.seeks,)}
    return Typed(
        scope
        | titles
        | access_form.typed_of(brief)
        | sheet_form.typed_of(brief.asks)
        | {"currency": (brief.budget.currency,), "budget": (major(brief.budget),)}
    )


def with_given(typed: Typed, given: Mapping[str, Sequence[str]]) -> Typed:
    """What was typed, with the given fields instead; what the form does not hold is left out."""
    return Typed({name: tuple(given.get(name, value)) for name, value in typed.fields.items()})


def address_of(brief: Brief, changed: Brief) -> str:
    """The form of a brief like `brief`, with what `changed` asks or offers instead filled in."""
    was, now = typed_like(brief).fields, typed_like(changed).fields
    told = [(name, one) for name in was if was[name] != now[name] for one in now[name] or ("",)]
    return f"/briefs/new?{urlencode([('like', brief.id), *told])}"
