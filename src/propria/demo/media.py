"""The story's middle acts: recordings into the vault, a permit releases a take, and the money that follows."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from propria.demo.people import CAST_FOLDER
from propria.demo.tellings import Story, grant
from propria.demo.terms import series_use
from propria.kernel.time import wire

TAKE_MS = (400, 3_400)
PATIENCE_SECONDS = 300.0
TYPES = {".jpg": ("photo", "image/jpeg"), ".mp4": ("video", "video/mp4"), ".flac": ("voice", "audio/flac")}


@dataclass(frozen=True)
class Recording:
    """One file of the cast: what kind it is, and the exact words spoken in it."""

    file: Path
    kind: str
    media_type: str
    line: str


def recordings(folder: str) -> list[Recording]:
    """What the manifest lists for one performer, pictures first, then footage, then takes of single lines."""
    rows = json.loads((CAST_FOLDER / "manifest.json").read_text("utf-8"))["files"]
    found = []
    for row in rows:
        file = CAST_FOLDER / row["path"]
        if row["performer"] == folder and file.suffix in TYPES and file.exists():
            kind, media_type = TYPES[file.suffix]
            found.append(Recording(file, kind, media_type, row.get("text", "")))
    order = {"photo": 0, "video": 1, "voice": 2}
    return sorted(found, key=lambda r: (order[r.kind], r.file.name))


def media_and_papers(story: Story) -> None:
    """Act three: consent to be recorded, the vault, a permit that releases one take, sealed and labelled."""
    p, mina, cleo = story.programme, story.person("mina"), story.person("cleo")
    p.act("3  Media and papers")
    with p.does("Cleo", "gets a render token and asks") as out:
        token = cleo.post(f"/api/v1/licences/{story.ids['licence']}/token")["token"]
        story.ids["token"] = token
        answer = cleo.post("/api/v1/gate/decide", {"token": token, "use": series_use(cleo.now).to_json()})
        out.append(f"denied: {', '.join(answer['reasons'])}")
    with p.does("Mina", "consents to be recorded: one purpose, one signature") as out:
        out.append(f"log entry {grant(mina, 'capture')['entry_index']}")
    with p.does("Mina", "puts her recordings into the encrypted vault") as out:
        out.append(_fill_vault(story))
    with p.does("Cleo", "asks for another film, another country") as out:
        for use in (series_use(cleo.now, project="tidewright"), series_use(cleo.now, territory="US")):
            answer = cleo.post("/api/v1/gate/decide", {"token": token, "use": use.to_json()})
            out.append(f"denied: {', '.join(answer['reasons'])}")
    _release_take(story)
    check_output(story, "take")


def _fill_vault(story: Story) -> str:
    mina = story.person("mina")
    capture = mina.post("/api/v1/captures", {"place": "Studio 4, Hangzhou"})["capture"]
    story.ids["capture"] = capture
    counted: dict[str, int] = {}
    for one in recordings("mina-haldane"):
        stored = mina.sends(
            f"/api/v1/captures/{capture}/assets",
            one.file.read_bytes(),
            one.media_type,
            kind=one.kind,
            line=one.line,
        )
        counted[one.kind] = counted.get(one.kind, 0) + 1
        story.ids.setdefault(f"first {one.kind}", stored["asset"])
        story.recorded.append(stored["asset"])
    return ", ".join(f"{count} × {kind}" for kind, count in counted.items())


def _release_take(story: Story) -> None:
    p, cleo = story.programme, story.person("cleo")
    with p.does("Cleo", "asks for three seconds of Mina's own take") as out:
        use = series_use(cleo.now, amounts={"seconds": 3, "lines": 1}).to_json()
        take = {"asset": story.ids["first video"], "from_ms": TAKE_MS[0], "to_ms": TAKE_MS[1]}
        form = {"token": story.ids["token"], "use": use, "nonce": "scene-12-take-1", "take": take}
        finished(story, cleo.post("/api/v1/renders", form)["render"], "take", out)


def finished(story: Story, render: str, name: str, out: list[str]) -> None:
    """Follow a render to its end, keep the released file. Raises: AssertionError with the library's code."""
    cleo = story.person("cleo")
    patience = time.monotonic() + PATIENCE_SECONDS
    while (seen := cleo.get(f"/api/v1/renders/{render}"))["state"] in ("queued", "running"):
        assert time.monotonic() < patience, "the render takes too long"
        time.sleep(0.1)
    assert seen["state"] == "released", f"the render ended as {seen['state']}: {seen['error_code']}"
    body = cleo.takes(f"/api/v1/renders/{render}/file")
    story.ids[f"{name} output"] = seen["output"]["output"]
    story.programme.leaves(
        f"{name}.mp4",
        body,
        f"The released {name}: sealed, labelled, read back",
        f"exiftool -AIGC out/demo/{name}.mp4",
    )
    out.append(f"released, {len(body):,} bytes, permit {seen['permit'][:12]}…")


def check_output(story: Story, name: str, kept_as: str = "") -> None:
    """Anybody asks whether the output may still be shown, and made again."""
    p = story.programme
    with p.does("Sam", "asks what anyone may know of the file") as out:
        told = story.stranger().get(f"/api/v1/outputs/{story.ids[f'{name} output']}")
        out.append(f"may show: {told['may_show']['may']}, may make: {told['may_make']['may']}")
        p.leaves(
            f"{kept_as or name}.passport.json",
            _pretty(told),
            f"What the library tells anyone about the {name}",
        )


def money(story: Story) -> None:
    """Act four: metered once, priced by the contract, posted in a ledger that balances."""
    p, mina, otto = story.programme, story.person("mina"), story.person("otto")
    p.act("4  Money")
    with p.does("Mina", "reads her statement: each line names use and clause") as out:
        where = f"/api/v1/statements/{mina.performer_id}"
        span = f"starts_at={wire(mina.now - timedelta(days=1))}&ends_at={wire(mina.now + timedelta(days=1))}"
        statement = mina.takes(f"{where}?{span}")
        p.leaves("statement.csv", statement, "Mina's pay statement")
        p.leaves("statement.pdf", mina.takes(f"{where}/pdf?{span}"), "The same on paper")
        out.append(f"{len(statement.splitlines()) - 1} lines")
    with p.does("Otto", "exports the ledger for another program to check") as out:
        p.leaves(
            "ledger.journal",
            otto.takes("/api/v1/ledger"),
            "The whole ledger, double entry",
            "hledger -f out/demo/ledger.journal check --strict",
        )
        out.append("debits and credits are equal by construction")


def _pretty(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)
