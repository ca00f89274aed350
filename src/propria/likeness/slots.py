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

Look = Callable[[AssetKind, Bytes, str], Looked]
"""(kind, the recording in the clear, the words spoken in it or nothing) → what is seen and heard in it."""

WhoIsIn = Callable[[AssetKind, bytes], Found]
"""(kind, a file in the clear) → every face and voice in it, and when."""

Watch = Callable[[bytes], Glimpse]
"""(one small picture of a camera, as JPEG) → what it shows."""

OriginOf = Callable[[Path, str], Origin]
"""(a file, performer id) → where it comes from, and whether a licence of that performer stands behind it."""

HeldElsewhere = Callable[[str, Session], Holding]
"""(performer id, db) → the files that later contexts hold of a performer, and which of them an order alone keeps."""
