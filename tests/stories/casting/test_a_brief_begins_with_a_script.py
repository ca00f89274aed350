"""A creator brings a script, and a brief for one of its roles begins with the lines that were counted."""

import re

from tests.cast import Stage
from tests.stories.pages.reader import Reader, heading

SCRIPT = b"INT. TEAHOUSE - NIGHT\n\nANN\nRain again.\n\nNIGHT CLERK\nYes.\n\nANN\nGoodbye.\n"


def test_a_brief_begins_with_a_script_or_a_kind_of_work(stage: Stage) -> None:
    cleo = stage.keyed("cleo")
    told = cleo.post("/api/v1/scripts/read", content=SCRIPT).json()
    assert (told["scenes"], told["roles"][0]) == (1, {"name": "ANN", "lines": 2, "scenes": 1})
    assert told["text"].encode() == SCRIPT
    reader = Reader(stage, "en").signs_in("cleo")
    assert heading(reader.get("/briefs/script")) == "Which roles does a script have?"
    page = reader.sends_file("/briefs/script", "script", "one.fountain", SCRIPT)
    assert heading(page) == "Roles with lines: 2. Scenes: 1."
    assert told["sha256"] in page.text
    assert reader.sends_file("/briefs/script", "script", "torn.pdf", b"%PDF- torn").status_code == 422
    form = reader.get("/briefs/new?role=NIGHT+CLERK&lines=1").text
    assert re.search(r'name="role" value="NIGHT CLERK"', form)
    assert re.search(r'name="lines" value="1"', form)
    book = reader.get("/briefs/new?kind=audiobook").text
    assert re.search(r'value="audio.book" (?:checked|selected)', book)
    assert Reader(stage, "en").signs_in("mina").get("/briefs/script").status_code == 404
