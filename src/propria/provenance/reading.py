"""Read what any media file says about itself: seal, licence assertion, labels. Facts, never a verdict.

Works offline: remote manifests, time services and revocation services are never asked.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import c2pa

from propria.kernel.errors import Malformed
from propria.plumbing.media import sha256_of
from propria.plumbing.media_structure import container_of, structure_faults
from propria.provenance import labels
from propria.provenance.model import (
    LABEL_ASSERTION,
    LICENCE_ASSERTION,
    SIDECAR_ASSERTION,
    Absent,
    Action,
    ExplicitLabel,
    Integrity,
    LicenceMark,
    ReadBack,
    Seal,
    Sight,
    Signer,
    Unreadable,
)
from propria.provenance.trust import TrustList

UNTRUSTED = "signingCredential.untrusted"
EXPIRED = ("signingCredential.expired", "claimSignature.outsideValidity")
SIDECAR_DIFFERS = "app.propria.sidecar.mismatch"
_SIGNATURE_CODES = ("claimSignature.", "signingCredential.", "timeStamp.", "algorithm.")
_TRAINING = ("cawg.training-mining", "c2pa.training-mining")


def read(path: Path, *, trust: tuple[TrustList, ...] = (), sidecar: Path | None = None) -> ReadBack:
    """Everything that `path` says about itself; with `sidecar`, what that sealed card says about `path`.

    Integrity is `unreadable` for an unknown form, a seal that cannot be parsed, or boxes nested without
    end, and `unsigned` for a form that no seal fits in; a broken signature outranks changed content. A
    certificate that has run out since is a finding and leaves integrity as it is. A signer is trusted by
    the first list in `trust` whose roots it chains to, else by none. Never raises for a damaged file.
    """
    container = container_of(path)
    media_type = container.media_type if container else "application/octet-stream"
    carrier, carrier_type = (sidecar, "image/png") if sidecar else (path, media_type)
    nested = container is not None and "media.nested_too_deep" in structure_faults(path, container)
    manifest: _Manifest = (
        _Broken("form") if container is None or nested else _open(carrier, carrier_type, trust)
    )
    findings = manifest.findings
    if sidecar is not None and isinstance(manifest, _Found) and not _names(manifest, path):
        findings = (*findings, SIDECAR_DIFFERS)
    implicit, count = (Unreadable("form"), 0) if nested else labels.read_implicit(path)
    explicit = _assertion(manifest, LABEL_ASSERTION, ExplicitLabel.from_assertion)
    return ReadBack(
        sha256=sha256_of(path),
        size_bytes=path.stat().st_size,
        media_type=media_type,
        integrity=_integrity(manifest, findings),
        findings=findings,
        seal=_seal(manifest),
        licence=_assertion(manifest, LICENCE_ASSERTION, LicenceMark.from_assertion),
        implicit=implicit,
        implicit_count=count,
        explicit=explicit,
        sight=_look(carrier, carrier_type, explicit),
    )


class _Manifest:
    findings: tuple[str, ...] = ()


class _None(_Manifest):
    pass


class _Broken(_Manifest):
    def __init__(self, reason: str) -> None:
        self.reason = reason


class _Found(_Manifest):
    """The active manifest, the codes of every failure in the store, and who trusts its signer."""

    def __init__(self, store: Mapping[str, Any], trusted_by: str | None) -> None:
        self.active: Mapping[str, Any] = store["manifests"][store["active_manifest"]]
        self.id = str(store["active_manifest"])
        self.findings = _failures(store)
        self.trusted_by = trusted_by


def _failures(store: Mapping[str, Any]) -> tuple[str, ...]:
    results = _dict(store.get("validation_results"))
    codes = [item["code"] for item in _list(_dict(results.get("activeManifest")).get("failure"))]
    for delta in _list(results.get("ingredientDeltas")):
        codes += ["ingredient:" + item["code"] for item in delta["validationDeltas"].get("failure", ())]
    return tuple(dict.fromkeys(code for code in codes if code != UNTRUSTED))


def _open(path: Path, media_type: str, trust: tuple[TrustList, ...]) -> _Manifest:
    """The active manifest under the first list that trusts its signer, else under none."""
    found: _Manifest = _None()
    for trusted in trust or (None,):
        try:
            with path.open("rb") as stream:
                reader = c2pa.Reader.try_create(media_type, stream, context=_context(trusted))
                store = json.loads(reader.json()) if reader is not None else {}
        except (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported):
            return _None()
        except (c2pa.C2paError, ValueError) as error:
            return _Broken(str(error)[:200])
        if not store.get("active_manifest"):
            return _None()
        if store["active_manifest"] not in store.get("manifests", {}):
            return _Broken("the active manifest is missing")
        if trusted is not None and store.get("validation_state") == "Trusted":
            return _Found(store, trusted.name)
        found = _Found(store, None)
    return found


def _context(trusted: TrustList | None) -> "c2pa.Context":
    verify: dict[str, Any] = {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False}
    settings: dict[str, Any] = {"verify": verify}
    if trusted is not None:
        settings["trust"] = {"trust_anchors": trusted.anchors_pem}
    return c2pa.Context(settings=c2pa.Settings.from_dict(settings))


def _integrity(manifest: _Manifest, findings: tuple[str, ...]) -> Integrity:
    broken = [code for code in findings if code not in EXPIRED]
    match manifest:
        case _None():
            return Integrity.UNSIGNED
        case _Found() if any(code.startswith(_SIGNATURE_CODES) for code in broken):
            return Integrity.WRONG_SIGNATURE
        case _Found():
            return Integrity.TAMPERED if broken else Integrity.INTACT
        case _:
            return Integrity.UNREADABLE


def _seal(manifest: _Manifest) -> Seal | Absent:
    if not isinstance(manifest, _Found):
        return Absent()
    info = _dict(manifest.active.get("signature_info"))
    signer = Signer(
        common_name=str(info.get("common_name", "")),
        organisation=str(info.get("issuer", "")),
        serial=str(info.get("cert_serial_number", "")),
        algorithm=str(info.get("alg", "")),
        signed_at=info.get("time"),
    )
    ingredients = _list(manifest.active.get("ingredients"))
    return Seal(
        manifest_id=manifest.id,
        signer=signer if info else None,
        trusted_by=manifest.trusted_by,
        actions=_actions(manifest),
        training=_training(manifest),
        ingredients=tuple(str(_dict(item).get("title", "")) for item in ingredients),
    )


def _dict(found: Any) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _bodies(manifest: _Found, label: str) -> list[Any]:
    found = [_dict(item) for item in _list(manifest.active.get("assertions"))]
    return [item.get("data") for item in found if str(item.get("label", "")).split("__")[0] == label]


def _assertion(manifest: _Manifest, label: str, parse: Any) -> Any:
    """The one assertion with this label; two, or one that does not parse, are `Unreadable`."""
    if not isinstance(manifest, _Found):
        return Absent()
    bodies = _bodies(manifest, label)
    if len(bodies) != 1:
        return Unreadable("asserted more than once") if bodies else Absent()
    try:
        return parse(bodies[0])
    except Malformed as error:
        return Unreadable(error.sentence)


def _actions(manifest: _Found) -> tuple[Action, ...]:
    bodies = _bodies(manifest, "c2pa.actions") + _bodies(manifest, "c2pa.actions.v2")
    found = []
    for action in (_dict(action) for body in bodies for action in _list(_dict(body).get("actions"))):
        source_type = action.get("digitalSourceType")
        found.append(Action(str(action.get("action", "")), str(source_type) if source_type else None))
    return tuple(found)


def _training(manifest: _Found) -> str | None:
    """How generative training is answered (`allowed`, `notAllowed`, `constrained`), if it is."""
    for body in (body for label in _TRAINING for body in _bodies(manifest, label)):
        for name, entry in _dict(_dict(body).get("entries")).items():
            if name.endswith("ai_generative_training"):
                return str(_dict(entry).get("use"))
    return None


def _names(manifest: _Found, path: Path) -> bool:
    """Whether the card was made for these very bytes."""
    bodies = _bodies(manifest, SIDECAR_ASSERTION)
    return any(_dict(body).get("sha256") == sha256_of(path) for body in bodies)


def _look(path: Path, media_type: str, explicit: ExplicitLabel | Absent | Unreadable) -> Sight:
    match explicit:
        case ExplicitLabel():
            try:
                return labels.look_for_explicit(path, media_type, explicit)
            except Exception:  # a stranger's file may break any decoder
                return Sight.NOT_SEEN
        case _:
            return Sight.NOT_LOOKED
