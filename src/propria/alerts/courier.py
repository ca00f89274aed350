"""Carries what is due: by mail, by a signed webhook; what does not arrive is tried again, ever more slowly."""

import hashlib
import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from propria.alerts import rules, store
from propria.alerts.model import By, Delivery
from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant, wire
from propria.monitor.telling import Channel, signature
from propria.parties.identity.evidence import NoRedirect, is_public
from propria.plumbing.database import Database, Session
from propria.plumbing.errors import Unavailable
from propria.plumbing.mail import Mail, Mailer

MOST_AT_ONCE = 200
TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Letter:
    """Mail to one address, in both languages."""

    mailer: Mailer
    to: str

    def send(self, key: str, message: dict[str, Any], *, now: Instant) -> None:
        """See `monitor.telling.Channel`."""
        where = message["facts"].get("see", "")
        text = f"{message['zh']}\n\n{message['en']}\n\n{where}\n"
        self.mailer.send(Mail(key, self.to, "请即查看 / Please look at this now", text))


@dataclass(frozen=True)
class Hook:
    """A POST of the message's JSON, signed as `monitor.telling.Webhook` signs; in a demo also to this machine."""

    url: str
    secret: bytes
    demo: bool

    def send(self, key: str, message: dict[str, Any], *, now: Instant) -> None:
        """See `monitor.telling.Channel`. Raises: Unavailable(`alerts.webhook_failed`), also for a host inside."""
        host = urlsplit(self.url).hostname or ""
        if not is_public(host) and not (self.demo and host in ("localhost", "127.0.0.1")):
            raise Unavailable("alerts.webhook_failed")
        body = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
        headers = {
            "content-type": "application/json",
            "idempotency-key": hashlib.sha256(key.encode()).hexdigest(),
            "propria-signature": signature(self.secret, body, int(now.timestamp())),
        }
        try:
            asked = urllib.request.Request(self.url, body, headers, method="POST")
            urllib.request.build_opener(NoRedirect).open(asked, timeout=TIMEOUT_SECONDS).close()
        except (OSError, ValueError) as error:
            raise Unavailable("alerts.webhook_failed") from error


def deliver(
    database: Database, mailer: Mailer, base_url: str, *, demo: bool, now: Instant
) -> tuple[int, list[PropriaError]]:
    """Send what is due: (how many arrived, what went wrong). What is in doubt is sent again under the same key."""

    def claim(db: Session) -> list[Delivery]:
        found = store.due(now, MOST_AT_ONCE, db=db)
        for one in found:
            store.tried(one, now + rules.wait_after(one.tries), db=db)
        return found

    count, failed = 0, []
    for one in database.transact(claim):
        try:
            _channel(one, mailer, demo=demo).send(
                f"{one.alert.id} {one.address}", _message(one, base_url), now=now
            )
        except PropriaError as error:
            failed.append(error)
        else:
            count += 1
            _mark(one, database, now)
    return count, failed


def _mark(one: Delivery, database: Database, now: Instant) -> None:
    database.transact(lambda db: store.arrived(one, now, db=db))


def _channel(one: Delivery, mailer: Mailer, *, demo: bool) -> Channel:
    match one.by:
        case By.MAIL:
            return Letter(mailer, one.address)
        case By.WEBHOOK | By.CALENDAR:
            return Hook(one.address, one.secret, demo)


def _message(one: Delivery, base_url: str) -> dict[str, Any]:
    news = one.alert.news
    see = str(news.facts.get("see", "/alerts"))
    return {
        "key": news.key,
        "code": news.code,
        "zh": news.zh,
        "en": news.en,
        "facts": {**news.facts, "see": base_url + see if see.startswith("/") else see},
        "told_at": wire(one.alert.told_at),
    }
