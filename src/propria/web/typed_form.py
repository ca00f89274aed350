"""What somebody typed into a form, read field by field, and what a refusal of it says. It decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from propria.kernel.errors import PropriaError
from propria.kernel.money import MINOR_DIGITS, Money
from propria.kernel.time import Instant, instant
from propria.plumbing.web.components import Choice
from propria.plumbing.web.formats import currency_words, moment
from propria.plumbing.web.forms import Form, words_of
from propria.plumbing.web.words import Text, Words
from propria.scope.words import AXIS_WORDS

CURRENCIES = tuple(MINOR_DIGITS)
LONGEST_LINE = 200

_MISSING = Words("请填写。", "Fill this in.")
_TOO_LONG = Words("太长了，请缩短。", "Shorten this.")
_NO_DAY = Words("请写成 2027-01-31 这样的日期。", "Write a day like 2027-01-31.")
_NO_NUMBER = Words("请写一个整数，不带单位。", "Write a whole number, without a unit.")
_NO_AMOUNT = Words("请写一个金额，如 18400 或 18400.50。", "Write an amount, like 18400 or 18400.50.")


@dataclass(frozen=True)
class Pick:
    """Several of a list: checkboxes under one name. `error` says what to do."""

    name: str
    label: Text
    options: tuple[Choice, ...]
    chosen: frozenset[str] = frozenset()
    hint: Text = ""
    error: Text = ""


@dataclass(frozen=True)
class Notice:
    """A refusal told on the page that was refused: its code, its sentence, and what would put it right."""

    code: str
    says: Words
    notes: tuple[Words, ...] = ()


class Typed(Form):
    """The values of a form by field, also of one that nobody has sent yet."""

    @classmethod
    def of(cls, form: Form) -> "Typed":
        """What was posted."""
        return cls(form.fields)

    def listed(self, name: str) -> tuple[str, ...]:
        """A line of words between commas, western or Chinese, as its words."""
        text = self.one(name).replace("，", ",").replace("、", ",").replace(";", ",")
        return tuple(part.strip() for part in text.split(",") if part.strip())


class Reading:
    """Reads the fields of one form; what cannot be read is kept in `errors`, field by field."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.errors: dict[str, Words] = {}

    def line(self, name: str, *, longest: int = LONGEST_LINE) -> str:
        """A line that must be there; empty when it cannot be read."""
        text = self.typed.one(name)
        if not text or len(text) > longest:
            self.errors[name] = _TOO_LONG if text else _MISSING
        return text[:longest]

    def day(self, name: str) -> date | None:
        """A day, or None when it cannot be read or is not there."""
        try:
            return date.fromisoformat(self.typed.one(name))
        except ValueError:
            self.errors[name] = _NO_DAY
            return None

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number from 0; nothing typed is `default`."""
        text = self.typed.one(name).replace(",", "")
        if not text:
            return default
        if not text.isdecimal() or len(text) > 9:
            self.errors[name] = _NO_NUMBER
            return default
        return int(text)

    def money(self, name: str, currency: str) -> Money:
        """An amount in major units; 0 when it cannot be read."""
        found = read_amount(self.typed.one(name), currency)
        if found is None:
            self.errors[name] = _NO_AMOUNT
            return Money(currency if currency in MINOR_DIGITS else "CNY", 0)
        return found


def read_amount(text: str, currency: str) -> Money | None:
    """An amount from 0 in major units, to the minor unit; None when it cannot be read.

    >>> read_amount("1,234.50", "CNY"), read_amount("0.001", "CNY"), read_amount("1", "XXX")
    (Money(currency='CNY', minor=123450), None, None)
    """
    try:
        exact = Decimal(text.replace(",", "")).scaleb(MINOR_DIGITS[currency])
    except (InvalidOperation, KeyError):
        return None
    if not exact.is_finite() or exact != exact.to_integral_value() or not 0 <= exact < 10**15:
        return None
    return Money(currency, int(exact))


def midnight(day: date) -> Instant:
    """The first instant of a day, UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def major(money: Money) -> str:
    """An amount as it is typed: `18400.00`."""
    digits = MINOR_DIGITS[money.currency]
    return f"{Decimal(money.minor).scaleb(-digits):f}"


def choices(codes: Mapping[str, tuple[str, str]], only: Iterable[str] | None = None) -> tuple[Choice, ...]:
    """The options of a code list, all or some, in its order."""
    kept = None if only is None else set(only)
    return tuple(Choice(c, Words(*words)) for c, words in codes.items() if kept is None or c in kept)


def currency_choices() -> tuple[Choice, ...]:
    """The currencies there are."""
    return tuple(Choice(code, currency_words(code)) for code in CURRENCIES)


def notice_of(error: PropriaError) -> Notice:
    """What a refusal says on the page, in both languages, with what its facts name."""
    says = words_of(error)
    return Notice(error.code, Words(says.zh or error.code, says.en or error.code), tuple(_notes(error)))


def _notes(error: PropriaError) -> Iterable[Words]:
    facts = error.facts
    for missing in facts.get("missing") or ():
        yield Words(
            f"{missing['zh']}可写：{missing['clause_zh']}",
            f"{missing['en']} It may say: {missing['clause_en']}",
        )
    for axis in facts.get("axes") or ():
        if axis in AXIS_WORDS:
            yield Words(*AXIS_WORDS[axis])
    for ask in facts.get("asks") or ():
        yield Words(ask["zh"], ask["en"])
    if "until" in facts:
        until = instant(facts["until"])
        yield Words(f"至 {moment(until, 'zh-Hans')}届满。", f"It runs until {moment(until, 'en')}.")
    if "floor" in facts:
        yield Words(f"底价为 {facts['floor']}。", f"The floor is {facts['floor']}.")
    if "axis" in facts and facts["axis"] in AXIS_WORDS:
        value = facts.get("value", "")
        words = AXIS_WORDS[facts["axis"]]
        yield Words(f"{words.zh}：{value}", f"{words.en}: {value}")
