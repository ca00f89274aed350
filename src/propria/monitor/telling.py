"""Messages to the owner, kept until each has arrived: mail, and a signed webhook, tried again ever more slowly."""

import hashlib
import hmac
import json
import urllib.request
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.time import Instant, instant, wire
from propria.plumbing.errors import Unavailable
from propria.plumbing.files import write_durably
from propria.plumbing.mail import Mail, Mailer

TIMEOUT_SECONDS = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)


class Channel(Protocol):
    """A way to tell somebody."""

    def send(self, key: str, message: dict[str, Any], *, now: Instant) -> None:
        """Deliver; returns once it arrived. Raises: Unavailable, Malformed."""
        ...


@dataclass(frozen=True)
class ByMail:
    """Mail to one address, in both languages."""

    mailer: Mailer
    to: str

    def send(self, key: str, message: dict[str, Any], *, now: Instant) -> None:
        """See `Channel.send`."""
        facts = "\n".join(f"{name}: {value}" for name, value in message["facts"].items())
        text = f"{message['zh']}\n\n{message['en']}\n\n{message['code']}\n{message['log']}\n{facts}\n"
        self.mailer.send(Mail(key, self.to, "您的记录有变动 / Your record changed", text))


@dataclass(frozen=True)
class Webhook:
    """A POST of the message's JSON; `Propria-Signature: t=SECONDS,v1=HMAC-SHA256(secret, "t.body")` in hex."""

    url: str
    secret: bytes

    def send(self, key: str, message: dict[str, Any], *, now: Instant) -> None:
        """See `Channel.send`."""
        body = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
        headers = {
            "content-type": "application/json",
            "idempotency-key": hashlib.sha256(key.encode()).hexdigest(),
            "propria-signature": signature(self.secret, body, int(now.timestamp())),
        }
        try:
            asked = urllib.request.Request(self.url, body, headers, method="POST")
            urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS).close()
        except (OSError, ValueError) as error:
            raise Unavailable("monitor.webhook_failed") from error


def signature(secret: bytes, body: bytes, seconds: int) -> str:
    """The header's value; whoever holds the secret computes it again and compares in constant time."""
    signed = hmac.new(secret, b"%d." % seconds + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={signed}"


@dataclass(frozen=True)
class Due:
    """A folder of what is still to be delivered: one file for each message and channel."""

    folder: Path

    def add(self, message: dict[str, Any], channels: dict[str, Channel]) -> None:
        """Keep a message for every channel; one that was kept or delivered before is not kept again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in channels:
            digest = hashlib.sha256(f"{name} {message['key']}".encode()).hexdigest()[:32]
            if (
                not (self.folder / f"{digest}.json").exists()
                and not (self.folder / f"{digest}.done").exists()
            ):
                row = {"channel": name, "tries": 0, "not_before": message["found_at"], "message": message}
                write_durably(self.folder / f"{digest}.json", json.dumps(row).encode())

    def deliver(self, channels: dict[str, Channel], *, now: Instant) -> list[PropriaError]:
        """Send what is due; what failed is kept for later. Gives what went wrong."""
        failed = []
        for file in sorted(self.folder.glob("*.json")):
            row = _read(file)
            if row["channel"] not in channels or now < instant(row["not_before"]):
                continue
            try:
                channels[row["channel"]].send(f"{file.stem}", row["message"], now=now)
            except PropriaError as error:
                failed.append(error)
                wait = min(FIRST_WAIT * 2 ** row["tries"], LONGEST_WAIT)
                later = row | {"tries": min(row["tries"] + 1, 20), "not_before": wire(now + wait)}
                write_durably(file, json.dumps(later).encode())
            else:
                write_durably(file.with_suffix(".done"), b"")
                file.unlink()
        return failed


def _read(file: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(file.read_bytes())
        return found
    except ValueError as error:
        raise Malformed("monitor.memory_damaged", f"{file} is damaged; put it back from a copy.") from error
