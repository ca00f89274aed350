"""`seal_and_label`: every form leaves labelled and sealed or not at all; reading tells what befell it."""

import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import av
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rules.provenance.making import FACTS, MAKERS, NOW, RECORDED, chain, clip, model, numbers_in, still

from propria.kernel.errors import Refused, Unverified
from propria.kernel.time import DAY
from propria.plumbing.media import inspect
from propria.plumbing.media_edit import Span, trim
from propria.provenance.marks import mark
from propria.provenance.model import (
    Absent,
    Action,
    Integrity,
    LicenceMark,
    Making,
    ReadBack,
    Seal,
    Sealed,
    Sight,
)
from propria.provenance.reading import read
from propria.provenance.seals import SIDECAR_SUFFIX, release, seal_and_label
from propria.provenance.trust import DemoChain, SealKey, TrustList, issue_demo_chain, seal_key

pytestmark = pytest.mark.thorough

IN_THE_FILE = [suffix for suffix in MAKERS if suffix != ".glb"]


@pytest.fixture(scope="module")
def demo() -> DemoChain:
    return chain()


def seal(tmp_path: Path, suffix: str, demo: DemoChain, **changes: object) -> tuple[Path, Sealed]:
    out = tmp_path / f"out{suffix}"
    facts = replace(FACTS, **changes)
    return out, seal_and_label(
        MAKERS[suffix](tmp_path / f"in{suffix}"), out, facts, demo.key, trust=(demo.trust,)
    )


def found(reading: ReadBack) -> Seal:
    assert isinstance(reading.seal, Seal)
    return reading.seal


@pytest.mark.parametrize("suffix", IN_THE_FILE)
def test_every_form_says_who_made_it_under_which_licence(
    tmp_path: Path, demo: DemoChain, suffix: str
) -> None:
    out, sealed = seal(tmp_path, suffix, demo)
    reading = read(out, trust=(demo.trust,))
    assert reading == sealed.read_back
    assert reading.integrity is Integrity.INTACT
    assert reading.findings == ()
    assert reading.licence == FACTS.mark
    assert (reading.implicit, reading.implicit_count) == (FACTS.implicit, 1)
    assert (reading.explicit, reading.sight) == (FACTS.explicit, Sight.SEEN)
    assert found(reading).trusted_by == "Propria (demo) root"
    assert found(reading).training == "notAllowed"
    assert found(reading).actions == (Action("c2pa.created", Making.COMPOSITE.source_type),)
    assert sealed.label_digest == FACTS.implicit.digest
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        {out.name, f"in{suffix}"} | ({"in.wav"} if suffix == ".flac" else set())
    )


def test_a_trimmed_take_says_that_it_was_recorded_and_carries_no_ai_label(
    tmp_path: Path, demo: DemoChain
) -> None:
    cut, out = tmp_path / "cut.mp4", tmp_path / "out.mp4"
    trim(clip(tmp_path / "take.mp4"), cut, Span(200, 600))
    reading = seal_and_label(cut, out, RECORDED, demo.key, trust=(demo.trust,)).read_back
    assert reading.implicit == reading.explicit == Absent()
    assert found(reading).actions == (
        Action("c2pa.created", Making.RECORDED.source_type),
        Action("c2pa.edited", None),
    )
    assert numbers_in(out) == list(range(5, 15))


def test_a_model_is_sealed_by_a_card_beside_it(tmp_path: Path, demo: DemoChain) -> None:
    out, sealed = seal(tmp_path, ".glb", demo)
    card = tmp_path / (out.name + SIDECAR_SUFFIX)
    assert sealed.sidecar_name == card.name
    reading = read(out, trust=(demo.trust,), sidecar=card)
    assert (reading.integrity, reading.licence, reading.implicit) == (
        Integrity.INTACT,
        FACTS.mark,
        FACTS.implicit,
    )
    assert read(out).integrity is Integrity.UNSIGNED, "without its card a model has no seal"
    other = model(tmp_path / "other.glb")
    swapped = read(other, trust=(demo.trust,), sidecar=card)
    assert swapped.integrity is Integrity.TAMPERED
    assert swapped.findings == ("app.propria.sidecar.mismatch",)


@pytest.mark.parametrize("suffix", IN_THE_FILE)
def test_one_changed_byte_of_content_is_tampering(tmp_path: Path, demo: DemoChain, suffix: str) -> None:
    out, _ = seal(tmp_path, suffix, demo)
    data = bytearray(out.read_bytes())
    places = {
        ".mp4": data.find(b"mdat") + 2000,
        ".png": data.find(b"IDAT") + 500,
        ".wav": data.find(b"data") + 500,
    }
    data[places.get(suffix, len(data) - 500)] ^= 0xFF
    out.write_bytes(data)
    assert read(out, trust=(demo.trust,)).integrity is Integrity.TAMPERED


def test_a_changed_implicit_label_breaks_the_seal(tmp_path: Path, demo: DemoChain) -> None:
    out, sealed = seal(tmp_path, ".mp4", demo)
    out.write_bytes(out.read_bytes().replace(b'"Label":"1"', b'"Label":"3"'))
    with pytest.raises(Refused) as refused:
        release(out, FACTS, sha256=sealed.sha256, trust=(demo.trust,))
    assert refused.value.code == "provenance.seal_lost"
    assert refused.value.facts["failures"] == [
        "provenance.digest_differs",
        "provenance.seal_tampered",
        "provenance.label_implicit_differs",
    ]


def test_a_platform_that_repacks_the_clip_strips_the_seal_and_it_stays_in(
    tmp_path: Path, demo: DemoChain
) -> None:
    out, sealed = seal(tmp_path, ".mp4", demo)
    stripped = tmp_path / "stripped.mp4"
    with av.open(str(out)) as source, av.open(str(stripped), "w") as target:
        copied = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = copied
                target.mux(packet)
    reading = read(stripped, trust=(demo.trust,))
    assert (reading.integrity, reading.seal, reading.licence) == (Integrity.UNSIGNED, Absent(), Absent())
    with pytest.raises(Refused) as refused:
        release(stripped, FACTS, sha256=sealed.sha256)
    assert refused.value.code == "provenance.seal_lost"
    assert "provenance.label_implicit_absent" in refused.value.facts["failures"]


@pytest.mark.parametrize("suffix", IN_THE_FILE)
def test_a_sealed_file_without_its_labels_is_refused_as_a_lost_label(
    tmp_path: Path, demo: DemoChain, suffix: str
) -> None:
    out, sealed = seal(tmp_path, suffix, demo, implicit=None, explicit=None)
    with pytest.raises(Refused) as refused:
        release(out, FACTS, sha256=sealed.sha256, trust=(demo.trust,))
    assert refused.value.code == "provenance.label_lost"
    assert refused.value.facts["failures"] == [
        "provenance.label_implicit_absent",
        "provenance.label_explicit_absent",
    ]


def test_a_seal_by_somebody_else_does_not_pass_and_nothing_is_left_behind(
    tmp_path: Path, demo: DemoChain
) -> None:
    stranger, out = chain(), tmp_path / "out.png"
    source = still(tmp_path / "in.png")
    with pytest.raises(Refused) as refused:
        seal_and_label(source, out, FACTS, stranger.key, trust=(demo.trust,))
    assert refused.value.code == "provenance.seal_lost"
    assert refused.value.facts["failures"] == ["provenance.seal_untrusted"]
    assert list(tmp_path.iterdir()) == [source]
    seal_and_label(source, out, FACTS, stranger.key, trust=(demo.trust, stranger.trust))
    assert found(read(out, trust=(demo.trust, stranger.trust))).trusted_by == stranger.trust.name
    assert found(read(out, trust=(demo.trust,))).trusted_by is None
    assert read(out, trust=(demo.trust,)).integrity is Integrity.INTACT, (
        "trust is another fact than integrity"
    )


def test_the_key_may_stay_in_a_device(tmp_path: Path, demo: DemoChain) -> None:
    private = serialization.load_pem_private_key((demo.key.private_pem or "").encode(), None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)

    def sign(data: bytes) -> bytes:
        r, s = utils.decode_dss_signature(private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    key = SealKey(demo.key.chain_pem, "es256", sign=sign)
    sealed = seal_and_label(still(tmp_path / "in.jpg"), tmp_path / "out.jpg", FACTS, key, trust=(demo.trust,))
    assert sealed.read_back.integrity is Integrity.INTACT


def test_a_device_that_signs_something_else_gives_no_seal(tmp_path: Path, demo: DemoChain) -> None:
    key = SealKey(demo.key.chain_pem, "es256", sign=lambda data: bytes(64))
    with pytest.raises(Refused) as refused:
        seal_and_label(still(tmp_path / "in.jpg"), tmp_path / "out.jpg", FACTS, key, trust=(demo.trust,))
    assert refused.value.code in ("provenance.seal_lost", "provenance.seal_failed")
    assert not (tmp_path / "out.jpg").exists()


def test_a_configured_key_is_checked_before_its_first_use(demo: DemoChain) -> None:
    private = demo.key.private_pem or ""
    assert seal_key(demo.key.chain_pem, private, now=NOW) == demo.key
    other = chain()
    end = "-----END CERTIFICATE-----\n"
    leaf, _, rest = demo.key.chain_pem.partition(end)
    mixed = leaf + end + other.key.chain_pem.partition(end)[2]
    wrong = {
        "unreadable": ("no certificate", private, NOW),
        "not valid now": (demo.key.chain_pem, private, NOW + 9000 * DAY),
        "not the certificate's": (demo.key.chain_pem, other.key.private_pem or "", NOW),
        "names no purpose": (rest, private, NOW),
        "chain is broken": (mixed, private, NOW),
    }
    for reason, (chain_pem, key_pem, now) in wrong.items():
        with pytest.raises(Refused) as refused:
            seal_key(chain_pem, key_pem, now=now)
        assert refused.value.code == "provenance.seal_key_unfit"
        if reason != "names no purpose":
            assert reason in refused.value.facts["reason"]


def test_the_demo_chain_calls_itself_a_demo_and_shows_no_key() -> None:
    made = issue_demo_chain(organisation="Ode & Kestrel", now=NOW)
    assert "(demo)" in made.trust.name
    assert "PRIVATE" not in repr(made)


def test_sealing_in_threads_gives_each_output_its_own_licence(tmp_path: Path, demo: DemoChain) -> None:
    source = still(tmp_path / "in.png")
    marks: dict[int, LicenceMark] = {}

    def work(number: int) -> None:
        facts = replace(FACTS, mark=replace(FACTS.mark, log_index=number))
        sealed = seal_and_label(source, tmp_path / f"{number}.png", facts, demo.key, trust=(demo.trust,))
        assert isinstance(sealed.read_back.licence, LicenceMark)
        marks[number] = sealed.read_back.licence

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: mark.log_index for number, mark in marks.items()} == {0: 0, 1: 1, 2: 2, 3: 3}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", b"%PDF-1.7", b"\x00" * 5000, b"RIFF\xff\xff\xff\xffWAVE"]
)
def test_reading_a_strangers_rubbish_never_raises(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rubbish"
    path.write_bytes(content)
    reading = read(path)
    assert reading.integrity in (Integrity.UNREADABLE, Integrity.UNSIGNED)
    assert reading.licence == Absent()


@pytest.mark.parametrize("anchors", ["", "no certificate"])
def test_a_trust_list_without_roots_is_refused(anchors: str) -> None:
    with pytest.raises(Refused) as refused:
        TrustList("empty", anchors)
    assert refused.value.code == "provenance.trust_list_unfit"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from(IN_THE_FILE), where=st.floats(0, 1), bits=st.integers(1, 255), cut=st.booleans()
)
def test_no_damage_makes_reading_fail_or_a_licence_change(
    small_outputs: dict[str, bytes], tmp_path: Path, suffix: str, where: float, bits: int, cut: bool
) -> None:
    data = bytearray(small_outputs[suffix])
    at = min(int(where * len(data)), len(data) - 1)
    data[at] ^= bits
    hurt = tmp_path / f"hurt{suffix}"
    hurt.write_bytes(data[: at + 1] if cut else data)
    inspect(hurt)
    with suppress(Unverified):
        mark(hurt)
    reading = read(hurt)
    if reading.integrity is Integrity.INTACT:
        assert reading.licence == FACTS.mark
        assert reading.explicit == FACTS.explicit


@pytest.fixture(scope="module")
def small_outputs(tmp_path_factory: pytest.TempPathFactory, demo: DemoChain) -> dict[str, bytes]:
    """One sealed output of each form, as bytes."""
    place = tmp_path_factory.mktemp("small")
    return {suffix: seal_in(place, suffix, demo).read_bytes() for suffix in IN_THE_FILE}


def seal_in(place: Path, suffix: str, demo: DemoChain) -> Path:
    return seal(place, suffix, demo)[0]
