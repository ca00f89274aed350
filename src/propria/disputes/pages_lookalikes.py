"""What the pages of look-alikes are told. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.disputes.lifecycle import LOOKALIKE
from propria.disputes.model import Defence, Likeness, Lookalike, LookalikeState, PanelFinding
from propria.disputes.texts_lookalikes import DEFENCE_WORDS, FINDING_WORDS, KIND_WORDS, media_words
from propria.kernel.time import Instant
from propria.parties.identity.strength import strength_of
from propria.parties.model import Actor, Performer, Person, Role, Strength
from propria.plumbing.web.components import Act, Choice, Empty, Fact, Field, Kind, State, Timeline
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.record.model import StoredStatement

STATES: dict[LookalikeState, State] = {
    LookalikeState.REPORTED: State(Kind.WAIT, Words("待评议", "waits for a panel"), Words("等运营方组评议组", "the operator seats it")),
    LookalikeState.SEATED: State(Kind.WAIT, Words("评议中", "before a panel"), Words("等评议组签署", "the panel signs")),
    LookalikeState.LIKENESS: State(Kind.STOP, Words("裁定：不得再展示", "ruled: to be shown no more")),
    LookalikeState.NO_LIKENESS: State(Kind.NONE, Words("裁定：认不出是其人", "ruled: not recognisably them")),
    LookalikeState.ALLOWED: State(Kind.NONE, Words("裁定：属允许之列", "ruled: of a kind that needs no leave")),
    LookalikeState.TAKEN_BACK: State(Kind.NONE, Words("已撤回", "taken back")),
}  # fmt: skip
_HINT = Words("写入签署的文字，双方都能看到。", "It is part of what you sign; both sides read it.")


def _says(value: str = "") -> Field:
    return Field(
        "says", Words("您的说明", "In your own words"), kind="textarea", value=value, wide=True, hint=_HINT
    )


@dataclass(frozen=True)
class CaseRow:
    """One case in the list."""

    href: str
    what: Words
    state: State
    reported_at: Instant


@page_context("disputes/lookalikes.html")
@dataclass(frozen=True)
class LookalikesPage:
    """The cases that the reader is part of or sits on, and for a performer the form of another."""

    rows: tuple[CaseRow, ...]
    nothing: Empty
    may_report: bool
    kinds: tuple[Choice, ...]
    fields: tuple[Field, ...]
    code: str
    error: Text


def lookalikes_page(
    actor: Actor, cases: Sequence[Lookalike], *, typed: dict[str, str] | None = None, error: Text = ""
) -> LookalikesPage:
    """The list, and the form with what was typed."""
    given = typed or {}
    fields = (
        Field(
            "output", Words("本平台成品的编号", "The output’s number"), value=given.get("output", ""),
            hint=Words("以 out_ 开头，见该成品的护照页。", "It begins with out_ and stands on the passport of the file."),
        ),
        Field(
            "sha256", Words("或：别处文件的 SHA-256", "Or, for a file elsewhere, its SHA-256"), value=given.get("sha256", ""),
            hint=Words("在“核验文件”页可得。", "The page that checks a file shows it."),
        ),
        Field("place", Words("在何处看到", "Where you saw it"), value=given.get("place", "")),
        _says(given.get("says", "")),
    )  # fmt: skip
    return LookalikesPage(
        rows=tuple(
            CaseRow(f"/lookalikes/{one.id}", Words(*KIND_WORDS[one.kind]), STATES[one.state], one.reported_at)
            for one in cases
        ),
        nothing=Empty(
            Words("没有案件。", "There is no case."),
            Words("有人称某物与其相像时，列在这里。", "When somebody says that something is like them, it is listed here."),
        ),
        may_report=actor.role is Role.PERFORMER,
        kinds=tuple(Choice(one.value, Words(*KIND_WORDS[one])) for one in Likeness),
        fields=fields,
        code=actor.person_id,
        error=error,
    )  # fmt: skip


@page_context("disputes/lookalike.html")
@dataclass(frozen=True)
class LookalikePage:
    """Where a case stands, what each side said, who sits on it, and what this reader can do."""

    id: str
    name: Words
    strength: State
    kind: Words
    state: State
    facts: tuple[Fact, ...]
    is_held: bool
    held_until: Instant
    not_granted_href: str
    grants_some: bool
    panel: tuple[Words, ...]
    acts: Timeline
    may_answer: bool
    defences: tuple[Choice, ...]
    may_seat: bool
    people: Field
    may_find: bool
    findings: tuple[Choice, ...]
    declines: Timeline
    to_open: tuple[Choice, ...]
    may_take_back: bool
    says: Field
    error: Text


def lookalike_page(
    case: Lookalike,
    performer: Performer,
    actor: Actor,
    said: Sequence[StoredStatement],
    panel: Sequence[Person],
    *,
    declines: Sequence[StoredStatement],
    to_open: Sequence[StoredStatement],
    known: Strength,
    answers: bool,
    now: Instant,
    error: Text = "",
) -> LookalikePage:
    """The page as this reader sees it: buttons are what the table lets them do."""
    can = LOOKALIKE.acts(case.state.value)
    found = {s.statement.body["by"] for s in said if s.statement.type == "lookalike.found"}
    is_own = actor.person_id == performer.person_id
    sits = actor.person_id in {one.id for one in panel}
    href = f"/outputs/{case.media.output_id}" if case.media.output_id else ""
    return LookalikePage(
        id=case.id,
        name=Words(performer.name.zh, performer.name.en),
        strength=strength_of(known),
        kind=Words(*KIND_WORDS[case.kind]),
        state=STATES[case.state],
        facts=(
            Fact(Words("所指", "What is meant"), Words(*media_words(case.media)), href),
            Fact(Words("提出于", "Said on"), case.reported_at),
            *((Fact(Words("裁定于", "Ruled on"), case.ended_at),) if case.ruled_index is not None else ()),
        ),
        is_held=bool(href) and "seat" in can and now < case.held_until,
        held_until=case.held_until,
        not_granted_href=f"/log/bundles/{case.not_granted}" if case.not_granted else "",
        grants_some=case.not_granted is None,
        panel=tuple(Words(one.name.zh, one.name.en) for one in panel),
        acts=Timeline(tuple(_act(s) for s in reversed(said))),
        may_answer=answers and "seat" in can,
        defences=tuple(Choice(one.value, Words(*DEFENCE_WORDS[one])) for one in Defence),
        may_seat=actor.role is Role.OPERATOR and "seat" in can,
        people=Field(
            "people", Words("三人的代码", "The codes of three people"),
            hint=Words("以空格隔开；不得为运营方人员或与此案有关。", "With spaces; nobody of the operator’s, nobody who is part of it."),
        ),
        may_find=sits and "find_likeness" in can and actor.person_id not in found,
        findings=tuple(Choice(one.value, Words(*FINDING_WORDS[one])) for one in PanelFinding),
        declines=Timeline(tuple(_act(s) for s in reversed(declines))),
        to_open=tuple(_choice(s) for s in to_open) if is_own and "open_decline" in can else (),
        may_take_back=is_own and "take_back" in can,
        says=_says(),
        error=error,
    )  # fmt: skip


def _choice(said: StoredStatement) -> Choice:
    text = said.statement.text
    return Choice(said.statement.id, Words(text["zh"], text["en"]))


def _act(said: StoredStatement) -> Act:
    text = said.statement.text
    return Act(
        said.logged_at, Words(text["zh"], text["en"]), said.entry_index, f"/log/bundles/{said.statement.id}"
    )
