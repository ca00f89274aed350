"""Loss and recovery: guardians, the operator, a wait, fourteen days without weight, and a veto by an earlier key."""

from typing import Any

from sqlalchemy import text

from propria.kernel.time import DAY, wire
from propria.proofs.bundles import verify_bundle
from propria.proofs.trust import Trust
from tests.cast import Person, Stage
from tests.deals import agreed_contract, capture_consent
from tests.mandates import mandate_form
from tests.stories.disputes.denying import findings, goes_round, mails
from tests.stories.parties.test_a_person_has_several_keys import keys_of, signs_with
from tests.terms import film_terms


def names_guardians(stage: Stage, mina: Person) -> tuple[Person, Person]:
    """Mina names Rafael and Cleo; both have keys."""
    rafael, cleo = stage.keyed("rafael"), stage.keyed("cleo")
    form = {"guardians": [rafael.id, cleo.id], "needed": 2}
    mina.signs(mina.asked("/api/v1/me/guardians", form))
    return rafael, cleo


def begun(stage: Stage, mina: Person) -> dict[str, Any]:
    """Mina says that her keys are lost."""
    told: dict[str, Any] = mina.asked("/api/v1/me/recoveries")
    return told


def vouched(stage: Stage, mina: Person) -> dict[str, Any]:
    """Begun, and both guardians vouched."""
    guardians = names_guardians(stage, mina)
    told = begun(stage, mina)
    for guardian in guardians:
        guardian.signs(guardian.asked(f"/api/v1/recoveries/{told['recovery']}/vouch"))
    return told


def attests(stage: Stage, told: dict[str, Any], route: str = "document") -> Any:
    """Otto saw who she is."""
    return stage.person("otto").post(f"/api/v1/recoveries/{told['recovery']}/attest", {"route": route})


def waited_out(stage: Stage, mina: Person) -> str:
    """The recovered key's id, the wait over."""
    told = vouched(stage, mina)
    assert attests(stage, told).json()["state"] == "waiting"
    stage.passes(hours=72)
    assert goes_round(stage).recoveries_moved == 1
    return str(told["key_id"])


def signed_in_again(stage: Stage) -> Person:
    """Mina, whose session had ended."""
    stage.people.pop("mina")
    return stage.person("mina")


def state(mina: Person, told: dict[str, Any]) -> str:
    """Where the recovery stands."""
    return str(mina.get(f"/api/v1/recoveries/{told['recovery']}").json()["state"])


def test_it_takes_guardians_and_the_operator_and_a_wait(stage: Stage) -> None:
    mina = stage.identified("mina")
    rafael, cleo = names_guardians(stage, mina)
    told = begun(stage, mina)
    assert attests(stage, told).json()["code"] == "parties.too_few_vouched"
    rafael.signs(rafael.asked(f"/api/v1/recoveries/{told['recovery']}/vouch"))
    rafael.signs(rafael.asked(f"/api/v1/recoveries/{told['recovery']}/vouch"))
    assert attests(stage, told).json()["code"] == "parties.too_few_vouched", "one guardian is not two"
    cleo.signs(cleo.asked(f"/api/v1/recoveries/{told['recovery']}/vouch"))
    assert attests(stage, told, "a feeling").json()["code"] == "parties.route_unknown"
    assert attests(stage, told).json()["state"] == "waiting"

    stage.passes(hours=71)
    goes_round(stage)
    assert told["key_id"] not in keys_of(mina)
    stage.passes(hours=1)
    goes_round(stage)
    assert told["key_id"] in keys_of(mina)
    assert findings(stage) == set()


def test_for_fourteen_days_it_signs_no_licence_build_or_mandate(stage: Stage) -> None:
    mina, cleo, _, contract = agreed_contract(stage)
    cleo.signs(cleo.asked(f"/api/v1/contracts/{contract}/sign"))
    key = waited_out(stage, mina)
    sign = f"/api/v1/contracts/{contract}/sign"
    build = {"purpose": "build", "reason": "A replica", "retained_until": wire(stage.now + 30 * DAY)}
    mandate = mandate_form(stage, stage.person("rafael"), ["negotiate"])
    for path, form in ((sign, None), ("/api/v1/grants", build), ("/api/v1/mandates", mandate)):
        drafted = mina.asked(path, form)
        assert signs_with(mina, drafted, key).json()["code"] == "record.key_barred", path
    revoke = mina.asked(f"/api/v1/me/signing-keys/{keys_of(mina)[0]}/revoke")
    assert signs_with(mina, revoke, key).json()["code"] == "record.key_barred", "nor does it silence the veto"
    withdrawal = mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id})
    assert signs_with(mina, withdrawal, key).status_code == 200, "withdrawing is never barred"

    stage.passes(days=14)
    assert goes_round(stage).recoveries_moved == 1
    mina = signed_in_again(stage)
    assert signs_with(mina, mina.asked("/api/v1/me/demo-key"), key).status_code == 200
    assert findings(stage) == set()


def test_an_earlier_key_vetoes_and_all_that_the_recovered_one_signed_is_void(stage: Stage) -> None:
    mina = stage.open_performer("mina", film_terms())
    (old,) = keys_of(mina)
    told = vouched(stage, mina)
    attests(stage, told)
    stage.passes(hours=72)
    goes_round(stage)
    withdrawal = mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id})
    signed = signs_with(mina, withdrawal, told["key_id"]).json()["statement_id"]

    veto = mina.asked(f"/api/v1/recoveries/{told['recovery']}/veto")
    assert signs_with(mina, veto, told["key_id"]).json()["code"] == "parties.vetoes_itself"
    assert signs_with(mina, veto, old).status_code == 200
    assert (state(mina, told), keys_of(mina)) == ("vetoed", [old])

    trust = Trust.from_bytes(stage.main.get("/log/trust").content)
    report = verify_bundle(stage.main.get(f"/log/bundles/{signed}").content, trust, now=stage.now)
    assert {p.code for p in report.problems} == {"proofs.key_revoked"}
    late = mina.post(f"/api/v1/recoveries/{told['recovery']}/veto")
    assert late.json()["code"] == "recovery.cannot_veto"
    assert findings(stage) == set()


def test_a_veto_during_the_wait_ends_it_and_nothing_is_ever_bound(stage: Stage) -> None:
    mina = stage.identified("mina")
    told = vouched(stage, mina)
    attests(stage, told)
    mina.signs(mina.asked(f"/api/v1/recoveries/{told['recovery']}/veto"))
    stage.passes(days=30)
    assert goes_round(stage).recoveries_moved == 0
    assert told["key_id"] not in keys_of(signed_in_again(stage))
    stage.people.pop("otto")
    assert attests(stage, told).json()["code"] == "recovery.cannot_attest"
    assert findings(stage) == set()


def test_everybody_concerned_is_told_at_each_step_on_every_channel(stage: Stage) -> None:
    mina = stage.identified("mina")
    for who in ("mina", "rafael", "otto"):
        address = {"by": "mail", "address": f"{who}@example.org"}
        stage.person(who).asked("/api/v1/me/channels", address)
    told = vouched(stage, mina)
    attests(stage, told)
    stage.passes(hours=72)
    goes_round(stage)
    goes_round(stage)
    about = [to for to, words in mails(stage) if f"/recoveries/{told['recovery']}" in words]
    assert sorted(about) == sorted([f"{who}@example.org" for who in ("mina", "rafael", "otto")] * 3)


def test_a_stranger_sees_and_does_nothing_and_the_rules_name_what_is_wrong(stage: Stage) -> None:
    mina, wen = stage.identified("mina"), stage.identified("wen")
    assert mina.post("/api/v1/me/recoveries").json()["code"] == "parties.nobody_vouches"
    alone = mina.post("/api/v1/me/guardians", {"guardians": [wen.id], "needed": 1})
    assert alone.json()["code"] == "parties.guardians_too_few"
    names_guardians(stage, mina)
    bound = {"key_id": keys_of(mina)[0]}
    assert mina.post("/api/v1/me/recoveries", bound).json()["code"] == "parties.nothing_to_recover"
    told = begun(stage, mina)
    assert mina.post("/api/v1/me/recoveries").json()["code"] == "parties.demo_key_exists"
    same = {"key_id": told["key_id"]}
    assert mina.post("/api/v1/me/recoveries", same).json()["code"] == "parties.recovery_runs"
    assert wen.get(f"/api/v1/recoveries/{told['recovery']}").json()["code"] == "parties.no_recovery"
    own = mina.post(f"/api/v1/recoveries/{told['recovery']}/vouch")
    assert own.json()["code"] == "parties.not_a_guardian"
    assert attests(stage, told | {"recovery": "rcv_nothing"}).json()["code"] == "parties.no_recovery"


def test_whoever_edits_keys_or_recoveries_in_the_database_is_found(stage: Stage) -> None:
    mina = stage.identified("mina")
    told = vouched(stage, mina)
    capture_consent(mina)
    revoked = mina.asked(f"/api/v1/me/signing-keys/{keys_of(mina)[0]}/revoke")
    mina.signs(revoked)
    assert findings(stage) == set()

    def edited(db: Any) -> None:
        db.execute(text("update parties_guardians set needed = 1"))
        db.execute(text("update parties_recovery set state = 'waiting'"))
        db.execute(text("update parties_signing_key set revoked_by = null"))

    stage.propria.library.database.transact(edited)
    assert told
    assert findings(stage) == {
        "parties.guardians_altered",
        "parties.recovery_altered",
        "parties.revocation_lost",
    }
