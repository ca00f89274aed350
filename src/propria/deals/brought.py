"""Papers that a party brings into a negotiation as evidence: kept, read as facts, and never an authority."""

import hashlib
from dataclasses import dataclass
from typing import Any

from propria.deals import actions, store_brought
from propria.deals.model import BroughtPaper, Contract
from propria.deals.papers.facts import PdfFacts, SignatureFacts, read_pdf
from propria.deals.papers.findings import FINDINGS, findings
from propria.deals.papers.own import check_own_copy, is_own_copy
from propria.deals.works import PaperWorks
from propria.kernel.errors import Malformed, NotFound, Refused
from propria.kernel.time import Instant, wire
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.library import Library

MOST_PAPERS = 40
LARGEST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Brought:
    """A file that was looked at and not yet kept."""

    pdf: bytes
    digest: str


@dataclass(frozen=True)
class Held:
    """The papers of a negotiation, and its contract where one was made."""

    papers: list[BroughtPaper]
    contract: Contract | None


def look_at(pdf: bytes) -> Brought:
    """A file that says it is a PDF. Raises: Malformed(`deals.not_a_pdf`)."""
    if b"%PDF-" not in pdf[:1024]:
        raise Malformed("deals.not_a_pdf", "That is not a PDF.")
    return Brought(pdf, hashlib.sha256(pdf).hexdigest())


def keep(actor: Actor, deal_id: str, brought: Brought, *, now: Instant, db: Session) -> BroughtPaper:
    """Keep a paper with a negotiation, for both sides to see; bringing the same one again changes nothing.

    Raises: NotFound(`deals.no_deal`), Refused(`deals.too_many_papers`).
    """
    side = actions.room(actor, deal_id, now=now, db=db).side
    held = store_brought.papers(deal_id, db=db)
    for paper in held:
        if paper.digest == brought.digest:
            return paper
    if len(held) >= MOST_PAPERS:
        raise Refused("deals.too_many_papers", f"A negotiation holds up to {MOST_PAPERS} papers.")
    new = BroughtPaper(deal_id, brought.digest, len(brought.pdf), side, actor.person_id, now)
    store_brought.add_paper(new, db=db)
    return new


def take_in(actor: Actor, deal_id: str, pdf: bytes, library: Library, works: PaperWorks) -> BroughtPaper:
    """Look at a file and keep it, its bytes before its row. Raises: as `look_at` and `keep`."""
    now, seen = library.clock.now(), look_at(pdf)
    library.database.read(lambda db: held_by(actor, deal_id, now=now, db=db))
    works.keep_brought(seen.digest, seen.pdf)
    return library.database.transact(lambda db: keep(actor, deal_id, seen, now=now, db=db))


def take_in_own_copy(
    actor: Actor, contract_id: str, pdf: bytes, library: Library, works: PaperWorks
) -> BroughtPaper:
    """Keep the sealed contract that a party signed again with a certificate of their own, among the papers of its talks.

    Raises: as `take_in` and `check_own_copy`; NotFound(`deals.no_contract`).
    """
    now, seen = library.clock.now(), look_at(pdf)
    contract, _ = library.database.read(lambda db: actions.contract_for(actor, contract_id, now=now, db=db))
    check_own_copy(pdf, read_pdf(pdf, works.roots, now=now), works.file(contract), works.operator)
    return take_in(actor, contract.deal_id, seen.pdf, library, works)


def held_by(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> Held:
    """The papers of a negotiation, for its parties alone. Raises: NotFound(`deals.no_deal`)."""
    contract = actions.room(actor, deal_id, now=now, db=db).contract
    return Held(store_brought.papers(deal_id, db=db), contract)


def paper_of(actor: Actor, deal_id: str, digest: str, *, now: Instant, db: Session) -> BroughtPaper:
    """One paper. Raises: NotFound(`deals.no_deal`, `deals.no_paper`)."""
    for paper in held_by(actor, deal_id, now=now, db=db).papers:
        if paper.digest == digest:
            return paper
    raise NotFound("deals.no_paper", "There is no such paper.")


def copies(paper: BroughtPaper, contract: Contract | None, works: PaperWorks) -> str | None:
    """The contract that this paper is a party's own copy of, as it was read on the day when it was brought."""
    if contract is None:
        return None
    pdf = works.brought(paper.digest)
    facts = read_pdf(pdf, works.roots, now=paper.brought_at)
    return contract.id if is_own_copy(pdf, facts, works.file(contract), works.operator) else None


def read_again(
    paper: BroughtPaper, contract: Contract | None, works: PaperWorks, *, now: Instant
) -> dict[str, Any]:
    """The paper's facts as they are read now, trusting this library's own authority and no other."""
    facts = read_pdf(works.brought(paper.digest), works.roots, now=now)
    return facts_json(paper, facts) | {"own_copy_of": copies(paper, contract, works)}


def facts_json(paper: BroughtPaper, facts: PdfFacts) -> dict[str, Any]:
    """The facts for a reader; `authority` is always none: a paper gives nobody a power here."""
    return {
        "paper": paper.digest,
        "size_bytes": paper.size_bytes,
        "brought_by": paper.side.value,
        "brought_at": wire(paper.brought_at),
        "authority": "none",
        "findings": [
            {"code": each.code, "field": each.field, "grave": each.is_grave}
            | dict(zip(("zh", "en"), FINDINGS[each.code], strict=True))
            for each in findings(facts)
        ],
        "unreadable": facts.unreadable,
        "signatures": [_signature_json(each) for each in facts.signatures],
        "archive_stamps": [
            {
                "at": None if each.at is None else each.at.isoformat(),
                "holds": each.holds,
                "has_evidence": each.has_evidence,
            }
            for each in facts.archive_stamps
        ],
    }


def _signature_json(one: SignatureFacts) -> dict[str, Any]:
    return {
        "field": one.field,
        "signer": one.signer,
        "reason": one.reason,
        "intact": one.intact,
        "valid": one.valid,
        "trusted": one.trusted,
        "certifies": one.certifies,
        "covers_whole_file": one.covers_whole_file,
        "changes_after": one.changes_after.value,
        "changes_allowed": one.changes_allowed,
        "claimed_at": None if one.claimed_at is None else one.claimed_at.isoformat(),
        "stamped_at": None if one.stamped_at is None else one.stamped_at.isoformat(),
        "stamp_valid": one.stamp_valid,
        "problem": one.problem,
    }
