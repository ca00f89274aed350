"""Whom the vault tells, at once, when somebody looks at a recording or a copy of it moves towards leaving."""

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant, wire
from propria.likeness.checks.texts import PURPOSE
from propria.likeness.exports import texts as texts_exports
from propria.likeness.exports.model import Export
from propria.likeness.model import Access, AssetKind, Capture, MediaAsset, purpose_words
from propria.parties import actions as parties
from propria.parties import contesting
from propria.parties.model import Performer
from propria.plumbing.database import Session


def looked_at(asset: MediaAsset, access: Access, *, db: Session) -> None:
    """Whose recording it is hears that a person of the operator's looked at it, and why."""
    name, why = parties.person(access.person_id or "", db=db).name, purpose_words(access.purpose)
    news = News(
        f"looked {asset.id} {access.person_id} {wire(access.opened_at)}",
        "likeness.looked_at",
        f"{name.zh}（运营方）看了您的一份录制素材：{why.zh}",
        f"{name.en}, of the operator, looked at a recording of yours: {why.en}",
        {"see": "/vault", "asset": asset.id},
    )
    tell([parties.performer(asset.performer_id, db=db).person_id], news, now=access.opened_at, db=db)


def export_moved(export: Export, act: str, by: PersonId, *, now: Instant, db: Session) -> None:
    """The performer hears of each step of an export; the operator's people hear of what waits for them, or was stopped."""
    name, facts = parties.person(by, db=db).name, {"export": export.id, "see": "/exports"}
    zh, en = texts_exports.told(export, act, (name.zh, name.en))
    key, code = f"{export.id} {act}", f"likeness.export_{export.state.value}"
    performer = parties.performer(export.performer_id, db=db).person_id
    if performer != by:
        tell([performer], News(key, code, zh, en, facts), now=now, db=db)
    others = [p.id for p in contesting.operators(db=db) if p.id != by]
    zh, en = texts_exports.told_operators(export, act, (name.zh, name.en))
    tell(others, News(key, code, zh, en, facts), now=now, db=db)


def return_is_due(capture: Capture, *, now: Instant, db: Session) -> None:
    """The performer hears that originals and copies of a session are due back today."""
    where = capture.place or "–"
    news = News(
        f"return {capture.id}",
        "likeness.return_due",
        f"录制场次（{where}）的原件与副本应于 {capture.return_on} 前交还您或删除，您尚未确认。没有拿回的，请向录制方索要。",
        f"Originals and copies of the session ({where}) were to be back with you, or deleted, by {capture.return_on}, and you have "
        "not said that they are. Ask whoever recorded for what is missing.",
        {"see": f"/captures/{capture.id}", "capture": capture.id, "return_on": capture.return_on.isoformat()},
    )
    tell([parties.performer(capture.performer_id, db=db).person_id], news, now=now, db=db)


def checked(performer: Performer, kind: AssetKind, by: PersonId, *, now: Instant, db: Session) -> None:
    """The performer hears that somebody of their side held a file against their recordings."""
    name, why = parties.person(by, db=db).name, PURPOSE[kind]
    news = News(
        f"checked {performer.id} {by} {wire(now)}",
        "likeness.checked",
        f"{name.zh}用您的录制素材比对了一份文件（{why.zh}）。",
        f"{name.en} held a file against your recordings ({why.en}).",
        {"see": "/vault"},
    )
    tell([performer.person_id], news, now=now, db=db)


_DECIDED = {
    ("another_person", True): ("likeness.held_is_you", "认定是您本人", "and found that it is you"),
    ("another_person", False): (
        "likeness.held_is_another",
        "认定不是您本人，已销毁",
        "found that it is somebody else, and destroyed it",
    ),
    ("other_words", True): (
        "likeness.held_says_it",
        "认定念的就是同意原文",
        "and found that it says what you were to read",
    ),
    ("other_words", False): (
        "likeness.held_says_other",
        "认定念的不是同意原文，已销毁",
        "found that it says something else than you were to read, and destroyed it",
    ),
}
"""By what was in doubt (`rules_quality.why_not`), and whether it is as it should be."""


def decided(
    asset: MediaAsset, doubt: str, why: str, *, is_performer: bool, now: Instant, db: Session
) -> None:
    """The performer hears what a person found in a recording that was held, and why."""
    said, (code, zh, en) = purpose_words(why), _DECIDED[doubt, is_performer]
    zh = f"有人查看了您那份待看的录制素材，{zh}：{said.zh}"
    en = f"A person looked at your recording that was held, {en}: {said.en}"
    news = News(f"decided {asset.id} {wire(now)}", code, zh, en, {"asset": asset.id, "see": "/vault"})
    tell([parties.performer(asset.performer_id, db=db).person_id], news, now=now, db=db)
