"""What every way of sending mail promises: the message leaves whole, once per key, and carries no tricks."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from propria.kernel.errors import Malformed
from propria.plumbing.errors import Unavailable
from propria.plumbing.mail import Mail, Mailer, Outbox, SmtpMailer

SENDER = "library@example.org"
INVITATION = Mail(
    "inv-1", "mina@example.org", "邀请 · An invitation", "Mina，您好。\n\n.\nCleo asks for a talk.\n"
)


class Server(socketserver.ThreadingTCPServer):
    """An SMTP server of the plainest kind, which keeps what it is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[bytes] = []
        self.refuses = False


class Conversation(socketserver.StreamRequestHandler):
    """One conversation in SMTP, RFC 5321."""

    server: Server

    def handle(self) -> None:
        """Take messages until QUIT."""
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"EHLO" | b"HELO":
                    self.wfile.write(b"250-here\r\n250 8BITMIME\r\n")
                case b"RCPT" if self.server.refuses:
                    self.wfile.write(b"550 nobody here\r\n")
                case b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                    self.wfile.write(b"250 taken\r\n")
                case b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                case _:
                    self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def smtp() -> Iterator[Server]:
    """A running SMTP server."""
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def plain(server: Server) -> SmtpMailer:
    """A mailer for the server, without TLS."""
    return SmtpMailer("127.0.0.1", server.server_address[1], SENDER, starttls=False)


@pytest.fixture(params=["outbox", "smtp"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Mailer, Callable[[], list[EmailMessage]]]:
    """A mailer and what has arrived by it; each adapter in turn."""
    if request.param == "outbox":
        outbox = Outbox(tmp_path / "outbox", SENDER)
        return outbox, lambda: [parsed(file.read_bytes()) for file in outbox.messages()]
    server: Server = request.getfixturevalue("smtp")
    return plain(server), lambda: [parsed(raw.replace(b"\r\n..", b"\r\n.")) for raw in server.taken]


def parsed(raw: bytes) -> EmailMessage:
    """The message as its reader sees it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


Post = tuple[Mailer, Callable[[], list[EmailMessage]]]


def test_a_message_arrives_as_it_was_written(post: Post) -> None:
    mailer, arrived = post
    mailer.send(INVITATION)
    (message,) = arrived()
    assert (message["From"], message["To"]) == (SENDER, INVITATION.to)
    assert message["Subject"] == INVITATION.subject
    assert message.get_content().replace("\r\n", "\n") == INVITATION.text


def test_a_repeat_can_be_recognised(post: Post) -> None:
    mailer, arrived = post
    mailer.send(INVITATION)
    mailer.send(INVITATION)
    mailer.send(Mail("inv-2", INVITATION.to, INVITATION.subject, INVITATION.text))
    assert len({message["Message-ID"] for message in arrived()}) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        Mail("k", "mina@example.org\nBcc: sam@example.org", "x", "x"),
        Mail("k", "mina@example.org", "x\r\nBcc: sam@example.org", "x"),
        Mail("k", "mina", "x", "x"),
        Mail("k", "", "x", "x"),
    ],
    ids=["second recipient", "second header", "no address", "nobody"],
)
def test_no_header_is_smuggled_in(post: Post, wrong: Mail) -> None:
    mailer, arrived = post
    with pytest.raises(Malformed, match=r"plumbing\.mail_malformed"):
        mailer.send(wrong)
    assert arrived() == []


def test_the_outbox_holds_one_file_per_key(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, SENDER)
    outbox.send(INVITATION)
    outbox.send(INVITATION)
    assert len(outbox.messages()) == 1
    assert [file.suffix for file in tmp_path.iterdir()] == [".eml"]


def test_an_outbox_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Unavailable, match=r"plumbing\.mail_failed"):
        Outbox(tmp_path / "file", SENDER).send(INVITATION)


def test_a_server_that_refuses_is_unavailable(smtp: Server) -> None:
    smtp.refuses = True
    with pytest.raises(Unavailable, match=r"plumbing\.mail_failed"):
        plain(smtp).send(INVITATION)
    assert smtp.taken == []


def test_nothing_is_sent_in_the_clear_unless_asked(smtp: Server) -> None:
    strict = SmtpMailer("127.0.0.1", smtp.server_address[1], SENDER)
    with pytest.raises(Unavailable, match=r"plumbing\.mail_failed"):
        strict.send(INVITATION)
    assert smtp.taken == []
