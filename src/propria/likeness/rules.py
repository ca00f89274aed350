"""Rules of the vault; pure."""

from collections.abc import Iterable
from itertools import groupby

from propria.consent.model import Grant
from propria.kernel.errors import Forbidden, Malformed, Refused
from propria.kernel.ids import PersonId
from propria.likeness.model import Access, AssetKind, AssetState, Capture, MediaAsset
from propria.parties.model import Actor, Performer
from propria.plumbing.web.words import Words

MAX_LINE_LENGTH = 1_000
MAX_PURPOSE_LENGTH = 300
SOUND = frozenset({"audio/wav", "audio/flac", "audio/mp4", "audio/webm", "audio/mpeg"})
MEDIA_TYPES: dict[AssetKind, frozenset[str]] = {
    AssetKind.PHOTO: frozenset({"image/jpeg", "image/png"}),
    AssetKind.VIDEO: frozenset({"video/mp4", "video/quicktime", "video/webm"}),
    AssetKind.VOICE: SOUND,
    AssetKind.SPOKEN_CONSENT: SOUND,
    AssetKind.ROOM_TONE: SOUND,
    AssetKind.BREATH: SOUND,
}
ALSO_CALLED = {
    "audio/x-wav": "audio/wav",
    "audio/x-flac": "audio/flac",
    "audio/x-m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
}
"""What browsers call a file that has a registered media type."""


def check_media_type(kind: AssetKind, media_type: str) -> None:
    """The file is of a type that this kind of recording may have. Raises: Malformed(`likeness.wrong_type`)."""
    if media_type not in MEDIA_TYPES[kind]:
        allowed = sorted(MEDIA_TYPES[kind])
        raise Malformed(
            "likeness.wrong_type", f"A {kind.value} is one of {', '.join(allowed)}.", allowed=allowed
        )


def check_line(line: str) -> str:
    """The words spoken in a recording, as one line. Raises: Malformed(`likeness.line_too_long`)."""
    said = " ".join(line.split())
    if len(said) > MAX_LINE_LENGTH:
        raise Malformed("likeness.line_too_long", "The words of one take are at most 1,000 characters.")
    return said


def check_spoken(said: str, words: Words) -> None:
    """A spoken consent says one of the two texts and nothing else. Raises: Malformed(`likeness.other_words`)."""
    if said not in (words.zh, words.en):
        raise Malformed(
            "likeness.other_words", "A spoken consent says these words.", zh=words.zh, en=words.en
        )


def of_this_session(capture: Capture, grant: Grant) -> Grant:
    """The consent in force is the one that the session began under; another one needs a session of its own.

    Raises: Refused(`likeness.other_consent`).
    """
    if grant.id != capture.consent_id:
        raise Refused("likeness.other_consent", "The consent of this session has ended; begin a new session.")
    return grant


def may_record(actor: Actor, performer: Performer) -> None:
    """Only the performer puts recordings of themselves into the vault. Raises: Forbidden(`likeness.not_yours`)."""
    if performer.person_id != actor.person_id:
        raise Forbidden("likeness.not_yours", "Only the performer puts recordings into their vault.")


def may_look(actor: Actor, performer_person: PersonId | None) -> None:
    """A recording is opened whole by its performer alone; nobody of the operator's takes one out.

    Raises: Forbidden(`likeness.not_yours`).
    """
    if actor.person_id != performer_person:
        raise Forbidden("likeness.not_yours", "This recording is not yours to open.")


def stated_purpose(purpose: str | Words) -> str:
    """A purpose as it is kept: somebody's own words on one line, the library's own on two, zh and en.

    Raises: Refused(`likeness.no_purpose`).
    """
    said = [
        " ".join(line.split())
        for line in ((purpose,) if isinstance(purpose, str) else (purpose.zh, purpose.en))
    ]
    if not all(0 < len(line) <= MAX_PURPOSE_LENGTH for line in said):
        raise Refused("likeness.no_purpose", "Say in one sentence why you open this; the performer reads it.")
    return "\n".join(said)


def together(accesses: Iterable[Access]) -> list[tuple[Access, int]]:
    """Openings of one performer's recordings that read as one: by the same person, for the same purpose, at once."""
    runs = groupby(accesses, lambda a: (a.person_id, a.purpose, a.opened_at.replace(second=0, microsecond=0)))
    groups = [list(run) for _, run in runs]
    return [(group[0], len(group)) for group in groups]


def readable(asset: MediaAsset) -> MediaAsset:
    """The asset still exists, and not for an order alone. Raises: Refused(`likeness.shredded`, `likeness.sealed`)."""
    if asset.state is AssetState.SEALED:
        raise Refused("likeness.sealed", "An order alone keeps this recording; nobody opens or uses it.")
    if asset.state is AssetState.SHREDDED:
        raise Refused("likeness.shredded", "This recording was destroyed; nobody can open it.")
    return asset
