"""The API of models made from a performer's data: a licensee registers one, either side reads what taints it."""

from typing import Any

import msgspec
from litestar import get, post

from propria.kernel.time import wire
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.record.model import Notary
from propria.usage import trained
from propria.usage.trained import Asked, Registered


class ModelForm(msgspec.Struct, forbid_unknown_fields=True):
    """A model: its name, SHA-256 of its weights, the act that made it, the media that it is for, the models it was made from."""

    name: str
    sha256: str
    act: str
    media: list[str]
    made_from: list[str] = []


def model_json(one: Registered) -> dict[str, Any]:
    """A registered model as both sides see it; `tainted` with every reason."""
    model = one.model
    return {
        "model": model.id,
        "licence": model.licence_id,
        "name": model.name,
        "sha256": model.sha256,
        "act": model.act,
        "media": list(model.media),
        "made_from": list(model.made_from),
        "tainted": bool(one.taints),
        "taints": [{"code": t.code, "zh": t.says.zh, "en": t.says.en} for t in one.taints],
        "entry_index": model.entry_index,
        "registered_at": wire(model.at),
    }


@post("/licences/{licence_id:str}/models", status_code=201, sync_to_thread=True)
def register(
    licence_id: str, data: ModelForm, actor: Actor, library: Library, notary: Notary
) -> dict[str, Any]:
    """Say that you made a model from what this licence covers; it is logged, and the performer is told."""
    now = library.clock.now()
    asked = Asked(data.name, data.sha256, data.act, tuple(data.media), tuple(data.made_from))
    made = library.database.transact(
        lambda db: trained.register(actor, licence_id, asked, notary, now=now, db=db)
    )
    return model_json(made)


@get("/licences/{licence_id:str}/models", sync_to_thread=True)
def read_models(licence_id: str, actor: Actor, library: Library) -> list[dict[str, Any]]:
    """The models registered under a licence of yours, and what taints each."""
    found = library.database.read(lambda db: trained.models_for(actor, licence_id, db=db))
    return [model_json(one) for one in found]


@get("/me/models", sync_to_thread=True)
def read_own(actor: Actor, library: Library) -> list[dict[str, Any]]:
    """Every model that anybody registered as made from your data, and what taints each."""
    return [model_json(one) for one in library.database.read(lambda db: trained.made_from_own(actor, db=db))]


HANDLERS: list[Any] = [register, read_models, read_own]
