"""The passport page of one file: who, for what, may it be shown, may more be made, what the file itself says."""

from dataclasses import dataclass

from propria.plumbing.web.components import EvidenceDrawer, Fact, Kind, NamedStep, State, Step
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.provenance import texts
from propria.provenance.actions import OutputAnswer, Recognised
from propria.provenance.model import Absent, FoundBy, Integrity, Making, ReadBack, Sight, Unreadable
from propria.provenance.rules_answers import Answer, May
from propria.replicas.engine.manner import Manner
from propria.replicas.manner_words import manner_words

MAKINGS: dict[Making, Words] = {
    Making.RECORDED: Words("演员本人的录制片段", "the performer’s own recorded take"),
    Making.COMPOSITE: Words("由录制素材剪辑合成", "composed from recordings"),
    Making.GENERATED: Words("由数字分身生成", "generated with the performer’s replica"),
}
ANSWERS: dict[May, tuple[Words, Kind]] = {
    May.YES: (Words("可以", "yes"), Kind.ACTIVE),
    May.NO: (Words("不可以", "no"), Kind.STOP),
    May.AGREEMENT_OR_RULING: (Words("须协议或裁定", "agreement or ruling needed"), Kind.WAIT),
}
SIGHTS: dict[Sight, Words] = {
    Sight.SEEN: Words("看得见或听得到的标识在", "The label that people see or hear is there"),
    Sight.NOT_SEEN: Words("没有看得见或听得到的标识", "The label that people see or hear is not there"),
    Sight.NOT_LOOKED: Words("未检查看得见的标识", "Nobody looked for a label that people see"),
}
SURE = frozenset({FoundBy.BYTES, FoundBy.SEAL})
"""What tells that the file is that output; whatever it claims or looks like leads to one and says no more."""
_NOTHING = Words("不能说明这份文件什么。", "Nothing can be said of this file.")
_SHOW = Words("这份成品可以展示吗？", "May this output be shown?")
_MAKE = Words("现在还可以再生成吗？", "May more be made now?")
_AFTER_WITHDRAWAL = Fact(
    Words("授权撤回之后", "After the withdrawal"),
    Words("加封晚于撤回；照样计酬", "sealed after the licence was withdrawn; paid all the same"),
)
_PRESENT = Words("有", "present")
_ABSENT = Words("没有，这不说明任何事", "absent, which proves nothing either way")
_UNREADABLE = Words("无法读取", "unreadable")


@dataclass(frozen=True)
class Asked:
    """One of the two questions, its answer as a state, and why."""

    question: Words
    state: State
    reason: Words


@page_context("provenance/passport.html")
@dataclass(frozen=True)
class PassportPage:
    """What anyone is told of one file or output."""

    answer: Words
    found: Words
    asked: tuple[Asked, ...]
    facts: tuple[Fact, ...]
    file_says: tuple[NamedStep, ...]
    file_facts: tuple[Fact, ...]
    leads: tuple[Fact, ...]
    evidence: EvidenceDrawer | None
    error: Words | None


def _both(words: tuple[str, str]) -> Words:
    return Words(*words)


def _asked(question: Words, answer: Answer) -> Asked:
    word, kind = ANSWERS[answer.may]
    return Asked(question, State(kind, word), Words(answer.words.zh, answer.words.en))


def output_page(told: OutputAnswer) -> PassportPage:
    """The passport of one output, from its address."""
    return _passport(
        told, _both(told.said), Words("本库的一份成品。", "An output of this library."), None, ()
    )


def file_page(seen: ReadBack, found: Recognised, told: OutputAnswer | None) -> PassportPage:
    """The passport of a file that somebody brought; without an output, only what the file itself says."""
    leads = tuple(
        Fact(Words("画面相似的成品", "An output that looks like it"), output_id, f"/outputs/{output_id}")
        for output_id, _ in found.leads
    )
    if told is None:
        return PassportPage(
            _NOTHING,
            _both(texts.FOUND[found.found_by]),
            (),
            (),
            _says(seen),
            _facts_of(seen),
            leads,
            None,
            None,
        )
    how, said = _both(texts.FOUND[found.found_by]), _both(told.said)
    if found.found_by in SURE:
        return _passport(told, said, how, seen, leads)
    return _passport(told, how, Words(f"那份成品：{said.zh}", f"Of that output: {said.en}"), seen, leads)


def refused_page(error: Words) -> PassportPage:
    """Nothing was read: why, and what to do."""
    return PassportPage(_NOTHING, Words("", ""), (), (), (), (), (), None, error)


def _passport(
    told: OutputAnswer, answer: Words, found: Words, seen: ReadBack | None, leads: tuple[Fact, ...]
) -> PassportPage:
    released = told.released
    facts: tuple[Fact, ...] = (
        Fact(Words("授权", "Licence"), released.mark.licence_id),
        Fact(Words("怎样产生", "How it was made"), MAKINGS[released.passport.facts.making]),
        Fact(Words("加封于", "Sealed on"), released.sealed_at),
        Fact(Words("日志第几条", "Log entry"), released.passport.sealed_index, "/log"),
        Fact(Words("成品编号", "Output"), released.output_id, f"/outputs/{released.output_id}"),
        Fact(Words("文件 SHA-256", "File SHA-256"), released.passport.sha256),
    )
    performed = released.passport.facts.performed_by
    if performed is not None:
        who = Words(
            f"{performed.name[0]}，本人签署同意（日志第 {performed.log_index} 条）",
            f"{performed.name[1]}, by their own signed consent (log entry {performed.log_index})",
        )
        facts = (*facts, Fact(Words("替身", "Acted by a stand-in"), who))
    done = (
        manner_words(Manner.from_json(released.passport.facts.manner))
        if released.passport.facts.manner
        else None
    )
    if done is not None:
        facts = (*facts, Fact(Words("软件加于面部的演绎", "Put on the face by software"), done))
    if told.after_withdrawal:
        facts = (*facts, _AFTER_WITHDRAWAL)
    steps = (
        NamedStep(Words("运营方加封的声明", "The operator’s statement of the seal"), Step.TO_DO),
        NamedStep(Words("它在日志中的位置", "Its place in the log"), Step.TO_DO),
    )
    evidence = EvidenceDrawer(
        says=Words("加封这份成品的声明", "The statement that sealed this output"),
        note=Words(
            f"日志第 {released.passport.sealed_index} 条", f"log entry {released.passport.sealed_index}"
        ),
        steps=steps,
        command=f"propria verify {released.statement_id}.bundle.json --trust trust.json",
        bundle_href=f"/log/bundles/{released.statement_id}",
        json_href=f"/api/v1/outputs/{released.output_id}",
    )
    return PassportPage(
        answer=answer,
        found=found,
        asked=(_asked(_SHOW, told.may_show), _asked(_MAKE, told.may_make)),
        facts=facts,
        file_says=() if seen is None else _says(seen),
        file_facts=() if seen is None else _facts_of(seen),
        leads=leads,
        evidence=evidence,
        error=None,
    )


def _says(seen: ReadBack) -> tuple[NamedStep, ...]:
    whole = {Integrity.INTACT: Step.PASSED, Integrity.UNSIGNED: Step.TO_DO}
    sight = {Sight.SEEN: Step.PASSED}
    return (
        NamedStep(_both(texts.INTEGRITY[seen.integrity]), whole.get(seen.integrity, Step.FAILED)),
        NamedStep(SIGHTS[seen.sight], sight.get(seen.sight, Step.TO_DO)),
    )


def _facts_of(seen: ReadBack) -> tuple[Fact, ...]:
    marks = (
        (Words("文件内的授权", "Licence inside the file"), seen.licence),
        (Words("GB 45438 隐式标识", "GB 45438 implicit label"), seen.implicit),
        (Words("显式标识的记录", "Record of the explicit label"), seen.explicit),
    )
    found = [Fact(name, _found(mark)) for name, mark in marks]
    if not isinstance(seen.seal, Absent):
        by = seen.seal.signer.common_name if seen.seal.signer else "?"
        found.append(Fact(Words("印记由谁签", "Seal signed by"), by))
    return (*found, Fact(Words("您的文件 SHA-256", "Your file’s SHA-256"), seen.sha256))


def _found(mark: object) -> Words:
    match mark:
        case Absent():
            return _ABSENT
        case Unreadable():
            return _UNREADABLE
        case _:
            return _PRESENT
