"""The words of identity and mandate statements, (zh, en). Composed from facts; nothing is free text."""

from collections.abc import Mapping
from typing import Any

from propria.parties.model import Performer, Person
from propria.proofs.envelopes import PublicKey
from propria.record.model import Question, Sheet, Words
from propria.scope import Scope
from propria.scope.sentences import allows
from propria.scope.words import ME

POWER_WORDS: dict[str, Words] = {
    "negotiate": ("洽谈条件", "negotiate terms"),
    "sign_contract": ("代签合同", "sign contracts"),
    "withdraw": ("代为撤回", "withdraw"),
}


def key_bound(person: Person, key: PublicKey) -> Words:
    """The statement by which a key comes to stand for its person."""
    kind = {"webauthn": ("通行密钥", "passkey"), "demo": ("演示密钥", "demo key")}.get(
        key.kind, ("密钥", "key")
    )
    return (
        f"本人{person.name.zh}声明：编号 {key.key_id} 的{kind[0]}归本人所有，用它签署的文字即本人的意思表示。它不用于登录。",
        f"I, {person.name.en}, state that the {kind[1]} {key.key_id} is mine, and that what it signs is what I say. "
        "It never signs me in.",
    )


def key_void(key_id: str) -> Words:
    """A key that never was its holder's to sign with."""
    return (
        f"密钥 {key_id} 自启用之时起作废：经裁定，用它冒领了他人之名。用它签署的一切均不作数，日志条目保留。",
        f"The key {key_id} is void since it was bound: a ruling found that it was used to claim another person's name. "
        "Nothing that it signed counts; the entries stay.",
    )


def key_sheet() -> Sheet:
    """What the signing page says beside the binding of a key."""
    return Sheet(
        title=("启用您的签名密钥", "Your signing key"),
        does_not_allow=(
            ("任何人使用您的形象或声音", "Anyone to use your face or your voice"),
            ("平台代您签署任何文字", "The operator to sign anything for you"),
        ),
    )


def identity_attested(person: Person, evidence: Mapping[str, str]) -> Words:
    """What the operator saw of a person's identity, and whose word it is."""
    if evidence["route"] == "domain":
        return (
            f"运营方于 {evidence['checked_at']} 查到：域名 {evidence['domain']} 公布了{person.name.zh}的认领码。",
            f"The operator saw at {evidence['checked_at']} that the domain {evidence['domain']} published "
            f"the claim of {person.name.en}.",
        )
    return (
        f"{person.name.zh}的身份仅由运营方登记，未经第三方佐证。",
        f"The identity of {person.name.en} rests on the operator's register alone.",
    )


def mandate_given(
    performer: Performer, representative: Person, body: Mapping[str, Any], scopes: tuple[Scope, ...]
) -> Words:
    """The power of attorney, power by power and scope by scope."""
    powers = [POWER_WORDS[p] for p in body["powers"]]
    lines = [allows(scope, speaker=ME) for scope in scopes]
    zh_scopes = "或：".join("".join(zh) for zh, _ in lines)
    en_scopes = " Or: ".join(" ".join(en) for _, en in lines)
    return (
        f"本人{performer.name.zh}委托{representative.name.zh}，自 {body['starts_at']} 至 {body['ends_at']}，可代本人："
        f"{'、'.join(zh for zh, _ in powers)}。限于：{zh_scopes}未列明者，一概不得为之。",
        f"I, {performer.name.en}, give {representative.name.en} power from {body['starts_at']} to {body['ends_at']} to "
        f"{', '.join(en for _, en in powers)} for me, within this: {en_scopes} What is not named here is not given.",
    )


def mandate_sheet() -> Sheet:
    """What the signing page says beside a mandate."""
    return Sheet(
        title=("授权代理", "A mandate"),
        does_not_allow=(
            (
                "训练或微调模型：只能由您本人的密钥签署",
                "Training or fine-tuning a model: only your own key can sign that",
            ),
            ("裸露、政治题材及身后使用：同上", "Nudity, politics and use after your death: likewise"),
            ("转委托他人", "Passing the mandate on to anybody else"),
        ),
        questions=(
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
    )


def mandate_withdrawn(performer: Performer, representative: Person) -> Words:
    """The end of a mandate."""
    return (
        f"本人{performer.name.zh}收回对{representative.name.zh}的委托，即刻生效。此前已签署的合同不受影响。",
        f"I, {performer.name.en}, end the mandate of {representative.name.en} from this moment. "
        "Contracts signed before stay as they are.",
    )


def withdrawal_sheet() -> Sheet:
    """What the signing page says beside the end of a mandate."""
    return Sheet(
        title=("收回委托", "End a mandate"),
        effects=(("对方自此不能再代您行事", "They can act for you no more"),),
    )
