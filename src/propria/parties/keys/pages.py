"""What the page of a recovery is told. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.parties.keys.lifecycle import RECOVERY
from propria.parties.model import Actor, Person, Recovery, RecoveryState, Role
from propria.parties.texts import RECOVERY_ROUTES
from propria.plumbing.web.components import Choice, Fact, Kind, NamedStep, State, Step
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words

ANSWERS = {
    RecoveryState.BEGUN: Words("等担保人作保。", "Guardians are asked to vouch."),
    RecoveryState.WAITING: Words("等待期未满；原有密钥可以否决。", "The wait runs. An earlier key may veto."),
    RecoveryState.BARRED: Words(
        "新密钥可签，但十四天内不得签署授权、制作同意或委托。",
        "The new key signs, but no licence, build or mandate for fourteen days.",
    ),
    RecoveryState.DONE: Words("找回已完成。", "The recovery is complete."),
    RecoveryState.VETOED: Words("原有密钥已否决。", "An earlier key vetoed it."),
}
_ORDER = (RecoveryState.BEGUN, RecoveryState.WAITING, RecoveryState.BARRED, RecoveryState.DONE)
_KINDS = {RecoveryState.DONE: Kind.OPEN, RecoveryState.VETOED: Kind.STOP}


@page_context("parties/recovery.html")
@dataclass(frozen=True)
class RecoveryPage:
    """Where a recovery stands, who acts next and until when, and what this reader may do."""

    id: str
    name: Words
    answer: Words
    state: State
    due_at: Instant | None
    steps: tuple[NamedStep, ...]
    facts: tuple[Fact, ...]
    may_vouch: bool
    may_veto: bool
    may_attest: bool
    routes: tuple[Choice, ...]
    error: Text


def recovery_page(
    one: Recovery, person: Person, guardians: Sequence[Person], actor: Actor, *, error: Text = ""
) -> RecoveryPage:
    """The page as this reader sees it: buttons are what the table lets them do."""
    acts = RECOVERY.acts(one.state.value)
    mine, operates = actor.person_id == one.person_id, actor.role is Role.OPERATOR
    vouched = Words(
        f"{len(one.vouched)} 人，须 {one.needed} 人", f"{len(one.vouched)} of {one.needed} needed"
    )
    names = Words("、".join(g.name.zh for g in guardians), ", ".join(g.name.en for g in guardians))
    return RecoveryPage(
        id=one.id,
        name=Words(person.name.zh, person.name.en),
        answer=ANSWERS[one.state],
        state=State(_KINDS.get(one.state, Kind.WAIT), Words("密钥找回", "key recovery")),
        due_at=one.due_at,
        steps=_steps(one, vouched),
        facts=(
            Fact(Words("新密钥", "New key"), one.key_id),
            Fact(Words("担保人", "Guardians"), names),
            Fact(Words("开始于", "Begun"), one.begun_at),
        ),
        may_vouch="vouch" in acts and actor.person_id in one.guardians and actor.person_id not in one.vouched,
        may_veto="veto" in acts and mine,
        may_attest="attest" in acts and operates,
        routes=tuple(Choice(route, Words(*words)) for route, words in RECOVERY_ROUTES.items()),
        error=error,
    )


def _steps(one: Recovery, vouched: Words) -> tuple[NamedStep, ...]:
    if one.state is RecoveryState.VETOED:
        return (NamedStep(Words("已否决", "Vetoed"), Step.FAILED),)
    at = _ORDER.index(one.state)
    says = (
        Words("担保人作保，运营方查验", "Guardians vouch, the operator sees who they are"),
        Words("等待 72 小时", "Seventy-two hours of waiting"),
        Words("十四天内受限", "Fourteen days in which it signs nothing of weight"),
    )
    return tuple(
        NamedStep(
            words,
            Step.PASSED if number < at else Step.RUNNING if number == at else Step.TO_DO,
            vouched if number == 0 else "",
        )
        for number, words in enumerate(says)
    )
