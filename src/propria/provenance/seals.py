"""Seal an output: labels first, then C2PA over the labelled bytes, then read it all and refuse a loss."""

import json
import shutil
from pathlib import Path
from typing import Any

import c2pa
from PIL import Image

from propria.kernel.errors import Refused
from propria.kernel.time import wire
from propria.plumbing.media import sha256_of, workplace
from propria.provenance import labels, marks, reading, rules
from propria.provenance.labels_drawn import draw_on_still
from propria.provenance.model import (
    LABEL_ASSERTION,
    LICENCE_ASSERTION,
    PERFORMANCE_ASSERTION,
    SIDECAR_ASSERTION,
    OutputFacts,
    Passport,
    ReadBack,
    Sealed,
)
from propria.provenance.trust import SealKey, TrustList

SIDECAR_SUFFIX = ".seal.png"
CARD_SIZE = (640, 360)
_ATTESTED = (
    "c2pa.actions",
    "cawg.training-mining",
    LICENCE_ASSERTION,
    LABEL_ASSERTION,
    SIDECAR_ASSERTION,
    PERFORMANCE_ASSERTION,
)
"""What the signer vouches for itself; C2PA would otherwise list it as merely gathered."""
_TRAINING = {
    "entries": {
        f"cawg.{purpose}": {"use": "notAllowed"}
        for purpose in ("ai_generative_training", "ai_training", "ai_inference", "data_mining")
    }
}


def seal_and_label(
    source: Path,
    out: Path,
    facts: OutputFacts,
    key: SealKey,
    *,
    trust: tuple[TrustList, ...] = (),
    work: Path | None = None,
) -> Sealed:
    """Label `source`, seal it to `out`, read it again, and leave `out` there only if nothing was lost.

    Plaintext in between lives in a private folder inside `work` (default: beside `out`) and is removed.
    With `trust`, the seal must also be trusted by one of the lists. A form that C2PA cannot carry
    (GLB) gets a sealed card beside it, `out` + `.seal.png`, that names its digest.
    Raises: Refused(`provenance.label_lost`, `provenance.seal_lost`) with every failure in its facts,
    Refused(`provenance.form_unsupported`, `provenance.seal_failed`), Unverified(`media.*`).
    """
    with workplace(work or out.parent) as place:
        labelled, sealed = place / "labelled", place / "sealed"
        media_type = labels.write_labels(
            source, labelled, making=facts.making, implicit=facts.implicit, explicit=facts.explicit
        )
        card: Path | None = None
        if media_type == "model/gltf-binary":
            sealed, card = labelled, _seal_card(labelled, facts, key, place)
        else:
            _sign(labelled, sealed, media_type, manifest(facts), key)
        read_back = release(sealed, facts, sha256=sha256_of(sealed), trust=trust, sidecar=card)
        if card is not None:
            _deliver(card, out.with_name(out.name + SIDECAR_SUFFIX))
        _deliver(sealed, out)
    return Sealed(
        output_id=facts.mark.output_id,
        media_type=media_type,
        size_bytes=read_back.size_bytes,
        sha256=read_back.sha256,
        label_bytes=facts.implicit.to_json() if facts.implicit else "",
        label_digest=facts.implicit.digest if facts.implicit else "",
        read_back=read_back,
        sidecar_name=out.name + SIDECAR_SUFFIX if card is not None else None,
    )


def release(
    sealed: Path,
    facts: OutputFacts,
    *,
    sha256: str,
    trust: tuple[TrustList, ...] = (),
    sidecar: Path | None = None,
) -> ReadBack:
    """Read a sealed file again and let it pass only if every mark is there; fails closed.

    Raises: Refused(`provenance.label_lost`) if only labels failed, Refused(`provenance.seal_lost`)
    otherwise; `failures` in its facts holds every code of `rules.release_checks`.
    """
    read_back = reading.read(sealed, trust=trust, sidecar=sidecar)
    expected = rules.Expected(facts, sha256=sha256, must_be_trusted=bool(trust))
    failures = rules.release_checks(read_back, expected)
    if failures:
        lost = rules.what_was_lost(failures)
        raise Refused(lost, "The output would leave without its marks.", failures=list(failures))
    return read_back


def passport_for(out: Path, sealed: Sealed, facts: OutputFacts, *, sealed_index: int) -> Passport:
    """The passport to keep of a released output, with marks by which it is found once stripped."""
    return Passport(
        output_id=sealed.output_id,
        facts=facts,
        sha256=sealed.sha256,
        media_type=sealed.media_type,
        label_digest=sealed.label_digest,
        sealed_index=sealed_index,
        marks=marks.mark(out),
    )


def _deliver(finished: Path, out: Path) -> None:
    """Put a finished file in its place in one step, readable by this user only."""
    finished.chmod(0o600)
    if finished.stat().st_dev != out.parent.stat().st_dev:
        near = out.with_name(out.name + ".part")
        shutil.copy(finished, near)
        finished = near
    finished.replace(out)


def manifest(facts: OutputFacts, *, covers: dict[str, Any] | None = None) -> dict[str, Any]:
    """The C2PA manifest of an output: actions, licence, label, and no to training and mining."""
    agent = {"name": facts.engine, "version": facts.engine_version}
    made = {
        "action": "c2pa.created",
        "digitalSourceType": facts.making.source_type,
        "softwareAgent": agent,
        "when": wire(facts.made_at),
    }
    if facts.manner:
        made["parameters"] = {f"app.propria.{name}": value for name, value in facts.manner.items()}
    actions: list[dict[str, Any]] = [made]
    if facts.trimmed_from_ms is not None:
        start_ms, end_ms = facts.trimmed_from_ms
        span = {"app.propria.from_ms": start_ms, "app.propria.to_ms": end_ms}
        actions.append({"action": "c2pa.edited", "description": "trimmed", "parameters": span})
    assertions = [
        {"label": "c2pa.actions.v2", "data": {"actions": actions}},
        {"label": "cawg.training-mining", "data": _TRAINING},
        {"label": LICENCE_ASSERTION, "data": facts.mark.to_assertion()},
    ]
    if facts.explicit is not None:
        assertions.append({"label": LABEL_ASSERTION, "data": facts.explicit.to_assertion()})
    if facts.performed_by is not None:
        assertions.append({"label": PERFORMANCE_ASSERTION, "data": facts.performed_by.to_assertion()})
    if covers is not None:
        assertions.append({"label": SIDECAR_ASSERTION, "data": covers})
    return {
        "claim_generator_info": [{"name": "propria", "version": "1"}],
        "title": facts.title,
        "assertions": assertions,
    }


def _sign(source: Path, out: Path, media_type: str, body: dict[str, Any], key: SealKey) -> None:
    builder_settings = {"thumbnail": {"enabled": False}, "created_assertion_labels": list(_ATTESTED)}
    settings = {"builder": builder_settings, "verify": {"verify_after_sign": False}}
    context = c2pa.Context(settings=c2pa.Settings.from_dict(settings))
    try:
        builder = c2pa.Builder(json.dumps(body), context=context)
        with source.open("rb") as stream, out.open("w+b") as target:
            builder.sign(_signer(key), media_type, stream, target)
    except c2pa.C2paError as error:
        raise Refused(
            "provenance.seal_failed", "The output could not be sealed.", reason=str(error)[:300]
        ) from None


def _signer(key: SealKey) -> "c2pa.Signer":
    if key.sign is not None:
        algorithm = c2pa.C2paSigningAlg[key.algorithm.upper()]
        return c2pa.Signer.from_callback(key.sign, algorithm, key.chain_pem, key.timestamp_url)
    if key.private_pem is None:
        raise Refused("provenance.seal_failed", "There is no key to seal with.")
    url = key.timestamp_url.encode() if key.timestamp_url else None
    info = c2pa.C2paSignerInfo(key.algorithm.encode(), key.chain_pem.encode(), key.private_pem.encode(), url)
    return c2pa.Signer.from_info(info)


def _seal_card(model: Path, facts: OutputFacts, key: SealKey, place: Path) -> Path:
    """A small sealed picture with the label on it, whose assertion names the model's digest."""
    bare, card = place / "card.png", place / "card.seal.png"
    picture = Image.new("RGB", CARD_SIZE, (38, 42, 48))
    if facts.explicit is not None:
        picture = draw_on_still(picture, facts.explicit)
    picture.save(bare, "PNG")
    covers = {
        "sha256": sha256_of(model),
        "size_bytes": model.stat().st_size,
        "media_type": "model/gltf-binary",
    }
    _sign(bare, card, "image/png", manifest(facts, covers=covers), key)
    return card
