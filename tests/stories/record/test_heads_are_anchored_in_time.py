"""Heads are signed by the clock, within the promised delay, and stamped by a time authority that the verifier chooses."""

import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from propria.kernel.errors import PropriaError
from propria.kernel.time import instant
from propria.plumbing.errors import Unavailable
from propria.plumbing.tsa import HttpTimeStampAuthority
from propria.proofs.bundles import verify_bundle
from propria.proofs.notes import Checkpoint, note_text
from propria.proofs.report_words import render
from propria.proofs.reports import Report
from propria.proofs.trust import Trust
from propria.record.exporting import export
from propria.record.fsck import fsck_log
from propria.record.heads import HeadKeeper, head_keeper, kept
from tests.cast import Stage, a_stage, openness_form
from tests.stamping import OpenSsl, Stamping
from tests.terms import film_terms


def keeper(stage: Stage, authority: Stamping | None = None, **apart: float) -> HeadKeeper:
    """What signs this stage's heads."""
    return HeadKeeper(stage.propria.library.database, stage.propria.notary, authority, timedelta(**apart))


def report_of(stage: Stage, *authorities: Stamping | OpenSsl) -> Report:
    """What a verifier who trusts these authorities makes of a name's proof."""
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    trusted = replace(trust, time_authorities=tuple(a.trusted("Clock Office") for a in authorities))
    bundle = stage.main.get("/names/bundle", params={"q": "Nobody"}).content
    return verify_bundle(bundle, Trust.from_bytes(trusted.to_bytes()), now=stage.now)


def test_what_a_receipt_promised_is_under_a_signed_head_in_time(stage: Stage) -> None:
    mina = stage.identified("mina")
    drafted = mina.asked("/api/v1/openness", openness(stage))
    receipt = mina.signs(drafted)
    assert receipt["merge_delay_seconds"] == 60
    stage.passes(seconds=20)
    keeper(stage).keep(now=stage.now)
    kept_at = instant(receipt["logged_at"]) + timedelta(seconds=receipt["merge_delay_seconds"])
    note = stage.main.get("/log/checkpoint").text
    assert Checkpoint.from_text(note_text(note)).size > receipt["entry_index"]
    assert stage.now <= kept_at


def openness(stage: Stage) -> dict[str, object]:
    """The form by which Mina opens."""
    return openness_form(stage.now, film_terms())


def test_a_server_signs_heads_without_being_asked(stage: Stage) -> None:
    stage.identified("mina")
    authority = Stamping(stage.now)
    with kept(keeper(stage, authority), stage.clock, every_seconds=0.01):
        assert authority.stamped.wait(60)
    assert "1 newer entr" not in stage.main.get("/log?lang=en").text
    assert report_of(stage, authority).time_word == "timestamps"


def test_the_time_is_the_authority_s_word_only_if_the_verifier_chose_it(stage: Stage) -> None:
    stage.identified("mina")
    authority = Stamping(stage.now + timedelta(seconds=3))
    keeper(stage, authority).keep(now=stage.now)
    told = report_of(stage, authority)
    assert (told.time_word, told.problems) == ("timestamps", ())
    assert "not_witnessed" in told.reservations
    assert "time_is_the_operators_word" not in told.reservations
    words = render(told, "en")
    assert (
        "time-stamped by Clock Office at 2026-11-22T10:00:03Z, by its certificate in your trust file" in words
    )
    assert "nothing in it is later than 2026-11-22T10:00:03Z" in words
    assert "时间戳：Clock Office" in render(told, "zh")

    for unknown in (report_of(stage), report_of(stage, Stamping(stage.now, number=2))):
        assert unknown.time_word == "operator"
        assert "timestamps_not_checked" in unknown.cannot_know
        assert unknown.problems == ()


def test_a_certificate_for_something_else_stamps_no_times(stage: Stage) -> None:
    authority = Stamping(stage.now, stamps_times=False)
    keeper(stage, authority).keep(now=stage.now)
    assert [p.code for p in report_of(stage, authority).problems] == ["proofs.wrong_timestamp"]


def test_an_authority_that_is_closed_holds_no_head_up(stage: Stage) -> None:
    stage.identified("mina")
    authority = Stamping(stage.now, fails=True)
    with pytest.raises(Unavailable, match=r"plumbing\.tsa_failed"):
        keeper(stage, authority).keep(now=stage.now)
    assert "newer entr" not in stage.main.get("/log?lang=en").text
    authority.fails = False
    keeper(stage, authority).keep(now=stage.now)
    assert report_of(stage, authority).time_word == "timestamps"


def test_a_quiet_log_is_stamped_once_and_a_busy_one_not_more_often_than_set(stage: Stage) -> None:
    authority = Stamping(stage.now)
    every_minute = keeper(stage, authority, minutes=1)
    for _ in range(3):
        every_minute.keep(now=stage.now)
    assert authority.asked == 1
    stage.identified("mina")
    every_minute.keep(now=stage.now)
    assert authority.asked == 1
    stage.passes(minutes=1)
    every_minute.keep(now=stage.now)
    assert authority.asked == 2


def test_a_stamp_over_other_bytes_is_found(stage: Stage) -> None:
    authority = Stamping(stage.now)
    keeper(stage, authority).keep(now=stage.now)
    database, notary = stage.propria.library.database, stage.propria.notary
    assert list(database.read(lambda db: list(fsck_log(notary, db=db)))) == []
    other = authority.stamp(bytes(32))
    database.transact(lambda db: db.execute(text("UPDATE record_anchor SET token = :t"), {"t": other}))
    found = database.read(lambda db: list(fsck_log(notary, db=db)))
    assert [f.code for f in found] == ["record.anchor_wrong"]
    assert [p.code for p in report_of(stage, authority).problems] == ["proofs.wrong_timestamp"]
    database.transact(lambda db: db.execute(text("UPDATE record_anchor SET token = x'00'")))
    assert [f.code for f in database.read(lambda db: list(fsck_log(notary, db=db)))] == [
        "record.anchor_wrong"
    ]


@pytest.fixture
def openssl(tmp_path: Path) -> OpenSsl:
    """OpenSSL's own authority."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    (tmp_path / "tsa").mkdir()
    return OpenSsl(tmp_path / "tsa").made()


def test_openssl_s_authority_stamps_over_http_and_openssl_checks_the_static_files(
    tmp_path: Path, openssl: OpenSsl
) -> None:
    with openssl.served() as url, a_stage(tmp_path / "home", settings={"tsa_url": url}) as stage:
        library, notary = stage.propria.library, stage.propria.notary
        head_keeper(library.database, notary, library.settings).keep(now=stage.now)
        assert [a.name for a in report_of(stage, openssl).checkpoint.anchors] == ["Clock Office"]
        folder = tmp_path / "mirror"
        library.database.read(lambda db: export(folder, notary.signer.key(), db=db))
        assert url in stage.main.get("/log?lang=en").text
        for name in ("1.txt", "1.tst"):
            assert stage.main.get(f"/log/anchors/{name}").content == (folder / "anchors" / name).read_bytes()
        for name in ("2.tst", "1.der", "x.tst", "1"):
            assert stage.main.get(f"/log/anchors/{name}").json()["code"] == "record.no_anchor"
    checked = ["openssl", "ts", "-verify", "-token_in", "-in", "1.tst", "-data", "1.txt", "-CAfile"]
    command = [*checked, str(openssl.folder / "root.pem")]
    done = subprocess.run(command, cwd=folder / "anchors", capture_output=True, text=True)
    assert "Verification: OK" in done.stdout


def test_what_answers_something_else_stamped_nothing(openssl: OpenSsl) -> None:
    with openssl.served() as url:
        digest = bytes(32)
        assert HttpTimeStampAuthority(url).stamp(digest)
        with pytest.raises(PropriaError, match=r"plumbing\.tsa_failed"):
            HttpTimeStampAuthority(url).stamp(bytes(5))
    with pytest.raises(PropriaError, match=r"plumbing\.tsa_failed"):
        HttpTimeStampAuthority(url).stamp(digest)
