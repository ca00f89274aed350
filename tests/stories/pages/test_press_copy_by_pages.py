"""The page that checks a press text, and the page that looks up a name."""

from tests.cast import Stage
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import film_terms


def test_what_cannot_be_published_is_marked_and_what_can_be_said_stands_beside_it(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    text = "More than 100 artists have signed with us. Mina Haldane is open to enquiries; no licence given. We like film."
    answer = Reader(stage).post("/claims", text=text)
    assert heading(answer) == "One of 4 sentences cannot be published."
    assert "<mark>100</mark>" in answer.text
    read = words(answer)
    assert "1 performer is open to enquiries; 0 have licensed a named project." in read
    assert "Nothing to check" in read
    assert text.partition(".")[0] in answer.text


def test_a_text_in_chinese_is_told_in_chinese(stage: Stage) -> None:
    answer = Reader(stage, "zh-Hans").post("/claims", text="逾百位艺人已入驻。")
    assert "不实" in words(answer)


def test_a_page_never_trusts_what_was_pasted(stage: Stage) -> None:
    answer = Reader(stage).post("/claims", text="<script>alert(1)</script> 100 artists have signed.")
    assert "<script>alert" not in answer.text


def test_a_name_that_is_too_long_is_refused_on_the_page(stage: Stage) -> None:
    answer = Reader(stage).get("/names?q=" + "a" * 200)
    assert answer.status_code == 400
    assert "at most 100 characters" in words(answer)


def test_the_proof_of_a_name_can_be_taken_along(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    for name in ("Mina Haldane", "Nobody At All"):
        answer = Reader(stage).get(f"/names/bundle?q={name}")
        assert answer.status_code == 200
        assert answer.json()
