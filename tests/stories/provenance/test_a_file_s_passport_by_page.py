"""Anyone brings a file to the page: who, for what, may it be shown, may more be made; no account, no script."""

from pathlib import Path
from typing import Any

from PIL import Image

from tests.cast import Stage
from tests.deals import announces
from tests.renders import filmed
from tests.stories.pages.reader import Reader, heading, words
from tests.stories.provenance.test_anyone_asks_about_a_file import stripped


def brings(reader: Reader, body: bytes | None) -> Any:
    """Send the form with a file, as a browser without script does."""
    files = {} if body is None else {"file": ("clip.mp4", body, "video/mp4")}
    return reader._asks("POST", "/verify/file", data={"_csrf_token": reader.token()}, files=files)


def test_a_released_output_has_a_passport_in_both_languages(stage: Stage) -> None:
    story = filmed(stage)
    render = story.gets("shot-1")
    body = story.file(render)
    for language, show, may in (
        ("en", "May this output be shown?", "yes"),
        ("zh-Hans", "这份成品可以展示吗？", "可以"),
    ):
        answer = brings(Reader(stage, language), body)
        assert answer.status_code == 200
        assert show in answer.text
        assert may in answer.text
        assert render["output"]["sha256"] in answer.text
    where = f"/outputs/{render['output']['output']}"
    assert Reader(stage).get(where).status_code == 200


def test_names_are_told_only_where_both_sides_allow_it(stage: Stage) -> None:
    story = filmed(stage)
    body = story.file(story.gets("shot-1"))
    assert heading(brings(Reader(stage), body)) == "Licensed, parties not public."
    announces(story.made.licence, story.made.mina, story.made.cleo)
    assert heading(brings(Reader(stage), body)) == "Mina Haldane, licensed for Paper Lantern Street."


def test_after_a_withdrawal_the_two_answers_differ(stage: Stage) -> None:
    story = filmed(stage)
    body = story.file(story.gets("shot-1"))
    drafted = story.made.mina.asked(f"/api/v1/licences/{story.made.licence}/withdraw")
    story.made.mina.signs(drafted)
    text = brings(Reader(stage), body).text
    assert 'data-s="active">yes' in text
    assert 'data-s="stop">no' in text


def test_a_platform_strips_the_label_and_the_looks_of_the_copy_lead_to_its_passport(
    stage: Stage, tmp_path: Path
) -> None:
    """Scenario 44: the look-up finds the passport, as a lead; that no label is there proves nothing either way."""
    story = filmed(stage)
    render = story.gets("shot-1")
    announces(story.made.licence, story.made.mina, story.made.cleo)
    where = f"/outputs/{render['output']['output']}"
    copy = stripped(story.file(render), tmp_path)
    says = {
        "en": (
            "a lead, not proof",
            "Of that output: Mina Haldane, licensed",
            "absent, which proves nothing either way",
        ),
        "zh-Hans": ("这是线索，不是证明", "那份成品：米娜·霍尔丹，已就", "没有，这不说明任何事"),
    }
    for language, (lead, output, absent) in says.items():
        shown = brings(Reader(stage, language), copy)
        assert lead in heading(shown), "what it only looks like is not what it is"
        assert f'href="{where}"' in shown.text
        assert output in words(shown)
        assert absent in words(shown)
    withdrawn = story.made.mina.asked(f"/api/v1/licences/{story.made.licence}/withdraw")
    story.made.mina.signs(withdrawn)
    assert 'data-s="stop">no' in brings(Reader(stage), copy).text, "the passport is of now"

    other = brings(Reader(stage), a_still_of_nobody(tmp_path))
    assert heading(other) == "Nothing can be said of this file."
    assert "is neither allowed nor forbidden by that" in words(other)


def a_still_of_nobody(place: Path) -> bytes:
    """A picture without a label that this library never made."""
    Image.effect_noise((64, 64), 80).resize((320, 180)).save(place / "other.png")
    return (place / "other.png").read_bytes()


def test_a_file_that_nobody_sealed_proves_nothing(stage: Stage) -> None:
    answer = brings(Reader(stage), b"just words")
    assert answer.status_code == 200
    assert heading(answer) == "Nothing can be said of this file."
    assert "proves nothing either way" in answer.text


def test_no_file_is_said_to_be_none(stage: Stage) -> None:
    answer = brings(Reader(stage), None)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
