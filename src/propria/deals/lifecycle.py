"""The life of a deal before its licence, as a table; its public words are the ladder's."""

from propria.kernel.lifecycle import Lifecycle

DEAL = Lifecycle(
    "deal",
    initial="open",
    table={
        ("open", "counter"): "open",
        ("open", "agree"): "agreed",
        ("open", "decline"): "declined",
        ("open", "take_back"): "taken_back",
        ("open", "lapse"): "lapsed",
        ("agreed", "reopen"): "open",
        ("declined", "reopen"): "open",
        ("taken_back", "reopen"): "open",
        ("lapsed", "reopen"): "open",
        ("open", "split"): "open",
        ("agreed", "decline"): "declined",
        ("agreed", "take_back"): "taken_back",
        ("agreed", "lapse"): "lapsed",
        ("agreed", "sign_last"): "signed",
        ("signed", "amend"): "signed",
        ("signed", "renew"): "signed",
        ("signed", "terminate"): "signed",
        ("signed", "licence_ends"): "ended",
    },
)
