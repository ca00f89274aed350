"""What the pages of recording and of the vault are told. No request, no SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from propria.consent.model import Grant
from propria.kernel.ids import AssetId, CaptureId, PersonId
from propria.kernel.time import Instant
from propria.likeness.coaching.steps import LINES, STEPS, Goal, Step
from propria.likeness.model import (
    Access,
    AssetKind,
    AssetState,
    Capture,
    DestructionReceipt,
    MediaAsset,
    purpose_words,
)
from propria.likeness.orders.model import Preservation
from propria.likeness.quality_model import Decision, Quality
from propria.likeness.quality_words import (
    EXPRESSION_WORDS,
    FINDINGS,
    FIRST_WORDS,
    MEASURE_WORDS,
    VERDICT_WORDS,
    Told,
)
from propria.likeness.returns import pages as returns
from propria.likeness.returns.pages import HOW_WORDS, Return
from propria.likeness.rules import MEDIA_TYPES, SOUND, together
from propria.plumbing.web.components import Choice, Empty, Field
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Locale, Text, Words

KIND_WORDS = {
    AssetKind.PHOTO: Words(zh="照片", en="photo"),
    AssetKind.VIDEO: Words(zh="影像", en="video"),
    AssetKind.VOICE: Words(zh="录音", en="voice"),
    AssetKind.SPOKEN_CONSENT: Words(zh="口头同意", en="spoken consent"),
    AssetKind.ROOM_TONE: Words(zh="房间底声", en="room tone"),
    AssetKind.BREATH: Words(zh="呼吸声", en="breath"),
}
CHOSEN = (AssetKind.VIDEO, AssetKind.VOICE, AssetKind.PHOTO, AssetKind.ROOM_TONE, AssetKind.BREATH)
"""What a take can be, the likeliest first."""
REASON_WORDS = {
    "consent_withdrawn": Words(zh="您收回了同意", en="you took back your consent"),
    "library_handed_over": Words(
        zh="本库易手，您未重新同意", en="the library changed hands and you did not consent anew"
    ),
    "retention_ended": Words(zh="保存期满", en="its date had come"),
    "other_words": Words(
        zh="有人查看后认定念的不是同意原文",
        en="a person looked and found that it does not say what you were to read",
    ),
    "another_person": Words(zh="有人查看后认定不是您", en="a person looked and found that it was not you"),
}
BY_THE_LIBRARY = Words(zh="本库自身的工作", en="the library, for its own work")
BY_YOU = Words(zh="您本人", en="you")
OWN_LOOK = Words(zh="本人查看", en="The performer’s own look")


@dataclass(frozen=True)
class Session:
    """One recording session and how much came of it."""

    id: CaptureId
    place: str
    begun_at: Instant
    recordings: int


@page_context("likeness/captures.html")
@dataclass(frozen=True)
class CapturesPage:
    """Recording: the consent that it needs, and the sessions under it."""

    consent: Grant | None
    reason: Field
    years: Field
    place: Field
    return_on: Field
    sessions: tuple[Session, ...]
    error: Text


def captures_page(
    consent: Grant | None,
    captures: Sequence[Capture],
    assets: Sequence[MediaAsset],
    *,
    typed: Mapping[str, str],
    error: Text = "",
) -> CapturesPage:
    """The page as the consent stands."""
    return CapturesPage(
        consent=consent,
        reason=Field(
            "reason",
            Words(zh="录来做什么？", en="What is it for?"),
            "textarea",
            typed.get("reason", ""),
            hint=Words(zh="一句话，只说一件事。", en="One sentence, one purpose."),
            wide=True,
        ),
        years=_years(typed.get("years", "1")),
        place=Field(
            "place", Words(zh="在哪里录？", en="Where do you record?"), value=typed.get("place", ""),
            hint=Words(zh="例如“家中”或录音棚的名字。", en="Such as “at home”, or a studio’s name."),
        ),
        return_on=Field(
            "return_on", Words(zh="录制方何时交还或删除？", en="By when does whoever records give it back?"), "date",
            typed.get("return_on") or (consent.retained_until.date().isoformat() if consent else ""),
            hint=Words(
                zh="指本库之外的原件与副本，交还您或删除；最迟为保存期满之日。",
                en="Originals and copies outside this library: to you, or deleted. At the latest when your consent ends.",
            ),
        ),
        sessions=tuple(
            Session(c.id, c.place, c.begun_at, sum(a.capture_id == c.id for a in assets)) for c in captures
        ),
        error=error,
    )  # fmt: skip


@dataclass(frozen=True)
class Held:
    """One recording that the vault holds."""

    id: AssetId
    kind: Words
    line: str
    size_bytes: int
    seconds: int
    stored_at: Instant
    retained_until: Instant
    statement_digest: str
    verdict: Words | None


def held(asset: MediaAsset, known: Mapping[AssetId, Quality] | None = None) -> Held:
    """A recording in words; `known` is what was found in each that was looked at."""
    found = (known or {}).get(asset.id)
    return Held(
        asset.id,
        KIND_WORDS[asset.kind],
        asset.line,
        asset.size_bytes,
        round(asset.duration_ms / 1000),
        asset.stored_at,
        asset.retained_until,
        asset.statement_digest or "",
        VERDICT_WORDS[found.verdict] if found else None,
    )


@dataclass(frozen=True)
class Aloud:
    """The consent in words to be read aloud, and the recording once it was."""

    words: Words
    given: Held | None


@dataclass(frozen=True)
class Line:
    """A line to read in one language, and whether it was in this session."""

    locale: Locale
    text: str
    is_read: bool


@dataclass(frozen=True)
class Unshared:
    """Why nobody looks: the engine is this provider's and the performer agreed to send it nothing; and the form to agree."""

    provider: str
    years: Field
    back: str


def _years(chosen: str) -> Field:
    terms = tuple(
        Choice(str(n), Words(zh=f"{n} 年", en="1 year" if n == 1 else f"{n} years")) for n in (1, 2, 3)
    )
    hint = Words(zh="届时销毁，并出具回执。", en="Then it is destroyed, with a receipt.")
    return Field(
        "years", Words(zh="保存多久？", en="Kept for how long?"), "select", chosen, hint=hint, options=terms
    )


def unshared_page(provider: str, back: str) -> Unshared | None:
    """The notice, with `back` to return to once it is signed; None where nothing is missing."""
    years = replace(_years("1"), label=Words(zh="同意多久？", en="Agreed for how long?"), hint="")
    return Unshared(provider, years, back) if provider else None


@page_context("likeness/capture.html")
@dataclass(frozen=True)
class CapturePage:
    """One session: put recordings in, from a file or with this device's camera and microphone."""

    id: CaptureId
    place: str
    begun_at: Instant
    kind: Field
    line: Field
    recordings: tuple[Held, ...]
    accepted: str
    aloud: Aloud | None
    accepted_aloud: str
    steps: tuple[Step, ...]
    goals: tuple[Goal, ...]
    watched: bool
    lines: tuple[Line, ...]
    unshared: Unshared | None
    back: Return
    back_choices: tuple[Choice, ...]


def capture_page(
    capture: Capture,
    assets: Sequence[MediaAsset],
    words: Words | None,
    known: Mapping[AssetId, Quality],
    *,
    watched: bool,
    unshared: str,
    now: Instant,
) -> CapturePage:
    """The session and what it holds so far; `words` to say aloud, while its consent is in force; `watched` where the coach can look."""
    kinds = tuple(Choice(k.value, KIND_WORDS[k]) for k in CHOSEN)
    mine = [a for a in assets if a.capture_id == capture.id and a.state is AssetState.HELD]
    said = (held(a, known) for a in reversed(mine) if a.kind is AssetKind.SPOKEN_CONSENT)
    return CapturePage(
        id=capture.id,
        place=capture.place,
        begun_at=capture.begun_at,
        kind=Field("kind", Words(zh="录什么？", en="What do you record?"), "select", "video", options=kinds),
        line=Field(
            "line",
            Words(zh="说的话", en="The words you say"),
            hint=Words(zh="照念即可；照片不必填。", en="Exactly as spoken; nothing for a photo."),
            required=False,
            wide=True,
        ),
        recordings=tuple(held(a, known) for a in reversed(mine)),
        accepted=",".join(sorted(frozenset[str]().union(*MEDIA_TYPES.values()))),
        aloud=None if words is None else Aloud(words, next(iter(said), None)),
        accepted_aloud=",".join(sorted(SOUND)),
        steps=STEPS,
        goals=tuple(goal for step in STEPS for goal in step.goals),
        watched=watched and words is not None,
        lines=tuple(
            Line(locale, text, any(a.line == text for a in mine))
            for locale, texts in LINES.items()
            for text in texts
        ),
        unshared=unshared_page(unshared, f"/captures/{capture.id}"),
        back=returns.told(capture, now),
        back_choices=tuple(Choice(how.value, words) for how, words in HOW_WORDS.items()),
    )  # fmt: skip


@dataclass(frozen=True)
class Opening:
    """Somebody opened recordings: who, why, when, and how many at once."""

    who: Words
    purpose: Words
    at: Instant
    count: int


@dataclass(frozen=True)
class Receipt:
    """The library's copy of so many recordings can never be read again."""

    count: int
    reason: Words
    at: Instant
    ids: tuple[AssetId, ...]


@page_context("likeness/vault.html")
@dataclass(frozen=True)
class VaultPage:
    """What of you is held, who opened it and why, and what was destroyed."""

    recordings: tuple[Held, ...]
    size_bytes: int
    openings: tuple[Opening, ...]
    receipts: tuple[Receipt, ...]
    orders: tuple[Preservation, ...]
    sealed: int
    outside: tuple[Return, ...]
    nothing: Empty


def _opener(person_id: PersonId | None, names: Mapping[PersonId, Words]) -> Words:
    return BY_THE_LIBRARY if person_id is None else names.get(person_id, BY_THE_LIBRARY)


def vault_page(
    assets: Sequence[MediaAsset],
    accesses: Sequence[Access],
    receipts: Sequence[DestructionReceipt],
    names: Mapping[PersonId, Words],
    known: Mapping[AssetId, Quality],
    orders: Sequence[Preservation] = (),
    outside: tuple[Return, ...] = (),
) -> VaultPage:
    """The vault as its performer sees it; `names` says who each opener is, `orders` are those that bind, `outside` is what
    of each session lies elsewhere."""
    mine = [a for a in assets if a.state is AssetState.HELD]
    return VaultPage(
        recordings=tuple(held(a, known) for a in reversed(mine)),
        size_bytes=sum(a.size_bytes for a in mine),
        openings=tuple(
            Opening(_opener(a.person_id, names), purpose_words(a.purpose), a.opened_at, count)
            for a, count in together(accesses)
        ),
        receipts=tuple(
            Receipt(len(r.asset_ids), _reason(r.reason), r.destroyed_at, r.asset_ids) for r in reversed(receipts)
        ),
        orders=tuple(orders),
        sealed=sum(a.state is AssetState.SEALED for a in assets),
        outside=outside,
        nothing=Empty(
            Words(zh="这里没有您的任何录制素材。", en="Nothing of you is held here."),
            Words(zh="未经您签署同意，不会有。", en="Nothing will be, unless you sign for it."),
            Link("/captures", Words(zh="开始录制", en="Record something")),
        ),
    )  # fmt: skip


def _reason(code: str) -> Words:
    return REASON_WORDS.get(code, Words(zh=code, en=code))


@dataclass(frozen=True)
class Measure:
    """One measure of a recording, its value as it is read."""

    name: Words
    value: Text


@page_context("likeness/quality.html")
@dataclass(frozen=True)
class QualityPage:
    """How good one recording is: pictures, what was found and what to take again, and every measure."""

    recording: Held
    findings: tuple[Told, ...]
    first: tuple[Words, ...]
    measures: tuple[Measure, ...]
    has_pictures: bool
    engine: str
    made_at: Instant | None
    decision: Decision | None
    unshared: Unshared | None


def quality_page(asset: MediaAsset, found: Quality | None, unshared: str = "") -> QualityPage:
    """The page of a recording, whether it was looked at or not; `unshared` is the provider who may not be given it."""
    known = {asset.id: found} if found else {}
    return QualityPage(
        recording=held(asset, known),
        findings=tuple(FINDINGS[code] for code in found.findings) if found else (),
        first=tuple(says for name, says in FIRST_WORDS.items() if found and found.measures.get(name) == 0),
        measures=tuple(
            Measure(words, _value(found.measures[name]))
            for name, words in MEASURE_WORDS.items()
            if name in found.measures
        )
        if found
        else (),
        has_pictures=found is not None and bool(found.measures.get("pictures")),
        engine=found.by if found else "",
        made_at=found.made_at if found else None,
        decision=found.decision if found else None,
        unshared=unshared_page(unshared, f"/vault/{asset.id}"),
    )


def _value(measured: object) -> Text:
    """A measure as it is read: numbers as they are, names in words."""
    match measured:
        case [int() | float() as low, int() | float() as high]:
            return f"{low} … {high}"
        case list():
            words = [EXPRESSION_WORDS.get(name, Words(name, name)) for name in measured]
            return Words("、".join(w.zh for w in words) or "无", ", ".join(w.en for w in words) or "none")
        case None:
            return Words("无", "none")
        case _:
            return str(measured)
