"""What the page of alerts is told. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.alerts.model import Alert, By, Channel
from propria.plumbing.web.components import Act, Choice, Empty, Field, Timeline
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words

BY = {By.MAIL: Words("邮件", "mail"), By.WEBHOOK: Words("网络回调", "webhook")}


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


def alerts_page(
    told: Sequence[Alert],
    channels: Sequence[Channel],
    *,
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
        Words("有人否认、冒领或找回密钥时，会在这里告诉您。", "Denials and keys are told here."),
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
            options=tuple(Choice(b.value, BY[b]) for b in By),
        ),
        Field(
            "address",
            Words("邮箱，或 https 地址", "Mail address, or an https address"),
            value=typed,
            error=error,
        ),
    )


def _here(address: str) -> str:
    """The path of a page of this library."""
    path = address.partition("://")[2].partition("/")[2]
    return f"/{path}" if path else ""
