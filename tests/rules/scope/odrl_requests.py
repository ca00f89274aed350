"""A use as an ODRL request in a state of the world: what our algebra is told, told to the evaluator."""

from itertools import pairwise

from propria.kernel.time import wire
from propria.scope.axes import AXIS
from propria.scope.odrl_graph import Graph, Literal, Node
from propria.scope.odrl_words import ACT_IRI, PROPRIA, SOTW, TYPE, odrl
from propria.scope.values import ancestors

LEFT = {"territory": odrl("spatial"), "language": odrl("language"), "medium": odrl("media")}
REQUEST, RULE = Node("urn:request"), Node("urn:request:rule")


def told(use, *, target, party="urn:studio"):
    """The graphs of the request and of the world; codes are nodes, each part of what it lies within."""
    request = {(REQUEST, TYPE, Node(odrl("Request"))), (REQUEST, odrl("permission"), RULE)}
    request |= {(RULE, odrl("target"), Node(target)), (RULE, odrl("assignee"), Node(party))}
    said = [
        (f"{PROPRIA}{name}", Node(code)) for name, codes in use.declared.items() for code in sorted(codes)
    ]
    said += [(LEFT[name], Node(c)) for name, codes in use.declared.items() if name in LEFT for c in codes]
    said += [(f"{PROPRIA}volume:{quota.unit}", Literal(str(quota.limit))) for quota in use.amounts]
    said += [(f"{PROPRIA}rating", Literal(use.rating))] if use.rating is not None else []
    said += (
        [(f"{PROPRIA}retention", Literal(str(use.retention_days)))] if use.retention_days is not None else []
    )
    for number, (left, right) in enumerate(said):
        node = Node(f"urn:said:{number}")
        request |= {(RULE, odrl("constraint"), node), (node, odrl("leftOperand"), Node(left))}
        request |= {(node, odrl("operator"), Node(odrl("eq"))), (node, odrl("rightOperand"), right)}
    for act in use.declared.get("act", ()):
        request.add((RULE, odrl("action"), Node(ACT_IRI[act])))
    world = {(Node("urn:world"), TYPE, Node(f"{SOTW}SotW"))}
    world.add((Node("urn:world"), f"{SOTW}currentTime", Literal(wire(use.at))))
    for name, codes in use.declared.items():
        for code in codes:
            chain = ancestors(code, AXIS[name].separator)
            world |= {(Node(a), odrl("partOf"), Node(b)) for a, b in pairwise(chain)}
    return Graph(request), Graph(world)
