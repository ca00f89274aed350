"""A licensee's report is held against what the tokens show; where they differ an audit opens, and pay follows the tokens."""

from datetime import timedelta
from typing import Any

from propria.kernel.ids import LicenceId
from propria.kernel.time import wire
from propria.royalties import actions as royalties
from tests.cast import Stage
from tests.renders import PER_SECOND, filmed
from tests.stories.pages.reader import Reader, words


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def test_less_is_reported_than_the_tokens_show(stage: Stage) -> None:
    """Scenario 33: reconciliation flags it, pay is on the higher, an audit right opens for the performer."""
    set_up = filmed(stage)
    mina, cleo, licence = set_up.made.mina, set_up.made.cleo, set_up.made.licence
    began = stage.now
    set_up.gets("one", to_ms=3_000)
    stage.passes(minutes=1)
    set_up.gets("two", to_ms=2_000)
    stage.passes(hours=1)
    where = f"/api/v1/licences/{licence}/use-reports"
    says = {
        "starts_at": wire(began),
        "ends_at": wire(stage.now),
        "used": {"lines": 2, "seconds": 1, "takes": 2},
    }
    assert code(cleo.post(where, says | {"used": {"frames": 1}})) == (400, "usage.report_unreadable")
    assert code(cleo.post(where, says | {"ends_at": wire(stage.now + timedelta(days=1))})) == (
        400,
        "usage.report_unreadable",
    )
    assert code(mina.post(where, says)) == (404, "licences.no_licence")

    told = cleo.asked(where, says)
    assert told["shown"] == {"lines": 2, "seconds": 5, "takes": 2}
    assert (told["differs"], told["audit_open"]) == (["seconds"], True)
    assert code(cleo.post(where, says)) == (409, "usage.reported_already")
    (hers,) = mina.get(where).json()
    assert [use["amounts"]["seconds"] for use in hers["uses"]] == [3, 2]
    assert stage.person("wen").get(where).status_code == 404
    assert "Tokens and leases show 2 lines and 5 seconds and 2 takes." in words(
        Reader(stage).signs_in("mina").get("/alerts")
    )
    tomorrow = stage.now + timedelta(days=1)
    paid = stage.propria.library.database.read(
        lambda db: royalties.charged_before(LicenceId(licence), "CNY", tomorrow, db=db)
    )
    assert paid.minor == 5 * PER_SECOND.minor

    began = stage.now
    set_up.gets("three", to_ms=1_000)
    stage.passes(hours=1)
    honest = {
        "starts_at": wire(began),
        "ends_at": wire(stage.now),
        "used": {"lines": 1, "seconds": 1, "takes": 1},
    }
    assert cleo.asked(where, honest)["audit_open"] is False
