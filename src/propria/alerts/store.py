"""The only SQL of alerts."""

from typing import Any

from sqlalchemy import delete, insert, select, update

from propria.alerts import tables as t
from propria.alerts.model import MOST_TRIES, Alert, By, Channel, Delivery, News, Topic
from propria.kernel.ids import AlertId, ChannelId, PersonId
from propria.kernel.time import Instant
from propria.plumbing.database import Session


def _channel(row: Any) -> Channel:
    return Channel(
        ChannelId(row.id), PersonId(row.person_id), By(row.by), row.address, row.secret, row.added_at
    )


def channels(person_id: str, *, db: Session) -> list[Channel]:
    """Where somebody is reached, in the order in which they said so; calendars are fetched and stand apart."""
    c = t.channel.c
    query = select(t.channel).where(c.person_id == person_id, c.by != By.CALENDAR.value)
    return [_channel(row) for row in db.execute(query.order_by(t.channel.c.added_at, t.channel.c.id))]


def feed(*, person_id: str | None = None, feed_id: str | None = None, db: Session) -> Channel | None:
    """The calendar of a person, or the one of this id."""
    c = t.channel.c
    whose = c.person_id == person_id if feed_id is None else c.id == feed_id
    row = db.execute(select(t.channel).where(c.by == By.CALENDAR.value, whose)).first()
    return None if row is None else _channel(row)


def add_channel(channel: Channel, *, db: Session) -> None:
    """Keep a channel."""
    values = {
        "id": channel.id,
        "person_id": channel.person_id,
        "by": channel.by.value,
        "address": channel.address,
        "secret": channel.secret,
        "added_at": channel.added_at,
    }
    db.execute(insert(t.channel).values(values))


def drop_channel(person_id: str, channel_id: str, *, db: Session) -> bool:
    """Forget a channel of this person; whether there was one."""
    c = t.channel.c
    gone = db.execute(delete(t.channel).where(c.id == channel_id, c.person_id == person_id))
    return gone.rowcount > 0


def _alert(row: Any) -> Alert:
    told = News(row.key, row.code, row.zh, row.en, row.facts)
    return Alert(AlertId(row.id), row.person_id, told, row.told_at)


def was_told(key: str, recipient: str, *, db: Session) -> bool:
    """Whether the recipient got this news before."""
    here = (t.alert.c.key == key) & (t.alert.c.recipient == recipient)
    return db.execute(select(t.alert.c.id).where(here)).first() is not None


def add_alert(alert: Alert, recipient: str, *, db: Session) -> None:
    """Keep an alert."""
    values = {
        "id": alert.id,
        "person_id": alert.person_id,
        "key": alert.news.key,
        "recipient": recipient,
        "code": alert.news.code,
        "zh": alert.news.zh,
        "en": alert.news.en,
        "facts": dict(alert.news.facts),
        "told_at": alert.told_at,
    }
    db.execute(insert(t.alert).values(values))


def add_delivery(alert_id: str, by: By, address: str, secret: bytes, now: Instant, *, db: Session) -> None:
    """The alert is to leave by this channel."""
    values = {
        "alert_id": alert_id,
        "address": address,
        "by": by.value,
        "secret": secret,
        "tries": 0,
        "not_before": now,
        "arrived_at": None,
    }
    db.execute(insert(t.delivery).values(values))


def alerts(person_id: str, most: int, *, db: Session) -> list[Alert]:
    """What somebody was told, newest first."""
    query = select(t.alert).where(t.alert.c.person_id == person_id)
    return [
        _alert(row) for row in db.execute(query.order_by(t.alert.c.told_at.desc(), t.alert.c.id).limit(most))
    ]


def due(now: Instant, most: int, *, db: Session) -> list[Delivery]:
    """What has not arrived and may be tried now, oldest first."""
    d = t.delivery.c
    query = select(t.delivery, t.alert).join(t.alert, t.alert.c.id == d.alert_id)
    waiting = (d.arrived_at.is_(None), d.not_before <= now, d.tries < MOST_TRIES)
    rows = db.execute(query.where(*waiting).order_by(d.not_before).limit(most))
    return [_delivery(row) for row in rows]


def _delivery(row: Any) -> Delivery:
    return Delivery(_alert(row), By(row.by), row.address, row.secret, row.tries, row.not_before)


def undelivered(person_id: str, most: int, *, db: Session) -> list[Delivery]:
    """What did not reach somebody on a channel yet, tried at least once, newest first."""
    d = t.delivery.c
    query = select(t.delivery, t.alert).join(t.alert, t.alert.c.id == d.alert_id)
    mine = (t.alert.c.person_id == person_id, d.arrived_at.is_(None), d.tries > 0)
    rows = db.execute(query.where(*mine).order_by(t.alert.c.told_at.desc()).limit(most))
    return [_delivery(row) for row in rows]


def replay(person_id: str, alert_id: str, address: str, now: Instant, *, db: Session) -> bool:
    """Try it again from the start; whether this person has such a delivery that has not arrived."""
    d = t.delivery.c
    own = select(t.alert.c.id).where(t.alert.c.id == alert_id, t.alert.c.person_id == person_id)
    change = update(t.delivery).where(d.alert_id.in_(own), d.address == address, d.arrived_at.is_(None))
    return db.execute(change.values(tries=0, not_before=now)).rowcount > 0


def muted(person_id: str, *, db: Session) -> frozenset[Topic]:
    """What somebody wants on their page alone."""
    rows = db.execute(select(t.muted.c.topic).where(t.muted.c.person_id == person_id))
    return frozenset(Topic(row.topic) for row in rows)


def set_muted(person_id: str, topics: frozenset[Topic], *, db: Session) -> None:
    """Keep what somebody wants on their page alone."""
    db.execute(delete(t.muted).where(t.muted.c.person_id == person_id))
    for topic in sorted(topics):
        db.execute(insert(t.muted).values(person_id=person_id, topic=topic.value))


def tried(one: Delivery, not_before: Instant, *, db: Session) -> None:
    """It is being tried: nobody else tries before this instant."""
    d = t.delivery.c
    change = update(t.delivery).where(d.alert_id == one.alert.id, d.address == one.address)
    db.execute(change.values(tries=one.tries + 1, not_before=not_before))


def arrived(one: Delivery, now: Instant, *, db: Session) -> None:
    """It arrived."""
    d = t.delivery.c
    change = update(t.delivery).where(d.alert_id == one.alert.id, d.address == one.address)
    db.execute(change.values(arrived_at=now))
