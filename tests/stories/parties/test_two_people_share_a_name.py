"""A name is no identity: what tells two people of one name apart, and what an impostor gets with the name alone."""

import re

from propria.parties import actions as parties
from propria.parties.model import Role
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from tests.cast import Person, Stage
from tests.deals import a_brief, active_licence, announces
from tests.mandates import another
from tests.stories.pages.reader import Reader, words
from tests.stories.publicity.test_press_copy_is_checked import check
from tests.terms import film_terms


def namesake(stage: Stage) -> Person:
    """Another person who is called as Mina is, and joined."""
    stage.propria.library.database.transact(
        lambda db: parties.join("米娜·霍尔丹", "Mina Haldane", Role.PERFORMER, demo_name="other", db=db)
    )
    return stage.person("other")


def shares_the_name(stage: Stage) -> Person:
    """Mina's namesake, open too: a domain of their own, and two of the operator saw them."""
    other, papers = namesake(stage), {"route": "document_and_video", "sha256": "ab" * 32}
    code = other.asked("/api/v1/claim/begin")["performer"]
    for person in (stage.person("otto"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)):
        person.asked(f"/api/v1/performers/{code}/identity-seen", papers)
    return stage.open_performer("other", film_terms())


def test_two_of_one_name_are_told_apart_and_one_s_licence_never_speaks_for_the_other(stage: Stage) -> None:
    """Scenario 6."""
    made = active_licence(stage)
    announces(made.licence, made.cleo, made.mina)
    assert check(stage, "Mina Haldane has licensed a named project.")[0]["verdict"] == "provable"

    other = shares_the_name(stage)

    found = stage.main.get("/api/v1/names", params={"q": "Mina Haldane"}).json()["people"]
    assert {one["domain"] for one in found} == {"mina.example", "other.example"}
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    bundle = stage.main.get("/names/bundle", params={"q": "Mina Haldane"}).content
    report = verify_bundle(bundle, trust, now=stage.now)
    assert report.problems == ()
    assert report.name is not None
    assert len(report.name.people) == 2
    assert "A name alone verifies nothing" in stage.main.get("/").text

    entries = {one["performer"]: one for one in stage.main.get("/api/v1/performers").json()}
    assert [x["licence"] for x in entries[made.mina.performer_id]["licences"]] == [made.licence]
    assert entries[other.performer_id]["licences"] == []
    assert check(stage, "Mina Haldane has licensed a named project.")[0]["verdict"] != "provable"
    assert check(stage, "Mina Haldane is open to enquiries.")[0]["verdict"] == "provable", "true of both"


def test_a_search_and_a_brief_tell_two_of_one_name_apart(stage: Stage) -> None:
    """Scenario 6: each is found as themselves, and a card says what shows who it is."""
    mina, other, cleo = (
        stage.open_performer("mina", film_terms()),
        shares_the_name(stage),
        stage.keyed("cleo"),
    )
    both = {mina.performer_id, other.performer_id}
    found = cleo.get("/api/v1/search?q=Mina Haldane").json()["found"]
    assert {one["performer"] for one in found} == both
    brief = a_brief(cleo)
    fitting = cleo.get(f"/api/v1/briefs/{brief}/matches").json()["fitting"]
    assert {one["performer"] for one in fitting} == both
    reader = Reader(stage, "en").signs_in("cleo")
    for where in ("/search?q=Mina Haldane", f"/briefs/{brief}"):
        page = reader.get(where)
        assert all(f"/performers/{who}" in page.text for who in both)
        shown = re.findall(r"Mina Haldane 米娜·霍尔丹 .*? a domain published their line: (\S+)", words(page))
        assert sorted(shown) == ["mina.example", "other.example"]


def test_an_impostor_with_the_name_alone_claims_nothing_and_nothing_is_released(stage: Stage) -> None:
    """Scenario 7: the star's domain says nothing of the impostor, so nobody is claimed, listed or given a key."""
    mina = stage.open_performer("mina", film_terms())
    before = stage.main.get("/api/v1/performers").json()
    impostor = namesake(stage)
    impostor.asked("/api/v1/claim", {"domain": "mina.example"})

    assert impostor.post("/api/v1/claim/check").json()["code"] == "parties.domain_silent"
    assert impostor.post("/api/v1/me/demo-key").json()["code"] == "parties.not_evidenced"
    assert stage.main.get("/api/v1/performers").json() == before
    found = stage.main.get("/api/v1/names", params={"q": "Mina Haldane"}).json()["people"]
    assert [one["id"] for one in found] == [mina.performer_id]
