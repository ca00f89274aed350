"""The list of licences: what a creator holds, what a performer gave."""

from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.licences import actions
from propria.licences.pages import (
    Burn,
    burns_of,
    other_side,
    own_licences,
    standing_of,
    title_of,
    waits_words,
)
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Empty, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words


@dataclass(frozen=True)
class LicenceRow:
    """One licence in a list."""

    title: Words
    href: str
    other: Words
    state: State
    waits: tuple[Words, ...]
    burns: tuple[Burn, ...]
    ends_at: Instant


@page_context("licences/licences.html")
@dataclass(frozen=True)
class LicencesPage:
    """What the reader holds or gave."""

    rows: tuple[LicenceRow, ...]
    active: int
    is_creator: bool
    nothing: Empty


def licences_page(actor: Actor, *, now: Instant, db: Session) -> LicencesPage:
    """The list; empty for a performer who has claimed no profile yet. Raises: NotFound(`parties.no_creator`)."""
    rows = []
    for licence in reversed(own_licences(actor, db=db)):
        seen = actions.snapshot(licence.id, now=now, db=db)
        rows.append(
            LicenceRow(
                title=title_of(licence),
                href=f"/licences/{licence.id}",
                other=other_side(actor, licence, db=db),
                state=standing_of(seen),
                waits=tuple(waits_words(licence, c) for c in seen.standing.waits_for),
                burns=burns_of(seen),
                ends_at=licence.ends_at,
            )
        )
    is_creator = actor.role is Role.CREATOR
    return LicencesPage(
        tuple(rows),
        sum(row.state.kind is Kind.ACTIVE for row in rows),
        is_creator,
        _nothing(is_creator=is_creator),
    )


def _nothing(*, is_creator: bool) -> Empty:
    means = Words(
        "洽谈、谈妥、双方签署之后，授权出现在这里。",
        "After talks, an agreement and two signatures, a licence appears here.",
    )
    if is_creator:
        return Empty(
            Words("您还没有授权。", "You hold no licence."),
            means,
            Link("/briefs", Words("去看招募", "To the briefs")),
        )
    return Empty(
        Words("您没有授权任何人。", "You have licensed nobody."),
        means,
        Link("/deals", Words("去看洽谈", "To the deals")),
    )
