"""The hands of the demo's people: each acts over HTTP with their own session, and signs on the signing host."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from propria.demo.stage import Stage
from propria.kernel.errors import PropriaError
from propria.kernel.time import Instant, wire
from propria.proofs.statements import Statement

TIMEOUT_SECONDS = 120.0


class Refusal(PropriaError):
    """The library said no; the story shows it with its code."""


def told(answer: httpx.Response) -> Any:
    """What the library answered. Raises: Refusal with the library's own code and facts."""
    if answer.status_code >= 400:
        problem = answer.json()
        raise Refusal(problem["code"], problem.get("detail", ""), **problem.get("facts", {}))
    if "json" in answer.headers.get("content-type", ""):
        return answer.json()
    return answer.content


@dataclass
class Hands:
    """One person acting. `name` is the short name that signs in with one click."""

    stage: Stage
    name: str
    http: httpx.Client = field(init=False)
    person_id: str = ""
    performer_id: str = ""

    def __post_init__(self) -> None:
        address = f"http://127.0.0.1:{self.stage.port}"
        self.http = httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS)
        if self.name != "sam":
            signed_in = self.post("/api/v1/session/demo", {"name": self.name})
            self.person_id = signed_in["person"]
            self.http.headers["authorization"] = f"Bearer {signed_in['token']}"

    @property
    def now(self) -> Instant:
        """The story's present."""
        return self.stage.propria.library.clock.now()

    def _headers(self) -> dict[str, str]:
        return {"host": f"localhost:{self.stage.port}"}

    def get(self, path: str, **params: str) -> Any:
        """GET on the main host. Raises: Refusal."""
        return told(self.http.get(path, params=params, headers=self._headers()))

    def post(self, path: str, body: Any = None) -> Any:
        """POST on the main host. Raises: Refusal."""
        return told(self.http.post(path, json={} if body is None else body, headers=self._headers()))

    def takes(self, path: str) -> bytes:
        """GET the bytes themselves, as a file to keep. Raises: Refusal."""
        answer = self.http.get(path, headers=self._headers())
        if answer.status_code >= 400:
            told(answer)
        return answer.content

    def sends(self, path: str, content: bytes, media_type: str, **params: str) -> Any:
        """Send a file to the main host. Raises: Refusal."""
        headers = self._headers() | {"content-type": media_type}
        return told(self.http.post(path, content=content, params=params, headers=headers))

    def signs(self, drafted: dict[str, str]) -> dict[str, Any]:
        """Read the words on the signing host, hash them here, and sign exactly those. Raises: Refusal."""
        host = {"host": f"sign.localhost:{self.stage.port}"}
        where = f"/requests/{drafted['request_id']}"
        shown = told(self.http.get(where, headers=host))
        digest = Statement.from_json(shown["statement"]).digest().hex()
        receipt: dict[str, Any] = told(
            self.http.post(f"{where}/demo-signature", json={"digest": digest}, headers=host)
        )
        return receipt | {"text": shown["statement"]["text"]}

    def proves_domain(self) -> str:
        """Publish the claim's line on one's own site and have it looked at; the domain."""
        domain = f"{self.name}.site.localhost:{self.stage.port}"
        claim = self.post("/api/v1/claim", {"domain": domain})
        self.stage.propria.sites.publish(domain, claim["publish"])
        self.performer_id = self.post("/api/v1/claim/check").get("performer", "")
        return domain

    def gets_key(self) -> None:
        """Make a signing key and sign the statement that binds it."""
        self.signs(self.post("/api/v1/me/demo-key"))

    def opens(self, terms: dict[str, Any], floor_minor: int) -> dict[str, Any]:
        """Say what one may be asked for, for 180 days, and sign it."""
        return self.signs(self.would_open(terms, floor_minor))

    def would_open(self, terms: dict[str, Any], floor_minor: int) -> dict[str, Any]:
        """The same, drafted and not signed yet."""
        form = {
            "terms": terms,
            "floor": {"currency": "CNY", "minor": str(floor_minor)},
            "starts_at": wire(self.now),
            "ends_at": wire(self.now + timedelta(days=180)),
        }
        drafted: dict[str, Any] = self.post("/api/v1/openness", form)
        return drafted
