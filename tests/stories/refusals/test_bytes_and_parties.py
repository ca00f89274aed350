"""What is too large, silent, altered or another's is refused by code; nothing of it stays."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest
from sqlalchemy import Column, MetaData, String, Table
from sqlalchemy.schema import CreateTable

from propria.deals import actions as deals
from propria.deals import hands
from propria.deals.model import Side
from propria.kernel.errors import PropriaError
from propria.likeness import actions as likeness
from propria.parties import actions as parties
from propria.plumbing.media_edit import write_sound
from propria.royalties import store as ledger
from tests.cast import Stage, a_stage
from tests.deals import agreed_contract, capture_consent
from tests.replicas import a_portrait, recorded
from tests.rules.provenance.making import clip
from tests.rules.refusals.test_rules_name_what_is_wrong import code_of


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with a_stage(tmp_path, settings={"max_upload_bytes": "2000"}) as stage:
        mina = stage.identified("mina")
        capture_consent(mina)
        capture = mina.asked("/api/v1/captures", {"place": "Studio 4"})["capture"]
        where, params = f"/api/v1/captures/{capture}/assets", {"kind": "photo", "line": ""}
        headers = {"authorization": f"Bearer {mina.token}", "content-type": "image/jpeg"}
        large = stage.main.post(where, params=params, content=b"\xff" * 2_001, headers=headers)
        assert large.json()["code"] == "likeness.too_large"
        assert not [f for f in (tmp_path / "data" / "blobs").rglob("*") if f.is_file()]
        small = stage.main.post(where, params=params, content=a_portrait(), headers=headers)
        assert small.status_code == 201, small.text
        asked = stage.main.post("/api/v1/verify", content=b"\xff" * 2_001)
        assert asked.json()["code"] == "provenance.too_large"


def test_a_recording_whose_bytes_are_not_those_stored_is_not_handed_on(stage: Stage) -> None:
    session = recorded(stage)
    library, safe = stage.propria.library, stage.propria.parts["safe"]
    asset = library.database.read(lambda db: likeness.asset(session.portrait, db=db))
    assert b"".join(likeness.plaintext(asset, safe)) == a_portrait()
    other = replace(asset, digest="0" * 64)
    assert code_of(lambda: b"".join(likeness.plaintext(other, safe))) == "likeness.other_bytes"


def test_a_silent_film_has_no_sound_to_write(tmp_path: Path) -> None:
    silent, out = tmp_path / "silent.mp4", tmp_path / "out.wav"
    with av.open(str(silent), "w") as film:
        stream = film.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        film.mux([*stream.encode(picture), *stream.encode(None)])
    assert code_of(write_sound, silent, out, form="wav") == "media.no_sound"
    heard = clip(tmp_path / "heard.mp4", frames=10)
    assert code_of(write_sound, heard, out, form="wav") == ""


def refused_by(stage: Stage, act: Any) -> str:
    """The code by which the library itself refuses."""
    with pytest.raises(PropriaError) as caught:
        stage.propria.library.database.transact(act)
    return caught.value.code


def test_a_key_binds_itself_and_a_side_signs_for_itself(stage: Stage) -> None:
    mina, cleo, deal, contract_id = agreed_contract(stage)

    def key_of(person: str) -> Any:
        return stage.propria.library.database.read(lambda db: parties.signing_keys(person, db=db))[0].public

    cleos = {"key": key_of(cleo.id).to_json()}
    said = SimpleNamespace(id="stm_cleos")
    signed: Any = SimpleNamespace(body=cleos, key=key_of(mina.id), statement=said, digest=bytes(32))
    whom: dict[str, Any] = {"by": mina.id, "entry_index": 1, "now": stage.now}
    notary = stage.propria.notary
    bind = refused_by(stage, lambda db: parties.bind_key(signed, **whom, db=db, notary=notary))
    assert bind == "parties.not_yours"

    def signs(db: Any) -> Any:
        actor = parties.actor_of(mina.id, db=db)
        seen = deals.room(actor, deal, now=stage.now, db=db)
        at: dict[str, Any] = {"entry_index": 1, "now": stage.now, "db": db}
        contract = deals.contract(contract_id, db=db)
        return hands.put(signed, contract, seen.deal, seen.sheet, Side.CREATOR, by=actor.person_id, **at)

    assert refused_by(stage, signs) == "parties.no_right"


def test_the_ledger_writes_a_line_once(stage: Stage) -> None:
    table = Table("port_line", MetaData(), Column("id", String, primary_key=True))

    def twice(db: Any) -> None:
        db.execute(CreateTable(table))
        for _ in range(2):
            ledger._insert_once(table, {"id": "line-1"}, ["id"], db=db)

    assert refused_by(stage, twice) == "royalties.written_twice"
