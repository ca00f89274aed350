"""The words of a casting profile, as a performer signs them and as pages list them, (zh, en)."""

from collections.abc import Iterator

from propria.casting.profiles.model import Credit, Profile
from propria.parties.model import Performer
from propria.record.model import Sheet, Words
from propria.scope.codes import languages, territories

SHOWREEL: Words = ("作品集", "Showreel")


def lines(profile: Profile) -> Iterator[tuple[Words, Words]]:
    """Every fact that is said: its name and its words."""
    if profile.plays != (0, 0):
        first, last = profile.plays
        yield ("可演年龄", "Plays"), (f"{first}–{last} 岁", f"{first} to {last} years")
    if profile.speaks:
        yield ("语言与口音", "Languages and accents"), _joined([_tongue(tag) for tag in profile.speaks])
    if profile.skills:
        yield ("技能", "Skills"), ("、".join(profile.skills), ", ".join(profile.skills))
    for name, said in (
        (("声线", "Voice"), profile.voice),
        (("身高", "Height"), f"{profile.height_cm} cm" if profile.height_cm else ""),
        (("工会", "Union"), profile.union),
    ):
        if said:
            yield name, (said, said)
    if profile.based_in:
        yield ("常驻", "Based in"), territories.TERRITORIES[profile.based_in]
    if profile.credits:
        works = [credit_line(credit) for credit in profile.credits]
        yield ("作品", "Credits"), ("；".join(zh for zh, _ in works), "; ".join(en for _, en in works))
    if profile.isni:
        yield ("ISNI", "ISNI"), (profile.isni, profile.isni)
    if profile.showreel:
        yield SHOWREEL, (profile.showreel, profile.showreel)


def _tongue(tag: str) -> Words:
    return languages.LANGUAGES.get(tag, (tag, tag))


def _joined(said: list[Words]) -> Words:
    return "、".join(zh for zh, _ in said), ", ".join(en for _, en in said)


def credit_line(credit: Credit) -> Words:
    """One work in a line."""
    year = f" {credit.year}" if credit.year else ""
    eidr = f" ({credit.eidr})" if credit.eidr else ""
    zh_role, en_role = (f"，饰{credit.role}", f", as {credit.role}") if credit.role else ("", "")
    return f"《{credit.title}》{year}{zh_role}{eidr}", f"{credit.title}{year}{en_role}{eidr}"


def stated(performer: Performer, profile: Profile) -> Words:
    """What a performer says of themselves."""
    facts = list(lines(profile))
    zh = [f"本人{performer.name.zh}为选角说明如下，以此代替之前的说明："]
    en = [f"For casting, I, {performer.name.en}, say this of myself, in place of whatever I said before:"]
    zh += [f"{name[0]}：{said[0]}。" for name, said in facts]
    en += [f"{name[1]}: {said[1]}." for name, said in facts]
    if profile.about[0]:
        zh.append(f"简介：{profile.about[0]}")
    if profile.shows_representation:
        zh.append("本人有效委托的代理人，可随本资料一并示明。")
        en.append("Who represents me by a running mandate may be shown with this.")
    if profile.about[1]:
        en.append(f"About me: {profile.about[1]}")
    if len(zh) == 1 and len(en) == 1:
        return (
            f"本人{performer.name.zh}撤下选角资料。",
            f"I, {performer.name.en}, take my casting profile down.",
        )
    return "\n".join(zh), "\n".join(en)


SHEET = Sheet(
    title=("选角资料", "Casting profile"),
    effects=(
        (
            "您愿意洽谈并公开姓名期间，登录的制作方可以读到、也可以按这些字句找到您",
            "While you are open to enquiries under your name, creators who are signed in read it and find you by its words",
        ),
        ("运营方没有核实其中任何内容", "The operator has checked none of it"),
        ("可随时另签一份；留空即撤下", "Sign another at any time; an empty one takes it down"),
    ),
    does_not_allow=(("使用您的形象、声音或数字分身", "Any use of your likeness, voice or replica"),),
)
