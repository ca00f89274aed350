"""The library's own subject, and what its leaf in the map says of the operator's keys."""

import hashlib
from collections.abc import Iterator, Mapping

from propria.kernel.ids import SubjectId
from propria.proofs.bundle_parts import OperatorProof
from propria.proofs.canonical import to_b64
from propria.proofs.entries import Chain
from propria.proofs.leaves import SubjectLeaf
from propria.proofs.mapping import subject_key, verify_absent, verify_present

REPLACED = "replaced"
"""The state of an operator's key that another one followed; the thing is `key_thing` of it."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LABEL = b"propria/v1/library-subject\0"
_DIGITS = 52


def library_subject(origin: str) -> SubjectId:
    """The subject of what the library says of itself; anybody works it out from the log's name.

    >>> library_subject("library.example")[:4], len(library_subject("library.example"))
    ('sub_', 56)
    """
    number = int.from_bytes(hashlib.sha512(_LABEL + origin.encode()).digest(), "big")
    return SubjectId("sub_" + "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_DIGITS)))


def key_thing(public: bytes) -> str:
    """Under which name the library's leaf keeps the state of an operator's key: its 32 bytes, base64url."""
    return to_b64(public)


def library_leaf(shown: OperatorProof, origin: str, map_root: bytes) -> SubjectLeaf:
    """The library's leaf as the map has it; one without entry or state where the map shows that there is none.

    Raises: Unverified(`proofs.map_not_proved`).
    """
    subject = library_subject(origin)
    if shown.leaf is None:
        verify_absent(map_root, subject_key(subject), shown.proof)
        return SubjectLeaf(Chain.start(subject), {})
    verify_present(map_root, subject_key(subject), shown.leaf.value_hash(), shown.proof)
    return shown.leaf


def rotations_left_out(
    leaf: SubjectLeaf, origin: str, signing: Mapping[str, bytes], operators: Mapping[bytes, int | None]
) -> Iterator[str]:
    """The ids of `signing` keys (id → public) that the library's leaf calls replaced and that end nowhere among `operators`."""
    subject = library_subject(origin)
    for key_id, public in signing.items():
        stands = public in operators and operators[public] is None
        if stands and leaf.state_of(subject, key_thing(public)) == REPLACED:
            yield key_id
