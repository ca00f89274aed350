"""Nothing that random ODRL does not permit is permitted by the terms made of it, nor there by terms written out."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rules.scope.odrl_requests import told
from tests.rules.scope.strategies import DAY, POOLS, START, terms

from propria.kernel.time import instant
from propria.plumbing.rdf import read_rdf
from propria.scope import ANY, EMPTY, Scope, StandingTerms, Use, permits
from propria.scope.axes import AXIS
from propria.scope.measures import moment_of
from propria.scope.odrl import to_odrl
from propria.scope.odrl_evaluate import evaluate
from propria.scope.odrl_import import import_policies
from propria.scope.odrl_model import read_policies
from propria.scope.odrl_world import World, read_requests
from propria.scope.values import ancestors

NAMES = {"uid": "urn:policy:1", "target": "urn:likeness:mina"}
TARGET = NAMES["target"]
few = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


OPERATORS = ["eq", "neq", "isAnyOf", "isNoneOf", "isAllOf", "isPartOf", "isA", "hasPart"]
TIMES = ["eq", "lt", "lteq", "gt", "gteq"]


def _foreign(rng):
    """A policy of full clauses in ODRL, with constraints swapped, joined, added, and any strategy."""
    rules = []
    for kind in rng.choices(["permission", "prohibition"], [2, 1], k=rng.randint(1, 4)):
        pool = sorted(POOLS) if kind == "permission" else rng.sample(sorted(POOLS), rng.randint(0, 4))
        constraints = [_constraint(rng, name, rng.random() < 0.1) for name in pool if rng.random() < 0.99]
        if kind == "permission":
            constraints += [_full("rating", "lteq", "18"), _full("retention", "lteq", "9")]
            constraints += [_time("gteq", START), _full("volume", "eq", "propria:ANY")]
        constraints += [
            _time(rng.choice(TIMES), START + DAY * rng.randint(0, 6)) for _ in range(rng.randint(0, 1))
        ]
        if rng.random() < 0.05:
            constraints.append(_full("moon", "eq", "full"))
        if rng.random() < 0.25 and len(constraints) > 2:
            word = rng.choice(["and", "or", "xone", "andSequence"])
            joined = [constraints.pop(rng.randrange(len(constraints))) for _ in range(2)]
            constraints.append({word: {"@list": joined}})
        rule = {
            "action": rng.choice(
                ["use", "use", "use", "derive", "translate", "propria:train", "sell", "play"]
            ),
            "constraint": constraints,
        }
        if rng.random() < 0.6:
            rule["target"] = TARGET
        if rng.random() < 0.3:
            rule["assignee"] = rng.choice(["urn:studio", "urn:rival"])
        rules.append((kind, rule))
    policy = {"@context": "http://www.w3.org/ns/odrl.jsonld", "@type": "Set", "uid": "urn:policy:foreign"}
    strategy = rng.choice([None, "perm", "perm", "prohibit", "prohibit", "prohibit", "invalid"])
    policy |= {"conflict": strategy} if strategy else {}
    return policy | {k: [rule for kind, rule in rules if kind == k] for k in ("permission", "prohibition")}


def _full(name, operator, right):
    value = {"@id": right} if right == "propria:ANY" else right
    return {"leftOperand": f"propria:{name}", "operator": operator, "rightOperand": value}


def _time(operator, second):
    return {"leftOperand": "dateTime", "operator": operator, "rightOperand": moment_of(second)}


def _constraint(rng, name, odd):
    operator = rng.choice(OPERATORS) if odd else "isAnyOf"
    codes = POOLS[name] if rng.random() < 0.75 else rng.sample(POOLS[name], rng.randint(1, len(POOLS[name])))
    codes = codes[:1] if operator == "eq" else codes
    if operator in ("eq", "isAllOf", "hasPart") and name in (
        "territory",
        "language",
        "medium",
        "product_line",
        "region",
    ):
        operator = "isPartOf"
    return {"leftOperand": f"propria:{name}", "operator": operator, "rightOperand": codes}


def _everything_told(rng, clause=None):
    """A use that says something on every axis, so that no premise is in the dark; of a clause, where it can be."""
    clause = clause or Scope.anything()
    pools = {
        name: sorted(clause.value(name)) if clause.value(name) not in (ANY, EMPTY) else pool
        for name, pool in POOLS.items()
    }
    return Use(
        at=instant(moment_of(START + rng.randint(0, 6 * DAY))),
        declared={
            name: frozenset(rng.sample(pool, rng.randint(1, min(2, len(pool)))))
            for name, pool in pools.items()
        },
        rating=rng.choice(["all", "12", "18"]),
        retention_days=rng.randint(0, 5),
    )


def decision(graph, use, party="urn:studio"):
    request, world = told(use, target=TARGET, party=party)
    [report] = [
        r
        for p in read_policies(graph)
        for r in evaluate(p, read_requests(request), World(world, graph, request))
    ]
    return report.decision


def _uses(rng, allowances):
    scopes = [clause for allowance in allowances for clause in allowance.clauses]
    return [_everything_told(rng, rng.choice(scopes) if scopes else None) for _ in range(6)]


def _checked(seed):
    """How many of some uses a random policy permits here, none of which it does not permit itself."""
    rng = random.Random(seed)
    graph = read_rdf(json.dumps(_foreign(rng)).encode(), name="p.jsonld")
    [found] = import_policies(graph)
    usable = [
        grant.terms for grant in found.grants if grant.assignee in ("", "urn:studio") and grant.terms.clauses
    ]
    written = [read_rdf(json.dumps(to_odrl(terms, **NAMES)).encode(), name="e.jsonld") for terms in usable]
    permitted = 0
    for use in _uses(rng, usable):
        here = any(permits(terms, use) for terms in usable)
        there = any(decision(graph, use) == "permit" for graph in written)
        assert here or not there or any(_asks_for_a_whole(use, terms) for terms in usable)
        assert not here or decision(graph, use) == "permit"
        permitted += here
    return permitted


@pytest.mark.thorough
@few
@given(st.integers(0, 2**40))
def test_nothing_is_permitted_that_the_policy_does_not_permit(seed):
    _checked(seed)


@pytest.mark.thorough
def test_the_property_is_not_empty():
    assert sum(_checked(seed) > 0 for seed in range(60)) >= 5


def _asks_for_a_whole(use, allowance):
    """Whether it names a place, medium or language of which a red line forbids a part."""
    return any(
        code in ancestors(forbidden, AXIS[name].separator)[1:]
        for line in allowance.red_lines
        for name, codes in use.declared.items()
        if AXIS[name].separator and line.value(name) is not ANY
        for forbidden in line.value(name)
        for code in codes
    )


def test_a_part_that_is_forbidden_here_forbids_the_whole_and_there_only_itself():
    dub = Scope.anything(medium=["film"])
    allowance = StandingTerms((dub,), (Scope.anything(territory=["US-NY"]),))
    graph = read_rdf(json.dumps(to_odrl(allowance, **NAMES)).encode(), name="terms.jsonld")
    told = _everything_told(random.Random(0), dub)
    for place, here, there in (("US", False, "permit"), ("US-NY", False, "deny")):
        use = replace(told, declared=dict(told.declared) | {"territory": frozenset({place})})
        assert (bool(permits(allowance, use)), decision(graph, use)) == (here, there)


@pytest.mark.thorough
@few
@given(terms, st.integers(0, 2**40))
def test_terms_that_are_written_out_permit_no_more_there_than_here(allowance, seed):
    """The evaluator may deny more: a quota is satisfied only where the request tells its amount.

    What is asked for is told in the parts that the red lines name; docs/odrl.md says why.
    """
    graph = read_rdf(json.dumps(to_odrl(allowance, **NAMES)).encode(), name="terms.jsonld")
    for use in _uses(random.Random(seed), [allowance]):
        if _asks_for_a_whole(use, allowance):
            continue
        there = bool(read_policies(graph)) and decision(graph, use) == "permit"
        assert not there or permits(allowance, use)
