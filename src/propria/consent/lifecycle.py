"""The life of a grant, as a table."""

from propria.kernel.lifecycle import Lifecycle

GRANT = Lifecycle(
    "grant",
    initial="given",
    table={
        ("given", "withdraw"): "withdrawn",
        ("given", "lapse"): "lapsed",
        ("given", "rule_void"): "void",
        ("given", "hand_over"): "held",
        ("held", "consent_anew"): "given",
        ("held", "withdraw"): "withdrawn",
        ("held", "lapse"): "lapsed",
        ("held", "rule_void"): "void",
        ("withdrawn", "withdraw"): "withdrawn",
        ("lapsed", "withdraw"): "withdrawn",
        ("void", "withdraw"): "void",
    },
)
