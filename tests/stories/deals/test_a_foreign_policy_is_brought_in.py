"""A lawyer brings a policy that a studio wrote in ODRL, sees what is lost, and asks what it would permit."""

import json
import os
from pathlib import Path

import pytest

from propria.cli import main
from propria.plumbing import rdf

CASES = Path(os.environ.get("PROPRIA_DATA", Path(__file__).parents[4] / "shared" / "data")) / "odrl"
POLICY = {
    "@context": ["http://www.w3.org/ns/odrl.jsonld", {"ex": "http://example.org/"}],
    "@type": "Agreement",
    "uid": "ex:p",
    "conflict": "prohibit",
    "permission": [
        {
            "target": "ex:mina",
            "assigner": "ex:owner",
            "assignee": "ex:studio",
            "action": "translate",
            "constraint": [{"leftOperand": "language", "operator": "isAnyOf", "rightOperand": ["en", "fr"]}],
        }
    ],
    "prohibition": [{"target": "ex:mina", "action": "sell"}],
}
REQUEST = """@prefix odrl: <http://www.w3.org/ns/odrl/2/> . @prefix ex: <http://example.org/> .
ex:q a odrl:Request ; odrl:permission ex:qr . ex:qr odrl:action odrl:translate ; odrl:target ex:mina ;
  odrl:assignee ex:studio ; odrl:constraint [ odrl:leftOperand odrl:language ; odrl:operator odrl:eq ; odrl:rightOperand "fr" ] .
"""


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main.main(["odrl", *(str(word) for word in words)])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    (tmp_path / "policy.jsonld").write_text(json.dumps(POLICY), "utf-8")
    (tmp_path / "request.ttl").write_text(REQUEST, "utf-8")
    return tmp_path / "policy.jsonld"


def test_it_is_standing_terms_with_an_account(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "import", policy, "--json")
    [found] = json.loads(out)["policies"]
    [grant] = found["grants"]
    assert (code, grant["target"], grant["assignee"]) == (
        0,
        "http://example.org/mina",
        "http://example.org/studio",
    )
    assert grant["terms"]["clauses"] == [{"act": ["dub"], "language": ["en", "fr"]}]
    assert {loss["outcome"] for loss in found["losses"]} == {"kept", "narrowed"}
    code, out, _ = asked(capsys, "import", policy)
    assert (code, "narrowed silence" in out, "1 clauses, 0 red lines" in out) == (0, True, True)


def test_what_it_permits_is_told_rule_by_rule(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("evaluate", "--policy", policy, "--request", policy.with_name("request.ttl"))
    code, out, _ = asked(capsys, *words, "--json")
    [report] = json.loads(out)
    states = [(rule["type"], rule["attempt"], rule["activation"]) for rule in report["rules"]]
    assert states == [
        ("PermissionReport", "Attempted", "Active"),
        ("ProhibitionReport", "Attempted", "Inactive"),
    ]
    assert (code, report["decision"]) == (0, "permit")
    code, out, _ = asked(capsys, "evaluate", "--policy", policy)
    assert (code, out.startswith("deny: nothing is asked")) == (0, True)


def test_cases_are_counted_and_both_sides_of_a_disagreement_are_shown(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = {
        "type": "PermissionReport",
        "rule": "http://example.org/r",
        "attempt": "Attempted",
        "premises": [],
    }
    named = json.loads(json.dumps(POLICY))
    named["permission"][0]["uid"] = "ex:r"
    policy.write_text(json.dumps(named), "utf-8")
    case = {"policy": policy.name, "request": "request.ttl"}
    listed = [
        case | {"id": "agrees", "expected": [expected | {"activation": "Active"}]},
        case | {"id": "differs", "expected": [expected | {"activation": "Inactive"}]},
        {"id": "broken", "policy": "none.ttl", "expected": []},
        {"id": "nothing"},
    ]
    policy.with_name("evaluator_cases.json").write_text(json.dumps(listed), "utf-8")
    code, out, _ = asked(capsys, "cases", policy.parent, "--json")
    counted = json.loads(out)
    assert (code, counted["total"], counted["agreed"], counted["agreed_with_premises"]) == (1, 4, 1, 0)
    differs, broken, nothing = counted["disagreements"]
    assert [differs["expected"][0]["activation"], differs["found"][0]["activation"]] == ["Inactive", "Active"]
    assert (broken["found"].split(":")[0], nothing["found"]) == ("cli.no_file", "the case names no policy")
    assert "1 of 4 agree" in asked(capsys, "cases", policy.parent)[1]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("p.ttl", b"ex:a b <", "plumbing.rdf_unreadable"),
        ("p.rdf", b"<?xml version='1.0'?><a", "plumbing.rdf_unreadable"),
        ("p.jsonld", b"[" * 100_000, "plumbing.rdf_unreadable"),
        ("p.jsonld", b'{"@context": 7, "@id": 3}', "plumbing.rdf_unreadable"),
        ("p.ttl", bytes(range(256)), "plumbing.rdf_unreadable"),
        ("p.jsonld", b'{"@context": "http://example.org/c.jsonld"}', "plumbing.rdf_remote_context"),
        (
            "p.jsonld",
            b'{"a": {"@context": {"@import": "http://example.org/c"}}}',
            "plumbing.rdf_remote_context",
        ),
        ("p.ttl", b" " * (rdf.LARGEST_BYTES + 1), "plumbing.rdf_too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_by_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, raw: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    exit_code, out, _ = asked(capsys, "import", tmp_path / name, "--json")
    answer = json.loads(out)
    assert (exit_code, answer["read"], answer["code"]) == (1, False, code)
    assert asked(capsys, "import", tmp_path / name)[1].startswith(code)


@pytest.mark.parametrize("raw", [b"", b"<urn:a> <urn:b> <urn:c> .", b'<urn:a> <urn:b> "c"@en .'])
def test_rdf_without_a_policy_holds_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], raw: bytes
) -> None:
    (tmp_path / "p.ttl").write_bytes(raw)
    assert asked(capsys, "import", tmp_path / "p.ttl") == (0, "no ODRL policy\n", "")
    code, _, said = asked(capsys, "evaluate", "--policy", tmp_path / "p.ttl")
    assert (code, "cli.no_policy" in said) == (1, True)


def test_a_folder_without_a_list_of_cases_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "evaluator_cases.json").write_text("{}", "utf-8")
    code, _, said = asked(capsys, "cases", tmp_path)
    assert (code, "cli.no_cases" in said) == (1, True)


@pytest.mark.skipif(not CASES.exists(), reason="the ODRL evaluator cases are not here; set PROPRIA_DATA")
def test_every_case_of_the_suite_that_is_here_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "cases", CASES, "--json")
    counted = json.loads(out)
    assert (code, counted["agreed"], counted["disagreements"]) == (0, counted["total"], [])
    assert counted["agreed_with_premises"] == counted["total"] >= 34
