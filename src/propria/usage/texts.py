"""The words of usage's statements, (zh, en)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from propria.kernel.plurals import counted
from propria.licences import afterwards
from propria.parties.model import Name
from propria.plumbing.web.words import Words as Said
from propria.record.model import Words
from propria.scope.words import AXIS_WORDS, code_words


def script_lodged(who: Name, body: Mapping[str, Any]) -> Words:
    """A creator puts a script on record."""
    script, deal = body["script_sha256"], body["deal"]
    return (
        f"{who.zh}为洽谈 {deal} 存档一份剧本，SHA-256：{script}。本库只存其哈希；本条证明它此时已在。",
        f"{who.en} put a script on record for the talks {deal}: SHA-256 {script}. The library keeps the hash alone; "
        "this entry shows that it was there now.",
    )


def breach_recorded(who: Name, body: Mapping[str, Any]) -> Words:
    """Somebody says that a script was otherwise than it was declared."""
    zh, en = [], []
    for axis in sorted(body["really"]):
        head = AXIS_WORDS[axis]
        was, now = (_codes(axis, body[name][axis]) for name in ("declared", "really"))
        zh.append(f"{head.zh}申报为{was[0]}，实为{now[0]}")
        en.append(f"{head.en} was declared as {was[1]} and is {now[1]}")
    denied = [AXIS_WORDS[axis] for axis in body["denied"]]
    zh_then = (
        f"照实申报，授权会因{'、'.join(a.zh for a in denied)}而拒绝。"
        if denied
        else "照实申报，授权本会允许。"
    )
    en_then = (
        f"Declared as it is, the licence would have denied it for its {', '.join(a.en for a in denied)}."
        if denied
        else "Declared as it is, the licence would have allowed it."
    )
    script = body["script_sha256"]
    return (
        f"{who.zh}称：{body['render']} 所用剧本（SHA-256：{script}）与申报不符：{'；'.join(zh)}。{zh_then}本条是记录，不是裁定。",
        f"{who.en} says that the script of {body['render']} (SHA-256 {script}) is not as it was declared: "
        f"{'; '.join(en)}. {en_then} This is a record, not a ruling.",
    )


def use_reported(who: Name, body: Mapping[str, Any], differs: Iterable[str]) -> Words:
    """A licensee's report beside what tokens and leases show."""
    said, shown = (_amounts(body[name]) for name in ("reported", "shown"))
    audit = any(True for _ in differs)
    zh_then = "两者不符：酬金从其高者，演员可逐笔查核。" if audit else "两者相符。"
    en_then = (
        "They differ: pay is on the higher, and the performer may audit each use." if audit else "They agree."
    )
    rest = _beyond(body["beyond"]) if "beyond" in body else ("", "")
    return (
        f"{who.zh}申报 {body['licence']} 自 {body['starts_at']} 至 {body['ends_at']} 的使用：{said[0]}。令牌与租约所示：{shown[0]}。"
        f"{zh_then}{rest[0]}本条是记录，不是裁定。",
        f"{who.en} reports of {body['licence']} from {body['starts_at']} to {body['ends_at']}: {said[1]}. Tokens and leases show "
        f"{shown[1]}. {en_then}{rest[1]} This is a record, not a ruling.",
    )


def _beyond(rest: Mapping[str, Any]) -> Words:
    """What was reported beyond what is shown: charged under the contract, or a breach and not charged."""
    zh, en = _amounts(rest["amounts"])
    if "use" in rest:
        return (
            f"申报超出所示的部分（{zh}）在授权之内，按合同计酬。",
            f" The licence allows what is reported beyond that, {en}: it is charged under the contract.",
        )
    if not rest["denied"]:
        return (
            f"申报超出所示的部分（{zh}）未说明用途，授权不及于此：记为违约，不计酬。",
            f" What is reported beyond that, {en}, is for nothing that was named, so no licence allows it: it is a breach "
            "and is not charged.",
        )
    why = list(dict.fromkeys(_why(code) for code in rest["denied"]))
    return (
        f"申报超出所示的部分（{zh}）不在授权之内（{'、'.join(one.zh for one in why)}）：记为违约，不计酬。",
        f" The licence does not allow what is reported beyond that, {en} ({', '.join(one.en for one in why)}): it is a breach and "
        "is not charged.",
    )


def _why(code: str) -> Said:
    """What stood against a use, in a word or two: its axis, or that the licence was not in force."""
    axis = next((each for each in AXIS_WORDS if code.startswith(f"{each}_")), None)
    return Said(*AXIS_WORDS[axis]) if axis is not None else _NOT_OF_AN_AXIS.get(code, _NOT_IN_FORCE)


_NOT_OF_AN_AXIS = {afterwards.NO_PRICE: Said("合同未定其价", "the contract names no price for it")}
_NOT_IN_FORCE = Said("授权当时不生效", "the licence was not in force then")


def use_unreported(licence_id: str, count: int, *, is_over: bool) -> Words:
    """What was reserved at the gate and never reported is charged in full."""
    zh, en = ("授权已终止", "the licence is over") if is_over else ("已逾三十日", "thirty days are over")
    return (
        f"{licence_id} 有 {count} 次使用在闸口预留、未在本库生成，也未申报；{zh}，现按预留全额计酬。",
        f"Of {licence_id}, {counted(count, 'use')} reserved at the gate and made on no engine here {_was(count)} never reported; {en}, "
        "and what was reserved is charged in full.",
    )


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def model_registered(who: Name, body: Mapping[str, Any]) -> Words:
    """A licensee registers a model as made from a performer's data."""
    (act_zh, act_en), (media_zh, media_en) = _codes("act", [body["act"]]), _codes("medium", body["media"])
    return (
        f"{who.zh}登记模型“{body['name']}”（权重 SHA-256：{body['sha256']}），依 {body['licence']} 制成：{act_zh}；用于：{media_zh}。"
        "本条是记录，不许可任何使用。",
        f"{who.en} registers the model “{body['name']}” (SHA-256 of its weights {body['sha256']}), made under {body['licence']} by "
        f"{act_en}, for: {media_en}. This is a record and permits no use.",
    )


def model_told(name: str, taints: Sequence[Said]) -> Words:
    """What the performer hears of a model made from their data."""
    zh = f"有人登记了用您的素材制成的模型“{name}”"
    en = f"A model was registered as made from your data: “{name}”"
    if not taints:
        return f"{zh}。", f"{en}."
    because = "；".join(one.zh for one in taints), "; ".join(one.en for one in taints)
    return (
        f"{zh}；它受污染，不得使用：{because[0]}。",
        f"{en}. It is tainted and may not be used: {because[1]}.",
    )


def _amounts(amounts: Mapping[str, str]) -> Words:
    zh = "、".join(f"{n} {_UNITS_ZH[unit]}" for unit, n in sorted(amounts.items()))
    en = " and ".join(counted(int(n), unit.removesuffix("s")) for unit, n in sorted(amounts.items()))
    return zh or "无", en or "nothing"


_UNITS_ZH = {"seconds": "秒", "lines": "句", "takes": "条", "titles": "部"}


def _codes(axis: str, codes: Iterable[str]) -> Words:
    said = [code_words(axis, code) for code in codes]
    return ("、".join(one.zh for one in said) or "未申报", ", ".join(one.en for one in said) or "nothing")
