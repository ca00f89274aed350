"""The API of channels and of what one was told."""

from typing import Any

import msgspec
from litestar import delete, get, post

from propria.alerts import actions
from propria.alerts.model import By, Channel
from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.plumbing.library import Library

MOST_ALERTS = 100


class ChannelForm(msgspec.Struct, forbid_unknown_fields=True):
    """A mail address, or the address of a webhook."""

    by: By
    address: str


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


HANDLERS = [read_channels, add_channel, drop_channel, read_alerts]
