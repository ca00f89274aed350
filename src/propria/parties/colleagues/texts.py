"""The words of who acts for an organisation, (zh, en)."""

from collections.abc import Collection

from propria.parties.colleagues.rules import Right
from propria.parties.model import Creator, Person
from propria.record.model import Sheet, Words

RIGHTS: dict[Right, Words] = {
    Right.NEGOTIATE: ("洽谈：招募、报价、答复", "negotiate: briefs, offers, answers"),
    Right.SIGN: ("签署：合同，以及可对外说的话", "sign: contracts, and what may be said of licences"),
    Right.PAY: ("花费：令牌、租约、生成、收入申报", "spend: tokens, leases, renders, reports of receipts"),
}


def given(creator: Creator, person: Person, rights: Collection[Right]) -> Words:
    """Who founded an organisation says what a colleague may do for it."""
    ordered = [right for right in Right if right in rights]
    zh = "；".join(RIGHTS[right][0] for right in ordered) or "只可查看"
    en = "; ".join(RIGHTS[right][1] for right in ordered) or "read, and no more"
    return (
        f"本人代表{creator.name.zh}授权{person.name.zh}（{person.id}）自本条起可：{zh}。未列明的不可。可随时终止。",
        f"For {creator.name.en} I let {person.name.en} ({person.id}), from this entry on: {en}. What is not named they may not. "
        "I can end it at any time.",
    )


def ended(creator: Creator, person: Person) -> Words:
    """A colleague acts for the organisation no more."""
    return (
        f"本人代表{creator.name.zh}声明：自本条起，{person.name.zh}（{person.id}）不再代表本公司行事。双方已签齐的仍然有效。",
        f"For {creator.name.en} I say that from this entry on {person.name.en} ({person.id}) acts for it no more. What both "
        "sides have signed stands.",
    )


def signs_for(person: Person, creator: Creator, words: Words) -> Words:
    """A contract's words with who says them for an organisation before them; its founder's own are as they are."""
    if person.id == creator.person_id:
        return words
    return (
        f"本人{person.name.zh}依{creator.name.zh}的授权，代其签署以下文字：\n{words[0]}",
        f"I, {person.name.en}, as {creator.name.en} lets me, sign for it these words:\n{words[1]}",
    )


def team_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("谁可代表公司行事", "Who acts for your organisation"),
        does_not_allow=(
            ("让其他人也代表公司：只有创建者可以", "Letting anybody else act for it: only its founder can"),
        ),
        effects=(
            (
                "每一步都按当时的授权核对，记录写明是谁做的",
                "Each step is checked against what holds at that instant, and the history names who took it",
            ),
        ),
    )
