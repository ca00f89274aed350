"""Everything that one running library does its input and output with, opened as the settings say."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from propria.kernel.errors import Unverified
from propria.plumbing.blobs import Blobs
from propria.plumbing.clock import Clock, StoryClock, SystemClock
from propria.plumbing.database import Database
from propria.plumbing.jobs import Jobs
from propria.plumbing.keystore import KeyStore
from propria.plumbing.kms import LocalKms
from propria.plumbing.mail import Mailer, Outbox, SmtpMailer
from propria.plumbing.metrics import Metrics
from propria.plumbing.migrate import migrate
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
    metrics: Metrics

    @classmethod
    def open(
        cls, settings: Settings, *, clock: Clock | None = None, jobs: Callable[[Database], Jobs]
    ) -> "Library":
        """Open everything; the schema is brought to the present first. `jobs` makes the jobs' adapter.

        Raises: Refused(`settings.secret_missing`), Unverified(`plumbing.master_key_wrong`), and what
        each part raises.
        """
        keys = _keys(settings)
        migrate(settings.database_url)
        database = Database.open(settings.database_url)
        return cls(
            settings=settings,
            clock=clock
            or (SystemClock() if settings.story_start is None else StoryClock(settings.story_start)),
            database=database,
            blobs=blobs_of(settings),
            keys=keys,
            jobs=jobs(database),
            mailer=mailer_of(settings),
            metrics=Metrics(),
        )

    def close(self) -> None:
        """Stop jobs, finish what the database was asked for, let go of the files."""
        self.jobs.close()
        self.database.close()
        self.keys.close()


def _keys(settings: Settings) -> KeyStore:
    """The key store under the master key; with the previous one also given, it is rotated first."""
    kms = LocalKms(settings.secret_bytes("master_key"))
    file = Path(settings.keys_file)
    if settings.master_key_previous is None:
        return KeyStore.open(file, kms)
    try:
        keys = KeyStore.open(file, LocalKms(settings.secret_bytes("master_key_previous")))
    except Unverified:
        return KeyStore.open(file, kms)
    keys.rotate_master(kms)
    return keys


def blobs_of(settings: Settings) -> Blobs:
    """The store of objects that the settings name. Raises: Malformed(`plumbing.blob_url`)."""
    return Blobs.open(
        settings.blobs_url,
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
    )


def mailer_of(settings: Settings) -> Mailer:
    """How mail leaves, as the settings say: a mail server, or an outbox folder."""
    if not settings.smtp_host:
        return Outbox(settings.data_dir / "outbox", settings.mail_from)
    return SmtpMailer(
        settings.smtp_host,
        settings.smtp_port,
        settings.mail_from,
        user=settings.smtp_user,
        password=settings.smtp_password,
        starttls=settings.smtp_tls,
    )
