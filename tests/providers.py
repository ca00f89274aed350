"""A name server and a sign-in provider of our own, on this machine: real sockets, real protocols, invented people."""

import json
import socket
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import dns.message
import dns.rrset
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from propria.parties.identity.oidc import challenge_of


@contextmanager
def a_name_server(records: dict[str, str]) -> Iterator[str]:
    """Answers TXT questions by name from `records` over UDP; its address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def answer() -> None:
            while True:
                try:
                    raw, asker = server.recvfrom(4096)
                except OSError:
                    return
                if not raw:
                    return
                question = dns.message.from_wire(raw)
                said = dns.message.make_response(question)
                name = str(question.question[0].name)
                if name.rstrip(".") in records:
                    text = json.dumps(records[name.rstrip(".")])
                    said.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", text))
                server.sendto(said.to_wire(), asker)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", server.getsockname())
        thread.join(2)


@dataclass
class Provider:
    """An OpenID Connect provider: code flow with PKCE, ES256. `says` is changed by whoever plays it false."""

    name: str
    sub: str = "account-1"
    now: float = 0
    says: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))

    def signs_in(self, address: str) -> dict[str, str]:
        """What somebody does who follows the address and agrees: the state and code that they come back with."""
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"state": asked["state"], "code": code}

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The ID token for a code, once, for whoever knows its verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["code_challenge"] != challenge_of(form["code_verifier"]):
            return None
        now = int(self.now or time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "sub": self.sub,
            "nonce": asked["nonce"],
        }
        claims |= {"name": self.name, "iat": now, "exp": now + 300} | self.says
        return {"id_token": jwt.encode({"alg": "ES256", "kid": "k1"}, claims, self.key)}

    def answer(self, path: str, form: dict[str, str]) -> dict[str, Any] | None:
        """The JSON at a path."""
        match path:
            case "/.well-known/openid-configuration":
                where = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
                return {"issuer": self.issuer} | {name: f"{self.issuer}/{at}" for name, at in where.items()}
            case "/keys":
                return KeySet([self.key]).as_dict(private=False)  # type: ignore[return-value]
            case "/token":
                return self.token(form)
        return None


@contextmanager
def a_provider(name: str, now: float) -> Iterator[Provider]:
    """A provider that knows one account, by this name, served from this machine."""
    provider = Provider(name, now=now)

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(provider.answer(self.path, {}))

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"])).decode()
            self._give(provider.answer(self.path, dict(urllib.parse.parse_qsl(raw))))

        def _give(self, found: dict[str, Any] | None) -> None:
            self.send_response(200 if found is not None else 400)
            self.end_headers()
            self.wfile.write(json.dumps(found or {}).encode())

        def log_message(self, *_: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
