"""`propria odrl evaluate | cases | import | conflicts`: ODRL 2.2 policies read, evaluated, brought in, compared, as JSON or words."""

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from propria.cli.verify import read
from propria.kernel.errors import Malformed, PropriaError
from propria.plumbing.rdf import read_rdf
from propria.scope.odrl_conflicts import Conflicts, conflicts_of
from propria.scope.odrl_evaluate import PolicyReport, RuleReport, evaluate
from propria.scope.odrl_graph import Graph
from propria.scope.odrl_import import Imported, import_policies
from propria.scope.odrl_model import read_policies
from propria.scope.odrl_world import World, read_requests


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's words."""
    doings = parser.add_subparsers(dest="doing", required=True, metavar="DOING")
    one = doings.add_parser("evaluate", help="a policy against a request in a state of the world")
    one.add_argument("--policy", type=Path, required=True, help="Turtle, JSON-LD, RDF/XML or N-Triples")
    one.add_argument("--request", type=Path, help="what is asked; left out, nothing is")
    one.add_argument("--sotw", type=Path, help="the state of the world; left out, nothing is known")
    many = doings.add_parser("cases", help="every case of a folder against the report that it expects")
    many.add_argument("folder", type=Path, help="holds evaluator_cases.json, policies/, requests/ and sotw/")
    bring = doings.add_parser("import", help="a foreign policy as standing terms, with what was lost")
    bring.add_argument("file", type=Path, help="Turtle, JSON-LD, RDF/XML or N-Triples")
    held = doings.add_parser("conflicts", help="whether the rules of a file's policies can hold together")
    held.add_argument("file", type=Path, help="one or more policies")
    for each in (one, many, bring, held):
        each.add_argument("--json", action="store_true", help="the facts as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; exit 1 when a file cannot be read or a case disagrees.

    Raises: Malformed(`cli.no_file`, `cli.no_policy`, `plumbing.rdf_*`).
    """
    match arguments.doing:
        case "evaluate":
            reports = evaluated(arguments.policy, arguments.request, arguments.sotw)
            _print([report_json(report) for report in reports], arguments.json, _report_words)
            return 0
        case "cases":
            counted = cases(arguments.folder)
            _print(counted, arguments.json, _case_words)
            return 0 if counted["agreed"] == counted["total"] else 1
        case "conflicts":
            _print(conflicts_json(conflicts_of(graph_of(arguments.file))), arguments.json, _conflict_words)
            return 0
        case _:
            brought = imported(arguments.file)
            _print(brought, arguments.json, _import_words)
            return 0 if brought["read"] else 1


def graph_of(file: Path | None) -> Graph:
    """The graph of a file; an empty one for none. Raises: Malformed(`cli.no_file`, `plumbing.rdf_*`)."""
    return Graph() if file is None else read_rdf(read(file), name=file.name)


def evaluated(policy: Path, request: Path | None, sotw: Path | None) -> list[PolicyReport]:
    """A report for each policy of the file and each request. Raises: as `graph_of`; Malformed(`cli.no_policy`)."""
    rules, asked, known = graph_of(policy), graph_of(request), graph_of(sotw)
    policies = read_policies(rules)
    if not policies:
        raise Malformed("cli.no_policy", f"{policy} holds no ODRL policy.")
    world = World(known, rules, asked)
    return [report for each in policies for report in evaluate(each, read_requests(asked), world)]


def report_json(report: PolicyReport) -> dict[str, Any]:
    """A report's facts, in the words of the ODRL Compliance Report Model."""
    return {
        "policy": report.policy,
        "request": report.request,
        "at": report.at,
        "decision": report.decision,
        "why": report.why,
        "rules": [_rule_json(rule) for rule in report.rules],
    }


def _rule_json(rule: RuleReport) -> dict[str, Any]:
    return {
        "type": rule.type,
        "rule": rule.rule,
        "rule_request": rule.request,
        "attempt": rule.attempt,
        "activation": rule.activation,
        "performance": rule.performance,
        "deontic": rule.deontic,
        "premises": [_premise_json(premise) for premise in rule.premises],
        "conditions": [_rule_json(duty) for duty in rule.conditions],
    }


def _premise_json(premise: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"type": premise.type, "state": premise.state, "about": premise.about}
    return said | ({"premises": [_premise_json(p) for p in premise.parts]} if premise.parts else {})


def cases(folder: Path) -> dict[str, Any]:
    """How many cases of a folder agree, and both sides of each that does not.

    A case agrees when each rule that it names has the expected attempt and activation, and the performance and
    deontic state where it states them. Premises are counted apart. Raises: Malformed(`cli.no_file`).
    """
    listed = _listed(folder / "evaluator_cases.json")
    counted: Counter[str] = Counter()
    disagreements = []
    for case in listed:
        expected, found = case.get("expected", []), _found(folder, case)
        agrees = isinstance(found, list) and all(_agrees(each, found) for each in expected)
        counted["agreed"] += agrees
        counted["premises"] += agrees and all(_agrees(each, found, premises=True) for each in expected)
        if not agrees:
            disagreements.append({"id": case.get("id"), "expected": expected, "found": found})
    return {
        "total": len(listed),
        "agreed": counted["agreed"],
        "agreed_with_premises": counted["premises"],
        "disagreements": disagreements,
    }


def _listed(file: Path) -> list[dict[str, Any]]:
    try:
        listed = json.loads(read(file))
    except ValueError:
        listed = None
    if not isinstance(listed, list) or not all(isinstance(case, dict) for case in listed):
        raise Malformed("cli.no_cases", f"{file} is not a list of cases.")
    return listed


def _found(folder: Path, case: dict[str, Any]) -> list[dict[str, Any]] | str:
    try:
        files = [folder / case[key] if case.get(key) else None for key in ("policy", "request", "sotw")]
        if files[0] is None:
            return "the case names no policy"
        reports = evaluated(files[0], files[1], files[2])
    except PropriaError as error:
        return f"{error.code}: {error.sentence}"
    rules = [rule for report in reports for rule in report.rules]
    return [_rule_json(rule) for rule in (*rules, *(duty for rule in rules for duty in rule.conditions))]


def _agrees(expected: dict[str, Any], found: Any, *, premises: bool = False) -> bool:
    stated = [
        k for k in ("type", "rule", "attempt", "activation", "performance", "deontic") if expected.get(k)
    ]
    for rule in found:
        if all(rule[key] == expected[key] for key in stated):
            states = sorted([premise["type"], premise["state"]] for premise in rule["premises"])
            if not premises or states == sorted(list(pair) for pair in expected.get("premises", [])):
                return True
    return False


def imported(file: Path) -> dict[str, Any]:
    """A file's policies as standing terms; `read` is false, with a code, where it is no RDF that can be read."""
    try:
        found = import_policies(graph_of(file))
    except PropriaError as error:
        return {"file": file.name, "read": False, "code": error.code, "why": error.sentence, "policies": []}
    return {"file": file.name, "read": True, "policies": [_imported_json(policy) for policy in found]}


def _imported_json(policy: Imported) -> dict[str, Any]:
    return {
        "policy": policy.policy,
        "classes": policy.classes,
        "assigners": policy.assigners,
        "grants": [
            {"target": grant.target, "assignee": grant.assignee, "terms": grant.terms.to_json()}
            for grant in policy.grants
        ],
        "counts": dict(Counter(loss.outcome for loss in policy.losses)),
        "losses": [asdict(loss) for loss in policy.losses],
    }


def conflicts_json(found: Conflicts) -> dict[str, Any]:
    """The verdict, whether one refines another, and every pair of rules that was compared."""
    return {
        "verdict": found.verdict,
        "refines": found.refines,
        "pairs": [asdict(pair) for pair in found.pairs],
    }


def _conflict_words(found: dict[str, Any]) -> str:
    head = found["verdict"] + (" (one refines the other)" if found["refines"] else "")
    lines = [f"  {p['verdict']:<10} {p['one']} and {p['other']}: {p['why']}" for p in found["pairs"]]
    return "\n".join([head, *lines])


def _print(facts: Any, as_json: bool, words: Any) -> None:
    print(json.dumps(facts, ensure_ascii=False, indent=2) if as_json else words(facts))


def _report_words(reports: list[dict[str, Any]]) -> str:
    lines = []
    for report in reports:
        lines.append(f"{report['decision']}: {report['why']} ({report['policy']})")
        for rule in report["rules"]:
            lines.append(
                f"  {rule['type']} {rule['rule']}: {rule['attempt']}, {rule['activation']}, {rule['deontic']}"
            )
            lines += [f"    {p['type']}: {p['state']} ({p['about']})" for p in rule["premises"]]
    return "\n".join(lines)


def _case_words(counted: dict[str, Any]) -> str:
    head = f"{counted['agreed']} of {counted['total']} agree, {counted['agreed_with_premises']} in their premises too"
    return "\n".join(
        [
            head,
            *(
                f"  {each['id']}: expected {each['expected']}, found {each['found']}"
                for each in counted["disagreements"]
            ),
        ]
    )


def _import_words(brought: dict[str, Any]) -> str:
    if not brought["read"]:
        return f"{brought['code']}: {brought['why']}"
    lines = [] if brought["policies"] else ["no ODRL policy"]
    for policy in brought["policies"]:
        lines.append(f"{policy['policy']} {', '.join(policy['classes'])}")
        for grant in policy["grants"]:
            terms = grant["terms"]
            lines.append(
                f"  for {grant['assignee'] or 'anyone'}, of {grant['target'] or 'whatever it is attached to'}:"
            )
            lines.append(f"    {len(terms['clauses'])} clauses, {len(terms['red_lines'])} red lines")
        lines += [f"  {loss['outcome']:<8} {loss['construct']}: {loss['why']}" for loss in policy["losses"]]
    return "\n".join(lines)
