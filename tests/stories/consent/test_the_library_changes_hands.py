"""The library is sold or goes bankrupt: nobody gets a likeness with it, and what is not given anew is destroyed."""

import io
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from propria.cli.main import main
from propria.consent import handover
from propria.consent import tables as t
from propria.consent.model import HandoverKind
from propria.journeys.rounds import go_round
from propria.kernel.errors import Refused
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from propria.replicas.model import ProviderConditions
from propria.replicas.slots import EngineSlot
from tests.cast import Person, Stage, a_stage
from tests.deals import capture_consent
from tests.engines import TalkingEngine
from tests.renders import Filmed, by_the_second, filmed
from tests.replicas import a_portrait, build_of, put_in_vault
from tests.stories.pages.reader import Reader, words
from tests.stories.record.test_fsck_finds_what_was_changed import found

BUYER = ("牡蛎资本", "Oyster Capital")


def changes_hands(stage: Stage, kind: HandoverKind = HandoverKind.SOLD, days: int = 60) -> Any:
    """The operator says so."""
    library, office = stage.propria.library, stage.propria.parts["office"]
    to = BUYER if kind is HandoverKind.SOLD else ("", "")
    return library.database.transact(
        lambda db: handover.hand_over(kind, to, days, office.notary, now=stage.now, db=db)
    )


def rounds(stage: Stage) -> Any:
    """The server goes round once."""
    return go_round(stage.propria.library, stage.propria.parts["office"])


def held(person: Person) -> list[dict[str, Any]]:
    """What the vault holds of somebody."""
    return list(person.get("/api/v1/me/assets").json())


def again(stage: Stage, name: str) -> Person:
    """Somebody signs in again after a long time."""
    kept = stage.people.pop(name).performer_id
    person = stage.person(name)
    person.performer_id = kept
    return person


def with_a_replica(stage: Stage) -> tuple[Filmed, str]:
    """Mina is filmed for Cleo's series, and has approved a replica; its version."""
    story = filmed(stage, by_the_second())
    mina = story.made.mina
    capture_consent(mina, "build")
    portrait = put_in_vault(mina, story.capture, a_portrait(), "photo", "image/jpeg")
    version = build_of(mina, portrait).json()["version"]
    mina.signs(mina.asked(f"/api/v1/replicas/versions/{version}/approve"))
    return story, version


@pytest.fixture
def talking(tmp_path: Path) -> Any:
    """A library whose engine talks."""
    slot = EngineSlot(TalkingEngine(tmp_path), ProviderConditions("propria-embedded", 0, "CN"))
    with a_stage(tmp_path, engine=slot) as stage:
        yield stage


def test_a_buyer_gets_no_right_over_what_was_recorded(talking: Stage) -> None:
    """Scenario 42: licences give a buyer no new rights over the data; biometrics are shredded by the rule."""
    story, version = with_a_replica(talking)
    mina = story.made.mina
    shown = story.file(story.gets("shot-1"))
    said = changes_hands(talking)

    denied = story.asks("shot-2")
    assert (denied.status_code, denied.json()["code"]) == (409, "licences.denied")
    assert "no_capture_consent" in denied.text
    assert build_of(mina, *(a["asset"] for a in held(mina))).json()["code"] == "consent.no_capture_consent"
    assert story.verified(shown)["output"]["may_show"]["may"] == "yes"
    (told,) = [a for a in mina.get("/api/v1/me/alerts").json() if a["code"] == "consent.handed_over"]
    assert "gets no right over anybody’s likeness" in told["en"]
    notice = "牡蛎资本。此前录下的一切，须本人重新同意方可使用"
    assert notice in Reader(talking, "zh-Hans").get("/how").text
    assert "consent anew, or it is destroyed" in words(Reader(talking).signs_in("mina").get("/calendar"))

    talking.passes(days=61)
    assert rounds(talking).consents_unclaimed == 2
    assert rounds(talking).consents_unclaimed == 0
    mina = again(talking, "mina")
    assert {r["reason"] for r in mina.get("/api/v1/me/destructions").json()} == {"library_handed_over"}
    ended = mina.get(f"/api/v1/replicas/versions/{version}").json()
    assert (ended["state"], ended["destroyed"]["because"]) == ("cancelled", "library_handed_over")
    assert found(talking) == set()
    bundle = talking.main.get(f"/log/bundles/{said.id}").content
    trust = Trust.from_bytes(talking.main.get("/log/trust").content)
    checked = verify_bundle(bundle, trust, now=talking.now)
    assert (checked.colour, checked.statements[0].id) == ("amber", said.id)
    assert b"it goes to Oyster Capital" in bundle


def test_what_the_performer_gives_anew_goes_on(stage: Stage) -> None:
    story = filmed(stage, by_the_second())
    changes_hands(stage, HandoverKind.INSOLVENT, days=30)
    drafted = story.made.mina.asked("/api/v1/grants", grant_form(stage))
    text = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["text"]
    assert "what is held under 1 earlier consent(s) of mine may be kept" in text["en"]
    story.made.mina.signs(drafted)
    assert story.gets("shot-1")["state"] == "released"

    stage.passes(days=31)
    assert rounds(stage).consents_unclaimed == 0
    assert len(held(again(stage, "mina"))) == 1
    assert found(stage) == set()


def grant_form(stage: Stage) -> dict[str, Any]:
    """Consent to be recorded, for a year."""
    until = stage.now.replace(year=stage.now.year + 1).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"purpose": "capture", "reason": "The rest of Paper Lantern Street", "retained_until": until}


def test_what_rests_can_still_be_taken_back_at_once(stage: Stage) -> None:
    story = filmed(stage, by_the_second())
    mina = story.made.mina
    changes_hands(stage)
    consent = mina.get("/api/v1/me/consents").json()[-1]["consent"]
    record = mina.get(f"/api/v1/consents/{consent}/record").json()
    assert "dpv:ConsentRequested" in str(record)
    assert consent in Reader(stage).signs_in("mina").get("/withdraw").text
    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": consent}))
    assert held(mina) == [] or {a["state"] for a in held(mina)} == {"shredded"}
    assert found(stage) == set()


def test_a_row_that_forgets_the_handover_is_found(stage: Stage) -> None:
    filmed(stage, by_the_second())
    changes_hands(stage)
    database = stage.propria.library.database
    database.transact(lambda db: db.execute(update(t.grant).values(state="given")))
    assert "consent.handover_ignored" in found(stage)
    database.transact(lambda db: db.execute(update(t.handover).values(kind="closing")))
    assert "consent.handover_altered" in found(stage)


@pytest.mark.parametrize(
    ("kind", "successor", "days", "code"),
    [
        (HandoverKind.SOLD, ("", ""), 60, "consent.handover_successor"),
        (HandoverKind.SOLD, ("牡蛎资本", ""), 60, "consent.handover_successor"),
        (HandoverKind.CLOSING, BUYER, 60, "consent.handover_successor"),
        (HandoverKind.SOLD, BUYER, 29, "consent.handover_days"),
        (HandoverKind.SOLD, BUYER, 181, "consent.handover_days"),
    ],
)
def test_a_sale_names_its_buyer_and_leaves_time(
    stage: Stage, kind: HandoverKind, successor: tuple[str, str], days: int, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        handover.would_say(kind, successor, days, now=stage.now)
    assert refused.value.code == code


def test_nothing_is_announced_before_the_log_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    main(
        [
            "init",
            "--log-origin",
            "log.example/l",
            "--base-url",
            "https://l.example",
            "--signing-url",
            "https://s.l.example",
        ]
    )
    sale = ["handover", "sold", "--zh", BUYER[0], "--en", BUYER[1]]
    told = io.StringIO()
    with redirect_stdout(told):
        assert main(sale) == 2
        assert main([*sale, "--confirm", "log.example/l"]) == 0
    assert "0 consents would rest. Nothing is said yet" in told.getvalue()
    assert "log entry 0" in told.getvalue()
