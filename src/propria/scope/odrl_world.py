"""What an evaluator is told: what is asked, and the state of the world, read from their graphs. Decides nothing.

Source: Contextual Inputs for ODRL Evaluators (`sotw:`), and the Request policies of ODRL 2.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from propria.scope.odrl_compare import ordered, same
from propria.scope.odrl_graph import Graph, Literal, Node, Term
from propria.scope.odrl_model import Condition, Constraint, Logical, Rule, read_policies
from propria.scope.odrl_words import DCT, ODRL, RDF, REPORTS, SOTW, odrl

_OPERANDS = {
    odrl("spatial"): "currentLocation",
    odrl("count"): "count",
    odrl("meteredTime"): "accumulatedTime",
    odrl("recipient"): "recipient",
    odrl("payAmount"): "paidAmount",
    odrl("event"): "event",
}
USAGE = Node(odrl("policyUsage"))
"""ODRL's word for the moment at which a policy is used: here the moment of the world."""
_BEFORE = (odrl("lt"), odrl("lteq"))
Said = tuple[str, Term, str]
"""A left operand, its value, and the unit that it is said in (`""` for none)."""
_PERFORMANCES = ("Performed", "Unperformed", "Unknown")
_DEONTIC = ("Fulfilled", "Violated", "NonSet")


@dataclass(frozen=True)
class Asked:
    """One thing asked for, or a request of several (`atoms`); `context` is what it says of itself."""

    name: str = ""
    rule: str = ""
    action: Term | None = None
    target: Term | None = None
    party: Term | None = None
    context: tuple[Said, ...] = ()
    subjects: tuple[Node, ...] = ()
    atoms: tuple["Asked", ...] = ()

    @classmethod
    def nothing(cls) -> "Asked":
        """No request."""
        return cls()


def read_requests(graph: Graph) -> tuple[Asked, ...]:
    """Every rule of every request of a graph; a graph with no request but with a policy asks what it permits."""
    return (*_evaluation_requests(graph), *_policy_requests(graph))


def _evaluation_requests(graph: Graph) -> Iterator[Asked]:
    for node in graph.everyone():
        if graph.objects(node, f"{SOTW}requestedAction"):
            context = tuple(_said(graph, graph.objects(node, f"{SOTW}context")))
            yield _asked(
                str(node),
                str(node),
                graph.objects(node, f"{SOTW}requestedAction"),
                graph.objects(node, f"{SOTW}requestedTarget"),
                graph.objects(node, f"{SOTW}requestingParty"),
                context,
                (node,),
            )


def _policy_requests(graph: Graph) -> Iterator[Asked]:
    policies = read_policies(graph)
    requests = [p for p in policies if odrl("Request") in p.classes] or policies
    for policy in requests:
        for rule in policy.of_kind("permission"):
            context = [said for c in rule.constraints for said in _equalities(c)]
            for action in rule.actions:
                context += [said for c in action.refinements for said in _equalities(c)]
            context += _said(graph, graph.objects(policy.node, f"{SOTW}context"))
            yield _asked(
                str(policy.node),
                str(rule.node),
                [Node(action.iri) for action in rule.actions],
                [thing.names[-1] for thing in rule.targets],
                [thing.names[-1] for thing in rule.assignees],
                tuple(context),
                (rule.node, policy.node),
            )


def _asked(
    name: str,
    rule: str,
    actions: list[Term],
    targets: list[Term],
    parties: list[Term],
    context: tuple[Said, ...],
    subjects: tuple[Node, ...],
) -> Asked:
    sides: list[Sequence[Term | None]] = [side or (None,) for side in (actions, targets, parties)]
    atoms = tuple(
        Asked(name, rule, action, target, party, context, subjects)
        for action, target, party in product(*sides)
    )
    return Asked(name, rule, atoms=atoms)


def _said(graph: Graph, terms: list[Term]) -> Iterator[Said]:
    """What constraints of a context say with `eq`."""
    for term in terms:
        [left, right] = [graph.objects(term, odrl(f"{side}Operand")) for side in ("left", "right")]
        if left and graph.objects(term, odrl("operator")) == [Node(odrl("eq"))]:
            unit = _unit(graph, term)
            yield from ((str(left[0]), value, unit) for value in graph.members(right))


def _unit(graph: Graph, term: Term) -> str:
    return ", ".join(str(unit) for unit in graph.objects(term, odrl("unit")))


def _equalities(condition: Constraint | Logical) -> Iterator[Said]:
    match condition:
        case Constraint(operator=operator) if operator in (odrl("eq"), odrl("isAllOf")):
            yield from ((condition.left, value, condition.unit) for value in condition.right)
        case Logical(operator="and"):
            for part in condition.parts:
                yield from _equalities(part)


def is_deadline(condition: Condition) -> bool:
    """Whether a duty is to be done before a time."""
    return _is_before(condition, odrl("dateTime"))


def is_before_usage(condition: Condition) -> bool:
    """Whether a duty is to be done before what it is owed for: it is never done later than it is looked at."""
    plain = _is_before(condition, odrl("event"), odrl("dateTime"))
    return plain and isinstance(condition, Constraint) and condition.right == (USAGE,)


def _is_before(condition: Condition, *left: str) -> bool:
    if not isinstance(condition, Constraint) or condition.problem:
        return False
    return condition.left in left and condition.operator in _BEFORE


class World:
    """The state of the world, with what the policy and the request say of members and kinds."""

    def __init__(self, sotw: Graph, *others: Graph) -> None:
        self.graph = sum(others, sotw)
        self.sotw = sotw
        self.now = tuple(dict.fromkeys(self._times()))

    @property
    def now_text(self) -> str:
        """The time as the world writes it; `""` where it tells none."""
        return str(self.now[0]) if self.now else ""

    def _times(self) -> Iterator[Term]:
        for node in self.sotw.everyone():
            said = [p for p in self.sotw.predicates(node) if _last(p) == "currentTime"]
            for value in self.sotw.objects(node, *said):
                yield value if isinstance(value, Literal) else next(iter(self._dated(value)), value)
            if _last(node.name) == "currentTime":
                yield from self._dated(node)

    def _dated(self, node: Term) -> list[Term]:
        return self.sotw.objects(node, f"{DCT}issued", f"{RDF}value", f"{DCT}date")

    def is_past(self, deadline: Condition) -> bool:
        """Whether the time before which a duty is to be done is over."""
        return isinstance(deadline, Constraint) and any(
            ordered(deadline.operator.removeprefix(ODRL), now, right) is False
            for now in self.now
            for right in deadline.right
        )

    def referred(self, reference: Term) -> list[Term]:
        """What a `rightOperandReference` stands for, as far as the world tells it."""
        return self.sotw.objects(reference, f"{RDF}value")

    def values(self, left: str, unit: str, asked: Asked, member: Term | None) -> tuple[Term, ...]:
        """What is the case about a left operand: for a member its own property, else what is asked, then the world.

        Where one of them is said in another unit, nothing is known.
        """
        if member is not None:
            return tuple(self.graph.objects(member, left))
        if left == odrl("dateTime"):
            return self.now if len(self.now) == 1 else ()
        found = [(value, of) for name, value, of in asked.context if name == left]
        found += [(value, "") for node in asked.subjects for value in self.graph.objects(node, left)]
        if not found:
            found = list(self._in_the_world(left))
        if not found:
            about = [term for term in (asked.party, asked.target) if term is not None]
            found = [(value, "") for term in about for value in self.graph.objects(term, left)]
        if unit and any(of not in ("", unit) for _, of in found):
            return ()
        return tuple(dict.fromkeys(value for value, _ in found))

    def _in_the_world(self, left: str) -> Iterator[tuple[Term, str]]:
        words = [left] + ([SOTW + _OPERANDS[left]] if left in _OPERANDS else [])
        for node in self.sotw.everyone():
            is_world = any(_last(name) in ("SotW", "Sotw") for name in self.sotw.types(node))
            for value in self.sotw.objects(node, *(words if is_world else words[1:])):
                yield next(iter(self.sotw.objects(value, f"{RDF}value")), value), _unit(self.sotw, value)
            if is_world:
                contexts = self.sotw.objects(node, f"{SOTW}context")
                yield from ((value, unit) for name, value, unit in _said(self.sotw, contexts) if name == left)

    def performance(self, rule: Rule) -> tuple[str, str]:
        """What earlier reports say of a rule: performed or not, and its deontic state (`""` if not told)."""
        told = [n for space in REPORTS for n in self.sotw.subjects(rule.node, f"{space}rule")]
        performances = self._states(told, "performanceState", _PERFORMANCES)
        deontic = self._states(told, "deonticState", _DEONTIC)
        if not performances and self._was_done(rule):
            performances = ["Performed"]
        worst = next((state for state in ("Violated", "NonSet", "Fulfilled") if state in deontic), "")
        known = [state for state in _PERFORMANCES if state in performances]
        return (known[0] if len(known) == 1 else "Unknown"), worst

    def _states(self, told: list[Node], word: str, states: tuple[str, ...]) -> list[str]:
        words = [space + word for space in REPORTS]
        found = [_last(str(value)) for node in told for value in self.sotw.objects(node, *words)]
        return [state for state in found if state in states]

    def _was_done(self, rule: Rule) -> bool:
        """Whether the world names a doing that is this rule's: its action, by its assignee, on its target."""
        done = [n for node in self.sotw.everyone() for n in self.sotw.nodes(node, f"{SOTW}action")]
        wanted = {action.iri for action in rule.actions}
        for node in done:
            names = {str(term) for term in self.sotw.objects(node, odrl("action"))} | self.sotw.types(node)
            parties, targets = (
                self.sotw.objects(node, odrl("assignee")),
                self.sotw.objects(node, odrl("target")),
            )
            if wanted & names and all(
                any(same(name, thing) for each in things for name in each.names for thing in said)
                for things, said in ((rule.assignees, parties), (rule.targets, targets))
                if things
            ):
                return self._is_in_time(rule) and not any(action.refinements for action in rule.actions)
        return False

    def _is_in_time(self, rule: Rule) -> bool:
        """Whether what was done at a time that is not told met all the rule's conditions: deadlines that are still open."""
        return all(
            is_before_usage(c) or (is_deadline(c) and bool(self.now) and not self.is_past(c))
            for c in rule.constraints
        )


def _last(iri: str) -> str:
    return iri.removeprefix(ODRL).replace("#", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
