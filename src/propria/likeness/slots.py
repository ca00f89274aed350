"""What the vault needs from later contexts, as types."""

from collections.abc import Callable
from pathlib import Path

from propria.kernel.ranged import Bytes
from propria.likeness.checks.model import Found, Origin
from propria.likeness.coaching.model import Glimpse
from propria.likeness.model import AssetKind
from propria.likeness.orders.model import Holding
from propria.likeness.quality_model import Looked
from propria.plumbing.database import Session
from propria.plumbing.web.words import Words

Look = Callable[[AssetKind, Bytes, str], Looked]
"""(kind, the recording in the clear, the words spoken in it or nothing) → what is seen and heard in it."""

WhoIsIn = Callable[[AssetKind, Bytes], Found]
"""(kind, a file in the clear) → every face and voice in it, and when."""

Watch = Callable[[bytes], Glimpse]
"""(one small picture of a camera, as JPEG) → what it shows."""

OriginOf = Callable[[Path, str], Origin]
"""(a file, performer id) → where it comes from, and whether a licence of that performer stands behind it."""

HeldElsewhere = Callable[[str, Session], tuple[tuple[Words, Holding], ...]]
"""(performer id, db) → what else of a performer later contexts hold, by kind, and how many of it an order alone keeps."""
