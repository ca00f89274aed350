"""Two versions of the terms side by side, and every signed version of the licence. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from propria.deals import actions, renewing, versions
from propria.deals.actions import Room
from propria.deals.model import Side, TermSheet
from propria.deals.pages_changes import KIND_WORDS
from propria.deals.panels import pay_of, price_words, speaker_for, title_of, wind_down_words
from propria.deals.texts import exclusive_words, names_in
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Filter
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.scope.sentences import rows
from propria.scope.words import SILENT
from propria.web.scope_views import words_of

_NOT_NAMED = Words("未提及：不允许", "not mentioned: not allowed")
_NONE = Words("无", "none")
_RUNS = Words("现行条款", "the running terms")


@dataclass(frozen=True)
class Beside:
    """One line of the terms in both versions, and whether they differ."""

    head: Text
    one: tuple[Text, ...]
    other: tuple[Text, ...]
    differs: bool


@dataclass(frozen=True)
class SignedVersion:
    """One signed version: what it is, its contract, from which log entry on."""

    number: int
    kind: Words
    contract_id: str
    deal_id: str
    from_entry: int
    signed_at: Instant
    in_force: bool


@page_context("deals/versions.html")
@dataclass(frozen=True)
class VersionsPage:
    """Two versions side by side."""

    deal_id: str
    title: Words
    one: Words
    other: Words
    lines: tuple[Beside, ...]
    different: int
    filters: tuple[Filter, ...]
    signed: tuple[SignedVersion, ...]


def versions_page(
    actor: Actor, deal_id: str, one: int, other: int, *, now: Instant, db: Session
) -> VersionsPage:
    """The page; without a choice, the newest version and the one before it. Raises: NotFound(`deals.no_deal`)."""
    seen = actions.room(actor, deal_id, now=now, db=db)
    sheets = _sheets(seen)
    newest = max(sheets)
    right = other if other in sheets else newest
    left = one if one in sheets else max((n for n in sheets if n < right), default=right)
    lines = tuple(_lines(sheets[left], sheets[right], seen.side))
    options = tuple(Choice(str(n), _name(seen, n)) for n in sheets)
    return VersionsPage(
        deal_id=seen.deal.id,
        title=title_of(seen.sheet),
        one=_name(seen, left),
        other=_name(seen, right),
        lines=lines,
        different=sum(line.differs for line in lines),
        filters=(
            Filter("one", Words("左", "Left"), options, str(left)),
            Filter("other", Words("右", "Right"), options, str(right)),
        ),
        signed=_signed(seen, db=db),
    )


def _sheets(seen: Room) -> Mapping[int, TermSheet]:
    base = {} if seen.base is None else {0: seen.base}
    return base | {turn.number: turn.sheet for turn in seen.turns}


def _name(seen: Room, number: int) -> Words:
    if number == 0:
        return _RUNS
    mine = seen.turns[number - 1].side is seen.side
    zh, en = ("您的", "yours") if mine else ("对方的", "theirs")
    return Words(f"第 {number} 稿（{zh}）", f"version {number} ({en})")


def _lines(one: TermSheet, other: TermSheet, side: Side) -> list[Beside]:
    left, right = _said(one, side), _said(other, side)
    heads = dict.fromkeys((*left, *right))
    return [
        Beside(head, left.get(head, (_NONE,)), right.get(head, (_NONE,)), left.get(head) != right.get(head))
        for head in heads
    ]


def _said(sheet: TermSheet, side: Side) -> dict[Text, tuple[Text, ...]]:
    """Every line of the terms in words, by its head."""
    found: dict[Text, tuple[Text, ...]] = {}
    for _, axis, value in rows(sheet.scope, speaker=speaker_for(side), names=names_in(sheet)):
        found[words_of(axis)] = (_NOT_NAMED if value == SILENT else words_of(value),)
    found[Words("酬金", "Pay")] = price_words(sheet.card)
    pay = pay_of(sheet)
    if pay is not None:
        for paid in pay.paid:
            head = Words(f"{paid.minutes} 分钟的酬金", f"Pay for {paid.minutes} min")
            found[head] = (str(paid.total),)
    found[Words("保底并托管", "Guaranteed, and held first")] = (str(sheet.guarantee),)
    found[Words("撤回或期满之后", "After withdrawal or the end")] = (wind_down_words(sheet.wind_down),)
    found[renewing.HEAD] = (renewing.option_words(sheet),)
    exclusive = exclusive_words(sheet)
    found[Words("独家", "Exclusive")] = (Words(*exclusive) if exclusive else _NONE,)
    found[Words("署名", "Credit")] = (Words(*sheet.credit),)
    return found


def _signed(seen: Room, *, db: Session) -> tuple[SignedVersion, ...]:
    found = versions.versions_of(seen.deal, db=db)
    return tuple(
        SignedVersion(
            number=v.number,
            kind=KIND_WORDS[v.deal.kind],
            contract_id=v.contract.id,
            deal_id=v.deal.id,
            from_entry=v.from_entry,
            signed_at=v.signed_at,
            in_force=v.number == len(found) and v.deal.state == "signed",
        )
        for v in found
    )
