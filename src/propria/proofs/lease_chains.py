"""What the records of a lease come to: may this be made now, what is left, and where one quota was spent twice. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from propria.kernel.errors import Refused, Unverified
from propria.kernel.time import Instant
from propria.proofs.leases import Lease, Record, check_split, signed
from propria.scope import Reason, Scope, Use, Why, permits

MAX_RECORDS = 5_000


class Breach(StrEnum):
    """What a record shows that its holder's key was not allowed to do."""

    DOUBLE_SPENT = "double_spent"
    OVER_QUOTA = "over_quota"
    OUT_OF_TIME = "out_of_time"
    BEYOND_SCOPE = "beyond_scope"


@dataclass(frozen=True)
class LeaseVerdict:
    """May this use be made under the lease, every reason against it by code; it knows of no withdrawal."""

    allowed: bool
    codes: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Judged:
    """One record, and what is wrong with it. `overlaps`: the digest of the record that spent the same before it."""

    record: Record
    breaches: tuple[Breach, ...] = ()
    overlaps: str = ""
    axes: tuple[str, ...] = ()


def spent(records: Sequence[Record]) -> dict[str, int]:
    """Unit → how much a chain has used up, sub-leases included."""
    return records[-1].ends if records else {}


def left(lease: Lease, records: Sequence[Record]) -> dict[str, int]:
    """Unit → how much of the lease a chain leaves."""
    used = spent(records)
    return {unit: limit - used.get(unit, 0) for unit, limit in lease.quota.items()}


def decide(lease: Lease, records: Sequence[Record], use: Use) -> LeaseVerdict:
    """May this use be made at its own instant, after these records? Needs no server and asks none."""
    codes = _time_codes(lease, use.at)
    remaining = left(lease, records)
    over = [
        Reason("volume", Why.OVER_QUOTA, (a.unit, str(remaining.get(a.unit, 0))))
        for a in use.amounts
        if a.limit > remaining.get(a.unit, 0)
    ]
    reasons = tuple(dict.fromkeys((*permits(lease.scope, use).reasons, *over)))
    codes += [reason.code for reason in reasons]
    codes += ["one_act"] * (len(use.declared.get("act", frozenset())) > 1)
    return LeaseVerdict(not codes, tuple(dict.fromkeys(codes)), reasons)


def _time_codes(lease: Lease, at: Instant) -> list[str]:
    if at < lease.begins_at:
        return ["lease_not_begun"]
    return ["lease_expired"] if at >= lease.expires_at else []


def write_use(
    lease: Lease, records: Sequence[Record], use: Use, *, output: str = "", nonce: str, seed: bytes
) -> Record:
    """The next record of a chain: this use is made now. Raises: Refused(`proofs.lease_denied`) with every reason."""
    verdict = decide(lease, records, use)
    if not verdict:
        raise Refused(
            "proofs.lease_denied", "The lease does not allow this use.", reasons=list(verdict.codes)
        )
    return signed(_next(lease, records, use.at, nonce, use=use, output=output), seed=seed)


def split(
    lease: Lease,
    records: Sequence[Record],
    public_key: bytes,
    scope: Scope,
    *,
    expires_at: Instant,
    at: Instant,
    nonce: str,
    seed: bytes,
) -> Record:
    """The next record of a chain: a part of the lease goes to another key, whole and at once.

    Raises: Unverified(`proofs.lease_widened`), Refused(`proofs.lease_denied`).
    """
    child = Lease(
        lease.lease_id, lease.licence_id, lease.holder, public_key, scope, at, expires_at, lease.digest
    )
    check_split(lease, child)
    remaining = left(lease, records)
    codes = _time_codes(lease, at)
    codes += ["volume_over_quota"] * any(n > remaining.get(unit, 0) for unit, n in child.quota.items())
    if codes:
        raise Refused("proofs.lease_denied", "The lease does not hold that much.", reasons=codes)
    return signed(_next(lease, records, at, nonce, sub_lease=child), seed=seed)


def _next(
    lease: Lease,
    records: Sequence[Record],
    at: Instant,
    nonce: str,
    *,
    use: Use | None = None,
    sub_lease: Lease | None = None,
    output: str = "",
) -> Record:
    last = records[-1] if records else None
    begins = dict.fromkeys(sorted(lease.quota), 0) | spent(records)
    previous, number = (last.digest, last.number + 1) if last else (lease.digest, 1)
    return Record(lease.digest, number, previous, begins, at, nonce, use, sub_lease, output)


def read_chain(lease: Lease, raw: Iterable[object]) -> tuple[Record, ...]:
    """The records of one lease in their one order, as its own host keeps them.

    Raises: Malformed(`proofs.lease_unreadable`, …), Unverified(`proofs.lease_wrong_signature`,
    `proofs.lease_chain_broken`).
    """
    records: list[Record] = []
    for one in raw:
        record = Record.from_json(one)
        record.check_signed_by(lease.public_key)
        _check_follows(lease, record, records[-1] if records else None)
        records.append(record)
    return tuple(records)


def _check_follows(lease: Lease, record: Record, before: Record | None) -> None:
    begins = dict.fromkeys(sorted(lease.quota), 0) if before is None else before.ends
    previous, number = (lease.digest, 1) if before is None else (before.digest, before.number + 1)
    if (record.lease, record.previous, record.number) != (lease.digest, previous, number) or dict(
        record.begins
    ) != begins:
        raise Unverified(
            "proofs.lease_chain_broken",
            "A record does not follow from the one before it.",
            number=record.number,
        )


def judge(lease: Lease, records: Iterable[Record], *, seen: Sequence[str] = ()) -> tuple[Judged, ...]:
    """Every record under a lease and its sub-leases, whatever chains they form, each with what is wrong with it.

    Two records that take the same range of one lease's counter were spent twice; the one that is in `seen` (digests
    known before, in order), else the earlier one, is the first. What is not signed, not chained, or under no known
    lease raises: it proves nothing against anybody.

    Raises: Unverified(`proofs.lease_wrong_signature`, `proofs.lease_chain_broken`, `proofs.lease_widened`).
    """
    rank = {digest: number for number, digest in enumerate(seen)}
    waiting = {record.digest: record for record in records}
    order = sorted(
        waiting.values(), key=lambda r: (rank.get(r.digest, len(rank)), r.number, r.made_at, r.digest)
    )
    leases, known, judged = {lease.digest: lease}, dict[str, Record](), list[Judged]()
    taken: dict[str, list[Record]] = defaultdict(list)
    while order:
        ready = [r for r in order if r.lease in leases and (r.previous in known or r.previous == r.lease)]
        if not ready:
            raise Unverified(
                "proofs.lease_chain_broken",
                "Records that come before these are missing.",
                number=order[0].number,
            )
        record = ready[0]
        order.remove(record)
        own = leases[record.lease]
        record.check_signed_by(own.public_key)
        _check_follows(own, record, known.get(record.previous))
        judged.append(_judged(own, record, taken[own.digest]))
        known[record.digest] = record
        taken[own.digest].append(record)
        if record.sub_lease is not None:
            check_split(own, record.sub_lease)
            leases[record.sub_lease.digest] = record.sub_lease
    return tuple(judged)


def _judged(lease: Lease, record: Record, before: Sequence[Record]) -> Judged:
    overlaps = next((other.digest for other in before if _overlap(record, other)), "")
    verdict = permits(lease.scope, record.use) if record.use is not None else None
    axes = tuple(a for a in verdict.axes if a != "volume") if verdict is not None else ()
    if record.use is not None and len(record.use.declared.get("act", frozenset())) > 1:
        axes = tuple(dict.fromkeys((*axes, "act")))
    over = any(end > lease.quota.get(unit, 0) for unit, end in record.ends.items())
    wrong = {
        Breach.DOUBLE_SPENT: bool(overlaps),
        Breach.OVER_QUOTA: over,
        Breach.OUT_OF_TIME: bool(_time_codes(lease, record.made_at)),
        Breach.BEYOND_SCOPE: bool(axes),
    }
    return Judged(record, tuple(breach for breach, is_so in wrong.items() if is_so), overlaps, axes)


def _overlap(one: Record, other: Record) -> bool:
    """Whether both take some of the same range of one counter."""
    if one.previous == other.previous:
        return True
    mine, theirs = one.ends, other.ends
    return any(
        one.begins.get(unit, 0) < theirs.get(unit, 0) and other.begins.get(unit, 0) < mine.get(unit, 0)
        for unit in mine.keys() | theirs.keys()
        if one.amounts.get(unit) and other.amounts.get(unit)
    )


def used_under(judged: Iterable[Judged]) -> Mapping[str, int]:
    """Unit → how much was used in all, whatever was wrong with it; a sub-lease is a part passed on, not a use."""
    total: dict[str, int] = defaultdict(int)
    for one in judged:
        if one.record.use is not None:
            for unit, amount in one.record.amounts.items():
                total[unit] += amount
    return dict(total)
