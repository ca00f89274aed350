"""What is not there, not yours or no longer possible is answered by its code, on the API and on the pages."""

import socket
from pathlib import Path
from typing import Any

import pytest

from propria.cli import main
from propria.consent import store as openness
from propria.demo.stage import raised
from propria.kernel.errors import PropriaError
from propria.licences import store as licences
from propria.parties import store as parties
from propria.plumbing.errors import Unavailable
from propria.plumbing.keystore import KeyStore
from propria.record import store as record
from propria.royalties import actions as royalties
from tests.cast import Stage, a_stage
from tests.deals import agreed_contract
from tests.renders import filmed
from tests.stories.pages.reader import Reader
from tests.stories.refusals.test_mistakes_are_answered_by_code import code_of


def refused_by(stage: Stage, act: Any) -> str:
    """The code by which the library itself refuses."""
    with pytest.raises(PropriaError) as caught:
        stage.propria.library.database.transact(act)
    return caught.value.code


def test_nothing_is_found_under_an_id_that_nobody_has(stage: Stage) -> None:
    asked = {
        "consent.no_openness": lambda db: openness.openness("stm_none", db=db),
        "licences.no_permit": lambda db: licences.permit("prm_none", db=db),
        "parties.no_key": lambda db: parties.key("key_none", db=db),
        "record.no_entry": lambda db: record.entry(10_000, db=db),
        "record.no_map_node": lambda db: record.map_node(bytes(32), db=db),
    }
    assert {code: refused_by(stage, act) for code, act in asked.items()} == {c: c for c in asked}


def test_a_use_that_was_never_charged_is_not_corrected(stage: Stage) -> None:
    otto = stage.person("otto")

    def correct(db: Any) -> Any:
        from propria.parties import actions

        operator = actions.actor_of(otto.id, db=db)
        amounts: dict[str, Any] = {"reason": "miscounted", "now": stage.now, "db": db}
        return royalties.correct_use(operator, "use_none", "5.1", 1, **amounts)

    assert refused_by(stage, correct) == "royalties.no_use"


def test_a_demo_key_that_waits_is_bound_before_the_next(stage: Stage) -> None:
    mina = stage.identified("mina")
    mina.asked("/api/v1/me/demo-key")
    assert code_of(mina.post("/api/v1/me/demo-key")) == "parties.demo_key_exists"


def test_only_the_creator_of_a_deal_signs_on_its_side(stage: Stage) -> None:
    mina, cleo, _, contract = agreed_contract(stage)
    drafted = cleo.asked(f"/api/v1/contracts/{contract}/sign")
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    assert shown["statement"]["type"] == "contract.signed"
    dora = stage.another_creator("dora")
    assert code_of(dora.post(f"/api/v1/contracts/{contract}/sign")) == "deals.no_deal"
    assert mina.post(f"/api/v1/contracts/{contract}/sign").status_code == 201


def test_a_finished_output_that_must_stop_is_not_handed_out(stage: Stage) -> None:
    from tests.renders import by_the_second

    story = filmed(stage, by_the_second(wind_down={"finished": "must_stop"}))
    render = story.gets("shot-1")
    where = f"/api/v1/renders/{render['render']}/file"
    assert story.made.cleo.get(where).status_code == 200
    drafted = story.made.mina.asked(f"/api/v1/licences/{story.made.licence}/withdraw")
    story.made.mina.signs(drafted)
    assert code_of(story.made.cleo.get(where)) == "usage.may_not_be_shown"


def test_nobody_shown_is_no_bundle(stage: Stage) -> None:
    answer = stage.main.get("/counts/open/bundle", headers={"accept": "application/json"})
    assert code_of(answer) == "publicity.nobody_shown"


def test_taking_back_nothing_is_not_a_choice(stage: Stage) -> None:
    stage.identified("mina")
    answer = Reader(stage).signs_in("mina").post("/withdraw", thing="nothing:x")
    assert answer.status_code == 404, "journeys.nothing_chosen"


def test_the_operator_s_desk_is_the_operator_s(stage: Stage) -> None:
    assert Reader(stage).signs_in("mina").get("/desk").status_code == 404, "journeys.no_desk"
    otto = Reader(stage).signs_in("otto")
    assert otto.get("/desk").status_code == 200
    assert otto.post("/desk/imports", rows="one name only").status_code == 422, "journeys.import_unreadable"
    assert otto.post("/desk/imports", rows="演员,Name,x@example.org").status_code == 303


def test_outside_a_demo_there_is_no_one_click_sign_in_no_software_key_no_style_guide(tmp_path: Path) -> None:
    with a_stage(tmp_path, settings={"log_origin": "log.propria.test/log"}) as stage:
        sam = stage.person("sam")
        assert code_of(sam.post("/api/v1/session/demo", {"name": "mina"})) == "parties.not_a_demo"
        signed = stage.signing.post("/requests/sgn_none/demo-signature", json={"digest": "00"})
        assert code_of(signed) == "record.not_a_demo"
        answer = stage.main.get("/styleguide", headers={"accept": "application/json"})
        assert code_of(answer) == "web.no_such_page"


def test_a_key_store_that_cannot_be_read_says_so(stage: Stage) -> None:
    keys = stage.propria.library.keys
    assert isinstance(keys, KeyStore)
    keys.close()
    with pytest.raises(Unavailable) as caught:
        keys.content_key("ast_none")
    assert caught.value.code == "plumbing.keys_failed"


def test_the_command_line_names_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path / "nowhere"))
    assert main.main(["verify", str(tmp_path / "none.json")]) == 1
    assert main.main(["serve"]) == 1
    said = capsys.readouterr().err
    assert "cli.no_file" in said
    assert "cli.no_home" in said


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with (
            pytest.raises(PropriaError) as caught,
            raised(tmp_path / "demo", host="127.0.0.1", port=taken.getsockname()[1]),
        ):
            pass
    assert caught.value.code == "demo.port_taken"
