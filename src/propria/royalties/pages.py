"""What the page of money tells a payee: what is owed, for which use, under which clause. Decides nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from propria.kernel.errors import NotFound
from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor, Name, Performer, Role
from propria.plumbing.database import Session
from propria.plumbing.web.charts import Bar, Bars
from propria.plumbing.web.components import Choice, Empty, Fact, Filter, Sum
from propria.plumbing.web.formats import currency_words, money
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words, work
from propria.rates import Occasion
from propria.rates.words import due_words
from propria.royalties import actions, rules, statements
from propria.royalties.cards import OCCASION
from propria.royalties.model import OPERATOR, PayStatement, StatementLine
from propria.royalties.papers.statement import each_day, reckoning
from propria.royalties.statements import plain_quantity
from propria.scope.codes.doings import ACTS
from propria.web.typed_form import midnight

USUAL_CURRENCY = "CNY"
YEAR_DAYS = 365
SHOWN_MONTHS = 12
UNITS: dict[str, Words] = {
    "second": Words("秒", "seconds"),
    "line": Words("句", "lines"),
    "take": Words("条", "takes"),
    "title": Words("部", "titles"),
    "fixed": Words("次", "time"),
    "receipts": Words("收入", "of receipts"),
    "guarantee": Words("补足保证总额", "to make up the guarantee"),
}


@dataclass(frozen=True)
class Earned:
    """One line of pay: which use, under which clause, how it was reckoned, and this payee's share."""

    used_at: Instant
    project: Words
    says: Words
    reckoned: Words
    amount: Money
    share: str
    earned: Money
    licence_href: str


@page_context("royalties/money.html")
@dataclass(frozen=True)
class MoneyPage:
    """One payee's money over a period."""

    who: Words
    earned: Money
    sums: tuple[Sum, ...]
    chart: Bars | None
    lines: tuple[Earned, ...]
    payouts: tuple[Fact, ...]
    filters: tuple[Filter, ...]
    first_day: date
    last_day: date
    csv_href: str
    pdf_href: str
    nothing: Empty


@dataclass(frozen=True)
class Period:
    """Whose statement, in which currency, from the first day to the last, both included, UTC."""

    payee: str
    currency: str
    first: date
    last: date

    @property
    def starts_at(self) -> Instant:
        """The first instant."""
        return midnight(self.first)

    @property
    def ends_at(self) -> Instant:
        """The instant after the last."""
        return midnight(self.last + timedelta(days=1))

    @property
    def query(self) -> str:
        """The period in an address."""
        return urlencode(
            {
                "payee": self.payee,
                "currency": self.currency,
                "first": self.first.isoformat(),
                "last": self.last.isoformat(),
            }
        )


def payees_of(actor: Actor, *, now: Instant, db: Session) -> tuple[str, ...]:
    """Whose money the actor may see, their own first. Raises: NotFound(`parties.no_performer`)."""
    match actor.role:
        case Role.PERFORMER:
            own = own_profile(actor, db=db)
            return (own.id if own else actor.person_id,)
        case Role.REPRESENTATIVE:
            held = rules.acts_for(parties.mandates_held(actor.person_id, db=db), now=now)
            return (*sorted(held), actor.person_id)
        case _:
            return (actor.person_id,)


def own_profile(actor: Actor, *, db: Session) -> Performer | None:
    """The performer's own profile, or None while they have not claimed one."""
    try:
        return parties.own_profile(actor, db=db)
    except NotFound:
        return None


def read_period(payee: str, currency: str, first: str, last: str, *, now: Instant) -> Period:
    """The period asked for; a year up to today where nothing that can be read was asked."""
    return Period(
        payee,
        currency if currency in MINOR_DIGITS else USUAL_CURRENCY,
        _day(first, now.date() - timedelta(days=YEAR_DAYS)),
        _day(last, now.date()),
    )


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def name_of(payee: str, *, db: Session) -> Name:
    """The name of a payee. Raises: NotFound(`parties.no_performer`, `parties.no_person`)."""
    if payee == OPERATOR:
        return Name("运营方", "The operator")
    return (
        parties.performer(payee, db=db).name
        if payee.startswith("prf_")
        else parties.person(payee, db=db).name
    )


def statement_of(actor: Actor, period: Period, *, now: Instant, db: Session) -> PayStatement:
    """The statement. Raises: NotFound(`royalties.no_account`) to anyone who may not see it."""
    if actor.role is Role.CREATOR:
        raise NotFound("royalties.no_account")
    name = name_of(period.payee, db=db)
    if actor.role is Role.PERFORMER and period.payee == actor.person_id and own_profile(actor, db=db) is None:
        words, ends = (name.zh, name.en), period.ends_at
        return statements.build(
            period.payee, words, period.currency, [], {}, starts_at=period.starts_at, ends_at=ends
        )
    return actions.statement(
        actor,
        period.payee,
        name,
        period.currency,
        starts_at=period.starts_at,
        ends_at=period.ends_at,
        now=now,
        db=db,
    )


def money_page(
    actor: Actor, period: Period, payees: tuple[str, ...], *, now: Instant, db: Session
) -> MoneyPage:
    """One payee's page. Raises: NotFound(`royalties.no_account`)."""
    made = statement_of(actor, period, now=now, db=db)
    names = [(payee, name_of(payee, db=db)) for payee in payees]
    options = tuple(Choice(payee, Words(name.zh, name.en)) for payee, name in names)
    whose = Filter("payee", Words("谁的", "Whose"), options, period.payee)
    currencies = tuple(Choice(code, currency_words(code)) for code in MINOR_DIGITS)
    return MoneyPage(
        who=Words(made.payee_zh, made.payee_en),
        earned=made.earned,
        sums=_sums(made),
        chart=_chart(made),
        lines=tuple(_line(line) for line in reversed(made.lines)),
        payouts=tuple(Fact(row.reference or row.id, row.amount) for row in made.payouts),
        filters=(
            *((whose,) if len(options) > 1 else ()),
            Filter("currency", Words("币种", "Currency"), currencies, period.currency),
        ),
        first_day=period.first,
        last_day=period.last,
        csv_href=f"/money/statement.csv?{period.query}",
        pdf_href=f"/money/statement.pdf?{period.query}",
        nothing=Empty(
            Words("这段时间没有入账。", "Nothing was earned in this time."),
            Words(
                "每次使用都会在这里写明：哪部作品、哪一条、多少。",
                "Each use appears here: which project, which clause, how much.",
            ),
            Link("/licences", Words("看授权", "To the licences")),
        ),
    )


def _sums(made: PayStatement) -> tuple[Sum, ...]:
    return (
        Sum(
            Words("可付", "To be paid out"),
            made.closing - made.awaiting - made.held_back,
            Words("已入账，且有托管款", "earned and funded"),
        ),
        Sum(
            Words("待款", "Waiting for funds"),
            made.awaiting,
            Words("已使用，制作方尚未付足", "used; the creator still owes it"),
        ),
        *_held_back(made),
        Sum(Words("已付", "Paid"), made.paid, Words("本期已付给您", "paid to you in this time")),
    )


def _held_back(made: PayStatement) -> tuple[Sum, ...]:
    """What stays back for its days; nothing where no contract says so."""
    says = Words("按合同暂留，到期即可付", "by the contract; payable when its days are over")
    return (Sum(Words("暂留", "Held back"), made.held_back, says),) if made.held_back.minor else ()


def _chart(made: PayStatement) -> Bars | None:
    """What was earned month by month, in whole units of the currency."""
    if not made.lines:
        return None
    earned: Counter[tuple[int, int]] = Counter()
    for line in made.lines:
        earned[line.used_at.year, line.used_at.month] += line.earned.minor
    months = _months(min(earned), max(earned))
    scale = 10 ** MINOR_DIGITS[made.currency]
    bars = tuple(
        Bar(Words(f"{y} 年 {m} 月", f"{date(y, m, 1):%b %Y}"), (round(earned[y, m] / scale),))
        for y, m in months
    )
    return Bars(
        title=Words("按使用月份所得", "Earned, by month of use"),
        says=Words(f"合计{money(made.earned, 'zh-Hans')}", f"{money(made.earned, 'en')} in all"),
        unit=made.currency,
        series=(Words("所得", "Earned"),),
        bars=bars,
        label_every=max(1, len(bars) // 4),
    )


def _months(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """Every month between two, both included, the last twelve at most."""
    start, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]
    return [(place // 12, place % 12 + 1) for place in range(max(start, end - SHOWN_MONTHS), end)]


def _line(line: StatementLine) -> Earned:
    basis_words, day = reckoning(line), each_day(line)
    return Earned(
        used_at=line.used_at,
        project=work(Words(line.project_zh, line.project_en)),
        says=_says(line),
        reckoned=Words(
            f"单价{money(line.unit_price, 'zh-Hans')}{day['zh']}，{basis_words['zh']}",
            f"at {money(line.unit_price, 'en')}{day['en']}, {basis_words['en']}",
        ),
        amount=line.amount,
        share=f"{line.share_basis_points / 100:g}%",
        earned=line.earned,
        licence_href=f"/licences/{line.licence_id}",
    )


def _says(line: StatementLine) -> Words:
    """The clause, the act where there is one, and how much of what."""
    clause, act, basis = (*line.clause.split("/"), "", "")[:3]
    if line.unit == OCCASION:
        head = due_words(Occasion(basis))
        return Words(f"第 {clause} 条：{head.zh}", f"Clause {clause}: {head.en}")
    zh, en = ACTS.get(act, ("", ""))
    unit, much = UNITS.get(line.unit, Words(line.unit, line.unit)), plain_quantity(line.quantity)
    if not act:
        return Words(f"第 {clause} 条：{unit.zh} {much}", f"Clause {clause}: {much} {unit.en}")
    of_it = unit.en.removesuffix("s") if much == "1" else unit.en
    return Words(f"第 {clause} 条：{zh}，{much} {unit.zh}", f"Clause {clause}: {en}, {much} {of_it}")
