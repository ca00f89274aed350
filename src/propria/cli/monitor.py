"""`propria monitor URL SUBJECT --trust FILE`: tell the owner of a leaf whenever it changes. It needs no library."""

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from propria.cli.verify import read
from propria.kernel.errors import Malformed, PropriaError, Unverified
from propria.kernel.time import Instant
from propria.monitor.telling import ByMail, Channel, Due, Webhook
from propria.monitor.watching import contradicted, look, message, recall, remember
from propria.plumbing.library import mailer_of
from propria.plumbing.settings import Settings
from propria.proofs.trust import Trust
from propria.witness.fetching import HttpLog


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument("url", help="the log, such as https://library.example/log")
    parser.add_argument("subject", help="the subject id, as every bundle of the performer's shows it")
    parser.add_argument("--trust", type=Path, required=True, help="your own trust file")
    parser.add_argument("--folder", type=Path, default=Path("propria-monitor"), help="what it must keep")
    parser.add_argument("--mail-to", help="whom to write to; mail leaves as PROPRIA_SMTP_* say")
    parser.add_argument("--webhook", help="where to POST")
    parser.add_argument("--webhook-secret-file", type=Path, help="the file with the secret that signs it")
    parser.add_argument("--every", type=float, default=60, help="seconds between two looks")
    parser.add_argument("--once", action="store_true", help="look once and exit, 1 if anything is wrong")


def run(arguments: argparse.Namespace) -> int:
    """Watch. Raises: Malformed(`monitor.nobody_to_tell`, `cli.no_file`, `proofs.wrong_trust`)."""
    trust, channels = Trust.from_bytes(read(arguments.trust)), _channels(arguments)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    try:
        while True:
            wrong = look_once(arguments, trust, channels, now=datetime.now(UTC))
            if arguments.once:
                return wrong
            time.sleep(arguments.every)
    except KeyboardInterrupt:
        return 0


def look_once(
    arguments: argparse.Namespace, trust: Trust, channels: dict[str, Channel], *, now: Instant
) -> int:
    """One look; what is new is kept for delivery before the look itself is remembered. 1 if anything is wrong.

    Raises: Malformed(`monitor.memory_damaged`).
    """
    url, file, due = arguments.url.rstrip("/"), arguments.folder / "seen.json", Due(arguments.folder / "due")
    before, wrong = recall(file), list[PropriaError]()
    try:
        seen, change = look(url, HttpLog(url), arguments.subject, trust, before, now=now)
        if change is not None:
            due.add(message(change, url=url, now=now), channels)
        remember(file, seen)
        print(
            f"checkpoint {seen.head.size}: {seen.entries} entries{', changed' if change else ''}", flush=True
        )
    except Unverified as error:
        due.add(message(contradicted(arguments.subject, error, before), url=url, now=now), channels)
        wrong.append(error)
    except PropriaError as error:
        wrong.append(error)
    wrong += due.deliver(channels, now=now)
    for each in wrong:
        print(f"propria: {each.code}: {each.sentence}", file=sys.stderr, flush=True)
    return 1 if wrong else 0


def _channels(arguments: argparse.Namespace) -> dict[str, Channel]:
    channels: dict[str, Channel] = {}
    if arguments.mail_to:
        channels["mail"] = ByMail(mailer_of(Settings.load(os.environ)), arguments.mail_to)
    if arguments.webhook:
        if arguments.webhook_secret_file is None:
            raise Malformed("monitor.no_secret", "A webhook is signed: give --webhook-secret-file.")
        channels["webhook"] = Webhook(arguments.webhook, read(arguments.webhook_secret_file).strip())
    if not channels:
        raise Malformed("monitor.nobody_to_tell", "Give --mail-to, --webhook, or both.")
    return channels
