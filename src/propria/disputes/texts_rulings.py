"""The words of one person's ruling, (zh, en)."""

from propria.disputes.model import Finding, Ground
from propria.disputes.texts import GROUND_WORDS
from propria.parties.model import Performer, Person
from propria.record.model import Question, Sheet, Words

_FINDS: dict[Finding, Words] = {
    Finding.FOR_LISTING: ("该登记的证明成立，登记照旧", "its proof stands and the listing goes on"),
    Finding.FOR_DENIAL: (
        "该姓名系被他人认领，其名下所签一切自始不作数",
        "somebody else had claimed the name, and nothing signed under it ever counted",
    ),
}


def given(person: Person, performer: Performer, finding: Finding, ground: Ground) -> Words:
    """One person's ruling; it takes another's that finds the same."""
    (zh, en), (zh_ground, en_ground) = _FINDS[finding], GROUND_WORDS[ground]
    return (
        f"本人{person.name.zh}（运营方）就{performer.name.zh}的登记所提异议裁定：{zh}。依据：{zh_ground}。"
        "本人与此案无关。另有一人作出同样裁定之前，不生效力。",
        f"I, {person.name.en}, of the operator, rule on the denial of the listing of {performer.name.en}: {en}. "
        f"Ground: {en_ground}. I am no part of this case. Nothing comes of it before another person rules the same.",
    )


def ruling_sheet(finding: Finding) -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("就异议作出裁定", "Rule on a denial"),
        does_not_allow=(("仅凭您一人使裁定生效", "It to take effect by you alone"),),
        questions=(
            Question(
                "apart",
                ("您与此案有关吗？", "Are you part of this case?"),
                (
                    ("无关", "No"),
                    ("我查验过其证件或认识当事人", "I saw papers in it, or know somebody in it"),
                ),
                0,
                ("请由他人裁定。", "Let somebody else rule."),
            ),
        ),
        effects=(_FINDS[finding],),
    )
