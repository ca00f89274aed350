"""`propria log export FOLDER`: the log as static files for any mirror. `propria log rotate-key`: the log's next key."""

import argparse
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path

from propria.cli.init import home
from propria.cli.serve import settings_of_home
from propria.kernel.errors import Refused
from propria.plumbing.database import Database, Session
from propria.plumbing.files import write_durably
from propria.plumbing.settings import Settings
from propria.proofs.notes import ED25519, NoteSigner
from propria.record import actions as record
from propria.record import log, rotation
from propria.record.exporting import Exported, export
from propria.record.model import Notary
from propria.record.notary import notary_of, operator_seed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    words = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    out = words.add_parser("export", help="bring a folder of static files to the newest signed head")
    out.add_argument("folder", type=Path, help="checkpoint, vkey and tile/ are written here")
    out.add_argument("--every", type=float, help="go on, with so many seconds between two exports")
    words.add_parser("rotate-key", help="make the log's next key; the old one signs it, then both sign heads")
    words.add_parser("end-rotation", help="let the old key go: heads carry the new signature alone")


def run(arguments: argparse.Namespace) -> int:
    """Export once or again and again. Raises: Refused(`record.mirror_longer`, `record.mirror_differs`, `cli.no_home`)."""
    match arguments.what:
        case "rotate-key":
            return _rotate()
        case "end-rotation":
            return _end_rotation()
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
    now = datetime.now(UTC)
    database.transact(lambda db: log.make_checkpoint(notary, now=now, db=db))
    return database.read(lambda db: export(folder, notary.signer.key(), db=db))


def _rotate() -> int:
    """Log the rotation under the old key, then put the new one in its place; restart the server afterwards.

    The new key is on disk before the log names it; run again, it ends what was interrupted at any point.

    Raises: Refused(`cli.rotation_runs`, `cli.no_home`).
    """
    settings, folder = settings_of_home(), home() / "secrets"
    waiting = folder / "log_key_next"
    if settings.log_key_previous is not None and not waiting.exists():
        raise Refused("cli.rotation_runs", "A rotation runs already; end it with `propria log end-rotation`.")
    old, new = settings.secret_bytes("log_key"), _next_seed(waiting)
    signer = NoteSigner(settings.log_origin, ED25519, new)
    entry = _logged(settings, signer)
    if old != new:
        keeps = settings.secret_bytes("operator_key") if settings.operator_key else operator_seed(old)
        for name, seed in (("operator_key", keeps), ("log_key_previous", old), ("log_key", new)):
            _write_secret(folder / name, seed)
    _set_lines({name: str(folder / name) for name in ("operator_key", "log_key_previous", "log_key")})
    waiting.unlink()
    print(f"entry {entry}: {signer.key().vkey()}")
    print("restart the server; tell witnesses and mirrors the new key; then `propria log end-rotation`")
    return 0


def _next_seed(waiting: Path) -> bytes:
    """The seed of the next key: the one that an interrupted rotation left, else a new one, on disk when this returns."""
    if not waiting.exists():
        _write_secret(waiting, secrets.token_bytes(32))
    return bytes.fromhex(waiting.read_text())


def _write_secret(file: Path, seed: bytes) -> None:
    write_durably(file, seed.hex().encode())
    file.chmod(0o600)


def _logged(settings: Settings, new: NoteSigner) -> int:
    """The entry that says that `new` follows the key of these settings, written unless it is there already."""
    notary, now, database = notary_of(settings), datetime.now(UTC), Database.open(settings.database_url)

    def work(db: Session) -> int:
        if new.key() not in rotation.log_keys(db=db):
            rotation.log_rotation(notary, new, now=now, db=db)
        return record.statements_of_type(rotation.ROTATED, db=db)[-1].entry_index

    try:
        return database.transact(work)
    finally:
        database.close()


def _end_rotation() -> int:
    """Forget the old key. Raises: Refused(`cli.no_rotation`, `cli.no_home`)."""
    if settings_of_home().log_key_previous is None:
        raise Refused("cli.no_rotation", "No rotation runs.")
    _set_lines({"log_key_previous": None})
    (home() / "secrets" / "log_key_previous").unlink(missing_ok=True)
    print("restart the server: heads carry the new signature alone")
    return 0


def _set_lines(files: dict[str, str | None]) -> None:
    """Point settings at these files of secrets, or at none."""
    file = home() / "propria.toml"
    kept = [
        line
        for line in file.read_text("utf-8").splitlines()
        if line.partition("=")[0].strip() not in {f"{name}_file" for name in files}
    ]
    named = [f'{name}_file = "{path}"' for name, path in files.items() if path is not None]
    write_durably(file, ("\n".join([*kept, *named]) + "\n").encode())
