"""What the demo's people say of themselves for casting, from the cast's own files: facts, and the pictures that they sign for."""

import json
from datetime import timedelta
from typing import Any

from propria.demo.hands import Hands
from propria.demo.people import CAST_FOLDER, Player
from propria.kernel.time import wire

SHOWN_DAYS = 180
SHOWN = {"still-front.jpg": "image/jpeg", "still-smile.jpg": "image/jpeg", "footage.mp4": "video/mp4"}


def profile_form(player: Player, **more: Any) -> dict[str, Any]:
    """The form of a casting profile, from the cast's own file."""
    raw = json.loads((CAST_FOLDER / player.folder / "profile.json").read_text("utf-8"))
    skills = zip(raw["skills"]["zh"], raw["skills"]["en"], strict=True)
    return {
        "about_zh": raw["biography"]["zh"],
        "about_en": raw["biography"]["en"],
        "plays": raw["playing_age"],
        "speaks": raw["languages"],
        "skills": [f"{zh} {en}" for zh, en in skills],
    } | more


def says_and_shows(hands: Hands, player: Player, **more: Any) -> int:
    """Sign a casting profile, keep the cast's stills and footage, sign the one statement that publishes them; how many are shown."""
    hands.signs(hands.post("/api/v1/me/profile", profile_form(player, **more)))
    kept = [
        hands.sends("/api/v1/me/pictures", file.read_bytes(), media_type)["picture"]
        for name, media_type in SHOWN.items()
        if (file := CAST_FOLDER / player.folder / name).exists()
    ]
    until = wire(hands.now + timedelta(days=SHOWN_DAYS))
    hands.signs(hands.post("/api/v1/me/pictures/publish", {"pictures": kept, "until": until}))
    return len(kept)


def lets_negotiate(hands: Hands, representative: Hands, terms: dict[str, Any]) -> dict[str, Any]:
    """Sign a mandate to negotiate within one's own terms, for a year; the receipt."""
    form = {
        "representative": representative.person_id,
        "powers": ["negotiate"],
        "scopes": [terms["clauses"][0]],
        "starts_at": wire(hands.now),
        "ends_at": wire(hands.now + timedelta(days=365)),
    }
    return hands.signs(hands.post("/api/v1/mandates", form))
