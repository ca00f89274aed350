"""A licensee registers a model that it made from a performer's data; what it may not be is said of it for as long as it is kept."""

from typing import Any

from propria.kernel.time import instant
from propria.scope import Scope, StandingTerms
from propria.scope.duties import Duties
from tests.cast import Stage
from tests.deals import Licensed, active_licence, capture_consent, sheet, token_for
from tests.stories.pages.reader import Reader, words
from tests.terms import film_terms, series_scope, series_use

ACTS = ["generate", "fine_tune"]


def for_research(stage: Stage) -> Licensed:
    """A licence to fine-tune for research, and for nothing that is released."""
    terms = StandingTerms.from_json(film_terms())
    wide = Scope.from_json(terms.clauses[0].to_json() | Scope.of(medium=["research"], act=ACTS).to_json())
    red = tuple(line for line in terms.red_lines if "fine_tune" not in str(line.to_json()))
    duties = Duties(delete_by=instant("2028-11-30T00:00:00Z"))
    return active_licence(
        stage,
        sheet(series_scope(medium=["research"], act=ACTS, duties=duties)),
        StandingTerms((wide,), red).to_json(),
    )


def form(name: str, act: str, *media: str, made_from: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"name": name, "sha256": "ab" * 32, "act": act, "media": list(media), "made_from": list(made_from)}


def test_made_from_research_data_for_a_product_it_shows_as_tainted(stage: Stage) -> None:
    """Scenario 16: a model registered as made from research-only data shows as tainted, and so does what is made from it."""
    made = for_research(stage)
    mina, cleo = made.mina, made.cleo
    where = f"/api/v1/licences/{made.licence}/models"
    capture_consent(mina, "train")
    study = cleo.asked(where, form("Study", "fine_tune", "research"))
    assert (study["tainted"], study["taints"]) == (False, [])
    product = cleo.asked(where, form("Feature", "fine_tune", "film", "research"))
    assert [t["code"] for t in product["taints"]] == ["medium_mismatch"]
    child = cleo.asked(where, form("Sequel", "fine_tune", "research", made_from=(product["model"],)))
    assert [t["code"] for t in child["taints"]] == ["made_from_tainted"]
    trained = cleo.asked(where, form("General", "train", "research"))
    assert [t["code"] for t in trained["taints"]] == ["act_mismatch"]

    hers = {one["name"]: one["tainted"] for one in mina.get("/api/v1/me/models").json()}
    assert hers == {"Study": False, "Feature": True, "Sequel": True, "General": True}
    page = words(Reader(stage).signs_in("mina").get("/renders"))
    assert "Feature tainted: not to be used" in page
    assert "Study within its licence" in page
    told = [
        one["code"] for one in mina.get("/api/v1/me/alerts").json() if one["code"].startswith("usage.model")
    ]
    assert sorted(told) == ["usage.model_registered", *["usage.model_tainted"] * 3]

    mina.signs(mina.asked(f"/api/v1/licences/{made.licence}/withdraw"))
    (first, *_) = cleo.get(where).json()
    assert [t["code"] for t in first["taints"]] == ["licence_withdrawn"]

    assert mina.post(where, form("Mine", "train", "film")).json()["code"] == "licences.no_licence"
    assert stage.person("otto").get(where).status_code == 404
    for wrong in (form(" ", "train", "film"), form("A", "dub", "film"), form("A", "train", "cave")):
        assert cleo.post(where, wrong).json()["code"] == "usage.model_unreadable"
    for no_model in ("stm_" + "0" * 26, str(mina.get("/api/v1/me/consents").json()[0]["consent"])):
        refused = cleo.post(where, form("A", "train", "film", made_from=(no_model,)))
        assert (refused.status_code, refused.json()["code"]) == (404, "usage.no_model")


def test_training_takes_a_consent_of_its_own_beside_the_licence(stage: Stage) -> None:
    """Each purpose is its own statement: a licence that names fine-tuning trains nothing until the performer agreed to that."""
    made = for_research(stage)
    mina, cleo = made.mina, made.cleo
    token, where = token_for(cleo, made.licence), f"/api/v1/licences/{made.licence}/models"

    def reserved(nonce: str, act: str) -> Any:
        use = series_use(stage.now, act=act, medium="research").to_json()
        return cleo.post("/api/v1/gate/reserve", {"token": token, "use": use, "nonce": nonce}).json()

    assert reserved("study-1", "fine_tune")["facts"]["reasons"] == ["no_train_consent"]
    assert "permit" in reserved("line-1", "generate")
    early = cleo.asked(where, form("Early", "fine_tune", "research"))
    assert [t["code"] for t in early["taints"]] == ["no_train_consent"]

    agreed = capture_consent(mina, "train")
    assert "permit" in reserved("study-2", "fine_tune")
    assert cleo.asked(where, form("Study", "fine_tune", "research"))["taints"] == []
    drafted = mina.asked("/api/v1/grants/withdraw", {"grant": agreed})
    mina.signs(drafted)
    assert reserved("study-3", "fine_tune")["facts"]["reasons"] == ["no_train_consent"]
    assert [[t["code"] for t in one["taints"]] for one in cleo.get(where).json()] == [
        ["no_train_consent"]
    ] * 2
