"""The words of an export: what each of the two people signs, and what the library signs when the copy leaves, (zh, en)."""

from propria.likeness.exports.model import Export, Ground
from propria.likeness.rules import MAX_PURPOSE_LENGTH
from propria.parties.model import Performer, Person
from propria.plumbing.web.formats import moment
from propria.plumbing.web.words import Words as SaidWords
from propria.record.model import Question, Sheet, Words

GROUND_WORDS: dict[Ground, Words] = {
    Ground.NEED: ("收件方有此需要，演员可以叫停", "somebody needs it; the performer may stop it"),
    Ground.ORDER: ("法院或主管机关的命令", "an order of a court or an authority"),
}


def _what(export: Export, performer: Performer) -> Words:
    zh_ground, en_ground = GROUND_WORDS[export.ground]
    return (
        f"{performer.name.zh}的录制素材 {export.asset_id} 的一份副本，交给：{export.recipient}。用途：{export.purpose}。"
        f"依据：{zh_ground}。副本带有该收件人的标记，只能取一次，{moment(export.expires_at, 'zh-Hans')} 失效。",
        f"one copy of the recording {export.asset_id} of {performer.name.en}, for: {export.recipient}. "
        f"What for: {export.purpose}. Ground: {en_ground}. The copy carries this recipient’s mark, is fetched once, "
        f"and can be fetched until {moment(export.expires_at, 'en')}.",
    )


def asked(person: Person, performer: Performer, export: Export) -> Words:
    """One person asks."""
    zh, en = _what(export, performer)
    return (
        f"本人{person.name.zh}（运营方）请求导出：{zh}演员即刻获知。另一人以其本人的密钥确认之前，什么也不会交出。",
        f"I, {person.name.en}, of the operator, ask for {en} The performer is told at once. "
        "Nothing leaves before another person confirms it with a key of their own.",
    )


def confirmed(person: Person, asker: Person, performer: Performer, export: Export) -> Words:
    """Another person confirms."""
    zh, en = _what(export, performer)
    return (
        f"本人{person.name.zh}（运营方）确认{asker.name.zh}请求的导出 {export.id}：{zh}",
        f"I, {person.name.en}, of the operator, confirm the export {export.id} that {asker.name.en} asked for: {en}",
    )


def handed_out(export: Export, performer: Performer, *, original: str, copy: str) -> Words:
    """The library says what left."""
    return (
        f"导出 {export.id}：{performer.name.zh}的录制素材 {export.asset_id}（SHA-256 {original}）的带标记副本"
        f"（SHA-256 {copy}）已交出，收件人：{export.recipient}。用途：{export.purpose}。",
        f"Export {export.id}: the marked copy (SHA-256 {copy}) of the recording {export.asset_id} "
        f"(SHA-256 {original}) of {performer.name.en} was handed out, for {export.recipient}. What for: {export.purpose}.",
    )


def why_opened(export: Export) -> SaidWords:
    """Why the recording was opened, as its performer reads it."""
    return SaidWords(
        f"导出给{export.recipient}：{export.purpose}"[:MAX_PURPOSE_LENGTH],
        f"Exported for {export.recipient}: {export.purpose}"[:MAX_PURPOSE_LENGTH],
    )


def export_sheet(export: Export) -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("导出一份录制素材", "Export a recording"),
        does_not_allow=(
            ("仅凭您一人交出任何内容", "Anything to leave by you alone"),
            ("另作他用，或转交他人", "Any other use, or anybody else’s having it"),
        ),
        questions=(
            Question(
                "recipient",
                ("谁会收到这份副本？", "Who gets the copy?"),
                ((export.recipient, export.recipient), ("任何需要的人", "Whoever needs it")),
                0,
                ("副本只有一位收件人，并带有其标记。", "A copy has one recipient, and carries their mark."),
            ),
        ),
        effects=(("演员即刻获知是谁、何时、为何。", "The performer is told at once by whom, when and why."),),
    )


def told(export: Export, act: str, name: Words) -> Words:
    """What the performer and the operator's people read when an export moves; `name` is whoever moved it."""
    zh_why = f"收件人：{export.recipient}；用途：{export.purpose}。"
    en_why = f"For {export.recipient}: {export.purpose}."
    (zh, en) = {
        "ask": (
            f"{name[0]}请求导出您的一份录制素材。{zh_why}还须另一人确认；在取走之前，您可以在保管库叫停。",
            f"{name[1]} asks to export a recording of yours. {en_why} Another person has to confirm it; until it is "
            "fetched you can stop it in your vault.",
        ),
        "confirm": (f"{name[0]}确认了该导出。{zh_why}", f"{name[1]} confirmed the export. {en_why}"),
        "fetch": (
            f"{name[0]}取走了您一份录制素材的副本。{zh_why}副本带有收件人标记；本库已无法收回它。",
            f"{name[1]} fetched a copy of a recording of yours. {en_why} It carries its recipient’s mark; "
            "it is out of this library’s reach.",
        ),
        "stop": (f"{name[0]}叫停了该导出。{zh_why}", f"{name[1]} stopped the export. {en_why}"),
    }[act]
    if act == "ask" and export.ground is Ground.ORDER:
        zh = f"{name[0]}称依命令须导出您的一份录制素材。{zh_why}还须另一人确认。您可以向下令者提出异议。"
        en = (
            f"{name[1]} says that an order demands a copy of a recording of yours. {en_why} Another person has to "
            "confirm it. You can contest it with whoever gave the order."
        )
    return zh, en


def told_operators(export: Export, act: str, name: Words) -> Words:
    """What the others of the operator's people read."""
    does = {
        "ask": ("请求导出", "asks for"),
        "confirm": ("确认了导出", "confirmed"),
        "fetch": ("取走了导出", "fetched"),
        "stop": ("（演员）叫停了导出", "(the performer) stopped"),
    }[act]
    return (
        f"{name[0]}{does[0]} {export.id}（收件人：{export.recipient}；用途：{export.purpose}）。",
        f"{name[1]} {does[1]} the export {export.id} (for {export.recipient}: {export.purpose}).",
    )
