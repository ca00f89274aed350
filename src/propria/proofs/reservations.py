"""What keeps a report from green, and what no bundle can tell: codes whose words are in `report_words`."""

from collections.abc import Sequence

from propria.proofs.bindings import IDENTITY_ATTESTED, KEY_BOUND, KEY_REVOKED, OPERATOR_KEY_ROTATED
from propria.proofs.envelopes import DEMO_ORIGIN_START
from propria.proofs.reports import CheckpointFacts, StatementFacts, StatusFacts
from propria.proofs.trust import Trust

ABOUT_KEYS = frozenset({KEY_BOUND, IDENTITY_ATTESTED, KEY_REVOKED, OPERATOR_KEY_ROTATED})


def reservations_of(
    head: CheckpointFacts,
    statements: Sequence[StatementFacts],
    *,
    trust: Trust,
    shows_name: bool,
    shows_operator: bool,
) -> tuple[str, ...]:
    """Why this report is amber even though everything checks out; empty means green."""
    found = {
        "time_is_the_operators_word": not head.cosigners and not head.anchors,
        "not_witnessed": bool(head.anchors) and not head.cosigners,
        "one_machine": trust.one_machine,
        "demo_log": head.origin.startswith(DEMO_ORIGIN_START),
        "binding_by_operator_only": _any_bound(statements, "operator_only"),
        "binding_by_strangers_only": _any_bound(statements, "strangers_only"),
        "binding_unattested": _any_bound(statements, "unattested"),
        "signed_for_another": any(_is_for_another(s) for s in statements),
        "signed_by_operator": any(_is_words_by(s, "operator") for s in statements),
        "signed_by_attestor": any(_is_words_by(s, "attestor") for s in statements),
        "operator_keys_not_shown": not shows_operator
        and any(s.binding.role == "operator" for s in statements),
        "nothing_signed": not statements and not shows_name,
        "status_not_shown": any(not s.is_placed for s in statements if s.type not in ABOUT_KEYS),
    }
    return tuple(code for code, is_so in found.items() if is_so)


def limits_of(
    head: CheckpointFacts,
    statements: Sequence[StatementFacts],
    statuses: Sequence[StatusFacts],
) -> tuple[str, ...]:
    """What this bundle cannot know, said every time."""
    found = {
        "after_checkpoint": True,
        "who_holds_the_key_now": True,
        "what_the_page_showed": any(s.key_kind == "webauthn" for s in statements),
        "licences_not_shown": True,
        "entries_not_disclosed": any(s.entries > s.disclosed for s in statuses),
        "how_early_it_was_signed": any(s.signed_after_size is None for s in statements),
        "exact_times": head.no_later_than is None,
        "timestamps_not_checked": head.unchecked_timestamps > 0,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _any_bound(statements: Sequence[StatementFacts], word: str) -> bool:
    return any(s.binding.word == word for s in statements)


def _is_for_another(s: StatementFacts) -> bool:
    return s.binding.role == "person" and s.binding.holder != s.subject


def _is_words_by(s: StatementFacts, role: str) -> bool:
    return s.binding.role == role and s.type not in ABOUT_KEYS
