"""The whole cast at once: the roles of one project, who is kept for each, and how far the talks are. Decides nothing."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from propria.casting import actions as casting
from propria.casting.model import Brief
from propria.casting.pictures.pages import faces, first_face
from propria.deals import listed
from propria.deals.actions import Room
from propria.deals.pages import standing
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity.strength import shown
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Empty, Face, Filter, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words, work


@dataclass(frozen=True)
class Seat:
    """One performer considered for a role: kept, or in talks."""

    name: Words
    face: Face
    href: str
    state: State | None
    known: State


@dataclass(frozen=True)
class RolePlan:
    """One role of the project, its brief, and who is considered."""

    role: str
    href: str
    seats: tuple[Seat, ...]


@page_context("deals/board.html")
@dataclass(frozen=True)
class BoardPage:
    """The whole production: every role of one project."""

    title: Words | None
    roles: tuple[RolePlan, ...]
    filled: int
    filters: tuple[Filter, ...]
    cast_at_once: str
    nothing: Empty


def board_page(actor: Actor, project: str, *, now: Instant, db: Session) -> BoardPage:
    """The board of a project; without one, of the newest. Raises: NotFound(`parties.no_creator`)."""
    briefs = casting.briefs(actor, db=db)
    titles = {b.project: Words(*b.title) for b in reversed(briefs)}
    chosen = project if project in titles else (briefs[0].project if briefs else "")
    roles = tuple(
        _role(actor, b, listed.rooms(actor, brief_id=b.id, now=now, db=db), now=now, db=db)
        for b in reversed(briefs)
        if b.project == chosen
    )
    options = tuple(Choice(code, title) for code, title in titles.items())
    return BoardPage(
        title=work(titles[chosen]) if chosen else None,
        roles=roles,
        filled=sum(any(s.state and s.state.kind.value == "licensed" for s in r.seats) for r in roles),
        filters=(Filter("project", Words("作品", "Project"), options, chosen),) if len(options) > 1 else (),
        cast_at_once=f"/board/cast?{urlencode({'project': chosen})}" if chosen else "",
        nothing=Empty(
            Words("还没有角色。", "No roles yet."),
            Words(
                "每份招募是一个角色；同一作品代号的招募排在一起。",
                "Each brief is a role; briefs with one project code stand together.",
            ),
            Link("/briefs/new", Words("发起招募", "Make a brief")),
        ),
    )


def _role(actor: Actor, brief: Brief, rooms: list[Room], *, now: Instant, db: Session) -> RolePlan:
    talks = _foremost(rooms)
    kept = [one.performer_id for one in casting.shortlist(actor, brief.id, db=db)]
    people = parties.performers(dict.fromkeys((*talks, *kept)), db=db)
    seen, known = faces(people.values(), now=now, db=db), shown(people.values(), db=db)
    seats = []
    for performer_id in dict.fromkeys((*talks, *kept)):
        name = Words(people[performer_id].name.zh, people[performer_id].name.en)
        room = talks.get(performer_id)
        href = f"/deals/{room.deal.id}" if room else f"/briefs/{brief.id}"
        seats.append(
            Seat(
                name=name,
                face=first_face(people[performer_id], seen),
                href=href,
                state=standing(room, now=now) if room else None,
                known=replace(known[performer_id], who_next=""),
            )
        )
    return RolePlan(brief.role, f"/briefs/{brief.id}", tuple(seats))


def _foremost(rooms: list[Room]) -> dict[PerformerId, Room]:
    """The talks that tell where each performer stands, `rooms` newest first: what is signed counts, whatever came
    later; talks that go on come before those that ended.
    """
    order = {"signed": 0, "agreed": 1, "open": 1}
    found: dict[PerformerId, Room] = {}
    for room in sorted(rooms, key=lambda seen: order.get(seen.deal.state, 2)):
        found.setdefault(room.deal.performer_id, room)
    return found
