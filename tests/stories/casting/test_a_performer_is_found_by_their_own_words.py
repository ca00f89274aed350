"""A performer signs what they say of themselves; creators find them by words, facts and meaning while they are open by name."""

import pytest
from sqlalchemy import text

from propria.casting.fsck import fsck
from propria.casting.search.meaning import encoder
from propria.parties import actions as parties
from propria.parties.model import Role
from tests.cast import Person, Stage
from tests.mandates import ends, gives
from tests.stories.pages.reader import Reader, heading
from tests.terms import film_terms

MINA = {
    "about_zh": "常演冷静的侦探，会拉二胡。", "about_en": "Often plays calm detectives; fiddles a little.", "plays": [25, 38],
    "speaks": ["zh", "en-gb"], "skills": ["erhu", "fencing"], "voice": "low alto", "height_cm": 168, "based_in": "CN",
    "isni": "0000 0001 2103 2683",
    "credits": [{"title": "The Pier", "role": "the pilot", "year": 2019, "eidr": "10.5240/7791-8534-2C23-9030-8610-5"}],
}  # fmt: skip
WEN = {"about_en": "Horse riding and stage combat, weddings excepted.", "plays": [50, 70], "speaks": ["yue"]}


def says(person: Person, profile: dict[str, object]) -> None:
    """Sign a profile."""
    person.signs(person.asked("/api/v1/me/profile", profile))


def found_by(cleo: Person, query: str) -> list[str]:
    """The English names found, in order."""
    return [one["name"]["en"] for one in cleo.get(f"/api/v1/search?{query}").json()["found"]]


def test_words_facts_and_names_find_who_signed_them(stage: Stage) -> None:
    mina, wen = stage.open_performer("mina", film_terms()), stage.open_performer("wen", film_terms())
    cleo = stage.keyed("cleo")
    assert mina.get("/api/v1/me/profile").json()["speaks"] == []
    says(mina, MINA)
    says(wen, WEN)
    kept = mina.get("/api/v1/me/profile").json()
    assert (kept["speaks"], kept["isni"]) == (["zh", "en-GB"], "0000000121032683")
    assert sorted(found_by(cleo, "")) == ["Mina Haldane", "Wen Zhuxi"]
    assert found_by(cleo, "q=fencing&by=words") == ["Mina Haldane"]
    assert found_by(cleo, "q=拉二胡的侦探")[0] == "Mina Haldane"
    assert found_by(cleo, "q=horse riding")[0] == "Wen Zhuxi"
    assert found_by(cleo, "q=Zhux")[0] == "Wen Zhuxi"
    assert found_by(cleo, "speaks=en") == ["Mina Haldane"]
    assert found_by(cleo, "age=55") == ["Wen Zhuxi"]
    assert found_by(cleo, "q=fencing&by=words&age=55") == []
    top = cleo.get("/api/v1/search?q=fencing").json()
    assert (top["order"]["by"], top["order"]["turn_of_day"]) == ("both", 20779)
    best = top["found"][0]
    assert abs(best["fit"] - (0.5 * best["words"] + 0.5 * max(best["meaning"], 0))) <= 0.001
    assert cleo.get(f"/api/v1/search?q={'x' * 201}").json()["code"] == "casting.question_too_long"
    assert stage.person("sam").get("/api/v1/search").status_code == 401
    assert mina.get("/api/v1/search").json()["code"] == "parties.no_creator"
    where = f"/api/v1/performers/{mina.performer_id}/profile"
    assert cleo.get(where).json()["height_cm"] == 168
    assert wen.get(where).json()["code"] == "parties.no_creator"
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert cleo.get(where).json()["code"] == "parties.no_performer"
    assert found_by(cleo, "q=fencing&by=words") == []
    says(wen, {})
    assert found_by(cleo, "q=horse riding&by=words") == []


@pytest.mark.skipif(encoder() is None, reason="the encoder is not installed")
def test_meaning_finds_who_wrote_in_the_other_language(stage: Stage) -> None:
    stage.propria.library.database.transact(
        lambda db: parties.join("阿玛", "Ama", Role.PERFORMER, demo_name="ama", db=db)
    )
    mina, wen = stage.open_performer("mina", film_terms()), stage.open_performer("ama", film_terms())
    cleo = stage.keyed("cleo")
    says(mina, {"about_zh": "会武术，擅长打斗。"})
    says(wen, {"about_zh": "唱歌剧，会弹钢琴。"})
    assert found_by(cleo, "q=martial arts and fighting&by=words") == []
    assert found_by(cleo, "q=martial arts and fighting")[0] == "Mina Haldane"
    assert found_by(cleo, "q=opera singer who plays the piano")[0] == "Ama"


def test_a_running_mandate_is_shown_with_a_profile_that_lets_it(stage: Stage) -> None:
    mina, rafael, cleo = (
        stage.open_performer("mina", film_terms()),
        stage.keyed("rafael"),
        stage.keyed("cleo"),
    )
    where = f"/api/v1/performers/{mina.performer_id}/profile"
    mandate = gives(stage, mina, rafael, ["negotiate", "withdraw"], days=0.1)
    says(mina, MINA | {"showreel": "https://reel.example/mina"})
    assert cleo.get(where).json()["represented_by"] == []
    says(mina, MINA | {"showreel": "https://reel.example/mina", "shows_representation": True})
    by = cleo.get(where).json()["represented_by"]
    assert [(one["name"]["en"], one["powers"], one["signed_at"][:10]) for one in by] == [
        ("Rafael Ortiz", ["negotiate"], "2026-11-22")
    ]
    reader, public = Reader(stage, "en").signs_in("cleo"), Reader(stage, "en")
    for page in (reader.get(f"/performers/{mina.performer_id}").text, reader.get("/search").text):
        assert "Rafael Ortiz represents by mandate, signed 2026-11-22: may negotiate terms." in page
        assert '<a href="https://reel.example/mina">' in page
    assert "Rafael" not in public.get(f"/performers/{mina.performer_id}").text
    stage.passes(hours=3)
    assert cleo.get(where).json()["represented_by"] == []
    mandate = gives(stage, mina, rafael, ["sign_contract"])
    assert cleo.get(where).json()["represented_by"][0]["powers"] == ["sign_contract"]
    ends(mina, mandate)
    assert cleo.get(where).json()["represented_by"] == []


def test_what_cannot_be_read_is_named_and_what_was_altered_is_found(stage: Stage) -> None:
    mina = stage.identified("mina")
    wrong = {
        "plays": [40, 20], "speaks": ["not a tag"], "height_cm": 9, "isni": "0000000121032684", "based_in": "XX",
        "showreel": "http://reel.example/mina",
        "credits": [{"title": "X", "eidr": "10.5240/7791-8534-2C23-9030-8610-6"}],
    }  # fmt: skip
    refused = mina.post("/api/v1/me/profile", wrong).json()
    assert refused["code"] == "casting.profile_unclear"
    assert refused["facts"]["problems"] == [
        "plays",
        "speaks",
        "height_cm",
        "based_in",
        "isni",
        "credits",
        "showreel",
    ]
    says(mina, MINA)
    database = stage.propria.library.database
    assert database.read(lambda db: list(fsck(db=db))) == []
    database.transact(lambda db: db.execute(text("update casting_profile set at_entry = 0")))
    assert [f.code for f in database.read(lambda db: list(fsck(db=db)))] == ["casting.profile_altered"]


def test_by_the_pages(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    mina, cleo = Reader(stage, "en").signs_in("mina"), Reader(stage, "en").signs_in("cleo")
    assert heading(mina.get("/profile")) == "You said nothing of yourself yet."
    typed = {
        "about_en": "Calm detectives.", "plays_from": "25", "plays_to": "38", "speaks": "zh, en-GB", "skills": "erhu, fencing",
        "credits": "The Pier | the pilot | 2019",
    }  # fmt: skip
    assert mina.post("/profile", **(typed | {"plays_from": "old"})).status_code == 422
    assert mina.post("/profile", **(typed | {"speaks": "not a tag"})).status_code == 422
    wrong = mina.post("/profile", **(typed | {"isni": "0000 0001 2103 2684"}))
    assert "the last a check digit" in wrong.text
    mina.signs(mina.post("/profile", **typed))
    page = mina.get("/profile").text
    assert "Creators who are signed in read this of you." in page
    assert "The Pier | the pilot | 2019" in page
    page = cleo.get("/search?q=fencing").text
    assert "The order is published: points = 70% fit (50% words, 50% meaning)" in page
    assert "The Pier 2019, as the pilot" in page
    assert cleo.get("/search?q=fencing&by=words&age=60").text.count("Mina Haldane") == 0
    assert "（字句 100%，" in Reader(stage, "zh-CN").signs_in("cleo").get("/search?q=fencing").text
