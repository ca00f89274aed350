"""A server ends by itself what only the clock ends, and finishes what a crash cut short."""

from propria.journeys.rounds import go_round
from propria.likeness import actions
from propria.likeness import store as likeness
from propria.opening import make_whole
from tests.cast import Person, Stage
from tests.deals import capture_consent, signed_licence, token_for
from tests.renders import Filmed, by_the_second, recorded
from tests.replicas import approved
from tests.stories.record.test_fsck_finds_what_was_changed import found


def back(stage: Stage, name: str = "mina") -> Person:
    """Somebody signs in again after a long time."""
    del stage.people[name]
    return stage.person(name)


def a_round(stage: Stage) -> tuple[int, int, int]:
    """The server goes round once: (recordings destroyed, replicas ended, imports forgotten)."""
    done = go_round(stage.propria.library, stage.propria.parts["office"])
    return done.recordings_destroyed, done.replicas_ended, done.imports_forgotten


def test_captured_without_a_licence_in_force_is_kept_to_its_date_and_then_destroyed(stage: Stage) -> None:
    """Scenario 15: rendering is denied; stored until the retention date, then destroyed with a receipt."""
    made = signed_licence(stage, by_the_second())
    capture_consent(made.mina)
    capture, take = recorded(stage, made)
    story = Filmed(stage, made, capture, take, token_for(made.cleo, made.licence))
    denied = story.asks("shot-1")
    assert (denied.status_code, denied.json()["code"]) == (409, "licences.denied")

    stage.passes(days=364)
    a_round(stage)
    assert [a["state"] for a in back(stage).get("/api/v1/me/assets").json()] == ["held"]

    stage.passes(days=1)
    a_round(stage)
    mina = back(stage)
    assert [a["state"] for a in mina.get("/api/v1/me/assets").json()] == ["shredded"]
    receipts = mina.get("/api/v1/me/destructions").json()
    assert [(r["assets"], r["reason"]) for r in receipts] == [([take], "retention_ended")]
    gone = mina.post(f"/api/v1/assets/{take}/open", {"purpose": "to look"})
    assert gone.json()["code"] == "likeness.shredded"
    a_round(stage)
    assert mina.get("/api/v1/me/destructions").json() == receipts
    assert found(stage) == set()


def test_each_deadline_is_met_once(stage: Stage) -> None:
    made = approved(stage)
    stage.person("otto").asked("/api/v1/imports", {"rows": [{"zh": "某人", "en": "Somebody", "contact": ""}]})
    assert a_round(stage) == (0, 0, 0)
    stage.passes(days=366)
    assert [a_round(stage), a_round(stage)] == [(1, 1, 1), (0, 0, 0)]
    version = back(stage).get(f"/api/v1/replicas/versions/{made.version}").json()
    assert (version["state"], version["because"]) == ("cancelled", "retention_ended")
    assert back(stage, "otto").get("/api/v1/imports").json() == []


def test_what_a_crash_left_half_destroyed_or_half_stored_is_destroyed_at_the_next_start(stage: Stage) -> None:
    made = approved(stage)
    library, safe = stage.propria.library, stage.propria.parts["safe"]
    portrait = made.session.portrait
    library.database.transact(
        lambda db: likeness.mark_shredded([portrait], "consent_withdrawn", stage.now, db=db)
    )
    safe.write("vault/ast_cutshort", "ast_cutshort", ["sbj_mina"], [b"x"], most_bytes=9)
    assert found(stage) == {"likeness.not_shredded", "likeness.orphan"}

    shared = library.database.read(lambda db: actions.make_whole(safe, alone=False, db=db))
    assert shared == 1
    assert found(stage) == {"likeness.orphan"}
    assert make_whole(library) == 1
    assert found(stage) == set()
    assert not safe.keys.holds("ast_cutshort")


def test_files_of_a_replica_that_ended_just_before_a_crash_are_destroyed_at_the_next_start(
    stage: Stage,
) -> None:
    made = approved(stage)
    library = stage.propria.library
    kept = {name: library.blobs.get(name) for name in library.blobs.keys("replicas")}
    made.cancel()
    for name, body in kept.items():
        library.blobs.put(name, body)
    assert found(stage) == {"replicas.not_destroyed"}
    assert make_whole(library) == len(kept)
    assert found(stage) == set()


def test_two_servers_that_end_the_same_recording_give_one_receipt(stage: Stage) -> None:
    made = approved(stage)
    database, portrait = stage.propria.library.database, made.session.portrait
    for _ in range(2):
        database.transact(lambda db: likeness.mark_shredded([portrait], "retention_ended", stage.now, db=db))
    assert len(made.mina.get("/api/v1/me/destructions").json()) == 1
