"""Reports in words, zh and en: the same facts in the same order, nothing added."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from propria.kernel.time import wire
from propria.proofs.problem_words import PROBLEM_WORDS
from propria.proofs.reports import (
    Binding,
    CheckpointFacts,
    EndingFacts,
    NameFacts,
    Report,
    StatementFacts,
    StatusFacts,
)
from propria.proofs.statements import LANGUAGES

HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
Language = Literal["zh", "en"]
Words = Mapping[str, tuple[str, str]]
"""code → (zh, en)."""

COLOUR_WORDS: Words = {
    "green": (
        "绿色：全部核验通过，且有您自己信任的见证方",
        "Green: all of it checks out, with witnesses you trust",
    ),
    "amber": ("黄色：全部核验通过，但有保留", "Amber: all of it checks out, with reservations"),
    "red": ("红色：有内容未通过核验", "Red: something does not check out"),
}
BINDING_WORDS: Words = {
    "attested": ("身份由 {names} 证明", "identity attested by {names}"),
    "operator_only": ("仅由运营方证明身份", "binding attested by operator only"),
    "operator_saw": (
        "仅由运营方证明身份，据其所称另有外人佐证：{routes}",
        "binding attested by operator, who says that somebody outside showed it: {routes}",
    ),
    "strangers_only": (
        "由您的信任文件中没有的一方证明",
        "attested by somebody your trust file does not name",
    ),
    "unattested": ("无人证明身份", "nobody attests who this is"),
    "operator": ("运营方的密钥", "the operator's key"),
    "attestor": ("{names} 的密钥", "the key of {names}"),
    "unbound": ("没有任何材料说明这是谁的密钥", "nothing shows whose key this is"),
}
ROUTE_WORDS: Words = {
    "domain": ("域名公布了认领码", "a domain published their line"),
    "dns": ("域名的 DNS 记录公布了认领码", "a domain’s DNS published their line"),
    "guild": ("公会名册列有其人", "a guild’s registry names them"),
    "oidc": ("身份提供方证实", "a sign-in provider says so"),
}
RESERVATION_WORDS: Words = {
    "time_is_the_operators_word": ("时间：仅为运营方自述", "time: the operator's word"),
    "not_witnessed": (
        "没有您信任的见证方：时间有据，但不能排除日志对别人出示另一份",
        "no witness that you trust: the time is bounded, but another log could be shown to others",
    ),
    "one_machine": ("日志与见证方由同一方运行", "the log and its witnesses are run by one party"),
    "demo_log": ("这是演示日志，没有真人签署", "this is a demo log: nobody real signed"),
    "binding_by_operator_only": (
        "有密钥仅由运营方证明归属",
        "a key's binding is attested by the operator only",
    ),
    "binding_by_strangers_only": (
        "有密钥由您不认识的一方证明归属",
        "a key's binding is attested only by somebody your trust file does not name",
    ),
    "binding_unattested": ("有密钥无人证明归属", "nobody attests whose a key is"),
    "signed_for_another": (
        "有声明由他人代签：请核对授权委托",
        "a statement was signed on another's behalf: check the mandate",
    ),
    "signed_by_operator": ("有声明由运营方签署，不是本人", "a statement is the operator's, not the person's"),
    "signed_by_attestor": ("有声明由证明方签署，不是本人", "a statement is an attestor's, not the person's"),
    "operator_keys_not_shown": (
        "未出示运营方密钥的现状：签署所用的运营方密钥可能已被更换",
        "what became of the operator's keys is not shown: the one that signed may have been replaced",
    ),
    "nothing_signed": ("其中没有任何已签署的文字", "there are no signed words in it"),
    "status_not_shown": ("未出示当前状态", "the current status is not shown"),
}
NAME_WORDS: Words = {
    "nobody": (
        "“{name}”：以检查点 {size} 为准，本库未公开列出任何人；有无授权，只以持有人出示的凭证包为准",
        "“{name}”: the library publicly lists nobody at checkpoint {size}; "
        "a licence exists only if its holder shows its bundle",
    ),
    "listed": (
        "“{name}”：以检查点 {size} 为准，本库公开列出 {people}；有无授权，只以持有人出示的凭证包为准",
        "“{name}”: the library publicly lists {people} at checkpoint {size}; "
        "a licence exists only if its holder shows its bundle",
    ),
    "none_yours": (
        "“{name}”：以检查点 {size} 为准，本库公开列出这 {count} 位，无一具有 {own}：{people}；"
        "有无授权，只以持有人出示的凭证包为准",
        "“{name}”: the library publicly lists these {count}, none with {own}, at checkpoint {size}: {people}; "
        "a licence exists only if its holder shows its bundle",
    ),
}
LIMIT_WORDS: Words = {
    "nothing_without_checkpoint": (
        "检查点未通过核验，其余内容无从判断",
        "the checkpoint does not check out, so nothing else can be judged",
    ),
    "after_checkpoint": ("此检查点之后发生的事", "what happened after this checkpoint"),
    "who_holds_the_key_now": ("此刻是谁拿着这把密钥", "who holds the key at this moment"),
    "what_the_page_showed": (
        "签署页面当时是否如实显示了这段文字；日志以 signing_page.published 记有该页的 SHA-256，可在别的机器上比对",
        "whether the signing page showed these words when they were signed; the log holds that page's SHA-256 as "
        "signing_page.published, and another machine can compare it",
    ),
    "licences_not_shown": (
        "是否还有别的授权：授权只有其持有人出示凭证包才可见",
        "whether other licences exist: a licence shows only when its holder shows its bundle",
    ),
    "entries_not_disclosed": (
        "同一主体未披露的条目里说了什么",
        "what this subject's undisclosed entries say",
    ),
    "how_early_it_was_signed": (
        "部分声明最早何时签署：签署人所见的日志未附证明",
        "how early some statements were signed: what log their signers saw is not shown",
    ),
    "exact_times": (
        "确切时间：没有您信任的见证方或时间戳机构",
        "exact times: no witness or time authority that you trust signed",
    ),
    "timestamps_not_checked": (
        "部分附带的时间戳：您的信任文件没有列出其机构",
        "some attached time stamps: your trust file does not name their authorities",
    ),
}


def render(report: Report, language: Language, *, own: str = "", also: Words = PROBLEM_WORDS) -> str:
    """The report as plain text in one language, ending with what it cannot know; `own` as in `name_words`, `also` the
    words of problems that are not a bundle's own.

    Whatever a bundle says stays on its own indented line: control and direction-changing characters
    are shown as \N{REPLACEMENT CHARACTER}, so that no bundle can write lines of the report.
    """
    lines = [HIDDEN.sub("\N{REPLACEMENT CHARACTER}", line) for line in _lines(report, language, own, also)]
    return "\n".join(lines) + "\n"


def words_for(table: Words, code: str, language: Language) -> str:
    """The words of a code in one language; the code itself where the table has none."""
    return table.get(code, (code, code))[0 if language == "zh" else 1]


def _lines(report: Report, language: Language, own: str, also: Words) -> Iterator[str]:
    zh = language == "zh"
    yield words_for(COLOUR_WORDS, report.colour, language)
    for reason in report.reservations:
        yield "  - " + words_for(RESERVATION_WORDS, reason, language)
    for problem in report.problems:
        said = words_for({**also, **PROBLEM_WORDS}, problem.code, language)
        yield f"  ! {said} ({problem.where}, {problem.code})"
    if report.checkpoint is not None:
        yield from _checkpoint(report.checkpoint, zh=zh)
    for statement in report.statements:
        yield from _statement(statement, language)
    for ending in report.endings:
        yield _ending(ending, zh=zh)
    for status in report.statuses:
        yield from _status(status, zh=zh)
    if report.name is not None:
        size = 0 if report.checkpoint is None else report.checkpoint.size
        yield name_words(report.name, size, own=own)[0 if zh else 1]
    yield "本凭证包无法得知：" if zh else "What this cannot know:"
    for limit in report.cannot_know:
        yield "  - " + words_for(LIMIT_WORDS, limit, language)


def _checkpoint(head: CheckpointFacts, *, zh: bool) -> Iterator[str]:
    yield (
        f"截至检查点 {head.origin}，共 {head.size} 条，{wire(head.at)}"
        if zh
        else f"As of checkpoint {head.origin}, {head.size} entries, {wire(head.at)}"
    )
    for vkey in head.followed:
        yield (
            f"  日志的密钥已更换，由您信任文件中的密钥签名指明：{vkey}"
            if zh
            else f"  the log's key is followed, as the one in your trust file signed, by {vkey}"
        )
    for cosigner in head.cosigners:
        seen = wire(cosigner.seen_at)
        yield f"  见证：{cosigner.name}，{seen}" if zh else f"  witnessed by {cosigner.name} at {seen}"
    for anchor in head.anchors:
        at = wire(anchor.stamped_at)
        yield (
            f"  时间戳：{anchor.name}，{at}（依据您信任文件中的证书）"
            if zh
            else f"  time-stamped by {anchor.name} at {at}, by its certificate in your trust file"
        )
    if head.no_later_than is None:
        yield "  时间：仅为运营方自述" if zh else "  time: the operator's word"
    else:
        bound = wire(head.no_later_than)
        yield f"  其中一切不晚于 {bound}" if zh else f"  nothing in it is later than {bound}"


def _statement(said: StatementFacts, language: Language) -> Iterator[str]:
    zh = language == "zh"
    yield ("声明 " if zh else "Statement ") + f"{said.id} · {said.type} · {said.digest}"
    for spoken in LANGUAGES:
        yield from (f"  {spoken}: {line}" for line in said.text[spoken].split("\n"))
    signer = _binding(said.binding, language)
    yield ("  签署密钥 " if zh else "  signed with ") + f"{said.key_id} ({said.key_kind}): {signer}"
    logged = f"{wire(said.logged_at)}, #{said.index}"
    yield ("  入册（运营方自述的时间）：" if zh else "  logged (the operator's time): ") + logged
    if said.signed_after_size is not None:
        size = said.signed_after_size
        yield (
            f"  签署不早于日志有 {size} 条之时" if zh else f"  signed no earlier than entry {size} of the log"
        )


def _binding(binding: Binding, language: Language) -> str:
    if binding.word == "operator_only" and binding.outside:
        seen = ", ".join(words_for(ROUTE_WORDS, route, language) for route in binding.outside)
        return words_for(BINDING_WORDS, "operator_saw", language).format(routes=seen)
    names = ", ".join(binding.attested_by)
    routes = f" ({', '.join(binding.routes)})" if binding.routes else ""
    return words_for(BINDING_WORDS, binding.word, language).format(names=names) + routes


def _ending(ending: EndingFacts, *, zh: bool) -> str:
    at = f"{wire(ending.logged_at)}, #{ending.index}"
    if ending.kind == "erased":
        return (
            f"已删除：{ending.target} 的文字已删，最后状态为 {ending.state}（{at}）"
            if zh
            else f"Erased: the words of {ending.target} were deleted; its last state is {ending.state} ({at})"
        )
    return (
        f"已终止：{ending.target}，最后状态为 {ending.state}（{at}）"
        if zh
        else f"Closed: {ending.target}; its last state is {ending.state} ({at})"
    )


def _status(status: StatusFacts, *, zh: bool) -> Iterator[str]:
    count = f"{status.disclosed}/{status.entries}"
    yield (
        f"主体 {status.subject}：披露条目 {count}"
        if zh
        else f"Subject {status.subject}: {count} entries disclosed"
    )
    for thing, word in status.states.items():
        yield f"  {thing}: {word}"
    for thing in status.withdrawn_here:
        yield (
            f"  {thing}：此处有已签署的撤回，立即有效"
            if zh
            else f"  {thing}: a signed withdrawal is here, and is valid on its signature alone"
        )


def name_words(name: NameFacts, size: int, *, own: str = "") -> tuple[str, str]:
    """(zh, en): whom the library publicly lists under a name at a checkpoint of this size, and what that does not say.

    `own` is the ISNI or domain of whoever asks; where none of the listed has it, the words say so.
    """
    people = "; ".join(" ".join(person.values()) for person in name.people)
    told = {"name": name.name, "size": size, "people": people, "count": len(name.people), "own": own}
    zh, en = NAME_WORDS[_name_case(name, own)]
    return zh.format(**told), en.format(**told)


def _name_case(name: NameFacts, own: str) -> str:
    if not name.people:
        return "nobody"
    is_theirs = any(own in (person.get("isni"), person.get("domain")) for person in name.people)
    return "none_yours" if own and not is_theirs else "listed"
