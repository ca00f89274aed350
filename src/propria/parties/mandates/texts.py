"""The words of mandates that are passed on, of their end, and of who claims to represent somebody, (zh, en)."""

from collections.abc import Mapping
from typing import Any

from propria.parties.model import Performer, Person
from propria.parties.texts import POWER_WORDS, least_pay
from propria.record.model import Question, Sheet, Words
from propria.scope import Scope
from propria.scope.sentences import allows
from propria.scope.words import PERFORMER


def mandate_passed_on(
    giver: Person, performer: Performer, to: Person, body: Mapping[str, Any], scopes: tuple[Scope, ...]
) -> Words:
    """A representative passes on a part of what the performer gave them."""
    powers = [POWER_WORDS[p] for p in body["powers"]]
    lines = [allows(scope, speaker=PERFORMER) for scope in scopes]
    zh_scopes = "或：".join("".join(zh) for zh, _ in lines)
    en_scopes = " Or: ".join(" ".join(en) for _, en in lines)
    least = least_pay(body)
    return (
        f"本人{giver.name.zh}依据委托 {body['parent']}，将其中一部分转委托{to.name.zh}，自 {body['starts_at']} 至 "
        f"{body['ends_at']}，可代{performer.name.zh}：{'、'.join(zh for zh, _ in powers)}。限于：{zh_scopes}{least[0]}"
        "上级委托终止，本委托同时终止；未列明者，一概不得为之。",
        f"Under mandate {body['parent']}, I, {giver.name.en}, pass on to {to.name.en}, from {body['starts_at']} to "
        f"{body['ends_at']}, the power to {', '.join(en for _, en in powers)} for {performer.name.en}, within this: "
        f"{en_scopes} {least[1]}It ends with the mandate it comes from. What is not named here is not given.",
    )


def mandate_ended(by: Person, performer: Performer, representative: Person, mandate_id: str) -> Words:
    """A mandate ended by its holder, or by whoever passed it on."""
    return (
        f"本人{by.name.zh}终止{representative.name.zh}代{performer.name.zh}行事的委托 {mandate_id}，即刻生效。此前已签署的合同不受影响。",
        f"I, {by.name.en}, end the mandate {mandate_id} by which {representative.name.en} acts for {performer.name.en}, "
        "from this moment. Contracts signed before stay as they are.",
    )


def claims_to_represent(by: Person, performer: Performer) -> Words:
    """Somebody says that they represent a performer."""
    return (
        f"本人{by.name.zh}声称代理{performer.name.zh}。本人知悉：只有{performer.name.zh}本人的密钥可以确认；本声称不产生任何权限。",
        f"I, {by.name.en}, say that I represent {performer.name.en}. I know that only their own key can confirm it, "
        "and that this gives me no power.",
    )


def claim_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("声称代理某位演员", "Say that you represent a performer"),
        does_not_allow=(("代其洽谈或签署", "You to negotiate or to sign for them"),),
        effects=(
            (
                "若另有人也如此声称，在其本人决定之前不签署任何新授权",
                "If somebody else says so too, nothing new is licensed until the performer decides",
            ),
        ),
    )


def settles(performer: Performer, kept: Person | None, others: tuple[Person, ...]) -> Words:
    """The performer says who represents them, of those who say so."""
    zh, en = "、".join(p.name.zh for p in others), ", ".join(p.name.en for p in others)
    not_zh = f"下列各方不代理本人：{zh}。" if others else ""
    not_en = f" These do not represent me: {en}." if others else ""
    yes_zh = f"代理本人的是{kept.name.zh}。" if kept else ""
    yes_en = f" {kept.name.en} represents me." if kept else ""
    return (
        f"本人{performer.name.zh}就代理之争声明：{yes_zh}{not_zh}权限仍以本人签署的委托为准。",
        f"I, {performer.name.en}, settle who represents me.{yes_en}{not_en} Power to act still takes a mandate that I sign.",
    )


def settling_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("谁代理您", "Who represents you"),
        effects=(
            (
                "代理之争即告终结，可以签署新授权",
                "The conflict ends, and new licences can be signed",
            ),
        ),
    )


def mandate_sheet(*, passes_on: bool, is_own: bool, other: Words) -> Sheet:
    """What the signing page says beside a mandate: who the `other` side is, and what stays the performer's own."""
    return Sheet(
        title=("授权代理", "A mandate"),
        does_not_allow=(
            (
                "训练或微调模型：只能由您本人的密钥签署",
                "Training or fine-tuning a model: only your own key can sign that",
            ),
            ("裸露、政治题材及身后使用：同上", "Nudity, politics and use after your death: likewise"),
            *(() if passes_on else (("转委托他人", "Passing the mandate on to anybody else"),)),
        ),
        questions=()
        if not is_own
        else (
            Question(
                "own_key",
                (
                    "代理人能替您同意用您训练模型吗？",
                    "May your representative agree to a model being trained on you?",
                ),
                (("能", "Yes"), ("不能", "No")),
                1,
                ("只有您本人的密钥可以。", "Only your own key can."),
            ),
        ),
        effects=(other,),
    )
