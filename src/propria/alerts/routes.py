"""The API of channels and of what one was told."""

from typing import Any

import msgspec
from litestar import delete, get, post, put

from propria.alerts import actions
from propria.alerts.model import By, Channel, Topic
from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.plumbing.library import Library

MOST_ALERTS = 100


class ChannelForm(msgspec.Struct, forbid_unknown_fields=True):
    """A mail address, or the address of a webhook."""

    by: By
    address: str


class ReplayForm(msgspec.Struct, forbid_unknown_fields=True):
    """Which delivery: its alert and the address."""

    alert: str
    address: str


class TopicsForm(msgspec.Struct, forbid_unknown_fields=True):
    """What you want to be told on every channel: talks, signatures, deadlines, safety."""

    topics: list[Topic]


def channel_json(channel: Channel) -> dict[str, Any]:
    """A channel; a webhook's secret is shown to its owner, who checks signatures with it."""
    return {
        "channel": channel.id,
        "by": channel.by.value,
        "address": channel.address,
        "secret": channel.secret.hex(),
    }


@get("/me/channels", sync_to_thread=True)
def read_channels(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Where you are told of what you must not miss."""
    return [channel_json(c) for c in library.database.read(lambda db: actions.channels(actor, db=db))]


@post("/me/channels", status_code=201, sync_to_thread=True)
def add_channel(data: ChannelForm, actor: Actor, library: Library) -> dict[str, Any]:
    """Be told here too."""
    now = library.clock.now()
    made = library.database.transact(
        lambda db: actions.add_channel(actor, data.by, data.address, now=now, db=db)
    )
    return channel_json(made)


@delete("/me/channels/{channel_id:str}", status_code=204, sync_to_thread=True)
def drop_channel(channel_id: str, actor: Actor, library: Library) -> None:
    """Be told there no more."""
    library.database.transact(lambda db: actions.drop_channel(actor, channel_id, db=db))


@get("/me/alerts", sync_to_thread=True)
def read_alerts(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What you were told, newest first."""
    found = library.database.read(lambda db: actions.told(actor, MOST_ALERTS, db=db))
    return [
        {
            "code": a.news.code,
            "zh": a.news.zh,
            "en": a.news.en,
            "facts": dict(a.news.facts),
            "told_at": wire(a.told_at),
        }
        for a in found
    ]


@post("/me/channels/{channel_id:str}/ping", status_code=202, sync_to_thread=True)
def ping(channel_id: str, actor: Actor, library: Library) -> dict[str, str]:
    """Send a test by one channel; it leaves with the next round."""
    now = library.clock.now()
    sent = library.database.transact(lambda db: actions.ping(actor, channel_id, now=now, db=db))
    return {"alert": sent.id}


@get("/me/deliveries", sync_to_thread=True)
def read_undelivered(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """What did not arrive so far: how often it was tried, when it is tried next, or that it is given up."""
    found = library.database.read(lambda db: actions.undelivered(actor, MOST_ALERTS, db=db))
    return [
        {
            "alert": one.alert.id,
            "code": one.alert.news.code,
            "by": one.by.value,
            "address": one.address,
            "tries": one.tries,
            "given_up": one.is_given_up,
            "tried_next": None if one.is_given_up else wire(one.not_before),
        }
        for one in found
    ]


@post("/me/deliveries/replay", status_code=202, sync_to_thread=True)
def replay(data: ReplayForm, actor: Actor, library: Library) -> dict[str, str]:
    """Try one delivery again from the start, also one that was given up."""
    now = library.clock.now()
    library.database.transact(lambda db: actions.replay(actor, data.alert, data.address, now=now, db=db))
    return {"alert": data.alert}


@get("/me/topics", sync_to_thread=True)
def read_topics(actor: Actor, library: Library) -> dict[str, list[str]]:
    """What you are told on every channel."""
    return {"topics": sorted(library.database.read(lambda db: actions.wanted_topics(actor, db=db)))}


@put("/me/topics", sync_to_thread=True)
def choose_topics(data: TopicsForm, actor: Actor, library: Library) -> dict[str, list[str]]:
    """Choose what you are told on every channel; safety is always told."""
    wanted = frozenset(data.topics)
    return {
        "topics": sorted(library.database.transact(lambda db: actions.choose_topics(actor, wanted, db=db)))
    }


HANDLERS = [
    read_channels,
    add_channel,
    drop_channel,
    ping,
    read_alerts,
    read_undelivered,
    replay,
    read_topics,
    choose_topics,
]
