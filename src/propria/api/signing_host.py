"""The signing host: one static page whose hash is logged, and the calls that it makes. No cookies."""

from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide

from propria.plumbing.web.problems import answer_problem
from propria.plumbing.web.security import secure_headers
from propria.web.sign_page import sign_router


def build(dependencies: dict[str, Provide], handlers: list[Any], *, https: bool) -> Litestar:
    """An application of its own: no session, no form token, nothing but what signing needs."""
    return Litestar(
        route_handlers=[sign_router(), *handlers],
        dependencies=dependencies,
        exception_handlers={Exception: answer_problem},
        before_send=[secure_headers(form_targets=(), https=https)],
        logging_config=None,
        openapi_config=None,
        state=State({}),
    )
