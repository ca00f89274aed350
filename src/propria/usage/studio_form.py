"""The form of one render: which take or line, and the use as far as the licence leaves a choice. Decides nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from propria.kernel.ids import AssetId, ReplicaVersionId, is_id
from propria.kernel.time import Instant
from propria.likeness.model import AssetKind, MediaAsset
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.formats import day
from propria.plumbing.web.words import Text, Words
from propria.replicas.engine.manner import AS_FILMED
from propria.replicas.engine.port import Form
from propria.replicas.making import language_of
from propria.replicas.model import ReplicaVersion
from propria.scope import ANY, Scope, Use
from propria.scope.codes import audience, doings, languages, media, territories
from propria.scope.values import Interval
from propria.scope.words import AXIS_WORDS, Names
from propria.usage.manner_form import manner_fields, read_manner
from propria.usage.model import MAX_LINE_LENGTH, Line, Performance, Take, Wanted
from propria.usage.rules import TRANSFER
from propria.usage.scripts import Script
from propria.web.typed_form import Reading, Typed

CODES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "act": doings.ACTS,
    "medium": media.MEDIA,
    "territory": territories.TERRITORIES,
    "language": languages.LANGUAGES,
    "theme": audience.THEMES,
    "script": doings.SCRIPTS,
}
NAMED = ("project", "role", "provider", "region")
ENGINES_OWN = ("provider", "region")
FIXED = {Line.kind: ENGINES_OWN, Performance.kind: ("act", *ENGINES_OWN)}
"""What the form does not ask of a kind of thing: it is so by itself."""
USUAL = ("generate", "zh", "en")
"""What is offered first, of acts and of languages."""
_KINDS = {
    AssetKind.PHOTO: Words("照片", "Photo"),
    AssetKind.VIDEO: Words("视频", "Video"),
    AssetKind.VOICE: Words("录音", "Sound"),
}
_NO_SECONDS = Words("请写秒数，如 0 或 1.5。", "Write seconds, like 0 or 1.5.")
_NO_SPAN = Words("结束须晚于开始。", "The end must come after the start.")
_OTHER_SCRIPT = Words(
    "本次使用的语言是英语：请用英文写台词，或改选语言。",
    "This use is in English: write the line in English, or choose another language.",
)
_CHOOSE = Words("请从列表中选择。", "Choose one of the list.")


def codes_left(scope: Scope, axis: str) -> tuple[str, ...]:
    """What a licence allows on an axis of the form, the usual first; none where it is silent."""
    allowed = getattr(scope, axis)
    if axis == "act":
        allowed = (frozenset(doings.ACTS) if allowed is ANY else allowed) - {TRANSFER}
    known = tuple(code for code in CODES.get(axis, {}) if allowed is ANY or code in allowed)
    rest = () if allowed is ANY else tuple(sorted(allowed - set(known)))
    return tuple(sorted((*known, *rest), key=lambda code: (*USUAL, code).index(code)))


def ratings_left(scope: Scope) -> tuple[str, ...]:
    """The ratings that a licence allows, mildest first."""
    if scope.rating is ANY:
        return audience.RATING_ORDER
    span = scope.rating
    return audience.RATING_ORDER[span.start : span.end] if isinstance(span, Interval) else ()


def use_fields(scope: Scope, kind: str, names: Names, typed: Typed) -> tuple[Field, ...]:
    """One choice for each axis on which the licence leaves one; what it fixes is filled in without asking."""
    skipped = FIXED.get(kind, ())
    asked = [
        (axis, _named(axis, codes, names))
        for axis in (*CODES, *NAMED)
        if axis not in skipped and len(codes := codes_left(scope, axis)) > 1
    ]
    ratings = ratings_left(scope)
    if len(ratings) > 1:
        asked.append(("rating", tuple(Choice(r, Words(*audience.RATINGS[r])) for r in ratings)))
    return tuple(
        Field(
            axis,
            Words(*AXIS_WORDS[axis]),
            kind="select",
            value=typed.one(axis, options[0].value),
            options=options,
        )
        for axis, options in asked
    )


def _named(axis: str, codes: Sequence[str], names: Names) -> tuple[Choice, ...]:
    def word(code: str) -> Text:
        known = CODES.get(axis, {}).get(code)
        if known:
            return Words(*known)
        said = names.get(code)
        return Words(said.zh, said.en) if said else code

    return tuple(Choice(code, word(code)) for code in codes)


def read_use(scope: Scope, kind: str, typed: Typed, *, now: Instant) -> Use:
    """The use that was chosen, at `now`: what the form did not ask is what the licence fixes."""
    skipped = FIXED.get(kind, ())
    declared = {"act": frozenset({TRANSFER})} if kind == Performance.kind else {}
    for axis in (*CODES, *NAMED):
        codes = codes_left(scope, axis)
        chosen = typed.one(axis) or (codes[0] if codes else "")
        if chosen and axis not in skipped:
            declared[axis] = frozenset({chosen})
    ratings = ratings_left(scope)
    if isinstance(scope.attribute, frozenset):
        declared["attribute"] = scope.attribute
    rating = typed.one("rating") or (ratings[0] if ratings else None)
    return Use(at=now, declared=declared, rating=rating, retention_days=0)


def script_fields(known: Sequence[Script], typed: Typed) -> tuple[Field, ...]:
    """Which script on record; nothing where none is."""
    if not known:
        return ()
    options = (
        Choice("", Words("（无剧本）", "(no script)")),
        *(
            Choice(one.sha256, Words(f"{day(one.at, 'zh-Hans')} {one.sha256[:12]}", f"{day(one.at, 'en')} {one.sha256[:12]}"))
            for one in reversed(known)
        ),
    )  # fmt: skip
    return (
        Field(
            "script_sha256",
            Words("存档的剧本", "Script on record"),
            kind="select",
            value=typed.one("script_sha256", known[-1].sha256),
            options=options,
            required=False,
        ),
    )


def take_fields(takes: Sequence[MediaAsset], typed: Typed, errors: Mapping[str, Words]) -> tuple[Field, ...]:
    """Which recording, from where to where."""
    options = tuple(Choice(take.id, _take_words(take)) for take in takes)
    until = Words(
        "不填即到结尾。录音与照片整段放行。", "Empty: to its end. Sound and photos are released whole."
    )
    return (
        Field(
            "asset",
            Words("录制的素材", "Recorded take"),
            kind="select",
            value=typed.one("asset", options[0].value if options else ""),
            options=options,
            error=errors.get("asset", ""),
            wide=True,
        ),
        *_span(typed, errors, until, required=False),
    )


def _span(
    typed: Typed, errors: Mapping[str, Words], hint: Words, *, required: bool = True
) -> tuple[Field, ...]:
    """From where to where in a recording."""
    return (
        Field(
            "from",
            Words("自（秒）", "From, seconds"),
            value=typed.one("from", "0"),
            error=errors.get("from", ""),
        ),
        Field(
            "to",
            Words("至（秒）", "To, seconds"),
            value=typed.one("to"),
            error=errors.get("to", ""),
            hint=hint,
            required=required,
        ),
    )


def _take_words(take: MediaAsset) -> Words:
    kind = _KINDS[take.kind]
    length = f"{take.duration_ms / 1000:g}"
    long = (f"，{length} 秒", f", {length} s") if take.duration_ms else ("", "")
    said = (f"：“{take.line}”", f": “{take.line}”") if take.line else ("", "")
    return Words(f"{kind.zh}{long[0]}{said[0]}", f"{kind.en}{long[1]}{said[1]}")


def line_fields(
    versions: Sequence[ReplicaVersion], typed: Typed, errors: Mapping[str, Words]
) -> tuple[Field, ...]:
    """Which version of the replica, and what it says."""
    options = tuple(Choice(version.id, _version_words(version)) for version in versions)
    most = Words(f"至多 {MAX_LINE_LENGTH} 字。", f"At most {MAX_LINE_LENGTH} characters.")
    return (
        Field(
            "version",
            Words("数字分身的版本", "Version of the replica"),
            kind="select",
            value=typed.one("version", options[0].value if options else ""),
            options=options,
            error=errors.get("version", ""),
            wide=True,
        ),
        Field(
            "text",
            Words("台词", "Line"),
            kind="textarea",
            value=typed.one("text"),
            hint=most,
            error=errors.get("text", ""),
            wide=True,
        ),
        form_field(Line.kind, typed, errors),
        *manner_fields(typed, errors),
    )


_FORM_WORDS = {
    Form.MP4: Words("成片（MP4）", "A clip (MP4)"),
    Form.GREEN: Words("绿幕成片（MP4）", "Before green (MP4)"),
    Form.WAV: Words("仅声音（WAV）", "Sound alone (WAV)"),
}
_FORMS = {Line.kind: tuple(Form), Performance.kind: (Form.MP4, Form.GREEN)}


def form_field(kind: str, typed: Typed, errors: Mapping[str, Words]) -> Field:
    """What is given: a clip, the same before green, or sound alone."""
    return Field(
        "form",
        Words("产出格式", "What you get"),
        kind="select",
        value=typed.one("form", Form.MP4.value),
        options=tuple(Choice(one.value, _FORM_WORDS[one]) for one in _FORMS[kind]),
        error=errors.get("form", ""),
    )


def _read_form(kind: str, reading: Reading) -> Form:
    chosen = reading.typed.one("form") or Form.MP4.value
    if chosen not in {one.value for one in _FORMS[kind]}:
        reading.errors["form"] = _CHOOSE
        return Form.MP4
    return Form(chosen)


def _version_words(version: ReplicaVersion) -> Words:
    if version.approved_at is None:
        return Words(f"第 {version.number} 版", f"Version {version.number}")
    return Words(
        f"第 {version.number} 版，{day(version.approved_at, 'zh-Hans')}由演员批准",
        f"Version {version.number}, approved by the performer on {day(version.approved_at, 'en')}",
    )


def read_take(takes: Sequence[MediaAsset], reading: Reading) -> Wanted | None:
    """The cut that was asked for; None, with what is wrong kept field by field."""
    take = next((each for each in takes if each.id == reading.typed.one("asset")), None)
    if take is None:
        reading.errors["asset"] = _CHOOSE
        return None
    start = _milliseconds("from", reading, 0)
    end = _milliseconds("to", reading, max(1, take.duration_ms))
    if not reading.errors and end <= start:
        reading.errors["to"] = _NO_SPAN
    return None if reading.errors else Take(AssetId(take.id), start, end)


def _milliseconds(name: str, reading: Reading, default: int) -> int:
    text = reading.typed.one(name)
    if not text:
        return default
    try:
        exact = Decimal(text) * 1000
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite() or not 0 <= exact < 10**9:
        reading.errors[name] = _NO_SECONDS
        return default
    return int(exact)


def performance_fields(
    versions: Sequence[ReplicaVersion], typed: Typed, errors: Mapping[str, Words]
) -> tuple[Field, ...]:
    """Which version of the replica, and the number of the stand-in's recording, from where to where."""
    return (
        line_fields(versions, typed, errors)[0],
        Field(
            "recording",
            Words("替身录像的编号", "Number of the stand-in’s recording"),
            value=typed.one("recording"),
            hint=Words(
                "由替身本人给您；须其签署同意。",
                "The stand-in gives it to you, and has to sign for this production.",
            ),
            error=errors.get("recording", ""),
            wide=True,
        ),
        *_span(typed, errors, Words("至多 30 秒。", "Thirty seconds at most.")),
        form_field(Performance.kind, typed, errors),
    )


def read_performance(versions: Sequence[ReplicaVersion], reading: Reading) -> Wanted | None:
    """The performance that was asked for; None, with what is wrong kept field by field."""
    chosen, recording = reading.typed.one("version"), reading.typed.one("recording").strip()
    if chosen not in {version.id for version in versions}:
        reading.errors["version"] = _CHOOSE
    if not is_id("asset", recording):
        reading.errors["recording"] = Words(
            "请写替身给您的编号。", "Write the number that the stand-in gave you."
        )
    start, end = _milliseconds("from", reading, 0), _milliseconds("to", reading, 0)
    form = _read_form(Performance.kind, reading)
    if not reading.errors and end <= start:
        reading.errors["to"] = _NO_SPAN
    if reading.errors:
        return None
    return Performance(ReplicaVersionId(chosen), AssetId(recording), start, end, form)


def read_line(versions: Sequence[ReplicaVersion], language: str, reading: Reading) -> Wanted | None:
    """The line that was asked for, in the language of the use; None, with what is wrong kept field by field."""
    text, chosen = reading.line("text", longest=MAX_LINE_LENGTH), reading.typed.one("version")
    if chosen not in {version.id for version in versions}:
        reading.errors["version"] = _CHOOSE
    if language.split("-")[0] == "en" and language_of(text) == "zh":
        reading.errors["text"] = _OTHER_SCRIPT
    manner, form = read_manner(reading), _read_form(Line.kind, reading)
    if form is Form.WAV and manner != AS_FILMED:
        reading.errors["form"] = Words(
            "仅声音时没有面部，不能有神情。", "Sound alone has no face to show a feeling."
        )
    return None if reading.errors else Line(ReplicaVersionId(chosen), text, language, form, manner)
