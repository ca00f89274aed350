"""What a page's form sends, as text and lists of text, and where its answer leads. It knows no rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Request
from litestar.response import Redirect

from propria.kernel.errors import PropriaError
from propria.plumbing.web.locales import translations
from propria.plumbing.web.words import Words


@dataclass(frozen=True)
class Form:
    """The fields of one posted form, each with every value that it was given."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """The last value of a field without the space around it, or the default where it is missing."""
        return self.fields[name][-1].strip() if self.fields.get(name) else default

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a field, in order."""
        return self.fields.get(name, ())

    def checked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self.fields


async def provide_form(request: Request[Any, Any, Any]) -> Form:
    """The posted form. Files are left out: an upload is its own request."""
    sent = await request.form()
    found: dict[str, tuple[str, ...]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, str):
            found[name] = (*found.get(name, ()), value)
    return Form(found)


def see_other(path: str) -> Redirect:
    """Go on to another page with GET, so that reloading sends nothing twice."""
    return Redirect(path, status_code=303)


def own_path(path: str, otherwise: str) -> str:
    """`path` if it lies on this host, else `otherwise`: a link never leads a signed-in reader away.

    >>> own_path("/home", "/"), own_path("//evil.example", "/"), own_path("https://evil.example", "/")
    ('/home', '/', '/')
    """
    local = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if local and path.isprintable() else otherwise


def words_of(error: PropriaError) -> Words:
    """A refusal in both languages, as the page of the failure would say it; English where no Chinese is written."""
    written = translations("zh-Hans").pgettext("error", error.code)
    return Words(zh=error.sentence if written == error.code else written, en=error.sentence)
