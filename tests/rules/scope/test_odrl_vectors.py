"""Small policies of our own, one for each thing that the ODRL Information Model 2.2 says, with the answer that it gives."""

import json

import pytest
from tests.rules.scope.test_odrl_evaluate import NOON, asks, compares, tells, turtle

from propria.plumbing.rdf import read_rdf
from propria.scope.odrl_evaluate import evaluate
from propria.scope.odrl_import import import_policies
from propria.scope.odrl_model import read_policies
from propria.scope.odrl_world import World, read_requests

SHOW = "odrl:action odrl:display ; odrl:target ex:reel"
ASKED = asks("odrl:display", "ex:reel")
DONE = "ex:d_told report:rule ex:d ; report:performanceState report:Performed ."
LATE = "ex:d_late report:rule ex:d ; report:deonticState report:Violated ; report:performanceState {} ."
FINE = "ex:f_told report:rule ex:f ; report:performanceState report:Performed ."
PAY = f"ex:r {SHOW} ; odrl:duty ex:d . ex:d odrl:action odrl:compensate ; odrl:consequence ex:f . ex:f odrl:action odrl:delete ."
PERMITS, NEVER = f"ex:r {SHOW} .", "ex:n odrl:action odrl:play ; odrl:target ex:reel ."
BOTH = f"odrl:permission ex:r ; odrl:prohibition ex:n . {PERMITS} {NEVER}"
PARENT = f"ex:p odrl:inheritFrom ex:q0 ; odrl:permission ex:r . {PERMITS} ex:q0 "
WEEK = compares("odrl:elapsedTime", "lteq", '"P1W"^^xsd:duration')
MONTH = compares("odrl:elapsedTime", "lt", '"P1M"^^xsd:duration')
NIGHT = compares("odrl:dateTime", "lt", '"2026-11-26T21:00:00+08:00"^^xsd:dateTime')
LOCAL = compares("odrl:dateTime", "lt", '"2026-11-26T13:00:00"^^xsd:dateTime')
GROWN = compares("ex:age", "gteq", '"18"^^xsd:integer')
SEEN = f"odrl:action odrl:display ; odrl:assignee [ a odrl:PartyCollection ; odrl:source ex:crew ; odrl:refinement {GROWN} ]"


def _said(left, *rights):
    return asks("odrl:display", "ex:reel", more=tells(left, *rights))


EUROS = compares("odrl:payAmount", "gteq", "5").replace(" ]", " ; odrl:unit ex:euro ]")
BEFORE = f"odrl:constraint {compares('odrl:event', 'lt', 'odrl:policyUsage')}"
FIRST = f"ex:p odrl:permission ex:r . {PAY.replace('odrl:consequence ex:f', BEFORE)}"

SOON = (
    f"ex:p odrl:permission ex:r . ex:r {SHOW} ; odrl:duty ex:d . ex:d odrl:action odrl:inform ; odrl:constraint "
    + compares("odrl:dateTime", "lteq", '"{}"^^xsd:date')
    + " ."
)
INFORMED = "ex:w sotw:action ex:did . ex:did odrl:action odrl:inform ."


def _pays(unit):
    return asks(
        "odrl:display", "ex:reel", more=tells("odrl:payAmount", "5").replace(" ]", f" ; odrl:unit {unit} ]")
    )


def _with(constraint):
    return f"ex:p odrl:permission ex:r . ex:r {SHOW} ; odrl:constraint {constraint} ."


CASES = {
    "2.1.3 an agreement names both parties in a rule": (
        f"ex:p a odrl:Agreement ; odrl:permission ex:r . ex:r {SHOW} ; odrl:assigner ex:mina ; odrl:assignee ex:alice .",
        ASKED, "", "permit",
    ),
    "2.1.3 an agreement that nobody assigns": (
        f"ex:p a odrl:Agreement ; odrl:permission ex:r . ex:r {SHOW} ; odrl:assignee ex:alice .", ASKED, "", "invalid",
    ),
    "2.1.2 an offer grants nothing": (
        f"ex:p a odrl:Offer ; odrl:assigner ex:mina ; odrl:permission ex:r . {PERMITS}", ASKED, "", "deny",
    ),
    "2.5.6 a member who is old enough": (
        f"ex:p odrl:permission ex:r . ex:r {SEEN} .", ASKED, 'ex:alice odrl:partOf ex:crew ; ex:age "21"^^xsd:integer .', "permit",
    ),
    "2.5.6 a member who is not": (
        f"ex:p odrl:permission ex:r . ex:r {SEEN} .", ASKED, 'ex:alice odrl:partOf ex:crew ; ex:age "17"^^xsd:integer .', "deny",
    ),
    "2.6.1 a duty that nobody is known to have done": (f"ex:p odrl:permission ex:r . {PAY}", ASKED, "", "deny"),
    "2.6.1 a duty that is done": (f"ex:p odrl:permission ex:r . {PAY}", ASKED, DONE, "permit"),
    "2.6.3 a consequence alone fulfils no duty": (
        f"ex:p odrl:permission ex:r . {PAY}", ASKED, LATE.format("report:Unperformed") + FINE, "deny",
    ),
    "2.6.3 done late, and the consequence too": (
        f"ex:p odrl:permission ex:r . {PAY}", ASKED, LATE.format("report:Performed") + FINE, "permit",
    ),
    "2.6.1 done, and its time is not over": (SOON.format("2026-12-01"), ASKED, INFORMED, "permit"),
    "2.6.1 done, and its time is over: nobody knows when": (SOON.format("2026-11-01"), ASKED, INFORMED, "deny"),
    "2.7.1 what the policy says is said of each rule": (
        "ex:p odrl:target ex:reel ; odrl:action odrl:display ; odrl:permission ex:r . ex:r odrl:assignee ex:alice .",
        ASKED, "", "permit",
    ),
    "2.8 a policy that is replaced is void": (
        f"ex:p dct:isReplacedBy ex:later ; odrl:permission ex:r . {PERMITS}", ASKED, "", "invalid",
    ),
    "2.9 a parent's prohibition is the child's": (
        f"{PARENT} odrl:conflict odrl:prohibit ; odrl:prohibition ex:n . {NEVER}", ASKED, "", "deny",
    ),
    "2.9 a parent's assigner makes an agreement whole": (
        f"ex:p a odrl:Agreement ; odrl:inheritFrom ex:q0 ; odrl:assignee ex:alice ; odrl:permission ex:r . {PERMITS}"
        " ex:q0 odrl:assigner ex:mina ; odrl:obligation [ odrl:action odrl:reviewPolicy ] .", ASKED, "", "permit",
    ),
    "2.9 inheritance is never circular": (f"{PARENT} odrl:inheritFrom ex:p .", ASKED, "", "invalid"),
    "2.10 two strategies and rules that conflict": (
        f"{PARENT} odrl:conflict odrl:perm ; odrl:prohibition ex:n . ex:p odrl:conflict odrl:prohibit . {NEVER}",
        ASKED, "", "invalid",
    ),
    "2.10 two strategies and none that do": (
        f"ex:p odrl:conflict odrl:perm, odrl:prohibit ; odrl:permission ex:r . {PERMITS}", ASKED, "", "permit",
    ),
    "2.10 without a strategy a conflict voids": (f"ex:p {BOTH}", ASKED, "", "invalid"),
    "2.10 permissions win": (f"ex:p odrl:conflict odrl:perm ; {BOTH}", ASKED, "", "permit"),
    "3.2 a profile that is not known stops": (
        f"ex:p odrl:profile ex:ours ; odrl:permission ex:r . {PERMITS}", ASKED, "", "deny",
    ),
    "3.4 the core is known": (f"ex:p odrl:profile odrl:core ; odrl:permission ex:r . {PERMITS}", ASKED, "", "permit"),
    "a week is seven days": (_with(WEEK), _said("odrl:elapsedTime", '"P7D"^^xsd:duration'), "", "permit"),
    "27 days are less than any month": (_with(MONTH), _said("odrl:elapsedTime", '"P27D"^^xsd:duration'), "", "permit"),
    "29 days may be more than a month": (_with(MONTH), _said("odrl:elapsedTime", '"P29D"^^xsd:duration'), "", "deny"),
    "a zone is read": (_with(NIGHT), ASKED, "", "permit"),
    "no zone is UTC": (_with(LOCAL), ASKED, "", "permit"),
    "2.5.1 an amount in the unit that is asked for": (_with(EUROS), _pays("ex:euro"), "", "permit"),
    "2.5.1 an amount in another unit tells nothing": (_with(EUROS), _pays("ex:yen"), "", "deny"),
    "2.5.1 an amount that the world tells in another unit": (
        _with(EUROS), ASKED, "ex:w sotw:paidAmount [ rdf:value 5 ; odrl:unit ex:yen ] .", "deny",
    ),
    "2.6.1 a duty before the use, done": (FIRST, ASKED, DONE, "permit"),
    "2.6.1 a duty before the use, not known to be done": (FIRST, ASKED, "", "deny"),
    "an action that is refined is not done by less": (
        f"ex:p odrl:permission ex:r . ex:r {SHOW} ; odrl:duty ex:d . ex:d odrl:action [ rdf:value odrl:compensate ;"
        f" odrl:refinement {compares('odrl:payAmount', 'eq', '500')} ] .",
        ASKED, "ex:w sotw:action ex:did . ex:did odrl:action odrl:compensate .", "deny",
    ),
}  # fmt: skip


def _decided(graph, request, world):
    known, asked = turtle(NOON + world), turtle(request)
    [policy] = [p for p in read_policies(graph) if p.node.name.endswith("/p")]
    [report] = evaluate(policy, read_requests(asked), World(known, graph, asked))
    return report


@pytest.mark.parametrize(("policy", "request_", "world", "answer"), CASES.values(), ids=CASES)
def test_a_policy_is_answered_as_the_information_model_says(policy, request_, world, answer):
    assert _decided(turtle(policy), request_, world).decision == answer


@pytest.mark.parametrize(("done", "state"), [("", "Violated"), (DONE, "Fulfilled")])
def test_what_was_prohibited_and_done_is_made_good_by_its_remedies(done, state):
    """Section 2.6.7."""
    policy = (
        f"ex:p odrl:prohibition ex:n . ex:n {SHOW} ; odrl:remedy ex:d . ex:d odrl:action odrl:anonymize ."
    )
    told = "ex:n_told report:rule ex:n ; report:performanceState report:Performed ."
    [rule] = _decided(turtle(policy), ASKED, told + done).rules
    assert (rule.deontic, [duty.rule for duty in rule.conditions]) == (state, ["http://example.org/d"])


@pytest.mark.parametrize(("done", "state"), [("", "Violated"), (FINE, "Fulfilled")])
def test_an_obligation_that_is_done_late_is_fulfilled_with_its_consequences(done, state):
    """Section 2.6.3."""
    policy = f"ex:p odrl:obligation ex:d . ex:d {SHOW} ; odrl:consequence ex:f . ex:f odrl:action odrl:compensate ."
    [rule] = _decided(turtle(policy), ASKED, LATE.format("report:Performed") + done).rules
    assert (rule.deontic, [duty.rule for duty in rule.conditions]) == (state, ["http://example.org/f"])


@pytest.mark.parametrize(
    ("languages", "answer"), [(["de"], "permit"), (["de", "fr"], "deny"), (["it"], "deny"), ([], "deny")]
)
def test_the_compact_json_form_says_the_same(languages, answer):
    """Sections 2.5.3, 2.7.1: a logical constraint by its address, what is shared said once."""
    one, other = (
        {"uid": f"ex:{c}", "leftOperand": "language", "operator": "eq", "rightOperand": c}
        for c in ("de", "fr")
    )
    either = {"xone": {"@list": [{"@id": "ex:de"}, {"@id": "ex:fr"}]}}
    policy = {
        "uid": "http://example.org/p", "@type": "Set", "target": "http://example.org/reel", "action": "display",
        "permission": [{"assignee": "http://example.org/alice", "constraint": [either]}],
    }  # fmt: skip
    graph = {
        "@context": ["http://www.w3.org/ns/odrl.jsonld", {"ex": "http://example.org/"}],
        "@graph": [policy, one, other],
    }
    read = read_rdf(json.dumps(graph).encode(), name="p.jsonld")
    assert _decided(read, _said("odrl:language", *(f'"{code}"' for code in languages)), "").decision == answer


@pytest.mark.parametrize(
    "said",
    [
        "dct:isReplacedBy ex:later",
        "odrl:inheritFrom ex:p",
        "a odrl:Agreement",
        "odrl:profile ex:ours",
    ],
)
def test_what_the_model_makes_void_is_brought_in_as_nothing(said):
    whole = "ex:p odrl:permission ex:r . ex:r odrl:action odrl:derive ; odrl:assigner ex:mina ; odrl:target ex:mina ."
    [kept], [void] = import_policies(turtle(whole)), import_policies(turtle(f"{whole} ex:p {said} ."))
    assert any(grant.terms.clauses for grant in kept.grants)
    assert not any(grant.terms.clauses for grant in void.grants)
    assert "refused" in {loss.outcome for loss in void.losses}
