"""What the page of a licence's offline leases tells both its sides: how much is out, until when, what came back."""

from dataclasses import dataclass

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions, leases, rules_leases
from propria.licences.model import IssuedLease, ReportedRecord
from propria.licences.pages import UNITS, Burn, licence_for, other_side, title_of
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.components import Empty, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice, Typed

BREACH_WORDS: dict[str, Words] = {
    "double_spent": Words("同一份额用了两次", "the same quota was spent twice"),
    "over_quota": Words("超出租约的数量", "more than the lease held"),
    "out_of_time": Words("不在租约的时限内", "outside the lease’s time"),
    "beyond_scope": Words("租约不许可这样使用", "not allowed by the lease"),
    "after_return": Words("租约交还之后才出现", "it came after the lease was returned"),
}


@dataclass(frozen=True)
class Marked:
    """A use that needs a look: when its holder says that it was made, and what is wrong with it."""

    at: Instant
    says: tuple[Words, ...]
    is_charged: bool
    proof_href: str


@dataclass(frozen=True)
class LeaseRow:
    """One lease."""

    id: str
    number: int
    state: State
    burns: tuple[Burn, ...]
    expires_at: Instant
    uses: int
    marked: tuple[Marked, ...]
    evidence_href: str
    may_report: bool


@page_context("licences/leases.html")
@dataclass(frozen=True)
class LeasesPage:
    """The leases of one licence, newest first; a creator may take one out and bring records back."""

    licence_id: str
    title: Words
    other: Words
    rows: tuple[LeaseRow, ...]
    out: int
    breached: int
    may_take: bool
    fields: tuple[Field, ...]
    handed: str
    handed_name: str
    notice: Notice | None
    nothing: Empty


def leases_page(
    actor: Actor,
    licence_id: str,
    *,
    typed: Typed | None = None,
    handed: str = "",
    notice: Notice | None = None,
    now: Instant,
    db: Session,
) -> LeasesPage:
    """The page. Raises: NotFound(`licences.no_licence`)."""
    licence = licence_for(actor, licence_id, db=db)
    is_creator = actor.role is Role.CREATOR
    seen = actions.snapshot(licence.id, now=now, db=db)
    rows = [
        _row(
            number,
            one,
            leases.records_of(one.id, db=db),
            licence.withdrawn_at,
            is_creator=is_creator,
            now=now,
        )
        for number, one in reversed(list(enumerate(leases.leases_under(licence.id, db=db), 1)))
    ]
    return LeasesPage(
        licence_id=licence.id,
        title=title_of(licence),
        other=other_side(actor, licence, db=db),
        rows=tuple(rows),
        out=sum(row.state.kind is Kind.ACTIVE for row in rows),
        breached=sum(bool(row.marked) for row in rows),
        may_take=is_creator and seen.standing.state is Deal.ACTIVE,
        fields=_fields(typed or Typed()),
        handed=handed,
        handed_name="lease.json",
        notice=notice,
        nothing=_NOTHING,
    )


def _row(
    number: int,
    issued: IssuedLease,
    found: list[ReportedRecord],
    withdrawn_at: Instant | None,
    *,
    is_creator: bool,
    now: Instant,
) -> LeaseRow:
    used: dict[str, int] = {}
    for one in found:
        if one.use_id is not None:
            used |= {unit: used.get(unit, 0) + n for unit, n in one.record.amounts.items()}
    return LeaseRow(
        id=issued.id,
        number=number,
        state=_state(issued, now),
        burns=tuple(Burn(UNITS[unit], used.get(unit, 0), limit) for unit, limit in issued.quota.items()),
        expires_at=issued.expires_at,
        uses=sum(one.use_id is not None for one in found),
        marked=tuple(_marked(one, withdrawn_at) for one in found if _says(one, withdrawn_at)),
        evidence_href=f"/licences/{issued.licence_id}/leases/{issued.id}/evidence",
        may_report=is_creator,
    )


def _state(issued: IssuedLease, now: Instant) -> State:
    if issued.closed_at is not None:
        return State(Kind.NONE, Words("已交还", "returned"))
    if rules_leases.is_unreported(issued, now):
        return State(Kind.WAIT, Words("已到期，等持有人交还", "over; waits for its holder’s return"))
    return State(Kind.ACTIVE, Words("在外使用", "out"))


def _says(one: ReportedRecord, withdrawn_at: Instant | None) -> tuple[Words, ...]:
    said = [BREACH_WORDS[breach] for breach in one.breaches]
    if one.is_after(withdrawn_at):
        said.append(Words("撤回之后的使用", "made after the withdrawal"))
    if one.rests_on_its_word(withdrawn_at):
        said.append(
            Words(
                "称在撤回之前；仅凭持有人所言",
                "said to be made before the withdrawal; only its holder says so",
            )
        )
    return tuple(said)


def _marked(one: ReportedRecord, withdrawn_at: Instant | None) -> Marked:
    return Marked(
        one.record.made_at, _says(one, withdrawn_at), one.is_charged, f"/log/bundles/{one.statement_id}"
    )


def _fields(typed: Typed) -> tuple[Field, ...]:
    return (
        Field(
            "public_key",
            Words("您主机的公钥", "Your host’s public key"),
            value=typed.one("public_key"),
            hint=Words("由 propria lease keygen 生成", "made by: propria lease keygen"),
        ),
        Field("seconds", Words("秒数", "Seconds"), kind="number", value=typed.one("seconds"), required=False),
        Field("lines", Words("句数", "Lines"), kind="number", value=typed.one("lines"), required=False),
        Field(
            "hours",
            Words("时限（小时）", "Life in hours"),
            kind="number",
            value=typed.one("hours") or "24",
            hint=Words("最多一周，即 168 小时", "a week at most: 168"),
        ),
    )


def quota_of(typed: Typed) -> dict[str, int]:
    """How much was asked for, by unit; a field left empty asks for nothing. Raises: Malformed(`licences.lease_form`)."""
    try:
        asked = {unit: int(typed.one(unit) or "0") for unit in ("seconds", "lines")}
    except ValueError:
        raise Malformed("licences.lease_form", "Write how much of each unit as a whole number.") from None
    if not any(asked.values()) or min(asked.values()) < 0:
        raise Malformed("licences.lease_form", "Write how much of each unit as a whole number.")
    return {unit: amount for unit, amount in asked.items() if amount}


_NOTHING = Empty(
    Words("没有离线租约。", "No lease is out."),
    Words(
        "没有网络的主机可以租走一部分数量，逐次签名记录，事后交回。",
        "A host without a network may take a part of the quota, sign each use, and bring the records back.",
    ),
)
