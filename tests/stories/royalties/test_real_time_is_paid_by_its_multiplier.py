"""A real-time session is charged at the multiplier that its contract prints, on a host's lease and at the gate alike."""

import io
from fractions import Fraction
from pathlib import Path

from pypdf import PdfReader

from propria.deals.model import TermSheet
from propria.rates import Multiplier, RateCard
from propria.royalties import actions as royalties
from propria.scope import StandingTerms
from tests.cast import Stage
from tests.deals import token_for
from tests.renders import PER_SECOND, by_the_second
from tests.stories.deals.test_a_running_licence_changes import signed_in_again
from tests.stories.licences.leasing import leased
from tests.stories.royalties.test_a_released_use_is_paid import paid
from tests.stories.usage.test_a_licensee_reports_its_use import charged, goes_round
from tests.terms import film_terms, series_scope, series_use

LIVE = ["generate", "real_time"]
SEVEN_AND_A_HALF = Multiplier("5.2", frozenset({"real_time"}), Fraction(15, 2))


def test_four_live_seconds_are_paid_as_thirty(stage: Stage, tmp_path: Path) -> None:
    plain = by_the_second()
    card = RateCard.from_json(plain["card"] | {"multipliers": [SEVEN_AND_A_HALF.to_json()]})
    open_to = StandingTerms.from_json(film_terms())
    (clause,) = open_to.clauses
    wider = StandingTerms((clause.but(act=LIVE),), open_to.red_lines)
    terms = by_the_second(card=card.to_json(), scope=series_scope(act=LIVE))
    lease = leased(stage, tmp_path / "host", terms, wider.to_json())
    made = lease.made
    assert TermSheet.from_json(terms).card.multipliers == (SEVEN_AND_A_HALF,)
    file = made.mina.get(f"/api/v1/contracts/{made.contract}/file").content
    printed = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())
    assert "liveunscriptedinteractionispaidat7.5times" in printed
    assert "按7.5倍计酬" in printed

    lease.host.use(lease.use(act="real_time"))
    lease.host.use(lease.use())
    assert all(record["charged"] for record in lease.reports(returns=True).json()["records"])
    per_second = PER_SECOND.minor
    offline = 4 * per_second * 15 // 2 + 4 * per_second
    assert charged(stage, made.licence) == offline

    live = {
        "token": token_for(made.cleo, made.licence),
        "use": series_use(stage.now, act="real_time").to_json(),
        "nonce": "session",
    }
    assert made.cleo.post("/api/v1/gate/reserve", live).status_code == 201
    stage.passes(days=31)
    assert goes_round(stage) == 1
    assert charged(stage, made.licence) == offline + 4 * per_second * 15 // 2
    signed_in_again(made.mina)
    assert len(paid(made.mina, made.mina.performer_id)) == 3
    assert stage.propria.library.database.read(lambda db: royalties.fsck(db=db)) == ()
