"""What does not add up: the ledger's rows held against everything that is kept beside them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from propria.kernel.errors import Refused
from propria.kernel.findings import Finding
from propria.kernel.ids import UseId
from propria.royalties import pricing, rules
from propria.royalties.cards import UNMETERED
from propria.royalties.model import COUNTED, Posting, Transfer, TransferKind, Used

_FOR_USES = frozenset(
    {
        TransferKind.CHARGE,
        TransferKind.ACCRUAL,
        TransferKind.SETTLEMENT,
        TransferKind.CORRECTION,
        TransferKind.RETENTION,
        TransferKind.FREED,
    }
)


def findings(
    rows: Sequence[Transfer],
    postings: Sequence[Posting],
    running: Mapping[str, tuple[int, int]],
    clauses: Mapping[tuple[str, str, str], tuple[Decimal, int]],
    uses: frozenset[UseId] | None,
) -> tuple[Finding, ...]:
    """Every discrepancy, in a fixed order; empty when all adds up.

    Checks: accounts stay on their side · running totals equal the rows · every row for a use has its
    posting · every posting's rows make its amount, shared as agreed · a licence was charged what its prices
    say · corrections name what they correct · with `uses`, none is uncharged and none is invented.
    """
    return (
        *_sides(rows),
        *_running(rows, running),
        *_rows_without_use(rows, postings),
        *_postings(rows, postings),
        *_clauses(postings, clauses),
        *_references(rows),
        *_uses(postings, uses),
    )


def _sides(rows: Sequence[Transfer]) -> Iterator[Finding]:
    for account, (debits, credits) in sorted(rules.totals(rows).items()):
        try:
            rules.check_side(account, debits, credits)
        except Refused as problem:
            yield Finding(problem.code, account.id, problem.sentence)


def _running(rows: Sequence[Transfer], running: Mapping[str, tuple[int, int]]) -> Iterator[Finding]:
    summed = {account.id: sums for account, sums in rules.totals(rows).items() if account.kind in COUNTED}
    for name in sorted(summed.keys() | running.keys()):
        kept, right = running.get(name, (0, 0)), summed.get(name, (0, 0))
        if kept != right:
            yield Finding("royalties.running_total_wrong", name, f"kept {kept}, rows say {right}")


def _rows_without_use(rows: Sequence[Transfer], postings: Sequence[Posting]) -> Iterator[Finding]:
    known = {(posting.use.id, posting.use.clause, posting.revision) for posting in postings}
    for row in rows:
        if row.kind in _FOR_USES and (row.use_id, row.clause, row.revision) not in known:
            yield Finding("royalties.posting_without_use", row.id, f"use {row.use_id}")


def _postings(rows: Sequence[Transfer], postings: Sequence[Posting]) -> Iterator[Finding]:
    by_use: dict[tuple[str, str], list[Transfer]] = {}
    for row in rows:
        if row.use_id is not None:
            by_use.setdefault((row.use_id, str(row.clause)), []).append(row)
    for key, posting in sorted(_standing(postings).items()):
        wanted = {p: m.minor for p, m in rules.shared(posting.amount, posting.compensation.shares).items()}
        try:
            earned = rules.earned_by_payee(by_use.get(key, []), wanted)
        except KeyError as stranger:
            yield Finding("royalties.share_of_a_stranger", key[0], str(stranger))
            continue
        if earned != wanted:
            yield Finding("royalties.shares_wrong", key[0], f"rows give {earned}, the contract {wanted}")


def _clauses(
    postings: Iterable[Posting], clauses: Mapping[tuple[str, str, str], tuple[Decimal, int]]
) -> Iterator[Finding]:
    used: dict[str, dict[str, Used]] = {}
    sums: dict[tuple[str, str, str], Decimal] = {}
    charged: dict[str, dict[str, int]] = {}
    for posting in _standing(postings).values():
        licence, key = str(posting.use.licence_id), pricing.terms_key(posting.compensation)
        under = used.setdefault(licence, {}).setdefault(key, Used(posting.compensation, {}))
        clause, account = (licence, key, posting.use.clause), charged.setdefault(licence, {})
        sums[clause] = sums.get(clause, Decimal(0)) + posting.use.quantity
        used[licence][key] = replace(under, quantities={**under.quantities, posting.use.clause: sums[clause]})
        account[posting.amount.currency] = account.get(posting.amount.currency, 0) + posting.amount.minor
    for clause in sorted(sums.keys() | clauses.keys()):
        if clauses.get(clause, (None, 0))[0] != sums.get(clause):
            yield Finding("royalties.clause_total_wrong", "/".join(clause), f"uses say {sums.get(clause)}")
    kept: dict[str, int] = {}
    for (licence, _, _), (_, minor) in clauses.items():
        kept[licence] = kept.get(licence, 0) + minor
    for licence, was in sorted(charged.items()):
        found = tuple(used[licence].values())
        owed = {currency: pricing.licence_total(found, currency)[0].minor for currency in was}
        if owed != was or sum(was.values()) != kept.get(licence, 0):
            detail = f"owed {owed}, charged {was}, kept {kept.get(licence, 0)}"
            yield Finding("royalties.licence_charge_wrong", licence, detail)


def _standing(postings: Iterable[Posting]) -> dict[tuple[str, str], Posting]:
    """The last revision of each use under each clause."""
    return {(str(posting.use.id), posting.use.clause): posting for posting in postings}


def _references(rows: Sequence[Transfer]) -> Iterator[Finding]:
    by_id = {row.id: row for row in rows}
    for row in rows:
        if row.reverses is None:
            continue
        target = by_id.get(row.reverses)
        wrong = row.kind not in (TransferKind.CORRECTION, TransferKind.FREED)
        if target is None or target.use_id != row.use_id or wrong:
            yield Finding("royalties.correction_of_nothing", row.id, str(row.reverses))


def _uses(postings: Iterable[Posting], uses: frozenset[UseId] | None) -> Iterator[Finding]:
    if uses is None:
        return
    charged = {posting.use.id for posting in postings if posting.unit not in UNMETERED}
    for missing in sorted(uses - charged):
        yield Finding("royalties.use_not_charged", missing, "metered and never charged")
    for invented in sorted(charged - uses):
        yield Finding("royalties.charge_without_use", invented, "charged and never metered")
