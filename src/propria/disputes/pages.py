"""What the pages of a denial are told. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from propria.disputes.lifecycle import DENIAL
from propria.disputes.model import Denial, DenialState, Ground, Route
from propria.disputes.rules import CONTEST
from propria.disputes.texts import GROUND_WORDS, ROUTE_WORDS
from propria.kernel.time import Instant
from propria.parties.identity.strength import strength_of
from propria.parties.model import Actor, Contest, Performer, Role, Strength
from propria.plumbing.web.components import Act, Choice, Fact, Field, Kind, State, Timeline
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.record.model import StoredStatement

STATES: dict[DenialState, State] = {
    DenialState.RECEIVED: State(
        Kind.WAIT, Words("已收到", "received"), Words("等您补交身份证据，或等运营方答复", "your evidence, or the operator’s answer")
    ),
    DenialState.DISPUTED: State(
        Kind.WAIT, Words("有争议", "disputed"), Words("等本人密钥或运营方答复", "the key behind it, or the operator")
    ),
    DenialState.CONFIRMED: State(
        Kind.WAIT, Words("本人密钥已确认", "confirmed by its key"), Words("等运营方答复", "the operator’s answer")
    ),
    DenialState.HIDDEN: State(
        Kind.STOP, Words("已隐去", "hidden"), Words("等本人密钥或运营方答复", "the key behind it, or the operator")
    ),
    DenialState.EVIDENCED: State(
        Kind.STOP, Words("已隐去，待裁定", "hidden until a ruling"), Words("等裁定", "a ruling")
    ),
    DenialState.ANSWERED: State(Kind.NONE, Words("已答复：证明成立", "answered: the proof stands")),
    DenialState.UPHELD: State(Kind.STOP, Words("异议成立：系他人认领", "upheld: somebody else had claimed the name")),
}  # fmt: skip
SAYS: dict[DenialState, Words] = {
    DenialState.RECEIVED: Words(
        "您的异议已收到，尚未在登记上标注。", "Your denial is received. The listing is not marked yet."
    ),
    DenialState.DISPUTED: Words("该登记现标为“有争议”。", "The listing is marked as disputed."),
    DenialState.CONFIRMED: Words(
        "登记背后的密钥已确认该登记。", "The key behind the listing has confirmed it."
    ),
    DenialState.HIDDEN: Words(
        "该登记已隐去：限期内无人答复，或除运营方外无人佐证。",
        "The listing is hidden: nobody answered in time, or nobody but the operator attests it.",
    ),
    DenialState.EVIDENCED: Words("该登记已隐去，等待裁定。", "The listing is hidden until a ruling."),
    DenialState.ANSWERED: Words(
        "证明成立：可以看到是哪把密钥签的。", "The proof stands: you can see which key signed."
    ),
    DenialState.UPHELD: Words(
        "异议成立：该姓名系被他人认领。", "Upheld: the name had been claimed by somebody else."
    ),
}


@page_context("disputes/deny.html")
@dataclass(frozen=True)
class DenyPage:
    """This is my name, and I did not sign this."""

    name: Words
    action: str
    mail: Field
    error: Text


def deny_page(performer: Performer, *, typed: str = "", error: Text = "") -> DenyPage:
    """The form, with what was typed."""
    mail = Field(
        "mail",
        Words("您的邮箱", "Your mail address"),
        kind="email",
        value=typed,
        hint=Words("只用来把答复寄给您，不向任何人显示。", "We answer you there. It is shown to nobody."),
        autocomplete="email",
    )
    return DenyPage(
        Words(performer.name.zh, performer.name.en), f"/performers/{performer.id}/deny", mail, error
    )


@page_context("disputes/denial.html")
@dataclass(frozen=True)
class DenialPage:
    """Where a denial stands, who acts next and by when, and what was said in the log."""

    id: str
    name: Words
    strength: State
    answer: Words
    state: State
    facts: tuple[Fact, ...]
    due_at: Instant
    is_waiting: bool
    proof_href: str
    absence_href: str
    acts: Timeline
    may_bring: bool
    domain: Field
    line: str
    where: str
    may_confirm: bool
    may_answer: bool
    answers_by: str
    takes_two: bool
    ruled: int
    may_uphold: bool
    may_attest: bool
    grounds: tuple[Choice, ...]
    routes: tuple[Choice, ...]
    error: Text


def denial_page(
    denial: Denial,
    performer: Performer,
    actor: Actor | None,
    said: Sequence[StoredStatement],
    *,
    known: Strength,
    ruled: int = 0,
    error: Text = "",
) -> DenialPage:
    """The page as this reader sees it: buttons are what the table lets them do."""
    acts = DENIAL.acts(denial.state.value)
    operates = actor is not None and actor.role is Role.OPERATOR
    holds = actor is not None and actor.person_id == performer.person_id
    takes_two = denial.state is DenialState.EVIDENCED or performer.rests_on_operator
    is_hidden = CONTEST[denial.state] in (Contest.HIDDEN, Contest.VOID)
    grounds = [g for g in Ground if not (takes_two and g is Ground.KEY_AND_EVIDENCE)]
    routes = (Route.DOCUMENT, Route.GUILD, Route.COURT)
    return DenialPage(
        id=denial.id,
        name=Words(performer.name.zh, performer.name.en),
        strength=strength_of(known),
        answer=SAYS[denial.state],
        state=STATES[denial.state],
        facts=_facts(denial),
        due_at=denial.due_at,
        is_waiting=denial.state in (DenialState.RECEIVED, DenialState.DISPUTED, DenialState.CONFIRMED),
        proof_href=f"/log/bundles/{denial.target}" if denial.target else "",
        absence_href=f"/names/bundle?{urlencode({'q': performer.name.en})}" if is_hidden else "",
        acts=Timeline(tuple(_act(s) for s in reversed(said))),
        may_bring="bring_evidence" in acts and not holds and not operates,
        domain=Field(
            "domain", Words("您的域名", "Your domain"), value=denial.domain,
            hint=Words("登记所依据的域名若是您的，公布一行字即可作证。", "One line on the listing’s own domain is evidence."),
        ),
        line=denial.expected_line if denial.domain else "",
        where=f"https://{denial.domain}/.well-known/propria.txt" if denial.domain else "",
        may_confirm="confirm" in acts and holds and not performer.rests_on_operator,
        may_answer=operates and bool({"show_proof", "rule_for_listing"} & acts),
        answers_by="rule_for_listing" if takes_two else "answer",
        takes_two=takes_two and operates,
        ruled=ruled,
        may_uphold=operates and "rule_for_denial" in acts,
        may_attest=operates and "bring_evidence" in acts,
        grounds=tuple(Choice(g.value, Words(*GROUND_WORDS[g])) for g in grounds),
        routes=tuple(Choice(r.value, Words(*ROUTE_WORDS[r])) for r in routes),
        error=error,
    )  # fmt: skip


def _facts(denial: Denial) -> tuple[Fact, ...]:
    found = [Fact(Words("提出于", "Received"), denial.received_at)]
    if denial.route:
        found.append(Fact(Words("身份证据", "Evidence"), Words(*ROUTE_WORDS[denial.route])))
    if denial.ground:
        found.append(Fact(Words("依据", "Ground"), Words(*GROUND_WORDS[denial.ground])))
    if denial.ended_at:
        found.append(Fact(Words("答复于", "Answered"), denial.ended_at))
    return tuple(found)


def _act(said: StoredStatement) -> Act:
    text = said.statement.text
    return Act(
        said.logged_at,
        Words(text["zh"], text["en"]),
        said.entry_index,
        f"/log/bundles/{said.statement.id}",
    )
