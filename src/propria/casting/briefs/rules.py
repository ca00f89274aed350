"""Rules of changing, archiving and telling a brief's AI sheet; pure."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from propria.casting.access import rules as rules_access
from propria.casting.access.model import Access
from propria.casting.model import Brief
from propria.casting.sheet import rules as rules_sheet
from propria.casting.sheet.model import Asks
from propria.casting.sheet.rules import NOT_SAID
from propria.kernel.errors import Refused
from propria.kernel.money import Money
from propria.scope import Scope
from propria.scope.diff import diff
from propria.scope.sentences import rows
from propria.scope.words import PERFORMER, Names, Said

NAMED_ALREADY = frozenset({"project", "role"})
"""Axes of the scope that the sheet says by title and role."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class FieldChange:
    """One field of an AI sheet that changed: what that says in a sentence, and what stood and stands there."""

    field: str
    says: Said
    before: Said
    after: Said


def check_running(brief: Brief) -> Brief:
    """The brief is not archived. Raises: Refused(`casting.brief_archived`)."""
    if brief.archived_at is not None:
        raise Refused("casting.brief_archived", "This brief is archived; take it back first.")
    return brief


def changed(
    brief: Brief,
    title: tuple[str, str],
    role: str,
    scope: Scope,
    budget: Money,
    seeks: str,
    access: Access,
    asks: Asks,
) -> Brief:
    """The brief as it reads then; its project stays. Raises: Refused(`casting.brief_archived`, `casting.other_project`)."""
    if scope.project != check_running(brief).scope.project:
        raise Refused("casting.other_project", "A brief stays with its project; make another for another.")
    said = replace(brief, title=title, role=role, seeks=seeks, access=access)
    return replace(said, scope=scope, budget=budget, asks=asks)


def names_of(brief: Brief) -> Names:
    """The project's own words, for sentences that would show its code."""
    return {brief.project: Said(*brief.title)}


def changes(before: Brief, after: Brief) -> list[FieldChange]:
    """Every field that differs, plain ones first, then the scope axis by axis."""
    plain = (
        ("title_zh", Said("作品名（中文）", "Title, in Chinese"), before.title[0], after.title[0]),
        ("title_en", Said("作品名（英文）", "Title, in English"), before.title[1], after.title[1]),
        ("role_name", Said("角色", "Role"), before.role, after.role),
        ("seeks", Said("想找的人", "Whom you seek"), before.seeks, after.seeks),
        ("budget", Said("酬金", "Pay"), str(before.budget), str(after.budget)),
    )
    found = [
        FieldChange(field, says, _said(was), _said(now)) for field, says, was, now in plain if was != now
    ]
    was_said, is_said = ({line[0]: line for line in _beside(b)} for b in (before, after))
    for field in {**was_said, **is_said}:
        name = (is_said.get(field) or was_said[field])[1]
        was, now = (said[field][2] if field in said else NOT_SAID for said in (was_said, is_said))
        found += [FieldChange(field, name, was, now)] if was != now else []
    names = {**names_of(before), **names_of(after)}
    for one in diff(before.scope, after.scope, speaker=PERFORMER, names=names):
        found.append(FieldChange(one.axis, Said(one.zh, one.en), one.before, one.after))
    return found


def _beside(brief: Brief) -> list[tuple[str, Said, Said]]:
    """What the sheet says beside its scope, line by line."""
    return [*rules_sheet.rows(brief.scope, brief.asks), *rules_access.rows(brief.access)]


def _said(text: str) -> Said:
    return Said(text, text) if text else NOT_SAID


def sheet_rows(brief: Brief) -> list[tuple[str, Said, Said]]:
    """The AI sheet line by line: field, its name, what it says; silent axes say that they are."""
    said = [
        ("title", Said("作品", "Project"), Said(*brief.title)),
        ("role_name", Said("角色", "Role"), _said(brief.role)),
        ("seeks", Said("想找的人", "Whom you seek"), _said(brief.seeks)),
        ("budget", Said("酬金", "Pay"), _said(str(brief.budget))),
    ]
    axes = rows(brief.scope, speaker=PERFORMER, names=names_of(brief))
    return [*said, *_beside(brief), *(line for line in axes if line[0] not in NAMED_ALREADY)]


def as_csv(briefs: Iterable[Brief], *, language: str) -> str:
    """One line a role, one column a field of its AI sheet, in one language; nothing that a spreadsheet would run."""
    table = [sheet_rows(one) for one in briefs]
    heads = {field: head for line in table for field, head, _ in line}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["brief", *(_in(head, language) for head in heads.values())])
    for brief, line in zip(briefs, table, strict=True):
        said = {field: _in(value, language) for field, _, value in line}
        writer.writerow([brief.id, *(_harmless(said.get(field, "")) for field in heads)])
    return "\ufeff" + out.getvalue()


def _in(said: Said, language: str) -> str:
    return said.zh if language == "zh" else said.en


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text
