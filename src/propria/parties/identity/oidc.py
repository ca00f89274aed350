"""An OpenID Connect provider that says who somebody is: discovery, the code flow with PKCE, the ID token. Keeps nothing."""

import base64
import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from propria.kernel.errors import NotFound, Unverified
from propria.kernel.time import Instant
from propria.parties.identity.evidence import NoRedirect, is_public

ALGORITHMS = ["RS256", "ES256", "EdDSA", "Ed25519"]
MAX_ANSWER_BYTES = 262_144
TIMEOUT_SECONDS = 8
CALLBACK = "/claim/provider/back"


@runtime_checkable
class IdentityProvider(Protocol):
    """Where somebody is sent to say who they are, and what comes back."""

    @property
    def name(self) -> str:
        """As people know it; empty where there is none."""
        ...

    def address(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """Where to send them. Raises: NotFound(`parties.no_provider`), Unverified(`parties.provider_unreachable`)."""
        ...

    def claims(self, *, code: str, nonce: str, verifier: str, back: str, now: Instant) -> dict[str, Any]:
        """What the provider signed about whoever came back.

        Raises: Unverified(`parties.provider_unreachable`, `parties.provider_word_invalid`).
        """
        ...


@dataclass(frozen=True)
class NoProvider:
    """A library that trusts no provider."""

    name: str = ""

    def address(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """Raises: NotFound(`parties.no_provider`)."""
        raise NotFound("parties.no_provider", "This library trusts no sign-in provider.")

    def claims(self, *, code: str, nonce: str, verifier: str, back: str, now: Instant) -> dict[str, Any]:
        """Raises: NotFound(`parties.no_provider`)."""
        raise NotFound("parties.no_provider", "This library trusts no sign-in provider.")


@dataclass(frozen=True)
class OidcProvider:
    """A provider by its issuer; over HTTPS from public addresses, in a demo also from this machine."""

    issuer: str
    client_id: str
    client_secret: str
    demo: bool = False

    @property
    def name(self) -> str:
        """The issuer's host, as people know it."""
        return urllib.parse.urlsplit(self.issuer).netloc

    def address(self, *, state: str, nonce: str, verifier: str, back: str) -> str:
        """Where to send them. Raises: Unverified(`parties.provider_unreachable`)."""
        asked = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self.client_id,
            "redirect_uri": back,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._found()['authorization_endpoint']}?{urllib.parse.urlencode(asked)}"

    def claims(self, *, code: str, nonce: str, verifier: str, back: str, now: Instant) -> dict[str, Any]:
        """What the provider signed about whoever came back.

        Raises: Unverified(`parties.provider_unreachable`, `parties.provider_word_invalid`).
        """
        found = self._found()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code_verifier": verifier,
        }
        answer = self._read(found["token_endpoint"], urllib.parse.urlencode(form).encode())
        keys = self._read(found["jwks_uri"])
        try:
            token = jwt.decode(answer["id_token"], KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            registry = jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=60,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": self.client_id},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
                exp={"essential": True},
            )
            registry.validate(token.claims)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise Unverified(
                "parties.provider_word_invalid", "What the provider sent back does not hold."
            ) from error
        return dict(token.claims)

    def _found(self) -> dict[str, str]:
        found: dict[str, str] = self._read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Unverified("parties.provider_word_invalid", "What the provider sent back does not hold.")
        return found

    def _read(self, where: str, form: bytes | None = None) -> Any:
        parts = urllib.parse.urlsplit(where)
        host, local = parts.hostname or "", self.demo and parts.hostname in ("localhost", "127.0.0.1")
        refusal = Unverified("parties.provider_unreachable", "The sign-in provider cannot be reached.")
        if not local and (parts.scheme != "https" or not is_public(host)):
            raise refusal
        request = urllib.request.Request(where, data=form, headers={"Accept": "application/json"})
        try:
            with urllib.request.build_opener(NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
                return json.loads(answer.read(MAX_ANSWER_BYTES))
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise refusal from error


def challenge_of(verifier: str) -> str:
    """What PKCE sends ahead of the verifier (RFC 7636, S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
