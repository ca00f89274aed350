"""What the six components and the small parts are told: frozen facts and words, never markup of their own."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Text


class Kind(StrEnum):
    """The five looks of a state word: its shape first, then its colour."""

    OPEN = "open"
    LICENSED = "licensed"
    ACTIVE = "active"
    WAIT = "wait"
    STOP = "stop"
    NONE = "none"


@dataclass(frozen=True)
class State:
    """A word of the ladder and its look. `who_next`: who acts next, where somebody does."""

    kind: Kind
    word: Text
    who_next: Text = ""


@dataclass(frozen=True)
class Fact:
    """A name and its value: words, an instant (shown with its zone), money (with its currency), a number."""

    name: Text
    value: Any
    href: str = ""


# 1. Ladder strip


class Standing(StrEnum):
    """Where a tick lies: behind us, here, ahead, or never public."""

    DONE = "done"
    HERE = "here"
    AHEAD = "ahead"
    PRIVATE = "private"


@dataclass(frozen=True)
class Tick:
    """One state of a ladder: its word, a small note, and the evidence that opens under it."""

    word: Text
    standing: Standing
    note: Text = ""
    at: Instant | None = None
    facts: tuple[Fact, ...] = ()
    says: Text = ""
    href: str = ""


@dataclass(frozen=True)
class Ladder:
    """The states in order, five to seven; `opened` is the index of the tick shown open, -1 for none."""

    ticks: tuple[Tick, ...]
    opened: int = -1


# 2. Statement sheet


@dataclass(frozen=True)
class StatementText:
    """One language of a statement, exactly as signed: a first sentence and its clauses."""

    lead: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Denied:
    """Something the statement does not allow, and why not: silence, a red line, another project."""

    what: Text
    why: Text


@dataclass(frozen=True)
class SignatureBlock:
    """A place to sign: signed when `at` is there, else waiting."""

    name: Text
    role: Text = ""
    at: Instant | None = None
    key: str = ""
    entry: int | None = None


@dataclass(frozen=True)
class StatementSheet:
    """A statement as a reader must see it: both languages, what it denies, who signed, its digest."""

    type: str
    version: int
    digest: str
    zh: StatementText
    en: StatementText
    denies: tuple[Denied, ...] = ()
    signatures: tuple[SignatureBlock, ...] = ()
    expires_at: Instant | None = None


# 3. Scope table


@dataclass(frozen=True)
class ScopeRow:
    """One axis. Neither `allowed` nor `struck`: silent, and shown as not mentioned, not allowed."""

    axis: Text
    allowed: Text = ""
    struck: tuple[Text, ...] = ()
    note: Text = ""


@dataclass(frozen=True)
class ScopeTable:
    """What is allowed, axis by axis. `caption` says what the absence of a row means."""

    rows: tuple[ScopeRow, ...]
    caption: Text = ""
    heading: Text = ""


class Way(StrEnum):
    """Which way a change goes for the performer."""

    WIDER = "wider"
    NARROWER = "narrower"
    BETTER_PAID = "better_paid"
    WORSE_PAID = "worse_paid"
    OTHER = "other"


@dataclass(frozen=True)
class ScopeChange:
    """One axis that changed: the change as a sentence, the old and new wording, what it means for you."""

    axis: Text
    way: Way
    says: Text
    was: Text = ""
    now: Text = ""
    means: Text = ""


@dataclass(frozen=True)
class ScopeDiff:
    """The changes between two versions, and the axes that stayed."""

    changes: tuple[ScopeChange, ...]
    unchanged: tuple[ScopeRow, ...] = ()
    caption: Text = ""


# 4. Decision trace


@dataclass(frozen=True)
class AxisReason:
    """One axis of a decision: met or not, why, and the clause it rests on."""

    axis: Text
    met: bool
    why: Text
    clause: Text = ""
    href: str = ""


@dataclass(frozen=True)
class DecisionTrace:
    """Permit or deny, and every axis with its reason. `about`: what was decided."""

    permitted: bool
    reasons: tuple[AxisReason, ...]
    about: Text = ""


# 5. Timeline


@dataclass(frozen=True)
class Act:
    """One act of the record: when by log order, who, in words, the log entry and its evidence."""

    at: Instant
    says: Text
    entry: int | None = None
    href: str = ""


@dataclass(frozen=True)
class Choice:
    """One option of a select or radio group."""

    value: str
    words: Text


@dataclass(frozen=True)
class Filter:
    """One select above a list: the name of its field, its options and the one chosen."""

    name: str
    words: Text
    options: tuple[Choice, ...]
    chosen: str = ""


@dataclass(frozen=True)
class Timeline:
    """Acts in log order, newest first. With filters it is one form that works without script."""

    acts: tuple[Act, ...]
    filters: tuple[Filter, ...] = ()
    export_href: str = ""
    more_href: str = ""


# 6. Evidence drawer


class Step(StrEnum):
    """Where a named step stands."""

    PASSED = "passed"
    FAILED = "failed"
    RUNNING = "running"
    TO_DO = "to_do"


@dataclass(frozen=True)
class NamedStep:
    """A step of a check or of long work: what it does, where it stands, a small detail."""

    says: Text
    stands: Step
    detail: Text = ""


@dataclass(frozen=True)
class EvidenceDrawer:
    """From a fact to its proof: the steps, the command that repeats them, bundle, JSON, in-browser check.

    `bundle_href` set: the drawer offers the check in this browser (data-verify, static/js/verify.js).
    """

    says: Text
    note: Text = ""
    steps: tuple[NamedStep, ...] = ()
    command: str = ""
    bundle_href: str = ""
    bundle_size_bytes: int = 0
    json_href: str = ""
    opened: bool = False


# Small parts


@dataclass(frozen=True)
class Count:
    """A public number: the figure, its words, what it does not say, its proof."""

    figure: int
    says: Text
    not_this: Text = ""
    proof_href: str = ""
    kind: Kind | None = None


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the reader: what, the state with its deadline, and the one thing to do.

    `known`: how strongly it is shown who the other side is, where the row names one.
    """

    title: Text
    href: str
    says: Text
    action: Text
    state: State
    first: bool = False
    known: State | None = None


@dataclass(frozen=True)
class Face:
    """A picture, shown only with a signature for it: `src` empty means that none was signed, or what `instead` says."""

    src: str = ""
    name: Text = ""
    instead: Text = ""


@dataclass(frozen=True)
class Question:
    """One question with one right answer; `chosen` and `note` after it was answered."""

    name: str
    asks: Text
    options: tuple[Choice, ...]
    chosen: str = ""
    wrong: bool = False
    note: Text = ""


@dataclass(frozen=True)
class Sum:
    """An amount with the words that say what it is and where it comes from."""

    says: Text
    amount: Money
    note: Text = ""
    href: str = ""


@dataclass(frozen=True)
class Progress:
    """Long work: named steps, how much of the present one is done, and where to look again.

    `poll_href` must answer with the block that holds this part, under `poll_target` (an element's id).
    """

    steps: tuple[NamedStep, ...]
    done: int = 0
    total: int = 0
    unit: Text = ""
    poll_href: str = ""
    poll_target: str = ""


@dataclass(frozen=True)
class Empty:
    """Nothing here, said as a sentence, with what it means and the one thing to do next."""

    says: Text
    means: Text = ""
    action: Link | None = None


@dataclass(frozen=True)
class Field:
    """One field of a form: its label, a hint, and the error that says what to do.

    `kind` is an input's type, or `textarea`, or `select` (with `options`); `least` and `most` bound a number or
    a range.
    """

    name: str
    label: Text
    kind: str = "text"
    value: str = ""
    hint: Text = ""
    error: Text = ""
    required: bool = True
    autocomplete: str = "off"
    options: tuple[Choice, ...] = ()
    wide: bool = False
    least: int | None = None
    most: int | None = None
