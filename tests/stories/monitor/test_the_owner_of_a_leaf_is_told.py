"""A performer's leaf changes: mail and a signed webhook leave, each until it arrives, with nothing but the log's address."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from propria.cli.main import main
from propria.kernel.errors import Malformed, Unverified
from propria.monitor.telling import ByMail, Channel, Due, Webhook
from propria.monitor.watching import Seen, contradicted, look, message, recall, remember
from propria.plumbing.mail import Outbox
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from propria.witness.fetching import LogUnreachable
from propria.witness.following import Contradiction
from tests.cast import Stage
from tests.stories.witness.watching import FileLog, StageLog
from tests.terms import film_terms

URL = "http://localhost:8000/log"
SECRET = b"told to both"


class Hook:
    """A server that takes webhooks, after so many failures."""

    def __init__(self) -> None:
        self.failures = 0
        self.got: list[tuple[dict[str, str], bytes]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                status = 503 if hook.failures else 204
                hook.failures = max(0, hook.failures - 1)
                if status == 204:
                    hook.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(status)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def hook() -> Iterator[Hook]:
    """It, listening."""
    made = Hook()
    yield made
    made.server.shutdown()
    made.server.server_close()


def subject_and_trust(stage: Stage) -> tuple[str, Trust]:
    """Mina opens: her subject as her bundle shows it, and the trust file that she took."""
    stage.open_performer("mina", film_terms())
    statement = stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"]
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    bundle = stage.main.get(f"/log/bundles/{statement}").content
    return verify_bundle(bundle, trust, now=stage.now).statuses[0].subject, trust


def withdraws(stage: Stage) -> None:
    """Mina withdraws."""
    mina = stage.people["mina"]
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))


def test_a_change_of_her_leaf_is_told_and_somebody_else_s_is_not(stage: Stage) -> None:
    subject, trust = subject_and_trust(stage)
    files = StageLog(stage)
    first, nothing = look(URL, files, subject, trust, None, now=stage.now)
    assert (nothing, first.openness) == (None, "open")
    stage.open_performer("wen", film_terms())
    second, nothing = look(URL, files, subject, trust, first, now=stage.now)
    assert nothing is None
    assert second.head.size > first.head.size
    withdraws(stage)
    third, change = look(URL, files, subject, trust, second, now=stage.now)
    assert change is not None
    assert change.code == "monitor.leaf_changed"
    assert (change.facts["openness_before"], change.facts["openness"]) == ("open", "withdrawn")
    assert third.entries == first.entries + 1


def test_the_webhook_is_signed_and_tried_again_and_mail_leaves_once(
    stage: Stage, hook: Hook, tmp_path: Path
) -> None:
    subject, trust = subject_and_trust(stage)
    first, _ = look(URL, StageLog(stage), subject, trust, None, now=stage.now)
    withdraws(stage)
    _, change = look(URL, StageLog(stage), subject, trust, first, now=stage.now)
    assert change is not None
    outbox, due = Outbox(tmp_path / "outbox", "monitor@example.org"), Due(tmp_path / "due")
    channels: dict[str, Channel] = {
        "mail": ByMail(outbox, "mina@example.org"),
        "webhook": Webhook(hook.url, SECRET),
    }
    told = message(change, url=URL, now=stage.now)
    due.add(told, channels)
    hook.failures = 2
    assert [e.code for e in due.deliver(channels, now=stage.now)] == ["monitor.webhook_failed"]
    assert len(outbox.messages()) == 1
    assert due.deliver(channels, now=stage.now) == []
    assert hook.got == []
    stage.passes(seconds=31)
    assert [e.code for e in due.deliver(channels, now=stage.now)] == ["monitor.webhook_failed"]
    stage.passes(seconds=31)
    assert due.deliver(channels, now=stage.now) == []
    stage.passes(seconds=60)
    assert due.deliver(channels, now=stage.now) == []
    ((headers, body),) = hook.got
    seconds = int(stage.now.timestamp())
    right = hmac.new(SECRET, b"%d." % seconds + body, hashlib.sha256).hexdigest()
    assert headers["propria-signature"] == f"t={seconds},v1={right}"
    assert json.loads(body) == told
    due.add(told, channels)
    assert due.deliver(channels, now=stage.now + timedelta(days=1)) == []
    assert (len(hook.got), len(outbox.messages())) == (1, 1)
    assert "mina@example.org" in outbox.messages()[0].read_text()


def test_a_leaf_that_is_hidden_or_does_not_check_out_is_told_too(stage: Stage) -> None:
    subject, trust = subject_and_trust(stage)
    seen, _ = look(URL, StageLog(stage), subject, trust, None, now=stage.now)
    with pytest.raises(Unverified, match=r"monitor\.leaf_withheld") as hidden:
        look(URL, FileLog({}), subject, trust, seen, now=stage.now)
    assert contradicted(subject, hidden.value, seen) == contradicted(subject, hidden.value, seen)
    with pytest.raises(LogUnreachable, match=r"witness\.log_unreachable"):
        look(URL, FileLog({}), subject, trust, None, now=stage.now)
    raw = stage.main.get(f"/log/subjects/{subject}").content
    forged = raw.replace(b'"count":', b'"count":1', 1)
    with pytest.raises(Unverified, match=r"monitor\.leaf_not_proved"):
        look(URL, FileLog({f"subjects/{subject}": forged}), subject, trust, seen, now=stage.now)
    assert stage.main.get("/log/subjects/sub_nobody").json()["code"] == "record.no_subject"


def test_an_older_head_is_a_contradiction(stage: Stage) -> None:
    subject, trust = subject_and_trust(stage)
    old = stage.main.get(f"/log/subjects/{subject}").content
    withdraws(stage)
    seen, _ = look(URL, StageLog(stage), subject, trust, None, now=stage.now)
    with pytest.raises(Contradiction, match=r"witness\.log_shrank"):
        look(URL, FileLog({f"subjects/{subject}": old}), subject, trust, seen, now=stage.now)


def test_what_was_seen_survives_and_damage_is_named(stage: Stage, tmp_path: Path) -> None:
    subject, trust = subject_and_trust(stage)
    seen, _ = look(URL, StageLog(stage), subject, trust, None, now=stage.now)
    file = tmp_path / "seen.json"
    assert recall(file) is None
    remember(file, seen)
    assert recall(file) == seen
    whole = file.read_bytes()
    for cut in range(len(whole)):
        file.write_bytes(whole[:cut])
        with pytest.raises(Malformed, match=r"monitor\.memory_damaged"):
            recall(file)
    (tmp_path / "due").mkdir()
    (tmp_path / "due" / "a.json").write_bytes(b"{")
    with pytest.raises(Malformed, match=r"monitor\.memory_damaged"):
        Due(tmp_path / "due").deliver({}, now=stage.now)
    assert isinstance(seen, Seen)


def test_the_command_needs_somebody_to_tell_and_a_secret(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trust = tmp_path / "trust.json"
    trust.write_bytes(stage.main.get("/log/trust").content)
    words = [
        "monitor",
        "http://127.0.0.1:9/log",
        "sub_x",
        "--trust",
        str(trust),
        "--folder",
        str(tmp_path / "m"),
    ]
    assert main([*words, "--once"]) == 1
    assert "monitor.nobody_to_tell" in capsys.readouterr().err
    assert main([*words, "--once", "--webhook", "http://127.0.0.1:9"]) == 1
    assert "monitor.no_secret" in capsys.readouterr().err
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET)
    asked = ["--once", "--webhook", "http://127.0.0.1:9", "--webhook-secret-file", str(secret)]
    assert main([*words, *asked]) == 1
    assert "witness.log_unreachable" in capsys.readouterr().err
