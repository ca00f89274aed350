"""A studio and an agent show who they are by the routes that a performer has, and nobody is listed by it."""

import re
from typing import Any

import pytest
from sqlalchemy import text

from propria.parties.identity.evidence import HttpDomainPages
from propria.parties.identity.oidc import OidcProvider
from propria.parties.ties.fsck import fsck
from propria.proofs.bundles import verify_bundle
from propria.proofs.report_words import render
from propria.proofs.trust import Trust
from propria.record import actions as record
from tests.cast import Person, Stage
from tests.providers import a_name_server, a_provider
from tests.stories.disputes.denying import goes_round
from tests.stories.licences.test_a_guild_suspends import guild_of
from tests.stories.pages.reader import Reader, heading, words
from tests.stories.parties.test_a_lost_key_is_recovered import attests, begun
from tests.stories.parties.test_other_routes_show_who_somebody_is import HEADINGS, code, shown

ATTESTED = "identity.attested"


def attested(stage: Stage, person: Person) -> list[dict[str, Any]]:
    """What the operator has said of a person's identity, oldest first: the bodies as they were signed."""
    said = stage.propria.library.database.read(lambda db: record.statements_of_type(ATTESTED, db=db))
    return [one.statement.body for one in said if one.statement.body["person"] == person.id]


def told_of_key(stage: Stage, person: Person, statement: str) -> str:
    """What the offline verifier says of the key that signed a statement."""
    bundle = person.get(f"/log/bundles/{statement}").content
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = render(verify_bundle(bundle, trust, now=stage.now), "en")
    return next(line for line in report.splitlines() if "signed with" in line)


def findings(stage: Stage) -> list[str]:
    """What fsck finds of ties and evidence."""
    return [one.code for one in stage.propria.library.database.read(lambda db: list(fsck(db=db)))]


@pytest.mark.parametrize("name", ["cleo", "rafael"])
def test_a_domain_shows_it_and_the_key_that_signed_before_is_attested_anew(stage: Stage, name: str) -> None:
    """By the file, then by DNS of another domain; what the first one published shows nothing any more."""
    person = stage.keyed(name)
    assert shown(person) == ("none", [])
    assert code(person.post("/api/v1/claim/check")) == (404, "parties.no_claim")
    told = stage.shows_domain(person)
    assert told == {"person": person.id, "evidenced": True, "domain": f"{name}.example"}
    assert shown(person) == ("outside", ["domain"])
    before, after = attested(stage, person)
    assert (before["route"], after["route"], after["domain"]) == (
        "operator_only",
        "domain",
        f"{name}.example",
    )
    assert before["key"] == after["key"]

    claim = person.asked("/api/v1/claim", {"domain": f"{name}.localhost:99"})
    assert shown(person) == ("none", []), "another domain is named, and it has published nothing yet"
    with a_name_server({f"_propria.{name}.localhost": claim["publish"]}) as address:
        stage.propria.parts["domain_pages"] = HttpDomainPages(demo=True, resolver=address)
        assert person.asked("/api/v1/claim/check")["evidenced"] is True
    assert shown(person) == ("outside", ["dns"])
    assert [one["route"] for one in attested(stage, person)] == ["operator_only", "domain", "dns"]
    assert stage.main.get("/api/v1/performers").json() == []
    assert findings(stage) == []


def test_papers_that_two_people_saw_and_then_a_registry_show_an_agent(stage: Stage) -> None:
    """A letter that one of them refused first; once a guild names the agent, that is what the operator attests."""
    officer, _ = guild_of(stage, [])
    rafael, otto, olga = stage.keyed("rafael"), stage.person("otto"), stage.person("olga")
    told = {"performer": stage.identified("mina").performer_id}
    claim = rafael.signs(rafael.asked("/api/v1/representation/claims", told))["statement_id"]
    assert "binding attested by operator only" in told_of_key(stage, rafael, claim)
    letter = {"route": "letter", "sha256": "ef" * 32, "by": "Ode & Kestrel"}
    where = f"/api/v1/people/{rafael.id}/identity-seen"
    assert otto.asked(where, letter) == {"evidence": False}
    assert otto.get("/api/v1/reviews").json()[0]["about"] == rafael.id
    otto.asked("/api/v1/reviews/refuse", {"review": f"letter {rafael.id}", "why": "unreadable"})
    for one in (otto, olga):
        assert shown(rafael) == ("none", [])
        one.asked(where, letter)
    assert shown(rafael) == ("operator_only", ["letter"])
    assert attested(stage, rafael)[-1]["seen_by"] == sorted([otto.id, olga.id])
    for nobody, refused in ((otto.id, "parties.wrong_role"), ("per_none", "parties.no_person")):
        assert code(otto.post(f"/api/v1/people/{nobody}/identity-seen", letter))[1] == refused
    assert code(otto.post("/api/v1/claim/begin")) == (403, "parties.wrong_role")

    row = f"{rafael.id},A-4,拉斐尔·奥尔蒂斯,Rafael Ortiz\n"
    assert officer.asked("/api/v1/guilds/registry-file", {"csv": HEADINGS + row}) == {"listed": 1}
    assert shown(rafael) == ("outside", ["guild", "letter"])
    assert attested(stage, rafael)[-1]["route"] == "guild"
    assert "somebody outside showed it: a guild’s registry names them" in told_of_key(stage, rafael, claim)
    assert findings(stage) == []


def test_a_provider_knows_a_studio_by_its_own_name(stage: Stage) -> None:
    """One account shows one party; what is changed behind the library's back is found."""
    cleo, rafael = stage.keyed("cleo"), stage.keyed("rafael")
    assert cleo.asked("/api/v1/claim/begin") == {"person": cleo.id}
    with a_provider("Ode & Kestrel Pictures", stage.now.timestamp()) as provider:
        stage.propria.parts["identity_provider"] = OidcProvider(provider.issuer, "propria", "s", demo=True)

        def comes_back(by: Person, **says: Any) -> Any:
            provider.says = says
            back = provider.signs_in(by.asked("/api/v1/claim/provider")["go_to"])
            return by.post("/api/v1/claim/provider/back", back)

        assert code(comes_back(cleo, name="Another Studio")) == (422, "parties.provider_other_name")
        assert comes_back(cleo).json() == {"person": cleo.id, "evidenced": True}
        assert code(comes_back(rafael, name="Rafael Ortiz")) == (409, "parties.evidence_taken")
    assert (shown(cleo), shown(rafael)) == (("outside", ["oidc"]), ("none", []))
    assert attested(stage, cleo)[-1]["route"] == "oidc"
    assert findings(stage) == []
    changed = text("update parties_evidence set \"by\" = 'elsewhere' where route = 'oidc'")
    stage.propria.library.database.transact(lambda db: db.execute(changed))
    assert findings(stage) == ["parties.evidence_altered"]


def test_a_studio_s_recovered_key_is_attested_by_what_is_shown_that_day(stage: Stage) -> None:
    """Guardians, the operator and the wait as for a performer; the domain still stands behind the new key."""
    cleo = stage.keyed("cleo")
    stage.shows_domain(cleo)
    guardians = [stage.keyed("rafael"), stage.identified("mina")]
    form = {"guardians": [one.id for one in guardians], "needed": 2}
    cleo.signs(cleo.asked("/api/v1/me/guardians", form))
    told = begun(stage, cleo)
    for one in guardians:
        one.signs(one.asked(f"/api/v1/recoveries/{told['recovery']}/vouch"))
    attests(stage, told)
    stage.passes(hours=72)
    goes_round(stage)
    last = attested(stage, cleo)[-1]
    assert (last["key"]["key_id"], last["route"]) == (told["key_id"], "domain")
    assert findings(stage) == []


def test_a_studio_reads_how_it_is_known_and_makes_it_stronger_by_the_page(stage: Stage) -> None:
    """The word as others read it, one line to publish, and the word anew; whoever needs no evidence has no such page."""
    cleo = Reader(stage).signs_in("cleo")
    page = cleo.get("/claim")
    assert heading(page) == "Identity attested by operator only"
    assert "what its founder has shown" in words(page)
    assert "What makes it stronger" in words(page)
    cleo.post("/claim", domain="kestrel.example")
    page = cleo.get("/claim")
    line = re.search(r"propria-claim=[0-9a-f]+", page.text)
    assert line
    assert "Let kestrel.example publish one line." in words(page)
    assert cleo.post("/claim/check").status_code == 422
    stage.pages.lines["kestrel.example"] = line[0]
    assert cleo.post("/claim/check").headers["location"] == "/claim"
    page = cleo.get("/claim")
    assert heading(page) == "Identity attested by an outsider"
    assert "kestrel.example" in words(page)
    assert "propria-claim" not in page.text
    assert "identity attested by an outsider" in words(cleo.get("/keys"))
    otto = Reader(stage).signs_in("otto")
    assert otto.get("/claim").status_code == 403
    assert 'href="/claim"' not in otto.get("/keys").text
