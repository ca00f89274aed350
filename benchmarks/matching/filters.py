"""One question as plain conditions on plain columns: what an engine that knows no scope would be asked.

For each clause, which of the distinct values of each part cover the brief (found by the scope algebra itself); for the
row, ranges and a mask of red lines. The same translation serves every peer.
"""

from dataclasses import dataclass

import numpy as np

from propria.casting.matching.columns import CLAUSE_PARTS
from propria.scope import Scope, check_covers, hits


@dataclass(frozen=True)
class Conditions:
    """`slots[j][part]`: the places that pass, of the parts where not all do; `lines`: places of the red lines touched.

    `fees`: places of the floors by act and medium that are touched and not paid. Without a budget nothing is held against floors.
    """

    slots: list[dict[str, list[int]]]
    lines: list[int]
    fees: list[int]
    speaks: list[int] | None
    presents: list[int] | None
    plays: tuple[int, int] | None
    now_us: int
    currency: int | None
    budget: int | None


def conditions(columns, asked):
    """The conditions of a question, from the columns' distinct values."""
    passing = {}
    for part in CLAUSE_PARTS:
        values = columns.values[part]
        keeps = [i for i, value in enumerate(values) if _passes(part, value, asked.scope)]
        if len(keeps) < len(values):
            passing[part] = keeps
    wanted, budget = asked.wanted, asked.budget
    return Conditions(
        slots=[passing for _ in columns.slots],
        lines=[i for i, line in enumerate(columns.lines) if hits(line, asked.scope)],
        fees=_unpaid(columns.fees, asked.scope, budget) if columns.fees and budget else [],
        speaks=[i for i, v in enumerate(columns.speaks_values) if _speaks(v, wanted.speaks)] if wanted.speaks else None,
        presents=[i for i, p in enumerate(columns.presents_values) if p in wanted.presents] if wanted.presents else None,
        plays=wanted.plays,
        now_us=asked.now_us,
        currency=[*columns.currencies, budget.currency].index(budget.currency) if budget else None,
        budget=budget.minor if budget else None,
    )  # fmt: skip


def _unpaid(fees, brief, budget):
    pays = [least.currency == budget.currency and least.minor <= budget.minor for least in fees.least]
    return [i for i, line in enumerate(fees.lines) if not pays[i] and hits(line, brief)]


def _passes(part, value, brief):
    wide = Scope.anything(**{part: value})
    return part not in check_covers(wide, brief).axes


def _speaks(spoken, wanted):
    return all(any(code == s or code.startswith(f"{s}-") for s in spoken) for code in wanted)


def table(columns, rows):
    """The rows as plain columns by name: small integers, one mask of red lines, a boolean for each line."""
    out = {
        "id": np.arange(rows, dtype=np.int64),
        "starts": columns.starts_us[:rows],
        "ends": columns.ends_us[:rows],
        "speaks": columns.speaks[:rows].astype(np.int32),
        "presents": columns.presents[:rows].astype(np.int32),
        "plays_from": columns.plays_from[:rows].astype(np.int32),
        "plays_to": columns.plays_to[:rows].astype(np.int32),
        "currency": columns.currency[:rows].astype(np.int32),
    }
    owners = np.repeat(np.arange(len(columns)), np.diff(columns.line_starts))
    mask = np.zeros(len(columns), np.int64)
    np.bitwise_or.at(mask, owners, np.int64(1) << columns.line_ids.astype(np.int64))
    out["lines"] = mask[:rows]
    for j, slot in enumerate(columns.slots):
        for part, ids in slot.parts.items():
            if len(columns.values[part]) > 1:
                out[f"{part}_{j}"] = _padded(ids, rows, -1)
        out[f"floor_{j}"] = _padded(slot.floor_minor, rows, 1 << 60)
    return out


def _padded(values, rows, absent):
    out = np.full(rows, absent, np.int64)
    out[: min(rows, len(values))] = values[:rows]
    return out


def sql(asked, *, mask=True):
    """The conditions as one SQL expression. `mask=False`: a boolean column a red line instead of `&`."""
    every = [f"starts <= {asked.now_us}", f"ends > {asked.now_us}", f"currency = {asked.currency}"]
    if asked.speaks is not None:
        every.append(f"speaks IN ({_listed(asked.speaks)})")
    if asked.presents is not None:
        every.append(f"presents IN ({_listed(asked.presents)})")
    if asked.plays is not None:
        every += [f"plays_from <= {asked.plays[1]}", f"plays_to >= {asked.plays[0]}"]
    if asked.lines and mask:
        every.append(f"(lines & {sum(1 << i for i in asked.lines)}) = 0")
    elif asked.lines:
        every += [f"line_{i} = 0" for i in asked.lines]
    clauses = [
        " AND ".join(
            [f"floor_{j} <= {asked.budget}", *(f"{p}_{j} IN ({_listed(ids)})" for p, ids in slot.items())]
        )
        for j, slot in enumerate(asked.slots)
    ]
    return " AND ".join(every) + " AND (" + " OR ".join(f"({c})" for c in clauses) + ")"


def _listed(ids):
    return ",".join(map(str, ids)) or "-9"
