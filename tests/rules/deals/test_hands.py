"""Whose hands make a side whole: everybody in a seat, in the right they hold; a mandate where that suffices."""

from datetime import timedelta

import pytest

from propria.deals import rules_hands as rules
from propria.deals.model import Hand
from propria.kernel.errors import Refused
from propria.kernel.ids import ContractId, PersonId, StatementId
from propria.kernel.time import instant
from propria.parties.model import Capacity

MINA, RAFAEL = PersonId("per_mina"), PersonId("per_rafael")
AT = instant("2026-11-22T10:00:00Z")


def hand(person: PersonId, capacity: Capacity) -> Hand:
    """A hand on one contract."""
    return Hand(ContractId("ctr_1"), person, capacity, StatementId("stm_1"), "00", None, 1, AT + timedelta(0))


SEATS = {MINA: Capacity.OWN}
AGENT = {RAFAEL: hand(RAFAEL, Capacity.MANDATE)}
HERS = {MINA: hand(MINA, Capacity.OWN)}


def test_a_mandate_makes_a_side_whole_only_where_it_suffices() -> None:
    assert rules.is_whole(AGENT, SEATS, mandate_suffices=True)
    assert not rules.is_whole(AGENT, SEATS, mandate_suffices=False)
    assert rules.is_whole(HERS, SEATS, mandate_suffices=False)
    assert not rules.is_whole({}, SEATS, mandate_suffices=True)


def test_a_hand_put_in_another_right_does_not_count() -> None:
    assert rules.missing({MINA: hand(MINA, Capacity.MANDATE)}, SEATS) == [MINA]
    rules.check_whole(HERS, SEATS)
    with pytest.raises(Refused, match=r"deals\.hand_missing"):
        rules.check_whole(AGENT, SEATS)


def test_once_signed_only_the_own_key_is_added() -> None:
    rules.may_add(MINA, AGENT, SEATS, is_whole=True)
    for by, hands in ((RAFAEL, AGENT), (MINA, HERS), (RAFAEL, HERS)):
        with pytest.raises(Refused, match=r"deals\.signed_already"):
            rules.may_add(by, hands, SEATS, is_whole=True)
