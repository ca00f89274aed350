"""The board of public acts, newest first. It never names a performer who withdrew, nor anybody unlisted."""

from collections.abc import Iterable

from markupsafe import Markup

from propria.consent import actions as consent
from propria.consent.model import GrantState, Openness
from propria.kernel.ids import PerformerId
from propria.kernel.time import Instant
from propria.ladder import Deal
from propria.licences import actions as licences
from propria.licences.model import Licence
from propria.parties import actions as parties
from propria.parties.model import Contest, Performer
from propria.plumbing.database import Session
from propria.plumbing.web.components import Act
from propria.plumbing.web.words import Words, work
from propria.record import actions as record

MOST_ACTS = 40
LICENCE_VOID = Words(
    zh="一项授权经裁定终止：该姓名系被他人认领，其签名自始不作数。",
    en="A licence ended by a ruling: somebody else had claimed the name, and what they signed never counted.",
)
LAPSED = Words(
    zh="一条登记到期失效，姓名不再显示。", en="One listing lapsed by itself. The name is no longer shown."
)
WITHDREW = Words(
    zh="一位演员撤回了登记，姓名不再显示。", en="One performer withdrew. The name is no longer shown."
)
LICENCE_WITHDRAWN = Words(
    zh="一项授权由演员撤回，自此不得再有新的生成。",
    en="A licence was withdrawn by its performer. Nothing new is made under it.",
)


def board(*, now: Instant, db: Session) -> tuple[Act, ...]:
    """The newest public acts of everybody."""
    given = consent.newest_openness(MOST_ACTS, db=db)
    shown = licences.shown_newest(MOST_ACTS, db=db)
    people = parties.performers({*(o.performer_id for o in given), *(x.performer_id for x in shown)}, db=db)
    acts = [*_openness_acts(given, people, now, db), *_licence_acts(shown, people, given, now, db)]
    return _newest(acts)


def acts_of(performer: Performer, *, now: Instant, db: Session) -> tuple[Act, ...]:
    """The public acts of one listed performer, with their name."""
    given = consent.newest_openness(MOST_ACTS, performer_id=performer.id, db=db)
    shown = licences.shown_newest(MOST_ACTS, performer_id=performer.id, db=db)
    people = {performer.id: performer}
    named = [o for o in given if o.is_open(now)]
    return _newest([*_openness_acts(named, people, now, db), *_licence_acts(shown, people, given, now, db)])


def _newest(acts: Iterable[Act]) -> tuple[Act, ...]:
    return tuple(sorted(acts, key=lambda a: (a.at, a.entry or 0), reverse=True)[:MOST_ACTS])


def _openness_acts(
    given: list[Openness], people: dict[PerformerId, Performer], now: Instant, db: Session
) -> Iterable[Act]:
    renewed = {o.given_at_entry for o in given}
    for one in given:
        performer = people.get(one.performer_id)
        if not one.shows_name or performer is None or not performer.is_evidenced:
            continue
        if performer.contested(now) is not Contest.NONE:
            continue
        if one.is_open(now):
            at = record.logged_at(one.given_at_entry, db=db)
            says = _linked(performer, "愿意洽谈，未作授权。", " is open to enquiries; no licence given.")
            yield Act(at, says, one.given_at_entry, f"/log/bundles/{one.id}")
        elif one.state is GrantState.WITHDRAWN and one.withdrawn_at_entry not in renewed:
            entry = one.withdrawn_at_entry or 0
            yield Act(record.logged_at(entry, db=db), WITHDREW, entry)
        elif one.state is not GrantState.WITHDRAWN and one.ends_at <= now:
            yield Act(one.ends_at, LAPSED)


def _licence_acts(
    shown: list[Licence],
    people: dict[PerformerId, Performer],
    given: list[Openness],
    now: Instant,
    db: Session,
) -> Iterable[Act]:
    last: dict[str, GrantState] = {}
    for one in given:
        last.setdefault(one.performer_id, one.state)
    for licence in shown:
        performer, state = (
            people.get(licence.performer_id),
            licences.standing(licence.id, now=now, db=db).state,
        )
        title = work(Words(*licence.project_title))
        if state is Deal.WITHDRAWN and licence.withdrawn_at is not None:
            said = LICENCE_VOID if _is_void(performer) else LICENCE_WITHDRAWN
            yield Act(licence.withdrawn_at, said, licence.withdrawn_at_entry)
        elif (
            performer is None or last.get(performer.id) is GrantState.WITHDRAWN or _is_unsure(performer, now)
        ):
            continue
        elif state is Deal.ACTIVE:
            says = _linked(
                performer,
                Markup("在{}中使用中。").format(title.zh),
                Markup(" is in use in {}.").format(title.en),
            )
            yield Act(licence.signed_at, says, licence.signed_at_entry)
        elif state is Deal.LICENSED:
            says = _linked(
                performer,
                Markup("已就{}授权。").format(title.zh),
                Markup(" is licensed for {}.").format(title.en),
            )
            yield Act(licence.signed_at, says, licence.signed_at_entry)  # fmt: skip


def _is_unsure(performer: Performer, now: Instant) -> bool:
    return not performer.is_evidenced or performer.contested(now) is not Contest.NONE


def _is_void(performer: Performer | None) -> bool:
    return performer is not None and performer.contest is Contest.VOID


def _linked(performer: Performer, zh: str, en: str) -> Words:
    link = Markup('<a href="/performers/{}">{}</a>{}')
    return Words(
        zh=link.format(performer.id, performer.name.zh, zh),
        en=link.format(performer.id, performer.name.en, en),
    )
