"""Denying a listing, answering, ruling; each step is a statement in the log, and everybody concerned is told."""

import secrets
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from propria.alerts import actions as alerts
from propria.alerts.model import By, News
from propria.alerts.rules import readable_address
from propria.consent import actions as consent
from propria.consent import contesting as consents
from propria.disputes import rules, store, texts
from propria.disputes.model import Denial, DenialState, Ground, Route
from propria.disputes.rules import CONTEST
from propria.kernel.errors import Refused
from propria.kernel.ids import DenialId, PersonId, StatementId, new_id
from propria.kernel.time import Instant, wire
from propria.licences import actions as licences
from propria.parties import actions as parties
from propria.parties import contesting as claims
from propria.parties import rules as identity
from propria.parties.identity import vouching
from propria.parties.model import Actor, Contest, Performer
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.publicity import actions as publicity
from propria.record import actions as record
from propria.record.bundles import checked_here
from propria.record.model import Draft, Notary, SigningRequest, Words
from propria.royalties.voiding import void_licence


@dataclass(frozen=True)
class Office:
    """Who keeps denials: the operator's notary, and the address at which people look at one."""

    notary: Notary
    base_url: str

    def page_of(self, denial: Denial) -> str:
        """The denial's own page, known to whoever has its id."""
        return f"{self.base_url}/denials/{denial.id}"


def deny(
    actor: Actor | None, performer_id: str, mail: str, office: Office, *, now: Instant, db: Session
) -> Denial:
    """ "I did not sign this": the listing is marked at once, and the operator owes its proof within 72 hours.

    A listing that nobody but the operator attests is hidden at once, and whoever vouched for it flagged.

    Raises: NotFound(`publicity.not_listed`), Refused(`alerts.address_unusable`, `disputes.denied_already`,
    `disputes.too_many`). Source: Civil Code of the People's Republic of China art. 1019.
    """
    performer = publicity.listed(performer_id, now=now, db=db).performer
    address = readable_address(By.MAIL, mail)
    person_id = actor.person_id if actor else None
    rules.may_deny(store.by(person_id, address, db=db), performer, now=now)
    marked = rules.is_marked(store.about(performer.id, db=db), now=now)
    denial = Denial(
        id=DenialId(new_id("denial")),
        performer_id=performer.id,
        subject=performer.subject,
        person_id=person_id,
        mail=address,
        target=_target(performer, now=now, db=db),
        state=DenialState.RECEIVED,
        received_at=now,
        due_at=now + rules.PROOF_DUE_AFTER,
        token=secrets.token_hex(16),
    )
    if marked:
        denial = replace(denial, state=rules.after(denial, rules.first_act(performer)))
    store.add(denial, db=db)
    words = texts.received(performer, denial, marked=marked)
    more: dict[str, Any] = {"due_at": wire(denial.due_at), "marked": marked}
    if denial.state is DenialState.HIDDEN:
        people = vouching.flag(performer, office.notary, ruled=False, now=now, db=db)
        more |= {"hidden": True, "flagged": people}
    _log("denial.received", denial, words, more, office, now, db)
    _settle(denial, performer, office, now=now, db=db)
    return denial


def _target(performer: Performer, *, now: Instant, db: Session) -> StatementId | None:
    """The newest statement by which the listing stands: the openness, else what bound the key."""
    openness = consent.find_openness(performer.id, now=now, db=db)
    if openness is not None:
        return openness.id
    return next((k.bound_by for k in claims.bound_keys(performer, db=db)), None)


def _log(
    kind: str, denial: Denial, words: Words, more: dict[str, Any], office: Office, now: Instant, db: Session
) -> int:
    body = {"denial": denial.id, "performer": denial.performer_id} | more
    body |= {"target": denial.target} if denial.target else {}
    draft = Draft(kind, denial.subject, body, *words)
    return record.sign_as_operator(draft, office.notary, now=now, db=db)[1].entry_index


def _settle(denial: Denial, performer: Performer, office: Office, *, now: Instant, db: Session) -> None:
    """The listing stands as its denials say, and everybody concerned is told."""
    how, hides_at = rules.contest_of(store.about(performer.id, db=db))
    claims.contest(performer, how, hides_at=hides_at, db=db)
    if how is not Contest.VOID:
        word = "open" if how is Contest.NONE else how.value
        shown = how in (Contest.NONE, Contest.DISPUTED)
        consents.mark(performer, word, names_listed=shown, db=db)
    licences.settle_name(performer.id, now=now, db=db)
    zh, en = texts.TOLD[denial.state]
    facts = {
        "denial": denial.id,
        "state": denial.state.value,
        "due_at": wire(denial.due_at),
        "see": office.page_of(denial),
    }
    if CONTEST[denial.state] in (Contest.HIDDEN, Contest.VOID):
        facts["absence"] = absence_of(performer, office.base_url)
    news = News(f"{denial.id} {denial.state.value}", f"disputes.{denial.state.value}", zh, en, facts)
    alerts.tell(_concerned(denial, performer, now=now, db=db), news, now=now, db=db)
    alerts.tell_address(denial.mail, news, now=now, db=db)


def absence_of(performer: Performer, base_url: str) -> str:
    """Where the proof is, for anybody, that the library publicly lists nobody of that name (or whom else it does)."""
    return f"{base_url}/names/bundle?{urlencode({'q': performer.name.en})}"


def _concerned(denial: Denial, performer: Performer, *, now: Instant, db: Session) -> list[str | None]:
    """The holder, those who act for them, the operators, who denied; creators once their licences are touched."""
    people: list[str | None] = [performer.person_id, denial.person_id]
    people += [m.representative_id for m in parties.mandates_of(performer.id, db=db)]
    people += [p.id for p in claims.operators(db=db)]
    if denial.state in (DenialState.EVIDENCED, DenialState.ANSWERED, DenialState.UPHELD):
        given = licences.given_by(performer.id, db=db)
        people += [parties.creator(x.creator_id, db=db).person_id for x in given]
    return people


def denial(denial_id: str, *, db: Session) -> Denial:
    """One denial; its id is known only to whom it was sent. Raises: NotFound(`disputes.no_denial`)."""
    return store.denial(denial_id, db=db)


def open_denials(actor: Actor, *, db: Session) -> list[Denial]:
    """What the operator owes an answer or a ruling, first what is due first. Raises: NotFound(`disputes.no_denial`)."""
    rules.is_operator(actor)
    return store.denials(*sorted(rules.OPEN), db=db)


def about(performer_id: str, *, db: Session) -> list[Denial]:
    """Every denial of one listing, for contexts that have decided who may know."""
    return store.about(performer_id, db=db)


def keep_clocks(office: Office, *, now: Instant, db: Session) -> int:
    """Hide every listing whose dispute nobody answered in time; how many."""
    over = store.unanswered(now, db=db)
    for one in over:
        performer = parties.performer(one.performer_id, db=db)
        hidden = replace(one, state=rules.after(one, "stay_silent"))
        store.keep(hidden, db=db)
        _log("denial.unanswered", hidden, texts.unanswered(performer), {}, office, now, db)
        _settle(hidden, performer, office, now=now, db=db)
    return len(over)


def name_domain(denial_id: str, domain: str, *, db: Session) -> Denial:
    """Whoever denies names a domain of theirs. Raises: NotFound(`disputes.no_denial`), Refused(`parties.domain_unusable`)."""
    named = replace(store.denial(denial_id, db=db), domain=identity.readable_domain(domain))
    store.keep(named, db=db)
    return named


def accept_domain(denial_id: str, published: str, office: Office, *, now: Instant, db: Session) -> Denial:
    """The very domain that the listing rests on publishes the denial's line: a factor of evidence by itself.

    Raises: Unverified(`disputes.domain_silent`), Refused(`disputes.other_domain`, `denial.cannot_bring_evidence`).
    """
    found = store.denial(denial_id, db=db)
    rules.publishes(found, published)
    rules.domain_counts(found, parties.performer(found.performer_id, db=db))
    return _evidence(found, Route.LISTED_DOMAIN, {}, office, now=now, db=db)


def attest(
    actor: Actor, denial_id: str, route: Route, office: Office, *, now: Instant, db: Session
) -> Denial:
    """The operator says how it saw who denies, and hides the listing until a ruling.

    Raises: NotFound(`disputes.no_denial`), Refused(`disputes.route_not_seen`, `denial.cannot_bring_evidence`).
    """
    rules.is_operator(actor)
    rules.by_operator(route)
    by = {"by": actor.person_id}
    return _evidence(store.denial(denial_id, db=db), route, by, office, now=now, db=db)


def _evidence(
    found: Denial, route: Route, by: dict[str, Any], office: Office, *, now: Instant, db: Session
) -> Denial:
    performer = parties.performer(found.performer_id, db=db)
    moved = replace(
        found, state=rules.after(found, "bring_evidence"), route=route, ground=None, ended_at=None
    )
    store.keep(moved, db=db)
    words = texts.evidenced(performer, route)
    index = _log("denial.evidenced", moved, words, {"route": route.value} | by, office, now, db)
    licences.dispute(performer.id, index, now=now, db=db)
    _settle(moved, performer, office, now=now, db=db)
    return moved


def draft_confirmation(
    actor: Actor, denial_id: str, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down that the key behind the listing answers for it.

    Raises: NotFound(`disputes.no_denial`), Forbidden(`parties.not_yours`), Refused(`denial.cannot_confirm`,
    `disputes.outsider_needed`).
    """
    found = store.denial(denial_id, db=db)
    performer = parties.performer(found.performer_id, db=db)
    rules.is_holder(actor.person_id, performer)
    rules.key_decides(performer)
    rules.after(found, "confirm")
    body = {"denial": found.id, "performer": performer.id}
    body |= {"target": found.target} if found.target else {}
    draft = Draft("listing.confirmed", performer.subject, body, *texts.confirmed(performer))
    sheet = texts.confirm_sheet()
    return record.draft(draft, actor.person_id, sheet, return_url=return_url, now=now, db=db)


def confirm(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session, office: Office
) -> None:
    """The signed `listing.confirmed`: the mark comes off; the operator still owes its proof.

    Raises: NotFound(`disputes.no_denial`), Forbidden(`parties.not_yours`), Refused(`denial.cannot_confirm`,
    `disputes.outsider_needed`).
    """
    found = store.denial(signed.body["denial"], db=db)
    performer = parties.performer(found.performer_id, db=db)
    rules.is_holder(by, performer)
    rules.key_decides(performer)
    moved = replace(found, state=rules.after(found, "confirm"))
    store.keep(moved, db=db)
    _settle(moved, performer, office, now=now, db=db)


def answer(
    actor: Actor, denial_id: str, ground: Ground, office: Office, *, now: Instant, db: Session
) -> Denial:
    """The proof stands: signature, key and evidence are checked again and shown. Against evidence two have to rule.

    Raises: NotFound(`disputes.no_denial`), Refused(`disputes.no_proof`, `disputes.two_must_rule`, `denial.cannot_show_proof`).
    """
    rules.is_operator(actor)
    found = store.denial(denial_id, db=db)
    performer = parties.performer(found.performer_id, db=db)
    rules.needs_no_ruling(found, performer)
    return stand(found, "show_proof", ground, {}, office, now=now, db=db)


def stand(
    found: Denial,
    act: str,
    ground: Ground,
    more: dict[str, Any],
    office: Office,
    *,
    now: Instant,
    db: Session,
) -> Denial:
    """The listing stands, by its proof or by a ruling; the proof is checked either way.

    Raises: Refused(`disputes.no_proof`, `denial.cannot_<act>`).
    """
    performer = parties.performer(found.performer_id, db=db)
    state = rules.after(found, act)
    key_id = _proof(found, office.notary, now=now, db=db)
    moved = replace(found, state=state, ground=ground, ended_at=now)
    store.keep(moved, db=db)
    words = texts.answered(performer, found, key_id, ground)
    body = {"ground": ground.value, "key_id": key_id} | more
    _log("denial.answered", moved, words, body, office, now, db)
    if all(d.state is not DenialState.EVIDENCED for d in store.about(performer.id, db=db)):
        licences.rule_to_continue(performer.id, now=now, db=db)
    _settle(moved, performer, office, now=now, db=db)
    vouching.clear(performer, office.notary, now=now, db=db)
    return moved


def _proof(found: Denial, notary: Notary, *, now: Instant, db: Session) -> str:
    """The key that signed what is denied, once all of it checks out. Raises: Refused(`disputes.no_proof`)."""
    if found.target is not None:
        resolve = parties.resolver(db=db)
        report = checked_here([found.target], resolve=resolve, notary=notary, now=now, db=db)
        said = [s for s in report.statements if s.id == found.target]
        if not report.problems and said:
            return said[0].key_id
    raise Refused("disputes.no_proof", "The proof does not check out; the denial cannot be answered with it.")


def uphold(
    found: Denial, ground: Ground, more: dict[str, Any], office: Office, *, now: Instant, db: Session
) -> Denial:
    """Ruled: somebody else had claimed the name. All that their keys signed is void, the entries stay, licences end.

    Raises: Refused(`denial.cannot_rule_for_denial`).
    """
    performer = parties.performer(found.performer_id, db=db)
    moved = replace(found, state=rules.after(found, "rule_for_denial"), ground=ground, ended_at=now)
    words = texts.upheld(performer, ground)
    index = _log("denial.upheld", moved, words, {"ground": ground.value} | more, office, now, db)
    store.keep(moved, db=db)
    claims.void_keys(performer, office.notary, now=now, db=db)
    claims.void_mandates(performer, index, now=now, db=db)
    licences.rule_to_end(performer.id, index, now=now, db=db)
    for one in licences.given_by(performer.id, db=db):
        void_licence(one.id, f"ruling on {found.id}, log entry {index}", now=now, db=db)
    consents.rule_void(performer, index, now=now, db=db)
    vouching.flag(performer, office.notary, ruled=True, now=now, db=db)
    _settle(moved, performer, office, now=now, db=db)
    return moved
