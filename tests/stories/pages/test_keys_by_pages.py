"""Several keys, guardians and recovery by pages: each of the people concerned finds what is theirs to do."""

import re

from tests.cast import Stage
from tests.stories.pages.reader import Reader, heading, words

CODE = re.compile(r"per_[0-9a-z]{26}")


def guardian(stage: Stage, name: str) -> tuple[Reader, str]:
    """A member of the cast with a key, and their code as their page shows it."""
    reader = Reader(stage).signs_in(name)
    reader.signs(reader.post("/keys/demo"))
    found = CODE.search(reader.get("/keys").text)
    assert found
    return reader, found[0]


def test_a_second_key_is_added_named_and_taken_out_of_use(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    assert heading(mina.get("/keys")) == "One key signs for you."
    mina.signs(mina.post("/keys/demo"))
    page = mina.get("/keys")
    assert heading(page) == "2 keys sign for you."
    key = page.text.partition('name="key" value="')[2].partition('"')[0]
    assert mina.post("/keys/name", key=key, name="x" * 90).status_code == 422
    assert mina.post("/keys/name", key=key, name="My phone").status_code == 303
    assert "My phone" in words(mina.get("/keys"))
    mina.signs(mina.post("/keys/revoke", key=key))
    assert heading(mina.get("/keys")) == "One key signs for you."
    assert "out of use" in words(mina.get("/keys"))
    assert mina.post("/keys/revoke", key=key).status_code == 422


def test_a_key_is_recovered_by_pages(stage: Stage) -> None:
    mina = Reader(stage).signs_in("mina").identified()
    rafael, his = guardian(stage, "rafael")
    cleo, hers = guardian(stage, "cleo")
    assert mina.post("/keys/guardians", guardians=his).status_code == 422
    mina.signs(mina.post("/keys/guardians", guardians=f"{his}\n{hers}"))
    assert "Rafael Ortiz" in words(mina.get("/keys"))

    where = mina.post("/keys/recover", key="").headers["location"]
    assert mina.post("/keys/recover", key="").status_code == 422
    otto = Reader(stage).signs_in("otto")
    assert otto.post(f"{where}/attest", route="document").status_code == 422
    for one in (rafael, cleo):
        assert "Whoever is signed in as them" in words(one.get("/alerts"))
        one.signs(one.post(f"{where}/vouch"))
    assert rafael.get(where).status_code == 200
    assert otto.post(f"{where}/attest", route="document").status_code == 303
    assert heading(mina.get(where)) == "The wait runs. An earlier key may veto."
    assert rafael.post(f"{where}/vouch").status_code == 422
    mina.signs(mina.post(f"{where}/veto"))
    assert heading(mina.get(where)) == "An earlier key vetoed it."
    assert mina.post(f"{where}/veto").status_code == 422
    assert Reader(stage).signs_in("wen").get(where).status_code == 404
