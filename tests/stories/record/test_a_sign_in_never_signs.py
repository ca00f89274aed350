"""Signing keys never sign in and sign-ins never sign: what an authenticator gave one host is nothing on the other."""

from dataclasses import dataclass
from typing import Any

from propria.proofs.statements import Statement
from tests.authenticator import PRESENT, Passkey
from tests.cast import Person, Stage, openness_form
from tests.terms import film_terms

MAIN = ("localhost", "http://localhost:8000")
SIGNING = ("sign.localhost", "http://sign.localhost:8000")


@dataclass
class Signer:
    """A person, their signing passkey, and the key's id here."""

    person: Person
    passkey: Passkey
    key_id: str

    def answers(self, request: str, credential: dict[str, Any], *, key_id: str = "") -> Any:
        """Post a credential to the signing host as the answer to a request."""
        form = {"key_id": key_id or self.key_id, "credential": credential}
        return self.person.stage.signing.post(f"/requests/{request}/signature", json=form)

    def signs(self, request: str) -> Any:
        """Sign what the request asks, honestly."""
        return self.answers(request, self.passkey.signed(shown_digest(self.person.stage, request)))


def shown_digest(stage: Stage, request: str) -> bytes:
    """The digest of what the signing page shows."""
    return Statement.from_json(stage.signing.get(f"/requests/{request}").json()["statement"]).digest()


def registers(person: Person, passkey: Passkey) -> tuple[str, str]:
    """(request that binds the key, key id): a signing passkey made on the signing host, not bound yet."""
    where = person.asked("/api/v1/me/signing-keys")["sign_url"].rpartition("?")[2].partition("=")[2]
    shown = person.stage.signing.get(f"/registrations/{where}").json()
    kept = person.stage.signing.post(
        f"/registrations/{where}", json={"credential": passkey.made(shown["options"]), "return_url": "/home"}
    )
    assert kept.status_code == 201, kept.text
    binding = kept.json()["request_id"]
    said = person.stage.signing.get(f"/requests/{binding}").json()["statement"]
    return binding, said["body"]["key"]["key_id"]


def with_passkey(person: Person) -> Signer:
    """The person with a bound signing passkey."""
    passkey = Passkey(*SIGNING, credential_id=f"signing key of {person.name}".encode())
    binding, key_id = registers(person, passkey)
    bound = person.tries_to_sign({"request_id": binding})  # an earlier key of theirs binds it
    assert bound.status_code == 200, bound.text
    return Signer(person, passkey, key_id)


def openness_request(person: Person) -> str:
    """A drafted openness that waits for the person's signature."""
    form = openness_form(person.stage.now, film_terms())
    return str(person.asked("/api/v1/openness", form)["request_id"])


def test_a_sign_in_assertion_over_a_statement_is_refused(stage: Stage) -> None:
    mina = stage.identified("mina")
    signer = with_passkey(mina)
    sign_in = Passkey(*MAIN, credential_id=b"sign-in key of mina")
    begun = mina.asked("/api/v1/me/passkeys/options")
    mina.asked(
        "/api/v1/me/passkeys",
        {"challenge_id": begun["challenge_id"], "credential": sign_in.made(begun["options"])},
    )
    request = openness_request(mina)

    stolen = sign_in.signed(shown_digest(stage, request))
    answer = signer.answers(request, stolen)
    assert (answer.status_code, answer.json()["code"]) == (422, "proofs.wrong_relying_party")
    assert stage.person("sam").get("/api/v1/performers").json() == []

    assert signer.signs(request).status_code == 200
    assert len(stage.person("sam").get("/api/v1/performers").json()) == 1


def test_even_the_signing_key_signs_nothing_when_the_main_host_asked_it(stage: Stage) -> None:
    signer = with_passkey(stage.identified("mina"))
    request = openness_request(signer.person)
    digest = shown_digest(stage, request)
    codes = set()
    for rp_id, origin in (MAIN, (SIGNING[0], MAIN[1]), (MAIN[0], SIGNING[1])):
        elsewhere = Passkey(rp_id, origin, signer.passkey.credential_id, signer.passkey.key)
        answer = signer.answers(request, elsewhere.signed(digest))
        assert answer.status_code == 422
        codes.add(answer.json()["code"])
    assert codes == {"proofs.wrong_relying_party"}
    assert signer.signs(request).status_code == 200


def test_other_words_another_key_and_an_absent_person_are_each_named(stage: Stage) -> None:
    signer = with_passkey(stage.identified("mina"))
    request = openness_request(signer.person)
    digest = shown_digest(stage, request)
    forged = Passkey(*SIGNING, credential_id=signer.passkey.credential_id)

    refused = {
        "proofs.wrong_challenge": signer.passkey.signed(bytes(32)),
        "proofs.wrong_signature": forged.signed(digest),
        "proofs.user_not_verified": signer.passkey.signed(digest, flags=PRESENT),
    }
    for code, credential in refused.items():
        answer = signer.answers(request, credential)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert signer.signs(request).status_code == 200
    again = signer.answers(request, signer.passkey.signed(digest))
    assert (again.status_code, again.json()["code"]) == (409, "record.request_closed")


def test_nobody_signs_what_waits_for_somebody_else(stage: Stage) -> None:
    mina, wen = with_passkey(stage.identified("mina")), with_passkey(stage.identified("wen"))
    request = openness_request(mina.person)
    answer = wen.signs(request)
    assert (answer.status_code, answer.json()["code"]) == (403, "record.not_your_request")
    unknown = mina.answers(
        request, mina.passkey.signed(shown_digest(stage, request)), key_id="key_" + "0" * 26
    )
    assert unknown.status_code == 404
    assert mina.signs(request).status_code == 200


def test_a_key_that_is_not_bound_signs_nothing_until_an_earlier_key_binds_it(stage: Stage) -> None:
    mina = stage.identified("mina")
    passkey = Passkey(*SIGNING, credential_id=b"a second key of mina")
    binding, key_id = registers(mina, passkey)
    second = Signer(mina, passkey, key_id)
    request = openness_request(mina)

    refused = second.signs(request)
    assert (refused.status_code, refused.json()["code"]) == (409, "record.key_not_bound")
    assert second.signs(binding).json()["code"] == "parties.other_key_binds"
    assert mina.tries_to_sign({"request_id": binding}).status_code == 200
    assert second.signs(request).status_code == 200


def test_a_statement_held_back_past_its_time_is_void(stage: Stage) -> None:
    signer = with_passkey(stage.identified("mina"))
    request = openness_request(signer.person)
    signature = signer.passkey.signed(shown_digest(stage, request))
    stage.passes(minutes=15, seconds=1)
    late = signer.answers(request, signature)
    assert (late.status_code, late.json()["code"]) == (422, "proofs.statement_expired")
    assert signer.signs(openness_request(signer.person)).status_code == 200
