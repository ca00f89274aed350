"""A tour of every page that needs no id: in both languages, for everybody, without an error; strangers see nothing."""

import pytest

from propria.api import assembly
from propria.plumbing.web.shell import Role
from propria.web.navigation import every_page
from tests.cast import Stage
from tests.stories.pages.reader import Reader, heading

PUBLIC = (
    "/",
    "/names",
    "/names?q=Nobody",
    "/claims",
    "/verify",
    "/how",
    "/rules",
    "/log",
    "/sign-in",
    "/join",
    "/go",
)
OWN = ("/home", "/terms", "/withdraw", "/mandates", "/captures", "/vault", "/keys", "/claim")
LANGUAGES = ("en", "zh-Hans")
ELSEWHERE = (
    "/log/",
    "/static",
    "/robots.txt",
    "/sitemap.xml",
    "/check/words",
    "/counts/",
    "/names/bundle",
    "/names/proof.pdf",
    "/money/statement",
)


def pages_without_id() -> list[str]:
    """Every address that a page answers with GET and that names no id."""
    found = []
    for handler in assembly.PAGES:
        if "GET" in {str(m) for m in getattr(handler, "http_methods", ())}:
            found += [p for p in handler.paths if "{" not in p and not p.startswith(ELSEWHERE)]
    return sorted(set(found))


@pytest.mark.parametrize("path", pages_without_id())
def test_every_page_answers_everybody_in_both_languages(path: str, stage: Stage) -> None:
    for name in ("", "mina", "rafael", "cleo", "otto"):
        for language in LANGUAGES:
            reader = Reader(stage, language)
            if name:
                reader.signs_in(name)
            answer = reader.get(path)
            assert answer.status_code in (200, 303, 401, 403, 404), (path, name, answer.text[:300])
            if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                assert f'lang="{language}"' in answer.text
                assert heading(answer)


@pytest.mark.parametrize("role", Role)
def test_every_link_of_the_palette_leads_to_a_page(role: Role) -> None:
    assert {link.href for link in every_page(role)} <= set(pages_without_id())


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_need_no_account(path: str, stage: Stage) -> None:
    assert Reader(stage).get(path).status_code == 200


@pytest.mark.parametrize("path", OWN)
def test_a_stranger_is_asked_who_they_are_and_told_nothing(path: str, stage: Stage) -> None:
    answer = Reader(stage).get(path)
    assert answer.status_code == 401
    assert heading(answer) == "First say who you are."


@pytest.mark.parametrize("path", ["/performers/prf_nobody", "/captures/cap_nobody"])
def test_what_is_not_there_and_what_is_not_yours_look_alike(path: str, stage: Stage) -> None:
    assert Reader(stage).signs_in("wen").get(path).status_code == 404


def test_a_form_without_its_token_changes_nothing(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina")
    assert mina._asks("POST", "/sign-out", data={}).status_code == 403
    assert mina.get("/keys").status_code == 200


def test_a_link_after_signing_in_never_leads_away(stage: Stage) -> None:
    reader = Reader(stage)
    answer = reader.post("/sign-in/demo", name="mina", then="//elsewhere.example")
    assert answer.headers["location"] == "/home"
