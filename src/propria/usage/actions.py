"""Asking for a render, looking at one, and metering it once it is sealed, stored and read back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from propria.deals import actions as deals
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import OutputId, PermitId, RenderRequestId, UseId, new_id
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.ladder import Deal as Rung
from propria.licences import actions as licences
from propria.licences import gate
from propria.licences.gate import TokenKey
from propria.licences.model import Licence
from propria.likeness import actions as likeness
from propria.likeness.model import MediaAsset
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.news import publish
from propria.plumbing.web.words import Words
from propria.proofs import tokens
from propria.provenance import actions as provenance
from propria.provenance.model import Released
from propria.provenance.rules_answers import May
from propria.rates import Quote, check_priced, minimum_of, quote
from propria.record.model import Notary
from propria.replicas import actions as replicas
from propria.replicas.engine.port import TRACK
from propria.replicas.engine.port import Progress as EngineProgress
from propria.replicas.model import ReplicaVersion
from propria.scope import Use
from propria.usage import elsewhere, rules, scripts, stand_ins, store
from propria.usage.edit_lists import cut_of, edit_list
from propria.usage.engines import Engine, Engines
from propria.usage.events import OutputFetched, UseMetered
from propria.usage.model import Measured, MeteredUse, Plan, RenderRequest, Wanted


class HandIn(Protocol):
    """Hands in the durable job of a request, inside the transaction that asks for it; its id."""

    def __call__(self, render_id: str, *, db: Session) -> str:
        """The job's id."""
        ...


def ask_for_render(
    actor: Actor,
    token: str,
    use: Use,
    wanted: Wanted,
    nonce: str,
    key: TokenKey,
    engines: Engines,
    hand_in: HandIn,
    *,
    script_sha256: str = "",
    now: Instant,
    db: Session,
) -> RenderRequest:
    """Show a token, reserve the use, keep the request and hand in its job: all of it, or nothing.

    What is counted is what will be made; amounts that the use declares are replaced.
    Raises: as `gate.reserve` (`licences.denied` names every axis), Malformed(`usage.one_act`),
    Refused(`usage.no_engine`, `usage.attribute_undeclared`, `usage.otherwise_than_declared`,
    `usage.take_out_of_bounds`, `usage.script_*`, `rates.unpriced`, `replicas.*`), those of
    `stand_ins.stand_in_for`, NotFound(`likeness.no_asset`,
    `replicas.no_version`).
    """
    licence, plan = allowed(
        actor, token, use, wanted, key, engines, script_sha256=script_sha256, now=now, db=db
    )
    act, exact = rules.act_of(use), rules.counted(use, plan, licence.scope)
    permit = gate.reserve(actor, token, exact, nonce, key, audience=key.audience, now=now, db=db)
    card = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db).card
    check_priced(card, [rules.priced(act, plan.at_most)])
    asked = RenderRequest(
        id=RenderRequestId(new_id("render request")),
        permit_id=permit.id,
        licence_id=licence.id,
        creator_id=licence.creator_id,
        performer_id=licence.performer_id,
        subject=licence.subject,
        wanted=wanted,
        act=act,
        output_id=OutputId(new_id("output")),
        job_id="",
        asked_at=now,
    )
    asked = replace(asked, job_id=hand_in(asked.id, db=db))
    store.add_render(asked, db=db)
    return asked


def allowed(
    actor: Actor,
    token: str,
    use: Use,
    wanted: Wanted,
    key: TokenKey,
    engines: Engines,
    *,
    script_sha256: str,
    now: Instant,
    db: Session,
) -> tuple[Licence, Plan]:
    """The licence that allows this use, quantity aside, and how it would be made; reserves nothing.

    Raises: as `ask_for_render`, but for what is counted and priced.
    """
    licence = licences.licence(tokens.read_token(token, public=key.public).facts.licence, db=db)
    _check_own(actor, licence, db=db)
    act = rules.act_of(use)
    rules.refuse_unless(gate.decide(token, replace(use, amounts=()), key, now=now, db=db))
    plan = engine_for(wanted, engines).plan(wanted, licence, now=now, db=db)
    rules.check_act(act, wanted)
    rules.check_shown(use, plan)
    rules.check_said(use, plan)
    scripts.check(licence, use, wanted, script_sha256, db=db)
    return licence, plan


def engine_for(wanted: Wanted, engines: Engines) -> Engine:
    """The engine of this kind of thing. Raises: Refused(`usage.no_engine`)."""
    if wanted.kind not in engines:
        raise Refused("usage.no_engine", "This library has no engine for that.", kind=wanted.kind)
    return engines[wanted.kind]


def _check_own(actor: Actor, licence: Licence, *, db: Session) -> None:
    """Whoever shows another's token learns nothing of what it is for; the gate says why it is refused."""
    if actor.role is Role.CREATOR and parties.own_creator(actor, db=db).id != licence.creator_id:
        raise Refused("proofs.token_wrong_holder", "This token was made for somebody else.")


def may_finish(request: RenderRequest, *, now: Instant, db: Session) -> None:
    """The licence still stands, or its wind-down clause lets work in flight be finished.

    Raises: Refused(`usage.stopped_in_flight`).
    """
    licence = licences.licence(request.licence_id, db=db)
    at_entry = licences.permit(request.permit_id, db=db).at_entry
    contract_id = licences.contract_at(licence.id, at_entry, db=db)
    clause = deals.sheet_of(deals.contract(contract_id, db=db), db=db).wind_down
    rules.check_may_finish(licence, clause, now=now)


def purpose_of(request: RenderRequest, *, db: Session) -> Words:
    """Why the library opens the performer's recordings for this; they read it."""
    zh, en = licences.licence(request.licence_id, db=db).project_title
    return Words(f"用于《{zh}》，准许 {request.permit_id}", f"For {en}, under permit {request.permit_id}")


def begin(request: RenderRequest, engine: Engine, *, now: Instant, db: Session) -> None:
    """Open what the engine needs, if the licence still stands. Raises: Refused(`usage.stopped_in_flight`)."""
    may_finish(request, now=now, db=db)
    engine.open(request.order, purpose_of(request, db=db), now=now, db=db)


def finish(
    request: RenderRequest, engine: Engine, notary: Notary, *, now: Instant, db: Session
) -> MeteredUse:
    """Release and meter, once: the seal is logged, the use is kept, and whoever keeps the money charges it.

    What was reserved and not made returns to the quota.
    Raises: Refused(`usage.cancelled`, `usage.stopped_in_flight`, `usage.more_than_reserved`, and as
    `Engine.check`).
    """
    may_finish(request, now=now, db=db)
    engine.check(request.order, now=now, db=db)
    measured, permit = store.made(request.id, db=db), licences.permit(request.permit_id, db=db)
    rules.check_within(measured, permit)
    licences.give_back(permit, rules.unused(permit, measured), db=db)
    provenance.release_output(request.output_id, notary, now=now, db=db)
    stand_in = stand_ins.stand_in_of(request, db=db)
    use = MeteredUse(
        id=UseId(new_id("use")),
        render_id=request.id,
        permit_id=PermitId(request.permit_id),
        licence_id=request.licence_id,
        output_id=request.output_id,
        act=request.act,
        measured=measured,
        metered_at=now,
        stand_in=None if stand_in is None else stand_in.id,
    )
    rules.check_running(was_running=store.set_released(request.id, now, db=db))
    store.add_metered(use, db=db)
    publish(UseMetered(use, now), db=db)
    return use


def fail(request: RenderRequest, code: str, *, db: Session) -> None:
    """The render came to nothing: nothing is released or metered, and its quota returns to the licence, once."""
    provenance.drop_passport(request.output_id, db=db)
    if store.set_failed(request.id, code, db=db):
        permit = licences.permit(request.permit_id, db=db)
        licences.give_back(permit, rules.unused(permit, Measured()), db=db)


def cancel(actor: Actor, render_id: str, *, db: Session) -> RenderRequest:
    """The creator stops a render of theirs: what was reserved returns at once, and nothing is charged.

    Its job sees that before its next step, and while its engine draws, and throws away what it made. Cancelling again changes nothing.
    Raises: NotFound(`usage.no_render`), Refused(`usage.too_late_to_cancel`).
    """
    request = render(actor, render_id, db=db)
    if actor.role is not Role.CREATOR:
        raise NotFound("usage.no_render", "There is no such render.")
    if request.failed_code != rules.CANCELLED:
        rules.check_cancellable(request)
        fail(request, rules.CANCELLED, db=db)
    return store.render(render_id, db=db)


def drawn(render_id: str, progress: EngineProgress, *, db: Session) -> None:
    """The engine has come so far, and nobody has cancelled it. Raises: Refused(`usage.cancelled`)."""
    rules.check_running(was_running=store.set_drawn(render_id, progress.done, progress.total, db=db))


def check_running(render_id: str, *, db: Session) -> None:
    """Nobody has cancelled it. Raises: Refused(`usage.cancelled`)."""
    rules.check_running(was_running=store.render(render_id, db=db).failed_code is None)


def render(actor: Actor, render_id: str, *, db: Session) -> RenderRequest:
    """A render, for the creator who asked and the performer it shows. Raises: NotFound(`usage.no_render`)."""
    request = store.render(render_id, db=db)
    match actor.role:
        case Role.CREATOR:
            own = parties.own_creator(actor, db=db).id == request.creator_id
        case Role.PERFORMER:
            own = parties.own_profile(actor, db=db).id == request.performer_id
        case _:
            own = False
    if not own:
        raise NotFound("usage.no_render", "There is no such render.")
    return request


def renders_of(actor: Actor, *, db: Session) -> list[RenderRequest]:
    """The renders that the actor asked for, or that show them; newest first."""
    match actor.role:
        case Role.CREATOR:
            return store.renders(creator_id=parties.own_creator(actor, db=db).id, db=db)
        case Role.PERFORMER:
            return store.renders(performer_id=parties.own_profile(actor, db=db).id, db=db)
        case _:
            return []


def renders_that_show(actor: Actor, *, db: Session) -> list[RenderRequest]:
    """The renders of a performer, newest first; none of one who has no profile yet.

    Raises: NotFound(`usage.no_render`) for anybody else.
    """
    if actor.role is not Role.PERFORMER:
        raise NotFound("usage.no_render", "There is no such render.")
    try:
        return renders_of(actor, db=db)
    except NotFound:
        return []


def output_file(actor: Actor, render_id: str, *, now: Instant, db: Session) -> tuple[RenderRequest, Released]:
    """The finished output, to hand out: to its creator while it may be shown, to its performer always.

    Raises: NotFound(`usage.no_render`, `provenance.no_output`), Refused(`usage.may_not_be_shown`).
    """
    request = render(actor, render_id, db=db)
    released = provenance.output(request.output_id, db=db)
    told = provenance.answer(released, now=now, db=db).may_show
    if actor.role is Role.CREATOR and told.may is May.NO:
        raise Refused("usage.may_not_be_shown", told.words.en, reason=told.reason)
    return request, released


def hand_out(actor: Actor, render_id: str, *, now: Instant, db: Session) -> tuple[RenderRequest, Released]:
    """The finished output, as `output_file`; the first time that its creator fetches it is kept."""
    request, released = output_file(actor, render_id, now=now, db=db)
    if actor.role is Role.CREATOR and request.delivered_at is None:
        store.set_delivered(request.id, now, db=db)
        publish(OutputFetched(request.output_id, request.licence_id, now), db=db)
    return request, released


def facts_of(request: RenderRequest, *, db: Session) -> Mapping[str, Any]:
    """What was kept of how a released output was made, for whoever may have its file."""
    return store.facts(request.id, db=db)


def track_of(actor: Actor, render_id: str, *, now: Instant, db: Session) -> str:
    """How the face moved in a finished output, as JSON, for its performer alone: whoever holds a licence sees the clip.

    Raises: as `output_file`; NotFound(`usage.no_render`) also where the engine kept none.
    """
    request, _ = output_file(actor, render_id, now=now, db=db)
    track = store.facts(request.id, db=db).get(TRACK)
    if actor.role is not Role.PERFORMER or not isinstance(track, str):
        raise NotFound("usage.no_render", "There is no such render.")
    return track


def edit_list_of(actor: Actor, render_id: str, *, now: Instant, db: Session) -> tuple[OutputId, str]:
    """The edit list of a finished output, for whoever may have its file.

    Raises: as `output_file`; Refused(`usage.no_edit_list`).
    """
    request, _ = output_file(actor, render_id, now=now, db=db)
    return request.output_id, edit_list(cut_of(store.facts(request.id, db=db)), request.output_id)


def renders_about(performer_id: str, *, db: Session) -> list[RenderRequest]:
    """The renders that show a performer, newest first, for contexts that have decided who may know of them."""
    return store.renders(performer_id=performer_id, db=db)


def takes_under(actor: Actor, licence_id: str, *, db: Session) -> list[MediaAsset]:
    """The recorded takes that a licence's holder may ask for, by what is said in them; no bytes.

    Raises: NotFound(`licences.no_licence`).
    """
    licence = _own_licence(actor, licence_id, db=db)
    held = likeness.assets_of(licence.performer_id, db=db)
    return [asset for asset in held if asset.is_material]


def versions_under(actor: Actor, licence_id: str, *, now: Instant, db: Session) -> list[ReplicaVersion]:
    """The versions of the performer's replica that a licence's holder may have say a line, newest first.

    Raises: NotFound(`licences.no_licence`).
    """
    licence = _own_licence(actor, licence_id, db=db)
    found = replicas.versions_of(licence.performer_id, db=db)
    return [version for version in reversed(found) if replicas.is_usable(version.id, now=now, db=db)]


def _own_licence(actor: Actor, licence_id: str, *, db: Session) -> Licence:
    licence = licences.licence(licence_id, db=db)
    if actor.role is not Role.CREATOR or parties.own_creator(actor, db=db).id != licence.creator_id:
        raise NotFound("licences.no_licence", "There is no such licence.")
    return licence


def planned(
    actor: Actor, licence_id: str, use: Use, wanted: Wanted, engines: Engines, *, now: Instant, db: Session
) -> tuple[Use, Plan]:
    """The use, declared as it would be made, and the plan of it: reserves nothing.

    Nothing is said of recordings under a licence that may not be rendered under now.
    Raises: NotFound(`licences.no_licence`, `likeness.no_asset`, `replicas.no_version`),
    Refused(`licences.denied`, `usage.no_engine`, `usage.take_out_of_bounds`, `replicas.*`).
    """
    licence = _own_licence(actor, licence_id, db=db)
    if licences.standing(licence.id, now=now, db=db).state is not Rung.ACTIVE:
        rules.refuse_unless(licences.decide(licence.id, use, now=now, db=db))
    plan = engine_for(wanted, engines).plan(wanted, licence, now=now, db=db)
    return rules.counted(rules.as_planned(use, plan), plan, licence.scope), plan


def cost_of(actor: Actor, licence_id: str, use: Use, plan: Plan, *, now: Instant, db: Session) -> Quote:
    """What a planned use comes to at most by its units, beside any fixed fee and guaranteed minimum.

    A price that steps up, or is for a day, counts what was used before, act by act, also elsewhere.

    Raises: NotFound(`licences.no_licence`), Refused(`licences.denied`, `rates.unpriced`), Malformed(`usage.one_act`).
    """
    licence = _own_licence(actor, licence_id, db=db)
    act = rules.act_of(use)
    rules.refuse_unless(licences.decide(licence.id, use, now=now, db=db))
    card = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db).card
    covered = minimum_of(card) or Money(card.currency, 0)
    before = [rules.priced(one.act, one.measured) for one in store.metered(licence_id=licence.id, db=db)]
    before += elsewhere.counted(licence, db=db)
    return quote(card, [rules.priced(act, plan.at_most)], already_paid=covered, before=before, on=now)


def uses_under(licence_id: str, *, db: Session) -> list[MeteredUse]:
    """Every metered use of a licence, for contexts that have decided who may know of it."""
    return store.metered(licence_id=licence_id, db=db)


def all_uses(*, db: Session) -> list[MeteredUse]:
    """Every metered use, for the library's own checks."""
    return store.metered(db=db)
