"""Whoever is evidenced gets the operator's signed word that an act is not granted; a stranger checks it offline."""

from pathlib import Path

from tests.cast import Stage
from tests.deals import signed_licence
from tests.ports.papers.test_contract_file import text_of
from tests.stories.pages.reader import Reader, heading
from tests.stories.record.test_anyone_checks_a_bundle_offline import fetch, verify_offline
from tests.terms import film_terms


def test_the_operator_signs_it_and_the_verifier_says_whose_word_it_is(stage: Stage, tmp_path: Path) -> None:
    mina = stage.open_performer("mina", film_terms())
    made = mina.asked("/api/v1/not-granted", {"act": "train"})
    code, report = verify_offline(*fetch(stage, made["statement"], tmp_path))
    assert (code, report["colour"], report["problems"]) == (0, "amber", [])
    assert "signed_by_operator" in report["reservations"]
    said = next(s for s in report["statements"] if s["id"] == made["statement"])
    size = said["body"]["checkpoint"]
    assert said["text"]["en"].startswith(f"As of checkpoint {size}, no licence grants this of this performer")
    assert (said["body"]["act"], said["signed_after_size"]) == ("train", size)

    paper = stage.main.get(made["paper"])
    words = " ".join(text_of(paper.content, tmp_path).split())
    assert "Not granted" in words
    assert "未授权" in words
    assert "whether anybody holds a bundle that says otherwise" in words
    assert words.endswith("1/1")


def test_what_a_licence_grants_is_not_said_to_be_missing(stage: Stage) -> None:
    deal = signed_licence(stage)
    granted = stage.person("mina").post("/api/v1/not-granted", {"act": "generate"})
    assert (granted.status_code, granted.json()["code"]) == (409, "publicity.act_granted")
    assert granted.json()["facts"]["licences"] == [deal.licence]
    assert stage.person("mina").post("/api/v1/not-granted", {"act": "train"}).status_code == 201


def test_only_the_evidenced_performer_is_told(stage: Stage) -> None:
    wen = stage.person("wen")
    wen.asked("/api/v1/claim", {"domain": "wen.example"})
    assert wen.post("/api/v1/not-granted", {"act": "train"}).json()["code"] == "publicity.not_evidenced"
    mina = stage.identified("mina")
    assert mina.post("/api/v1/not-granted", {"act": "sing"}).json()["code"] == "publicity.no_such_act"
    for stranger in ("cleo", "sam"):
        assert stage.person(stranger).post("/api/v1/not-granted", {"act": "train"}).status_code >= 400
    openness = stage.open_performer("wen", film_terms()) and stage.person("sam").get("/api/v1/performers")
    other = openness.json()[0]["openness"]["statement"]
    paper = stage.main.get(f"/not-granted/{other}/proof.pdf", headers={"accept": "application/json"})
    assert paper.json()["code"] == "record.no_statement"


def test_by_page_and_shown_to_anyone_who_has_the_address(stage: Stage) -> None:
    stage.open_performer("mina", film_terms())
    mina = Reader(stage).signs_in("mina")
    assert heading(mina.get("/not-granted")) == "What did you never allow?"
    made = mina.post("/not-granted", act="train")
    assert made.status_code == 303
    page = Reader(stage, "zh-Hans").get(made.headers["location"])
    assert heading(page) == "没有准许任何人这样做。"
    assert "没有任何授权准许对此人训练模型" in page.text
    assert f"{made.headers['location']}/proof.pdf" in page.text
    assert mina.post("/not-granted", act="sing").status_code == 404
    assert Reader(stage).get("/not-granted").status_code in (303, 401)
