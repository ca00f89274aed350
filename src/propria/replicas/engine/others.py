"""Who a replica is held against besides its performer: the invented people of the library's cast. No real person is in it.

`others.json` keeps one face and, for some, one voice each, as unit vectors by `likeness`. Write it anew from the cast's stills and
lines: `python -m propria.replicas.engine.others examples/cast`.
"""

import functools
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from propria.replicas.engine.faces import find_faces
from propria.replicas.engine.footage import read_sound
from propria.replicas.engine.likeness import Embedding, alike, face_embedding, mean_embedding, voice_embedding
from propria.replicas.engine.pictures import read_picture
from propria.replicas.engine.port import INVENTED
from propria.replicas.engine.sound import levelled

KEPT = Path(__file__).with_name("others.json")
SAME_PERSON = 0.85
"""SFace's cosine from which one of the cast is the performer and so no other; two of the cast reach 0.78 with each other."""
_PLACES = 4


@dataclass(frozen=True)
class Others:
    """Faces and voices by name."""

    faces: Mapping[str, Embedding]
    voices: Mapping[str, Embedding]

    def without(self, face: Embedding) -> "Others":
        """All but whoever the recordings themselves show to be this person."""
        same = {name for name, one in self.faces.items() if alike(one, face) >= SAME_PERSON}
        return Others(
            {name: one for name, one in self.faces.items() if name not in same},
            {name: one for name, one in self.voices.items() if name not in same},
        )


def beside(
    made: Sequence[Embedding], recorded: Sequence[Embedding], others: Mapping[str, Embedding]
) -> dict[str, Any]:
    """Cosines of what was made with others: the mean, the nearest; and the mean of the performer's recordings with them.

    Empty where there is nothing to compare.
    """
    if not made or not recorded or not others:
        return {}
    each = {name: float(np.mean([alike(one, other) for one in made])) for name, other in others.items()}
    real = [alike(one, other) for one in recorded for other in others.values()]
    return {
        "others": len(others),
        "other": round(float(np.mean(list(each.values()))), 3),
        "other_nearest": round(max(each.values()), 3),
        "other_of_recordings": round(float(np.mean(real)), 3),
    }


def about() -> dict[str, str]:
    """Which others a card was measured with."""
    return {"name": INVENTED, "sha256": hashlib.sha256(KEPT.read_bytes()).hexdigest()}


@functools.cache
def others() -> Others:
    """The kept people."""
    kept = json.loads(KEPT.read_text("utf-8"))
    return Others(*({n: _unit(row) for n, row in kept[part].items()} for part in ("faces", "voices")))


def _unit(row: Sequence[float]) -> Embedding:
    return mean_embedding([np.array(row, np.float32)])


def embedded(cast: Path) -> Others:
    """Each person of a folder by the middle of their stills, and of their lines where they speak."""
    people = sorted(one.parent for one in cast.glob("*/profile.json"))
    faces = {one.name: _face(sorted(one.glob("still-*.jpg"))) for one in people}
    voices = {one.name: _voice(lines) for one in people if (lines := sorted(one.glob("lines/*.flac")))}
    return Others(faces, voices)


def _face(stills: Sequence[Path]) -> Embedding:
    pictures = [read_picture(still.read_bytes()) for still in stills]
    return mean_embedding([face_embedding(one, find_faces(one)[0].points) for one in pictures])


def _voice(lines: Sequence[Path]) -> Embedding:
    return mean_embedding([voice_embedding(levelled(read_sound(line.read_bytes()))) for line in lines])


def written(found: Others) -> str:
    """The file: one person a line."""

    def rows(part: Mapping[str, Embedding]) -> str:
        said = (f'"{n}": {json.dumps([round(float(x), _PLACES) for x in row])}' for n, row in part.items())
        return ",\n".join(said)

    return f'{{"faces": {{\n{rows(found.faces)}\n}},\n"voices": {{\n{rows(found.voices)}\n}}}}\n'


if __name__ == "__main__":
    KEPT.write_text(written(embedded(Path(sys.argv[1]))), "utf-8")
