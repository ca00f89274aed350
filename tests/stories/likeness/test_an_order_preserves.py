"""An order to preserve: two people sign, the performer reads it, and what should be destroyed is only kept until it ends."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from propria.journeys.rounds import go_round
from propria.kernel.errors import Refused
from propria.opening import make_whole
from propria.parties.model import Role
from tests.cast import Person, Stage
from tests.mandates import another
from tests.replicas import Made, approved, say
from tests.stories.pages.reader import Reader, words
from tests.stories.record.test_fsck_finds_what_was_changed import found as found_by_fsck
from tests.stories.replicas.test_a_replica_ends import files_on_disk as found_files

ORDER = {"authority": "Hangzhou Internet Court", "reference": "(2026) 0192-77", "days": 90}


@dataclass
class Ordered:
    """Mina's replica and recording, and two of the operator's people."""

    stage: Stage
    made: Made
    otto: Person
    olga: Person

    def asks(self, **form: object) -> str:
        """Otto signs that an order demands it; its id."""
        where = f"/api/v1/performers/{self.made.mina.performer_id}/preservations"
        self.otto.signs(self.otto.asked(where, ORDER | form))
        return str(self.otto.get("/api/v1/preservations").json()[-1]["order"])

    def moves(self, person: Person, order: str, act: str) -> None:
        """Somebody of the operator signs a further step."""
        person.signs(person.asked(f"/api/v1/preservations/{order}/{act}", {}))

    def takes_back(self) -> None:
        """Mina takes her consent to be recorded back."""
        mina = self.made.mina
        mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": self.made.session.consent}))

    def state(self) -> str:
        """Where Mina's portrait stands."""
        return str(self.made.mina.get("/api/v1/me/assets").json()[0]["state"])

    def edits_row(self, authority: object) -> None:
        """Somebody with the database says who ordered it."""
        row = text("update likeness_preservation set authority = :who").bindparams(who=authority)
        self.stage.propria.library.database.transact(lambda db: db.execute(row))

    def goes_round(self) -> None:
        """The server goes round."""
        go_round(self.stage.propria.library, self.stage.propria.parts["office"])


@pytest.fixture
def ordered(stage: Stage) -> Ordered:
    made = approved(stage)
    return Ordered(stage, made, stage.keyed("otto"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR))


def test_what_was_to_be_destroyed_is_kept_and_used_by_nobody_until_the_order_ends(ordered: Ordered) -> None:
    mina, portrait = ordered.made.mina, ordered.made.session.portrait
    order = ordered.asks()
    alone = ordered.otto.post(f"/api/v1/preservations/{order}/confirmation", {})
    assert (alone.status_code, alone.json()["code"]) == (403, "likeness.asked_yourself")
    ordered.moves(ordered.olga, order, "confirmation")
    told = {one["code"] for one in mina.get("/api/v1/me/alerts").json()}
    assert {"likeness.preservation_asked", "likeness.preservation_confirmed"} <= told
    assert [one["binds"] for one in mina.get("/api/v1/preservations").json()] == [True]

    ordered.takes_back()
    assert ordered.state() == "sealed"
    assert ordered.made.now()["state"] == "tainted"
    opened = mina.post(f"/api/v1/assets/{portrait}/open", {"purpose": "to look"})
    assert (opened.status_code, opened.json()["code"]) == (409, "likeness.sealed")
    copy = {"recipient": "A lab", "purpose": "Compare"}
    asked = ordered.otto.post(f"/api/v1/assets/{portrait}/exports", copy)
    assert asked.json()["code"] == "likeness.sealed"
    ordered.otto.asked(f"/api/v1/assets/{portrait}/exports", copy | {"ground": "order"})
    page = words(Reader(ordered.stage).signs_in("mina").get("/vault"))
    assert "Hangzhou Internet Court" in page
    assert "only kept" in page
    ordered.goes_round()
    assert (ordered.state(), mina.get("/api/v1/me/destructions").json()) == ("sealed", [])
    assert found_by_fsck(ordered.stage) == set()

    lifted_by_two(ordered, order)


def lifted_by_two(ordered: Ordered, order: str) -> None:
    """Otto asks and cannot lift alone; once Olga has lifted it the next round destroys what it kept."""
    where, portrait = f"/api/v1/preservations/{order}/lift", ordered.made.session.portrait
    ordered.moves(ordered.otto, order, "lift")
    again = ordered.otto.post(where, {})
    assert (again.status_code, again.json()["code"]) == (403, "likeness.asked_yourself")
    ordered.goes_round()
    assert (ordered.state(), found_by_fsck(ordered.stage)) == ("sealed", set())
    ordered.moves(ordered.olga, order, "lift")
    assert ordered.otto.post(where, {}).json()["code"] == "likeness.order_moved"
    ordered.goes_round()
    (receipt,) = ordered.made.mina.get("/api/v1/me/destructions").json()
    assert (ordered.state(), receipt["reason"]) == ("shredded", "consent_withdrawn")
    assert not ordered.stage.propria.library.keys.holds(portrait)
    assert found_by_fsck(ordered.stage) == set()


def test_a_cancelled_replica_is_kept_for_the_order_and_used_by_nobody(
    ordered: Ordered, tmp_path: Path
) -> None:
    """Preserving is not using: nothing is rendered, nobody reads a file; after the order the receipt comes."""
    made = ordered.made
    order = ordered.asks()
    ordered.moves(ordered.olga, order, "confirmation")
    drafted = made.mina.asked(f"/api/v1/replicas/{made.replica}/cancel")
    effects = ordered.stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"]
    assert any(
        "Hangzhou Internet Court" in line and "then they are destroyed" in line for line in effects["en"]
    )
    made.mina.signs(drafted)

    found = made.now()
    assert (found["state"], found["kept_for_an_order"], found["destroyed"]) == ("cancelled", True, None)
    with pytest.raises(Refused, match="cancelled"):
        say(ordered.stage, made.version, tmp_path)
    where = f"/api/v1/replicas/versions/{made.version}/files/head.glb"
    assert made.mina.get(where).json()["code"] == "replicas.sealed"
    page = words(Reader(ordered.stage).signs_in("mina").get(f"/replicas/{made.version}"))
    assert "An order to preserve alone keeps its files" in page
    make_whole(ordered.stage.propria.library)
    ordered.goes_round()
    assert found_files(tmp_path)
    assert found_by_fsck(ordered.stage) == set()

    for person in (ordered.otto, ordered.olga):
        ordered.moves(person, order, "lift")
    ordered.goes_round()
    assert made.now()["destroyed"]["because"] == "cancelled"
    assert found_files(tmp_path) == []
    assert found_by_fsck(ordered.stage) == set()


def test_a_tainted_version_keeps_its_files_over_a_restart(ordered: Ordered, tmp_path: Path) -> None:
    ordered.takes_back()
    make_whole(ordered.stage.propria.library)
    assert (ordered.made.now()["state"], bool(found_files(tmp_path))) == ("tainted", True)
    assert found_by_fsck(ordered.stage) == set()


def test_whoever_keeps_files_without_an_order_is_found(ordered: Ordered) -> None:
    """The receipt of a cancelled version is taken out of the database."""
    ordered.made.cancel()
    gone = text("delete from replicas_receipt")
    ordered.stage.propria.library.database.transact(lambda db: db.execute(gone))
    assert "replicas.kept_without_order" in found_by_fsck(ordered.stage)


def test_an_order_is_drawn_up_confirmed_and_lifted_on_the_operators_page(ordered: Ordered) -> None:
    otto, olga = (Reader(ordered.stage).signs_in(name) for name in ("otto", "olga"))
    assert "No order is in force." in words(otto.get("/desk/orders"))
    form = {**ORDER, "performer": ordered.made.mina.performer_id}
    assert "likeness.no_order" in otto.post("/desk/orders", **form | {"days": "no"}).text
    otto.signs(otto.post("/desk/orders", **form))
    assert offered(otto, "confirm") == []
    (confirm,) = offered(olga, "confirm")
    olga.signs(olga.post(confirm))
    ordered.made.cancel()
    page = words(otto.get("/desk/orders"))
    assert "One order is in force." in page
    assert "Files of replicas: 7, of which 7 were to be destroyed" in page
    assert "Olga: confirmed it" in page
    for person in (otto, olga):
        (lift,) = offered(person, "lift")
        person.signs(person.post(lift))
        assert offered(person, "lift") == []
    assert "No order is in force." in words(otto.get("/desk/orders"))
    assert Reader(ordered.stage).signs_in("mina").get("/desk/orders").status_code == 404


def offered(reader: Reader, act: str) -> list[str]:
    """Where the page lets this reader send that act."""
    return re.findall(rf'action="(/desk/orders/[^"]+/{act})"', reader.get("/desk/orders").text)


def test_whoever_edits_an_order_in_the_database_is_found(ordered: Ordered) -> None:
    ordered.moves(ordered.olga, ordered.asks(), "confirmation")
    for authority, finds in (("Nobody", {"likeness.order_altered"}), (ORDER["authority"], set())):
        ordered.edits_row(authority)
        assert found_by_fsck(ordered.stage) == finds


def test_an_order_ends_by_itself_and_one_that_one_person_asked_for_keeps_nothing(ordered: Ordered) -> None:
    where = f"/api/v1/performers/{ordered.made.mina.performer_id}/preservations"
    assert ordered.otto.post(where, ORDER | {"days": 400}).json()["code"] == "likeness.no_order"
    theirs, nobodys = ordered.made.mina.post(where, ORDER), "/api/v1/preservations/prs_none/lift"
    for answer in (theirs, ordered.otto.post(nobodys, {})):
        assert (answer.status_code, answer.json()["code"]) == (404, "likeness.no_preservation")
    ordered.asks()
    ordered.asks(reference="second", days=30)
    second = next(o for o in ordered.otto.get("/api/v1/preservations").json() if o["reference"] == "second")
    ordered.moves(ordered.olga, second["order"], "confirmation")
    ordered.takes_back()
    assert ordered.state() == "sealed"
    ordered.stage.passes(days=31)
    ordered.goes_round()
    del ordered.stage.people["mina"]
    assert ordered.stage.person("mina").get("/api/v1/me/assets").json()[0]["state"] == "shredded"
