"""The signing page as one file: put together from its parts, and the hash by which the log knows it.

What a person signs is worked out on this page, so everything that could change what they see lies
inside these bytes: words, looks, script and letters.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, Router, get

PARTS = Path(__file__).parent / "sign"
ICON = Path(__file__).parent / "static" / "icon.svg"
BUILT = Path(__file__).parent / "static" / "sign" / "index.html"


def build() -> bytes:
    """The page from its parts. The same parts give the same bytes."""
    style = (PARTS / "style.css").read_text(encoding="utf-8")
    for face in ("serif", "sans"):
        font = base64.b64encode((PARTS / f"{face}.woff2").read_bytes()).decode()
        style = style.replace("{{" + face + "}}", font)
    script = (PARTS / "sign.js").read_text(encoding="utf-8")
    page = (PARTS / "page.html").read_text(encoding="utf-8")
    icon = "data:image/svg+xml;base64," + base64.b64encode(ICON.read_bytes()).decode()
    filled = page.replace("{{policy}}", _policy(style, script)).replace("{{icon}}", icon)
    return filled.replace("{{style}}", style).replace("{{script}}", script).encode()


def _policy(style: str, script: str) -> str:
    """What the page may do: its own script and style by their hashes, this host's answers, nothing else."""
    rules = (
        "default-src 'none'",
        f"script-src '{_source_hash(script)}'",
        f"style-src '{_source_hash(style)}'",
        "font-src data:",
        "img-src data:",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(rules)


def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def page_bytes() -> bytes:
    """The page exactly as it is served."""
    return BUILT.read_bytes()


def page_digest() -> bytes:
    """SHA-256 of the page exactly as served, 32 bytes: the log holds it and anyone recomputes it."""
    return hashlib.sha256(page_bytes()).digest()


def headers() -> dict[str, str]:
    """The headers of the signing page: the policy inside it again, and no frame around it."""
    text = page_bytes().decode()
    policy = text.split('http-equiv="Content-Security-Policy" content="', 1)[1].split('"', 1)[0]
    return {
        "content-security-policy": f"{policy}; frame-ancestors 'none'",
        "cache-control": "no-cache",
        "etag": f'"{page_digest().hex()}"',
        "permissions-policy": (
            "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=()"
        ),
        "referrer-policy": "no-referrer",
    }


@get(["/", "/sign/{request_id:str}"], sync_to_thread=False, media_type=MediaType.HTML)
def sign_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The one page of the signing host, the same bytes whatever waits; its script reads `?r=`."""
    fixed = headers()
    if request.headers.get("if-none-match") == fixed["etag"]:
        return Response(b"", status_code=304, headers=fixed)
    return Response(page_bytes(), media_type=MediaType.HTML, headers=fixed)


def sign_router() -> Router:
    """The page's own address, free of cookies: no session and no form token reach the signing host."""
    return Router("/", route_handlers=[sign_page], opt={"exclude_from_csrf": True, "skip_session": True})


if __name__ == "__main__":
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.write_bytes(build())
    print(page_digest().hex())
