"""RDF as data: terms, triples and the few ways of asking a policy's graph. Parses nothing; no RDF library."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from propria.scope.odrl_words import DCT, FIRST, NIL, ODRL, RDFS, REST, SKOS, TYPE, VCARD

LONGEST_LIST = 10_000


@dataclass(frozen=True, order=True)
class Node:
    """An IRI, or a blank node where `blank`."""

    name: str
    blank: bool = False

    def __str__(self) -> str:
        return f"_:{self.name}" if self.blank else self.name


@dataclass(frozen=True, order=True)
class Literal:
    """A literal as it was written: its text, the IRI of its datatype, its language tag."""

    text: str
    datatype: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.text


Term = Node | Literal
Triple = tuple[Node, str, Term]

_UP = (f"{ODRL}partOf", f"{DCT}isPartOf", f"{SKOS}broader", f"{SKOS}broaderTransitive", f"{RDFS}subClassOf")
_DOWN = (f"{DCT}hasPart", f"{VCARD}hasMember", f"{SKOS}narrower", f"{SKOS}member", f"{ODRL}hasPart")
_KIND = (TYPE, f"{RDFS}subClassOf", f"{SKOS}broader", f"{SKOS}broaderTransitive", f"{SKOS}broadMatch")


class Graph:
    """A set of triples, asked by subject and by object. Adding two graphs is reading both."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self.triples = frozenset(triples)
        self._forward: dict[Node, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._back: dict[Term, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, thing in sorted(self.triples, key=_order):
            self._forward[subject][predicate].append(thing)
            self._back[thing][predicate].append(subject)

    def __add__(self, other: "Graph") -> "Graph":
        return Graph(self.triples | other.triples)

    def objects(self, subject: Term, *predicates: str) -> list[Term]:
        """What the subject is said to have under any of the predicates, in order."""
        said = self._forward.get(subject) if isinstance(subject, Node) else None
        return [] if said is None else [thing for p in predicates for thing in said.get(p, ())]

    def nodes(self, subject: Term, *predicates: str) -> list[Node]:
        """The objects that are nodes."""
        return [thing for thing in self.objects(subject, *predicates) if isinstance(thing, Node)]

    def subjects(self, thing: Term, *predicates: str) -> list[Node]:
        """Who is said to have the thing under any of the predicates, in order."""
        said = self._back.get(thing)
        return [] if said is None else [subject for p in predicates for subject in said.get(p, ())]

    def predicates(self, subject: Node) -> list[str]:
        """Every predicate of a subject."""
        return sorted(self._forward.get(subject, ()))

    def everyone(self) -> list[Node]:
        """Every subject, in order."""
        return sorted(self._forward)

    def types(self, subject: Term) -> frozenset[str]:
        """The classes that a subject is said to be of."""
        return frozenset(node.name for node in self.nodes(subject, TYPE))

    def members(self, things: Iterable[Term]) -> list[Term]:
        """The things, each RDF list among them written out; a list that loops ends where it loops."""
        found: list[Term] = []
        for thing in things:
            if thing == Node(NIL) or self.objects(thing, FIRST):
                found.extend(self._items(thing))
            else:
                found.append(thing)
        return found

    def _items(self, head: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while head not in seen and len(seen) < LONGEST_LIST:
            seen.add(head)
            yield from self.objects(head, FIRST)[:1]
            head = next(iter(self.objects(head, REST)), head)

    def wholes(self, part: Term) -> frozenset[Term]:
        """The thing and all that it is said to be part of, however far up."""
        return self._closure(part, _UP, _DOWN)

    def kinds(self, thing: Term) -> frozenset[Term]:
        """The thing and all that it is said to be a kind of, however far up."""
        return self._closure(thing, _KIND, ())

    def _closure(self, start: Term, up: tuple[str, ...], down: tuple[str, ...]) -> frozenset[Term]:
        found, ahead = {start}, [start]
        while ahead:
            here = ahead.pop()
            for above in (*self.objects(here, *up), *self.subjects(here, *down)):
                if above not in found:
                    found.add(above)
                    ahead.append(above)
        return frozenset(found)


def _order(triple: Triple) -> tuple[str, str, str, bool]:
    subject, predicate, thing = triple
    return str(subject), predicate, str(thing), isinstance(thing, Literal)
