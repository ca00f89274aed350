"""Anyone drops a file: what its seal and labels say, which output it is, whether it may be shown. Nobody signs in."""

from pathlib import Path
from typing import Any

from propria.plumbing.media_edit import Quality, Span, rewrite
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from propria.provenance.marks import mark
from tests.cast import Stage
from tests.deals import announces
from tests.renders import Filmed, a_take, filmed


def stripped(body: bytes, place: Path) -> bytes:
    """The same pictures as a platform re-encodes them: smaller files, no seal, no tag."""
    sent, kept = place / "sent.mp4", place / "kept.mp4"
    sent.write_bytes(body)
    rewrite(sent, kept, span=Span(0, 60_000), quality=Quality(rate_factor=30))
    return kept.read_bytes()


def test_a_copy_whose_labels_were_stripped_finds_its_passport(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    render = story.gets("shot-1")
    told = story.verified(stripped(story.file(render), tmp_path))
    assert told["integrity"] == "unsigned"
    assert told["labels"]["implicit"]["found"] == "absent"
    assert told["found_by"] == "looks"
    assert "线索" in told["found_says"]["zh"]
    assert told["output"]["output"] == render["output"]["output"]
    assert told["leads"][0]["alike"] == told["leads"][0]["frames"] > 0

    looks = ",".join(frame.bits for frame in mark(tmp_path / "kept.mp4"))
    found = stage.main.get("/api/v1/verify", params={"looks": looks}).json()
    assert found["output"]["output"] == render["output"]["output"]


def test_a_digest_finds_its_passport_without_the_file(stage: Stage) -> None:
    story = filmed(stage)
    output = story.gets("shot-1")["output"]
    found = stage.main.get("/api/v1/verify", params={"sha256": output["sha256"].upper()}).json()
    assert (found["found_by"], found["output"]["output"]) == ("bytes", output["output"])
    unknown = stage.main.get("/api/v1/verify", params={"sha256": "0" * 64}).json()
    assert (unknown["found_by"], unknown["output"]) == ("nothing", None)
    assert stage.main.get("/api/v1/verify").json()["code"] == "provenance.nothing_to_verify"


def test_a_changed_copy_is_read_as_changed(stage: Stage) -> None:
    story = filmed(stage)
    render = story.gets("shot-1")
    hurt = bytearray(story.file(render))
    hurt[hurt.find(b"mdat") + 5_000] ^= 0xFF
    told = story.verified(bytes(hurt))
    assert (told["integrity"], told["found_by"]) == ("tampered", "claim")
    assert told["integrity_says"]["en"] == "The file was changed after it was sealed."
    assert told["output"]["output"] == render["output"]["output"]


def test_a_strangers_file_says_nothing_and_an_empty_one_is_refused(stage: Stage) -> None:
    filmed(stage)
    sam = stage.main.post("/api/v1/verify", content=b"not a film at all").json()
    assert (sam["integrity"], sam["found_by"], sam["output"]) == ("unreadable", "nothing", None)
    empty = stage.main.post("/api/v1/verify", content=b"")
    assert (empty.status_code, empty.json()["code"]) == (400, "provenance.nothing_to_verify")
    unsealed = stage.main.post("/api/v1/verify", content=a_take()).json()
    assert (unsealed["integrity"], unsealed["seal"]) == ("unsigned", None)


def said(story: Filmed, output_id: str) -> dict[str, Any]:
    """What anyone is told."""
    return dict(story.stage.main.get(f"/api/v1/outputs/{output_id}").json())


def test_who_and_for_what_is_said_only_when_both_sides_allow_it(stage: Stage) -> None:
    story = filmed(stage)
    output_id = story.gets("shot-1")["output"]["output"]
    assert said(story, output_id)["says"]["en"] == "Licensed, parties not public."
    announces(story.made.licence, story.made.cleo)
    assert "Mina" not in str(said(story, output_id))

    announces(story.made.licence, story.made.mina)

    told = said(story, output_id)
    assert told["public"]
    assert told["says"]["en"] == "Mina Haldane, licensed for Paper Lantern Street."
    assert stage.main.get("/api/v1/outputs/out_" + "0" * 26).json()["code"] == "provenance.no_output"


def test_every_seal_is_in_the_log_for_anyone_to_check_offline(stage: Stage) -> None:
    story = filmed(stage)
    output = story.gets("shot-1")["output"]
    bundle = stage.main.get(f"/log/bundles/{output['statement']}").content
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(bundle, trust, now=stage.now)
    assert report.colour == "amber"
    assert output["sha256"].encode() in bundle
