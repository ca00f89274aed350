"""Somebody without an account denies a listing by pages, in both languages, and everybody finds what is theirs to do."""

import pytest

from tests.cast import Stage
from tests.stories.disputes.denying import judges
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import film_terms


def denied(stage: Stage, reader: Reader) -> str:
    """The address of the denial's own page."""
    mina = stage.open_performer("mina", film_terms())
    listing = f"/performers/{mina.performer_id}"
    assert f'href="{listing}/deny"' in reader.get(listing).text
    empty = reader.post(f"{listing}/deny", mail="nobody")
    assert (empty.status_code, "nobody" in empty.text) == (422, True), "what was typed is kept"
    answer = reader.post(f"{listing}/deny", mail="me@example.org")
    assert answer.status_code == 303
    assert reader.get(listing).status_code == 200
    return str(answer.headers["location"])


@pytest.mark.parametrize(
    ("language", "marked", "settled"),
    [
        ("en", "The listing is marked as disputed.", "The proof stands: you can see which key signed."),
        ("zh-Hans", "该登记现标为“有争议”。", "证明成立：可以看到是哪把密钥签的。"),
    ],
)
def test_it_is_answered_by_pages(stage: Stage, language: str, marked: str, settled: str) -> None:
    sam = Reader(stage, language)
    where = denied(stage, sam)
    assert heading(sam.get(where)) == marked

    otto = Reader(stage, language).signs_in("otto")
    assert f'href="{where}"' in otto.get("/desk").text
    unread = otto.post(f"{where}/rule", do="answer", how="because")
    assert (unread.status_code, "disputes.unreadable_ruling" in unread.text) == (400, True)
    assert otto.post(f"{where}/rule", do="answer", how="key_and_evidence").status_code == 303
    assert heading(sam.get(where)) == settled
    again = otto.post(f"{where}/rule", do="answer", how="key_and_evidence")
    assert again.status_code == 422


def test_the_holder_finds_it_at_home_and_answers_with_their_key(stage: Stage) -> None:
    where = denied(stage, Reader(stage))
    mina = Reader(stage).signs_in("mina")
    assert f'href="{where}"' in mina.get("/home").text
    assert "Somebody says that they did not sign a listing" in words(mina.get("/alerts"))
    mina.signs(mina.post(f"{where}/confirm"))
    assert heading(mina.get(where)) == "The key behind the listing has confirmed it."
    assert f'href="{where}"' not in mina.get("/home").text


def test_evidence_and_a_ruling_by_pages(stage: Stage) -> None:
    sam = Reader(stage)
    where = denied(stage, sam)
    sam.post(f"{where}/domain", domain="mina.example")
    silent = sam.post(f"{where}/domain/check")
    assert (silent.status_code, "does not hold the line" in words(silent)) == (422, True)
    line = sam.get(where).text.partition("propria-denial=")[2][:32]
    stage.pages.lines["mina.example"] = f"propria-denial={line}"
    assert sam.post(f"{where}/domain/check").status_code == 303
    assert heading(sam.get(where)) == "The listing is hidden until a ruling."

    for judge in judges(stage):
        ruling = Reader(stage).signs_in(judge.name)
        assert ("One has ruled." in words(ruling.get(where))) is (judge.name == "ivo")
        ruling.signs(ruling.post(f"{where}/rule", do="rule_for_denial", how="court"))
    again = ruling.post(f"{where}/rule", do="rule_for_denial", how="court")
    assert again.status_code == 422
    assert heading(sam.get(where)) == "Upheld: the name had been claimed by somebody else."
    assert "Nothing signed under that claim ever counted" in words(sam.get(where))


def test_channels_by_pages(stage: Stage) -> None:
    cleo = Reader(stage).signs_in("cleo")
    assert heading(cleo.get("/alerts")) == "You are told here alone."
    refused = cleo.post("/alerts/channels", by="mail", address="no address")
    assert (refused.status_code, "no address" in refused.text) == (422, True)
    assert cleo.post("/alerts/channels", by="pigeon", address="me@example.org").status_code == 422
    assert cleo.post("/alerts/channels", by="mail", address="me@example.org").status_code == 303
    page = cleo.get("/alerts")
    assert heading(page) == "You are told on one channel, and here."
    channel = page.text.partition('name="channel" value="')[2].partition('"')[0]
    assert cleo.post("/alerts/channels/drop", channel=channel).status_code == 303
    assert heading(cleo.get("/alerts")) == "You are told here alone."
