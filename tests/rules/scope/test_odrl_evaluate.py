"""The evaluator: what the information model and the compliance report model say, state by state."""

import pytest

from propria.plumbing.rdf import read_rdf
from propria.scope.odrl_compare import ordered
from propria.scope.odrl_evaluate import evaluate
from propria.scope.odrl_graph import Graph, Literal
from propria.scope.odrl_model import read_policies
from propria.scope.odrl_world import World, read_requests

HEAD = """@prefix odrl: <http://www.w3.org/ns/odrl/2/> . @prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sotw: <https://w3id.org/force/sotw#> .
@prefix report: <https://w3id.org/force/compliance-report#> . @prefix dct: <http://purl.org/dc/terms/> .
"""
NOON = 'ex:w a sotw:SotW ; sotw:currentTime "2026-11-26T12:00:00Z"^^xsd:dateTime .'
READ_X = "odrl:action odrl:read ; odrl:target ex:x"


def turtle(text):
    return read_rdf((HEAD + text).encode(), name="a.ttl")


def asks(action="odrl:read", target="ex:x", party="ex:alice", more=""):
    rule = f"ex:qp odrl:action {action} ; odrl:target {target} ; odrl:assignee {party} {more} ."
    return f"ex:q a odrl:Request ; odrl:permission ex:qp . {rule}"


def reports(policy, request="", world=NOON):
    graphs = [turtle(text) for text in (world, policy, request)]
    [report] = [
        r for p in read_policies(graphs[1]) for r in evaluate(p, read_requests(graphs[2]), World(*graphs))
    ]
    return report


def states(policy, request="", world=NOON):
    return [(rule.attempt, rule.activation) for rule in reports(policy, request, world).rules]


def permits(constraint, request=None, world=NOON):
    policy = f"ex:p odrl:permission ex:r . ex:r {READ_X} ; odrl:constraint {constraint} ."
    [(_, activation)] = states(policy, request or asks(), world)
    return activation == "Active"


def compares(left, operator, right):
    return f"[ odrl:leftOperand {left} ; odrl:operator odrl:{operator} ; odrl:rightOperand {right} ]"


def tells(left, *rights):
    return "".join(f"; odrl:constraint {compares(left, 'eq', right)}" for right in rights)


@pytest.mark.parametrize(
    ("operator", "right", "holds"),
    [
        ("lt", '"2026-11-26T12:00:00Z"^^xsd:dateTime', False),
        ("lteq", '"2026-11-26T20:00:00+08:00"^^xsd:dateTime', True),
        ("gteq", '"2026-11-26T12:00:00Z"^^xsd:dateTime', True),
        ("gt", '"2026-11-26T11:59:59.9Z"^^xsd:dateTime', True),
        ("eq", '"2026-11-26"^^xsd:date', True),
        ("gt", '"2026-11-26"^^xsd:date', False),
        ("lteq", '"2026-11-26"^^xsd:date', True),
        ("lt", '"2026-11-26"^^xsd:date', False),
        ("neq", '"2026-11-25"^^xsd:date', True),
        ("eq", '"not a date"^^xsd:dateTime', False),
        ("gteq", '"2026-13-45T00:00:00Z"^^xsd:dateTime', False),
    ],
)
def test_a_time_is_compared_with_moments_and_with_whole_days(operator, right, holds):
    assert permits(compares("odrl:dateTime", operator, right)) is holds


def test_nothing_known_is_not_satisfied_and_two_clocks_are_nothing_known():
    never = compares("odrl:dateTime", "neq", '"2000-01-01"^^xsd:date')
    assert permits(never)
    assert not permits(never, world="")
    assert not permits(never, world=NOON + 'ex:w sotw:currentTime "2026-11-27T12:00:00Z"^^xsd:dateTime .')
    assert not permits(compares("odrl:purpose", "neq", "ex:spam"))


@pytest.mark.parametrize(
    ("operator", "rights", "told", "holds"),
    [
        ("eq", "ex:study", ["ex:study"], True),
        ("eq", "ex:study", ["ex:trial"], False),
        ("isA", "ex:study", ["ex:trial"], True),
        ("isA", "ex:trial", ["ex:study"], False),
        ("isAnyOf", "ex:study, ex:care", ["ex:care"], True),
        ("isAnyOf", "(ex:study ex:care)", ["ex:trial"], True),
        ("isAnyOf", "ex:study, ex:care", ["ex:spam"], False),
        ("isNoneOf", "ex:study, ex:care", ["ex:spam"], True),
        ("isNoneOf", "ex:study, ex:care", ["ex:trial"], False),
        ("isAllOf", "ex:study, ex:care", ["ex:study", "ex:care"], True),
        ("isAllOf", "ex:study, ex:care", ["ex:study"], False),
        ("isPartOf", "ex:eu", ["ex:be"], True),
        ("hasPart", "ex:be", ["ex:eu"], True),
        ("hasPart", "ex:eu", ["ex:be"], False),
        ("neq", "ex:study", ["ex:care", "ex:study"], False),
        ("unheardOf", "ex:study", ["ex:study"], False),
    ],
)
def test_operators_read_sets_and_hierarchies(operator, rights, told, holds):
    knows = (
        NOON
        + "ex:trial rdfs:subClassOf ex:study . ex:be odrl:partOf ex:benelux . ex:benelux odrl:partOf ex:eu ."
    )
    assert (
        permits(compares("odrl:purpose", operator, rights), asks(more=tells("odrl:purpose", *told)), knows)
        is holds
    )


@pytest.mark.parametrize(
    ("operator", "parts", "holds"),
    [
        ("and", ["ex:a", "ex:b"], False),
        ("or", ["ex:a", "ex:b"], True),
        ("xone", ["ex:a", "ex:b"], True),
        ("xone", ["ex:a", "ex:a"], False),
        ("and", ["ex:a", "ex:a"], True),
        ("andSequence", ["ex:a", "ex:a"], True),
        ("andSequence", ["ex:b", "ex:a"], False),
    ],
)
def test_logical_constraints(operator, parts, holds):
    inner = " ".join(compares("odrl:purpose", "eq", part) for part in parts)
    request = asks(more=tells("odrl:purpose", "ex:a"))
    assert permits(f"[ odrl:{operator} ({inner}) ]", request) is holds
    assert not permits(f"[ odrl:{operator} () ]", request)


def test_several_values_must_all_be_permitted_and_one_prohibited_is_enough():
    two = asks(more=tells("odrl:purpose", "ex:study", "ex:spam"))
    assert not permits(compares("odrl:purpose", "eq", "ex:study"), two)
    never = f"ex:p odrl:prohibition ex:r . ex:r {READ_X} ; odrl:constraint {compares('odrl:purpose', 'eq', 'ex:spam')} ."
    assert states(never, two) == [("Attempted", "Active")]


@pytest.mark.parametrize(
    ("ruled", "asked", "active"),
    [
        ("odrl:use", "odrl:extract", True),
        ("odrl:reproduce", "odrl:extract", True),
        ("odrl:reproduce", "odrl:copy", True),
        ("odrl:modify", "odrl:write", True),
        ("odrl:use", "odrl:sell", False),
        ("odrl:transfer", "odrl:sell", True),
        ("odrl:read", "odrl:use", False),
        ("odrl:use", "ex:scan", True),
        ("ex:host", "ex:serve", True),
        ("ex:serve", "ex:host", False),
    ],
)
def test_an_action_is_reached_through_what_it_is_included_in_alike_or_implies(ruled, asked, active):
    more = "ex:scan odrl:includedIn odrl:digitize . ex:host odrl:implies ex:serve ."
    [(_, activation)] = states(f"ex:p odrl:permission ex:r . ex:r odrl:action {ruled} . {more}", asks(asked))
    assert (activation == "Active") is active


def test_a_prohibition_reaches_what_implies_its_action():
    more = "ex:host odrl:implies ex:serve ."
    assert (
        states(f"ex:p odrl:prohibition [ odrl:action ex:serve ] . {more}", asks("ex:host"))[0][1] == "Active"
    )


def test_collections_hold_their_members_and_refinements_choose_among_them():
    policy = f"""ex:p odrl:permission ex:r . ex:r odrl:action odrl:read ;
      odrl:target [ a odrl:AssetCollection ; odrl:source ex:archive ;
        odrl:refinement {compares("ex:year", "lt", '"2000"^^xsd:integer')} ] ;
      odrl:assignee [ a odrl:PartyCollection ; odrl:source ex:team ] ."""
    knows = (
        NOON + 'ex:x odrl:partOf ex:archive ; ex:year "1998"^^xsd:integer . ex:alice odrl:partOf ex:team .'
    )
    assert states(policy, asks(), knows) == [("Attempted", "Active")]
    assert states(policy, asks(party="ex:bob"), knows) == [("Attempted", "Inactive")]
    assert states(policy, asks(), knows.replace("1998", "2004")) == [("Attempted", "Inactive")]
    assert states(policy, asks(target="ex:y"), knows + "ex:y odrl:partOf ex:archive .") == [
        ("Attempted", "Inactive")
    ]


def test_a_refined_action_and_a_reference_are_looked_up():
    policy = """ex:p odrl:permission ex:r . ex:r odrl:target ex:x ; odrl:action [ rdf:value odrl:print ;
      odrl:refinement [ odrl:leftOperand odrl:resolution ; odrl:operator odrl:lteq ; odrl:rightOperandReference ex:most ] ] ."""
    request = asks("odrl:print", more=tells("odrl:resolution", '"600"^^xsd:integer'))
    assert states(policy, request, NOON + 'ex:most rdf:value "1200"^^xsd:integer .')[0][1] == "Active"
    assert states(policy, request, NOON + 'ex:most rdf:value "300"^^xsd:integer .')[0][1] == "Inactive"
    assert states(policy, request)[0][1] == "Inactive"


@pytest.mark.parametrize(
    ("told", "duty", "permission"),
    [
        ("", ("Unknown", "NonSet"), "Active"),
        ("report:performanceState report:Performed", ("Performed", "Fulfilled"), "Active"),
        ("report:performanceState report:Unperformed", ("Unperformed", "Violated"), "Inactive"),
        ("report:deonticState report:Violated", ("Unknown", "Violated"), "Inactive"),
    ],
)
def test_a_permission_waits_on_no_duty_but_falls_with_one_that_is_violated(told, duty, permission):
    policy = (
        f"ex:p odrl:permission ex:r . ex:r {READ_X} ; odrl:duty ex:d . ex:d odrl:action odrl:compensate ."
    )
    world = NOON + (f"ex:rep a report:DutyReport ; report:rule ex:d ; {told} ." if told else "")
    [rule] = reports(policy, asks(), world).rules
    assert [(c.performance, c.deontic) for c in rule.conditions] == [duty]
    assert rule.activation == permission


def test_a_duty_is_violated_when_its_time_is_past_and_its_consequence_is_owed_beside_it():
    late = compares("odrl:dateTime", "lt", '"2026-01-01"^^xsd:date')
    owed = f"ex:d odrl:action odrl:compensate ; odrl:constraint {late}"
    policy = f"ex:p odrl:permission ex:r . ex:r {READ_X} ; odrl:duty ex:d . {owed} ; odrl:consequence ex:c . ex:c odrl:action odrl:delete ."
    [rule] = reports(policy, asks()).rules
    assert (rule.conditions[0].deontic, rule.activation) == ("Violated", "Inactive")
    done = NOON + "ex:rep report:rule ex:c ; report:performanceState report:Performed ."
    [rule] = reports(policy, asks(), done).rules
    assert (rule.conditions[0].deontic, rule.activation) == ("Violated", "Inactive")
    late = "ex:late report:rule ex:d ; report:deonticState report:Violated ; report:performanceState report:Performed ."
    [rule] = reports(policy, asks(), done + late).rules
    assert (rule.conditions[0].deontic, rule.activation) == ("Fulfilled", "Active")


@pytest.mark.parametrize(
    ("strategy", "decision"),
    [
        ("", "invalid"),
        ("odrl:invalid", "invalid"),
        ("odrl:perm", "permit"),
        ("odrl:prohibit", "deny"),
        ("ex:odd", "invalid"),
        ("odrl:perm, odrl:prohibit", "invalid"),
    ],
)
def test_a_conflict_is_settled_by_the_policys_strategy(strategy, decision):
    said = f"; odrl:conflict {strategy}" if strategy else ""
    policy = f"ex:p odrl:permission ex:r {said} ; odrl:prohibition ex:n . ex:r {READ_X} . ex:n odrl:action odrl:use ."
    assert reports(policy, asks()).decision == decision
    assert reports(policy.replace("odrl:use", "odrl:sell"), asks()).decision == (
        "invalid" if "ex:odd" in strategy else "permit"
    )


def test_a_child_has_its_parents_rules_and_grants_nothing_when_a_parent_is_not_here():
    child = f"ex:c a odrl:Set ; odrl:inheritFrom ex:p ; odrl:permission ex:r ; odrl:conflict odrl:prohibit . ex:r {READ_X} ."
    parent = "ex:p odrl:prohibition ex:n . ex:n odrl:action odrl:read ."
    graphs = [turtle(text) for text in (NOON, child + parent, asks())]
    [policy] = [p for p in read_policies(graphs[1]) if p.node.name.endswith("/c")]
    [report] = evaluate(policy, read_requests(graphs[2]), World(*graphs))
    assert report.decision == "deny"
    assert "not here" in reports(child, asks()).why


def test_an_offer_grants_nothing_and_without_a_request_nothing_is_attempted():
    offer = f"ex:p a odrl:Offer ; odrl:permission ex:r . ex:r {READ_X} ."
    assert (reports(offer, asks()).decision, states(offer, asks())) == ("deny", [("Attempted", "Active")])
    assert (reports(offer).decision, states(offer)) == ("deny", [("NotAttempted", "Inactive")])


def test_a_compact_rule_is_its_nearest_atom_and_a_compact_request_needs_every_one():
    policy = "ex:p odrl:action odrl:read, odrl:print ; odrl:target ex:x ; odrl:permission ex:r . ex:r odrl:assignee ex:alice ."
    assert states(policy, asks("odrl:print")) == [("Attempted", "Active")]
    assert states(policy, asks("odrl:print, odrl:read")) == [("Attempted", "Active")]
    assert states(policy, asks("odrl:print, odrl:sell")) == [("Attempted", "Inactive")]


def test_an_evaluation_request_tells_its_context():
    request = f"""ex:q a sotw:EvaluationRequest ; sotw:requestedAction odrl:translate ; sotw:requestingParty ex:alice ;
      sotw:requestedTarget ex:x ; sotw:context {compares("odrl:language", "eq", '"fr"')} ."""
    wanted = compares("odrl:language", "isAnyOf", '"fr", "nl"')
    policy = f"ex:p odrl:permission ex:r . ex:r odrl:action odrl:translate ; odrl:target ex:x ; odrl:constraint {wanted} ."
    assert states(policy, request) == [("Attempted", "Active")]
    assert states(policy, request.replace('"fr"', '"de"')) == [("Attempted", "Inactive")]


def test_a_graph_that_loops_ends():
    loops = """ex:p odrl:inheritFrom ex:p ; odrl:permission ex:r . ex:r odrl:action odrl:read ; odrl:duty ex:r ;
      odrl:constraint ex:c . ex:c odrl:and ex:c . ex:x odrl:partOf ex:y . ex:y odrl:partOf ex:x .
      odrl:read odrl:includedIn odrl:use . odrl:use odrl:includedIn odrl:read ."""
    assert states(loops, asks()) == [("Attempted", "Inactive")]
    nested = "".join(f"ex:c{i} odrl:or ( ex:c{i + 1} ) . " for i in range(3000))
    assert (
        states(f"ex:p odrl:permission ex:r . ex:r {READ_X} ; odrl:constraint ex:c0 . {nested}", asks())[0][1]
        == "Inactive"
    )


@pytest.mark.parametrize(
    ("one", "operator", "other", "holds"),
    [
        ("P1M", "lt", "P40D", True),
        ("P1M", "lt", "P30D", None),
        ("P1M", "neq", "P30D", True),
        ("PT60M", "eq", "PT1H", True),
        ("P1Y", "gt", "P11M", True),
        ("10", "gt", "9", True),
        ("ten", "gt", "9", None),
    ],
)
def test_durations_and_numbers_compare_where_they_can(one, operator, other, holds):
    assert ordered(operator, Literal(one), Literal(other)) is holds


def test_an_empty_graph_holds_no_policy_and_no_request():
    assert (read_policies(Graph()), read_requests(Graph())) == ((), ())
