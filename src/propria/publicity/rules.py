"""The claim guard: what a sentence says of performers, held against what is signed. Pure and deterministic."""

import re
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from propria.publicity import frames
from propria.publicity.clauses import claims_of
from propria.publicity.lexicon import (
    ACTIVE,
    BEYOND_EN,
    BEYOND_ZH,
    LICENSED,
    NEVER,
    OPEN,
    PEOPLE_EN,
    PEOPLE_ZH,
)
from propria.publicity.model import (
    ClaimVerdict,
    NamedPerformer,
    Needed,
    PublicCounts,
    Reason,
    SentenceVerdict,
)
from propria.publicity.numbers import NUMBER_EN, NUMBER_ZH
from propria.publicity.people import People, people_of
from propria.publicity.spelling import as_written, plain

_SENTENCE = re.compile(r"[^。！？!?;；\n.]+(?:\.(?=\d)[^。！？!?;；\n.]+)*[。！？!?;；.]?[”’」\"]?")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_ABBREVIATION = re.compile(r"\b(Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|Co|St|Jr|Sr|vs|No|[A-Z])\.(?=\s)")
_HELD_STOP = "\u2024"
_CONTRAST = re.compile(
    r"^\W*(?:but|while|whereas|although|though|even as|yet)\b|^(?:但|而|然而|不过)", re.IGNORECASE
)
_ELLIPSIS = re.compile(r"\b(?:have|has|did|do|are|is)\W*$", re.IGNORECASE)
_BEYOND = re.compile(f"{BEYOND_EN}|{BEYOND_ZH}", re.IGNORECASE)
_OURS = re.compile(r"^(?:our\b|我们的|平台|本平台|在册)", re.IGNORECASE)
BOAST = 20
_FRAGMENT = re.compile(
    rf"^\W*(?:(?:more than|over|some|nearly) )?(?:{NUMBER_EN.pattern})(?:\s?\+|-plus)? "
    rf"(?:[\w-]+ ){{0,2}}?(?:{PEOPLE_EN})\W*(?:$|[.!] .*\blibrary\b)"
    rf"|^\W*(?:超过|逾|近)?(?:{NUMBER_ZH.pattern})\+?[多余]?[位名][^，。]{{0,6}}(?:{PEOPLE_ZH})"
    r"(?:$|[，。！!](?:$|.*(?:库|平台)))",
    re.IGNORECASE,
)
"""A sentence without a verb: a number of people and nothing else, or with the library beside it."""
_APPOSITION = re.compile(r"^\W*(?:one (?:of|among)|among|who|which)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"《([^》]+)》|(?:\bfor|\bin|\bproject,?|\blicen[cs]ed?)(?: (?:the )?(?:film|series|project|drama|movie))? [“\"]([^”\"]+)[”\"]"
)

_MORE_TITLES = re.compile(r"[”\"](?:,| and|, and) [“\"]([^”\"]+)[”\"]")


@dataclass(frozen=True)
class _Said:
    """One clause that claims: its words, its people, and whether it asserts or only looks ahead."""

    clause: str
    claims: tuple[tuple[str, str, int], ...]
    people: People
    is_open_ended: bool


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; English and Chinese stops both end one."""
    held = _ABBREVIATION.sub(rf"\1{_HELD_STOP}", text)
    found = (s.replace(_HELD_STOP, ".").strip(" \t•·*-–") for s in _SENTENCE.findall(held))
    return [s for s in found if s.strip(' .。”"’」')]


def is_chinese(sentence: str) -> bool:
    """Whether it is read as Chinese: more of its characters than there are words in Latin letters.

    >>> is_chinese("艺人Tom Keller已签约"), is_chinese("温嘉 (Wen Jia) has signed")
    (True, False)
    """
    return len(_HAN.findall(sentence)) > len(_LATIN.findall(sentence))


def true_sentence(counts: PublicCounts, *, zh: bool) -> str:
    """The sentence about everybody that the log proves right now.

    >>> from propria.kernel.time import instant
    >>> c = PublicCounts(41, 3, 2, 6, 9, instant("2026-11-22T10:00:00Z"))
    >>> true_sentence(c, zh=False)
    '41 performers are open to enquiries; 3 have licensed a named project.'
    """
    if zh:
        return f"{counts.open}位表演者愿意洽谈，未作授权；{counts.licensed}位已就具名作品作出授权。"
    noun, verb = ("performer", "is") if counts.open == 1 else ("performers", "are")
    have = "has" if counts.licensed == 1 else "have"
    return (
        f"{counts.open} {noun} {verb} open to enquiries; {counts.licensed} {have} licensed a named project."
    )


def check_text(text: str, counts: PublicCounts, named: tuple[NamedPerformer, ...]) -> list[SentenceVerdict]:
    """A verdict for every sentence of `text` against the facts."""
    return [check_sentence(s, counts, named) for s in sentences(text)]


def check_sentence(sentence: str, counts: PublicCounts, named: tuple[NamedPerformer, ...]) -> SentenceVerdict:
    """Hold one sentence against the facts; what cannot be shown true is not let through.

    It is read in one spelling, and quoted as it was written.
    """
    judged = plain(sentence)
    verdict = _judged(judged, counts, tuple(_spelt(person) for person in named))
    reasons = tuple(replace(r, quoted=as_written(r.quoted, judged, sentence)) for r in verdict.reasons)
    said = sentence if verdict.verdict is ClaimVerdict.PROVABLE else verdict.provable_text
    return replace(verdict, text=sentence, reasons=reasons, provable_text=said)


def _spelt(person: NamedPerformer) -> NamedPerformer:
    """Somebody in the spelling in which sentences are read."""
    licensed, active = (
        tuple(map(plain, titles)) for titles in (person.licensed_projects, person.active_projects)
    )
    return NamedPerformer(plain(person.zh), plain(person.en), person.is_open, licensed, active)


def _judged(sentence: str, counts: PublicCounts, named: tuple[NamedPerformer, ...]) -> SentenceVerdict:
    zh = is_chinese(sentence)
    said = _said(sentence, named, zh=zh)
    provable = true_sentence(counts, zh=zh)
    if not said:
        return SentenceVerdict(sentence, ClaimVerdict.NOT_A_CLAIM, (), "")
    asserted = [one for one in said if not one.is_open_ended]
    reasons = [reason for one in asserted for reason in _reasons(one, sentence, counts)]
    unknown = [_unknown(name) for one in asserted for name in one.people.strangers]
    known = any(one.people.named or one.people.counted for one in asserted)
    if unknown and not (known and reasons):
        return SentenceVerdict(sentence, ClaimVerdict.UNKNOWN_PERSON, tuple(unknown), provable)
    if reasons:
        return SentenceVerdict(sentence, ClaimVerdict.OVERCLAIMS, (*reasons, *unknown), provable)
    if len(asserted) < len(said):
        return _unclear(sentence, _PLAN, provable)
    if any(_vague(one) for one in asserted):
        return _unclear(sentence, _NO_NUMBER, provable)
    return SentenceVerdict(sentence, ClaimVerdict.PROVABLE, (), sentence)


def needed(sentence: str, named: tuple[NamedPerformer, ...]) -> Needed:
    """Whom, and how many in each state, one must show so that a provable sentence can be judged by them alone."""
    spelt = {_spelt(person): person for person in named}
    said = _said(plain(sentence), tuple(spelt), zh=is_chinese(sentence))
    most = {OPEN: 0, LICENSED: 0, ACTIVE: 0}
    for one in said:
        for number, more, at in one.people.counted:
            state = _word_for(at, one.claims)[1]
            if state in most:
                most[state] = max(most[state], number + more)
    people = dict.fromkeys(spelt[person] for one in said for person in one.people.named)
    return Needed(most[OPEN], most[LICENSED], most[ACTIVE], tuple(people))


def _said(sentence: str, named: tuple[NamedPerformer, ...], *, zh: bool) -> list[_Said]:
    """The clauses that claim something of somebody; denials, questions and conditions claim nothing."""
    if frames.QUESTION.search(sentence):
        return []
    denies = bool(frames.DENIAL.search(sentence))
    conditional = bool(frames.CONDITION.search(sentence))
    found: list[_Said] = []
    spoken: list[tuple[str, str, int]] = []
    before = People()
    for clause in _clauses(sentence):
        people = people_of(clause, named, zh=zh)
        about = tuple(p.zh if zh else p.en for p in people.named) + people.strangers
        claims = claims_of(clause, zh=zh, about=about) or (
            spoken if _ELLIPSIS.search(clause) and people else []
        )
        if not claims and _is_boast(people) and _FRAGMENT.search(sentence):
            claims = [(clause.strip(), OPEN, 0)]
        if not claims and people and frames.LABEL_ENDS.search(clause):
            claims = spoken
        spoken = claims or spoken
        speaks_of = before if before and (not people or _APPOSITION.search(clause)) else people
        before = people or before
        if not claims or not (speaks_of or people.pronoun or _owns(claims)):
            continue
        contrast = bool(_CONTRAST.search(clause)) and bool(found or before)
        if (denies or conditional) and not contrast:
            continue
        if frames.NEGATION.search(clause) or (contrast and frames.DENIAL.search(clause)):
            continue
        look = frames.FUTURE.search(clause)
        made = [one for one in claims if not look or one[2] < look.start() or _is_done(clause, one)]
        ahead = not made or bool(frames.HEARSAY.search(sentence))
        found.append(_Said(clause, tuple(claims if ahead else made), speaks_of, ahead))
    return found


def _clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, each with the word that joins it."""
    cuts = {m.start() for m in frames.CLAUSE.finditer(sentence)}
    cuts |= {m.start(1) for m in frames.INSERTED.finditer(sentence)}
    starts = [0, *sorted(cuts), len(sentence)]
    return [sentence[a:b] for a, b in pairwise(starts) if sentence[a:b].strip()]


def _is_boast(people: People) -> bool:
    """Whether so many performers are counted that the number alone says something."""
    return people.general and any(number >= BOAST for number, _, _ in people.counted)


def _is_done(clause: str, claim: tuple[str, str, int]) -> bool:
    """Whether a claim is told in the past whatever stands before it: *under the licence she signed*."""
    return claim[0].endswith("ed") and bool(frames.DONE_ALREADY.search(clause[: claim[2]]))


def _owns(claims: list[tuple[str, str, int]]) -> bool:
    return any(
        re.search(r"roster|stable|\bour\b|旗下|我们的|艺人$|演员$", word, re.IGNORECASE)
        for word, _, _ in claims
    )


def _vague(one: _Said) -> bool:
    return not (one.people.named or one.people.counted or one.people.strangers)


_NO_NUMBER = (
    "publicity.no_number",
    "没有人名，也没有数目，无从核对。",
    "It names nobody and gives no number, so it cannot be checked.",
)
_PLAN = (
    "publicity.not_yet",
    "说的是将来的事或传闻；只有已签署的才能核对。",
    "It speaks of what is to come or of hearsay; only what is signed can be checked.",
)


def _unclear(sentence: str, why: tuple[str, str, str], provable: str) -> SentenceVerdict:
    code, zh, en = why
    return SentenceVerdict(sentence, ClaimVerdict.UNCLEAR, (Reason(code, sentence, zh, en),), provable)


def _unknown(name: str) -> Reason:
    return Reason(
        "publicity.unknown_person",
        name,
        f"公开名册上没有“{name}”。",
        f"Nobody named “{name}” is publicly listed.",
    )


def _reasons(one: _Said, sentence: str, counts: PublicCounts) -> list[Reason]:
    """What is wrong with one clause that claims."""
    share = _share_reasons(one.clause, counts)
    if _vague(one) and not share and not _owns(list(one.claims)):
        return []
    return [
        *_word_reasons(one),
        *_name_reasons(one),
        *_project_reasons(one, sentence),
        *_beyond_reasons(one),
        *share,
        *_count_reasons(one, counts),
    ]


def _share_reasons(clause: str, counts: PublicCounts) -> list[Reason]:
    share = frames.SHARE.search(clause)
    if not share:
        return []
    return [
        Reason(
            "publicity.share_without_whole",
            share.group().strip(),
            f"没有可核对的总数；实数：{counts.open}位愿意洽谈，{counts.licensed}位已就具名作品授权。",
            f"No whole is on record to take a share of; {counts.open} are open and {counts.licensed} licensed.",
        )
    ]


def _word_reasons(one: _Said) -> list[Reason]:
    return [
        Reason(
            "publicity.word_without_state",
            word,
            f"“{word}”对应不上任何已签署的状态。",
            f"No signed state supports the word “{word}”.",
        )
        for word, needs, _ in one.claims
        if needs == NEVER and not (one.people.counted and _OURS.search(word) and _has_state(one))
    ]


def _has_state(one: _Said) -> bool:
    """Whether another word of the clause says a state, so that *our performers* only says whose page it is."""
    return any(needs != NEVER for _, needs, _ in one.claims)


def _name_reasons(one: _Said) -> list[Reason]:
    reasons = []
    for person in one.people.named:
        for word, needs, _ in one.claims:
            if not _has(person, needs):
                truth_zh, truth_en = (
                    ("愿意洽谈，未作授权", "open to enquiries; no licence given")
                    if person.is_open
                    else ("未列于名册", "not listed")
                )
                reasons.append(
                    Reason(
                        "publicity.name_without_state",
                        person.en,
                        f"{person.zh}：{truth_zh}，不能说“{word}”。",
                        f"{person.en} is {truth_en}; “{word}” is not true of them.",
                    )
                )
    return reasons


def _has(person: NamedPerformer, needs: str) -> bool:
    """Whether a named person is in the state that a word needs; what no state supports has a reason of its own."""
    match needs:
        case "open":
            return person.is_open
        case "licensed":
            return bool(person.licensed_projects)
        case "active":
            return bool(person.active_projects)
        case _:
            return True


def _project_reasons(one: _Said, sentence: str) -> list[Reason]:
    """A licence is for the project that it names: another title in the sentence is another licence."""
    titles = [a or b for a, b in _TITLE.findall(sentence)]
    titles += _MORE_TITLES.findall(sentence) if titles else []
    licensed = [p for p in one.people.named if p.licensed_projects]
    if not any(needs in (LICENSED, ACTIVE) for _, needs, _ in one.claims) or not titles:
        return []
    return [
        Reason(
            "publicity.other_project",
            title,
            f"{person.zh}的授权不及《{title}》。",
            f"{person.en} has licensed no project called “{title}”.",
        )
        for person in licensed
        for title in titles
        if title.casefold() not in {known.casefold() for known in person.licensed_projects}
    ]


def _beyond_reasons(one: _Said) -> list[Reason]:
    """What no announcement says: every project, for ever, exclusively."""
    if not any(needs in (LICENSED, ACTIVE) for _, needs, _ in one.claims):
        return []
    return [
        Reason(
            "publicity.beyond_project",
            match.group().strip(),
            f"每项授权只及一部具名作品，公布的文字不曾说“{match.group().strip()}”。",
            f"A licence is for one named project; nothing announced says “{match.group().strip()}”.",
        )
        for match in islice(_BEYOND.finditer(one.clause), 1)
    ]


def _count_reasons(one: _Said, counts: PublicCounts) -> list[Reason]:
    reasons = []
    for number, more, at in one.people.counted:
        word, needs = _word_for(at, one.claims)
        true = {LICENSED: counts.licensed, ACTIVE: counts.active}.get(needs, counts.open)
        if number > true or (more and number >= true):
            reasons.append(
                Reason(
                    "publicity.number_too_large",
                    f"{number} … {word}",
                    f"实数：{counts.open}位愿意洽谈，{counts.licensed}位已就具名作品授权，不是{number}。",
                    f"The true numbers are {counts.open} open to enquiries and {counts.licensed} licensed, not {number}.",
                )
            )
    return reasons


def _word_for(at: int, claims: tuple[tuple[str, str, int], ...]) -> tuple[str, str]:
    """The claiming word that a number at `at` belongs to: the nearest after it, else the last before."""
    stated = [one for one in claims if one[1] != NEVER] or list(claims)
    after = [(word, needs) for word, needs, place in stated if place >= at]
    return after[0] if after else stated[-1][:2]
