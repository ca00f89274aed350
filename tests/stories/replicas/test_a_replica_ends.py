"""A replica ends with one signature, with the consent it rests on, or with a recording it was made from."""

from datetime import timedelta
from pathlib import Path

import pytest

from propria.kernel.errors import Refused
from propria.likeness import actions as likeness
from propria.record import store as record
from propria.replicas import actions as replicas
from propria.replicas.engine.port import Step
from tests.cast import Stage
from tests.deals import capture_consent, signed_licence
from tests.replicas import a_portrait, approved, build_of, built, engine_of, put_in_vault, recorded, say


def files_on_disk(home: Path) -> list[Path]:
    """Every stored file of any replica."""
    return [f for f in (home / "data" / "blobs").rglob("*") if f.is_file() and "replicas" in f.parts]


def test_cancelled_nothing_is_made_from_it_again_and_a_receipt_is_kept(stage: Stage, tmp_path: Path) -> None:
    """Scenario 34."""
    made = approved(stage)
    assert files_on_disk(tmp_path)
    say(stage, made.version, tmp_path)

    made.cancel()

    with pytest.raises(Refused, match="cancelled"):
        say(stage, made.version, tmp_path)
    found = made.now()
    assert found["state"] == "cancelled"
    assert found["destroyed"]["files"] == len(found["files"])
    assert found["destroyed"]["because"] == "cancelled"
    gone = made.mina.get(f"/api/v1/replicas/versions/{made.version}/files/head.glb")
    assert (gone.status_code, gone.json()["code"]) == (409, "plumbing.key_destroyed")
    assert files_on_disk(tmp_path) == []
    again = made.mina.post(f"/api/v1/replicas/versions/{made.version}/approve")
    assert again.json()["code"] == "replica_version.cannot_approve"


def test_of_a_cancelled_replica_the_log_keeps_only_hashes(stage: Stage) -> None:
    """Scenario 34: no name, id or word of it is in any entry; what anyone reads of the log are commitments."""
    made = approved(stage)
    made.cancel()
    assert stage.main.get("/log/checkpoint").status_code == 200
    entries = stage.propria.library.database.read(lambda db: record.entries(db=db))
    subject = stage.propria.library.database.read(lambda db: replicas.replica(made.replica, db=db)).subject
    known = (
        made.replica,
        made.version,
        made.mina.performer_id,
        made.mina.id,
        subject,
        "Mina",
        "米娜",
        "cancelled",
    )
    for entry in entries:
        assert not [word for word in known if word.encode() in entry.data], entry.index
    tile = stage.main.get(f"/log/tile/entries/000.p/{len(entries)}")
    assert tile.status_code == 200
    assert not [word for word in known if word.encode() in tile.content]


def test_cancelling_twice_is_cancelling_once(stage: Stage) -> None:
    made = approved(stage)
    made.cancel()
    first = made.now()
    stage.passes(hours=1)
    made.cancel()
    assert made.now() == first


def test_cancelling_takes_no_more_steps_than_approving_and_shows_what_it_does(stage: Stage) -> None:
    made = approved(stage)
    drafted = made.mina.asked(f"/api/v1/replicas/{made.replica}/cancel")
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    assert shown["questions"] == []
    assert any("keys of 7 files of 1 version are" in line for line in shown["effects"]["en"])
    assert any("cannot be called back" in line for line in shown["effects"]["en"])
    assert len(shown["effects"]["zh"]) == len(shown["effects"]["en"])


def test_the_effects_name_the_licences_that_go_on_without_it(stage: Stage) -> None:
    signed = signed_licence(stage)
    capture_consent(signed.mina)
    capture_consent(signed.mina, "build")
    mina = signed.mina
    capture = mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
    portrait = put_in_vault(mina, capture, a_portrait(), "photo", "image/jpeg")
    replica = build_of(mina, portrait).json()["replica"]
    drafted = mina.asked(f"/api/v1/replicas/{replica}/cancel")
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    assert any("Paper Lantern Street" in line for line in shown["effects"]["en"])
    assert any("纸灯街" in line for line in shown["effects"]["zh"])


def test_taking_back_the_consent_to_build_cancels_and_destroys(stage: Stage, tmp_path: Path) -> None:
    made = approved(stage)
    drafted = made.mina.asked("/api/v1/grants/withdraw", {"grant": made.build_consent})
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    assert any("nobody can make anything with it" in line for line in shown["effects"]["en"])
    made.mina.signs(drafted)
    found = made.now()
    assert (found["state"], found["because"]) == ("cancelled", "consent_withdrawn")
    assert found["destroyed"]["because"] == "consent_withdrawn"
    assert files_on_disk(tmp_path) == []
    with pytest.raises(Refused, match="cancelled"):
        say(stage, made.version, tmp_path)
    refused = build_of(made.mina, made.session.portrait)
    assert refused.json()["code"] == "consent.no_build_consent"


def test_a_recording_is_destroyed_and_what_was_made_from_it_is_tainted(stage: Stage, tmp_path: Path) -> None:
    made = approved(stage)
    drafted = made.mina.asked("/api/v1/grants/withdraw", {"grant": made.session.consent})
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    assert any("1 version of your replica was" in line for line in shown["effects"]["en"])
    made.mina.signs(drafted)
    assert (made.now()["state"], made.now()["because"]) == ("tainted", "recording_destroyed")
    with pytest.raises(Refused, match="tainted"):
        say(stage, made.version, tmp_path)
    made.cancel()
    assert made.now()["state"] == "cancelled"
    assert files_on_disk(tmp_path) == []


def test_one_recording_taken_out_taints_only_what_was_made_from_it(stage: Stage, tmp_path: Path) -> None:
    made = approved(stage)
    other = put_in_vault(made.mina, made.session.capture, a_portrait(72), "photo", "image/jpeg")
    second = build_of(made.mina, other).json()["version"]
    library, safe = stage.propria.library, stage.propria.parts["safe"]
    library.database.transact(lambda db: likeness.shred((other,), "asked", safe, now=stage.now, db=db))
    states = {v["version"]: v["state"] for v in made.mina.get("/api/v1/me/replicas").json()}
    assert states == {made.version: "approved", second: "tainted"}


def test_it_is_built_again_without_the_recording_that_was_withdrawn(stage: Stage, tmp_path: Path) -> None:
    """Two sessions under two consents; the first is taken back."""
    session = recorded(stage)
    mina = session.mina
    later = capture_consent(mina)
    second = mina.asked("/api/v1/captures", {"place": "At home"})["capture"]
    kept = put_in_vault(mina, second, a_portrait(72), "photo", "image/jpeg")
    capture_consent(mina, "build")
    first = build_of(mina, session.portrait, kept).json()["version"]
    mina.signs(mina.asked(f"/api/v1/replicas/versions/{first}/approve"))
    say(stage, first, tmp_path)
    where = f"/api/v1/replicas/versions/{first}"
    card = mina.get(f"{where}/files/card.json").json()
    under = {one["asset"]: one["consent"] for one in card["lineage"]["recordings"]}
    assert under == {session.portrait: session.consent, kept: later}

    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": session.consent}))
    assert mina.get(where).json()["state"] == "tainted"
    with pytest.raises(Refused, match="tainted"):
        say(stage, first, tmp_path)
    assert stage.person("cleo").post(f"{where}/again").json()["code"] == "replicas.no_version"
    again = mina.asked(f"{where}/again")["version"]
    made_from = mina.get(f"/api/v1/replicas/versions/{again}").json()["made_from"]
    assert [one["asset"] for one in made_from] == [kept]
    with pytest.raises(Refused, match="not_approved"):
        say(stage, again, tmp_path)
    mina.signs(mina.asked(f"/api/v1/replicas/versions/{again}/approve"))
    assert say(stage, again, tmp_path).file.exists()


def test_a_build_under_way_ends_with_the_consent_and_leaves_no_file(stage: Stage, tmp_path: Path) -> None:
    session = recorded(stage)
    consent = capture_consent(session.mina, "build")

    def withdraw(step: Step) -> None:
        if step is Step.TEXTURE:
            mina = session.mina
            mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": consent}))

    engine_of(stage).at_step = withdraw
    version = build_of(session.mina, session.portrait).json()["version"]
    found = session.mina.get(f"/api/v1/replicas/versions/{version}").json()
    assert (found["state"], found["files"]) == ("cancelled", [])
    assert files_on_disk(tmp_path) == []


def test_after_cancelling_a_new_replica_begins_with_a_new_build(stage: Stage) -> None:
    made = approved(stage)
    made.cancel()
    anew = build_of(made.mina, made.session.portrait).json()
    assert anew["replica"] != made.replica
    assert anew["number"] == 2


def test_what_is_past_its_retention_date_is_cancelled(stage: Stage, tmp_path: Path) -> None:
    made = built(stage)
    made.approve()
    library, safe = stage.propria.library, stage.propria.parts["safe"]
    stage.clock.advance(timedelta(days=366))
    with pytest.raises(Refused, match="no_build_consent"):
        say(stage, made.version, tmp_path)
    done = library.database.transact(lambda db: replicas.end_expired(safe, now=stage.now, db=db))
    assert done == 1
    found = library.database.read(lambda db: replicas.receipt_of(made.version, db=db))
    assert found is not None
    assert found.because == "retention_ended"
    assert files_on_disk(tmp_path) == []


def test_the_record_says_that_the_replica_is_cancelled(stage: Stage) -> None:
    made = approved(stage)
    statement = made.cancel()
    assert statement.startswith("stm_")
    by_subject = stage.propria.library.database.read(lambda db: record.states(db=db))
    states = next(found for found in by_subject.values() if made.replica in found)
    assert (states[made.replica], states[made.version]) == ("cancelled", "cancelled")
