"""Render tokens on biscuit: minted from a licence, narrowed offline by their holder, read for one use.

A token says what the licence allows; it neither counts quota nor knows of withdrawals: those are the
reserving side's.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import biscuit_auth
from biscuit_auth import (
    AuthorizationError,
    Biscuit,
    BiscuitBuilder,
    BiscuitValidationError,
    BlockBuilder,
    UnverifiedBiscuit,
)

from propria.kernel.errors import Malformed, PropriaError, Refused, Unverified
from propria.kernel.time import Instant, instant, wire
from propria.proofs.canonical import canonical_bytes, from_b64, read_canonical, to_b64
from propria.scope import Scope, Use, Verdict, check_covers, check_specific, permits

_ENGINE: Any = biscuit_auth  # its published stubs lack the limits and the algorithms
TIME_LIMIT = timedelta(milliseconds=200)
MAX_TOKEN_SIZE_CHARACTERS = 65_536
MAX_BLOCKS = 16
_TEXT = r"[A-Za-z0-9_.:/-]{1,200}"
_WHEN = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_PLAIN = re.compile(_TEXT + r"\Z")
_AUTHORITY = re.compile(
    rf'token\("(?P<token_id>{_TEXT})"\);\n'
    rf'licence\("(?P<licence>{_TEXT})"\);\n'
    rf'holder\("(?P<holder>{_TEXT})"\);\n'
    r'scope\("(?P<scope>[A-Za-z0-9_-]+)"\);\n'
    rf"check if time\(\$t\), \$t < (?P<expires_at>{_WHEN});\n"
    rf'check if audience\("(?P<audience>{_TEXT})"\);\n\Z'
)
_NARROWING = re.compile(
    r'(?:narrowed\("(?P<scope>[A-Za-z0-9_-]+)"\);\n)?'
    rf"(?:check if time\(\$t\), \$t < (?P<expires_at>{_WHEN});\n)?"
    rf'(?:check if audience\("(?P<audience>{_TEXT})"\);\n)?\Z'
)


class TryAgain(PropriaError):
    """The machine was too busy to decide; asking again is right, and this is never a no."""

    status = 503


@dataclass(frozen=True)
class TokenFacts:
    """What a token is for: one licence, one holder, one audience (the host that renders), one scope."""

    token_id: str
    licence: str
    holder: str
    audience: str
    scope: Scope
    expires_at: Instant

    def __post_init__(self) -> None:
        for text in (self.token_id, self.licence, self.holder, self.audience):
            if not _PLAIN.match(text):
                raise Malformed("proofs.token_unreadable", "A token's names are ids and addresses.")


@dataclass(frozen=True)
class RenderToken:
    """A token whose signatures verified: what was minted, and what is left after every narrowing.

    `revocation_ids` has one id a block; refusing any of them refuses the token.
    """

    facts: TokenFacts
    scope: Scope
    expires_at: Instant
    revocation_ids: tuple[str, ...]
    biscuit: Biscuit


@dataclass(frozen=True)
class Presentation:
    """One showing of a token: by whom, to whom, for which use id, when."""

    holder: str
    audience: str
    use_id: str
    now: Instant


@dataclass(frozen=True)
class TokenVerdict:
    """What the token says of a use: the token itself, and the scope's answer axis by axis."""

    token: RenderToken
    verdict: Verdict


def mint(facts: TokenFacts, *, seed: bytes) -> str:
    """A token for these facts, signed with the library's Ed25519 token key (`seed`, 32 bytes).

    Raises: Refused(`scope.any_not_allowed`): a token names what it allows.
    """
    check_specific(facts.scope)
    block = BiscuitBuilder(
        "token({token_id}); licence({licence}); holder({holder}); scope({scope});"
        "check if time($t), $t < {expires_at}; check if audience({audience});",
        {
            "token_id": facts.token_id,
            "licence": facts.licence,
            "holder": facts.holder,
            "scope": _scope_text(facts.scope),
            "expires_at": instant(wire(facts.expires_at)),
            "audience": facts.audience,
        },
    )
    return block.build(_ENGINE.PrivateKey.from_bytes(seed, _ENGINE.Algorithm.Ed25519)).to_base64()


def narrow(
    token: RenderToken, *, scope: Scope | None = None, expires_at: Instant | None = None, audience: str = ""
) -> str:
    """The same token with less in it, made offline by its holder; no key of the library's is needed.

    Raises: Unverified(`proofs.token_widened`) if `scope` is not covered by what is left,
    Malformed(`proofs.token_unreadable`).
    """
    parts: list[str] = []
    values: dict[str, object] = {}
    if scope is not None:
        _check_narrower(token.scope, scope)
        parts.append("narrowed({scope});")
        values["scope"] = _scope_text(scope)
    if expires_at is not None:
        parts.append("check if time($t), $t < {expires_at};")
        values["expires_at"] = instant(wire(expires_at))
    if audience:
        if not _PLAIN.match(audience):
            raise Malformed("proofs.token_unreadable", "An audience is an address.")
        parts.append("check if audience({audience});")
        values["audience"] = audience
    return token.biscuit.append(BlockBuilder("".join(parts), values)).to_base64()


def read_token(text: str, *, public: bytes) -> RenderToken:
    """A token checked against the library's token key (32 bytes), with every narrowing applied.

    Raises: Malformed(`proofs.token_unreadable`), Unverified(`proofs.token_wrong_signature`,
    `proofs.token_widened`).
    """
    biscuit = _open(text, public)
    authority = _AUTHORITY.match(biscuit.block_source(0))
    if authority is None:
        raise Malformed("proofs.token_unreadable", "This is not a render token.")
    facts = TokenFacts(
        authority["token_id"],
        authority["licence"],
        authority["holder"],
        authority["audience"],
        _read_scope(authority["scope"]),
        instant(authority["expires_at"]),
    )
    scope, expires_at = facts.scope, facts.expires_at
    for number in range(1, biscuit.block_count()):
        narrowing = _NARROWING.match(biscuit.block_source(number))
        if narrowing is None or biscuit.block_external_key(number) is not None:
            raise Unverified("proofs.token_widened", "A later block is more than a narrowing.", block=number)
        if narrowing["scope"]:
            narrower = _read_scope(narrowing["scope"])
            _check_narrower(scope, narrower)
            scope = narrower
        if narrowing["expires_at"]:
            expires_at = min(expires_at, instant(narrowing["expires_at"]))
    return RenderToken(facts, scope, expires_at, tuple(biscuit.revocation_ids), biscuit)


def authorise(
    token: RenderToken,
    use: Use,
    presented: Presentation,
    *,
    used_ids: Container[str],
    revoked_ids: Container[str],
    time_limit: timedelta = TIME_LIMIT,
) -> TokenVerdict:
    """What the token says of this use, shown by this holder to this audience now.

    The verdict may still be no, with the failing axes; what makes the token itself unusable raises.

    Raises: Refused(`proofs.token_wrong_holder`, `proofs.token_wrong_audience`, `proofs.token_expired`,
    `proofs.token_replayed`, `proofs.token_revoked`), TryAgain(`proofs.token_try_again`).
    """
    check_holder(token, presented)
    if presented.use_id in used_ids:
        raise Refused("proofs.token_replayed", "This use was already presented.", use_id=presented.use_id)
    if any(found in revoked_ids for found in token.revocation_ids):
        raise Refused("proofs.token_revoked", "This token was revoked.", token_id=token.facts.token_id)
    _run(token.biscuit, presented, time_limit)
    return TokenVerdict(token, permits(token.scope, use))


def check_presented(
    token: RenderToken, presented: Presentation, *, time_limit: timedelta = TIME_LIMIT
) -> None:
    """The token is in its holder's hand, at its audience, in its time. Raises: as `authorise`."""
    check_holder(token, presented)
    _run(token.biscuit, presented, time_limit)


def check_holder(token: RenderToken, presented: Presentation) -> None:
    """Raises: Refused(`proofs.token_wrong_holder`)."""
    if presented.holder != token.facts.holder:
        raise Refused("proofs.token_wrong_holder", "This token was given to somebody else.")


def _run(biscuit: Biscuit, presented: Presentation, time_limit: timedelta) -> None:
    builder = _ENGINE.AuthorizerBuilder(
        "time({now}); audience({audience}); allow if true;",
        {"now": presented.now, "audience": presented.audience},
    )
    limits = builder.limits()
    limits.max_time = time_limit
    builder.set_limits(limits)
    try:
        builder.build(biscuit).authorize()
    except AuthorizationError as error:
        raise _refusal(str(error)) from error


def _refusal(sentence: str) -> PropriaError:
    if "execution limits" in sentence:
        return TryAgain("proofs.token_try_again", "The library is busy; ask again.")
    if "check if audience(" in sentence:
        return Refused("proofs.token_wrong_audience", "This token is for another host.")
    return Refused("proofs.token_expired", "This token has expired.")


def _open(text: str, public: bytes) -> Biscuit:
    if len(text) > MAX_TOKEN_SIZE_CHARACTERS:
        raise Malformed("proofs.token_unreadable", "This token is too long.")
    try:
        UnverifiedBiscuit.from_base64(text)
    except BiscuitValidationError as error:
        raise Malformed("proofs.token_unreadable", "This is not a token.") from error
    try:
        biscuit = Biscuit.from_base64(text, _ENGINE.PublicKey.from_bytes(public, _ENGINE.Algorithm.Ed25519))
    except BiscuitValidationError as error:
        raise Unverified("proofs.token_wrong_signature", "The library did not sign this token.") from error
    if biscuit.block_count() > MAX_BLOCKS:
        raise Malformed("proofs.token_unreadable", "This token was narrowed too often.")
    return biscuit


def _check_narrower(wide: Scope, narrow: Scope) -> None:
    verdict = check_covers(wide, narrow)
    if not verdict:
        raise Unverified("proofs.token_widened", "A narrowing that allows more.", axes=list(verdict.axes))


def _scope_text(scope: Scope) -> str:
    return to_b64(canonical_bytes(scope.to_json()))


def _read_scope(text: str) -> Scope:
    return Scope.from_json(read_canonical(from_b64(text)))
