"""The life of a denial, as a table."""

from propria.kernel.lifecycle import Lifecycle

DENIAL = Lifecycle(
    "denial",
    initial="received",
    table={
        ("received", "mark"): "disputed",
        ("received", "hide"): "hidden",
        ("received", "bring_evidence"): "evidenced",
        ("received", "show_proof"): "answered",
        ("disputed", "confirm"): "confirmed",
        ("disputed", "stay_silent"): "hidden",
        ("disputed", "bring_evidence"): "evidenced",
        ("disputed", "show_proof"): "answered",
        ("confirmed", "bring_evidence"): "evidenced",
        ("confirmed", "show_proof"): "answered",
        ("hidden", "confirm"): "confirmed",
        ("hidden", "bring_evidence"): "evidenced",
        ("hidden", "show_proof"): "answered",
        ("answered", "bring_evidence"): "evidenced",
        ("evidenced", "rule_for_listing"): "answered",
        ("evidenced", "rule_for_denial"): "upheld",
    },
)
