"""A secret that does not print itself, and how a new installation makes its own."""

import os
import secrets
from pathlib import Path

GENERATED = ("master_key", "session_secret", "log_key", "token_key", "seal_key")


class Secret:
    """Text that shows as `‹secret›` in logs, errors and prints.

    >>> print(Secret("hunter2"), [Secret("hunter2")])
    ‹secret› [‹secret›]
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        if not text:
            raise ValueError("a secret is not empty")
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "‹secret›"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and secrets.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)


def make_secrets(folder: Path) -> dict[str, str]:
    """Write each secret that is not there yet to its own file, readable by its owner only.

    Returns the environment variables (`PROPRIA_…_FILE`) that point at all of them.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    variables = {}
    for name in GENERATED:
        file = folder / name
        if not file.exists():
            fresh = folder / f".{name}.{os.getpid()}"
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_hex(32))
                out.flush()
                os.fsync(out.fileno())
            fresh.rename(file)
        variables[f"PROPRIA_{name.upper()}_FILE"] = str(file)
    return variables
