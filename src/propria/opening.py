"""Opening a library from its settings, and making the secrets and folders of a new one."""

import secrets
from collections.abc import Callable
from pathlib import Path

from propria.app import subscribe
from propria.likeness.safe import Safe
from propria.plumbing.blobs import Blobs
from propria.plumbing.clock import Clock, SystemClock
from propria.plumbing.database import Database
from propria.plumbing.jobs import Jobs
from propria.plumbing.jobs_dbos import DbosJobs
from propria.plumbing.keystore import KeyStore
from propria.plumbing.kms import LocalKms
from propria.plumbing.library import Library
from propria.plumbing.mail import Mailer, Outbox, SmtpMailer
from propria.plumbing.news import News
from propria.plumbing.settings import Settings

SECRETS = ("master_key", "session_secret", "log_key", "token_key", "seal_key")


def make_home(home: Path, lines: dict[str, str]) -> Path:
    """Make a data folder with fresh secrets and its settings file; an existing one is left as it is."""
    folder = home / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in SECRETS:
        file = folder / name
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(32))
    settings = home / "propria.toml"
    if not settings.exists():
        rows = {"data_dir": str(home / "data")} | lines
        rows |= {f"{name}_file": str(folder / name) for name in SECRETS}
        settings.write_text("".join(f'{name} = "{value}"\n' for name, value in rows.items()))
    return settings


def _durable_jobs(settings: Settings, database: Database) -> Jobs:
    return DbosJobs(database, settings.jobs_url, executor=settings.executor_id)


def _mailer(settings: Settings) -> Mailer:
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


def open_library(
    settings: Settings, *, clock: Clock | None = None, jobs: Callable[[Database], Jobs] | None = None
) -> Library:
    """Open everything that a running library needs. Raises: Refused(`settings.secret_missing`), Unavailable."""
    news = News()
    blobs = Blobs.open(
        settings.blobs_url,
        endpoint=settings.s3_endpoint,
        region=settings.s3_region,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key,
    )
    keys = KeyStore.open(Path(settings.keys_file), LocalKms(settings.secret_bytes("master_key")))
    subscribe(news, Safe(blobs, keys))
    database = Database.open(settings.database_url, news=news)
    database.create_all()
    return Library(
        settings=settings,
        clock=clock or SystemClock(),
        database=database,
        blobs=blobs,
        keys=keys,
        jobs=jobs(database) if jobs else _durable_jobs(settings, database),
        mailer=_mailer(settings),
    )
