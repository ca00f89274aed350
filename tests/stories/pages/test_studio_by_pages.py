"""The studio, by its form alone: what it costs, a cut released and charged, and every reason why not."""

import re
from pathlib import Path
from typing import Any

from propria.kernel.money import Money
from propria.rates import Basis, Minimum, PriceLine, RateCard, StepUp
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from tests.cast import Stage, a_stage
from tests.deals import active_licence, capture_consent, signed_licence
from tests.engines import TalkingEngine
from tests.renders import PER_SECOND, by_the_second, filmed, restart
from tests.replicas import a_portrait, build_of, put_in_vault
from tests.stories.pages.reader import Reader, heading, words

NONCE = re.compile(r'name="nonce" value="([^"]+)"')
FILE = re.compile(r'href="(/renders/[^"]+/file)"')
WAVE = re.compile(r'<path d="(M\d+\.5 \d+V\d+){160}"')
PASSPORT = re.compile(r'href="(/outputs/[^"]+)"')


def nonce_of(answer: Any) -> str:
    """The form's own id of the use."""
    found = NONCE.search(answer.text)
    assert found
    return found[1]


def test_a_cut_is_priced_then_rendered_and_its_charge_file_and_passport_are_listed(stage: Stage) -> None:
    made = filmed(stage)
    cleo = Reader(stage).signs_in("cleo")
    page = cleo.get("/studio")
    assert heading(page) == "You may render Mina Haldane for Paper Lantern Street ."
    assert "640 left of 640" in words(page)
    assert "Nothing was rendered yet." in words(page)
    where = f"/studio/{made.made.licence}"
    cut = {"what": "take", "asset": made.take, "from": "0", "to": "2", "act": "dub", "territory": "HK"}
    priced = cleo.post(where, do="price", nonce=nonce_of(page), **cut)
    assert priced.status_code == 200, words(priced)
    assert "This render adds at most 2,400.00 CNY" in words(priced)
    assert "640 left of 640" in words(priced)
    nonce = nonce_of(priced)
    asked = cleo.post(where, do="render", nonce=nonce, **cut)
    assert asked.status_code == 303, words(asked)
    page = cleo.get(asked.headers["location"].partition("#")[0])
    told = words(page)
    assert "Released" in told
    assert "Charged 2,400.00 CNY" in told
    assert "638 left of 640" in told
    file, passport = FILE.search(page.text), PASSPORT.search(page.text)
    assert file
    assert passport
    assert made.verified(cleo.get(file[1]).content)["integrity"] == "intact"
    assert Reader(stage).get(passport[1]).status_code == 200
    assert Reader(stage).get(file[1]).status_code == 401
    again = cleo.post(where, do="render", nonce=nonce, **cut)
    assert again.status_code == 422
    assert "licences.replayed" in words(again)
    assert "已放行" in words(Reader(stage, "zh-Hans").signs_in("cleo").get("/studio"))


def test_an_output_is_played_with_its_sound_drawn_alone_or_beside_another(stage: Stage) -> None:
    made = filmed(stage)
    first, second = (made.gets(f"shot-{n}", to_ms=1_000)["render"] for n in (1, 2))
    cleo = Reader(stage).signs_in("cleo")
    assert f'href="/renders/{first}"' in cleo.get("/studio").text
    clip = cleo.get(f"/renders/{first}")
    assert heading(clip) == "A recorded take, 0–1 s"
    assert WAVE.search(clip.text)
    assert clip.text.count("data-player") == 1
    assert cleo.get(f"/renders/{second}?beside={first}").text.count("data-player") == 2
    assert cleo.get(f"/renders/{second}?beside=rnd_none").status_code == 404
    assert "data-player" in Reader(stage).signs_in("mina").get(f"/renders/{first}").text
    assert Reader(stage).signs_in("wen").get(f"/renders/{first}").status_code == 404
    assert Reader(stage).get(f"/renders/{first}").status_code == 401


def test_a_cut_that_cannot_be_made_says_what_to_do_and_keeps_what_was_typed(stage: Stage) -> None:
    made = filmed(stage)
    cleo = Reader(stage).signs_in("cleo")
    where = f"/studio/{made.made.licence}"
    for start, end, says in (
        ("x", "2", "Write seconds, like 0 or 1.5."),
        ("2", "1", "The end must come after the start."),
        ("0", "60", "usage.take_out_of_bounds"),
    ):
        sent = {"from": start, "to": end}
        answer = cleo.post(where, what="take", do="price", asset=made.take, **sent)
        assert answer.status_code == 422
        assert says in words(answer)
        assert f'name="to" value="{end}"' in answer.text
    assert "Choose one of the list." in words(cleo.post(where, what="take", do="price", asset="ast_other"))


def test_a_use_that_the_licence_does_not_name_is_refused_with_the_reason(stage: Stage) -> None:
    made = filmed(stage)
    cleo = Reader(stage).signs_in("cleo")
    sent = {"what": "take", "asset": made.take, "territory": "JP", "do": "render", "nonce": "cut-1"}
    answer = cleo.post(f"/studio/{made.made.licence}", **sent)
    assert answer.status_code == 422
    assert "licences.denied" in words(answer)
    assert "Deny" in words(answer)
    assert "Nothing was rendered yet." in words(answer)


def test_after_a_withdrawal_the_studio_says_so_and_renders_nothing(stage: Stage) -> None:
    made = filmed(stage)
    made.gets("before")
    mina = made.made.mina
    mina.signs(mina.asked(f"/api/v1/licences/{made.made.licence}/withdraw"))
    cleo = Reader(stage).signs_in("cleo")
    page = cleo.get("/studio")
    assert heading(page) == "You may not render Mina Haldane for Paper Lantern Street now."
    assert "The performer withdrew it. Nothing new may be made." in words(page)
    assert 'id="ask"' not in page.text
    sent = {"what": "take", "asset": made.take, "do": "render", "nonce": "late"}
    answer = cleo.post(f"/studio/{made.made.licence}", **sent)
    assert answer.status_code == 422
    assert "licences.denied" in words(answer)
    assert "Deny" in words(answer)


def test_work_that_a_withdrawal_stopped_says_why_and_that_nothing_was_charged(stage: Stage) -> None:
    made = filmed(stage)
    stage.propria.library.jobs.close()
    assert made.asks("in-flight").status_code == 202
    cleo = Reader(stage).signs_in("cleo")
    assert "Being made" in words(cleo.get("/studio"))
    mina = made.made.mina
    mina.signs(mina.asked(f"/api/v1/licences/{made.made.licence}/withdraw"))
    restart(stage)
    told = words(cleo.get("/studio"))
    assert "The licence was stopped before this was finished." in told
    assert "Nothing was released or charged." in told
    assert "usage.stopped_in_flight" in told
    assert "Fetch the file" not in told


def test_an_output_that_may_no_longer_be_shown_is_not_offered(stage: Stage) -> None:
    made = filmed(stage, by_the_second(wind_down={"finished": "must_stop"}))
    made.gets("finished")
    mina = made.made.mina
    mina.signs(mina.asked(f"/api/v1/licences/{made.made.licence}/withdraw"))
    page = Reader(stage).signs_in("cleo").get("/studio")
    assert FILE.search(page.text) is None
    assert PASSPORT.search(page.text)


def test_a_licence_that_waits_says_for_what(stage: Stage) -> None:
    signed_licence(stage, by_the_second())
    told = words(Reader(stage).signs_in("cleo").get("/studio"))
    assert "is not held yet" in told
    assert "There is no consent to capture yet" in told


def test_without_a_version_there_is_no_line_to_ask_for(stage: Stage) -> None:
    filmed(stage)
    told = words(Reader(stage).signs_in("cleo").get("/studio?what=line"))
    assert "No replica that the performer approved is usable." in told


def test_the_studio_is_for_the_creator_whose_licence_it_is(stage: Stage) -> None:
    made = filmed(stage)
    assert Reader(stage).get("/studio").status_code == 401
    mina = Reader(stage).signs_in("mina")
    assert mina.get("/studio").status_code == 404
    where = f"/studio/{made.made.licence}"
    assert mina.post(where, what="take", asset=made.take, do="render", nonce="n").status_code == 404
    assert Reader(stage).signs_in("cleo").get("/studio?licence=lic_nobody").status_code == 404


def test_an_approved_replica_says_a_line_by_the_form(tmp_path: Path) -> None:
    slot = EngineSlot(TalkingEngine(tmp_path), ProviderConditions("propria-embedded", 0, "CN"))
    with a_stage(tmp_path, engine=slot) as stage:
        made = active_licence(stage, by_the_second())
        capture_consent(made.mina, "build")
        capture = made.mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
        portrait = put_in_vault(made.mina, capture, a_portrait(), "photo", "image/jpeg")
        version = build_of(made.mina, portrait).json()["version"]
        made.mina.signs(made.mina.asked(f"/api/v1/replicas/versions/{version}/approve"))
        cleo = Reader(stage).signs_in("cleo")
        assert "approved by the performer on" in words(cleo.get("/studio?what=line"))
        where, line = f"/studio/{made.licence}", {"what": "line", "version": version, "text": "灯还亮着。"}
        silent = cleo.post(where, do="price", **(line | {"text": ""}))
        assert "Fill this in." in words(silent)
        assert "This render adds at most 8,400.00 CNY" in words(
            cleo.post(where, do="price", language="zh", **line)
        )
        asked = cleo.post(where, do="render", nonce="line-1", language="zh", **line)
        assert asked.status_code == 303, words(asked)
        told = words(cleo.get("/studio"))
        assert "A new line: “灯还亮着。”" in told
        assert "Released" in told
        assert "Charged 1,200.00 CNY" in told


def test_the_licence_says_what_was_reserved_and_what_came_back(stage: Stage) -> None:
    made = filmed(stage)
    made.gets("finished")
    stage.propria.library.jobs.close()
    assert made.asks("in-flight").status_code == 202
    mina = made.made.mina
    mina.signs(mina.asked(f"/api/v1/licences/{made.made.licence}/withdraw"))
    restart(stage)
    told = words(Reader(stage).signs_in("cleo").get(f"/licences/{made.made.licence}"))
    assert "638 left of 640" in told
    assert "4 reserved, 2 of it given back unused; the limit is 640" in told


def test_a_price_says_what_the_contract_has_beside_it(stage: Stage) -> None:
    fee = PriceLine("5.2", Basis.FIXED, Money("CNY", 300_000))
    lines = (PriceLine("5.1", Basis.SECOND, PER_SECOND), fee)
    step = StepUp("5.4", "5.1", Money("CNY", 150_000), above=3)
    card = RateCard("CNY", lines, minimum=Minimum("5.3", Money("CNY", 9_000_000)), steps=(step,))
    made = filmed(stage, by_the_second(card=card.to_json()))
    cleo = Reader(stage).signs_in("cleo")
    priced = cleo.post(f"/studio/{made.made.licence}", what="take", do="price", asset=made.take, to="2")
    told = words(priced)
    assert "This render adds at most 2,400.00 CNY" in told
    beside = told.partition("Beside it, the contract has:")[2]
    assert "A fixed fee, due once" in beside
    assert "3,000.00 CNY" in beside
    assert "clause 5.2" in beside
    assert "The least paid in all; each render counts towards it" in beside
    assert "90,000.00 CNY" in beside
    assert "The price under clause 5.1 is 1,500.00 CNY a second above 3 seconds, act by act" in told
    made.gets("one", to_ms=2_000)
    priced = cleo.post(f"/studio/{made.made.licence}", what="take", do="price", asset=made.take, to="2")
    assert "This render adds at most 2,700.00 CNY" in words(priced), "one second is below the step, one above"
