"""The server cannot have other words signed than those it showed, and a sign-in never signs anything."""

from tests.cast import Stage, digest_of, openness_form
from tests.terms import film_terms


def test_a_signature_counts_only_for_the_words_that_were_shown(stage: Stage) -> None:
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
