"""Consent given twice and taken back once: what the other one allows goes on, and what rested on this one ends."""

from typing import Any

from propria.consent import counting
from propria.consent.model import Purpose
from tests.cast import Stage
from tests.deals import capture_consent
from tests.replicas import a_portrait, build_of, put_in_vault, recorded


def test_a_rebuild_rests_on_the_older_consent_when_the_newest_is_taken_back(stage: Stage) -> None:
    session = recorded(stage)
    mina, whose = session.mina, str(session.mina.performer_id)
    capture_consent(mina, "build")
    newer = capture_consent(mina)
    capture = mina.asked("/api/v1/captures", {"place": "At home"})["capture"]
    second = put_in_vault(mina, capture, a_portrait(80), "photo", "image/jpeg")
    version = build_of(mina, session.portrait, second).json()["version"]
    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": newer}))
    again = mina.post(f"/api/v1/replicas/versions/{version}/again")
    assert again.status_code == 201, again.text
    made = mina.get(f"/api/v1/replicas/versions/{again.json()['version']}").json()
    assert session.portrait in str(made)
    assert second not in str(made)
    assert session.consent in str(made)

    def counted(db: Any) -> set[str]:
        return counting.granted({whose}, Purpose.CAPTURE, now=stage.now, db=db)

    read = stage.propria.library.database.read
    assert read(counted) == {whose}
    mina.signs(mina.asked("/api/v1/grants/withdraw", {"grant": session.consent}))
    assert read(counted) == set()
    assert build_of(mina, session.portrait).json()["code"] == "consent.no_capture_consent"
