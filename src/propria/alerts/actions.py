"""Channels that people give, and telling them on every one of these. What is told, the teller composes."""

import secrets
from collections.abc import Iterable

from propria.alerts import rules, store
from propria.alerts.model import Alert, By, Channel, News
from propria.kernel.errors import NotFound
from propria.kernel.ids import AlertId, ChannelId, PersonId, new_id
from propria.kernel.time import Instant
from propria.parties.model import Actor
from propria.plumbing.database import Session

SECRET_BYTES = 32


def channels(actor: Actor, *, db: Session) -> list[Channel]:
    """Where the actor is reached."""
    return store.channels(actor.person_id, db=db)


def add_channel(actor: Actor, by: By, address: str, *, now: Instant, db: Session) -> Channel:
    """Reach the actor here too; the same address again is the same channel.

    Raises: Refused(`alerts.address_unusable`, `alerts.too_many_channels`).
    """
    given, known = rules.readable_address(by, address), store.channels(actor.person_id, db=db)
    for channel in known:
        if channel.address == given:
            return channel
    rules.may_add(len(known))
    secret = secrets.token_bytes(SECRET_BYTES) if by is By.WEBHOOK else b""
    channel = Channel(ChannelId(new_id("channel")), actor.person_id, by, given, secret, now)
    store.add_channel(channel, db=db)
    return channel


def drop_channel(actor: Actor, channel_id: str, *, db: Session) -> None:
    """Reach the actor there no more. Raises: NotFound(`alerts.no_channel`)."""
    if not store.drop_channel(actor.person_id, channel_id, db=db):
        raise NotFound("alerts.no_channel", "There is no such channel.")


def tell(people: Iterable[str | None], news: News, *, now: Instant, db: Session) -> None:
    """Tell each person once, on every channel that they gave; without one it waits on their pages."""
    for person_id in dict.fromkeys(p for p in people if p):
        if store.was_told(news.key, person_id, db=db):
            continue
        alert = Alert(AlertId(new_id("alert")), PersonId(person_id), news, now)
        store.add_alert(alert, person_id, db=db)
        for channel in store.channels(person_id, db=db):
            store.add_delivery(alert.id, channel.by, channel.address, channel.secret, now, db=db)


def tell_address(mail: str, news: News, *, now: Instant, db: Session) -> None:
    """Tell somebody who is known by a mail address alone."""
    if mail and not store.was_told(news.key, mail, db=db):
        alert = Alert(AlertId(new_id("alert")), None, news, now)
        store.add_alert(alert, mail, db=db)
        store.add_delivery(alert.id, By.MAIL, mail, b"", now, db=db)


def told(actor: Actor, most: int, *, db: Session) -> list[Alert]:
    """What the actor was told, newest first."""
    return store.alerts(actor.person_id, most, db=db)
