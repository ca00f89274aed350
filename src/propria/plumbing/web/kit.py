"""One plugin that gives a Litestar app its pages: headers, form token, session, errors, static files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from litestar.config.app import AppConfig
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader
from litestar.plugins import InitPlugin
from litestar.static_files import create_static_files_router

from propria.plumbing.web.form_files import seal_form_files
from propria.plumbing.web.pages import STATE_KEY
from propria.plumbing.web.problems import answer_problem
from propria.plumbing.web.security import form_token, secure_headers, session_cookie
from propria.plumbing.web.shell import Shell, ShellSource
from propria.plumbing.web.templates import STATIC

NO_FORM_TOKEN = ("^/api/", "^/requests/", "^/registrations/", "^/log/", "^/webhooks/")
_YEAR_SECONDS = 365 * 24 * 3600
_SMALLEST_ZIPPED_BYTES = 1000


def _public_shell(_: Any) -> Shell:
    """No viewer, no checkpoint: what a page shows before an app says otherwise."""
    return Shell()


@dataclass(frozen=True)
class KitSettings:
    """`secret`: at least 32 characters, for session and form token; `sign_origin`: where signing happens."""

    secret: str
    sign_origin: str
    https: bool = False
    no_form_token: Sequence[str] = field(default=NO_FORM_TOKEN)


class WebKit(InitPlugin):
    """`Litestar(route_handlers, plugins=[WebKit(settings, shell=shell_for)])`."""

    def __init__(
        self, settings: KitSettings, shell: ShellSource | Callable[..., Shell] = _public_shell
    ) -> None:
        self._settings = settings
        self._shell = shell

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Add the kit's parts to the app's own; what the app set itself stays."""
        ours = self._settings
        seal_form_files()
        app_config.state[STATE_KEY] = self._shell
        app_config.csrf_config = form_token(ours.secret, https=ours.https, exclude=tuple(ours.no_form_token))
        app_config.middleware.append(session_cookie(ours.secret, https=ours.https).middleware)
        app_config.before_send.append(secure_headers(form_targets=(ours.sign_origin,), https=ours.https))
        app_config.exception_handlers.setdefault(Exception, answer_problem)
        app_config.compression_config = CompressionConfig(backend="gzip", minimum_size=_SMALLEST_ZIPPED_BYTES)
        app_config.route_handlers.append(static_router())
        return app_config


def static_router() -> Any:
    """`/static/…`: addresses carry the file's digest, so answers may be kept for a year."""
    return create_static_files_router(
        path="/static",
        directories=[STATIC],
        name="static",
        cache_control=CacheControlHeader(max_age=_YEAR_SECONDS, public=True, immutable=True),
        opt={"exclude_from_csrf": True, "skip_session": True},
    )
