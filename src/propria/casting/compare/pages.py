"""Some performers side by side for one brief: a row an axis, what differs marked. It shows what the results show, no more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from propria.casting import actions, listed, rules
from propria.casting.briefs.rules import names_of
from propria.casting.days import actions as days
from propria.casting.days.model import Seen
from propria.casting.days.rules import PENCILS, STATE_WORDS, days_words
from propria.casting.model import Brief, Match
from propria.casting.pages import title_of
from propria.casting.pictures.pages import faces, first_face
from propria.casting.profiles import representing
from propria.casting.profiles import store as store_profiles
from propria.casting.profiles import texts as texts_profiles
from propria.casting.profiles.model import Profile
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.parties import actions as parties
from propria.parties.identity.strength import strength_words
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Face
from propria.plumbing.web.formats import money
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.scope import StandingTerms
from propria.scope.sentences import reason_sentence
from propria.scope.words import AXIS_WORDS, Names, value_words
from propria.web.scope_views import words_of

PROFILE_ROWS = ("Plays", "Languages and accents", "Skills", "Voice", "Height", "Union", "Based in")
TERM_ROWS = ("act", "medium", "territory", "language")
_NOT_SAID = Words("未说明", "not said")


@dataclass(frozen=True)
class Compared:
    """The head of one column: who, and whether the team kept them."""

    performer_id: str
    name: Words
    kept: bool
    face: Face


@dataclass(frozen=True)
class AxisRow:
    """One axis: what it is, one cell a performer in the order of the columns, and whether they differ."""

    head: Words
    cells: tuple[Words, ...]
    differs: bool


@page_context("casting/compare.html")
@dataclass(frozen=True)
class ComparePage:
    """Two to four side by side; `gone` were asked for and are not shown by name now."""

    brief_id: str
    title: Words
    role: str
    people: tuple[Compared, ...]
    rows: tuple[AxisRow, ...]
    different: int
    gone: int


def compare_page(
    actor: Actor, brief_id: str, performer_ids: Iterable[str], *, now: Instant, db: Session
) -> ComparePage:
    """Those asked for who are shown by name, in the order asked.

    Raises: NotFound(`casting.no_brief`), Malformed(`casting.compare_two_to_four`).
    """
    wanted = rules.check_compared(performer_ids)
    brief = actions.brief(actor, brief_id, db=db)
    kept = {one.performer_id for one in actions.shortlist(actor, brief_id, db=db)}
    matched = _matched(brief, wanted, now=now, db=db)
    shown = [matched[PerformerId(who)] for who in wanted if who in matched]
    table = _rows(actor, brief, shown, now=now, db=db)
    people = [m.performer for m in shown]
    seen = faces(people, now=now, db=db)
    return ComparePage(
        brief_id=brief.id,
        title=title_of(brief),
        role=brief.role,
        people=tuple(
            Compared(p.id, Words(p.name.zh, p.name.en), p.id in kept, first_face(p, seen)) for p in people
        ),
        rows=tuple(sorted(table, key=lambda row: not row.differs)),
        different=sum(row.differs for row in table),
        gone=len(wanted) - len(shown),
    )


def _matched(brief: Brief, wanted: Collection[str], *, now: Instant, db: Session) -> dict[PerformerId, Match]:
    """Whoever of them is listed, as the results judge them, however far down a long list."""
    given = listed.of(wanted, now=now, db=db)
    people = parties.performers(given, db=db)
    said = actions.said(brief, people, db=db)
    return {who: rules.match(brief, one, given[who], said.get(who)) for who, one in people.items()}


def _rows(
    actor: Actor, brief: Brief, shown: list[Match], *, now: Instant, db: Session
) -> tuple[AxisRow, ...]:
    ids, evidence = (
        [m.performer.id for m in shown],
        parties.evidence_about_all((m.performer for m in shown), db=db),
    )
    stated = store_profiles.newest(ids, db=db)
    profiles = {who: stated[who].profile if who in stated else Profile() for who in ids}
    by = representing.shown(profiles, now=now, db=db)
    said = [_said(profiles[who]) for who in ids]
    asked = days.of_brief(actor, brief.id, now=now, db=db)
    found = [asked.get(who) for who in ids]
    names = names_of(brief)
    heads = {en: zh for facts in said for en, (zh, _) in facts.items()}
    return (
        _row(Words("与招募相比", "Against the brief"), [_fit(m, names) for m in shown]),
        _row(Words("身份", "Identity"), [strength_words(evidence[who]) for who in ids]),
        *(
            _row(Words(heads[en], en), [facts[en][1] if en in facts else _NOT_SAID for facts in said])
            for en in PROFILE_ROWS
            if en in heads
        ),
        *(
            _row(words_of(AXIS_WORDS[axis]), [_terms(m.openness.terms, axis, names) for m in shown])
            for axis in TERM_ROWS
        ),
        _row(Words(*representing.TITLE), [_represented(by.get(who, ())) for who in ids]),
        _row(Words("底价", "Fee floor"), [_floor(m) for m in shown]),
        _row(Words("本次档期", "Days of this brief"), [_days(one) for one in found]),
        _row(Words("他人的铅笔预留", "Pencils of others"), [_pencils(one) for one in found]),
    )


def _row(head: Words, cells: list[Words]) -> AxisRow:
    return AxisRow(head, tuple(cells), len(set(cells)) > 1)


def _said(profile: Profile) -> dict[str, tuple[str, Words]]:
    """Every fact of a profile by its English name: its Chinese name, and its words."""
    return {en: (zh, Words(*said)) for (zh, en), said in texts_profiles.lines(profile)}


def _fit(match: Match, names: Names) -> Words:
    """That they fit, or every reason why not, as the results say it."""
    if match.fits:
        return Words(
            "每一项都在其允许之内，酬金不低于底价。",
            "Within their terms on every axis, and the pay meets their floor.",
        )
    reasons = [reason_sentence(r, match.openness.terms, names=names) for r in match.reasons]
    zh, en = [r.zh for r in reasons], [r.en for r in reasons]
    if not match.floor_is_met:
        zh, en = [*zh, "酬金：低于其底价"], [*en, "Pay: below their floor"]
    return Words("；".join(zh), "; ".join(en))


def _terms(terms: StandingTerms, axis: str, names: Names) -> Words:
    """What each part of their terms allows on an axis; numbered where there are several, for they do not mix."""
    said = [words_of(value_words(axis, clause.value(axis), names)) for clause in terms.clauses]
    if len(said) == 1:
        return said[0]
    zh = [f"（{n}）{one.zh}" for n, one in enumerate(said, 1)]
    en = [f"({n}) {one.en}" for n, one in enumerate(said, 1)]
    return Words("；".join(zh), "; ".join(en))


def _floor(match: Match) -> Words:
    return Words(money(match.floor, "zh-Hans"), money(match.floor, "en"))


def _represented(by: Iterable[representing.Representation]) -> Words:
    said = [representing.words(one) for one in by]
    return Words("；".join(zh for zh, _ in said), "; ".join(en for _, en in said)) if said else _NOT_SAID


def _days(asked: Seen | None) -> Words:
    if asked is None:
        return Words("未询问", "not asked")
    when, (zh, en) = days_words(asked.days.wanted.days), STATE_WORDS[asked.days.state]
    if asked.taken:
        zh, en = f"{zh}；其中 {asked.taken} 天已无空", f"{en}; {asked.taken} of the days are gone"
    return Words(f"{when}：{zh}", f"{when}: {en}")


def _pencils(asked: Seen | None) -> Words:
    if asked is None or asked.days.state not in PENCILS:
        return Words("您没有铅笔预留", "you hold no pencil")
    if not asked.before:
        return Words("没有人在您之前", "nobody is before you")
    return Words(f"您之前有 {asked.before} 个", f"{asked.before} before yours")
