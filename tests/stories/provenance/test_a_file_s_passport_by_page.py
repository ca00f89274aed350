"""Anyone brings a file to the page: who, for what, may it be shown, may more be made; no account, no script."""

from typing import Any

from tests.cast import Stage
from tests.deals import announces
from tests.renders import filmed
from tests.stories.pages.reader import Reader, heading


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


def test_a_file_that_nobody_sealed_proves_nothing(stage: Stage) -> None:
    answer = brings(Reader(stage), b"just words")
    assert answer.status_code == 200
    assert heading(answer) == "Nothing can be said of this file."
    assert "proves nothing either way" in answer.text


def test_no_file_is_said_to_be_none(stage: Stage) -> None:
    answer = brings(Reader(stage), None)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
