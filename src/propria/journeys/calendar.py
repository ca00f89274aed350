"""What ends or begins when, for one person: offers, licences, notices, exclusive ground, openness, retention, mandates."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date

from icalendar import Calendar, Event

from propria.casting import actions as casting
from propria.casting.days import actions as shooting
from propria.casting.days.rules import ENDED, STATE_WORDS, in_runs
from propria.casting.roles import actions as roles
from propria.consent import actions as consent
from propria.consent import handover
from propria.consent.model import GrantState, Purpose
from propria.deals import actions as deals
from propria.deals import law, listed, renewing
from propria.deals.model import Side
from propria.kernel.errors import NotFound
from propria.kernel.time import DAY, Instant, instant
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.likeness.returns import actions as returns
from propria.parties import actions as parties
from propria.parties.model import Actor, Role
from propria.plumbing.database import Session
from propria.plumbing.web.words import Words
from propria.rates import Occasion
from propria.scope import ANY
from propria.scope.measures import words_of_term
from propria.web.typed_form import midnight

ASKED_BEFORE = 30 * DAY
"""How long before the end a renewal is best proposed: a change is signed while the licence runs."""
PRODUCT = "-//Propria//Deadlines//EN"


@dataclass(frozen=True)
class Date:
    """One instant or day that matters to somebody: what happens then, and where to look. `key` stays the same."""

    key: str
    at: Instant
    kind: str
    says: Words
    href: str
    days: tuple[date, date] | None = None
    """The first and last calendar day at the place of work, where it is days and no instant; `at`: the end of the last, UTC."""


def dates_of(actor: Actor, *, now: Instant, db: Session) -> list[Date]:
    """Every date of theirs that has not passed, the earliest first. A side sees no more than it sees elsewhere."""
    found = (
        *_talks(actor, now=now, db=db),
        *_licences(actor, db=db),
        *_own(actor, now=now, db=db),
        *_shooting(actor, now=now, db=db),
        *_roles(actor, now=now, db=db),
    )
    return sorted((d for d in found if d.at >= now), key=lambda d: (d.at, d.key))


def _talks(actor: Actor, *, now: Instant, db: Session) -> Iterator[Date]:
    try:
        rooms = listed.rooms(actor, states=(*listed.UNENDED, "signed"), now=now, db=db)
    except NotFound:
        return
    for room in rooms:
        title, deal = room.sheet.title, room.deal
        if deal.state in ("open", "agreed"):
            says = Words(f"《{title[0]}》洽谈过期", f"{title[1]}: the talks lapse")
            yield Date(f"{deal.id} lapses", deal.lapses_at, "offer", says, f"/deals/{deal.id}")
        cooled = (
            room.contract and deal.state == "agreed" and law.signs_from(room.contract, room.sheet, on=now)
        )
        if cooled:
            zh, en = (
                f"《{title[0]}》冷静期届满，演员一方可以签署",
                f"{title[1]}: the performer’s side may sign, the cooling-off is over",
            )
            yield Date(f"{deal.id} cooled", cooled, "offer", Words(zh, en), f"/deals/{deal.id}")
        if deal.state == "signed" and room.side is Side.PERFORMER and room.sheet.exclusive is not None:
            span = room.sheet.exclusive.term
            if span is not ANY:
                free = instant(words_of_term(span)[1])
                says = Words(f"《{title[0]}》独家约定届满", f"{title[1]}: the exclusivity ends")
                yield Date(f"{deal.id} exclusive", free, "hold", says, f"/deals/{deal.id}")


def _shooting(actor: Actor, *, now: Instant, db: Session) -> Iterator[Date]:
    """The days that are asked about, pencilled or confirmed, each in the words of where it stands."""
    try:
        found = shooting.every(actor, now=now, db=db)
    except NotFound:
        return
    for one in (seen.days for seen in found if seen.days.state not in ENDED):
        zh, en = STATE_WORDS[one.state]
        says = Words(f"《{one.title[0]}》“{one.role}”：{zh}", f"{one.title[1]}, {one.role}: {en}")
        for first, last in in_runs(one.wanted.days):
            at = midnight(last) + DAY
            yield Date(f"{one.id} {first.isoformat()}", at, "days", says, "/days", (first, last))
        if one.state == "asked":
            due = Words(f"《{one.title[0]}》档期询问过期", f"{one.title[1]}: the question about days lapses")
            yield Date(f"{one.id} lapses", one.wanted.answer_by, "offer", due, "/days")


def _roles(actor: Actor, *, now: Instant, db: Session) -> Iterator[Date]:
    """The deadlines of one's briefs, or of the roles that one may answer, under the titles that one may read."""
    if actor.role is Role.CREATOR:
        try:
            own = [(one, "/briefs") for one in casting.briefs(actor, db=db)]
        except NotFound:
            return
    else:
        own = [(one.brief, "/roles") for one in roles.every(actor, now=now, db=db)]
    for brief, where in own:
        due, (zh, en) = brief.access.deadline, brief.title
        if due is not None:
            says = Words(f"《{zh}》“{brief.role}”：申请截止", f"{en}, {brief.role}: the deadline")
            yield Date(f"{brief.id} due", due, "offer", says, f"{where}/{brief.id}")


def _licences(actor: Actor, *, db: Session) -> Iterator[Date]:
    try:
        found = licences.licences_of(actor, db=db)
    except NotFound:
        return
    for licence in found:
        if licence.withdrawn_at_entry is None:
            yield from _of_licence(licence, db=db)


def _of_licence(licence: Licence, *, db: Session) -> Iterator[Date]:
    zh, en = licence.project_title
    where = f"/licences/{licence.id}"
    named = [
        ("starts", licence.starts_at, "term", f"《{zh}》授权期限开始", f"{en}: the licence begins"),
        (
            "notice",
            licence.notice_ends_at,
            "notice",
            f"《{zh}》通知期与冷静期届满",
            f"{en}: notice and cooling-off have run out",
        ),
        ("ends", licence.ends_at, "term", f"《{zh}》授权到期", f"{en}: the licence ends"),
    ]
    sheet = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db)
    clause, fee = sheet.wind_down, sheet.card.due_on(Occasion.RENEWED)
    if sheet.renewal is not None and licence.starts_at <= sheet.renewal.ask_by:
        words = renewing.option_words(sheet)
        said = (f"《{zh}》续期选择权到期：{words.zh}", f"{en}: the renewal option ends. {words.en}")
        named.append(("option", sheet.renewal.ask_by, "renewal", *said))
    elif fee is not None:
        said = (
            f"《{zh}》若要续期，宜在此前提出；续期酬金 {fee.amount}",
            f"{en}: propose a renewal by now, if there is to be one; it costs {fee.amount} beside the pay",
        )
        named.append(("renewal", max(licence.ends_at - ASKED_BEFORE, licence.starts_at), "renewal", *said))
    if clause is not None and clause.in_flight_until is not None:
        said = (f"《{zh}》在制内容须完成", f"{en}: work in flight must be finished")
        named.append(("in flight", clause.in_flight_until, "wind-down", *said))
    if clause is not None and clause.until is not None:
        said = (f"《{zh}》成片须停止展示", f"{en}: finished works come down")
        named.append(("until", clause.until, "wind-down", *said))
    for name, at, kind, said_zh, said_en in named:
        yield Date(f"{licence.id} {name}", at, kind, Words(said_zh, said_en), where)


def _own(actor: Actor, *, now: Instant, db: Session) -> Iterator[Date]:
    """What a performer gave, and the mandates that a performer gave or a representative holds."""
    if actor.role is Role.REPRESENTATIVE:
        mandates = parties.mandates_held(actor.person_id, db=db)
    elif actor.role is Role.PERFORMER:
        try:
            profile = parties.own_profile(actor, db=db)
        except NotFound:
            return
        openness = consent.find_openness(profile.id, now=now, db=db)
        if openness is not None:
            says = Words("愿意洽谈到期，不续即失效", "Your openness lapses unless you renew it")
            yield Date(f"{openness.id} lapses", openness.ends_at, "openness", says, "/terms")
        said = handover.newest(db=db)
        for grant in consent.grants_of(profile.id, db=db):
            if grant.state is GrantState.HELD and said is not None:
                says = Words(
                    "本库易手：重新同意，否则销毁",
                    "The library changed hands: consent anew, or it is destroyed",
                )
                yield Date(f"{grant.id} rests", said.anew_by, "retention", says, "/captures")
            if grant.state is GrantState.GIVEN and grant.purpose in (Purpose.CAPTURE, Purpose.BUILD):
                says = Words("留存期满，录制内容销毁", "Retention ends: what was recorded is destroyed")
                yield Date(f"{grant.id} retained", grant.retained_until, "retention", says, "/vault")
        for capture in returns.out_of(profile.id, db=db):
            says = Words(
                "录制的原件与副本应交还您或删除",
                "Originals and copies of a recording session are to be back with you, or deleted",
            )
            at = midnight(capture.return_on) + DAY
            yield Date(f"{capture.id} return", at, "retention", says, f"/captures/{capture.id}")
        mandates = parties.mandates_of(profile.id, db=db)
    else:
        return
    for one in mandates:
        if one.revoked_at_entry is None:
            yield Date(f"{one.id} ends", one.ends_at, "mandate", Words("委托到期", "A mandate ends"), "/home")


def as_ics(dates: list[Date], base_url: str, *, now: Instant) -> bytes:
    """The dates as other calendars read them: an event of no length each, or a whole day, both languages in its summary.

    Source: RFC 5545.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", "Propria")
    for one in dates:
        event = Event()
        event.add("uid", f"{hashlib.sha256(one.key.encode()).hexdigest()[:32]}@propria")
        event.add("dtstamp", now.astimezone(UTC))
        if one.days is None:
            event.add("dtstart", one.at.astimezone(UTC))
        else:
            event.add("dtstart", one.days[0])
            event.add("dtend", one.days[1] + DAY)
        event.add("summary", f"{one.says.zh} / {one.says.en}")
        event.add("categories", [one.kind])
        event.add("url", base_url + one.href)
        made.add_component(event)
    return bytes(made.to_ical())
