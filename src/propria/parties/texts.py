"""The words of identity and mandate statements, (zh, en). Composed from facts; nothing is free text."""

from collections.abc import Mapping, Sequence
from typing import Any

from propria.kernel.money import Money
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
    "sub_delegate": ("在其范围内转委托他人", "pass a part of this on to somebody else"),
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


def key_revoked(person: Person, key_id: str) -> Words:
    """A key that its holder takes out of use."""
    return (
        f"本人{person.name.zh}声明：密钥 {key_id} 即刻作废，此后用它签署的文字均非本人的意思表示。此前所签不受影响。",
        f"I, {person.name.en}, state that the key {key_id} is out of use from this moment: what it signs from now on is not "
        "what I say. What it signed before stays.",
    )


def revoking_sheet(*, is_last: bool) -> Sheet:
    """What the signing page says beside the end of a key."""
    last = (
        "这是您最后一把密钥：之后只能找回，须经担保人与等待期",
        "This is your last key: then only recovery helps",
    )
    return Sheet(
        title=("停用一把密钥", "Take a key out of use"),
        effects=(("此密钥自此什么也签不了", "It signs nothing from now on"), *((last,) if is_last else ())),
    )  # fmt: skip


def guardians_named(person: Person, guardians: Sequence[Person], needed: int) -> Words:
    """Whose word it takes to recover."""
    zh, en = "、".join(g.name.zh for g in guardians), ", ".join(g.name.en for g in guardians)
    return (
        f"本人{person.name.zh}若遗失全部密钥，找回须由下列担保人中至少 {needed} 人签名作保，并经运营方查验身份：{zh}。",
        f"If I, {person.name.en}, lose every key, recovery takes the signed word of at least {needed} of these guardians, and "
        f"the operator must see who I am: {en}.",
    )


def guardians_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("指定担保人", "Name your guardians"),
        does_not_allow=(
            ("担保人替您签署任何文字", "A guardian to sign anything for you"),
            ("任何一人单独找回您的密钥", "Anybody to recover your key alone"),
        ),
    )


def recovery_begun(person: Person, key_id: str) -> Words:
    """Somebody signed in says that the keys are lost."""
    return (
        f"以{person.name.zh}身份登录者表示其签名密钥已遗失，请求改由密钥 {key_id} 签署。在担保人作保、运营方查验、等待期满之前，不生效力。",
        f"Whoever is signed in as {person.name.en} says that their signing keys are lost and asks that the key {key_id} "
        "stand for them. Nothing comes of it before guardians vouch, the operator sees who they are, and a wait has passed.",
    )


def recovery_vouched(person: Person, guardian: Person, key_id: str) -> Words:
    """A guardian's word."""
    return (
        f"本人{guardian.name.zh}担保：已与{person.name.zh}本人核实，请求改由密钥 {key_id} 签署者确系其本人。",
        f"I, {guardian.name.en}, vouch that I spoke with {person.name.en} and that they themselves ask for the key {key_id} "
        "to stand for them.",
    )


def vouching_sheet() -> Sheet:
    """What the signing page says beside a guardian's word."""
    return Sheet(
        title=("为其作保", "Vouch for them"),
        does_not_allow=(("替对方签署任何文字", "You to sign anything for them"),),
        questions=(
            Question(
                "spoke",
                ("您怎样确认是其本人？", "How do you know that it is they?"),
                (
                    ("我当面或通话核实过", "I met or called them"),
                    ("我只收到一条消息", "I only got a message"),
                ),
                0,
                (
                    "消息谁都能发；请先当面或通话核实。",
                    "Anybody can send a message; meet or call them first.",
                ),
            ),
        ),
    )


def recovery_attested(person: Person, route: str, due_at: str) -> Words:
    """The operator saw them, and the wait begins."""
    zh, en = RECOVERY_ROUTES[route]
    return (
        f"就{person.name.zh}的密钥找回：{zh}，担保人数已足。等待期至 {due_at}；在此之前及之后十四天内，原有密钥均可否决。",
        f"For the recovery of {person.name.en}: {en}, and enough guardians vouched. The wait lasts until {due_at}. Until then, "
        "and for fourteen days after it, any earlier key may veto.",
    )


def recovery_key_bound(person: Person, key_id: str, barred_until: str) -> Words:
    """The recovered key stands for its person, with the operator's word for it."""
    return (
        f"密钥 {key_id} 经担保人作保、运营方查验、等待期满，自此归{person.name.zh}所有。至 {barred_until} 前，"
        "它不得签署授权、制作同意或委托，原有密钥可以否决。",
        f"The key {key_id} stands for {person.name.en} from now on: guardians vouched, the operator saw who they are, and the "
        f"wait has passed. Until {barred_until} it signs no licence, build or mandate, and any earlier key may veto.",
    )


def recovery_vetoed(person: Person, key_id: str) -> Words:
    """An earlier key says no."""
    return (
        f"本人{person.name.zh}否决由密钥 {key_id} 代替本人密钥的找回请求。该密钥不归本人所有。",
        f"I, {person.name.en}, veto the recovery that would have the key {key_id} stand for me. That key is not mine.",
    )


def key_vetoed(key_id: str) -> Words:
    """A recovered key that an earlier key of the same person vetoed."""
    return (
        f"密钥 {key_id} 自启用之时起作废：原有密钥已否决该次找回。用它签署的一切均不作数，日志条目保留。",
        f"The key {key_id} is void since it was bound: an earlier key of the same person vetoed its recovery. "
        "Nothing that it signed counts; the entries stay.",
    )


def veto_sheet() -> Sheet:
    """What the signing page says beside a veto."""
    return Sheet(
        title=("否决找回", "Veto the recovery"),
        effects=(
            (
                "找回即刻终止，该密钥所签一切作废",
                "The recovery ends now, and all that its key signed is void",
            ),
        ),
    )


RECOVERY_ROUTES: dict[str, Words] = {
    "document": ("运营方查验了身份证件", "the operator saw an identity document"),
    "domain": ("本人域名再次公布了认领码", "their domain published their line again"),
    "guild": ("行业公会证实", "a guild attested it"),
}


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


_ROUTES: dict[str, Words] = {
    "dns": (
        "运营方于 {at} 查到：域名 {by} 的 DNS 记录公布了{name}的认领码。",
        "The operator saw at {at} that the DNS of {by} published the claim of {name}.",
    ),
    "guild": (
        "运营方于 {at} 收到{by}的名册，其中列有{name}。",
        "The operator received at {at} the registry of {by}, which names {name}.",
    ),
    "oidc": (
        "运营方于 {at} 验证：身份提供方 {by} 签字证实了{name}的身份。",
        "The operator verified at {at} that the sign-in provider {by} signed that this is {name}.",
    ),
}
_SEEN: dict[str, Words] = {
    "letter": ("一家机构的函件", "an organisation’s letter"),
    "document_and_video": ("其证件与实时视频", "their document and a live video of them"),
}


def identity_attested(person: Person, evidence: Mapping[str, Any]) -> Words:
    """What the operator saw of a person's identity, and whose word it is."""
    if evidence["route"] == "domain":
        return (
            f"运营方于 {evidence['checked_at']} 查到：域名 {evidence['domain']} 公布了{person.name.zh}的认领码。",
            f"The operator saw at {evidence['checked_at']} that the domain {evidence['domain']} published "
            f"the claim of {person.name.en}.",
        )
    if evidence["route"] in _ROUTES:
        zh, en = _ROUTES[evidence["route"]]
        given = {"by": evidence.get("by") or evidence.get("domain", ""), "at": evidence["checked_at"]}
        return (zh.format(name=person.name.zh, **given), en.format(name=person.name.en, **given))
    if "seen" in evidence:
        zh, en = _SEEN[evidence["seen"]]
        return (
            f"{person.name.zh}的身份仅由运营方证明：两位工作人员分别查验了{zh}。",
            f"The identity of {person.name.en} is attested by the operator only: two of its people, each for themselves, saw {en}.",
        )
    return (
        f"{person.name.zh}的身份仅由运营方登记，未经第三方佐证。",
        f"The identity of {person.name.en} rests on the operator's register alone.",
    )


def least_pay(body: Mapping[str, Any]) -> Words:
    """The least that a contract signed under the mandate pays in all; nothing where no floor is set."""
    if "floor" not in body:
        return ("", "")
    floor = Money.from_json(body["floor"])
    return (
        f"代签的合同总额不得低于 {floor}。",
        f"No contract signed under it pays less than {floor} in all. ",
    )


def mandate_given(
    performer: Performer, representative: Person, body: Mapping[str, Any], scopes: tuple[Scope, ...]
) -> Words:
    """The power of attorney, power by power and scope by scope."""
    powers = [POWER_WORDS[p] for p in body["powers"]]
    lines = [allows(scope, speaker=ME) for scope in scopes]
    zh_scopes = "或：".join("".join(zh) for zh, _ in lines)
    en_scopes = " Or: ".join(" ".join(en) for _, en in lines)
    least = least_pay(body)
    return (
        f"本人{performer.name.zh}委托{representative.name.zh}，自 {body['starts_at']} 至 {body['ends_at']}，可代本人："
        f"{'、'.join(zh for zh, _ in powers)}。限于：{zh_scopes}{least[0]}未列明者，一概不得为之。",
        f"I, {performer.name.en}, give {representative.name.en} power from {body['starts_at']} to {body['ends_at']} to "
        f"{', '.join(en for _, en in powers)} for me, within this: {en_scopes} {least[1]}What is not named here is not given.",
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
