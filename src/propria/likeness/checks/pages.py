"""What the page of the likeness check is told. No request, no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from propria.consent.model import Grant
from propria.likeness.checks import texts
from propria.likeness.checks.actions import Answer, Told
from propria.likeness.checks.model import WHOLE, Alike, Origin, Span
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice


@dataclass(frozen=True)
class Place:
    """One place in the file and how alike it is."""

    where: Words
    number: str


@dataclass(frozen=True)
class Scale:
    """What else measures how much: a name, nine tenths of the numbers, the middle one, how many."""

    what: Words
    low: str
    middle: str
    high: str
    count: int


@dataclass(frozen=True)
class Trait:
    """What face or voice says: sentences, the most alike places, the numbers beside them and whom those are of."""

    name: Words
    says: tuple[Words, ...]
    places: tuple[Place, ...]
    scales: tuple[Scale, ...]
    measured_on: Words | None


@dataclass(frozen=True)
class Result:
    """The answer of one check."""

    traits: tuple[Trait, ...]
    origin: Origin
    engine: str


@page_context("likeness/check.html")
@dataclass(frozen=True)
class CheckPage:
    """Is this me, and was it licensed? The consent that it needs, the file, and the answer while the page is open."""

    answer: Words
    consent: Grant | None
    may_sign: bool
    reason: Field
    years: Field
    whose: Field | None
    result: Result | None
    limits: tuple[Words, ...]
    notice: Notice | None


def check_page(
    consent: Grant | None,
    represented: Mapping[str, Words],
    *,
    is_performer: bool,
    chosen: str = "",
    answer: Answer | None = None,
    notice: Notice | None = None,
) -> CheckPage:
    """The page as its reader sees it: a performer's own, or that of somebody who acts for the `represented`."""
    terms = tuple(
        Choice(str(n), Words(zh=f"{n} 年", en="1 year" if n == 1 else f"{n} years")) for n in (1, 2, 3)
    )
    return CheckPage(
        answer=_answer(consent, answer, is_performer=is_performer),
        consent=consent,
        may_sign=is_performer,
        reason=Field("reason", Words("为什么？", "What for?"), "textarea", texts.REASON.en, wide=True),
        years=Field("years", Words("有效多久？", "For how long?"), "select", "1", options=terms,
                    hint=Words("随时可以收回，步骤与给出一样多。", "You take it back at any time, in as many steps as giving it.")),
        whose=None if is_performer else Field(
            "performer", Words("比对谁的肖像？", "Whose likeness?"), "select", chosen,
            options=tuple(Choice(i, name) for i, name in represented.items()),
        ),
        result=None if answer is None else Result(tuple(_trait(t) for t in answer.traits), answer.origin, answer.by),
        limits=texts.LIMITS,
        notice=notice,
    )  # fmt: skip


def _answer(consent: Grant | None, answer: Answer | None, *, is_performer: bool) -> Words:
    if answer is not None and answer.traits:
        return Words(
            "这是相似度与来源；是不是，由人判断。",
            "Here is how alike it is and where it comes from; people judge.",
        )
    if answer is not None:
        return Words(
            "文件里没有可以比对的面容或声音。", "There is no face or voice in it that could be compared."
        )
    if is_performer and consent is None:
        return Words(
            "没有任何文件与您比对过，签署之前也不会。",
            "No file is compared with you, and none will be until you sign.",
        )
    return Words("是本人吗？经过授权吗？", "Is this you, and was it licensed?") if is_performer else Words(
        "是您代理的演员吗？经过授权吗？", "Is this the performer you act for, and was it licensed?"
    )  # fmt: skip


def _trait(told: Told) -> Trait:
    found, measured = told.evidence, told.measured
    scales = (
        []
        if found.own is None
        else [_scale(Words("您的录制素材彼此之间", "your own recordings among themselves"), found.own)]
    )
    if measured is not None:
        scales += [
            _scale(Words("同一人（测得）", "the same person, as measured"), measured.same),
            _scale(Words("不同的人（测得）", "different people, as measured"), measured.other),
        ]
    return Trait(
        texts.TRAITS[found.trait],
        texts.reads(found, measured),
        tuple(Place(_where(one), texts.number(one.cosine)) for one in _by_time(found.nearest)),
        tuple(scales),
        measured.on if measured else None,
    )  # fmt: skip


def _by_time(nearest: Sequence[Alike]) -> list[Alike]:
    return sorted(nearest, key=lambda one: one.from_ms)


def _scale(what: Words, span: Span) -> Scale:
    return Scale(what, texts.number(span.low), texts.number(span.middle), texts.number(span.high), span.count)


def _where(one: Alike) -> Words:
    """A place in the file, as minutes and seconds; a picture has none.

    >>> _where(Alike(64_000, 68_000, 0.5)).en
    '1:04–1:08'
    """
    if one.to_ms == WHOLE:
        return Words("整份文件", "the whole file")
    begins, ends = _clock(one.from_ms), _clock(one.to_ms)
    span = begins if begins == ends else f"{begins}–{ends}"
    return Words(span, span)


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"
