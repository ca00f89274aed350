"""A duty of a foreign policy as one of ours, at least as strict; None where a scope cannot hold it. Pure."""

from collections.abc import Callable
from dataclasses import replace

from propria.kernel.errors import PropriaError
from propria.scope.duties import APPROVALS, NO_DUTIES, Duties
from propria.scope.measures import moment_of
from propria.scope.odrl_axes import Note
from propria.scope.odrl_compare import moments
from propria.scope.odrl_graph import Literal
from propria.scope.odrl_model import Condition, Constraint, Rule
from propria.scope.odrl_words import CC, ODRL, PROPRIA, SAME_ACTION, odrl, short

_SECOND = 1_000_000


def duties_of(duty: Rule, *, note: Note) -> Duties | None:
    """What a duty asks, as ours; None where one of its actions, or a condition on it, has no place in ours."""
    owed = NO_DUTIES
    for action in duty.actions[1:]:
        found = duties_of(replace(duty, actions=(action,)), note=note)
        if found is None:
            return None
        owed = owed.and_also(found)
    first = _one_duty(replace(duty, actions=duty.actions[:1]), note)
    return None if first is None else owed.and_also(first)


def _one_duty(duty: Rule, note: Note) -> Duties | None:
    if not duty.actions or duty.unread or duty.remedies or duty.duties:
        note(f"duty {duty.node}", "refused", "it has no action, or says more than a duty of a scope holds")
        return None
    iri = duty.actions[0].iri
    action = SAME_ACTION.get(iri, iri)
    for consequence in duty.consequences:
        note("odrl:consequence", "narrowed", f"not doing the duty is not made good by {consequence.node}")
    read = _OURS.get(action) or (_profile if action.startswith(PROPRIA) else None)
    found = None if read is None else read(duty)
    if found is None:
        note(short(iri), "refused", "no duty of a scope asks this")
        return None
    note(short(iri), "kept", ", ".join(f"{name}: {value}" for name, value in found.to_json().items()))
    return found


def _conditions(duty: Rule) -> tuple[Condition, ...]:
    return (*duty.constraints, *duty.actions[0].refinements)


def _spelt(duty: Rule) -> str:
    """The conditions and parties of a duty in one line: the words of the clause that it is."""
    said = [
        f"{short(c.left)} {c.operator.removeprefix(ODRL)} {' '.join(map(str, c.right))} {c.unit}".strip()
        for c in _conditions(duty)
        if isinstance(c, Constraint)
    ]
    said += [f"{name} {party.names[-1]}" for name, party in duty.parties]
    return "; ".join(said)


def _pay(duty: Rule) -> Duties | None:
    if not all(isinstance(c, Constraint) and not c.problem for c in _conditions(duty)):
        return None
    return _words("pay", f"ODRL duty: compensate; {_spelt(duty)}".rstrip("; "))


def _credit(duty: Rule) -> Duties | None:
    whom = [str(party.names[-1]) for name, party in duty.parties if name == "attributedParty"]
    return _words("credit", ", ".join(whom)) if whom and not _conditions(duty) else None


def _words(name: str, text: str) -> Duties | None:
    try:
        return Duties.of(**{name: [" ".join(text.split())]})
    except PropriaError:
        return None


def _approval(duty: Rule) -> Duties | None:
    return Duties.of(approval=sorted(APPROVALS))


def _delete(duty: Rule) -> Duties | None:
    """Deletion by a date: the earliest second that the condition leaves."""
    [condition, *more] = _conditions(duty) or (None,)
    if (
        more
        or not isinstance(condition, Constraint)
        or condition.problem
        or condition.left != odrl("dateTime")
    ):
        return None
    spans = [moments(right) for right in condition.right]
    if (
        condition.operator not in (odrl("lt"), odrl("lteq"), odrl("eq"))
        or len(spans) != 1
        or spans[0] is None
    ):
        return None
    try:
        return Duties.from_json({"delete_by": moment_of(spans[0][0] // _SECOND)})
    except (PropriaError, ValueError, OverflowError):
        return None


def _profile(duty: Rule) -> Duties | None:
    """A duty written in Propria's own profile."""
    name = duty.actions[0].iri.removeprefix(PROPRIA)
    values = [value.text for value in duty.values if isinstance(value, Literal)]
    single = name in ("notice_hours", "report_days", "delete_by")
    if _conditions(duty) or not values or (single and len(values) != 1):
        return None
    try:
        return Duties.from_json({name: values[0] if single else sorted(values)})
    except PropriaError:
        return None


_OURS: dict[str, Callable[[Rule], Duties | None]] = {
    odrl("compensate"): _pay,
    odrl("attribute"): _credit,
    f"{CC}Attribution": _credit,
    odrl("obtainConsent"): _approval,
    odrl("delete"): _delete,
}
