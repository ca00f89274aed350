"""The API of comparing: the rows of the page, for programs."""

from typing import Any

from litestar import get

from propria.casting.compare import pages
from propria.casting.compare.pages import ComparePage
from propria.parties.model import Actor
from propria.plumbing.library import Library
from propria.plumbing.web.words import Words


def _said(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def compare_json(found: ComparePage) -> dict[str, Any]:
    """The columns, then the rows: one cell a column; `gone` were asked for and are not shown by name now."""
    people = [
        {"performer": one.performer_id, "name": _said(one.name), "kept": one.kept} for one in found.people
    ]
    rows = [
        {"axis": _said(row.head), "cells": [_said(cell) for cell in row.cells], "differs": row.differs}
        for row in found.rows
    ]
    told = {"brief": found.brief_id, "role": found.role, "performers": people, "rows": rows}
    return told | {"different": found.different, "gone": found.gone}


@get("/briefs/{brief_id:str}/compare", sync_to_thread=True)
def compare(brief_id: str, actor: Actor, library: Library, p: list[str] | None = None) -> dict[str, Any]:
    """Two to four performers of a brief side by side; ask `?p=prf_…&p=prf_…`."""
    now = library.clock.now()
    return compare_json(
        library.database.read(lambda db: pages.compare_page(actor, brief_id, p or (), now=now, db=db))
    )


API = [compare]
