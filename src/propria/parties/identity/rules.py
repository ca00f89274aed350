"""Rules of evidence of identity: how strong a route is, what a registry's row must say; pure."""

import csv
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from propria.kernel.errors import Forbidden, Malformed, Refused, Unverified
from propria.kernel.ids import PersonId
from propria.kernel.time import wire
from propria.parties.model import Evidence, Name, PartyId, Performer, Person, Role, Route, Strength
from propria.proofs.bindings import OUTSIDE_ROUTES

OUTSIDE = frozenset(Route(one) for one in OUTSIDE_ROUTES)
BY_DOMAIN = frozenset({Route.DOMAIN, Route.DNS})
REVIEWED = frozenset({Route.LETTER, Route.DOCUMENT})
STRONGEST_FIRST = (Route.DOMAIN, Route.DNS, Route.OIDC, Route.GUILD, Route.DOCUMENT, Route.LETTER)
REGISTRY_COLUMNS = ("performer", "member", "name_zh", "name_en")
MOST_ROWS = 10_000
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Party:
    """Whom evidence is about, by every name that they go by here: a founder by their own and their company's.

    `performer` is their profile, where they are one: only there does evidence decide what is public.
    """

    id: PartyId
    person_id: PersonId | None
    names: tuple[Name, ...]
    performer: Performer | None = None


def may_show(role: Role) -> None:
    """Whose identity is shown here. Raises: Forbidden(`parties.wrong_role`)."""
    if role not in (Role.PERFORMER, Role.REPRESENTATIVE, Role.CREATOR):
        raise Forbidden(
            "parties.wrong_role", "A performer, a representative or a creator shows who they are."
        )


def strength(evidence: Sequence[Evidence]) -> Strength:
    """The strongest of what there is."""
    if any(one.route in OUTSIDE for one in evidence):
        return Strength.OUTSIDE
    return Strength.OPERATOR if evidence else Strength.NONE


def weight(evidence: Sequence[Evidence]) -> int:
    """For comparing: the more, the further it can be relied on."""
    return [Strength.NONE, Strength.OPERATOR, Strength.OUTSIDE].index(strength(evidence))


def strongest(evidence: Sequence[Evidence]) -> Evidence | None:
    """What is named where one has room: somebody outside before the operator's own people."""
    return min(evidence, key=lambda one: STRONGEST_FIRST.index(one.route), default=None)


def is_enough(evidence: Sequence[Evidence], *, is_shared: bool, alone: bool) -> bool:
    """Whether a profile is evidenced: somebody outside says so, with a second factor where the name is another's too.

    `alone`: the library takes its operator's word alone where nobody else has the name.
    """
    found = strength(evidence)
    if is_shared:
        return found is Strength.OUTSIDE and factors(evidence) > 1
    return found is Strength.OUTSIDE or (alone and found is Strength.OPERATOR)


def factors(evidence: Sequence[Evidence]) -> int:
    """How many different things show who this is; a domain is one, by its file or its DNS."""
    return len({Route.DOMAIN if one.route is Route.DNS else one.route for one in evidence})


def may_name_domain(party: Party) -> None:
    """A listed name rests on what showed it first. Raises: Refused(`parties.already_claimed`)."""
    if party.performer is not None and party.performer.is_evidenced:
        raise Refused(
            "parties.already_claimed", "Your identity is evidenced already.", domain=party.performer.domain
        )


def domain_of(evidence: Sequence[Evidence]) -> str | None:
    """The domain that published the party's line, by its file or its DNS."""
    return next((one.by for one in evidence if one.route in BY_DOMAIN), None)


def from_profile(performer: Performer, kept: Sequence[Evidence]) -> list[Evidence]:
    """All evidence: what is kept, and the domain that published the performer's line."""
    if not performer.evidenced_at or not performer.domain or any(one.route is Route.DNS for one in kept):
        return list(kept)
    seen = Evidence(performer.id, Route.DOMAIN, performer.domain, "", performer.evidenced_at)
    return [seen, *(one for one in kept if one.route is not Route.DOMAIN)]


def attested(person: Person, evidence: Sequence[Evidence]) -> dict[str, Any]:
    """What the operator's attestation of a key says of who its holder is."""
    best = strongest(evidence)
    if best is None:
        return {"route": "operator_only", "role": person.role.value}
    seen = wire(best.seen_at)
    if best.route in BY_DOMAIN:
        return {"route": best.route.value, "domain": best.by, "checked_at": seen}
    if best.route in OUTSIDE:
        return {"route": best.route.value, "by": best.by, "checked_at": seen}
    return {"route": "operator_only", "seen": best.route.value, "seen_by": sorted(best.seen_by)}


def is_said(evidence: Mapping[str, Any], attested: Mapping[str, Any]) -> bool:
    """Whether the body of an attestation says just this of who its holder is."""
    told = ("route", "role", "domain", "by", "checked_at", "seen", "seen_by")
    return {name: attested[name] for name in told if name in attested} == dict(evidence)


def may_bind_key(person: Person, evidence: Sequence[Evidence], *, is_shared: bool) -> None:
    """A performer's identity is evidenced before a key stands for them; a name that is another's too takes two factors.

    Raises: Refused(`parties.not_evidenced`, `parties.second_factor_needed`).
    """
    if person.role is Role.PERFORMER and not evidence:
        raise Refused("parties.not_evidenced", "Prove who you are first: show that you hold a domain.")
    if person.role is Role.PERFORMER and is_shared and not is_enough(evidence, is_shared=True, alone=False):
        raise Refused(
            "parties.second_factor_needed",
            "Somebody else has this name too. Somebody outside and a second way have to show who you are.",
        )


def reviewable(route: str, reference: str) -> tuple[Route, str]:
    """A route that two people of the operator review, and the digest of what they saw.

    Raises: Malformed(`parties.evidence_unreadable`).
    """
    if route not in {one.value for one in REVIEWED} or not _SHA256.fullmatch(reference):
        raise Malformed(
            "parties.evidence_unreadable",
            "Name a letter, or a document and a live video, by the SHA-256 of its file.",
        )
    return Route(route), reference


def registry_rows(text: str) -> list[tuple[str, str, Name]]:
    """(performer code, member number, name) of each row of a guild's registry as CSV, with a row of headings.

    Raises: Malformed(`parties.registry_unreadable`) naming the line.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(reader.fieldnames or ()) != REGISTRY_COLUMNS:
        raise Malformed(
            "parties.registry_unreadable",
            f"The first row names the columns: {','.join(REGISTRY_COLUMNS)}.",
            line=1,
        )
    rows: list[tuple[str, str, Name]] = []
    for row in reader:
        if None in row or None in row.values() or not row["member"].strip() or len(rows) >= MOST_ROWS:
            raise Malformed("parties.registry_unreadable", "A row has another shape.", line=reader.line_num)
        name = Name(row["name_zh"].strip(), row["name_en"].strip())
        rows.append((row["performer"].strip(), row["member"].strip(), name))
    return rows


def same_name(party: Party, name: Name) -> None:
    """A registry's row is about this party. Raises: Refused(`parties.registry_other_name`)."""
    if name not in party.names:
        raise Refused(
            "parties.registry_other_name",
            "The registry gives this code another name than its holder does.",
            performer=party.id,
        )


def provider_says(party: Party, claims: Mapping[str, Any]) -> None:
    """The provider knows this party by a name that they use here. Raises: Unverified(`parties.provider_other_name`)."""
    if claims.get("name") not in {said for name in party.names for said in (name.zh, name.en)}:
        raise Unverified("parties.provider_other_name", "The provider knows this account under another name.")


def is_free(party: Party, holders: Sequence[Evidence]) -> None:
    """One account or membership shows one party. Raises: Refused(`parties.evidence_taken`)."""
    if any(one.party_id != party.id for one in holders):
        raise Refused("parties.evidence_taken", "This already shows who somebody else is.")


def digest(*parts: str) -> str:
    """What is kept of an account or a membership: enough to know it again, not to read it."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
