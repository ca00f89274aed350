"""`propria log export FOLDER`: the log as static files for any mirror. `rotate-key`, `rotate-operator-key`: the next key."""

import argparse
import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from propria.cli.init import home
from propria.cli.serve import settings_of_home
from propria.kernel.errors import Refused
from propria.plumbing.database import Database, Session
from propria.plumbing.files import write_durably
from propria.plumbing.secret import Secret
from propria.plumbing.settings import Settings
from propria.plumbing.signers import CommandSigner, SeedKey
from propria.proofs.canonical import to_b64
from propria.proofs.notes import NoteKey
from propria.record import actions as record
from propria.record import operator_keys, rotation
from propria.record.exporting import Exported, export
from propria.record.heads import newest_head
from propria.record.model import Notary
from propria.record.notary import log_signer_of, notary_of, operator_key_of, operator_seed_of

_SEED = re.compile("[0-9a-f]{64}")
"""A next key that is a seed; anything else is the command of its holder."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    out = words.add_parser("export", help="bring a folder of static files to the newest signed head")
    out.add_argument("folder", type=Path, help="checkpoint, vkey and tile/ are written here")
    out.add_argument("--every", type=float, help="go on, with so many seconds between two exports")
    rotate = words.add_parser(
        "rotate-key", help="make the log's next key; the old one signs it, then both sign heads"
    )
    rotate.add_argument(
        "--to",
        metavar="COMMAND",
        default="",
        help="the next key is held by this program (setting log_signer)",
    )
    operator = words.add_parser(
        "rotate-operator-key", help="make the next key of the operator's statements; the old one ends at once"
    )
    operator.add_argument(
        "--to",
        metavar="COMMAND",
        default="",
        help="the next key is held by this program (setting operator_signer)",
    )
    words.add_parser("end-rotation", help="let the old key go: heads carry the new signature alone")


def run(arguments: argparse.Namespace) -> int:
    """Export once or again and again. Raises: Refused(`record.mirror_longer`, `record.mirror_differs`, `cli.no_home`)."""
    match arguments.what:
        case "rotate-key":
            return _rotate(arguments.to)
        case "end-rotation":
            return _end_rotation()
        case "rotate-operator-key":
            return _rotate_operator(arguments.to)
    settings = settings_of_home()
    database, notary = Database.open(settings.database_url), notary_of(settings)
    try:
        while True:
            done = _export(arguments.folder, database, notary)
            print(f"{arguments.folder}: {done.size} entries, {done.written} files written", flush=True)
            if arguments.every is None:
                return 0
            time.sleep(arguments.every)
    except KeyboardInterrupt:
        return 0
    finally:
        database.close()


def _export(folder: Path, database: Database, notary: Notary) -> Exported:
    newest_head(database, notary, now=datetime.now(UTC))
    return database.read(lambda db: export(folder, notary.signer.key(), db=db))


def _rotate(command: str) -> int:
    """Log the rotation under the old key, then put the new one in its place; restart the server afterwards.

    The next key, or the command that holds it, is on disk before the log names it; run again, it ends what was
    interrupted at any point.
    Raises: Refused(`cli.rotation_runs`, `cli.no_home`), Unavailable(`plumbing.signer_silent`, `plumbing.signer_wrong`).
    """
    settings, folder = settings_of_home(), home() / "secrets"
    waiting = folder / "log_key_next"
    if _is_rotating(settings) and not waiting.exists():
        raise Refused("cli.rotation_runs", "A rotation runs already; end it with `propria log end-rotation`.")
    following = _next_key(waiting, command)
    new = log_signer_of(following).key()
    entry = _logged(settings, new)
    if not _is_rotating(settings):
        if log_signer_of(settings).key() != new:
            _write_secrets(folder, settings, following)
        _set_lines(_lines(folder, settings, following))
    if following.log_signer:
        (folder / "log_key").unlink(missing_ok=True)
    waiting.unlink()
    print(f"entry {entry}: {new.vkey()}")
    print("restart the server; tell witnesses and mirrors the new key; then `propria log end-rotation`")
    return 0


def _is_rotating(settings: Settings) -> bool:
    return settings.log_key_previous is not None or settings.log_signer_previous != ""


def _next_key(waiting: Path, command: str) -> Settings:
    """The settings with the next key: the one that an interrupted rotation left, else a new one, on disk when this returns.

    Raises: Unavailable(`plumbing.signer_silent`) if the command has no key to show.
    """
    if not waiting.exists():
        if command:
            CommandSigner.open(command)
        _write_secret(waiting, command or secrets.token_hex(32))
    text = waiting.read_text("utf-8")
    if _SEED.fullmatch(text):
        return replace(settings_of_home(), log_key=Secret(text), log_signer="")
    return replace(settings_of_home(), log_signer=text)


def _write_secrets(folder: Path, old: Settings, new: Settings) -> None:
    if not old.operator_signer:
        _write_secret(folder / "operator_key", operator_seed_of(old).hex())
    if not old.log_signer:
        _write_secret(folder / "log_key_previous", old.secret("log_key").reveal())
    if not new.log_signer:
        _write_secret(folder / "log_key", new.secret("log_key").reveal())


def _write_secret(file: Path, text: str) -> None:
    write_durably(file, text.encode(), mode=0o600)


def _lines(folder: Path, old: Settings, new: Settings) -> dict[str, str | None]:
    """What the settings say of the log's keys while one follows the other."""
    return {
        "operator_key_file": None if old.operator_signer else str(folder / "operator_key"),
        "log_key_previous_file": None if old.log_signer else str(folder / "log_key_previous"),
        "log_signer_previous": old.log_signer or None,
        "log_key_file": None if new.log_signer else str(folder / "log_key"),
        "log_signer": new.log_signer or None,
    }


def _logged(settings: Settings, new: NoteKey) -> int:
    """The entry that says that `new` follows the key of these settings, written unless it is there already."""
    notary, now, database = notary_of(settings), datetime.now(UTC), Database.open(settings.database_url)

    def is_there(db: Session) -> bool:
        return new in rotation.log_keys(db=db)

    def work(db: Session) -> int:
        if not is_there(db):
            rotation.log_rotation(notary, note, now=now, db=db)
        return record.statements_of_type(rotation.ROTATED, db=db)[-1].entry_index

    try:
        note = "" if database.read(is_there) else rotation.rotation_note(notary, new)
        return database.transact(work)
    finally:
        database.close()


def _rotate_operator(command: str) -> int:
    """Log that the next key signs the operator's statements, in words that both sign, then put it in its place.

    The next key, or the command that holds it, is on disk before the log names it; run again, it ends what was
    interrupted at any point.
    Raises: Refused(`record.operator_key_replaced`, `cli.no_home`), Unavailable(`plumbing.signer_silent`, `plumbing.signer_wrong`).
    """
    settings, folder = settings_of_home(), home() / "secrets"
    waiting = folder / "operator_key_next"
    if not waiting.exists():
        if command:
            CommandSigner.open(command)
        _write_secret(waiting, command or secrets.token_hex(32))
    next_one = waiting.read_text("utf-8")
    is_seed = bool(_SEED.fullmatch(next_one))
    held = SeedKey(bytes.fromhex(next_one)) if is_seed else CommandSigner.open(next_one)
    old = notary_of(settings)
    new = replace(old, operator_signer=held, operator_key=operator_key_of(held))
    now, database = datetime.now(UTC), Database.open(settings.database_url)

    def work(db: Session) -> int:
        if new.operator_key not in operator_keys.named(old.origin, db=db):
            rotation.log_operator_rotation(old, new, now=now, db=db)
        return operator_keys.rotations(old.origin, db=db)[-1].entry_index

    try:
        entry = database.transact(work)
    finally:
        database.close()
    file = folder / "operator_key"
    if is_seed:
        _write_secret(file, next_one)
    _set_lines(
        {
            "operator_key_file": str(file) if is_seed else None,
            "operator_signer": None if is_seed else next_one,
        }
    )
    if not is_seed:
        file.unlink(missing_ok=True)
    waiting.unlink()
    print(f"entry {entry}: {new.operator_key.key_id} {to_b64(new.operator_key.public)}")
    print("restart the server: until then it signs no statement of the operator's")
    return 0


def _end_rotation() -> int:
    """Forget the old key. Raises: Refused(`cli.no_rotation`, `cli.no_home`)."""
    if not _is_rotating(settings_of_home()):
        raise Refused("cli.no_rotation", "No rotation runs.")
    _set_lines({"log_key_previous_file": None, "log_signer_previous": None})
    (home() / "secrets" / "log_key_previous").unlink(missing_ok=True)
    print("restart the server: heads carry the new signature alone")
    return 0


def _set_lines(lines: Mapping[str, str | None]) -> None:
    """Give settings these values, or none, all at once."""
    file = home() / "propria.toml"
    kept = [
        line for line in file.read_text("utf-8").splitlines() if line.partition("=")[0].strip() not in lines
    ]
    named = [f"{name} = {json.dumps(value)}" for name, value in lines.items() if value is not None]
    write_durably(file, ("\n".join([*kept, *named]) + "\n").encode())
