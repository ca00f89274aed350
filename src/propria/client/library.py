"""A library as a pipeline sees it: licences, tokens, the gate, renders, passports. It keeps no state."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from propria.client.answers import Decision, Permit, Render
from propria.client.files import keep, sha256_of
from propria.client.wire import Unavailable, Wire
from propria.kernel.errors import NotFound, Refused
from propria.kernel.ids import is_id
from propria.kernel.time import Instant, wire
from propria.proofs.bundles import verify_bundle
from propria.proofs.canonical import to_b64
from propria.proofs.reports import Report
from propria.proofs.trust import Trust
from propria.scope import Scope, Use

POLL_SECONDS = 1.0
WAIT_SECONDS = 600.0
_A_PAGE = 100


def _unwatched(_: Render) -> None:
    """Nobody looks."""


@dataclass(frozen=True)
class Library:
    """The library at `base_url`; `token` is your secret for its API, empty for what anyone may ask.

    Every call raises what the library answers: Malformed, Forbidden, NotFound, Refused or Unverified with its
    code and facts, PropriaError for any other status; Unavailable(`client.unreachable`) if no answer comes,
    PropriaError(`client.unreadable_answer`) if it is none of a library's. A call whose connection fails is sent
    again, at most twice: the nonce keeps a use from being reserved twice.

    Raises: Malformed(`client.wrong_address`).
    """

    base_url: str
    token: str = field(default="", repr=False)
    timeout_seconds: float = 60.0

    def __post_init__(self) -> None:
        self._wire()

    def _wire(self) -> Wire:
        return Wire(self.base_url, self.token, self.timeout_seconds)

    def licences(self) -> tuple[dict[str, Any], ...]:
        """The licences that you hold or gave, with their state and what is left."""
        return tuple(self._wire().get("/api/v1/licences"))

    def versions(self, licence: str) -> tuple[dict[str, Any], ...]:
        """What your licence allowed from which log entry on, oldest first. Raises: NotFound(`licences.no_licence`)."""
        return tuple(self._wire().get(f"/api/v1/licences/{_segment(licence)}/versions"))

    def deals(self) -> tuple[dict[str, Any], ...]:
        """Every negotiation that you are a party to, with its versions, whose turn it is, and what changes."""
        found: list[dict[str, Any]] = []
        while len(page := self._wire().get(f"/api/v1/deals?skip={len(found)}&limit={_A_PAGE}")) == _A_PAGE:
            found += page
        return (*found, *page)

    def propose_change(
        self, deal: str, kind: str, sheet: dict[str, Any], *, lapses_at: Instant
    ) -> dict[str, Any]:
        """Propose an `amendment`, a `renewal` or a `termination` of a signed licence; both must sign it.

        Raises: Refused(`deals.changes_nothing`, `deals.changes_otherwise`, `deals.not_running`, `deals.red_line`,
        `deals.below_floor`, `deals.offer_term`), NotFound(`deals.no_deal`, `deals.not_signed`).
        """
        form = {"kind": kind, "sheet": sheet, "lapses_at": wire(lapses_at)}
        return dict(self._wire().post(f"/api/v1/deals/{_segment(deal)}/changes", form))

    def takes(self, licence: str) -> tuple[dict[str, Any], ...]:
        """The recorded takes that you may ask for under your licence. Raises: NotFound(`licences.no_licence`)."""
        return tuple(self._wire().get(f"/api/v1/licences/{_segment(licence)}/takes"))

    def duties(self) -> tuple[dict[str, Any], ...]:
        """What must be destroyed, of you or by you: each holder, by when, and `owed`, `overdue` or `stated`."""
        return tuple(self._wire().get("/api/v1/duties"))

    def mint_token(self, licence: str, *, narrowed: Scope | None = None) -> str:
        """A render token for your licence, for at most 30 days, or for less than the licence.

        Raises: NotFound(`licences.no_licence`), Unverified(`proofs.token_widened`).
        """
        form = {} if narrowed is None else {"narrowed": narrowed.to_json()}
        return str(self._wire().post(f"/api/v1/licences/{_segment(licence)}/token", form)["token"])

    def decide(self, token: str, use: Use) -> Decision:
        """May this use be made now? A no is an answer with its reasons; nothing is reserved.

        Raises: Malformed(`proofs.token_unreadable`), Unverified(`proofs.token_wrong_signature`,
        `proofs.token_widened`).
        """
        return Decision.from_json(self._wire().post("/api/v1/gate/decide", _shown(token, use)))

    def reserve(self, token: str, use: Use, nonce: str) -> Permit:
        """Reserve one use under your own id of it, `nonce`; the same one is never reserved twice.

        Raises: Refused(`licences.denied`) with the fact `reasons`; Refused(`licences.replayed`), and if it has a
        fact `tries`, an earlier try of this very call may have arrived whose answer was lost;
        and as the gate: `proofs.token_expired`, `proofs.token_wrong_holder`, Unavailable(`proofs.token_try_again`).
        """
        form = _shown(token, use) | {"nonce": nonce}
        return Permit.from_json(self._wire().post("/api/v1/gate/reserve", form))

    def take_lease(
        self, token: str, quota: dict[str, int], public_key: bytes, nonce: str, *, hours: int = 24
    ) -> dict[str, Any]:
        """Have a part of the quota for offline use by the host of this key, debited in full now: its `lease.json`.

        Raises: Refused(`licences.denied`, `licences.lease_life`, `licences.replayed`), and as `decide`.
        """
        form = {
            "token": token,
            "quota": quota,
            "public_key": to_b64(public_key),
            "nonce": nonce,
            "hours": hours,
        }
        return dict(self._wire().post("/api/v1/gate/leases", form)["document"])

    def report_lease(
        self, lease: str, records: list[dict[str, Any]], *, returns: bool = False
    ) -> dict[str, Any]:
        """Bring records of a lease back, any number of times; `returns`: nothing more comes, give back the rest.

        Raises: NotFound(`licences.no_lease`), Unverified(`proofs.lease_wrong_signature`, `proofs.lease_chain_broken`).
        """
        form = {"records": records, "returns": returns}
        return dict(self._wire().post(f"/api/v1/leases/{_segment(lease)}/records", form))

    def render_take(self, token: str, use: Use, nonce: str, *, asset: str, from_ms: int, to_ms: int) -> str:
        """Have a recorded take cut, in milliseconds; reserves the use itself. The render's id.

        Raises: as `reserve`; NotFound(`likeness.no_asset`), Refused(`usage.take_out_of_bounds`).
        """
        return self._render(token, use, nonce, take={"asset": asset, "from_ms": from_ms, "to_ms": to_ms})

    def render_line(
        self,
        token: str,
        use: Use,
        nonce: str,
        *,
        version: str,
        text: str,
        language: str = "zh",
        manner: Mapping[str, Any] | None = None,
    ) -> str:
        """Have a version of the replica say a new line in a language (BCP 47); reserves the use. The render's id.

        `manner`: `feeling`, `strength` (0 to 1), `gaze_yaw_degrees`, `gaze_pitch_degrees`, `head_seed`; each may be left out.

        Raises: as `reserve`; NotFound(`replicas.no_version`), Refused(`usage.no_engine`), Malformed(`replicas.manner_malformed`).
        """
        line = {"version": version, "text": text, "language": language} | (
            {"manner": manner} if manner else {}
        )
        return self._render(token, use, nonce, line=line)

    def _render(self, token: str, use: Use, nonce: str, **wanted: Any) -> str:
        form = _shown(token, use) | {"nonce": nonce} | wanted
        return str(self._wire().post("/api/v1/renders", form)["render"])

    def render(self, render: str) -> Render:
        """How far a render is. Raises: NotFound(`usage.no_render`)."""
        return Render.from_json(self._wire().get(f"/api/v1/renders/{_segment(render)}"))

    def wait(
        self,
        render: str,
        on_progress: Callable[[Render], None] = _unwatched,
        *,
        timeout_seconds: float = WAIT_SECONDS,
        poll_seconds: float = POLL_SECONDS,
    ) -> Render:
        """Look until the render is released, telling `on_progress` every change; it is looked at once at least.

        Raises: Refused(`client.render_failed`) with the fact `error_code`, Unavailable(`client.not_in_time`),
        NotFound(`usage.no_render`). After `client.not_in_time` the render goes on; wait again.
        """
        until, before = time.monotonic() + timeout_seconds, None
        while True:
            seen = self.render(render)
            if seen != before:
                on_progress(seen)
            if seen.is_released:
                return seen
            if seen.has_failed:
                raise Refused(
                    "client.render_failed", "Nothing comes of this render.", error_code=seen.error_code
                )
            left = until - time.monotonic()
            if left <= 0:
                raise Unavailable("client.not_in_time", "The render goes on.", state=seen.state)
            before = seen
            time.sleep(min(poll_seconds, left))

    def download(self, render: str, path: Path | str) -> Path:
        """Fetch the sealed output to `path`, which is only written if its SHA-256 is the passport's.

        Raises: Refused(`client.not_released`), Unverified(`client.other_bytes`), OSError, and as the library:
        the output may no longer be shown.
        """
        seen = self.render(render)
        if seen.output is None:
            raise Refused("client.not_released", "Wait for the render first.", state=seen.state)
        read = partial(keep, path=Path(path), sha256=seen.output["sha256"])
        return self._wire().stream(f"/api/v1/renders/{_segment(render)}/file", read)

    def passport(self, path_or_output: Path | str) -> dict[str, Any]:
        """What anyone is told of an output, by its id or by a file of exactly its bytes, which stays here.

        Raises: NotFound(`client.no_passport`) if no output has these bytes (a changed copy may still be
        recognised: send it to `/api/v1/verify`), NotFound(`provenance.no_output`), OSError.
        """
        if isinstance(path_or_output, str) and is_id("output", path_or_output):
            return dict(self._wire().get(f"/api/v1/outputs/{path_or_output}"))
        sha256 = sha256_of(Path(path_or_output))
        found = self._wire().get("/api/v1/verify", sha256=sha256)["output"]
        if found is None:
            raise NotFound("client.no_passport", "No output has these bytes.", sha256=sha256)
        return dict(found)

    @staticmethod
    def verify_bundle(data: bytes, trust: Trust, *, now: Instant | None = None) -> Report:
        """Everything that a bundle proves under your trust file, offline; what fails is in its `problems`.

        `now` is this machine's clock unless given. Raises: Malformed(`proofs.wrong_bundle`).
        """
        return verify_bundle(data, trust, now=now or datetime.now(UTC))


def _shown(token: str, use: Use) -> dict[str, Any]:
    return {"token": token, "use": use.to_json()}


def _segment(text: str) -> str:
    """One part of a path, whatever it holds."""
    return quote(text, safe="")
