"""An order to preserve holds all that there is of a performer: pictures, self-tapes, unfinished uploads and half-made versions."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from propria.journeys.rounds import go_round
from propria.opening import make_whole
from propria.parties.model import Role
from tests.cast import Person, Stage
from tests.deals import capture_consent
from tests.engines import clip
from tests.mandates import another
from tests.renders import Dying, restart
from tests.replicas import a_portrait, build_of, recorded
from tests.stories.casting.test_a_self_tape_is_sent import asks, consents, sends
from tests.stories.casting.test_a_shortlist_is_worked_on import two_who_fit
from tests.stories.casting.test_pictures_are_shown_by_signature import keeps, picture, publishes
from tests.stories.likeness.test_an_order_preserves import ORDER
from tests.stories.pages.reader import Reader, words
from tests.stories.record.test_fsck_finds_what_was_changed import found as found_by_fsck
from tests.stories.replicas.test_a_replica_ends import files_on_disk


@dataclass
class Bound:
    """An order that binds, and the two people of the operator who signed for it."""

    stage: Stage
    order: str
    both: tuple[Person, Person]

    def held(self, *folders: str) -> int:
        """How many objects lie in these folders of the safe, after the server went round."""
        library = self.stage.propria.library
        go_round(library, self.stage.propria.parts["office"])
        return sum(len([*library.blobs.keys(folder)]) for folder in folders)

    def lifts(self) -> None:
        """One asks, the other lifts."""
        for person in self.both:
            person.signs(person.asked(f"/api/v1/preservations/{self.order}/lift", {}))


def bound(stage: Stage, performer: Person) -> Bound:
    """Two people sign that an order demands it."""
    otto, olga = stage.keyed("otto"), another(stage, "olga", "奥尔加", "Olga", Role.OPERATOR)
    otto.signs(otto.asked(f"/api/v1/performers/{performer.performer_id}/preservations", ORDER))
    order = otto.get("/api/v1/preservations").json()[-1]["order"]
    olga.signs(olga.asked(f"/api/v1/preservations/{order}/confirmation", {}))
    return Bound(stage, order, (otto, olga))


def test_pictures_and_self_tapes_that_end_are_shown_to_nobody_and_kept(stage: Stage, tmp_path: Path) -> None:
    mina, _, cleo, brief = two_who_fit(stage)
    shown = keeps(mina, picture()).json()
    publishes(mina, [shown["picture"]])
    tape = asks(cleo, brief, mina).json()["asked"][0]["tape"]
    consents(mina, tape)
    take = clip(tmp_path / "take.mp4").read_bytes()
    sends(mina, tape, take)
    order = bound(stage, mina)

    sends(mina, tape, take)
    assert order.held("tapes") == 2
    assert mina.get(f"/api/v1/tapes/{tape}/watch").status_code == 200
    mina.asked(f"/api/v1/tapes/{tape}/withdraw", {})
    mina.post("/api/v1/me/pictures/take-back", {"pictures": [shown["picture"]]})
    assert (order.held("tapes"), order.held("pictures"), make_whole(stage.propria.library)) == (2, 1, 0)
    assert {who.get(f"/api/v1/tapes/{tape}/watch").json()["code"] for who in (mina, cleo)} == {
        "casting.no_take"
    }
    assert {who.get(f"/api/v1{shown['href']}").status_code for who in (mina, cleo)} == {404}
    assert mina.get("/api/v1/me/pictures").json() == []
    pages = {name: words(Reader(stage, "en").signs_in(name).get("/tapes")) for name in ("mina", "cleo")}
    assert ["an order" in pages[name] for name in ("mina", "cleo")] == [True, False]
    desk = words(Reader(stage, "en").signs_in("otto").get("/desk/orders"))
    assert "Pictures and clips for casting: 1, of which 1 were to be destroyed" in desk
    assert "Takes of self-tapes: 2, of which 2 were to be destroyed" in desk
    assert found_by_fsck(stage) == set()

    order.lifts()
    assert (order.held("tapes", "pictures"), found_by_fsck(stage)) == (0, set())


def test_what_a_build_had_stored_is_kept_when_it_is_stopped(stage: Stage, tmp_path: Path) -> None:
    session = recorded(stage)
    capture_consent(session.mina, "build")
    order = bound(stage, session.mina)
    slot = stage.propria.parts["engine_slot"]
    stage.propria.library.jobs.close()
    version = build_of(session.mina, session.portrait).json()["version"]
    restart(stage, engine=slot, jobs_of=Dying.after("make"))
    stored = files_on_disk(tmp_path)
    session.mina.post(f"/api/v1/replicas/versions/{version}/stop", {})
    restart(stage, engine=slot)
    make_whole(stage.propria.library)

    found = session.mina.get(f"/api/v1/replicas/versions/{version}").json()
    assert (found["state"], found["kept_for_an_order"]) == ("stopped", True)
    assert order.held("replicas") == len(stored) > 0
    assert found_by_fsck(stage) == set()
    order.lifts()
    assert (order.held("replicas"), found_by_fsck(stage)) == (0, set())
    found = session.mina.get(f"/api/v1/replicas/versions/{version}").json()
    assert found["destroyed"]["because"] == "never_finished"


def test_an_upload_that_was_not_finished_is_kept(stage: Stage) -> None:
    session = recorded(stage)
    order = bound(stage, session.mina)
    part = a_portrait()
    form = {"kind": "photo", "media_type": "image/jpeg", "size_bytes": len(part)}
    upload = session.mina.asked(f"/api/v1/captures/{session.capture}/uploads", form)["upload"]
    digest = {"offset": "0", "sha256": hashlib.sha256(part).hexdigest()}
    assert session.mina.put(f"/api/v1/uploads/{upload}", params=digest, content=part).is_success
    session.mina.signs(session.mina.asked("/api/v1/grants/withdraw", {"grant": session.consent}))
    stage.passes(days=2)
    assert order.held("uploads") == 1
    order.lifts()
    assert order.held("uploads") == 0
