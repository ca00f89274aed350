"""The life of a replica version, as a table."""

from propria.kernel.lifecycle import Lifecycle

VERSION = Lifecycle(
    "replica_version",
    initial="building",
    table={
        ("building", "finish"): "built",
        ("building", "fail"): "failed",
        ("building", "stop"): "stopped",
        ("built", "approve"): "approved",
        ("built", "refuse"): "refused",
        ("building", "taint"): "tainted",
        ("built", "taint"): "tainted",
        ("approved", "taint"): "tainted",
        ("tainted", "taint"): "tainted",
        ("building", "cancel"): "cancelled",
        ("built", "cancel"): "cancelled",
        ("approved", "cancel"): "cancelled",
        ("tainted", "cancel"): "cancelled",
        ("refused", "cancel"): "refused",
        ("failed", "cancel"): "failed",
        ("stopped", "cancel"): "stopped",
        ("cancelled", "cancel"): "cancelled",
        ("refused", "taint"): "refused",
        ("failed", "taint"): "failed",
        ("stopped", "taint"): "stopped",
        ("cancelled", "taint"): "cancelled",
    },
)
