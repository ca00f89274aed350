"""What the page of "not granted" is told: which act to ask about, or the operator's words with their proof."""

from dataclasses import dataclass

from propria.plumbing.web.components import EvidenceDrawer, NamedStep, Step
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.scope.codes.doings import ACTS


@page_context("publicity/not_granted.html")
@dataclass(frozen=True)
class NotGrantedPage:
    """A choice of acts; once one was asked about, what the operator signed."""

    acts: tuple[tuple[str, Words], ...]
    says: Words | None
    drawer: EvidenceDrawer | None
    paper_href: str
    error: Words | None


def asking(error: Words | None = None) -> NotGrantedPage:
    """Which act?"""
    acts = tuple((code, Words(zh=zh, en=en)) for code, (zh, en) in ACTS.items())
    return NotGrantedPage(acts, None, None, "", error)


def answered(statement_id: str, text: dict[str, str]) -> NotGrantedPage:
    """The operator's words, their bundle and their paper."""
    steps = (
        Words(zh="运营方的密钥签署了这段文字", en="The operator’s key signed these words"),
        Words(zh="声明在日志之中", en="The statement is in the log"),
        Words(zh="检查点有日志密钥的签名", en="The checkpoint is signed by the log’s key"),
    )
    bundle_href = f"/log/bundles/{statement_id}"
    drawer = EvidenceDrawer(
        says=Words(zh="证明", en="The proof"),
        note=Words(zh="无须账号", en="no account needed"),
        steps=tuple(NamedStep(words, Step.TO_DO) for words in steps),
        command=f"propria verify {statement_id}.bundle.json --trust trust.json",
        bundle_href=bundle_href,
        json_href=bundle_href,
        opened=True,
    )
    says = Words(zh=text["zh"], en=text["en"])
    return NotGrantedPage((), says, drawer, f"/not-granted/{statement_id}/proof.pdf", None)
