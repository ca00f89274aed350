"""What takes two of the operator's people, by their page: each looks for themselves, either may refuse with a reason."""

import hashlib

from propria.parties.model import Role
from tests.cast import Stage
from tests.mandates import another
from tests.stories.pages.reader import Reader, heading, words

WHERE = "/desk/reviews"


def test_what_one_person_saw_waits_for_another_and_either_may_refuse(stage: Stage) -> None:
    """The second never sees what the first one read; one person is not two; a refusal is logged, and told to whom it is about."""
    mina, gil = stage.person("mina"), another(stage, "gil", "吉尔", "Gil")
    code = mina.asked("/api/v1/claim/begin")["performer"]
    another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    otto, olga = Reader(stage).signs_in("otto"), Reader(stage).signs_in("olga")
    assert Reader(stage).signs_in("cleo").get(WHERE).status_code == 403
    assert heading(otto.get(WHERE)) == "No review waits for anybody."

    birth = {"do": "birth", "performer": code, "day": "2010-05-30"}
    assert otto.post(WHERE, **birth).status_code == 303
    assert heading(otto.get(WHERE)) == "All of it waits for a colleague."
    assert "waits for a colleague" in words(otto.get("/desk"))
    seen = olga.get(WHERE)
    assert heading(seen) == "1 review waits for you."
    assert "2010-05-30" not in seen.text
    other = olga.post(WHERE, **birth | {"day": "2010-05-31"})
    assert (other.status_code, "parties.seen_otherwise" in other.text) == (409, True)
    assert olga.post(WHERE, **birth).status_code == 303
    assert "birth" in olga.get(WHERE).text.partition('id="settled"')[2]

    gil.signs(gil.asked("/api/v1/guardianships", {"performer": code}))
    stated = olga.get(WHERE)
    assert "The guardian Gil" in words(stated)
    guardian = f"guardian {code} {gil.id}"
    assert "parties.no_such_reason" in olga.post(f"{WHERE}/refuse", what=guardian, why="because").text
    assert olga.post(f"{WHERE}/refuse", what=guardian, why="incomplete").status_code == 303
    assert heading(olga.get(WHERE)) == "No review waits for anybody."
    assert "something is missing" in olga.get(WHERE).text.partition('id="settled"')[2]
    assert "something is missing" in words(Reader(stage).signs_in("gil").get("/alerts"))
    assert "parties.no_review" in olga.post(f"{WHERE}/refuse", what=guardian, why="mistaken").text
    for one in (otto, olga):
        assert one.post(WHERE, do="guardian", performer=code, guardian=gil.id).status_code == 303
    assert "papers seen by two people" in words(Reader(stage).signs_in("gil").get("/ties"))


def test_papers_estates_and_guilds_are_reviewed_on_the_same_page(stage: Stage) -> None:
    """A file is hashed and not kept; shares are read as per cent; what cannot be read comes back with what was typed."""
    mina, heir = stage.identified("mina"), another(stage, "ada", "艾达", "Ada")
    another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    both = [Reader(stage).signs_in(name) for name in ("otto", "olga")]
    letter = {"do": "letter", "performer": mina.performer_id, "by": "Ode & Kestrel"}
    assert "parties.evidence_unreadable" in both[0].post(WHERE, **letter).text, "no file"
    for one in both:
        assert one.sends_file(WHERE, "file", "l.pdf", b"letter", **letter).status_code == 303
    routes = [r["route"] for r in mina.get("/api/v1/me").json()["identity"]["routes"]]
    assert "letter" in routes
    assert hashlib.sha256(b"letter").hexdigest() not in both[0].get(WHERE).text

    for one in both:
        assert one.post(WHERE, do="guild", person=heir.id, zh="演员公会", en="Guild").status_code == 303
    assert "you sign for it" in words(Reader(stage).signs_in("ada").get("/ties"))
    code = {"performer": mina.performer_id}
    for one in both:
        assert one.post(WHERE, do="death", day="2026-11-20", **code).status_code == 303
    unread = both[0].post(WHERE, do="estate", holders=f"{heir.id} half", **code)
    assert "parties.holders_unreadable" in unread.text
    assert f"{heir.id} half" in unread.text
    for one in both:
        assert one.post(WHERE, do="estate", holders=f"{heir.id} 100.00%", **code).status_code == 303
    assert "100.00%" in words(Reader(stage).signs_in("ada").get("/ties"))
    waits = both[0].post(WHERE, do="alive", **code)
    assert waits.status_code == 303
    assert [r["kind"] for r in stage.person("olga").get("/api/v1/reviews").json()] == ["alive"]
    review = {"review": f"alive {mina.performer_id}", "why": "mistaken"}
    assert stage.person("otto").asked("/api/v1/reviews/refuse", review) == {"refused": True}
    assert "parties.no_such_form" in both[0].post(WHERE, do="nothing").text
