"""What the record derives is made anew on each database, and a second time changes nothing."""

from pathlib import Path

from sqlalchemy import delete, update
from tests.ports.record.test_the_log_grows import FACTS, NOW

from propria.opening import make_home
from propria.parties import actions as people
from propria.plumbing.database import Database, Session
from propria.plumbing.settings import Settings
from propria.record import log, store_derived
from propria.record import tables as t
from propria.record.heads import newest_head
from propria.record.notary import notary_of
from propria.record.rebuilding import rebuild

TABLES = (t.log_node, t.log_entry, t.map_node)


def test_lost_and_altered_rows_come_back_as_they_were(database: Database, tmp_path: Path) -> None:
    notary = notary_of(Settings.load({}, make_home(tmp_path, {"log_origin": "demo.propria.test/log"})))
    database.transact(lambda db: log.append_facts(40 * FACTS, now=NOW, db=db))
    newest_head(database, notary, now=NOW)

    def kept(db: Session) -> list[object]:
        return [store_derived.rows(table, db=db) for table in TABLES]

    def damage(db: Session) -> None:
        db.execute(delete(t.map_node))
        db.execute(update(t.log_node).where(t.log_node.c.level == 8).values(hash=bytes(32)))
        db.execute(update(t.log_entry).where(t.log_entry.c.entry_index < 9).values(chain_head=bytes(32)))

    def made(db: Session) -> tuple[int, ...]:
        done = rebuild(notary, resolve=people.resolver(db=db), write=True, db=db)
        return tuple(one.wrong for one in done)

    before = database.read(kept)
    database.transact(damage)
    assert database.read(kept) != before
    first = database.transact(made)
    assert first[:2] == (1, 9)
    assert database.read(kept) == before
    assert set(database.transact(made)) == {0}
