"""A script counted: its scenes, and for each role its lines and the scenes it speaks in. Pure; nothing is kept.

A *line* is one speech, until somebody else speaks or the action goes on. Speeches are told as scripts write them: a name in
capitals or after `@` on a line of its own with words beneath (Fountain), or `名字：台词` and `NAME: words` on one line. Scenes begin
at INT., EXT., a forced `.`, `第 3 场`, `场景 3` or `3-1 … 内/外`. Where a script is written otherwise the counts say less than it does;
they are for the reader to correct. Source: Fountain syntax, fountain.io.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from propria.casting.scripts.files import text_of

_ASIDE = re.compile(r"[（(\[【].*?[）)\]】]")
_LEFT_OUT = re.compile(r"/\*.*?\*/|\[\[.*?\]\]", re.S)
_NUMERAL = r"[0-9０-９一二三四五六七八九十百零两]+"
_HEADING = re.compile(
    rf"(?:\d+[A-Z]?[.、]?\s+)?(?:(?:INT|EXT|EST|I/E)\b[./ ]|INT\.?/EXT)|\.(?=[^.\s])"
    rf"|第\s*{_NUMERAL}\s*[场場幕]|场景?\s*{_NUMERAL}|\d+\s*[-－—.、]\s*\d*\s*\S{{0,20}}\s*[内外日夜]\b",
    re.I,
)
_TRANSITION = re.compile(r"(?:.*\bTO:|FADE (?:IN|OUT)\W*|THE END|BLACK\W*|TITLE CARD\W*|CUT\W*)$")
_SPOKEN = re.compile(r"([\u4e00-\u9fff·A-Za-z0-9 .'-]{1,24}?)\s*(?:[（(][^）)]*[）)])?\s*[：:]\s*(\S.*)$")
_ABOUT_A_SCENE = frozenset(
    {
        "时间",
        "地点",
        "人物",
        "出场人物",
        "场景",
        "备注",
        "片名",
        "剧名",
        "编剧",
        "导演",
        "作者",
        "字幕",
        "道具",
    }
    | {"TITLE", "AUTHOR", "AUTHORS", "CREDIT", "SOURCE", "CONTACT", "DRAFT", "NOTE"}
)
_LONGEST_NAME = 40
_MOST_WORDS = 5


@dataclass(frozen=True)
class RoleCount:
    """One role: how many lines it has, and in how many scenes it speaks."""

    name: str
    lines: int
    scenes: int


@dataclass(frozen=True)
class Script:
    """A script as it was read. `sha256` is of the file, `text_sha256` of its text as UTF-8, which is what is lodged."""

    sha256: str
    text_sha256: str
    text: str
    scenes: int
    roles: tuple[RoleCount, ...]


def read_script(data: bytes) -> Script:
    """Read and count a file. Roles with most lines first. Raises: Malformed(`casting.script_unreadable`)."""
    text = text_of(data)
    lines: dict[str, int] = {}
    scenes: dict[str, set[int]] = {}
    scene = 0
    for name in spoken(text):
        if name is None:
            scene += 1
            continue
        lines[name] = lines.get(name, 0) + 1
        scenes.setdefault(name, set()).add(scene)
    roles = (RoleCount(name, count, len(scenes[name])) for name, count in lines.items())
    return Script(
        sha256=sha256(data).hexdigest(),
        text_sha256=sha256(text.encode()).hexdigest(),
        text=text,
        scenes=scene or int(bool(lines)),
        roles=tuple(sorted(roles, key=lambda one: (-one.lines, one.name))),
    )


def spoken(text: str) -> Iterator[str | None]:
    """The names of those who speak in their order, None where a scene begins.

    >>> list(spoken("INT. ROOM\\n\\nANN (V.O.)\\nHello.\\n\\n第2场 街道\\n老王：走吧。"))
    [None, 'ANN', None, '老王']
    """
    lines = [line.strip() for line in _LEFT_OUT.sub("", text).splitlines()]
    apart = any(not line for line in lines[:-1])
    for place, line in enumerate(lines):
        if not line or line.startswith(("=", "#", "~", ">")):
            continue
        if _HEADING.match(line):
            yield None
        elif name := _cue(lines, place, apart=apart) or _said_in_line(line):
            yield name


def _cue(lines: list[str], place: int, *, apart: bool) -> str:
    line = lines[place]
    name = _name(line)
    after = lines[place + 1] if place + 1 < len(lines) else ""
    if not name or not after or _HEADING.match(after):
        return ""
    if line.startswith("@"):
        return name
    if apart and place and lines[place - 1]:
        return ""
    loud = name == name.upper() != name.lower() and name[-1] not in ".!?:;,…"
    short = len(name) <= _LONGEST_NAME and len(name.split()) <= _MOST_WORDS
    return name if loud and short and not _TRANSITION.match(name) and name not in _ABOUT_A_SCENE else ""


def _said_in_line(line: str) -> str:
    found = _SPOKEN.match(line)
    name = _name(found[1]) if found else ""
    loud = name == name.upper()
    return name if loud and name not in _ABOUT_A_SCENE and not name.isdigit() else ""


def _name(line: str) -> str:
    return " ".join(_ASIDE.sub("", line).strip("@^ *_").split())
