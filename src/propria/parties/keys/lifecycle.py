"""The life of a recovery, as a table."""

from propria.kernel.lifecycle import Lifecycle

RECOVERY = Lifecycle(
    "recovery",
    initial="begun",
    table={
        ("begun", "vouch"): "begun",
        ("begun", "attest"): "waiting",
        ("begun", "veto"): "vetoed",
        ("waiting", "finish_wait"): "barred",
        ("waiting", "veto"): "vetoed",
        ("barred", "finish_bar"): "done",
        ("barred", "veto"): "vetoed",
    },
)
