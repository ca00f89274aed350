"""The nouns of alerts: a channel that a person gave, an alert, its delivery by one channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.ids import AlertId, ChannelId, PersonId
from propria.kernel.time import Instant


class By(StrEnum):
    """How a channel reaches somebody."""

    MAIL = "mail"
    WEBHOOK = "webhook"


@dataclass(frozen=True)
class Channel:
    """Where somebody is reached. `secret` (webhooks only) signs each message, so that its receiver knows the sender."""

    id: ChannelId
    person_id: PersonId
    by: By
    address: str
    secret: bytes
    added_at: Instant


@dataclass(frozen=True)
class News:
    """What is told, to everybody alike: its code, both languages, where to look. `key` is the same for a repeat."""

    key: str
    code: str
    zh: str
    en: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Alert:
    """News as one person got it."""

    id: AlertId
    person_id: PersonId | None
    news: News
    told_at: Instant


@dataclass(frozen=True)
class Delivery:
    """An alert on its way by one channel: how often it was tried, and when it may be tried again."""

    alert: Alert
    by: By
    address: str
    secret: bytes
    tries: int
