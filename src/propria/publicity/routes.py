"""The public API: counts, the register, names, and the check of a sentence. No account needed."""

from asyncio import to_thread
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Request, Response, get, post
from litestar.params import Parameter

from propria.consent.routes import openness_json
from propria.kernel.time import wire
from propria.parties.identity.strength import strength_json
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.conditional import unless_known
from propria.proofs.leaves import NamedPerson
from propria.publicity import actions, not_granted_routes, published_routes
from propria.publicity.actions import Listed
from propria.publicity.claim_routes import downloaded, proof_of
from propria.publicity.name_routes import count_lookup
from propria.publicity.reading import MAX_FILE_SIZE_BYTES, text_of_file, within_limit
from propria.publicity.rules_names import asked_name
from propria.record.model import Notary
from propria.record.routes import Ceremonies

Asked = Request[Any, Any, Any]
MOST_A_PAGE = 100
Entry = Annotated[int, Parameter(ge=0, le=(1 << 53) - 1)]
PageSize = Annotated[int, Parameter(ge=1, le=MOST_A_PAGE)]


class ClaimText(msgspec.Struct, forbid_unknown_fields=True):
    """A text to hold against the facts."""

    text: str


def listed_json(one: Listed) -> dict[str, Any]:
    """A register entry as the API gives it."""
    return {
        "performer": one.performer.id,
        "name": one.performer.name.to_json(),
        "domain": one.performer.domain,
        "identity": strength_json(one.evidence),
        "disputed": one.is_disputed,
        "openness": None if one.openness is None else openness_json(one.openness),
        "licences": [{"licence": x.id, "project": x.project, "state": x.state} for x in one.licences],
    }


@get("/counts", sync_to_thread=True)
def read_counts(library: Library) -> dict[str, Any]:
    """How many performers stand in each public state."""
    now = library.clock.now()
    found = library.database.read(lambda db: actions.counts(now=now, db=db))
    return {
        "open": found.open,
        "licensed": found.licensed,
        "active": found.active,
        "not_usable": found.not_usable,
        "checkpoint": found.checkpoint_size,
        "as_of": wire(found.as_of),
    }


@get("/performers", sync_to_thread=True)
def read_register(
    request: Asked, library: Library, before: Entry | None = None, limit: PageSize = MOST_A_PAGE
) -> Response[bytes]:
    """Whom their own signature lists, newest first, a page at a time; the header `Link` gives the next page's address.

    `before`: the log entry to go on before. `limit`: 1 to 100. With an entity tag for `If-None-Match`.
    """
    now = library.clock.now()
    found, then = library.database.read(
        lambda db: actions.register_page(before=before, most=limit, now=now, db=db)
    )
    body = msgspec.json.encode([listed_json(one) for one in found])
    link = {"link": f'</api/v1/performers?before={then}&limit={limit}>; rel="next"'} if then else {}
    return unless_known(body, MediaType.JSON, request, headers=link)


@get("/performers/{performer_id:str}", sync_to_thread=True)
def read_performer(performer_id: str, request: Asked, library: Library) -> Response[bytes]:
    """One listed performer, with an entity tag for `If-None-Match`. Raises: NotFound(`publicity.not_listed`)."""
    now = library.clock.now()
    found = library.database.read(lambda db: actions.listed(performer_id, now=now, db=db))
    return unless_known(msgspec.json.encode(listed_json(found)), MediaType.JSON, request)


@get("/names", sync_to_thread=True)
def read_name(q: str, request: Request[Any, Any, Any], library: Library) -> dict[str, Any]:
    """Whom the library publicly lists under a name; a name alone verifies nothing.

    Raises: Malformed(`publicity.name_too_long`), RateExceeded(`plumbing.rate_exceeded`).
    """
    now, name = library.clock.now(), asked_name(q)

    def work(db: Session) -> list[NamedPerson]:
        count_lookup(request, now=now, db=db)
        return actions.people_listed(name, now=now, db=db)

    found = library.database.transact(work)
    return {"name": name, "people": [person.to_json() for person in found]}


@post("/claims/check", status_code=200, sync_to_thread=True)
def check_claims(data: ClaimText, library: Library) -> list[dict[str, Any]]:
    """The verdict on each sentence, and the sentence that can be proven.

    Raises: Malformed(`publicity.text_too_long`).
    """
    return _verdicts(within_limit(data.text), library)


@post("/claims/file", status_code=200, request_max_body_size=MAX_FILE_SIZE_BYTES)
async def check_file(
    request: Request[Any, Any, Any], library: Library, name: str = ""
) -> list[dict[str, Any]]:
    """The same for a file as the request's body: txt, md, html, docx, pptx or pdf; `name` gives its ending.

    Raises: Malformed(`publicity.file_too_large`, `publicity.file_kind_unknown`, `publicity.file_damaged`,
    `publicity.file_locked`, `publicity.file_unsafe`, `publicity.no_text_in_file`, `publicity.text_too_long`).
    """
    text = await to_thread(text_of_file, await request.body(), name)
    return await to_thread(_verdicts, text, library)


@post("/claims/bundle", status_code=200, sync_to_thread=True)
def claim_proof(data: ClaimText, library: Library, notary: Notary, ceremonies: Ceremonies) -> Response[bytes]:
    """What proves a provable sentence: a file that `propria verify` judges again offline.

    Raises: Malformed(`publicity.text_too_long`), Refused(`publicity.not_provable`, `publicity.evidence_private`).
    """
    return downloaded(proof_of(within_limit(data.text), library, notary, ceremonies))


def _verdicts(text: str, library: Library) -> list[dict[str, Any]]:
    now = library.clock.now()
    found = library.database.read(lambda db: actions.check_claims(text, now=now, db=db))
    return [v.to_json() for v in found]


HANDLERS: list[Any] = [
    read_counts,
    read_register,
    read_performer,
    read_name,
    check_claims,
    check_file,
    claim_proof,
    *not_granted_routes.HANDLERS,
    *published_routes.HANDLERS,
]
