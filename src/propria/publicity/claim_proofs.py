"""The bundle of a provable claim: the signed words of as many people as it counts, and of whomever it names."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from propria.kernel.errors import Refused
from propria.kernel.ids import StatementId
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.plumbing.database import Database, Session
from propria.proofs.bundles import Bundle
from propria.publicity import actions, rules
from propria.publicity.actions import Listed
from propria.publicity.claim_bundles import ClaimBundle, lexicon_hash, verify_claim
from propria.publicity.model import ClaimVerdict, Needed
from propria.record.actions import KeyResolver
from propria.record.bundles import bundle_of, bundled, operator_trust
from propria.record.model import Head, Notary


def claim_bundle(
    text: str,
    database: Database,
    *,
    resolver: Callable[[Session], KeyResolver],
    notary: Notary,
    now: Instant,
) -> ClaimBundle:
    """The text, each of whose sentences is provable, and what proves it, judged again by that before it is handed out.

    Raises: Refused(`publicity.not_provable`, `publicity.evidence_private`), and what the holder of the log's key raises.
    """

    def work(head: Head, db: Session) -> Bundle:
        statements = _proving(text, now=now, db=db)
        return bundle_of(statements, head=head, resolve=resolver(db), notary=notary, db=db)

    evidence = bundled(database, notary, work, now=now).to_bytes()
    made = ClaimBundle(text.strip(), lexicon_hash(), evidence)
    if not verify_claim(made.to_bytes(), operator_trust(notary), now=now).is_proven:
        raise _private()
    return made


def _proving(text: str, *, now: Instant, db: Session) -> list[StatementId]:
    """What proves a text. Raises: Refused(`publicity.not_provable`, `publicity.evidence_private`)."""
    found = actions.check_claims(text, now=now, db=db)
    wrong = [v for v in found if v.verdict is not ClaimVerdict.PROVABLE]
    if wrong or not found:
        asks = [{"zh": r.zh, "en": r.en} for v in wrong for r in v.reasons]
        raise Refused("publicity.not_provable", "The facts do not support this sentence now.", asks=asks)
    named = actions.named_in(text, now=now, db=db)
    needs = [rules.needed(v.text, named) for v in found]
    statements = list(dict.fromkeys(_statements(needs, now=now, db=db)))
    if not statements:
        raise _private()
    return statements


def _private() -> Refused:
    return Refused(
        "publicity.evidence_private",
        "It is true, and no bundle can show it: some of those it counts do not show their name.",
    )


def _statements(needs: Sequence[Needed], *, now: Instant, db: Session) -> Iterator[StatementId]:
    """The statements of whomever the sentences name, then of as many others as they count in each state."""
    names = "\n".join(person.en for one in needs for person in one.named)
    for one in actions.listed_in(names, now=now, db=db):
        yield from one.statements
    for state, belongs in _BELONGS.items():
        most = max(getattr(one, state) for one in needs)
        if most:
            for one in islice(filter(belongs, actions.counted(now=now, db=db)), most):
                yield from one.statements


_BELONGS: dict[str, Callable[[Listed], bool]] = {
    "active": lambda one: any(x.state == Deal.ACTIVE.value for x in one.licences),
    "licensed": lambda one: bool(one.licences),
    "open": lambda one: one.is_open,
}
