"""A process that writes pairs of rows and says so, until it is killed; run by the suite of SQLite."""

import sys
import threading

from sqlalchemy import Column, Integer, Table, insert

from propria.plumbing.database import Database
from propria.plumbing.tables import metadata

half = Table("port_half", metadata, Column("id", Integer, primary_key=True), Column("part", Integer))


def write(database: Database, first: int) -> None:
    """Write pair after pair, and print the number of each once it is on disk."""
    for number in range(first, first + 1_000_000, 2):
        rows = [{"id": number, "part": 1}, {"id": -number, "part": 2}]
        database.transact(lambda db, rows=rows: db.execute(insert(half), rows) and None)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    opened = Database.open(sys.argv[1])
    opened.create_all()
    other = threading.Thread(target=write, args=(opened, 2), daemon=True)
    other.start()
    write(opened, 1)
