"""A crowd of performers with random terms, what may change of them, and each question asked both ways."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import islice

import numpy as np
import pytest

from propria.casting import actions, rules
from propria.casting.days import store as store_days
from propria.casting.days.model import Days, Doing, Wanted
from propria.casting.model import Brief, Window
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles.model import Profile, Stated
from propria.casting.search import finding
from propria.casting.search.finding import By, Sought
from propria.consent import actions as consent
from propria.consent import store as consent_store
from propria.consent.model import FeeFloor, GrantState, Openness
from propria.kernel.ids import BriefId, CreatorId, DaysId, PerformerId, StatementId, SubjectId, new_id
from propria.kernel.money import Money
from propria.parties import store as parties_store
from propria.parties.model import Contest, Name, Performer
from propria.scope import StandingTerms
from tests.cast import Stage
from tests.rules.casting.libraries import _money
from tests.rules.scope.strategies import _anything, _red_line
from tests.terms import film_terms

CROWD = 60


def many(rng, now):
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


def any_brief(rng, now):
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
        for performer, openness in many(rng, stage.now):
            parties_store.add_performers([performer], [None], db=db)
            consent_store.add_openness(openness, db=db)

    database.transact(fill)
    return stage


def both_match(stage, brief, window=Window()):  # noqa: B008
    now = stage.now

    def ask(db):
        plain = actions.plain_matches(brief, window, now=now, db=db)
        assert actions.fitting_count(brief, now=now, db=db) == plain.fitting_count
        return plain, actions.indexed_matches(brief, window, now=now, db=db)

    return stage.propria.library.database.read(ask)


def both_find(stage, sought, window=Window()):  # noqa: B008
    now, text = stage.now, sought.text

    def ask(db):
        asks = (finding.plainly, finding.indexed)
        return tuple(one(sought, text, window, now=now, db=db) for one in asks)

    return stage.propria.library.database.read(ask)


def twelve_who_fit(now, *, db):
    for performer, openness in islice(many(random.Random(6), now), 12):
        given = replace(
            openness, terms=StandingTerms.from_json(film_terms()), floor=Money("CNY", 100), floors=(), shows_name=True,
            starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=9),
        )  # fmt: skip
        parties_store.add_performers([performer], [None], db=db)
        consent_store.add_openness(given, db=db)


SAID = ("fencing", "sword", "opera", "calm", "detective", "horse", "弹钢琴", "武术", "骑马", "沉默")


ASKED_FOR = ("", "", "fencing horse", "person 01", "弹钢琴的人", "甲1", "nobodysaidthis")


def states(rng, who, number):
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


def changes(rng, people, asker, now, number, *, db):
    """Something changes of a few of them: a profile, days away, an asking and its answer, openness that ends by itself."""
    for who in rng.sample(people, 6):
        store_profiles.keep(states(rng, who, number), db=db)
    for who in rng.sample(people, 4):
        store_days.set_away(who, {now.date() + timedelta(days=rng.randint(0, 70)) for _ in range(60)}, db=db)
    for who in rng.sample(people, 4):
        asked = _asks(rng, who, asker, now, f"{number}_{who}")
        store_days.add(asked, db=db)
        if asked.state == "asked" and rng.random() < 0.5:
            store_days.save(replace(asked, state="not_free"), db=db)
    if number:
        consent.end_by_itself(rng.choice(people), now=now, db=db)


def anything_sought(rng):
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


def hidden_ones(now, *, db):
    """Twelve whose terms would answer every filter: half keep their names private, half are denied."""
    for number, (performer, openness) in enumerate(islice(many(random.Random(7), now), 12)):
        given = replace(openness, shows_name=number % 2 == 1, starts_at=now - timedelta(days=1))
        parties_store.add_performers([performer], [None], db=db)
        consent_store.add_openness(replace(given, ends_at=now + timedelta(days=9)), db=db)
        if given.shows_name:
            parties_store.contest(performer.id, Contest.DISPUTED, None, db=db)
