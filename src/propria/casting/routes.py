"""The API of briefs, matches and shortlists."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.params import Parameter

from propria.casting import actions
from propria.casting.access.model import Access, Reach
from propria.casting.matching import rank
from propria.casting.model import Brief, Match, Matches, Place, Window, Won
from propria.casting.search import ranking
from propria.casting.search.words import MEANING, WORDS
from propria.casting.sheet.model import Asks, Needs, NoneOf, Structure
from propria.casting.whynot.rules import FEW, most_first, roughly
from propria.casting.whynot.texts import change_words
from propria.kernel.money import Money
from propria.kernel.time import Instant, wire
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.scope import Scope

MOST_A_PAGE, MOST_SKIPPED = 100, 1_000_000
PageSize = Annotated[int, Parameter(ge=1, le=MOST_A_PAGE)]
Skipped = Annotated[int, Parameter(ge=0, le=MOST_SKIPPED)]


class NeedsForm(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Hard facts asked of the person: an age they play, languages (all, any), skills; what is left out asks nothing."""

    plays: tuple[int, int] = (0, 0)
    speaks: tuple[str, ...] = ()
    speaks_any: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


class BriefForm(msgspec.Struct, forbid_unknown_fields=True):
    """What is sought: a scope in its signed form, the budget for the whole project, whom in free words; and how it is answered.

    `structure`, `trains` and `none_of` have to be said with the scope: `casting.sheet_incomplete` names what is missing.
    """

    title_zh: str
    title_en: str
    project: str
    role: str
    scope: dict[str, Any]
    budget: dict[str, str]
    seeks: str = ""
    deadline: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    reach: Reach = Reach.EVERYBODY
    agency: str = ""
    working_title: str = ""
    structure: list[Structure] = []
    trains: bool | None = None
    none_of: list[NoneOf] = []
    needs: NeedsForm = NeedsForm()
    script_sha256: str = ""

    @property
    def access(self) -> Access:
        """How it is answered."""
        return Access(self.deadline, self.reach, self.agency, self.working_title)

    @property
    def asks(self) -> Asks:
        """What the sheet says beside the scope."""
        asked = self.needs
        needs = Needs(asked.plays, asked.speaks, asked.speaks_any, asked.skills)
        return Asks(
            frozenset(self.structure), self.trains, frozenset(self.none_of), needs, self.script_sha256
        )


def brief_json(brief: Brief) -> dict[str, Any]:
    """A brief as the API gives it."""
    return {
        "brief": brief.id,
        "project": brief.project,
        "title": {"zh": brief.title[0], "en": brief.title[1]},
        "role": brief.role,
        "scope": brief.scope.to_json(),
        "budget": brief.budget.to_json(),
        "seeks": brief.seeks,
        **brief.asks.to_json(),
        **brief.access.to_json(),
        "made_at": wire(brief.made_at),
        "archived_at": wire(brief.archived_at) if brief.archived_at else None,
    }


def place_json(place: Place) -> dict[str, Any]:
    """The inputs of a place, each 0 to 1, and the points they come to."""
    return {name: value if name == "points" else round(value, 4) for name, value in asdict(place).items()}


def order_json(now: Instant) -> dict[str, Any]:
    """What the published order goes by, so that anyone can make it again."""
    weights = {
        "fit": rank.FIT,
        "availability": rank.AVAILABILITY,
        "fee_fit": rank.FEE_FIT,
        "responsiveness": rank.RESPONSIVENESS,
    }
    return weights | {"words": WORDS, "meaning": MEANING, "turn_of_day": ranking.day_of(now)}


def _match_json(match: Match) -> dict[str, Any]:
    return {
        "performer": match.performer.id,
        "name": match.performer.name.to_json(),
        "fits": match.fits,
        "place": None if match.place is None else place_json(match.place),
        "reasons": [reason.code for reason in match.reasons]
        + ([] if match.floor_is_met else ["below_floor"])
        + [lack.code for lack in match.lacks],
        "says": [{"zh": zh, "en": en} for zh, en in match.what_would_change_it],
    }


def why_not_json(found: Matches) -> dict[str, Any]:
    """Why the others do not fit, and for each axis one change that would win some of them; people are counted roughly."""
    return {
        "first_reasons": {axis: _roughly(count) for axis, count in most_first(found.first_reasons)},
        "alone": {axis: _roughly(count) for axis, count in most_first(found.alone)},
        "changes": [_won_json(one) for one in found.won],
    }


def _won_json(won: Won) -> dict[str, Any]:
    axis, brief, says = won.change.axis, won.change.brief, change_words(won.change)
    asked = brief.budget.to_json() if axis == "floor" else brief.scope.to_json().get(axis, [])
    told = {"budget" if axis == "floor" else axis: asked}
    return {"axis": axis, "ask": told, "more": _roughly(won.count), "says": {"zh": says.zh, "en": says.en}}


def _roughly(count: int) -> dict[str, int]:
    about = roughly(count)
    return {"about": about} if about else {"fewer_than": FEW}


@post("/briefs", status_code=201, sync_to_thread=True)
def make_brief(data: BriefForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Say what is sought."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.make_brief(
            actor,
            (data.title_zh, data.title_en),
            data.project,
            data.role,
            Scope.from_json(data.scope),
            Money.from_json(data.budget),
            data.seeks,
            data.access,
            asks=data.asks,
            now=now,
            db=db,
        )
    )
    return brief_json(made)


@get("/briefs", sync_to_thread=True)
def read_briefs(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Your briefs, newest first."""
    return [brief_json(b) for b in library.database.read(lambda db: actions.briefs(actor, db=db))]


@get("/briefs/{brief_id:str}/matches", sync_to_thread=True)
def read_matches(
    brief_id: str, actor: Actor, library: Library, skip: Skipped = 0, limit: PageSize = MOST_A_PAGE
) -> Response[dict[str, Any]]:
    """Who fits, who does not, every reason, and what one change of the brief would win; counts are rough.

    `skip`: how many of the first who fit to leave out; the header `Link` gives the next page. `limit`: 1 to 100, also of
    those who do not fit, the nearest first.
    """
    now, window = library.clock.now(), Window(skip, limit, limit)
    found = library.database.read(lambda db: actions.matches(actor, brief_id, window, now=now, db=db))
    then = f'</api/v1/briefs/{brief_id}/matches?skip={skip + limit}&limit={limit}>; rel="next"'
    headers = {"link": then} if found.fitting_count > skip + limit else {}
    return Response(_matches_json(found, now), headers=headers)


def _matches_json(found: Matches, now: Instant) -> dict[str, Any]:
    return {
        "brief": brief_json(found.brief),
        "order": order_json(now),
        "fitting": [_match_json(m) for m in found.fitting],
        "others": [_match_json(m) for m in found.others],
        "fitting_count": found.fitting_count,
        "others_count": found.others_count,
        "unnamed": found.unnamed,
        **why_not_json(found),
    }


@put("/briefs/{brief_id:str}/shortlist/{performer_id:str}", status_code=204, sync_to_thread=True)
def keep(brief_id: str, performer_id: str, actor: Actor, library: Library) -> None:
    """Put a performer on the shortlist."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.keep(actor, brief_id, performer_id, now=now, db=db))


@delete("/briefs/{brief_id:str}/shortlist/{performer_id:str}", status_code=204, sync_to_thread=True)
def let_go(brief_id: str, performer_id: str, actor: Actor, library: Library) -> None:
    """Take a performer off the shortlist."""
    library.database.transact(lambda db: actions.let_go(actor, brief_id, performer_id, db=db))


@get("/briefs/{brief_id:str}/shortlist", sync_to_thread=True)
def read_shortlist(brief_id: str, actor: Actor, library: Library) -> list[dict[str, str]]:
    """Who was kept for the brief."""
    kept = library.database.read(lambda db: actions.shortlist(actor, brief_id, db=db))
    return [{"performer": one.performer_id, "added_at": wire(one.added_at)} for one in kept]


class ShortlistChange(msgspec.Struct, forbid_unknown_fields=True):
    """Whom to keep and whom to let go at once."""

    keep: list[str] = []
    let_go: list[str] = []


@post("/briefs/{brief_id:str}/shortlist", status_code=200, sync_to_thread=True)
def change(brief_id: str, data: ShortlistChange, actor: Actor, library: Library) -> dict[str, Any]:
    """Keep some and let others go, all or nothing; send `undo` back to undo it."""
    now = library.clock.now()
    done = library.database.transact(
        lambda db: actions.change(actor, brief_id, data.keep, data.let_go, now=now, db=db)
    )
    undo = {"keep": list(done.let_go), "let_go": list(done.kept)}
    return {"kept": list(done.kept), "let_go": list(done.let_go), "undo": undo}


class NoteForm(msgspec.Struct, forbid_unknown_fields=True):
    """A note for one's own team."""

    text: str


@put("/briefs/{brief_id:str}/notes/{performer_id:str}", status_code=204, sync_to_thread=True)
def note(brief_id: str, performer_id: str, data: NoteForm, actor: Actor, library: Library) -> None:
    """Note something of a performer for your own team; an empty text takes it away."""
    now = library.clock.now()
    library.database.transact(
        lambda db: actions.note(actor, brief_id, performer_id, data.text, now=now, db=db)
    )


@get("/briefs/{brief_id:str}/notes", sync_to_thread=True)
def read_notes(brief_id: str, actor: Actor, library: Library) -> list[dict[str, str]]:
    """What your team noted, of whom."""
    found = library.database.read(lambda db: actions.notes(actor, brief_id, db=db))
    return [
        {"performer": who, "text": one.text, "by": one.person_id, "noted_at": wire(one.noted_at)}
        for who, one in found.items()
    ]


HANDLERS = [change, note, read_notes, make_brief, read_briefs, read_matches, keep, let_go, read_shortlist]
