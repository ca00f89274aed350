"""Every consent that a performer signed can be taken away as a consent record that other programs read."""

from datetime import datetime

import rdflib

from tests.cast import Stage, openness_form
from tests.deals import capture_consent
from tests.stories.pages.reader import Reader
from tests.terms import film_terms

DPV = rdflib.Namespace("https://w3id.org/dpv#")
FIELDS = """PREFIX dpv: <https://w3id.org/dpv#> PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?id ?schema ?subject ?controller ?purpose ?why ?until ?words WHERE {
  ?record a dpv:ConsentRecord ; dct:identifier ?id ; dct:conformsTo ?schema ; dpv:hasDataSubject ?subject ;
    dpv:hasDataController ?controller ; dpv:hasLegalBasis ?basis ; dpv:hasNotice/dct:description ?words ;
    dpv:hasProcess ?process ; dct:issued ?issued ; dpv:hasConsentControl ?way ; dpv:hasNotice/dct:language "en" ;
    dpv:hasConsentStatus ?given . ?way a dpv:WithdrawConsent ; dpv:isExercisedAt/dct:description ?how .
  ?given a dpv:ConsentGiven ; dpv:isIndicatedBy ?subject ; dpv:hasIndicationMethod ?method ; dpv:isIndicatedAtTime ?then ;
    dpv:hasDuration/rdf:value ?until .
  ?basis a dpv:ExplicitlyExpressedConsent . ?subject a dpv:DataSubject . ?controller a dpv:DataController .
  ?process dpv:hasDataSource dpv:DataSubjectDataSource ; dpv:hasPurpose ?goal ; dpv:hasProcessing ?doing ; dpv:hasPersonalData ?data ;
    dpv:hasStorageCondition/dpv:hasDuration/rdf:value ?until .
  ?process dpv:hasJurisdiction/dct:description ?law ; dpv:hasStorageCondition ?place ; dpv:hasRecipient ?controller .
  ?place a dpv:StorageLocation . FILTER(lang(?law) = "en" && str(?law) = "not stated")
  ?goal dct:identifier ?purpose ; dct:description ?why . FILTER(lang(?words) = "en") }"""


def read_back(text: str) -> rdflib.Graph:
    """The record as an independent RDF library reads it."""
    return rdflib.Dataset(default_union=True).parse(data=text, format="json-ld")


def statuses(graph: rdflib.Graph) -> list[str]:
    found = [
        (str(graph.value(status, DPV.isIndicatedAtTime)), str(graph.value(status, rdflib.RDF.type)))
        for status in graph.objects(None, DPV.hasConsentStatus)
    ]
    return [type_.removeprefix(str(DPV)) for _, type_ in sorted(found)]


def told_of(graph: rdflib.Graph, type_: str) -> set[str]:
    """What the record tells, in English or by code, of everything of this type."""
    found = [
        each
        for one in graph.subjects(rdflib.RDF.type, DPV[type_])
        for said in (rdflib.DCTERMS.identifier, rdflib.DCTERMS.description)
        for each in graph.objects(one, said)
    ]
    return {str(each) for each in found if getattr(each, "language", None) in (None, "en")}


def test_each_consent_has_a_record_that_an_independent_reader_finds_complete(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    capture_consent(mina)
    listed = mina.get("/api/v1/me/consents").json()
    assert [(c["purpose"], c["state"]) for c in listed] == [("openness", "given"), ("capture", "given")]
    for consent in listed:
        answer = mina.get(consent["record"])
        assert answer.headers["content-type"].startswith("application/ld+json")
        graph = read_back(answer.text)
        rows = {tuple(map(str, row)) for row in graph.query(FIELDS)}
        [(id_, schema, subject, controller, purpose, why, until, words)] = rows
        assert (id_, purpose) == (consent["consent"], consent["purpose"])
        assert datetime.fromisoformat(until) == datetime.fromisoformat(consent["until"])
        assert schema == "https://w3id.org/dpv/schema/dpv-27560#record"
        assert subject == f"urn:propria:performer:{mina.performer_id}"
        assert controller.startswith("urn:propria:library:")
        assert why
        assert "Mina Haldane" in words
        assert statuses(graph) == ["ConsentGiven"]
        sensitive = {str(data) for data in graph.subjects(rdflib.RDF.type, DPV.SensitivePersonalData)}
        assert bool(sensitive) == (purpose == "capture"), "a face and a voice are, a name is not"
        assert told_of(graph, "Recipient") == {"creators: not stated here, each contract names its own"}
        hosts = {"openness": "who runs the model: anybody, each licence names them"}
        assert told_of(graph, "DataProcessor") == {hosts.get(purpose, "not stated")}
        assert told_of(graph, "StorageLocation") == {"not stated"}


def test_a_record_names_who_runs_the_model_and_where(stage: Stage) -> None:
    terms = film_terms()
    terms["clauses"][0] |= {"provider": ["host-b", "propria-embedded"], "region": ["CN", "HK"]}
    mina = stage.open_performer("mina", terms)
    [consent] = mina.get("/api/v1/me/consents").json()
    graph = read_back(mina.get(consent["record"]).text)
    assert told_of(graph, "DataProcessor") == {"propria-embedded", "host-b"}
    assert told_of(graph, "StorageLocation") == {"CN", "HK"}


def test_a_record_says_when_the_consent_was_taken_back_or_ran_out(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms(), days=90)
    stage.passes(days=1)
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms(), days=30)))
    stage.passes(days=31)
    del stage.people["mina"]
    mina = stage.person("mina")
    first, second = mina.get("/api/v1/me/consents").json()
    assert statuses(read_back(mina.get(first["record"]).text)) == ["ConsentGiven", "ConsentWithdrawn"]
    assert statuses(read_back(mina.get(second["record"]).text)) == ["ConsentGiven", "ConsentExpired"]


def test_it_is_a_file_on_the_page_of_terms_and_nobody_else_s(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    [consent] = [c["consent"] for c in mina.get("/api/v1/me/consents").json()]
    reader = Reader(stage).signs_in("mina")
    assert f"/consents/{consent}/record" in reader.get("/terms").text
    file = reader.get(f"/consents/{consent}/record")
    assert file.headers["content-disposition"] == f'attachment; filename="{consent}.jsonld"'
    assert statuses(read_back(file.text)) == ["ConsentGiven"]
    refused = stage.identified("wen").get(f"/api/v1/consents/{consent}/record")
    assert (refused.status_code, refused.json()["code"]) == (404, "consent.no_grant")
    assert Reader(stage).signs_in("wen").get(f"/consents/{consent}/record").status_code == 404
