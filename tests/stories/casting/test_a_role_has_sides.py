"""A role's scenes are kept in the vault and opened only to whoever the brief is shown to; each opening is written down."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfWriter

from propria.casting.sides.fsck import fsck_sides
from propria.kernel.time import wire
from propria.likeness.safe import Safe
from propria.plumbing.database import Session
from tests.cast import Person, Stage
from tests.stories.casting.test_a_role_is_answered_in_time_and_in_confidence import form, opens
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_days_are_asked_pencilled_and_confirmed import code
from tests.stories.pages.reader import Reader, words

SCENE = "INT. TEAHOUSE\n\nROWE: 坐下。"


def pdf(password: str = "") -> bytes:
    """A PDF of one empty page."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def brings(stage: Stage, cleo: Person, brief: str, body: bytes, name: str = "scene 3.txt"):
    """Send a file over the API."""
    headers = {"authorization": f"Bearer {cleo.token}"}
    return stage.main.post(
        f"/api/v1/briefs/{brief}/sides", params={"name": name}, content=body, headers=headers
    )


def test_they_open_to_whoever_the_brief_is_shown_to(stage: Stage) -> None:
    mina, wen, cleo, brief = two_who_fit(stage)
    where = f"/api/v1/briefs/{brief}"
    cleo.put(where, json=form(reach="invited", working_title="Heron"))
    kept = brings(stage, cleo, brief, SCENE.encode("gb18030")).json()
    assert (kept["name"], kept["media_type"]) == ("scene 3.txt", "text/plain; charset=utf-8")
    cleo.put(where, json=form(reach="invited", working_title="Heron", seeks="calm"))
    file = f"/api/v1/roles/{brief}/sides/{kept['sides']}"
    assert cleo.get(file).text == SCENE, "a change of the brief keeps them"
    taped = {
        "performers": [mina.performer_id],
        "lines": "Sit.",
        "deadline": wire(stage.now + timedelta(days=9)),
    }
    cleo.asked(f"{where}/tapes", taped)
    opens(cleo, stage, brief)
    assert code(wen.get(file)) == "casting.no_role"
    assert code(mina.get(file)) == "casting.title_kept_back"
    reader = Reader(stage, "en").signs_in("mina")
    assert "scene 3.txt" not in reader.get(f"/roles/{brief}").text
    reader.post(f"/roles/{brief}/accept")
    assert "scene 3.txt" in reader.get(f"/roles/{brief}").text
    for times in (1, 2):
        answer = mina.get(file)
        assert (answer.text, answer.headers["x-content-type-options"]) == (SCENE, "nosniff")
        assert answer.headers["content-disposition"].startswith("attachment"), times
    seen = [one for one in cleo.get(f"{where}/sights").json() if one["what"] == "sides"]
    assert [(one["by"], one["times"]) for one in seen] == [(mina.id, 2)], "the team's own look is not counted"
    held = [one.read_bytes() for one in stage.home.rglob("*") if one.is_file()]
    assert len(held) > 1
    assert not any("坐下".encode() in one for one in held), "nothing of it lies there in the clear"
    assert cleo.post(f"{where}/sides/{kept['sides']}/drop").status_code == 204
    assert code(mina.get(file)) == "casting.no_sides"
    changed = [one["field"] for each in cleo.get(f"{where}/changes").json() for one in each["changes"]]
    assert changed.count("sides") == 2


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "casting.sides_wrong_type"),
        (b"", "casting.sides_wrong_type"),
        (b"%PDF-1.7 torn", "casting.sides_unreadable"),
        (pdf("secret"), "casting.sides_unreadable"),
        (b"a" * ((10 << 20) + 1), "casting.sides_too_large"),
    ],
    ids=["picture", "empty", "torn", "locked", "large"],
)
def test_what_cannot_be_read_is_refused(stage: Stage, body: bytes, why: str) -> None:
    cleo = stage.keyed("cleo")
    brief = cleo.asked("/api/v1/briefs", form())["brief"]
    assert code(brings(stage, cleo, brief, body)) == why
    assert cleo.get(f"/api/v1/briefs/{brief}/sides").json() == []


def test_fsck_names_what_is_missing_changed_or_orphaned(stage: Stage) -> None:
    cleo, library = stage.keyed("cleo"), stage.propria.library
    brief, safe = cleo.asked("/api/v1/briefs", form())["brief"], Safe(library.blobs, library.keys)
    kept = [brings(stage, cleo, brief, pdf(), name=f"{n}.pdf").json()["sides"] for n in range(4)]

    def found(*, deep: bool) -> list[tuple[str, str]]:
        def look(db: Session) -> list[tuple[str, str]]:
            return [(one.code, one.where) for one in fsck_sides(safe, deep=deep, db=db)]

        return library.database.read(look)

    assert cleo.post(f"/api/v1/briefs/{brief}/sides/{kept[3]}/drop").status_code == 204
    assert found(deep=True) == []
    library.blobs.delete(f"sides/{kept[0]}")
    library.keys.destroy_asset(kept[1])
    library.blobs.put(f"sides/{kept[2]}", b"something else", if_absent=False)
    library.blobs.put(f"sides/{kept[3]}", b"left over")
    told = [("casting.sides_missing", one) for one in kept[:2]]
    left = ("casting.sides_orphan", f"sides/{kept[3]}")
    assert found(deep=False) == [*told, left]
    assert found(deep=True) == [*told, ("casting.sides_altered", kept[2]), left]


def test_by_the_pages(stage: Stage) -> None:
    cleo = stage.keyed("cleo")
    brief = cleo.asked("/api/v1/briefs", form())["brief"]
    reader, where = Reader(stage, "zh-CN").signs_in("cleo"), f"/briefs/{brief}/sides"
    assert reader.sends_file(where, "sides", "../a b.pdf", pdf()).status_code == 303
    page = words(reader.get(where))
    assert "a b.pdf" in page
    assert ".." not in page
    assert reader.sends_file(where, "sides", "x.png", b"\x89PNG\0").status_code == 422
    assert code(brings(stage, cleo, brief, pdf(), name="x" * 81)) == "casting.sides_unnamed"
    for number in range(5):
        assert brings(stage, cleo, brief, pdf(), name=f"{number}.pdf").status_code == 201
    assert code(brings(stage, cleo, brief, pdf())) == "casting.too_many_sides"
    assert "a b.pdf" in words(reader.get(f"/briefs/{brief}/sheet"))
    assert "纸灯街" in words(reader.get(f"/briefs/{brief}/sheet"))
    (first, *_) = cleo.get(f"/api/v1/briefs/{brief}/sides").json()
    assert reader.post(f"{where}/{first['sides']}/drop").status_code == 303
    assert "a b.pdf" not in words(reader.get(where))
    stage.another_creator("dora")
    assert code(stage.person("dora").get(f"/api/v1/briefs/{brief}/sides")) == "casting.no_brief"
