"""Rules of several contexts: what each refuses, by code, and the same thing done rightly beside it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.rules.scope.strategies import dubbing

from propria.consent.model import GrantState, Openness
from propria.consent.terms_form import FIRST, floor_of, terms_of
from propria.deals import rules as deals
from propria.deals.model import TermSheet
from propria.demo.terms import film_terms, series_scope, series_use, sheet
from propria.kernel.errors import PropriaError
from propria.kernel.ids import MandateId, PerformerId, PersonId, StatementId, SubjectId
from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.licences.rules import check_holder
from propria.parties.identity.evidence import HttpDomainPages
from propria.parties.mandates.rules import mandate_allows
from propria.parties.model import Exercise, Mandate, Power
from propria.royalties.model import Account, AccountKind
from propria.royalties.rules import check_side
from propria.scope import Quota, Scope, StandingTerms
from propria.usage.actions import engine_for
from propria.usage.model import Line, Measured
from propria.usage.rules import act_of, check_within

NOW = instant("2026-11-22T10:00:00Z")
SHEET = TermSheet.from_json(sheet())
CONTRACT: Any = SimpleNamespace(overrides_terms=False, pdf_digest="p", terms_digest="t")


def code_of(act: Callable[..., Any], *words: Any, **named: Any) -> str:
    """The code by which the rule refuses; empty where it does not."""
    try:
        act(*words, **named)
    except PropriaError as error:
        return error.code
    return ""


def test_what_is_ticked_on_the_terms_page_can_be_read() -> None:
    assert terms_of(FIRST).clauses
    assert code_of(terms_of, replace(FIRST, rating="pg")) == "consent.rating_unreadable"
    assert floor_of(replace(FIRST, floor="80,000")) == Money("CNY", 8_000_000)
    assert code_of(floor_of, replace(FIRST, floor="a lot")) == "consent.floor_unreadable"
    assert replace(FIRST, days="90").lasts == timedelta(days=90)
    assert code_of(lambda: replace(FIRST, days="soon").lasts) == "consent.days_unreadable"
    assert code_of(terms_of, replace(FIRST, notice="soon")) == "consent.notice_unreadable"


def openness(terms: StandingTerms) -> Openness:
    """Open to these terms."""
    return Openness(
        StatementId("stm_1"),
        PerformerId("prf_1"),
        SubjectId("sub_1"),
        terms,
        Money("CNY", 0),
        NOW,
        NOW + timedelta(days=180),
        shows_name=True,
        given_at_entry=1,
        state=GrantState.GIVEN,
    )


def test_at_the_last_signature_the_standing_terms_cover_the_contract() -> None:
    check = deals.check_coverage_at_signing
    film = openness(StandingTerms.from_json(film_terms()))
    other = openness(StandingTerms((dubbing(),)))
    assert code_of(check, CONTRACT, SHEET, film, own_key=False) == ""
    assert code_of(check, CONTRACT, SHEET, other, own_key=True) == "deals.beyond_standing_terms"
    overriding: Any = SimpleNamespace(overrides_terms=True)
    assert code_of(check, overriding, SHEET, other, own_key=True) == ""
    assert code_of(check, overriding, SHEET, other, own_key=False) == "deals.beyond_standing_terms"
    assert code_of(check, CONTRACT, SHEET, None, own_key=False) == "deals.not_open_any_more"
    assert code_of(check, CONTRACT, SHEET, None, own_key=True) == ""


def test_the_signature_is_over_the_contract_s_own_bytes() -> None:
    assert code_of(deals.check_same_words, CONTRACT, "p", "t") == ""
    assert code_of(deals.check_same_words, CONTRACT, "p", "u") == "deals.other_text"


def mandate(*powers: Power, **more: Any) -> Mandate:
    """Rafael acts for Mina."""
    until = NOW + timedelta(days=90)
    whom = (MandateId("mdt_1"), PerformerId("prf_1"), PersonId("per_1"))
    return Mandate(*whom, frozenset(powers), (series_scope(),), NOW, until, StatementId("stm_1"), **more)


@pytest.mark.parametrize(
    ("held", "asked", "code"),
    [
        (mandate(Power.SIGN_CONTRACT), series_scope(), ""),
        (mandate(Power.SIGN_CONTRACT, revoked_at_entry=8), series_scope(), "parties.mandate_revoked"),
        (mandate(Power.SIGN_CONTRACT, revoked_at_entry=9), series_scope(), ""),
        (mandate(Power.NEGOTIATE), series_scope(), "parties.power_missing"),
        (mandate(Power.SIGN_CONTRACT), series_scope(act=["train"]), "parties.own_key_needed"),
        (mandate(Power.SIGN_CONTRACT), series_scope(theme=["politics"]), "parties.own_key_needed"),
        (mandate(Power.SIGN_CONTRACT), series_scope(medium=["game"]), "parties.scope_beyond_mandate"),
    ],
)
def test_a_mandate_reaches_as_far_as_it_says(held: Mandate, asked: Scope, code: str) -> None:
    assert code_of(mandate_allows, held, Exercise(Power.SIGN_CONTRACT, asked), now=NOW, at_entry=9) == code


def test_a_mandate_is_for_a_time() -> None:
    held, late = mandate(Power.WITHDRAW), NOW + timedelta(days=90)
    assert code_of(mandate_allows, held, Exercise(Power.WITHDRAW), now=NOW, at_entry=9) == ""
    code = code_of(mandate_allows, held, Exercise(Power.WITHDRAW), now=late, at_entry=9)
    assert code == "parties.mandate_not_in_force"


def test_a_token_is_its_holder_s() -> None:
    licence: Any = SimpleNamespace(creator_id="crt_1")
    assert code_of(check_holder, licence, "crt_1") == ""
    assert code_of(check_holder, licence, "crt_2") == "licences.other_audience"


@pytest.mark.parametrize("domain", ["localhost:1", "127.0.0.1", "nowhere.invalid", "10.0.0.1:80"])
def test_a_domain_that_is_not_on_the_public_network_is_not_asked(domain: str) -> None:
    assert code_of(HttpDomainPages(demo=False).read, domain) == "parties.domain_unreachable"


@pytest.mark.parametrize(
    ("kind", "debits", "credits_", "code"),
    [
        (AccountKind.ESCROW, 5, 5, ""),
        (AccountKind.ESCROW, 6, 5, "royalties.funds_not_held"),
        (AccountKind.DUE, 5, 6, "royalties.overdrawn"),
        (AccountKind.AWAITING, 6, 5, "royalties.overdrawn"),
        (AccountKind.BANK, 6, 5, ""),
    ],
)
def test_an_account_stays_on_its_side(kind: AccountKind, debits: int, credits_: int, code: str) -> None:
    assert code_of(check_side, Account(kind, "lic_1", "CNY"), debits, credits_) == code


def test_a_render_is_one_act() -> None:
    assert act_of(series_use(NOW)) == "generate"
    assert code_of(act_of, series_use(NOW, act=["generate", "dub"])) == "usage.one_act"


def test_no_more_is_released_than_was_reserved() -> None:
    permit: Any = SimpleNamespace(amounts=(Quota("seconds", 4), Quota("lines", 1)))
    assert code_of(check_within, Measured(seconds=4, lines=1), permit) == ""
    assert code_of(check_within, Measured(seconds=5, lines=1), permit) == "usage.more_than_reserved"


def test_what_no_engine_of_this_library_makes_is_not_rendered() -> None:
    wanted: Any = SimpleNamespace(kind=Line.kind)
    engine: Any = object()
    assert engine_for(wanted, {Line.kind: engine}) is engine
    assert code_of(engine_for, wanted, {}) == "usage.no_engine"


def test_an_axis_has_room_for_so_many_values() -> None:
    few, many = [f"brand-{n}" for n in range(400)], [f"brand-{n}" for n in range(401)]
    assert code_of(Scope.of, advertiser=few) == ""
    assert code_of(Scope.of, advertiser=many) == "scope.too_many"
