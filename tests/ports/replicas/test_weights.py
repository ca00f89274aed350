"""Every model is found inside its package and verified; what is missing or changed is named."""

import dataclasses
import pickle

import pytest

pytest.importorskip("onnxruntime", reason="the replica engine's packages are not installed")

from propria.kernel.errors import Malformed, NotFound, Unverified
from propria.replicas.engine import torchfile, weights


@pytest.mark.parametrize("row", weights.TABLE, ids=lambda row: row.name)
def test_every_model_is_installed_and_unchanged(row: weights.Weights) -> None:
    assert all(data for data in weights.read(row.name).values())
    assert row.weights_licence
    assert row.learnt_from


def test_a_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = weights.named("yunet")
    other = dataclasses.replace(row, parts=(dataclasses.replace(row.parts[0], sha256="0" * 64),))
    monkeypatch.setattr(weights, "TABLE", (other,))
    with pytest.raises(Unverified) as refusal:
        weights.read_only("yunet")
    assert refusal.value.code == "replicas.weights_changed"


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    row = weights.named("yunet")
    absent = dataclasses.replace(row.parts[0], package="no-such-package", path="no/such/file.onnx")
    monkeypatch.setattr(weights, "TABLE", (dataclasses.replace(row, parts=(absent,)),))
    with pytest.raises(NotFound) as refusal:
        weights.read_only("yunet")
    assert refusal.value.code == "replicas.weights_missing"
    assert refusal.value.facts["package"] == "no-such-package"


class _Harm:
    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("a checkpoint ran code",))


def test_a_checkpoint_that_wants_to_run_code_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Malformed):
        torchfile.read_tensors(pickle.dumps(_Harm()), state="model_state")
    assert capsys.readouterr().out == ""


def test_the_fingerprint_names_the_whole_table() -> None:
    assert len(weights.fingerprint()) == 64
    assert set(weights.licences()) == {row.name for row in weights.TABLE}
