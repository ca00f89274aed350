"""What an evaluator is told: what is asked, and the state of the world, read from their graphs. Decides nothing.

Source: Contextual Inputs for ODRL Evaluators (`sotw:`), and the Request policies of ODRL 2.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from propria.scope.odrl_compare import same
from propria.scope.odrl_graph import Graph, Literal, Node, Term
from propria.scope.odrl_model import Constraint, Logical, Rule, read_policies
from propria.scope.odrl_words import DCT, ODRL, RDF, REPORTS, SOTW, odrl

_OPERANDS = {
    odrl("spatial"): "currentLocation",
    odrl("count"): "count",
    odrl("meteredTime"): "accumulatedTime",
    odrl("recipient"): "recipient",
    odrl("payAmount"): "paidAmount",
    odrl("event"): "event",
}
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
    context: tuple[tuple[str, Term], ...] = ()
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
            context = [pair for c in rule.constraints for pair in _equalities(c)]
            for action in rule.actions:
                context += [pair for c in action.refinements for pair in _equalities(c)]
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
    context: tuple[tuple[str, Term], ...],
    subjects: tuple[Node, ...],
) -> Asked:
    sides: list[Sequence[Term | None]] = [side or (None,) for side in (actions, targets, parties)]
    atoms = tuple(
        Asked(name, rule, action, target, party, context, subjects)
        for action, target, party in product(*sides)
    )
    return Asked(name, rule, atoms=atoms)


def _said(graph: Graph, terms: list[Term]) -> Iterator[tuple[str, Term]]:
    """What constraints of a context say with `eq`: the left operand and its value."""
    for term in terms:
        [left, right] = [graph.objects(term, odrl(f"{side}Operand")) for side in ("left", "right")]
        if left and graph.objects(term, odrl("operator")) == [Node(odrl("eq"))]:
            yield from ((str(left[0]), value) for value in graph.members(right))


def _equalities(condition: Constraint | Logical) -> Iterator[tuple[str, Term]]:
    match condition:
        case Constraint(operator=operator) if operator in (odrl("eq"), odrl("isAllOf")):
            yield from ((condition.left, value) for value in condition.right)
        case Logical(operator="and"):
            for part in condition.parts:
                yield from _equalities(part)


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

    def referred(self, reference: Term) -> list[Term]:
        """What a `rightOperandReference` stands for, as far as the world tells it."""
        return self.sotw.objects(reference, f"{RDF}value")

    def values(self, left: str, asked: Asked, member: Term | None) -> tuple[Term, ...]:
        """What is the case about a left operand: for a member its own property, else what is asked, then the world."""
        if member is not None:
            return tuple(self.graph.objects(member, left))
        if left == odrl("dateTime"):
            return self.now if len(self.now) == 1 else ()
        found = [value for name, value in asked.context if name == left]
        found += [value for node in asked.subjects for value in self.graph.objects(node, left)]
        if not found:
            found = list(self._in_the_world(left))
        if not found:
            about = [term for term in (asked.party, asked.target) if term is not None]
            found = [value for term in about for value in self.graph.objects(term, left)]
        return tuple(dict.fromkeys(found))

    def _in_the_world(self, left: str) -> Iterator[Term]:
        words = [left] + ([SOTW + _OPERANDS[left]] if left in _OPERANDS else [])
        for node in self.sotw.everyone():
            is_world = any(_last(name) in ("SotW", "Sotw") for name in self.sotw.types(node))
            for value in self.sotw.objects(node, *(words if is_world else words[1:])):
                yield next(iter(self.sotw.objects(value, f"{RDF}value")), value)
            if is_world:
                contexts = self.sotw.objects(node, f"{SOTW}context")
                yield from (value for name, value in _said(self.sotw, contexts) if name == left)

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
                return not rule.constraints and not any(action.refinements for action in rule.actions)
        return False


def _last(iri: str) -> str:
    return iri.removeprefix(ODRL).replace("#", "/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
