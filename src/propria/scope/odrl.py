"""ODRL 2.2 as the interchange form of scopes and standing terms (JSON-LD), out and back. Not the evaluator.

An axis is a constraint whose left operand is a term of Propria's profile; a clause is a Permission, a red
line a Prohibition under the conflict strategy `prohibit`, a duty an ODRL Duty. What a reader of ODRL must
know: a left operand that is absent denies here (ODRL would leave it open), so every axis is written, an empty
one as `isNoneOf` everything; `isAnyOf` reads trees by prefix. What is not in this form is refused.
"""

from collections.abc import Mapping
from typing import Any

from propria.kernel.errors import Malformed
from propria.scope.axes import AXIS, AXIS_NAMES, INTERVALS
from propria.scope.duties import Duties
from propria.scope.measures import span_to_json, volume_from_json, volume_to_json
from propria.scope.model import Allowance, Scope, StandingTerms
from propria.scope.values import Anything, Interval, Value

CONTEXT = "http://www.w3.org/ns/odrl.jsonld"
PROFILE = "urn:propria:odrl:1"
_PREFIX = "propria:"
_STANDARD = {"medium": "media", "territory": "spatial", "language": "language", "term": "dateTime"}
_BOUNDS = {"term": ("start", "end"), "rating": ("from", "to"), "retention": ("from_days", "to_days")}


def to_odrl(allowance: Allowance, *, uid: str, target: str, assigner: str | None = None) -> dict[str, Any]:
    """A scope as an ODRL Set with one permission, or standing terms as one with permissions and prohibitions.

    `uid` names the policy, `target` the likeness, `assigner` whose it is; all are IRIs of the caller's.
    """
    clauses = (allowance,) if isinstance(allowance, Scope) else allowance.clauses
    lines = () if isinstance(allowance, Scope) else allowance.red_lines
    policy: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Set" if assigner is None else "Offer",
        "uid": uid,
        "profile": PROFILE,
        "conflict": "prohibit",
        f"{_PREFIX}kind": "scope" if isinstance(allowance, Scope) else "standing_terms",
        "permission": [_rule(clause, target, assigner) for clause in clauses],
    }
    if lines:
        policy["prohibition"] = [_rule(line, target, assigner) for line in lines]
    return policy


def _rule(scope: Scope, target: str, assigner: str | None) -> dict[str, Any]:
    constraints = [c for name in AXIS_NAMES for c in _constraints(name, scope.value(name))]
    if isinstance(scope.volume, Anything):
        constraints.append(_constraint("volume", "eq", f"{_PREFIX}ANY"))
    else:
        volume = volume_to_json(scope.volume)
        constraints += [_constraint(f"volume:{quota['unit']}", "lteq", quota["limit"]) for quota in volume]
    rule: dict[str, Any] = {"target": target, "action": "use", "constraint": constraints}
    if assigner is not None:
        rule["assigner"] = assigner
    if scope.duties:
        rule["duty"] = [
            {"action": f"{_PREFIX}{name}", f"{_PREFIX}value": value}
            for name, value in scope.duties.to_json().items()
        ]
    return rule


def _constraints(name: str, value: Value) -> list[dict[str, Any]]:
    match value:
        case Anything.ANY:
            return [_constraint(name, "eq", f"{_PREFIX}ANY")]
        case Interval() if value:
            ends = span_to_json(name, value)
            low, high = _BOUNDS[name]
            closing = "lt" if name == "term" else "lteq"
            return [_constraint(name, "gteq", ends[low]), _constraint(name, closing, ends[high])]
        case frozenset() if value:
            return [_constraint(name, "isAnyOf", sorted(value))]
        case _:
            return [_constraint(name, "isNoneOf", f"{_PREFIX}ANY")]


def _constraint(name: str, operator: str, right: Any) -> dict[str, Any]:
    return {"leftOperand": _STANDARD.get(name, _PREFIX + name), "operator": operator, "rightOperand": right}


def from_odrl(policy: Mapping[str, Any]) -> Allowance:
    """Read back what `to_odrl` writes, refusing any other ODRL.

    Raises: Malformed(`scope.foreign_odrl`) naming what is not understood; Malformed as `Scope.parse`.
    """
    if policy.get("@context") != CONTEXT or policy.get("profile") != PROFILE:
        raise _foreign("profile", policy.get("profile"))
    extra = set(policy) - {
        "@context",
        "@type",
        "uid",
        "profile",
        "conflict",
        f"{_PREFIX}kind",
        "permission",
        "prohibition",
    }
    if extra or policy.get("conflict") != "prohibit":
        raise _foreign("policy", sorted(extra) or "conflict")
    clauses = tuple(_read_rule(rule) for rule in policy.get("permission", ()))
    lines = tuple(_read_rule(rule) for rule in policy.get("prohibition", ()))
    match policy.get(f"{_PREFIX}kind"):
        case "scope" if len(clauses) == 1 and not lines:
            return clauses[0]
        case "standing_terms":
            return StandingTerms(clauses, lines)
        case kind:
            raise _foreign("kind", kind)


def _foreign(what: str, found: object) -> Malformed:
    return Malformed(
        "scope.foreign_odrl", f"This ODRL is not a scope of Propria's profile: {what}.", found=str(found)
    )


def _read_rule(rule: Mapping[str, Any]) -> Scope:
    extra = set(rule) - {"target", "action", "constraint", "assigner", "duty"}
    if extra or rule.get("action") != "use":
        raise _foreign("rule", sorted(extra) or rule.get("action"))
    raw: dict[str, Any] = {}
    for constraint in rule.get("constraint", ()):
        if set(constraint) != {"leftOperand", "operator", "rightOperand"}:
            raise _foreign("constraint", sorted(constraint))
        _read_constraint(raw, constraint)
    duties = {d["action"].removeprefix(_PREFIX): d[f"{_PREFIX}value"] for d in rule.get("duty", ())}
    scope = Scope.parse({name: value for name, value in raw.items() if value != []})
    return scope.but(duties=Duties.from_json(duties)) if duties else scope


def _read_constraint(raw: dict[str, Any], constraint: Mapping[str, Any]) -> None:
    left, operator, right = constraint["leftOperand"], constraint["operator"], constraint["rightOperand"]
    back = {standard: name for name, standard in _STANDARD.items()}
    name = back.get(left, str(left).removeprefix(_PREFIX))
    if name.startswith("volume:") and operator == "lteq":
        raw.setdefault("volume", []).append({"unit": name.removeprefix("volume:"), "limit": right})
        volume_from_json(raw["volume"])
        return
    if name not in (*AXIS, "volume"):
        raise _foreign("left operand", left)
    match operator:
        case "eq" if right == f"{_PREFIX}ANY":
            raw[name] = "ANY"
        case "isNoneOf" if right == f"{_PREFIX}ANY" and name != "volume":
            raw.setdefault(name, [])
        case "isAnyOf" if name in AXIS and name not in INTERVALS and isinstance(right, list):
            raw[name] = right
        case "gteq" if name in INTERVALS:
            raw.setdefault(name, {})[_BOUNDS[name][0]] = right
        case "lt" | "lteq" if name in INTERVALS and (operator == "lt") == (name == "term"):
            raw.setdefault(name, {})[_BOUNDS[name][1]] = right
        case _:
            raise _foreign("operator", f"{left} {operator}")
