"""A running library's index answers a brief as everybody's signed terms do, and follows the log."""

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import islice

import numpy as np
import pytest

from propria.casting import actions, live, rules
from propria.casting.days import store as store_days
from propria.casting.days.model import Days, Doing, Wanted
from propria.casting.model import Brief, Window
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile, Stated
from propria.casting.search import finding, indexing
from propria.casting.search.finding import By, Sought
from propria.casting.sheet.model import Asks, Needs
from propria.consent import actions as consent
from propria.consent import store as consent_store
from propria.consent.model import FeeFloor, GrantState, Openness
from propria.kernel.ids import BriefId, CreatorId, DaysId, PerformerId, StatementId, SubjectId, new_id
from propria.kernel.money import Money
from propria.parties import actions as parties
from propria.parties import store as parties_store
from propria.parties.model import Contest, Name, Performer
from propria.scope import StandingTerms, red_line, up_to
from tests.cast import Stage
from tests.deals import a_brief
from tests.rules.casting.libraries import _money
from tests.rules.scope.strategies import _anything, _red_line
from tests.terms import film_terms, series_scope

CROWD = 60


def _crowd(rng, now):
    """Many performers with random terms, as rows of their tables."""
    for number in range(CROWD):
        performer = Performer(
            PerformerId(new_id("performer")), SubjectId(new_id("subject")),
            Name(f"甲{number}", f"Person {number % 50:03d}"), None, None,
        )  # fmt: skip
        terms = StandingTerms(
            tuple(_anything(rng, duties_too=True) for _ in range(rng.randint(1, 3))),
            tuple(_red_line(rng) for _ in range(rng.choice([0, 0, 1]))),
        )
        yield performer, Openness(
            id=StatementId(new_id("statement")), performer_id=performer.id, subject=performer.subject,
            terms=terms, floor=(floor := _money(rng)), floors=tuple(_floors(random.Random(number), floor.currency)),
            starts_at=now - timedelta(days=rng.randint(-3, 30)),
            ends_at=now + timedelta(days=rng.randint(-2, 100)), shows_name=rng.random() < 0.8,
            given_at_entry=0, state=GrantState.GIVEN,
        )  # fmt: skip


def _floors(rng, currency):
    for act, medium in rng.choice(
        [(), (("dub", ""),), (("", "film"), ("dub", "game")), (("generate", "series"),)]
    ):
        yield FeeFloor(act, medium, Money(currency, rng.choice([1, 2, 3, 900])))


def _brief(rng, now):
    scope = _anything(rng, duties_too=True)
    return Brief(
        BriefId("brf"), CreatorId("crt"), "p", ("a", "b"), "r", scope, rng.choice([_money(rng), Money("CNY", 500)]), now
    )  # fmt: skip


@pytest.fixture
def crowded(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A library in which many are open, and which asks its index."""
    monkeypatch.setattr(rules, "INDEX_FROM", 10)
    rng = random.Random(5)
    database = stage.propria.library.database

    def fill(db):
        for performer, openness in _crowd(rng, stage.now):
            parties_store.add_performers([performer], [None], db=db)
            consent_store.add_openness(openness, db=db)

    database.transact(fill)
    return stage


def _both(stage, brief, window=Window()):  # noqa: B008
    now = stage.now

    def ask(db):
        plain = actions.plain_matches(brief, window, now=now, db=db)
        assert actions.fitting_count(brief, now=now, db=db) == plain.fitting_count
        return plain, actions.indexed_matches(brief, window, now=now, db=db)

    return stage.propria.library.database.read(ask)


def test_the_same_people_reasons_and_counts(crowded: Stage) -> None:
    rng, met = random.Random(8), 0
    for _ in range(12):
        plain, indexed = _both(crowded, _brief(rng, crowded.now))
        assert indexed == plain
        met += plain.fitting_count
    assert met >= 3


def test_facts_asked_of_the_person_are_counted_as_the_algebra_counts_them(crowded: Stage) -> None:
    """Profiles change and move rows meanwhile; a fact that nobody said is not met."""
    rng, database, met = random.Random(12), crowded.propria.library.database, 0
    database.transact(lambda db: _twelve_who_fit(crowded.now, db=db))
    people = [o.performer_id for o in database.read(lambda db: consent.all_open(now=crowded.now, db=db))]
    easy = replace(_brief(rng, crowded.now), scope=series_scope(), budget=Money("CNY", 10_000_000))
    lacking: set[str] = set()
    for number in range(3):
        stated = [_states(rng, who, number) for who in rng.sample(people, 40)]
        database.transact(lambda db, s=stated: [store_profiles.keep(_skilled(rng, one), db=db) for one in s])
        for base in (easy, easy, _brief(rng, crowded.now)):
            plain, indexed = _both(crowded, replace(base, asks=Asks(needs=_needs(rng))))
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
    crowded.propria.library.database.transact(lambda db: _twelve_who_fit(crowded.now, db=db))
    plain = _brief(random.Random(1), crowded.now)
    plain = replace(plain, scope=series_scope(), budget=Money("CNY", 10_000_000))
    by_turn = [one.performer.id for one in _all_fitting(crowded, plain)]
    assert len(by_turn) >= 12
    last = by_turn[-1]
    crowded.propria.library.database.transact(lambda db: _fences(last, db=db))
    sought = replace(plain, seeks="a fencing master")
    everybody, pages = _all_fitting(crowded, sought), []
    for skip in range(0, len(everybody) + 5, 5):
        plain, indexed = _both(crowded, sought, Window(skip, 5, 3))
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


def _twelve_who_fit(now, *, db):
    for performer, openness in islice(_crowd(random.Random(6), now), 12):
        given = replace(
            openness, terms=StandingTerms.from_json(film_terms()), floor=Money("CNY", 100), floors=(), shows_name=True,
            starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=9),
        )  # fmt: skip
        parties_store.add_performers([performer], [None], db=db)
        consent_store.add_openness(given, db=db)


def _fences(performer_id, *, db):
    profile = Profile(about=("", "A fencing master."))
    store_profiles.keep(Stated(performer_id, StatementId("stm"), profile, b"", 1), db=db)


SAID = ("fencing", "sword", "opera", "calm", "detective", "horse", "弹钢琴", "武术", "骑马", "沉默")
ASKED_FOR = ("", "", "fencing horse", "person 01", "弹钢琴的人", "甲1", "nobodysaidthis")


def _states(rng, who, number):
    about = (" ".join(rng.sample(SAID[6:], 2)), " ".join(rng.choices(SAID[:6], k=rng.randint(1, 5))))
    numbers = np.random.default_rng(rng.getrandbits(32)).normal(size=512)
    meant = (numbers / np.linalg.norm(numbers)).astype(np.float32).tobytes() if rng.random() < 0.7 else b""
    plays = rng.choice([(0, 0), (20, 30), (25, 60)])
    tongues, more = tuple(rng.sample(["zh", "en", "en-GB", "yue"], 2)), random.Random(number)
    profile = Profile(
        about=about, plays=plays, speaks=tongues, skills=tuple(more.sample(["Fencing", "fencing", "骑马", "tap"], 2)),
        voice=more.choice(["", "tenor", "alto"]), height_cm=more.choice([0, 148, 150, 179, 195]),
        union=more.choice(["", "", "Equity"]), based_in=more.choice(["", "CN", "GB"]),
    )  # fmt: skip
    return Stated(who, StatementId(f"stm_{number}"), profile, meant, number)


def _asks(rng, who, asker, now, number):
    days = tuple(now.date() + timedelta(days=rng.randint(0, 20) + n) for n in range(20))
    answer_by = now + timedelta(hours=rng.randint(-30, 60))
    wanted = Wanted(days, Doing.RECORDING, "上海", answer_by)
    return Days(
        DaysId(f"day_{number}"), *asker, who, "p", ("a", "b"), "r", wanted,
        rng.choice(["asked", "asked", "confirmed", "free", "let_go"]), now,
    )  # fmt: skip


def _changes(rng, people, asker, now, number, *, db):
    """Something changes of a few of them: a profile, days away, an asking and its answer, openness that ends by itself."""
    for who in rng.sample(people, 6):
        store_profiles.keep(_states(rng, who, number), db=db)
    for who in rng.sample(people, 4):
        store_days.set_away(who, {now.date() + timedelta(days=rng.randint(0, 70)) for _ in range(60)}, db=db)
    for who in rng.sample(people, 4):
        asked = _asks(rng, who, asker, now, f"{number}_{who}")
        store_days.add(asked, db=db)
        if asked.state == "asked" and rng.random() < 0.5:
            store_days.save(replace(asked, state="not_free"), db=db)
    if number:
        consent.end_by_itself(rng.choice(people), now=now, db=db)


def _sought(rng):
    axes = {"language": "zh", "act": "dub", "medium": "film", "territory": "CN"}
    terms = {axis: code for axis, code in axes.items() if rng.random() < 0.3}
    speaks, by = rng.choice(["", "", "en"]), rng.choice([*By])
    sought = Sought(rng.choice(ASKED_FOR), terms, speaks, rng.choice([0, 0, 25]), by)
    return replace(sought, stated=_stated(random.Random(str(sought))))


def _stated(rng):
    """Now and then a fact or two that they must state, once in a while one that nobody states."""
    facts = {"skill": "FENCING", "based_in": "CN", "height": "150-159", "voice": "alto", "union": "Equity"}
    asked = {name: facts[name] for name in rng.sample([*facts], rng.choice([0, 0, 0, 1, 1, 2]))}
    return asked | ({"union": "nobody's"} if rng.random() < 0.1 else {})


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
        database.transact(lambda db, p=people, n=number: _changes(rng, p, asker, crowded.now, n, db=db))
        for _ in range(3):
            sought, window = _sought(rng), Window(rng.choice([0, 0, 3]), 2, 4)
            plain, indexed = _both_found(crowded, sought, window)
            assert indexed == plain
            met += plain.count > len(plain.hits)
            brief = replace(_brief(rng, crowded.now), seeks=sought.text)
            plain, indexed = _both(crowded, brief, window)
            assert indexed == plain
        crowded.passes(days=[0, 0.5, 1][number % 3])
    assert met


def _both_found(stage, sought, window=Window()):  # noqa: B008
    now, text = stage.now, sought.text

    def ask(db):
        asks = (finding.plainly, finding.indexed)
        return tuple(one(sought, text, window, now=now, db=db) for one in asks)

    return stage.propria.library.database.read(ask)


def test_each_number_beside_a_filter_is_what_that_search_finds(crowded: Stage) -> None:
    """A plain recount, one search for each value: from the index and from everybody's terms."""
    rng, database = random.Random(9), crowded.propria.library.database
    people = [o.performer_id for o in database.read(lambda db: consent.all_open(now=crowded.now, db=db))]
    database.transact(
        lambda db: [store_profiles.keep(_states(rng, who, n), db=db) for n, who in enumerate(people)]
    )
    narrowed: dict[str, bool] = defaultdict(bool)
    for sought in (
        Sought(),
        Sought("fencing", {"act": "dub"}, "en"),
        Sought("甲1", {"medium": "film"}, age=25),
        Sought(stated={"skill": "FENCING", "voice": "alto"}),
    ):
        plain, indexed = _both_found(crowded, sought)
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
    before = _both_found(crowded, Sought())
    database.transact(lambda db: _hidden_ones(now, db=db))
    named = [o for o in database.read(lambda db: consent.all_open(now=now, db=db)) if o.shows_name]

    def private(db):
        for one in named[:9]:
            consent_store.end_openness(one.id, GrantState.WITHDRAWN, 1, db=db)
            terms = StandingTerms(one.terms.clauses, (_red_line(rng),))
            again = replace(one, id=StatementId(new_id("statement")), terms=terms, floor=Money("CNY", 99))
            consent_store.add_openness(again, db=db)
            store_days.set_away(one.performer_id, {now.date() + timedelta(days=n) for n in range(60)}, db=db)

    database.transact(private)
    after = _both_found(crowded, Sought())
    assert [one.facets for one in after] == [one.facets for one in before]
    assert after[0].all_open == before[0].all_open
    assert after[0].unnamed > before[0].unnamed


TOO_MUCH = ({"territory": ["CN", "JP"]}, {"theme": ["drama", "war"]}, {"rating": up_to("18")}, {})


def test_what_one_change_would_win_is_won_by_it_and_counts_only_what_is_published(crowded: Stage) -> None:
    """Asked again, changed, the brief finds as many more; who hides or is denied, and who drew a line, moves no number."""
    now, database = crowded.now, crowded.propria.library.database
    database.transact(lambda db: _twelve_who_fit(now, db=db))
    plain = _brief(random.Random(1), now)
    budgets = [Money("CNY", 120 if axes else 90) for axes in TOO_MUCH]
    briefs = [
        replace(plain, scope=series_scope(**axes), budget=pay)
        for axes, pay in zip(TOO_MUCH, budgets, strict=True)
    ]
    before = [_both(crowded, brief) for brief in briefs]
    for brief, (plainly, found) in zip(briefs, before, strict=True):
        assert plainly == found
        (won,) = [one for one in found.won if one.change.axis in {"floor", *TOO_MUCH[briefs.index(brief)]}]
        after = _both(crowded, won.change.brief)[1]
        assert after.fitting_count - found.fitting_count >= won.count >= 12
    database.transact(lambda db: _hidden_ones(now, db=db))
    database.transact(lambda db: _lined_ones(now, db=db))
    for brief, (_, found) in zip(briefs, before, strict=True):
        after = database.read(lambda db, brief=brief: actions.indexed_matches(brief, now=now, db=db))
        assert (after.won, after.alone) == (found.won, found.alone)


def _lined_ones(now, *, db):
    """Three who would be won by any of these changes, had they not drawn a line that every such brief touches."""
    for performer, openness in islice(_crowd(random.Random(3), now), 3):
        terms = StandingTerms(StandingTerms.from_json(film_terms()).clauses, (red_line(attribute=["voice"]),))
        given = replace(openness, terms=terms, floor=Money("CNY", 100), starts_at=now - timedelta(days=1))
        parties_store.add_performers([performer], [None], db=db)
        consent_store.add_openness(replace(given, ends_at=now + timedelta(days=9), shows_name=True), db=db)


def _hidden_ones(now, *, db):
    """Twelve whose terms would answer every filter: half keep their names private, half are denied."""
    for number, (performer, openness) in enumerate(islice(_crowd(random.Random(7), now), 12)):
        given = replace(openness, shows_name=number % 2 == 1, starts_at=now - timedelta(days=1))
        parties_store.add_performers([performer], [None], db=db)
        consent_store.add_openness(replace(given, ends_at=now + timedelta(days=9)), db=db)
        if given.shows_name:
            parties_store.contest(performer.id, Contest.DISPUTED, None, db=db)


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
    brief = _brief(random.Random(3), crowded.now)
    plain, indexed = _both(crowded, brief)
    assert indexed == plain
    for days, name in ((0, "mina"), (1, "wen")):
        crowded.passes(days=days)
        crowded.open_performer(name, film_terms())
        plain, indexed = _both(crowded, brief)
        assert indexed == plain


def _fitting(cleo, brief):
    return [m["performer"] for m in cleo.get(f"/api/v1/briefs/{brief}/matches").json()["fitting"]]
