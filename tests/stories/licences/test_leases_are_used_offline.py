"""A host without a network takes a part of the quota, signs each use, brings the records back; twice spent is found."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from propria.cli.main import main
from propria.client.leases import OfflineLease, keep_lease, make_key
from propria.kernel.errors import Malformed, Refused, Unverified
from propria.licences import tables as t
from propria.licences.pages_leases import quota_of
from propria.licences.rules_leases import check_size
from propria.proofs.canonical import to_b64
from propria.proofs.lease_chains import MAX_RECORDS
from propria.scope import volume
from propria.web.typed_form import Typed
from tests.cast import Stage
from tests.deals import active_licence, capture_consent, hold_funds, signed_licence, token_for
from tests.renders import by_the_second
from tests.stories.licences.leasing import QUOTA, Leased, asks, leased, saved
from tests.stories.pages.reader import Reader, heading, words
from tests.stories.record.test_anyone_checks_a_bundle_offline import fetch, verify_offline
from tests.stories.record.test_fsck_finds_what_was_changed import found
from tests.stories.royalties.test_a_released_use_is_paid import paid
from tests.terms import series_scope, series_use


@pytest.fixture
def lease(stage: Stage, tmp_path: Path) -> Leased:
    """Forty seconds and ten lines are out for a day."""
    return leased(stage, tmp_path / "host")


def test_a_lease_is_debited_in_full_and_what_is_returned_unused_comes_back(lease: Leased) -> None:
    before = {"seconds": 640, "lines": 300}
    assert lease.left() == {"seconds": 600, "lines": 290}
    for _ in range(3):
        assert lease.host.decide(lease.use()).allowed
        lease.host.use(lease.use())
        lease.stage.passes(minutes=1)
    assert lease.host.left() == {"seconds": 28, "lines": 7}

    told = lease.reports().json()
    assert [(r["kind"], r["charged"], r["breaches"]) for r in told["records"]] == [("use", True, [])] * 3
    assert told["held"] == QUOTA
    assert lease.left() == {"seconds": 600, "lines": 290}
    again = lease.reports().json()
    assert again == told
    lines = paid(lease.made.mina, lease.made.mina.performer_id)
    assert [(line["quantity"], line["earned"]) for line in lines] == [("4", "4560.00")] * 3

    returned = lease.reports(returns=True).json()
    assert returned["held"] == {"seconds": 12, "lines": 3}
    assert lease.left() == {unit: before[unit] - returned["held"][unit] for unit in before}
    assert len(paid(lease.made.mina, lease.made.mina.performer_id)) == 3
    assert found(lease.stage) == set()


def test_the_host_says_no_by_itself_and_names_every_reason(lease: Leased) -> None:
    denied = lease.host.decide(lease.use(seconds=41, territory="US"))
    assert set(denied.codes) == {"territory_mismatch", "volume_over_quota"}
    with pytest.raises(Refused, match=r"proofs\.lease_denied"):
        lease.host.use(lease.use(act=["generate", "dub"]))
    assert lease.host.records() == ()
    lease.stage.passes(hours=24)
    assert lease.host.decide(lease.use()).codes == ("lease_expired",)


def test_a_part_goes_to_another_host_and_comes_back_with_its_own_records(
    lease: Leased, tmp_path: Path
) -> None:
    """The vendor's host holds a part, for less time and fewer countries, and cannot make it wider."""
    folder, until = tmp_path / "vendor", lease.stage.now + timedelta(hours=6)
    key = make_key(folder)
    part = series_scope(territory=["HK"], volume=volume(seconds=10, lines=2))
    handed = lease.host.split(key, part, expires_at=until, at=lease.stage.now)
    keep_lease(folder, handed)
    vendor = OfflineLease(folder, lease.public)
    assert lease.host.left() == {"seconds": 30, "lines": 8}
    assert vendor.decide(lease.use()).codes == ("territory_mismatch",)
    vendor.use(lease.use(territory="HK"))
    wider = series_scope(volume=volume(seconds=10, lines=2))
    with pytest.raises(Unverified, match=r"proofs\.lease_widened"):
        vendor.split(key, wider, expires_at=until, at=lease.stage.now)
    with pytest.raises(Refused, match=r"proofs\.lease_denied"):
        vendor.split(
            key,
            series_scope(territory=["HK"], volume=volume(seconds=9, lines=1)),
            expires_at=until,
            at=lease.stage.now,
        )

    told = lease.reports(vendor)
    assert (told.status_code, told.json()["code"]) == (422, "proofs.lease_chain_broken")
    told = lease.reports(vendor, lease.host)
    assert [(r["kind"], r["breaches"]) for r in told.json()["records"]] == [("split", []), ("use", [])]
    returned = lease.reports(returns=True).json()
    assert returned["held"] == {"seconds": 4, "lines": 1}
    assert found(lease.stage) == set()


def test_a_lease_spent_twice_is_billed_and_a_breach_is_written_down(lease: Leased, tmp_path: Path) -> None:
    """Scenario 40: two hosts with one key spend the same range; both are billed, the log holds the breach."""
    lease.host.use(lease.use())
    twin = lease.twin(tmp_path / "twin")
    lease.host.use(lease.use(seconds=5))
    lease.stage.passes(minutes=1)
    twin.use(lease.use(seconds=6))
    twin.use(lease.use(seconds=7))

    first = lease.reports().json()
    assert [r["breaches"] for r in first["records"]] == [[], []]
    second = lease.reports(twin).json()
    assert [r["breaches"] for r in second["records"]] == [[], [], ["double_spent"], []]
    assert second["records"][2]["overlaps"] == second["records"][1]["digest"]
    assert sum(r["amounts"]["seconds"] for r in second["records"]) == 22
    assert len(paid(lease.made.mina, lease.made.mina.performer_id)) == 4

    statement = second["records"][2]["statement"]
    code, report = verify_offline(*fetch(lease.stage, statement, tmp_path))
    assert code == 0
    assert "lease.reconciled" in {s["type"] for s in report["statements"]}  # type: ignore[attr-defined]
    for name in ("mina", "cleo", "otto"):
        told = [
            a
            for a in lease.stage.person(name).get("/api/v1/me/alerts").json()
            if a["code"] == "licences.lease_breached"
        ]
        assert [a["facts"]["breaches"] for a in told] == [1], name
    page = Reader(lease.stage).signs_in("mina").get(f"/licences/{lease.made.licence}/leases")
    assert heading(page) == "One lease needs a look."
    assert words(page).count("the same quota was spent twice") == 1
    returned = lease.reports(lease.host, twin, returns=True).json()
    assert returned["held"] == {"seconds": 22, "lines": 4}
    assert found(lease.stage) == set()


def test_more_than_was_leased_is_billed_and_counted(lease: Leased, tmp_path: Path) -> None:
    """Scenario 40: the two chains together come to more than the lease; the counter and the bill say all of it."""
    twin = lease.twin(tmp_path / "twin")
    for host in (lease.host, twin):
        host.use(lease.use(seconds=40))
    told = lease.reports(lease.host, twin).json()
    assert told["held"] == {"seconds": 80, "lines": 10}
    assert lease.left() == {"seconds": 560, "lines": 290}
    assert sorted(r["breaches"] for r in told["records"]) == [[], ["double_spent"]]
    assert len(paid(lease.made.mina, lease.made.mina.performer_id)) == 2


def test_what_a_withdrawal_cannot_reach_is_said_before_it_is_signed(lease: Leased) -> None:
    """Scenario 28: the lease that is out, until when, and the most that it can still come to."""
    drafted = lease.made.mina.asked(f"/api/v1/licences/{lease.made.licence}/withdraw")
    shown = lease.stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"]["en"]
    (warned,) = [line for line in shown if "cannot hear of it" in line]
    assert "until 23 Nov 2026, 10:00 UTC, for at most 10 lines and 40 seconds" in warned
    lease.reports(returns=True)
    drafted = lease.made.mina.asked(f"/api/v1/licences/{lease.made.licence}/withdraw")
    shown = lease.stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"]["en"]
    assert not [line for line in shown if "cannot hear of it" in line]


def test_after_a_withdrawal_a_lease_goes_on_for_its_life_and_quota_and_is_flagged(
    lease: Leased, tmp_path: Path
) -> None:
    """Scenario 28: what it makes after the cut-off is flagged, billed, and has an evidence pack; no new lease."""
    lease.host.use(lease.use())
    lease.stage.passes(hours=1)
    lease.made.mina.signs(lease.made.mina.asked(f"/api/v1/licences/{lease.made.licence}/withdraw"))
    refused = asks(lease.made, token_for(lease.made.cleo, lease.made.licence), bytes(range(32)), "lease-2")
    assert (refused.status_code, refused.json()["code"]) == (409, "licences.denied")
    assert refused.json()["facts"]["reasons"] == ["licence_withdrawn"]

    lease.stage.passes(hours=1)
    lease.host.use(lease.use(), output="ab" * 32)
    assert lease.host.decide(lease.use(seconds=33)).codes == ("volume_over_quota",)
    lease.stage.passes(hours=22)
    with pytest.raises(Refused, match=r"proofs\.lease_denied"):
        lease.host.use(lease.use())

    told = lease.reports(returns=True).json()["records"]
    assert [(r["after_withdrawal"], r["time_is_holders_word"], r["charged"]) for r in told] == [
        (False, True, True),
        (True, False, True),
    ]
    assert [line["earned"] for line in paid(lease.made.mina, lease.made.mina.performer_id)] == ["4560.00"] * 2
    pack = lease.made.mina.get(f"/api/v1/leases/{lease.id}/evidence").json()
    assert pack["withdrawn"]["at"] == "2026-11-22T11:00:00Z"
    assert pack["records"][1]["record"]["output"] == "ab" * 32
    code, report = verify_offline(*fetch(lease.stage, pack["statements"][0], tmp_path))
    assert code == 0
    assert report["statuses"][0]["states"][lease.made.licence] == "withdrawn"  # type: ignore[index]
    page = words(Reader(lease.stage).signs_in("mina").get(f"/licences/{lease.made.licence}/leases"))
    assert "made after the withdrawal" in page
    assert "said to be made before the withdrawal; only its holder says so" in page
    duty = lease.made.mina.get("/api/v1/duties").json()
    assert [(d["what"], d["count"]) for d in duty] == [("unfinished_material", 2)]
    assert found(lease.stage) == set()


def test_an_evidence_pack_is_judged_again_without_a_server(
    lease: Leased, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 28: `propria lease check` reads the pack alone."""
    lease.host.use(lease.use())
    lease.reports()
    pack = lease.made.mina.get(f"/api/v1/leases/{lease.id}/evidence").json()
    clean, key = saved(tmp_path, "clean.json", pack), lease.public.hex()
    assert main(["lease", "check", clean, "--library-key", key]) == 0
    assert "as leased" in capsys.readouterr().out
    lease.withdraws()
    lease.stage.passes(minutes=5)
    lease.host.use(lease.use())
    lease.reports()
    pack = lease.made.mina.get(f"/api/v1/leases/{lease.id}/evidence").json()
    assert main(["lease", "check", saved(tmp_path, "late.json", pack)]) == 1
    said = capsys.readouterr().out
    assert "after_withdrawal" in said
    assert "the pack's own word" in said
    pack["records"][0]["record"]["number"] = "7"
    assert main(["lease", "check", saved(tmp_path, "altered.json", pack)]) == 1
    assert "proofs.lease_wrong_signature" in capsys.readouterr().err
    assert main(["lease", "check", clean, "--library-key", "00" * 32]) == 1
    assert "proofs.lease_wrong_signature" in capsys.readouterr().err


def test_a_host_decides_uses_and_reports_on_the_command_line(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything on the host is files and `propria lease`; the clock is the host's own."""
    folder = tmp_path / "host"
    at = ["--folder", str(folder), "--library-key", stage.propria.parts["token_key"].public.hex()]
    assert main(["lease", "keygen", *at]) == 0
    key = capsys.readouterr().out.strip()
    assert oct((folder / "key").stat().st_mode & 0o777) == "0o600"
    with pytest.raises(Malformed, match=r"client\.key_there"):
        make_key(folder)
    made = active_licence(stage, by_the_second())
    form = {"token": token_for(made.cleo, made.licence), "quota": QUOTA, "public_key": key, "nonce": "n"}
    keep_lease(folder, made.cleo.asked("/api/v1/gate/leases", form)["document"])

    use = saved(tmp_path, "use.json", lease_use(stage))
    abroad = saved(tmp_path, "abroad.json", lease_use(stage, territory="US"))
    assert main(["lease", "decide", use, *at]) == 0
    assert json.loads(capsys.readouterr().out) == {"allowed": True, "reasons": []}
    assert main(["lease", "decide", abroad, *at]) == 1
    assert "territory_mismatch" in capsys.readouterr().out
    assert main(["lease", "use", abroad, *at]) == 1
    assert "proofs.lease_denied" in capsys.readouterr().err
    assert main(["lease", "use", use, *at]) == 0
    assert main(["lease", "left", *at]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"lines": 9, "seconds": 36}
    assert main(["lease", "report", *at]) == 0
    (record,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert record["record"]["number"] == "1"


def test_a_command_that_lacks_something_says_what(
    lease: Leased, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "host"
    at = ["--folder", str(folder), "--library-key", lease.public.hex()]
    assert main(["lease", "decide", *at]) == 1
    assert "cli.lease_words" in capsys.readouterr().err
    assert main(["lease", "left", "--folder", str(folder)]) == 1
    assert "cli.lease_words" in capsys.readouterr().err
    (folder / "lease.json").unlink()
    assert main(["lease", "left", *at]) == 1
    assert "client.no_file" in capsys.readouterr().err


def lease_use(stage: Stage, **declared: Any) -> dict[str, Any]:
    """One line, as a file says it."""
    return series_use(stage.now, **declared).to_json()


def test_a_lease_is_taken_and_brought_back_by_page(stage: Stage, tmp_path: Path) -> None:
    made = active_licence(stage, by_the_second())
    where, folder = f"/licences/{made.licence}/leases", tmp_path / "host"
    cleo = Reader(stage).signs_in("cleo")
    assert heading(cleo.get(where)) == "No lease is out."
    key = to_b64(make_key(folder))
    page = cleo.post(where, public_key=key, seconds="40", lines="ten", hours="24")
    assert page.status_code == 422
    assert "as a whole number" in words(page)
    page = cleo.post(where, public_key=key, seconds="40", lines="10", hours="24")
    document = words(page).partition("lease.json.")[2].partition("Each lease")[0]
    keep_lease(folder, json.loads(document[document.index("{") :]))
    host = OfflineLease(folder, stage.propria.parts["token_key"].public)
    lease = Leased(stage, made, host, host.lease().lease_id)
    host.use(lease.use())
    assert heading(cleo.get(where)) == "One lease is out."
    bad = cleo.post(f"{where}/{lease.id}/records", records="no JSON")
    assert (bad.status_code, "cannot" in words(bad) or "JSON" in words(bad)) == (422, True)
    lines = "\n".join(json.dumps(record) for record in host.to_report())
    answer = cleo.post(f"{where}/{lease.id}/records", records=lines, returns="yes")
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    page = cleo.get(where)
    assert "returned" in words(page)
    assert "one use reported" in words(page)
    mina = Reader(stage, "zh-Hans").signs_in("mina").get(where)
    assert "已交还" in words(mina)
    assert "租出一份" not in words(mina)
    evidence = Reader(stage).signs_in("mina").get(f"{where}/{lease.id}/evidence")
    assert evidence.json()["format"] == "propria-lease-evidence/1"
    assert Reader(stage).signs_in("wen").get(where).status_code == 404


def test_what_the_gate_refuses_about_leases_has_a_code(stage: Stage, tmp_path: Path) -> None:
    made = signed_licence(stage, by_the_second())
    token, key = token_for(made.cleo, made.licence), make_key(tmp_path / "host")
    waits = asks(made, token, key)
    assert waits.json()["facts"]["reasons"] == ["licence_licensed", "funds_not_held", "no_capture_consent"]
    capture_consent(made.mina)
    hold_funds(stage, made.licence)
    too_much = asks(made, token, key, quota={"seconds": 641})
    assert too_much.json()["facts"]["reasons"] == ["volume_over_quota"]
    assert asks(made, token, key, hours=169).json()["code"] == "licences.lease_life"
    assert asks(made, token, key, quota={}).json()["code"] == "proofs.lease_unreadable"
    assert asks(made, token, key).status_code == 201
    assert asks(made, token, key).json()["code"] == "licences.replayed"
    other = stage.another_creator("dora")
    form = {"token": token, "quota": QUOTA, "public_key": to_b64(key), "nonce": "n2"}
    assert other.post("/api/v1/gate/leases", form).json()["code"] == "proofs.token_wrong_holder"
    lease = made.cleo.get(f"/api/v1/licences/{made.licence}/leases").json()[0]["lease"]
    for person in (other, stage.person("wen")):
        assert person.post(f"/api/v1/leases/{lease}/records").json()["code"] == "licences.no_lease"
        assert person.get(f"/api/v1/leases/{lease}/evidence").json()["code"] == "licences.no_lease"
    assert made.mina.post(f"/api/v1/leases/{lease}/records").json()["code"] == "licences.no_lease"
    assert made.mina.get(f"/api/v1/leases/{lease}/evidence").status_code == 200
    none = made.cleo.post("/api/v1/leases/lse_0/records")
    assert (none.status_code, none.json()["code"]) == (404, "licences.no_lease")


@pytest.mark.parametrize("typed", [{}, {"seconds": "0", "lines": "0"}, {"seconds": "-1"}, {"lines": "ten"}])
def test_a_form_says_how_much_in_whole_numbers(typed: dict[str, str]) -> None:
    with pytest.raises(Malformed, match=r"licences\.lease_form"):
        quota_of(Typed({name: (value,) for name, value in typed.items()}))
    assert quota_of(Typed({"seconds": ("40",), "lines": ("",)})) == {"seconds": 40}


def test_a_lease_has_only_so_many_records() -> None:
    check_size(MAX_RECORDS)
    with pytest.raises(Refused, match=r"licences\.lease_too_long"):
        check_size(MAX_RECORDS + 1)


def test_a_lease_that_comes_back_unused_after_a_withdrawal_leaves_a_sound_library(lease: Leased) -> None:
    lease.withdraws()
    assert [d["what"] for d in lease.made.mina.get("/api/v1/duties").json()] == ["unfinished_material"]
    assert lease.reports(returns=True).json()["held"] == {}
    assert found(lease.stage) == set()


def test_after_its_return_a_lease_is_spent_no_more_unnoticed(lease: Leased, tmp_path: Path) -> None:
    twin = lease.twin(tmp_path / "twin")
    lease.reports(returns=True)
    assert lease.left() == {"seconds": 640, "lines": 300}
    twin.use(lease.use())
    told = lease.reports(twin).json()
    assert [r["breaches"] for r in told["records"]] == [["after_return"]]
    assert lease.left() == {"seconds": 636, "lines": 299}
    assert found(lease.stage) == set()


def test_a_lease_that_was_altered_in_the_database_is_found(lease: Leased) -> None:
    lease.host.use(lease.use())
    lease.reports()

    def changed(table: Any, **values: Any) -> set[str]:
        lease.stage.propria.library.database.transact(lambda db: db.execute(update(table).values(**values)))
        return found(lease.stage)

    assert changed(t.lease_record, breaches=["double_spent"]) == {"licences.lease_breach_altered"}
    assert changed(t.lease_record, breaches=[], statement_id="stm_0") == {"licences.lease_not_logged"}
    record = lease.made.cleo.get(f"/api/v1/licences/{lease.made.licence}/leases").json()[0]["records"][0]
    assert record["statement"] == "stm_0"
    wrong = {"licences.lease_counter_wrong", "licences.counter_wrong", "licences.lease_not_logged"}
    assert changed(t.lease, debited={"seconds": 1}) == wrong
