"""Prices, shares and uses of the cast for the ledger's tests."""

from decimal import Decimal

from propria.kernel.ids import CreatorId, LicenceId, PerformerId, PersonId, UseId
from propria.kernel.money import Money
from propria.kernel.time import Instant, instant
from propria.parties.model import Actor, Name, Role
from propria.royalties.model import OPERATOR, Compensation, PayeeRole, PriceLine, Share, Use

NOW = instant("2026-11-22T10:04:00Z")
LICENCE = LicenceId("lic_" + "1" * 26)
MINA = PerformerId("prf_" + "2" * 26)
RAFAEL = PersonId("per_" + "3" * 26)
STUDIO = CreatorId("crt_" + "4" * 26)
OTTO = Actor(PersonId("per_" + "5" * 26), Name("奥托·林奎斯特", "Otto Lindqvist"), Role.OPERATOR)
SAM = Actor(PersonId("per_" + "6" * 26), Name("山姆", "Sam"), Role.VISITOR)
SECONDS, LINES, FREE = "5.1", "5.2", "5.3"
SHARES = (
    Share(MINA, PayeeRole.PERFORMER, 8_500),
    Share(RAFAEL, PayeeRole.REPRESENTATIVE, 1_000),
    Share(OPERATOR, PayeeRole.OPERATOR, 500),
)
PAY = Compensation(
    (
        PriceLine(
            SECONDS, "second", Money("CNY", 120_000), Money("CNY", 1_840_000), Money("CNY", 72_000_000)
        ),
        PriceLine(LINES, "line", Money("CNY", 8_001)),
    ),
    SHARES,
)


def a_use(number: int, quantity: str, *, clause: str = SECONDS, at: Instant = NOW) -> Use:
    """The use with this number: Mina's likeness in one shot of the film."""
    return Use(
        id=UseId(f"use_{number:026d}"),
        licence_id=LICENCE,
        performer_id=MINA,
        creator_id=STUDIO,
        project_id="prj_north-shore-light",
        project_zh="北岸灯塔",
        project_en="The North Shore Light",
        clause=clause,
        quantity=Decimal(quantity),
        used_at=at,
    )
