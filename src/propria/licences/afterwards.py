"""A use that nobody reserved and that is told of later: whether its licence covered it when it was made, and its permit."""

from dataclasses import replace

from propria.deals import actions as deals
from propria.kernel.ids import ContractId, PermitId, new_id
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions, rules, store
from propria.licences.model import Decision, Permit, Snapshot, Version
from propria.plumbing.database import Session
from propria.scope import ANY, Use

NO_PRICE = "no_price"
"""The contract names no price for the act, so that nothing could be charged for it."""


def decide(licence_id: str, use: Use, *, db: Session) -> Decision:
    """Was this use allowed at the instant that it names, by the version that ran then and what is left now?

    A withdrawal that came later does not reach back. Raises: NotFound(`licences.no_licence`).
    """
    seen = actions.snapshot(licence_id, lock=True, now=use.at, db=db)
    version = _version_at(licence_id, use.at, db=db)
    then = replace(seen.licence, scope=version.scope, starts_at=version.starts_at, ends_at=version.ends_at)
    decision = rules.decide(replace(_before_withdrawal(seen, use.at), licence=then), use)
    if is_priced(version.contract_id, use, db=db):
        return decision
    return replace(decision, allowed=False, codes=(*decision.codes, NO_PRICE))


def is_priced(contract_id: ContractId, use: Use, *, db: Session) -> bool:
    """Whether a use is one act, for which a contract names a price."""
    card = deals.sheet_of(deals.contract(contract_id, db=db), db=db).card
    acts = use.declared.get("act", frozenset())
    return len(acts) == 1 and any(line.is_for(act) for line in card.lines for act in acts)


def _before_withdrawal(seen: Snapshot, at: Instant) -> Snapshot:
    licence = seen.licence
    if licence.withdrawn_at is None or at >= licence.withdrawn_at:
        return seen
    standing = rules.standing(
        replace(licence, withdrawn_at=None, withdrawn_at_entry=None),
        has_capture_consent=True,
        now=at,
        has_died=seen.after_death,
    )
    return replace(seen, standing=standing if standing.state is Deal.ACTIVE else seen.standing)


def _version_at(licence_id: str, at: Instant, *, db: Session) -> Version:
    versions = store.versions(licence_id, db=db)
    begun = [version for version in versions if version.from_at <= at]
    return begun[-1] if begun else versions[0]


def permit(licence_id: str, use: Use, *, now: Instant, db: Session) -> Permit:
    """Count a use that was allowed against the quota, under the version that ran when it was made. It runs no engine.

    Raises: NotFound(`licences.no_licence`), Refused(`licences.denied`).
    """
    rules.refuse_unless(decide(licence_id, use, db=db))
    licence = store.licence(licence_id, lock=True, db=db)
    if licence.scope.volume is not ANY:
        for amount in use.amounts:
            store.consume(licence_id, amount.unit, amount.limit, db=db)
    made_id = new_id("permit")
    made = Permit(
        id=PermitId(made_id),
        licence_id=licence.id,
        creator_id=licence.creator_id,
        use=use,
        amounts=use.amounts,
        nonce=f"afterwards {made_id}",
        reserved_at=now,
        at_entry=_version_at(licence_id, use.at, db=db).from_entry + 1,
    )
    store.add_permit(made, db=db)
    return made


def reserved_since(
    since: Instant | None, last: Instant, most: int, *, db: Session
) -> tuple[list[Permit], Instant]:
    """What was reserved after `since` (None: ever) and at `last` or before, oldest first, and until when that is all of it.

    Of more than `most` it is the oldest so many, with all of the same instant as their last.
    Whether anything came of them is for others to say.
    """
    return store.reserved_since(since, last, most, db=db)
