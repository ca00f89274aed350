"""Hard facts that a brief asks of the person, held against what a performer says of themselves; pure.

A fact that a performer never said is not met: it is told as "not said", and neither guessed nor asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from propria.casting.profiles import rules as rules_profiles
from propria.casting.profiles.model import Profile
from propria.casting.sheet.model import Needs
from propria.kernel.errors import Malformed
from propria.scope.codes import languages
from propria.scope.words import Said, code_words

MOST_EACH = 10
NEED_WORDS = {
    "plays": Said("所演年龄", "Playing age"),
    "speaks": Said("所说语言", "Spoken languages"),
    "skills": Said("技能", "Skills"),
}


@dataclass(frozen=True)
class Lack:
    """One fact that is not met: because the performer does not say it, or says another. `asked`: what is missing, in words."""

    fact: str
    is_said: bool
    asked: Said

    @property
    def code(self) -> str:
        """`<fact>_not_said`, `<fact>_not_met`."""
        return f"{self.fact}_{'not_met' if self.is_said else 'not_said'}"

    @property
    def says(self) -> Said:
        """In one sentence."""
        head, why = NEED_WORDS[self.fact], self.why
        return Said(f"{head.zh}：{why.zh}", f"{head.en}: {why.en}")

    @property
    def why(self) -> Said:
        """The same without the name of the fact."""
        if not self.is_said:
            return Said("本人未说明。", "they do not say.")
        return Said(f"不符合：{self.asked.zh}。", f"not {self.asked.en}, by their own word.")


def checked(needs: Needs) -> Needs:
    """Facts that can be asked, each in its one spelling. Raises: Malformed(`casting.needs_unclear`) naming them."""
    tidy = Needs(needs.plays, _spelled(needs.speaks), _spelled(needs.speaks_any), _once(needs.skills))
    first, last = tidy.plays
    wrong = {
        "plays": not 0 <= first <= last <= rules_profiles.OLDEST,
        "speaks": "" in tidy.speaks or len(tidy.speaks) > MOST_EACH,
        "speaks_any": "" in tidy.speaks_any or len(tidy.speaks_any) > MOST_EACH,
        "skills": len(tidy.skills) > MOST_EACH or not all(map(_is_line, tidy.skills)),
    }
    if any(wrong.values()):
        problems = [name for name, is_wrong in wrong.items() if is_wrong]
        raise Malformed(
            "casting.needs_unclear", "Some facts asked of the person cannot be read.", problems=problems
        )
    return tidy


def _spelled(tags: Iterable[str]) -> tuple[str, ...]:
    found = []
    for tag in tags:
        try:
            found.append(languages.spell(tag))
        except ValueError:
            found.append("")
    return _once(found)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts))


def _is_line(text: str) -> bool:
    return 0 < len(text) <= rules_profiles.LONGEST_LINE and text.isprintable()


def lacks(needs: Needs, profile: Profile) -> tuple[Lack, ...]:
    """Every fact that this performer does not meet, in the order of NEED_WORDS."""
    said = {"plays": profile.plays != (0, 0), "speaks": bool(profile.speaks), "skills": bool(profile.skills)}
    met = {"plays": _plays(needs, profile), "speaks": _speaks(needs, profile), "skills": _has(needs, profile)}
    words = {fact: value for fact, _, value in rows(needs)}
    return tuple(Lack(fact, said[fact], words[fact]) for fact in NEED_WORDS if not met[fact])


def _plays(needs: Needs, profile: Profile) -> bool:
    (youngest, oldest), (first, last) = needs.plays, profile.plays
    return needs.plays == (0, 0) or (profile.plays != (0, 0) and first <= oldest and youngest <= last)


def _speaks(needs: Needs, profile: Profile) -> bool:
    every = all(rules_profiles.speaks(profile, tag) for tag in needs.speaks)
    one = not needs.speaks_any or any(rules_profiles.speaks(profile, tag) for tag in needs.speaks_any)
    return every and one


def _has(needs: Needs, profile: Profile) -> bool:
    held = {skill.casefold() for skill in profile.skills}
    return all(skill.casefold() in held for skill in needs.skills)


def rows(needs: Needs) -> list[tuple[str, Said, Said]]:
    """What is asked of the person, line by line: field, its name, what it says; what is not asked is no line."""
    found = []
    if needs.plays != (0, 0):
        first, last = needs.plays
        found.append(("plays", NEED_WORDS["plays"], Said(f"{first} 至 {last} 岁", f"{first} to {last}")))
    if needs.speaks or needs.speaks_any:
        every, one = _tongues(needs.speaks, "、", " and "), _tongues(needs.speaks_any, "或", " or ")
        both = [said for said in (every, one) if said.en]
        value = Said("；".join(said.zh for said in both), "; ".join(said.en for said in both))
        found.append(("speaks", NEED_WORDS["speaks"], value))
    if needs.skills:
        found.append(("skills", NEED_WORDS["skills"], Said("、".join(needs.skills), ", ".join(needs.skills))))
    return found


def _tongues(tags: Iterable[str], zh: str, en: str) -> Said:
    words = [code_words("language", tag) for tag in tags]
    return Said(zh.join(word.zh for word in words), en.join(word.en for word in words))
