"""The words of guardians and of evidenced age, (zh, en). No day of birth is ever among them."""

from propria.parties.model import Performer, Person
from propria.record.model import Sheet, Words


def guardianship_stated(guardian: Person, performer: Performer) -> Words:
    """Somebody says that they are a performer's guardian."""
    return (
        f"本人{guardian.name.zh}声明：本人是未成年人{performer.name.zh}的法定监护人，所作决定以其利益为先。",
        f"I, {guardian.name.en}, state that I am the legal guardian of {performer.name.en}, who is a minor, and that I "
        "decide in their interest.",
    )


def guardianship_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("您是其监护人", "You are their guardian"),
        effects=(
            (
                "两位工作人员查验材料之后，合同须有您的签名；对方满十三岁须本人同意，满十六岁须本人同签，满十八岁您的权限终止",
                "Once two people saw your papers, a contract needs your signature: with their assent from 13, with theirs "
                "beside yours from 16, and no more from 18 on",
            ),
        ),
        does_not_allow=(
            ("恋爱或亲密题材，任何签名都不行", "Romantic or intimate roles, with any signature"),
        ),
    )


def guardianship_attested(guardian: Person, performer: Performer) -> Words:
    """Two people saw a guardian's papers."""
    return (
        f"两位工作人员分别查验了{guardian.name.zh}为{performer.name.zh}监护人的材料。",
        f"Two people, each for themselves, saw the papers by which {guardian.name.en} is the guardian of {performer.name.en}.",
    )


def birth_attested(performer: Performer) -> Words:
    """Two people read a day of birth."""
    return (
        f"两位工作人员分别从证件上读出{performer.name.zh}的出生日期，结果一致。日期不公开，此处只留加盐的哈希。",
        f"Two people, each for themselves, read the day of birth of {performer.name.en} in a document, and read the same. "
        "It is not published; this keeps a salted hash of it.",
    )
