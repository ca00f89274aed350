"""The board of a production: how many of its roles are licensed."""

from tests.cast import Stage
from tests.deals import an_offer, sheet, signed_licence
from tests.stories.deals.test_a_running_licence_changes import proposed, signed_change
from tests.stories.pages.reader import Reader, heading
from tests.terms import series_scope


def test_a_signed_licence_counts_whatever_offer_came_later(stage: Stage) -> None:
    made = signed_licence(stage)
    cleo = Reader(stage, "en").signs_in("cleo")
    assert heading(cleo.get("/board")) == "1 of one role is licensed."
    brief = made.cleo.get(f"/api/v1/deals/{made.deal}").json()["brief"]
    stage.passes(hours=1)
    assert an_offer(made.cleo, made.mina.performer_id, brief).status_code == 201
    assert heading(cleo.get("/board")) == "1 of one role is licensed."
    stage.passes(hours=1)
    assert proposed(made.cleo, made.deal, "amendment", sheet(series_scope(act=["dub"]))).status_code == 201
    assert heading(cleo.get("/board")) == "1 of one role is licensed."
    signed_change(made, "amendment", sheet(series_scope(act=["generate"])))
    assert heading(cleo.get("/board")) == "1 of one role is licensed."
    made.mina.signs(made.mina.asked(f"/api/v1/licences/{made.licence}/withdraw"))
    assert heading(cleo.get("/board")) == "0 of one role is licensed."
