"""The server is killed while parts of a recording come in: what it said it has is there, and the rest is sent again."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from propria.likeness.uploads.model import PART_BYTES
from tests.cast import a_stage
from tests.long.serving import MAIN, Caller, Served, served
from tests.stories.likeness.test_a_recording_comes_in_parts import a_long_line, sha256
from tests.stories.likeness.test_what_is_recorded_stays_the_performers import session


def sends(
    server: Served, token: str, upload: str, offset: int, part: bytes, pieces: object
) -> httpx.Response:
    """PUT a part, from memory or piece by piece."""
    headers = {"host": MAIN, "authorization": f"Bearer {token}"}
    url = f"http://127.0.0.1:{server.port}/api/v1/uploads/{upload}"
    return httpx.put(
        url,
        params={"offset": offset, "sha256": sha256(part)},
        content=pieces,  # type: ignore[arg-type]
        headers=headers,
        timeout=60,
    )


def breaks_off(server: Served, token: str, upload: str, part: bytes) -> None:
    """Kill the server when half of the second part is sent."""
    half_sent, broken = threading.Event(), list[Exception]()

    def slowly() -> Iterator[bytes]:
        yield part[: PART_BYTES // 2]
        half_sent.set()
        time.sleep(2)
        yield part[PART_BYTES // 2 :]

    def sender() -> None:
        try:
            sends(server, token, upload, PART_BYTES, part, slowly())
        except httpx.TransportError as error:
            broken.append(error)

    sending = threading.Thread(target=sender)
    sending.start()
    assert half_sent.wait(30)
    server.kill()
    sending.join(30)
    assert broken


@pytest.mark.long
def test_an_upload_goes_on_after_the_server_was_killed_in_the_middle_of_a_part(tmp_path: Path) -> None:
    with a_stage(tmp_path) as stage:
        mina, _, capture = session(stage)
        token = mina.token
    file = a_long_line()
    first, second = file[:PART_BYTES], file[PART_BYTES : 2 * PART_BYTES]
    with served(tmp_path) as server:
        who = Caller(server, token)
        form = {"kind": "voice", "media_type": "audio/wav", "size_bytes": len(file)}
        upload = who.post(f"/api/v1/captures/{capture}/uploads", form).json()["upload"]
        assert sends(server, token, upload, 0, first, first).json() == {"received_bytes": PART_BYTES}
        breaks_off(server, token, upload, second)
        server.start()
        here = who.get(f"/api/v1/uploads/{upload}").json()
        assert (here["received_bytes"], here["parts"]) == (PART_BYTES, [sha256(first)])
        for offset in range(PART_BYTES, len(file), PART_BYTES):
            part = file[offset : offset + PART_BYTES]
            assert sends(server, token, upload, offset, part, part).status_code == 200
        server.kill()
        server.start()
        whole = who.post(f"/api/v1/uploads/{upload}/finish", {"sha256": sha256(file)})
        assert (whole.status_code, whole.json()["sha256"]) == (201, sha256(file))
