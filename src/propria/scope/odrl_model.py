"""A policy of ODRL 2.2 as it stands in a graph: rules, parties, assets, constraints. Reads; decides nothing.

What cannot be understood is kept by name in `unread`, so that a reader who must not widen can refuse it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from typing import Literal as OneOf

from propria.scope.odrl_graph import Graph, Node, Term
from propria.scope.odrl_words import CC, DCT, FUNCTIONS, LOGICAL, ODRL, POLICIES, RDF, TYPE, odrl

DEEPEST = 60

Kind = OneOf["permission", "prohibition", "duty"]

_RULES: tuple[tuple[str, Kind], ...] = (
    (odrl("permission"), "permission"),
    (odrl("prohibition"), "prohibition"),
    (odrl("obligation"), "duty"),
    (odrl("duty"), "duty"),
)
_CC_RULES: tuple[tuple[str, Kind], ...] = (
    (f"{CC}permits", "permission"),
    (f"{CC}prohibits", "prohibition"),
    (f"{CC}requires", "duty"),
)
_RULE_WORDS = frozenset(
    odrl(name)
    for name in (
        "action", "target", "output", "relation", "function", "constraint", "refinement", "duty", "obligation",
        "consequence", "remedy", "failure", "uid", *FUNCTIONS,
    )
) | {TYPE}  # fmt: skip
_CONSTRAINT_WORDS = frozenset(
    odrl(name)
    for name in ("leftOperand", "operator", "rightOperand", "rightOperandReference", "unit", "dataType",
                 "status", "uid", "operand", *LOGICAL)
) | {TYPE}  # fmt: skip
_METADATA = (
    "http://purl.org/dc/", "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/",
    "http://xmlns.com/foaf/", "http://schema.org/", "https://schema.org/", "http://www.w3.org/2002/07/owl#",
    "http://www.w3.org/ns/prov#", "http://www.w3.org/2006/vcard/", "http://www.w3.org/ns/dcat#",
    *(f"{CC}{name}" for name in ("legalcode", "jurisdiction", "licenseClass", "deprecatedOn", "useGuidelines",
                                 "attributionName", "attributionURL", "license")),
)  # fmt: skip


@dataclass(frozen=True)
class Constraint:
    """One comparison; `problem` says why it cannot be read, `""` where it can."""

    node: Node
    left: str
    operator: str
    right: tuple[Term, ...]
    references: tuple[Term, ...] = ()
    unit: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Logical:
    """Several conditions under `and`, `or`, `xone` or `andSequence`."""

    node: Node
    operator: str
    parts: tuple["Condition", ...]


Condition = Constraint | Logical


@dataclass(frozen=True)
class Thing:
    """A party or an asset: every name it goes by; whether it is a collection; what narrows it."""

    names: tuple[Term, ...]
    collection: bool = False
    refinements: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Action:
    """An action by its IRI, and what narrows it."""

    iri: str
    refinements: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A permission, prohibition or duty, with the duties under it."""

    kind: Kind
    node: Node
    actions: tuple[Action, ...] = ()
    targets: tuple[Thing, ...] = ()
    assignees: tuple[Thing, ...] = ()
    assigners: tuple[Thing, ...] = ()
    parties: tuple[tuple[str, Thing], ...] = ()
    constraints: tuple[Condition, ...] = ()
    duties: tuple["Rule", ...] = ()
    consequences: tuple["Rule", ...] = ()
    remedies: tuple["Rule", ...] = ()
    values: tuple[Term, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """A policy with all that it inherits: classes, conflict strategy (`""` where it has none, all with commas), rules.

    `missing` names the policies that it inherits from and that are not in the graph; `void` says why the information
    model lets none of it hold.
    """

    node: Node
    classes: tuple[str, ...]
    profiles: tuple[str, ...]
    conflict: str
    rules: tuple[Rule, ...]
    missing: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())

    def of_kind(self, kind: Kind) -> tuple[Rule, ...]:
        """The rules of one kind, in order."""
        return tuple(rule for rule in self.rules if rule.kind == kind)


def read_policies(graph: Graph) -> tuple[Policy, ...]:
    """Every policy of a graph, in order of their names; none where it holds none."""
    return tuple(_Reader(graph).policy(node) for node in _policy_nodes(graph))


def _policy_nodes(graph: Graph) -> Iterator[Node]:
    classes = {odrl(name) for name in POLICIES} | {f"{CC}License"}
    words = {word for word, _ in (*_RULES[:3], *_CC_RULES)} | {odrl("inheritFrom")}
    for node in graph.everyone():
        if not graph.types(node).isdisjoint(classes) or not words.isdisjoint(graph.predicates(node)):
            yield node


@dataclass
class _Reader:
    """Reads one graph; `open` holds the nodes being read, so that a graph that loops ends."""

    graph: Graph
    open: set[tuple[str, Node]] = field(default_factory=set)

    def policy(self, node: Node) -> Policy:
        graph = self.graph
        above, missing = self._inherited(node)
        family, shared = (node, *above), self._shared(node)
        for each in above:
            shared = _beside(shared, self._shared(each))
        said = [term for each in family for term in graph.objects(each, odrl("conflict"))]
        conflicts = {str(term).removeprefix(ODRL) for term in said}
        rules = [rule for each in family for rule in self._rules(each, shared)]
        known = {word for word, _ in (*_RULES, *_CC_RULES)} | _RULE_WORDS
        known |= {odrl("profile"), odrl("inheritFrom"), odrl("conflict"), odrl("inheritRelation")}
        return Policy(
            node=node,
            classes=tuple(sorted(graph.types(node))),
            profiles=tuple(dict.fromkeys(str(p) for e in family for p in graph.objects(e, odrl("profile")))),
            conflict=",".join(sorted(conflicts)),
            rules=tuple(rules),
            missing=tuple(missing),
            void=tuple(self._void(family, rules)),
            unread=self._unread(node, known),
        )

    def _inherited(self, node: Node) -> tuple[list[Node], list[str]]:
        found: list[Node] = []
        missing: list[str] = []
        ahead = list(self.graph.objects(node, odrl("inheritFrom")))
        while ahead:
            parent = ahead.pop(0)
            if not isinstance(parent, Node) or not self.graph.predicates(parent):
                missing.append(str(parent))
            elif parent not in (node, *found):
                found.append(parent)
                ahead.extend(self.graph.objects(parent, odrl("inheritFrom")))
        return found, missing

    def _void(self, family: tuple[Node, ...], rules: list[Rule]) -> Iterator[str]:
        """Why nothing of a policy holds. Source: ODRL Information Model 2.2, sections 2.1.3, 2.8 and 2.9."""
        graph, parents = self.graph, {each: self.graph.nodes(each, odrl("inheritFrom")) for each in family}
        for each in family:
            yield from (f"{each} is replaced by {new}" for new in graph.objects(each, f"{DCT}isReplacedBy"))
        try:
            TopologicalSorter(parents).prepare()
        except CycleError:
            yield "it inherits from itself"
        if odrl("Agreement") in graph.types(family[0]) and not any(
            r.assigners and r.assignees for r in rules
        ):
            yield "an agreement names who assigns and who is assigned in one of its rules"

    def _rules(self, policy: Node, shared: Rule) -> Iterator[Rule]:
        for word, kind in _RULES:
            for node in self.graph.nodes(policy, word):
                yield _compact(self.rule(node, kind), shared)
        owed = tuple(self._cc_rule("duty", node) for node in self.graph.nodes(policy, f"{CC}requires"))
        for word, kind in _CC_RULES[:2]:
            for node in self.graph.nodes(policy, word):
                rule = _compact(self._cc_rule(kind, node), shared)
                yield replace(rule, duties=owed) if kind == "permission" else rule

    def _cc_rule(self, kind: Kind, node: Node) -> Rule:
        return Rule(kind, node, actions=(Action(node.name),))

    def _shared(self, policy: Node) -> Rule:
        graph = self.graph
        attached = graph.subjects(policy, odrl("hasPolicy"))
        rule = self.rule(policy, "duty", nested=False)
        return replace(
            rule,
            targets=(*rule.targets, *(self.thing(node) for node in attached)),
            assignees=(*rule.assignees, *(self.thing(n) for n in graph.subjects(policy, odrl("assigneeOf")))),
            assigners=(*rule.assigners, *(self.thing(n) for n in graph.subjects(policy, odrl("assignerOf")))),
        )

    def rule(self, node: Node, kind: Kind, *, nested: bool = True) -> Rule:
        """One rule; `nested` reads the duties under it."""
        graph = self.graph
        if ("rule", node) in self.open or len(self.open) >= DEEPEST:
            return Rule(kind, node, unread=("a rule under itself, or too deep",))
        self.open.add(("rule", node))
        try:
            functions = tuple(
                (name, self.thing(party))
                for name in FUNCTIONS[2:]
                for party in graph.objects(node, odrl(name))
            )
            return Rule(
                kind=kind,
                node=node,
                actions=tuple(self.action(each) for each in self._all(node, "action")),
                targets=tuple(self.thing(each) for each in self._all(node, "target")),
                assignees=tuple(self.thing(each) for each in self._all(node, "assignee")),
                assigners=tuple(self.thing(each) for each in self._all(node, "assigner")),
                parties=functions,
                constraints=self.conditions(node, "constraint"),
                duties=self._under(node, "duty", "obligation") if nested else (),
                consequences=self._under(node, "consequence") if nested else (),
                remedies=self._under(node, "remedy", "failure") if nested else (),
                values=tuple(graph.members(graph.objects(node, "propria:value"))),
                unread=self._unread(node, _RULE_WORDS | {"propria:value"}) if nested else (),
            )
        finally:
            self.open.discard(("rule", node))

    def _under(self, node: Node, *words: str) -> tuple[Rule, ...]:
        return tuple(self.rule(each, "duty") for word in words for each in self.graph.nodes(node, odrl(word)))

    def _all(self, node: Node, word: str) -> list[Term]:
        return self.graph.members(self.graph.objects(node, odrl(word)))

    def action(self, term: Term) -> Action:
        """An action, said by its IRI or as a node with a value and refinements."""
        said = self.graph.objects(term, f"{RDF}value")
        named = said[0] if len(said) == 1 else term
        refined = self.conditions(term, "refinement", "constraint") if isinstance(term, Node) else ()
        return Action(str(named), refined)

    def thing(self, term: Term) -> Thing:
        """A party or an asset, by every name that it has."""
        graph = self.graph
        names = [term, *graph.objects(term, odrl("source"), odrl("uid"))]
        collection = not graph.types(term).isdisjoint({odrl("AssetCollection"), odrl("PartyCollection")})
        refined = self.conditions(term, "refinement") if isinstance(term, Node) else ()
        return Thing(tuple(dict.fromkeys(names)), collection or len(names) > 1 or bool(refined), refined)

    def conditions(self, node: Term, *words: str) -> tuple[Condition, ...]:
        """The constraints or refinements of a node."""
        found = self.graph.members(self.graph.objects(node, *(odrl(word) for word in words)))
        return tuple(self.condition(each) for each in found)

    def condition(self, term: Term) -> Condition:
        """A constraint, or a logical one with its parts."""
        if not isinstance(term, Node) or ("condition", term) in self.open or len(self.open) >= DEEPEST:
            return Constraint(Node(str(term)), "", "", (), problem="it is not a constraint")
        self.open.add(("condition", term))
        try:
            graph = self.graph
            joined = [name for name in LOGICAL if graph.objects(term, odrl(name))]
            if len(joined) == 1 and not graph.objects(term, odrl("leftOperand")):
                parts = graph.members(graph.objects(term, odrl(joined[0])))
                return Logical(term, joined[0], tuple(self.condition(part) for part in parts))
            return self._constraint(term, joined)
        finally:
            self.open.discard(("condition", term))

    def _constraint(self, node: Node, joined: list[str]) -> Constraint:
        graph = self.graph
        left = graph.objects(node, odrl("leftOperand"))
        operator = graph.objects(node, odrl("operator"))
        right = graph.members(graph.objects(node, odrl("rightOperand")))
        references = graph.objects(node, odrl("rightOperandReference"))
        problem = ""
        if len(left) != 1 or len(operator) != 1 or joined:
            problem = "it has not one left operand and one operator"
        elif not right and not references:
            problem = "it has no right operand"
        elif extra := self._unread(node, _CONSTRAINT_WORDS):
            problem = f"it says {', '.join(extra)}"
        return Constraint(
            node=node,
            left=str(left[0]) if left else "",
            operator=str(operator[0]) if operator else "",
            right=tuple(right),
            references=tuple(references),
            unit=", ".join(str(unit) for unit in graph.objects(node, odrl("unit"))),
            problem=problem,
        )

    def _unread(self, node: Node, known: Iterable[str]) -> tuple[str, ...]:
        read = frozenset(known)
        return tuple(
            word
            for word in self.graph.predicates(node)
            if word not in read and not word.startswith(_METADATA) and word != "propria:kind"
        )


def _beside(one: Rule, other: Rule) -> Rule:
    """What two policies say for all the rules of the one that inherits."""
    return replace(
        one,
        actions=(*one.actions, *other.actions),
        targets=(*one.targets, *other.targets),
        assignees=(*one.assignees, *other.assignees),
        assigners=(*one.assigners, *other.assigners),
        constraints=(*one.constraints, *other.constraints),
    )


def _compact(rule: Rule, shared: Rule) -> Rule:
    """A rule with what its policy says for all its rules; what a permission says itself is not added to."""
    adds = rule.kind == "prohibition"
    return replace(
        rule,
        actions=(*rule.actions, *shared.actions) if adds or not rule.actions else rule.actions,
        targets=(*rule.targets, *shared.targets) if adds or not rule.targets else rule.targets,
        assignees=(*rule.assignees, *shared.assignees) if adds or not rule.assignees else rule.assignees,
        assigners=rule.assigners or shared.assigners,
        constraints=(*rule.constraints, *shared.constraints),
    )
