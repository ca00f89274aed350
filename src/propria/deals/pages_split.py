"""The page of a split: who gets which part of an amount, to the minor unit, and why it adds up. Decides nothing."""

from dataclasses import dataclass
from fractions import Fraction

from propria.deals import actions, payees
from propria.deals.panels import title_of
from propria.kernel.money import WHOLE_BASIS_POINTS, Money
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Field
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.rates.words import payee_words
from propria.web.scope_views import words_of
from propria.web.typed_form import major, read_amount


@dataclass(frozen=True)
class Part:
    """One payee's part: what the basis points come to exactly, and what is paid after the remainders are given out."""

    who: Words
    percent: str
    exactly: str
    paid: Money
    rounded_up: bool


@page_context("deals/split.html")
@dataclass(frozen=True)
class SplitPage:
    """How one amount is shared."""

    deal_id: str
    title: Words
    amount: Money
    parts: tuple[Part, ...]
    field: Field
    left_over: int


def split_page(actor: Actor, deal_id: str, typed: str, *, now: Instant, db: Session) -> SplitPage:
    """The page; an amount that cannot be read is the guarantee. Raises: NotFound(`deals.no_deal`)."""
    seen = actions.room(actor, deal_id, now=now, db=db)
    card = seen.sheet.card
    amount = read_amount(typed, card.currency) or Money(card.currency, seen.sheet.guarantee.minor)
    shares = payees.shares_of_sheet(seen.sheet, seen.deal.performer_id, now=now, db=db)
    names = payees.named_payees(shares, db=db)
    paid = amount.split(dict(shares))
    parts = []
    for who, points in shares:
        exact = Fraction(amount.minor * points, WHOLE_BASIS_POINTS)
        said = Words(names[who].zh, names[who].en) if who in names else words_of(payee_words(who))
        parts.append(
            Part(said, f"{points / 100:g}%", _plain(exact, amount), paid[who], paid[who].minor > exact)
        )
    return SplitPage(
        deal_id=seen.deal.id,
        title=title_of(seen.sheet),
        amount=amount,
        parts=tuple(parts),
        field=Field("amount", Words("分多少", "An amount to share"), value=major(amount), required=False),
        left_over=sum(part.rounded_up for part in parts),
    )


def _plain(minor: Fraction, of: Money) -> str:
    """An exact amount in major units: as many decimals as it has, six at most and then a fraction's dots."""
    whole = minor / 10 ** (len(major(Money(of.currency, 1)).partition(".")[2]))
    text = f"{float(whole):,.6f}".rstrip("0").rstrip(".")
    return text if Fraction(text.replace(",", "")) == whole else f"{text}…"
