"""A library of invented people: the same for the same seed, written once, mapped again, found whole."""

import json

import numpy as np
import pytest

from propria.casting.invented.people import invent
from propria.casting.invented.stated import Stated
from propria.casting.matching.bits import rows_in, size
from propria.casting.matching.segment import Segment
from propria.casting.matching.sieve import Asked
from propria.casting.matching.snapshot import FORMAT, load, save
from propria.casting.profiles import rules as rules_profiles
from propria.casting.profiles.model import Profile
from propria.casting.search.meaning import check_files
from propria.cli.main import main
from propria.kernel.errors import Malformed, Unverified
from propria.kernel.money import Money
from propria.scope import Interval, Scope, check_covers, covers, kept_at_most, up_to, volume
from propria.scope.model import StandingTerms

START = 1_798_761_600
NOW_US = START * 1_000_000
BRIEF = Asked(
    Scope.of(
        attribute=["image", "voice"], act=["generate"], medium=["series.long"], project=["ninth-umbrella"],
        role=["Lin"], territory=["CN"], language=["zh"], term=Interval(START, START + 90 * 86_400),
        rating=up_to("12"), theme=["drama"], script=["lodged"], provider=["propria.local"],
        retention=kept_at_most(0), region=["CN"], volume=volume(seconds=600),
    ),
    Money("CNY", 9_000_000),
    NOW_US,
)  # fmt: skip


def _terms(columns, row):
    """What one row signed, read back from the columns."""
    clauses = tuple(
        Scope(**{part: columns.values[part][ids[row]] for part, ids in slot.parts.items()})
        for slot in columns.slots
        if len(slot) > row
    )
    lines = columns.line_ids[columns.line_starts[row] : columns.line_starts[row + 1]]
    return StandingTerms(clauses, tuple(columns.lines[i] for i in lines))


def test_the_same_seed_gives_the_same_people():
    one, again, other = invent(500, 7), invent(500, 7), invent(500, 8)
    assert (one.columns.busy == again.columns.busy).all()
    assert [one.facts.name(row) for row in range(500)] == [again.facts.name(row) for row in range(500)]
    assert (one.columns.busy != other.columns.busy).any()


def test_what_they_state_can_be_signed_and_is_the_same_for_the_same_seed():
    """Every fact that a search goes by is there, in several values; what the kernel knows of them is what they state."""
    invented = invent(400, 7)
    columns, stated, again, other = invented.columns, *map(Stated, (invented, invent(400, 7), invent(400, 8)))
    said = [stated.profile(row) for row in range(400)]
    assert said == [again.profile(row) for row in range(400)]
    assert said != [other.profile(row) for row in range(400)]
    for row, profile in enumerate(said):
        assert rules_profiles.checked(profile) == profile
        assert profile.plays[1] == columns.plays_to[row]
        assert columns.speaks_values[columns.speaks[row]] <= set(profile.speaks)
        assert not profile.isni
        assert not any(credit.eidr for credit in profile.credits)
    facts = [rules_profiles.stated(profile) for profile in said]
    assert all(len({value for one in facts for value in one[name]}) > 4 for name in rules_profiles.STATED)
    tall = {
        age < 10: [p.height_cm for p in said if p.height_cm and (sum(p.plays) < 20) is (age < 10)]
        for age in (9, 30)
    }
    assert max(tall[True]) < np.mean(tall[False]), "children are shorter"
    assert all(any(getattr(p, name) for p in said) for name in ("credits", "shows_representation"))


def test_who_fits_is_who_signed_so():
    """Row by row the plain algebra says what the columns say."""
    segment = Segment.of(invent(400, 3).columns)
    columns, fitting = segment.columns, set(rows_in(segment.fitting(BRIEF, None)).tolist())
    for row in range(400):
        terms = _terms(columns, row)
        is_open = columns.starts_us[row] <= NOW_US < columns.ends_us[row]
        paid = [
            columns.currencies[slot.currency[row]] == "CNY" and slot.floor_minor[row] <= BRIEF.budget.minor
            for slot in columns.slots
            if len(slot) > row
        ]
        covered = [
            covers(StandingTerms((clause,), terms.red_lines), BRIEF.scope) and pays
            for clause, pays in zip(terms.clauses, paid, strict=True)
        ]
        assert (row in fitting) == (is_open and any(covered)), check_covers(terms, BRIEF.scope)
    assert 4 < len(fitting) < 200


def test_a_snapshot_is_mapped_and_answers_the_same(tmp_path):
    made = Segment.of(invent(2_000, 5).columns)
    file = tmp_path / "people.snapshot"
    save(made, file)
    _, mapped = load(file)
    assert rows_in(mapped.fitting(BRIEF, None)).tolist() == rows_in(made.fitting(BRIEF, None)).tolist()
    assert mapped.counts(BRIEF, None) == made.counts(BRIEF, None)
    leaver = mapped.columns.performer_ids[rows_in(mapped.fitting(BRIEF, None))[0]].decode()
    before = size(mapped.fitting(BRIEF, None))
    assert mapped.take_out(leaver)
    assert size(mapped.fitting(BRIEF, None)) == before - 1
    assert size(load(file)[1].fitting(BRIEF, None)) == before


@pytest.mark.parametrize("harm", ["cut", "gone", "another format", "another index", "empty"])
def test_a_snapshot_that_is_not_whole_is_refused(tmp_path, harm):
    file = tmp_path / "people.snapshot"
    save(Segment.of(invent(50, 5).columns), file)
    whole = file.read_bytes()
    match harm:
        case "cut":
            file.write_bytes(whole[:-1])
        case "gone":
            file.unlink()
        case "another index":
            file.write_bytes(whole[:-2] + b" }")
        case "empty":
            file.write_bytes(b"")
        case _:
            file.write_bytes(whole.replace(FORMAT.encode(), b"propria-casting-0", 1))
    with pytest.raises(Malformed) as refused:
        load(file)
    assert refused.value.code == "casting.snapshot_unreadable"


def test_the_command_writes_what_it_says(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PROPRIA_HOME", str(tmp_path))
    assert main(["seed", "--performers", "300", "--seed", "4", "--profiles"]) == 0
    told = capsys.readouterr().out
    assert "300 people who do not exist" in told
    assert str(tmp_path / "invented") in told
    assert "Based in" in told
    written = (tmp_path / "invented" / "people.jsonl").read_text().splitlines()
    read = [Profile.from_json(json.loads(line)["profile"]) for line in written]
    assert read == [Stated(invent(300, 4)).profile(row) for row in range(300)]
    made, invented = load(tmp_path / "invented" / "people.snapshot")[1].columns, invent(300, 4).columns
    order = np.argsort(made.performer_ids)
    assert np.array_equal(made.performer_ids[order], invented.performer_ids)
    assert np.array_equal(made.busy[order], invented.busy)


def test_names_have_both_languages():
    facts = invent(300, 6).facts
    names = [facts.name(row) for row in range(300)]
    assert all(name.zh and (name.en.isascii() or "ü" in name.en) for name in names)
    assert len({name.en for name in names}) > 200


def test_an_encoder_that_is_not_the_pinned_one_is_refused(tmp_path):
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "sp.model").write_bytes(b"another")
    with pytest.raises(Unverified) as refused:
        check_files(tmp_path)
    assert refused.value.code == "casting.encoder_changed"
