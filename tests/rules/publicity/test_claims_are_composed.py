"""Each composition of the claim guard reads its example, and each word of a class is read in its place."""

import re

import pytest

from propria.publicity import composed as reader
from propria.publicity import word_classes as classes
from propria.publicity.composed import composed

COMPOSITIONS = [
    *((table, composition, False) for table in ("COMPOSED_EN", "LOOSE_EN", "AHEAD_EN") for composition in getattr(classes, table)),
    *((table, composition, True) for table in ("COMPOSED_ZH", "LOOSE_ZH", "AHEAD_ZH") for composition in getattr(classes, table)),
]  # fmt: skip
IN_PLACE_EN = {
    "gives": "the actor {} her voice",
    "likeness": "they cloned her {}",
    "double": "Wen Jia's {}",
    "digital": "Wen Jia's {} double",
    "place": "she is in the {}",
    "within": "she is {} the library",
    "stored": "scans of Wen Jia sit in the {}",
    "newest": "the library's {} actor",
    "people": "the library's newest {}",
    "paper": "Wen Jia's {}",
    "agent": "we are the {} of Wen Jia",
    "pact": "a {} with Wen Jia",
    "ready": "a voice that is {}",
    "wins": "the platform {} Wen Jia",
    "takes": "they {} her face",
    "swells": "the library {} Wen Jia",
    "rests": "Wen Jia {} with us",
    "makes": "they {} her face",
    "uses": "you can {} Wen Jia",
}
IN_PLACE_ZH = {
    "likeness": "克隆其{}",
    "double": "温嘉的{}",
    "gives": "声音{}",
    "place": "登{}",
    "enters": "{}平台",
    "newest": "库{}演员",
    "people": "库新{}",
    "paper": "来自多人的{}",
    "pact": "与温嘉的{}",
    "ready": "面容{}",
    "wins": "平台{}温嘉",
    "takes": "{}面容",
    "makes": "{}面容",
    "uses": "可{}温嘉",
}


def read(clause: str, *, zh: bool) -> list[tuple[str, str, int]]:
    """What is composed in a clause about Wen Jia."""
    return composed(clause, zh=zh, about=("Wen Jia", "温嘉"), ours=True)


def words_of(table: dict[str, str], name: str) -> list[str]:
    """Each word of a class, a class within it by its own name left out."""
    return [word for word in re.sub(r"\{\w+\} \([^)]*\)|\{\w+\}", "", table[name]).split("|") if word]


@pytest.mark.parametrize(("table", "composition", "zh"), COMPOSITIONS, ids=str)
def test_a_composition_reads_its_example_and_says_what_it_needs(
    table: str, composition: str, zh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs, example = getattr(classes, table)[composition]
    monkeypatch.setattr(reader, "TABLES_ZH" if zh else "TABLES_EN", ({composition: (needs, example)}, {}, {}))
    found = composed(example.replace("¤", "Wen Jia"), zh=zh, about=("Wen Jia",))
    assert {need for _, need, _ in found} == {needs}, example


@pytest.mark.parametrize("zh", [False, True])
def test_each_word_of_a_class_is_read_in_its_place_and_another_word_is_not(zh: bool) -> None:
    table, in_place = (classes.CLASSES_ZH, IN_PLACE_ZH) if zh else (classes.CLASSES_EN, IN_PLACE_EN)
    assert in_place.keys() == table.keys()
    missed = [
        clause
        for name, frame in in_place.items()
        for word in words_of(table, name)
        for clause in [frame.format(word.replace("~", "").rstrip("?"))]
        if not read(clause, zh=zh)
    ]
    assert missed == []
    assert [frame for frame in in_place.values() if read(frame.format("甲乙" if zh else "zzz"), zh=zh)] == []
