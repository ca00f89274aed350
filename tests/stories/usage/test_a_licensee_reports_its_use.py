"""A licensee's report is held against what the tokens show; where they differ an audit opens, and pay follows the tokens."""

from datetime import timedelta
from typing import Any

import pytest

from propria.journeys.rounds import go_round
from propria.kernel.ids import LicenceId
from propria.kernel.time import wire
from propria.licences import afterwards
from propria.licences import fsck as licences_fsck
from propria.royalties import actions as royalties
from propria.usage import fsck as usage
from tests.cast import Stage
from tests.renders import PER_SECOND, filmed
from tests.stories.pages.reader import Reader, words
from tests.terms import series_use


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


def charged(stage: Stage, licence: str) -> int:
    """What the licence was charged so far, in minor units."""
    tomorrow = stage.now + timedelta(days=1)
    return stage.propria.library.database.read(
        lambda db: royalties.charged_before(LicenceId(licence), "CNY", tomorrow, db=db).minor
    )


def test_more_is_reported_than_the_tokens_show(stage: Stage) -> None:
    """The rest is charged where the licence allowed what it was for; else it is a breach and nobody is charged."""
    set_up = filmed(stage)
    mina, cleo, licence = set_up.made.mina, set_up.made.cleo, set_up.made.licence
    where = f"/api/v1/licences/{licence}/use-reports"

    def reports(seconds: int, **more: Any) -> Any:
        began = stage.now
        stage.passes(hours=1)
        form = {"starts_at": wire(began), "ends_at": wire(stage.now), "used": {"seconds": seconds}}
        return cleo.post(where, form | {name: made(began) for name, made in more.items()})

    allowed = reports(5, beyond=lambda at: series_use(at).to_json()).json()
    assert allowed["beyond"] == {
        "amounts": {"seconds": 5},
        "breach": False,
        "denied": [],
        "use": allowed["beyond"]["use"],
    }
    assert charged(stage, licence) == 5 * PER_SECOND.minor

    unsaid = reports(4).json()["beyond"]
    assert (unsaid["breach"], unsaid["denied"], unsaid["use"]) == (True, [], None)
    other = reports(4, beyond=lambda at: series_use(at, territory=["FR"]).to_json()).json()["beyond"]
    assert other["breach"]
    assert other["denied"] == ["territory_mismatch"]
    late = reports(2, beyond=lambda at: series_use(at - timedelta(hours=1)).to_json())
    assert code(late) == (400, "usage.report_unreadable")
    assert charged(stage, licence) == 5 * PER_SECOND.minor

    assert "it is a breach and is not charged" in words(Reader(stage).signs_in("mina").get("/alerts"))
    assert [one["beyond"] is None for one in mina.get(where).json()] == [False, False, False]
    library = stage.propria.library
    uses = library.database.read(lambda db: usage.uses(db=db))
    assert library.database.read(lambda db: royalties.fsck(uses=uses, db=db)) == ()
    counted = library.database.read(lambda db: list(licences_fsck.fsck(usage.returned(db=db), db=db)))
    assert counted == []


def test_a_report_by_pages(stage: Stage) -> None:
    """The licensee reports a day on the licence's page; both sides read it beside what tokens show, a stranger does not."""
    set_up = filmed(stage)
    licence = set_up.made.licence
    day = stage.now.date().isoformat()
    stage.passes(hours=24)
    cleo, mina = Reader(stage).signs_in("cleo"), Reader(stage).signs_in("mina")
    where = f"/licences/{licence}/reports"
    assert where in cleo.get(f"/licences/{licence}").text
    asked = {"starts_on": day, "ends_on": day, "lines": "1", "takes": "1"}
    assert cleo.post(where, **asked | {"seconds": "many"}).status_code == 422
    assert cleo.post(where, **asked, seconds="4").status_code == 303
    for reader in (cleo, mina):
        told = words(reader.get(where))
        assert "seconds: 4 reported, 0 shown" in told
        assert "more than the licence allows: a breach" in told
    assert 'id="report"' not in mina.get(where).text
    assert Reader(stage, language="zh-Hans").signs_in("wen").get(where).status_code == 404
    assert "超出授权：违约" in Reader(stage, language="zh-Hans").signs_in("mina").get(where).text


def test_what_was_made_on_an_engine_of_their_own_is_charged_as_the_token_shows_it(stage: Stage) -> None:
    """No render here meters it: what was reserved at the gate is charged once its time is reported, however little is said."""
    set_up = filmed(stage)
    cleo, licence, began = set_up.made.cleo, set_up.made.licence, stage.now
    form = {"token": set_up.token, "use": series_use(began).to_json(), "nonce": "one"}
    assert cleo.post("/api/v1/gate/reserve", form).status_code == 201
    stage.passes(hours=1)
    assert charged(stage, licence) == 0
    says = {"starts_at": wire(began), "ends_at": wire(stage.now), "used": {"lines": 1, "seconds": 1}}
    for reader in ("cleo", "mina"):
        assert "4 seconds not reported yet; charged in full on" in words(
            Reader(stage).signs_in(reader).get(f"/licences/{licence}/reports")
        )
    told = cleo.asked(f"/api/v1/licences/{licence}/use-reports", says)
    assert (told["shown"], told["differs"]) == ({"lines": 1, "seconds": 4}, ["seconds"])
    assert charged(stage, licence) == 4 * PER_SECOND.minor
    library = stage.propria.library
    uses = library.database.read(lambda db: usage.uses(db=db))
    assert library.database.read(lambda db: royalties.fsck(uses=uses, db=db)) == ()
    stage.passes(days=31)
    goes_round(stage)
    assert charged(stage, licence) == 4 * PER_SECOND.minor, "what was reported is not charged again"


def goes_round(stage: Stage) -> int:
    """The clock's round; how many uses it charged that nobody reported."""
    library = stage.propria.library
    return go_round(library, stage.propria.parts["office"]).uses_unreported


def test_reservations_are_looked_through_in_parts_that_leave_nothing_out(stage: Stage) -> None:
    set_up = filmed(stage)
    form = {"token": set_up.token, "use": series_use(stage.now).to_json()}
    for nonce, minutes in (("one", 0), ("two", 0), ("three", 1), ("four", 1)):
        stage.passes(hours=minutes / 60)
        assert set_up.made.cleo.post("/api/v1/gate/reserve", form | {"nonce": nonce}).status_code == 201
    library, found, until = stage.propria.library, [], None
    while until != stage.now:
        part, until = library.database.read(
            lambda db, since=until: afterwards.reserved_since(since, stage.now, 1, db=db)
        )
        found.append({one.nonce for one in part})
    assert found == [{"one", "two"}, {"three"}, {"four"}], "of one instant none is left behind"


@pytest.mark.parametrize(
    ("ends", "days"),
    [(False, 30), (False, 47), (True, 1)],
    ids=["thirty days", "the server stood still", "the licence ends"],
)
def test_what_was_made_elsewhere_and_never_reported_is_charged_in_full(
    stage: Stage, ends: bool, days: int
) -> None:
    """A licensee that says nothing pays what it reserved: after thirty days, or when the licence is over."""
    set_up = filmed(stage)
    mina, cleo, licence = set_up.made.mina, set_up.made.cleo, set_up.made.licence
    form = {"token": set_up.token, "use": series_use(stage.now).to_json()}
    for nonce in ("one", "two"):
        assert cleo.post("/api/v1/gate/reserve", form | {"nonce": nonce}).status_code == 201
    set_up.gets("rendered here")
    here = charged(stage, licence)
    stage.passes(hours=24 * min(days, 30) - 1)
    assert (goes_round(stage), charged(stage, licence)) == (0, here)
    if ends:
        mina.signs(mina.asked(f"/api/v1/licences/{licence}/withdraw"))
    stage.passes(hours=2 + 24 * max(0, days - 30))
    assert (goes_round(stage), goes_round(stage)) == (2, 0)
    assert charged(stage, licence) == here + 8 * PER_SECOND.minor
    for reader in ("mina", "cleo"):
        told = words(Reader(stage).signs_in(reader).get(f"/licences/{licence}/reports"))
        assert "2 uses reserved at the gate and made on no engine here were never reported" in told
        assert "charged in full" in words(Reader(stage).signs_in(reader).get("/alerts"))
    library = stage.propria.library
    uses = library.database.read(lambda db: usage.uses(db=db))
    assert library.database.read(lambda db: royalties.fsck(uses=uses, db=db)) == ()
