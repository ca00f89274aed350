"""Sending mail: the port, an outbox folder, and SMTP. It knows neither recipients nor templates."""

import hashlib
import os
import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol

from propria.kernel.errors import Malformed
from propria.plumbing.errors import Unavailable
from propria.plumbing.secret import Secret

TIMEOUT_SECONDS = 20
LONGEST_TEXT = 100_000


@dataclass(frozen=True)
class Mail:
    """One message of plain text to one person. `key` is the same for a repeat of the same message."""

    key: str
    to: str
    subject: str
    text: str


class Mailer(Protocol):
    """Something that takes messages and sees to it that they leave."""

    def send(self, mail: Mail) -> None:
        """Hand over `mail`; returns once it is somebody else's duty to deliver it.

        Raises: Malformed(`plumbing.mail_malformed`), Unavailable(`plumbing.mail_failed`).
        """
        ...


class Outbox:
    """Writes each message to a folder, once per key; for the demo, for tests, and for other senders."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """See `Mailer.send`."""
        message = _message(mail, self._sender)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = self._folder / f"{_name(mail.key)}.eml"
            aside = file.with_suffix(f".{os.getpid()}")
            aside.write_bytes(message.as_bytes(policy=SMTP))
            aside.replace(file)
        except OSError as error:
            raise Unavailable("plumbing.mail_failed") from error

    def messages(self) -> tuple[Path, ...]:
        """The messages' files, oldest first."""
        return tuple(sorted(self._folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns))


class SmtpMailer:
    """Hands messages to a mail server; the Message-ID follows from the key, so that repeats are seen."""

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        *,
        user: str = "",
        password: Secret | None = None,
        starttls: bool = True,
    ) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._user, self._password = user, password
        self._starttls = starttls

    def send(self, mail: Mail) -> None:
        """See `Mailer.send`. With `starttls`, nothing is sent in the clear."""
        message = _message(mail, self._sender)
        try:
            with smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS) as server:
                if self._starttls:
                    server.starttls(context=ssl.create_default_context())
                if self._user and self._password:
                    server.login(self._user, self._password.reveal())
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable("plumbing.mail_failed") from error


def _message(mail: Mail, sender: str) -> EmailMessage:
    """Raises: Malformed(`plumbing.mail_malformed`), also for a line break in a header."""
    message = EmailMessage()
    try:
        message["From"] = sender
        message["To"] = mail.to
        message["Subject"] = mail.subject
        message["Message-ID"] = f"<{_name(mail.key)}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text[:LONGEST_TEXT])
    except (ValueError, MessageError) as error:
        raise Malformed("plumbing.mail_malformed", "This cannot be an e-mail.") from error
    if "@" not in mail.to:
        raise Malformed("plumbing.mail_malformed", "This is not an e-mail address.")
    return message


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
