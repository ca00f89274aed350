"""An outsider checks what a performer signed, with no server and no network, before and after withdrawal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import Stage
from tests.terms import film_terms

OFFLINE = """
import socket, sys
def refuse(*a, **k): raise OSError("no network here")
socket.socket = refuse
socket.create_connection = refuse
from propria.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def verify_offline(bundle: Path, trust: Path) -> tuple[int, dict[str, object]]:
    """Run `propria verify` in a process of its own that cannot open a socket."""
    command = [sys.executable, "-c", OFFLINE, "verify", str(bundle), "--trust", str(trust), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": "src"})
    return done.returncode, json.loads(done.stdout)


def fetch(stage: Stage, statement_id: str, folder: Path) -> tuple[Path, Path]:
    """Save a statement's bundle and the log's trust file."""
    bundle, trust = folder / "bundle.json", folder / "trust.json"
    bundle.write_bytes(stage.main.get(f"/log/bundles/{statement_id}").content)
    trust.write_bytes(stage.main.get("/log/trust").content)
    return bundle, trust


def test_the_bundle_proves_the_openness_before_and_its_withdrawal_after(stage: Stage, tmp_path: Path) -> None:
    mina = stage.open_performer("mina", film_terms())
    statement_id = stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"]

    code, before = verify_offline(*fetch(stage, statement_id, tmp_path))
    assert code == 0
    assert before["colour"] == "amber"
    assert before["statuses"][0]["states"]["openness"] == "open"
    said = next(s for s in before["statements"] if s["type"] == "openness.given")
    assert "愿意洽谈，未作授权" in said["text"]["zh"]

    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    code, after = verify_offline(*fetch(stage, statement_id, tmp_path))
    assert code == 0
    assert after["statuses"][0]["states"]["openness"] == "withdrawn"
    assert {s["type"] for s in after["statements"]} >= {"openness.given", "openness.withdrawn"}


@pytest.mark.parametrize("changed", ["愿意洽谈", "open to enquiries"])
def test_a_changed_word_is_seen(stage: Stage, tmp_path: Path, changed: str) -> None:
    stage.open_performer("mina", film_terms())
    statement_id = stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"]
    bundle, trust = fetch(stage, statement_id, tmp_path)
    assert verify_offline(bundle, trust)[0] == 0

    bundle.write_text(
        bundle.read_text("utf-8").replace(changed, "已授权" if changed > "z" else "licensed"), "utf-8"
    )
    code, report = verify_offline(bundle, trust)
    assert code == 1
    assert report["colour"] == "red"
