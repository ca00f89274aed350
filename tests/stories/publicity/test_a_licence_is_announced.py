"""A licence is said in public only in words that both sides signed; either takes them back alone, and the licence stays."""

from typing import Any

import pytest
from sqlalchemy import text

from propria.licences.fsck_announcements import fsck
from propria.proofs.bundles import Trust, verify_bundle
from propria.scope import ANY
from tests.cast import Person, Stage
from tests.deals import Licensed, active_licence, announces
from tests.mandates import another, gives, within
from tests.stories.disputes.denying import goes_round
from tests.stories.pages.reader import Reader
from tests.stories.publicity.test_press_copy_is_checked import check

SAYS = "Mina Haldane has licensed a named project."
BY_TITLE = "Mina Haldane has licensed “Paper Lantern Street”."


def verdict(stage: Stage, sentence: str = SAYS) -> str:
    """The verdict on one sentence."""
    return str(check(stage, sentence)[0]["verdict"])


def takes_back(side: Person, licence: str) -> None:
    """One side alone signs that it is said no more."""
    side.signs(side.asked(f"/api/v1/licences/{licence}/announcement/withdraw", {}))


def shown_with(stage: Stage, made: Licensed) -> set[str]:
    """The statements of the bundle that the performer's page offers beside the title; it checks out."""
    bundle = f"/performers/{made.mina.performer_id}/bundle"
    shown = Reader(stage).get(f"/performers/{made.mina.performer_id}").text
    assert "Paper Lantern Street" in shown
    assert f'href="{bundle}"' in shown
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(stage.main.get(bundle).content, trust, now=stage.now)
    assert not report.problems
    return {said.id for said in report.statements}


def in_map(stage: Stage, made: Licensed, statement: str) -> dict[str, str]:
    """What the map says of the announcement and its licence, by a bundle of one side's statement."""
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(stage.main.get(f"/log/bundles/{statement}").content, trust, now=stage.now)
    assert not report.problems
    (said,) = [s for s in report.statements if s.type == "licence.announced"]
    (status,) = report.statuses
    return {"announcement": status.states[said.body["announcement"]], "licence": status.states[made.licence]}


def test_one_side_proposes_the_other_signs_the_same_words_and_only_then_it_is_said(stage: Stage) -> None:
    made = active_licence(stage)
    where = f"/api/v1/licences/{made.licence}/announcement"
    refused = made.cleo.post(where, {"shows": ["pay"]})
    assert (refused.status_code, refused.json()["code"]) == (400, "licences.cannot_show")
    nothing = made.cleo.post(f"{where}/withdraw", {})
    assert (nothing.status_code, nothing.json()["code"]) == (404, "licences.no_announcement")
    assert stage.keyed("rafael").post(where, {}).status_code == 404

    late = made.mina.asked(where, {"shows": ["act"]})
    (proposed,) = announces(made.licence, made.cleo, shows=("territory",))
    assert verdict(stage) == "overclaims"
    other = made.mina.tries_to_sign(late)
    assert (other.status_code, other.json()["code"]) == (409, "licences.other_words")
    twice = made.cleo.post(where, {})
    assert (twice.status_code, twice.json()["code"]) == (409, "licences.announced_already")

    (signed,) = announces(made.licence, made.mina)
    said = made.mina.get(where).json()
    assert said["public"]
    assert said["signed"] == {"performer": signed, "creator": proposed}
    assert list(said["says"]["shows"]) == ["territory"]
    for private in ("fee", "guarantee", "floor", "scope", "term"):
        assert private not in said["says"]
    assert (verdict(stage), verdict(stage, BY_TITLE)) == ("provable", "provable")
    assert verdict(stage, "Mina Haldane has licensed her likeness for “Glass Orchard”.") == "overclaims"
    assert in_map(stage, made, signed) == {"announcement": "announced", "licence": "active"}
    assert shown_with(stage, made) >= {proposed, signed}

    made.mina.signs(made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw", {}))
    assert verdict(stage) == "overclaims"
    over = made.cleo.post(where, {})
    assert (over.status_code, over.json()["code"]) == (409, "licences.not_running")


def test_either_side_takes_it_back_alone_and_the_licence_itself_stays(stage: Stage) -> None:
    made = active_licence(stage)
    _, signed = announces(made.licence, made.cleo, made.mina)
    takes_back(made.cleo, made.licence)
    assert verdict(stage) == "overclaims"
    assert stage.main.get("/api/v1/counts").json()["licensed"] == 0
    assert in_map(stage, made, signed) == {"announcement": "withdrawn", "licence": "active"}
    assert "Paper Lantern" not in stage.main.get(f"/performers/{made.mina.performer_id}").text

    announces(made.licence, made.mina, made.cleo)
    assert verdict(stage) == "provable"
    mina = made.mina
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    named = stage.main.get("/api/v1/names", params={"q": "Mina Haldane"}).json()["people"]
    assert [one["id"] for one in named] == [mina.performer_id]

    stage.passes(hours=24 * 900)
    goes_round(stage)
    assert verdict(stage) == "unknown_person"
    assert in_map(stage, made, signed)["licence"] == "expired"
    assert stage.main.get("/api/v1/names", params={"q": "Mina Haldane"}).json()["people"] == []


def test_on_the_page_one_side_proposes_and_the_other_reads_the_words_and_signs(stage: Stage) -> None:
    made = active_licence(stage)
    cleo, mina = Reader(stage).signs_in("cleo"), Reader(stage).signs_in("mina")
    page = f"/licences/{made.licence}"
    assert "Propose to announce it" in cleo.get(page).text
    cleo.signs(cleo.post(f"{page}/announcement", shows="term"))
    theirs = mina.get(page).text
    assert "signed it; you have not" in theirs
    assert "both let it be said in public" in theirs
    mina.signs(mina.post(f"{page}/announcement"))
    assert "Both of you signed it" in mina.get(page).text
    mina.signs(mina.post(f"{page}/announcement/withdraw"))
    assert "Neither of you has signed" in mina.get(page).text


class Undone(Exception):
    """What was changed is taken back with the transaction that it ends."""


def fsck_finds(stage: Stage, *changes: str) -> set[str]:
    """The codes of the check of announcements once a database administrator has made these changes, which are undone."""
    found: set[str] = set()

    def work(db: Any) -> None:
        for line in changes:
            db.execute(text(line))
        found.update(finding.code for finding in fsck(db=db))
        raise Undone

    with pytest.raises(Undone):
        stage.propria.library.database.transact(work)
    return found


def test_a_representative_announces_as_far_as_the_mandate_goes_and_fsck_holds_every_row_to_what_was_signed(
    stage: Stage,
) -> None:
    """What a mandate does not let somebody sign they do not announce; a row that says more than both signed is found."""
    made = active_licence(stage)
    where = f"/api/v1/licences/{made.licence}/announcement"
    rafael, nobody = stage.keyed("rafael"), another(stage, "nils", "尼尔斯", "Nils Aho")
    gives(stage, made.mina, rafael, ["negotiate"])
    without = rafael.post(where, {})
    assert (without.status_code, without.json()["code"]) == (409, "parties.power_missing")
    gives(stage, made.mina, rafael, ["sign_contract", "withdraw"], scope=within(role=ANY))
    assert nobody.post(where, {}).status_code == 404

    drafted = rafael.asked(where, {})
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["text"]["en"]
    assert shown.startswith(
        "I, Rafael Ortiz, under a mandate that Mina Haldane signed, sign for them these words:"
    )
    rafael.signs(drafted)
    announces(made.licence, made.cleo)
    assert verdict(stage) == "provable"
    assert (
        "Take the announcement back" in Reader(stage).signs_in("rafael").get(f"/licences/{made.licence}").text
    )

    assert fsck_finds(stage) == set()
    row = "update licences_announcement set"
    says = f"{row} says = json_set(says, '$.title.en', 'Another Street')"
    assert fsck_finds(stage, says) == {"licences.announcement_altered"}
    early = f"{row} said_at_entry = said_at_entry - 1"
    assert fsck_finds(stage, early) == {"licences.announcement_altered"}
    alone = f"{row} creator_statement = null, said_at_entry = null"
    assert fsck_finds(stage, alone) == {"licences.shown_unsigned"}
    taken = (
        f"{row} withdrawn_at_entry = 3",
        "update licences_licence set shown_by_performer = 0, shown_by_creator = 0",
    )
    assert fsck_finds(stage, *taken) == {"licences.withdrawal_unsigned"}
    takes_back(rafael, made.licence)
    assert (verdict(stage), fsck_finds(stage)) == ("overclaims", set())
    assert fsck_finds(stage, "update licences_licence set shown_by_performer = 1") == {
        "licences.shown_unsigned"
    }
