"""Cases of look-alikes held against what was signed in them. It reads and never writes."""

from collections.abc import Iterator

from propria.disputes import rules_lookalikes as rules
from propria.disputes import store_lookalikes as store
from propria.disputes.lookalikes import FOUND, REPORTED, RULED, SEATED, TAKEN_BACK, said_of
from propria.disputes.model import Lookalike, LookalikeState, PanelFinding
from propria.kernel.findings import Finding
from propria.plumbing.database import Session
from propria.provenance import actions as provenance
from propria.record import actions as record
from propria.record.model import StoredStatement

TWO = 2
_LEADS_TO = {
    REPORTED: LookalikeState.REPORTED,
    SEATED: LookalikeState.SEATED,
    TAKEN_BACK: LookalikeState.TAKEN_BACK,
}
_RULED = {
    PanelFinding.LIKENESS.value: LookalikeState.LIKENESS,
    PanelFinding.NO_LIKENESS.value: LookalikeState.NO_LIKENESS,
    PanelFinding.ALLOWED.value: LookalikeState.ALLOWED,
}


def fsck(*, db: Session) -> Iterator[Finding]:
    """Each case stands where its statements left it, two of its panel signed each ruling, each hold follows."""
    kept = store.cases(db=db)
    logged = {s.statement.body["lookalike"] for s in record.statements_of_type(REPORTED, db=db)}
    for missing in sorted(logged ^ {case.id for case in kept}):
        yield Finding(
            "disputes.lookalike_missing", missing, "it is logged and not kept, or kept and not logged"
        )
    for case in kept:
        yield from _case(case, said_of(case, db=db), db=db)
    for output_id in sorted({case.media.output_id for case in kept if case.media.output_id is not None}):
        found = provenance.output(output_id, db=db)
        stands = rules.stands(store.cases(output_id=output_id, db=db))
        if (found.held_until, found.taken_down_index) != stands:
            yield Finding("disputes.hold_altered", output_id, "the cases about it say otherwise")


def _case(case: Lookalike, said: list[StoredStatement], *, db: Session) -> Iterator[Finding]:
    moved = [s for s in said if s.statement.type in _LEADS_TO or s.statement.type == RULED]
    if not moved or _state_after(moved[-1]) is not case.state:
        yield Finding("disputes.lookalike_altered", case.id, "its last statement leaves it elsewhere")
    seated = next((s for s in reversed(said) if s.statement.type == SEATED), None)
    panel = set(seated.statement.body["panel"]) if seated else set()
    if panel != set(store.panel(case.id, db=db)):
        yield Finding("disputes.panel_altered", case.id, "another panel sits than was logged")
    for ruling in (s for s in said if s.statement.type == RULED):
        signed = [
            s
            for s in said
            if s.statement.id in ruling.statement.body["findings"]
            and s.statement.type == FOUND
            and s.statement.body["finding"] == ruling.statement.body["finding"]
            and s.statement.body["by"] in panel
        ]
        by = {s.statement.body["by"] for s in signed}
        if len(by) < TWO or len({s.key_id for s in signed}) < TWO:
            yield Finding("disputes.panel_unsigned", case.id, "two of its panel did not sign this ruling")


def _state_after(last: StoredStatement) -> LookalikeState:
    if last.statement.type == RULED:
        return _RULED[last.statement.body["finding"]]
    return _LEADS_TO[last.statement.type]
