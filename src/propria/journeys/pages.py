"""What a person's home and the page of withdrawal are told. No request, no SQL."""

from dataclasses import dataclass

from propria.kernel.ids import LicenceId
from propria.kernel.time import Instant
from propria.plumbing.web.components import Empty, State, Sum, Waiting
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words


@dataclass(frozen=True)
class InUse:
    """One title that a performer is licensed for or in use in, and how much of what was allowed is used."""

    licence_id: LicenceId
    title: Words
    creator: Words
    known: State
    is_active: bool
    waits_for: tuple[Words, ...]
    used: tuple[tuple[int, int, Words], ...]
    ends_at: Instant


@dataclass(frozen=True)
class Represented:
    """A performer whom the reader may act for."""

    name: Words
    known: State
    href: str


@page_context("journeys/home.html")
@dataclass(frozen=True)
class HomePage:
    """What waits for my signature; where am I in use; what did I earn; one button: withdraw."""

    name: Words
    waiting: tuple[Waiting, ...]
    nothing: Empty
    titles: tuple[InUse, ...]
    in_use: int
    money: tuple[Sum, ...]
    represents: tuple[Represented, ...]
    is_performer: bool
    public_href: str


@dataclass(frozen=True)
class Stoppable:
    """Something that its performer can end now: what it is, and everything that ending it does."""

    kind: str
    id: str
    what: Words
    title: Words
    since: Instant | None
    effects: tuple[Words, ...]
    button: Words


@page_context("journeys/withdraw.html")
@dataclass(frozen=True)
class WithdrawPage:
    """Everything that the reader can take back, each with what that does, one signature away."""

    things: tuple[Stoppable, ...]
    nothing: Empty


NOTHING_TO_STOP = Empty(
    Words(zh="没有可撤回的。", en="There is nothing to take back."),
    Words(zh="您没有生效中的登记、授权或同意。", en="No openness, licence or consent of yours is in force."),
    Link("/home", Words(zh="回首页", en="Home")),
)
NOTHING_WAITS = Empty(
    Words(zh="没有什么在等您。", en="Nothing waits for you."),
    Words(
        zh="有事会写信告诉您；不看也不会有什么默认成真。",
        en="Nothing comes true by itself if you do not look.",
    ),
)
