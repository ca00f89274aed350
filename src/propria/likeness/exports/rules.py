"""Rules of exports; pure. One person alone exports nothing."""

from propria.kernel.errors import Forbidden, Malformed, NotFound, Refused
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.likeness.exports.lifecycle import EXPORT
from propria.likeness.exports.model import Export, ExportState, Ground
from propria.likeness.model import AssetState, MediaAsset
from propria.likeness.rules import readable
from propria.parties.model import Actor, Role

LONGEST_RECIPIENT = 200


def is_operator(actor: Actor) -> None:
    """Exports are the operator's. Raises: NotFound(`likeness.no_export`)."""
    if actor.role is not Role.OPERATOR:
        raise NotFound("likeness.no_export", "There is no such export.")


def named_recipient(text: str) -> str:
    """Who gets the copy, on one line. Raises: Malformed(`likeness.no_recipient`)."""
    said = " ".join(text.split())
    if not 0 < len(said) <= LONGEST_RECIPIENT:
        raise Malformed("likeness.no_recipient", "Name who gets the copy; it carries their mark.")
    return said


def copyable(asset: MediaAsset, ground: Ground) -> MediaAsset:
    """What an order alone keeps, an order alone copies. Raises: Refused(`likeness.shredded`, `likeness.sealed`)."""
    if asset.state is AssetState.SEALED and ground is Ground.ORDER:
        return asset
    return readable(asset)


def after(export: Export, act: str, *, now: Instant) -> ExportState:
    """Where the act leads. Raises: Refused(`export.cannot_confirm`, `export.cannot_fetch`, `export.cannot_stop`)."""
    return ExportState(EXPORT.after(export.at(now).state.value, act))


def is_another(person_id: PersonId, export: Export) -> None:
    """Whoever asked does not confirm. Raises: Forbidden(`likeness.asked_yourself`)."""
    if person_id == export.asked_by:
        raise Forbidden(
            "likeness.asked_yourself", "You asked for this export; somebody else has to confirm it."
        )


def is_the_one(person_id: PersonId, export: Export) -> None:
    """Only whoever asked fetches. Raises: Forbidden(`likeness.asked_by_another`)."""
    if person_id != export.asked_by:
        raise Forbidden("likeness.asked_by_another", "Whoever asked for this export fetches it.")


def may_be_stopped(export: Export) -> None:
    """What an order demands, its performer contests elsewhere. Raises: Refused(`likeness.export_ordered`)."""
    if export.ground is Ground.ORDER:
        raise Refused(
            "likeness.export_ordered",
            "The operator says that an order demands this copy; you can contest it with whoever gave the order.",
        )
