"""A party's own copy of a contract: the sealed file, signed again with a certificate of theirs, beside the passkey signatures.

It is evidence and never the signature: whose a certificate is, and whether anybody vouches for it, is told and not judged.
"""

from propria.deals.papers.facts import PdfFacts
from propria.deals.papers.findings import findings
from propria.kernel.errors import Refused


def check_own_copy(pdf: bytes, facts: PdfFacts, contract: bytes, operator: str) -> None:
    """`pdf` begins with the file `contract`, which `operator` (the subject of the certificate that seals) certified, and
    after that holds nothing but signatures, one of them by somebody else.

    Raises: Refused(`deals.another_text`, `deals.copy_altered`, `deals.no_own_signature`).
    """
    if not pdf.startswith(contract):
        raise Refused("deals.another_text", "That is not the text of this contract, byte for byte.")
    if not any(each.certifies and each.holds and each.signer == operator for each in facts.signatures):
        raise Refused("deals.copy_altered", "Sign the sealed contract, as it is downloaded here.")
    if any(each.is_grave for each in findings(facts)):
        raise Refused("deals.copy_altered", "This copy was altered after it was sealed or signed.")
    if all(each.signer == operator for each in facts.signatures):
        raise Refused("deals.no_own_signature", "No certificate of your own signed this copy.")


def is_own_copy(pdf: bytes, facts: PdfFacts, contract: bytes, operator: str) -> bool:
    """Whether `check_own_copy` lets it pass."""
    try:
        check_own_copy(pdf, facts, contract, operator)
    except Refused:
        return False
    return True
