"""The life of an export, as a table; what nobody fetched within its day is `expired`, by the clock alone."""

from propria.kernel.lifecycle import Lifecycle

EXPORT = Lifecycle(
    "export",
    initial="asked",
    table={
        ("asked", "confirm"): "confirmed",
        ("asked", "stop"): "stopped",
        ("confirmed", "fetch"): "fetched",
        ("confirmed", "stop"): "stopped",
    },
)
