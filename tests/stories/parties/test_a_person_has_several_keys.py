"""Several signing keys: a key that signs already binds the next one; one is taken out of use; the rest go on."""

from typing import Any

from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from tests.cast import Person, Stage, digest_of
from tests.stories.disputes.denying import findings
from tests.terms import film_terms


def keys_of(person: Person) -> list[str]:
    """The ids of a person's keys that are bound and in use."""
    return [k["key_id"] for k in person.get("/api/v1/me").json()["signing_keys"] if k["bound"]]


def signs_with(person: Person, drafted: dict[str, Any], key_id: str) -> Any:
    """Sign what was drafted with one of several keys: the signing host's answer."""
    where = f"/requests/{drafted['request_id']}"
    shown = person.stage.signing.get(where)
    body = {"digest": digest_of(shown.json()), "key_id": key_id}
    return person.stage.signing.post(f"{where}/demo-signature", json=body)


def second_key(mina: Person) -> tuple[str, str]:
    """(first, second): a second key, bound by the first."""
    (first,) = keys_of(mina)
    assert mina.signs(mina.asked("/api/v1/me/demo-key"))
    (second,) = set(keys_of(mina)) - {first}
    return first, second


def test_the_next_key_is_bound_by_one_that_signs_already_and_never_by_itself(stage: Stage) -> None:
    mina = stage.identified("mina")
    drafted = mina.asked("/api/v1/me/demo-key")
    new = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["body"]["key"]["key_id"]

    alone = signs_with(mina, drafted, new)
    assert alone.json()["code"] == "parties.other_key_binds", "whoever stole a sign-in makes no signing key"
    assert len(keys_of(mina)) == 1

    assert mina.signs(drafted)
    assert new in keys_of(mina)
    assert mina.get("/api/v1/me/alerts").json()[0]["code"] == "parties.key_added"


def test_either_key_signs_and_a_stranger_checks_both(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    _, second = second_key(mina)
    withdrawal = mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id})
    receipt = signs_with(mina, withdrawal, second)
    assert receipt.status_code == 200, receipt.text
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    data = stage.main.get(f"/log/bundles/{receipt.json()['statement_id']}").content
    report = verify_bundle(data, trust, now=stage.now)
    assert report.problems == ()
    assert {s.key_id for s in report.statements if s.type == "openness.withdrawn"} == {second}


def test_a_key_out_of_use_signs_nothing_and_what_it_signed_stays(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    first, second = second_key(mina)
    given = stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"]
    revoked = signs_with(mina, mina.asked(f"/api/v1/me/signing-keys/{first}/revoke"), second)
    assert revoked.status_code == 200, revoked.text
    assert keys_of(mina) == [second]

    withdrawal = mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id})
    assert signs_with(mina, withdrawal, first).json()["code"] == "record.key_not_bound"
    assert signs_with(mina, withdrawal, second).status_code == 200
    again = mina.post(f"/api/v1/me/signing-keys/{first}/revoke")
    assert again.json()["code"] == "parties.key_not_in_use"

    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(stage.main.get(f"/log/bundles/{given}").content, trust, now=stage.now)
    assert report.problems == ()
    assert "key.revoked" in {s.type for s in report.statements}
    assert findings(stage) == set()


def test_a_name_for_a_key_is_ones_own_and_short(stage: Stage) -> None:
    mina, wen = stage.identified("mina"), stage.identified("wen")
    (key,) = keys_of(mina)
    assert mina.post(f"/api/v1/me/signing-keys/{key}/name", {"name": "my phone"}).status_code == 204
    assert mina.get("/api/v1/me").json()["signing_keys"][0]["name"] == "my phone"
    assert wen.post(f"/api/v1/me/signing-keys/{key}/name", {"name": "x"}).json()["code"] == "parties.no_key"
    long = mina.post(f"/api/v1/me/signing-keys/{key}/name", {"name": "x" * 81})
    assert long.json()["code"] == "parties.key_name_unusable"
