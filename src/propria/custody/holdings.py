"""What is outside the safe, gathered from whoever let it out: fetched outputs, uses reserved elsewhere, hosts that keep."""

from collections import Counter
from collections.abc import Iterable, Sequence

from propria.custody.model import Holder, HolderKind, Holdings, HostKeeps
from propria.deals import actions as deals
from propria.licences import actions as licences
from propria.licences import leases
from propria.licences.model import Licence, Permit
from propria.likeness import actions as likeness
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.replicas import actions as replicas
from propria.replicas.model import ReplicaVersion
from propria.usage import actions as usage
from propria.usage.model import Line, Performance, RenderRequest, Take

KEEPS_NOTHING = "nothing is kept"


def under_licence(licence: Licence, *, db: Session) -> list[Holdings]:
    """Everything that left under one licence."""
    renders = [r for r in usage.renders_about(licence.performer_id, db=db) if r.licence_id == licence.id]
    permits = licences.permits_of(licence.id, db=db)
    return [_of(licence, renders, permits, offline=_offline(licence, db=db), db=db)]


def _offline(licence: Licence, *, db: Session) -> int:
    """Uses that came back from offline leases, and one for each lease that may still be used."""
    count = 0
    for lease in leases.leases_under(licence.id, db=db):
        used = [one for one in leases.records_of(lease.id, db=db) if one.use_id is not None]
        count += len(used) + (lease.closed_at is None)
    return count


def of_replica(replica_id: str, *, db: Session) -> list[Holdings]:
    """Everything that was made with a replica and left, licence by licence, and the hosts that built it."""
    performer_id = replicas.replica(replica_id, db=db).performer_id
    versions = [v for v in replicas.versions_of(performer_id, db=db) if v.replica_id == replica_id]
    ids = {v.id for v in versions}
    renders = [
        r
        for r in usage.renders_about(performer_id, db=db)
        if isinstance(r.wanted, Line | Performance) and r.wanted.version_id in ids
    ]
    return [*_by_licence(renders, db=db), *_builds(versions)]


def of_recordings(consent_id: str, performer_id: str, *, db: Session) -> list[Holdings]:
    """Everything that was cut or made from what was recorded under a consent, and left."""
    assets = {a.id for a in likeness.assets_under(consent_id, db=db)}
    made = [
        v
        for v in replicas.versions_of(performer_id, db=db)
        if assets.intersection(source.asset_id for source in v.sources)
    ]
    versions = {v.id for v in made}
    renders = [r for r in usage.renders_about(performer_id, db=db) if _is_from(r, assets, versions)]
    return [*_by_licence(renders, db=db), *_builds(made)]


def at_hosts(performer_id: str, *, db: Session) -> list[Holdings]:
    """What hosts of engines elsewhere keep of what the library itself sent them of one performer."""
    renders = [
        r for r in usage.renders_about(performer_id, db=db) if isinstance(r.wanted, Line | Performance)
    ]
    sent = [
        Holdings(one.licence_id, None, None, hosts=tuple(host for host in one.hosts if host.by_library))
        for one in _by_licence(renders, db=db)
    ]
    return [*sent, *_builds(replicas.versions_of(performer_id, db=db))]


def _is_from(render: RenderRequest, assets: Iterable[str], versions: Iterable[str]) -> bool:
    match render.wanted:
        case Take() as take:
            return take.asset_id in assets
        case Line() | Performance() as made:
            return made.version_id in versions


def _by_licence(renders: Sequence[RenderRequest], *, db: Session) -> list[Holdings]:
    """Licences that are withdrawn are left out: their own end obliges already."""
    found = []
    for licence_id in dict.fromkeys(r.licence_id for r in reversed(renders)):
        licence = licences.licence(licence_id, db=db)
        if licence.withdrawn_at is None:
            own = [r for r in renders if r.licence_id == licence_id]
            permits = [licences.permit(r.permit_id, db=db) for r in own]
            found.append(_of(licence, own, permits, db=db))
    return found


def _of(
    licence: Licence,
    renders: Sequence[RenderRequest],
    permits: Sequence[Permit],
    *,
    offline: int = 0,
    db: Session,
) -> Holdings:
    creator = parties.creator(licence.creator_id, db=db)
    name = (creator.name.zh, creator.name.en)
    here = {r.permit_id for r in renders}
    named = licence.scope.sub_licensee
    return Holdings(
        licence_id=licence.id,
        licensee=Holder(HolderKind.LICENSEE, creator.id, name, creator.id),
        clause=deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db).wind_down,
        delivered=sum(r.delivered_at is not None for r in renders),
        elsewhere=sum(p.id not in here for p in permits) + offline,
        sub_licensees=tuple(sorted(named)) if isinstance(named, frozenset) else (),
        hosts=_hosts(permits, here),
    )


def _hosts(permits: Sequence[Permit], here: Iterable[str]) -> tuple[HostKeeps, ...]:
    """Hosts whose use was declared with a retention: what was declared is what was permitted."""
    counted: Counter[tuple[str, int, bool]] = Counter()
    for permit in permits:
        days = permit.use.retention_days or 0
        for host in permit.use.declared.get("provider", frozenset()):
            if days > 0:
                counted[host, days, permit.id in here] += 1
    most: dict[tuple[str, bool], HostKeeps] = {}
    for (host, days, by_library), count in sorted(counted.items()):
        known = most.get((host, by_library))
        total = count + (known.count if known else 0)
        most[host, by_library] = HostKeeps(host, days, by_library, total)
    return tuple(most.values())


def _builds(versions: Sequence[ReplicaVersion]) -> list[Holdings]:
    """Hosts that built a version and said that they keep something of it."""
    counted: Counter[str] = Counter()
    for version in versions:
        if version.engine and not str(version.engine["retention"]).startswith(KEEPS_NOTHING):
            counted[f"{version.engine['name']} ({version.engine['host']})"] += 1
    hosts = tuple(HostKeeps(host, None, True, count) for host, count in sorted(counted.items()))
    return [Holdings(None, None, None, hosts=hosts)] if hosts else []
