"""The life of an archive, as a table; what nobody fetches within seven days is dropped."""

from propria.kernel.lifecycle import Lifecycle

ARCHIVE = Lifecycle(
    "archive",
    initial="making",
    table={
        ("making", "finish"): "ready",
        ("making", "fail"): "failed",
        ("making", "drop"): "dropped",
        ("ready", "fetch"): "fetched",
        ("ready", "drop"): "dropped",
    },
)
