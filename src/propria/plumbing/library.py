"""Everything that one running library does its input and output with, in one frozen bundle."""

from dataclasses import dataclass

from propria.plumbing.blobs import Blobs
from propria.plumbing.clock import Clock
from propria.plumbing.database import Database
from propria.plumbing.jobs import Jobs
from propria.plumbing.keystore import KeyStore
from propria.plumbing.mail import Mailer
from propria.plumbing.settings import Settings


@dataclass(frozen=True)
class Library:
    """What routes are handed; actions are handed only the parts that they need."""

    settings: Settings
    clock: Clock
    database: Database
    blobs: Blobs
    keys: KeyStore
    jobs: Jobs
    mailer: Mailer

    def close(self) -> None:
        """Let go of everything, in the order in which it is safe."""
        self.jobs.close()
        self.database.close()
        self.keys.close()
