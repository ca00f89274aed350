"""The frame of every page: who reads it, and as of which checkpoint."""

from typing import Any

from litestar import Request

from propria.consent import handover
from propria.consent.texts_handover import notice
from propria.parties import sessions
from propria.parties.guards import session_token
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.shell import Dateline, Role, Shell, ShellSource, Viewer
from propria.plumbing.web.words import Words
from propria.record import actions as record
from propria.record.cosigning import cosigners, witnesses_of
from propria.web.navigation import mast


def shell_for(library: Library) -> ShellSource:
    """What the kit asks for each page."""

    witnesses = witnesses_of(library.settings)

    def shell(request: Request[Any, Any, Any]) -> Shell:
        token = session_token(request)
        now = library.clock.now()

        def work(db: Session) -> Shell:
            actor = sessions.actor_of_session(token, now=now, db=db) if token else None
            facts = record.facts_of_log(db=db)
            role = Role(actor.role.value) if actor and actor.role.value != "visitor" else Role.PUBLIC
            dateline = None
            if facts["checkpoint_at"]:
                agreeing = cosigners(facts["checkpoint"], witnesses)
                dateline = Dateline(
                    facts["checkpoint_size"],
                    facts["checkpoint_at"],
                    len(agreeing),
                    len(witnesses.keys),
                    one_machine=not (agreeing and witnesses.elsewhere),
                )
            viewer = Viewer(Words(actor.name.zh, actor.name.en), role) if actor else None
            said = handover.newest(db=db)
            return Shell(
                dateline=dateline,
                viewer=viewer,
                nav=mast(role),
                demo=library.settings.is_demo,
                notice=None if said is None else Words(*notice(said)),
            )

        return library.database.read(work)

    return shell
