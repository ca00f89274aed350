"""Every page of a library in which the story was played: whose it is, its name, its address."""

import io
import time
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from propria.api import assembly
from propria.demo.people import company
from propria.demo.programme import Programme
from propria.demo.stage import Stage
from propria.demo.story import ACTS
from propria.demo.tellings import Story, grant
from propria.demo.terms import film_terms, sheet
from propria.kernel.time import wire
from propria.parties.model import Role

NOT_A_PAGE = {
    "/robots.txt": "text for robots",
    "/health": "for whoever runs the server",
    "/sitemap.xml": "text for robots",
    "/check/words": "words for a script",
    "/claim/provider": "leads to the sign-in provider",
    "/claim/provider/back": "leads to the keys",
    "/styleguide": "for whoever builds pages; tests/rules/web looks at it",
    "/log/checkpoint": "the log's own format",
    "/log/vkey": "the log's own format",
    "/log/tile/{path:path}": "the log's own format",
    "/log/anchors/{name:str}": "a file",
    "/log/trust": "JSON",
    "/log/bundles/{statement_id:str}": "a bundle",
    "/log/subjects/{subject:str}": "JSON",
    "/counts/open/bundle": "a bundle",
    "/counts/licensed/bundle": "a bundle",
    "/feed.atom": "a feed",
    "/feed.json": "a feed",
    "/performers/{performer_id:str}/bundle": "a bundle",
    "/performers/{performer_id:str}/feed.atom": "a feed",
    "/performers/{performer_id:str}/feed.json": "a feed",
    "/names/bundle": "a bundle",
    "/names/proof.pdf": "a file",
    "/not-granted/{statement_id:str}/proof.pdf": "a file",
    "/claims/{claim_id:str}/badge.svg": "a file",
    "/money/statement.csv": "a file",
    "/calendar.ics": "a file",
    "/briefs/export.csv": "a file",
    "/roles/{brief_id:str}/sides/{sides_id:str}": "a file",
    "/tapes/{tape_id:str}/watch": "a video; tests/stories/casting watches it",
    "/calendar/{feed_id:str}/{secret:str}": "a file",
    "/shared/{share_id:str}/{secret:str}": "needs a secret; tests/stories/casting reads it",
    "/money/statement.pdf": "a file",
    "/consents/{consent_id:str}/record": "a file",
    "/deals/{deal_id:str}/papers/{digest:str}": "a file",
    "/contracts/{contract_id:str}/file": "a file",
    "/contracts/{contract_id:str}/sealed": "a file",
    "/contracts/{contract_id:str}/licence": "leads to the licence",
    "/renders/{render_id:str}/file": "a file",
    "/licences/{licence_id:str}/leases/{lease_id:str}/evidence": "a file",
    "/replicas/{version_id:str}/files/{name:str}": "a file",
    "/replicas/{version_id:str}/sources/{asset_id:str}": "a file",
    "/vault/{asset_id:str}/pictures": "a picture",
    "/performers/{performer_id:str}/pictures/{picture_id:str}": "a picture",
    "/renders/{render_id:str}/track": "JSON",
    "/captures/{capture_id:str}/uploads": "JSON",
    "/uploads/{upload_id:str}": "JSON",
    "/desk/held/{asset_id:str}/pictures/{shown:str}": "a picture",
    "/desk/held/{asset_id:str}": "nothing is held in the story; tests/stories/likeness reads it",
}
"""Every other address that answers GET, with the reason why nobody tours it."""
OPEN = (
    "/",
    "/go",
    "/how",
    "/rules",
    "/log",
    "/sign-in",
    "/join",
    "/names",
    "/claims",
    "/verify",
    "/docs/api",
)
OWNERS = {
    "/home": "mina", "/terms": "mina", "/withdraw": "mina", "/captures": "mina", "/vault": "mina",
    "/replicas": "mina", "/money": "mina", "/keys": "mina", "/alerts": "mina", "/not-granted": "mina",
    "/stand-in": "mina", "/claim": "mina", "/mandates": "rafael", "/ties": "mina",
    "/briefs": "cleo", "/briefs/new": "cleo", "/briefs/script": "cleo", "/search": "cleo", "/shortlists": "cleo", "/board": "cleo",
    "/board/cast": "cleo",
    "/deals": "cleo",
    "/calendar": "mina", "/days": "mina", "/profile": "mina", "/profile/pictures": "mina",
    "/licences": "cleo", "/duties": "cleo", "/studio": "cleo", "/team": "cleo", "/gate": "cleo", "/desk": "otto", "/desk/reviews": "otto",
    "/exports": "otto",
    "/desk/held": "otto", "/desk/orders": "otto",
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A page as one person sees it, and the status of its answer; `who` is empty for a stranger."""

    who: str
    address: str
    status: int = 200

    @property
    def name(self) -> str:
        """A file's name for it."""
        path = self.address.partition("://")[2].partition("/")[2] if "://" in self.address else self.address
        return f"{self.who or 'public'}-{path.strip('/').replace('/', '-').replace('?', '-') or 'register'}"


def played(stage: Stage, folder: Path) -> Story:
    """The story on this stage, up to the last act; then a new version of the replica and an offer wait for Mina."""
    story = Story(stage, Programme(folder))
    with redirect_stdout(io.StringIO()):
        for act in ACTS[:-1]:
            act(story)
        what_waits(story)
    return story


def what_waits(story: Story) -> None:
    """Leave something to decide: a replica to look at and an offer to answer for Mina, a denial for Otto."""
    mina, cleo = story.person("mina"), story.person("cleo")
    story.ids["waiting version"] = _built(story)
    lapses = wire(cleo.now + timedelta(days=14))
    form = {
        "brief": story.ids["brief"],
        "performer": mina.performer_id,
        "sheet": sheet(),
        "lapses_at": lapses,
    }
    story.ids["deal"] = cleo.get("/api/v1/deals")[0]["deal"]
    denied, loser = [q.short for q in company() if q.role is Role.PERFORMER and q.short != "mina"][:2]
    story.ids["recovery"], story.ids["loser"] = _recovery(story, loser), loser
    story.ids["denied"] = story.person(denied).performer_id
    denies = {"mail": "someone@elsewhere.example"}
    where = f"/api/v1/performers/{story.ids['denied']}/denials"
    story.ids["denial"] = story.stranger().post(where, denies)["denial"]
    like = {
        "kind": "sound_alike",
        "says": "My voice.",
        "sha256": "ab" * 32,
        "place": "https://clips.example/42",
    }
    mina.signs(mina.post("/api/v1/lookalikes", like))
    story.ids["lookalike"] = mina.get("/api/v1/lookalikes")[0]["lookalike"]
    story.ids["not granted"] = mina.post("/api/v1/not-granted", {"act": "train"})["statement"]
    _reported(story)
    _opened(story)
    story.ids["offer"] = cleo.post("/api/v1/offers", form)["deal"]


def _built(story: Story) -> str:
    """A version of Mina's replica that waits for her to look at it."""
    mina = story.person("mina")
    grant(mina, "build")
    version = str(mina.post("/api/v1/replicas/builds", {"assets": story.recorded})["version"])
    while (state := mina.get(f"/api/v1/replicas/versions/{version}/progress")["state"]) == "building":
        time.sleep(0.1)
    assert state == "built", state
    return version


def _reported(story: Story) -> None:
    """Cleo reports more of the first licence than tokens show, and does not say what it was for: a breach stands there."""
    cleo = story.person("cleo")
    until = cleo.now
    span = {"starts_at": wire(until - timedelta(days=30)), "ends_at": wire(until)}
    cleo.post(f"/api/v1/licences/{story.ids['licence']}/use-reports", span | {"used": {"seconds": 9_999}})


def _opened(story: Story) -> None:
    """A brief of Cleo's takes submissions, until a deadline and under a working title; Rafael has not accepted it."""
    cleo = story.person("cleo")
    said = cleo.get(f"/api/v1/briefs/{story.ids['brief']}/matches")["brief"]
    kept = {
        name: said[name] for name in ("project", "scope", "budget", "seeks", "structure", "trains", "none_of")
    }
    titles = {f"title_{language}": text for language, text in said["title"].items()}
    due = wire(cleo.now + timedelta(days=5))
    more = {"role": "understudy", "deadline": due, "working_title": "Heron"}
    story.ids["role"] = made = cleo.post("/api/v1/briefs", kept | titles | more)["brief"]
    host = {"host": f"localhost:{story.stage.port}"}
    cleo.sends(
        f"/api/v1/briefs/{made}/sides", b"INT. TEAHOUSE\n\nROWE: Sit.", "text/plain", name="scene 3.txt"
    )
    cleo.http.put(f"/api/v1/briefs/{made}/call", json={"until": due}, headers=host).raise_for_status()


def _recovery(story: Story, who: str) -> str:
    """Somebody's keys are lost; Rafael and Cleo, who are their guardians, have not spoken yet."""
    person, rafael, cleo = story.person(who), story.person("rafael"), story.person("cleo")
    rafael.gets_key()
    guardians = {"guardians": [rafael.person_id, cleo.person_id], "needed": 2}
    person.signs(person.post("/api/v1/me/guardians", guardians))
    return str(person.post("/api/v1/me/recoveries")["recovery"])


def routes() -> set[str]:
    """The path of every page route that answers GET, from the application itself."""
    return {
        path
        for handler in assembly.PAGES
        if "GET" in {str(method) for method in getattr(handler, "http_methods", ())}
        for path in handler.paths
    }


def pages_without_id() -> list[str]:
    """The addresses that name no id."""
    return sorted(path for path in routes() - set(NOT_A_PAGE) if "{" not in path)


def pages_of(story: Story) -> list[Seen]:
    """Every page, with ids of this story; a page that nobody was named for is seen by the performer."""
    seen = [Seen("" if p in OPEN else OWNERS.get(p, "mina"), p) for p in pages_without_id()]
    ids, mina, cleo = story.ids, story.person("mina"), story.person("cleo")
    render = cleo.get("/api/v1/renders")[-1]["render"]
    claim = story.person("otto").post(
        "/api/v1/claims/published", {"text": "Mina Haldane is open to enquiries."}
    )["claim"]
    output = cleo.get(f"/api/v1/renders/{render}")["output"]["output"]
    drafted = mina.would_open(film_terms(), 9_000_000)
    return [
        *seen,
        Seen("", f"/performers/{mina.performer_id}"),
        Seen("", f"/performers/{ids['denied']}"),
        Seen("", f"/performers/{ids['denied']}/deny"),
        Seen("", f"/denials/{ids['denial']}"),
        Seen("otto", f"/denials/{ids['denial']}"),
        Seen("mina", f"/lookalikes/{ids['lookalike']}"),
        Seen("otto", f"/lookalikes/{ids['lookalike']}"),
        Seen("", f"/not-granted/{ids['not granted']}"),
        Seen("", "/names?q=Nobody"),
        Seen("", f"/outputs/{output}"),
        Seen("cleo", f"/renders/{render}"),
        Seen("", f"/claims/{claim}"),
        Seen("", drafted["sign_url"]),
        Seen("", "/there-is-no-such-page", 404),
        Seen("mina", f"/captures/{ids['capture']}"),
        Seen("mina", f"/vault/{story.recorded[0]}"),
        Seen("mina", f"/replicas/{ids['version']}"),
        Seen("mina", f"/replicas/{ids['waiting version']}"),
        Seen("mina", f"/replicas/{ids['version']}/beside/{ids['waiting version']}"),
        Seen("cleo", f"/briefs/{ids['brief']}"),
        Seen("cleo", f"/briefs/{ids['brief']}/offers/new?performer={mina.performer_id}"),
        Seen("cleo", f"/briefs/{ids['brief']}/days/new"),
        Seen("cleo", f"/briefs/{ids['brief']}/shares"),
        Seen("cleo", f"/briefs/{ids['brief']}/change"),
        Seen("cleo", f"/briefs/{ids['brief']}/changes"),
        Seen("cleo", f"/briefs/{ids['brief']}/sheet"),
        Seen("cleo", f"/briefs/{ids['brief']}/submissions"),
        Seen("rafael", "/submissions"),
        Seen("cleo", f"/briefs/{ids['role']}/sides"),
        Seen("rafael", f"/roles/{ids['role']}"),
        Seen("cleo", f"/briefs/{ids['brief']}/tapes/new"),
        Seen("cleo", "/claim"),
        Seen("cleo", "/tapes"),
        Seen("cleo", f"/briefs/{ids['brief']}/compare?p={mina.performer_id}&p={ids['denied']}"),
        Seen("cleo", "/days"),
        Seen("cleo", "/search?q=teahouse"),
        Seen("cleo", f"/deals/{ids['deal']}"),
        Seen("mina", f"/deals/{ids['deal']}"),
        Seen("cleo", f"/deals/{ids['deal']}/rules"),
        Seen("cleo", f"/deals/{ids['deal']}/versions"),
        Seen("mina", f"/deals/{ids['deal']}/split?amount=100.01"),
        Seen("cleo", f"/deals/{ids['deal']}/papers"),
        Seen("mina", f"/deals/{ids['deal']}/change?kind=renewal"),
        Seen("mina", f"/deals/{ids['offer']}"),
        Seen("mina", f"/deals/{ids['offer']}/counter"),
        Seen("cleo", f"/licences/{ids['licence']}"),
        Seen("mina", f"/licences/{ids['licence']}"),
        Seen("cleo", f"/licences/{ids['licence']}/leases"),
        Seen("cleo", f"/licences/{ids['licence']}/reports"),
        Seen("mina", f"/licences/{ids['licence']}/reports"),
        Seen("mina", f"/licences/{ids['licence']}/leases"),
        Seen("rafael", "/home"),
        Seen("rafael", "/ties"),
        Seen("rafael", f"/recoveries/{ids['recovery']}"),
        Seen(ids["loser"], f"/recoveries/{ids['recovery']}"),
        Seen("otto", f"/recoveries/{ids['recovery']}"),
        Seen("otto", "/money"),
        Seen("mina", "/exports"),
        Seen("otto", "/vault"),
    ]
