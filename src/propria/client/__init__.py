"""A light client for pipelines: ask the gate, have takes and lines rendered, fetch and check what comes back.

It knows the words of scope and proofs and the standard library; no server, no database, no web framework.
"""

from propria.client.answers import Decision, Permit, Render
from propria.client.leases import OfflineLease
from propria.client.library import Library
from propria.client.wire import Unavailable

__all__ = ["Decision", "Library", "OfflineLease", "Permit", "Render", "Unavailable"]
