"""A search of the index finds, orders and counts as everybody's signed terms do, whatever changes."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest

from propria.casting.days import store as store_days
from propria.casting.model import Window
from propria.casting.profiles import store as store_profiles
from propria.casting.search import finding, indexing
from propria.casting.search.finding import Sought
from propria.consent import actions as consent
from propria.consent import store as consent_store
from propria.consent.model import GrantState
from propria.kernel.ids import BriefId, StatementId, new_id
from propria.kernel.money import Money
from propria.parties import actions as parties
from propria.scope import StandingTerms
from tests.cast import Stage
from tests.deals import a_brief
from tests.rules.scope.strategies import _red_line
from tests.stories.casting.crowds import (
    any_brief,
    anything_sought,
    both_find,
    both_match,
    changes,
    crowded,
    hidden_ones,
    states,
)

__all__ = ["crowded"]


def test_a_search_and_its_order_are_the_same_whatever_changes(
    crowded: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Profiles, days away, answers, time that passes, openness that ends by itself: known at the next question, first and last."""
    monkeypatch.setattr(indexing, "ENOUGH_TO_PROJECT", 20)
    monkeypatch.setattr(indexing, "LEAST_LATER", 12)
    rng, database, met = random.Random(4), crowded.propria.library.database, 0
    cleo = crowded.keyed("cleo")
    brief_id = BriefId(a_brief(cleo))
    creator = database.read(lambda db: parties.own_creator(parties.actor_of(cleo.id, db=db), db=db))
    asker = (brief_id, creator.id)
    for number in range(3):
        people = [o.performer_id for o in database.read(lambda db: consent.all_open(now=crowded.now, db=db))]
        database.transact(lambda db, p=people, n=number: changes(rng, p, asker, crowded.now, n, db=db))
        for _ in range(3):
            sought, window = anything_sought(rng), Window(rng.choice([0, 0, 3]), 2, 4)
            plain, indexed = both_find(crowded, sought, window)
            assert indexed == plain
            met += plain.count > len(plain.hits)
            brief = replace(any_brief(rng, crowded.now), seeks=sought.text)
            plain, indexed = both_match(crowded, brief, window)
            assert indexed == plain
        crowded.passes(days=[0, 0.5, 1][number % 3])
    assert met


def test_each_number_beside_a_filter_is_what_that_search_finds(crowded: Stage) -> None:
    """A plain recount, one search for each value: from the index and from everybody's terms."""
    rng, database = random.Random(9), crowded.propria.library.database
    people = [o.performer_id for o in database.read(lambda db: consent.all_open(now=crowded.now, db=db))]
    database.transact(
        lambda db: [store_profiles.keep(states(rng, who, n), db=db) for n, who in enumerate(people)]
    )
    narrowed: dict[str, bool] = defaultdict(bool)
    for sought in (
        Sought(),
        Sought("fencing", {"act": "dub"}, "en"),
        Sought("甲1", {"medium": "film"}, age=25),
        Sought(stated={"skill": "FENCING", "voice": "alto"}),
    ):
        plain, indexed = both_find(crowded, sought)
        assert indexed.facets == plain.facets
        for name, counts in plain.facets.items():
            for code in rng.sample([*counts], min(2, len(counts))):
                assert counts[code] == _found(crowded, sought.but(name, code)).count
                narrowed[name] |= 0 < counts[code] < counts[""]
    assert all(narrowed.values()), "no filter's numbers are only nobody and everybody"


def _found(stage, sought):
    ask = finding.indexed
    return stage.propria.library.database.read(lambda db: ask(sought, sought.text, now=stage.now, db=db))


def test_numbers_beside_filters_know_nothing_that_is_not_shown(crowded: Stage) -> None:
    """Nobody who hides their name or is denied is counted, and no red line, floor or day away moves a number."""
    rng, database, now = random.Random(2), crowded.propria.library.database, crowded.now
    before = both_find(crowded, Sought())
    database.transact(lambda db: hidden_ones(now, db=db))
    named = [o for o in database.read(lambda db: consent.all_open(now=now, db=db)) if o.shows_name]

    def private(db):
        for one in named[:9]:
            consent_store.end_openness(one.id, GrantState.WITHDRAWN, 1, db=db)
            terms = StandingTerms(one.terms.clauses, (_red_line(rng),))
            again = replace(one, id=StatementId(new_id("statement")), terms=terms, floor=Money("CNY", 99))
            consent_store.add_openness(again, db=db)
            store_days.set_away(one.performer_id, {now.date() + timedelta(days=n) for n in range(60)}, db=db)

    database.transact(private)
    after = both_find(crowded, Sought())
    assert [one.facets for one in after] == [one.facets for one in before]
    assert after[0].all_open == before[0].all_open
    assert after[0].unnamed > before[0].unnamed
