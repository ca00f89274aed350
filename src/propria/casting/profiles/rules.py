"""Rules of casting profiles; pure: what can be said, in which form, and who plays or speaks what is sought."""

import re
from dataclasses import replace

from propria.casting.profiles.model import Credit, Profile
from propria.kernel.errors import Malformed
from propria.scope.codes import languages, territories

LONGEST_ABOUT, LONGEST_LINE, LONGEST_LINK = 600, 80, 300
MOST_SKILLS, MOST_TONGUES, MOST_CREDITS = 30, 20, 100
OLDEST = 120
HEIGHTS = range(40, 261)
HEIGHT_BANDS = ((40, 149), (150, 159), (160, 169), (170, 179), (180, 189), (190, 260))
"""In centimetres, both ends among them."""
SKILL, SINGLE = "skill", ("based_in", "height", "voice", "union")
STATED = (SKILL, *SINGLE)
"""Facts that a search may ask for: one of many, and those that are one each."""
YEARS = range(1880, 2200)
_ISNI_DIGITS, _EIDR_PREFIX = 16, "10.5240/"
_LINK = re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?][!-~]*)?")
"""An https address of a named host: no port, no user, nothing that a reader would not see."""
_BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def checked(profile: Profile) -> Profile:
    """A profile that can be signed: every part readable and in its one spelling.

    Raises: Malformed(`casting.profile_unclear`) naming the parts.
    """
    tidy = _tidy(profile)
    first, last = tidy.plays
    problems = [
        name
        for name, wrong in (
            ("about", not all(_readable(text, LONGEST_ABOUT) for text in tidy.about)),
            ("plays", not 0 <= first <= last <= OLDEST),
            ("speaks", len(tidy.speaks) > MOST_TONGUES or not all(map(_is_tongue, tidy.speaks))),
            ("skills", len(tidy.skills) > MOST_SKILLS or not all(_readable(s, LONGEST_LINE) for s in tidy.skills)),
            ("voice", not _readable(tidy.voice, LONGEST_LINE)),
            ("height_cm", tidy.height_cm != 0 and tidy.height_cm not in HEIGHTS),
            ("union", not _readable(tidy.union, LONGEST_LINE)),
            ("based_in", bool(tidy.based_in) and tidy.based_in not in territories.TERRITORIES),
            ("isni", bool(tidy.isni) and not is_isni(tidy.isni)),
            ("credits", len(tidy.credits) > MOST_CREDITS or not all(map(_is_credit, tidy.credits))),
            ("showreel", bool(tidy.showreel) and not _is_link(tidy.showreel)),
        )
        if wrong
    ]  # fmt: skip
    if problems:
        raise Malformed("casting.profile_unclear", "Some of the profile cannot be read.", problems=problems)
    return tidy


def _tidy(profile: Profile) -> Profile:
    return replace(
        profile,
        about=(profile.about[0].strip(), profile.about[1].strip()),
        speaks=tuple(dict.fromkeys(_spelled(tag) for tag in profile.speaks)),
        skills=tuple(dict.fromkeys(s.strip() for s in profile.skills if s.strip())),
        isni=profile.isni.replace(" ", "").upper(),
        credits=tuple(replace(c, eidr=c.eidr.strip().upper()) for c in profile.credits),
        showreel=profile.showreel.strip(),
    )


def _spelled(tag: str) -> str:
    try:
        return languages.spell(tag)
    except ValueError:
        return tag


def _is_tongue(tag: str) -> bool:
    try:
        return languages.spell(tag) == tag
    except ValueError:
        return False


def _readable(text: str, longest: int) -> bool:
    return len(text) <= longest and all(c.isprintable() or c == "\n" for c in text)


def _is_link(text: str) -> bool:
    return len(text) <= LONGEST_LINK and _LINK.fullmatch(text) is not None


def _is_credit(credit: Credit) -> bool:
    lines = bool(credit.title.strip()) and all(
        _readable(t, LONGEST_LINE) for t in (credit.title, credit.role)
    )
    return lines and (credit.year == 0 or credit.year in YEARS) and (not credit.eidr or is_eidr(credit.eidr))


def is_isni(text: str) -> bool:
    """Whether this is an ISNI by its check character (ISO 7064 mod 11-2).

    >>> is_isni("0000000121032683"), is_isni("0000000121032684")
    (True, False)
    """
    if len(text) != _ISNI_DIGITS or not text[:-1].isdecimal():
        return False
    total = 0
    for digit in text[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == text[-1]


def is_eidr(text: str) -> bool:
    """Whether this is an EIDR of a work by its check character (ISO 7064 mod 37,36).

    >>> is_eidr("10.5240/7791-8534-2C23-9030-8610-5"), is_eidr("10.5240/7791-8534-2C23-9030-8610-6")
    (True, False)
    """
    body = text.removeprefix(_EIDR_PREFIX)
    groups = body.split("-")
    if not text.startswith(_EIDR_PREFIX) or [len(g) for g in groups] != [4, 4, 4, 4, 4, 1]:
        return False
    signs = [_BASE_36.find(sign) for sign in body.replace("-", "")]
    if min(signs) < 0:
        return False
    total = 36
    for sign in signs[:-1]:
        total = (total + sign) % 36 or 36
        total = total * 2 % 37
    return (total + signs[-1]) % 36 == 1


def plays(profile: Profile, age: int) -> bool:
    """Whether they say that they play this age."""
    return profile.plays != (0, 0) and profile.plays[0] <= age <= profile.plays[1]


def speaks(profile: Profile, tag: str) -> bool:
    """Whether they say that they speak a language, or an accent of it: `en` is spoken by who speaks `en-GB`."""
    return any(spoken == tag or spoken.startswith(f"{tag}-") for spoken in profile.speaks)


def stated(profile: Profile) -> dict[str, tuple[str, ...]]:
    """What a search may ask of the facts that they state, by filter, each as `spelled`; of a height, its band."""
    band = next((f"{low}-{high}" for low, high in HEIGHT_BANDS if low <= profile.height_cm <= high), "")
    said = {"based_in": profile.based_in, "height": band, "voice": profile.voice, "union": profile.union}
    lines = {name: spelled(name, value) for name, value in said.items()}
    skills = tuple(dict.fromkeys(spelled(SKILL, skill) for skill in profile.skills))
    return {SKILL: skills} | {name: (line,) if line else () for name, line in lines.items()}


def spelled(name: str, value: str) -> str:
    """A fact as a search compares it: a skill whatever the case of its letters, the others on one line."""
    return value.strip().casefold() if name == SKILL else " ".join(value.split())
