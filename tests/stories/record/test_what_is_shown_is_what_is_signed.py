"""The server cannot have other words signed than those it showed, and a sign-in never signs anything."""

import pytest

from propria.kernel.errors import Unverified
from propria.parties import actions as parties
from propria.proofs.canonical import from_b64
from propria.proofs.envelopes import Signature, UnverifiedStatement
from propria.proofs.statements import Statement
from propria.record import store as record
from tests.cast import Stage, digest_of, openness_form
from tests.stories.pages.reader import Reader, words
from tests.stories.record.test_a_sign_in_never_signs import with_passkey
from tests.terms import film_terms


def test_a_signature_counts_only_for_the_words_that_were_shown(stage: Stage) -> None:
    """Scenario 38."""
    mina = stage.identified("mina")
    shown = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms()))
    kept_back = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms(), floor="100"))

    own_copy = stage.signing.get(f"/requests/{shown['request_id']}").json()
    answer = stage.signing.post(
        f"/requests/{kept_back['request_id']}/demo-signature",
        json={"digest": digest_of(own_copy)},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "record.other_digest")
    assert mina.signs(shown)["entry_index"] > 0


def test_shown_one_text_and_asked_to_sign_another_nothing_is_signed_and_an_incident_is_open(
    stage: Stage,
) -> None:
    """Scenario 38: own copy and offline re-hash differ; the signature verifies for one text only; it is void."""
    signer = with_passkey(stage.identified("mina"))
    mina = signer.person
    shown = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms()))["request_id"]
    hidden = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms(), floor="100"))["request_id"]
    own_copy = Statement.from_json(stage.signing.get(f"/requests/{shown}").json()["statement"])
    kept_back = Statement.from_json(stage.signing.get(f"/requests/{hidden}").json()["statement"])
    assert own_copy.digest() != kept_back.digest()
    size = log_size(stage)

    signature = signer.passkey.signed(own_copy.digest())
    answer = signer.answers(hidden, signature)
    assert (answer.status_code, answer.json()["code"]) == (422, "proofs.wrong_challenge")
    assert log_size(stage) == size + 1
    assert stage.person("sam").get("/api/v1/performers").json() == []

    told = next(one for one in mina.get("/api/v1/me/alerts").json() if one["code"] == "alerts.other_words")
    assert "you were shown others" in told["en"]
    desk = words(Reader(stage).signs_in("otto").get("/desk"))
    assert "openness.given · proofs.wrong_challenge" in desk

    policy = stage.propria.notary.policy(stage.now)
    key = stage.propria.library.database.read(lambda db: parties.resolver(db=db)(signer.key_id)).public
    parts = (signature["response"][name] for name in ("signature", "authenticatorData", "clientDataJSON"))
    envelope = Signature("webauthn", signer.key_id, *map(from_b64, parts))
    with pytest.raises(Unverified, match="wrong_challenge"):
        UnverifiedStatement(kept_back.to_bytes(), envelope).verify(key, policy)
    assert UnverifiedStatement(own_copy.to_bytes(), envelope).verify(key, policy).statement == own_copy
    assert signer.answers(shown, signature).status_code == 200


def log_size(stage: Stage) -> int:
    """How many entries the log has."""
    return stage.propria.library.database.read(lambda db: record.log_size(db=db))


def test_a_statement_signed_too_late_is_void(stage: Stage) -> None:
    mina = stage.identified("mina")
    drafted = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms()))
    stage.passes(minutes=16)
    late = mina.tries_to_sign(drafted)
    assert (late.status_code, late.json()["code"]) == (422, "proofs.statement_expired")
    again = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms()))
    assert mina.tries_to_sign(again).status_code == 200


def test_nobody_signs_what_waits_for_somebody_else(stage: Stage) -> None:
    mina = stage.identified("mina")
    drafted = mina.asked("/api/v1/openness", openness_form(stage.now, film_terms()))
    assert mina.tries_to_sign(drafted).status_code == 200
    again = mina.tries_to_sign(drafted)
    assert (again.status_code, again.json()["code"]) == (409, "record.request_closed")
