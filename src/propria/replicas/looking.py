"""The engine's look at one recording, as the vault asks for it; the engine never learns whose recording it is."""

from propria.kernel.ranged import Bytes
from propria.likeness.checks.model import WHOLE, Found, Moment, Trait
from propria.likeness.model import AssetKind
from propria.likeness.quality_model import Looked
from propria.likeness.slots import Look, Watch, WhoIsIn
from propria.replicas.engine import port
from propria.replicas.making import language_of
from propria.replicas.slots import EngineSlot
from propria.replicas.watching import Watcher


def look_by(slot: EngineSlot) -> Look:
    """How this engine looks at a recording; a spoken consent is a voice whose words are read back.

    The callable raises what `port.Engine.look` refuses.
    """

    def look(kind: AssetKind, data: Bytes, line: str) -> Looked:
        spoken = kind is AssetKind.SPOKEN_CONSENT
        what = AssetKind.VOICE if spoken else kind
        asked = port.Look(what.value, data, line or None, language_of(line), reads_back=spoken)
        seen = slot.engine.look(asked, port.ignore)
        about = slot.engine.about
        return Looked(seen.measures, seen.sheet, seen.face, seen.voice, f"{about.name} {about.version}")

    return look


def who_is_in(slot: EngineSlot) -> WhoIsIn:
    """Whom this engine sees and hears in a file, and when; for the whole file where it cannot say when."""

    def who(kind: AssetKind, data: Bytes) -> Found:
        seen = slot.engine.look(port.Look(kind.value, data, moments=True), port.ignore)
        about = slot.engine.about
        is_still = kind is AssetKind.PHOTO
        moments = [
            Moment(Trait(m.what), m.from_ms, WHOLE if is_still else m.to_ms, m.embedding)
            for m in seen.moments
        ]
        if not moments:
            whole = ((Trait.FACE, seen.face), (Trait.VOICE, seen.voice))
            moments = [Moment(trait, 0, WHOLE, found) for trait, found in whole if found is not None]
        return Found(tuple(moments), f"{about.name} {about.version}")

    return who


def watch_by(slot: EngineSlot) -> Watch | None:
    """The eyes of the engine that runs here; none where it is elsewhere, for then pictures would leave."""
    return None if slot.is_elsewhere else Watcher()
