"""A list of names that somebody else wrote makes nobody a member of anything."""

from tests.cast import Stage


def test_a_hundred_imported_names_are_shown_to_nobody(stage: Stage) -> None:
    otto, sam = stage.person("otto"), stage.person("sam")
    rows = [
        {"zh": f"演员{i}", "en": f"Performer Number{i}", "contact": f"p{i}@example.org"} for i in range(100)
    ]
    assert otto.asked("/api/v1/imports", {"rows": rows}) == {"imported": 100}

    assert len(otto.get("/api/v1/imports").json()) == 100
    assert sam.get("/api/v1/performers").json() == []
    assert sam.get("/api/v1/counts").json()["open"] == 0
    assert sam.get("/api/v1/names", params={"q": "Performer Number7"}).json()["people"] == []
    for one in otto.get("/api/v1/imports").json()[:3]:
        assert sam.get(f"/api/v1/performers/{one['id']}").status_code == 404


def test_only_the_operator_sees_or_makes_an_import(stage: Stage) -> None:
    row = {"rows": [{"zh": "某人", "en": "Somebody", "contact": ""}]}
    assert stage.person("sam").post("/api/v1/imports", row).status_code == 401
    refused = stage.person("cleo").post("/api/v1/imports", row)
    assert (refused.status_code, refused.json()["code"]) == (403, "parties.wrong_role")
    assert stage.person("mina").get("/api/v1/imports").status_code == 403
    assert stage.person("otto").asked("/api/v1/imports", row) == {"imported": 1}
