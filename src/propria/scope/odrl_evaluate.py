"""What a policy says of a request in a state of the world: a compliance report, rule by rule. Pure.

Source: ODRL Information Model 2.2; the ODRL Compliance Report Model, whose states and whose table of deontic
states these are. A premise about which nothing is known is unsatisfied. Where a request shows several values,
a permission asks that all of them hold, a prohibition that one does: silence and doubt never permit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from propria.scope.odrl_compare import ORDERS, all_of, is_any, of_sets, ordered, ranked, same
from propria.scope.odrl_graph import Graph, Node, Term
from propria.scope.odrl_model import Action, Condition, Constraint, Kind, Logical, Policy, Rule, Thing
from propria.scope.odrl_words import CONFLICTS, ODRL, PARENTS, PROFILES, SAME_ACTION, odrl, short
from propria.scope.odrl_world import USAGE, Asked, World, is_before_usage, is_deadline

DEONTIC = {
    ("Active", "Performed", "permission"): "Fulfilled",
    ("Active", "Performed", "prohibition"): "Violated",
    ("Active", "Performed", "duty"): "Fulfilled",
    ("Active", "Unperformed", "prohibition"): "Fulfilled",
    ("Active", "Unperformed", "duty"): "Violated",
    ("Inactive", "Performed", "permission"): "Violated",
    ("Inactive", "Unperformed", "permission"): "Fulfilled",
}
REPORT = {"permission": "PermissionReport", "prohibition": "ProhibitionReport", "duty": "DutyReport"}


@dataclass(frozen=True)
class Premise:
    """One thing that must hold for a rule to be active, and what it rests on."""

    type: str
    satisfied: bool
    about: str = ""
    parts: tuple["Premise", ...] = ()

    @property
    def state(self) -> str:
        """`Satisfied` or `Unsatisfied`."""
        return "Satisfied" if self.satisfied else "Unsatisfied"


@dataclass(frozen=True)
class RuleReport:
    """A rule against one request: its states, its premises, and the duties that it waits on."""

    type: str
    rule: str
    request: str
    attempt: str
    activation: str
    performance: str
    deontic: str
    premises: tuple[Premise, ...]
    conditions: tuple["RuleReport", ...] = ()

    @property
    def active(self) -> bool:
        """Whether the rule is in effect."""
        return self.activation == "Active"


@dataclass(frozen=True)
class PolicyReport:
    """A policy against one request: `permit`, `deny` or `invalid`, why, and every rule."""

    policy: str
    request: str
    at: str
    decision: str
    why: str
    rules: tuple[RuleReport, ...]


def evaluate(policy: Policy, asked: tuple[Asked, ...], world: World) -> tuple[PolicyReport, ...]:
    """One report for each request; one without a request where nothing is asked."""
    return tuple(_policy_report(policy, each, world) for each in asked or (Asked.nothing(),))


def _policy_report(policy: Policy, asked: Asked, world: World) -> PolicyReport:
    reports = tuple(_rule_report(rule, asked, world) for rule in policy.rules)
    decision, why = _decide(policy, reports, asked)
    return PolicyReport(str(policy.node), asked.name, world.now_text, decision, why, reports)


def _decide(policy: Policy, reports: tuple[RuleReport, ...], asked: Asked) -> tuple[str, str]:
    may = [r for r in reports if r.active and r.type == REPORT["permission"]]
    permitted = [r.rule for r in may if all(duty.deontic == "Fulfilled" for duty in r.conditions)]
    prohibited = [r.rule for r in reports if r.active and r.type == REPORT["prohibition"]]
    barren = {odrl(name) for name in ("Offer", "Request", "Assertion")} & set(policy.classes)
    unknown = [profile for profile in policy.profiles if profile not in PROFILES]
    if policy.void:
        return "invalid", policy.void[0]
    if not asked.atoms:
        return "deny", "nothing is asked"
    if barren:
        return "deny", f"{short(min(barren))} grants nothing"
    if policy.missing:
        return "deny", f"it inherits from {', '.join(policy.missing)}, which is not here"
    if unknown:
        return "deny", f"its profile {unknown[0]} is not known here"
    match policy.conflict:
        case "perm" if permitted:
            return "permit", f"{permitted[0]} is active, and permissions win"
        case "prohibit" | "perm" if prohibited:
            return "deny", f"{prohibited[0]} is active"
        case _ if may and prohibited:
            return "invalid", f"{may[0].rule} and {prohibited[0]} are both active: the policy is void"
        case strategy if not {*strategy.split(",")} <= {*CONFLICTS, ""}:
            return "invalid", f"{strategy} is no conflict strategy"
    if prohibited:
        return "deny", f"{prohibited[0]} is active"
    if may and not permitted:
        return "deny", f"{may[0].rule} is active, and what it asks for first is not known to be done"
    return ("permit", f"{permitted[0]} is active") if permitted else ("deny", "no permission is active")


def _rule_report(rule: Rule, asked: Asked, world: World) -> RuleReport:
    """The rule's atoms against the request's, each request atom by the rule atom that comes nearest.

    What was done against a prohibition is made good by all of its remedies, an obligation done late by its consequences.
    """
    nearest = [_nearest(rule, atom, world) for atom in asked.atoms or (None,)]
    lean = min if rule.kind == "permission" else max
    premises = lean(nearest, key=_satisfied)
    beside = {"duty": rule.consequences, "prohibition": rule.remedies}.get(rule.kind, ())
    owed = (*rule.duties, *beside)
    conditions = tuple(_duty_report(duty, asked, world) for duty in owed)
    held = all(premise.satisfied for premise in premises)
    blocked = rule.kind == "permission" and any(each.deontic == "Violated" for each in conditions)
    activation = "Active" if held and not blocked else "Inactive"
    report = _report(rule, asked, activation, premises, conditions, world)
    is_late = rule.kind == "duty" and report.performance == "Performed"
    return _made_good(report) if rule.kind == "prohibition" or is_late else report


def _made_good(report: RuleReport) -> RuleReport:
    """No violation any more where all that makes it good is fulfilled."""
    done = report.conditions and all(each.deontic == "Fulfilled" for each in report.conditions)
    return replace(report, deontic="Fulfilled") if report.deontic == "Violated" and done else report


def _duty_report(duty: Rule, asked: Asked, world: World) -> RuleReport:
    """A duty is no request's: only its constraints are premises; what it asks for is told by the world.

    Consequences are owed beside the duty that was not done in time, never instead of it.
    """
    premises = tuple(
        condition_premise(c, "duty", Asked.nothing(), None, world)
        for c in duty.constraints
        if not is_deadline(c) and not is_before_usage(c)
    )
    late = any(is_deadline(c) and world.is_past(c) for c in duty.constraints)
    conditions = tuple(_duty_report(each, asked, world) for each in duty.consequences)
    activation = "Active" if all(premise.satisfied for premise in premises) else "Inactive"
    report = _report(duty, asked, activation, premises, conditions, world)
    if late and report.performance == "Unknown":
        deontic = DEONTIC.get((activation, "Unperformed", "duty"), "NonSet")
        report = replace(report, performance="Unperformed", deontic=deontic)
    return _made_good(report) if report.performance == "Performed" else report


def _report(
    rule: Rule,
    asked: Asked,
    activation: str,
    premises: tuple[Premise, ...],
    conditions: tuple[RuleReport, ...],
    world: World,
) -> RuleReport:
    performance, deontic = world.performance(rule)
    derived = DEONTIC.get((activation, performance, rule.kind), "NonSet")
    return RuleReport(
        type=REPORT[rule.kind],
        rule=str(rule.node),
        request=asked.rule,
        attempt="Attempted" if asked.atoms else "NotAttempted",
        activation=activation,
        performance=performance,
        deontic=deontic or derived,
        premises=premises,
        conditions=conditions,
    )


def _nearest(rule: Rule, atom: "Asked | None", world: World) -> tuple[Premise, ...]:
    return max(_atoms(rule, atom, world), key=_satisfied)


def _satisfied(premises: tuple[Premise, ...]) -> tuple[bool, int]:
    return all(p.satisfied for p in premises), sum(p.satisfied for p in premises)


def _atoms(rule: Rule, atom: "Asked | None", world: World) -> Iterator[tuple[Premise, ...]]:
    """Every atomic reading of a compact rule: one action, one target, one assignee."""
    conditions = tuple(
        condition_premise(c, rule.kind, atom or Asked.nothing(), None, world) for c in rule.constraints
    )
    actions: Iterable[Action | None] = rule.actions or (None,)
    targets: Iterable[Thing | None] = rule.targets or (None,)
    parties: Iterable[Thing | None] = rule.assignees or (None,)
    for action, target, party in product(actions, targets, parties):
        found: list[Premise] = []
        if target is not None:
            found.append(
                _thing_premise("TargetReport", target, rule.kind, atom, atom.target if atom else None, world)
            )
        if party is not None:
            found.append(
                _thing_premise("PartyReport", party, rule.kind, atom, atom.party if atom else None, world)
            )
        if action is not None:
            found.append(_action_premise(action, rule.kind, atom, world))
        yield (*found, *conditions)


def _action_premise(action: Action, kind: Kind, atom: Asked | None, world: World) -> Premise:
    asked = "" if atom is None or atom.action is None else str(atom.action)
    included = bool(asked) and reaches(action.iri, asked, kind, world.graph)
    parts = tuple(
        condition_premise(c, kind, atom or Asked.nothing(), None, world) for c in action.refinements
    )
    return Premise("ActionReport", included and all(p.satisfied for p in parts), action.iri, parts)


def reaches(ruled: str, asked: str, kind: Kind, graph: Graph) -> bool:
    """Whether a rule about `ruled` is about doing `asked`: the same, alike, included in it, or implied.

    A permission reaches what its action implies; a prohibition reaches what implies its action.
    """
    return (
        ruled in _above(asked, graph, implied=False)
        or (kind == "permission" and asked in _above(ruled, graph, implied=True, included=False))
        or (kind == "prohibition" and ruled in _above(asked, graph, implied=True))
    )


def _above(action: str, graph: Graph, *, implied: bool, included: bool = True) -> frozenset[str]:
    """The action and all that it is alike, is included in or implies, however far up."""
    words = [odrl("includedIn")] * included + [odrl("implies")] * implied
    ahead, seen = [action], {action}
    while ahead:
        here = ahead.pop()
        above = [same for old, same in SAME_ACTION.items() if here == old]
        above += [old for old, same in SAME_ACTION.items() if here == same]
        above += [PARENTS[here]] if included and here in PARENTS else []
        above += [node.name for node in graph.nodes(Node(here), *words)]
        fresh = [each for each in above if each not in seen]
        seen.update(fresh)
        ahead.extend(fresh)
    return frozenset(seen)


def _thing_premise(
    type_: str, wanted: Thing, kind: Kind, atom: Asked | None, asked: Term | None, world: World
) -> Premise:
    about = str(wanted.names[0])
    if asked is None:
        return Premise(type_, False, about)
    wholes = world.graph.wholes(asked)
    named = any(same(each, name) for each in wholes for name in wanted.names)
    parts = tuple(
        condition_premise(c, kind, atom or Asked.nothing(), asked, world) for c in wanted.refinements
    )
    if wanted.refinements and not named:
        named = len(wanted.names) == 1 and isinstance(wanted.names[0], Node) and wanted.names[0].blank
    return Premise(type_, named and all(p.satisfied for p in parts), about, parts)


def condition_premise(
    condition: Condition, kind: Kind, asked: Asked, member: Term | None, world: World
) -> Premise:
    """One condition; `member` is whom a refinement of a collection is about."""
    match condition:
        case Constraint():
            held = _holds(condition, kind, asked, member, world)
            return Premise("ConstraintReport", held, str(condition.node))
        case Logical():
            parts = tuple(condition_premise(p, kind, asked, member, world) for p in condition.parts)
            return Premise("ConstraintReport", _joined(condition.operator, parts), str(condition.node), parts)


def _joined(operator: str, parts: tuple[Premise, ...]) -> bool:
    count = sum(part.satisfied for part in parts)
    match operator:
        case "or":
            return count > 0
        case "xone":
            return count == 1
        case _:
            return bool(parts) and count == len(parts)


def _holds(constraint: Constraint, kind: Kind, asked: Asked, member: Term | None, world: World) -> bool:
    rights = (*constraint.right, *(v for r in constraint.references for v in world.referred(r)))
    rights = tuple(at for right in rights for at in (world.now if right == USAGE else (right,)))
    values = world.values(constraint.left, constraint.unit, asked, member)
    if constraint.problem:
        return False
    if is_any(rights):
        return constraint.operator == odrl("eq") or (constraint.operator == odrl("isNoneOf") and not values)
    if not rights or not values or len(rights) < len(constraint.references):
        return False
    values, rights = (tuple(ranked(constraint.left, t) for t in terms) for terms in (values, rights))
    operator = constraint.operator.removeprefix(ODRL)
    if operator == "isAllOf":
        return all_of(values, rights, world.graph)
    quantify = any if kind == "prohibition" else all
    return quantify(_compares(operator, value, rights, world.graph) for value in values)


def _compares(operator: str, value: Term, rights: Iterable[Term], graph: Graph) -> bool:
    if operator in ORDERS:
        return all(ordered(operator, value, right) is True for right in rights)
    return of_sets(operator, value, rights, graph) is True
