"""What a performer wants to hold after their death: what their estate may license, and what nobody ever may."""

from propria.consent import rules_wishes, store, store_wishes, texts_wishes
from propria.kernel.ids import PersonId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties import rules
from propria.parties.estates import actions as estates
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.proofs.envelopes import SignedStatement
from propria.record import actions as record
from propria.record.model import Draft, SigningRequest
from propria.scope import Scope, StandingTerms


def draft_wishes(
    actor: Actor, terms: StandingTerms, *, return_url: str, now: Instant, db: Session
) -> SigningRequest:
    """Write down what holds after the performer's death; no clause at all leaves it to the estate, within the red lines.

    Raises: NotFound(`parties.no_performer`), Refused(`consent.life_unstated`), Malformed(`scope.*`).
    """
    performer = parties.own_profile(actor, db=db)
    rules_wishes.sayable(terms)
    body = {"performer": performer.id, "terms": terms.to_json()}
    draft = Draft("wishes.stated", performer.subject, body, *texts_wishes.stated(performer, terms))
    return record.draft(draft, actor.person_id, texts_wishes.sheet(), return_url=return_url, now=now, db=db)


def state_wishes(
    signed: SignedStatement, *, by: PersonId, entry_index: int, now: Instant, db: Session
) -> None:
    """The signed `wishes.stated`; the newest counts. Raises: Forbidden(`parties.not_yours`), Refused(`consent.life_unstated`)."""
    performer, terms = (
        parties.performer(signed.body["performer"], db=db),
        StandingTerms.from_json(signed.body["terms"]),
    )
    rules.is_own(by, performer)
    rules_wishes.sayable(terms)
    store_wishes.add(signed.statement.id, performer.id, terms, entry_index, db=db)


def left_behind(performer_id: str, *, db: Session) -> StandingTerms | None:
    """What binds a performer's estate: their wishes, and every red line of the last terms they signed; None while they live."""
    death = estates.death_of(performer_id, db=db)
    if death is None:
        return None
    stated = store_wishes.newest(performer_id, db=db) or StandingTerms()
    last = store.given_before(performer_id, death.at_entry, db=db)
    lines = last.terms.red_lines if last is not None else ()
    return StandingTerms(stated.clauses, tuple(dict.fromkeys((*stated.red_lines, *lines))))


def heeded(performer_id: str, terms: StandingTerms, *, db: Session) -> StandingTerms:
    """The terms with the red lines that the performer left. Raises: Refused(`consent.against_wishes`)."""
    return rules_wishes.heeded(terms, left_behind(performer_id, db=db))


def check_heeded(performer_id: str, terms: StandingTerms, *, db: Session) -> None:
    """An estate's standing terms hold what the performer left. Raises: Refused(`consent.against_wishes`)."""
    rules_wishes.check_heeded(terms, left_behind(performer_id, db=db))


def check_scope(performer_id: str, scope: Scope, *, db: Session) -> None:
    """A contract of the estate crosses nothing that the performer left. Raises: Refused(`consent.against_wishes`)."""
    rules_wishes.check_scope(scope, left_behind(performer_id, db=db))
