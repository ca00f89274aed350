"""What the page of shortlists tells: who was kept for which brief."""

from dataclasses import dataclass, replace

from propria.casting import actions
from propria.casting.cards import Card, card
from propria.casting.pages import BriefRow, brief_row
from propria.casting.pages_pictures import faces
from propria.consent import actions as consent
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.parties.strength import shown
from propria.plumbing.database import Session
from propria.plumbing.web.components import Empty
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words


@dataclass(frozen=True)
class KeptList:
    """The shortlist of one brief."""

    brief: BriefRow
    cards: tuple[Card, ...]


@page_context("casting/shortlists.html")
@dataclass(frozen=True)
class ShortlistsPage:
    """Everybody who was kept, brief by brief."""

    lists: tuple[KeptList, ...]
    kept: int
    nothing: Empty


def kept_lists(actor: Actor, *, now: Instant, db: Session) -> ShortlistsPage:
    """Every shortlist with somebody on it. Raises: NotFound(`parties.no_creator`)."""
    open_now = {o.performer_id: o for o in consent.all_open(now=now, db=db)}
    lists = []
    for brief in actions.briefs(actor, db=db):
        kept = actions.shortlist(actor, brief.id, db=db)
        people = parties.performers([one.performer_id for one in kept], db=db)
        notes, seen = actions.notes(actor, brief.id, db=db), faces(people.values(), now=now, db=db)
        known = shown(people.values(), db=db)
        cards = tuple(
            replace(
                card(people[one.performer_id], open_now.get(one.performer_id), (), seen, known, kept=True),
                note=notes[one.performer_id].text if one.performer_id in notes else "",
            )
            for one in kept
        )
        if cards:
            lists.append(KeptList(brief_row(actor, brief, now=now, db=db), cards))
    nothing = Empty(
        Words("还没有留下任何人。", "Nobody is kept yet."),
        Words(
            "在一份招募里按“留下”，名字就会出现在这里；本人不会知道。",
            "Press keep in a brief and the name appears here; nobody is told.",
        ),
        Link("/briefs", Words("去看招募", "To the briefs")),
    )
    return ShortlistsPage(tuple(lists), sum(len(one.cards) for one in lists), nothing)
