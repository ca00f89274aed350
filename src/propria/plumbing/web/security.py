"""What the browser is told to forbid, and the cookies: sessions and the form token."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

from litestar.config.csrf import CSRFConfig
from litestar.datastructures import MutableScopeHeaders
from litestar.middleware.session.client_side import CookieBackendConfig
from litestar.types import Message, Scope

from propria.plumbing.web.pages import Policy

SESSION_SECONDS = 14 * 24 * 3600
HSTS = "max-age=31536000; includeSubDomains"
VIEWER_STYLE = "sha256-PXtZZkJMMyc18o/DN1ZEFOJ2qEGq95IQbVaJFMOXOb0="
"""The one style sheet that the vendored 3D viewer carries inside itself."""
BeforeSend = Callable[[Message, Scope], Awaitable[None]]


def content_policy(policy: Policy, *, form_targets: tuple[str, ...] = ()) -> str:
    """The Content-Security-Policy of a page: everything from this host, nothing inline, no eval.

    `form_targets` are further origins that a form may lead to: browsers apply `form-action` to the
    redirect that follows a post, and ours lead to the signing host.
    """
    scripts = "'self' 'wasm-unsafe-eval'" if policy is Policy.VIEWS_3D else "'self'"
    connects = "'self' blob: data:" if policy is Policy.VIEWS_3D else "'self'"
    styles = f"'self' '{VIEWER_STYLE}'" if policy is Policy.VIEWS_3D else "'self'"
    rules = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": styles,
        "font-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' data: blob:",
        "connect-src": connects,
        "worker-src": "'self' blob:" if policy is Policy.VIEWS_3D else "'self'",
        "manifest-src": "'self'",
        "form-action": " ".join(["'self'", *form_targets]),
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def secure_headers(*, form_targets: tuple[str, ...], https: bool) -> BeforeSend:
    """A Litestar `before_send` hook that puts the headers on every answer, errors and files included.

    An answer that brings its own Content-Security-Policy keeps it (the signing page does).
    """
    policies = {p.value: content_policy(p, form_targets=form_targets) for p in Policy}
    fixed = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
    }
    if https:
        fixed["strict-transport-security"] = HSTS

    async def add(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        message.setdefault("headers", [])
        headers = MutableScopeHeaders.from_message(message)
        wanted = headers.pop("x-page-policy", Policy.STRICT.value)
        headers.setdefault("content-security-policy", policies[wanted])
        for name, value in fixed.items():
            headers.setdefault(name, value)

    return add


def form_token(secret: str, *, https: bool, exclude: tuple[str, ...]) -> CSRFConfig:
    """Double-submit protection: the field `_csrf_token` of a form, or the header `x-csrftoken`.

    `exclude`: regular expressions of paths that carry no cookie of ours (machines' API, signing host).
    """
    return CSRFConfig(
        secret=secret,
        cookie_name="csrftoken",
        cookie_secure=https,
        cookie_httponly=True,
        exclude=list(exclude),
    )


def session_cookie(secret: str, *, https: bool) -> CookieBackendConfig:
    """An encrypted session cookie of this host alone, unread by scripts; its key comes from `secret`."""
    key = hashlib.sha256(b"propria/session\0" + secret.encode()).digest()
    config: Any = CookieBackendConfig(
        secret=key, key="session", max_age=SESSION_SECONDS, secure=https, httponly=True, samesite="lax"
    )
    return config
