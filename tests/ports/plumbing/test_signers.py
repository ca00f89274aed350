"""What every holder of the log's or the operator's key promises: one key, signatures by it, and a plain word when it cannot."""

import sys
from pathlib import Path

import pytest

from propria.plumbing.errors import Unavailable
from propria.plumbing.signers import CommandSigner
from propria.proofs.notes import ED25519, HeldSigner, LogSigner, NoteSigner, open_note

PROGRAM = """
import sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
key = Ed25519PrivateKey.from_private_bytes(b"{letter}" * 32)
if sys.argv[1] == "public":
    print(key.public_key().public_bytes_raw().hex())
else:
    print({signed})
"""
BY_ITS_KEY = "key.sign(sys.stdin.buffer.read()).hex()"


def program(folder: Path, letter: str, signed: str = BY_ITS_KEY) -> str:
    """The command of a program that holds the key whose seed is 32 times this letter."""
    file = folder / f"holds_{letter}.py"
    file.write_text(PROGRAM.format(letter=letter, signed=signed), "utf-8")
    return f"{sys.executable} {file}"


@pytest.fixture(params=["seed", "program"])
def signer(request: pytest.FixtureRequest, tmp_path: Path) -> LogSigner:
    """Each adapter, holding the same key."""
    if request.param == "seed":
        return NoteSigner("log.example", ED25519, b"s" * 32)
    return HeldSigner("log.example", CommandSigner.open(program(tmp_path, "s")))


def test_a_note_that_it_signs_is_opened_with_the_key_that_it_shows(signer: LogSigner) -> None:
    assert signer.key() == NoteSigner("log.example", ED25519, b"s" * 32).key()
    note = "head of\na log\n" + "\n" + signer.sign("head of\na log\n")
    assert open_note(note, [signer.key()]).text == "head of\na log\n"
    with pytest.raises(ValueError, match="newline"):
        signer.sign("no line end")


@pytest.mark.parametrize(
    ("signed", "code"),
    [
        ("'00' * 64", "plumbing.signer_wrong"),
        ("'00'", "plumbing.signer_silent"),
        ("'no hex'", "plumbing.signer_silent"),
        ("sys.exit(1)", "plumbing.signer_silent"),
    ],
)
def test_what_is_no_signature_by_its_key_is_never_used(tmp_path: Path, signed: str, code: str) -> None:
    with pytest.raises(Unavailable) as refused:
        CommandSigner.open(program(tmp_path, "s", signed)).sign(b"head")
    assert refused.value.code == code


@pytest.mark.parametrize("command", ["/nowhere/nothing", "'no end"])
def test_a_program_that_cannot_be_started_is_said_to_be_silent(command: str) -> None:
    with pytest.raises(Unavailable) as refused:
        CommandSigner.open(command)
    assert refused.value.code == "plumbing.signer_silent"
