"""What the public pages are told: the register, a performer. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from propria.casting.panels import CastingPanel
from propria.consent.terms_tables import terms_tables
from propria.deals.model import Side
from propria.ladder import RUNGS, Person, counted
from propria.licences import texts_announcing
from propria.parties.identity.rules import strength
from propria.parties.identity.strength import strength_of, strength_state
from propria.parties.model import Performer
from propria.plumbing.web.components import (
    Act,
    Count,
    EvidenceDrawer,
    Kind,
    Ladder,
    NamedStep,
    ScopeTable,
    State,
    StatementSheet,
    Step,
    Timeline,
)
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words
from propria.publicity.actions import Listed
from propria.publicity.model import PublicCounts
from propria.scope.words import PERFORMER


@dataclass(frozen=True)
class Feed:
    """Where readers of feeds find the same acts."""

    atom: str
    json: str


@page_context("publicity/register.html")
@dataclass(frozen=True)
class RegisterPage:
    """What is true right now: the counts, who is listed, and what happened in public."""

    answer: Words
    counts: tuple[Count, ...]
    listed: tuple[tuple[Words, str, Words, State], ...]
    older_href: str
    acts: Timeline
    feed: Feed


def register_page(
    counts: PublicCounts, listed: Sequence[Listed], acts: tuple[Act, ...], *, shown: int, then: int
) -> RegisterPage:
    """The register as of now: so many open people show their name; the list goes on before the entry `then`, if any."""
    said = counted(open_to_enquiries=counts.open, licensed=counts.licensed, in_use=counts.active)
    rows = (
        Count(
            counts.open,
            Words(zh="愿意洽谈，未作授权", en="open to enquiries; no licence given"),
            Words(
                zh=f"可以问，不可以用。其中 {shown} 位公开姓名。",
                en=f"They may be asked. Nobody may use them. {shown} of them {'shows' if shown == 1 else 'show'} their name.",
            ),
            "/counts/open/bundle" if shown else "",
        ),
        Count(
            counts.licensed,
            Words(zh="已就一部具名作品授权", en="licensed for a named project"),
            Words(
                zh="各授权一部，别无其他；仅计双方准许公开的。",
                en="One project each, and nothing beside it; counted where both sides let it be said.",
            ),
            "/counts/licensed/bundle" if counts.licensed else "",
        ),
        Count(
            counts.active,
            Words(zh="使用中", en="in use"),
            Words(zh="授权之外，款项已托管，通知期已满。", en="Licensed, with the money held and the notice elapsed."),
            kind=Kind.ACTIVE,
        ),
        Count(
            counts.not_usable,
            Words(zh="目前不可使用", en="not currently usable"),
            Words(zh="撤回、到期、中止或有争议。", en="Withdrawn, expired, suspended or disputed."),
            kind=Kind.STOP,
        ),
    )  # fmt: skip
    return RegisterPage(
        Words(*said),
        rows,
        tuple(
            (
                words_of_name(one.performer),
                f"/performers/{one.performer.id}",
                _standing(one),
                strength_of(strength(one.evidence)),
            )
            for one in listed
        ),
        f"/?before={then}#names" if then else "",
        Timeline(acts),
        Feed("/feed.atom", "/feed.json"),
    )


def words_of_name(performer: Performer) -> Words:
    """The performer's name in both languages."""
    return Words(zh=performer.name.zh, en=performer.name.en)


def _standing(one: Listed) -> Words:
    """The few words beside a name in the register."""
    if one.is_disputed:
        return Words(*RUNGS[Person.DISPUTED].tick)
    if one.openness is None:
        return Words(zh="已就具名作品授权", en="licensed for a named project")
    return Words(zh="愿意洽谈，未作授权", en="open to enquiries; no licence given") if not one.licences else Words(
        zh="愿意洽谈；另有具名授权", en="open to enquiries; licensed for a named project"
    )  # fmt: skip


@dataclass(frozen=True)
class LicenceRow:
    """A licence that both sides signed may be said: its title, where it stands, their words, and the bundle of them."""

    title: Words
    state: State
    says: Words
    bundle_href: str


@page_context("publicity/performer.html")
@dataclass(frozen=True)
class PerformerPage:
    """May anyone use this person's likeness, and for what?"""

    name: Words
    domain: str
    state: State
    strength: State
    sentence: Words
    is_open: bool
    is_disputed: bool
    deny_href: str
    licences: tuple[LicenceRow, ...]
    casting: CastingPanel | None
    ladder: Ladder
    sheet: StatementSheet | None
    tables: tuple[ScopeTable, ...]
    acts: Timeline
    feed: Feed
    drawer: EvidenceDrawer | None


def performer_page(
    one: Listed,
    *,
    state: State,
    sentence: Words,
    ladder: Ladder,
    sheet: StatementSheet | None,
    acts: tuple[Act, ...],
    casting: CastingPanel | None,
) -> PerformerPage:
    """The page of one listed performer."""
    rows = tuple(
        LicenceRow(
            Words(*x.title),
            State(Kind.ACTIVE, Words(zh="使用中", en="in use"))
            if x.state == "active"
            else State(Kind.LICENSED, Words(zh="已授权", en="licensed")),
            Words(*texts_announcing.announced(Side.CREATOR, x.says)),
            f"/performers/{one.performer.id}/bundle",
        )
        for x in one.licences
    )
    openness = one.openness
    return PerformerPage(
        name=words_of_name(one.performer),
        domain=one.performer.domain or "",
        state=state,
        strength=strength_state(one.evidence),
        sentence=sentence,
        is_open=one.is_open,
        is_disputed=one.is_disputed,
        deny_href=f"/performers/{one.performer.id}/deny",
        licences=rows,
        casting=casting,
        ladder=ladder,
        sheet=sheet,
        tables=terms_tables(openness.terms, openness.floor, openness.floors, speaker=PERFORMER)
        if openness
        else (),
        acts=Timeline(acts),
        feed=Feed(f"/performers/{one.performer.id}/feed.atom", f"/performers/{one.performer.id}/feed.json"),
        drawer=_drawer(openness.id) if openness else None,
    )


def _drawer(statement_id: str) -> EvidenceDrawer:
    bundle = f"/log/bundles/{statement_id}"
    return EvidenceDrawer(
        says=Words(zh="核验本页", en="Check this page"),
        note=Words(zh="不必相信我们", en="without believing us"),
        steps=(
            _to_do("签名出自本人的密钥", "The signature is by their own key"),
            _to_do("该密钥有人佐证归其所有", "Somebody attests that the key is theirs"),
            _to_do("声明在日志之中", "The statement is in the log"),
            _to_do("此后没有撤回", "Nothing was withdrawn since"),
        ),
        command=f"propria verify {statement_id}.bundle.json --trust trust.json",
        bundle_href=bundle,
        json_href=bundle,
    )


def _to_do(zh: str, en: str) -> NamedStep:
    return NamedStep(Words(zh=zh, en=en), Step.TO_DO)


@page_context("publicity/verify.html")
@dataclass(frozen=True)
class VerifyPage:
    """Is this file what it says? Checked in the reader's own browser."""

    links: tuple[Link, ...]


VERIFY = VerifyPage(
    (
        Link("/log/trust", Words(zh="运营方的信任文件", en="The operator’s trust file")),
        Link("/log", Words(zh="日志", en="The log")),
    )
)
