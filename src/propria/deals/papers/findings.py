"""What the facts of a signed PDF come to, in words: what was altered, by whom it is vouched. Never who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass

from propria.deals.papers.facts import Changes, PdfFacts, SignatureFacts

FINDINGS: dict[str, tuple[str, str]] = {
    "unreadable": ("这不是能读的 PDF，或已损坏", "this is no PDF that can be read, or it is damaged"),
    "unsigned": ("文件里没有任何签名", "the file holds no signature"),
    "altered": ("签名所覆盖的内容被改过", "what this signature covers was altered"),
    "invalid": ("签名在数学上不成立", "this signature does not check out"),
    "changed_after": (
        "签名之后，文件里加入或改动了它不允许的内容",
        "after this signature the file was added to or changed in a way that it does not allow",
    ),
    "untrusted": (
        "这里没有任何根证书为签名证书作保",
        "no root known here vouches for the signer's certificate",
    ),
    "unjudged": ("这个签名读不懂，不作判断", "this signature could not be judged"),
    "intact": (
        "签名完好，其后没有不允许的改动",
        "this signature is intact, and nothing it forbids came after it",
    ),
}
GRAVE = frozenset({"unreadable", "altered", "invalid", "changed_after", "unjudged"})


@dataclass(frozen=True)
class Finding:
    """One finding by its code, and the field of the signature that it is about; `""` for the whole file."""

    code: str
    field: str = ""

    @property
    def is_grave(self) -> bool:
        """Whether the file is not what was signed, or cannot be told to be."""
        return self.code in GRAVE


def findings(facts: PdfFacts) -> tuple[Finding, ...]:
    """Every finding, in the order of the signatures."""
    if facts.unreadable is not None:
        return (Finding("unreadable"),)
    if not facts.signatures:
        return (Finding("unsigned"),)
    return tuple(Finding(code, each.field) for each in facts.signatures for code in _of(each))


def _of(signature: SignatureFacts) -> Iterable[str]:
    if signature.problem is not None:
        return ("unjudged",)
    changed = not signature.changes_allowed or signature.changes_after is Changes.OTHER
    said = {
        "altered": not signature.intact,
        "invalid": signature.intact and not signature.valid,
        "changed_after": signature.intact and changed,
        "untrusted": not signature.trusted,
    }
    found = [code for code, is_so in said.items() if is_so]
    return found if set(found) & GRAVE else ["intact", *found]
