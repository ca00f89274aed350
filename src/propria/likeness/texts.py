"""What a performer reads aloud when they consent in their own voice. Words only; the signature is elsewhere."""

from propria.consent.model import Grant
from propria.kernel.time import Instant
from propria.parties.model import Performer
from propria.plumbing.web.formats import local_day
from propria.plumbing.web.words import Words


def spoken_consent(performer: Performer, grant: Grant, on: Instant) -> Words:
    """Who consents, on which day, to what one purpose, until when, and that it can be taken back.

    It says no more than the signed consent does. Source: PIPL arts. 14, 29; GDPR arts. 7(3), 9(2)(a); BIPA s. 15.
    """
    return Words(
        f"我是{performer.name.zh}。今天是{_day_zh(on)}。我同意录制本人，用途：{grant.reason}。"
        f"录制的内容保存至{_day_zh(grant.retained_until)}，届时销毁。我随时可以收回。本同意不许可任何作品使用。",
        f"I am {performer.name.en}. Today is {_day_en(on)}. I agree to be recorded. What for: {grant.reason}. "
        f"It is kept until {_day_en(grant.retained_until)}, then destroyed. I can take this back at any time. "
        "This licenses no use in any work.",
    )


def _day_zh(at: Instant) -> str:
    day = local_day(at, "zh-Hans")
    return f"{day.year}年{day.month}月{day.day}日"


def _day_en(at: Instant) -> str:
    day = local_day(at, "en")
    return f"{day.day} {day:%B} {day.year}"
