"""A witness on another machine: its word makes the dateline and bundles better, and no rewritten history gets it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from propria.kernel.errors import Malformed, Unverified
from propria.kernel.time import wire
from propria.monitor.watching import Seen
from propria.monitor.watching import look as monitor
from propria.proofs.bundles import verify_bundle
from propria.proofs.entries import Chain, commit
from propria.proofs.merkle import Levels, consistency_proof, leaf_hash, verify_consistency
from propria.proofs.notes import Checkpoint, NoteSigner, note_text, open_checkpoint, sign_checkpoint
from propria.proofs.tiles import TILE_WIDTH, new_tiles
from propria.proofs.trust import Trust
from tests.cast import Stage
from tests.stories.witness.watching import SIGNER, FileLog, StageLog, Watching, watched
from tests.terms import film_terms


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    """A library with a witness that runs elsewhere."""
    with watched(tmp_path, witnesses_elsewhere="true") as made:
        yield made


def openness_of_mina(stage: Stage) -> str:
    """Mina opens; the id of what she signed."""
    stage.open_performer("mina", film_terms())
    return str(stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"])


def own_trust(stage: Stage) -> Trust:
    """The trust file of a verifier who knows the witness."""
    given = Trust.from_bytes(stage.main.get("/log/trust").content)
    return replace(given, witnesses=(SIGNER.key(),), one_machine=False)


def head_of(note: str) -> Checkpoint:
    """The checkpoint of a note."""
    return Checkpoint.from_text(note_text(note))


def test_the_cosignature_reaches_the_checkpoint_the_bundle_and_the_page(watching: Watching) -> None:
    stage = watching.stage
    statement = openness_of_mina(stage)
    stage.main.get("/log/checkpoint")
    before = stage.main.get("/log?lang=en").text
    assert "All of it runs on one machine" in before
    watching.stage.passes(seconds=5)
    StageLog(stage).hand_over(watching.looks())
    note = stage.main.get("/log/checkpoint").text
    head, cosigned = open_checkpoint(note, watching.log.key, [SIGNER.key()])
    assert [c.seen_at for c in cosigned] == [stage.now]
    report = verify_bundle(
        stage.main.get(f"/log/bundles/{statement}").content, own_trust(stage), now=stage.now
    )
    assert (report.time_word, report.problems) == ("witnesses", ())
    assert report.checkpoint is not None
    assert report.checkpoint.size == head.size
    assert [c.name for c in report.checkpoint.cosigners] == ["witness.example"]
    page = stage.main.get("/log?lang=en").text
    assert "One witness countersigned this head" in page
    assert "1 of 1 witnesses agree" in page
    assert "on one machine" not in page


def test_a_witness_of_the_operator_s_own_machine_stays_amber(tmp_path: Path) -> None:
    with watched(tmp_path) as watching:
        StageLog(watching.stage).hand_over(watching.looks())
        page = watching.stage.main.get("/log?lang=en").text
        assert "Log and witnesses run on one machine" in page
        assert "1 of 1 witnesses agree, all on one machine" in page


def test_a_cosignature_handed_over_twice_stands_once(watching: Watching) -> None:
    note = watching.looks()
    for _ in range(2):
        StageLog(watching.stage).hand_over(note)
    assert watching.stage.main.get("/log/checkpoint").text == note


def test_only_known_witnesses_of_own_checkpoints_are_kept(watching: Watching) -> None:
    stage = watching.stage
    own = stage.main.get("/log/checkpoint").text
    stranger = replace(SIGNER, seed=bytes(32))

    def answer(note: str) -> tuple[int, str]:
        given = stage.main.post("/log/cosignatures", content=note.encode())
        return given.status_code, given.json()["code"]

    line = stranger.cosign(note_text(own), seen_at=stage.now)
    assert answer(own + line) == (403, "record.unknown_witness")
    forged = SIGNER.cosign(note_text(own), seen_at=stage.now + timedelta(days=1))
    wrong = line.rpartition(" ")[0] + " " + forged.rpartition(" ")[2].replace("A", "B")
    assert answer(own + wrong) == (422, "proofs.wrong_note_signature")
    other = sign_checkpoint(
        replace(head_of(own), root=bytes(32)), NoteSigner(watching.log.key.name, 1, bytes(32))
    )
    assert answer(other) == (404, "record.no_checkpoint")
    assert stage.main.post("/log/cosignatures", content=b"\xff").json()["code"] == "proofs.wrong_note"
    assert stage.main.get("/log/checkpoint").text == own


def refuses(watching: Watching, code: str) -> None:
    """The witness's own program looks, and says why it cosigns nothing."""
    done = watching.looks_by_itself()
    assert (done.returncode, code in done.stderr) == (1, True), done.stderr


def restore(stage: Stage, backup: Path) -> None:
    """Put an old copy of the database in place of the present one."""
    live = str(stage.propria.library.settings.database_url).removeprefix("sqlite:///").partition("?")[0]
    with closing(sqlite3.connect(backup)) as old, closing(sqlite3.connect(live)) as new:
        old.backup(new)


def back_up(stage: Stage, backup: Path) -> None:
    """Copy the database."""
    live = str(stage.propria.library.settings.database_url).removeprefix("sqlite:///").partition("?")[0]
    with closing(sqlite3.connect(live)) as present, closing(sqlite3.connect(backup)) as copy:
        present.backup(copy)


def test_an_old_backup_does_not_undo_a_withdrawal(watching: Watching, tmp_path: Path) -> None:
    """Scenario 37: the witness refuses the smaller tree, clients refuse, and status only goes on."""
    stage = watching.stage
    statement = openness_of_mina(stage)
    watching.looks()
    back_up(stage, tmp_path / "old.db")
    mina = stage.people["mina"]
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    withdrawn = watching.looks()
    kept = verify_bundle(stage.main.get(f"/log/bundles/{statement}").content, own_trust(stage), now=stage.now)
    assert kept.statuses[0].states["openness"] == "withdrawn"
    subject, address = kept.statuses[0].subject, "http://localhost:8000/log"

    def monitored(before: Seen | None) -> Seen:
        return monitor(address, StageLog(stage), subject, own_trust(stage), before, now=stage.now)[0]

    seen = monitored(None)

    restore(stage, tmp_path / "old.db")
    refuses(watching, "witness.log_shrank")
    with pytest.raises(Unverified, match=r"witness\.log_shrank"):
        monitored(seen)
    stage.open_performer("wen", film_terms())
    assert head_of(stage.main.get("/log/checkpoint").text).size > head_of(withdrawn).size
    refuses(watching, "witness.log_forked")
    with pytest.raises(Unverified, match=r"witness\.log_forked"):
        monitored(seen)
    assert watching.memory.note(watching.log) == withdrawn
    report = verify_bundle(
        stage.main.get(f"/log/bundles/{statement}").content, own_trust(stage), now=stage.now
    )
    assert report.checkpoint is not None
    assert report.checkpoint.cosigners == ()
    assert report.colour != "green"
    codes = [json.loads(file.read_text())["code"] for file in watching.evidence]
    assert sorted(codes) == ["witness.log_forked", "witness.log_shrank"]


def rewritten(stage: Stage, watching: Watching) -> dict[str, bytes]:
    """What the operator, who holds the log's key, serves after putting a consent of last month among the entries.

    The database is rewritten as well: entries, tree, and the newest head, signed anew.
    """
    library, notary = stage.propria.library, stage.propria.notary
    entry = commit(
        "statement", bytes(32), salt=bytes(32), before=Chain.start("sub"), at=stage.now - timedelta(days=30)
    )
    forged = entry.to_bytes()

    def work(db):  # type: ignore[no-untyped-def]
        db.execute(text("pragma defer_foreign_keys = on"))
        kept = [
            bytes(r[0]) for r in db.execute(text("select data from record_log_entry order by entry_index"))
        ]
        leaves = [forged, *kept]
        for table, column in (("record_log_entry", "entry_index"), ("record_statement", "entry_index")):
            db.execute(text(f"update {table} set {column} = -1 - {column}"))
            db.execute(text(f"update {table} set {column} = -{column}"))
        values = {"data": forged, "leaf": leaf_hash(forged), "at": wire(entry.at)}
        db.execute(
            text(
                "insert into record_log_entry (entry_index, kind, data, leaf_hash, logged_at)"
                " select 0, 'statement', :data, :leaf, logged_at from record_log_entry limit 1"
            ),
            values,
        )
        levels = Levels(leaf_hash(leaf) for leaf in leaves)
        head = Checkpoint(notary.origin, levels.size, levels.frontier.root())
        note = sign_checkpoint(head, notary.signer)
        assert levels.size < TILE_WIDTH, "so that there is no whole tile whose root would be kept"
        newest = "(select max(size) from record_checkpoint)"
        changed = {"size": levels.size, "root": head.root, "note": note}
        db.execute(
            text(
                f"update record_checkpoint set size = :size, root = :root, note = :note where size = {newest}"
            ),
            changed,
        )
        return {"checkpoint": note.encode()} | dict(new_tiles(0, levels.size, levels.subtree))

    return library.database.transact(work)


def test_a_consent_of_last_month_put_in_later_is_refused_by_witness_and_verifier(watching: Watching) -> None:
    """Scenario 36: no witness cosigns such a head, the verifier rejects it, the consistency proof fails."""
    stage = watching.stage
    openness_of_mina(stage)
    honest = head_of(watching.looks())
    mina = stage.people["mina"]
    receipt = mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    statement = receipt["statement_id"]
    trust = own_trust(stage)
    right = verify_bundle(stage.main.get(f"/log/bundles/{statement}").content, trust, now=stage.now)
    assert right.problems == ()

    files = rewritten(stage, watching)
    forged = head_of(files["checkpoint"].decode())
    with pytest.raises(Unverified, match=r"witness\.log_forked"):
        watching.looks(FileLog(files))
    refuses(watching, "witness.log_forked")
    assert watching.memory.last(watching.log) == honest
    assert open_checkpoint(stage.main.get("/log/checkpoint").text, watching.log.key, [SIGNER.key()])[1] == ()
    levels = {path: data for path, data in files.items() if path != "checkpoint"}
    assert levels
    tree = Levels(bytes(files[next(iter(levels))][i * 32 : i * 32 + 32]) for i in range(forged.size))
    proof = consistency_proof(honest.size, forged.size, tree.subtree)
    with pytest.raises(Unverified, match="consistency_not_proved"):
        verify_consistency(honest.size, forged.size, honest.root, forged.root, proof)
    report = verify_bundle(stage.main.get(f"/log/bundles/{statement}").content, trust, now=stage.now)
    assert report.colour == "red"
    assert "proofs.consistency_not_proved" in {p.code for p in report.problems}


def test_two_heads_of_one_size_are_evidence(watching: Watching) -> None:
    seen = watching.looks()
    other = sign_checkpoint(replace(head_of(seen), root=bytes(32)), watching.stage.propria.notary.signer)
    with pytest.raises(Unverified, match=r"witness\.two_heads"):
        watching.looks(FileLog({"checkpoint": other.encode()}))
    kept = json.loads(watching.evidence[0].read_text())
    heads = [open_checkpoint(kept[part], watching.log.key)[0] for part in ("cosigned", "refused")]
    assert heads[0].size == heads[1].size
    assert heads[0].root != heads[1].root


def test_tiles_that_are_not_the_head_s_are_a_fault_and_no_accusation(watching: Watching) -> None:
    openness_of_mina(watching.stage)
    watching.looks()
    watching.stage.open_performer("wen", film_terms())
    log = StageLog(watching.stage)
    note = log.read("checkpoint")
    assert note is not None
    size = head_of(note.decode()).size
    tile = f"tile/0/000.p/{size}"
    right = log.read(tile)
    assert right is not None
    with pytest.raises(Unverified, match=r"witness\.tiles_wrong"):
        watching.looks(FileLog({"checkpoint": note, tile: bytes(32) + right[32:]}))
    assert watching.evidence == []
    watching.looks(FileLog({"checkpoint": note, tile: right}))


def test_what_is_not_text_is_not_a_head(watching: Watching) -> None:
    with pytest.raises(Malformed, match="wrong_note"):
        watching.looks(FileLog({"checkpoint": b"\xff"}))
