"""Render tokens: the holder narrows them offline, nobody widens them, and each refusal has its own code."""

from dataclasses import replace
from datetime import timedelta

import pytest
from biscuit_auth import Algorithm, BiscuitBuilder, BlockBuilder, PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.proofs.making import NOW, identifier, seed

from propria.kernel.errors import Malformed, PropriaError, Refused, Unverified
from propria.proofs.tokens import (
    Presentation,
    TokenFacts,
    TryAgain,
    authorise,
    mint,
    narrow,
    read_token,
)
from propria.scope import ANY, Scope, Use, kept_at_most, term, up_to, volume

SEED = seed(300)
SCOPE = Scope.of(
    attribute=["voice", "image"],
    act=["dub", "edit"],
    medium=["film"],
    project=["prj_1"],
    role=["self"],
    territory=["CN", "FR"],
    language=["zh", "fr"],
    term=term("2026-11-01T00:00:00Z", "2027-11-01T00:00:00Z"),
    rating=up_to("12"),
    volume=volume(seconds=600),
    theme=["crime"],
    script=["translated"],
    provider=["self_hosted"],
    retention=kept_at_most(30),
    region=["CN"],
)
FACTS = TokenFacts(
    token_id="tok_1",
    licence=identifier("lic", 1),
    holder=identifier("crt", 1),
    audience="https://library.example",
    scope=SCOPE,
    expires_at=NOW + timedelta(days=7),
)
HERE = Presentation(FACTS.holder, FACTS.audience, identifier("use", 1), NOW)
TEXT = mint(FACTS, seed=SEED)


def public_key():
    return Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()


TOKEN = read_token(TEXT, public=public_key())


def use(language="zh"):
    return Use.of(
        NOW,
        rating="12",
        retention_days=7,
        amounts={"seconds": 30},
        attribute=["voice"],
        act=["dub"],
        medium=["film"],
        project=["prj_1"],
        role=["self"],
        territory=["CN"],
        language=[language],
        theme=[],
        script=["translated"],
        provider=["self_hosted"],
        region=["CN"],
    )


def ask(token, *, asked=None, presented=HERE, used_ids=(), revoked_ids=(), **more):
    return authorise(token, asked or use(), presented, used_ids=used_ids, revoked_ids=revoked_ids, **more)


def test_a_token_says_what_the_licence_says():
    assert TOKEN.facts == FACTS
    assert TOKEN.scope == SCOPE
    assert len(TOKEN.revocation_ids) == 1
    answer = ask(TOKEN)
    assert answer.verdict.allowed, answer.verdict.reasons


def test_a_use_outside_the_scope_is_told_which_axis_fails():
    answer = ask(TOKEN, asked=use(language="de"))
    assert answer.verdict.axes == ("language",)


def test_a_holder_narrows_a_token_without_any_key_of_the_library():
    narrowed = read_token(narrow(TOKEN, scope=SCOPE.but(language=["fr"])), public=public_key())
    assert ask(TOKEN).verdict.allowed
    assert ask(narrowed).verdict.axes == ("language",)
    assert ask(narrowed, asked=use(language="fr")).verdict.allowed
    assert len(narrowed.revocation_ids) == 2


def test_a_narrowed_token_may_end_sooner_and_go_to_another_host_never_later():
    sooner = read_token(narrow(TOKEN, expires_at=NOW + timedelta(hours=1)), public=public_key())
    later = read_token(narrow(sooner, expires_at=NOW + timedelta(days=700)), public=public_key())
    assert sooner.expires_at == later.expires_at == NOW + timedelta(hours=1)
    with pytest.raises(Refused, match=r"proofs\.token_expired"):
        ask(later, presented=replace(HERE, now=NOW + timedelta(hours=2)))
    elsewhere = read_token(narrow(TOKEN, audience="https://other.example"), public=public_key())
    with pytest.raises(Refused, match=r"proofs\.token_wrong_audience"):
        ask(elsewhere, presented=replace(HERE, audience="https://other.example"))


def test_a_narrowing_that_allows_more_is_refused_when_made_and_when_read():
    wider = SCOPE.but(language=["de", "fr", "zh"])
    with pytest.raises(Unverified, match=r"proofs\.token_widened"):
        narrow(TOKEN, scope=wider)
    forged = replace(TOKEN, scope=wider)
    with pytest.raises(Unverified, match=r"proofs\.token_widened"):
        read_token(narrow(forged, scope=wider), public=public_key())


@pytest.mark.parametrize(
    "code",
    [
        'holder("crt_other");',
        'audience("https://other.example");',
        "licence($l) <- token($l);",
        "check if true;",
        'scope("e30");',
        'narrowed("e30"); narrowed("e30");',
    ],
)
def test_a_later_block_with_anything_but_a_narrowing_is_refused(code):
    text = TOKEN.biscuit.append(BlockBuilder(code)).to_base64()
    with pytest.raises(Unverified, match=r"proofs\.token_widened"):
        read_token(text, public=public_key())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"presented": replace(HERE, holder=identifier("crt", 2))}, "token_wrong_holder"),
        ({"presented": replace(HERE, audience="https://other.example")}, "token_wrong_audience"),
        ({"presented": replace(HERE, now=NOW + timedelta(days=7))}, "token_expired"),
        ({"used_ids": {HERE.use_id}}, "token_replayed"),
        ({"revoked_ids": set(TOKEN.revocation_ids)}, "token_revoked"),
    ],
)
def test_each_refusal_has_its_own_code(changed, code):
    assert ask(TOKEN).verdict.allowed
    with pytest.raises(Refused, match=rf"proofs\.{code}\b"):
        ask(TOKEN, **changed)


def test_a_busy_machine_says_try_again_and_never_no():
    with pytest.raises(TryAgain, match=r"proofs\.token_try_again") as busy:
        ask(TOKEN, time_limit=timedelta(0))
    assert busy.value.status == 503


def test_another_library_s_token_is_refused():
    with pytest.raises(Unverified, match=r"proofs\.token_wrong_signature"):
        read_token(mint(FACTS, seed=seed(301)), public=public_key())


def test_a_token_never_says_anything_goes():
    with pytest.raises(Refused, match=r"scope\.any_not_allowed"):
        mint(replace(FACTS, scope=SCOPE.but(territory=ANY)), seed=SEED)


def test_a_biscuit_that_is_no_render_token_is_refused():
    text = BiscuitBuilder('user("x");').build(PrivateKey.from_bytes(SEED, Algorithm.Ed25519)).to_base64()
    with pytest.raises(Malformed, match=r"proofs\.token_unreadable"):
        read_token(text, public=public_key())


@pytest.mark.parametrize("text", ["", "x", "AAAA", TEXT[:40], "A" * 70_000])
def test_what_is_no_token_is_refused(text):
    with pytest.raises(Malformed, match=r"proofs\.token_unreadable"):
        read_token(text, public=public_key())


@pytest.mark.parametrize("name", ["", 'x"', "a b", "x\n", "x" * 201])
def test_names_that_would_read_as_datalog_are_refused(name):
    with pytest.raises(Malformed, match=r"proofs\.token_unreadable"):
        replace(FACTS, audience=name)


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("ABCxyz019_-"))
def test_a_changed_character_never_reads_as_another_token(at, character):
    changed = TEXT[:at] + character + TEXT[at + 1 :]
    try:
        read = read_token(changed, public=public_key())
    except PropriaError:
        return
    assert (read.facts, read.scope) == (FACTS, SCOPE)
