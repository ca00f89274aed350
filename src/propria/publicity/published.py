"""Claims that the operator published: signed and logged while they were provable, and checked again whenever asked."""

from dataclasses import dataclass

from propria.kernel.errors import Forbidden, NotFound, Refused
from propria.kernel.ids import StatementId
from propria.kernel.time import Instant
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.proofs.operator_state import library_subject
from propria.publicity import actions
from propria.publicity.model import ClaimVerdict, SentenceVerdict
from propria.record import actions as record
from propria.record.model import Draft, Notary

PUBLISHED = "claim.published"


@dataclass(frozen=True)
class PublishedClaim:
    """A sentence that was provable when it was published, and what is to be said of it now."""

    id: StatementId
    text: str
    published_at: Instant
    entry_index: int
    now: SentenceVerdict

    @property
    def stands(self) -> bool:
        """Whether the facts of this moment still support it."""
        return self.now.verdict is ClaimVerdict.PROVABLE


def publish_claim(actor: Actor, sentence: str, notary: Notary, *, now: Instant, db: Session) -> StatementId:
    """Sign and log one sentence that the facts support now; the id of the statement is the id of the claim.

    Raises: Forbidden(`publicity.operator_only`), Refused(`publicity.not_one_sentence`, `publicity.not_provable`).
    """
    if actor.role is not Role.OPERATOR:
        raise Forbidden("publicity.operator_only", "Only the operator publishes claims of the library.")
    found = actions.check_claims(sentence, now=now, db=db)
    if len(found) != 1:
        raise Refused("publicity.not_one_sentence", "A published claim is one sentence.")
    verdict = found[0]
    if verdict.verdict is not ClaimVerdict.PROVABLE:
        raise Refused(
            "publicity.not_provable",
            "The facts do not support this sentence now.",
            asks=[{"zh": r.zh, "en": r.en} for r in verdict.reasons],
        )
    words = Draft(
        PUBLISHED,
        library_subject(notary.origin),
        {"text": verdict.text},
        f"运营方公布：“{verdict.text}”此句在签署之时有据可查；此后是否仍然属实，以其页面为准。",
        f"The operator publishes: “{verdict.text}” The facts supported it when this was signed; whether they still do, "
        "its page says.",
    )
    signed, _ = record.sign_as_operator(words, notary, now=now, db=db)
    return StatementId(signed.statement.id)


def published_claim(claim_id: str, *, now: Instant, db: Session) -> PublishedClaim:
    """A published claim, checked again as of now. Raises: NotFound(`publicity.no_claim`)."""
    try:
        stored = record.statement(claim_id, db=db)
    except NotFound:
        stored = None
    if stored is None or stored.statement.type != PUBLISHED:
        raise NotFound("publicity.no_claim", "No claim was published here.")
    text = stored.statement.body["text"]
    return PublishedClaim(
        StatementId(stored.statement.id),
        text,
        stored.logged_at,
        stored.entry_index,
        actions.check_claims(text, now=now, db=db)[0],
    )
