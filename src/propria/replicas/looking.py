"""The engine's look at one recording, as the vault asks for it; the engine never learns whose recording it is."""

from propria.likeness.model import AssetKind
from propria.likeness.quality_model import Looked
from propria.likeness.slots import Look
from propria.replicas.engine import port
from propria.replicas.making import language_of
from propria.replicas.slots import EngineSlot


def look_by(slot: EngineSlot) -> Look:
    """How this engine looks at a recording. The callable raises what `port.Engine.look` refuses."""

    def look(kind: AssetKind, data: bytes, line: str) -> Looked:
        seen = slot.engine.look(port.Look(kind.value, data, line or None, language_of(line)), port.ignore)
        about = slot.engine.about
        return Looked(seen.measures, seen.sheet, seen.face, seen.voice, f"{about.name} {about.version}")

    return look
