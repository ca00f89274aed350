"""Tokens at the gate: mint one from a licence, decide and reserve for whoever shows one."""

from dataclasses import dataclass, replace

from propria.kernel.errors import NotFound
from propria.kernel.ids import new_id
from propria.kernel.time import DAY, Instant
from propria.licences import actions, rules
from propria.licences.model import Decision, Permit
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs import tokens
from propria.proofs.tokens import Presentation, TokenFacts
from propria.scope import Scope, Use
from propria.scope.sentences import reason_sentence

TOKEN_LIFETIME = 30 * DAY


@dataclass(frozen=True)
class TokenKey:
    """The library's key for render tokens (`seed`, `public`: 32 bytes each) and the gate's own name."""

    seed: bytes
    public: bytes
    audience: str


def mint(
    actor: Actor, licence_id: str, key: TokenKey, *, narrowed: Scope | None = None, now: Instant, db: Session
) -> str:
    """A render token for one's own licence, at most 30 days long, optionally narrower than the licence.

    Raises: NotFound(`licences.no_licence`), Unverified(`proofs.token_widened`), Forbidden(`parties.no_right`).
    """
    licence = actions.snapshot(licence_id, now=now, db=db).licence
    creator = parties.own_creator(actor, db=db)
    if licence.creator_id != creator.id:
        raise NotFound("licences.no_licence", "There is no such licence.")
    colleagues.check(actor.person_id, creator.id, Right.PAY, db=db)
    facts = TokenFacts(
        token_id=new_id("use"),
        licence=licence.id,
        holder=creator.id,
        audience=key.audience,
        scope=licence.scope,
        expires_at=min(licence.ends_at, now + TOKEN_LIFETIME),
    )
    minted = tokens.mint(facts, seed=key.seed)
    if narrowed is None:
        return minted
    return tokens.narrow(tokens.read_token(minted, public=key.public), scope=narrowed)


def decide(text: str, use: Use, key: TokenKey, *, now: Instant, db: Session) -> Decision:
    """What the gate would answer now: the token's own limits and the licence's, every reason named.

    Raises: Malformed(`proofs.token_unreadable`), Unverified(`proofs.token_wrong_signature`, `proofs.token_widened`).
    """
    token = tokens.read_token(text, public=key.public)
    seen = actions.snapshot(token.facts.licence, now=now, db=db)
    whole = rules.decide(seen, use)
    both = rules.narrowed(whole, token.scope, use)
    licence = seen.licence.scope
    says = (reason_sentence(r, licence if r in whole.reasons else token.scope) for r in both.reasons)
    return replace(both, says=tuple(says))


def reserve(
    actor: Actor, text: str, use: Use, nonce: str, key: TokenKey, *, audience: str, now: Instant, db: Session
) -> Permit:
    """Reserve one use for whoever shows the token; the permit is what alone runs an engine.

    `nonce` is the caller's own id of this use: the same one is never reserved twice.

    Raises: Malformed(`proofs.token_unreadable`), Unverified(`proofs.token_wrong_signature`, `proofs.token_widened`),
    Refused(`proofs.token_wrong_holder`, `proofs.token_wrong_audience`, `proofs.token_expired`, `licences.replayed`,
    `licences.denied`), TryAgain(`proofs.token_try_again`).
    """
    token = tokens.read_token(text, public=key.public)
    holder = parties.own_creator(actor, db=db).id
    colleagues.check(actor.person_id, holder, Right.PAY, db=db)
    shown = Presentation(holder, audience, nonce, now)
    tokens.authorise(token, use, shown, used_ids=(), revoked_ids=())
    licence_id = token.facts.licence
    return actions.reserve(licence_id, holder, use, nonce, narrowed=token.scope, now=now, db=db)
