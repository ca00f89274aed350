"""Something looks or sounds like a performer: held by policy, both sides speak, three outsiders sign; no automatic verdict."""

from typing import Any

import pytest
from sqlalchemy import text

from propria.disputes import lookalikes
from propria.disputes.lookalike_page_routes import chosen
from propria.disputes.model import Defence
from propria.kernel.errors import Malformed
from propria.parties import actions as parties
from propria.parties.model import Role
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from propria.record import actions as record
from propria.record.model import Draft
from tests.cast import Person, Stage
from tests.deals import a_brief, an_offer
from tests.mandates import another
from tests.renders import Filmed, filmed
from tests.stories.deals.test_a_group_acts_as_one import joined
from tests.stories.disputes.denying import findings
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import film_terms

ELSEWHERE = {"sha256": "ab" * 32, "place": "https://clips.example/42"}
SAYS = "She has my walk, my voice and the scar on my chin."
HELD = {"may": "agreement_or_ruling_needed", "reason": "held_for_a_panel"}


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def says_it_is_like(person: Person, kind: str = "look_alike", **media: str) -> str:
    """The performer signs it; the case."""
    drafted = person.asked("/api/v1/lookalikes", {"kind": kind, "says": SAYS} | media)
    person.signs(drafted)
    return str(person.get("/api/v1/lookalikes").json()[0]["lookalike"])


def outsiders(stage: Stage) -> tuple[Person, Person, Person]:
    """Three people who have a key here and are nobody's."""
    names = (("pia", "皮娅", "Pia Lund"), ("quin", "奎因", "Quin Osei"), ("rosa", "罗莎", "Rosa Vidal"))
    pia, quin, rosa = (another(stage, *name, Role.REPRESENTATIVE) for name in names)
    return pia, quin, rosa


def seats(stage: Stage, case: str, people: tuple[Person, ...]) -> Any:
    """Otto seats a panel: the library's answer."""
    form = {"people": [one.id for one in people]}
    return stage.person("otto").post(f"/api/v1/lookalikes/{case}/panel", form)


def finds(person: Person, case: str, finding: str) -> Any:
    """One of the panel signs: the answer to the draft, or to the signature."""
    form = {"finding": f"find_{finding}", "says": "I saw both, side by side."}
    drafted = person.post(f"/api/v1/lookalikes/{case}/finding", form)
    return person.tries_to_sign(drafted.json()) if drafted.status_code == 201 else drafted


def may_show(story: Filmed, output: str) -> dict[str, str]:
    """What anyone is told of whether the output may be shown."""
    told = story.stage.main.get(f"/api/v1/outputs/{output}").json()["may_show"]
    return {name: told[name] for name in ("may", "reason")}


@pytest.fixture
def story(stage: Stage) -> tuple[Filmed, str, Person]:
    """Cleo's output, made with Mina; Wen says that it is like her."""
    made = filmed(stage)
    output = made.gets("shot-1")["output"]["output"]
    return made, output, stage.open_performer("wen", film_terms())


def test_a_look_alike_is_held_and_only_a_panel_of_outsiders_rules(story: tuple[Filmed, str, Person]) -> None:
    """Scenario 26: a hold by policy, the proof of non-grant attached, a parody claim recorded as a claim, the ruling signed."""
    made, output, wen = story
    stage, cleo = made.stage, made.made.cleo
    assert may_show(made, output)["may"] == "yes"
    case = says_it_is_like(wen, output=output)
    assert may_show(made, output) == HELD
    assert code(wen.post("/api/v1/lookalikes", {"kind": "blended_face", "says": SAYS, "output": output})) == (
        409,
        "disputes.reported_already",
    )

    told = wen.get(f"/api/v1/lookalikes/{case}").json()
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    proof = verify_bundle(stage.main.get(told["not_granted"]).content, trust, now=stage.now)
    assert not proof.problems
    assert [s.type for s in proof.statements if s.binding.role == "operator"].count(
        "licence.not_granted"
    ) == 1
    stranger = stage.keyed("rafael")
    assert code(stranger.get(f"/api/v1/lookalikes/{case}")) == (404, "disputes.no_lookalike")
    answer = {"claims": "parody", "says": "A joke about every detective there is."}
    assert code(stranger.post(f"/api/v1/lookalikes/{case}/answer", answer)) == (404, "disputes.no_lookalike")
    cleo.signs(cleo.asked(f"/api/v1/lookalikes/{case}/answer", answer))
    said = wen.get(f"/api/v1/lookalikes/{case}").json()["said"][-1]
    assert "This is what one side says; nobody has ruled on it." in said["text"]["en"]
    assert may_show(made, output) == HELD, "a claim ends no hold"


def test_a_panel_is_three_outsiders_and_two_of_them_rule(story: tuple[Filmed, str, Person]) -> None:
    """Scenario 26: nobody of the operator's or of the case sits; the ruling names who signed it, and takes the output down."""
    made, output, wen = story
    stage, cleo = made.stage, made.made.cleo
    case, trust = says_it_is_like(wen, output=output), Trust.from_bytes(stage.main.get("/log/trust").content)
    pia, quin, rosa = outsiders(stage)
    assert code(seats(stage, case, (pia, quin, cleo))) == (409, "disputes.not_an_outsider")
    assert code(seats(stage, case, (pia, quin, stage.person("otto")))) == (409, "disputes.not_an_outsider")
    assert code(seats(stage, case, (pia, quin))) == (409, "disputes.panel_size")
    assert code(finds(pia, case, "likeness")) == (404, "disputes.no_lookalike")
    assert seats(stage, case, (pia, quin, rosa)).status_code == 200
    assert finds(pia, case, "likeness").status_code == 200
    assert code(finds(pia, case, "likeness")) == (409, "disputes.found_already")
    assert finds(quin, case, "allowed").status_code == 200
    assert may_show(made, output) == HELD, "one against one is no ruling"
    assert finds(rosa, case, "likeness").status_code == 200
    assert may_show(made, output) == {"may": "no", "reason": "ruled_must_be_taken_down"}

    ruled = wen.get(f"/api/v1/lookalikes/{case}").json()
    assert ruled["state"] == "likeness"
    assert "Signed by Pia Lund and Rosa Vidal." in ruled["said"][-1]["text"]["en"]
    report = verify_bundle(stage.main.get(ruled["said"][-2]["bundle"]).content, trust, now=stage.now)
    assert not report.problems
    assert "lookalike.found" in {s.type for s in report.statements}
    assert code(finds(quin, case, "allowed")) == (409, "lookalike.cannot_find_allowed")
    assert findings(stage) == set()


def test_what_the_panel_does_not_find_or_nobody_rules_on_is_held_no_more(
    story: tuple[Filmed, str, Person],
) -> None:
    """Two find that it is no likeness; another case ends by its thirty days; a third is taken back."""
    made, output, wen = story
    stage = made.stage
    case = says_it_is_like(wen, output=output)
    panel = outsiders(stage)
    seats(stage, case, panel)
    for one in panel[:2]:
        assert finds(one, case, "no_likeness").status_code == 200
    assert may_show(made, output)["may"] == "yes"

    second = joined(stage, "kim", "金", "Kim")
    other = says_it_is_like(second, "blended_face", output=output)
    assert may_show(made, output) == HELD
    second.signs(second.asked(f"/api/v1/lookalikes/{other}/take-back"))
    assert may_show(made, output)["may"] == "yes"
    assert code(second.post(f"/api/v1/lookalikes/{other}/take-back", {})) == (
        409,
        "lookalike.cannot_take_back",
    )
    again = second.post("/api/v1/lookalikes", {"kind": "sound_alike", "says": SAYS, "output": output})
    assert code(again) == (409, "disputes.reported_already"), "nothing is held twice by one word"
    says_it_is_like(joined(stage, "lou", "娄", "Lou"), "sound_alike", output=output)
    mina = made.made.mina
    own = mina.post("/api/v1/lookalikes", {"kind": "look_alike", "says": SAYS, "output": output})
    assert code(own) == (409, "disputes.own_output")
    hers = says_it_is_like(mina, "sound_alike", **ELSEWHERE)
    assert mina.get(f"/api/v1/lookalikes/{hers}").json()["not_granted"] is None, "she did license a film"
    stage.passes(days=29)
    assert may_show(made, output) == HELD
    stage.passes(days=2)
    assert may_show(made, output)["may"] == "yes"
    assert findings(stage) == set()


def test_what_stands_elsewhere_is_a_case_with_its_proof_and_holds_nothing(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    for media, why in ((ELSEWHERE | {"sha256": "zz"}, "disputes.no_media"), ({}, "disputes.no_media")):
        answer = mina.post("/api/v1/lookalikes", {"kind": "sound_alike", "says": SAYS} | media)
        assert code(answer) == (400, why)
    empty = mina.post("/api/v1/lookalikes", {"kind": "sound_alike", "says": " "} | ELSEWHERE)
    assert code(empty) == (400, "disputes.words_unusable")
    case = says_it_is_like(mina, "sound_alike", **ELSEWHERE)
    told = mina.get(f"/api/v1/lookalikes/{case}").json()
    assert (told["held_until"], told["media"]) == (None, ELSEWHERE)
    assert told["not_granted"]
    for number in (43, 44):
        says_it_is_like(mina, **ELSEWHERE | {"place": f"https://clips.example/{number}"})
    more = {"kind": "look_alike", "says": SAYS} | ELSEWHERE | {"place": "https://clips.example/45"}
    assert code(mina.post("/api/v1/lookalikes", more)) == (409, "disputes.too_many_lookalikes")
    nobody = stage.keyed("cleo").post("/api/v1/lookalikes", more)
    assert code(nobody) == (404, "parties.no_performer")


def test_by_pages_she_says_it_he_answers_and_the_panel_signs(story: tuple[Filmed, str, Person]) -> None:
    """The same without script: forms, the signing page, and what each reader sees."""
    made, output, _ = story
    stage = made.stage
    wen, cleo, otto = (Reader(stage).signs_in(name) for name in ("wen", "cleo", "otto"))
    refused = wen.post("/lookalikes", kind="look_alike", says="")
    assert "Say it in words" in refused.text or "Name an output" in refused.text
    wen.signs(wen.post("/lookalikes", kind="look_alike", output=output, says=SAYS))
    case = stage.people["wen"].get("/api/v1/lookalikes").json()[0]["lookalike"]
    page = f"/lookalikes/{case}"
    assert page in wen.get("/lookalikes").text
    assert "a panel is to rule" in words(Reader(stage).get(f"/outputs/{output}"))
    cleo.signs(cleo.post(f"{page}/answer", claims="parody", says="A joke."))
    panel = outsiders(stage)
    assert "Choose one of them" in wen.post(f"{page}/finding", finding="x", says="x").text
    with pytest.raises(Malformed) as refused:
        chosen(Defence, "x")
    assert refused.value.code == "disputes.nothing_chosen"
    otto.post(f"{page}/panel", people=" ".join(one.id for one in panel))
    for one in panel[:2]:
        name = next(n for n, p in stage.people.items() if p is one)
        reader = Reader(stage).signs_in(name)
        assert "What do you find?" in reader.get(page).text
        reader.signs(reader.post(f"{page}/finding", finding="find_allowed", says="Everybody laughs."))
    assert heading(wen.get(page)) == "ruled: of a kind that needs no leave"
    assert "此为一方陈述，尚无人就此裁定" in words(Reader(stage, "zh-Hans").signs_in("wen").get(page))


def declined_by(person: Person, cleo: Person) -> str:
    """A creator offers, the performer declines: the statement that only the performer is told of."""
    deal = an_offer(cleo, person.performer_id, a_brief(cleo)).json()["deal"]
    person.asked(f"/api/v1/deals/{deal}/end", {"act": "decline"})
    return str(person.get("/api/v1/me/declines").json()[-1]["statement"])


def test_she_declined_and_an_imitation_is_made(story: tuple[Filmed, str, Person]) -> None:
    """Scenario 27: what was made is held; that she declined is private until she alone opens it in the case."""
    made, output, wen = story
    stage, cleo = made.stage, made.made.cleo
    decline, other = declined_by(wen, cleo), declined_by(wen, cleo)
    case = says_it_is_like(wen, output=output)
    assert may_show(made, output) == HELD
    where, page = f"/api/v1/lookalikes/{case}", f"/lookalikes/{case}"
    hers, his = Reader(stage).signs_in("wen"), Reader(stage).signs_in("cleo")
    assert decline in hers.get(page).text
    for text_of_his in (his.get(page).text, cleo.get(where).text):
        assert decline not in text_of_his
        assert "declined" not in text_of_his
    assert code(cleo.post(f"{where}/decline", {"decline": decline})) == (403, "parties.not_yours")
    dora = stage.another_creator("dora")
    of_dora = declined_by(wen, dora)
    for wrong in (of_dora, wen.get(where).json()["said"][0]["bundle"].rpartition("/")[2]):
        assert code(wen.post(f"{where}/decline", {"decline": wrong})) == (404, "disputes.no_decline")

    hers.signs(hers.post(f"{page}/decline", decline=decline))
    opened = cleo.get(where).json()["declines"]
    assert [one["statement"] for one in opened] == [decline], "what else she declined stays hers"
    assert "Wen Zhuxi declined the terms that Ode & Kestrel Pictures offered" in words(his.get(page))
    assert other not in his.get(page).text
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(stage.main.get(opened[0]["bundle"]).content, trust, now=stage.now)
    assert (report.statements[0].id, report.problems) == (decline, ())
    assert code(wen.post(f"{where}/decline", {"decline": decline})) == (404, "disputes.no_decline")
    assert may_show(made, output) == HELD
    wen.signs(wen.asked(f"{where}/take-back"))
    assert code(wen.post(f"{where}/decline", {"decline": other})) == (409, "lookalike.cannot_open_decline")
    assert findings(stage) == set()


def test_a_ruling_that_no_panel_signed_and_an_edited_hold_are_found(
    story: tuple[Filmed, str, Person],
) -> None:
    """Whoever has the operator's key and the database writes a ruling alone; fsck says so."""
    made, output, wen = story
    case = says_it_is_like(wen, output=output)

    def forged(db: Any) -> None:
        subject = lookalikes.case_for(parties.actor_of(wen.id, db=db), case, db=db).subject
        body = {"lookalike": case, "finding": "find_allowed", "findings": [], "ruled_by": []}
        draft = Draft("lookalike.ruled", subject, body, "裁定", "Ruling")
        record.sign_as_operator(draft, made.stage.propria.notary, now=made.stage.now, db=db)
        db.execute(text("update provenance_passport set held_until = null"))
        db.execute(text(f"insert into disputes_panelist values ('{case}', '{wen.id}')"))

    made.stage.propria.library.database.transact(forged)
    assert findings(made.stage) == {
        "disputes.lookalike_altered",
        "disputes.panel_unsigned",
        "disputes.hold_altered",
        "disputes.panel_altered",
    }
    erased = lambda db: db.execute(text("delete from disputes_lookalike"))  # noqa: E731
    made.stage.propria.library.database.transact(lambda db: db.execute(text("delete from disputes_panelist")))
    made.stage.propria.library.database.transact(erased)
    assert "disputes.lookalike_missing" in findings(made.stage)
