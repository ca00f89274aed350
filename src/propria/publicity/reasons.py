"""What is wrong with one clause that claims: the word, the name, the project, the share or the number. Pure."""

import re
from dataclasses import dataclass
from itertools import islice

from propria.publicity import frames
from propria.publicity.lexicon import ACTIVE, BEYOND_EN, BEYOND_ZH, LICENSED, NEVER, OPEN, WORKS_EN
from propria.publicity.model import NamedPerformer, PublicCounts, Reason
from propria.publicity.numbers import AT_MOST, FEWER, numbers_en, numbers_zh
from propria.publicity.people import People

_BEYOND_ANY = rf"(?<!\bno )(?<!\bnon-)(?:{BEYOND_EN})|(?<!非)(?<!不含)(?:{BEYOND_ZH})"
_BEYOND = re.compile(_BEYOND_ANY, re.IGNORECASE)
_BEYOND_SCOPE = re.compile(
    rf"{_BEYOND_ANY}|\b(?:games|merchandis(?:e|ing)|toys|commercials|adverts|advertising)\b|周边(?!的)|游戏(?!《)|衍生品",
    re.IGNORECASE,
)
"""As above, and other uses: where it is said what a licence covers."""
_OURS = re.compile(r"^(?:our\b|我们的|平台|本平台|在册)", re.IGNORECASE)
_TITLE = re.compile(
    r"《([^》]+)》"
    r"|(?:\bfor|\bin|\b(?:voice|face|likeness|image) to|\bcovers?|\bincludes?|\bextends to|\bproject,?|\blicen[cs]ed?:?|[(:–])"
    r"(?: (?:(?:the|an?|her|his|their) )?(?:[\w-]+ ){0,2}?[a-z]+)? [“\"]([^”\"]+)[”\"]"
    r"|(?:\blicen[cs]ed (?:(?:her|his|their) (?:likeness|face|voice|image) )?for (?!AI\b|[A-Z]\w+day\b)"
    rf"|\b(?:for|in|to) (?:(?:the|an?|its|her) )?(?:[a-z-]+ ){{0,2}}?(?:{WORKS_EN}) )([A-Z][\w'-]+(?: (?:of |the )?[A-Z][\w'-]+){{0,4}})"
)

_MORE_TITLES = re.compile(
    r"[”\"](?:,| and|, and| &)(?: (?:its|the|a|their|\w+) (?:\w+),?)? [“\"]([^”\"]+)[”\"]"
)


@dataclass(frozen=True)
class Said:
    """One clause that claims: its words, its people, and whether it asserts or only looks ahead."""

    clause: str
    claims: tuple[tuple[str, str, int], ...]
    people: People
    is_open_ended: bool


def reasons_against(one: Said, sentence: str, counts: PublicCounts) -> list[Reason]:
    """What is wrong with one clause that claims."""
    of_whom = one.people or not one.people.pronoun or frames.SHARE_OF_THEM.search(one.clause)
    share = [*(_share_reasons(one.clause, counts) if of_whom else []), *_whole_reasons(one.clause, counts)]
    if vague(one) and not share and (_some_of_ours(one) or not owns(list(one.claims))):
        return []
    return [
        *_word_reasons(one),
        *_name_reasons(one),
        *_project_reasons(one, sentence),
        *_beyond_reasons(one, sentence),
        *share,
        *_count_reasons(one, counts),
    ]


def _some_of_ours(one: Said) -> bool:
    """Whether some of *our performers*, not said how many, are in a state: whose page it is, and no roster."""
    only_ours = all(needs != NEVER or _OURS.search(word) for word, needs, _ in one.claims)
    return bool(frames.SOME_OF_OURS.search(one.clause)) and _has_state(one) and only_ours


_ALL_OF_THEM = re.compile(r"all of (?:them|those|whom)\b", re.IGNORECASE)
"""Those who were counted in the same clause."""


def _counts(clause: str) -> bool:
    return bool(numbers_en(clause) or numbers_zh(clause))


def _share_reasons(clause: str, counts: PublicCounts) -> list[Reason]:
    share = frames.SHARE.search(clause)
    if not share or (_ALL_OF_THEM.match(share.group()) and _counts(clause)):
        return []
    return [
        Reason(
            "publicity.share_without_whole",
            share.group().strip(),
            f"没有可核对的总数；实数：{counts.open}位愿意洽谈，{counts.licensed}位已就具名作品授权。",
            f"No whole is on record to take a share of; {counts.open} are open and {counts.licensed} licensed.",
        )
    ]


def _whole_reasons(clause: str, counts: PublicCounts) -> list[Reason]:
    """What is said beside the people counted: a whole that is larger than the register, or so many more than before."""
    wholes = [m for m in frames.WHOLE.finditer(clause) if counts.whole and _largest(m.group()) > counts.open]
    return [
        Reason(
            "publicity.number_too_large",
            match.group().strip(),
            f"实数：{counts.open}位愿意洽谈，{counts.licensed}位已就具名作品授权；增减无记录可核对。",
            f"{counts.open} are open to enquiries and {counts.licensed} licensed; no growth is on record to be checked.",
        )
        for match in (*wholes, *frames.GROWTH.finditer(clause))
    ]


def _largest(words: str) -> int:
    return max((number for number, _, _ in (*numbers_en(words), *numbers_zh(words))), default=0)


def _word_reasons(one: Said) -> list[Reason]:
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


def _has_state(one: Said) -> bool:
    """Whether another word of the clause says a state, so that *our performers* only says whose page it is."""
    return any(needs != NEVER for _, needs, _ in one.claims)


def _name_reasons(one: Said) -> list[Reason]:
    reasons = []
    for person in one.people.named:
        for word, needs, _ in one.claims:
            if not holds(person, needs):
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


def holds(person: NamedPerformer, needs: str) -> bool:
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


def _project_reasons(one: Said, sentence: str) -> list[Reason]:
    """A licence is for the project that it names: another title in the sentence is another licence."""
    titles = [a or b or c for a, b, c in _TITLE.findall(sentence)]
    titles += _MORE_TITLES.findall(sentence) if titles else []
    licensed = [p for p in one.people.named if p.licensed_projects]
    if not any(needs in (LICENSED, ACTIVE) for _, needs, _ in one.claims):
        return []
    wrong = [
        (person, title)
        for person in licensed
        for title in titles
        if title.casefold() not in {known.casefold() for known in person.licensed_projects}
    ]
    several = frames.PROJECTS.search(one.clause) or frames.LICENCES.search(one.clause)
    wrong += [
        (p, several.group().strip())
        for p in licensed
        if several and _number_of(several) > len(p.licensed_projects)
    ]
    return [
        Reason(
            "publicity.other_project",
            title,
            f"{person.zh}的授权不及《{title}》。",
            f"{person.en} has licensed no project called “{title}”.",
        )
        for person, title in wrong
    ] + _unsaid_projects(one, sentence)


def _unsaid_projects(one: Said, sentence: str) -> list[Reason]:
    """The licences of whoever is said to have licensed nothing else."""
    if not frames.NOTHING_ELSE.search(sentence):
        return []
    return [
        Reason(
            "publicity.other_project",
            title,
            f"{person.zh}还授权了《{title}》。",
            f"{person.en} has licensed “{title}”, too.",
        )
        for person in one.people.named
        for title in person.licensed_projects
        if len(person.licensed_projects) > 1 and title.casefold() not in sentence.casefold()
    ]


def _number_of(projects: re.Match[str]) -> int:
    """How many projects are said, at least two where no number is."""
    numbers = [*numbers_en(projects.group()), *numbers_zh(projects.group())]
    return max(2, *(number for number, _, _ in numbers), 0)


def _beyond_reasons(one: Said, sentence: str) -> list[Reason]:
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
        for match in islice((*_BEYOND.finditer(one.clause), *_beyond_scopes(sentence)), 1)
    ]


def _beyond_scopes(sentence: str) -> list[re.Match[str]]:
    """What a licence is said to cover that no announcement says, in whichever clause of its sentence."""
    scopes = [frames.SCOPE.search(c) for c in frames.clauses(sentence) if not frames.NEGATION.search(c)]
    return [found for scope in scopes if scope for found in _BEYOND_SCOPE.finditer(scope.group())]


def _count_reasons(one: Said, counts: PublicCounts) -> list[Reason]:
    reasons = []
    for number, more, at in one.people.counted:
        word, needs = word_for(at, one)
        true = {LICENSED: counts.licensed, ACTIVE: counts.active}.get(needs, counts.open)
        before = one.clause[:at]
        if frames.EXACTLY.search(one.clause):
            false = number != true or not counts.whole
        elif FEWER.search(before) or AT_MOST.search(before):
            false = true > number - bool(FEWER.search(before)) or not counts.whole
        else:
            false = number > true or (more and number >= true)
        if false:
            reasons.append(
                Reason(
                    "publicity.number_too_large",
                    f"{number} … {word}",
                    f"实数：{counts.open}位愿意洽谈，{counts.licensed}位已就具名作品授权，不是{number}。",
                    f"The true numbers are {counts.open} open to enquiries and {counts.licensed} licensed, not {number}.",
                )
            )
    return reasons


_COMES_TO = re.compile(r"(?:runs?|ran|extends?) to\b|(?:stands?|stood) at\b|numbers\b", re.IGNORECASE)
"""How many there are, of whatever the other words say."""


def word_for(at: int, one: Said) -> tuple[str, str]:
    """The claiming word that a number at `at` belongs to: of those before the next number the most demanding, else the last before."""
    stated = [claim for claim in one.claims if claim[1] != NEVER] or list(one.claims)
    stated = [claim for claim in stated if not _COMES_TO.match(claim[0])] or stated
    following = min((place for _, _, place in one.people.counted if place > at), default=len(one.clause) + 1)
    after = [(word, needs) for word, needs, place in stated if at <= place < following]
    return max(after, key=lambda said: _DEMANDS.index(said[1])) if after else stated[-1][:2]


_DEMANDS = (OPEN, LICENSED, ACTIVE, NEVER)
"""What words need, from what most people have to what nobody has."""


def owns(claims: list[tuple[str, str, int]]) -> bool:
    """Whether a claiming word says itself whose performers they are: *our actors*, a roster."""
    return any(
        re.search(
            r"roster|stable|bench|headcount|intake|\bour\b|旗下|我们的|^\S{2,3}(?:艺人|演员|表演者)$",
            word,
            re.IGNORECASE,
        )
        for word, _, _ in claims
    )


def vague(one: Said) -> bool:
    """Whether it names nobody and counts nobody."""
    return not (one.people.named or one.people.counted or one.people.strangers)
