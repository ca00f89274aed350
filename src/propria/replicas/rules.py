"""Rules of replicas; pure. Silence denies here too: what nobody approved is not usable."""

from collections.abc import Sequence

from propria.consent.model import Grant
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.likeness.model import AssetKind, AssetState, MediaAsset
from propria.replicas.engine import port
from propria.replicas.engine.manner import Manner
from propria.replicas.lifecycle import VERSION
from propria.replicas.model import Replica, ReplicaVersion, Source, VersionState

MOST_RECORDINGS = 200
MOST_SOURCE_BYTES = 2 << 30
"""What a build holds at once; of footage above `port.WORKING_BYTES` it holds a smaller copy."""
_SEEN = (AssetKind.PHOTO, AssetKind.VIDEO)


def is_own(person_id: PersonId, owner_id: PersonId | None) -> None:
    """A replica exists for its performer only. Raises: NotFound(`replicas.no_version`)."""
    if owner_id is None or person_id != owner_id:
        raise NotFound("replicas.no_version", "There is no such replica.")


def sources_of(chosen: Sequence[MediaAsset], performer_id: str) -> tuple[Source, ...]:
    """The recordings to build from: the performer's own, all still held, one of them showing a face.

    Raises: NotFound(`likeness.no_asset`), Refused(`likeness.shredded`, `replicas.evidence_only`,
    `replicas.nothing_to_build_from`, `replicas.too_much`).
    """
    for asset in chosen:
        if asset.performer_id != performer_id:
            raise NotFound("likeness.no_asset", "There is no such recording.")
        if asset.state is not AssetState.HELD:
            raise Refused("likeness.shredded", "This recording was destroyed; nobody can open it.")
        if not asset.is_material:
            raise Refused(
                "replicas.evidence_only",
                "Spoken consents, room tone and breaths are only kept; nothing is built from them.",
            )
    if not any(asset.kind in _SEEN for asset in chosen):
        raise Refused(
            "replicas.nothing_to_build_from", "Choose at least one photo or video: a replica needs a face."
        )
    size_bytes = sum(min(asset.size_bytes, port.WORKING_BYTES) for asset in chosen)
    if len(chosen) > MOST_RECORDINGS or size_bytes > MOST_SOURCE_BYTES:
        raise Refused(
            "replicas.too_much",
            "That is more than one build takes.",
            most_recordings=MOST_RECORDINGS,
            most_bytes=MOST_SOURCE_BYTES,
        )
    return tuple(Source(a.id, a.kind.value, a.digest) for a in chosen)


def check_form(form: port.Form, about: port.About) -> None:
    """The engine declares that it gives a line in this form. Raises: Refused(`replicas.form_not_made`)."""
    if form not in about.forms:
        raise Refused(
            "replicas.form_not_made",
            "This library's engine does not give a line in this form.",
            forms=[one.value for one in about.forms],
        )


def check_manner(manner: Manner, about: port.About) -> None:
    """The engine declares that it does a line in this manner. Raises: Refused(`replicas.manner_not_done`)."""
    if manner.feeling not in about.feelings or (manner.directs and not about.directs):
        raise Refused(
            "replicas.manner_not_done",
            "This library's engine does not do a line in this manner.",
            feelings=[one.value for one in about.feelings],
            directs=about.directs,
        )


def check_performs(about: port.About) -> None:
    """The engine declares that it does a stand-in's performance. Raises: Refused(`replicas.performance_not_made`)."""
    if not about.performs:
        raise Refused(
            "replicas.performance_not_made", "This library's engine does not do a stand-in's performance."
        )


def one_at_a_time(versions: Sequence[ReplicaVersion]) -> int:
    """The number of the next version. Raises: Refused(`replicas.already_building`)."""
    if any(v.state is VersionState.BUILDING for v in versions):
        raise Refused("replicas.already_building", "One build is running already; wait for it or stop it.")
    return max((v.number for v in versions), default=0) + 1


def after(version: ReplicaVersion, act: str) -> VersionState:
    """The state that `act` leads to. Raises: Refused(`replica_version.cannot_<act>`)."""
    return VersionState(VERSION.after(version.state.value, act))


def still_building(version: ReplicaVersion) -> None:
    """The build goes on. Raises: Refused(`replicas.stopped`)."""
    if version.state is not VersionState.BUILDING:
        raise Refused("replicas.stopped", "This build was stopped.", state=version.state.value)


def is_over(version: ReplicaVersion) -> bool:
    """Whether its files are to be destroyed; a tainted version keeps them until its performer cancels the replica."""
    return version.ended_at is not None and version.state is not VersionState.TAINTED


def not_sealed(version: ReplicaVersion, *, is_there: bool) -> None:
    """The version does not lie there for an order alone. Raises: Refused(`replicas.sealed`)."""
    if is_over(version) and is_there:
        raise Refused(
            "replicas.sealed",
            "This was to be destroyed and is kept for an order alone: nobody opens or uses it.",
        )


def signed_what_is_stored(version: ReplicaVersion, digests: object) -> None:
    """The approval names exactly the files that are stored. Raises: Refused(`replicas.other_files`)."""
    if version.digests() != digests:
        raise Refused("replicas.other_files", "This approval names other files than are stored.")


def usable(version: ReplicaVersion, replica: Replica, grant: Grant, now: Instant) -> None:
    """The version may be rendered now, as far as its performer's own word goes; a licence is asked elsewhere.

    Raises: Refused(`replicas.cancelled`, `replicas.tainted`, `replicas.not_approved`,
    `consent.no_build_consent`).
    """
    if replica.is_cancelled or version.state is VersionState.CANCELLED:
        raise Refused("replicas.cancelled", "This replica is cancelled; nothing may be made with it.")
    if version.state is VersionState.TAINTED:
        raise Refused(
            "replicas.tainted",
            "A recording that this was made from is destroyed; nothing may be made with it.",
        )
    if version.state is not VersionState.APPROVED:
        raise Refused(
            "replicas.not_approved", "The performer has not approved this version.", state=version.state.value
        )
    if not grant.is_in_force(now):
        raise Refused("consent.no_build_consent", "There is no consent to build in force.")
