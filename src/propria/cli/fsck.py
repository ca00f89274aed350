"""`propria fsck`: recompute everything from the log and the signed statements; it never writes.

Exit 0 when nothing is found, 1 when something is; it may run beside a server.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from propria.casting.fsck import fsck as casting
from propria.casting.sides.fsck import fsck_sides as sides
from propria.cli.serve import settings_of_home
from propria.consent.fsck import fsck as consent
from propria.custody.fsck import fsck as custody
from propria.deals.fsck import fsck as deals
from propria.deals.fsck import fsck_papers as papers
from propria.deals.fsck_steps import fsck as fsck_steps
from propria.disputes.fsck import fsck as disputes
from propria.kernel.findings import Finding
from propria.licences import leases
from propria.licences.fsck import fsck as licences
from propria.licences.fsck_announcements import fsck as fsck_announcements
from propria.licences.fsck_leases import fsck as fsck_leases
from propria.likeness.fsck import fsck as likeness
from propria.likeness.safe import Safe
from propria.parties import actions as people
from propria.parties.fsck import fsck as parties
from propria.parties.ties.fsck import fsck as ties
from propria.plumbing.database import Database, Session
from propria.plumbing.keystore import KeyStore
from propria.plumbing.kms import LocalKms
from propria.plumbing.library import blobs_of
from propria.record import fsck as record
from propria.record.model import Notary
from propria.record.notary import notary_of
from propria.replicas.fsck import fsck as replicas
from propria.royalties import actions as royalties
from propria.usage import fsck as usage

EVERY_SECONDS = 1.0


@dataclass(frozen=True)
class Check:
    """One thing that is recomputed: its name, what it holds against what, what to do about findings."""

    name: str
    holds: str
    remedy: str
    run: Callable[[Session], Iterable[Finding]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    parser.add_argument(
        "--deep",
        action="store_true",
        help="also decrypt every recording, replica file and output and hash it",
    )
    parser.add_argument("--json", action="store_true", help="the checks and findings as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Check everything. Raises: Refused(`cli.no_home`, `settings.secret_missing`), Unavailable."""
    settings = settings_of_home()
    database = Database.open(settings.database_url)
    keys = KeyStore.open_to_read(Path(settings.keys_file), LocalKms(settings.secret_bytes("master_key")))
    try:
        safe = Safe(blobs_of(settings), keys)
        checks = checks_of(notary_of(settings), safe, deep=arguments.deep, tell=Progress().tell)
        found = check_all(checks, database)
    finally:
        keys.close()
        database.close()
    print(_as_json(found) if arguments.json else _as_table(found))
    return 1 if any(findings for _, findings, _ in found) else 0


def check_all(checks: Iterable[Check], database: Database) -> list[tuple[Check, tuple[Finding, ...], float]]:
    """(check, findings, seconds) of each, all on one snapshot of the database."""

    def work(db: Session) -> list[tuple[Check, tuple[Finding, ...], float]]:
        found = []
        for check in checks:
            begun = time.perf_counter()
            found.append((check, tuple(check.run(db)), time.perf_counter() - begun))
        return found

    return database.read(work)


def checks_of(
    notary: Notary, safe: Safe, *, deep: bool = False, tell: record.Tell = lambda done, total: None
) -> list[Check]:
    """Every check, in the order of the story; `deep` ones also read all media."""
    backup = "Restore the named rows from a backup; a witness's copy of the log says which is right."
    signed = "The signed statement is right and the row is not: put the signed values back."
    blobs = "Restore the object from a copy, or record its loss to the performer; delete what is orphaned."
    return [
        Check("log", "entries, tree, checkpoints", backup, lambda db: record.fsck_log(notary, db=db)),
        Check(
            "statements",
            "signatures, commitments, chains",
            backup,
            lambda db: record.fsck_statements(notary, resolve=people.resolver(db=db), tell=tell, db=db),
        ),
        Check(
            "map",
            "committed leaves = the record's states",
            "Make the next checkpoint only after this is explained.",
            lambda db: record.fsck_map(db=db),
        ),
        Check("parties", "keys and mandates as signed", signed, lambda db: parties(db=db)),
        Check("ties", "claims, guilds, groups, evidence", signed, lambda db: ties(db=db)),
        Check("consent", "openness, grants, wishes as signed", signed, lambda db: consent(db=db)),
        Check("likeness", "recordings held, shredded", blobs, lambda db: likeness(safe, deep=deep, db=db)),
        Check("replicas", "files of versions", blobs, lambda db: replicas(safe, deep=deep, db=db)),
        Check("casting", "confirmed days, profiles as signed", signed, lambda db: casting(db=db)),
        Check("sides", "scenes of roles", blobs, lambda db: sides(safe, deep=deep, db=db)),
        Check("deals", "contract ⊑ mandate, standing terms", signed, lambda db: deals(db=db)),
        Check("steps", "who took each step as signed", signed, lambda db: fsck_steps(db=db)),
        Check("papers", "contract files = signed hashes", blobs, lambda db: papers(safe.blobs, db=db)),
        Check(
            "licences",
            "licence ⊑ contract, counters = permits",
            signed,
            lambda db: licences(usage.returned(db=db), db=db),
        ),
        Check("announced", "what is said = what both signed", signed, lambda db: fsck_announcements(db=db)),
        Check("leases", "leases, records, breaches", signed, lambda db: fsck_leases(db=db)),
        Check("usage", "seal → use → permit", "Compare with the sealed files.", lambda db: usage.fsck(db=db)),
        Check("outputs", "released files", blobs, lambda db: usage.fsck_outputs(safe, deep=deep, db=db)),
        Check("custody", "what ended → duty → receipt", signed, lambda db: custody(db=db)),
        Check(
            "royalties",
            "use → posting, ledger zero",
            "Post a correction; never change a row.",
            lambda db: royalties.fsck(uses=usage.uses(db=db) | leases.charged_uses(db=db), db=db),
        ),
        Check("disputes", "denial → listing", signed, lambda db: disputes(db=db)),
    ]


class Progress:
    """How far a long check is, on standard error, at most once a second."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        """Say it, if it is time to."""
        if time.monotonic() - self._told > EVERY_SECONDS:
            self._told = time.monotonic()
            print(f"· statements {done} of {total}", file=sys.stderr, flush=True)


def _as_json(found: list[tuple[Check, tuple[Finding, ...], float]]) -> str:
    checks = [
        {"check": c.name, "seconds": round(s, 3), "findings": [asdict(f) for f in findings]}
        for c, findings, s in found
    ]
    return json.dumps({"clean": not any(f for _, f, _ in found), "checks": checks}, ensure_ascii=False)


def _as_table(found: list[tuple[Check, tuple[Finding, ...], float]]) -> str:
    lines = []
    for check, findings, seconds in found:
        word = f"{len(findings)} found" if findings else "clean"
        lines.append(f"{check.name:<12}{word:>10}  {seconds * 1000:>8.0f} ms  {check.holds}")
        lines += [f"    {f.code}  {f.where}: {f.detail}" for f in findings]
        lines += [f"    → {check.remedy}"] if findings else []
    total = sum(len(findings) for _, findings, _ in found)
    return "\n".join([*lines, "fsck: clean" if total == 0 else f"fsck: {total} found"])
