"""What the vault needs from a later context, as a type."""

from collections.abc import Callable

from propria.likeness.model import AssetKind
from propria.likeness.quality_model import Looked

Look = Callable[[AssetKind, bytes, str], Looked]
"""(kind, the recording in the clear, the words spoken in it or nothing) → what is seen and heard in it."""
