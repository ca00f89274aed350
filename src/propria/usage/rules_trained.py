"""When a model is tainted: made or meant for more than its licence allows, its licence withdrawn, or made from one that is; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from propria.consent.model import LIVING, Grant, Purpose
from propria.kernel.errors import Malformed
from propria.kernel.ids import CreatorId, LicenceId, StatementId
from propria.kernel.time import Instant
from propria.plumbing.web.words import Words
from propria.scope import Scope, Use, permits
from propria.scope.codes.doings import MODEL_ACTS, TRAINING_ACTS
from propria.scope.codes.media import MEDIA
from propria.scope.words import code_words

MOST_NAME = 200
MOST_PARENTS = 50
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LOOKED_AT = ("act", "medium")


@dataclass(frozen=True)
class TrainedModel:
    """A model that a licensee says it made from a performer's data: by which act, meant for which media, from which others.

    `sha256` (hex) is of its weights; `made_from` names the statements of the models that it was made from.
    """

    id: StatementId
    licence_id: LicenceId
    creator_id: CreatorId
    name: str
    sha256: str
    act: str
    media: tuple[str, ...]
    made_from: tuple[StatementId, ...]
    entry_index: int
    at: Instant


@dataclass(frozen=True)
class Taint:
    """Why a model may not be used, by code and in words."""

    code: str
    says: Words


WITHDRAWN = Taint("licence_withdrawn", Words("其授权已撤回", "its licence was withdrawn"))
NO_CONSENT = Taint(
    "no_train_consent",
    Words("演员没有同意训练，或已收回", "there is no consent to training, or it was taken back"),
)
FROM_TAINTED = Taint(
    "made_from_tainted",
    Words("它由另一个停用的模型制成", "it was made from a model that is tainted itself"),
)


def check_model(name: str, sha256: str, act: str, media: Sequence[str], made_from: Sequence[str]) -> None:
    """A model can be registered so. Raises: Malformed(`usage.model_unreadable`)."""
    well_formed = (
        0 < len(name.strip()) <= MOST_NAME
        and _SHA256.fullmatch(sha256) is not None
        and act in MODEL_ACTS
        and bool(media)
        and all(one in MEDIA for one in media)
        and len(made_from) <= MOST_PARENTS
    )
    if not well_formed:
        raise Malformed(
            "usage.model_unreadable",
            "A model has a name, the SHA-256 of its weights, one act (build, fine_tune, train) and the media that it is for.",
        )


def agreed(grants: Sequence[Grant], model: TrainedModel) -> bool:
    """Whether one person agreed to training before the model was registered, and has not taken it back."""
    return any(
        g.purpose is Purpose.TRAIN
        and g.state in LIVING
        and g.given_at_entry < model.entry_index
        and model.at < g.retained_until
        for g in grants
    )


def taints(
    model: TrainedModel, scope: Scope, *, is_agreed: bool, is_withdrawn: bool, made_from_tainted: bool
) -> tuple[Taint, ...]:
    """What taints a model under the scope of its licence; none where it may be used as it is meant.

    Source: acceptance scenario 16.
    """
    asked = Use.of(model.at, act=[model.act], medium=model.media)
    found = [
        Taint(f"{reason.axis}_mismatch", _beyond(reason.axis, reason.asked))
        for reason in permits(scope, asked).reasons
        if reason.axis in _LOOKED_AT and reason.asked
    ]
    if model.act in TRAINING_ACTS and not is_agreed:
        found.append(NO_CONSENT)
    if is_withdrawn:
        found.append(WITHDRAWN)
    if made_from_tainted:
        found.append(FROM_TAINTED)
    return tuple(found)


def _beyond(axis: str, codes: Sequence[str]) -> Words:
    words = [code_words(axis, code) for code in codes]
    zh, en = "、".join(one.zh for one in words), ", ".join(one.en for one in words)
    return Words(f"授权不及于：{zh}", f"its licence does not reach this: {en}")
