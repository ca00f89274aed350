"""A process that runs a job of eight steps and waits for its end; killed and started again by the suite."""

import sys
import time
from pathlib import Path

from sqlalchemy import Column, Integer, String, Table, insert

from propria.plumbing.database import Database, Session
from propria.plumbing.jobs import JobContext
from propria.plumbing.jobs_dbos import DbosJobs
from propria.plumbing.tables import metadata

ARGUMENTS = {"licence_id": "lic_" + "0" * 26}

effect = Table(
    "port_effect",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("step", String(20), nullable=False),
)


def eight_steps(job: JobContext, licence_id: str) -> None:
    """Four steps in the database, each followed by one outside it, which takes a while."""
    job.plan(8)
    for number in range(4):
        job.transact(f"inside.{number}", lambda db, n=number: leave_mark(db, n))
        job.step(f"outside.{number}", lambda n=number: write_line(n))


def leave_mark(db: Session, number: int) -> str:
    """A row that says that the step was done."""
    db.execute(insert(effect).values(step=f"inside.{number}"))
    return f"inside.{number}"


def write_line(number: int) -> int:
    """A line in the effects file at the step's start and at its end."""
    with Path(sys.argv[3]).open("a") as out:
        out.write(f"start {number}\n")
        out.flush()
        time.sleep(0.4)
        out.write(f"end {number}\n")
    return number


def main() -> None:
    """Start (again), make sure that the job exists, wait for it, say how it ended."""
    database = Database.open(sys.argv[1])
    database.create_all()
    jobs = DbosJobs(database, sys.argv[2], executor="server-1")
    jobs.register("eight", eight_steps)
    jobs.start()
    job_id = jobs.enqueue("eight", key="once", arguments=ARGUMENTS)
    found = jobs.wait(job_id, timeout_seconds=60)
    print(found.state, found.done, found.total)
    jobs.close()
    database.close()


if __name__ == "__main__":
    main()
