"""Channels that people give, and telling them on every one of these. What is told, the teller composes."""

import secrets
from collections.abc import Iterable

from propria.alerts import rules, store
from propria.alerts.model import TOPIC_OF, Alert, By, Channel, Delivery, News, Topic
from propria.kernel.errors import NotFound
from propria.kernel.ids import AlertId, ChannelId, PersonId, new_id
from propria.kernel.time import Instant, wire
from propria.parties.model import Actor
from propria.plumbing.database import Session

SECRET_BYTES = 32
CALENDAR = "calendar"


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


def feed_of(actor: Actor, *, db: Session) -> Channel | None:
    """The secret by which another program reads the actor's calendar; None where they gave none away."""
    return store.feed(person_id=actor.person_id, db=db)


def make_feed(actor: Actor, *, now: Instant, db: Session) -> Channel:
    """A secret for the actor's calendar."""
    secret = secrets.token_bytes(SECRET_BYTES)
    made = Channel(ChannelId(new_id("channel")), actor.person_id, By.CALENDAR, CALENDAR, secret, now)
    store.add_channel(made, db=db)
    return made


def drop_feed(actor: Actor, *, db: Session) -> None:
    """Nobody reads the calendar by the secret any more."""
    found = store.feed(person_id=actor.person_id, db=db)
    if found is not None:
        store.drop_channel(actor.person_id, found.id, db=db)


def owner_of_feed(feed_id: str, secret: str, *, db: Session) -> PersonId:
    """Whose calendar this secret opens. Raises: NotFound(`alerts.no_channel`)."""
    found = store.feed(feed_id=feed_id, db=db)
    if found is None or not secrets.compare_digest(found.secret.hex().encode(), secret.encode()):
        raise NotFound("alerts.no_channel", "There is no such channel.")
    return found.person_id


def tell(people: Iterable[str | None], news: News, *, now: Instant, db: Session) -> None:
    """Tell each person once, on every channel that they gave; without one it waits on their pages."""
    for person_id in dict.fromkeys(p for p in people if p):
        if store.was_told(news.key, person_id, db=db):
            continue
        alert = Alert(AlertId(new_id("alert")), PersonId(person_id), news, now)
        store.add_alert(alert, person_id, db=db)
        for channel in _wanted(person_id, news.code, db=db):
            store.add_delivery(alert.id, channel.by, channel.address, channel.secret, now, db=db)


def _wanted(person_id: str, code: str, *, db: Session) -> list[Channel]:
    topic = TOPIC_OF.get(code, Topic.SAFETY)
    return [] if topic in store.muted(person_id, db=db) else store.channels(person_id, db=db)


def wanted_topics(actor: Actor, *, db: Session) -> frozenset[Topic]:
    """What the actor is told on every channel; the rest waits on their page. Safety is always told."""
    return frozenset(Topic) - store.muted(actor.person_id, db=db)


def choose_topics(actor: Actor, wanted: frozenset[Topic], *, db: Session) -> frozenset[Topic]:
    """Be told of these on every channel. Keys, denials, refused signatures and withdrawals cannot be turned off."""
    store.set_muted(actor.person_id, frozenset(Topic) - wanted - {Topic.SAFETY}, db=db)
    return wanted_topics(actor, db=db)


def ping(actor: Actor, channel_id: str, *, now: Instant, db: Session) -> Alert:
    """Send a word of no consequence by one channel, to see whether it arrives. Raises: NotFound(`alerts.no_channel`)."""
    found = next((c for c in store.channels(actor.person_id, db=db) if c.id == channel_id), None)
    if found is None:
        raise NotFound("alerts.no_channel", "There is no such channel.")
    facts = {"see": "/alerts", "channel": found.id}
    news = News(f"ping {found.id} {wire(now)}", "alerts.ping", "这是一次试发。", "This is a test.", facts)
    alert = Alert(AlertId(new_id("alert")), actor.person_id, news, now)
    store.add_alert(alert, actor.person_id, db=db)
    store.add_delivery(alert.id, found.by, found.address, found.secret, now, db=db)
    return alert


def undelivered(actor: Actor, most: int, *, db: Session) -> list[Delivery]:
    """What did not reach the actor by a channel so far, newest first; tried no more after MOST_TRIES."""
    return store.undelivered(actor.person_id, most, db=db)


def replay(actor: Actor, alert_id: str, address: str, *, now: Instant, db: Session) -> None:
    """Try it again from the start. Raises: NotFound(`alerts.no_delivery`)."""
    if not store.replay(actor.person_id, alert_id, address, now, db=db):
        raise NotFound("alerts.no_delivery", "Nothing like that is on its way to you.")


def tell_address(mail: str, news: News, *, now: Instant, db: Session) -> None:
    """Tell somebody who is known by a mail address alone."""
    if mail and not store.was_told(news.key, mail, db=db):
        alert = Alert(AlertId(new_id("alert")), None, news, now)
        store.add_alert(alert, mail, db=db)
        store.add_delivery(alert.id, By.MAIL, mail, b"", now, db=db)


def told(actor: Actor, most: int, *, db: Session) -> list[Alert]:
    """What the actor was told, newest first."""
    return store.alerts(actor.person_id, most, db=db)
