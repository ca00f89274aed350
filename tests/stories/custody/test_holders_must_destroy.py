"""Something ends: every holder outside the safe owes its destruction by a date, signs that it did, or stands as overdue."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from propria.custody import tables as t
from propria.journeys.rounds import go_round
from propria.kernel.time import HOUR, instant, wire
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from propria.scope import Scope, StandingTerms, kept_at_most, red_line
from tests.beginnings import played_once
from tests.cast import STORY_BEGINS, Person, Stage, a_stage
from tests.deals import Licensed, active_licence, capture_consent, token_for
from tests.engines import TalkingEngine
from tests.renders import Filmed, by_the_second, filmed
from tests.replicas import a_portrait, build_of, put_in_vault
from tests.stories.pages.reader import Reader, heading, words
from tests.stories.record.test_fsck_finds_what_was_changed import found
from tests.terms import film_terms, series_scope, series_use

VENDOR = "dubhouse"


def passing_on() -> dict[str, Any]:
    """Standing terms under which one vendor may be named."""
    terms = StandingTerms.from_json(film_terms())
    (clause,) = terms.clauses
    raw = clause.to_json() | Scope.of(sub_licensee=[VENDOR]).to_json()
    lines = (red_line(theme=["nudity"]), red_line(theme=["politics"]))
    return StandingTerms((Scope.from_json(raw),), lines).to_json()


@played_once
def fetched(stage: Stage, **terms: Any) -> Filmed:
    """One output released and fetched by Cleo; the contract names a vendor and these terms."""
    scope = series_scope(sub_licensee=[VENDOR])
    story = filmed(stage, by_the_second(scope=scope, **terms), passing_on())
    story.file(story.gets("shot-1", sub_licensee=VENDOR))
    return story


def withdraws(story: Filmed) -> dict[str, Any]:
    """Mina takes the licence back; what the signing page said it would do."""
    drafted = story.made.mina.asked(f"/api/v1/licences/{story.made.licence}/withdraw")
    shown = dict(story.stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"])
    story.made.mina.signs(drafted)
    return shown


def duties(person: Person) -> list[dict[str, Any]]:
    """Who must destroy what, as this person is told."""
    answer = person.get("/api/v1/duties")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


def again(stage: Stage, name: str) -> Person:
    """Somebody signs in again after a long time."""
    kept = stage.people.pop(name).performer_id
    person = stage.person(name)
    person.performer_id = kept
    return person


def confirms(person: Person, duty: dict[str, Any]) -> Any:
    """The holder signs that it is destroyed."""
    return person.signs(person.asked(f"/api/v1/duties/{duty['duty']}/confirm"))


def test_every_holder_is_named_before_signing_and_owes_a_receipt_after(stage: Stage) -> None:
    """Scenario 29: which holders must destroy, each with its receipt or an overdue mark."""
    story = fetched(stage, wind_down={"finished": "must_stop"})
    mina, cleo = story.made.mina, story.made.cleo

    shown = withdraws(story)

    due = "22 Dec 2026, 10:00 UTC"
    after = "and sign that it did; if it does not, you see that it is overdue."
    studio = "Ode & Kestrel Pictures (licensee) must destroy"
    named = [
        f"{studio} the finished outputs that were fetched (1) by {due}, {after}",
        f"{studio} unfinished material (from uses: 1) by {due}, {after}",
        f"{VENDOR} (sub-licensee; the licensee signs for it) must destroy whatever was passed on to it "
        f"(from uses: 1) by {due}, {after}",
    ]
    assert [line for line in shown["en"] if "must destroy" in line] == named
    assert len(shown["zh"]) == len(shown["en"])
    owed = duties(mina)
    assert {(d["holder"]["en"], d["what"], d["state"]) for d in owed} == {
        ("Ode & Kestrel Pictures", "finished_outputs", "owed"),
        ("Ode & Kestrel Pictures", "unfinished_material", "owed"),
        (VENDOR, "passed_on", "owed"),
    }
    assert len(owed) == len(named)
    assert {d["due_at"] for d in owed} == {"2026-12-22T10:00:00Z"}
    assert {d["signed_by"] for d in owed} == {d["signed_by"] for d in duties(cleo)}
    told = [a["code"] for a in cleo.get("/api/v1/me/alerts").json()]
    assert told.count("custody.owed") == 3


def reads_overdue(stage: Stage, entry_index: int) -> None:
    """What performer and operator read: two are overdue, one signed at this entry."""
    page = Reader(stage).signs_in("mina").get("/duties")
    assert heading(page) == "2 are overdue."
    assert words(page).count("overdue since 22 Dec 2026, 10:00 UTC") == 2
    assert f"What was signed, log entry {entry_index}" in words(page)
    assert "does not say that it is destroyed" in words(page)
    desk = words(Reader(stage).signs_in("otto").get("/desk"))
    assert "Overdue: Ode & Kestrel Pictures has not signed" in desk


def test_a_receipt_is_kept_and_whoever_gives_none_is_overdue(stage: Stage) -> None:
    """Scenario 29: a receipt with its entry, or an overdue mark; performer, operator and holder are told, once."""
    story = fetched(stage, wind_down={"finished": "must_stop"})
    withdraws(story)
    mina, cleo = story.made.mina, story.made.cleo
    finished = next(d for d in duties(mina) if d["what"] == "finished_outputs")
    receipt = confirms(cleo, finished)
    kept = next(d for d in duties(mina) if d["duty"] == finished["duty"])
    assert (kept["state"], kept["entry"]) == ("stated", receipt["entry_index"])
    (said,) = [a for a in mina.get("/api/v1/me/alerts").json() if a["code"] == "custody.stated"]
    assert "the library cannot check it" in said["en"]

    stage.passes(days=30)
    done = go_round(stage.propria.library, stage.propria.parts["office"])
    assert done.duties_overdue == 2
    assert go_round(stage.propria.library, stage.propria.parts["office"]).duties_overdue == 0
    mina, cleo, otto = again(stage, "mina"), again(stage, "cleo"), again(stage, "otto")
    for person in (mina, cleo, otto):
        codes = [a["code"] for a in person.get("/api/v1/me/alerts").json()]
        assert codes.count("custody.overdue") == 2, person.name
    assert sorted(d["state"] for d in duties(mina)) == ["overdue", "overdue", "stated"]
    reads_overdue(stage, receipt["entry_index"])

    late = next(d for d in duties(cleo) if d["state"] == "overdue")
    stage.passes(hours=1)
    confirms(cleo, late)
    assert next(d for d in duties(mina) if d["duty"] == late["duty"])["state"] == "stated"
    assert found(stage) == set()


def test_the_holder_signs_by_page_in_its_own_words(stage: Stage) -> None:
    """Scenario 29: one form and one signature; what is signed says whose word it is."""
    story = fetched(stage, wind_down={"finished": "must_stop"})
    withdraws(story)
    cleo = Reader(stage).signs_in("cleo")
    page = cleo.get("/duties")
    assert heading(page) == "3 signatures are still owed."
    assert "Mina Haldane" in words(page)
    duty = duties(story.made.cleo)[0]
    answer = cleo.post(f"/duties/{duty['duty']}/confirm")
    request = answer.headers["location"].rpartition("=")[2]
    shown = stage.signing.get(f"/requests/{request}").json()
    assert "the library did not see it and cannot" in shown["statement"]["text"]["en"]
    assert "本库没有看见，也无从看见" in shown["statement"]["text"]["zh"]
    cleo.signs(answer)
    assert (cleo.sent, cleo.signed) == (1, 1)
    assert heading(cleo.get("/duties")) == "2 signatures are still owed."
    chinese = Reader(stage, "zh-Hans").signs_in("mina").get("/duties")
    assert "签署声明：已销毁" in words(chinese)


@pytest.mark.parametrize(
    ("clause", "owed"),
    [
        (None, {"unfinished_material": "2026-12-22T10:00:00Z"}),
        ({"finished": "may_stay"}, {"unfinished_material": "2026-12-22T10:00:00Z"}),
        (
            {"finished": "until", "until": "2027-06-01T00:00:00Z"},
            {"finished_outputs": "2027-06-01T00:00:00Z", "unfinished_material": "2026-12-22T10:00:00Z"},
        ),
        (
            {"finished": "may_stay", "in_flight_until": "2027-02-01T00:00:00Z"},
            {"unfinished_material": "2027-02-01T00:00:00Z"},
        ),
    ],
)
def test_what_is_owed_follows_the_wind_down_clause(stage: Stage, clause: Any, owed: dict[str, str]) -> None:
    story = filmed(stage, by_the_second(wind_down=clause))
    story.file(story.gets("shot-1"))
    withdraws(story)
    assert {d["what"]: d["due_at"] for d in duties(story.made.mina)} == owed


def test_what_never_left_obliges_nobody_and_what_leaves_later_does(stage: Stage) -> None:
    clause = {"finished": "until", "until": wire(STORY_BEGINS + 90 * 24 * HOUR)}
    story = filmed(stage, by_the_second(wind_down=clause))
    render = story.gets("shot-1")
    shown = withdraws(story)
    assert "Outside the library nobody is known to hold anything that must be destroyed." in shown["en"]
    assert duties(story.made.mina) == []
    page = Reader(stage).signs_in("mina").get("/duties")
    assert heading(page) == "Nobody has to destroy anything of yours."
    assert heading(Reader(stage).signs_in("cleo").get("/duties")) == "Nothing has to be destroyed."

    stage.passes(days=2)
    story.made.mina.get(f"/api/v1/renders/{render['render']}/file")
    assert duties(story.made.mina) == []
    story.file(render)
    story.file(render)
    assert {d["what"]: (d["count"], d["due_at"]) for d in duties(story.made.mina)} == {
        "finished_outputs": (1, clause["until"]),
        "unfinished_material": (1, "2026-12-22T10:00:00Z"),
    }
    assert found(stage) == set()


def test_an_engine_elsewhere_that_keeps_its_inputs_is_a_holder(stage: Stage) -> None:
    """Uses that were reserved for another host, with the retention that it attested."""
    scope = series_scope(provider=["farm.example"], retention=kept_at_most(14))
    made = active_licence(stage, by_the_second(scope=scope))
    use = series_use(stage.now, provider="farm.example", retention_days=14).to_json()
    form = {"token": token_for(made.cleo, made.licence), "use": use, "nonce": "shot-1"}
    made.cleo.asked("/api/v1/gate/reserve", form)
    made.mina.signs(made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw"))
    owed = {(d["holder"]["en"], d["what"]): d for d in duties(made.mina)}
    host = owed["farm.example", "kept_inputs"]
    assert (host["holder"]["kind"], host["due_at"]) == ("engine_host", "2026-12-06T10:00:00Z")
    assert set(owed) == {("farm.example", "kept_inputs"), ("Ode & Kestrel Pictures", "unfinished_material")}
    confirms(made.cleo, host)
    assert found(stage) == set()


class KeepingEngine(TalkingEngine):
    """An engine whose report says that it keeps something."""

    @property
    def about(self) -> Any:
        """What it says of itself."""
        return replace(super().about, retention="a cache for fourteen days")


def said_and_fetched(stage: Stage) -> tuple[Licensed, str, str]:
    """(licence, Mina's replica, a line that it said and that Cleo has); finished works must stop with the end."""
    scope = series_scope(retention=kept_at_most(14))
    made = active_licence(stage, by_the_second(scope=scope, wind_down={"finished": "must_stop"}))
    mina, cleo = made.mina, made.cleo
    capture_consent(mina, "build")
    capture = mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
    portrait = put_in_vault(mina, capture, a_portrait(), "photo", "image/jpeg")
    built = build_of(mina, portrait).json()
    mina.signs(mina.asked(f"/api/v1/replicas/versions/{built['version']}/approve"))
    use = series_use(stage.now, retention_days=14).to_json()
    line = {"version": built["version"], "text": "灯还亮着。", "language": "zh"}
    form = {"token": token_for(cleo, made.licence), "use": use, "nonce": "line-1", "line": line}
    render = cleo.asked("/api/v1/renders", form)["render"]
    assert cleo.get(f"/api/v1/renders/{render}/file").status_code == 200
    return made, built["replica"], render


def test_a_cancelled_replica_goes_at_every_holder(tmp_path: Path) -> None:
    """Scenario 34: data and replica are destroyed at every holder, with receipts or overdue marks."""
    slot = EngineSlot(KeepingEngine(tmp_path), ProviderConditions("propria-embedded", 14, "CN"))
    with a_stage(tmp_path, engine=slot) as stage:
        made, replica, render = said_and_fetched(stage)
        mina, cleo = made.mina, made.cleo

        drafted = mina.asked(f"/api/v1/replicas/{replica}/cancel")
        shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"]["en"]
        mina.signs(drafted)

        owed = {(d["holder"]["en"], d["what"]): d for d in duties(mina)}
        assert set(owed) == {
            ("Ode & Kestrel Pictures", "finished_outputs"),
            ("Ode & Kestrel Pictures", "unfinished_material"),
            ("propria-embedded", "kept_inputs"),
            ("propria-drawn (operator)", "kept_inputs"),
        }
        assert len([line for line in shown if "must destroy" in line]) == len(owed)
        assert owed["propria-embedded", "kept_inputs"]["signed_by"] == "operator"
        page = words(Reader(stage).signs_in("mina").get("/duties"))
        assert "files of replica version 1: 7" in page

        otto = stage.keyed("otto")
        confirms(otto, owed["propria-embedded", "kept_inputs"])
        output = cleo.get(f"/api/v1/renders/{render}").json()["output"]
        assert output["may_make"]["reason"] == "replica_cancelled"
        assert output["may_show"]["reason"] == "clause_must_stop"
        stage.passes(days=31)
        states = {key: d["state"] for key, d in owed.items()} | {
            (d["holder"]["en"], d["what"]): d["state"] for d in duties(again(stage, "mina"))
        }
        assert states == {
            ("Ode & Kestrel Pictures", "finished_outputs"): "overdue",
            ("Ode & Kestrel Pictures", "unfinished_material"): "overdue",
            ("propria-embedded", "kept_inputs"): "stated",
            ("propria-drawn (operator)", "kept_inputs"): "overdue",
        }


def test_taking_back_the_consent_to_be_recorded_reaches_what_was_cut_from_it(stage: Stage) -> None:
    story = filmed(stage)
    story.file(story.gets("shot-1"))
    mina = story.made.mina
    (grant,) = [g["grant"] for g in mina.get("/api/v1/me/grants").json() if g["purpose"] == "capture"]
    drafted = mina.asked("/api/v1/grants/withdraw", {"grant": grant})
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"]["en"]
    mina.signs(drafted)
    (owed,) = duties(mina)
    assert (owed["cause"], owed["what"], owed["target"]) == (
        "consent_withdrawn",
        "unfinished_material",
        grant,
    )
    assert len([line for line in shown if "must destroy" in line]) == 1
    assert "recordings: 1" in words(Reader(stage).signs_in("mina").get("/duties"))


def test_nobody_signs_for_another_and_nobody_signs_twice(stage: Stage) -> None:
    story = fetched(stage)
    withdraws(story)
    duty = duties(story.made.cleo)[0]
    where = f"/api/v1/duties/{duty['duty']}/confirm"
    other = stage.another_creator("dora")
    for person in (story.made.mina, other, stage.person("otto"), stage.person("rafael")):
        refused = person.post(where)
        assert (refused.status_code, refused.json()["code"]) == (404, "custody.no_duty"), person.name
    assert duties(other) == []
    assert duties(stage.person("rafael")) == []
    assert stage.person("sam").get("/api/v1/duties").status_code == 401
    confirms(story.made.cleo, duty)
    twice = story.made.cleo.post(where)
    assert (twice.status_code, twice.json()["code"]) == (409, "custody.already_stated")
    assert {d["duty"] for d in duties(stage.person("otto"))} == {d["duty"] for d in duties(story.made.mina)}


def test_a_duty_or_a_receipt_that_was_changed_is_found(stage: Stage) -> None:
    story = fetched(stage)
    withdraws(story)
    first, second = duties(story.made.cleo)[:2]
    confirms(story.made.cleo, first)
    assert found(stage) == set()

    def changed(duty: dict[str, Any], **values: Any) -> set[str]:
        change = update(t.duty).where(t.duty.c.id == duty["duty"])
        stage.propria.library.database.transact(lambda db: db.execute(change.values(**values)))
        return found(stage)

    assert changed(second, due_at=stage.now + timedelta(days=365)) == {"custody.duties_differ"}
    assert changed(second, due_at=instant(second["due_at"])) == set()
    assert changed(second, statement_id="stm_" + "0" * 26) == {"custody.not_signed"}
    assert changed(second, statement_id=None) == set()
    assert changed(first, stated_at_entry=1) == {"custody.receipt_altered"}
    kept = next(d for d in duties(story.made.mina) if d["duty"] == first["duty"])
    assert kept["entry"] == 1
