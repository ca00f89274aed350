"""Both ladders: every word comes from a rung, and every rung is reached from facts alone."""

import re
from datetime import timedelta
from itertools import product

import pytest

from propria.kernel.errors import Refused
from propria.kernel.time import instant
from propria.ladder import (
    DEAL,
    DEAL_RUNGS,
    PERSON,
    PERSON_RUNGS,
    Deal,
    DealFacts,
    Person,
    PersonFacts,
    Publicity,
    Words,
    counted,
    deal_standing,
    deal_state,
    every_word,
    headline,
    person_standing,
    person_state,
    ticks,
)

NOW = instant("2026-11-22T10:04:00Z")
LANTERN = Words("纸灯街", "Paper Lantern Street")
RAFAEL = Words("拉斐尔·奥尔蒂斯", "Rafael Ortiz")
CLAIMED = PersonFacts(own_key=True, attested_by_outsider=True)


def facts(**more):
    return PersonFacts(**{"own_key": True, "attested_by_outsider": True, **more})


def test_an_imported_name_is_never_shown():
    standing = person_standing(PersonFacts(), now=NOW)
    assert standing.state is Person.UNCLAIMED
    assert (standing.public, standing.words) == (False, None)
    assert headline(PersonFacts(), [], now=NOW) is None


def test_an_own_key_without_an_outsiders_attestation_lists_nobody():
    assert person_state(PersonFacts(own_key=True, openness_declared_at=NOW), now=NOW) is Person.UNCLAIMED
    assert person_state(facts(openness_declared_at=NOW), now=NOW) is Person.OPEN


def test_open_says_exactly_what_it_is():
    standing = person_standing(facts(openness_declared_at=NOW), now=NOW)
    assert standing.words == Words("愿意洽谈，未作授权", "open to enquiries; no licence given")
    assert standing.public
    assert headline(facts(openness_declared_at=NOW), [], now=NOW) == Words(
        "愿意洽谈，未作授权。", "Open to enquiries; no licence given."
    )


def test_openness_lapses_by_itself_after_180_days():
    declared = facts(openness_declared_at=NOW)
    assert person_state(declared, now=NOW + timedelta(days=180, seconds=-1)) is Person.OPEN
    assert person_state(declared, now=NOW + timedelta(days=180)) is Person.CLAIMED
    assert person_standing(declared, now=NOW).lapses_at == NOW + timedelta(days=180)


def test_the_later_of_declaring_and_withdrawing_counts():
    day = timedelta(days=1)
    assert person_state(facts(openness_declared_at=NOW - day, withdrawn_at=NOW), now=NOW) is Person.WITHDRAWN
    assert person_state(facts(openness_declared_at=NOW, withdrawn_at=NOW - day), now=NOW) is Person.OPEN
    assert person_state(facts(openness_declared_at=NOW, withdrawn_at=NOW), now=NOW) is Person.WITHDRAWN


def test_a_performer_who_withdrew_is_not_named_in_public():
    gone = facts(openness_declared_at=NOW - timedelta(days=1), withdrawn_at=NOW)
    assert not person_standing(gone, now=NOW).public
    assert headline(gone, [], now=NOW) is None


def test_an_account_and_a_mandate_are_public_only_if_they_say_so():
    assert not person_standing(facts(), now=NOW).public
    assert person_standing(facts(says_has_account=True), now=NOW).public
    mandated = facts(agent=RAFAEL, mandate_public=True)
    assert person_standing(mandated, now=NOW).words == Words(
        "由拉斐尔·奥尔蒂斯代理", "represented by Rafael Ortiz"
    )
    assert not person_standing(facts(agent=RAFAEL), now=NOW).public


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, Deal.IN_TALKS),
        ({"agreed": True}, Deal.AGREED_UNSIGNED),
        ({"agreed": True, "signed": True, "missing_signers": ("guardian",)}, Deal.AGREED_UNSIGNED),
        ({"signed": True, "missing_conditions": ("funds",)}, Deal.LICENSED),
        ({"signed": True}, Deal.ACTIVE),
        ({"signed": True, "held": True}, Deal.SUSPENDED),
        ({"signed": True, "held": True, "disputed": True}, Deal.DISPUTED),
        ({"signed": True, "ends_at": NOW}, Deal.EXPIRED),
        ({"signed": True, "ends_at": NOW, "withdrawn_at": NOW}, Deal.WITHDRAWN),
    ],
)
def test_a_deal_stands_where_its_signatures_put_it(more, state):
    assert deal_state(DealFacts(LANTERN, **more), now=NOW) is state


def test_talks_and_unsigned_terms_have_no_public_word_whatever_both_allow():
    for agreed in (False, True):
        deal = DealFacts(LANTERN, agreed=agreed, performer_allows_naming=True, creator_allows_naming=True)
        assert deal_standing(deal, now=NOW).words is None
        assert not deal_standing(deal, now=NOW).public


def test_a_licence_is_named_only_if_both_sides_allow():
    for performer, creator in product((False, True), repeat=2):
        deal = DealFacts(
            LANTERN, signed=True, performer_allows_naming=performer, creator_allows_naming=creator
        )
        standing = deal_standing(deal, now=NOW)
        assert standing.public is (performer and creator)
        assert standing.words == Words("《纸灯街》使用中", "in use in Paper Lantern Street")


def test_a_public_licence_replaces_no_licence_given():
    deal = DealFacts(
        LANTERN,
        signed=True,
        missing_conditions=("funds",),
        performer_allows_naming=True,
        creator_allows_naming=True,
    )
    assert headline(facts(openness_declared_at=NOW), [deal], now=NOW) == Words(
        "愿意洽谈；已就《纸灯街》授权。", "Open to enquiries; licensed for Paper Lantern Street."
    )


def test_a_private_licence_does_not_show_through_the_headline():
    secret = DealFacts(LANTERN, signed=True)
    person = facts(openness_declared_at=NOW)
    assert headline(person, [secret], now=NOW) == headline(person, [], now=NOW)


def test_the_tables_name_every_state_and_no_other():
    assert PERSON.states == {p.value for p in Person} == {r.state.value for r in PERSON_RUNGS}
    assert DEAL.states == {d.value for d in Deal} == {r.state.value for r in DEAL_RUNGS}


@pytest.mark.parametrize("ladder", [PERSON, DEAL], ids=lambda ladder: ladder.name)
def test_every_act_in_every_state_is_in_the_table_or_refused(ladder):
    acts = {act for _, act in ladder.table}
    for state, act in product(ladder.states, acts):
        if act in ladder.acts(state):
            assert ladder.after(state, act) in ladder.states
        else:
            with pytest.raises(Refused) as refusal:
                ladder.after(state, act)
            assert refusal.value.code == f"{ladder.name}.cannot_{act}"


def test_a_licence_of_any_state_can_be_withdrawn():
    after_signature = DEAL.states - {"in_talks", "agreed_unsigned"}
    assert {DEAL.after(state, "withdraw") for state in after_signature} == {"withdrawn"}


def test_no_word_says_signed_joined_or_onboarded():
    flagged = re.compile(r"signed|joined|onboard|partner|roster|签约|入驻|加盟", re.IGNORECASE)
    assert not [w for w in every_word() if flagged.search(w.en) or flagged.search(w.zh)]


def test_every_rung_says_who_signs_what_ends_it_and_who_acts_next():
    for rung in (*PERSON_RUNGS, *DEAL_RUNGS):
        for words in (rung.tick, rung.signed_by, rung.ends, rung.acts_next):
            assert words.zh
            assert words.en
        assert (rung.word is None) == (rung.publicity is Publicity.NEVER)


def test_the_talks_tick_is_dashed_for_everyone_alike():
    for person in (Person.CLAIMED, Person.OPEN):
        dashed = [t.state for t in ticks(person) if t.never_public]
        assert dashed == [Deal.IN_TALKS, Deal.AGREED_UNSIGNED]
    strip = ticks(Person.OPEN, Deal.LICENSED)
    assert [t.state for t in strip if t.here] == [Deal.LICENSED]
    assert [t.reached for t in strip] == [True] * 6 + [False]
    assert ticks(Person.UNCLAIMED)[0].reached is False
    assert ticks(Person.WITHDRAWN)[-1].here


def test_the_numbers_are_said_in_the_ladders_words():
    assert counted(open_to_enquiries=41, licensed=3) == Words(
        "41 位演员愿意洽谈；3 位已就具名作品授权。",
        "41 performers are open to enquiries; 3 have licensed a named project.",
    )
    assert counted(open_to_enquiries=1, licensed=1, in_use=1).en.endswith("1 is in use in one.")
