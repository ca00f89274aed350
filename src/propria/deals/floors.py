"""Floors of a deal: the performer's own, and their guilds'. Of a guild's the other side learns neither amount nor whose it is.

That somebody belongs to a guild is published by nobody but them, so its floor is a private reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from propria.casting.rules import meets_floor
from propria.consent import actions as consent
from propria.consent.model import Openness
from propria.deals import outward
from propria.deals.model import Deal, Side, TermSheet
from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties.guilds import actions as guilds
from propria.parties.model import GuildFloor
from propria.plumbing.database import Session
from propria.scope import hits

_TALKS = ("open", "agreed")
_NOT_AVAILABLE = ("演员不便按此稿承接。", "The performer is not available on these terms.")


def missed(performer_id: str, sheet: TermSheet, *, db: Session) -> list[GuildFloor]:
    """The floors of the performer's guilds that reach these terms and that they stay below."""
    return _below(guilds.floors_of(performer_id, db=db), sheet)


def _below(floors: Iterable[GuildFloor], sheet: TermSheet) -> list[GuildFloor]:
    reaching = (one for one in floors if hits(one.scope, sheet.scope))
    return [one for one in reaching if not meets_floor(sheet.guarantee, one.floor)]


@dataclass(frozen=True)
class Floors:
    """What one performer takes no less than: their guilds' floors, and what they signed themselves."""

    guilds: tuple[GuildFloor, ...]
    own: Openness | None


def talked_about(deals: Iterable[Deal], *, now: Instant, db: Session) -> dict[str, Floors]:
    """The floors by performer, where somebody still talks."""
    found: dict[str, Floors] = {}
    for whose in sorted({one.performer_id for one in deals if one.state in _TALKS}):
        openness = consent.find_openness(whose, now=now, db=db)
        found[whose] = Floors(tuple(guilds.floors_of(whose, db=db)), openness)
    return found


def sentences(
    deal: Deal, sheet: TermSheet, side: Side, floors: Mapping[str, Floors]
) -> tuple[tuple[str, str], ...]:
    """(zh, en) of each floor that the terms stay below, while they are talked about; only the performer's side learns whose.

    `floors`: as `talked_about` tells them.
    """
    if deal.state not in _TALKS:
        return ()
    standing = floors[deal.performer_id]
    below = _below(standing.guilds, sheet)
    if side is Side.CREATOR:
        return (_NOT_AVAILABLE,) if below else ()
    said = [_sentence((f"{f.guild.zh}的底价", f"The floor of {f.guild.en}"), f.floor, sheet) for f in below]
    own = None if standing.own is None else standing.own.floor_for(sheet.scope)
    if own is not None and not meets_floor(sheet.guarantee, own):
        said.insert(0, _sentence(("您常设条件里的底价", "The floor in your standing terms"), own, sheet))
    return tuple(said)


def _sentence(whose: tuple[str, str], floor: Money, sheet: TermSheet) -> tuple[str, str]:
    return (
        f"{whose[0]}为 {floor}；本稿保底 {sheet.guarantee}。",
        f"{whose[1]} is {floor}; this guarantees {sheet.guarantee}.",
    )


def check_offer(performer_id: str, sheet: TermSheet, *, db: Session) -> None:
    """Terms that a creator puts reach every guild's floor. Raises: Refused(`deals.not_available`)."""
    if missed(performer_id, sheet, db=db):
        raise outward.not_available()


def check(deal: Deal, sheet: TermSheet, side: Side, *, db: Session) -> None:
    """Nothing is agreed or signed below a guild's floor, not even by the performer's own key.

    Raises: Refused(`deals.below_guild_floor`) naming guild and floor to the performer's side; to the other side
    Refused(`deals.not_available`).
    """
    if side is Side.CREATOR:
        check_offer(deal.performer_id, sheet, db=db)
        return
    for one in missed(deal.performer_id, sheet, db=db):
        raise Refused(
            "deals.below_guild_floor",
            "This is below the floor of your guild.",
            guild=one.guild.to_json(),
            floor=str(one.floor),
            offered=str(sheet.guarantee),
        )
