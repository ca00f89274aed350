"""What a check of the library found wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that `fsck` found wrong: a stable code, which thing, and what was expected."""

    code: str
    where: str
    detail: str
