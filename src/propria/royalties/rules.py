"""The arithmetic of pay: what a use costs, how it is shared, which transfers say so. No store, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from propria.kernel.errors import Refused
from propria.kernel.ids import LicenceId, TransferId
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.parties.model import Mandate
from propria.rates.clauses import Holdback
from propria.royalties import holdbacks, pricing
from propria.royalties.model import (
    OPERATOR,
    SIDES,
    Account,
    AccountKind,
    Compensation,
    Posting,
    Share,
    Side,
    SoFar,
    Transfer,
    TransferKind,
    Use,
)
from propria.royalties.naming import transfer_id

_SHARES = frozenset({AccountKind.PAYABLE, AccountKind.RETAINED, AccountKind.AWAITING, AccountKind.FEE})


def charge_for(use: Use, compensation: Compensation, *, so_far: SoFar, held: Money, now: Instant) -> Posting:
    """The charge of one use: whole from the funds held, else whole as owed by the licence's creator.

    Shares by basis points, largest remainder first; nothing is lost. The same use, the same ids.
    Raises: Refused(`royalties.no_price`).
    """
    line = pricing.line_for(use.clause, compensation)
    amount, basis = pricing.price(compensation, use.clause, use.quantity, so_far)
    funded = amount <= held
    kind = TransferKind.CHARGE if funded else TransferKind.ACCRUAL
    transfers = tuple(
        _for_use(kind, use, 0, payee, part, funded=funded, now=now)
        for payee, part in shared(amount, compensation.shares).items()
        if part.minor
    )
    kept = (*transfers, *holdbacks.kept_back(transfers, compensation.holdback, now=now))
    return Posting(use, 0, line.unit, line.unit_price, amount, amount, basis, now, compensation, kept)


def correct(
    history: Sequence[Posting],
    quantity: Decimal,
    *,
    so_far: SoFar,
    held: Money,
    reason: str,
    now: Instant,
) -> Posting:
    """The next revision of a use: each payee ends with exactly their share of the corrected charge.

    More is charged like a new use; less is taken back first from what is not yet funded, then from what is
    payable (which may fall below zero and is made up by later uses). Each transfer names the payee's first.
    Raises: Refused(`royalties.nothing_to_correct`).
    """
    last = history[-1]
    if quantity == last.use.quantity:
        raise Refused("royalties.nothing_to_correct", "The use already stands at this quantity.")
    line = pricing.line_for(last.use.clause, last.compensation)
    change, basis = pricing.price(last.compensation, last.use.clause, quantity - last.use.quantity, so_far)
    rows = [row for posting in history for row in posting.transfers]
    target = shared(last.amount + change, last.compensation.shares)
    wanted = {payee: target[payee].minor - minor for payee, minor in earned_by_payee(rows, target).items()}
    revision = last.revision + 1
    use = replace(last.use, quantity=quantity)
    funded = sum(minor for minor in wanted.values() if minor > 0) <= held.minor
    transfers = tuple(
        replace(row, reverses=_first(rows, payee), reference=reason)
        for payee, minor in wanted.items()
        for row in _change_for(
            use, revision, payee, minor, rows, funded=funded, currency=change.currency, now=now
        )
    )
    return Posting(
        use,
        revision,
        line.unit,
        line.unit_price,
        change,
        last.amount + change,
        basis,
        now,
        last.compensation,
        (*transfers, *holdbacks.kept_back(transfers, last.compensation.holdback, now=now)),
        reason,
    )


def earned_by_payee(rows: Iterable[Transfer], payees: Iterable[str]) -> dict[str, int]:
    """What each payee has from these transfers, in minor units, funded or not. Settlements change nothing."""
    sums = dict.fromkeys(payees, 0)
    for row in rows:
        if row.credit.kind in _SHARES:
            sums[row.credit.owner] += row.amount.minor
        if row.debit.kind in _SHARES:
            sums[row.debit.owner] -= row.amount.minor
    return sums


def awaiting_by_payee(rows: Iterable[Transfer]) -> dict[str, int]:
    """What of these transfers is earned and not yet funded, in minor units."""
    sums: dict[str, int] = {}
    for row in rows:
        for account, minor in ((row.credit, row.amount.minor), (row.debit, -row.amount.minor)):
            if account.kind is AccountKind.AWAITING:
                sums[account.owner] = sums.get(account.owner, 0) + minor
    return {payee: minor for payee, minor in sums.items() if minor}


def shared(amount: Money, shares: Iterable[Share]) -> dict[str, Money]:
    """The amount by payee: basis points, largest remainder first."""
    return amount.split({share.payee: share.basis_points for share in shares})


def licence_account(licence_id: LicenceId, currency: str, *, funded: bool) -> Account:
    """Where a use is charged: the funds held for the licence, or what its creator owes."""
    return Account(AccountKind.ESCROW if funded else AccountKind.DUE, licence_id, currency)


def payee_account(payee: str, currency: str, *, funded: bool) -> Account:
    """Where a share goes. The operator's own is revenue once it is funded."""
    if not funded:
        return Account(AccountKind.AWAITING, payee, currency)
    return Account(AccountKind.FEE if payee == OPERATOR else AccountKind.PAYABLE, payee, currency)


def hold(licence_id: LicenceId, amount: Money, *, reference: str, now: Instant) -> Transfer:
    """Money that arrived for a licence. Raises: Refused(`royalties.nothing_to_move`)."""
    bank = Account(AccountKind.BANK, OPERATOR, amount.currency)
    escrow = licence_account(licence_id, amount.currency, funded=True)
    return _moved(TransferKind.HOLD, bank, escrow, amount, licence_id, reference, now)


def release(licence_id: LicenceId, amount: Money, *, reference: str, now: Instant) -> Transfer:
    """Funds that go back to the creator. Raises: Refused(`royalties.nothing_to_move`)."""
    bank = Account(AccountKind.BANK, OPERATOR, amount.currency)
    escrow = licence_account(licence_id, amount.currency, funded=True)
    return _moved(TransferKind.RELEASE, escrow, bank, amount, licence_id, reference, now)


def paid_in(rows: Iterable[Transfer], currency: str) -> Money:
    """What reached a licence's escrow from the bank, less what went back."""
    sign = {TransferKind.HOLD: 1, TransferKind.RELEASE: -1}
    return Money(currency, sum(sign.get(row.kind, 0) * row.amount.minor for row in rows))


def charged_in_all(rows: Iterable[Transfer], currency: str) -> Money:
    """What uses were charged to a licence, funded or not, corrections included; settling moves nothing here."""
    of_licence = {AccountKind.ESCROW, AccountKind.DUE}
    total = 0
    for row in rows:
        if row.kind in (TransferKind.CHARGE, TransferKind.ACCRUAL, TransferKind.CORRECTION):
            total += row.amount.minor if row.debit.kind in of_licence else -row.amount.minor
    return Money(currency, total)


def payout(payee: str, amount: Money, *, reference: str, now: Instant) -> Transfer:
    """What left the bank for a payee. Raises: Refused(`royalties.nothing_to_move`)."""
    owed = Account(AccountKind.PAYABLE, payee, amount.currency)
    paid = Account(AccountKind.PAID, payee, amount.currency)
    return _moved(TransferKind.PAYOUT, owed, paid, amount, None, reference, now)


def settle(
    rows: Sequence[Transfer], *, holdback: Holdback | None = None, now: Instant
) -> tuple[Transfer, ...]:
    """Fund what one use still waits for; `rows` are all its transfers so far.

    Two transfers a payee: the licence's debt is paid from its escrow, the payee's share becomes payable, and a part of
    that stays back where the contract says so.
    """
    moved = tuple(
        each
        for payee, minor in sorted(awaiting_by_payee(rows).items())
        for each in _settled(rows, payee, Money(rows[0].amount.currency, minor), now)
    )
    return (*moved, *holdbacks.kept_back(moved, holdback, now=now))


def same_payment(known: Transfer, again: Transfer) -> Transfer:
    """The payment recorded already. Raises: Refused(`royalties.reference_in_use`) if it is another."""
    if known.amount != again.amount:
        raise Refused(
            "royalties.reference_in_use",
            "This reference was used for another amount.",
            amount=known.amount.to_json(),
        )
    return known


def same_use(known: Posting, use: Use, compensation: Compensation) -> Posting:
    """The first posting of a use. Raises: Refused(`royalties.use_posted_differently`) if it was another."""
    if (known.use, known.compensation) != (use, compensation):
        raise Refused(
            "royalties.use_posted_differently", "This use was charged with other facts.", use=use.id
        )
    return known


def check_payable(amount: Money, payable: Money) -> None:
    """Promise that no more is paid than is payable. Raises: Refused(`royalties.more_than_payable`)."""
    if amount > payable:
        raise Refused("royalties.more_than_payable", f"{payable} can be paid.", payable=payable.to_json())


def needs(rows: Iterable[Transfer]) -> int:
    """What transfers take out of escrow, in minor units."""
    return sum(row.amount.minor for row in rows if row.debit.kind is AccountKind.ESCROW)


def acts_for(mandates: Iterable[Mandate], *, now: Instant) -> set[str]:
    """The performers for whom somebody acts now, by mandates neither ended nor revoked."""
    return {m.performer_id for m in mandates if m.runs_at(now)}


def check_side(account: Account, debits_minor: int, credits_minor: int) -> None:
    """Promise that an account stays on its side.

    Raises: Refused(`royalties.funds_not_held`) for an escrow, Refused(`royalties.overdrawn`) for any other.
    """
    match SIDES[account.kind]:
        case Side.EITHER:
            return
        case Side.DEBIT:
            short = credits_minor - debits_minor
        case Side.CREDIT:
            short = debits_minor - credits_minor
    if short > 0:
        code = "royalties.funds_not_held" if account.kind is AccountKind.ESCROW else "royalties.overdrawn"
        missing = Money(account.currency, short)
        raise Refused(code, f"{missing} short.", account=account.id, short=missing.to_json())


def totals(transfers: Iterable[Transfer]) -> Mapping[Account, tuple[int, int]]:
    """Debits and credits of every account that the transfers touch, in minor units."""
    sums: dict[Account, tuple[int, int]] = {}
    for row in transfers:
        debits, credits = sums.get(row.debit, (0, 0))
        sums[row.debit] = (debits + row.amount.minor, credits)
        debits, credits = sums.get(row.credit, (0, 0))
        sums[row.credit] = (debits, credits + row.amount.minor)
    return sums


def _for_use(
    kind: TransferKind, use: Use, revision: int, payee: str, part: Money, *, funded: bool, now: Instant
) -> Transfer:
    """One payee's part: out of the licence's account into theirs, or back where `part` is below zero."""
    source = licence_account(use.licence_id, part.currency, funded=funded)
    target = payee_account(payee, part.currency, funded=funded)
    debit, credit = (source, target) if part.minor > 0 else (target, source)
    return Transfer(
        id=transfer_id("use", use.id, use.clause, str(revision), payee, target.kind),
        kind=kind,
        debit=debit,
        credit=credit,
        amount=Money(part.currency, abs(part.minor)),
        at=now,
        licence_id=use.licence_id,
        use_id=use.id,
        revision=revision,
        clause=use.clause,
    )


def _change_for(
    use: Use,
    revision: int,
    payee: str,
    minor: int,
    rows: Iterable[Transfer],
    *,
    funded: bool,
    currency: str,
    now: Instant,
) -> Iterator[Transfer]:
    if minor > 0:
        parts = {funded: minor}
    else:
        unfunded = max(minor, -max(0, awaiting_by_payee(rows).get(payee, 0)))
        parts = {False: unfunded, True: minor - unfunded}
    for is_funded, part in parts.items():
        if part:
            money = Money(currency, part)
            yield _for_use(TransferKind.CORRECTION, use, revision, payee, money, funded=is_funded, now=now)


def _first(rows: Iterable[Transfer], payee: str) -> TransferId | None:
    for row in rows:
        if row.credit.kind in _SHARES and row.credit.owner == payee:
            return row.id
    return None


def _settled(rows: Sequence[Transfer], payee: str, part: Money, now: Instant) -> Iterator[Transfer]:
    first = rows[0]
    assert first.licence_id is not None
    ways = {
        "funds": [
            licence_account(first.licence_id, part.currency, funded=is_held) for is_held in (True, False)
        ],
        "share": [payee_account(payee, part.currency, funded=is_funded) for is_funded in (False, True)],
    }
    for name, (debit, credit) in ways.items():
        yield Transfer(
            id=transfer_id("settle", str(first.use_id), str(first.clause), str(len(rows)), payee, name),
            kind=TransferKind.SETTLEMENT,
            debit=debit,
            credit=credit,
            amount=part,
            at=now,
            licence_id=first.licence_id,
            use_id=first.use_id,
            revision=max(row.revision or 0 for row in rows),
            clause=first.clause,
        )


def _moved(
    kind: TransferKind,
    debit: Account,
    credit: Account,
    amount: Money,
    licence_id: LicenceId | None,
    reference: str,
    now: Instant,
) -> Transfer:
    if amount.minor <= 0:
        raise Refused("royalties.nothing_to_move", "There is nothing to move.", amount=amount.to_json())
    return Transfer(
        id=transfer_id(kind, debit.id, credit.id, reference),
        kind=kind,
        debit=debit,
        credit=credit,
        amount=amount,
        at=now,
        licence_id=licence_id,
        reference=reference,
    )
