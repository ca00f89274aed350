"""What whoever runs the server asks of it: can it do its work, and how much does it do. No ids, nothing about people."""

from collections.abc import Callable
from typing import Any

from litestar import MediaType, Response, get
from litestar.types import Message, Scope

from propria.kernel.errors import Forbidden
from propria.parties.model import Actor, Role
from propria.plumbing.health import database_answers, disk_has_room, examine
from propria.plumbing.library import Library
from propria.plumbing.metrics import Metrics


@get("/health", sync_to_thread=True)
def health(library: Library) -> Response[dict[str, Any]]:
    """Whether this server can do its work now: 200, or 503 with the code of what is wrong."""
    found = examine(
        {"database": database_answers(library.database), "disk": disk_has_room(library.settings.data_dir)}
    )
    told = {finding.name: finding.code or "ok" for finding in found.findings}
    return Response({"ready": found.is_ready, **told}, status_code=200 if found.is_ready else 503)


@get("/metrics", media_type=MediaType.TEXT, sync_to_thread=False)
def metrics(actor: Actor, library: Library) -> str:
    """Counts of this process as Prometheus text, for the operator. Raises: Forbidden(`api.operator_only`)."""
    if actor.role is not Role.OPERATOR:
        raise Forbidden("api.operator_only", "Only the operator reads this.")
    return library.metrics.text()


def counts_answers(metrics_now: Callable[[], Metrics]) -> Any:
    """A hook that counts every answer by method and kind of status."""

    async def count(message: Message, scope: Scope) -> None:
        if message["type"] == "http.response.start":
            kind = f"{message['status'] // 100}xx"
            metrics_now().count("answers_total", method=str(scope.get("method")), status=kind)

    return count


API: list[Any] = [metrics]
PAGES: list[Any] = [health]
