"""Whether the rules of a graph's policies can hold together, in three values: yes, no, and not to be told. Pure.

A permission (or what must be done) and a prohibition conflict where one doing may fall under both. Two
permissions of two policies, an offer and what is sought, conflict where their constraints leave nothing in
common. What rests on a hierarchy that the graph does not tell is Unknown: absence of a fact is no fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from propria.scope.odrl_compare import moments, number, ordered, same, within
from propria.scope.odrl_evaluate import reaches
from propria.scope.odrl_graph import Graph, Literal, Term
from propria.scope.odrl_model import Condition, Constraint, Policy, Rule, Thing, read_policies
from propria.scope.odrl_words import ODRL

MOST_ALTERNATIVES = 64
MOST_PAIRS = 20_000
_ATOMS = {"eq": "is", "neq": "not", "isA": "in", "isPartOf": "in", "hasPart": "over"}
_ORDERS = frozenset({"lt", "lteq", "gt", "gteq"})

Tri = bool | None
Atom = tuple[str, Term]


@dataclass(frozen=True)
class Pair:
    """Two rules and what is between them: `Conflict`, `Compatible` or `Unknown`; `refines` where told."""

    one: str
    other: str
    verdict: str
    why: str
    refines: bool = False


@dataclass(frozen=True)
class Conflicts:
    """The verdict on a graph: the gravest of its pairs."""

    verdict: str
    pairs: tuple[Pair, ...]

    @property
    def refines(self) -> bool:
        """Whether one permission asks all that another asks, and more, and nothing conflicts."""
        return self.verdict == "Compatible" and any(pair.refines for pair in self.pairs)


def conflicts_of(graph: Graph) -> Conflicts:
    """What is between the rules of all the policies of a graph."""
    pairs = tuple(_pairs(read_policies(graph), graph))
    verdicts = {pair.verdict for pair in pairs}
    gravest = next((v for v in ("Conflict", "Unknown") if v in verdicts), "Compatible")
    return Conflicts(gravest, pairs)


def _pairs(policies: tuple[Policy, ...], graph: Graph) -> Iterator[Pair]:
    placed = [(number, rule) for number, policy in enumerate(policies) for rule in _all_rules(policy)]
    for seen, ((here, one), (there, other)) in enumerate(combinations(placed, 2)):
        if seen >= MOST_PAIRS:
            yield Pair("", "", "Unknown", f"more than {MOST_PAIRS} pairs of rules")
            return
        kinds = {one.kind, other.kind}
        if one.node != other.node and "prohibition" in kinds and len(kinds) == 2:
            yield _opposed(one, other, graph)
        elif kinds == {"permission"} and here != there and _about_one(one, other, graph):
            yield _alongside(one, other, graph)


def _all_rules(policy: Policy) -> Iterator[Rule]:
    for rule in policy.rules:
        yield rule
        yield from (duty for duty in rule.duties if rule.kind == "permission")


def _opposed(one: Rule, other: Rule, graph: Graph) -> Pair:
    together = _all(
        _actions(one, other, graph),
        _things(one.targets, other.targets, graph),
        _things(one.assignees, other.assignees, graph),
        _constraints(one, other, graph),
    )
    verdict = {True: "Conflict", False: "Compatible", None: "Unknown"}[together]
    why = {
        True: "one doing falls under both",
        False: "nothing falls under both",
        None: "whether anything falls under both rests on what is not told",
    }
    return Pair(str(one.node), str(other.node), verdict, why[together])


def _alongside(one: Rule, other: Rule, graph: Graph) -> Pair:
    together = _constraints(one, other, graph)
    verdict = {True: "Compatible", False: "Conflict", None: "Unknown"}[together]
    why = {
        True: "something satisfies both",
        False: "nothing satisfies both",
        None: "whether anything satisfies both rests on what is not told",
    }
    narrower = together is True and (_asks_more(one, other) or _asks_more(other, one))
    return Pair(str(one.node), str(other.node), verdict, why[together], narrower)


def _asks_more(narrow: Rule, wide: Rule) -> bool:
    """Whether one rule has every constraint of the other, and more."""
    asked = [
        {(c.left, c.operator, c.right) for c in rule.constraints if isinstance(c, Constraint)}
        for rule in (narrow, wide)
    ]
    plain = all(isinstance(c, Constraint) for rule in (narrow, wide) for c in rule.constraints)
    return plain and asked[0] > asked[1]


def _about_one(one: Rule, other: Rule, graph: Graph) -> bool:
    return (
        _all(
            _actions(one, other, graph),
            _things(one.targets, other.targets, graph),
            _things(one.assignees, other.assignees, graph),
        )
        is not False
    )


def _all(*parts: Tri) -> Tri:
    if False in parts:
        return False
    return None if None in parts else True


def _any(parts: Iterable[Tri]) -> Tri:
    found = list(parts)
    if True in found:
        return True
    return None if None in found else False


def _actions(one: Rule, other: Rule, graph: Graph) -> Tri:
    if not one.actions or not other.actions:
        return True
    meet = any(
        reaches(a.iri, b.iri, one.kind, graph) or reaches(b.iri, a.iri, other.kind, graph)
        for a, b in product(one.actions, other.actions)
    )
    refined = any(action.refinements for action in (*one.actions, *other.actions))
    return (None if refined else True) if meet else False


def _things(one: tuple[Thing, ...], other: tuple[Thing, ...], graph: Graph) -> Tri:
    if not one or not other:
        return True
    return _any(_thing(a, b, graph) for a, b in product(one, other))


def _thing(one: Thing, other: Thing, graph: Graph) -> Tri:
    related = any(within(a, b, graph) or within(b, a, graph) for a, b in product(one.names, other.names))
    shared = related or _common_part(one.names, other.names, graph)
    if not shared:
        return None if one.refinements or other.refinements else False
    return None if one.refinements or other.refinements else True


def _common_part(one: Iterable[Term], other: Iterable[Term], graph: Graph) -> bool:
    ones, others = frozenset(one), frozenset(other)
    return any(
        not graph.wholes(part).isdisjoint(ones) and not graph.wholes(part).isdisjoint(others)
        for part in graph.everyone()
    )


def _constraints(one: Rule, other: Rule, graph: Graph) -> Tri:
    sides = [_alternatives(_conditions(rule)) for rule in (one, other)]
    if len(sides[0]) * len(sides[1]) > MOST_ALTERNATIVES**2:
        return None
    return _any(_conjunction([*a, *b], graph) for a, b in product(*sides))


def _conditions(rule: Rule) -> tuple[Condition, ...]:
    return (*rule.constraints, *(c for action in rule.actions for c in action.refinements))


def _alternatives(conditions: tuple[Condition, ...]) -> list[list[Constraint | None]]:
    """The conditions as alternatives of conjunctions; None stands for what cannot be told."""
    found: list[list[Constraint | None]] = [[]]
    for condition in conditions:
        found = [[*one, *more] for one in found for more in _of_condition(condition)]
        if len(found) > MOST_ALTERNATIVES:
            return [[None]]
    return found


def _of_condition(condition: Condition) -> list[list[Constraint | None]]:
    if isinstance(condition, Constraint):
        return [[None if condition.problem or condition.references else condition]]
    if condition.operator in ("and", "andSequence"):
        return _alternatives(condition.parts)
    parts = [each for part in condition.parts for each in _of_condition(part)]
    if condition.operator == "xone" and len(condition.parts) > 1:
        return [[*each, None] for each in parts]
    return parts or [[None]]


def _conjunction(constraints: list[Constraint | None], graph: Graph) -> Tri:
    """Whether something satisfies them all: operands are independent, one operand's constraints are not."""
    by_left: dict[str, list[Constraint]] = {}
    unknown = None in constraints
    for each in constraints:
        if each is not None:
            by_left.setdefault(each.left, []).append(each)
    found = _all(*(_one_operand(group, graph) for group in by_left.values()))
    return None if found is True and unknown else found


def _one_operand(group: list[Constraint], graph: Graph) -> Tri:
    clauses = [clause for constraint in group for clause in _clauses(constraint)]
    if any(clause is None for clause in clauses):
        return None
    told = [clause for clause in clauses if clause is not None]
    choices = list(product(*told)) if len(told) <= 8 else []
    if not choices or len(choices) > MOST_ALTERNATIVES**2:
        return None
    return _any(_atoms(choice, graph) for choice in choices)


def _clauses(constraint: Constraint) -> list[list[Atom] | None]:
    """A constraint as a conjunction of disjunctions of atoms; None where the operator is not known."""
    operator = constraint.operator.removeprefix(ODRL)
    right = constraint.right
    match operator:
        case "isAnyOf":
            return [[("in", each) for each in right]]
        case "isNoneOf":
            return [[("out", each)] for each in right]
        case "isAllOf":
            return [[("in", each)] for each in right]
        case _ if operator in _ORDERS and len(right) == 1:
            return [[(operator, right[0])]]
        case _ if operator in _ATOMS:
            return [[(_ATOMS[operator], each)] for each in right]
        case _:
            return [None]


def _atoms(atoms: tuple[Atom, ...], graph: Graph) -> Tri:
    met = _all(*(_meet(a, b, graph) for a, b in combinations(atoms, 2)))
    loose = len(atoms) > 2 and not any(name == "is" for name, _ in atoms) and not _all_ordered(atoms)
    return None if met is True and loose else met


def _all_ordered(atoms: tuple[Atom, ...]) -> bool:
    return all(name in _ORDERS for name, _ in atoms)


def _meet(one: Atom, other: Atom, graph: Graph) -> Tri:
    (name, value), (other_name, other_value) = one, other
    if name in _ORDERS or other_name in _ORDERS:
        return _of_orders(one, other)
    found = _of_names(name, value, other_name, other_value, graph)
    return _of_names(other_name, other_value, name, value, graph) if found == "turn" else found  # type: ignore[return-value]


def _of_orders(one: Atom, other: Atom) -> Tri:
    (name, value), (other_name, other_value) = one, other
    if name == "is":
        return ordered(other_name, value, other_value)
    if other_name == "is":
        return ordered(name, other_value, value)
    if {name, other_name} - _ORDERS or not (_comparable(value, other_value)):
        return True if {name, other_name} & {"not", "out"} and _comparable(value, other_value) else None
    if name[0] == other_name[0]:
        return True
    low, high = (one, other) if name[0] == "g" else (other, one)
    if ordered("lt", low[1], high[1]):
        return True
    return low[0] == "gteq" and high[0] == "lteq" and ordered("eq", low[1], high[1]) is True


def _comparable(one: Term, other: Term) -> bool:
    return any(read(one) is not None and read(other) is not None for read in (moments, number))


def _of_names(name: str, value: Term, other_name: str, other: Term, graph: Graph) -> Tri | str:
    alike = same(value, other) or ordered("eq", value, other) is True
    inside, outside = within(value, other, graph), within(other, value, graph)
    match name, other_name:
        case "is", "is":
            return alike
        case "is", "not":
            return not alike
        case "is", "in":
            return True if inside or alike else _unless_literal(value, other, told=False)
        case "is", "out":
            return False if inside or alike else _unless_literal(value, other, told=True)
        case "is", "over":
            return True if outside or alike else None
        case "in", "in":
            near = alike or inside or outside or _common_part([value], [other], graph)
            return True if near else _unless_literal(value, other, told=False)
        case "in", "not":
            return None if alike else True
        case "in", "out":
            if inside or alike:
                return False
            return True if outside else _unless_literal(value, other, told=True)
        case "in", "over":
            return True if outside or alike else None
        case ("not", "not") | ("not", "out") | ("out", "out"):
            return True
        case "over", "over":
            return True if alike or inside or outside else None
        case "over", "not":
            return None if alike else True
        case "over", "out":
            return None
        case _:
            return "turn"


def _unless_literal(one: Term, other: Term, *, told: bool) -> Tri:
    """Numbers and times lie in no hierarchy, so what is not known of them is known; of names it is not."""
    plain = isinstance(one, Literal) and isinstance(other, Literal) and _comparable(one, other)
    return told if plain else None
