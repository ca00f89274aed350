"""What the page of alerts is told. No request, no SQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from propria.alerts.model import Alert, By, Channel, Delivery, Topic
from propria.kernel.time import Instant
from propria.plumbing.web.components import Act, Choice, Empty, Field, Timeline
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words

BY = {By.MAIL: Words("邮件", "mail"), By.WEBHOOK: Words("网络回调", "webhook")}


TOPICS = {
    Topic.TALKS: Words("报价、还价与答复", "Offers, counters and answers"),
    Topic.SIGNATURES: Words("等您签署与已签署", "What waits for your signature, and what is signed"),
    Topic.DEADLINES: Words("即将过期与已过期", "What lapses or ends soon, and what lapsed"),
}


@dataclass(frozen=True)
class TopicRow:
    """One thing that may be told on every channel or here alone."""

    code: str
    words: Words
    is_wanted: bool


@dataclass(frozen=True)
class LateRow:
    """What did not arrive on a channel so far."""

    alert: str
    says: Words
    address: str
    tries: int
    next_at: Instant | None


@dataclass(frozen=True)
class ChannelRow:
    """One channel; a webhook's secret lets its receiver check who sent."""

    id: str
    by: Words
    address: str
    secret: str


@page_context("alerts/alerts.html")
@dataclass(frozen=True)
class AlertsPage:
    """What you were told, and where else you are told it."""

    told: Timeline
    nothing: Empty | None
    channels: tuple[ChannelRow, ...]
    by: Field
    address: Field
    topics: tuple[TopicRow, ...]
    late: tuple[LateRow, ...]
    pinged: bool


def alerts_page(
    told: Sequence[Alert],
    channels: Sequence[Channel],
    late: Sequence[Delivery],
    wanted: Collection[Topic],
    *,
    pinged: bool = False,
    by: str = "mail",
    typed: str = "",
    error: Text = "",
) -> AlertsPage:
    """The page of one person, with what was typed."""
    acts = [
        Act(a.told_at, Words(a.news.zh, a.news.en), None, _here(str(a.news.facts.get("see", ""))))
        for a in told
    ]
    nothing = Empty(
        Words("没有要通知您的事。", "There was nothing to tell you."),
        Words(
            "报价、签署、否认与密钥的消息都在这里。", "Offers, signatures, denials and keys are told here."
        ),
    )
    rows = [ChannelRow(c.id, BY[c.by], c.address, c.secret.hex()) for c in channels]
    return AlertsPage(
        Timeline(tuple(acts)),
        None if acts else nothing,
        tuple(rows),
        Field(
            "by",
            Words("方式", "How"),
            "select",
            by,
            options=tuple(Choice(b.value, words) for b, words in BY.items()),
        ),
        Field(
            "address",
            Words("邮箱，或 https 地址", "Mail address, or an https address"),
            value=typed,
            error=error,
        ),
        tuple(TopicRow(topic.value, words, topic in wanted) for topic, words in TOPICS.items()),
        tuple(_late(one) for one in late),
        pinged,
    )


def _late(one: Delivery) -> LateRow:
    news = one.alert.news
    next_at = None if one.is_given_up else one.not_before
    return LateRow(one.alert.id, Words(news.zh, news.en), one.address, one.tries, next_at)


def _here(address: str) -> str:
    """The path of a page of this library."""
    if address.startswith("/"):
        return address
    path = address.partition("://")[2].partition("/")[2]
    return f"/{path}" if path else ""
