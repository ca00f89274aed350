"""What licences need from later contexts, as types: what a withdrawal does to what they hold."""

from collections.abc import Callable

from propria.plumbing.database import Session
from propria.record.model import Words

LicenceEffects = Callable[[str, Session], tuple[Words, ...]]
"""(licence id, db) → what its withdrawal does to works in flight, finished works, files and money."""
