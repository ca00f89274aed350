"""A library that starts maps the snapshot of its index and reads only what changed since; what does not hold is refused."""

import logging
import os
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pytest

from propria.casting import keeping, live, rules
from propria.casting.matching import snapshot
from propria.casting.model import Window
from propria.casting.search import finding, indexing, kept
from propria.casting.search.finding import Sought
from propria.consent import actions as consent
from propria.kernel.ids import BriefId
from propria.parties import actions as parties
from propria.plumbing.database import Database
from propria.plumbing.files import write_durably
from tests.cast import Stage, openness_form
from tests.deals import a_brief
from tests.stories.casting.crowds import (
    any_brief,
    anything_sought,
    both_find,
    both_match,
    changes,
    crowded,
)
from tests.terms import film_terms

__all__ = ["crowded"]
NAMES = ("terms", "profiles", "calendars")
STATED = {"skill": "fencing", "based_in": "CN", "voice": "alto", "union": "Equity"}


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few people, so that a small crowd has several."""
    monkeypatch.setattr(live, "LEAST_TAIL", 10)
    monkeypatch.setattr(indexing, "ENOUGH_TO_PROJECT", 20)


def keeper(stage: Stage) -> keeping.Keeper:
    """Who writes the snapshots of this library as it runs now."""
    database = stage.propria.library.database
    folder = kept.folder_of(database.news)
    assert folder is not None
    return keeping.Keeper(database, stage.clock, folder)


@contextmanager
def started_again(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> Iterator[tuple[Stage, Callable[[], list[str]]]]:
    """The same library as another process has it that starts now, and why it refused snapshots so far."""
    library = stage.propria.library
    database = Database.open(library.settings.database_url)
    kept.keep_in(keeper(stage).folder, database.news)
    caplog.clear()
    caplog.set_level(logging.INFO, "propria.casting.snapshots")
    again = replace(library, database=database)
    try:
        yield replace(stage, propria=replace(stage.propria, library=again)), lambda: caplog.messages
    finally:
        database.close()


def tokens(stage: Stage) -> list[str]:
    """What the three indexes of this process were mapped from or written as."""
    news = stage.propria.library.database.news
    return [one.token for one in (live.index_of(news), indexing.index_of(news))]


def agree(stage: Stage, seed: int) -> int:
    """The index says what everybody's terms and facts say, of briefs and searches; how many were met, whatever they state."""
    rng = random.Random(seed)
    plain, indexed = both_match(stage, any_brief(rng, stage.now))
    assert indexed == plain
    found, again = both_find(stage, replace(anything_sought(rng), stated={}))
    assert again == found
    for name, value in STATED.items():
        some, same = both_find(stage, Sought(stated={name: value}))
        assert same == some
    return plain.fitting_count + found.count


def test_it_answers_as_before_and_knows_what_changed_since(
    crowded: Stage, small_parts: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Twice over: what is mapped is followed, and written anew from what was mapped."""
    rng, database = random.Random(9), crowded.propria.library.database
    cleo = crowded.keyed("cleo")
    brief_id = BriefId(a_brief(cleo))
    creator = database.read(lambda db: parties.own_creator(parties.actor_of(cleo.id, db=db), db=db))

    def change(number: int) -> None:
        people = [o.performer_id for o in database.read(lambda db: consent.all_open(now=crowded.now, db=db))]
        asker = (brief_id, creator.id)
        database.transact(lambda db: changes(rng, people, asker, crowded.now, number, db=db))

    change(0)
    met = agree(crowded, 1)
    change(1)
    keeper(crowded).keep()
    with started_again(crowded, caplog) as (again, said):
        met += agree(again, 2)
        assert tokens(again) == tokens(crowded)
        assert not said()
        change(2)
        met += agree(again, 3)
        second = keeper(again)
        second.write_due(is_last=True)
        assert tokens(again) != tokens(crowded)
        change(3)
        with started_again(again, caplog) as (third, said):
            met += agree(third, 4)
            assert tokens(third) == tokens(again)
            assert not said()
            for name, value in STATED.items():
                assert both_find(third, Sought(stated={name: value}))[1].count
    assert met > 20


def found_of(stage: Stage, person: str) -> set[str]:
    """Whom a search for everybody finds."""

    def ask(db):
        return finding.indexed(Sought(), "", Window(most=1000), now=stage.now, db=db)

    return {hit.performer.id for hit in stage.propria.library.database.read(ask).hits}


@pytest.fixture
def kept_with_mina(
    crowded: Stage, small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> tuple[Stage, str, str]:
    """Mina is open and stands in one of the large parts of a snapshot; her id and her openness."""
    mina = crowded.open_performer("mina", film_terms())
    given = crowded.propria.library.database.read(
        lambda db: consent.openness_of(mina.performer_id, now=crowded.now, db=db)
    )
    keeper(crowded).keep()
    _, value = snapshot.load(keeper(crowded).folder / "terms.snapshot")
    assert any(given.id in part["openness_ids"] for part in value["parts"])
    return crowded, mina.performer_id, given.id


def test_who_withdrew_since_is_not_found(
    kept_with_mina: tuple[Stage, str, str], caplog: pytest.LogCaptureFixture
) -> None:
    stage, mina_id, _ = kept_with_mina
    with started_again(stage, caplog) as (again, said):
        assert mina_id in found_of(again, mina_id)
        assert not said()
    mina = stage.person("mina")
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina_id}))
    with started_again(stage, caplog) as (again, said):
        assert mina_id not in found_of(again, mina_id)
        assert not said()
        assert tokens(again) == tokens(stage)


def test_what_is_erased_is_in_no_snapshot(
    kept_with_mina: tuple[Stage, str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """The files are gone before the erasure is reported done; the next ones hold nothing of it, and the running index neither."""
    stage, mina_id, openness = kept_with_mina
    mina, folder = stage.person("mina"), keeper(stage).folder
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina_id}))
    frozen = live.index_of(stage.propria.library.database.news).frozen()
    mina.asked(f"/api/v1/openness/{openness}/erase")
    assert not [*folder.glob("*.snapshot*")]
    database = stage.propria.library.database
    assert kept.write("terms", frozen, folder=folder, database=database) == ""
    with started_again(stage, caplog) as (again, said):
        assert mina_id not in found_of(again, mina_id)
        assert said() == ["casting.snapshot_absent"] * 3
    keeper(stage).keep()
    assert sorted(file.stem for file in folder.glob("*.snapshot")) == sorted(NAMES)
    assert mina_id.encode() not in (folder / "terms.snapshot").read_bytes()
    held = b"".join(
        part.segment.columns.performer_ids.tobytes() for part in live.index_of(database.news).parts
    )
    assert mina_id.encode() not in held
    agree(stage, 5)
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    with started_again(stage, caplog) as (again, said):
        assert mina_id in found_of(again, mina_id)
        assert not said()


HARMS = ("absent", "cut", "another library's", "of other code", "of before the database was put back")


def test_what_does_not_hold_is_refused_and_made_anew(
    crowded: Stage, small_parts: None, caplog: pytest.LogCaptureFixture
) -> None:
    file, database = keeper(crowded).folder / "terms.snapshot", crowded.propria.library.database
    for harm in HARMS:
        live.index_of(database.news).token = ""
        keeper(crowded).keep()
        about, value = snapshot.load(file)
        match harm:
            case "absent":
                file.unlink()
            case "cut":
                write_durably(file, file.read_bytes()[:-100])
            case "another library's":
                snapshot.save(value, file, {**about, "token": "f" * 32})
            case "of other code":
                snapshot.save(value, file, {**about, "made_by": "other"})
            case _:
                database.transact(lambda db, about=about: kept.store.replace(about["token"], "", db=db))
        with started_again(crowded, caplog) as (again, said):
            agree(again, 6)
            assert said() == [
                "casting.snapshot_absent" if harm == "absent" else "casting.snapshot_refused"
            ], harm


class _Endless(Mapping[str, object]):
    """A value that is never wholly written."""

    def __init__(self, value: Mapping[str, object]) -> None:
        self._value = value

    def __getitem__(self, name: str) -> object:
        return self._value[name]

    def __len__(self) -> int:
        return len(self._value)

    def __iter__(self) -> Iterator[str]:
        yield from self._value
        time.sleep(60)


def test_a_writer_that_is_killed_leaves_the_one_before(
    crowded: Stage, small_parts: None, caplog: pytest.LogCaptureFixture
) -> None:
    keeper(crowded).keep()
    file = keeper(crowded).folder / "terms.snapshot"
    aside, (about, value) = file.with_suffix(snapshot.ASIDE), snapshot.load(file)
    child = os.fork()
    if child == 0:
        snapshot.save(_Endless(value), file, about)
        os._exit(0)
    while not (aside.exists() and aside.stat().st_size > 1000):
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert aside.exists()
    with started_again(crowded, caplog) as (again, said):
        agree(again, 8)
        assert not said()
        assert tokens(again) == tokens(crowded)
    file.unlink()
    with started_again(crowded, caplog) as (again, said):
        keeper(again).keep()
        assert [file.exists(), aside.exists()] == [True, False]


def test_one_process_writes_and_a_library_of_few_writes_nothing(
    crowded: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, folder = crowded.propria.library.database, keeper(crowded).folder
    with kept.alone(folder) as first, kept.alone(folder) as second:
        assert (first, second) == (True, False)
    monkeypatch.setattr(rules, "INDEX_FROM", 1000)
    keeper(crowded).keep()
    assert not [*folder.glob("*.snapshot")]
    monkeypatch.setattr(rules, "INDEX_FROM", 10)
    with keeping.keeping(database, crowded.clock, every_seconds=0.01):
        while len([*folder.glob("*.snapshot")]) < len(NAMES):
            time.sleep(0.01)
