"""News from earlier contexts to later ones, inside the transaction that made it. Not a queue."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from propria.plumbing.session import Session

Event = TypeVar("Event")
Handler = Callable[..., None]

MOST_NESTED = 16


class News:
    """Who wants to hear of what. `app.py` subscribes; actions publish.

    >>> heard = []
    >>> news = News()
    >>> news.subscribe(str, lambda event, *, db: heard.append(event))
    >>> news.publish("withdrawn", db=None)
    >>> heard
    ['withdrawn']
    """

    def __init__(self) -> None:
        self._handlers: dict[type, list[Handler]] = {}
        self._nesting = threading.local()

    def subscribe(self, event_type: type[Event], handler: Handler) -> None:
        """Call `handler(event, db=db)` for every event of exactly this type, in order of subscription.

        Raises: ValueError if this handler already hears of it.
        """
        handlers = self._handlers.setdefault(event_type, [])
        if handler in handlers:
            raise ValueError(f"{handler!r} already hears of {event_type.__name__}")
        handlers.append(handler)

    def publish(self, event: object, *, db: "Session | Any") -> None:
        """Tell every subscriber now, in the caller's transaction; if one fails, all of it is undone.

        Raises: RuntimeError when news answers news more than 16 deep (a loop).
        """
        depth = getattr(self._nesting, "depth", 0)
        if depth >= MOST_NESTED:
            raise RuntimeError(f"news of {type(event).__name__} goes in circles")
        self._nesting.depth = depth + 1
        try:
            for handler in self._handlers.get(type(event), ()):
                handler(event, db=db)
        finally:
            self._nesting.depth = depth

    def subscriptions(self) -> tuple[tuple[type, Handler], ...]:
        """Every (event type, handler), for the test that holds news to the order of the contexts."""
        return tuple((kind, handler) for kind, handlers in self._handlers.items() for handler in handlers)


def publish(event: object, *, db: "Session") -> None:
    """Tell the subscribers of this transaction's news. See `News.publish`."""
    db.news.publish(event, db=db)
