"""What the pages of held recordings are told. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from propria.kernel.ids import AssetId
from propria.kernel.time import Instant
from propria.likeness.holding import Held
from propria.likeness.model import MediaAsset
from propria.likeness.pages import KIND_WORDS
from propria.likeness.rules_quality import OTHER_WORDS as OTHER_WORDS_SAID
from propria.likeness.rules_quality import why_not
from propria.plumbing.web.components import Empty, Field
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice

OTHER_WORDS = {
    "person.other_face": Words(
        zh="这张脸与演员先前的录制不像。", en="The face is unlike the performer’s earlier recordings."
    ),
    "person.other_voice": Words(
        zh="这个声音与演员先前的录制不像。", en="The voice is unlike the performer’s earlier recordings."
    ),
    "consent.other_words": Words(
        zh="机器听到的与应念的同意原文相差较多；人名与日期常被听错。",
        en="What a machine heard is far from the words that were to be read; it often mishears names and days.",
    ),
}
"""Why a recording is held, as the operator reads it."""


@dataclass(frozen=True)
class Asks:
    """What is asked of whoever decides, of `{who}`, and the two answers."""

    question: Words
    yes: Words
    no: Words


ASKS = {
    "another_person": Asks(
        Words(zh="这是{who}本人吗？", en="Is this {who}?"),
        Words(zh="是演员本人", en="It is the performer"),
        Words(zh="是别人：销毁", en="It is somebody else: destroy it"),
    ),
    "other_words": Asks(
        Words(zh="{who}念的是这段同意吗？", en="Does {who} say this consent?"),
        Words(zh="念的就是这段", en="It says what was to be read"),
        Words(zh="念的是别的：销毁", en="It says something else: destroy it"),
    ),
}
"""By what follows from a no (`rules_quality.why_not`)."""


@dataclass(frozen=True)
class Row:
    """One held recording: of whom it is said to be, and why it is held."""

    id: AssetId
    performer: Words
    kind: Words
    stored_at: Instant
    why: tuple[Words, ...]


@page_context("likeness/held.html")
@dataclass(frozen=True)
class HeldListPage:
    """Every recording that waits for a person."""

    rows: tuple[Row, ...]
    nothing: Empty


@dataclass(frozen=True)
class Sheet:
    """Pictures of one recording, and when it came."""

    id: AssetId
    kind: Words
    stored_at: Instant


@page_context("likeness/held_one.html")
@dataclass(frozen=True)
class HeldPage:
    """One held recording: its pictures beside earlier ones, once a reason is given, and the decision."""

    row: Row
    asks: Asks
    to_say: str
    heard: str
    is_looking: bool
    own: Sheet | None
    beside: tuple[Sheet, ...]
    purpose: Field
    reason: Field
    notice: Notice | None


def _row(held: Held) -> Row:
    why = tuple(OTHER_WORDS[code] for code in held.found.findings if code in OTHER_WORDS)
    name = held.performer.name
    return Row(held.asset.id, Words(name.zh, name.en), KIND_WORDS[held.asset.kind], held.asset.stored_at, why)


def held_list_page(held: Sequence[Held]) -> HeldListPage:
    """The list, oldest first."""
    return HeldListPage(
        tuple(_row(one) for one in held),
        Empty(
            Words("没有录制在等人查看。", "No recording waits for a person."),
            Words("机器只会留置，不作判断。", "A machine only holds; it judges nobody."),
        ),
    )


def held_page(held: Held, *, is_looking: bool, typed: str = "", notice: Notice | None = None) -> HeldPage:
    """The page of one, before and after somebody said why they look."""
    own = _sheet(held.asset) if held.found.measures.get("pictures") else None
    return HeldPage(
        row=_row(held),
        asks=_asks(held),
        to_say=held.asset.line if OTHER_WORDS_SAID in held.found.findings else "",
        heard=str(held.found.measures.get("words_heard", "")),
        is_looking=is_looking,
        own=own,
        beside=tuple(_sheet(one) for one in held.beside),
        purpose=Field(
            "purpose",
            Words("为何查看？", "Why do you look?"),
            hint=Words("演员即刻看到您的姓名和这句话。", "The performer reads your name and this at once."),
        ),
        reason=Field(
            "why",
            Words("依据什么？", "What do you go by?"),
            "textarea",
            typed,
            wide=True,
            hint=Words(
                "例如：与本人视频通话比对。演员会读到。",
                "Such as: compared with them on a call. The performer reads it.",
            ),
        ),
        notice=notice,
    )


def _asks(held: Held) -> Asks:
    found, name = ASKS[why_not(held.found.findings)], held.performer.name
    question = Words(found.question.zh.format(who=name.zh), found.question.en.format(who=name.en))
    return replace(found, question=question)


def _sheet(asset: MediaAsset) -> Sheet:
    return Sheet(asset.id, KIND_WORDS[asset.kind], asset.stored_at)
