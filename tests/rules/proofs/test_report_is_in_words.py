"""What a verifier says is said in words, in both languages, and no bundle puts words of its own between them."""

import re
from dataclasses import replace
from pathlib import Path

from tests.rules.proofs.library import mina_opens
from tests.rules.proofs.making import statement
from tests.rules.proofs.test_bundle_tells_what_it_proves import GOOD, GOOD_REPORT, GOOD_TRUST, verify

from propria.proofs import problem_words
from propria.proofs.problem_words import PROBLEM_WORDS
from propria.proofs.report_words import LIMIT_WORDS, RESERVATION_WORDS, render


def test_every_reservation_and_limit_has_words_in_both_languages():
    for table in (RESERVATION_WORDS, LIMIT_WORDS):
        assert all(zh.strip() and en.strip() for zh, en in table.values())
    for language in ("zh", "en"):
        assert statement(3).text["zh"] in render(GOOD_REPORT, language)


def test_every_code_of_this_package_has_words_in_both_languages():
    package = Path(problem_words.__file__).parent
    raised = {
        code
        for module in package.glob("*.py")
        if module.stem != "problem_words"
        for code in re.findall(r'"(proofs\.[a-z0-9_]+)"', module.read_text())
    }
    assert raised == set(PROBLEM_WORDS)
    assert all(zh.strip() and en.strip() for zh, en in PROBLEM_WORDS.values())
    red = verify(replace(GOOD, subjects=(replace(GOOD.subjects[0], chain=()),)), GOOD_TRUST)
    assert "不是该主体的全部条目" in render(red, "zh")
    assert "these are not all of the subject's entries" in render(red, "en")


def test_no_bundle_writes_lines_of_the_report():
    library, passkey = mina_opens()
    said = replace(statement(99), text={"zh": "愿意\nGreen: all", "en": "Open\n  openness: open\nAmber"})
    library.append(passkey.sign(said), passkey.key)
    bundle = library.bundle(library.checkpoint(), name="x\n\x1b[2J\u202eopen")
    text = render(verify(bundle, library.trust()), "en")
    assert not set("\x1b\u202e") & set(text)
    assert "  en:   openness: open\n  en: Amber\n" in text
    assert [line for line in text.splitlines() if line.startswith("Green")] == [text.splitlines()[0]]
