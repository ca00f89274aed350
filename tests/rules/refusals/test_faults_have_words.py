"""Every fault that a look at a file can find is said in words, in both languages."""

import re

from propria.likeness.faults import FAULT_WORDS
from propria.plumbing import media


def test_every_fault_of_a_file_has_its_words() -> None:
    found = set(re.findall(r"`(media\.\w+)`", media.inspect.__doc__ or ""))
    assert found == set(FAULT_WORDS)
