"""What a contract that changes a running licence says of the one before: which it replaces, and what is different."""

from dataclasses import dataclass

from propria.deals.model import Contract, Kind, PartySignature, TermSheet
from propria.deals.papers.paper import Line, Statement, Words
from propria.kernel.time import wire
from propria.scope.diff import diff

TITLES: dict[Kind, Words] = {
    Kind.LICENCE: Words("数字形象使用许可合同", "Licence to use a digital likeness"),
    Kind.AMENDMENT: Words("数字形象使用许可合同：变更", "Licence to use a digital likeness: amendment"),
    Kind.RENEWAL: Words("数字形象使用许可合同：续期", "Licence to use a digital likeness: renewal"),
    Kind.TERMINATION: Words("数字形象使用许可合同：提前终止", "Licence to use a digital likeness: early end"),
}
_REPLACES = Words("取代", "Replaces")
_OLD_USES = Words(
    "此前已完成的成片与已准许的使用，仍依当时的条款；已用数量继续累计。",
    "What was finished or permitted before stays under its own terms; what was used counts on.",
)
_PAY = Words("价格、保底或分成有变，见酬金条款。", "Prices, guarantee or shares change: see compensation.")


@dataclass(frozen=True)
class Replaced:
    """What a change takes the place of: the contract, its terms, and the signatures that gave it force."""

    kind: Kind
    contract: Contract
    sheet: TermSheet
    signatures: tuple[PartySignature, ...]


def title_of_change(change: Replaced | None) -> Words:
    """The contract's title."""
    return TITLES[change.kind if change else Kind.LICENCE]


def rests_on(change: Replaced | None) -> tuple[Statement, ...]:
    """The signed statements of the contract that is replaced."""
    if change is None:
        return ()
    said = Words(f"合同 {change.contract.id} 的签署", f"Signature of contract {change.contract.id}")
    return tuple(Statement(said, s.statement_id, s.digest, s.entry_index) for s in change.signatures)


def what_changes(change: Replaced | None, after: TermSheet) -> tuple[Line, ...]:
    """Which contract it replaces and what becomes different, sentence by sentence."""
    if change is None:
        return ()
    old = change.contract
    lines = [
        Line(
            _REPLACES,
            Words(
                f"自最后一次签署在日志中的位置起，取代合同 {old.id}（文件 SHA-256：{old.pdf_digest}）。{_OLD_USES.zh}",
                f"From the log entry of the last signature this replaces contract {old.id} "
                f"(file SHA-256: {old.pdf_digest}). {_OLD_USES.en}",
            ),
        )
    ]
    lines += [_line(zh, en) for zh, en in changes_in_words(change.sheet, after)]
    return tuple(lines)


def changes_in_words(before: TermSheet, after: TermSheet) -> list[tuple[str, str]]:
    """Every change as a sentence in zh and en; money and the wind-down are said as such."""
    found = [(c.zh, c.en) for c in diff(before.scope, after.scope)]
    if (before.card, before.guarantee) != (after.card, after.guarantee):
        found.append((_PAY.zh, _PAY.en))
    if before.wind_down != after.wind_down:
        found.append(("收尾条款有变。", "The wind-down clause changes."))
    if before.renewal != after.renewal:
        found.append(("续期选择权有变。", "The renewal option changes."))
    return found


def _line(zh: str, en: str) -> Line:
    return Line(Words("变更", "Change"), Words(zh, en))


def words_of_change(change: Replaced | None, after: TermSheet) -> Words:
    """How the statement that signs it begins; empty for a new licence."""
    if change is None:
        return Words("", "")
    old, ends = change.contract.id, wire(after.term[1])
    match change.kind:
        case Kind.RENEWAL:
            return Words(
                f"续期：取代合同 {old}，期限至 {ends}。", f"Renewal: replaces contract {old}, until {ends}. "
            )
        case Kind.TERMINATION:
            return Words(
                f"提前终止：取代合同 {old}，授权于 {ends} 终止。",
                f"Early end: replaces contract {old}; the licence ends on {ends}. ",
            )
        case _:
            return Words(f"变更：取代合同 {old}。", f"Amendment: replaces contract {old}. ")
