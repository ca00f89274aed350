"""What the page of one's casting profile tells, and what was typed into it. Decides nothing."""

from dataclasses import dataclass

from propria.casting.profiles import actions as profiles
from propria.casting.profiles import representing
from propria.casting.profiles.model import Credit, Profile
from propria.casting.search.pages import profile_facts
from propria.consent import actions as consent
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Fact, Field
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.scope.codes import territories
from propria.web.typed_form import Notice, Reading, Typed, choices

_PROBLEM_FIELDS = {"credits": "credits", "about": "about_en", "plays": "plays_to"}
WRONG = Words("这一项读不出来，或太长。", "This cannot be read, or is too long.")

WHY = {
    "isni": Words("十六位，末位为校验码；请与来源核对。", "Sixteen characters, the last a check digit; compare it with its source."),
    "credits": Words("一行一部；EIDR 须全，末位校验码须对。", "One a line; an EIDR is whole and ends in its right check digit."),
    "showreel": Words("须为 https:// 开头的网址。", "An address that begins with https://."),
}  # fmt: skip
"""What helps with a part that was refused, where more can be said than that it cannot be read."""


@page_context("casting/profile.html")
@dataclass(frozen=True)
class ProfilePage:
    """What a performer signed of themselves, and the form for another. `is_shown`: whether creators read it now."""

    says: tuple[Fact, ...]
    is_shown: bool
    fields: tuple[Field, ...]
    notice: Notice | None


def profile_page(
    actor: Actor, typed: Typed | None = None, notice: Notice | None = None,
    problems: tuple[str, ...] = (), *, now: Instant, db: Session,
) -> ProfilePage:  # fmt: skip
    """One's own. Raises: NotFound(`parties.no_performer`)."""
    own = profiles.own(actor, db=db)
    who = parties.own_profile(actor, db=db).id
    openness = consent.find_openness(who, now=now, db=db)
    said = profile_facts(own, representing.shown({who: own}, now=now, db=db).get(who, ()))
    return ProfilePage(
        says=said,
        is_shown=bool(said) and openness is not None and openness.shows_name,
        fields=_fields(typed or _typed_from(own), {_PROBLEM_FIELDS.get(name, name) for name in problems}),
        notice=notice,
    )


def _typed_from(profile: Profile) -> Typed:
    first, last = profile.plays
    credits = "\n".join(
        " | ".join(part for part in (c.title, c.role, str(c.year or ""), c.eidr)).rstrip(" |")
        for c in profile.credits
    )
    values = {
        "about_zh": profile.about[0],
        "about_en": profile.about[1],
        "plays_from": str(first or ""),
        "plays_to": str(last or ""),
        "speaks": ", ".join(profile.speaks),
        "skills": ", ".join(profile.skills),
        "voice": profile.voice,
        "height_cm": str(profile.height_cm or ""),
        "union": profile.union,
        "based_in": profile.based_in,
        "isni": profile.isni,
        "credits": credits,
        "showreel": profile.showreel,
        "shows_representation": "yes" if profile.shows_representation else "",
    }
    return Typed({name: (text,) for name, text in values.items()})


def _fields(typed: Typed, wrong: set[str]) -> tuple[Field, ...]:
    def field(name: str, zh: str, en: str, **more: object) -> Field:
        error = WHY.get(name, WRONG) if name in wrong else ""
        return Field(name, Words(zh, en), value=typed.one(name), error=error, required=False, **more)  # type: ignore[arg-type]

    places = (Choice("", Words("不说", "not said")), *choices(territories.TERRITORIES))
    return (
        field("about_zh", "简介（中文）", "About you, in Chinese", kind="textarea"),
        field("about_en", "简介（英文）", "About you, in English", kind="textarea"),
        field("plays_from", "可演年龄，从（岁）", "Plays ages from, years"),
        field("plays_to", "到（岁）", "to, years"),
        field(
            "speaks", "语言与口音", "Languages and accents",
            hint=Words("BCP 47 代码，以逗号分开：zh, en-GB, yue", "BCP 47 tags between commas: zh, en-GB, yue"),
        ),
        field("skills", "技能，以逗号分开", "Skills, between commas"),
        field("voice", "声线", "Voice"),
        field("height_cm", "身高（厘米）", "Height, cm"),
        field("union", "工会", "Union"),
        field("based_in", "常驻", "Based in", kind="select", options=places),
        field("isni", "ISNI", "ISNI"),
        field("showreel", "作品集链接（https）", "Showreel, an https link"),
        field(
            "shows_representation", "代理人", "Who represents you", kind="select",
            options=(Choice("", Words("不说", "not said")), Choice("yes", Words("示明有效委托的代理人", "show who holds a mandate"))),
        ),
        field(
            "credits", "作品", "Credits", kind="textarea",
            hint=Words("一行一部：作品 | 角色 | 年份 | EIDR", "One a line: title | role | year | EIDR"),
        ),
    )  # fmt: skip


def read_profile(reading: Reading) -> Profile:
    """What was typed; the rules hold it to what can be signed."""
    typed = reading.typed
    youngest = reading.whole("plays_from")
    return Profile(
        about=(typed.one("about_zh").replace("\r", ""), typed.one("about_en").replace("\r", "")),
        plays=(youngest, reading.whole("plays_to", youngest)),
        speaks=typed.listed("speaks"),
        skills=typed.listed("skills"),
        voice=typed.one("voice"),
        height_cm=reading.whole("height_cm"),
        union=typed.one("union"),
        based_in=typed.one("based_in"),
        isni=typed.one("isni"),
        credits=tuple(_credit(line) for line in typed.one("credits").splitlines() if line.strip()),
        showreel=typed.one("showreel"),
        shows_representation=typed.one("shows_representation") == "yes",
    )


def _credit(line: str) -> Credit:
    title, role, year, eidr = (*(part.strip() for part in line.split("|", 3)), "", "", "")[:4]
    return Credit(title, role, int(year) if year.isdecimal() else (-1 if year else 0), eidr)
