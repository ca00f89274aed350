"""What the operator's page of orders to preserve is told: what binds, who signed, what it holds, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from propria.kernel.ids import PersonId, PreservationId
from propria.kernel.time import Instant
from propria.likeness.orders import rules
from propria.likeness.orders.model import LONGEST_DAYS, Holding, Preservation
from propria.plumbing.web.components import Empty, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice

ASKED = State(
    Kind.WAIT, Words("已请求", "asked for"), Words("等另一人确认，尚不生效", "another person has to confirm it; it binds nothing yet")
)  # fmt: skip
BINDS = State(Kind.STOP, Words("生效中", "in force"))
LIFTING = State(
    Kind.STOP,
    Words("生效中", "in force"),
    Words("已请求解除，等另一人确认", "asked to be lifted; another person has to confirm"),
)
LIFTED = State(Kind.NONE, Words("已解除", "lifted"))
OVER = State(Kind.NONE, Words("已到期", "over"))
ACT_WORDS = {
    "asked": Words("请求保全", "asked for it"),
    "confirmed": Words("确认", "confirmed it"),
    "lifting_asked": Words("请求解除", "asked to lift it"),
    "lifted": Words("解除", "lifted it"),
}


@dataclass(frozen=True)
class Signed:
    """One signature: who, what, when, and where its proof lies."""

    who: Words
    did: Words
    at: Instant
    bundle_href: str


@dataclass(frozen=True)
class Known:
    """What is known of one order beside itself."""

    order: Preservation
    performer: Words
    signed: tuple[Signed, ...]
    held: tuple[tuple[Words, Holding], ...]


@dataclass(frozen=True)
class Row:
    """One order, and what whoever looks may do with it now; `holds` is empty once nothing is held by it."""

    id: PreservationId
    state: State
    performer: Words
    authority: str
    reference: str
    ends_at: Instant
    signed: tuple[Signed, ...]
    holds: tuple[Words, ...]
    may_confirm: bool
    lifts: Words | None


@page_context("likeness/orders.html")
@dataclass(frozen=True)
class OrdersPage:
    """Orders in force first, then the others; drawing one up."""

    binding: int
    rows: tuple[Row, ...]
    fields: tuple[Field, ...]
    notice: Notice | None
    nothing: Empty


def orders_page(
    known: Sequence[Known],
    *,
    viewer: PersonId,
    now: Instant,
    typed: Mapping[str, str] | None = None,
    notice: Notice | None = None,
) -> OrdersPage:
    """The page as one of the operator's people sees it."""
    first = sorted(known, key=lambda one: (_is_past(one.order, now), one.order.ends_at))
    return OrdersPage(
        binding=sum(one.order.binds(now) for one in known),
        rows=tuple(_row(one, viewer, now) for one in first),
        fields=_fields(typed or {}),
        notice=notice,
        nothing=Empty(
            Words("没有保全命令。", "There is no order to preserve."),
            Words("未经两人签署，不因命令而保存任何内容。", "Nothing is kept for one before two people have signed."),
        ),
    )  # fmt: skip


def _is_past(order: Preservation, now: Instant) -> bool:
    return order.lifted_statement is not None or now >= order.ends_at


def _state(order: Preservation, now: Instant) -> State:
    if order.lifted_statement is not None:
        return LIFTED
    if now >= order.ends_at:
        return OVER
    if order.confirmed_statement is None:
        return ASKED
    return BINDS if order.lifting_asked_by is None else LIFTING


def _row(known: Known, viewer: PersonId, now: Instant) -> Row:
    order = known.order
    is_open = not _is_past(order, now)
    return Row(
        id=order.id,
        state=_state(order, now),
        performer=known.performer,
        authority=order.authority,
        reference=order.reference,
        ends_at=order.ends_at,
        signed=known.signed,
        holds=tuple(_held(*one) for one in known.held) if order.binds(now) else (),
        may_confirm=is_open and order.confirmed_statement is None and viewer != order.asked_by,
        lifts=_lifts(order, viewer) if is_open else None,
    )


def _lifts(order: Preservation, viewer: PersonId) -> Words | None:
    """What the viewer's signature does towards its end; none while another person's is awaited."""
    if order.lifting_asked_by == viewer:
        return None
    if rules.next_to_lift(viewer, order) == rules.LIFTING_ASKED:
        return Words("请求解除", "Ask to lift it")
    return Words("解除", "Lift it")


def _held(kind: Words, holding: Holding) -> Words:
    return Words(
        f"{kind.zh} {holding.files} 份，其中 {holding.sealed} 份本应销毁，只保存、不打开、不使用。",
        f"{kind.en}: {holding.files}, of which {holding.sealed} were to be destroyed and are only kept, opened and used by nobody.",
    )


def _fields(typed: Mapping[str, str]) -> tuple[Field, ...]:
    return (
        Field("performer", Words("演员编号", "The performer’s id"), value=typed.get("performer", ""),
              hint=Words("以 prf_ 开头。", "It begins with prf_.")),
        Field("authority", Words("谁下的命令？", "Who ordered it?"), value=typed.get("authority", ""),
              hint=Words("法院或主管机关的全称；演员会看到。", "The court or authority in full; the performer reads it.")),
        Field("reference", Words("文号", "Its number"), value=typed.get("reference", "")),
        Field("days", Words("保全多少天？", "For how many days?"), "number", typed.get("days", ""),
              hint=Words(f"至多 {LONGEST_DAYS} 天；更久的须重新签署。", f"{LONGEST_DAYS} at most; a longer one is signed anew.")),
    )  # fmt: skip
