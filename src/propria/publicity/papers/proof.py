"""A proof becomes one page in Chinese and English with the bundle attached; the same bytes for the same report."""

import json
from collections.abc import Iterable
from typing import Any

from propria.deals.papers.contract import printed
from propria.deals.papers.press import Job, Press
from propria.proofs.bundles import Bundle, Report
from propria.proofs.report_words import COLOUR_WORDS, LIMIT_WORDS, RESERVATION_WORDS, Words, name_words

TEMPLATE = "publicity/papers/proof.typ"
NOT_LISTED = ("未公开列出", "Not publicly listed")
LISTED = ("这个姓名下公开列出的人", "Who is publicly listed under a name")
NOT_GRANTED = ("未授权", "Not granted")
REFUTED = (
    "有没有人持有相反的凭证包：有人出示，本页即告推翻",
    "whether anybody holds a bundle that says otherwise: one that is shown refutes this page",
)
SAYS_NOTHING_OF = (
    (
        "是否有账号、是否在洽谈、是否来过：这些不告知任何人",
        "whether this person has an account, is talking to anyone, or was ever here: nobody is told that",
    ),
    (
        "别的写法：全半角、大小写、简繁视为相同，读音不算",
        "other spellings: width, case, simplified and traditional are one; sound is not",
    ),
)


def name_pdf(bundle: Bundle, report: Report, *, own: str, site: str, press: Press) -> bytes:
    """The paper of one name: PDF/A-3a, tagged, the bundle attached. It bears the checkpoint's time.

    Raises: Refused(`deals.glyph_missing`), PressFailed(`deals.press_failed`), ValueError for a bundle that
    shows no name or does not check out.
    """
    if report.name is None or report.checkpoint is None or report.problems:
        raise ValueError("only what checks out is printed")
    says = name_words(report.name, report.checkpoint.size, own=own)
    title = LISTED if report.name.people else NOT_LISTED
    return proof_pdf(bundle, report, title=title, says=says, also=SAYS_NOTHING_OF, site=site, press=press)


def not_granted_pdf(bundle: Bundle, report: Report, statement_id: str, *, site: str, press: Press) -> bytes:
    """The paper of a "not granted": the operator's own words, as signed.

    Raises: PressFailed(`deals.press_failed`), ValueError for a bundle without it or one that does not check out.
    """
    said = next((s for s in report.statements if s.id == statement_id), None)
    if said is None or report.problems:
        raise ValueError("only what checks out is printed")
    says = said.text["zh"].removesuffix("。"), said.text["en"].removesuffix(".")
    return proof_pdf(bundle, report, title=NOT_GRANTED, says=says, also=(REFUTED,), site=site, press=press)


def proof_pdf(
    bundle: Bundle,
    report: Report,
    *,
    title: tuple[str, str],
    says: tuple[str, str],
    also: Iterable[tuple[str, str]],
    site: str,
    press: Press,
) -> bytes:
    """One page: what is proven, as of which head, on whose word, what it cannot know, and how to check it.

    Raises: Refused(`deals.glyph_missing`), PressFailed(`deals.press_failed`).
    """
    head = report.checkpoint
    assert head is not None
    data = {
        "title": _both(title),
        "says": _both(says),
        "colour": report.colour,
        "verdict": _both(COLOUR_WORDS[report.colour]),
        "reservations": _all(RESERVATION_WORDS, report.reservations),
        "limits": [*_all(LIMIT_WORDS, report.cannot_know), *map(_both, also)],
        "head": {"origin": head.origin, "size": head.size, "root": head.root, "at": printed(head.at)},
        "cosigners": [{"name": c.name, "seen_at": printed(c.seen_at)} for c in head.cosigners],
        "site": site.rstrip("/"),
    }
    attached = {"bundle": bundle.to_bytes().decode()}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return press.pdf(Job(TEMPLATE, text, head.at, attached))


def _both(words: tuple[str, str]) -> dict[str, str]:
    return {"zh": words[0], "en": words[1]}


def _all(table: Words, codes: Iterable[str]) -> list[dict[str, Any]]:
    return [_both(table[code]) for code in codes]
