"""Every no is told in the form that the caller reads, with its code, and a fault of ours tells nothing."""

import pytest
from tests.rules.web.house import visitor

STATUS = {"forbidden": 403, "not_found": 404, "refused": 409, "unverified": 422, "malformed": 400}


@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_a_program_gets_problem_json(kind: str, status: int) -> None:
    with visitor() as reader:
        answer = reader.get(f"/fails/{kind}", headers={"accept": "application/json"})
    told = answer.json()
    assert answer.status_code == told["status"] == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert told["type"] == f"/docs/errors#{told['code']}"
    assert told["code"].startswith("house.")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize(("kind", "status"), STATUS.items())
def test_a_person_gets_a_page_in_their_language(kind: str, status: int, language: str) -> None:
    with visitor(**{"accept-language": language}) as reader:
        answer = reader.get(f"/fails/{kind}")
    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text
    assert "house." in answer.text


def test_a_page_of_ours_that_led_to_it_is_one_press_away() -> None:
    with visitor() as reader:
        base = str(reader.base_url).rstrip("/")
        elsewhere, twice = "https://elsewhere.example/form", f"{base}/fails/refused"
        led = [reader.get("/fails/refused", headers={"referer": r}).text
               for r in (f"{base}/briefs?skip=1", elsewhere, twice, f"{base}//elsewhere.example")]  # fmt: skip
    assert '<a class="btn go" href="/briefs?skip=1">Back to the page before</a>' in led[0]
    assert not any("Back to the page before" in text for text in led[1:])


def test_a_rule_s_refusal_says_its_sentence_and_its_facts() -> None:
    with visitor() as reader:
        text = reader.get("/fails/refused").text
    assert "This performer is not open to enquiries." in text
    assert "<dd>withdrawn</dd>" in text


def test_an_english_sentence_on_a_chinese_page_says_that_it_is_english() -> None:
    with visitor(**{"accept-language": "zh"}) as reader:
        assert '<p class="t1 serif" lang="en">This performer' in reader.get("/fails/refused").text


def test_htmx_gets_the_message_without_the_page() -> None:
    with visitor() as reader:
        answer = reader.get("/fails/refused", headers={"HX-Request": "true", "HX-Target": "div#x"})
    assert answer.status_code == 409
    assert answer.text.strip().startswith('<div class="gap-m stack refusal" role="alert">')


def test_a_fault_of_ours_tells_nothing_of_its_reason() -> None:
    with visitor() as reader:
        page, told = (
            reader.get("/fails/else"),
            reader.get("/fails/else", headers={"accept": "application/json"}),
        )
    assert page.status_code == told.status_code == 500
    assert "Something broke on our side." in page.text
    assert "secret reason" not in page.text + told.text


def test_an_address_that_leads_nowhere_is_a_designed_page() -> None:
    with visitor() as reader:
        answer = reader.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here, or nothing that you may see." in answer.text


def test_a_machine_s_path_answers_a_machine_whatever_it_accepts() -> None:
    with visitor() as reader:
        answer = reader.get("/api/v1/machines", headers={"accept": "text/html"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "house.not_open"
