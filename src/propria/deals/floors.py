"""Floors of a deal: the performer's own, and their guilds'. The other side learns an amount, never whose it is."""

from propria.casting.rules import meets_floor
from propria.consent import actions as consent
from propria.deals.model import Deal, Side, TermSheet
from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import guilds
from propria.parties.model import GuildFloor
from propria.plumbing.database import Session


def missed(performer_id: str, sheet: TermSheet, *, db: Session) -> list[GuildFloor]:
    """The floors of the performer's guilds that reach these terms and that they stay below."""
    reaching = guilds.floors_for(performer_id, sheet.scope, db=db)
    return [one for one in reaching if not meets_floor(sheet.guarantee, one.floor)]


def sentences(
    deal: Deal, sheet: TermSheet, side: Side, *, now: Instant, db: Session
) -> tuple[tuple[str, str], ...]:
    """(zh, en) of each floor that the terms stay below, while they are talked about; only the performer's side learns whose."""
    if deal.state not in ("open", "agreed"):
        return ()
    below = missed(deal.performer_id, sheet, db=db)
    if side is Side.CREATOR:
        highest = max((one.floor for one in below), key=lambda floor: floor.minor, default=None)
        return () if highest is None else (_sentence(("对方的底价", "Their floor"), highest, sheet),)
    said = [_sentence((f"{f.guild.zh}的底价", f"The floor of {f.guild.en}"), f.floor, sheet) for f in below]
    openness = consent.find_openness(deal.performer_id, now=now, db=db)
    if openness is not None and not meets_floor(sheet.guarantee, openness.floor):
        whose = ("您常设条件里的底价", "The floor in your standing terms")
        said.insert(0, _sentence(whose, openness.floor, sheet))
    return tuple(said)


def _sentence(whose: tuple[str, str], floor: Money, sheet: TermSheet) -> tuple[str, str]:
    return (
        f"{whose[0]}为 {floor}；本稿保底 {sheet.guarantee}。",
        f"{whose[1]} is {floor}; this guarantees {sheet.guarantee}.",
    )


def check_offer(performer_id: str, sheet: TermSheet, *, db: Session) -> None:
    """Terms that a creator puts reach every floor. Raises: Refused(`deals.below_floor`), naming no guild."""
    below = missed(performer_id, sheet, db=db)
    if below:
        raise Refused(
            "deals.below_floor",
            "This is below the performer's floor.",
            floor=str(max((one.floor for one in below), key=lambda floor: floor.minor)),
            offered=str(sheet.guarantee),
        )


def check(deal: Deal, sheet: TermSheet, side: Side, *, db: Session) -> None:
    """Nothing is agreed or signed below a guild's floor, not even by the performer's own key.

    Raises: Refused(`deals.below_guild_floor`) naming guild and floor to the performer's side; to the other side
    Refused(`deals.below_floor`).
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
