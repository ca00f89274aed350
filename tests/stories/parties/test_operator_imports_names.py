"""A list of names that somebody else wrote makes nobody a member of anything."""

from xml.etree import ElementTree

from propria.parties import actions as parties
from tests.cast import Stage
from tests.deals import a_brief
from tests.stories.pages.reader import Reader, heading
from tests.stories.pages.test_every_page import pages_without_id
from tests.terms import film_terms


def imports(stage: Stage, count: int) -> list[dict[str, str]]:
    """Otto brings a list of names; the rows."""
    rows = [
        {"zh": f"演员{i}", "en": f"Performer Number{i}", "contact": f"p{i}@example.org"} for i in range(count)
    ]
    assert stage.person("otto").asked("/api/v1/imports", {"rows": rows}) == {"imported": count}
    return rows


def test_a_hundred_imported_names_are_shown_to_nobody(stage: Stage) -> None:
    """Scenario 1."""
    imports(stage, 100)
    otto, sam, cleo = stage.person("otto"), stage.person("sam"), stage.keyed("cleo")

    held = otto.get("/api/v1/imports").json()
    assert [one["state"] for one in held] == ["unclaimed"] * 100
    assert sam.get("/api/v1/performers").json() == []
    counts = sam.get("/api/v1/counts").json()
    assert [counts[word] for word in ("open", "licensed", "active", "not_usable")] == [0, 0, 0, 0]
    assert sam.get("/api/v1/names", params={"q": "Performer Number7"}).json()["people"] == []
    found = cleo.get(f"/api/v1/briefs/{a_brief(cleo)}/matches").json()
    assert (found["fitting"], found["others"]) == ([], [])
    for one in held[:3]:
        assert sam.get(f"/api/v1/performers/{one['id']}").status_code == 404
        assert cleo.get(f"/api/v1/performers/{one['id']}").status_code == 404


def test_no_byte_of_an_imported_name_is_served_to_anybody_but_the_operator(stage: Stage) -> None:
    """Scenario 1."""
    rows = imports(stage, 3)
    written = [word for row in rows for word in row.values()]
    for name in ("", "mina", "rafael", "cleo"):
        reader = Reader(stage)
        if name:
            reader.signs_in(name)
        for path in (*pages_without_id(), "/sitemap.xml", "/robots.txt", "/log/checkpoint"):
            served = reader.get(path).text
            assert not [word for word in written if word in served], (path, name)
    assert heading(Reader(stage).get("/names?q=Performer+Number1")).startswith("Not publicly listed")
    assert rows[0]["en"] in Reader(stage).signs_in("otto").get("/desk").text


def test_the_sitemap_names_only_whom_their_own_signature_lists(stage: Stage) -> None:
    """Scenario 1."""
    imports(stage, 3)
    assert listed_in_sitemap(stage) == []
    mina = stage.open_performer("mina", film_terms())
    assert listed_in_sitemap(stage) == [f"http://localhost:8000/performers/{mina.performer_id}"]
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert listed_in_sitemap(stage) == []


def listed_in_sitemap(stage: Stage) -> list[str]:
    """The performers' pages that the sitemap gives to machines."""
    assert "Sitemap: http://localhost:8000/sitemap.xml" in stage.main.get("/robots.txt").text
    tree = ElementTree.fromstring(stage.main.get("/sitemap.xml").content)
    every = [str(found.text) for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://localhost:8000/" in every
    return [address for address in every if "/performers/" in address]


def test_what_nobody_claimed_is_forgotten_after_ninety_days(stage: Stage) -> None:
    imports(stage, 3)
    stage.passes(days=90)
    library = stage.propria.library
    assert library.database.transact(lambda db: parties.lapse_imports(now=stage.now, db=db)) == 3
    stage.people.clear()
    assert stage.person("otto").get("/api/v1/imports").json() == []


def test_only_the_operator_sees_or_makes_an_import(stage: Stage) -> None:
    row = {"rows": [{"zh": "某人", "en": "Somebody", "contact": ""}]}
    assert stage.person("sam").post("/api/v1/imports", row).status_code == 401
    refused = stage.person("cleo").post("/api/v1/imports", row)
    assert (refused.status_code, refused.json()["code"]) == (403, "parties.wrong_role")
    assert stage.person("mina").get("/api/v1/imports").status_code == 403
    assert stage.person("otto").asked("/api/v1/imports", row) == {"imported": 1}
