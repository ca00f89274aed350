"""What usage needs from later contexts, as types: what a use was charged."""

from collections.abc import Callable

from propria.kernel.money import Money
from propria.plumbing.database import Session

Charged = Callable[[str, Session], Money | None]
"""(use id, db) → what the use was charged in all, or None while nothing was."""
