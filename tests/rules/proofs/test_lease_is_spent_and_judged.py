"""Leases: whatever one honest chain does judges clean; what two chains take twice is found; nothing is widened."""

import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.proofs.making import NOW, identifier, seed
from tests.terms import series_scope, series_use

from propria.kernel.errors import Malformed, Refused, Unverified
from propria.proofs.canonical import canonical_bytes, read_json
from propria.proofs.lease_chains import Breach, decide, judge, left, read_chain, split, used_under, write_use
from propria.proofs.leases import Lease, Record, issue, public_of, read_held, read_issued, signed
from propria.scope import ANY, Use, volume

LIBRARY, HOLDER, VENDOR = seed(400), seed(401), seed(402)
QUOTA = 100
LEASE = Lease(
    identifier("lse", 1),
    identifier("lic", 1),
    identifier("crt", 1),
    public_of(HOLDER),
    series_scope(volume=volume(seconds=QUOTA, lines=QUOTA)),
    NOW,
    NOW + timedelta(hours=24),
)
Chain = tuple[Record, ...]


def a_nonce() -> str:
    """What no other record has."""
    return secrets.token_hex(8)


def line(seconds: int, minute: int = 0, **declared: object) -> Use:
    """One line of so many seconds, so many minutes into the lease."""
    return series_use(NOW + timedelta(minutes=minute), amounts={"seconds": seconds, "lines": 1}, **declared)


def grown(chain: Chain, *lengths: int) -> Chain:
    """The chain with these lines after it."""
    for seconds in lengths:
        chain += (write_use(LEASE, chain, line(seconds, len(chain)), nonce=a_nonce(), seed=HOLDER),)
    return chain


lengths = st.lists(st.integers(1, 12), max_size=8)


@given(lengths)
def test_an_honest_chain_reads_back_and_judges_clean(seconds: list[int]) -> None:
    chain = grown((), *seconds)
    raw = [read_json(canonical_bytes(record.to_json())) for record in chain]
    assert read_chain(LEASE, raw) == chain
    judged = judge(LEASE, chain)
    assert [one.record for one in judged] == list(chain)
    assert all(one.breaches == () for one in judged)
    assert dict(used_under(judged)).get("seconds", 0) == sum(seconds)
    assert left(LEASE, chain)["seconds"] == QUOTA - sum(seconds)


@given(
    lengths, st.lists(st.integers(1, 12), min_size=1, max_size=4), st.lists(st.integers(1, 12), min_size=1)
)
def test_two_chains_from_one_point_are_spent_twice_and_all_of_it_is_counted(
    before: list[int], one: list[int], other: list[int]
) -> None:
    start = grown((), *before[:4])
    mine, theirs = grown(start, *one), grown(start, *other[:4])
    judged = judge(LEASE, [*mine, *theirs], seen=[record.digest for record in mine])
    breaches = {j.record.digest: j for j in judged}
    assert all(breaches[record.digest].breaches == () for record in mine)
    fork = breaches[theirs[len(start)].digest]
    assert fork.breaches == (Breach.DOUBLE_SPENT,)
    assert fork.overlaps == mine[len(start)].digest
    total = sum(before[:4]) + sum(one) + sum(other[:4])
    assert used_under(judged)["seconds"] == total
    assert judge(LEASE, mine) == tuple(breaches[record.digest] for record in mine)


def test_doings_that_are_alike_are_two_records() -> None:
    one, other = (write_use(LEASE, (), line(4), nonce=a_nonce(), seed=HOLDER) for _ in range(2))
    assert one.digest != other.digest
    assert [j.breaches for j in judge(LEASE, [one, other])] == [(), (Breach.DOUBLE_SPENT,)]


def test_what_a_key_signed_beyond_its_lease_is_named() -> None:
    """A holder's host may be made to sign anything; each record says what was wrong with it."""

    def forced(use: Use, chain: Chain = ()) -> Record:
        made = write_use(LEASE, chain, line(1), nonce="n", seed=HOLDER)
        return signed(replace(made, use=use, made_at=use.at), seed=HOLDER)

    def breaches(record: Record) -> tuple[Breach, ...]:
        return judge(LEASE, [record])[0].breaches

    assert breaches(forced(line(QUOTA + 1))) == (Breach.OVER_QUOTA,)
    assert breaches(forced(line(1, 24 * 60))) == (Breach.OUT_OF_TIME,)
    abroad = judge(LEASE, [forced(line(1, territory="US"))])[0]
    assert (abroad.breaches, abroad.axes) == ((Breach.BEYOND_SCOPE,), ("territory",))
    assert breaches(forced(line(1, act=["generate", "dub"]))) == (Breach.BEYOND_SCOPE,)


@pytest.mark.parametrize(
    ("use", "code"),
    [
        (line(QUOTA + 1), "volume_over_quota"),
        (line(1, 24 * 60), "lease_expired"),
        (line(1, -1), "lease_not_begun"),
        (line(1, act=["generate", "dub"]), "one_act"),
        (line(1, territory="US"), "territory_mismatch"),
    ],
)
def test_a_host_is_told_no_with_the_reason(use: Use, code: str) -> None:
    assert decide(LEASE, (), use).codes == (code,)
    with pytest.raises(Refused, match=r"proofs\.lease_denied"):
        write_use(LEASE, (), use, nonce=a_nonce(), seed=HOLDER)
    assert decide(LEASE, (), line(QUOTA)).allowed


def test_a_split_goes_down_by_levels_and_never_wider() -> None:
    until = LEASE.expires_at
    part = series_scope(territory=["HK"], volume=volume(seconds=10, lines=2))
    record = split(LEASE, (), public_of(VENDOR), part, expires_at=until, at=NOW, nonce=a_nonce(), seed=HOLDER)
    handed = issue(LEASE, seed=LIBRARY) | {"splits": [record.to_json()]}
    child = read_held(handed, public=public_of(LIBRARY))
    assert child == record.sub_lease
    use = write_use(child, (), line(4, territory="HK"), nonce=a_nonce(), seed=VENDOR)
    assert [one.breaches for one in judge(LEASE, [use, record])] == [(), ()]
    assert dict(used_under(judge(LEASE, [use, record]))) == {"seconds": 4, "lines": 1}
    with pytest.raises(Unverified, match=r"proofs\.lease_chain_broken"):
        judge(LEASE, [use])
    for scope, ends in ((LEASE.scope, until + timedelta(seconds=1)), (series_scope(), until)):
        with pytest.raises(Unverified, match=r"proofs\.lease_widened"):
            split(LEASE, (), public_of(VENDOR), scope, expires_at=ends, at=NOW, nonce=a_nonce(), seed=HOLDER)
    chain = grown((), *[12] * 8)
    with pytest.raises(Refused, match=r"proofs\.lease_denied"):
        split(LEASE, chain, public_of(VENDOR), part, expires_at=until, at=NOW, nonce=a_nonce(), seed=HOLDER)
    wide = signed(replace(record, sub_lease=replace(child, holder=identifier("crt", 2))), seed=HOLDER)
    with pytest.raises(Unverified, match=r"proofs\.lease_widened"):
        read_held(issue(LEASE, seed=LIBRARY) | {"splits": [wide.to_json()]}, public=public_of(LIBRARY))
    with pytest.raises(Unverified, match=r"proofs\.lease_chain_broken"):
        read_held(
            issue(replace(LEASE, licence_id="lic_2"), seed=LIBRARY) | {"splits": [record.to_json()]},
            public=public_of(LIBRARY),
        )


def test_only_the_library_issues_and_only_the_holder_records() -> None:
    raw = issue(LEASE, seed=LIBRARY)
    assert read_issued(raw, public=public_of(LIBRARY)) == LEASE
    with pytest.raises(Unverified, match=r"proofs\.lease_wrong_signature"):
        read_issued(raw, public=public_of(HOLDER))
    with pytest.raises(Unverified, match=r"proofs\.lease_wrong_signature"):
        read_issued(issue(replace(LEASE, parent="00"), seed=LIBRARY), public=public_of(LIBRARY))
    record = write_use(LEASE, (), line(4), nonce=a_nonce(), seed=VENDOR)
    for reads in (lambda: judge(LEASE, [record]), lambda: read_chain(LEASE, [record.to_json()])):
        with pytest.raises(Unverified, match=r"proofs\.lease_wrong_signature"):
            reads()
    chain = grown((), 4, 4)
    with pytest.raises(Unverified, match=r"proofs\.lease_chain_broken"):
        read_chain(LEASE, [record.to_json() for record in reversed(chain)])


def test_what_is_no_lease_or_record_is_unreadable() -> None:
    lease, record = LEASE.to_json(), write_use(LEASE, (), line(4), nonce=a_nonce(), seed=HOLDER).to_json()
    assert Lease.from_json(lease) == LEASE
    bad = [
        lease | {"format": "propria-lease/2"},
        lease | {"expires_at": lease["begins_at"]},
        lease | {"begins_at": "yesterday"},
        lease | {"scope": series_scope(volume=ANY).to_json()},
    ]
    for raw in bad:
        with pytest.raises(Malformed, match=r"proofs\.lease_unreadable|scope\."):
            Lease.from_json(raw)
    inner = record["record"]
    for change in (
        {"format": "x"},
        {"number": "0"},
        {"number": "one"},
        {"number": 1},
        {"made_at": "2026-11-22T10:00:01Z"},
        {"sub_lease": lease},
    ):
        with pytest.raises(Malformed, match=r"proofs\.lease_unreadable"):
            Record.from_json(record | {"record": inner | change})
