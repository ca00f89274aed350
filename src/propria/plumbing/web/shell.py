"""What surrounds every page: who reads it, as of which checkpoint, and where they may go."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from litestar import Request

from propria.kernel.time import Instant
from propria.plumbing.web.words import Locale, Text, Words


class Role(StrEnum):
    """Who reads. It chooses the navigation; it grants nothing."""

    PUBLIC = "public"
    PERFORMER = "performer"
    REPRESENTATIVE = "representative"
    CREATOR = "creator"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Link:
    """A place and its words."""

    href: str
    words: Text


@dataclass(frozen=True)
class Dateline:
    """The signed head that this page is true for. `one_machine`: every witness runs where the log runs."""

    checkpoint: int
    at: Instant
    witnesses_agreeing: int
    witnesses: int
    one_machine: bool
    href: str = "/log"


@dataclass(frozen=True)
class Viewer:
    """The person signed in, in both languages where both are known."""

    name: Text
    role: Role


@dataclass(frozen=True)
class Shell:
    """The facts of the frame. Left empty, the page is public and makes no claim about the log."""

    dateline: Dateline | None = None
    viewer: Viewer | None = None
    nav: tuple[Link, ...] = ()
    demo: bool = False
    notice: Words | None = None


ShellSource = Callable[[Request[Any, Any, Any]], Shell]


@dataclass(frozen=True)
class Frame:
    """What a template knows as `shell`: the shell's facts and those of this one request."""

    shell: Shell
    locale: Locale
    csrf: str
    path: str
    other_language_href: str
    fragment: bool = False
    styles: tuple[str, ...] = field(default=())

    @property
    def dateline(self) -> Dateline | None:
        """The checkpoint that the page is true for."""
        return self.shell.dateline

    @property
    def viewer(self) -> Viewer | None:
        """Who reads, when somebody is signed in."""
        return self.shell.viewer

    @property
    def nav(self) -> tuple[Link, ...]:
        """Where the masthead leads."""
        return self.shell.nav

    @property
    def demo(self) -> bool:
        """Whether this library is the demo."""
        return self.shell.demo

    @property
    def notice(self) -> Words | None:
        """What everybody is told on every page, such as that the library changed hands."""
        return self.shell.notice

    def is_here(self, href: str) -> bool:
        """Whether a link of the masthead leads to this page or to what lies above it."""
        return self.path == href or (href != "/" and self.path.startswith(href + "/"))
