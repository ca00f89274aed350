"""A look before a render: the licence, the consent and the gate are asked as for a render, and nothing is reserved.

It is no output: it has no seal and no passport, is not metered, and is kept nowhere. That it was asked for is
kept, and the performer sees it; a recording is opened in their vault as for any work.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from propria.kernel.errors import NotFound
from propria.kernel.ids import PreviewId, new_id
from propria.kernel.time import Instant
from propria.licences import actions as licences
from propria.licences import gate
from propria.licences.gate import TokenKey
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Database, Session
from propria.plumbing.rate import Limit, take
from propria.plumbing.web.words import Words
from propria.replicas.engine.port import ignore
from propria.scope import Use
from propria.usage import actions, rules, store
from propria.usage.drafts import MARK, MARK_OF_MADE, SECONDS, WIDTH_PX, Draft, draft_of
from propria.usage.engines import Engines
from propria.usage.jobs import workbench
from propria.usage.model import Line, Order, Performance, Preview, Take, Wanted

LIMIT = Limit("usage-preview", burst=10, per=timedelta(hours=1))
MOST_LETTERS = 60


def ask_for_preview(
    actor: Actor,
    licence_id: str,
    use: Use,
    wanted: Wanted,
    key: TokenKey,
    engines: Engines,
    *,
    script_sha256: str = "",
    now: Instant,
    db: Session,
) -> Preview:
    """The gate allows this use now, all of it; what the preview needs is opened, and the performer sees so.

    Raises: as `gate.mint` and `actions.allowed`, Refused(`licences.denied`) also where too little is left,
    RateExceeded(`plumbing.rate_exceeded`).
    """
    token = gate.mint(actor, licence_id, key, now=now, db=db)
    licence, plan = actions.allowed(
        actor, token, use, wanted, key, engines, script_sha256=script_sha256, now=now, db=db
    )
    rules.refuse_unless(gate.decide(token, rules.counted(use, plan, licence.scope), key, now=now, db=db))
    take(LIMIT, licence.creator_id, now=now, db=db)
    preview = Preview(
        id=PreviewId(new_id("preview")),
        licence_id=licence.id,
        creator_id=licence.creator_id,
        performer_id=licence.performer_id,
        wanted=wanted,
        act=rules.act_of(use),
        asked_at=now,
    )
    zh, en = licence.project_title
    purpose = Words(f"《{zh}》的预览，不放行", f"A preview for {en}; nothing is released")
    engine = actions.engine_for(wanted, engines)
    engine.open(Order(wanted, preview.act, licence.id), purpose, now=now, db=db)
    store.add_preview(preview, db=db)
    return preview


def look(
    preview: Preview, use: Use, engines: Engines, database: Database, *, now: Callable[[], Instant]
) -> Draft:
    """Make it, outside any transaction, in memory alone; what was withdrawn meanwhile is not shown.

    Raises: what the engine and `drafts.draft_of` raise, Refused(`licences.denied`).
    """
    engine = actions.engine_for(preview.wanted, engines)
    order = Order(opening(preview.wanted), preview.act, preview.licence_id, height_px=WIDTH_PX // 2)
    mark = MARK if isinstance(preview.wanted, Take) else MARK_OF_MADE
    with workbench(preview.id) as place:
        draft = draft_of(engine.render(order, place, ignore).file, place, mark=mark)

    def still(db: Session) -> None:
        at = now()
        rules.refuse_unless(licences.decide(preview.licence_id, use, now=at, db=db))
        engine.check(order, now=at, db=db)

    database.read(still)
    return draft


def opening(wanted: Wanted) -> Wanted:
    """As much of it as a preview is made from: the first seconds of a take, the first words of a line."""
    match wanted:
        case Take() | Performance():
            return replace(wanted, to_ms=min(wanted.to_ms, wanted.from_ms + SECONDS * 1000))
        case Line():
            cut = wanted.text[: MOST_LETTERS + 1]
            return (
                wanted
                if len(cut) <= MOST_LETTERS
                else replace(wanted, text=cut.rpartition(" ")[0] or cut[:-1])
            )


def previews_of(actor: Actor, *, db: Session) -> list[Preview]:
    """The looks at a performer, newest first; none of one who has no profile yet.

    Raises: NotFound(`usage.no_render`) for anybody else.
    """
    if actor.role is not Role.PERFORMER:
        raise NotFound("usage.no_render", "There is no such render.")
    try:
        return store.previews(parties.own_profile(actor, db=db).id, db=db)
    except NotFound:
        return []
