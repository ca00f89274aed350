"""Offering, countering, agreeing, signing. Nothing binds until the last signature."""

from dataclasses import dataclass, replace

from propria.casting import actions as casting
from propria.consent import actions as consent
from propria.deals import floors, hands, holds, law, outward, rules, signers, steps, store, texts, versions
from propria.deals.events import ContractSigned, DealMoved, OfferMade, SideSigned
from propria.deals.lifecycle import DEAL
from propria.deals.model import Contract, Deal, PartySignature, Side, TermSheet, Turn
from propria.deals.payees import check_payees, named_payees, shares_of_sheet
from propria.deals.tellings import announce
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import ContractId, OfferId, PersonId, StatementId, new_id
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.colleagues import actions as colleagues
from propria.parties.colleagues.rules import Right
from propria.parties.identity import strength
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest
from propria.scope.diff import Change, diff


@dataclass(frozen=True)
class Room:
    """A negotiation as one of its parties sees it."""

    deal: Deal
    turns: tuple[Turn, ...]
    side: Side
    contract: Contract | None
    signatures: tuple[PartySignature, ...]
    base: TermSheet | None = None
    """The running terms that these talks would replace; None for talks about a new licence."""
    below: tuple[tuple[str, str], ...] = ()
    """The floors that the newest version stays below, as sentences (zh, en) for the reader's side."""

    @property
    def sheet(self) -> TermSheet:
        """The newest version."""
        return self.turns[-1].sheet


def make_offer(
    actor: Actor,
    brief_id: str,
    code: str,
    sheet: TermSheet,
    *,
    lapses_at: Instant,
    now: Instant,
    db: Session,
) -> Deal:
    """Offer a performer a role; an offer that crosses a red line or the floor cannot be sent.

    `code`: the id of somebody listed, or an invitation.

    Raises: NotFound(`casting.no_brief`), Refused(`casting.brief_archived`, `deals.red_line`, `deals.below_floor`,
    `deals.not_available`, `deals.offer_term`, `deals.other_project`), Malformed(`scope.*`).
    """
    brief = casting.running(actor, brief_id, db=db)
    colleagues.check(actor.person_id, brief.creator_id, Right.NEGOTIATE, db=db)
    rules.check_sheet(sheet, now=now)
    check_payees(sheet, db=db)
    rules.check_lapse(now, lapses_at)
    performer_id = outward.addressed(code, now=now, db=db)
    with outward.as_one(performer_id, now=now, db=db):
        rules.check_against_terms(sheet, consent.openness_of(performer_id, now=now, db=db))
        floors.check_offer(performer_id, sheet, db=db)
    sheet = law.with_duties(sheet, on=now)
    deal = Deal(
        id=OfferId(new_id("offer")),
        brief_id=brief.id,
        creator_id=brief.creator_id,
        performer_id=performer_id,
        state=DEAL.initial,
        turns=1,
        turn_of=Side.PERFORMER,
        opened_at=now,
        lapses_at=lapses_at,
    )
    store.add_deal(deal, db=db)
    steps.put(deal, Turn(deal.id, 1, Side.CREATOR, actor.person_id, sheet, now), db=db)
    announce(OfferMade(deal.id, deal.performer_id, Side.CREATOR.value, now), db=db)
    return deal


def room(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> Room:
    """A negotiation, for its parties alone; a stranger learns nothing. Raises: NotFound(`deals.no_deal`)."""
    deal = store.deal(deal_id, db=db)
    side = _side(actor, deal, now=now, db=db)
    turns = tuple(store.turns(deal_id, db=db))
    contract = store.contract_of(deal_id, deal.turns, db=db)
    signatures = store.signatures(contract.id, db=db) if contract else {}
    base = versions.base_sheet(deal, db=db)
    standing = floors.talked_about([deal], now=now, db=db)
    below = floors.sentences(deal, turns[-1].sheet, side, standing)
    return Room(deal, turns, side, contract, tuple(signatures.values()), base, below)


def acting_room(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> Room:
    """A negotiation for whoever may take a step in it. Raises: as `room`, Forbidden(`parties.no_right`)."""
    seen = room(actor, deal_id, now=now, db=db)
    hands.may_take_steps(actor.person_id, seen.deal, seen.side, db=db)
    return seen


def _side(actor: Actor, deal: Deal, *, now: Instant, db: Session) -> Side:
    if actor.role is Role.CREATOR:
        own = parties.own_creator(actor, db=db).id == deal.creator_id
    else:
        own = hands.negotiates(actor.person_id, deal.performer_id, now=now, db=db)
    if not own:
        raise NotFound("deals.no_deal", "There are no such talks.")
    return Side.CREATOR if actor.role is Role.CREATOR else Side.PERFORMER


def counter(actor: Actor, deal_id: str, sheet: TermSheet, *, now: Instant, db: Session) -> Deal:
    """Put another version of the terms; the other side has the next word.

    Raises: NotFound(`deals.no_deal`), Refused(`deals.not_your_turn`, `deals.lapsed`, `deal.cannot_counter`,
    `deals.red_line`, `deals.below_floor`, `deals.changes_otherwise`), Malformed(`scope.*`).
    """
    seen = acting_room(actor, deal_id, now=now, db=db)
    rules.check_turn(seen.deal, seen.side, now)
    rules.check_sheet(sheet, now=now)
    check_payees(sheet, db=db)
    sheet = law.with_duties(sheet, on=now)
    versions.check_put(seen.deal, seen.side, sheet, now=now, db=db)
    state = DEAL.after(seen.deal.state, "counter")
    deal = replace(seen.deal, state=state, turns=seen.deal.turns + 1, turn_of=seen.side.other)
    store.save_deal(deal, db=db)
    steps.put(deal, Turn(deal.id, deal.turns, seen.side, actor.person_id, sheet, now), db=db)
    announce(OfferMade(deal.id, deal.performer_id, seen.side.value, now), db=db)
    return deal


def agree(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> Deal:
    """Agree to the newest version. Still nothing is allowed: agreed is not signed.

    Raises: NotFound(`deals.no_deal`), Refused(`deals.not_your_turn`, `deals.lapsed`, `deal.cannot_agree`,
    `scope.too_vague`, `deals.rules_unmet`).
    """
    seen = acting_room(actor, deal_id, now=now, db=db)
    rules.check_turn(seen.deal, seen.side, now)
    hands.check_signable(seen.deal, seen.sheet, seen.side, now=now, db=db)
    law.check_rules(seen.sheet, on=now)
    return move(seen.deal, "agree", seen.side, actor.person_id, now=now, db=db)


def move(deal: Deal, act: str, side: Side | None, by: PersonId | None, *, now: Instant, db: Session) -> Deal:
    """Take talks to where the table of deals leads, keep whose step it was, and tell it; nobody's when the clock does it.

    Raises: Refused(`deal.cannot_<act>`).
    """
    ended_by = side if act in ("decline", "take_back") else None
    moved = replace(deal, state=DEAL.after(deal.state, act), ended_by=ended_by)
    store.save_deal(moved, db=db)
    steps.take(moved, act, side, by, now=now, db=db)
    announce(DealMoved(deal.id, deal.performer_id, act, side.value if side else "", now), db=db)
    return moved


def end_talks_of(performer_id: str, *, now: Instant, db: Session) -> int:
    """Talks that rest on an openness end with it; signed contracts stay, and talks about them. How many ended."""
    talks = store.deals(performer_id=performer_id, db=db)
    unsigned = [d for d in talks if d.base_id is None and d.state in ("open", "agreed")]
    for deal in unsigned:
        move(deal, "lapse", None, None, now=now, db=db)
    return len(unsigned)


def held_against(seen: Room) -> TermSheet | None:
    """What the newest version is held against: the one before it, or the terms that run; None for a first offer."""
    return seen.turns[-2].sheet if len(seen.turns) > 1 else seen.base


def effect_diff(seen: Room) -> list[Change]:
    """What the newest version changes against the one before, in plain words; empty for a first offer.

    The first version of a change is held against the terms that run.
    """
    before = held_against(seen)
    return [] if before is None else list(diff(before.scope, seen.sheet.scope))


def paper_for(actor: Actor, deal_id: str, *, now: Instant, db: Session) -> texts.Sources:
    """All that a contract is made from, read at once; making it is work for the press, outside a transaction.

    Raises: NotFound(`deals.no_deal`), Refused(`deals.not_agreed`).
    """
    seen = room(actor, deal_id, now=now, db=db)
    if seen.deal.state != "agreed":
        raise Refused("deals.not_agreed", "Both sides agree first; then the contract is made.")
    performer = parties.performer(seen.deal.performer_id, db=db)
    creator = parties.creator(seen.deal.creator_id, db=db)
    openness = consent.find_openness(performer.id, now=now, db=db)
    shares = shares_of_sheet(seen.sheet, performer.id, now=now, db=db)
    return texts.Sources(
        contract_id=ContractId(new_id("contract")),
        sheet=seen.sheet,
        performer=performer,
        creator=creator,
        signers=(signers.of_performer(performer, now=now, db=db), signers.of_creator(creator, db=db)),
        overrides_terms=openness is not None and not rules.beyond_terms(seen.sheet, openness),
        now=now,
        change=_change(seen, db=db),
        payees=named_payees(shares, db=db),
        shares=shares,
    )


def _change(seen: Room, *, db: Session) -> texts.Replaced | None:
    if seen.deal.base_id is None or seen.base is None:
        return None
    replaced, signed = store.contract(seen.deal.base_id, db=db), store.signatures(seen.deal.base_id, db=db)
    return texts.Replaced(seen.deal.kind, replaced, seen.base, tuple(signed[side] for side in Side))


def keep_contract(
    actor: Actor,
    deal_id: str,
    sources: texts.Sources,
    pdf_digest: str,
    terms_digest: str,
    *,
    now: Instant,
    db: Session,
) -> Contract:
    """Keep the contract that was made from the newest version; made twice, the first one stays.

    Raises: NotFound(`deals.no_deal`), Refused(`deals.not_agreed`).
    """
    seen = room(actor, deal_id, now=now, db=db)
    if seen.contract is not None:
        return seen.contract
    if seen.deal.state != "agreed" or seen.sheet != sources.sheet:
        raise Refused("deals.not_agreed", "The terms changed while the contract was made.")
    contract = Contract(
        id=sources.contract_id,
        deal_id=seen.deal.id,
        turn_number=seen.deal.turns,
        paper=sources.paper().to_json(),
        pdf_digest=pdf_digest,
        terms_digest=terms_digest,
        overrides_terms=sources.overrides_terms,
        made_at=now,
    )
    store.add_contract(contract, db=db)
    steps.take(seen.deal, "make_contract", seen.side, actor.person_id, now=now, db=db)
    return contract


def draft_signature(
    actor: Actor, contract_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down the statement by which a party signs the contract's exact bytes.

    Raises: NotFound(`deals.no_contract`, `deals.no_deal`), Refused(`deals.signed_already`, `scope.too_vague`,
    `deals.rules_unmet`, `deals.cooling_off`, `deals.not_available`).
    """
    contract = store.contract(contract_id, db=db)
    seen = room(actor, contract.deal_id, now=now, db=db)
    hands.check_may_add(contract, seen.deal, seen.side, actor.person_id, now=now, db=db)
    hands.check_signable(seen.deal, seen.sheet, seen.side, now=now, db=db)
    law.check_rules(seen.sheet, on=now)
    if seen.side is Side.PERFORMER:
        law.check_cooled(contract, seen.sheet, now=now)
    holds.check_available(seen.deal, seen.sheet, db=db)
    performer = parties.performer(seen.deal.performer_id, db=db)
    creator = parties.creator(seen.deal.creator_id, db=db)
    body = {
        "contract": contract.id,
        "side": seen.side.value,
        "performer": performer.id,
        "creator": creator.id,
        "project": seen.sheet.project,
        "pdf_sha256": contract.pdf_digest,
        "terms_sha256": contract.terms_digest,
        "scope": seen.sheet.scope.to_json(),
        "guarantee": seen.sheet.guarantee.to_json(),
        "overrides_terms": contract.overrides_terms,
    }
    change = _change(seen, db=db)
    if change is not None:
        body |= {"kind": change.kind.value, "replaces": change.contract.id}
    words = texts.contract_signed(seen.side, seen.sheet, performer, creator, contract, change)
    right, words = hands.spoken(actor.person_id, seen.deal, seen.side, words, now=now, db=db)
    draft = Draft("contract.signed", performer.subject, body | right, *words)
    other = (
        strength.sentence(creator.name, parties.evidence_of(creator.person_id, db=db))
        if seen.side is Side.PERFORMER
        else strength.sentence(performer.name, parties.evidence_about(performer, db=db))
    )
    sheet = texts.contract_sheet(seen.side, seen.sheet, change, other=other)
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def sign_contract(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """One party's hand; at the last one every authority is re-checked and the licence is frozen.

    Raises: NotFound(`deals.no_contract`), Refused(`deals.other_text`, `deals.signed_already`,
    `deals.beyond_standing_terms`, `deals.rules_unmet`, `deals.cooling_off`, `deals.not_available`,
    `deals.red_line`, `deals.not_open_any_more`, `parties.*`), Forbidden(`parties.no_right`, `parties.no_mandate_held`).
    """
    body = signed.body
    contract = store.contract(body["contract"], db=db)
    deal = store.deal(contract.deal_id, db=db)
    sheet = store.turns(deal.id, db=db)[contract.turn_number - 1].sheet
    rules.check_same_words(contract, body["pdf_sha256"], body["terms_sha256"])
    side = Side(body["side"])
    if side is Side.PERFORMER:
        law.check_cooled(contract, sheet, now=now)
    done = hands.put(signed, contract, deal, sheet, side, by=by, entry_index=entry_index, now=now, db=db)
    have = store.signatures(contract.id, db=db)
    if done is not None and len(have) == len(Side):
        _complete(contract, deal, sheet, have, entry_index, now=now, db=db)
    elif done is not None:
        announce(SideSigned(contract.id, deal.id, deal.performer_id, side.value, now), db=db)


def _complete(
    contract: Contract,
    deal: Deal,
    sheet: TermSheet,
    signatures: dict[Side, PartySignature],
    entry_index: int,
    *,
    now: Instant,
    db: Session,
) -> None:
    performer_signature = signatures[Side.PERFORMER]
    last = max(signatures.values(), key=lambda one: one.entry_index)
    hands.recheck(deal, sheet, performer_signature, entry_index=entry_index, now=now, db=db)
    hands.acts_for_creator(signatures[Side.CREATOR].person_id, deal, db=db)
    consent.refuse_while_contested(deal.performer_id, now=now, db=db)
    own_key = performer_signature.mandate_id is None
    versions.check_signing(contract, deal, sheet, own_key=own_key, now=now, db=db)
    hands.check_signable(deal, sheet, last.side, now=now, db=db)
    law.check_rules(sheet, on=now)
    holds.check_available(deal, sheet, db=db)
    store.save_deal(replace(deal, state=DEAL.after(deal.state, "sign_last")), db=db)
    told = ContractSigned(contract.id, deal.id, deal.performer_id, entry_index, now, deal.base_id)
    announce(told, db=db)


def contract(contract_id: str, *, db: Session) -> Contract:
    """A contract, for contexts that have decided who may know of it. Raises: NotFound(`deals.no_contract`)."""
    return store.contract(contract_id, db=db)


def contract_for(actor: Actor, contract_id: str, *, now: Instant, db: Session) -> tuple[Contract, Room]:
    """A contract for its parties alone. Raises: NotFound(`deals.no_contract`, `deals.no_deal`)."""
    found = store.contract(contract_id, db=db)
    return found, room(actor, found.deal_id, now=now, db=db)


def signatures(contract_id: str, *, db: Session) -> dict[Side, PartySignature]:
    """Who signed a contract."""
    return store.signatures(contract_id, db=db)


def signed_statements(contract_id: str, *, db: Session) -> dict[Side, StatementId]:
    """The statements by which a contract was signed."""
    return store.signed_statements(contract_id, db=db)


def sheet_of(contract: Contract, *, db: Session) -> TermSheet:
    """The term sheet that a contract was made from."""
    return store.turns(contract.deal_id, db=db)[contract.turn_number - 1].sheet


def deal(deal_id: str, *, db: Session) -> Deal:
    """A negotiation, for contexts that have decided who may know of it. Raises: NotFound(`deals.no_deal`)."""
    return store.deal(deal_id, db=db)


def proposed_by(contract: Contract, *, db: Session) -> Side:
    """The side that opened the talks which this contract came from."""
    return store.turns(contract.deal_id, db=db)[0].side
