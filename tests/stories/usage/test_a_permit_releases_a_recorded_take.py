"""A token is shown, a use reserved, the performer's own take trimmed, labelled, sealed, read back, metered once."""

from pathlib import Path

from propria.provenance.model import Making
from tests.cast import Stage
from tests.renders import filmed
from tests.rules.provenance.making import numbers_in


def test_the_released_take_is_cut_to_the_frame_and_carries_every_mark(stage: Stage, tmp_path: Path) -> None:
    story = filmed(stage)
    render = story.gets("shot-1", from_ms=400, to_ms=2_400)
    body = story.file(render)
    file = tmp_path / "out.mp4"
    file.write_bytes(body)
    assert numbers_in(file) == list(range(10, 60))

    told = story.verified(body)
    assert (told["integrity"], told["found_by"]) == ("intact", "bytes")
    assert "(demo)" in told["seal"]["trusted_by"]
    assert told["seal"]["training"] == "notAllowed"
    assert {a["source_type"] for a in told["seal"]["actions"]} == {Making.COMPOSITE.source_type, None}
    assert told["labels"]["implicit"]["produce_id"] == render["output"]["output"]
    assert told["labels"]["explicit"]["wording"] == "AI 合成 · AI composite"
    assert told["labels"]["explicit_sight"] == "seen"
    assert told["licence"]["licence_id"] == story.made.licence
    assert told["licence"]["permit_id"] == render["permit"]
    assert told["output"]["may_show"]["may"] == told["output"]["may_make"]["may"] == "yes"
