"""Ids made of what a thing is for: the same thing twice has the same id. Pure."""

import hashlib

from propria.kernel.ids import PREFIXES, TransferId, UseId

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS = 26


def transfer_id(*parts: str) -> TransferId:
    """The id of a transfer, made of what it is for."""
    return TransferId(f"{PREFIXES['transfer']}_{_digits(parts)}")


def owed_id(*parts: str) -> UseId:
    """The id under which a sum is charged that no render metered: receipts of a time, a fee on an occasion."""
    return UseId(f"{PREFIXES['use']}_{_digits(parts)}")


def _digits(parts: tuple[str, ...]) -> str:
    number = int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest())
    return "".join(_ALPHABET[(number >> (5 * n)) & 31] for n in range(_DIGITS))
