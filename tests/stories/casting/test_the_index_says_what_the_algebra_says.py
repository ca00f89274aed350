"""A running library's index answers a brief as everybody's signed terms do, and follows the log."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import islice

import pytest

from propria.casting import actions, live, rules
from propria.casting.model import Window
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile, Stated
from propria.casting.sheet.model import Asks, Needs
from propria.consent import actions as consent
from propria.consent import store as consent_store
from propria.kernel.ids import StatementId
from propria.kernel.money import Money
from propria.parties import store as parties_store
from propria.parties.model import Contest
from propria.scope import StandingTerms, red_line, up_to
from tests.cast import Stage
from tests.deals import a_brief
from tests.stories.casting.crowds import (
    any_brief,
    both_match,
    crowded,
    hidden_ones,
    many,
    states,
    twelve_who_fit,
)
from tests.terms import film_terms, series_scope

__all__ = ["crowded"]


def test_the_same_people_reasons_and_counts(crowded: Stage) -> None:
    rng, met = random.Random(8), 0
    for _ in range(12):
        plain, indexed = both_match(crowded, any_brief(rng, crowded.now))
        assert indexed == plain
        met += plain.fitting_count
    assert met >= 3


def test_facts_asked_of_the_person_are_counted_as_the_algebra_counts_them(crowded: Stage) -> None:
    """Profiles change and move rows meanwhile; a fact that nobody said is not met."""
    rng, database, met = random.Random(12), crowded.propria.library.database, 0
    database.transact(lambda db: twelve_who_fit(crowded.now, db=db))
    people = [o.performer_id for o in database.read(lambda db: consent.all_open(now=crowded.now, db=db))]
    easy = replace(any_brief(rng, crowded.now), scope=series_scope(), budget=Money("CNY", 10_000_000))
    lacking: set[str] = set()
    for number in range(3):
        stated = [states(rng, who, number) for who in rng.sample(people, 40)]
        database.transact(lambda db, s=stated: [store_profiles.keep(_skilled(rng, one), db=db) for one in s])
        for base in (easy, easy, any_brief(rng, crowded.now)):
            plain, indexed = both_match(crowded, replace(base, asks=Asks(needs=_needs(rng))))
            assert indexed == plain
            met += plain.fitting_count
            lacking |= {lack.code for one in plain.others for lack in one.lacks}
    assert met
    assert lacking == {
        f"{fact}_{how}" for fact in ("plays", "speaks", "skills") for how in ("not_met", "not_said")
    }


def _skilled(rng, stated):
    profile = replace(stated.profile, skills=tuple(rng.sample(["Fencing", "骑马"], rng.randint(0, 2))))
    return replace(stated, profile=replace(profile, speaks=profile.speaks if rng.random() < 0.8 else ()))


def _needs(rng):
    plays = rng.choice([(0, 0), (18, 22), (50, 60)])
    return Needs(plays, *(rng.choice([(), (), some]) for some in (("en",), ("yue", "en-GB"), ("fencing",))))


def test_the_first_are_the_first_of_everybody_who_fits(crowded: Stage) -> None:
    """The published order is taken over all who fit, and only then cut: words move up whoever stands last by turn."""
    crowded.propria.library.database.transact(lambda db: twelve_who_fit(crowded.now, db=db))
    plain = any_brief(random.Random(1), crowded.now)
    plain = replace(plain, scope=series_scope(), budget=Money("CNY", 10_000_000))
    by_turn = [one.performer.id for one in _all_fitting(crowded, plain)]
    assert len(by_turn) >= 12
    last = by_turn[-1]
    crowded.propria.library.database.transact(lambda db: _fences(last, db=db))
    sought = replace(plain, seeks="a fencing master")
    everybody, pages = _all_fitting(crowded, sought), []
    for skip in range(0, len(everybody) + 5, 5):
        plain, indexed = both_match(crowded, sought, Window(skip, 5, 3))
        assert indexed == plain
        pages += indexed.fitting
    assert pages == everybody, "page after page is the whole order, nobody twice"
    assert (everybody[0].performer.id, indexed.fitting_count) == (last, len(by_turn))


def _all_fitting(stage, brief):
    def ask(db):
        named = [o for o in consent.all_open(now=stage.now, db=db) if o.shows_name]
        people = parties_store.performers([o.performer_id for o in named], db=db)
        every = [rules.match(brief, people[o.performer_id], o) for o in named]
        return actions.in_order(brief, [one for one in every if one.fits], now=stage.now, db=db)

    return stage.propria.library.database.read(ask)


def _fences(performer_id, *, db):
    profile = Profile(about=("", "A fencing master."))
    store_profiles.keep(Stated(performer_id, StatementId("stm"), profile, b"", 1), db=db)


TOO_MUCH = ({"territory": ["CN", "JP"]}, {"theme": ["drama", "war"]}, {"rating": up_to("18")}, {})


def test_what_one_change_would_win_is_won_by_it_and_counts_only_what_is_published(crowded: Stage) -> None:
    """Asked again, changed, the brief finds as many more; who hides or is denied, and who drew a line, moves no number."""
    now, database = crowded.now, crowded.propria.library.database
    database.transact(lambda db: twelve_who_fit(now, db=db))
    plain = any_brief(random.Random(1), now)
    budgets = [Money("CNY", 120 if axes else 90) for axes in TOO_MUCH]
    briefs = [
        replace(plain, scope=series_scope(**axes), budget=pay)
        for axes, pay in zip(TOO_MUCH, budgets, strict=True)
    ]
    before = [both_match(crowded, brief) for brief in briefs]
    for brief, (plainly, found) in zip(briefs, before, strict=True):
        assert plainly == found
        (won,) = [one for one in found.won if one.change.axis in {"floor", *TOO_MUCH[briefs.index(brief)]}]
        after = both_match(crowded, won.change.brief)[1]
        assert after.fitting_count - found.fitting_count >= won.count >= 12
    database.transact(lambda db: hidden_ones(now, db=db))
    database.transact(lambda db: _lined_ones(now, db=db))
    for brief, (_, found) in zip(briefs, before, strict=True):
        after = database.read(lambda db, brief=brief: actions.indexed_matches(brief, now=now, db=db))
        assert (after.won, after.alone) == (found.won, found.alone)


def _lined_ones(now, *, db):
    """Three who would be won by any of these changes, had they not drawn a line that every such brief touches."""
    for performer, openness in islice(many(random.Random(3), now), 3):
        terms = StandingTerms(StandingTerms.from_json(film_terms()).clauses, (red_line(attribute=["voice"]),))
        given = replace(openness, terms=terms, floor=Money("CNY", 100), starts_at=now - timedelta(days=1))
        parties_store.add_performers([performer], [None], db=db)
        consent_store.add_openness(replace(given, ends_at=now + timedelta(days=9), shows_name=True), db=db)


def test_a_withdrawal_counts_from_the_next_question_on(crowded: Stage) -> None:
    """Whoever signs appears, and whoever withdraws is gone, at the very next question."""
    cleo = crowded.keyed("cleo")
    brief, bare = a_brief(cleo), a_brief(cleo, series_scope(theme=["nudity"]))
    before = _fitting(cleo, brief)
    mina = crowded.open_performer("mina", film_terms())
    assert {*_fitting(cleo, brief)} == {*before, mina.performer_id}
    assert mina.performer_id not in _fitting(cleo, bare)
    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert _fitting(cleo, brief) == before


def test_the_reasons_come_from_the_index_too(crowded: Stage) -> None:
    cleo = crowded.keyed("cleo")
    mina = crowded.open_performer("mina", film_terms())
    found = cleo.get(f"/api/v1/briefs/{a_brief(cleo)}/matches").json()
    assert mina.performer_id in [m["performer"] for m in found["fitting"]]
    assert found["others_count"] == len(found["others"]) > 20
    assert all(m["reasons"] for m in found["others"])


def test_who_is_denied_is_not_asked(crowded: Stage) -> None:
    cleo, mina = crowded.keyed("cleo"), crowded.open_performer("mina", film_terms())
    brief = a_brief(cleo)
    assert mina.performer_id in _fitting(cleo, brief)
    crowded.propria.library.database.transact(
        lambda db: parties_store.contest(mina.performer_id, Contest.DISPUTED, None, db=db)
    )
    assert mina.performer_id not in _fitting(cleo, brief)


def test_an_index_is_made_anew_when_enough_has_changed(
    crowded: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LEAST_TAIL", 10)
    brief = any_brief(random.Random(3), crowded.now)
    plain, indexed = both_match(crowded, brief)
    assert indexed == plain
    for days, name in ((0, "mina"), (1, "wen")):
        crowded.passes(days=days)
        crowded.open_performer(name, film_terms())
        plain, indexed = both_match(crowded, brief)
        assert indexed == plain


def _fitting(cleo, brief):
    return [m["performer"] for m in cleo.get(f"/api/v1/briefs/{brief}/matches").json()["fitting"]]
