"""Alerts leave on every channel, each until it has arrived, and never to a machine inside."""

import hashlib
import hmac
from collections.abc import Iterator

import pytest

from propria.alerts.courier import deliver
from propria.plumbing.mail import Outbox
from tests.cast import Stage
from tests.stories.disputes.denying import denies, goes_round
from tests.stories.monitor.test_the_owner_of_a_leaf_is_told import Hook
from tests.terms import film_terms


@pytest.fixture
def receiver() -> Iterator[Hook]:
    """A server that takes webhooks."""
    made = Hook()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_webhook_is_signed_and_tried_again_until_it_arrives(stage: Stage, receiver: Hook) -> None:
    mina = stage.open_performer("mina", film_terms())
    channel = mina.asked("/api/v1/me/channels", {"by": "webhook", "address": receiver.url})
    receiver.failures = 1
    denies(stage, mina.performer_id)

    first = goes_round(stage)
    assert (first.alerts_failed, receiver.got) == (1, [])
    assert goes_round(stage).alerts_failed == 0, "not before half a minute has passed"
    stage.passes(seconds=31)
    assert goes_round(stage).alerts_arrived == 1

    ((headers, body),) = receiver.got
    seconds, _, mac = headers["propria-signature"].removeprefix("t=").partition(",v1=")
    expected = hmac.new(bytes.fromhex(channel["secret"]), f"{seconds}.".encode() + body, hashlib.sha256)
    assert hmac.compare_digest(mac, expected.hexdigest())
    assert b"disputes.disputed" in body


def test_a_library_that_is_no_demo_calls_nothing_inside(stage: Stage, receiver: Hook) -> None:
    mina = stage.open_performer("mina", film_terms())
    mina.asked("/api/v1/me/channels", {"by": "webhook", "address": receiver.url})
    denies(stage, mina.performer_id)
    library = stage.propria.library
    box = Outbox(library.settings.data_dir / "outbox", "library@example.org")
    _, failed = deliver(library.database, box, "", demo=False, now=stage.now)
    assert [f.code for f in failed] == ["alerts.webhook_failed"]
    assert receiver.got == []


def test_channels_are_ones_own_few_and_usable(stage: Stage) -> None:
    mina, cleo = stage.person("mina"), stage.person("cleo")
    made = mina.asked("/api/v1/me/channels", {"by": "mail", "address": "mina@example.org"})
    again = mina.asked("/api/v1/me/channels", {"by": "mail", "address": "mina@example.org"})
    assert again["channel"] == made["channel"]
    unusable = mina.post("/api/v1/me/channels", {"by": "webhook", "address": "ftp://example.org"})
    assert unusable.json()["code"] == "alerts.address_unusable"
    gone = stage.main.delete(f"/api/v1/me/channels/{made['channel']}", headers=cleo._headers())
    assert gone.json()["code"] == "alerts.no_channel"
    for number in range(7):
        mina.asked("/api/v1/me/channels", {"by": "mail", "address": f"mina{number}@example.org"})
    full = mina.post("/api/v1/me/channels", {"by": "mail", "address": "one.more@example.org"})
    assert full.json()["code"] == "alerts.too_many_channels"
    dropped = stage.main.delete(f"/api/v1/me/channels/{made['channel']}", headers=mina._headers())
    assert dropped.status_code == 204
