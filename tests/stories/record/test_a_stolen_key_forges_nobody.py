"""Whoever has the operator's keys and its sign-ins can forge no performer's word; the log's next key stands in the log."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from propria.cli.main import main
from propria.kernel.errors import Unverified
from propria.kernel.time import MINUTE
from propria.plumbing.settings import Settings
from propria.proofs.bundles import Report, verify_bundle
from propria.proofs.envelopes import SignedStatement, sign_with_ed25519
from propria.proofs.notes import ED25519, NoteKey, NoteSigner, note_text
from propria.proofs.statements import Statement
from propria.proofs.trust import Trust
from propria.record import actions as record
from propria.record import log
from propria.record.model import Notary
from propria.record.notary import notary_of
from propria.record.rotation import follow
from tests.authenticator import Passkey
from tests.cast import Stage, inline_jobs
from tests.stories.record.test_a_sign_in_never_signs import MAIN, openness_request, shown_digest, with_passkey
from tests.stories.witness.watching import StageLog, watched
from tests.terms import film_terms


def consent_of(stage: Stage, subject: str) -> Statement:
    """What the thief wishes that a performer had said."""
    return Statement(
        type="openness.given",
        version=1,
        id="stm_" + "f" * 26,
        subject=subject,
        body={"terms": film_terms()},
        text={"zh": "愿意洽谈。", "en": "Open to enquiries."},
        as_of=None,
        expires_at=stage.now + 15 * MINUTE,
    )


def forged(stage: Stage, statement: Statement, *, claims_key: str = "") -> SignedStatement:
    """The thief signs it with the operator's stolen seed; `claims_key` names another's key as the signer."""
    notary = stage.propria.notary
    key = (
        notary.operator_key
        if not claims_key
        else replace(notary.operator_key, key_id=claims_key, kind="demo")
    )
    return sign_with_ed25519(statement, notary.operator_signer, key=key).verify(key, notary.policy(stage.now))


def report_of(stage: Stage, statement: str) -> Report:
    """What a verifier with the log's own trust file reads."""
    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    return verify_bundle(stage.main.get(f"/log/bundles/{statement}").content, trust, now=stage.now)


def openness_signed_by(stage: Stage) -> tuple[str, str, str]:
    """(statement, subject, key id) of what Mina honestly signed."""
    stage.open_performer("mina", film_terms())
    statement = stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"]
    said = next(s for s in report_of(stage, statement).statements if s.id == statement)
    return statement, said.subject, said.key_id


def test_the_operators_stolen_key_signs_as_the_operator_and_as_nobody_else(stage: Stage) -> None:
    """Scenario 41: with the operator's keys and the database in hand, no performer's consent can be forged."""
    honest, subject, key_id = openness_signed_by(stage)
    mina = stage.people["mina"]
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    said = next(s for s in report_of(stage, honest).statements if s.id == honest)
    assert (said.binding.role, said.binding.holder) == ("person", subject)

    own_name, her_name = consent_of(stage, subject), replace(consent_of(stage, subject), id="stm_" + "e" * 26)

    def put_in(db: Any) -> None:
        for signed in (forged(stage, own_name), forged(stage, her_name, claims_key=key_id)):
            log.append(signed, stage.propria.notary.origin, now=stage.now, db=db)

    stage.propria.library.database.transact(put_in)
    as_operator = report_of(stage, own_name.id)
    (forgery,) = [s for s in as_operator.statements if s.id == own_name.id]
    assert forgery.binding.role == "operator"
    assert "signed_by_operator" in as_operator.reservations
    assert as_operator.colour == "amber"
    assert as_operator.statuses[0].states["openness"] == "withdrawn"

    as_mina = report_of(stage, her_name.id)
    assert as_mina.colour == "red"
    assert {p.code for p in as_mina.problems} == {"proofs.wrong_signature"}
    assert her_name.id not in {s.id for s in as_mina.statements}
    assert stage.person("sam").get("/api/v1/performers").json() == []


def test_a_sign_in_replayed_and_the_operators_signature_open_nothing(stage: Stage) -> None:
    """Scenario 41: a sign-in over the statement's digest, and the operator's key, are both refused at the signing host."""
    mina = stage.identified("mina")
    signer = with_passkey(mina)
    sign_in = Passkey(*MAIN, credential_id=b"sign-in key of mina")
    begun = mina.asked("/api/v1/me/passkeys/options")
    mina.asked(
        "/api/v1/me/passkeys",
        {"challenge_id": begun["challenge_id"], "credential": sign_in.made(begun["options"])},
    )
    request = openness_request(mina)
    replayed = signer.answers(request, sign_in.signed(shown_digest(stage, request)))
    assert (replayed.status_code, replayed.json()["code"]) == (422, "proofs.wrong_relying_party")
    operator = stage.propria.notary.operator_key.key_id
    stolen = signer.answers(request, sign_in.signed(shown_digest(stage, request)), key_id=operator)
    assert (stolen.status_code, stolen.json()["code"]) == (404, "parties.no_key")
    assert stage.person("sam").get("/api/v1/performers").json() == []
    assert signer.signs(request).status_code == 200


def test_the_stolen_log_key_is_rotated_in_the_log_and_its_heads_count_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 41: the witness refuses the thief's head; the rotation is an entry that everybody can follow."""
    with watched(tmp_path) as watching:
        stage, home = watching.stage, tmp_path / "home"
        _, subject, _ = openness_signed_by(stage)
        StageLog(stage).hand_over(watching.looks())
        thief = stage.propria.notary

        monkeypatch.setenv("PROPRIA_HOME", str(home))
        assert (main(("log", "rotate-key")), main(("log", "end-rotation"))) == (0, 0)
        entry = int(capsys.readouterr().out.partition("entry ")[2].partition(":")[0])
        restarted = starts_again(stage, home)

        assert str(entry) in stage.main.get(f"/log/entries/{entry}?lang=en").text
        note = rotation_note(stage)
        followed = follow(watching.log.key, note)
        assert (
            followed == restarted.signer.key() == NoteKey.from_vkey(stage.main.get("/log/vkey").text.strip())
        )

        head = stage.main.get("/log/checkpoint").text
        by_thief = NoteSigner(thief.origin, ED25519, thief.signer.seed).sign(note_text(head))
        lying = note_text(head) + "\n" + by_thief
        told = Trust.from_bytes(stage.main.get("/log/trust").content)
        assert told.logs[0].key == followed
        bundle = stage.main.get(f"/log/subjects/{subject}").content
        assert verify_bundle(bundle, told, now=stage.now).problems == ()
        swapped = bundle.replace(as_json(head), as_json(lying))
        assert swapped != bundle
        assert {p.code for p in verify_bundle(swapped, told, now=stage.now).problems} == {
            "proofs.note_unsigned"
        }
        with pytest.raises(Unverified, match="keys you trust"):
            follow(SOMEBODY_ELSES, note)


SOMEBODY_ELSES = NoteKey("demo.propria.test/log", ED25519, bytes(32))
"""Somebody who trusted another key is led nowhere by the rotation."""


def starts_again(stage: Stage, home: Path) -> Notary:
    """The server is started with the keys that its home names now; its clock is past the rotation."""
    restarted = notary_of(Settings.load({}, home / "propria.toml"))
    assert restarted.signer != stage.propria.notary.signer
    stage.passes(seconds=max(1.0, (datetime.now(UTC) - stage.now).total_seconds()))
    library = stage.propria.library
    library = replace(library, jobs=inline_jobs(library.database, stage.clock))
    stage.propria = stage.propria.over(library, restarted, domain_pages=stage.pages)
    return restarted


def rotation_note(stage: Stage) -> str:
    """The note in the logged rotation, as its bundle shows it to anybody."""
    said = stage.propria.library.database.read(lambda db: record.statements_of_type("log.key_rotated", db=db))
    found = report_of(stage, said[-1].statement.id)
    assert found.problems == ()
    return str(found.statements[0].body["note"])


def as_json(text: str) -> bytes:
    """How a note stands in a bundle."""
    return text.replace("\n", "\\n").encode()
