"""A performer says what they may be asked for, in words they sign; and takes it back as easily."""

from tests.cast import Stage, openness_form
from tests.deals import a_brief
from tests.terms import film_terms


def test_a_performer_who_signs_openness_is_listed_with_the_allowed_words(stage: Stage) -> None:
    sam = stage.person("sam")
    assert sam.get("/api/v1/performers").json() == []

    mina = stage.open_performer("mina", film_terms())

    listed = sam.get("/api/v1/performers").json()
    assert [p["name"]["en"] for p in listed] == ["Mina Haldane"]
    assert listed[0]["openness"]["floor"] == {"currency": "CNY", "minor": "8000000"}
    assert listed[0]["licences"] == []
    assert mina.performer_id == listed[0]["performer"]


def test_openness_without_evidence_of_identity_cannot_be_signed(stage: Stage) -> None:
    mina = stage.person("mina")
    mina.asked("/api/v1/claim", {"domain": "mina.example"})
    refused = mina.post("/api/v1/me/demo-key")
    assert refused.status_code == 409
    assert refused.json()["code"] == "parties.not_evidenced"

    unread = mina.post("/api/v1/claim/check")
    assert unread.status_code == 422
    assert unread.json()["code"] == "parties.domain_silent"


def test_withdrawing_takes_no_more_steps_than_giving(stage: Stage) -> None:
    """Scenario 29."""
    mina = stage.identified("mina")
    giving = [("POST", "/api/v1/openness"), ("SIGN", "")]
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))

    withdrawing = [("POST", "/api/v1/openness/withdraw"), ("SIGN", "")]
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))

    assert len(withdrawing) <= len(giving)
    assert stage.person("sam").get("/api/v1/performers").json() == []


def test_interest_that_is_not_renewed_lapses_by_itself(stage: Stage) -> None:
    """Scenario 5: by the clock alone, with no round and nobody's edit, it leaves search, register, feed and counts."""
    stage.open_performer("mina", film_terms(), days=180)
    sam = stage.person("sam")
    assert sam.get("/api/v1/counts").json()["open"] == 1
    cleo = stage.keyed("cleo")
    brief = a_brief(cleo)
    found = cleo.get(f"/api/v1/briefs/{brief}/matches").json()
    assert len(found["fitting"]) + len(found["others"]) == 1

    stage.passes(days=180)
    stage.people.clear()
    found = stage.person("cleo").get(f"/api/v1/briefs/{brief}/matches").json()
    assert (found["fitting"], found["others"]) == ([], [])
    assert sam.get("/api/v1/counts").json()["open"] == 0
    assert sam.get("/api/v1/performers").json() == []
    assert "/performers/" not in sam.get("/sitemap.xml").text
    for path in ("/", "/feed.atom"):
        assert "Mina Haldane" not in sam.get(path).text
