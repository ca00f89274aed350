"""The nouns of who is who. Nothing here knows how a person signs in or where a row lies."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from propria.kernel.ids import (
    CreatorId,
    GuildId,
    KeyId,
    MandateId,
    PerformerId,
    PersonId,
    RecoveryId,
    StatementId,
    SubjectId,
)
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.proofs.envelopes import PublicKey
from propria.scope import Scope


class Role(StrEnum):
    """What a person is here; one person has one role in the first versions of the library."""

    PERFORMER = "performer"
    REPRESENTATIVE = "representative"
    CREATOR = "creator"
    OPERATOR = "operator"
    VISITOR = "visitor"


@dataclass(frozen=True)
class Name:
    """A name in both languages of the library; each is what the person uses, never a transcription."""

    zh: str
    en: str

    def to_json(self) -> dict[str, str]:
        """The signed form."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    id: PersonId
    subject: SubjectId
    name: Name
    role: Role
    demo_name: str | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever does something now: the only way to fetch what is not public."""

    person_id: PersonId
    name: Name
    role: Role


class Contest(StrEnum):
    """What a denial does to a profile in public; the strongest of several counts."""

    NONE = "none"
    DISPUTED = "disputed"
    HIDDEN = "hidden"
    VOID = "void"


@dataclass(frozen=True)
class Performer:
    """A performer's profile. `person_id` is empty while nobody has claimed it."""

    id: PerformerId
    subject: SubjectId
    name: Name
    person_id: PersonId | None
    domain: str | None
    evidenced_at: Instant | None = None
    imported_at: Instant | None = None
    import_expires_at: Instant | None = None
    contest: Contest = Contest.NONE
    hides_at: Instant | None = None
    by_operator: bool = False

    def contested(self, now: Instant) -> Contest:
        """Where denials leave the profile at `now`: a dispute that nobody answers hides it by itself."""
        unanswered = self.contest is Contest.DISPUTED and self.hides_at is not None and self.hides_at <= now
        return Contest.HIDDEN if unanswered else self.contest

    @property
    def is_evidenced(self) -> bool:
        """Whether enough attests who this is: an outsider, and a second factor where the name is another's too."""
        return self.evidenced_at is not None

    @property
    def rests_on_operator(self) -> bool:
        """Whether it is listed on the operator's word alone, which only a library set up for it takes."""
        return self.is_evidenced and self.by_operator


@dataclass(frozen=True)
class Creator:
    """Who makes productions: an organisation that one person acts for."""

    id: CreatorId
    person_id: PersonId
    name: Name


class Power(StrEnum):
    """What a mandate may allow a representative to do, each by name and never by implication."""

    NEGOTIATE = "negotiate"
    SIGN_CONTRACT = "sign_contract"
    WITHDRAW = "withdraw"
    SUB_DELEGATE = "sub_delegate"


class Capacity(StrEnum):
    """In what right somebody puts a hand to a contract for the performer's side."""

    OWN = "own"
    MANDATE = "mandate"
    ASSENT = "assent"
    GUARDIAN = "guardian"
    ESTATE = "estate"
    MEMBER = "member"


@dataclass(frozen=True)
class Mandate:
    """The power to act for a performer: which acts, within which scopes, from when until when.

    `parent_id` is the mandate that it was passed on from, which it can never outreach. `floor` is the least that a
    contract signed under it pays in all; None sets no limit.
    """

    id: MandateId
    performer_id: PerformerId
    representative_id: PersonId
    powers: frozenset[Power]
    scopes: tuple[Scope, ...]
    starts_at: Instant
    ends_at: Instant
    statement_id: StatementId
    revoked_at_entry: int | None = None
    parent_id: MandateId | None = None
    floor: Money | None = None

    def runs_at(self, now: Instant, power: Power | None = None) -> bool:
        """Whether it is in force at an instant, neither ended nor revoked, and names this power where one is asked for."""
        in_force = self.revoked_at_entry is None and self.starts_at <= now < self.ends_at
        return in_force and (power is None or power in self.powers)


@dataclass(frozen=True)
class Exercise:
    """One use of a power: within which scope (None asks for the power alone) and for how much in all.

    `own_key_follows` asks for an agent's hand beneath the performer's own.
    """

    power: Power
    scope: Scope | None = None
    guarantee: Money | None = None
    own_key_follows: bool = False


class ClaimState(StrEnum):
    """What the performer said to somebody who claims to represent them."""

    OPEN = "open"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True)
class Claimant:
    """Somebody who signed that they represent a performer. It gives them nothing."""

    statement_id: StatementId
    performer_id: PerformerId
    person_id: PersonId
    state: ClaimState
    at_entry: int


@dataclass(frozen=True)
class Birth:
    """When a performer was born, as two people saw it in a document. It is evidence, private, and never shown."""

    performer_id: PerformerId
    born_on: date
    salt: str
    statement_id: StatementId


@dataclass(frozen=True)
class Ward:
    """Somebody who signed that they are a minor's legal guardian; it counts once two people saw the papers."""

    performer_id: PerformerId
    guardian_id: PersonId
    stated_by: StatementId
    attested_by: StatementId | None


@dataclass(frozen=True)
class Death:
    """A performer died, as two people saw it in a document; from `at_entry` on nobody acts for them but their estate."""

    performer_id: PerformerId
    died_on: date
    statement_id: StatementId
    at_entry: int
    attested_at: Instant


@dataclass(frozen=True)
class Heir:
    """Who holds a part of a performer's estate, `share` in basis points; two people saw the papers."""

    performer_id: PerformerId
    person_id: PersonId
    share: int
    attested_by: StatementId


@dataclass(frozen=True)
class Guild:
    """A guild or union, for which one person signs; two operators saw its papers."""

    id: GuildId
    person_id: PersonId
    name: Name


@dataclass(frozen=True)
class Suspension:
    """What a guild's members may not be used for until the guild lifts it: as a red line is written."""

    statement_id: StatementId
    guild_id: GuildId
    scope: Scope


@dataclass(frozen=True)
class Member:
    """A performer who is named as one of a group; they are in it once they signed, until anybody leaves."""

    group_id: PerformerId
    performer_id: PerformerId
    joined_by: StatementId | None


@dataclass(frozen=True)
class GuildFloor:
    """The least that a guild's members work for within a scope, in all, until the guild sets another or ends it."""

    statement_id: StatementId
    guild_id: GuildId
    guild: Name
    scope: Scope
    floor: Money


PartyId = PerformerId | PersonId
"""Whom evidence of identity is about: a performer's profile, or whoever founded a company or represents somebody."""


@dataclass(frozen=True)
class DomainClaim:
    """What a domain must publish so that its holder is known to be this party."""

    party_id: PartyId
    domain: str
    token: str

    @property
    def expected_line(self) -> str:
        """The line that `https://<domain>/.well-known/propria.txt` has to hold."""
        return f"propria-claim={self.token}"


class Route(StrEnum):
    """By what an identity is evidenced."""

    DOMAIN = "domain"
    DNS = "dns"
    GUILD = "guild"
    OIDC = "oidc"
    LETTER = "letter"
    DOCUMENT = "document_and_video"


@dataclass(frozen=True)
class Evidence:
    """What shows who a party is: by whose word (a domain, a guild, a provider, an organisation), seen by whom."""

    party_id: PartyId
    route: Route
    by: str
    reference: str
    seen_at: Instant
    seen_by: tuple[PersonId, ...] = ()


class Strength(StrEnum):
    """How far an identity can be relied on: somebody outside says it, the operator's people do, or nobody."""

    OUTSIDE = "outside"
    OPERATOR = "operator_only"
    NONE = "none"


@dataclass(frozen=True)
class SigningKey:
    """A person's signing key. Until it is bound (`key.bound`, `identity.attested`) it signs nothing else.

    From the entry that revokes it on it signs nothing at all. `name` is its owner's word for it, private. A
    recovered key signs nothing of weight before `barred_until`.
    """

    public: PublicKey
    person_id: PersonId
    credential_id: bytes | None
    is_bound: bool
    bound_by: StatementId | None = None
    attested_by: StatementId | None = None
    revoked_by: StatementId | None = None
    name: str = ""
    added_at: Instant | None = None
    barred_until: Instant | None = None

    @property
    def signs(self) -> bool:
        """Whether it stands for its person now."""
        return self.is_bound and self.revoked_by is None


@dataclass(frozen=True)
class Guardians:
    """Whose signed word it takes to recover a person's key: at least `needed` of these."""

    person_id: PersonId
    guardians: tuple[PersonId, ...]
    needed: int
    statement_id: StatementId


class RecoveryState(StrEnum):
    """Where the recovery of a lost key stands."""

    BEGUN = "begun"
    WAITING = "waiting"
    BARRED = "barred"
    DONE = "done"
    VETOED = "vetoed"


@dataclass(frozen=True)
class Recovery:
    """A lost key is replaced by another. `due_at`: when the wait, or after it the bar, is over.

    `guardians` and `needed` are as they were when it began; nobody changes them on the way.
    """

    id: RecoveryId
    person_id: PersonId
    key_id: KeyId
    state: RecoveryState
    guardians: tuple[PersonId, ...]
    needed: int
    vouched: frozenset[PersonId]
    route: str | None
    begun_at: Instant
    due_at: Instant | None
