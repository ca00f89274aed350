"""Rules of the AI sheet: everything on it is said, and nothing on it contradicts the scope; pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from propria.casting.sheet import needs as rules_needs
from propria.casting.sheet.model import Asks, NoneOf, Structure
from propria.kernel.errors import Malformed, Refused
from propria.scope import Scope
from propria.scope.codes.doings import TRAINING_ACTS
from propria.scope.duties import APPROVALS
from propria.scope.needs import required_axes
from propria.scope.words import AXIS_WORDS, Said

NOT_SAID, NONE = Said("未说明", "not said"), Said("无", "none")
AXES = (
    *("act", "attribute", "medium", "territory", "language", "term"),
    *("volume", "theme", "provider", "retention"),
)
"""The axes of the scope that every sheet says."""
HEADS = {name: AXIS_WORDS[name] for name in AXES} | {
    "structure": Said("酬金结构", "Structure of the fee"),
    "trains": Said("用于训练", "Training"),
    "approval": Said("给予演员的认可权", "Approvals offered"),
}
STRUCTURE_WORDS = {
    Structure.FLAT: Said("一次性固定酬金", "a flat fee"),
    Structure.PER_DAY: Said("按日计酬", "per day"),
    Structure.PER_LINE: Said("按台词句数计酬", "per line"),
    Structure.PER_USE: Said("按每次使用计酬", "per use"),
    Structure.ROYALTY_SHARE: Said("收入分成", "a share of receipts"),
    Structure.BUY_OUT: Said("一次买断", "a buy-out"),
}
_SCRIPT = Said("剧本文本的 SHA-256", "SHA-256 of the script’s text")
NONE_WORDS = {
    NoneOf.THEME: Said("没有特定题材", "no theme in particular"),
    NoneOf.LANGUAGE: Said("没有语言（不说话）", "no language: nothing is spoken"),
    NoneOf.APPROVAL: Said("不设认可权", "no approvals"),
}
TRAINS_WORDS = {
    None: NOT_SAID,
    False: Said("否：不得用于训练或微调模型", "no: no model is trained or fine-tuned"),
    True: Said("是：见上列行为", "yes: as the acts say"),
}
_SHA256 = re.compile("[0-9a-f]{64}")
_CLASHES: dict[str, Callable[[Scope, Asks], bool]] = {
    "trains": lambda scope, asks: asks.trains is not bool(_codes(scope.act) & TRAINING_ACTS),
    "theme": lambda scope, asks: NoneOf.THEME in asks.none_of and bool(scope.theme),
    "language": lambda scope, asks: NoneOf.LANGUAGE in asks.none_of and (bool(scope.language) or _is_spoken(scope)),
    "approval": lambda scope, asks: NoneOf.APPROVAL in asks.none_of and bool(scope.duties.approval),
}  # fmt: skip


def checked(scope: Scope, asks: Asks) -> Asks:
    """What a whole sheet says, tidied: all that a performer is asked to judge, and once. The scope is specific.

    Raises: Refused(`casting.sheet_incomplete`, `casting.sheet_contradicts`), each naming every row in `asks`;
    Malformed(`casting.script_hash_unreadable`, `casting.needs_unclear`).
    """
    if asks.script_sha256 and not _SHA256.fullmatch(asks.script_sha256):
        raise Malformed("casting.script_hash_unreadable", "A SHA-256 is 64 signs, 0 to 9 and a to f.")
    missing = [name for name in HEADS if not _says(name, scope, asks)]
    if missing:
        raise Refused(
            "casting.sheet_incomplete",
            "The AI sheet leaves something unsaid; say each.",
            asks=_named(missing),
        )
    clashing = [name for name, clashes in _CLASHES.items() if clashes(scope, asks)]
    if clashing:
        raise Refused(
            "casting.sheet_contradicts", "The AI sheet says two things of the same.", asks=_named(clashing)
        )
    return replace(asks, needs=rules_needs.checked(asks.needs))


def _says(name: str, scope: Scope, asks: Asks) -> bool:
    match name:
        case "structure":
            return bool(asks.structure)
        case "trains":
            return asks.trains is not None
        case "approval":
            return bool(scope.duties.approval) or NoneOf.APPROVAL in asks.none_of
        case _:
            return bool(getattr(scope, name)) or name in asks.none_of


def _named(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"field": name, "zh": HEADS[name].zh, "en": HEADS[name].en} for name in names]


def _codes(value: object) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def _is_spoken(scope: Scope) -> bool:
    acts, media, attributes = map(_codes, (scope.act, scope.medium, scope.attribute))
    return "language" in required_axes(acts, media, attributes)


def rows(scope: Scope, asks: Asks) -> list[tuple[str, Said, Said]]:
    """What the sheet says beside the axes, line by line: field, its name, what it says."""
    approvals = [Said(*words) for code, words in APPROVALS.items() if code in scope.duties.approval]
    offered = _listed(approvals) or (NONE if NoneOf.APPROVAL in asks.none_of else NOT_SAID)
    script = asks.script_sha256
    built = _listed(STRUCTURE_WORDS[one] for one in Structure if one in asks.structure) or NOT_SAID
    return [
        ("structure", HEADS["structure"], built),
        ("trains", HEADS["trains"], TRAINS_WORDS[asks.trains]),
        ("approval", HEADS["approval"], offered),
        *rules_needs.rows(asks.needs),
        *([("script_sha256", _SCRIPT, Said(script, script))] if script else []),
    ]


def _listed(words: Iterable[Said]) -> Said | None:
    said = list(words)
    return Said("、".join(one.zh for one in said), ", ".join(one.en for one in said)) if said else None
