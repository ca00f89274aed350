"""Whether rules can hold together: yes where it is shown, no where it is shown, and Unknown where it rests on what is not told."""

import json

import pytest
from tests.rules.scope.test_odrl_evaluate import compares, turtle

from propria.cli import main
from propria.scope.odrl_conflicts import conflicts_of

KNOWS = """ex:be odrl:partOf ex:eu . ex:fr odrl:partOf ex:eu . ex:study rdfs:subClassOf ex:research .
  ex:trial rdfs:subClassOf ex:research , ex:care ."""


def verdict(one, other, *, kinds=("permission", "permission"), more=""):
    """Two policies about the same doing, each with its constraints."""
    rules = "".join(
        f"ex:p{n} a odrl:Set ; odrl:{kind} ex:r{n} . ex:r{n} odrl:action odrl:read ; odrl:target ex:x {asked} . "
        for n, (kind, asked) in enumerate(zip(kinds, (one, other), strict=True))
    )
    return conflicts_of(turtle(rules + KNOWS + more))


def asks(left, operator, right):
    return f"; odrl:constraint {compares(left, operator, right)}"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("eq", "ex:be"), ("isPartOf", "ex:eu"), "Compatible"),
        (("eq", "ex:us"), ("isPartOf", "ex:eu"), "Unknown"),
        (("eq", "ex:be"), ("eq", "ex:fr"), "Conflict"),
        (("eq", "ex:be"), ("neq", "ex:be"), "Conflict"),
        (("eq", "ex:be"), ("neq", "ex:fr"), "Compatible"),
        (("eq", "ex:be"), ("isNoneOf", "ex:eu, ex:us"), "Conflict"),
        (("isPartOf", "ex:be"), ("isNoneOf", "ex:eu"), "Conflict"),
        (("isPartOf", "ex:eu"), ("isNoneOf", "ex:be"), "Compatible"),
        (("isPartOf", "ex:be"), ("isPartOf", "ex:fr"), "Unknown"),
        (("isA", "ex:research"), ("isA", "ex:care"), "Compatible"),
        (("isAnyOf", "ex:be, ex:us"), ("eq", "ex:be"), "Compatible"),
        (("isAllOf", "ex:research, ex:care"), ("eq", "ex:trial"), "Compatible"),
        (("hasPart", "ex:be"), ("eq", "ex:eu"), "Compatible"),
        (("hasPart", "ex:be"), ("isPartOf", "ex:eu"), "Compatible"),
        (("hasPart", "ex:be"), ("eq", "ex:us"), "Unknown"),
        (("lt", "5"), ("gt", "5"), "Conflict"),
        (("lteq", "5"), ("gteq", "5"), "Compatible"),
        (("lteq", "5"), ("eq", "7"), "Conflict"),
        (("gt", "3"), ("lt", "9"), "Compatible"),
        (("eq", "5"), ("isAnyOf", "6, 7"), "Conflict"),
        (("lt", "ex:be"), ("gt", "ex:fr"), "Unknown"),
        (("unheardOf", "5"), ("eq", "5"), "Unknown"),
    ],
)
def test_two_permissions_are_compared_by_what_satisfies_both(one, other, expected):
    first, second = asks("odrl:spatial", *one), asks("odrl:spatial", *other)
    assert verdict(first, second).verdict == expected
    assert verdict(second, first).verdict == expected


def test_a_permission_and_a_prohibition_conflict_where_one_doing_falls_under_both():
    inside, around = asks("odrl:spatial", "eq", "ex:be"), asks("odrl:spatial", "isPartOf", "ex:eu")
    elsewhere, nowhere = asks("odrl:spatial", "eq", "ex:fr"), asks("odrl:spatial", "isPartOf", "ex:asia")
    opposed = {"kinds": ("permission", "prohibition")}
    assert verdict(inside, around, **opposed).verdict == "Conflict"
    assert verdict(inside, elsewhere, **opposed).verdict == "Compatible"
    assert verdict(inside, nowhere, **opposed).verdict == "Unknown"
    assert verdict(inside, asks("odrl:purpose", "eq", "ex:study"), **opposed).verdict == "Conflict"


@pytest.mark.parametrize(
    ("action", "target", "party", "expected"),
    [
        ("odrl:use", "ex:x", "ex:alice", "Conflict"),
        ("odrl:sell", "ex:x", "ex:alice", "Compatible"),
        ("odrl:read", "ex:y", "ex:alice", "Compatible"),
        ("odrl:read", "ex:all", "ex:alice", "Conflict"),
        ("odrl:read", "ex:x", "ex:bob", "Compatible"),
        ("odrl:read", "ex:x", "ex:team", "Conflict"),
        (
            "odrl:read",
            "[ a odrl:AssetCollection ; odrl:source ex:all ; odrl:refinement ex:c ]",
            "ex:alice",
            "Unknown",
        ),
    ],
)
def test_actions_assets_and_parties_meet_by_name_and_by_what_they_are_part_of(
    action, target, party, expected
):
    text = f"""ex:p odrl:permission ex:r ; odrl:prohibition ex:n .
      ex:r odrl:action odrl:read ; odrl:target ex:x ; odrl:assignee ex:alice .
      ex:n odrl:action {action} ; odrl:target {target} ; odrl:assignee {party} .
      ex:x odrl:partOf ex:all . ex:alice odrl:partOf ex:team ."""
    assert conflicts_of(turtle(text)).verdict == expected


def test_a_duty_that_is_prohibited_is_a_conflict():
    text = """ex:p odrl:permission ex:r . ex:r odrl:action odrl:use ; odrl:target ex:x ; odrl:duty ex:d .
      ex:d odrl:action ex:sign ; odrl:target ex:paper . ex:q odrl:prohibition [ odrl:action ex:sign ; odrl:target ex:paper ] ."""
    assert conflicts_of(turtle(text)).verdict == "Conflict"


def test_logical_constraints_are_alternatives():
    be, fr = compares("odrl:spatial", "eq", "ex:be"), compares("odrl:spatial", "eq", "ex:fr")
    wanted = asks("odrl:spatial", "eq", "ex:fr")
    assert verdict(f"; odrl:constraint [ odrl:or ( {be} {fr} ) ]", wanted).verdict == "Compatible"
    assert verdict(f"; odrl:constraint [ odrl:and ( {be} {fr} ) ]", wanted).verdict == "Conflict"
    assert verdict(f"; odrl:constraint [ odrl:xone ( {be} {fr} ) ]", wanted).verdict == "Unknown"
    assert verdict(f"; odrl:constraint [ odrl:xone ( {be} {be} ) ]", wanted).verdict == "Conflict"


def test_who_asks_more_refines():
    few, more = asks("odrl:spatial", "eq", "ex:be"), asks("odrl:purpose", "eq", "ex:study")
    assert verdict(few, few + more).refines
    assert not verdict(few, few).refines
    assert not verdict(few, more).refines


def test_policies_about_other_things_and_none_at_all_are_compatible():
    assert conflicts_of(turtle("ex:a odrl:permission [ odrl:action odrl:read ] .")).verdict == "Compatible"
    assert conflicts_of(turtle("")).pairs == ()


def test_the_command_says_the_verdict_and_every_pair(tmp_path, capsys):
    text = """@prefix odrl: <http://www.w3.org/ns/odrl/2/> . <urn:p> odrl:permission <urn:r> ; odrl:prohibition <urn:n> .
      <urn:r> odrl:action odrl:read . <urn:n> odrl:action odrl:use ."""
    (tmp_path / "p.ttl").write_text(text, "utf-8")
    assert main.main(["odrl", "conflicts", str(tmp_path / "p.ttl"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["refines"]) == ("Conflict", False)
    assert [(pair["one"], pair["other"]) for pair in told["pairs"]] == [("urn:r", "urn:n")]
    assert main.main(["odrl", "conflicts", str(tmp_path / "p.ttl")]) == 0
    assert capsys.readouterr().out.startswith("Conflict\n")
