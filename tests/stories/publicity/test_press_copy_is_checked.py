"""Interest is not approval: a sentence that says more than was signed is refused, with the one that can be proven."""

from pathlib import Path

import pytest

from propria.parties import actions as parties
from propria.parties.model import Role
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer, announces
from tests.stories.pages.reader import TOKEN
from tests.stories.record.test_anyone_checks_a_bundle_offline import verify_offline
from tests.terms import film_terms


def check(stage: Stage, text: str) -> list[dict[str, object]]:
    """The verdicts on a text."""
    answer = stage.person("otto").asked("/api/v1/claims/check", {"text": text})
    assert isinstance(answer, list)
    return answer


def opens(stage: Stage, number: int) -> Person:
    """One more performer joins and opens."""
    name, zh = f"performer{number}", f"林{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'一二三四五'[number // 10]}"
    join = lambda db: parties.join(zh, f"Performer {number}", Role.PERFORMER, demo_name=name, db=db)  # noqa: E731
    stage.propria.library.database.transact(join)
    return stage.open_performer(name, film_terms())


def licenses(stage: Stage, performer: Person) -> None:
    """The performer licenses one series to Cleo, and both let it be said."""
    cleo = stage.keyed("cleo")
    deal = an_offer(cleo, performer.performer_id, a_brief(cleo)).json()["deal"]
    performer.asked(f"/api/v1/deals/{deal}/agree")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    for side in (cleo, performer):
        side.signs(side.asked(f"/api/v1/contracts/{contract}/sign"))
    licence = performer.get("/api/v1/licences").json()[0]["licence"]
    announces(licence, cleo, performer)


def test_more_than_a_hundred_is_refused_where_three_licensed_and_forty_one_are_open(
    stage: Stage, tmp_path: Path
) -> None:
    """Scenario 2: the words and numbers are named, the true sentence is offered, and anyone recounts the 41 and the 3 offline."""
    nobody_yet = stage.main.get("/counts/licensed/bundle", headers={"accept": "application/json"})
    assert nobody_yet.json()["code"] == "publicity.nobody_announced"
    everybody = [opens(stage, number) for number in range(41)]
    for performer in everybody[:3]:
        licenses(stage, performer)

    verdict = check(stage, "More than 100 artists have signed.")[0]
    assert verdict["verdict"] == "overclaims"
    (reason,) = verdict["reasons"]  # type: ignore[misc]
    assert reason["quoted"] == "100 … have signed"
    assert reason["en"] == "The true numbers are 41 open to enquiries and 3 licensed, not 100."
    offered = "41 performers are open to enquiries; 3 have licensed a named project."
    assert verdict["provable_text"] == offered
    assert {v["verdict"] for v in check(stage, offered)} == {"provable"}

    bundle, trust = tmp_path / "open.bundle.json", tmp_path / "trust.json"
    bundle.write_bytes(stage.main.get("/counts/open/bundle").content)
    trust.write_bytes(stage.main.get("/log/trust").content)
    code, report = verify_offline(bundle, trust)
    assert code == 0
    states = [status["states"] for status in report["statuses"]]  # type: ignore[attr-defined]
    assert [one["openness"] for one in states] == ["open"] * 41
    bundle.write_bytes(stage.main.get("/counts/licensed/bundle").content)
    code, report = verify_offline(bundle, trust)
    assert code == 0
    said = [s for s in report["statements"] if s["type"] == "licence.announced"]
    assert sorted(s["body"]["side"] for s in said) == ["creator"] * 3 + ["performer"] * 3
    assert len({s["body"]["performer"] for s in said}) == 3
    states = [status["states"] for status in report["statuses"]]
    assert all("announced" in one.values() for one in states)


def test_over_a_hundred_signed_is_refused_and_the_true_sentence_offered(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    stage.open_performer("wen", film_terms())

    verdict = check(stage, "More than 100 artists have signed.")[0]
    assert verdict["verdict"] == "overclaims"
    assert verdict["provable_text"] == "2 performers are open to enquiries; 0 have licensed a named project."

    own_words = check(stage, str(verdict["provable_text"]))
    assert {v["verdict"] for v in own_words} == {"provable"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Over 100 performers onboarded.",
        "120 artists joined our library.",
        "We partnered with a hundred artists.",
        "Our artists include 100 stars.",
        "100 performers are on our roster.",
        "More than 100 actors have authorised us.",
        "逾百位艺人已签约。",
        "超过100位演员入驻。",
        "一百位明星加盟。",
        "100位艺人已授权。",
    ],
)
def test_every_synonym_is_flagged_while_the_facts_do_not_support_it(stage: Stage, sentence: str) -> None:
    """Scenario 3."""
    stage.open_performer("mina", film_terms())
    (verdict,) = check(stage, sentence)
    assert verdict["verdict"] == "overclaims"
    quoted = [part for r in verdict["reasons"] for part in r["quoted"].split(" … ")]  # type: ignore[attr-defined]
    assert [part for part in quoted if part in sentence], "the word or number is named"
    assert {v["verdict"] for v in check(stage, str(verdict["provable_text"]))} == {"provable"}


def test_a_named_performer_without_that_state_is_flagged_by_name(stage: Stage) -> None:
    """Scenario 3: by name, in either language; what is true of them goes through."""
    stage.open_performer("mina", film_terms())
    flagged = check(stage, "Mina Haldane has signed with us.")[0]
    assert flagged["verdict"] == "overclaims"
    assert "Mina Haldane" in str(flagged["reasons"])
    assert check(stage, "Mina Haldane is open to enquiries.")[0]["verdict"] == "provable"
    in_chinese = check(stage, "米娜·霍尔丹已签约。")[0]
    assert (in_chinese["verdict"], "米娜·霍尔丹" in str(in_chinese["reasons"])) == ("overclaims", True)


def test_what_says_nothing_of_performers_is_left_alone(stage: Stage) -> None:
    assert check(stage, "The weather in Hangzhou was fine.")[0]["verdict"] == "not_a_claim"
    assert check(stage, "Have 100 artists signed?")[0]["verdict"] == "not_a_claim"


def test_a_file_is_checked_like_its_text_on_the_page_and_over_the_api(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    release = b"<p>Mina Haldane has signed.</p><p>Mina Haldane is open to enquiries.</p>"
    answer = stage.main.post("/api/v1/claims/file", params={"name": "release.html"}, content=release)
    assert [v["verdict"] for v in answer.json()] == ["overclaims", "provable"]

    form = stage.main.get("/claims").text
    token = TOKEN.search(form)
    assert token
    fields = {"_csrf_token": token[1]}
    shown = stage.main.post("/claims/file", data=fields, files={"file": ("release.html", release)})
    assert shown.status_code == 200
    assert "One of 2 sentences cannot be published." in shown.text
    empty = stage.main.post("/claims/file", data=fields, files={"file": ("cut.pdf", b"%PDF-1.7")})
    assert empty.status_code == 400
    assert "This file is damaged or cut short." in empty.text
    nothing = stage.main.post("/claims/file", data=fields | {"text": "x"})
    assert "Choose a file first." in nothing.text
