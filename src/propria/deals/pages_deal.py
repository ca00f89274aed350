"""What the page of one negotiation tells each of its sides: whose turn, what changed, what it means. Decides nothing."""

from dataclasses import dataclass

from propria.consent import actions as consent
from propria.deals import changes, holds, law, rules, versions
from propria.deals.actions import Room
from propria.deals.lifecycle import DEAL
from propria.deals.model import Kind, Side, TermSheet, Turn
from propria.deals.pages import RUNG_OF, is_mine, other_name, standing, strengths
from propria.deals.pages_changes import KIND_WORDS
from propria.deals.pages_notes import REMARK, NoteView, notes_of
from propria.deals.pages_steps import history, signed_by
from propria.deals.panels import (
    CUSTODY_HEADS,
    Custody,
    Pay,
    custody,
    denied_by,
    pay_of,
    sheet_diff,
    sheet_table,
    title_of,
    wind_down_words,
)
from propria.deals.texts import exclusive_words, names_in
from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant
from propria.ladder import Deal as Rung
from propria.ladder import Person
from propria.parties import actions as parties
from propria.parties.model import Actor, Exercise, Power
from propria.plumbing.database import Session
from propria.plumbing.web.components import (
    DecisionTrace,
    Denied,
    Fact,
    Field,
    Ladder,
    ScopeDiff,
    ScopeTable,
    State,
    Timeline,
)
from propria.plumbing.web.formats import moment
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Text, Words
from propria.record import actions as record
from propria.web.scope_views import deal_ladder, trace
from propria.web.typed_form import Notice, notice_of

_SIDES = {
    Side.PERFORMER: Words("演员一方", "the performer’s side"),
    Side.CREATOR: Words("制作方", "the creator"),
}


_AGAINST_RUNNING = Words("对照现行条款", "against the terms that run")
KIND_ASKS = {
    Kind.AMENDMENT: Words("提出变更", "Propose an amendment"),
    Kind.RENEWAL: Words("提出续期", "Propose a renewal"),
    Kind.TERMINATION: Words("提出提前终止", "Propose an early end"),
}


@dataclass(frozen=True)
class ContractView:
    """The contract of these talks: its file and who signed it."""

    id: str
    digest: str
    signed: tuple[Fact, ...]
    waits: tuple[Words, ...]
    overrides: bool
    is_complete: bool


@dataclass(frozen=True)
class Changes:
    """A signed licence: which version runs, until when, what may be proposed, and which proposals are open."""

    may: tuple[tuple[str, Words], ...]
    talks: tuple[Link, ...]
    version: int
    runs_until: Instant


@page_context("deals/deal.html")
@dataclass(frozen=True)
class DealPage:
    """One negotiation, for one of its sides."""

    deal_id: str
    title: Words
    other: Words
    strength: State
    number: int
    state: State
    answer: Words
    ladder: Ladder
    diff: ScopeDiff | None
    against: Words
    kind: Words | None
    changes: Changes | None
    beyond: DecisionTrace | None
    exclusive: Words | None
    clash: Words | None
    below: tuple[Words, ...]
    pay: Pay | None
    wind_down: Words
    table: ScopeTable
    denies: tuple[Denied, ...]
    heads: tuple[Words, ...]
    custody: tuple[Custody, ...]
    may: frozenset[str]
    cannot_sign: Notice | None
    contract: ContractView | None
    acts: Timeline
    said: tuple[NoteView, ...]
    remark: tuple[Field, ...]
    notice: Notice | None


def deal_page(
    actor: Actor, seen: Room, *, against: int = 0, notice: Notice | None = None, now: Instant, db: Session
) -> DealPage:
    """The page. `against`: the number of the version to compare with; 0 for the reader's own last word."""
    other = other_name(seen, db=db)
    may, cannot_sign = _may(seen, now=now), _cannot_sign(actor, seen, now=now, db=db)
    base, base_words = _base(seen, against)
    return DealPage(
        deal_id=seen.deal.id,
        title=title_of(seen.sheet),
        other=other,
        strength=strengths([seen], db=db)[seen.deal.id],
        number=seen.deal.turns,
        state=standing(seen, now=now),
        answer=_answer(seen, other, now=now),
        ladder=_ladder(seen),
        diff=None if base is None else sheet_diff(base, seen.sheet, seen.side, "", running=seen.base),
        against=base_words,
        kind=None if seen.deal.base_id is None else KIND_WORDS[seen.deal.kind],
        changes=_changes(seen, now=now, db=db),
        beyond=_beyond(seen, now=now, db=db),
        exclusive=_exclusive(seen),
        clash=_clash(seen, db=db),
        below=tuple(Words(*said) for said in seen.below),
        pay=pay_of(seen.sheet),
        wind_down=wind_down_words(seen.sheet.wind_down),
        table=sheet_table(seen.sheet, seen.side),
        denies=denied_by(seen.sheet, seen.side),
        heads=CUSTODY_HEADS,
        custody=custody(seen.sheet),
        may=may - {"sign"} if cannot_sign else may,
        cannot_sign=cannot_sign if "sign" in may else None,
        contract=_contract(seen, other, db=db),
        acts=history(seen, db=db),
        said=notes_of(seen, db=db),
        remark=REMARK,
        notice=notice,
    )


def _base(seen: Room, against: int) -> tuple[TermSheet | None, Words]:
    """The version to hold the newest against: the one asked for, the reader's own last, else the one before.

    The first version of a change is held against the terms that run.
    """
    earlier = seen.turns[:-1]
    if not earlier:
        words = Words("首次报价", "the first offer") if seen.base is None else _AGAINST_RUNNING
        return seen.base, words
    own = [turn for turn in earlier if turn.side is seen.side]
    chosen = own[-1] if own and seen.turns[-1].side is not seen.side else earlier[-1]
    chosen = earlier[against - 1] if 0 < against <= len(earlier) else chosen
    return chosen.sheet, _against(seen, chosen)


def _against(seen: Room, base: Turn) -> Words:
    newest = seen.turns[-1]
    whose = {True: Words("您的", "your"), False: Words("对方的", "their")}
    one, two = whose[newest.side is seen.side], whose[base.side is seen.side]
    return Words(
        f"{one.zh}第 {newest.number} 稿，对照{two.zh}第 {base.number} 稿",
        f"{one.en} version {newest.number} against {two.en} version {base.number}",
    )


def _changes(seen: Room, *, now: Instant, db: Session) -> Changes | None:
    """What a signed licence may become, and the talks about that; None where nothing is signed yet."""
    if seen.deal.base_id is not None or seen.deal.state not in ("signed", "ended"):
        return None
    running = versions.running(seen.deal, db=db)
    runs = seen.deal.state == "signed" and now < running.sheet.term[1]
    return Changes(
        may=tuple((k.value, KIND_ASKS[k]) for k in KIND_ASKS) if runs else (),
        talks=tuple(
            Link(f"/deals/{one.id}", KIND_WORDS[one.kind]) for one in changes.open_changes(seen.deal, db=db)
        ),
        version=running.number,
        runs_until=running.sheet.term[1],
    )


def _answer(seen: Room, other: Words, *, now: Instant) -> Words:
    deal, last = seen.deal, seen.turns[-1]
    match deal.state:
        case "open" if now >= deal.lapses_at:
            return Words(
                f"报价已于 {moment(deal.lapses_at, 'zh-Hans')}过期。不允许任何使用。",
                f"It lapsed on {moment(deal.lapses_at, 'en')}. Nothing is allowed.",
            )
        case "open" if is_mine(seen, now=now):
            return Words(
                f"轮到您。{other.zh}于 {moment(last.made_at, 'zh-Hans')}提出第 {last.number} 稿；"
                f"{moment(deal.lapses_at, 'zh-Hans')}过期。您什么也不做，就什么也不允许。",
                f"Your turn. {other.en} put version {last.number} on {moment(last.made_at, 'en')}; it lapses on "
                f"{moment(deal.lapses_at, 'en')}. If you do nothing, nothing is allowed.",
            )
        case "open":
            return Words(
                f"等{other.zh}回应您的第 {last.number} 稿；{moment(deal.lapses_at, 'zh-Hans')}过期。",
                f"{other.en} has the next word on your version {last.number}; it lapses on {moment(deal.lapses_at, 'en')}.",
            )
        case "agreed" if seen.contract is None:
            return Words(
                "已谈妥，未签署，仍不允许任何使用。下一步：由任一方生成合同。",
                "Agreed, unsigned; it still allows nothing. Next, either side makes the contract.",
            )
        case "agreed" if is_mine(seen, now=now):
            return Words(
                "合同已成，等您签署。签署之前，不允许任何使用。",
                "The contract waits for your signature. Until both have signed, nothing is allowed.",
            )
        case "agreed":
            return Words(
                f"您已签署，等{other.zh}签署。仍不允许任何使用。",
                f"You signed; {other.en} has yet to. It still allows nothing.",
            )
        case "signed":
            return Words(
                "双方均已签署。可做什么、还在等什么，见授权页。",
                "Both have signed. What may be done, and what it still waits for, is on the licence.",
            )
        case "ended":
            return Words(
                "双方签署过，授权其后终止。已完成的内容如何处理，见授权页。",
                "Both signed, and the licence has ended since. What becomes of finished works is on the licence.",
            )
        case _:
            return Words("洽谈已终止，不允许任何使用。", "These talks have ended. Nothing is allowed.")


def _ladder(seen: Room) -> Ladder:
    here: Rung | Person = RUNG_OF.get(seen.deal.state, Person.OPEN)
    turns = tuple(
        Fact(Words(f"第 {t.number} 稿", f"Version {t.number}"), t.made_at) for t in reversed(seen.turns)
    )
    signed = tuple(Fact(_SIDES[s.side], s.signed_at) for s in seen.signatures)
    notes: dict[Person | Rung, Text] = {
        Rung.IN_TALKS: Words("只有双方看得见", "only the two sides see it"),
        Rung.AGREED_UNSIGNED: Words("未签署，仍不允许任何使用", "unsigned; still allows nothing"),
        Rung.LICENSED: Words("双方签署同一份合同", "both sign the same contract"),
        Rung.ACTIVE: Words("录制同意、款项托管、通知期满之后", "capture consent, funds held, notice elapsed"),
    }
    return deal_ladder(here, notes=notes, facts={Rung.IN_TALKS: turns, Rung.LICENSED: signed})


def _beyond(seen: Room, *, now: Instant, db: Session) -> DecisionTrace | None:
    """For the performer's side: whether the newest version stays within their standing terms."""
    if seen.side is Side.CREATOR or seen.deal.state not in ("open", "agreed"):
        return None
    openness = consent.find_openness(seen.deal.performer_id, now=now, db=db)
    if openness is None:
        return None
    verdict = rules.beyond_terms(seen.sheet, openness)
    about = (
        Words("在您公开的条件之内", "within your standing terms")
        if verdict
        else Words(
            "超出您公开的条件；只有您本人的密钥可以签",
            "beyond your standing terms; only your own key can sign it",
        )
    )
    return trace(
        verdict.reasons, openness.terms, passes=verdict.passes, about=about, names=names_in(seen.sheet)
    )


def _exclusive(seen: Room) -> Words | None:
    said = exclusive_words(seen.sheet)
    return None if said is None else Words(*said)


def _clash(seen: Room, *, db: Session) -> Words | None:
    """For the performer's side alone: the signed deal that stands in the way."""
    if seen.side is Side.CREATOR or seen.deal.state not in ("open", "agreed"):
        return None
    other = holds.clash_of(seen.deal, seen.sheet, db=db)
    if other is None:
        return None
    return Words(
        f"与您已签的《{other.title[0]}》的独家约定冲突，不能签署。对方只会得知“不便承接”。",
        f"It clashes with the exclusivity around {other.title[1]}, which you signed: it cannot be signed. "
        "The other side learns only that you are not available.",
    )


def _may(seen: Room, *, now: Instant) -> frozenset[str]:
    """What the reader may do now; the table of deals and the turn say it."""
    allowed = DEAL.acts(seen.deal.state)
    mine = is_mine(seen, now=now)
    found: set[str] = {
        act for act in ("agree", "counter") if act in allowed and mine and seen.deal.state == "open"
    }
    if "decline" in allowed:
        found.add(
            "decline" if seen.side is Side.PERFORMER or (mine and seen.deal.state == "open") else "take_back"
        )
    found |= {"reopen"} if _may_reopen(seen) else set()
    if seen.deal.state == "agreed":
        found |= {"sign"} if seen.contract and mine else set()
        found |= set() if seen.contract else {"make_contract"}
        found |= set() if seen.signatures else {"reopen"}
    return frozenset(found)


def _cannot_sign(actor: Actor, seen: Room, *, now: Instant, db: Session) -> Notice | None:
    """Why the reader, who may negotiate, could not sign at this instant; None for whoever could."""
    if seen.side is Side.CREATOR or seen.contract is None:
        return None
    size, whose = record.size_of_log(db=db), seen.deal.performer_id
    exercise = Exercise(Power.SIGN_CONTRACT, seen.sheet.scope)
    try:
        parties.authority(actor.person_id, whose, exercise, at_entry=size, now=now, db=db)
        law.check_cooled(seen.contract, seen.sheet, now=now)
    except PropriaError as refused:
        return notice_of(refused)
    return None


def _may_reopen(seen: Room) -> bool:
    """Whether the reader's side is the one that may open ended talks again."""
    if seen.deal.state not in ("declined", "taken_back", "lapsed"):
        return False
    return seen.side is (seen.deal.ended_by or seen.turns[-1].side)


def _contract(seen: Room, other: Words, *, db: Session) -> ContractView | None:
    if seen.contract is None:
        return None
    who = {seen.side: Words("您这一方", "your side"), seen.side.other: other}
    by = {one.side: one for one in seen.signatures}
    return ContractView(
        id=seen.contract.id,
        digest=seen.contract.pdf_digest,
        signed=signed_by(seen, db=db),
        waits=tuple(who[side] for side in Side if side not in by),
        overrides=seen.contract.overrides_terms,
        is_complete=len(by) == len(Side),
    )
