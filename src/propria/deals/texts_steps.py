"""Who took a step of talks, in words: the name, the right, the mandate. Data and sentences; it looks nothing up."""

from dataclasses import dataclass

from propria.deals.model import By, Side, Standing
from propria.parties.model import Creator, Mandate, Performer, Person
from propria.plumbing.web.words import Words

_IN_WHICH_RIGHT: dict[Standing, Words] = {
    Standing.OWN: Words("演员本人", "the performer"),
    Standing.ASSENT: Words("演员本人，未成年", "the performer, under 18"),
    Standing.GUARDIAN: Words("{party}的监护人", "guardian of {party}"),
    Standing.ESTATE: Words("{party}遗产的权利人", "a holder of {party}’s estate"),
    Standing.MEMBER: Words("{party}的成员，本人", "a member of {party}"),
    Standing.MANDATE: Words("依{party}的委托", "for {party} under a mandate"),
    Standing.FOUNDER: Words("{party}的创建者", "founder of {party}"),
    Standing.COLLEAGUE: Words("经{party}授权，代其行事", "for {party}, as it lets them"),
}
_SIDES: dict[Side, Words] = {
    Side.PERFORMER: Words("{party}一方", "for {party}"),
    Side.CREATOR: Words("{party}一方", "for {party}"),
}
SHOWN_ONCE_STATED: dict[Standing, str] = {
    Standing.GUARDIAN: "minor",
    Standing.ASSENT: "minor",
    Standing.ESTATE: "performer_dead",
}
"""Rights that tell something private: the other side reads them once both sides state that fact in the terms."""
_ACTS: dict[str, Words] = {
    "offer": Words("{who}提出第 {n} 稿。", "{who}, put version {n}."),
    "counter": Words("{who}还价，提出第 {n} 稿。", "{who}, countered with version {n}."),
    "agree": Words("{who}同意第 {n} 稿；签署之前，什么也不允许。", "{who}, agreed to version {n}; unsigned, it allows nothing."),
    "decline": Words("{who}谢绝了第 {n} 稿。", "{who}, declined version {n}."),
    "take_back": Words("{who}收回了第 {n} 稿。", "{who}, took version {n} back."),
    "reopen": Words("{who}重新开启了洽谈。", "{who}, opened the talks again."),
    "make_contract": Words("{who}依第 {n} 稿生成合同，当时无人签署。", "{who}, had the contract made from version {n}; unsigned."),
    "sign": Words("{who}签署了合同。", "{who}, signed the contract."),
    "lapse": Words("第 {n} 稿过期，洽谈随之终止。", "Version {n} lapsed, and the talks with it."),
}  # fmt: skip


@dataclass(frozen=True)
class Parties:
    """Whose talks these are, and the mandates that a side's steps may rest on, by id."""

    performer: Performer
    creator: Creator
    mandates: dict[str, Mandate]

    def party(self, side: Side) -> Words:
        """The name of a side's party."""
        name = self.performer.name if side is Side.PERFORMER else self.creator.name
        return Words(name.zh, name.en)


def who(
    person: Person, by: By, side: Side, parties: Parties, *, tells_right: bool = True, in_full: bool = True
) -> Words:
    """A person with the right in which they act: `Rafael, for Mina under a mandate (mdt_…, until 2027-01-01)`."""
    known = by.standing is not None and tells_right
    right = _IN_WHICH_RIGHT[by.standing] if known and by.standing is not None else _SIDES[side]
    party = parties.party(side)
    mandate = parties.mandates.get(by.mandate_id or "")
    tail = _mandate(mandate) if mandate is not None and in_full else Words("", "")
    return Words(
        f"{person.name.zh}（{right.zh.format(party=party.zh)}{tail.zh}）",
        f"{person.name.en}, {right.en.format(party=party.en)}{tail.en}",
    )


def _mandate(mandate: Mandate) -> Words:
    day = f"{mandate.ends_at:%Y-%m-%d}"
    return Words(f" {mandate.id}，至 {day}", f" ({mandate.id}, until {day})")


def told(act: str, number: int, by: Words | None) -> Words:
    """One step as a sentence."""
    says, name = _ACTS[act], by or Words("", "")
    return Words(
        says.zh.format(who=name.zh, n=number),
        says.en.format(who=name.en, n=number),
    )
