"""In ten years, without a network, the library gone: the bundle, the verifier's one file and a trust file are enough."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from propria.cli.zipapp import archive
from propria.kernel.time import instant, wire
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from tests.cast import Stage
from tests.deals import agreed_contract, capture_consent, hold_funds
from tests.stories.witness.watching import SIGNER, StageLog, watched

WITHOUT_NETWORK = """
import runpy, socket, sys
def refuse(*a, **k): raise OSError("no network here")
socket.socket = socket.create_connection = refuse
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
TEN_YEARS = timedelta(days=3653)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody kept of a licence: its bundle, a trust file of their own, the verifier. The library is gone."""
    folder = tmp_path_factory.mktemp("kept")
    with watched(tmp_path_factory.mktemp("library"), witnesses_elsewhere="true") as watching:
        stage = watching.stage
        statement = signed_and_in_use(stage)
        stage.main.get("/log/checkpoint")
        StageLog(stage).hand_over(watching.looks())
        given = Trust.from_bytes(stage.main.get("/log/trust").content)
        mine = replace(given, witnesses=(SIGNER.key(),), one_machine=False)
        (folder / "bundle.json").write_bytes(stage.main.get(f"/log/bundles/{statement}").content)
    (folder / "trust.json").write_bytes(mine.to_bytes())
    (folder / "verify.pyz").write_bytes(archive())
    return folder


def signed_and_in_use(stage: Stage) -> str:
    """A licence signed by both and active; the id of what the performer signed."""
    mina, cleo, _, contract = agreed_contract(stage)
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    receipt = mina.signs(mina.asked(f"/api/v1/contracts/{contract}/sign"))
    capture_consent(mina)
    hold_funds(stage, cleo.get("/api/v1/licences").json()[0]["licence"])
    return str(receipt["statement_id"])


def verifier(folder: Path, *words: str, asks: str = "") -> str:
    """The one-file verifier on a bare Python that cannot open a socket: what it prints."""
    command = [
        sys.executable,
        "-I",
        "-S",
        "-X",
        "utf8",
        "-c",
        WITHOUT_NETWORK,
        str(folder / "verify.pyz"),
        *words,
    ]
    done = subprocess.run(command, input=asks, capture_output=True, encoding="utf-8", cwd=folder, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "Paper Lantern Street",
                "witnessed by witness.example at 2026-11-22T10:00:00Z",
                "nothing in it is later than 2026-11-22T10:00:00Z",
                ": active",
                "What this cannot know:",
                "what happened after this checkpoint",
                "who holds the key at this moment",
                "whether other licences exist",
            ),
        ),
        ("zh", ("纸灯街", "见证：witness.example", "本凭证包无法得知：", "此检查点之后发生的事")),
    ],
)
def test_the_words_the_time_the_scope_the_status_and_what_it_cannot_know(
    kept: Path, language: str, expected: tuple[str, ...]
) -> None:
    """Scenario 43."""
    told = verifier(kept, "bundle.json", "--trust", "trust.json", "--lang", language)
    assert [words for words in expected if words not in told] == []


def test_ten_years_later_it_still_checks_out_and_a_changed_scope_does_not(kept: Path) -> None:
    """Scenario 43: no key, no clock and no server of the library is asked."""
    bundle, trust = (kept / "bundle.json").read_text("utf-8"), (kept / "trust.json").read_text("utf-8")
    facts: dict[str, Any] = json.loads(verifier(kept, "bundle.json", "--trust", "trust.json", "--json"))
    signed = next(s for s in facts["statements"] if s["type"] == "contract.signed")
    assert facts["time"] == "witnesses"
    assert facts["problems"] == []
    assert signed["body"]["scope"]["project"]

    last = verify_bundle(bundle.encode(), Trust.from_bytes(trust.encode()), now=_later(facts))
    assert last.problems == ()
    title = "Paper Lantern Street"
    widened = bundle.replace(title, "Another Film at all")
    assert widened != bundle
    asked = [
        {"id": name, "bundle": text, "trust": trust, "now": wire(_later(facts))}
        for name, text in (("kept", bundle), ("widened", widened))
    ]
    told = verifier(kept, "--lines", asks="".join(json.dumps(each) + "\n" for each in asked))
    answers = {answer["id"]: answer for answer in map(json.loads, told.splitlines())}
    assert answers["kept"]["problems"] == []
    assert answers["kept"]["colour"] == last.colour != "red"
    assert answers["widened"]["colour"] == "red"


def _later(facts: dict[str, Any]) -> Any:
    return instant(facts["checkpoint"]["at"]) + TEN_YEARS
