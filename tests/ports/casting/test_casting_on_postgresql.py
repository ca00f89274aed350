"""A running library on PostgreSQL answers briefs and searches as everybody's terms do, and uploads at once lose nothing."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.cast import Stage, a_stage
from tests.deals import a_brief
from tests.ports.conftest import _postgres_database
from tests.stories.casting.crowds import (
    any_brief,
    both_find,
    both_match,
    changes,
    many,
)
from tests.stories.casting.test_a_role_has_sides import brings

from propria.casting import rules
from propria.casting.search import finding
from propria.casting.search.finding import Sought
from propria.casting.sides.fsck import fsck_sides
from propria.consent import actions as consent
from propria.consent import store as consent_store
from propria.kernel.ids import CreatorId
from propria.likeness.safe import Safe
from propria.parties import actions as parties
from propria.parties import store as parties_store


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[Stage]:
    """A library on PostgreSQL in which many are open, and which asks its index."""
    with (
        pytest.MonkeyPatch.context() as patched,
        _postgres_database(postgres_server) as url,
        a_stage(tmp_path_factory.mktemp("home"), database_url=url) as made,
    ):
        patched.setattr(rules, "INDEX_FROM", 10)
        made.propria.library.database.transact(lambda db: _fill(made, db))
        yield made


def _fill(stage, db):
    for performer, openness in many(random.Random(5), stage.now):
        parties_store.add_performers([performer], [None], db=db)
        consent_store.add_openness(openness, db=db)


def test_what_runs_on_postgresql_is_the_algebra(stage: Stage) -> None:
    """Profiles, days, openness that ends: the table of changes is followed there too."""
    rng, database, cleo = random.Random(4), stage.propria.library.database, stage.keyed("cleo")
    brief_id = a_brief(cleo)
    creator = database.read(lambda db: parties.own_creator(parties.actor_of(cleo.id, db=db), db=db))
    for number in (0, 1):
        people = [o.performer_id for o in database.read(lambda db: consent.all_open(now=stage.now, db=db))]
        asker = (brief_id, CreatorId(creator.id))
        database.transact(lambda db, p=people, n=number, a=asker: changes(rng, p, a, stage.now, n, db=db))
        for sought in (Sought("fencing", {"act": "dub"}), Sought(speaks="en", age=25)):
            plain, indexed = both_find(stage, sought)
            assert indexed == plain
        plain, indexed = both_match(stage, any_brief(rng, stage.now))
        assert indexed == plain
    assert cleo.get("/api/v1/search?q=fencing").json()["count"] == _count(stage, "fencing")
    assert cleo.get(f"/api/v1/briefs/{brief_id}/matches").status_code == 200


def _count(stage, text):
    return stage.propria.library.database.read(
        lambda db: finding.plainly(Sought(text), text, now=stage.now, db=db)
    ).count


def test_sides_brought_at_once_are_all_named_and_all_there(stage: Stage) -> None:
    cleo, library = stage.keyed("cleo"), stage.propria.library
    brief = a_brief(cleo)
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(brings, stage, cleo, brief, b"INT. %d" % n, f"{n}.txt") for n in range(8)]
        codes = [one.result().status_code for one in sent]
    named = cleo.get(f"/api/v1/briefs/{brief}/sides").json()
    assert len(named) == codes.count(201) > 0
    assert len({*library.blobs.keys("sides")}) == len(named)
    safe = Safe(library.blobs, library.keys)
    assert library.database.read(lambda db: [*fsck_sides(safe, deep=True, db=db)]) == []
