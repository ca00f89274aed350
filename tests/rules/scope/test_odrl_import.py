"""Foreign ODRL becomes standing terms, clause by clause and line by line, and every loss is told."""

import json

import pytest
from tests.rules.scope.strategies import dubbing
from tests.rules.scope.test_odrl_evaluate import HEAD, compares, turtle

from propria.kernel.time import instant
from propria.plumbing.rdf import read_rdf
from propria.scope import ANY, Duties, Interval, StandingTerms, Use, permits
from propria.scope.odrl import to_odrl
from propria.scope.odrl_graph import Node
from propria.scope.odrl_import import import_policies
from propria.scope.odrl_words import ACTIONS, odrl

NAMES = {"uid": "urn:policy:1", "target": "urn:likeness:mina"}


TARGET = NAMES["target"]


CN, DE, US, ZH, US_CA = '"CN"', '"DE"', '"US"', '"zh"', '"US", "CA"'


def brought(text):
    [policy] = import_policies(turtle(text))
    return policy


def losses(policy):
    return {(loss.construct, loss.outcome) for loss in policy.losses}


def permission(more, policy="odrl:conflict odrl:prohibit ;"):
    return f"ex:p a odrl:Set ; {policy} odrl:permission ex:r . ex:r odrl:target ex:mina ; odrl:action odrl:derive ; {more} ."


def clauses(policy):
    return [clause for grant in policy.grants for clause in grant.terms.clauses]


def red_lines(policy):
    return [line for grant in policy.grants for line in grant.terms.red_lines]


def test_a_constrained_permission_is_a_clause_and_what_is_left_open_denies():
    found = brought(
        permission(
            f"""odrl:assignee ex:studio ; odrl:assigner ex:owner ;
            odrl:constraint {compares("odrl:spatial", "isAnyOf", '"CN", "DE"')} ,
              {compares("odrl:dateTime", "gteq", '"2027-01-01"^^xsd:date')} ,
              {compares("odrl:dateTime", "lt", '"2028-01-01"^^xsd:date')} ,
              {compares("odrl:language", "eq", '"zh-Hans"')} , {compares("<propria:medium>", "eq", '"film"')}"""
        )
    )
    [grant] = found.grants
    assert (grant.target, grant.assignee, found.assigners) == (
        "http://example.org/mina", "http://example.org/studio", ("http://example.org/owner",)
    )  # fmt: skip
    [clause] = grant.terms.clauses
    assert (clause.act, clause.territory, clause.language) == ({"generate"}, {"CN", "DE"}, {"zh-Hans"})
    assert clause.term == Interval(1798761600, 1830297600)
    assert (clause.medium, clause.project) == ({"film"}, frozenset())
    assert ("silence", "narrowed") in losses(found)


@pytest.mark.parametrize(
    "more",
    [
        f"odrl:constraint {compares('odrl:purpose', 'eq', 'ex:study')}",
        f"odrl:constraint {compares('odrl:spatial', 'eq', 'ex:atlantis')}",
        f"odrl:constraint {compares('odrl:count', 'lteq', '5')}",
        f"odrl:constraint {compares('odrl:spatial', 'hasPart', 'ex:x')}",
        f"odrl:constraint [ odrl:andSequence ( {compares('odrl:spatial', 'eq', CN)} ) ]",
        f"odrl:constraint [ odrl:xone ( {compares('odrl:spatial', 'eq', CN)} {compares('odrl:language', 'eq', ZH)} ) ]",
        "odrl:constraint [ odrl:leftOperand odrl:spatial ]",
        "odrl:constraint [ odrl:leftOperand odrl:spatial ; odrl:operator odrl:eq ; odrl:rightOperandReference ex:where ]",
        "odrl:constraint ex:unsaid",
        "odrl:duty [ odrl:action odrl:nextPolicy ]",
        "odrl:duty [ odrl:action odrl:attribute ]",
        "odrl:duty [ odrl:action odrl:compensate ; odrl:duty [ odrl:action odrl:pay ] ]",
        "ex:onlyIf ex:moon",
        "odrl:assignee [ a odrl:PartyCollection ; odrl:source ex:team ; odrl:refinement ex:c ]",
        "odrl:target [ a odrl:AssetCollection ; odrl:refinement ex:c ]",
    ],
)
def test_what_a_scope_cannot_say_refuses_the_permission(more):
    found = brought(permission(more))
    assert clauses(found) == []
    assert "refused" in {loss.outcome for loss in found.losses}
    assert clauses(brought(permission("odrl:assignee ex:studio"))), "the same without it is kept"


@pytest.mark.parametrize(
    "policy",
    [
        "odrl:profile ex:other ;",
        "odrl:inheritFrom ex:gone ;",
        "odrl:conflict odrl:perm ;",
        "odrl:unheardOf ex:y ;",
        "a odrl:Request ;",
        "a odrl:Assertion ;",
        "odrl:obligation [ odrl:action odrl:nextPolicy ] ;",
        "odrl:prohibition [ odrl:action <http://creativecommons.org/ns#CommercialUse> ] ;",
        "odrl:prohibition [ odrl:action ex:unknown ] ;",
        "odrl:prohibition [ odrl:target ex:mina ] ;",
    ],
)
def test_what_cannot_be_said_of_a_policy_leaves_nothing_permitted(policy):
    found = brought(permission("odrl:assignee ex:studio", policy=f"{policy} odrl:conflict odrl:prohibit ;"))
    use = Use.of("2027-02-01T00:00:00Z", act="generate")
    assert not any(clause.act and not _stopped(found, clause) for clause in clauses(found))
    assert not any(permits(grant.terms, use) for grant in found.grants)


def _stopped(found, clause):
    return any(clause.act <= line.act for line in red_lines(found) if line.territory is ANY)


def test_an_or_is_two_clauses_and_a_parted_xone_too():
    two = f"( {compares('odrl:spatial', 'eq', CN)} {compares('odrl:spatial', 'eq', DE)} )"
    for word in ("or", "xone"):
        found = brought(permission(f"odrl:constraint [ odrl:{word} {two} ]"))
        assert sorted(min(clause.territory) for clause in clauses(found)) == ["CN", "DE"]
        assert (f"odrl:{word}", "kept") in losses(found)
    [none] = clauses(brought(permission(f"odrl:constraint [ odrl:and {two} ]")))
    assert none.territory == frozenset()


def test_everywhere_but_is_any_with_a_red_line():
    found = brought(permission(f"odrl:constraint {compares('odrl:spatial', 'isNoneOf', US_CA)}"))
    [clause], [line] = clauses(found), red_lines(found)
    assert (clause.territory, line.territory, line.act) == (ANY, {"US", "CA"}, {"generate"})


def test_a_prohibition_that_cannot_be_said_whole_is_wider():
    found = brought(
        permission("odrl:assignee ex:studio")
        + f"""ex:p odrl:prohibition ex:n . ex:n odrl:action odrl:modify ; odrl:remedy [ odrl:action odrl:delete ] ;
        odrl:constraint {compares("odrl:purpose", "eq", "ex:spam")} , {compares("odrl:spatial", "eq", CN)} ."""
    )
    [line] = red_lines(found)
    assert (line.act, line.territory, line.medium) == ({"edit"}, {"CN"}, ANY)
    assert {("odrl:remedy", "narrowed"), ("odrl:purpose eq http://example.org/spam", "narrowed")} <= losses(
        found
    )


def test_a_prohibition_of_what_is_never_an_act_says_nothing():
    found = brought(
        permission("odrl:assignee ex:studio") + "ex:p odrl:prohibition [ odrl:action odrl:sell ] ."
    )
    assert (len(clauses(found)), red_lines(found)) == (1, [])
    assert ("odrl:sell", "kept") in losses(found)


def test_prohibitions_reach_only_whom_they_may_be_about():
    base = (
        permission("odrl:assignee ex:studio")
        + "ex:p odrl:prohibition ex:n . ex:n odrl:action odrl:derive ; odrl:assignee "
    )
    assert red_lines(brought(base + "ex:rival .")) == []
    assert len(red_lines(brought(base + "ex:studio ."))) == 1
    assert len(red_lines(brought(base + "[ a odrl:PartyCollection ; odrl:source ex:all ] ."))) == 1
    assert len(red_lines(brought(base + "ex:group . ex:studio odrl:partOf ex:group ."))) == 1


def test_without_a_strategy_rules_that_may_conflict_void_the_policy():
    rules = "ex:p odrl:prohibition ex:n . ex:n odrl:action odrl:derive ; odrl:constraint "
    met = rules + compares("odrl:language", "eq", ZH) + " ."
    apart = rules + compares("odrl:spatial", "eq", US) + " ."
    base = permission(f"odrl:constraint {compares('odrl:spatial', 'eq', CN)}", policy="")
    assert clauses(brought(base + met)) == []
    assert len(clauses(brought(base + apart))) == 1
    assert len(clauses(brought(base + met + "ex:p odrl:conflict odrl:perm ."))) == 1


def test_duties_are_kept_at_least_as_strict():
    euro = "odrl:refinement [ odrl:leftOperand odrl:payAmount ; odrl:operator odrl:eq ; odrl:rightOperand 5 ; odrl:unit ex:euro ]"
    by = compares("odrl:dateTime", "lteq", '"2028-01-01"^^xsd:date')
    found = brought(
        permission(
            f"""odrl:duty [ odrl:action [ rdf:value odrl:compensate ; {euro} ] ; odrl:compensatedParty ex:owner ;
                odrl:consequence [ odrl:action odrl:delete ] ] ,
              [ odrl:action odrl:attribute ; odrl:attributedParty "Mina Zhao" ] ,
              [ odrl:action odrl:obtainConsent ] , [ odrl:action odrl:delete ; odrl:constraint {by} ]"""
        )
    )
    [clause] = clauses(found)
    assert clause.duties == Duties.of(
        pay=[
            "ODRL duty: compensate; odrl:payAmount eq 5 http://example.org/euro; compensatedParty http://example.org/owner"
        ],
        credit=["Mina Zhao"],
        approval=["look", "script", "cut"],
        delete_by=instant("2028-01-01T00:00:00Z"),
    )
    assert ("odrl:consequence", "narrowed") in losses(found)


def test_models_are_trained_only_by_name():
    [by_use] = clauses(brought(permission("odrl:assignee ex:a").replace("odrl:derive", "odrl:use")))
    assert by_use.act == {"capture", "generate", "edit", "dub", "real_time", "reuse_archival"}
    [by_name] = clauses(brought(permission("odrl:assignee ex:a").replace("odrl:derive", "<propria:train>")))
    assert by_name.act == {"train"}


def test_a_licence_of_creative_commons_is_read_and_its_losses_told():
    text = """@prefix cc: <http://creativecommons.org/ns#> . <urn:by> a cc:License ; cc:legalcode <urn:code> ;
      cc:permits cc:DerivativeWorks, cc:Reproduction ; cc:requires cc:Attribution ; cc:prohibits cc:CommercialUse ."""
    [found] = import_policies(read_rdf(text.encode(), name="by.ttl"))
    assert found.grants == ()
    assert {("cc:Attribution", "refused"), ("cc:CommercialUse", "narrowed")} <= losses(found)


def test_every_action_of_the_vocabulary_is_a_word_of_json_ld():
    named = sorted(iri.removeprefix(odrl("")) for iri in ACTIONS if iri.startswith(odrl("")))
    rules = [{"target": TARGET, "action": name} for name in named]
    policy = {"@context": "http://www.w3.org/ns/odrl.jsonld", "uid": "urn:policy:all", "permission": rules}
    graph = read_rdf(json.dumps(policy).encode(), name="all.jsonld")
    read = {o for _, p, o in graph.triples if p == odrl("action")}
    assert "adHocShare" in named
    assert read == {Node(odrl(name)) for name in named}


def test_a_signed_scope_comes_back_through_rdf_as_it_was():
    scope = dubbing()
    [found] = import_policies(read_rdf(json.dumps(to_odrl(scope, **NAMES)).encode(), name="s.jsonld"))
    assert found.grants[0].terms == StandingTerms((scope,))
    assert HEAD
