"""From a page of the operator to the signing page, or back to the same page with what was refused."""

from collections.abc import Callable
from typing import Any

from litestar import Response

from propria.kernel.errors import NotFound, PropriaError
from propria.parties.redirects import go_and_sign
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.record.model import Notary, SigningRequest
from propria.web.typed_form import Notice, notice_of

UNSEEN = frozenset({"likeness.no_export", "likeness.no_preservation"})
"""The codes of what only the operator's people see."""


def go_and_sign_what(
    work: Callable[[Session], SigningRequest],
    library: Library,
    notary: Notary,
    refused: Callable[[Notice], Response[Any]],
) -> Response[Any]:
    """Go and sign what `work` drafts; `refused` is the page that says why not.

    Raises: NotFound(`likeness.no_export`, `likeness.no_preservation`) for whoever may not see that page.
    """
    try:
        made = library.database.transact(work)
    except PropriaError as error:
        if isinstance(error, NotFound) and error.code in UNSEEN:
            raise
        return refused(notice_of(error))
    return go_and_sign(notary, made.id)
