"""The ledger as a plain-text journal that `hledger` checks by itself. Pure; exports, never imports."""

from collections.abc import Iterable, Iterator

from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import wire
from propria.royalties.model import Account, AccountKind, Transfer
from propria.royalties.statements import plain_amount

_FAMILIES = {
    AccountKind.BANK: "assets:bank",
    AccountKind.PAID: "assets:bank:paid",
    AccountKind.DUE: "assets:due",
    AccountKind.ESCROW: "liabilities:escrow",
    AccountKind.AWAITING: "liabilities:awaiting",
    AccountKind.PAYABLE: "liabilities:payable",
    AccountKind.RETAINED: "liabilities:retained",
    AccountKind.FEE: "revenues:fee",
}


def journal_name(account: Account) -> str:
    """The account's name in the journal."""
    return f"{_FAMILIES[account.kind]}:{account.owner}"


def journal(rows: Iterable[Transfer]) -> str:
    """An hledger journal: every commodity and account declared, one transaction a transfer, in order.

    Holds to `hledger check --strict`. Amounts are positive where the account is debited.
    """
    kept = list(rows)
    return "".join((*_declared(kept), *(_transaction(row) for row in kept)))


def _declared(rows: list[Transfer]) -> Iterator[str]:
    yield "; Made from the ledger; changing this file changes nothing.\n"
    for currency in sorted({row.amount.currency for row in rows}):
        digits = MINOR_DIGITS[currency]
        yield f"commodity 1000.{'0' * digits} {currency}\n"
    for name in sorted({journal_name(each) for row in rows for each in (row.debit, row.credit)}):
        yield f"account {name}\n"
    yield "\n"


def _transaction(row: Transfer) -> str:
    tags = {"licence": row.licence_id, "use": row.use_id, "clause": row.clause, "reverses": row.reverses}
    said = ", ".join(f"{name}:{value}" for name, value in tags.items() if value)
    amount, back = row.amount, Money(row.amount.currency, -row.amount.minor)
    return (
        f"{wire(row.at)[:10]} ({row.id}) {row.kind.value}{f'  ; {said}' if said else ''}\n"
        f"    {journal_name(row.debit)}  {plain_amount(amount)} {amount.currency}\n"
        f"    {journal_name(row.credit)}  {plain_amount(back)} {back.currency}\n\n"
    )
