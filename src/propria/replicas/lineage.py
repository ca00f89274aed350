"""Where a version comes from, to the byte: recordings, consents, engine, models and this library's own code.

It is written into the model card, whose digest the performer's approval signs. No name goes in, only ids.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from propria import __version__
from propria.likeness import actions as likeness
from propria.plumbing.database import Session
from propria.replicas.engine import port
from propria.replicas.model import ReplicaVersion


def consents_of(version: ReplicaVersion, *, db: Session) -> dict[str, str]:
    """Recording → the consent that it was recorded under, which may be an older one than the build's."""
    assets = [likeness.asset(source.asset_id, db=db) for source in version.sources]
    return {asset.id: likeness.capture_of(asset, db=db).consent_id for asset in assets}


def lineage(version: ReplicaVersion, recorded_under: Mapping[str, str], about: port.About) -> dict[str, Any]:
    """The lineage of a version as plain values."""
    return {
        "replica": version.replica_id,
        "version": version.id,
        "number": version.number,
        "recordings": [
            {"asset": s.asset_id, "kind": s.kind, "sha256": s.digest, "consent": recorded_under[s.asset_id]}
            for s in version.sources
        ],
        "consents": sorted({version.capture_consent, version.build_consent, *recorded_under.values()}),
        "library": {"name": "propria", "version": __version__},
        "engine": {"name": about.name, "version": about.version, "code_licence": about.code_licence},
        "weights_sha256": about.weights_sha256,
        "models": [vars(one) for one in about.models],
    }


def with_lineage(made: port.Artefacts, lineage: Mapping[str, Any]) -> port.Artefacts:
    """What an engine made, its card with the lineage, what it was compared with, and every other file's digest."""
    others = {n: hashlib.sha256(data).hexdigest() for n, data in made.files.items() if n != port.CARD}
    compared = {"compared_with": made.card["others"]} if "others" in made.card else {}
    card = made.card | {"lineage": dict(lineage) | compared | {"files": others}}
    said = json.dumps(card, indent=2, ensure_ascii=False, sort_keys=True).encode()
    return replace(made, files=made.files | {port.CARD: said}, card=card)


def remaining(version: ReplicaVersion, *, db: Session) -> Sequence[str]:
    """The recordings of a version that the vault still holds, by id."""
    assets = [likeness.asset(source.asset_id, db=db) for source in version.sources]
    return [asset.id for asset in assets if asset.is_material]
