"""Everybody is promised the same signing page: its hash is logged, shown, and compared on another machine."""

import hashlib
import threading

from propria.journeys.rounds import keep_rounds
from propria.kernel.ids import is_id
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from propria.record import signing_page, store
from tests.cast import Stage
from tests.stories.disputes.denying import findings, goes_round
from tests.stories.pages.reader import Reader, heading, words


def test_the_hash_of_what_is_served_is_logged_once_and_checked_by_a_stranger(stage: Stage) -> None:
    """It is there as soon as a server starts, and no round says it again."""
    served = hashlib.sha256(stage.signing.get("/").content).hexdigest()
    stopped = threading.Event()
    stopped.set()
    keep_rounds(stage.propria.library, stage.propria.parts["office"], stopped).join()
    goes_round(stage)

    database = stage.propria.library.database
    logged = database.read(lambda db: signing_page.published(db=db))
    assert logged is not None
    assert len(database.read(lambda db: store.statements_of_type(signing_page.PUBLISHED, db=db))) == 1
    data = stage.main.get(f"/log/bundles/{logged.statement.id}").content
    report = verify_bundle(data, Trust.from_bytes(stage.main.get("/log/trust").content), now=stage.now)
    (said,) = report.statements
    assert report.problems == ()
    assert (said.type, said.body["sha256"]) == ("signing_page.published", served)
    assert is_id("subject", said.subject)
    assert all(served in text for text in said.text.values())
    assert findings(stage) == set()


def test_another_page_is_another_entry_and_the_desk_says_which_one_is_served(stage: Stage) -> None:
    goes_round(stage)
    library, notary = stage.propria.library, stage.propria.notary
    otto = Reader(stage).signs_in("otto")
    assert "The signing page is the one in the log entry" in words(otto.get("/desk"))

    other = hashlib.sha256(b"another page").digest()
    library.database.transact(lambda db: signing_page.publish(other, notary, now=stage.now, db=db))
    assert stage.main.get("/log/checkpoint").status_code == 200
    told = heading(otto.get("/desk"))
    assert told == "1 of the checks fails.", "the page that is served is not the one that was promised last"


def test_how_it_works_shows_both_and_how_to_compare(stage: Stage) -> None:
    served = hashlib.sha256(stage.signing.get("/").content).hexdigest()
    before = words(Reader(stage).get("/how"))
    assert (before.count(served), "| sha256sum" in before) == (1, True)
    goes_round(stage)
    assert words(Reader(stage, "zh-Hans").get("/how")).count(served) == 2
