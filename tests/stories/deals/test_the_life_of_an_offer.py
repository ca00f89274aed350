"""An offer between its versions: declined and opened again, taken back, split in two, lapsed; several people a side."""

from typing import Any

from propria.kernel.money import Money
from propria.parties import actions as parties
from propria.scope import volume
from tests.cast import Person, Stage, openness_form
from tests.deals import a_brief, an_offer, sheet
from tests.stories.deals.test_a_running_licence_changes import signed_in_again
from tests.stories.deals.test_two_sides_make_a_deal import mandate
from tests.stories.disputes.denying import goes_round
from tests.stories.pages.reader import Reader, heading, words
from tests.terms import film_terms, series_scope


def offered(stage: Stage, terms: dict[str, Any] | None = None) -> tuple[Person, Person, str]:
    """(Mina, Cleo, deal): an offer that waits for Mina."""
    mina = stage.open_performer("mina", film_terms())
    cleo = stage.keyed("cleo")
    answer = an_offer(cleo, mina.performer_id, a_brief(cleo), terms)
    assert answer.status_code == 201, answer.text
    return mina, cleo, answer.json()["deal"]


def ends(person: Person, deal: str, act: str) -> Any:
    """Decline, take back or reopen; the answer, whatever it is."""
    return person.post(f"/api/v1/deals/{deal}/end", {"act": act})


def test_who_declined_opens_the_talks_again_and_nobody_else(stage: Stage) -> None:
    mina, cleo, deal = offered(stage)
    assert ends(mina, deal, "decline").json()["state"] == "declined"
    refused = ends(cleo, deal, "reopen")
    assert (refused.status_code, refused.json()["code"]) == (409, "deals.not_yours_to_reopen")
    assert ends(mina, deal, "reopen").json()["state"] == "open"
    assert cleo.get(f"/api/v1/deals/{deal}").json()["turn_of"] == "performer"
    assert ends(cleo, deal, "take_back").json()["state"] == "taken_back"
    assert ends(mina, deal, "reopen").json()["code"] == "deals.not_yours_to_reopen"
    assert ends(cleo, deal, "reopen").json()["state"] == "open"


def test_an_offer_lapses_by_the_clock_and_is_opened_again_only_if_it_could_be_made_today(
    stage: Stage,
) -> None:
    mina, cleo, deal = offered(stage)
    stage.passes(days=13, hours=23)
    signed_in_again(mina)
    signed_in_again(cleo)
    stage.passes(hours=1)
    assert goes_round(stage).talks_lapsed == 1
    assert goes_round(stage).talks_lapsed == 0
    assert cleo.get(f"/api/v1/deals/{deal}").json()["state"] == "lapsed"
    assert mina.post(f"/api/v1/deals/{deal}/agree").json()["code"] == "deals.lapsed"
    assert ends(mina, deal, "reopen").json()["code"] == "deals.not_yours_to_reopen"

    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert ends(cleo, deal, "reopen").json()["code"] == "deals.not_available"
    mina.signs(mina.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    assert ends(cleo, deal, "reopen").json()["state"] == "open"


def test_a_contract_that_nobody_finished_signing_lapses_too(stage: Stage) -> None:
    mina, cleo, deal = offered(stage)
    mina.asked(f"/api/v1/deals/{deal}/agree")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    stage.passes(days=13, hours=23)
    signed_in_again(mina)
    signed_in_again(cleo)
    stage.passes(hours=1)
    goes_round(stage)
    late = mina.tries_to_sign(mina.asked(f"/api/v1/contracts/{contract}/sign"))
    assert (late.status_code, late.json()["code"]) == (409, "deal.cannot_sign_last")
    assert cleo.get("/api/v1/licences").json() == []


def test_one_offer_is_answered_with_two_each_for_a_project_of_its_own(stage: Stage) -> None:
    mina, cleo, deal = offered(stage)
    first = sheet(series_scope(volume=volume(seconds=300, lines=150)))
    film = series_scope(medium=["film"], project=["paper-lantern-night"])
    second = sheet(film) | {
        "project": "paper-lantern-night",
        "title": {"zh": "纸灯夜", "en": "Paper Lantern Night"},
    }

    same = mina.post(f"/api/v1/deals/{deal}/split", {"first": first, "second": first})
    assert (same.status_code, same.json()["code"]) == (409, "deals.same_project")
    made = mina.asked(f"/api/v1/deals/{deal}/split", {"first": first, "second": second})
    assert made["deal"] == deal
    talks = {one["deal"]: one for one in cleo.get("/api/v1/deals").json()}
    assert set(talks) == {deal, made["split_off"]}
    assert {one["turn_of"] for one in talks.values()} == {"creator"}
    assert talks[made["split_off"]]["turns"][0]["sheet"]["project"] == "paper-lantern-night"
    cleo.asked(f"/api/v1/deals/{made['split_off']}/agree")
    assert cleo.get(f"/api/v1/deals/{deal}").json()["state"] == "open"


def test_many_talks_are_listed_a_page_at_a_time_and_what_waits_comes_first(stage: Stage) -> None:
    mina, cleo, first = offered(stage)
    brief = a_brief(cleo)
    later = []
    for _ in range(52):
        stage.passes(hours=1.5)
        later.append(an_offer(cleo, mina.performer_id, brief).json()["deal"])
    mina.asked(f"/api/v1/deals/{first}/counter", {"sheet": sheet(series_scope(act=["dub"]))})
    for deal in later[-2:]:
        mina.asked(f"/api/v1/deals/{deal}/agree")

    told, where = [], "/api/v1/deals?limit=20"
    while where:
        page = cleo.get(where)
        told.append([one["deal"] for one in page.json()])
        where = page.headers.get("link", "").partition("<")[2].partition(">")[0]
    assert [len(page) for page in told] == [20, 20, 13]
    assert [deal for page in told for deal in page] == [*reversed(later), first], "newest first, each once"
    assert cleo.get("/api/v1/deals?limit=101").status_code == 400

    creator, performer = (Reader(stage).signs_in(name) for name in ("cleo", "mina"))
    page = creator.get("/deals")
    assert heading(page) == "3 deals wait for you."
    assert all(f'"/deals/{deal}"' in page.text for deal in (first, *later[-2:])), "the oldest of all, too"
    assert 'rel="next" href="/deals?skip=50"' in page.text
    rest = creator.get("/deals?skip=50")
    assert [deal for deal in (first, *later) if f'"/deals/{deal}"' in rest.text] == later[:3]
    assert "More talks" not in rest.text
    assert "32 more deals wait for you" in words(performer.get("/home"))


def test_each_turn_says_what_one_ten_and_a_hundred_minutes_would_pay(stage: Stage) -> None:
    mina, cleo, deal = offered(stage)
    first = mina.get(f"/api/v1/deals/{deal}").json()["pay"]
    assert [(p["minutes"], p["total"]["minor"], p["before"]) for p in first] == [
        (1, "7200000", None),
        (10, "72000000", None),
        (100, "720000000", None),
    ]
    card = sheet()["card"]
    dearer = card | {"lines": [card["lines"][0] | {"price": {"currency": "CNY", "minor": "150000"}}]}
    seen = mina.asked(f"/api/v1/deals/{deal}/counter", {"sheet": sheet(card=dearer)})
    assert [(p["total"]["minor"], p["before"]["minor"]) for p in seen["pay"]] == [
        ("9000000", "7200000"),
        ("90000000", "72000000"),
        ("900000000", "720000000"),
    ]
    page = words(Reader(stage, "en").signs_in("cleo").get(f"/deals/{deal}"))
    assert "Pay for 100 min" in page
    assert "You pay more." in page

    less = {"sheet": sheet(guarantee=Money("CNY", 6_000_000))}
    assert cleo.post(f"/api/v1/deals/{deal}/counter", less).json()["code"] == "deals.below_floor"
    cleo.asked(f"/api/v1/deals/{deal}/counter", {"sheet": sheet()})
    seen = mina.asked(f"/api/v1/deals/{deal}/counter", less)
    assert seen["below"] == [
        {
            "zh": "您常设条件里的底价为 80,000.00 CNY；本稿保底 60,000.00 CNY。",
            "en": "The floor in your standing terms is 80,000.00 CNY; this guarantees 60,000.00 CNY.",
        }
    ]
    assert cleo.get(f"/api/v1/deals/{deal}").json()["below"] == [], "her floor is hers"


def test_several_people_act_for_a_side_each_as_far_as_their_mandate_of_that_instant_goes(
    stage: Stage,
) -> None:
    mina, cleo, deal = offered(stage)
    mandate(stage, ["negotiate"])
    rafael = stage.person("rafael")
    less = sheet(series_scope(act=["dub"]))
    assert rafael.asked(f"/api/v1/deals/{deal}/counter", {"sheet": less})["you_are"] == "performer"
    turns = mina.get(f"/api/v1/deals/{deal}").json()["turns"]
    assert [t["side"] for t in turns] == ["creator", "performer"]
    cleo.asked(f"/api/v1/deals/{deal}/agree")
    contract = cleo.asked(f"/api/v1/deals/{deal}/contract")["contract"]
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))

    told = words(Reader(stage, "en").signs_in("rafael").get(f"/deals/{deal}"))
    assert "You cannot sign this: The mandate does not name the power: sign_contract." in told
    assert "Read it once more and sign" not in told
    assert "Read it once more and sign" in words(Reader(stage, "en").signs_in("mina").get(f"/deals/{deal}"))

    database = stage.propria.library.database
    (held,) = database.read(lambda db: parties.mandates_of(mina.performer_id, db=db))
    mina.signs(mina.asked("/api/v1/mandates/withdraw", {"mandate": held.id}))
    assert rafael.get(f"/api/v1/deals/{deal}").status_code == 404
