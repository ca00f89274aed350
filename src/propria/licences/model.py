"""The nouns of licences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from propria.deals.model import Side
from propria.kernel.ids import (
    AnnouncementId,
    ContractId,
    CreatorId,
    LeaseId,
    LicenceId,
    PerformerId,
    PermitId,
    StatementId,
    SubjectId,
    UseId,
)
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.proofs.leases import Record
from propria.scope import Quota, Reason, Scope, Use
from propria.scope.words import Said


@dataclass(frozen=True)
class Licence:
    """What a performer allowed a creator in one project, frozen at the last signature.

    `notice_ends_at` is when the notice and the cooling-off that the rules ask for have elapsed; `funds_needed` must be held
    before anything is rendered; `stopped_at_entry` is the log entry that ended or held it.
    """

    id: LicenceId
    contract_id: ContractId
    performer_id: PerformerId
    subject: SubjectId
    creator_id: CreatorId
    project: str
    project_title: tuple[str, str]
    scope: Scope
    starts_at: Instant
    ends_at: Instant
    notice_ends_at: Instant
    funds_needed: Money
    funds_held_at: Instant | None
    shown_by_performer: bool
    shown_by_creator: bool
    signed_at_entry: int
    signed_at: Instant
    withdrawn_at_entry: int | None = None
    withdrawn_at: Instant | None = None
    held_at_entry: int | None = None
    disputed_at_entry: int | None = None
    version: int = 1

    @property
    def is_public(self) -> bool:
        """Both sides signed its announcement."""
        return self.shown_by_performer and self.shown_by_creator

    @property
    def is_frozen(self) -> bool:
        """Whether a hold or a dispute stands, which stops work in flight too."""
        return self.held_at_entry is not None or self.disputed_at_entry is not None

    @property
    def stopped_at_entry(self) -> int | None:
        """The log entry that withdrew, disputed or holds it, the first of these that there is."""
        stops = (self.withdrawn_at_entry, self.disputed_at_entry, self.held_at_entry)
        return next((entry for entry in stops if entry is not None), None)


@dataclass(frozen=True)
class Version:
    """What a licence allowed from one log entry on, as one contract froze it; `kind` is how it came to be."""

    licence_id: LicenceId
    number: int
    kind: str
    contract_id: ContractId
    scope: Scope
    starts_at: Instant
    ends_at: Instant
    funds_needed: Money
    from_entry: int
    from_at: Instant


@dataclass(frozen=True)
class Announcement:
    """The words in which a licence may be said: `says` is what each side signs, and both must.

    `hands` is who signed for the performer's side so far, by which statement; `performer_statement` the last of them, once
    everybody has who signs a licence for that side. `said_at_entry` is the last signature of both sides;
    `withdrawn_at_entry` the signed word of either that it ends.
    """

    id: AnnouncementId
    licence_id: LicenceId
    says: Mapping[str, Any]
    performer_statement: StatementId | None = None
    creator_statement: StatementId | None = None
    said_at_entry: int | None = None
    withdrawn_at_entry: int | None = None
    hands: Mapping[str, StatementId] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """Whether both signed it and neither took it back."""
        return self.said_at_entry is not None and self.withdrawn_at_entry is None

    def signed_by(self, side: Side) -> StatementId | None:
        """The statement by which a side signed it."""
        return self.performer_statement if side is Side.PERFORMER else self.creator_statement


class Condition(StrEnum):
    """What a signed licence still waits for before it is active."""

    TERM = "term_not_begun"
    NOTICE = "notice_running"
    FUNDS = "funds_not_held"
    CAPTURE = "no_capture_consent"


@dataclass(frozen=True)
class Standing:
    """Where a licence stands at an instant, and what it waits for."""

    state: Deal
    waits_for: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """All that a decision reads: a licence, its standing, what is used up, as of which log entry.

    The licence's scope is the signed one; `is_signed` is false where such words are not there.
    `suspended`: what no use may touch now, for reasons that are the performer's to know. `after_death`: the
    performer has died, so that every use is one after death. `may_train`: a consent to training is in force, or nothing asks for one.
    """

    licence: Licence
    standing: Standing
    used: Mapping[str, int]
    as_of: int
    is_signed: bool = True
    suspended: tuple[Scope, ...] = ()
    after_death: bool = False
    may_train: bool = True


@dataclass(frozen=True)
class Decision:
    """May this use be made? Every reason against it by code, as of which log entry; `says`: each axis in words."""

    allowed: bool
    codes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    as_of: int
    says: tuple[Said, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Permit:
    """One reserved use. Only a permit runs an engine."""

    id: PermitId
    licence_id: LicenceId
    creator_id: CreatorId
    use: Use
    amounts: tuple[Quota, ...]
    nonce: str
    reserved_at: Instant
    at_entry: int


@dataclass(frozen=True)
class IssuedLease:
    """A part of a licence's quota that a holder's key may use offline. `document` is what the holder was handed.

    `debited` is what the licence's counter holds for it: the whole quota, or more if more was used; after its return
    what was used.
    """

    id: LeaseId
    licence_id: LicenceId
    creator_id: CreatorId
    nonce: str
    document: Mapping[str, Any]
    debited: Mapping[str, int]
    at_entry: int
    issued_at: Instant
    expires_at: Instant
    closed_at: Instant | None = None

    @property
    def quota(self) -> dict[str, int]:
        """Unit → how much it was issued for."""
        volume = Scope.from_json(self.document["lease"]["scope"]).volume
        return {q.unit: q.limit for q in volume} if isinstance(volume, tuple) else {}


@dataclass(frozen=True)
class ReportedRecord:
    """A record that came back: a use has a use id, a split has none. `breaches`: codes of what is wrong with it."""

    lease_id: LeaseId
    position: int
    record: Record
    breaches: tuple[str, ...]
    overlaps: str
    use_id: UseId | None
    is_charged: bool
    received_at: Instant
    statement_id: StatementId

    def is_after(self, withdrawn_at: Instant | None) -> bool:
        """Whether it says of itself that it was made after the licence had been withdrawn."""
        return withdrawn_at is not None and self.use_id is not None and self.record.made_at >= withdrawn_at

    def rests_on_its_word(self, withdrawn_at: Instant | None) -> bool:
        """Whether only its holder says that it was made before the withdrawal: it was reported after it."""
        earlier = withdrawn_at is not None and self.record.made_at < withdrawn_at
        return earlier and withdrawn_at is not None and self.received_at >= withdrawn_at


@dataclass(frozen=True)
class PublicLicence:
    """What may be said of a licence when both sides signed an announcement of it; `statements` are the two signatures."""

    id: LicenceId
    performer_id: PerformerId
    project: str
    title: tuple[str, str]
    state: str
    signed_at_entry: int
    says: Mapping[str, Any]
    statements: tuple[StatementId, ...]


@dataclass(frozen=True)
class Tally:
    """Distinct performers by the public state of their licences."""

    licensed: frozenset[PerformerId]
    active: frozenset[PerformerId]
    ended: frozenset[PerformerId]
