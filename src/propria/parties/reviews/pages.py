"""What the operator's page of reviews is told: what waits for whom, what it rests on, the forms. No request, no SQL."""

from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.parties.model import Name
from propria.parties.reviews.rules import Review, ReviewKind, Why
from propria.parties.reviews.texts import OF, WHY
from propria.plumbing.web.components import Choice, Empty, Field, Timeline
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.web.typed_form import Notice

_CODE = Field(
    "performer", Words(zh="演员的代码", en="The performer’s code"), hint=Words(zh="以 prf_ 开头。", en="It starts with prf_.")
)  # fmt: skip
_WHOM = Field(
    "performer", Words(zh="其人的代码", en="Their code"),
    hint=Words(
        zh="演员的以 prf_ 开头，代理或制作方的以 per_ 开头；本人在“证明您是谁”页可见。",
        en="A performer’s starts with prf_, an agent’s or a creator’s with per_; they see it on “Prove who you are”.",
    ),
)  # fmt: skip
_PERSON = Field(
    "person", Words(zh="其人的代码", en="Their code"),
    hint=Words(zh="以 per_ 开头，本人在“谁与我同签”页可见。", en="It starts with per_; they see it on “Who signs with me”."),
)  # fmt: skip
_HOLDERS = Field(
    "holders", Words(zh="全体权利人，每行一人：代码与百分比", en="Everybody who holds it, one a line: code and per cent"),
    "textarea", hint=Words(zh="例如 per_… 33.34，合计 100。", en="Such as per_… 33.34; together 100."), wide=True,
)  # fmt: skip
_FILE = Field(
    "file", Words(zh="文件", en="The file"), "file",
    hint=Words(zh="在此只算出它的 SHA-256，不保存文件。", en="Its SHA-256 is taken here; the file is not kept."),
)  # fmt: skip
_DAY = Field("day", Words(zh="材料上的日期", en="The day, as the papers have it"), "date")

FIELDS: dict[ReviewKind, tuple[Field, ...]] = {
    ReviewKind.LETTER: (_WHOM, Field("by", Words(zh="哪家机构", en="Of which organisation")), _FILE),
    ReviewKind.DOCUMENT: (_WHOM, _FILE),
    ReviewKind.BIRTH: (_CODE, _DAY),
    ReviewKind.GUARDIAN: (_CODE, Field("guardian", Words(zh="监护人的代码", en="The guardian’s code"), hint=_PERSON.hint)),
    ReviewKind.DEATH: (_CODE, _DAY),
    ReviewKind.ALIVE: (_CODE,),
    ReviewKind.ESTATE: (_CODE, _HOLDERS),
    ReviewKind.GUILD: (
        _PERSON,
        Field("zh", Words(zh="公会的中文名", en="The guild’s name in Chinese")),
        Field("en", Words(zh="公会的英文名", en="The guild’s name in English")),
    ),
}  # fmt: skip

RESTS_ON: dict[ReviewKind, Words] = {
    ReviewKind.LETTER: Words(
        zh="机构用章或签名的来函，写明此人姓名。请按公开的电话回拨核实。",
        en="A letter under the organisation’s seal or signature that names them. Call back on a number that is public.",
    ),
    ReviewKind.DOCUMENT: Words(
        zh="政府签发的证件，由本人在实时视频中手持；两位审核人各自视频核对。",
        en="A document issued by a state, held by its holder in a live video; each of you sees them live.",
    ),
    ReviewKind.BIRTH: Words(
        zh="出生证明、护照或身份证。日期不公开，日志里只有加盐的散列。",
        en="A birth certificate, passport or identity card. The day is shown to nobody; the log holds a salted hash.",
    ),
    ReviewKind.GUARDIAN: Words(
        zh="监护人须已签署自己的声明；材料是户口簿、出生证明或法院文件。",
        en="The guardian has signed that they are one. The papers: a family register, a birth certificate, a court’s order.",
    ),
    ReviewKind.DEATH: Words(
        zh="死亡证明或登记摘录。生效后冻结一切委托，只有写明身后使用的授权继续。",
        en="A death certificate or an extract of the register. It freezes every mandate; only what names use after death goes on.",
    ),
    ReviewKind.ALIVE: Words(
        zh="本人在实时视频中出现。此前的死亡记录不再作数。",
        en="They appear in a live video. The death that was recorded counts no more.",
    ),
    ReviewKind.ESTATE: Words(
        zh="遗嘱、继承公证或法院文件，列出全体权利人及份额。",
        en="A will, a certificate of inheritance or a court’s order that names every holder and their share.",
    ),
    ReviewKind.GUILD: Words(
        zh="章程或登记，以及授权此人签字的决议。",
        en="Its statutes or registration, and the resolution by which this person signs for it.",
    ),
}
WHYS = tuple(Choice(why.value, Words(*WHY[why])) for why in Why)
NOTHING = Empty(
    Words(zh="没有审核在等人。", en="No review waits for anybody."),
    Words(
        zh="一人看过而第二人未看的，列在这里，先到先看。",
        en="What one person saw and a second one has not is listed here, oldest first.",
    ),
)


@dataclass(frozen=True)
class ReviewRow:
    """One thing that waits. `own`: the reader looked first, so somebody else has to.

    `fixed` are the fields that name whom it is about; `fields` what the reader reads off the papers.
    """

    what: str
    kind: str
    title: Words
    about: Words
    beside: Text
    rests_on: Words
    first: Text
    since: Instant | None
    own: bool
    fixed: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Begin:
    """A review that anybody of the operator's can begin."""

    kind: str
    title: Words
    rests_on: Words
    fields: tuple[Field, ...]
    opened: bool


@page_context("parties/reviews.html")
@dataclass(frozen=True)
class ReviewsPage:
    """What takes two of the operator's people."""

    answer: Words
    waiting: tuple[ReviewRow, ...]
    begins: tuple[Begin, ...]
    whys: tuple[Choice, ...]
    settled: Timeline
    notice: Notice | None
    nothing: Empty


FIXED = {"performer", "person", "guardian"}


def row_of(found: Review, reader: str, about: Name, *, beside: Name | None, first: Name | None) -> ReviewRow:
    """How one waiting review is shown to one of the operator's people."""
    code = "person" if found.kind is ReviewKind.GUILD else "performer"
    fixed = ((code, found.about), *((("guardian", found.beside),) if found.beside else ()))
    return ReviewRow(
        what=found.what,
        kind=found.kind.value,
        title=Words(*OF[found.kind]),
        about=Words(zh=about.zh, en=about.en),
        beside="" if beside is None else Words(zh=beside.zh, en=beside.en),
        rests_on=RESTS_ON[found.kind],
        first="" if first is None else Words(zh=first.zh, en=first.en),
        since=found.since,
        own=found.first == reader,
        fixed=fixed,
        fields=tuple(f for f in FIELDS[found.kind] if f.name not in FIXED),
    )


def begins(typed: dict[str, str]) -> tuple[Begin, ...]:
    """Every kind with its form; the one that was sent and refused is open, with what was typed."""
    return tuple(
        Begin(
            kind.value,
            Words(*OF[kind]),
            RESTS_ON[kind],
            tuple(
                Field(**{**vars(f), "value": typed.get(f.name, "")}) if typed.get("do") == kind.value else f
                for f in FIELDS[kind]
            ),
            typed.get("do") == kind.value,
        )
        for kind in ReviewKind
    )


def answer_of(rows: tuple[ReviewRow, ...]) -> Words:
    """What the page answers first: how many wait for the reader."""
    mine = sum(not row.own for row in rows)
    if mine:
        return Words(
            zh=f"有 {mine} 项等您看。",
            en=f"{mine} {'review waits' if mine == 1 else 'reviews wait'} for you.",
        )
    if rows:
        return Words(zh="都在等另一位同事。", en="All of it waits for a colleague.")
    return NOTHING.says if isinstance(NOTHING.says, Words) else Words(zh="", en="")
