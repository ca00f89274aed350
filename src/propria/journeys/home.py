"""Gathering a performer's or representative's home from every context that has something for them."""

from dataclasses import replace

from propria.casting.days import actions as shooting
from propria.casting.days.rules import STATE_WORDS
from propria.consent import actions as consent
from propria.deals import listed
from propria.disputes import actions as disputes
from propria.disputes.model import DenialState
from propria.journeys.pages import NOTHING_WAITS, HomePage, InUse, Represented
from propria.kernel.errors import NotFound
from propria.kernel.money import Money
from propria.kernel.plurals import counted
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions as licences
from propria.licences.model import Condition, Licence
from propria.likeness.returns import actions as returns
from propria.parties import actions as parties
from propria.parties.identity import strength
from propria.parties.model import Actor, Performer, Role
from propria.parties.routes import signing_url
from propria.plumbing.database import Session
from propria.plumbing.web.components import Kind, State, Sum, Waiting
from propria.plumbing.web.words import Words, work
from propria.record import actions as record
from propria.record.model import Notary
from propria.replicas import actions as replicas
from propria.replicas.model import VersionState
from propria.royalties import actions as royalties
from propria.scope import ANY

MOST = 20
"""How many deals that wait are told one by one."""
WAITS = Words(zh="等您", en="waits for you")
_WAITS_FOR = {
    Condition.TERM: Words(zh="期限未到", en="its term"),
    Condition.NOTICE: Words(zh="通知期未满", en="the notice to run out"),
    Condition.FUNDS: Words(zh="款项未托管", en="the money to be held"),
    Condition.CAPTURE: Words(zh="您尚未同意录制", en="your consent to be recorded"),
}
_UNITS = {
    "seconds": Words(zh="秒", en="seconds"),
    "lines": Words(zh="句", en="lines"),
    "takes": Words(zh="条", en="takes"),
    "titles": Words(zh="部", en="titles"),
}


def home(actor: Actor, notary: Notary, *, now: Instant, db: Session) -> HomePage:
    """The home of a performer or a representative."""
    profile = _profile(actor, db)
    waiting = (
        *_denied(profile, db),
        *_to_sign(actor, notary, now, db),
        *_in_deals(actor, now, db),
        *_days(actor, now, db),
        *_replicas(actor, profile, db),
        *_returns(profile, now, db),
        *_first_steps(actor, profile, now, db),
    )
    titles = tuple(row for x in _licences(actor, profile, db) if (row := _title(x, now, db)) is not None)
    is_listed = profile is not None and _is_listed(profile, now, db)
    return HomePage(
        name=Words(zh=actor.name.zh, en=actor.name.en),
        waiting=tuple(_first(waiting)),
        nothing=NOTHING_WAITS,
        titles=titles,
        in_use=sum(t.is_active for t in titles),
        money=_money(actor, profile, now, db),
        represents=_represents(actor, now, db),
        is_performer=actor.role is Role.PERFORMER,
        public_href=f"/performers/{profile.id}" if profile and is_listed else "",
    )


def _profile(actor: Actor, db: Session) -> Performer | None:
    try:
        return parties.own_profile(actor, db=db)
    except NotFound:
        return None


def _is_listed(profile: Performer, now: Instant, db: Session) -> bool:
    openness = consent.find_openness(profile.id, now=now, db=db)
    return openness is not None and openness.shows_name


def _first(waiting: tuple[Waiting, ...]) -> list[Waiting]:
    """Only the first of a list has a filled button."""
    return [replace(row, first=number == 0) for number, row in enumerate(waiting)]


def _denied(profile: Performer | None, db: Session) -> list[Waiting]:
    found = disputes.about(profile.id, db=db) if profile else []
    return [
        Waiting(
            Words(zh="有人说您的登记不是您签的", en="Somebody says that you did not sign your listing"),
            f"/denials/{one.id}",
            Words(zh="请用您的密钥答复，或者撤回；逾期即隐去", en="answer with your key, or withdraw; it is hidden if nobody answers"),
            Words(zh="看看", en="Look"),
            State(Kind.WAIT, WAITS),
        )
        for one in found
        if one.state in (DenialState.DISPUTED, DenialState.HIDDEN)
    ]  # fmt: skip


def _to_sign(actor: Actor, notary: Notary, now: Instant, db: Session) -> list[Waiting]:
    return [
        Waiting(
            Words(*request.sheet.title),
            signing_url(notary, request.id),
            Words(zh="已写好，签署才生效；逾时作废", en="written down; it holds only once you sign, and lapses soon"),
            Words(zh="阅读并决定", en="Read and decide"),
            State(Kind.WAIT, WAITS),
        )
        for request in record.waiting_for(actor.person_id, now=now, db=db)
    ]  # fmt: skip


def _in_deals(actor: Actor, now: Instant, db: Session) -> list[Waiting]:
    found = []
    try:
        count = listed.count_waiting(actor, now=now, db=db)
        rooms = listed.rooms(actor, waiting_first=True, states=listed.UNENDED, most=MOST, now=now, db=db)
    except NotFound:
        return []
    for room in rooms:
        title = work(Words(*room.sheet.title))
        href = f"/deals/{room.deal.id}"
        signed = {s.side for s in room.signatures}
        state = State(Kind.WAIT, WAITS)
        if room.deal.state == "open" and room.deal.turn_of is room.side and now < room.deal.lapses_at:
            says = Words(zh="答复报价", en="Answer the offer for ")
            found.append((says, title, href, Words(zh="看条款", en="See the terms"), state))
        elif room.deal.state == "agreed" and room.contract and room.side not in signed:
            says = Words(zh="签署或拒绝", en="Sign, or decline, ")
            found.append((says, title, href, Words(zh="阅读并决定", en="Read and decide"), state))
    told = [
        Waiting(
            Words(zh=says.zh + title.zh, en=says.en + title.en),
            href,
            Words(zh="逾期自行失效", en="it lapses by itself"),
            action,
            state,
        )
        for says, title, href, action, state in found
    ]
    return told if count <= MOST else [*told, _more(count - MOST)]


def _more(count: int) -> Waiting:
    return Waiting(
        Words(
            zh=f"另有 {count:,} 宗洽谈等您",
            en=f"{counted(count, 'more deal')} {'waits' if count == 1 else 'wait'} for you",
        ),
        "/deals",
        Words(zh="都不会自行生效", en="none of them holds by itself"),
        Words(zh="看全部", en="See them all"),
        State(Kind.WAIT, WAITS),
    )


def _days(actor: Actor, now: Instant, db: Session) -> list[Waiting]:
    try:
        found = [one.days for one in shooting.every(actor, now=now, db=db)]
    except NotFound:
        return []
    return [
        Waiting(
            Words(zh=f"《{one.title[0]}》档期", en=f"Days for {one.title[1]}"),
            "/days",
            Words(*STATE_WORDS[one.state]),
            Words(zh="答复", en="Answer") if one.state == "asked" else Words(zh="阅读并决定", en="Read and decide"),
            State(Kind.WAIT, WAITS),
        )
        for one in found
        if one.state in ("asked", "to_confirm")
    ]  # fmt: skip


def _replicas(actor: Actor, profile: Performer | None, db: Session) -> list[Waiting]:
    if actor.role is not Role.PERFORMER or profile is None:
        return []
    built = [v for v in replicas.versions_of(profile.id, db=db) if v.state is VersionState.BUILT]
    return [
        Waiting(
            Words(zh=f"看看您的数字分身第 {v.number} 版", en=f"Look at version {v.number} of your replica"),
            "/replicas",
            Words(zh="未经您认可，谁也不能用", en="nobody may use it until you approve it"),
            Words(zh="并排对照", en="Compare"),
            State(Kind.WAIT, WAITS),
        )
        for v in built
    ]


def _returns(profile: Performer | None, now: Instant, db: Session) -> list[Waiting]:
    found = returns.due_of(profile.id, now=now, db=db) if profile else []
    return [
        Waiting(
            Words(zh="录制的原件与副本拿回来了吗？", en="Did you get back what was recorded of you?"),
            f"/captures/{one.id}",
            Words(zh=f"约定 {one.return_on} 前交还或删除", en=f"to be back with you, or deleted, by {one.return_on}"),
            Words(zh="看看", en="Look"),
            State(Kind.WAIT, WAITS),
        )
        for one in found
    ]  # fmt: skip


def _first_steps(actor: Actor, profile: Performer | None, now: Instant, db: Session) -> list[Waiting]:
    """The one thing that a new person does next."""
    state = State(Kind.WAIT, WAITS)
    if actor.role is Role.PERFORMER and not (profile and profile.is_evidenced):
        title = Words(zh="证明您是谁", en="Prove who you are")
        says = Words(zh="用您持有的域名，一行字即可", en="with one line on a domain that you hold")
        return [Waiting(title, "/claim", says, Words(zh="开始", en="Begin"), state)]
    if not any(k.signs for k in parties.signing_keys(actor.person_id, db=db)):
        title = Words(zh="做一把签名密钥", en="Make your signing key")
        says = Words(zh="没有它，什么也签不了", en="nothing can be signed without one")
        return [Waiting(title, "/keys", says, Words(zh="去做", en="Make it"), state)]
    if actor.role is Role.PERFORMER and profile and consent.find_openness(profile.id, now=now, db=db) is None:
        title = Words(zh="写下别人可以来谈什么", en="Say what you may be asked for")
        says = Words(zh="想写再写；不写，就没有人能来问", en="when you want to; until then nobody can ask")
        return [
            Waiting(
                title,
                "/terms",
                says,
                Words(zh="写我的条件", en="Write my terms"),
                State(Kind.NONE, Words(zh="随您", en="up to you")),
            )
        ]
    return []  # fmt: skip


def _licences(actor: Actor, profile: Performer | None, db: Session) -> list[Licence]:
    if actor.role is Role.PERFORMER:
        return licences.given_by(profile.id, db=db) if profile else []
    return licences.licences_of(actor, db=db) if actor.role is Role.REPRESENTATIVE else []


def _title(licence: Licence, now: Instant, db: Session) -> InUse | None:
    seen = licences.snapshot(licence.id, now=now, db=db)
    if seen.standing.state not in (Deal.LICENSED, Deal.ACTIVE):
        return None
    name = parties.creator(licence.creator_id, db=db).name
    quotas = () if licence.scope.volume is ANY else licence.scope.volume
    return InUse(
        licence.id,
        Words(*licence.project_title),
        Words(zh=name.zh, en=name.en),
        strength.of_creator(licence.creator_id, db=db),
        seen.standing.state is Deal.ACTIVE,
        tuple(_WAITS_FOR[c] for c in seen.standing.waits_for),
        tuple((seen.used.get(q.unit, 0), q.limit, _UNITS[q.unit]) for q in quotas),
        licence.ends_at,
    )


def _money(actor: Actor, profile: Performer | None, now: Instant, db: Session) -> tuple[Sum, ...]:
    """What is owed and held, currency by currency, for a performer alone."""
    if actor.role is not Role.PERFORMER or profile is None:
        return ()
    rows: list[Sum] = []
    given = licences.given_by(profile.id, db=db)
    for currency in sorted({x.funds_needed.currency for x in given}):
        owed = royalties.payable_to(actor, profile.id, currency, now=now, db=db)
        held = sum(royalties.held_for(x.id, currency, db=db).minor for x in given)
        rows += [
            Sum(
                Words(zh="应付给您", en="Owed to you"),
                owed,
                Words(zh="已赚得、尚未支付", en="earned and not paid out yet"),
                "/money",
            ),
            Sum(
                Words(zh="为您的作品托管", en="Held for your titles"),
                Money(currency, held),
                Words(zh="每次使用由此支付", en="each use is paid from it"),
            ),
        ]
    return tuple(rows)


def _represents(actor: Actor, now: Instant, db: Session) -> tuple[Represented, ...]:
    if actor.role is not Role.REPRESENTATIVE:
        return ()
    held = [m for m in parties.mandates_held(actor.person_id, db=db) if m.runs_at(now)]
    names = parties.performers({m.performer_id for m in held}, db=db)
    known = strength.shown(names.values(), db=db)
    return tuple(
        Represented(Words(zh=p.name.zh, en=p.name.en), known[p.id], f"/performers/{p.id}")
        for p in names.values()
    )
