"""The library takes each head to the witnesses that its settings name; what they cosign stands in the checkpoint."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from propria.kernel.errors import Malformed
from propria.plumbing.errors import Unavailable
from propria.plumbing.witnesses import HttpWitness, OtherSize
from propria.proofs.notes import COSIGNATURE, Checkpoint, NoteSigner, open_checkpoint, sign_checkpoint
from propria.proofs.witnessing import AddCheckpoint
from propria.record.cosigning import witnesses_of
from propria.record.heads import HeadKeeper
from propria.record.pushing import HeadPusher, head_pusher
from propria.witness.following import Behind, take
from propria.witness.memory import Followed, Memory
from propria.witness.serving import served
from tests.cast import Stage, a_stage
from tests.stories.witness.test_a_witness_cosigns_and_refuses import back_up, head_of, restore
from tests.stories.witness.watching import SIGNER
from tests.terms import film_terms

SECOND = NoteSigner("second.example", COSIGNATURE, bytes(range(1, 33)))


class Beside:
    """A library and two witnesses, each with a folder and a server of its own."""

    def __init__(self, stage: Stage, memories: tuple[Memory, ...], addresses: tuple[str, ...]) -> None:
        self.stage, self.memories, self.addresses = stage, memories, addresses
        self.pusher = self.another_pusher()

    def another_pusher(self, *addresses: str) -> HeadPusher:
        """What a server that has just started pushes with."""
        library = self.stage.propria.library
        witnesses = [HttpWitness(address) for address in addresses or self.addresses]
        known = witnesses_of(library.settings)
        return HeadPusher(library.database, self.stage.propria.notary, known, witnesses)

    def keeps(self) -> None:
        """One round of head keeping."""
        library = self.stage.propria.library
        HeadKeeper(library.database, self.stage.propria.notary, pusher=self.pusher).keep(now=self.stage.now)

    def cosigners(self) -> set[str]:
        """Who cosigned the newest head, by their right signatures."""
        note, log = self.stage.main.get("/log/checkpoint").text, self.stage.propria.notary.signer.key()
        return {s.key.name for s in open_checkpoint(note, log, [SIGNER.key(), SECOND.key()])[1]}


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Beside]:
    """It, all running."""
    keys = f"{SIGNER.key().vkey()} {SECOND.key().vkey()}"
    with a_stage(tmp_path / "home", settings={"witnesses": keys}) as stage, ExitStack() as running:
        log = Followed("http://localhost:8000/log", stage.propria.notary.signer.key())
        memories = tuple(Memory.make(tmp_path / s.name, s, (log,)) for s in (SIGNER, SECOND))
        addresses = tuple(running.enter_context(served(m, "127.0.0.1", 0)) for m in memories)
        yield Beside(stage, memories, addresses)


def test_both_cosign_every_head_without_being_asked_by_anybody(beside: Beside) -> None:
    beside.keeps()
    assert beside.cosigners() == {"witness.example", "second.example"}
    beside.stage.open_performer("mina", film_terms())
    beside.keeps()
    assert beside.cosigners() == {"witness.example", "second.example"}
    assert "2 of 2 witnesses agree" in beside.stage.main.get("/log?lang=en").text
    beside.pusher = beside.another_pusher()
    beside.stage.open_performer("wen", film_terms())
    beside.keeps()
    assert beside.cosigners() == {"witness.example", "second.example"}, (
        "a server that started again asks where it was"
    )


def test_one_that_is_down_holds_up_neither_the_head_nor_the_other(beside: Beside) -> None:
    beside.pusher = beside.another_pusher("http://127.0.0.1:9", beside.addresses[1])
    beside.keeps()
    assert beside.cosigners() == {"second.example"}
    beside.stage.open_performer("mina", film_terms())
    beside.stage.main.get("/log/checkpoint")
    (problem,) = beside.pusher.push()
    assert problem.code == "plumbing.witness_failed"
    assert beside.cosigners() == {"second.example"}


def test_a_restored_backup_gets_no_cosignature(beside: Beside, tmp_path: Path) -> None:
    beside.keeps()
    back_up(beside.stage, tmp_path / "old.db")
    beside.stage.open_performer("mina", film_terms())
    beside.keeps()
    restore(beside.stage, tmp_path / "old.db")
    beside.pusher = beside.another_pusher()
    assert [p.code for p in beside.pusher.push()] == ["plumbing.witness_failed"] * 2
    beside.stage.people.clear()
    beside.stage.open_performer("wen", film_terms())
    beside.stage.open_performer("mina", film_terms())
    beside.stage.main.get("/log/checkpoint")
    assert [p.code for p in beside.pusher.push()] == ["plumbing.witness_failed"] * 2
    assert beside.cosigners() == set()


def test_a_witness_that_the_settings_do_not_name_is_not_kept(beside: Beside) -> None:
    beside.stage.main.get("/log/checkpoint")
    beside.pusher = replace(beside.another_pusher(), known=replace(beside.pusher.known, keys=(SECOND.key(),)))
    assert [p.code for p in beside.pusher.push()] == ["record.unknown_witness"]
    assert beside.cosigners() == {"second.example"}


def test_the_settings_name_whom_to_ask(beside: Beside) -> None:
    library = beside.stage.propria.library
    settings = replace(library.settings, witness_urls=" ".join(f"{a}/" for a in beside.addresses))
    pusher = head_pusher(library.database, beside.stage.propria.notary, settings)
    beside.stage.main.get("/log/checkpoint")
    assert pusher.push() == []
    assert beside.cosigners() == {"witness.example", "second.example"}
    assert head_pusher(library.database, beside.stage.propria.notary, library.settings).push() == []


def posted(address: str, body: bytes) -> tuple[int, str]:
    """The witness's answer to whoever posts this."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, method="POST")) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode().strip()


def test_what_a_witness_refuses_it_names_and_a_second_head_is_evidence(beside: Beside) -> None:
    beside.keeps()
    address, notary = f"{beside.addresses[0]}/add-checkpoint", beside.stage.propria.notary
    note = beside.stage.main.get("/log/checkpoint").text
    head = head_of(note)

    def says(asked: AddCheckpoint) -> tuple[int, str]:
        return posted(address, asked.to_text().encode())

    other = sign_checkpoint(replace(head, root=bytes(32)), notary.signer)
    longer = sign_checkpoint(Checkpoint(head.origin, head.size + 1, bytes(32)), notary.signer)
    forged = sign_checkpoint(head, NoteSigner(head.origin, 1, bytes(32)))
    elsewhere = sign_checkpoint(
        replace(head, origin="other.example"), NoteSigner("other.example", 1, bytes(32))
    )
    assert says(AddCheckpoint(head.size, (), other)) == (409, "witness.two_heads")
    assert says(AddCheckpoint(0, (), note)) == (409, str(head.size))
    assert says(AddCheckpoint(head.size, (), longer)) == (422, "proofs.consistency_not_proved")
    assert says(AddCheckpoint(head.size, (), forged)) == (403, "proofs.note_unsigned")
    assert says(AddCheckpoint(head.size, (), elsewhere)) == (404, "witness.unknown_log")
    assert posted(address, b"\xff") == (400, "proofs.wrong_request")
    assert posted(address, b"old 1\nnot base64\n\n") == (400, "proofs.wrong_request")
    assert posted(f"{beside.addresses[0]}/vkey", b"x")[0] == 404
    assert len(list((beside.memories[0].folder / "evidence").glob("*.json"))) == 1
    assert says(AddCheckpoint(head.size, (), note))[0] == 200
    with pytest.raises(Malformed, match="wrong_request"):
        AddCheckpoint.from_text("old 01\n\n" + note)


def test_an_answer_that_is_none_is_said(beside: Beside) -> None:
    with pytest.raises(Unavailable, match="witness_failed"):
        HttpWitness("not an address").add_checkpoint("x")
    beside.keeps()
    asked = AddCheckpoint(0, (), beside.stage.main.get("/log/checkpoint").text).to_text()
    witness = HttpWitness(beside.addresses[0])
    with pytest.raises(OtherSize):
        witness.add_checkpoint(asked)
    with pytest.raises(Behind, match=r"witness\.other_size"):
        take(AddCheckpoint.from_text(asked), beside.memories[0], now=beside.stage.now)
