"""Whoever changes a claim, a guild, a group, last wishes or evidence behind the library's back is found by its name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from propria.cli.main import main
from propria.consent.fsck import fsck as fsck_consent
from propria.consent.tables import wishes
from propria.parties import actions as parties
from propria.parties import tables as t
from propria.parties.model import Role
from propria.parties.ties.fsck import fsck as fsck_ties
from propria.record import store_derived
from propria.scope import Scope, StandingTerms, red_line
from tests.beginnings import played_once
from tests.cast import Stage
from tests.mandates import another
from tests.stories.deals.test_a_guild_has_a_floor import floor_form
from tests.stories.licences.test_a_guild_suspends import guild_of
from tests.stories.record.test_fsck_finds_what_was_changed import found, sql
from tests.terms import film_terms


@played_once
def tied(stage: Stage) -> Stage:
    """Two performers in a group, one in a guild, with claimants and wishes; a third shown by papers."""
    mina, wen = (stage.open_performer(name, film_terms()) for name in ("mina", "wen"))
    officer, guild = guild_of(stage, [mina.performer_id, wen.performer_id])
    mina.signs(mina.asked("/api/v1/guilds/join", {"guild": guild}))
    strike = red_line(act=["generate"], medium=["series"]).to_json()
    for minor in ("100", "200"):
        officer.signs(officer.asked("/api/v1/guilds/floor", floor_form(minor)))
    drafted = officer.asked("/api/v1/guilds/suspend", {"scope": strike})
    suspension = stage.signing.get(f"/requests/{drafted['request_id']}").json()["statement"]["id"]
    officer.signs(drafted)
    officer.signs(officer.asked("/api/v1/guilds/lift", {"suspension": suspension}))
    named = {"zh": "二重唱", "en": "The Duo", "members": [wen.performer_id]}
    group = mina.asked("/api/v1/groups", named)["group"]
    for one in (mina, wen):
        one.signs(one.asked(f"/api/v1/groups/{group}/join"))
    clause = Scope.from_json(film_terms()["clauses"][0]).but(medium=["series"], life=["after_death"])
    wishes = StandingTerms((clause,), (red_line(medium=["advertisement"]),)).to_json()
    mina.signs(mina.asked("/api/v1/wishes", {"terms": wishes}))
    studio, agency = (another(stage, name, name, name.title()) for name in ("studio", "agency"))
    for claimant in (studio, agency):
        claimant.signs(claimant.asked("/api/v1/representation/claims", {"performer": mina.performer_id}))
    mina.signs(mina.asked("/api/v1/representation/settle", {"kept": agency.id}))
    shown_by_papers(stage)
    return stage


def shown_by_papers(stage: Stage) -> None:
    """Kim holds a document to a camera, and two of the operator's people see it."""
    library = stage.propria.library
    library.database.transact(lambda db: parties.join("金", "Kim", Role.PERFORMER, demo_name="kim", db=db))
    kim = stage.person("kim")
    where = f"/api/v1/performers/{kim.asked('/api/v1/claim/begin')['performer']}/identity-seen"
    for operator in ("otto", "olga"):
        papers = {"route": "document_and_video", "sha256": "ab" * 32}
        stage.person(operator).asked(where, papers)
    kim.signs(kim.asked("/api/v1/me/demo-key"))


class Undone(Exception):
    """What was found inside a transaction that does not stay."""

    def __init__(self, codes: set[str]) -> None:
        self.codes = codes


def found_after(stage: Stage, change: str) -> set[str]:
    """The codes that are found once a row was changed; the row is put back."""

    def work(db: Any) -> None:
        assert db.execute(text(change)).rowcount > 0
        checks: list[Callable[..., Any]] = [fsck_ties, fsck_consent]
        raise Undone({finding.code for check in checks for finding in check(db=db)})

    with pytest.raises(Undone) as undone:
        stage.propria.library.database.transact(work)
    return undone.value.codes


def kept(stage: Stage) -> list[dict[Any, Any]]:
    """What the tables hold that signatures alone determine."""
    made = (t.guild, t.guardians, t.claimant, t.mandate, t.suspension, t.guild_floor, wishes)
    database = stage.propria.library.database
    return database.read(lambda db: [store_derived.rows(table, db=db) for table in made])


CHANGES = {
    "parties.claim_altered": (
        "update parties_claimant set state = 'kept'",
        "update parties_claimant set at_entry = at_entry + 1 where state = 'kept'",
        "delete from parties_claimant where state = 'refused'",
    ),
    "parties.guild_altered": (
        "update parties_guild set person_id = (select id from parties_person where demo_name = 'agency')",
        "update parties_guild set name_en = 'Another Guild'",
    ),
    "parties.membership_altered": (
        "update parties_membership set joined_by = null where joined_by is not null",
        "update parties_membership set joined_by = 'stm_none' where joined_by is null",
    ),
    "parties.guild_words_moved": (
        "update parties_suspension set lifted_at_entry = null",
        "update parties_guild_floor set lifted_at_entry = 9 where lifted_at_entry is null",
        "delete from parties_guild_floor where lifted_at_entry is null",
    ),
    "parties.group_altered": (
        "update parties_member set joined_by = null",
        "delete from parties_member where performer_id = (select max(performer_id) from parties_member)",
        "insert into parties_member select group_id, (select id from parties_performer where name_en = 'Kim'), "
        "null from parties_member limit 1",
    ),
    "consent.wishes_altered": (
        "update consent_wishes set terms = json_set(terms, '$.red_lines', json('[]'))",
        "delete from consent_wishes",
        "update consent_wishes set at_entry = at_entry - 1",
    ),
    "parties.evidence_altered": (
        "update parties_evidence set seen_by = json('[\"prs_1\", \"prs_2\"]') where route = 'document_and_video'",
        "delete from parties_evidence where route = 'document_and_video'",
        "update parties_performer set domain = 'elsewhere.example' where name_en = 'Mina Haldane'",
    ),
}


MADE_ANEW = ("claim_altered", "guild_altered", "guild_words_moved", "wishes_altered")
"""What `propria rebuild` puts right by what was signed."""


def test_a_changed_tie_is_found_by_its_name_and_what_was_signed_is_put_back(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scenario 39: each row is changed, found by the one code that names it, and put back; nothing else is said."""
    tied(stage)
    assert found(stage) == set()
    for code, changes in CHANGES.items():
        for change in changes:
            assert found_after(stage, change) == {code}, change
    before = kept(stage)
    for code, changes in CHANGES.items():
        if code.endswith(MADE_ANEW):
            stage.propria.library.database.transact(sql(*changes[1:]))
    assert kept(stage) != before
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))
    assert main(("rebuild",)) == 0, capsys.readouterr().err
    assert (kept(stage), found(stage)) == (before, set())
