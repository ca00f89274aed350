"""Identifiers: one type and one wire prefix per kind of thing, random, never reused."""

import secrets
from typing import NewType

PerformerId = NewType("PerformerId", str)
SubjectId = NewType("SubjectId", str)
PersonId = NewType("PersonId", str)
CreatorId = NewType("CreatorId", str)
MandateId = NewType("MandateId", str)
KeyId = NewType("KeyId", str)
StatementId = NewType("StatementId", str)
SigningRequestId = NewType("SigningRequestId", str)
BriefId = NewType("BriefId", str)
OfferId = NewType("OfferId", str)
ContractId = NewType("ContractId", str)
LicenceId = NewType("LicenceId", str)
PermitId = NewType("PermitId", str)
PreviewId = NewType("PreviewId", str)
CaptureId = NewType("CaptureId", str)
AssetId = NewType("AssetId", str)
ReplicaId = NewType("ReplicaId", str)
ReplicaVersionId = NewType("ReplicaVersionId", str)
RenderRequestId = NewType("RenderRequestId", str)
OutputId = NewType("OutputId", str)
UseId = NewType("UseId", str)
TransferId = NewType("TransferId", str)
DenialId = NewType("DenialId", str)
RecoveryId = NewType("RecoveryId", str)
ChannelId = NewType("ChannelId", str)
AlertId = NewType("AlertId", str)
GuildId = NewType("GuildId", str)
DutyId = NewType("DutyId", str)
LeaseId = NewType("LeaseId", str)
AnnouncementId = NewType("AnnouncementId", str)
ExportId = NewType("ExportId", str)
PreservationId = NewType("PreservationId", str)
UploadId = NewType("UploadId", str)
DaysId = NewType("DaysId", str)
ShareId = NewType("ShareId", str)
SearchId = NewType("SearchId", str)
LookalikeId = NewType("LookalikeId", str)
ArchiveId = NewType("ArchiveId", str)
PictureId = NewType("PictureId", str)
FolderId = NewType("FolderId", str)
SubmissionId = NewType("SubmissionId", str)
TapeId = NewType("TapeId", str)
InvitationId = NewType("InvitationId", str)

PREFIXES = {
    "performer": "prf",
    "subject": "sub",
    "person": "per",
    "creator": "crt",
    "mandate": "mdt",
    "key": "key",
    "statement": "stm",
    "signing request": "sgn",
    "brief": "brf",
    "offer": "off",
    "contract": "ctr",
    "licence": "lic",
    "permit": "pmt",
    "capture": "cap",
    "asset": "ast",
    "replica": "rpl",
    "replica version": "rpv",
    "render request": "rnd",
    "output": "out",
    "use": "use",
    "transfer": "trf",
    "denial": "dnl",
    "recovery": "rcv",
    "channel": "chn",
    "alert": "alr",
    "guild": "gld",
    "duty": "dty",
    "lease": "lse",
    "announcement": "ann",
    "export": "exp",
    "preservation": "prs",
    "upload": "upl",
    "days": "day",
    "share": "shr",
    "search": "sea",
    "lookalike": "lka",
    "archive": "arc",
    "folder": "fld",
    "invitation": "inv",
    "submission": "sbm",
    "tape": "tap",
    "sides": "sid",
    "preview": "prv",
    "picture": "pic",
}

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGIT_OF = bytes(ord(_ALPHABET[byte & 31]) for byte in range(256))
_DIGITS = 26
_SUBJECT_DIGITS = 52


def new_id(kind: str) -> str:
    """A fresh random id of `kind` (a key of PREFIXES): prefix, underscore, base32 digits.

    130 bits for most kinds; 260 bits for a subject, because a subject's id is its key in the
    public map and must not be guessable.

    >>> new_id("licence")[:4], len(new_id("licence"))
    ('lic_', 30)
    """
    digits = _SUBJECT_DIGITS if kind == "subject" else _DIGITS
    return f"{PREFIXES[kind]}_" + secrets.token_bytes(digits).translate(_DIGIT_OF).decode("ascii")


def is_id(kind: str, text: str) -> bool:
    """Whether `text` has the form of an id of `kind`.

    >>> is_id("licence", "lic_" + "0" * 26), is_id("licence", "use_" + "0" * 26)
    (True, False)
    """
    prefix, _, digits = text.partition("_")
    wanted = _SUBJECT_DIGITS if kind == "subject" else _DIGITS
    return prefix == PREFIXES[kind] and len(digits) == wanted and set(digits) <= set(_ALPHABET)
