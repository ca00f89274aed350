"""What is done with money: hold, charge, correct, pay out, show. Sums and shares are in `rules`."""

from collections.abc import Iterable
from decimal import Decimal

from propria.kernel.errors import NotFound
from propria.kernel.findings import Finding
from propria.kernel.ids import LicenceId, UseId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.estates import actions as estates
from propria.parties.model import Actor, Name, Role
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.royalties import audit, holdbacks, rules, statements, store
from propria.royalties.events import FundsHeld, FundsReleased, PaidOut, UseCharged
from propria.royalties.model import (
    Account,
    AccountKind,
    Compensation,
    PayStatement,
    Posting,
    Transfer,
    Use,
)


def hold_funds(
    actor: Actor, licence_id: LicenceId, amount: Money, *, reference: str, now: Instant, db: Session
) -> Transfer:
    """Record that money for a licence reached the operator's account; what was owed is settled first.

    `reference` is the bank's: the same one again is the same payment and changes nothing.
    Raises: NotFound(`royalties.no_account`) unless the actor is the operator,
    Refused(`royalties.nothing_to_move`, `royalties.reference_in_use`).
    """
    only_operator(actor)
    return arrived(licence_id, amount, reference=reference, now=now, db=db)


def arrived(licence_id: LicenceId, amount: Money, *, reference: str, now: Instant, db: Session) -> Transfer:
    """The same, for whoever keeps the money and tells what moved. Raises: as `hold_funds`, but for who may."""
    made = rules.hold(licence_id, amount, reference=reference, now=now)
    if known := store.transfer(made.id, db=db):
        return rules.same_payment(known, made)
    store.add_transfers([made], db=db)
    _settle(licence_id, amount.currency, now=now, db=db)
    held = held_for(licence_id, amount.currency, db=db)
    publish(FundsHeld(licence_id, held, now), db=db)
    return made


def release_hold(
    actor: Actor, licence_id: LicenceId, amount: Money, *, reference: str, now: Instant, db: Session
) -> Transfer:
    """Record that held money went back to the creator. The same reference again changes nothing.

    Raises: NotFound(`royalties.no_account`), Refused(`royalties.funds_not_held`, `royalties.nothing_to_move`,
    `royalties.reference_in_use`).
    """
    only_operator(actor)
    return went_back(licence_id, amount, reference=reference, now=now, db=db)


def went_back(licence_id: LicenceId, amount: Money, *, reference: str, now: Instant, db: Session) -> Transfer:
    """The same, for whoever keeps the money and tells what moved. Raises: as `release_hold`, but for who may."""
    made = rules.release(licence_id, amount, reference=reference, now=now)
    if known := store.transfer(made.id, db=db):
        return rules.same_payment(known, made)
    store.add_transfers([made], db=db)
    held = held_for(licence_id, amount.currency, db=db)
    publish(FundsReleased(licence_id, held, now), db=db)
    return made


def post_use(use: Use, compensation: Compensation, *, now: Instant, db: Session) -> Posting:
    """Charge one metered use under one clause of its contract. For news of uses, not for people.

    The same use again returns its first posting. A use that the licence's funds do not cover is owed by its
    creator and paid to nobody until it is funded.
    Raises: Refused(`royalties.no_price`, `royalties.use_posted_differently`).
    """
    if known := store.history(use.id, use.clause, db=db):
        return rules.same_use(known[0], use, compensation)
    so_far = store.so_far(use.licence_id, compensation, db=db)
    held = held_for(use.licence_id, so_far.charged.currency, db=db)
    posting = rules.charge_for(use, compensation, so_far=so_far, held=held, now=now)
    store.add_posting(posting, db=db)
    publish(_charged(posting), db=db)
    return posting


def correct_use(
    actor: Actor,
    use_id: UseId,
    clause: str,
    quantity: Decimal,
    *,
    reason: str,
    now: Instant,
    db: Session,
) -> Posting:
    """Set the right quantity of a use under a clause; the difference is charged or taken back.

    Raises: NotFound(`royalties.no_use`, `royalties.no_account`), Refused(`royalties.nothing_to_correct`).
    """
    only_operator(actor)
    history = store.history(use_id, clause, db=db)
    if not history:
        raise NotFound("royalties.no_use", "No such use was charged.")
    last = history[-1]
    so_far = store.so_far(last.use.licence_id, last.compensation, db=db)
    held = held_for(last.use.licence_id, last.amount.currency, db=db)
    posting = rules.correct(history, quantity, so_far=so_far, held=held, reason=reason, now=now)
    store.add_posting(posting, db=db)
    publish(_charged(posting), db=db)
    return posting


def pay_out(
    actor: Actor, payee: str, amount: Money, *, reference: str, now: Instant, db: Session
) -> Transfer:
    """Record that a payee was paid from what is earned and funded. The same reference again changes nothing.

    Raises: NotFound(`royalties.no_account`), Refused(`royalties.more_than_payable`,
    `royalties.nothing_to_move`, `royalties.reference_in_use`).
    """
    only_operator(actor)
    made = rules.payout(payee, amount, reference=reference, now=now)
    if known := store.transfer(made.id, db=db):
        return rules.same_payment(known, made)
    rules.check_payable(amount, store.balance(made.debit, db=db))
    store.add_transfers([made], db=db)
    publish(PaidOut(payee, amount, reference, now), db=db)
    return made


def held_for(licence_id: LicenceId, currency: str, *, db: Session) -> Money:
    """What is held for a licence now: a fact for activation and for reserving a use."""
    return store.balance(Account(AccountKind.ESCROW, licence_id, currency), db=db)


def paid_in_for(licence_id: LicenceId, currency: str, *, db: Session) -> Money:
    """What its creator paid in for a licence in all, used or not, less what went back."""
    escrow = Account(AccountKind.ESCROW, licence_id, currency)
    return rules.paid_in(store.touching([escrow], db=db), currency)


def held_for_any(*, db: Session) -> dict[LicenceId, list[Money]]:
    """The licences for which money is held, and how much of each currency."""
    found: dict[LicenceId, list[Money]] = {}
    for account, amount in store.escrows(db=db):
        found.setdefault(LicenceId(account.owner), []).append(amount)
    return found


def charged_before(licence_id: LicenceId, currency: str, at: Instant, *, db: Session) -> Money:
    """What a licence was charged for all uses that were posted before an instant."""
    kinds = (AccountKind.ESCROW, AccountKind.DUE)
    accounts = [Account(kind, licence_id, currency) for kind in kinds]
    return rules.charged_in_all(store.touching(accounts, before=at, db=db), currency)


def owed_by(licence_id: LicenceId, currency: str, *, db: Session) -> Money:
    """What a licence's creator still owes for uses that its funds did not cover."""
    due = store.balance(Account(AccountKind.DUE, licence_id, currency), db=db)
    return Money(currency, -due.minor)


def charged_for(use_id: str, *, db: Session) -> Money | None:
    """What one use was charged in all, corrections included; None if it was never charged."""
    found = store.revisions_of(use_id, db=db)
    if not found:
        return None
    return sum((each.change for each in found), Money(found[0].change.currency, 0))


def payable_to(actor: Actor, payee: str, currency: str, *, now: Instant, db: Session) -> Money:
    """What could be paid out to a payee now. Raises: NotFound(`royalties.no_account`) for anyone else."""
    _may_see(actor, payee, now=now, db=db)
    return store.balance(Account(AccountKind.PAYABLE, payee, currency), db=db)


def statement(
    actor: Actor,
    payee: str,
    name: Name,
    currency: str,
    *,
    starts_at: Instant,
    ends_at: Instant,
    now: Instant,
    db: Session,
) -> PayStatement:
    """One payee's pay statement for [starts_at, ends_at); its totals are the ledger's.

    Raises: NotFound(`royalties.no_account`) for all but the payee, who acts for them, and the operator.
    """
    _may_see(actor, payee, now=now, db=db)
    accounts = [Account(kind, payee, currency) for kind in (*store.PAYEE_KINDS, AccountKind.PAID)]
    rows = store.touching(accounts, before=ends_at, db=db)
    postings = store.postings_of([row for row in rows if row.at >= starts_at], db=db)
    licences = {row.licence_id for row in rows if row.licence_id is not None}
    unpaid = store.unpaid_uses(licences, starts_at, ends_at, db=db)
    return statements.build(
        payee,
        (name.zh, name.en),
        currency,
        rows,
        postings,
        starts_at=starts_at,
        ends_at=ends_at,
        unpaid=[each for each in unpaid if each.change.currency == currency],
    )


def free_held_back(*, now: Instant, db: Session) -> int:
    """What stayed back for its days becomes payable. For the clock; how many payments that were."""
    made = [holdbacks.freed(kept, now=now) for kept in store.held_back(now, db=db)]
    store.add_transfers(made, db=db)
    return len(made)


def fsck(*, uses: Iterable[UseId] | None = None, db: Session) -> tuple[Finding, ...]:
    """Everything in the ledger that does not add up; empty when all does.

    With `uses`, the ids of all metered uses: also uses that were never charged and charges without a use.
    """
    return audit.findings(
        store.transfers(db=db),
        store.all_uses(db=db),
        store.running_totals(db=db),
        store.clause_totals(db=db),
        None if uses is None else frozenset(uses),
    )


def _settle(licence_id: LicenceId, currency: str, *, now: Instant, db: Session) -> None:
    """Fund what is owed, whole uses in order, as far as the money goes."""
    for rows in store.unsettled(licence_id, db=db):
        terms = store.history(str(rows[0].use_id), str(rows[0].clause), db=db)[-1].compensation
        made = rules.settle(rows, holdback=terms.holdback, now=now)
        if rules.needs(made) > held_for(licence_id, currency, db=db).minor:
            return
        store.add_transfers(made, db=db)


def _charged(posting: Posting) -> UseCharged:
    funded = not any(row.credit.kind is AccountKind.AWAITING for row in posting.transfers)
    return UseCharged(posting.use.id, posting.use.licence_id, posting.change, funded, posting.posted_at)


def only_operator(actor: Actor) -> None:
    """To anybody but the operator there is no ledger. Raises: NotFound(`royalties.no_account`)."""
    if actor.role is not Role.OPERATOR:
        raise NotFound("royalties.no_account")


def _may_see(actor: Actor, payee: str, *, now: Instant, db: Session) -> None:
    """The operator, the payee, whoever holds a mandate or a part of their estate; to anyone else there is no account."""
    match actor.role:
        case Role.OPERATOR:
            return
        case Role.PERFORMER:
            own = {actor.person_id, parties.own_profile(actor, db=db).id}
        case Role.REPRESENTATIVE:
            own = {actor.person_id, *rules.acts_for(parties.mandates_held(actor.person_id, db=db), now=now)}
        case _:
            own = {actor.person_id}
    if payee not in own | estates.estates_of(actor.person_id, db=db):
        raise NotFound("royalties.no_account")
