"""Offers, counters, signatures, withdrawals and deadlines reach the other side by mail and by signed webhooks."""

import hashlib
import hmac
import json
from collections.abc import Iterator

import pytest

from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, sheet, signed_licence
from tests.stories.deals.test_a_running_licence_changes import UNTIL_2026, signed_change, signed_in_again
from tests.stories.deals.test_two_sides_make_a_deal import mandate, told_of
from tests.stories.disputes.denying import goes_round, mails
from tests.stories.monitor.test_the_owner_of_a_leaf_is_told import Hook
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms, series_scope


@pytest.fixture
def receiver() -> Iterator[Hook]:
    """A server that takes webhooks."""
    made = Hook()
    yield made
    made.server.shutdown()
    made.server.server_close()


def hears_by(person: Person, by: str, address: str) -> dict[str, str]:
    """Give a channel."""
    return dict(person.asked("/api/v1/me/channels", {"by": by, "address": address}))


def codes(receiver: Hook) -> list[str]:
    """What reached the receiver, in order."""
    return [json.loads(body)["code"] for _, body in receiver.got]


def test_an_offer_a_counter_and_an_answer_reach_whoever_acts_for_the_other_side(
    stage: Stage, receiver: Hook
) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    mandate(stage, ["negotiate"])
    rafael = stage.person("rafael")
    hears_by(mina, "mail", "mina@example.org")
    hears_by(rafael, "mail", "rafael@example.org")
    channel = hears_by(cleo, "webhook", receiver.url)
    deal = an_offer(cleo, mina.performer_id, a_brief(cleo)).json()["deal"]
    goes_round(stage)
    letters = mails(stage)
    assert {to for to, _ in letters} == {"mina@example.org", "rafael@example.org"}
    assert all("Paper Lantern Street" in text and f"/deals/{deal}" in text for _, text in letters)
    assert not any("110,400" in text or "generate" in text for _, text in letters), (
        "no sum and no scope by mail"
    )

    mina.asked(f"/api/v1/deals/{deal}/counter", {"sheet": sheet(series_scope(act=["dub"]))})
    cleo.asked(f"/api/v1/deals/{deal}/agree")
    goes_round(stage)
    assert codes(receiver) == ["deals.countered"]
    ((headers, body),) = receiver.got
    seconds, _, mac = headers["propria-signature"].removeprefix("t=").partition(",v1=")
    expected = hmac.new(bytes.fromhex(channel["secret"]), f"{seconds}.".encode() + body, hashlib.sha256)
    assert hmac.compare_digest(mac, expected.hexdigest())
    assert len(told_of(mina, "deals.agreed")) == 1
    assert told_of(cleo, "deals.agreed") == [], "nobody is told what they did themselves"


def test_signatures_a_change_and_a_withdrawal_are_told(stage: Stage) -> None:
    made = signed_licence(stage)
    assert len(told_of(made.mina, "deals.side_signed")) == 1
    assert len(told_of(made.mina, "deals.signed")) == len(told_of(made.cleo, "deals.signed")) == 1
    signed_change(made, "amendment", sheet(series_scope(act=["dub"])))
    assert any("the new terms run" in one["en"] for one in told_of(made.cleo, "deals.signed"))
    made.mina.signs(made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw"))
    (told,) = told_of(made.cleo, "licences.withdrawn")
    assert told["zh"]
    assert told_of(made.mina, "licences.withdrawn") == []


def test_deadlines_are_told_once_before_and_once_after(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    assert an_offer(cleo, mina.performer_id, a_brief(cleo)).status_code == 201
    assert goes_round(stage).deadlines_told == 0
    stage.passes(days=12)
    assert (goes_round(stage).deadlines_told, goes_round(stage).deadlines_told) == (1, 0)
    signed_in_again(mina)
    signed_in_again(cleo)
    assert (len(told_of(mina, "deals.lapses_soon")), told_of(cleo, "deals.lapses_soon")) == (1, [])
    stage.passes(days=2)
    goes_round(stage)
    assert len(told_of(mina, "deals.lapsed_now")) == len(told_of(cleo, "deals.lapsed_now")) == 1


def test_the_end_of_a_licence_is_told_a_month_before_and_again_if_it_moves(stage: Stage) -> None:
    made = signed_licence(stage)
    assert goes_round(stage).deadlines_told == 0
    signed_change(made, "termination", sheet(series_scope(term=UNTIL_2026)))
    stage.passes(days=3)
    assert (goes_round(stage).deadlines_told, goes_round(stage).deadlines_told) == (1, 0)
    assert len(told_of(made.mina, "licences.ends_soon")) == len(told_of(made.cleo, "licences.ends_soon")) == 1


def test_a_receiver_that_fails_is_tried_ever_more_slowly_then_given_up_and_replayed(
    stage: Stage, receiver: Hook
) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    hears_by(mina, "webhook", receiver.url)
    receiver.failures = 1_000
    an_offer(cleo, mina.performer_id, a_brief(cleo))
    assert goes_round(stage).alerts_failed == 1
    (waiting,) = mina.get("/api/v1/me/deliveries").json()
    assert (waiting["code"], waiting["tries"], waiting["given_up"]) == ("deals.offered", 1, False)
    for _ in range(39):
        stage.passes(hours=7)
        goes_round(stage)
    signed_in_again(mina)
    late = {one["code"]: one for one in mina.get("/api/v1/me/deliveries").json()}
    given_up = late["deals.offered"]
    assert (given_up["tries"], given_up["given_up"], given_up["tried_next"]) == (40, True, None)
    stage.passes(hours=7)
    goes_round(stage)
    assert {one["code"]: one for one in mina.get("/api/v1/me/deliveries").json()}["deals.offered"] == given_up

    receiver.failures = 0
    page = Reader(stage, "en").signs_in("mina")
    assert "Given up; it stays here." in words(page.get("/alerts"))
    assert page.post("/alerts/replay", alert=given_up["alert"], address=receiver.url).status_code == 303
    goes_round(stage)
    assert "deals.offered" in codes(receiver)
    signed_in_again(cleo)
    again = cleo.post("/api/v1/me/deliveries/replay", {"alert": given_up["alert"], "address": receiver.url})
    assert (again.status_code, again.json()["code"]) == (404, "alerts.no_delivery")


def test_a_test_ping_leaves_by_one_channel_alone(stage: Stage, receiver: Hook) -> None:
    mina = stage.person("mina")
    hears_by(mina, "mail", "mina@example.org")
    channel = hears_by(mina, "webhook", receiver.url)
    page = Reader(stage, "en").signs_in("mina")
    assert page.post("/alerts/channels/ping", channel=channel["channel"]).status_code == 303
    goes_round(stage)
    assert codes(receiver) == ["alerts.ping"]
    assert mails(stage) == []
    assert stage.person("cleo").post(f"/api/v1/me/channels/{channel['channel']}/ping").status_code == 404


def test_what_somebody_turned_off_waits_on_their_page_and_safety_cannot_be_turned_off(stage: Stage) -> None:
    mina, cleo = stage.open_performer("mina", film_terms()), stage.keyed("cleo")
    hears_by(mina, "mail", "mina@example.org")
    page = Reader(stage, "en").signs_in("mina")
    assert page.post("/alerts/topics", topic="signatures").status_code == 303
    assert mina.get("/api/v1/me/topics").json() == {"topics": ["safety", "signatures"]}
    an_offer(cleo, mina.performer_id, a_brief(cleo))
    goes_round(stage)
    assert mails(stage) == []
    assert len(told_of(mina, "deals.offered")) == 1
    everything = mina.put("/api/v1/me/topics", json={"topics": ["talks", "signatures", "deadlines"]}).json()
    assert everything == {"topics": ["deadlines", "safety", "signatures", "talks"]}
