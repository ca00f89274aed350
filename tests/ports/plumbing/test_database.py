"""What every database adapter promises: all or nothing, one at a time in effect, snapshots, durability."""

import contextvars
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, ForeignKey, Integer, Table, bindparam, func, insert, literal, select, update

from propria.kernel.errors import Forbidden, Malformed, Refused
from propria.kernel.time import instant
from propria.plumbing.database import Database, Session
from propria.plumbing.errors import Unavailable
from propria.plumbing.news import News, publish
from propria.plumbing.prepared import Prepared
from propria.plumbing.tables import id_column, instant_column, json_column, metadata

WORDS = "颂隼影业 · Ode & Kestrel"

note = Table(
    "port_note",
    metadata,
    id_column("id", primary_key=True),
    instant_column("at", nullable=True),
    json_column("body", nullable=True),
    Column("count", Integer, nullable=False, default=0),
)
reply = Table(
    "port_reply",
    metadata,
    id_column("id", primary_key=True),
    id_column("note_id", ForeignKey("port_note.id")),
)


def add(note_id: str, **values: object) -> Callable[[Session], None]:
    """Work that adds one note."""
    return lambda db: db.execute(insert(note).values(id=note_id, **values)) and None


def ids(database: Database) -> list[str]:
    """The ids of all notes."""
    return list(database.read(lambda db: db.execute(select(note.c.id).order_by(note.c.id)).scalars().all()))


def test_what_was_done_is_there_for_the_next_reader(database: Database) -> None:
    database.transact(add("a"))
    assert ids(database) == ["a"]


def test_what_fails_leaves_nothing_and_its_error_comes_out(database: Database) -> None:
    def half(db: Session) -> None:
        add("a")(db)
        raise Forbidden("test.half_way")

    with pytest.raises(Forbidden, match=r"test\.half_way"):
        database.transact(half)
    assert ids(database) == []


def test_of_many_at_once_only_those_that_fail_are_undone(database: Database) -> None:
    def one(number: int) -> None:
        def work(db: Session) -> None:
            add(f"n{number:03d}")(db)
            if number % 3 == 0:
                raise Refused("test.every_third")

        database.transact(work)

    with ThreadPoolExecutor(16) as pool:
        errors = [future.exception() for future in [pool.submit(one, n) for n in range(90)]]
    assert [n for n, error in enumerate(errors) if error] == list(range(0, 90, 3))
    assert ids(database) == [f"n{n:03d}" for n in range(90) if n % 3]


def test_no_count_is_lost_when_many_count_at_once(database: Database) -> None:
    database.transact(add("counter"))

    def count(db: Session) -> None:
        seen = db.execute(select(note.c.count)).scalar_one()
        db.execute(update(note).values(count=seen + 1))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: database.transact(count), range(60)))
    assert database.read(lambda db: db.execute(select(note.c.count)).scalar_one()) == 60


def test_a_rule_over_many_rows_holds_when_two_add_at_once(database: Database) -> None:
    """Write skew: each sees room for one more, and only one may take it."""

    def take_last_place(note_id: str) -> None:
        def work(db: Session) -> None:
            if db.execute(select(func.count()).select_from(note)).scalar_one() >= 1:
                raise Refused("test.full")
            add(note_id)(db)

        database.transact(work)

    with ThreadPoolExecutor(4) as pool:
        errors = [f.exception() for f in [pool.submit(take_last_place, f"n{n}") for n in range(4)]]
    assert len(ids(database)) == 1
    assert [str(error) for error in errors if error] == ["test.full"] * 3


def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    def look_twice(db: Session) -> tuple[int, int]:
        count = select(func.count()).select_from(note)
        before = db.execute(count).scalar_one()
        writer = threading.Thread(target=database.transact, args=(add("later"),))
        writer.start()
        writer.join()
        return before, db.execute(count).scalar_one()

    assert database.read(look_twice) == (0, 0)
    assert ids(database) == ["later"]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(Unavailable, match=r"plumbing\.read_only"):
        database.read(add("a"))
    database.transact(add("a"))
    assert ids(database) == ["a"]


@pytest.mark.parametrize("outer", ["transact", "read"])
@pytest.mark.parametrize("inner", ["transact", "read"])
def test_one_inside_another_is_refused_at_once(database: Database, outer: str, inner: str) -> None:
    def work(_db: Session) -> None:
        getattr(database, inner)(lambda db: db.execute(select(literal(1))).one())

    with pytest.raises(Refused, match=r"plumbing\.nested_transaction"):
        getattr(database, outer)(work)
    database.transact(add("a"))


def test_calls_wait_for_the_commit(database: Database) -> None:
    seen: list[list[str]] = []

    def work(db: Session) -> None:
        add("a")(db)
        db.after_commit(lambda: seen.append(ids(database)))

    database.transact(work)
    assert seen == [["a"]]


def test_calls_are_dropped_with_what_fails(database: Database) -> None:
    seen: list[str] = []

    def work(db: Session) -> None:
        db.after_commit(lambda: seen.append("called"))
        raise Refused("test.no")

    with pytest.raises(Refused, match=r"test\.no"):
        database.transact(work)
    assert seen == []


def test_a_call_that_fails_undoes_nothing_and_stops_no_other(database: Database) -> None:
    seen: list[str] = []

    def work(db: Session) -> None:
        add("a")(db)
        db.after_commit(lambda: [][0])
        db.after_commit(lambda: seen.append("second"))

    database.transact(work)
    assert (ids(database), seen) == (["a"], ["second"])


def test_news_is_told_in_the_same_transaction(database_url: str) -> None:
    news = News()
    news.subscribe(str, lambda event, *, db: add(f"heard-{event}")(db))
    database = Database.open(database_url, news=news)
    database.create_all()
    database.transact(lambda db: publish("withdrawn", db=db))
    assert ids(database) == ["heard-withdrawn"]
    database.close()


def test_news_that_somebody_cannot_take_undoes_what_it_is_about(database_url: str) -> None:
    def refuse(_event: str, *, db: Session) -> None:
        raise Refused("test.cannot_follow")

    news = News()
    news.subscribe(str, refuse)
    database = Database.open(database_url, news=news)
    database.create_all()

    def work(db: Session) -> None:
        add("a")(db)
        publish("withdrawn", db=db)

    with pytest.raises(Refused, match=r"test\.cannot_follow"):
        database.transact(work)
    assert ids(database) == []
    database.close()


@pytest.mark.parametrize(
    "moment",
    [
        instant("2026-11-22T10:04:00Z"),
        datetime(2026, 11, 22, 10, 4, 0, 1, UTC),
        datetime(2026, 11, 22, 18, 4, 0, 999_999, timezone(timedelta(hours=8))),
        datetime(1970, 1, 1, tzinfo=UTC),
        None,
    ],
)
def test_an_instant_comes_back_to_the_microsecond_and_in_utc(
    database: Database, moment: datetime | None
) -> None:
    database.transact(add("a", at=moment))
    found = database.read(lambda db: db.execute(select(note.c.at)).scalar_one())
    assert found == moment
    assert found is None or found.tzinfo is UTC or found.utcoffset() == timedelta(0)


def test_instants_compare_as_time_in_queries(database: Database) -> None:
    base = instant("2026-11-22T10:00:00Z")
    moments = {"a": base, "b": base + timedelta(microseconds=1), "c": base + timedelta(days=40_000)}
    for note_id, moment in moments.items():
        database.transact(add(note_id, at=moment))
    query = select(note.c.id).where(note.c.at > base).order_by(note.c.at.desc())
    assert database.read(lambda db: db.execute(query).scalars().all()) == ["c", "b"]


def test_an_instant_without_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="needs a time zone"):
        database.transact(add("a", at=datetime(2026, 11, 22)))
    assert ids(database) == []


@pytest.mark.parametrize("body", [{"名": WORDS, "n": [1, 2.5, None, True]}, [], "text", None])
def test_json_comes_back_as_it_was(database: Database, body: object) -> None:
    database.transact(add("a", body=body))
    assert database.read(lambda db: db.execute(select(note.c.body)).scalar_one()) == body


def test_a_broken_constraint_is_a_refusal_that_tells_no_values(database: Database) -> None:
    database.transact(add("a", body={"name": WORDS}))
    with pytest.raises(Refused) as caught:
        database.transact(add("a", body={"name": WORDS}))
    assert caught.value.code == "plumbing.constraint_broken"
    assert WORDS not in str(caught.value) + str(caught.value.__cause__)


def test_a_reference_to_nothing_is_refused(database: Database) -> None:
    orphan = insert(reply).values(id="r", note_id="nobody")
    with pytest.raises(Refused, match=r"plumbing\.constraint_broken"):
        database.transact(lambda db: db.execute(orphan) and None)


KEEP_NOTE = Prepared.insert(lambda insert: insert(note).on_conflict_do_nothing(index_elements=["id"]))
ADD_NOTE = Prepared(insert(note))
NOTES_FROM = Prepared(
    select(note.c.id, note.c.at, note.c.body).where(note.c.count >= bindparam("least")).order_by(note.c.id)
)
AT = instant("2026-11-22T10:04:00Z")


def row(note_id: str, body: object = None, count: int = 1) -> dict[str, object]:
    """Every column of a note."""
    return {"id": note_id, "at": AT, "body": body, "count": count}


def test_a_prepared_statement_writes_and_reads_what_any_other_does(database: Database) -> None:
    words = {"名": WORDS, "n": [1, None]}
    database.transact(lambda db: db.run(ADD_NOTE, [row("a", words), row("b"), row("c", count=0)]))
    database.transact(lambda db: db.run(KEEP_NOTE, [row("a", "another"), row("d")]))
    found = database.read(lambda db: db.rows(NOTES_FROM, least=1))
    assert [(each.id, each.at, each.body) for each in found] == [
        ("a", AT, words),
        ("b", AT, None),
        ("d", AT, None),
    ]
    assert ids(database) == ["a", "b", "c", "d"]


def test_a_prepared_statement_breaks_a_constraint_and_tells_no_values(database: Database) -> None:
    with pytest.raises(Refused) as caught:
        database.transact(lambda db: db.run(ADD_NOTE, [row("a", WORDS), row("a", WORDS)]))
    assert caught.value.code == "plumbing.constraint_broken"
    assert WORDS not in str(caught.value) + str(caught.value.__cause__)
    assert ids(database) == []


def test_a_prepared_query_without_its_value_finds_nothing_by_accident(database: Database) -> None:
    with pytest.raises(Exception, match="least"):
        database.read(lambda db: db.rows(NOTES_FROM))


def test_a_snapshot_cannot_be_written_to_by_a_prepared_statement(database: Database) -> None:
    with pytest.raises(Unavailable, match=r"plumbing\.read_only"):
        database.read(lambda db: db.run(ADD_NOTE, [row("a")]))


def test_the_work_sees_the_callers_context(database: Database) -> None:
    language = contextvars.ContextVar("language", default="en")
    language.set("zh-Hans")
    assert database.transact(lambda _db: language.get()) == "zh-Hans"


def test_closing_finishes_what_was_asked_and_refuses_the_rest(database_url: str) -> None:
    database = Database.open(database_url)
    database.create_all()
    database.transact(add("a"))
    database.close()
    database.close()
    for ask in (database.transact, database.read):
        with pytest.raises(Unavailable, match=r"plumbing\.database_closed"):
            ask(add("b"))
    again = Database.open(database_url)
    assert ids(again) == ["a"]
    again.close()


@pytest.mark.parametrize("url", ["", "not an address", "mysql://localhost/x", "oracle://x"])
def test_an_address_of_something_else_is_malformed(url: str) -> None:
    with pytest.raises(Malformed, match=r"plumbing\.database_url"):
        Database.open(url)
