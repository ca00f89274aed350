"""The claim guard: what a sentence says of performers, held against what is signed. Pure and deterministic."""

import re
from dataclasses import replace
from itertools import pairwise

from propria.publicity import frames
from propria.publicity.affirmed import affirmed
from propria.publicity.beside import bare
from propria.publicity.clauses import claims_of
from propria.publicity.composed import composed, other_business, other_deed
from propria.publicity.lexicon import (
    ACTIVE,
    COMPANY_EN,
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
from propria.publicity.numbers import NUMBER_EN, NUMBER_ZH, numbers_en, numbers_zh
from propria.publicity.people import People, is_near, is_of_others, is_ordinal, is_ours, people_of
from propria.publicity.reasons import Said, holds, owns, reasons_against, vague, word_for
from propria.publicity.resolved import named_again, share_as_number
from propria.publicity.sentences import is_chinese, is_mixed, sentences
from propria.publicity.spelling import as_written, headline, plain
from propria.publicity.understood import not_understood
from propria.publicity.unread import unread_business

_CONTRAST = re.compile(
    r"^\W*(?:but|while|whereas|although|though|even as|yet)\b|^，?(?:但|而|然而|不过)", re.IGNORECASE
)
_ELLIPSIS = re.compile(
    r"\b(?:have|has|did|do|does|are|is)(?: too| also| as well)?\W*$"
    r"|^\W*(?:and |as )?so (?:is|are|has|have|did|does|do)\b|(?:也|亦|同样)(?:是|一样|如此|然|是如此)[。！]?$",
    re.IGNORECASE,
)
_CALLING = re.compile(rf"^，(?:{PEOPLE_ZH})$")
"""What somebody is, between commas."""
_US = re.compile(r"\b(?:us|our|ours|we)\b|我们|我司|本公司", re.IGNORECASE)
_COMPANY = re.compile(
    rf"\b{COMPANY_EN}|\b(?:publisher|label|broadcaster|founder)\b|公司|平台|(?:出版|发行|制作|经纪)[方商]",
    re.IGNORECASE,
)
_SAYS_IT_OF = (frames.LABEL_ENDS, frames.ONLY_COUNT, frames.ONE_OF_THEM, frames.ONE_MORE)
"""Clauses that say of somebody what the one before them claimed."""
BOAST = 20
_FRAGMENT = re.compile(
    rf"^(?:平台|签约|入驻|授权)?(?:{PEOPLE_ZH})(?:人数)?(?:已|超|逾|破|过|突破)+(?:{NUMBER_ZH.pattern})[位名人]?[。！]*$|"
    rf"^\W*(?:(?:more than|over|some|nearly) )?(?:{NUMBER_EN.pattern})(?:\s?\+|-plus)? "
    rf"(?:[\w-]+ ){{0,2}}?(?:{PEOPLE_EN})\W*(?:$|[.!] .*\blibrary\b)"
    rf"|^\W*(?:number of )?(?:\w+ )?(?:{PEOPLE_EN}|sign-ups|signatories|licen[cs]es|consents|replicas|likenesses|doubles|avatars)"
    rf"(?: [\w-]+){{0,3}}\s*[:|–-]\s*(?:{NUMBER_EN.pattern})\W*$"
    rf"|^\W*(?:to date,? )?(?:{NUMBER_EN.pattern}) (?:\w+ )?(?:sign-ups|signatories|signatures|consents)\W*$"
    rf"|^\S{{0,4}}(?:分身|替身|数字人|声音|声线|形象|肖像|同意书)\S{{0,3}}[:：|]\s*(?:{NUMBER_ZH.pattern})[个位份款名条]?[。！]*$"
    rf"|^\W*(?:超过|逾|近)?(?:{NUMBER_ZH.pattern})\+?[多余]?[位名][^，。]{{0,6}}(?:{PEOPLE_ZH})"
    r"(?:$|[，。！!](?:$|.*(?:库|平台)))",
    re.IGNORECASE,
)
"""A sentence without a verb: a number of people and nothing else, or with the library beside it."""
_APPOSITION = re.compile(
    r"^\W*(?:one (?:of|among)|among|who|whose|which|that many)\b"
    r"|^，(?:这|此举)?(?:意味着|标志着|使得?(?!用)|令|让)|^，?[这那](?:就|便|正)?是|^，其(?![中他余实])",
    re.IGNORECASE,
)


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
    """By what is left without attributions and asides; where nothing of that claims, by every word."""
    rest = share_as_number(_bare(sentence, named), counts, zh=is_chinese(sentence))
    verdict = _held(rest, counts, named)
    if rest != sentence and verdict.verdict is ClaimVerdict.NOT_A_CLAIM:
        return _held(sentence, counts, named)
    return verdict


def _bare(sentence: str, named: tuple[NamedPerformer, ...]) -> str:
    zh = is_chinese(sentence)
    names = tuple(name for person in named for name in (person.zh, person.en))
    return named_again(bare(sentence, names, zh=zh), names, zh=zh)


def _held(sentence: str, counts: PublicCounts, named: tuple[NamedPerformer, ...]) -> SentenceVerdict:
    zh = is_chinese(sentence)
    read = affirmed(headline(sentence))
    said = _said(read, named, zh=zh) or (_said(read, named, zh=not zh) if is_mixed(sentence) else [])
    provable = true_sentence(counts, zh=zh)
    if not said:
        unread = unread_business(read, named, zh=zh)
        if unread:
            return _unclear(sentence, _UNREAD, provable, quoted=unread)
        return SentenceVerdict(sentence, ClaimVerdict.NOT_A_CLAIM, (), "")
    asserted = [one for one in said if not one.is_open_ended]
    reasons = [reason for one in asserted for reason in reasons_against(one, read, counts)]
    unknown = [_unknown(name) for one in asserted for name in one.people.strangers]
    known = any(
        one.people.named or any(not is_ordinal(one.clause, at) for _, _, at in one.people.counted)
        for one in asserted
    )
    if unknown and not (known and reasons):
        return SentenceVerdict(sentence, ClaimVerdict.UNKNOWN_PERSON, tuple(unknown), provable)
    if reasons:
        return SentenceVerdict(sentence, ClaimVerdict.OVERCLAIMS, (*reasons, *unknown), provable)
    if len(asserted) < len(said):
        return _unclear(sentence, _PLAN, provable)
    if any(vague(one) for one in asserted):
        return _unclear(sentence, _NO_NUMBER, provable)
    people = {person for one in asserted for person in one.people.named}
    people |= {p for p in named if all(holds(p, needs) for one in asserted for _, needs, _ in one.claims)}
    counted = {number for one in asserted for number, _, _ in one.people.counted}
    unread = _unheld(read, asserted) or not_understood(sentence, tuple(people), counted, counts, zh=zh)
    if unread:
        return _unclear(sentence, _UNREAD, provable, quoted=unread)
    return SentenceVerdict(sentence, ClaimVerdict.PROVABLE, (), sentence)


def needed(sentence: str, named: tuple[NamedPerformer, ...]) -> Needed:
    """Whom, and how many in each state, one must show so that a provable sentence can be judged by them alone."""
    spelt = {_spelt(person): person for person in named}
    said = _said(affirmed(_bare(plain(sentence), tuple(spelt))), tuple(spelt), zh=is_chinese(sentence))
    most = {OPEN: 0, LICENSED: 0, ACTIVE: 0}
    for one in said:
        for number, more, at in one.people.counted:
            state = word_for(at, one)[1]
            if state in most:
                most[state] = max(most[state], number + more)
    people = dict.fromkeys(spelt[person] for one in said for person in one.people.named)
    return Needed(most[OPEN], most[LICENSED], most[ACTIVE], tuple(people))


def _said(sentence: str, named: tuple[NamedPerformer, ...], *, zh: bool) -> list[Said]:
    """The clauses that claim something of somebody; denials, questions and conditions claim nothing."""
    if frames.QUESTION.search(sentence) or is_of_others(sentence, named, zh=zh):
        return []
    silenced = frames.DENIAL.search(sentence) or frames.CONDITION.search(sentence)
    hearsay = bool(frames.HEARSAY.search(sentence))
    found: list[Said] = []
    spoken: list[tuple[str, str, int]] = []
    before = People()
    for lead, clause in pairwise(["", *frames.clauses(sentence)]):
        people = people_of(clause, named, zh=zh, ours=is_near(sentence, zh=zh))
        subject = lead if frames.LEAVES_OUT_ITS_SUBJECT.search(clause) else ""
        claims = _claims(clause, people, sentence, spoken, subject=subject, zh=zh)
        spoken = claims or spoken
        speaks_of = (
            before
            if before
            and (
                not people
                or _points_back(people)
                or _APPOSITION.search(clause)
                or (frames.AS_MANY.search(clause) and not people.names)
            )
            else people
        )
        before = _carried(before, people, clause, zh=zh)
        if not speaks_of.names and (
            frames.FIRST_PERSON.search(sentence) or frames.BEFORE_ITS_SUBJECT.search(clause)
        ):
            speaks_of = people_of(sentence, named, zh=zh)
        if not claims or not (
            speaks_of or people.pronoun or owns(claims) or frames.SHARE_OF_THEM.search(clause)
        ):
            continue
        contrast = bool(_CONTRAST.search(clause)) and bool(found or before)
        if silenced and not contrast:
            continue
        if frames.AUDIENCE.search(clause):
            continue
        if frames.NEGATION.search(clause) or (contrast and frames.DENIAL.search(clause)):
            continue
        look = frames.FUTURE.search(clause)
        made = [one for one in claims if not look or _is_made(clause, one, look)]
        ahead = (
            not made
            or (hearsay and not frames.CONFIRMED.search(clause))
            or bool(frames.UNFINISHED.search(clause))
        )
        if frames.ONLY_COUNT.search(clause):
            found = [one for one in found if not vague(one)]
        found.append(Said(clause, tuple(claims if ahead else made), speaks_of, ahead))
    return found


def _claims(
    clause: str, people: People, sentence: str, spoken: list[tuple[str, str, int]], *, subject: str, zh: bool
) -> list[tuple[str, str, int]]:
    """What a clause claims: by its words, by what is composed of them, by a number, or by what was `spoken` before it."""
    if frames.PARTITIVE.search(clause):
        return []
    about = tuple(p.zh if zh else p.en for p in people.named) + people.strangers
    ahead = any(
        frame.search(sentence if frame is frames.HEARSAY else clause)
        for frame in (frames.FUTURE, frames.HEARSAY, frames.UNFINISHED)
    )
    return (
        claims_of(clause, zh=zh, about=about, subject=subject)
        or (spoken if people and _ELLIPSIS.search(clause) else [])
        or composed(
            clause,
            zh=zh,
            about=about,
            ours=is_ours(sentence, zh=zh),
            ahead=ahead,
            counts=tuple(at for _, _, at in people.counted),
            subject=subject,
        )
        or (_boast(clause, sentence, zh=zh) if _is_boast(people, zh=zh) else [])
        or (spoken if people and any(frame.search(clause) for frame in _SAYS_IT_OF) else [])
    )


def _carried(before: People, people: People, clause: str, *, zh: bool) -> People:
    """Whom the next clause may speak of: those of this one, or those before an insertion with whomever it names of them."""
    if before and frames.ONLY_COUNT.search(clause):
        return replace(before, counted=tuple((numbers_zh if zh else numbers_en)(clause)))
    if before and (frames.ASIDE.search(clause) or _CALLING.search(clause)):
        return before
    if before and frames.AMONG_THEM.search(clause):
        return before.with_names_of(people)
    return people or before


def _boast(clause: str, sentence: str, *, zh: bool) -> list[tuple[str, str, int]]:
    """What a great number of performers claims by itself: as a line of its own, or beside this business and no other."""
    if _FRAGMENT.search(sentence):
        return [(clause.strip(), OPEN, 0)]
    look = frames.FUTURE.search(clause)
    whose = is_ours(sentence, zh=zh) or _US.search(clause) or (look and _COMPANY.search(clause))
    if (
        frames.AS_MANY.search(sentence)
        or not whose
        or other_deed(sentence, zh=zh)
        or other_business(_COMPANY.sub(" ", clause), zh=zh)
    ):
        return []
    return [(clause.strip(" ，,.。"), NEVER, look.start() if look else 0)]


def _points_back(people: People) -> bool:
    """Whether a pronoun stands where a name would."""
    return people.pronoun and not people.names


def _is_boast(people: People, *, zh: bool) -> bool:
    """Whether so many performers are counted that the number alone says something."""
    return (zh or people.general) and any(number >= BOAST for number, _, _ in people.counted)


def _is_made(clause: str, claim: tuple[str, str, int], look: re.Match[str]) -> bool:
    """Whether a claim beside something to come is made all the same: told in the past, or a verb that comes before it."""
    word, _, at = claim
    if at < look.start() < at + len(word) or frames.TO_GROW.search(clause[look.end() :]):
        return False
    if word.endswith("ed") and frames.DONE_ALREADY.search(clause[:at]):
        return True
    if frames.DONE_ATTRIBUTE.search(clause[:at]) and clause[at + len(word) :].startswith("的"):
        return True
    if frames.STANDS_NOW.search(clause[look.end() : max(at, look.end())]):
        return True
    return at < look.start() and not frames.OF_A_DEED.search(clause[at : look.start()])


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


_LICENSING = re.compile(r"\b(?:licen[cs]\w+|sign(?:s|ed)?|grant(?:s|ed)?)\b|授权|签", re.IGNORECASE)


def _unheld(sentence: str, asserted: list[Said]) -> str:
    """A word of licensing that nobody was held to, and that nothing denies."""
    held = any(needs != OPEN for one in asserted for _, needs, _ in one.claims)
    word = None if held or frames.NEGATION.search(sentence) else _LICENSING.search(sentence)
    return word.group() if word else ""


_UNREAD = (
    "publicity.words_not_understood",
    "这些词没有规则能读懂，它们也许说得比已签署的更多。",
    "No rule reads these words; they may say more than is signed.",
)


def _unclear(sentence: str, why: tuple[str, str, str], provable: str, *, quoted: str = "") -> SentenceVerdict:
    code, zh, en = why
    reason = Reason(code, quoted or sentence, zh, en)
    return SentenceVerdict(sentence, ClaimVerdict.UNCLEAR, (reason,), provable)


def _unknown(name: str) -> Reason:
    return Reason(
        "publicity.unknown_person",
        name,
        f"公开名册上没有“{name}”。",
        f"Nobody named “{name}” is publicly listed.",
    )
