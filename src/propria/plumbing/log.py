"""What the server says about itself: one JSON object a line, with ids and codes, never a person's words.

A key that is not known here is refused: its name is logged, its value is not. Libraries' own messages
are logged as their template without its arguments, and errors by type, code and place, without text.
"""

import contextvars
import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Any, TextIO

KNOWN = frozenset(
    {
        "attempt",
        "code",
        "count",
        "done",
        "duration_ms",
        "engine",
        "job",
        "method",
        "route",
        "setting",
        "size_bytes",
        "state",
        "status",
        "step",
        "table",
        "total",
        "version",
    }
)
DEEPEST_TRACE = 20

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
_WORD = re.compile(r"[A-Za-z0-9_./{}:<> -]{0,200}")
_bound: contextvars.ContextVar[Mapping[str, Any]] = contextvars.ContextVar(
    "bound", default=MappingProxyType({})
)
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every logger of this process through this format, at `level` and above."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for quiet in ("sqlalchemy", "alembic", "dbos", "asyncio", "urllib3"):
        logging.getLogger(quiet).setLevel(max(logging.WARNING, root.level))


@contextmanager
def bound(**ids: Any) -> Iterator[None]:
    """Add these keys to every line logged inside the block, on this thread and those it hands work to."""
    token = _bound.set({**_bound.get(), **ids})
    try:
        yield
    finally:
        _bound.reset(token)


class JsonLines(logging.Formatter):
    """One line of JSON per record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, free of anything that was not declared."""
        given = {k: v for k, v in record.__dict__.items() if k not in _PLAIN and not k.startswith("_")}
        allowed, refused = sifted({**_bound.get(), **given})
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg)[:200] if isinstance(record.msg, str) else type(record.msg).__name__,
            **allowed,
        }
        if refused:
            line["refused_keys"] = refused
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = _error(record.exc_info[1], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def sifted(given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What may be logged, and the names of what may not.

    Known keys take numbers and short plain words; keys that end in `_id` take ids.

    >>> sifted({"performer_id": "prf_1", "name": "Mina", "count": 3, "route": "Mina's page"})
    ({'performer_id': 'prf_1', 'count': 3}, ['name', 'route'])
    """
    allowed = {key: value for key, value in given.items() if _may(key, value)}
    return allowed, sorted(given.keys() - allowed.keys())


def _may(key: str, value: Any) -> bool:
    if key.endswith("_id"):
        return isinstance(value, str) and _ID.fullmatch(value) is not None
    if key not in KNOWN:
        return False
    return isinstance(value, int | float) or (isinstance(value, str) and _WORD.fullmatch(value) is not None)


def _error(error: BaseException, trace: TracebackType | None) -> dict[str, Any]:
    places: list[str] = []
    while trace is not None and len(places) < DEEPEST_TRACE:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/src/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return {"type": type(error).__name__, "code": getattr(error, "code", ""), "trace": places}
