"""Who plays in the demo: five people of the story and six performers more, all invented."""

import json
from dataclasses import dataclass
from pathlib import Path

import propria
from propria.parties.model import Role

CAST_FOLDER = Path(propria.__file__).parents[2] / "examples" / "cast"


@dataclass(frozen=True)
class Player:
    """One invented person: the short name that signs in with one click, and the folder of their recordings."""

    short: str
    zh: str
    en: str
    role: Role
    folder: str = ""


STORY = (
    Player("mina", "米娜·霍尔丹", "Mina Haldane", Role.PERFORMER, "mina-haldane"),
    Player("rafael", "拉斐尔·奥尔蒂斯", "Rafael Ortiz", Role.REPRESENTATIVE),
    Player("cleo", "克莱奥·勃兰特", "Cleo Brandt", Role.CREATOR),
    Player("otto", "奥托·林奎斯特", "Otto Lindqvist", Role.OPERATOR),
    Player("wen", "温竹溪", "Wen Zhuxi", Role.PERFORMER, "wen-zhuxi"),
)
STUDIO = ("颂隼影业", "Ode & Kestrel Pictures")


def company() -> list[Player]:
    """The story's people, and every further performer who has a profile among the cast's files."""
    known = {player.folder for player in STORY}
    found = list(STORY)
    for file in sorted(CAST_FOLDER.glob("*/profile.json")):
        if file.parent.name not in known:
            name = json.loads(file.read_text("utf-8"))["name"]
            short = file.parent.name.partition("-")[0]
            found.append(Player(short, name["zh"], name["en"], Role.PERFORMER, file.parent.name))
    return found
