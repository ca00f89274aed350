"""Identity is shown by a domain's DNS, a guild's registry, a sign-in provider, or papers that two people saw."""

from datetime import timedelta
from typing import Any

from propria.kernel.time import wire
from propria.parties.identity.evidence import HttpDomainPages
from propria.parties.identity.oidc import OidcProvider
from propria.parties.model import Role
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from tests.cast import Person, Stage, openness_form
from tests.deals import a_brief, active_licence
from tests.mandates import another, gives, mandate_form
from tests.providers import a_name_server, a_provider
from tests.stories.disputes.denying import denies
from tests.stories.disputes.test_somebody_looks_like_her import says_it_is_like
from tests.stories.licences.test_a_guild_suspends import guild_of
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms

HEADINGS = "performer,member,name_zh,name_en\n"


def code(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, answer.json().get("code", "")


def shown(person: Person) -> tuple[str, list[str]]:
    """(strength, routes) of somebody's identity."""
    found = person.get("/api/v1/me").json()["identity"]
    return found["strength"], [one["route"] for one in found["routes"]]


def words_about(stage: Stage, statement: str) -> str:
    """What the bundle of somebody's statement says of who they are, to whoever reads it offline."""
    bundle = stage.main.get(f"/log/bundles/{statement}").content
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    return str(verify_bundle(bundle, trust, now=stage.now).statements[0].binding.word)


def test_a_domain_s_dns_publishes_the_line(stage: Stage) -> None:
    """Asked over the wire at `_propria.<domain>`; a silent name server, or another line, shows nothing."""
    mina = stage.person("mina")
    claim = mina.asked("/api/v1/claim", {"domain": "mina.localhost:99"})
    records = {"_propria.mina.localhost": "propria-claim=another"}
    with a_name_server(records) as address:
        pages = HttpDomainPages(demo=True, resolver=address)
        stage.propria.parts["domain_pages"] = pages
        assert pages.texts("nobody.localhost") == HttpDomainPages(demo=True, resolver="x").texts("a") == []
        assert code(mina.post("/api/v1/claim/check")) == (422, "parties.domain_unreachable")
        records["_propria.mina.localhost"] = claim["publish"]
        assert mina.asked("/api/v1/claim/check")["evidenced"] is True
    assert shown(mina) == ("outside", ["dns"])
    mina.signs(mina.asked("/api/v1/me/demo-key"))
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    assert len(stage.main.get("/api/v1/performers").json()) == 1


def test_papers_that_two_people_saw_bind_a_key_and_list_nobody(stage: Stage) -> None:
    """The operator's own people are no outsiders: the key signs, bundles say so, and no page shows the name."""
    mina, otto = stage.person("mina"), stage.person("otto")
    olga = another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    performer = mina.asked("/api/v1/claim/begin")["performer"]
    assert shown(mina) == ("none", [])
    assert code(mina.post("/api/v1/me/demo-key")) == (409, "parties.not_evidenced")
    where = f"/api/v1/performers/{performer}/identity-seen"
    seen = {"route": "document_and_video", "sha256": "ab" * 32}
    assert code(mina.post(where, seen)) == (403, "parties.wrong_role")
    assert code(otto.post(where, seen | {"route": "domain"})) == (400, "parties.evidence_unreadable")
    assert otto.asked(where, seen) == {"evidence": False}
    assert otto.asked(where, seen) == {"evidence": False}, "one person is not two"
    assert code(olga.post(where, seen | {"sha256": "cd" * 32})) == (409, "parties.seen_otherwise")
    assert olga.asked(where, seen) == {"evidence": True}
    assert shown(mina) == ("operator_only", ["document_and_video"])
    mina.signs(mina.asked("/api/v1/me/demo-key"))
    opened = mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    assert stage.main.get("/api/v1/performers").json() == []
    letter = {"route": "letter", "sha256": "ef" * 32, "by": "Ode & Kestrel"}
    for reviewer in (otto, olga):
        reviewer.asked(where, letter)
    assert shown(mina) == ("operator_only", ["document_and_video", "letter"])
    assert words_about(stage, opened["statement_id"]) == "operator_only"


def test_a_guild_s_registry_shows_whom_it_names(stage: Stage) -> None:
    """As CSV, by code, number and name; another name, another shape or a number twice imports nothing."""
    mina, wen = stage.person("mina"), stage.person("wen")
    codes = [one.asked("/api/v1/claim/begin")["performer"] for one in (mina, wen)]
    officer, guild = guild_of(stage, [])
    where = "/api/v1/guilds/registry-file"
    row = f"{codes[0]},M-17,米娜·霍尔丹,Mina Haldane\n"
    assert code(officer.post(where, {"csv": "name\nMina\n"})) == (400, "parties.registry_unreadable")
    assert code(officer.post(where, {"csv": f"{HEADINGS}{codes[0]},M-17\n"})) == (
        400,
        "parties.registry_unreadable",
    )
    assert code(mina.post(where, {"csv": HEADINGS + row})) == (404, "parties.no_guild")
    other = f"{codes[1]},M-18,米娜·霍尔丹,Mina Haldane\n"
    assert code(officer.post(where, {"csv": HEADINGS + row + other})) == (409, "parties.registry_other_name")
    assert shown(mina) == ("none", []), "nothing of a registry that does not hold"
    assert officer.asked(where, {"csv": HEADINGS + row}) == {"listed": 1}
    twice = f"{codes[1]},M-17,温竹溪,Wen Zhuxi\n"
    assert code(officer.post(where, {"csv": HEADINGS + twice})) == (409, "parties.evidence_taken")
    assert shown(mina) == ("outside", ["guild"])
    mina.signs(mina.asked("/api/v1/me/demo-key"))
    mina.signs(mina.asked("/api/v1/guilds/join", {"guild": guild}))


def test_a_sign_in_provider_says_who_somebody_is(stage: Stage) -> None:
    """Over OpenID Connect, with PKCE and a signed ID token; another name, nonce, audience or account is refused."""
    mina, wen = stage.person("mina"), stage.person("wen")
    assert code(mina.post("/api/v1/claim/provider")) == (404, "parties.no_provider")
    stage.propria.parts["identity_provider"] = OidcProvider("http://127.0.0.1:9", "propria", "s", demo=True)
    assert code(mina.post("/api/v1/claim/provider")) == (422, "parties.provider_unreachable")
    with a_provider("Mina Haldane", stage.now.timestamp()) as provider:
        stage.propria.parts["identity_provider"] = OidcProvider(provider.issuer, "propria", "s", demo=True)

        def comes_back(person: Person, by: Person | None = None, **says: Any) -> Any:
            provider.says = says
            back = provider.signs_in(person.asked("/api/v1/claim/provider")["go_to"])
            return (by or person).post("/api/v1/claim/provider/back", back)

        assert code(comes_back(mina, by=wen)) == (409, "parties.login_gone"), "another's sign-in"
        for false in ({"nonce": "x"}, {"aud": "else"}, {"iss": "http://evil.example"}, {"exp": 1}):
            assert code(comes_back(mina, **false)) == (422, "parties.provider_word_invalid")
        assert code(comes_back(mina, name="Somebody Else")) == (422, "parties.provider_other_name")
        assert shown(mina) == ("none", [])
        assert comes_back(mina).json()["evidenced"] is True
        assert shown(mina) == ("outside", ["oidc"])
        assert code(comes_back(wen, name="Wen Zhuxi")) == (409, "parties.evidence_taken")
    mina.signs(mina.asked("/api/v1/me/demo-key"))


def test_how_strongly_somebody_is_known_stands_wherever_they_are_shown(stage: Stage) -> None:
    """Mina by her domain, and whoever is known by the operator alone is said to be."""
    made = active_licence(stage)
    wen = stage.open_performer("wen", film_terms())
    gives(stage, made.mina, stage.keyed("rafael"), ["negotiate"])
    brief = a_brief(made.cleo)
    both = [made.mina.performer_id, wen.performer_id]
    made.cleo.asked(f"/api/v1/briefs/{brief}/shortlist", {"keep": both})
    asked = {"performers": both, "days": ["2027-01-04"], "doing": "recording", "place": "Shanghai"}
    made.cleo.asked(
        f"/api/v1/briefs/{brief}/days", asked | {"answer_by": wire(stage.now + timedelta(days=3))}
    )
    case = says_it_is_like(made.mina, sha256="ab" * 32, place="a feed")
    outside, operator = "identity attested by an outsider", "identity attested by operator only"
    seen = {
        "sam": ("/", "/names?q=Mina+Haldane", f"/performers/{both[0]}"),
        "cleo": (
            f"/briefs/{brief}",
            "/search",
            "/shortlists",
            f"/briefs/{brief}/compare?p={both[0]}&p={both[1]}",
            "/deals",
            "/days",
            "/board",
            f"/deals/{made.deal}",
            f"/licences/{made.licence}",
            "/money",
        ),
        "rafael": ("/mandates", "/home"),
        "mina": (f"/lookalikes/{case}", f"/denials/{denies(stage, both[1])['denial']}"),
    }
    lacking = [
        (who, where)
        for who, some in seen.items()
        for where in some
        if outside not in words((Reader(stage).signs_in(who) if who != "sam" else Reader(stage)).get(where))
    ]
    assert lacking == []
    others = ("/home", "/mandates", "/deals", "/days", f"/deals/{made.deal}", f"/licences/{made.licence}")
    hers = [words(Reader(stage).signs_in("mina").get(where)) for where in (*others, f"/roles/{brief}")]
    assert all(operator in page for page in hers)
    for other in (made.cleo, stage.person("rafael")):
        stage.shows_domain(other)
    hers = [words(Reader(stage).signs_in("mina").get(where)) for where in (*others, f"/roles/{brief}")]
    assert all(outside in page and operator not in page for page in hers)
    drafted = made.mina.asked("/api/v1/mandates", mandate_form(stage, stage.person("rafael"), ["negotiate"]))
    beside = stage.signing.get(f"/requests/{drafted['request_id']}").json()["effects"]["en"]
    assert beside == [f"The other side is Rafael Ortiz: {outside} (a domain published their line)"]
