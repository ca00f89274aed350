"""Whoever kept an earlier head, or reaches the log, sees whether a bundle is of the same history."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from propria.cli.main import main
from propria.proofs.notes import Checkpoint, note_text, sign_checkpoint
from tests.cast import Stage
from tests.stories.record.test_anyone_checks_a_bundle_offline import fetch
from tests.stories.witness.test_a_witness_cosigns_and_refuses import back_up, restore
from tests.terms import film_terms
from tests.wires import served


@pytest.fixture
def kept(stage: Stage, tmp_path: Path) -> tuple[Stage, Path]:
    """A bundle, its trust file, and the head that its keeper saw a while before."""
    stage.keyed("cleo")
    (tmp_path / "earlier").write_bytes(stage.main.get("/log/checkpoint").content)
    stage.open_performer("mina", film_terms())
    fetch(stage, openness(stage), tmp_path)
    (tmp_path / "own").write_bytes(stage.main.get("/log/checkpoint").content)
    return stage, tmp_path


def openness(stage: Stage) -> str:
    """The id of what is publicly open."""
    return str(stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"])


def verify(
    capsys: pytest.CaptureFixture[str], folder: Path, *against: str
) -> tuple[int, dict[str, object], str]:
    """(exit, the facts, what stands on standard error) of `propria verify --against …`."""
    capsys.readouterr()
    words = [word for place in against for word in ("--against", place)]
    code = main(["verify", str(folder / "bundle.json"), "--json", *words])
    out, err = capsys.readouterr()
    return code, json.loads(out) if out else {}, err


def lying(stage: Stage, file: Path) -> None:
    """A head of the same size, signed by the log, of another history: what a false operator showed to somebody."""
    head = Checkpoint.from_text(note_text(file.read_text()))
    file.write_text(sign_checkpoint(replace(head, root=bytes(32)), stage.propria.notary.signer))


def test_the_running_log_and_the_earlier_head_are_one_history_with_it(
    kept: tuple[Stage, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    stage, folder = kept
    stage.open_performer("wen", film_terms())
    with served(stage.propria.main) as port:
        url, earlier = f"http://127.0.0.1:{port}/log", str(folder / "earlier")
        code, facts, _ = verify(capsys, folder, url, earlier)
        assert (code, facts["problems"]) == (0, [])
        assert [each["where"] for each in facts["against"]] == [url, earlier]  # type: ignore[attr-defined]
        assert main(["verify", str(folder / "bundle.json"), "--against", url, "--lang", "zh"]) == 0
        assert f"与 {url}" in capsys.readouterr().out
        lying(stage, folder / "earlier")
        code, facts, _ = verify(capsys, folder, url, earlier)
        assert (code, facts["colour"], facts["against"]) == (1, "red", [])
        assert {"code": "proofs.consistency_not_proved", "where": "against", "facts": {}} in facts["problems"]  # type: ignore[operator]


def test_a_head_of_the_bundles_own_size_needs_no_network(
    kept: tuple[Stage, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    stage, folder = kept
    assert verify(capsys, folder, str(folder / "own"))[0] == 0
    lying(stage, folder / "own")
    assert verify(capsys, folder, str(folder / "own"))[:2][1]["colour"] == "red"


def test_a_log_that_shrank_contradicts_the_bundle(
    kept: tuple[Stage, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    stage, folder = kept
    old, newer = tmp_path / "old.db", stage.main.get("/log/checkpoint").text
    assert newer == (folder / "own").read_text()
    back_up(stage, old)
    stage.open_performer("wen", film_terms())
    fetch(stage, openness(stage), folder)
    restore(stage, old)
    with served(stage.propria.main) as port:
        code, facts, _ = verify(capsys, folder, f"http://127.0.0.1:{port}/log")
    assert (code, facts["colour"]) == (1, "red")


def test_what_cannot_be_compared_is_said(
    kept: tuple[Stage, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    stage, folder = kept
    missing = verify(capsys, folder, str(folder / "none"))
    assert (missing[0], "cli.no_file" in missing[2]) == (1, True)
    down = verify(capsys, folder, "http://127.0.0.1:9")
    assert (down[0], "cli.log_unreachable" in down[2]) == (1, True)
    stage.open_performer("wen", film_terms())
    (folder / "later").write_bytes(stage.main.get("/log/checkpoint").content)
    unproved = verify(capsys, folder, str(folder / "later"))
    assert (unproved[0], "cli.no_proof" in unproved[2]) == (1, True)
