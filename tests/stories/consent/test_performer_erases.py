"""A performer erases an openness that ended: the words go, the log keeps its last state, and nothing raises it again."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from propria.cli.main import main
from propria.kernel.errors import Refused
from propria.record import actions as record
from propria.record import erasing
from tests.cast import Person, Stage, openness_form
from tests.deals import signed_licence
from tests.stories.record.test_anyone_checks_a_bundle_offline import verify_offline
from tests.stories.record.test_fsck_finds_what_was_changed import found, sql
from tests.terms import film_terms

SAID = "Open to enquiries; no licence given."


def openness_of(stage: Stage) -> str:
    """The id of what is publicly open now."""
    return str(stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"])


@pytest.fixture
def ended(stage: Stage) -> tuple[Stage, Person, str]:
    """Mina opened and withdrew."""
    mina = stage.open_performer("mina", film_terms())
    openness = openness_of(stage)
    refused = mina.post(f"/api/v1/openness/{openness}/erase")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent.still_given")
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    return stage, mina, openness


def report_of(stage: Stage, statement: str, folder: Path) -> dict[str, Any]:
    """What the offline verifier says of a statement's bundle."""
    for name, path in (("bundle", f"/log/bundles/{statement}"), ("trust", "/log/trust")):
        (folder / f"{name}.json").write_bytes(stage.main.get(path).content)
    code, told = verify_offline(folder / "bundle.json", folder / "trust.json")
    assert code == 0, told
    return told


def database_file(stage: Stage) -> Path:
    """Where the library's rows are."""
    url = str(stage.propria.library.settings.database_url)
    return Path(url.removeprefix("sqlite:///").partition("?")[0])


def test_the_words_are_gone_and_the_last_state_is_proved(
    ended: tuple[Stage, Person, str], tmp_path: Path
) -> None:
    stage, mina, openness = ended
    assert found(stage) == set()
    entry = mina.asked(f"/api/v1/openness/{openness}/erase")["entry_index"]

    with closing(sqlite3.connect(database_file(stage))) as database:
        dumped = "\n".join(database.iterdump())
    assert "openness.given" not in dumped.replace("'openness.given'", "")
    assert SAID.encode().hex().upper() not in dumped.upper()
    assert stage.main.get("/log/checkpoint").status_code == 200
    assert found(stage) == set()

    told = report_of(stage, openness, tmp_path)
    assert told["statements"] == []
    (ending,) = told["endings"]
    assert (ending["kind"], ending["target"], ending["state"]) == ("erased", openness, "withdrawn")
    assert ending["index"] == entry
    assert told["statuses"][0]["states"] == {"openness": "withdrawn", openness: "withdrawn"}
    again = mina.post(f"/api/v1/openness/{openness}/erase")
    assert (again.status_code, again.json()["code"]) == (404, "consent.no_openness")


def test_erasing_never_raises_a_state(ended: tuple[Stage, Person, str], tmp_path: Path) -> None:
    stage, mina, openness = ended
    subject = report_of(stage, openness, tmp_path)["statuses"][0]["subject"]
    mina.asked(f"/api/v1/openness/{openness}/erase")

    def tries(work: Any) -> str:
        with pytest.raises(Refused) as refused:
            stage.propria.library.database.transact(work)
        return str(refused.value.code)

    assert tries(lambda db: record.set_state(subject, openness, "open", db=db)) == "record.ended_already"
    now = stage.now
    closes = lambda thing, state: lambda db: erasing.close(subject, thing, state, now=now, db=db)  # noqa: E731
    assert tries(closes("lic_0", "active")) == "record.not_ended"
    assert tries(closes(openness, "void")) == "record.ended_already"
    stage.propria.library.database.transact(closes("lic_0", "expired"))
    assert found(stage) == set()
    raised = sql(f"update record_leaf_state set state = 'open' where thing = '{openness}'")
    stage.propria.library.database.transact(raised)
    assert "record.state_raised" in found(stage)


def test_she_opens_again_and_the_erased_one_stays_ended(
    ended: tuple[Stage, Person, str], tmp_path: Path
) -> None:
    stage, mina, openness = ended
    mina.asked(f"/api/v1/openness/{openness}/erase")
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    told = report_of(stage, openness, tmp_path)
    assert told["statuses"][0]["states"] == {"openness": "open", openness: "withdrawn"}
    assert report_of(stage, openness_of(stage), tmp_path)["statuses"][0]["states"]["openness"] == "open"


def test_what_a_contract_rests_on_and_what_is_anothers_is_not_erased(stage: Stage) -> None:
    made = signed_licence(stage)
    openness, mina = openness_of(stage), made.mina
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    refused = mina.post(f"/api/v1/openness/{openness}/erase")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent.contract_rests_on_it")
    stranger = made.cleo.post(f"/api/v1/openness/{openness}/erase")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "consent.no_openness")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (
            "update record_log_entry set salt = x'00' where salt is null and kind = 'statement'",
            "record.not_erased",
        ),
        ("delete from record_ending", "record.ending_wrong"),
    ],
)
def test_words_that_come_back_and_endings_that_go_are_found(
    ended: tuple[Stage, Person, str], damage: str, code: str
) -> None:
    stage, mina, openness = ended
    mina.asked(f"/api/v1/openness/{openness}/erase")
    stage.main.get("/log/checkpoint")
    stage.propria.library.database.transact(sql(damage))
    assert code in found(stage)


def test_a_rebuild_makes_the_endings_anew(
    ended: tuple[Stage, Person, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stage, mina, openness = ended
    mina.asked(f"/api/v1/openness/{openness}/erase")
    stage.main.get("/log/checkpoint")
    stage.propria.library.database.transact(sql("delete from record_ending"))
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))
    assert main(("rebuild",)) == 0
    assert found(stage) == set()
