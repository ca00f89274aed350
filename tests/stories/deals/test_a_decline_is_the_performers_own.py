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


def test_an_offer_is_declined_in_one_tap_and_the_reason_stays_with_the_performer(stage: Stage) -> None:
    mina, cleo, deal = offered(stage)
    reader = Reader(stage, "en").signs_in("mina")
    assert f'action="/deals/{deal}/decline"' in reader.get("/deals").text
    assert "/decline" not in Reader(stage, "en").signs_in("cleo").get("/deals").text
    where = f"/api/v1/deals/{deal}/end"
    assert mina.post(where, {"act": "decline", "because": "?"}).json()["code"] == "deals.no_such_reason"
    answer = reader.post(f"/deals/{deal}/decline", because="days")
    assert answer.headers["location"] == f"/deals?undo={deal}"
    page = reader.get(answer.headers["location"]).text
    assert "They learn only that; the reason is for your side alone." in page
    assert "时间不合适 · the days" in reader.get(f"/deals/{deal}").text
    theirs = Reader(stage, "en").signs_in("cleo").get(f"/deals/{deal}").text
    assert "declined" in theirs
    assert "the days" not in theirs
    assert len(mina.get("/api/v1/me/declines").json()) == 1
    reader.post(f"/deals/{deal}/end", act="reopen")
    assert mina.get(f"/api/v1/deals/{deal}").json()["state"] == "open"
    ends(cleo, deal, "take_back")
    ends(cleo, deal, "reopen")
    stage.person("mina").asked(f"/api/v1/deals/{deal}/agree")
    refused = cleo.post(where, {"act": "decline", "because": "pay"})
    assert refused.json()["code"] == "deals.not_yours_to_decline"
