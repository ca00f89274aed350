"""RDF files into triples: Turtle, TriG, N-Triples, RDF/XML and JSON-LD, by rdflib. Fetches nothing, ever."""

import hashlib
import json
import logging
from collections.abc import Iterator
from typing import Any

from propria.kernel.errors import Malformed
from propria.scope.odrl_graph import Graph, Literal, Node, Term, Triple
from propria.scope.odrl_words import (
    ACTIONS,
    CLASSES,
    CONFLICTS,
    FUNCTIONS,
    LEFT_OPERANDS,
    LOGICAL,
    ODRL,
    OPERATORS,
    XSD,
)

LARGEST_BYTES = 4 * 1024 * 1024
MOST_TRIPLES = 200_000
_ROUNDS = 8
_OF_GRAPHS = ("json-ld", "trig", "nquads")
_BASE = "http://document.invalid/"
_ODRL_CONTEXTS = frozenset(
    {"http://www.w3.org/ns/odrl.jsonld", "https://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/odrl/2/"}
)
_IRIS = (
    "inheritFrom", "inheritAllowed", "target", "output", "relation", "hasPolicy", "partOf", "source",
    "assigneeOf", "assignerOf", "rightOperandReference", "profile", "includedIn", "implies", "permission",
    "prohibition", "obligation", "duty", "consequence", "remedy", "failure", "constraint", "refinement",
    *FUNCTIONS,
)  # fmt: skip
_WORDS = ("action", "conflict", "leftOperand", "operator", "function", "scope", "unit", "status", "dataType")


def odrl_context() -> dict[str, Any]:
    """The JSON-LD context of ODRL 2.2, made from its vocabulary, so that nothing is fetched for it."""
    actions = [iri for iri in sorted(ACTIONS) if iri.startswith(ODRL)]
    names = (*CLASSES, *CONFLICTS, *OPERATORS, *LEFT_OPERANDS, *(a.removeprefix(ODRL) for a in actions))
    more = ("policyUsage", "All", "Group")
    spaces = {
        "odrl": ODRL,
        "xsd": XSD,
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "dct": "http://purl.org/dc/terms/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "schema": "http://schema.org/",
        "cc": "http://creativecommons.org/ns#",
    }
    return {
        **spaces,
        "uid": "@id",
        "type": "@type",
        **{name: ODRL + name for name in (*names, *more)},
        **{name: {"@id": ODRL + name, "@type": "@id"} for name in _IRIS},
        **{name: {"@id": ODRL + name, "@type": "@vocab"} for name in _WORDS},
        **{name: {"@id": ODRL + name, "@type": "@id"} for name in LOGICAL},
        "rightOperand": {"@id": ODRL + "rightOperand"},
    }


def read_rdf(raw: bytes, *, name: str = "") -> Graph:
    """The graph that a file holds; its syntax is told by its name, and by its first sign where that says nothing.

    Raises: Malformed(`plumbing.rdf_too_large`, `plumbing.rdf_unreadable`, `plumbing.rdf_remote_context`).
    """
    if len(raw) > LARGEST_BYTES:
        raise Malformed("plumbing.rdf_too_large", f"RDF of more than {LARGEST_BYTES} bytes is not read.")
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    syntax = _syntax(raw, name)
    data = _local(raw) if syntax == "json-ld" else raw
    store = rdflib.Dataset(default_union=True) if syntax in _OF_GRAPHS else rdflib.Graph()
    try:
        store.parse(data=data, format=syntax, publicID=_BASE)
    except RecursionError:
        raise _unreadable("it is nested too deeply") from None
    except Exception as error:
        raise _unreadable(" ".join(str(error).split())[:200]) from None
    if len(store) > MOST_TRIPLES:
        raise Malformed("plumbing.rdf_too_large", f"RDF of more than {MOST_TRIPLES} triples is not read.")
    return Graph(_with_steady_names(list(_triples(store))))


def _unreadable(why: str) -> Malformed:
    return Malformed(
        "plumbing.rdf_unreadable", f"That is not RDF that can be read: {why or 'no reason given'}."
    )


def _syntax(raw: bytes, name: str) -> str:
    by_name = {
        "ttl": "turtle", "nt": "nt", "n3": "turtle", "trig": "trig", "nq": "nquads", "jsonld": "json-ld",
        "json": "json-ld", "rdf": "xml", "xml": "xml", "owl": "xml",
    }  # fmt: skip
    ending = name.rpartition(".")[2].lower()
    first = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:2]
    if first[:1] in (b"{", b"[") and ending not in ("ttl", "n3", "trig", "nt", "nq"):
        return "json-ld"
    if ending in by_name:
        return by_name[ending]
    return "xml" if first in (b"<?", b"<r") else "turtle"


def _local(raw: bytes) -> str:
    """The same JSON with ODRL's context written out. Raises: Malformed for any other that would be fetched."""
    try:
        return json.dumps(_without_remote(json.loads(raw)))
    except (ValueError, RecursionError):
        raise _unreadable("it is not JSON") from None


def _without_remote(value: Any) -> Any:
    match value:
        case dict():
            return {
                key: _context(inner) if key == "@context" else _without_remote(inner)
                for key, inner in value.items()
            }
        case list():
            return [_without_remote(inner) for inner in value]
        case _:
            return value


def _context(value: Any) -> Any:
    match value:
        case str() if value in _ODRL_CONTEXTS:
            return odrl_context()
        case str():
            raise Malformed("plumbing.rdf_remote_context", f"The context {value} is not here.", context=value)
        case list():
            return [_context(inner) for inner in value]
        case dict() if "@import" in value:
            return _context(str(value["@import"]))
        case dict():
            return {key: _scoped(inner) for key, inner in value.items()}
        case _:
            return value


def _scoped(value: Any) -> Any:
    if isinstance(value, dict) and "@context" in value:
        return value | {"@context": _context(value["@context"])}
    return value


def _triples(store: Any) -> Iterator[Triple]:
    for subject, predicate, thing in store.triples((None, None, None)):
        left = _term(subject)
        if isinstance(left, Node):
            yield left, str(predicate), _term(thing)


def _term(term: Any) -> Term:
    import rdflib

    if isinstance(term, rdflib.Literal):
        return Literal(str(term), str(term.datatype or ""), str(term.language or ""))
    return Node(str(term), isinstance(term, rdflib.BNode))


def _with_steady_names(triples: list[Triple]) -> Iterator[Triple]:
    """The same triples with blank nodes named by what is said of them, so that two readings agree.

    Nodes of which the same is said, as far as `_ROUNDS` steps away, keep the order in which they came.
    """
    blanks = {term for s, _, o in triples for term in (s, o) if isinstance(term, Node) and term.blank}
    colours = dict.fromkeys(blanks, "")
    for _ in range(_ROUNDS if blanks else 0):
        said: dict[Node, list[str]] = {blank: [] for blank in blanks}
        for subject, predicate, thing in triples:
            if subject in said:
                said[subject].append(f"> {predicate} {_colour(thing, colours)}")
            if isinstance(thing, Node) and thing in said:
                said[thing].append(f"< {predicate} {_colour(subject, colours)}")
        colours = {
            b: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest() for b, lines in said.items()
        }
    order = sorted(blanks, key=lambda blank: (colours[blank], blank.name))
    named = {blank: Node(f"b{number}", blank=True) for number, blank in enumerate(order, 1)}
    for subject, predicate, thing in triples:
        other = named.get(thing, thing) if isinstance(thing, Node) else thing
        yield named.get(subject, subject), predicate, other


def _colour(term: Term, colours: dict[Node, str]) -> str:
    if isinstance(term, Node):
        return colours.get(term, term.name)
    return repr(term)
