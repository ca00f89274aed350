"""The log as static files over HTTP (C2SP tlog-tiles): any web server could serve the same bytes."""

from typing import Any

from litestar import MediaType, Request, Response, get, post
from litestar.concurrency import sync_to_thread

from propria.kernel.errors import Malformed, NotFound
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.proofs.bundles import Bundle
from propria.proofs.notes import MAX_NOTE_SIZE_BYTES, note_text
from propria.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, entry_bundle, read_tile_path
from propria.record import cosigning, store
from propria.record.bundles import bundle_of, bundled, leaf_of, operator_trust
from propria.record.heads import newest_head
from propria.record.model import Head, Notary
from propria.record.routes import Ceremonies


@get("/log/checkpoint", media_type=MediaType.TEXT, sync_to_thread=True)
def read_checkpoint(library: Library, notary: Notary) -> Response[str]:
    """The newest signed head; whatever is logged and not yet under one is put under a new one."""
    now = library.clock.now()
    newest = newest_head(library.database, notary, now=now)
    return Response(
        newest.note, media_type="text/plain; charset=utf-8", headers={"cache-control": "no-cache"}
    )


@post("/log/cosignatures", status_code=204, request_max_body_size=MAX_NOTE_SIZE_BYTES)
async def take_cosignature(request: Request[Any, Any, Any], library: Library, notary: Notary) -> None:
    """A witness hands over a checkpoint of this log with its line; kept if the settings name its key.

    Raises: Malformed(`proofs.wrong_note`), NotFound(`record.no_checkpoint`), Forbidden(`record.unknown_witness`).
    """
    body = await request.body()
    await sync_to_thread(_take, body, library, notary)


def _take(body: bytes, library: Library, notary: Notary) -> None:
    try:
        note = body.decode()
    except UnicodeDecodeError as error:
        raise Malformed("proofs.wrong_note", "This is not a signed note.") from error
    witnesses = cosigning.witnesses_of(library.settings)
    library.database.transact(lambda db: cosigning.keep(note, notary, witnesses, db=db))


@get("/log/vkey", media_type=MediaType.TEXT, sync_to_thread=False)
def read_vkey(notary: Notary) -> str:
    """The log's verifier key, in the text form of C2SP signed-note."""
    return notary.signer.key().vkey() + "\n"


@get("/log/tile/{path:path}", sync_to_thread=True)
def read_tile(path: str, library: Library) -> Response[bytes]:
    """One tile of hashes, or one bundle of entries.

    Raises: Malformed(`proofs.wrong_tile_path`), NotFound(`record.no_tile`).
    """
    level, index, width = read_tile_path("tile" + path)

    def work(db: Session) -> bytes:
        newest = store.checkpoint(db=db)
        size = newest.size if newest else 0
        first = index * TILE_WIDTH
        if level == "entries":
            if first + width > size:
                raise NotFound("record.no_tile", "The log does not reach this tile.")
            return entry_bundle([e.data for e in store.entries(start=first, end=first + width, db=db)])
        if first + width > size >> int(level) * TILE_HEIGHT:
            raise NotFound("record.no_tile", "The log does not reach this tile.")
        return store.tile(int(level), index, width, db=db)

    found = library.database.read(work)
    lasting = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found, media_type="application/octet-stream", headers=lasting)


@get("/log/anchors/{name:str}", sync_to_thread=True)
def read_anchor(name: str, library: Library) -> Response[bytes]:
    """`SIZE.txt`, an anchored head's text, or `SIZE.tst`, the RFC 3161 token over exactly these bytes.

    Raises: NotFound(`record.no_anchor`).
    """
    size, _, kind = name.partition(".")

    def work(db: Session) -> bytes:
        found = store.anchors(size=int(size), db=db) if size.isdecimal() and len(size) < 16 else []
        head = store.checkpoint(size=int(size), db=db) if found else None
        if head is None or kind not in ("txt", "tst"):
            raise NotFound("record.no_anchor", "No such head is anchored.")
        return found[0].token if kind == "tst" else note_text(head.note).encode()

    media_type = "application/timestamp-reply" if kind == "tst" else "text/plain; charset=utf-8"
    lasting = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(library.database.read(work), media_type=media_type, headers=lasting)


@get("/log/trust", sync_to_thread=False)
def read_trust(notary: Notary) -> Response[bytes]:
    """A trust file for `propria verify`. Whoever takes it from here takes the operator's word for the log's key."""
    return Response(operator_trust(notary).to_bytes(), media_type="application/json")


@get("/log/bundles/{statement_id:str}", sync_to_thread=True)
def read_bundle(
    statement_id: str, library: Library, notary: Notary, ceremonies: Ceremonies
) -> Response[bytes]:
    """The bundle of one statement; whoever knows its id was handed it.

    Raises: NotFound(`record.no_statement`).
    """
    now = library.clock.now()

    def work(head: Head, db: Session) -> Bundle:
        return bundle_of([statement_id], head=head, resolve=ceremonies.resolver(db), notary=notary, db=db)

    made = bundled(library.database, notary, work, now=now)
    named = {"content-disposition": f'attachment; filename="{statement_id}.bundle.json"'}
    return Response(made.to_bytes(), media_type="application/json", headers=named)


@get("/log/subjects/{subject:str}", sync_to_thread=True)
def read_leaf(subject: str, library: Library, notary: Notary) -> Response[bytes]:
    """The leaf of one subject with its proof, for `propria monitor`; whoever knows the id was told it.

    Raises: NotFound(`record.no_subject`).
    """
    now = library.clock.now()
    made = bundled(library.database, notary, lambda head, db: leaf_of(subject, head=head, db=db), now=now)
    return Response(made.to_bytes(), media_type="application/json", headers={"cache-control": "no-cache"})


HANDLERS = [
    read_checkpoint,
    take_cosignature,
    read_vkey,
    read_tile,
    read_anchor,
    read_trust,
    read_bundle,
    read_leaf,
]
