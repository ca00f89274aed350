"""The page of papers that a side brought as evidence: what was read in each, and what that does not mean. Decides nothing."""

from dataclasses import dataclass

from propria.deals import actions, brought
from propria.deals.model import BroughtPaper, Contract, Side
from propria.deals.panels import title_of
from propria.deals.papers.facts import PdfFacts, SignatureFacts, read_pdf
from propria.deals.papers.findings import FINDINGS, Finding, findings
from propria.deals.works import PaperWorks
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Empty, Fact
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice

_ARCHIVED = Words("归档时间戳", "Archived under a time stamp")
_NOT_HELD = Words("归档时间戳，不成立或无人作保", "Archived, under a stamp that does not hold here")


@dataclass(frozen=True)
class Shelf:
    """What a negotiation holds, read at once: the work, its contract, each paper with who brought it."""

    title: Words
    contract: Contract | None
    papers: list[tuple[BroughtPaper, Words]]


@dataclass(frozen=True)
class Told:
    """One finding in words; grave: the file is not what was signed, or cannot be told to be."""

    says: Words
    field: str
    is_grave: bool


@dataclass(frozen=True)
class PaperView:
    """One paper: who brought it and when, the contract that it is a party's own copy of, what was found, and each
    signature's own words.
    """

    digest: str
    size_bytes: int
    by: Words
    at: Instant
    own_copy: str | None
    told: tuple[Told, ...]
    signatures: tuple[tuple[Fact, ...], ...]
    archived: tuple[Fact, ...]


@page_context("deals/papers.html")
@dataclass(frozen=True)
class PapersPage:
    """Every paper of one negotiation; `contract_id` is empty while no contract was made."""

    deal_id: str
    contract_id: str
    title: Words
    papers: tuple[PaperView, ...]
    most: int
    notice: Notice | None
    nothing: Empty


def shelf(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> Shelf:
    """What the page shows. Raises: NotFound(`deals.no_deal`)."""
    seen = actions.room(actor, deal_id, now=now, db=db)
    held = brought.held_by(actor, deal_id, now=now, db=db)
    papers = [(paper, _by(paper, db=db)) for paper in held.papers]
    return Shelf(title_of(seen.sheet), held.contract, papers)


def _by(paper: BroughtPaper, *, db: Session) -> Words:
    name = parties.person(paper.person_id, db=db).name
    side = {Side.PERFORMER: ("演员一方", "the performer’s side"), Side.CREATOR: ("制作方", "the creator")}[
        paper.side
    ]
    return Words(f"{name.zh}（{side[0]}）", f"{name.en}, {side[1]}")


def papers_page(
    deal_id: str, held: Shelf, works: PaperWorks, notice: Notice | None, *, now: Instant
) -> PapersPage:
    """The page; each paper is read anew, trusting this library's own authority and no other."""
    return PapersPage(
        deal_id=deal_id,
        contract_id=held.contract.id if held.contract else "",
        title=held.title,
        papers=tuple(
            _view(
                paper,
                by,
                brought.copies(paper, held.contract, works),
                read_pdf(works.brought(paper.digest), works.roots, now=now),
            )
            for paper, by in reversed(held.papers)
        ),
        most=brought.LARGEST_BYTES >> 20,
        notice=notice,
        nothing=Empty(
            Words("还没有人带来文件。", "Nobody brought a paper."),
            Words(
                "已有的合同可以放在这里作为证据：双方都看得到，但它不授予任何人任何权力。",
                "A contract that exists already can lie here as evidence: both sides see it, and it gives nobody a power.",
            ),
        ),
    )


def _view(paper: BroughtPaper, by: Words, own_copy: str | None, facts: PdfFacts) -> PaperView:
    return PaperView(
        digest=paper.digest,
        size_bytes=paper.size_bytes,
        by=by,
        at=paper.brought_at,
        own_copy=own_copy,
        told=tuple(_told(each) for each in findings(facts)),
        signatures=tuple(_signature(each) for each in facts.signatures),
        archived=tuple(
            Fact(_ARCHIVED if each.holds else _NOT_HELD, each.at) for each in facts.archive_stamps if each.at
        ),
    )


def _told(found: Finding) -> Told:
    return Told(Words(*FINDINGS[found.code]), found.field, found.is_grave)


def _signature(one: SignatureFacts) -> tuple[Fact, ...]:
    """What a signature says of itself; a time is its signer's word unless it is stamped."""
    said = (
        (Words("签名栏", "Field"), one.field),
        (Words("签名者", "Signer"), one.signer),
        (Words("理由", "Reason"), one.reason),
        (Words("自称签于", "Says that it was made"), one.claimed_at),
        (Words("时间戳", "Time stamp"), one.stamped_at),
    )
    return tuple(Fact(name, value) for name, value in said if value)
