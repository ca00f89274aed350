"""Every page of a library in which the story was played: whose it is, its name, its address."""

import io
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from propria.api import assembly
from propria.demo.programme import Programme
from propria.demo.stage import Stage
from propria.demo.story import ACTS
from propria.demo.tellings import Story
from propria.demo.terms import film_terms

NOT_A_PAGE = (
    "/robots.txt",
    "/sitemap.xml",
    "/check/",
    "/log/",
    "/counts/",
    "/names/bundle",
    "/styleguide",
    "/money/statement",
)
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
    "/replicas": "mina", "/money": "mina", "/keys": "mina", "/claim": "mina", "/mandates": "rafael",
    "/briefs": "cleo", "/briefs/new": "cleo", "/search": "cleo", "/shortlists": "cleo", "/board": "cleo", "/deals": "cleo",
    "/licences": "cleo", "/studio": "cleo", "/gate": "cleo", "/desk": "otto",
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A page as one person sees it; `who` is empty for a stranger."""

    who: str
    address: str

    @property
    def name(self) -> str:
        """A file's name for it."""
        path = self.address.partition("://")[2].partition("/")[2] if "://" in self.address else self.address
        return f"{self.who or 'public'}-{path.strip('/').replace('/', '-').replace('?', '-') or 'register'}"


def played(stage: Stage, folder: Path) -> Story:
    """The story on this stage, up to the last act: nothing is taken back yet."""
    story = Story(stage, Programme(folder))
    with redirect_stdout(io.StringIO()):
        for act in ACTS[:-1]:
            act(story)
    return story


def pages_without_id() -> list[str]:
    """The addresses that name no id, from the application's own routes."""
    paths = {
        path
        for handler in assembly.PAGES
        if "GET" in {str(method) for method in getattr(handler, "http_methods", ())}
        for path in handler.paths
    }
    return sorted(p for p in paths if "{" not in p and not p.startswith(NOT_A_PAGE))


def pages_of(story: Story) -> list[Seen]:
    """Every page, with ids of this story; a page that nobody was named for is seen by the performer."""
    seen = [Seen("" if p in OPEN else OWNERS.get(p, "mina"), p) for p in pages_without_id()]
    mina, cleo = story.person("mina"), story.person("cleo")
    brief, licence = story.ids["brief"], story.ids["licence"]
    deal = cleo.get("/api/v1/deals")[0]["deal"]
    render = cleo.get("/api/v1/renders")[-1]["render"]
    output = cleo.get(f"/api/v1/renders/{render}")["output"]["output"]
    drafted = mina.would_open(film_terms(), 9_000_000)
    return [
        *seen,
        Seen("", f"/performers/{mina.performer_id}"),
        Seen("", "/names?q=Nobody"),
        Seen("", f"/outputs/{output}"),
        Seen("", drafted["sign_url"]),
        Seen("cleo", f"/briefs/{brief}"),
        Seen("cleo", f"/deals/{deal}"),
        Seen("mina", f"/deals/{deal}"),
        Seen("cleo", f"/licences/{licence}"),
        Seen("mina", f"/licences/{licence}"),
        Seen("cleo", "/home"),
        Seen("rafael", "/home"),
        Seen("otto", "/home"),
        Seen("otto", "/money"),
    ]
