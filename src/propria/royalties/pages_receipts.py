"""Where a creator says what a work took in: the form, and what was said before. Decides nothing."""

from dataclasses import dataclass
from datetime import timedelta

from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Fact, Field
from propria.plumbing.web.words import Words
from propria.rates.words import asked
from propria.royalties import store, terms
from propria.royalties.cards import RECEIPTS
from propria.royalties.dues import Receipts
from propria.web.typed_form import Reading, Typed, currency_choices, midnight


@dataclass(frozen=True)
class ReceiptsForm:
    """The licences that give a share of receipts, the form, and what was reported."""

    says: tuple[Fact, ...]
    fields: tuple[Field, ...]
    reported: tuple[Fact, ...]


def receipts_form(actor: Actor, typed: Typed, *, now: Instant, db: Session) -> ReceiptsForm | None:
    """The form, or None where no licence of the actor gives a share of receipts."""
    sharing = [
        (licence, sheet.card)
        for licence in licences.held_by(actor, db=db)
        for sheet in (terms.running_terms(licence, db=db)[1],)
        if sheet.card.receipts is not None
    ]
    if not sharing:
        return None
    says = tuple(
        Fact(_named(licence, db=db), Words(term.says.zh, term.says.en), f"/licences/{licence.id}")
        for licence, card in sharing
        for term in asked(card)
        if term.key == "receipts"
    )
    options = tuple(Choice(licence.id, _named(licence, db=db)) for licence, _ in sharing)

    def field(name: str, zh: str, en: str, kind: str = "text", options: tuple[Choice, ...] = ()) -> Field:
        return Field(name, Words(zh, en), kind=kind, value=typed.one(name), options=options)

    fields = (
        field("receipts_licence", "哪份授权", "For which licence", "select", options),
        field("receipts_first", "收入时段，自", "Taken in from", "date"),
        field("receipts_last", "至（含当日）", "To, that day included", "date"),
        field("receipts_amount", "收入", "Taken in"),
        field("receipts_currency", "收入币种", "In which currency", "select", currency_choices()),
    )
    told = [each for licence, _ in sharing for each in store.uses_before(licence.id, now, db=db)]
    reported = tuple(
        Fact(
            Words(
                f"截至 {each.use.used_at:%Y-%m-%d}，应付分成", f"Up to {each.use.used_at:%Y-%m-%d}, charged"
            ),
            each.change,
        )
        for each in told
        if each.unit == RECEIPTS
    )
    return ReceiptsForm(says, fields, reported)


def _named(licence: Licence, *, db: Session) -> Words:
    name = parties.performer(licence.performer_id, db=db).name
    zh, en = licence.project_title
    return Words(f"《{zh}》，{name.zh}", f"{en}, {name.en}")


def read_receipts(reading: Reading) -> tuple[str, Receipts] | None:
    """(licence, receipts) as typed, or None when `reading.errors` says what cannot be read."""
    first, last = reading.day("receipts_first"), reading.day("receipts_last")
    amount = reading.money("receipts_amount", reading.typed.one("receipts_currency", "CNY"))
    licence_id = reading.line("receipts_licence")
    if first is None or last is None or reading.errors:
        return None
    return licence_id, Receipts(amount, midnight(first), midnight(last + timedelta(days=1)))
