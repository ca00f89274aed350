"""What is held about a performer, part by part, as they may see it themselves; other people are told by their part in it.

Each part reads what its context already tells this performer. A new context that holds something of theirs adds a row.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from propria.alerts import actions as alerts
from propria.casting.days import actions as days
from propria.casting.days.routes import seen_json
from propria.casting.pictures import actions as pictures
from propria.casting.pictures.routes import picture_json
from propria.casting.profiles import actions as profiles
from propria.casting.submissions import actions as submissions
from propria.casting.tapes import actions as tapes
from propria.casting.tapes.routes import tape_json
from propria.consent import consents
from propria.consent.consent_records import controller_of, record_of
from propria.custody import actions as custody
from propria.custody.routes import duty_json
from propria.deals import listed
from propria.deals.routes import room_json
from propria.disputes import lookalikes
from propria.disputes import store as denials
from propria.disputes.archive.packing import Entry
from propria.disputes.lookalike_routes import case_json
from propria.disputes.routes import denial_json
from propria.kernel.money import MINOR_DIGITS
from propria.kernel.time import Instant, instant, wire
from propria.licences import actions as licences
from propria.licences.routes import licence_json
from propria.likeness import actions as likeness
from propria.likeness import quality
from propria.likeness.exports import actions as exports
from propria.likeness.exports.routes import export_json
from propria.likeness.intake import SUFFIXES
from propria.likeness.model import AssetState, MediaAsset
from propria.likeness.routes import asset_json, quality_json
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties.model import Actor, Performer, Role
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.words import Words
from propria.record import actions as record
from propria.replicas import actions as replicas
from propria.replicas import making
from propria.replicas.model import ReplicaVersion
from propria.replicas.routes import version_json
from propria.royalties import actions as royalties
from propria.royalties import statements
from propria.usage import actions as usage
from propria.usage import previews, trained
from propria.usage.model import RenderRequest
from propria.usage.routes import preview_json, render_json
from propria.usage.trained_routes import model_json

PURPOSE = Words("演员索取其全部资料的存档", "The archive of everything held that the performer asked for")
MOST_ALERTS = 10_000
SINCE = instant("2000-01-01T00:00:00Z")
_WHO = {
    Role.OPERATOR: "somebody of the operator's people",
    Role.REPRESENTATIVE: "somebody who acts for you",
}


@dataclass(frozen=True)
class Whose:
    """The performer that an archive is about, as they ask for it themselves."""

    actor: Actor
    performer: Performer
    library: Library
    safe: Safe
    origin: str
    now: Instant


Read = Callable[[Whose, Session], Any]


def _who(person_id: str | None, whose: Whose, db: Session) -> str:
    if person_id is None:
        return "the library, for its own work"
    if person_id == whose.actor.person_id:
        return "you"
    return _WHO.get(parties.person(person_id, db=db).role, "somebody else")


def _profile(whose: Whose, db: Session) -> Any:
    performer = whose.performer
    keys = parties.signing_keys(whose.actor.person_id, db=db)
    return {
        "person": whose.actor.person_id,
        "performer": performer.id,
        "subject": performer.subject,
        "name": performer.name.to_json(),
        "domain": performer.domain,
        "signing_keys": [{"key_id": k.public.key_id, "kind": k.public.kind, "bound": k.signs} for k in keys],
        "mandates": [
            {
                "mandate": m.id,
                "representative": m.representative_id,
                "powers": sorted(p.value for p in m.powers),
                "starts_at": wire(m.starts_at),
                "ends_at": wire(m.ends_at),
                "ended": m.revoked_at_entry is not None,
            }
            for m in parties.mandates_of(performer.id, db=db)
        ],
    }


def _consents(whose: Whose, db: Session) -> Any:
    kept = consents.signed_by(whose.actor, db=db)
    return [record_of(k, controller=controller_of(whose.origin), now=whose.now) for k in kept]


def _recordings(whose: Whose, db: Session) -> Any:
    found = quality.own_qualities(whose.actor, db=db)
    return [
        asset_json(a) | {"quality": quality_json(found[a.id]) if a.id in found else None}
        for a in likeness.own_assets(whose.actor, db=db)
    ]


def _viewers(whose: Whose, db: Session) -> Any:
    return [
        {
            "recording": a.asset_id,
            "who": _who(a.person_id, whose, db),
            "why": a.purpose.replace("\n", " · "),
            "at": wire(a.opened_at),
        }
        for a in likeness.own_accesses(whose.actor, db=db)
    ]


def _destroyed(whose: Whose, db: Session) -> Any:
    found = likeness.own_receipts(whose.actor, db=db)
    return [
        {"recordings": list(r.asset_ids), "why": r.reason, "at": wire(r.destroyed_at)} for r in found
    ]  # fmt: skip


def _models(whose: Whose, db: Session) -> Any:
    versions = replicas.own_versions(whose.actor, db=db)
    return [version_json(v, replicas.receipt_of(v.id, db=db)) for v in versions]


def _trained(whose: Whose, db: Session) -> Any:
    return [model_json(one) for one in trained.made_from_own(whose.actor, db=db)]


def _recipients(whose: Whose, db: Session) -> Any:
    given = licences.licences_of(whose.actor, db=db)
    copies = [export_json(e) for e in exports.of_own(whose.actor, now=whose.now, db=db)]
    return {
        "licensees": [
            {"licence": x.id, "creator": x.creator_id, "name": parties.creator(x.creator_id, db=db).name.to_json()}
            for x in given
        ],
        "copies": [
            {k: v for k, v in copy.items() if k not in ("asked_by", "confirmed_by")} for copy in copies
        ],
        "must_destroy": [duty_json(d, now=whose.now) for d in custody.duties_for(whose.actor, now=whose.now, db=db)],
    }  # fmt: skip


def _deals(whose: Whose, db: Session) -> Any:
    return [room_json(room) for room in listed.rooms(whose.actor, now=whose.now, db=db)]


def _licences(whose: Whose, db: Session) -> Any:
    return [
        licence_json(x, now=whose.now, db=db) for x in licences.licences_of(whose.actor, db=db)
    ]  # fmt: skip


def _uses(whose: Whose, db: Session) -> Any:
    jobs = whose.library.jobs
    return [
        render_json(r, jobs.progress(r.job_id, db=db), None) | {"output": r.output_id}
        for r in usage.renders_of(whose.actor, db=db)
    ]


def _previews(whose: Whose, db: Session) -> Any:
    return [preview_json(one) for one in previews.previews_of(whose.actor, db=db)]


def _told(whose: Whose, db: Session) -> Any:
    """By code and ids: the sentences name people of the other sides."""
    found = alerts.told(whose.actor, MOST_ALERTS, db=db)
    return [{"code": a.news.code, "facts": dict(a.news.facts), "told_at": wire(a.told_at)} for a in found]


def _denials(whose: Whose, db: Session) -> Any:
    return [denial_json(one) for one in denials.about(whose.performer.id, db=db)]


def _casting(whose: Whose, db: Session) -> Any:
    return {
        "profile": profiles.own(whose.actor, db=db).to_json(),
        "away": [day.isoformat() for day in days.away(whose.actor, db=db)],
        "asked": [seen_json(one) for one in days.every(whose.actor, now=whose.now, db=db)],
        "pictures": [picture_json(one) for one in pictures.own(whose.actor, db=db)],
        "proposed": [
            {
                "brief": one.brief.id,
                "role": one.brief.role,
                "by": _who(one.submission.by, whose, db),
                "note": one.submission.note,
                "at": wire(one.submission.submitted_at),
            }
            for one in submissions.mine(whose.actor, now=whose.now, db=db)
        ],
        "self_tapes": [
            tape_json(one)
            | {
                "watched": [
                    {"by": _who(look.person_id, whose, db), "number": look.number, "at": wire(look.seen_at)}
                    for look in one.looks
                ]
            }
            for one in tapes.every(whose.actor, now=whose.now, db=db)
        ],
    }


def _lookalikes(whose: Whose, db: Session) -> Any:
    return [case_json(one, db=db) for one in lookalikes.cases_for(whose.actor, db=db)]


def _statements(whose: Whose, db: Session) -> Any:
    return [
        {
            "id": one.statement.id,
            "type": one.statement.type,
            "text": dict(one.statement.text),
            "sha256": one.statement.digest().hex(),
            "logged_at": wire(one.logged_at),
        }
        for one in record.statements_of(whose.performer.subject, db=db)
    ]


PARTS: dict[str, Read] = {
    "who-you-are": _profile,
    "consents": _consents,
    "recordings": _recordings,
    "viewers": _viewers,
    "destroyed": _destroyed,
    "models": _models,
    "trained": _trained,
    "recipients": _recipients,
    "deals": _deals,
    "licences": _licences,
    "uses": _uses,
    "previews": _previews,
    "told": _told,
    "denials": _denials,
    "casting": _casting,
    "lookalikes": _lookalikes,
    "signed": _statements,
}
"""File name → what reads it; each is told to this performer elsewhere too."""

README = """\
本库留存的关于您的全部资料。{at}

每个 .json 文件是一类资料：您是谁（who-you-are）、您的同意（consents）、录制素材（recordings）、谁看过（viewers）、
已销毁的（destroyed）、数字分身（models）、他人用您制成的模型（trained）、接收方（recipients）、洽谈（deals）、授权（licences）、使用（uses）、预览（previews）、
通知（told）、异议（denials）、选角资料与档期（casting）、
相像之案（lookalikes）、签署的文字（signed）。money/ 为各币种的账目；recordings/、models/、outputs/ 为文件本身。
index.json 列出每个文件的 SHA-256。
不在其中：他人的密钥与秘密、对方的内部备注、导出副本中标记的种子；他人只写其角色，合同相对方与接收方除外。
日志只含哈希；运营方以外的人所持的副本，本库无从提供。

Everything that this library holds about you. {at}

Each .json file is one kind: who you are, your consents, recordings, who looked (viewers), what was destroyed, models of you,
models that others made from you (trained), recipients, deals, licences, uses, previews, what you were told, denials,
what is said and asked of you in casting, look-alikes, what was signed.
money/ holds your accounts by currency; recordings/, models/ and outputs/ hold the files themselves. index.json gives the
SHA-256 of each.
Not in here: keys and secrets of others, the other side's own notes, the seeds of marks in exported copies. Other people are
told by their part in it; whom you contracted with and who received something is named.
The log holds hashes only. Copies that others hold are not the library's to give.
"""


def entries_of(whose: Whose) -> Iterator[Entry]:
    """Everything, part by part, in the order of the archive."""
    yield Entry("README.txt", partial(_words, whose))
    for name, read in PARTS.items():
        yield Entry(f"{name}.json", partial(_part, whose, read))
    for currency in MINOR_DIGITS:
        if lines := whose.library.database.read(partial(_money, whose, currency)):
            yield Entry(f"money/{currency}.csv", partial(_one, lines))
    yield from _files(whose)


def _one(data: bytes) -> Iterable[bytes]:
    return (data,)


def _words(whose: Whose) -> Iterable[bytes]:
    return _one(README.format(at=wire(whose.now)).encode())


def _part(whose: Whose, read: Read) -> Iterable[bytes]:
    found = whose.library.database.read(partial(read, whose))
    return _one(json.dumps(found, ensure_ascii=False, indent=1).encode())


def _money(whose: Whose, currency: str, db: Session) -> bytes:
    payee = whose.performer.id
    found = royalties.statement(
        whose.actor, payee, whose.performer.name, currency,
        starts_at=SINCE, ends_at=whose.now, now=whose.now, db=db,
    )  # fmt: skip
    return statements.to_csv(found) if found.lines or found.payouts else b""


def _files(whose: Whose) -> Iterator[Entry]:
    assets, versions, renders = whose.library.database.read(partial(_held, whose))
    for asset in assets:
        yield Entry(
            f"recordings/{asset.id}{SUFFIXES[asset.media_type]}", partial(_recording, whose, asset.id)
        )
    for version in versions:
        for file in version.artefacts:
            yield Entry(f"models/{version.id}/{file.name}", partial(_file, version, file.name, whose.safe))
    for render in renders:
        yield Entry(f"outputs/{render.output_id}", partial(_output, whose, render))


def _held(whose: Whose, db: Session) -> tuple[list[MediaAsset], list[ReplicaVersion], list[RenderRequest]]:
    return (
        [a for a in likeness.own_assets(whose.actor, db=db) if a.state is AssetState.HELD],
        [v for v in replicas.own_versions(whose.actor, db=db) if replicas.has_open_files(v, db=db)],
        [r for r in usage.renders_of(whose.actor, db=db) if r.released_at is not None],
    )


def _recording(whose: Whose, asset_id: str) -> Iterable[bytes]:
    opened = whose.library.database.transact(
        lambda db: likeness.open_asset(whose.actor, asset_id, PURPOSE, now=whose.now, db=db)
    )
    return likeness.plaintext(opened, whose.safe)


def _file(version: ReplicaVersion, name: str, safe: Safe) -> Iterable[bytes]:
    return _one(making.file_of(version, name, safe)[1])


def _output(whose: Whose, render: RenderRequest) -> Iterable[bytes]:
    return whose.safe.read(render.blob_key, render.output_id)
