"""A real library of invented people in SQLite: profiles, terms, meanings, days away, askings. Written straight to its tables."""

from datetime import timedelta

import numpy as np
from sqlalchemy import insert

from propria.casting import tables as casting
from propria.casting.invented.people import invent
from propria.casting.invented.stated import Stated
from propria.casting.invented.terms import EPOCH
from propria.casting.invented.texts import parts, sentences
from propria.casting.search.meaning import encoder, meant, unit
from propria.consent import tables as consent
from propria.consent.model import GrantState
from propria.kernel.ids import CreatorId, new_id
from propria.kernel.time import DAY, instant
from propria.parties import store as store_parties
from propria.parties import tables as parties
from propria.parties.actions import actor_of, join
from propria.parties.model import Creator, Role
from propria.proofs.names import fold_name
from propria.record.tables import log_entry
from propria.scope import Scope

SEED = 20260118
NOW = instant("2027-01-01T00:00:00Z")
BLOCK = 5_000
BUSY_MONTHS, BUSY_DAYS, MONTH_DAYS = 3, 16, 30
ASKED = 0.1
STATES = ("confirmed", "free", "not_free", "asked", "asked", "let_go")
assert int(NOW.timestamp()) == EPOCH


def made(database, count):
    """Fill a database with `count` people and one creator; the creator, and the people's columns."""
    database.create_all()
    invented = invent(count, SEED)
    creator = database.transact(lambda db: _creator(db))
    terms, said, vectors = _Terms(invented.columns), Stated(invented), _meanings(invented.facts)
    draw = np.random.default_rng(SEED)
    database.transact(lambda db: log_reaches(count - 1, db))
    for start in range(0, count, BLOCK):
        rows = range(start, min(start + BLOCK, count))
        block = _block(invented, rows, terms, said, vectors, draw, creator)
        database.transact(lambda db, block=block: [db.execute(insert(t), r) for t, r in block if r])
    return creator, invented


def log_reaches(index, db):
    """The log's last entry is this one; what it says is nobody's business here."""
    values = {"entry_index": index, "kind": "refusal", "data": b"", "leaf_hash": b"", "logged_at": NOW}
    db.execute(insert(log_entry).values(values))


def _creator(db):
    person = join("克莱奥", "Cleo", Role.CREATOR, db=db)
    creator = Creator(CreatorId(new_id("creator")), person.id, person.name)
    store_parties.add_creator(creator, db=db)
    brief = {
        "id": "brf_asked", "creator_id": creator.id, "project": "p", "title": ["甲", "A"], "role": "r", "scope": {},
        "budget_currency": "CNY", "budget_minor": 1, "made_at": NOW, "seeks": "",
    }  # fmt: skip
    db.execute(insert(casting.brief).values(brief))
    return actor_of(person.id, db=db), creator.id


class _Terms:
    """What each row signed, as JSON; clauses that are alike are written out once."""

    def __init__(self, columns):
        self._columns, self._kept = columns, {}

    def of(self, row):
        c = self._columns
        clauses = [self._clause(slot, row) for slot in c.slots if len(slot) > row]
        lines = c.line_ids[c.line_starts[row] : c.line_starts[row + 1]]
        return {"clauses": clauses, "red_lines": [self._line(int(i)) for i in lines]}

    def _clause(self, slot, row):
        key = tuple(int(ids[row]) for ids in slot.parts.values())
        if key not in self._kept:
            values = self._columns.values
            self._kept[key] = Scope(
                **{p: values[p][i] for p, i in zip(slot.parts, key, strict=True)}
            ).to_json()
        return self._kept[key]

    def _line(self, place):
        if place not in self._kept:
            self._kept[place] = self._columns.lines[place].to_json()
        return self._kept[place]


def _meanings(facts):
    """Each person's 512 numbers, as bytes; nothing where there is no encoder."""
    model = encoder()
    if model is None:
        return lambda row: b""
    encoded = [
        meant(model, [text for pair in lines for text in pair]).reshape(len(lines), 2, -1).sum(1)
        for lines in sentences()
    ]
    chosen = parts(facts)
    return lambda row: unit(sum(e[ids[row]] for e, ids in zip(encoded, chosen, strict=True))[None])[
        0
    ].tobytes()


def _block(invented, rows, terms, said, vectors, draw, creator):
    """The rows of every table for some people."""
    found = {
        t: [] for t in (parties.performer, consent.openness, casting.profile, casting.away, casting.days)
    }
    c = invented.columns
    for row in rows:
        who, name = c.performer_ids[row].decode(), invented.facts.name(row)
        found[parties.performer].append(_performer(who, name))
        found[consent.openness].append(_openness(c, row, who, terms))
        found[casting.profile].append(
            {
                "performer_id": who,
                "statement_id": f"stm_p{row}",
                "said": said.profile(row).to_json(),
                "meaning": vectors(row),
                "at_entry": row,
            }
        )
        months = [m for m in range(BUSY_MONTHS) if int(c.busy[row]) >> m & 1]
        found[casting.away] += [
            {"performer_id": who, "day": (NOW + (MONTH_DAYS * m + d) * DAY).date().isoformat()}
            for m in months
            for d in range(BUSY_DAYS)
        ]
        if draw.random() < ASKED:
            found[casting.days].append(_asking(who, row, draw, creator))
    return list(found.items())


def _performer(who, name):
    return {
        "id": who, "subject": f"sub_{who}", "name_zh": name.zh, "name_en": name.en, "folded_zh": fold_name(name.zh),
        "folded_en": fold_name(name.en), "contest": "none", "by_operator": False,
    }  # fmt: skip


def _openness(c, row, who, terms):
    return {
        "id": f"stm_o{row}", "performer_id": who, "subject": f"sub_{who}", "terms": terms.of(row),
        "floor_currency": c.currencies[c.currency[row]], "floor_minor": int(c.floor_minor[row]),
        "starts_at": _instant(c.starts_us[row]), "ends_at": _instant(c.ends_us[row]),
        "shows_name": bool(c.shows_name[row]), "given_at_entry": row, "state": GrantState.GIVEN.value,
    }  # fmt: skip


def _asking(who, row, draw, creator):
    first = int(draw.integers(0, 90))
    days = [(NOW + (first + d) * DAY).date().isoformat() for d in range(int(draw.integers(1, 20)))]
    return {
        "id": f"day_{row}", "brief_id": "brf_asked", "creator_id": creator[1], "performer_id": who, "days": days,
        "doing": "recording", "place": "上海", "answer_by": NOW + timedelta(days=int(draw.integers(-5, 5))),
        "state": STATES[int(draw.integers(len(STATES)))], "asked_at": NOW - timedelta(days=9),
    }  # fmt: skip


def _instant(micro):
    return NOW + timedelta(microseconds=int(micro) - EPOCH * 1_000_000)
