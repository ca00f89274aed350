"""Rules of identity and authority; pure."""

import re
from collections.abc import Iterable

from propria.kernel.errors import Forbidden, Refused, Unverified
from propria.kernel.ids import PersonId
from propria.kernel.time import DAY
from propria.parties.model import (
    Actor,
    Contest,
    DomainClaim,
    Name,
    Performer,
    Role,
    SigningKey,
)

IMPORT_LIFETIME = 90 * DAY
MAX_NAME_LENGTH = 80
_DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|localhost)(:\d{2,5})?$"
)


def readable_name(zh: str, en: str) -> Name:
    """A name that can be shown. Raises: Refused(`parties.name_unusable`)."""
    zh, en = zh.strip(), en.strip()
    for part in (zh, en):
        if not part or len(part) > MAX_NAME_LENGTH or not part.isprintable():
            raise Refused(
                "parties.name_unusable", "A name needs 1 to 80 printable characters in each language."
            )
    return Name(zh, en)


def readable_domain(text: str) -> str:
    """A host name in lower case. Raises: Refused(`parties.domain_unusable`)."""
    domain = text.strip().lower().removeprefix("https://").rstrip("/")
    if not _DOMAIN.match(domain):
        raise Refused("parties.domain_unusable", "Give a domain that you hold, such as name.example.")
    return domain


def check_domain(claim: DomainClaim, published: str) -> None:
    """The domain publishes the claim's line, in its file or its DNS. Raises: Unverified(`parties.domain_silent`)."""
    if claim.expected_line not in (line.strip() for line in published.splitlines()):
        raise Unverified(
            "parties.domain_silent",
            f"https://{claim.domain}/.well-known/propria.txt does not hold the line {claim.expected_line}.",
            domain=claim.domain,
            expected_line=claim.expected_line,
        )


def may_claim(performer: Performer) -> Performer:
    """A claim that was found to be another's is not begun again. Raises: Refused(`parties.claim_void`)."""
    if performer.contest is Contest.VOID:
        raise Refused("parties.claim_void", "This profile was found to be another person's.")
    return performer


def is_own(person_id: PersonId, performer: Performer) -> None:
    """The profile is this person's. Raises: Forbidden(`parties.not_yours`)."""
    if performer.person_id != person_id:
        raise Forbidden("parties.not_yours", "Only the performer can do this.")


def binds(signer: SigningKey, new: SigningKey, keys: Iterable[SigningKey]) -> None:
    """The first key of a person binds itself; later ones need a key that signs for them already.

    Raises: Forbidden(`parties.not_yours`), Refused(`parties.other_key_binds`).
    """
    if new.person_id != signer.person_id or new.is_bound:
        raise Forbidden("parties.not_yours", "This key is another's, or is bound already.")
    if signer.signs:
        return
    if signer.public != new.public:
        raise Forbidden("parties.not_yours", "A key that signs nothing binds none.")
    if any(k.is_bound for k in keys):
        raise Refused(
            "parties.other_key_binds",
            "Sign this with a key that you have already; if you lost them all, recover.",
        )


def key_name(name: str) -> str:
    """A word for a key. Raises: Refused(`parties.key_name_unusable`)."""
    given = " ".join(name.split())
    if len(given) > MAX_NAME_LENGTH or not given.isprintable():
        raise Refused("parties.key_name_unusable", "A key's name has at most 80 printable characters.")
    return given


def is_in_use(key: SigningKey) -> None:
    """Raises: Refused(`parties.key_not_in_use`)."""
    if not key.signs:
        raise Refused("parties.key_not_in_use", "This key signs nothing anyway.")


def only(role: Role, actor: Actor) -> Actor:
    """The actor has the role. Raises: Forbidden(`parties.wrong_role`)."""
    if actor.role is not role:
        raise Forbidden("parties.wrong_role", f"Only the {role.value} can do this.")
    return actor
