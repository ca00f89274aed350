"""One look at one subject's leaf: proved under a signed head that continues the last one, and what is new in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from propria.kernel.errors import Malformed, PropriaError, Unverified
from propria.kernel.time import Instant, wire
from propria.plumbing.files import write_durably
from propria.proofs.bundle_parts import Bundle
from propria.proofs.bundles import verify_bundle
from propria.proofs.notes import Checkpoint, note_text
from propria.proofs.tiles import TileReader
from propria.proofs.trust import Trust
from propria.witness.fetching import LogFiles, LogUnreachable
from propria.witness.following import hold_against


@dataclass(frozen=True)
class Seen:
    """What was last proved of the leaf: the signed head, how many entries, and openness as the map has it.

    `leaf` is the hash that the map commits, in hex; another hash is a change, whatever changed.
    """

    note: str
    leaf: str
    entries: int
    openness: str

    @property
    def head(self) -> Checkpoint:
        """The head as a checkpoint."""
        return Checkpoint.from_text(note_text(self.note))


@dataclass(frozen=True)
class Change:
    """Something that the owner is told. `key` is the same for the same change."""

    key: str
    code: str
    zh: str
    en: str
    facts: Mapping[str, Any]


def look(
    url: str, files: LogFiles, subject: str, trust: Trust, before: Seen | None, *, now: Instant
) -> tuple[Seen, Change | None]:
    """(what is proved now, what is new since `before` if anything).

    Raises: Unverified(`monitor.leaf_not_proved`, `monitor.leaf_withheld`), Contradiction, LogUnreachable, Malformed(the readers' codes).
    """
    raw = files.read(f"subjects/{subject}")
    if raw is None and before is not None:
        raise Unverified("monitor.leaf_withheld", "The log does not show a leaf that it showed before.")
    if raw is None:
        raise LogUnreachable("witness.log_unreachable", f"{url} shows no such leaf.", url=url)
    bundle, report = Bundle.from_bytes(raw), verify_bundle(raw, trust, now=now)
    shown = [s for s in report.statuses if s.subject == subject]
    if report.problems or len(shown) != 1:
        codes = [problem.code for problem in report.problems]
        raise Unverified("monitor.leaf_not_proved", "The leaf does not check out.", problems=codes)
    (proof,) = (part for part in bundle.subjects if part.subject == subject)
    seen = Seen(
        bundle.checkpoint,
        proof.leaf.value_hash().hex(),
        shown[0].entries,
        shown[0].states.get("openness", ""),
    )
    if before is not None:
        hold_against(before.head, seen.head, url, TileReader(files.read, seen.head.size))
    return seen, _change(subject, before, seen)


def _change(subject: str, before: Seen | None, seen: Seen) -> Change | None:
    if before is None or before.leaf == seen.leaf:
        return None
    facts = {
        "subject": subject,
        "checkpoint": seen.head.size,
        "entries_before": before.entries,
        "entries": seen.entries,
        "openness_before": before.openness,
        "openness": seen.openness,
    }
    return Change(
        key=f"{subject} {seen.leaf}",
        code="monitor.leaf_changed",
        zh=f"您名下的记录有变动：由 {before.entries} 条变为 {seen.entries} 条；若非您本人所为，请立即联系您的代理人。",
        en=f"Your record changed: {before.entries} entries became {seen.entries}. "
        "If you did not do this, speak to your representative at once.",
        facts=facts,
    )


def contradicted(subject: str, error: PropriaError, before: Seen | None) -> Change:
    """What the owner is told, once for each head that was accepted last, when the log fails its reader."""
    since = "" if before is None else hashlib.sha256(before.note.encode()).hexdigest()
    return Change(
        key=f"{subject} {error.code} {since}",
        code=error.code,
        zh="日志与其先前所示不符或无法验证。请保存您手上的文件，不要只信运营方一方之言。",
        en="The log contradicts what it showed before, or does not check out. Keep your files; "
        "do not take the operator's word alone.",
        facts={"subject": subject, "why": error.sentence},
    )


def recall(file: Path) -> Seen | None:
    """What was last seen, None the first time. Raises: Malformed(`monitor.memory_damaged`)."""
    if not file.exists():
        return None
    try:
        seen = Seen(**json.loads(file.read_bytes()))
        if seen.head.size >= 0:
            return seen
    except (OSError, ValueError, TypeError, PropriaError) as error:
        raise Malformed("monitor.memory_damaged", f"{file} is damaged; put it back from a copy.") from error
    return None


def remember(file: Path, seen: Seen) -> None:
    """Keep it; on disk when this returns."""
    write_durably(file, json.dumps(asdict(seen)).encode())


def message(change: Change, *, url: str, now: Instant) -> dict[str, Any]:
    """What a webhook is sent: one JSON object."""
    return {"log": url, "found_at": wire(now), **asdict(change)}
