"""The log as static files over HTTP (C2SP tlog-tiles): any web server could serve the same bytes."""

from litestar import MediaType, Response, get

from propria.kernel.errors import NotFound
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.proofs.tiles import TILE_HEIGHT, TILE_WIDTH, entry_bundle, read_tile_path, tile_bytes
from propria.record import log, store
from propria.record.bundles import bundle_of, operator_trust
from propria.record.model import Notary
from propria.record.routes import Ceremonies


@get("/log/checkpoint", media_type=MediaType.TEXT, sync_to_thread=True)
def read_checkpoint(library: Library, notary: Notary) -> Response[str]:
    """The newest signed head; whatever is logged and not yet under one is put under a new one."""
    now = library.clock.now()
    newest = library.database.transact(lambda db: log.make_checkpoint(notary, now=now, db=db))
    return Response(
        newest.note, media_type="text/plain; charset=utf-8", headers={"cache-control": "no-cache"}
    )


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
        return tile_bytes(int(level), index, width, lambda lv, ix: store.subtree(lv, ix, db=db))

    found = library.database.read(work)
    lasting = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(found, media_type="application/octet-stream", headers=lasting)


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
    made = library.database.transact(
        lambda db: bundle_of([statement_id], resolve=ceremonies.resolver(db), notary=notary, now=now, db=db)
    )
    named = {"content-disposition": f'attachment; filename="{statement_id}.bundle.json"'}
    return Response(made.to_bytes(), media_type="application/json", headers=named)


HANDLERS = [read_checkpoint, read_vkey, read_tile, read_trust, read_bundle]
