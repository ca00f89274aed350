"""What a reader of the pages and the API waits for: requests to the application over the same library, templates included."""

import time
from dataclasses import replace

from litestar.testing import TestClient

from propria.app import build
from propria.casting import store
from propria.kernel.ids import BriefId
from propria.opening import make_home, open_library
from propria.parties import sessions
from propria.parties.guards import SESSION_TOKEN
from propria.plumbing.clock import FixedClock
from propria.plumbing.settings import Settings
from propria.plumbing.web.security import session_cookie
from propria.record.notary import notary_of
from running.people import NOW

BASE = "http://bench.local:8000"
UNCOUNTED = 3


def library_in(place):
    """The library of a folder, with its tables and its snapshots, as a server opens it."""
    lines = {"log_origin": "bench.local/log", "base_url": BASE, "data_dir": str(place)}
    lines["database_url"] = f"sqlite:///{place / 'library.db'}?synchronous=off"
    settings = Settings.load({}, make_home(place / "home", lines))
    return settings, open_library(settings, clock=FixedClock(NOW))


def waited(place, person_id, creator_id, briefs, searches):
    """Milliseconds on the wall of each request, by what was asked; `searches` are addresses."""
    settings, library = library_in(place)
    named = [replace(one, id=BriefId(f"brf_{n}"), creator_id=creator_id) for n, one in enumerate(briefs)]

    def begun(db):
        for one in named:
            store.add_brief(one, db=db)
        return sessions.open_session(person_id, now=NOW, db=db)

    token = library.database.transact(begun)
    secret = settings.secret("session_secret").reveal()
    app, cookie = build(library, notary_of(settings)).main, session_cookie(secret, https=False)
    bearer = {"authorization": f"Bearer {token}"}
    with TestClient(app, base_url=BASE, session_config=cookie) as client:
        client.set_session_data({SESSION_TOKEN: token})
        found = {
            "page_brief": _timed(client, [f"/briefs/{one.id}" for one in named]),
            "api_brief": _timed(
                client, [f"/api/v1/briefs/{one.id}/matches?limit=50" for one in named], bearer
            ),
            "page_search": _timed(client, searches),
            "page_briefs": _timed(client, ["/briefs"] * UNCOUNTED),
        }
    library.close()
    return found


def _timed(client, addresses, headers=None):
    spent = []
    for address in [*addresses[:UNCOUNTED], *addresses]:
        began = time.monotonic()
        answer = client.get(address, headers=headers)
        spent.append((time.monotonic() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    return spent[UNCOUNTED:]
