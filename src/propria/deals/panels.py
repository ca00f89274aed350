"""What of a deal other pages show too: what a version changes in plain words, what it pays, its custody rows. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from propria.deals import renewing
from propria.deals.custody import custody_rows
from propria.deals.model import Side, TermSheet, WindDown
from propria.deals.sheet_form import BASES, FINISHED, NO_WIND_DOWN
from propria.deals.texts import exclusive_words, names_in
from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.plumbing.web.components import Denied, Fact, ScopeChange, ScopeDiff, ScopeRow, ScopeTable, Way
from propria.plumbing.web.words import Text, Words, work
from propria.rates import Basis, RateCard, scenarios, share_out
from propria.rates.words import COUNTS_ON, COUNTS_ON_HEAD, asked, payee_words, shares_in, terms_of
from propria.rulepacks import FACTS
from propria.scope.codes.doings import ACTS, PERFORMANCE_ACTS
from propria.scope.diff import Change, diff
from propria.scope.diff import Way as ScopeWay
from propria.scope.sentences import does_not_allow, rows
from propria.scope.words import AXIS_WORDS, PERFORMER, SILENT, YOU, Said, Speaker
from propria.web.scope_views import scope_table, words_of

LINES_A_MINUTE = 8
_WAYS = {
    ScopeWay.WIDENED: Way.WIDER,
    ScopeWay.NARROWED: Way.NARROWER,
    ScopeWay.CHANGED: Way.OTHER,
}
_FOR_CREATOR = {
    ScopeWay.WIDENED: Words("您可做的更多，或所欠更少。", "You may do more, or owe less."),
    ScopeWay.NARROWED: Words("您可做的更少，或所欠更多。", "You may do less, or owe more."),
    ScopeWay.CHANGED: Words("有增有减，请逐项看。", "Some more, some less: read it."),
}
_NO_EXCLUSIVE = Said("不承诺独家", "no exclusivity")
_NONE_ASKED = Words("未约定", "not agreed")
_PAID_THE_SAME = frozenset({"holdback", "share representative", "share guild", "share operator"})
"""What changes when or to whom else money goes, not how much the performer or the creator has of it."""
_WORTH_OF_NOTHING = Fraction(0)
_NOT_SAID = Words("未声明", "not stated")
_MORE_NAMES = {"clauses": Words("条款", "Clauses"), "red_lines": Words("红线", "Red lines")}


@dataclass(frozen=True)
class Paid:
    """What a length of output would pay: minutes, the bill, a minute of it, and the performer's share."""

    minutes: int
    total: Money
    a_minute: Money
    performer: Money


@dataclass(frozen=True)
class Pay:
    """What a term sheet pays, in scenarios of one act: the card's prices, what it asks for beside them, who gets what."""

    act: Words
    prices: tuple[Fact, ...]
    asks: tuple[Fact, ...]
    split: tuple[Fact, ...]
    paid: tuple[Paid, ...]
    guarantee: Money
    lines_a_minute: int


@dataclass(frozen=True)
class Custody:
    """Who owns, controls and holds one thing, and what becomes of it."""

    cells: tuple[Words, ...]


CUSTODY_HEADS = (
    Words("事物", "Thing"),
    Words("所有", "Owned by"),
    Words("控制", "Controlled by"),
    Words("保管", "Held by"),
    Words("期满或撤回", "At the end"),
    Words("平台出售", "If the library is sold"),
    Words("平台破产", "If it goes bankrupt"),
    Words("演员身故", "At the performer’s death"),
)


def speaker_for(side: Side) -> Speaker:
    """Performers read *you*; creators read *the performer*."""
    return YOU if side is Side.PERFORMER else PERFORMER


def sheet_table(sheet: TermSheet, side: Side) -> ScopeTable:
    """The whole scope of a term sheet, silences said."""
    return scope_table(sheet.scope, speaker=speaker_for(side), names=names_in(sheet))


def denied_by(sheet: TermSheet, side: Side) -> tuple[Denied, ...]:
    """What the sheet does not allow, as plainly as what it does."""
    zh, en = does_not_allow(sheet.scope, speaker=speaker_for(side), names=names_in(sheet))
    return tuple(Denied(Words(z, e), "") for z, e in zip(zh, en, strict=True))


def sheet_diff(
    before: TermSheet, after: TermSheet, side: Side, caption: Text, *, running: TermSheet | None = None
) -> ScopeDiff:
    """Every change between two versions, for the reader of one side, money included.

    `running`: the terms that a licence runs on, where these talks would change them.
    """
    names = {**names_in(before), **names_in(after)}
    changes = diff(before.scope, after.scope, speaker=speaker_for(side), names=names)
    told = (
        *(_told(change, side) for change in changes),
        *_money_changes(before, after, side),
        *_counting_on(running, after),
    )
    touched = {change.axis for change in changes}
    same = tuple(
        ScopeRow(words_of(head), "" if value == SILENT else words_of(value))
        for axis, head, value in rows(after.scope, speaker=speaker_for(side), names=names)
        if axis not in touched
    )
    return ScopeDiff(told, same, caption)


def _counting_on(running: TermSheet | None, after: TermSheet) -> Iterable[ScopeChange]:
    """Whoever changes the rates of a licence that runs reads what becomes of its counts."""
    if running is not None and running.card != after.card:
        yield ScopeChange(words_of(COUNTS_ON_HEAD), Way.OTHER, words_of(COUNTS_ON))


def _told(change: Change, side: Side) -> ScopeChange:
    axis = words_of(AXIS_WORDS[change.axis]) if change.axis in AXIS_WORDS else _MORE_NAMES[change.axis]
    way = _WAYS[change.kind]
    match side:
        case Side.PERFORMER:
            return ScopeChange(axis, way, Words(change.zh, change.en), means=words_of(change.means))
        case Side.CREATOR:
            was, now = words_of(change.before), words_of(change.after)
            return ScopeChange(axis, way, "", was, now, _FOR_CREATOR[change.kind])


def _money_changes(before: TermSheet, after: TermSheet, side: Side) -> Iterable[ScopeChange]:
    if before.guarantee != after.guarantee:
        yield _amount(Words("保底", "Guarantee"), before.guarantee, after.guarantee, side)
    old, new = _prices(before.card), _prices(after.card)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            head = Words(f"酬金，{BASES[key].zh}", f"Pay, {BASES[key].en}")
            yield _amount(head, old.get(key), new.get(key), side)
    yield from _term_changes(before.card, after.card, side)
    yield from _pay_changes(before, after, side)
    if before.wind_down != after.wind_down:
        was, now = wind_down_words(before.wind_down), wind_down_words(after.wind_down)
        yield ScopeChange(Words("撤回或期满之后", "After the end"), Way.OTHER, "", was, now)
    if before.renewal != after.renewal:
        yield ScopeChange(renewing.HEAD, Way.OTHER, "", *map(renewing.option_words, (before, after)))
    if before.exclusive != after.exclusive:
        was, now = (Words(*(exclusive_words(sheet) or _NO_EXCLUSIVE)) for sheet in (before, after))
        way = (
            Way.OTHER
            if before.exclusive and after.exclusive
            else Way.WIDER
            if after.exclusive
            else Way.NARROWER
        )
        yield ScopeChange(Words("独家", "Exclusive"), way, "", was, now)
    for code, stated in FACTS.items():
        if (code in before.facts) != (code in after.facts):
            said = (Words(*stated), _NOT_SAID)
            was, now = said if code in before.facts else said[::-1]
            yield ScopeChange(Words("双方声明", "Both sides state"), Way.OTHER, "", was, now)
    for name, head in (
        ("title", Words("作品名", "Title")),
        ("role", Words("角色名", "Role")),
        ("credit", Words("署名", "Credit")),
    ):
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            yield ScopeChange(head, Way.OTHER, "", Words(*one), Words(*other))


def _term_changes(before: RateCard, after: RateCard, side: Side) -> Iterable[ScopeChange]:
    """What is asked for beside the prices, and who gets which part, where either changes."""
    old, new = ({term.key: term for term in terms_of(card)} for card in (before, after))
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was and now and was.says == now.says:
            continue
        head = next(term.head for term in (was, now) if term)
        one, other = (words_of(term.says) if term else _NONE_ASKED for term in (was, now))
        worth = [term.worth if term else _WORTH_OF_NOTHING for term in (was, now)]
        if key in _PAID_THE_SAME or (key.startswith("share ") and side is Side.CREATOR):
            yield ScopeChange(words_of(head), Way.OTHER, "", one, other)
        else:
            yield _better_or_worse(words_of(head), one, other, side, higher=worth[1] > worth[0])


def _pay_changes(before: TermSheet, after: TermSheet, side: Side) -> Iterable[ScopeChange]:
    """What 1, 10 and 100 minutes would pay, where that changes."""
    old, new = pay_of(before), pay_of(after)
    if old is None or new is None:
        return
    for was, now in zip(old.paid, new.paid, strict=True):
        if was.total != now.total:
            head = Words(f"{now.minutes} 分钟的酬金", f"Pay for {now.minutes} min")
            yield _amount(head, was.total, now.total, side)


def _prices(card: RateCard) -> dict[Basis, Money]:
    found: dict[Basis, Money] = {}
    for line in card.lines:
        found[line.basis] = found[line.basis] + line.price if line.basis in found else line.price
    return found


def _amount(head: Words, was: Money | None, now: Money | None, side: Side) -> ScopeChange:
    higher = now is not None and (was is None or (now.currency == was.currency and now.minor > was.minor))
    return _better_or_worse(head, str(was or ""), str(now or ""), side, higher=higher)


def _better_or_worse(head: Words, was: Text, now: Text, side: Side, *, higher: bool) -> ScopeChange:
    way = Way.BETTER_PAID if higher else Way.WORSE_PAID
    more = (
        Words("您所得更多。", "You are paid more.") if higher else Words("您所得更少。", "You are paid less.")
    )
    theirs = Words("您付得更多。", "You pay more.") if higher else Words("您付得更少。", "You pay less.")
    return ScopeChange(head, way, "", was, now, more if side is Side.PERFORMER else theirs)


def pay_of(sheet: TermSheet) -> Pay | None:
    """What 1, 10 and 100 minutes of the first act that is performed would pay; None where nothing is priced."""
    acts = sheet.scope.act if isinstance(sheet.scope.act, frozenset) else frozenset(ACTS)
    performed = [act for act in ACTS if act in acts and act in PERFORMANCE_ACTS] or list(ACTS)[:1]
    try:
        found = scenarios(sheet.card, performed[0], lines_a_minute=LINES_A_MINUTE)
    except Refused:
        return None
    paid = tuple(
        Paid(s.minutes, s.quote.total, s.a_minute, _performers(sheet.card, s.quote.total)) for s in found
    )
    prices = tuple(
        Fact(
            Words(f"第 {p.clause} 条，{BASES[p.basis].zh}", f"Clause {p.clause}, {BASES[p.basis].en}"),
            p.price,
        )
        for p in sheet.card.lines
    )
    return Pay(
        Words(*ACTS[performed[0]]),
        prices,
        pay_asks(sheet.card),
        tuple(
            Fact(words_of(payee_words(who)), f"{points / 100:g}%") for who, points in shares_in(sheet.card)
        ),
        paid,
        sheet.guarantee,
        LINES_A_MINUTE,
    )


def pay_asks(card: RateCard) -> tuple[Fact, ...]:
    """What a card asks for beside its prices, clause by clause."""
    return tuple(
        Fact(
            Words(f"第 {t.clause} 条，{t.head.zh}", f"Clause {t.clause}, {t.head.en}"),
            words_of(t.says),
        )
        for t in asked(card)
    )


def price_words(card: RateCard) -> tuple[Text, ...]:
    """Each price of a card in a line, then what it asks for beside them."""
    prices = tuple(
        Words(f"{BASES[p.basis].zh} {p.price}", f"{p.price} {BASES[p.basis].en}") for p in card.lines
    )
    return (*prices, *(words_of(term.says) for term in terms_of(card)))


def _performers(card: RateCard, total: Money) -> Money:
    return share_out(card, total).get("performer", Money(total.currency, 0))


def custody(sheet: TermSheet) -> tuple[Custody, ...]:
    """The custody rows of these terms, a cell for each head of CUSTODY_HEADS."""
    return tuple(
        Custody(
            tuple(
                Words(w.zh, w.en)
                for w in (
                    r.thing,
                    r.owner,
                    r.controller,
                    r.holder,
                    r.at_end,
                    r.at_sale,
                    r.at_bankruptcy,
                    r.at_death,
                )
            )
        )
        for r in custody_rows(sheet.acts)
    )


def wind_down_words(clause: WindDown | None) -> Words:
    """What happens to finished works after the end."""
    if clause is None:
        return NO_WIND_DOWN
    said = FINISHED[clause.finished]
    day = f"{clause.until:%Y-%m-%d}" if clause.until else ""
    return Words(f"{said.zh}（{day}）", f"{said.en} ({day})") if day else said


def title_of(sheet: TermSheet) -> Words:
    """The project as a title."""
    return work(Words(*sheet.title))
