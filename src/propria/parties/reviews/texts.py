"""The words of reviews by two people, (zh, en)."""

from propria.parties.model import Name
from propria.parties.reviews.rules import ReviewKind, Why
from propria.record.model import Words

OF: dict[ReviewKind, Words] = {
    ReviewKind.LETTER: ("机构来函", "A letter of an organisation"),
    ReviewKind.DOCUMENT: ("证件与视频核对", "A document, with a live video"),
    ReviewKind.BIRTH: ("出生日期", "A day of birth"),
    ReviewKind.GUARDIAN: ("监护关系", "A guardian of a minor"),
    ReviewKind.DEATH: ("死亡证明", "A death"),
    ReviewKind.ALIVE: ("更正死亡记录", "A death recorded in error"),
    ReviewKind.ESTATE: ("遗产权利人", "Who holds an estate"),
    ReviewKind.GUILD: ("公会的签字人", "Who signs for a guild"),
}

WHY: dict[Why, Words] = {
    Why.UNREADABLE: ("看不清或读不出", "it cannot be read"),
    Why.NOT_GENUINE: ("真伪存疑", "there is doubt that it is genuine"),
    Why.SOMEBODY_ELSE: ("材料说的是别人", "it is about somebody else"),
    Why.INCOMPLETE: ("材料不全", "something is missing"),
    Why.MISTAKEN: ("先前看错，收回", "I looked wrongly and take it back"),
}


def refused(kind: ReviewKind, about: Name, why: Why) -> Words:
    """One of the operator's people did not take what was shown."""
    zh, en = OF[kind]
    zh_why, en_why = WHY[why]
    return (
        f"审核未通过。事项：{zh}；涉及：{about.zh}；理由：{zh_why}。此前所见不再作数，可用其他材料重新审核。",
        f"A review was refused. What: {en[0].lower()}{en[1:]}; about: {about.en}; why: {en_why}. What was seen so far counts no "
        "more; it may be begun again with other papers.",
    )
