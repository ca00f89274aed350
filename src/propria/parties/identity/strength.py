"""How strong an identity is, in words: the one vocabulary, shown wherever a person is."""

from collections.abc import Iterable, Mapping, Sequence

from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions
from propria.parties.identity import rules
from propria.parties.model import Actor, Evidence, Name, Performer, Role, Route, Strength
from propria.plumbing.database import Session
from propria.plumbing.web.components import Fact, Kind, State
from propria.plumbing.web.words import Words
from propria.proofs import report_words

STRENGTH_WORDS: dict[Strength, Words] = {
    Strength.OUTSIDE: Words("身份有外人证明", "identity attested by an outsider"),
    Strength.OPERATOR: Words("身份仅由运营方证明", "identity attested by operator only"),
    Strength.NONE: Words("身份尚无证明", "identity not attested"),
}
ROUTE_WORDS: dict[Route, Words] = {
    **{Route(route): Words(*said) for route, said in report_words.ROUTE_WORDS.items()},
    Route.LETTER: Words("机构函件，两人查验", "an organisation’s letter, seen by two people"),
    Route.DOCUMENT: Words("证件与实时视频，两人查验", "a document and a live video, seen by two people"),
}
_LOOKS = {Strength.OUTSIDE: Kind.LICENSED, Strength.OPERATOR: Kind.WAIT, Strength.NONE: Kind.NONE}

REGISTERED = State(_LOOKS[Strength.OPERATOR], STRENGTH_WORDS[Strength.OPERATOR])
"""A creator or a representative of whom nothing is shown yet: the operator's register alone says who they are."""


def strength_state(evidence: Sequence[Evidence]) -> State:
    """The word and its look, with by what it is shown."""
    found, best = rules.strength(evidence), rules.strongest(evidence)
    if best is None:
        return State(_LOOKS[found], STRENGTH_WORDS[found])
    by = ROUTE_WORDS[best.route]
    name = f": {best.by}" if best.by else ""
    return State(_LOOKS[found], STRENGTH_WORDS[found], Words(by.zh + name.replace(": ", "："), by.en + name))


Strengths = Mapping[PerformerId, State]
"""How strong the identity of each of several performers is."""


def shown(performers: Iterable[Performer], *, db: Session) -> Strengths:
    """The word and its look for each of several performers, read at once."""
    return {who: strength_state(seen) for who, seen in actions.evidence_about_all(performers, db=db).items()}


def own(actor: Actor, evidence: Sequence[Evidence]) -> State:
    """The word and its look of whoever reads their own page: only a performer begins with nobody's word."""
    return strength_state(evidence) if evidence or actor.role is Role.PERFORMER else REGISTERED


def of_person(person_id: str, *, db: Session) -> State:
    """The word and its look of a representative, or of whoever founded a company."""
    evidence = actions.evidence_of(person_id, db=db)
    return strength_state(evidence) if evidence else REGISTERED


def of_performer(performer: Performer, *, db: Session) -> State:
    """The word and its look of one performer."""
    return strength_state(actions.evidence_about(performer, db=db))


def of_creator(creator_id: str, *, db: Session) -> State:
    """The word and its look of a company: what is shown of whoever founded it."""
    return of_person(actions.creator(creator_id, db=db).person_id, db=db)


def words_of_signer(evidence: Sequence[Evidence]) -> Words:
    """The word, with by what it is shown, of somebody who signs here: the operator's register at the least."""
    return strength_words(evidence) if evidence else STRENGTH_WORDS[Strength.OPERATOR]


def sentence(name: Name, evidence: Sequence[Evidence]) -> tuple[str, str]:
    """Who the other side is and how strongly that is shown, (zh, en), for the page on which one signs."""
    known = words_of_signer(evidence)
    return f"对方是{name.zh}：{known.zh}", f"The other side is {name.en}: {known.en}"


def strength_of(strength: Strength) -> State:
    """The word and its look alone."""
    return State(_LOOKS[strength], STRENGTH_WORDS[strength])


def evidence_facts(evidence: Sequence[Evidence]) -> tuple[Fact, ...]:
    """Every route with whose word it is and when it was seen."""
    facts: list[Fact] = []
    for one in evidence:
        at: Instant = one.seen_at
        facts += [Fact(ROUTE_WORDS[one.route], one.by or "–"), Fact(Words("查到的时间", "Seen at"), at)]
    return tuple(facts)


def strength_json(evidence: Sequence[Evidence]) -> dict[str, object]:
    """For programs: the strength, and each route with whose word it is."""
    return {
        "strength": rules.strength(evidence).value,
        "routes": [{"route": one.route.value, "by": one.by} for one in evidence],
    }


def strength_words(evidence: Sequence[Evidence]) -> Words:
    """The word with by what it is shown, in a cell of a table."""
    said, best = STRENGTH_WORDS[rules.strength(evidence)], rules.strongest(evidence)
    if best is None:
        return said
    by = ROUTE_WORDS[best.route]
    return Words(f"{said.zh}（{by.zh}）", f"{said.en} ({by.en})")
