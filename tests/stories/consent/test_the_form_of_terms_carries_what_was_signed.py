"""The form of terms carries what was signed, duties and providers too; what it cannot write goes only with her knowledge."""

import re
from typing import Any

from propria.consent.terms_form import check_known, unwritten
from propria.scope import Duties, StandingTerms, red_line
from tests.cast import Stage, openness_form
from tests.rules.refusals.test_rules_name_what_is_wrong import code_of, openness
from tests.stories.pages.reader import TERMS, Reader, words
from tests.terms import film_terms

OWED = {"notice": "48", "approval": ["cut", "look"], "label": ["c2pa"]}
NAMED = {"provider": "propria-embedded", "providers": "Northlight, Haiying"}


SAID = {
    "act": "generating scripted scenes, dubbing into a language",
    "product_line": "nothing ticked: not on offer",
    "red_medium": "no red line",
    "approval": "the look, a cut",
    "f-rating": "16 and over",
    "f-keeps": "may keep: nothing",
    "f-notice": "48 hours before",
    "f-pay": "80,000.00 CNY, and 1 higher for some",
}


def said(page: str) -> dict[str, str]:
    """What each folded question says is set."""
    return dict(
        re.findall(r'<details class="topic" id="q-([\w-]+)".*?class="now"[^>]*>(.*?)</span>', page, re.S)
    )


def typed(page: str) -> dict[str, Any]:
    """What a browser would send of this form."""
    found: dict[str, Any] = {}
    form = page[page.index('id="form"') :]
    for tag in re.findall(r"<input[^>]+>", form):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and value and ('type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(value[1])
    for name, options in re.findall(r'<select[^>]+name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', options)
        found[name] = [chosen[1] if chosen else ""]
    return found


def test_notice_providers_and_approvals_are_signed_and_come_back_with_the_form(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    late = mina.post("/terms", do="preview", **(TERMS | {"notice": "soon"}))
    assert (late.status_code, "Say the notice in whole hours" in words(late)) == (400, True)
    mina.opens(**OWED, **NAMED, floor_act_1="dub", floor_least_1="200,000")
    again = mina.get("/terms")
    assert "you are told 48 hours before" in words(again), "the table of the terms says it"
    assert "This form does not write" not in words(again)
    assert {key: said(again.text)[key] for key in SAID} == SAID
    every = mina.post("/terms", do="open", **typed(again.text)).text
    assert len(re.findall(r'<details class="topic" id="q-[\w-]+" open>', every)) == len(said(again.text))
    sent = typed(again.text)
    assert sent["notice"] == ["48"]
    assert sent["provider"] == ["propria-embedded", "Haiying", "Northlight"]
    mina.signs(mina.post("/terms", do="sign", **sent))
    assert typed(mina.get("/terms").text) == sent


def test_what_the_form_cannot_write_is_said_and_goes_only_with_her_knowledge(stage: Stage) -> None:
    mina = stage.identified("mina")
    terms = film_terms()
    terms["clauses"][0] |= {"duties": Duties.of(credit=["Mina"], notice_hours=24).to_json(), "region": ["CN"]}
    terms["red_lines"].append(red_line(theme=["crime"], medium=["game"]).to_json())
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, terms)))
    page = Reader(stage).signs_in("mina")
    seen = page.get("/terms")
    assert "This form does not write all of your terms in force" in words(seen)
    assert "credited “Mina”" in words(seen).split("This form does not write")[1]
    refused = page.post("/terms", do="sign", **typed(seen.text))
    assert (refused.status_code, "This form does not write" in words(refused)) == (409, True)
    assert "say that you know it" in words(refused)
    page.signs(page.post("/terms", do="sign", known="yes", **typed(seen.text)))
    assert "This form does not write" not in words(page.get("/terms"))


def test_red_lines_of_several_codes_are_the_boxes_of_each() -> None:
    film = StandingTerms.from_json(film_terms())
    assert unwritten(openness(film)) == []
    both = StandingTerms(film.clauses, (red_line(theme=["nudity", "politics"]),))
    assert unwritten(openness(both)) == []
    narrow = StandingTerms(film.clauses, (red_line(theme=["nudity"], medium=["game"]),))
    (gone,) = unwritten(openness(narrow))
    assert gone.axis == "red_lines"
    assert code_of(check_known, openness(narrow), known=False) == "consent.form_drops_terms"
    assert code_of(check_known, openness(narrow), known=True) == ""
    more = unwritten(openness(StandingTerms((*film.clauses, film.clauses[0].but(region=frozenset({"CN"}))))))
    assert [one.axis for one in more] == ["clauses"]
