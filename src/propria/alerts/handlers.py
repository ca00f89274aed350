"""What people are told of keys and of refused signatures: on every channel, to those whose key or name it is."""

from propria.alerts.actions import tell
from propria.alerts.model import News
from propria.kernel.errors import NotFound
from propria.kernel.ids import PersonId
from propria.kernel.time import wire
from propria.parties import actions as parties
from propria.parties import contesting as claims
from propria.parties.events import (
    KeyAdded,
    KeyRevoked,
    NameClaimedAgain,
    RecoveryMoved,
    RepresentationClaimed,
    ReviewRefused,
)
from propria.plumbing.database import Session
from propria.record.events import OTHER_WORDS, SigningRefused

RECOVERY_WORDS = {
    "begun": (
        "有人以其身份登录，称签名密钥遗失，请求换一把。若非本人所为，请立即用原有密钥否决；担保人请先当面或通话核实再作保。",
        "Whoever is signed in as them says that their signing keys are lost and asks for another. If that is not you, veto it now "
        "with an earlier key. Guardians: meet or call them before you vouch.",
    ),
    "waiting": (
        "担保与身份查验已齐，找回进入等待期。若非本人所为，请用原有密钥否决。",
        "Guardians vouched and the operator saw who they are: the wait has begun. If that is not you, veto it with an earlier key.",
    ),
    "barred": (
        "等待期已满，新密钥启用。十四天内它不得签署授权、制作同意或委托，原有密钥仍可否决。",
        "The wait has passed and the recovered key signs. For fourteen days it signs no licence, build or mandate, and an earlier "
        "key may still veto.",
    ),
    "done": ("找回完成，限制解除。", "The recovery is complete; nothing is barred any more."),
    "vetoed": (
        "原有密钥已否决找回；该密钥作废，用它签署的一切不作数。",
        "An earlier key vetoed the recovery. Its key is void, and nothing that it signed counts.",
    ),
}


def name_claimed_again(event: NameClaimedAgain, *, db: Session) -> None:
    """Whoever holds a name hears that it is claimed again, and so do the operators; nothing is given yet."""
    news = News(
        f"name claimed {event.performer_id}",
        "parties.name_claimed_again",
        "有人在认领与您相同的名字。对方须另有第二项身份证据，才会得到任何东西。若有人冒名，请告知运营方。",
        "Somebody claims a name that you have. Without a second factor of identity nothing is given to them. If somebody pretends "
        "to be you, tell the operator.",
        {"performer": event.performer_id, "see": "/home"},
    )
    operators = [p.id for p in claims.operators(db=db)]
    tell([*event.holders, *operators], news, now=event.at, db=db)


def review_refused(event: ReviewRefused, *, db: Session) -> None:
    """Whoever a review is about hears that it was refused, and why; so do the operators."""
    news = News(
        f"review refused {event.review} {wire(event.at)}",
        "parties.review_refused",
        event.zh,
        event.en,
        {"see": "/ties"},
    )
    operators = [p.id for p in claims.operators(db=db)]
    tell([*event.concerned, *operators], news, now=event.at, db=db)


def key_added(event: KeyAdded, *, db: Session) -> None:
    """A key signs for somebody from now on."""
    news = News(
        f"key added {event.key_id}",
        "parties.key_added",
        f"密钥 {event.key_id} 自此可代表您签署。若非您所为，请立即停用它。",
        f"The key {event.key_id} signs for you from now on. If you did not do this, take it out of use at once.",
        {"key_id": event.key_id, "see": "/keys"},
    )
    tell([event.person_id], news, now=event.at, db=db)


def key_revoked(event: KeyRevoked, *, db: Session) -> None:
    """A key signs nothing any more."""
    news = News(
        f"key revoked {event.key_id}",
        "parties.key_revoked",
        f"密钥 {event.key_id} 已停用，此后什么也签不了。",
        f"The key {event.key_id} is out of use and signs nothing any more.",
        {"key_id": event.key_id, "see": "/keys"},
    )
    tell([event.person_id], news, now=event.at, db=db)


def recovery_moved(event: RecoveryMoved, *, db: Session) -> None:
    """A recovery goes on: the person, the guardians and the operators are told."""
    zh, en = RECOVERY_WORDS[event.state]
    facts = {"recovery": event.recovery_id, "state": event.state, "see": f"/recoveries/{event.recovery_id}"}
    if event.due_at is not None:
        facts["due_at"] = wire(event.due_at)
    news = News(f"{event.recovery_id} {event.state}", f"parties.recovery_{event.state}", zh, en, facts)
    operators = [p.id for p in claims.operators(db=db)]
    tell([event.person_id, *event.told, *operators], news, now=event.at, db=db)


def representation_claimed(event: RepresentationClaimed, *, db: Session) -> None:
    """A performer hears that somebody says they represent them."""
    name = parties.person(event.claimant_id, db=db).name
    news = News(
        f"claims {event.performer_id} {event.claimant_id}",
        "parties.representation_claimed",
        f"{name.zh}声称代理您。只有您本人的密钥可以确认或否认；在此之前对方没有任何权限。",
        f"{name.en} says that they represent you. Only your own key can confirm or deny it; until then they may do nothing.",
        {"person": event.claimant_id, "see": "/mandates"},
    )
    tell([event.person_id], news, now=event.at, db=db)


def signing_refused(event: SigningRefused, *, db: Session) -> None:
    """A performer hears of what another tried to sign about them; whoever was shown other words hears of that."""
    facts = {
        "see": f"/log/entries/{event.entry_index}",
        "code": event.code,
        "statement_type": event.statement_type,
    }
    performer = _performer_of(event.subject, db=db)
    if event.code in OTHER_WORDS:
        zh = "您签的不是等您签署的文字：给您看的是另一份。这次签署不作数，什么也没有记下，已列为事件。"
        en = (
            "What you signed are not the words that wait for you: you were shown others. "
            "The signature counts for nothing, nothing was logged under it, and it stands as an incident."
        )
        people, code = [event.asked_of], "alerts.other_words"
    elif performer not in (None, event.asked_of):
        zh = "有人替您签署时被规则拒绝。什么也没有签成；日志只记下有过一次拒绝。"
        en = f"A signature about you was refused: {event.sentence} Nothing was signed; the log holds only the refusal."
        people, code = [performer], "alerts.signing_refused"
    else:
        return
    key = f"{code} {event.entry_index}"
    tell(people, News(key, code, zh, en, facts), now=event.at, db=db)


def _performer_of(subject: str, *, db: Session) -> PersonId | None:
    try:
        return parties.performer_of_subject(subject, db=db).person_id
    except NotFound:
        return None
