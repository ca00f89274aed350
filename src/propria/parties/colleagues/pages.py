"""What the page of an organisation's people is told: who acts for it and what each may do. No request, no SQL."""

from dataclasses import dataclass

from propria.parties.colleagues.rules import Colleague, Right
from propria.parties.colleagues.texts import RIGHTS
from propria.parties.model import Creator, Name
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words

CHOICES = tuple(Choice(right.value, Words(*RIGHTS[right])) for right in Right)


@dataclass(frozen=True)
class ColleagueRow:
    """One person: what they may do; `state` is `in`, `asks` or `ended`."""

    id: str
    name: Words
    state: str
    rights: frozenset[str]
    says: tuple[Words, ...]
    is_reader: bool


@page_context("parties/team.html")
@dataclass(frozen=True)
class TeamPage:
    """Who acts for the reader's organisation; without one, asking to."""

    organisation: Words | None
    code: str
    founder: Words | None
    is_founder: bool
    people: tuple[ColleagueRow, ...]
    choices: tuple[Choice, ...]
    asked: bool
    ask_field: Field
    error: Text


def _words(name: Name) -> Words:
    return Words(zh=name.zh, en=name.en)


def ask_field(typed: str = "") -> Field:
    """The organisation's code."""
    return Field(
        "organisation",
        Words(zh="公司的代码", en="The organisation’s code"),
        value=typed,
        hint=Words(
            zh="以 crt_ 开头，创建者在本页可见。", en="It starts with crt_; its founder sees it on this page."
        ),
    )


def row_of(found: Colleague, name: Name, reader: str) -> ColleagueRow:
    """How one colleague is shown."""
    state = "in" if found.is_in else "ended" if found.ended_by is not None else "asks"
    rights = found.rights if found.is_in else frozenset()
    says = tuple(Words(*RIGHTS[right]) for right in Right if right in rights)
    return ColleagueRow(
        found.person_id, _words(name), state, frozenset(right.value for right in rights), says,
        found.person_id == reader,
    )  # fmt: skip


def team_page(
    creator: Creator | None, founder: Name | None, people: tuple[ColleagueRow, ...], *, reader: str, asked: bool,
    typed: str = "", error: Text = ""
) -> TeamPage:  # fmt: skip
    """The page."""
    return TeamPage(
        organisation=None if creator is None else _words(creator.name),
        code="" if creator is None else creator.id,
        founder=None if founder is None else _words(founder),
        is_founder=creator is not None and creator.person_id == reader,
        people=people,
        choices=CHOICES,
        asked=asked,
        ask_field=ask_field(typed),
        error=error,
    )
