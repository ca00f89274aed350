"""The nouns of alerts: a channel that a person gave, an alert, its delivery by one channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.ids import AlertId, ChannelId, PersonId
from propria.kernel.time import Instant

MOST_TRIES = 40


class By(StrEnum):
    """How a channel reaches somebody. A calendar is fetched by whoever holds its secret; nothing is sent to it."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    CALENDAR = "calendar"


class Topic(StrEnum):
    """What somebody may choose to be told by mail and webhook, or to read on their page alone."""

    TALKS = "talks"
    SIGNATURES = "signatures"
    DEADLINES = "deadlines"
    SAFETY = "safety"


TOPIC_OF: Mapping[str, Topic] = {
    "deals.offered": Topic.TALKS,
    "deals.countered": Topic.TALKS,
    "deals.agreed": Topic.TALKS,
    "deals.declined": Topic.TALKS,
    "deals.taken_back": Topic.TALKS,
    "deals.reopened": Topic.TALKS,
    "deals.side_signed": Topic.SIGNATURES,
    "deals.signed": Topic.SIGNATURES,
    "deals.lapses_soon": Topic.DEADLINES,
    "deals.lapsed_now": Topic.DEADLINES,
    "licences.ends_soon": Topic.DEADLINES,
    "likeness.return_due": Topic.DEADLINES,
    "casting.search_answered": Topic.TALKS,
    "casting.tape_ask": Topic.TALKS,
    "casting.tape_take": Topic.TALKS,
    "casting.tape_withdraw": Topic.TALKS,
    "casting.submitted": Topic.TALKS,
    "casting.submission_received": Topic.TALKS,
    "casting.submission_pulled_out": Topic.TALKS,
    "casting.days_ask": Topic.TALKS,
    "casting.days_say_free": Topic.TALKS,
    "casting.days_say_not_free": Topic.TALKS,
    "casting.days_pencil": Topic.TALKS,
    "casting.days_ask_to_confirm": Topic.SIGNATURES,
    "casting.days_let_go": Topic.TALKS,
    "casting.days_confirm": Topic.SIGNATURES,
    "casting.days_take_back": Topic.SIGNATURES,
    "casting.days_lapse": Topic.TALKS,
}
"""Code → what it is about. Whatever is not here (keys, denials, refused signatures, withdrawals) is always told."""


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
    not_before: Instant

    @property
    def is_given_up(self) -> bool:
        """Whether it is tried no more until somebody asks for it."""
        return self.tries >= MOST_TRIES
