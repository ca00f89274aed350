"""The words of dates: what a performer signs to confirm days or to take that back, and what both sides are told, (zh, en)."""

from collections.abc import Mapping

from propria.casting.days.model import DOING_WORDS, Days
from propria.casting.days.rules import days_words
from propria.parties.model import Capacity, Creator, Performer, Person
from propria.record.model import Question, Sheet, Words

_IN_RIGHT: Mapping[Capacity, Words] = {
    Capacity.GUARDIAN: ("的监护人", "guardian of"),
    Capacity.MEMBER: ("的成员", "one of"),
    Capacity.ESTATE: ("的遗产权利人", "a holder of the estate of"),
}


def _who(person: Person, performer: Performer, capacity: Capacity) -> Words:
    if capacity not in _IN_RIGHT:
        return f"本人{performer.name.zh}", f"I, {performer.name.en},"
    zh, en = _IN_RIGHT[capacity]
    return (
        f"本人{person.name.zh}，作为{performer.name.zh}{zh}，",
        f"I, {person.name.en}, {en} {performer.name.en},",
    )


def _what(days: Days, creator: Creator) -> Words:
    zh_doing, en_doing = DOING_WORDS[days.wanted.doing]
    zh_place = f"；地点：{days.wanted.place}" if days.wanted.place else ""
    en_place = f", at {days.wanted.place}" if days.wanted.place else ""
    zh_title, en_title = days.title
    return (
        f"{creator.name.zh}的《{zh_title}》，角色“{days.role}”，{zh_doing}{zh_place}，日期：{days_words(days.wanted.days)}",
        f"{en_title} by {creator.name.en}, role “{days.role}”, {en_doing}{en_place}, on {days_words(days.wanted.days)}",
    )


def confirmed(
    person: Person, performer: Performer, creator: Creator, days: Days, capacity: Capacity
) -> Words:
    """The performer keeps the days."""
    (zh_who, en_who), (zh, en) = _who(person, performer, capacity), _what(days, creator)
    return (
        f"{zh_who}确认留出这些日子：{zh}。\n这只是档期，不是授权：不允许使用形象、声音或数字分身，也不构成合同。可随时签名收回。",
        f"{en_who} keep these days free: {en}.\nThis is about days alone. It is no licence: no likeness, voice or replica may be "
        "used, and it is no contract. It can be taken back at any time by signing that.",
    )


def taken_back(
    person: Person, performer: Performer, creator: Creator, days: Days, capacity: Capacity
) -> Words:
    """The performer keeps the days no longer."""
    (zh_who, en_who), (zh, en) = _who(person, performer, capacity), _what(days, creator)
    return (
        f"{zh_who}收回对这些日子的确认：{zh}。",
        f"{en_who} take back the confirmation of these days: {en}.",
    )


CONFIRM_SHEET = Sheet(
    title=("确认档期", "Confirm days"),
    does_not_allow=(
        ("使用您的形象、声音或数字分身", "Any use of your likeness, voice or replica"),
        ("在您未签的合同上约束您", "Anything in a contract that you have not signed"),
    ),
    questions=(
        Question(
            "licence",
            ("签了以后，对方可以用您的形象吗？", "Once you sign, may they use your likeness?"),
            (("可以", "Yes"), ("不可以，这只是档期", "No, this is about days alone")),
            1,
            ("授权要另签合同。", "A licence needs a contract of its own."),
        ),
    ),
    effects=(
        (
            "别的制作方若问到同样的日子，只会看到其中几天已定，看不到是谁、为什么",
            "Others who ask about these days see how many of them are taken, never by whom or what for",
        ),
        ("您可以随时签名收回", "You can take it back at any time"),
    ),
)
TAKE_BACK_SHEET = Sheet(
    title=("收回档期确认", "Take back confirmed days"),
    effects=(
        ("对方随即获知；已签的合同不受影响", "They are told at once; a signed contract stays as it is"),
    ),
)
TOLD: Mapping[str, Words] = {
    "ask": ("有人询问您的档期；不答复，就什么也不预留", "you are asked about days; if you do nothing, nothing is kept"),
    "say_free": ("演员有空；什么也没有预留", "they are free; nothing is kept"),
    "say_not_free": ("演员没有空", "they are not free"),
    "pencil": ("铅笔预留了您的日子，未确定", "your days are pencilled, not booked"),
    "ask_to_confirm": ("请您签名确认档期", "you are asked to confirm the days by signing"),
    "let_go": ("放开了这些日子", "the days are let go"),
    "confirm": ("演员已签名确认档期；这不是授权", "the performer signed that the days are kept; it is no licence"),
    "take_back": ("演员收回了档期确认", "the performer took the confirmed days back"),
    "lapse": ("演员不再接受询问，未确认的日子已放开", "they take no enquiries any more; days not confirmed are let go"),
}  # fmt: skip
"""Act → what the other side is told."""
STATEMENT_WORDS = {"confirm": (confirmed, CONFIRM_SHEET), "take_back": (taken_back, TAKE_BACK_SHEET)}
