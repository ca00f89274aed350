"""What the page of money tells the operator and a creator: what is held, owed and to be paid, licence by licence."""

from dataclasses import dataclass

from propria.kernel.findings import Finding
from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.parties.identity import strength
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Empty, Fact, Field, State, Sum
from propria.plumbing.web.formats import money
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words, work
from propria.royalties import actions, endings, store
from propria.royalties.funds import Order
from propria.royalties.model import AccountKind
from propria.royalties.pages import USUAL_CURRENCY, name_of
from propria.royalties.pages_receipts import ReceiptsForm, receipts_form
from propria.web.typed_form import Notice, Typed, currency_choices, major


@dataclass(frozen=True)
class Held:
    """The money of one licence."""

    title: Words
    href: str
    with_whom: Words
    known: State
    needed: Money
    held: Money
    owed: Money

    @property
    def is_short(self) -> bool:
        """Whether it waits for money: less was ever held than is needed, or something is owed."""
        return self.owed.minor > 0


@dataclass(frozen=True)
class ToPay:
    """What one payee could be paid now, and what waits for funds."""

    name: Words
    payee: str
    payable: Money
    awaiting: Money


@page_context("royalties/money_operator.html")
@dataclass(frozen=True)
class LedgerPage:
    """The operator's page of money."""

    sums: tuple[Sum, ...]
    licences: tuple[Held, ...]
    payees: tuple[ToPay, ...]
    hold_fields: tuple[Field, ...]
    pay_fields: tuple[Field, ...]
    returns: tuple[Fact, ...]
    return_fields: tuple[Field, ...]
    findings: tuple[Finding, ...]
    notice: Notice | None
    nothing: Empty


@page_context("royalties/money_creator.html")
@dataclass(frozen=True)
class CreatorMoneyPage:
    """A creator's page of money."""

    owed: Money
    licences: tuple[Held, ...]
    receipts: ReceiptsForm | None
    notice: Notice | None
    nothing: Empty


def held_of(licence: Licence, with_whom: Words, known: State, *, db: Session) -> Held:
    """The money of one licence; `known`: how strongly the other side of it is."""
    currency = licence.funds_needed.currency
    return Held(
        title=work(Words(*licence.project_title)),
        href=f"/licences/{licence.id}",
        with_whom=with_whom,
        known=known,
        needed=licence.funds_needed,
        held=actions.held_for(licence.id, currency, db=db),
        owed=actions.owed_by(licence.id, currency, db=db),
    )


def creator_page(
    actor: Actor, typed: Typed, notice: Notice | None, *, now: Instant, db: Session
) -> CreatorMoneyPage:
    """Raises: NotFound(`parties.no_creator`)."""
    rows = []
    for licence in reversed(licences.held_by(actor, db=db)):
        performer = parties.performer(licence.performer_id, db=db)
        known = strength.of_performer(performer, db=db)
        rows.append(held_of(licence, Words(performer.name.zh, performer.name.en), known, db=db))
    currency = rows[0].owed.currency if rows else USUAL_CURRENCY
    owed = sum((r.owed for r in rows if r.owed.currency == currency), Money(currency, 0))
    nothing = Empty(
        Words("还没有要付的。", "There is nothing to pay."),
        Words(
            "授权签署之后，须托管的数额写在这里。",
            "Once a licence is signed, what must be held is shown here.",
        ),
        Link("/deals", Words("去看洽谈", "To the deals")),
    )
    receipts = receipts_form(actor, typed, now=now, db=db)
    return CreatorMoneyPage(owed, tuple(rows), receipts, notice, nothing)


def ledger_page(
    actor: Actor, typed: Typed, notice: Notice | None, *, now: Instant, db: Session
) -> LedgerPage:
    """Raises: NotFound(`royalties.no_account`) for anybody but the operator."""
    actions.only_operator(actor)
    rows = []
    for licence in reversed(licences.every_licence(actor, db=db)):
        performer = parties.performer(licence.performer_id, db=db).name
        creator = parties.creator(licence.creator_id, db=db).name
        who = Words(f"{performer.zh}授权{creator.zh}", f"{performer.en} to {creator.en}")
        rows.append(held_of(licence, who, strength.of_creator(licence.creator_id, db=db), db=db))
    payees, orders = _payees(db=db), endings.to_give_back(now=now, db=db)
    return LedgerPage(
        sums=_sums(rows, payees),
        licences=tuple(rows),
        payees=payees,
        hold_fields=_hold_fields(rows, typed),
        pay_fields=_pay_fields(payees, typed),
        returns=_returns(orders, db=db),
        return_fields=_return_fields(orders, typed),
        findings=actions.fsck(db=db),
        notice=notice,
        nothing=Empty(
            Words("账上还没有任何款项。", "The ledger is empty."),
            Words("授权签署之后，才有款项可托管。", "Funds are held for licences, once they are signed."),
        ),
    )


def _payees(*, db: Session) -> tuple[ToPay, ...]:
    found: dict[tuple[str, str], dict[AccountKind, int]] = {}
    for account, (debits, credits) in store.balances(db=db).items():
        if account.kind in (AccountKind.PAYABLE, AccountKind.AWAITING):
            found.setdefault((account.owner, account.currency), {})[account.kind] = credits - debits
    rows = []
    for (owner, currency), kinds in sorted(found.items()):
        name = name_of(owner, db=db)
        payable, awaiting = (
            Money(currency, kinds.get(k, 0)) for k in (AccountKind.PAYABLE, AccountKind.AWAITING)
        )
        rows.append(ToPay(Words(name.zh, name.en), owner, payable, awaiting))
    return tuple(rows)


def _sums(rows: list[Held], payees: tuple[ToPay, ...]) -> tuple[Sum, ...]:
    """The totals, currency by currency."""
    sums = []
    for currency in MINOR_DIGITS:
        held = sum(r.held.minor for r in rows if r.held.currency == currency)
        owed = sum(r.owed.minor for r in rows if r.owed.currency == currency)
        due = sum(p.payable.minor for p in payees if p.payable.currency == currency)
        if held or owed or due:
            sums += [
                Sum(Words("托管中", "Held"), Money(currency, held), Words("制作方的款", "creators’ money")),
                Sum(
                    Words("应付", "To be paid out"),
                    Money(currency, due),
                    Words("演员等已得且有托管款", "earned and funded"),
                ),
                Sum(
                    Words("欠款", "Owed"),
                    Money(currency, owed),
                    Words("已使用，款未到", "used, and not funded"),
                ),
            ]
    return tuple(sums)


def _returns(orders: list[Order], *, db: Session) -> tuple[Fact, ...]:
    """What is held for licences that are over: it goes back to whoever paid it in."""
    found = []
    for order in orders:
        licence = licences.licence(order.licence_id, db=db)
        name = parties.creator(licence.creator_id, db=db).name
        title = Words(*licence.project_title)
        words = Words(f"《{title.zh}》，退还{name.zh}", f"{title.en}, back to {name.en}")
        found.append(Fact(words, order.amount, f"/licences/{licence.id}"))
    return tuple(found)


def _return_fields(orders: list[Order], typed: Typed) -> tuple[Field, ...]:
    options = tuple(
        Choice(f"{o.licence_id} {o.amount.currency} {o.amount.minor}", str(o.amount)) for o in orders
    )
    return (
        Field("order", Words("退还哪一笔", "Which one went back"), kind="select", options=options),
        Field("return_reference", Words("退款流水号", "Its reference"), value=typed.one("return_reference")),
    )


def _hold_fields(rows: list[Held], typed: Typed) -> tuple[Field, ...]:
    options = tuple(
        Choice(
            r.href.rpartition("/")[2],
            Words(
                f"{r.with_whom.zh}，须托管{money(r.needed, 'zh-Hans')}，已托管{money(r.held, 'zh-Hans')}",
                f"{r.with_whom.en}: {money(r.needed, 'en')} needed, {money(r.held, 'en')} held",
            ),
        )
        for r in rows
    )
    first = typed.one("amount") or (major(rows[0].needed) if rows else "")
    return (
        Field(
            "licence",
            Words("哪份授权", "For which licence"),
            kind="select",
            value=typed.one("licence"),
            options=options,
            wide=True,
        ),
        Field("amount", Words("金额", "Amount"), value=first),
        Field(
            "currency",
            Words("币种", "Currency"),
            kind="select",
            value=typed.one("currency"),
            options=currency_choices(),
        ),
        Field(
            "reference",
            Words("银行流水号", "The bank’s reference"),
            value=typed.one("reference"),
            hint=Words("同一流水号再记一次，不会重复", "The same one again changes nothing"),
        ),
    )


def _pay_fields(payees: tuple[ToPay, ...], typed: Typed) -> tuple[Field, ...]:
    options = tuple(
        Choice(
            p.payee,
            Words(
                f"{p.name.zh}，可付{money(p.payable, 'zh-Hans')}",
                f"{p.name.en}: {money(p.payable, 'en')} payable",
            ),
        )
        for p in payees
    )
    return (
        Field(
            "payee",
            Words("付给谁", "To whom"),
            kind="select",
            value=typed.one("payee"),
            options=options,
            wide=True,
        ),
        Field("pay_amount", Words("付款金额", "Amount paid"), value=typed.one("pay_amount")),
        Field(
            "pay_currency",
            Words("付款币种", "Its currency"),
            kind="select",
            value=typed.one("pay_currency"),
            options=currency_choices(),
        ),
        Field("pay_reference", Words("付款流水号", "Its reference"), value=typed.one("pay_reference")),
    )
