"""Who seals: the library's sealing key and the list that its own readings trust. Made once, kept in a folder."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from propria.kernel.time import Instant
from propria.provenance.trust import SealKey, TrustList, issue_demo_chain, seal_key

_CHAIN, _KEY, _ROOT = "chain.pem", "key.pem", "root.pem"


@dataclass(frozen=True)
class Sealer:
    """What seals outputs and what they are read back with.

    `producer` is the name of whoever runs the generating service, as the implicit label wants it.
    """

    key: SealKey
    trust: TrustList
    producer: str


def open_sealer(folder: Path, organisation: str, *, now: Instant) -> Sealer:
    """The sealer in `folder`; a folder without a chain gets a demo chain, which nobody else trusts.

    Put `chain.pem` (leaf first), `key.pem` and `root.pem` of your own there to seal with a real one.
    Raises: Refused(`provenance.seal_key_unfit`, `provenance.trust_list_unfit`).
    """
    if not (folder / _CHAIN).exists():
        _make_demo_chain(folder, organisation, now=now)
    chain, private, root = ((folder / name).read_text() for name in (_CHAIN, _KEY, _ROOT))
    return Sealer(seal_key(chain, private, now=now), TrustList(_name_of(root), root), organisation)


def _name_of(root: str) -> str:
    """The root's own name, "(demo)" included, so that no reading can hide it."""
    return x509.load_pem_x509_certificate(root.encode()).subject.rfc4514_string()


def _make_demo_chain(folder: Path, organisation: str, *, now: Instant) -> None:
    """Write the chain last: a folder that was left half made is made again."""
    made = issue_demo_chain(organisation=organisation, now=now)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = made.key.private_pem or ""
    for name, text in ((_KEY, private), (_ROOT, made.trust.anchors_pem), (_CHAIN, made.key.chain_pem)):
        file = folder / name
        file.touch(mode=0o600)
        file.write_text(text)
