"""Making and sealing a contract's file: press, seals and blobs, outside any transaction. Decides nothing."""

from dataclasses import dataclass, replace

from propria.deals.model import Contract, Side, blob_key
from propria.deals.papers.contract import ContractFile, contract_file, seal_boxes
from propria.deals.papers.paper import ContractPaper, Words
from propria.deals.papers.press import Press
from propria.deals.papers.seals import PartyAct, SealKit, archive, attest, certify
from propria.kernel.errors import Refused
from propria.kernel.time import Instant
from propria.plumbing.blobs import Blobs

_UNNAMED = Words("以通行密钥签署", "Signed with a passkey")


@dataclass(frozen=True)
class PaperWorks:
    """What papers are made with; `roots` (DER) are whom a seal is believed from."""

    press: Press
    kit: SealKit
    blobs: Blobs
    roots: tuple[bytes, ...] = ()

    @property
    def operator(self) -> str:
        """The subject of the certificate that seals."""
        return self.kit.identity.subject

    def make(self, paper: ContractPaper) -> ContractFile:
        """Set the contract and keep its file under its hash; the same paper gives the same file.

        Raises: Refused(`deals.glyph_missing`), PressFailed(`deals.press_failed`).
        """
        made = contract_file(paper, self.press)
        try:
            self.blobs.put(blob_key(made.digest), made.pdf)
        except Refused as taken:
            if taken.code != "plumbing.blob_exists":
                raise
        return made

    def keep_brought(self, digest: str, pdf: bytes) -> None:
        """Keep a paper that a party brought, under its hash; the same file is kept once."""
        try:
            self.blobs.put(brought_key(digest), pdf)
        except Refused as taken:
            if taken.code != "plumbing.blob_exists":
                raise

    def brought(self, digest: str) -> bytes:
        """A paper exactly as it was brought. Raises: NotFound(`plumbing.blob_missing`)."""
        return self.blobs.get(brought_key(digest))

    def file(self, contract: Contract) -> bytes:
        """The contract exactly as both sides sign it. Raises: NotFound(`plumbing.blob_missing`)."""
        return self.blobs.get(contract.blob_key)

    def sealed(self, contract: Contract, acts: tuple[PartyAct, ...], *, now: Instant) -> bytes:
        """The contract with the operator's certification and one seal for each side's act, in the order of the acts; once
        both sides have signed, archived (PAdES B-LTA).

        The signed file stays its beginning, byte for byte. Raises: StampUnavailable(`deals.time_stamp_unavailable`).
        """
        paper = ContractPaper.from_json(dict(contract.paper))
        pdf = certify(self.file(contract), seal_boxes(paper), contract.terms_digest, self.kit, now=now)
        for act in sorted(acts, key=lambda one: one.log_index):
            pdf = attest(pdf, self._printable(act), self.kit, self.press, now=now)
        return archive(pdf, self.kit, now=now) if len(acts) == len(Side) else pdf

    def _printable(self, act: PartyAct) -> PartyAct:
        """The act as the fonts can print it: a name with characters that none has gives way to its mandate and key."""
        try:
            self.press.require_glyphs(act.act.zh + act.act.en)
        except Refused:
            return replace(act, act=_UNNAMED)
        return act


def brought_key(digest: str) -> str:
    """Where a brought paper of this SHA-256, in hex, lies."""
    return f"brought/{digest}.pdf"
