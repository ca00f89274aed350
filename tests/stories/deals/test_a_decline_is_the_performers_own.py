"""A performer declines, and an imitation is made: the decline is private, and theirs to prove."""

import hashlib

from propria.proofs.bundles import verify_bundle
from propria.proofs.canonical import canonical_bytes
from propria.proofs.trust import Trust
from tests.cast import Stage
from tests.stories.deals.test_the_life_of_an_offer import ends, offered
from tests.stories.pages.reader import Reader


def test_a_decline_is_private_and_can_be_opened_as_evidence(stage: Stage) -> None:
    """Scenario 27. The log gains a hash; only the performer can open it, and whoever is shown it can check it offline."""
    mina, cleo, deal = offered(stage)
    terms = mina.get(f"/api/v1/deals/{deal}").json()["turns"][-1]["sheet"]
    assert mina.get("/api/v1/me/declines").json() == []
    assert ends(mina, deal, "decline").json()["state"] == "declined"
    kept = mina.get("/api/v1/me/declines").json()
    assert len(kept) == 1
    assert kept[0]["terms_sha256"] == hashlib.sha256(canonical_bytes(terms)).hexdigest()
    assert cleo.get("/api/v1/me/declines").json()["code"] == "parties.no_performer"
    other = Reader(stage, "en").signs_in("cleo").get(f"/deals/{deal}").text
    assert kept[0]["bundle"] not in other
    assert kept[0]["bundle"] in Reader(stage, "en").signs_in("mina").get(f"/deals/{deal}").text
    public = stage.main.get(f"/performers/{mina.performer_id}").text
    assert "declined" not in public

    opened = stage.main.get(kept[0]["bundle"]).content
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(opened, trust, now=stage.now)
    assert report.statements[0].id == kept[0]["statement"]
    assert "Mina Haldane declined the terms that Ode & Kestrel Pictures offered" in opened.decode()
    assert report.colour == "amber"
    altered = opened.replace(b"Mina Haldane declined", b"Mina Haldane accepted")
    assert verify_bundle(altered, trust, now=stage.now).colour == "red"

    assert ends(mina, deal, "reopen").json()["state"] == "open"
    assert ends(cleo, deal, "decline").json()["state"] == "declined"
    assert len(mina.get("/api/v1/me/declines").json()) == 1
