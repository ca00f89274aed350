"""Models that licensees register as made from a performer's data. The log holds each; what taints it is worked out when asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.consent import actions as consent
from propria.kernel.errors import NotFound
from propria.kernel.ids import LicenceId, StatementId
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.groups import actions as groups
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.record import actions as record
from propria.record.model import Draft, Notary, StoredStatement
from propria.usage import rules_trained, texts
from propria.usage.rules_trained import Taint, TrainedModel

REGISTERED = "model.registered"


@dataclass(frozen=True)
class Asked:
    """A model as its maker registers it; `made_from` are the ids of models that were registered before."""

    name: str
    sha256: str
    act: str
    media: tuple[str, ...]
    made_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Registered:
    """A model and what taints it now."""

    model: TrainedModel
    taints: tuple[Taint, ...]


def register(
    actor: Actor, licence_id: str, asked: Asked, notary: Notary, *, now: Instant, db: Session
) -> Registered:
    """The licensee says that it made a model from a performer's data; the performer is told, tainted or not.

    Raises: NotFound(`licences.no_licence`, `usage.no_model`), Forbidden(`parties.no_right`), Malformed(`usage.model_unreadable`).
    """
    licence = licences.own_licence(actor, licence_id, db=db)
    if actor.role is not Role.CREATOR:
        raise NotFound("licences.no_licence", "There is no such licence.")
    colleagues.check(actor.person_id, licence.creator_id, Right.PAY, db=db)
    rules_trained.check_model(asked.name, asked.sha256, asked.act, asked.media, asked.made_from)
    parents = [_model(one, db=db) for one in dict.fromkeys(asked.made_from)]
    if any(one.creator_id != licence.creator_id for one in parents):
        raise _none()
    body = {
        "licence": licence.id,
        "name": asked.name.strip(),
        "sha256": asked.sha256,
        "act": asked.act,
        "media": sorted(set(asked.media)),
        "made_from": [one.id for one in parents],
    }
    words = texts.model_registered(actor.name, body)
    record.sign_as_operator(Draft(REGISTERED, licence.subject, body, *words), notary, now=now, db=db)
    made = of_licence(licence, db=db)[-1]
    _tell(licence, made, now=now, db=db)
    return made


def _tell(licence: Licence, made: Registered, *, now: Instant, db: Session) -> None:
    zh, en = texts.model_told(made.model.name, [one.says for one in made.taints])
    code = "usage.model_tainted" if made.taints else "usage.model_registered"
    news = News(f"model {made.model.id}", code, zh, en, {"see": "/renders", "statement": made.model.id})
    tell([parties.performer(licence.performer_id, db=db).person_id], news, now=now, db=db)


def of_licence(licence: Licence, *, db: Session) -> list[Registered]:
    """The models registered under one licence, oldest first, and what taints each now."""
    return [_judged(_read(one, licence), licence, db=db) for one in _logged(licence, db=db)]


def models_for(actor: Actor, licence_id: str, *, db: Session) -> list[Registered]:
    """The same for either side of the licence. Raises: NotFound(`licences.no_licence`)."""
    return of_licence(licences.own_licence(actor, licence_id, db=db), db=db)


def made_from_own(actor: Actor, *, db: Session) -> list[Registered]:
    """Every model registered as made from the actor's data; none of one who has no profile yet."""
    try:
        given = licences.given_by(parties.own_profile(actor, db=db).id, db=db)
    except NotFound:
        return []
    return [one for licence in given for one in of_licence(licence, db=db)]


def _logged(licence: Licence, *, db: Session) -> Iterator[StoredStatement]:
    for each in record.statements_of(licence.subject, db=db):
        if each.statement.type == REGISTERED and each.statement.body["licence"] == licence.id:
            yield each


def _judged(model: TrainedModel, licence: Licence, *, db: Session) -> Registered:
    parents = [_model(one, db=db) for one in model.made_from]
    above = [_judged(one, licences.licence(one.licence_id, db=db), db=db) for one in parents]
    whose = groups.members_of(licence.performer_id, db=db) or (licence.performer_id,)
    found = rules_trained.taints(
        model,
        licence.scope,
        is_agreed=all(rules_trained.agreed(consent.grants_of(one, db=db), model) for one in whose),
        is_withdrawn=licence.withdrawn_at is not None,
        made_from_tainted=any(one.taints for one in above),
    )
    return Registered(model, found)


def _model(statement_id: str, *, db: Session) -> TrainedModel:
    try:
        stored = record.statement(statement_id, db=db)
    except NotFound:
        raise _none() from None
    if stored.statement.type != REGISTERED:
        raise _none()
    return _read(stored, licences.licence(stored.statement.body["licence"], db=db))


def _none() -> NotFound:
    return NotFound("usage.no_model", "There is no such model.")


def _read(stored: StoredStatement, licence: Licence) -> TrainedModel:
    body: Mapping[str, Any] = stored.statement.body
    return TrainedModel(
        id=StatementId(stored.statement.id),
        licence_id=LicenceId(body["licence"]),
        creator_id=licence.creator_id,
        name=body["name"],
        sha256=body["sha256"],
        act=body["act"],
        media=tuple(body["media"]),
        made_from=_ids(body["made_from"]),
        entry_index=stored.entry_index,
        at=stored.logged_at,
    )


def _ids(raw: Sequence[str]) -> tuple[StatementId, ...]:
    return tuple(StatementId(one) for one in raw)
