"""The same allowance as a Cedar policy set: an oracle that shares no code with the algebra's decisions.

Trees are Cedar's own entity hierarchy, intervals and quotas its longs, red lines its `forbid`. A use of up to
two codes on a tree axis is two attributes, since Cedar has no *for all* over a set of entities.
"""

import json

from propria.scope import ANY, Interval, Scope, Use
from propria.scope.codes.audience import RATING_ORDER

FLAT = (
    "attribute",
    "act",
    "project",
    "role",
    "advertiser",
    "theme",
    "script",
    "provider",
    "sub_licensee",
    "life",
)
TREES = {"medium": ".", "product_line": ".", "territory": "-", "language": "-", "region": "-"}
SPANS = ("term", "rating", "retention")
UNITS = ("seconds", "lines", "takes", "titles")
PLACES = ("1", "2")

_PERFORMS = '["generate", "edit", "dub", "real_time", "reuse_archival", "performance_transfer"].containsAny(context.act)'
_RUNS = '["generate", "edit", "dub", "real_time", "reuse_archival", "performance_transfer", "build", "fine_tune", "train"]'
_SELLS = 'in [C::"medium:advertisement", C::"medium:livestream.shopping"]'
_ADVERT = " || ".join(f"(context has medium{n} && (context.medium{n} {_SELLS}))" for n in PLACES)
UNDECLARED = "\n".join(
    f"forbid(principal, action, resource) when {{ {condition} }};"
    for condition in (
        "!(context has attribute) || !(context has act)",
        *(
            f"context has act && {_PERFORMS} && !(context has {said})"
            for said in ("said_medium", "project", "role", "said_territory", "rating", "theme", "script")
        ),
        'context has act && ["dub", "real_time"].containsAny(context.act) && !(context has said_language)',
        f'context has act && {_PERFORMS} && context has attribute && context.attribute.contains("voice")'
        " && !(context has said_language)",
        *(
            f"context has act && {_RUNS}.containsAny(context.act) && !(context has {said})"
            for said in ("provider", "retention", "said_region")
        ),
        'context has act && ["fine_tune", "train"].containsAny(context.act) && !(context has project)',
        f"({_ADVERT}) && !(context has advertiser)",
        f"({_ADVERT}) && !(context has said_product_line)",
    )
)


def policies(allowance):
    """Cedar text for a scope or standing terms."""
    clauses = (allowance,) if isinstance(allowance, Scope) else allowance.clauses
    lines = () if isinstance(allowance, Scope) else allowance.red_lines
    return "\n".join([*map(_permit, clauses), *map(_forbid, lines), UNDECLARED])


def _quoted(codes):
    return "[" + ", ".join(json.dumps(code, ensure_ascii=False) for code in sorted(codes)) + "]"


def _members(axis, codes):
    return "[" + ", ".join(f'C::"{axis}:{code}"' for code in sorted(codes)) + "]"


def _permit(scope):
    return f"permit(principal, action, resource) when {{ {' && '.join(_inside(scope)) or 'true'} }};"


def _inside(scope):
    for axis in FLAT:
        if scope.value(axis) is not ANY:
            yield f"(!(context has {axis}) || {_quoted(scope.value(axis))}.containsAll(context.{axis}))"
    for axis in TREES:
        for n in PLACES if scope.value(axis) is not ANY else ():
            here = f"context.{axis}{n} in {_members(axis, scope.value(axis))}"
            yield (
                f"(!(context has {axis}{n}) || {here})" if scope.value(axis) else f"!(context has {axis}{n})"
            )
    for axis in SPANS:
        span = scope.value(axis)
        if isinstance(span, Interval):
            here = f"({span.start} <= context.{axis} && context.{axis} < {span.end})" if span else "false"
            yield f"(!(context has {axis}) || {here})"
    if scope.volume is not ANY:
        limits = {quota.unit: quota.limit for quota in scope.volume}
        for unit in UNITS:
            yield f"(!(context has {unit}) || context.{unit} <= {limits.get(unit, 0)})"


def _forbid(line):
    named = list(_touched(line))
    return f"forbid(principal, action, resource) when {{ {' && '.join(named)} }};" if named else ""


def _touched(line):
    for axis in FLAT:
        if line.value(axis) is not ANY:
            yield f"(context has {axis} && {_quoted(line.value(axis))}.containsAny(context.{axis}))"
    for axis in TREES:
        codes = line.value(axis)
        if codes is not ANY:
            ways = [
                f"(context has {axis}{n} && context.{axis}{n} in {_members(axis, codes)})"
                for n in PLACES
                if codes
            ]
            ways += [
                f'(context has {axis}{n} && C::"{axis}:{c}" in context.{axis}{n})'
                for n in PLACES
                for c in codes
            ]
            yield f"({' || '.join(ways) or 'false'})"
    for axis in SPANS:
        span = line.value(axis)
        if isinstance(span, Interval):
            here = f"{span.start} <= context.{axis} && context.{axis} < {span.end}" if span else "false"
            yield f"(context has {axis} && {here})"


def entities(pools):
    """The trees as Cedar entities: every code of the pools with its parents."""
    codes = {(axis, code) for axis in TREES for code in pools[axis]}
    for axis, code in list(codes):
        while TREES[axis] in code:
            code = code.rpartition(TREES[axis])[0]
            codes.add((axis, code))
    return [
        {
            "uid": {"type": "C", "id": f"{axis}:{code}"},
            "attrs": {},
            "parents": [{"type": "C", "id": f"{axis}:{code.rpartition(TREES[axis])[0]}"}]
            if TREES[axis] in code
            else [],
        }
        for axis, code in sorted(codes)
    ]


def request(use: Use):
    """A use as a Cedar request."""
    context = {"term": int(use.at.timestamp())}
    for axis, codes in use.declared.items():
        if not codes and axis != "theme":
            continue
        if axis in TREES:
            context[f"said_{axis}"] = True
            for n, code in zip(PLACES, sorted(codes), strict=False):
                context[f"{axis}{n}"] = {"__entity": {"type": "C", "id": f"{axis}:{code}"}}
        else:
            context[axis] = sorted(codes)
    if use.rating is not None:
        context["rating"] = RATING_ORDER.index(use.rating)
    if use.retention_days is not None:
        context["retention"] = use.retention_days
    context |= {quota.unit: quota.limit for quota in use.amounts}
    return {
        "principal": 'U::"anyone"',
        "action": 'Action::"use"',
        "resource": 'L::"likeness"',
        "context": context,
    }
