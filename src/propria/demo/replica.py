"""Act five, the replica: built from the recordings in the vault, approved, it says a new line; then it is cancelled."""

import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from propria.demo.engine_setup import wait_for_engine
from propria.demo.media import PATIENCE_SECONDS, check_output, finished
from propria.demo.tellings import Story, grant, refused
from propria.demo.terms import series_use
from propria.kernel.time import wire

NEW_LINE = "The lamps are lit, and the last boat has gone home."
LANGUAGE = "en"
POLL_SECONDS = 0.25
VALIDATE = (
    "npm install gltf-validator && node -e \"require('gltf-validator').validateBytes(new Uint8Array("
    "require('fs').readFileSync('out/demo/head.glb'))).then(r => console.log(r.issues))\""
)
LOOKS = {
    "head.glb": ("The head: textured, ARKit names", VALIDATE),
    "front.png": ("The head from the front", ""),
    "three_quarter.png": ("The head, turned", ""),
    "card.json": ("The model card: what it was made from, how alike it is, its limits", ""),
}


def the_replica(story: Story) -> None:
    """Act five. Raises: Unavailable(`replicas.engine_missing`) where the engine could not be installed."""
    p, mina, cleo = story.programme, story.person("mina"), story.person("cleo")
    p.act("5  The replica")
    wait_for_engine(story)
    with p.does("Mina", "consents to a replica: a purpose of its own") as out:
        out.append(f"log entry {grant(mina, 'build')['entry_index']}")
    _build(story)
    with p.does("Mina", "looks at it and approves this version") as out:
        approval = mina.signs(mina.post(f"/api/v1/replicas/versions/{story.ids['version']}/approve"))
        out.append(f"log entry {approval['entry_index']}")
    with p.does("Cleo", "has it say a line that Mina never recorded") as out:
        render = cleo.post("/api/v1/renders", _line(story, "scene-14-line-1"))["render"]
        finished(story, render, "line", out)
    check_output(story, "line")
    with p.does("Mina", "finds the new line in her statement") as out:
        span = f"starts_at={wire(mina.now - timedelta(days=1))}&ends_at={wire(mina.now + timedelta(days=1))}"
        statement = mina.takes(f"/api/v1/statements/{mina.performer_id}?{span}")
        p.leaves("statement-with-line.csv", statement, "Mina's pay statement, with the new line")
        out.append(f"{len(statement.splitlines()) - 1} lines")
    _cancel(story)


def _build(story: Story) -> None:
    p, mina = story.programme, story.person("mina")
    with p.does("Mina", "has a replica built from her recordings") as out:
        started = mina.post("/api/v1/replicas/builds", {"assets": story.recorded})
        story.ids |= {"version": started["version"], "replica": started["replica"]}
        where = f"/api/v1/replicas/versions/{started['version']}"
        _follow(story, f"{where}/progress")
        for name, (says, how_to_check) in LOOKS.items():
            p.leaves(name, mina.takes(f"{where}/files/{name}"), says, how_to_check)
        card = json.loads(Path(p.folder / "card.json").read_text("utf-8"))
        alike = (
            f"face {card['face']['front']:.2f} alike" if card["face"].get("front") else "face not measured"
        )
        out.append(f"version {started['number']}, {alike}, {card['head']['morph_targets']} morph targets")


def _follow(story: Story, where: str) -> None:
    """Tell each step of the build as it comes. Raises: AssertionError with the library's code."""
    mina = story.person("mina")
    patience = time.monotonic() + PATIENCE_SECONDS
    last = ""
    while (seen := mina.get(where))["state"] == "building":
        assert time.monotonic() < patience, "the build takes too long"
        if seen["step"] != last:
            last = seen["step"]
            story.programme.tells(f"building: {last.replace('_', ' ')}")
        time.sleep(POLL_SECONDS)
    assert seen["state"] == "built", f"the build ended as {seen['state']}: {seen['failure']}"


def _line(story: Story, nonce: str) -> dict[str, Any]:
    use = series_use(story.person("cleo").now, language=LANGUAGE).to_json()
    line = {"version": story.ids["version"], "text": NEW_LINE, "language": LANGUAGE}
    return {"token": story.ids["token"], "use": use, "nonce": nonce, "line": line}


def _cancel(story: Story) -> None:
    p, mina, cleo = story.programme, story.person("mina"), story.person("cleo")
    with p.does("Mina", "cancels her replica: one draft, one signature") as out:
        receipt = mina.signs(mina.post(f"/api/v1/replicas/{story.ids['replica']}/cancel"))
        where = f"/api/v1/replicas/versions/{story.ids['version']}"
        destroyed = mina.get(where)["destroyed"]
        p.leaves("destroyed.json", json.dumps(destroyed, indent=1), "The receipt for the replica's files")
        gone = refused(lambda: mina.takes(f"{where}/files/head.glb"))
        out.append(f"log entry {receipt['entry_index']}; {destroyed['files']} files destroyed; {gone.code}")
    with p.does("Cleo", "asks for the same line again") as out:
        out.append(refused(lambda: cleo.post("/api/v1/renders", _line(story, "scene-14-line-2"))).code)
    check_output(story, "line", "line-after-cancelling")
