"""The words in which somebody signs for a performer in another right than their own, (zh, en)."""

from propria.parties.model import Capacity, Performer, Person
from propria.record.model import Words

_IN_WHICH_RIGHT: dict[Capacity, Words] = {
    Capacity.MANDATE: (
        "依据{performer}本人签署的委托，代其签署",
        "under a mandate that {performer} signed, sign for them",
    ),
    Capacity.GUARDIAN: (
        "作为{performer}的监护人，同意并代其签署",
        "as the guardian of {performer}, consent for them to",
    ),
    Capacity.ESTATE: (
        "作为{performer}遗产的权利人，同意并签署",
        "as one who holds the estate of {performer}, consent to",
    ),
    Capacity.MEMBER: ("作为{performer}的成员，本人签署", "as one of {performer}, sign"),
    Capacity.ASSENT: ("听懂了向我说明的内容，本人愿意", "understood what was explained to me, and I want"),
}


def spoken_by(person: Person, performer: Performer, capacity: Capacity, words: Words) -> Words:
    """A contract's words with who says them before them; the performer's own are as they are."""
    if capacity is Capacity.OWN:
        return words
    zh, en = _IN_WHICH_RIGHT[capacity]
    return (
        f"本人{person.name.zh}{zh.format(performer=performer.name.zh)}以下文字：\n{words[0]}",
        f"I, {person.name.en}, {en.format(performer=performer.name.en)} these words:\n{words[1]}",
    )
