"""Not granted: the operator's signed word to an evidenced performer that no licence of theirs grants an act now."""

from propria.kernel.errors import NotFound, Refused, Unverified
from propria.kernel.ids import StatementId
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions as licences
from propria.parties import actions as parties
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Draft, Head, Notary, StoredStatement
from propria.scope import ANY
from propria.scope.codes.doings import ACTS

NOT_GRANTED = "licence.not_granted"
ENDED = (Deal.WITHDRAWN, Deal.EXPIRED)


def state_not_granted(
    actor: Actor, act: str, notary: Notary, *, head: Head, now: Instant, db: Session
) -> StatementId:
    """Sign and log, for the actor's own profile, that no licence grants this act as of this head.

    A licence that is signed and neither withdrawn nor over grants its acts, whatever it still waits for.
    Any bundle that its holder shows refutes the statement.

    Raises: NotFound(`parties.no_performer`, `publicity.no_such_act`), Unverified(`publicity.not_evidenced`),
    Refused(`publicity.act_granted`).
    """
    if act not in ACTS:
        raise NotFound("publicity.no_such_act", "There is no such act.", acts=sorted(ACTS))
    performer = parties.own_profile(actor, db=db)
    if not performer.is_evidenced:
        raise Unverified("publicity.not_evidenced", "First let somebody outside say who you are.")
    granting = [
        one.id
        for one in licences.given_by(performer.id, db=db)
        if (one.scope.act is ANY or act in one.scope.act)
        and licences.standing(one.id, now=now, db=db).state not in ENDED
    ]
    if granting:
        raise Refused("publicity.act_granted", "A licence that you gave grants this.", licences=granting)
    body = {"act": act, "checkpoint": head.size}
    words = Draft(NOT_GRANTED, performer.subject, body, *said(act, head.size))
    signed, _ = record.sign_as_operator(words, notary, head=head, now=now, db=db)
    return StatementId(signed.statement.id)


def said(act: str, size: int) -> tuple[str, str]:
    """(zh, en): the words that the operator signs."""
    zh, en = ACTS[act]
    return (
        f"以检查点 {size} 为准，没有任何授权准许对此人{zh}。本声明出自运营方；持有人出示任何一份凭证包即可推翻它。",
        f"As of checkpoint {size}, no licence grants this of this performer: {en}. "
        "This is the operator's word; any bundle that its holder shows refutes it.",
    )


def statement_of(statement_id: str, *, db: Session) -> StoredStatement:
    """Such a statement; whoever knows its id was handed it. Raises: NotFound(`record.no_statement`)."""
    found = record.statement(statement_id, db=db)
    if found.statement.type != NOT_GRANTED:
        raise NotFound("record.no_statement", "There is no such statement.")
    return found
