"""The words of a contract and of the statement that signs it: composed from the term sheet, no free text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from propria.deals import law, renewing
from propria.deals.custody import custody_rows
from propria.deals.model import Contract, Finished, Side, TermSheet, WindDown
from propria.deals.papers.paper import (
    ContractPaper,
    Line,
    Party,
    PriceRow,
    Project,
    ShareRow,
    Signer,
    Words,
)
from propria.deals.signers import Signers
from propria.deals.texts_changes import Replaced, rests_on, title_of_change, what_changes, words_of_change
from propria.deals.texts_questions import questions_of
from propria.kernel.ids import ContractId
from propria.kernel.time import Instant, wire
from propria.parties.model import Creator, Name, Performer
from propria.rates import Basis, RateCard
from propria.rates.words import COUNTS_ON, COUNTS_ON_HEAD, PAYEES, asked, shares_in
from propria.record.model import Sheet
from propria.record.model import Words as Pair
from propria.rulepacks import FACTS
from propria.scope import ANY
from propria.scope.codes.doings import ACTS
from propria.scope.sentences import allows, does_not_allow, rows
from propria.scope.words import ME, Names, Said
from propria.scope.words import PERFORMER as THE_PERFORMER

PERFORMER, CREATOR = Words("演员", "Performer"), Words("制作方", "Creator")
OPERATOR = "operator"
_UNITS: dict[Basis, Words] = {
    Basis.FIXED: Words("一次性", "once"),
    Basis.DAY_EQUIVALENT: Words("每一折算工日（不足一日按一日计）", "day-equivalent, started days whole"),
    Basis.SECOND: Words("每秒", "second"),
    Basis.LINE: Words("每句", "line"),
    Basis.TAKE: Words("每条", "take"),
    Basis.TITLE: Words("每部", "title"),
}
_FINISHED: dict[Finished, Words] = {
    Finished.MAY_STAY: Words("已完成的成片可以继续展示。", "Finished works may go on being shown."),
    Finished.UNTIL: Words(
        "已完成的成片可展示至约定日期，其后须停止。",
        "Finished works may be shown until the date, and then not.",
    ),
    Finished.MUST_STOP: Words("已完成的成片须停止展示。", "Showing finished works stops."),
}
_NO_CLAUSE = Words(
    "合同没有收尾条款：须双方约定或经裁定。", "There is no wind-down clause: agreement or a ruling is needed."
)


@dataclass(frozen=True)
class Sources:
    """All that one contract is made from, read at one moment."""

    contract_id: ContractId
    sheet: TermSheet
    performer: Performer
    creator: Creator
    signers: tuple[Signers, Signers]
    """Who could sign for the performer and for the creator at this moment."""
    overrides_terms: bool
    now: Instant
    change: Replaced | None = None
    payees: Mapping[str, Name] = field(default_factory=dict)
    """The names of those who have a share by name, by id."""
    shares: tuple[tuple[str, int], ...] = ()
    """Who has how many basis points of every payment; empty: as the card says."""

    def paper(self) -> ContractPaper:
        """The contract, frozen: the same sources give the same paper."""
        sheet = self.sheet
        names = {"performer": self.performer.name, "creator": self.creator.name}
        performer, creator = (Words(n.zh, n.en) for n in names.values())
        starts_at, ends_at = sheet.term
        denied = zip(*does_not_allow(sheet.scope, speaker=THE_PERFORMER, names=names_in(sheet)), strict=True)
        return ContractPaper(
            contract_id=self.contract_id,
            dated_at=self.now.replace(microsecond=0),
            title=title_of_change(self.change),
            parties=(
                _party(PERFORMER, performer, self.performer.id, self.signers[0]),
                _party(CREATOR, creator, self.creator.id, self.signers[1]),
            ),
            project=Project(Words(*sheet.title), sheet.project, Words(*sheet.role)),
            allows=tuple(_allowed_lines(sheet)),
            denies=tuple(Words(zh, en) for zh, en in denied),
            compensation=price_rows(sheet.card),
            shares=_share_rows(self.shares or shares_in(sheet.card), performer, self.payees),
            payment=(*_asked(sheet.card), _guarantee(sheet), _COUNTING),
            approvals=_approvals(sheet),
            credit=Words(*sheet.credit),
            wind_down=_wind_down(sheet.wind_down),
            custody=custody_rows(sheet.acts),
            starts_at=starts_at,
            ends_at=ends_at,
            law=Words("中华人民共和国法律", "The law of the People's Republic of China"),
            disputes=Words(
                "由双方协商；协商不成，提交双方约定的裁定人。",
                "By talks; failing that, by the panel both name.",
            ),
            precedence="zh",
            signers=(Signer("performer", PERFORMER, performer), Signer("creator", CREATOR, creator)),
            rests_on=rests_on(self.change),
            further=(
                *what_changes(self.change, sheet),
                *_exclusive(sheet),
                *_renewal(sheet),
                *_facts(sheet),
                *_waits(sheet, self.now),
                *_further(overrides_terms=self.overrides_terms),
            ),
        )


def _party(role: Words, name: Words, party_id: str, signers: Signers) -> Party:
    through = signers.through
    people = Words("、".join(n.zh for n in through), ", ".join(n.en for n in through)) if through else None
    return Party(role, name, party_id, " · ".join(signers.keys), people)


def names_in(sheet: TermSheet) -> Names:
    """The project's and the role's own words, for sentences that would otherwise show their codes."""
    roles = sheet.scope.role if isinstance(sheet.scope.role, frozenset) else frozenset()
    return {sheet.project: Said(*sheet.title)} | {r: Said(*sheet.role) for r in roles}


def _allowed_lines(sheet: TermSheet) -> list[Line]:
    found = rows(sheet.scope, speaker=THE_PERFORMER, names=names_in(sheet))
    shown = [(axis, name, value) for axis, name, value in found if getattr(sheet.scope, axis, None)]
    return [Line(Words(name.zh, name.en), Words(value.zh, value.en)) for _, name, value in shown]


def price_rows(card: RateCard) -> tuple[PriceRow, ...]:
    """The card's prices as the contract prints them."""
    least = card.minimum.amount if card.minimum else None
    first = card.lines[0].clause
    return tuple(
        PriceRow(
            line.clause,
            _acts_words(line.acts),
            _UNITS[line.basis],
            line.price,
            least if line.clause == first else None,
        )
        for line in card.lines
    )


def _acts_words(acts: frozenset[str]) -> Words:
    if not acts:
        return Words("一切获准的行为", "Every act that is allowed")
    named = [ACTS[act] for act in sorted(acts)]
    return Words("、".join(zh for zh, _ in named), ", ".join(en for _, en in named))


def _share_rows(
    shares: Sequence[tuple[str, int]], performer: Words, payees: Mapping[str, Name]
) -> tuple[ShareRow, ...]:
    named = {who: Words(said.zh, f"{said.en[0].upper()}{said.en[1:]}") for who, said in PAYEES.items()}
    named |= {who: Words(name.zh, name.en) for who, name in payees.items()} | {"performer": performer}
    return tuple(ShareRow(named.get(who, Words(who, who)), points) for who, points in shares)


def _asked(card: RateCard) -> Iterator[Line]:
    """What the card asks for beside its prices; a minimum in money stands in the table of prices already."""
    for term in asked(card):
        if term.key != "minimum" or card.minimum is None or card.minimum.amount is None:
            head = Words(f"第 {term.clause} 条，{term.head.zh}", f"Clause {term.clause}, {term.head.en}")
            yield Line(head, Words(f"{term.says.zh}。", f"{term.says.en}."))


_COUNTING = Line(Words(COUNTS_ON_HEAD.zh, COUNTS_ON_HEAD.en), Words(f"{COUNTS_ON.zh}。", f"{COUNTS_ON.en}."))


def _guarantee(sheet: TermSheet) -> Line:
    return Line(
        Words("托管与保底", "Funds held and guarantee"),
        Words(
            f"首次使用之前，须托管 {sheet.guarantee}；此数亦为保底总额。",
            f"{sheet.guarantee} is held before the first use; it is also the least paid in all.",
        ),
    )


def _approvals(sheet: TermSheet) -> tuple[Line, ...]:
    if not sheet.scope.duties.approval:
        return (Line(Words("认可", "Approval"), Words("未约定。", "None is agreed.")),)
    words = {"look": ("形象", "Look"), "script": ("剧本", "Script"), "cut": ("成片", "Each cut")}
    return tuple(
        Line(
            Words(*words[code]),
            Words("他人看到之前，先经演员认可。", "The performer approves before anyone else sees it."),
        )
        for code in sorted(sheet.scope.duties.approval)
    )


def _wind_down(clause: WindDown | None) -> tuple[Line, ...]:
    head = Words("撤回或期满之后", "After withdrawal or the end")
    if clause is None:
        return (Line(head, _NO_CLAUSE),)
    said = _FINISHED[clause.finished]
    tail = f"（{wire(clause.until)}）" if clause.until else ""
    return (
        Line(head, Words(said.zh + tail, said.en + (f" ({wire(clause.until)})" if clause.until else ""))),
    )


def _renewal(sheet: TermSheet) -> Iterator[Line]:
    """The renewal that is promised; a contract without one says nothing of it."""
    if sheet.renewal is not None:
        head, said = renewing.HEAD, renewing.option_words(sheet)
        yield Line(Words(head.zh, head.en), Words(said.zh, said.en))


def exclusive_words(sheet: TermSheet) -> Said | None:
    """Where the performer works for nobody else, in words; None where nothing is promised."""
    if sheet.exclusive is None:
        return None
    named = {axis for axis, value in sheet.exclusive.values().items() if value is not ANY}
    said = [value for axis, _, value in rows(sheet.exclusive, speaker=THE_PERFORMER) if axis in named]
    return Said("；".join(v.zh for v in said), "; ".join(v.en for v in said))


def _exclusive(sheet: TermSheet) -> tuple[Line, ...]:
    said = exclusive_words(sheet)
    return () if said is None else (Line(Words("独家", "Exclusive in"), Words(*said)),)


def _facts(sheet: TermSheet) -> tuple[Line, ...]:
    stated = [FACTS[code] for code in FACTS if code in sheet.facts]
    if not stated:
        return ()
    zh, en = "；".join(zh for zh, _ in stated), "; ".join(en for _, en in stated)
    return (Line(Words("双方声明", "Both sides state"), Words(f"{zh}。", f"{en}.")),)


def _waits(sheet: TermSheet, on: Instant) -> Iterator[Line]:
    """Every cooling-off that the rules of that day ask for."""
    for one in law.opinion_on(sheet, on=on).waits:
        yield Line(Words("冷静期", "Cooling-off"), Words(one.ask.says.zh, one.ask.says.en))


def _further(*, overrides_terms: bool) -> tuple[Line, ...]:
    if not overrides_terms:
        return ()
    return (
        Line(
            Words("超出公开条件", "Beyond the standing terms"),
            Words(
                "本合同超出演员公开的洽谈条件；演员知悉，并以本人密钥明示同意。",
                "This goes beyond the performer's standing terms; the performer knows, and agrees with their own key.",
            ),
        ),
    )


def contract_signed(
    side: Side,
    sheet: TermSheet,
    performer: Performer,
    creator: Creator,
    contract: Contract,
    change: Replaced | None = None,
) -> Pair:
    """The statement by which one side signs the contract: whole terms, both languages, and the file's hash."""
    speaker = ME if side is Side.PERFORMER else THE_PERFORMER
    zh_lines, en_lines = allows(sheet.scope, speaker=speaker, names=names_in(sheet))
    who_zh, who_en = (
        (
            f"本人{performer.name.zh}授权{creator.name.zh}",
            f"I, {performer.name.en}, license {creator.name.en}",
        )
        if side is Side.PERFORMER
        else (
            f"本公司{creator.name.zh}接受{performer.name.zh}的授权",
            f"{creator.name.en} accepts from {performer.name.en} a licence",
        )
    )
    over = (
        "本合同超出公开的洽谈条件，本人明示同意。",
        "This goes beyond my standing terms, and I agree to that. ",
    )
    extra = over if contract.overrides_terms and side is Side.PERFORMER else ("", "")
    first = words_of_change(change, sheet)
    zh = f"{first.zh}{who_zh}在《{sheet.title[0]}》中：\n" + "\n".join(zh_lines)
    en = f"{first.en}{who_en} for {sheet.title[1]}:\n" + "\n".join(en_lines)
    return (
        f"{zh}\n至少支付 {sheet.guarantee}，使用之前托管。{extra[0]}合同 {contract.id}，文件 SHA-256：{contract.pdf_digest}。",
        f"{en}\nAt least {sheet.guarantee} is paid, and held before any use. {extra[1]}"
        f"Contract {contract.id}, file SHA-256: {contract.pdf_digest}.",
    )


def contract_sheet(
    side: Side, sheet: TermSheet, change: Replaced | None = None, *, other: tuple[str, str]
) -> Sheet:
    """What the signing page says beside a contract: who the `other` side is, and questions drawn from its actual effects."""
    zh, en = does_not_allow(sheet.scope, names=names_in(sheet))
    return Sheet(
        title=(f"《{sheet.title[0]}》的授权", f"A licence for {sheet.title[1]}"),
        does_not_allow=tuple(zip(zh, en, strict=True)),
        questions=() if side is Side.CREATOR else questions_of(sheet, change),
        effects=(other,),
    )
