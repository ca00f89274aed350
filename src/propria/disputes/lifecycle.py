"""The lives of a denial and of the case of a look-alike, as tables."""

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

LOOKALIKE = Lifecycle(
    "lookalike",
    initial="reported",
    table={
        ("reported", "seat"): "seated",
        ("reported", "open_decline"): "reported",
        ("reported", "take_back"): "taken_back",
        ("seated", "seat"): "seated",
        ("seated", "open_decline"): "seated",
        ("seated", "take_back"): "taken_back",
        ("seated", "find_likeness"): "likeness",
        ("seated", "find_no_likeness"): "no_likeness",
        ("seated", "find_allowed"): "allowed",
    },
)
