"""PostgreSQL with pgvector, without its approximate index, gives the kernel's answers on random libraries and briefs.

It is what one would put beyond one machine. It holds what was signed as plain rows: the scope algebra says which of the distinct
values cover a brief, PostgreSQL finds who has them, and pgvector's 32-bit sums leave those who may be among the first, whom the
published sum puts in order.
"""

import numpy as np
import psycopg
import pytest
from benchmarks.matching.filters import conditions
from tests.rules.casting.libraries import library, question, ranking, vectors

from propria.casting.matching import rank
from propria.casting.matching.bits import rows_in
from propria.casting.matching.columns import CALENDAR_MONTHS, CLAUSE_PARTS, columns_of
from propria.casting.matching.kernel import kernel
from propria.casting.matching.segment import Segment

pytestmark = pytest.mark.thorough

SIZE, BRIEFS = 200, 24
ROUGH = 1e-4
_FACTS = (
    "starts_us",
    "ends_us",
    "speaks",
    "presents",
    "plays_from",
    "plays_to",
    "floor_minor",
    "responsiveness",
)


class Pgvector:
    """One library in PostgreSQL: a row of `person` for each, a row of `clause` for each clause of theirs."""

    def __init__(self, columns, db):
        self.columns, self.db = columns, db
        db.execute("create extension vector")
        facts = ", ".join(f"{name} bigint" for name in _FACTS)
        size = columns.vectors.shape[1]
        db.execute(
            f"create table person (id int, {facts}, busy bit(64), lines int[], fees int[], v vector({size}))"
        )
        parts = ", ".join(f"{part} int" for part in CLAUSE_PARTS)
        db.execute(f"create table clause (id int, {parts}, currency int, floor bigint)")
        self._copy("person", map(self._person, range(len(columns))))
        self._copy("clause", (self._clause(slot, i) for slot in columns.slots for i in range(len(slot))))

    def _copy(self, table, rows):
        with self.db.cursor().copy(f"copy {table} from stdin") as copy:
            for row in rows:
                copy.write_row(row)

    def _person(self, row):
        c, fees = self.columns, self.columns.fees
        facts = [int(getattr(c, name)[row]) for name in _FACTS]
        lines = c.line_ids[c.line_starts[row] : c.line_starts[row + 1]].tolist()
        asks = fees.ids[fees.starts[row] : fees.starts[row + 1]].tolist() if fees else []
        return [row, *facts, f"{int(c.busy[row]):064b}", lines, asks, str(c.vectors[row].tolist())]

    @staticmethod
    def _clause(slot, row):
        values = [int(ids[row]) for ids in slot.parts.values()]
        return [row, *values, int(slot.currency[row]), int(slot.floor_minor[row])]

    def fitting(self, asked):
        """Who fits."""
        return [
            row
            for (row,) in self.db.execute(f"select id from person p where {self._where(asked)} order by id")
        ]

    def first(self, asked, ranking):
        """The first in the published order and their points; how many pgvector left to choose from."""
        said = f"select id, {_score(ranking)} as score from person p where {self._where(asked)}"
        last = f"(select score from fits order by score desc offset {ranking.most - 1} limit 1)"
        near = f"coalesce({last}, '-infinity') - {1 / rank.POINTS + ROUGH}"
        query = f"with fits as ({said}) select id from fits where score >= {near}"
        rows = np.array([row for (row,) in self.db.execute(query)], np.intp)
        return *rank.top(self.columns, rows, ranking), len(rows)

    def _where(self, asked):
        c = conditions(self.columns, asked)
        person = [f"starts_us <= {c.now_us}", f"ends_us > {c.now_us}", f"not lines && {_list(c.lines)}"]
        person.append(f"not fees && {_list(c.fees)}")
        person += [
            f"{name} = any({_list(ids)})"
            for name in ("speaks", "presents")
            if (ids := getattr(c, name)) is not None
        ]
        if c.plays:
            person += [f"plays_from <= {c.plays[1]}", f"plays_to >= {c.plays[0]}"]
        clause = [f"{part} = any({_list(ids)})" for part, ids in c.slots[0].items()]
        if c.budget is not None:
            clause += [f"currency = {c.currency}", f"floor <= {c.budget}"]
        has = " and ".join(["c.id = p.id", *clause])
        return " and ".join([*person, f"exists (select 1 from clause c where {has})"])


def _list(ids):
    return f"'{{{','.join(map(str, ids))}}}'::int[]"


def _score(ranking):
    """The published sum, with pgvector's own product."""
    asked = ranking.months & ((1 << CALENDAR_MONTHS) - 1)
    length, budget = asked.bit_count(), float(ranking.budget_minor)
    free = f"({length} - bit_count(busy & b'{asked:064b}'))::float8 / {length}" if length else "1"
    fee = f"least(greatest(2 * ({budget} - floor_minor) / {budget}, 0), 1)" if budget else "0"
    meant = "0"
    if ranking.direction is not None:
        meant = f"-(v <#> '{ranking.direction.tolist()}'::vector)"
    others = f"{rank.AVAILABILITY} * {free} + {rank.FEE_FIT} * {fee} + {rank.RESPONSIVENESS} * responsiveness / 255"
    return f"{rank.FIT} * {meant} + {others}"


@pytest.mark.parametrize("seed", [1, 2])
def test_pgvector_answers_as_the_kernel(postgres_url, seed):
    segment = Segment.of(columns_of(library(seed, SIZE, least=1), vectors(seed, SIZE)))
    met, cut = 0, 0
    with psycopg.connect(postgres_url, autocommit=True) as db:
        peer = Pgvector(segment.columns, db)
        for number in range(BRIEFS):
            asked, order = question(number), ranking(number, segment.columns.vectors)
            fitting = rows_in(segment.fitting(asked, kernel()))
            assert peer.fitting(asked) == fitting.tolist()
            found = segment.find(asked, order, kernel())
            rows, points, left = peer.first(asked, order)
            assert rows.tolist() == found.rows.tolist()
            assert points.tolist() == found.points.tolist()
            met, cut = met + bool(len(fitting)), cut + (left < len(fitting))
    assert met > BRIEFS / 4
    assert cut > 0
