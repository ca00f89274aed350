"""Duties owed for a use: they accumulate, and the stricter wins. Says nothing of the law behind them."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from propria.kernel.errors import Malformed
from propria.kernel.time import Instant, instant, wire

LABELS = {
    "visible": ("画面中的显式标识", "a visible label"),
    "audible": ("可听的语音提示", "a spoken label"),
    "metadata": ("文件元数据中的隐式标识", "a label in the file's metadata"),
    "c2pa": ("C2PA 内容凭证", "C2PA content credentials"),
    "cn_aigc": ("GB 45438 标识", "the GB 45438 label"),
    "ad_disclosure": ("广告中合成演员的说明", "the disclosure of a synthetic performer in an advertisement"),
}
APPROVALS = {"look": ("形象", "the look"), "script": ("剧本", "the script"), "cut": ("成片", "a cut")}
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Duties:
    """What must be done for a use to be right; None and the empty set ask nothing.

    `label` codes of LABELS, `credit` the exact words on screen, `approval` codes of APPROVALS before anyone
    else sees it, `notice_hours` before a shoot, `report_days` between usage reports, `pay` the clauses it is
    paid under, `delete_by` when recordings and models made from them must be gone.

    Raises: Malformed(`scope.bad_duty`).
    """

    label: frozenset[str] = frozenset()
    credit: frozenset[str] = frozenset()
    approval: frozenset[str] = frozenset()
    notice_hours: int | None = None
    report_days: int | None = None
    pay: frozenset[str] = frozenset()
    delete_by: Instant | None = None

    def __post_init__(self) -> None:
        for name in ("label", "credit", "approval", "pay"):
            object.__setattr__(self, name, frozenset(_text(name, t) for t in getattr(self, name)))
        if not self.label <= LABELS.keys() or not self.approval <= APPROVALS.keys():
            raise Malformed("scope.bad_duty", "That is not a label or an approval.", axis="duties")
        for name in ("notice_hours", "report_days"):
            count = getattr(self, name)
            if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 1):
                raise Malformed("scope.bad_duty", f"{name} is a whole number from 1.", axis="duties")
        if self.delete_by is not None:
            object.__setattr__(self, "delete_by", instant(wire(self.delete_by)))

    @classmethod
    def of(cls, **duties: Any) -> "Duties":
        """Duties from lists: `Duties.of(label=["c2pa"], approval=["cut"], notice_hours=48)`."""
        read: dict[str, Any] = {
            k: frozenset(v) if isinstance(v, list | tuple | set) else v for k, v in duties.items()
        }
        return cls(**read)

    def __bool__(self) -> bool:
        return self != NO_DUTIES

    def and_also(self, other: "Duties") -> "Duties":
        """Both at once: texts add up; longer notice, more frequent reports, earlier deletion."""
        return Duties(
            self.label | other.label,
            self.credit | other.credit,
            self.approval | other.approval,
            _stricter(max, self.notice_hours, other.notice_hours),
            _stricter(min, self.report_days, other.report_days),
            self.pay | other.pay,
            _stricter(min, self.delete_by, other.delete_by),
        )

    def meet_all_of(self, asked: "Duties") -> bool:
        """Whether whoever does these has done everything in `asked`."""
        return self.and_also(asked) == self

    def to_json(self) -> dict[str, Any]:
        """The signed form: strings and sorted lists, nothing that asks nothing."""
        raw: dict[str, Any] = {}
        for part in fields(self):
            match getattr(self, part.name):
                case None:
                    continue
                case frozenset() as texts if texts:
                    raw[part.name] = sorted(texts)
                case int() as count:
                    raw[part.name] = str(count)
                case Instant() as moment:
                    raw[part.name] = wire(moment)
        return raw

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Duties":
        """Read the signed form and no other. Raises: Malformed(`scope.bad_duty`)."""
        read: dict[str, Any] = {}
        try:
            for name, value in raw.items():
                match name:
                    case "label" | "credit" | "approval" | "pay":
                        read[name] = frozenset(value)
                    case "notice_hours" | "report_days":
                        read[name] = int(value)
                    case "delete_by":
                        read[name] = instant(value)
                    case _:
                        raise ValueError(name)
            duties = cls(**read)
        except (TypeError, ValueError, AttributeError):
            raise Malformed("scope.bad_duty", "Those duties cannot be read.", axis="duties") from None
        if duties.to_json() != raw:
            raise Malformed("scope.not_canonical", "Signed duties have one form.", axis="duties")
        return duties


def _text(name: str, text: str) -> str:
    spelt = unicodedata.normalize("NFC", text).strip()
    if not spelt or len(spelt) > LONGEST_TEXT or not spelt.isprintable():
        raise Malformed(
            "scope.bad_duty", f"{name} holds words of up to {LONGEST_TEXT} characters.", axis="duties"
        )
    return spelt


def _stricter(pick: Callable[[Iterable[Any]], Any], one: Any, other: Any) -> Any:
    said = [value for value in (one, other) if value is not None]
    return pick(said) if said else None


NO_DUTIES = Duties()
