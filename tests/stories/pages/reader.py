"""Somebody at a browser: cookies of their own, forms with their tokens, and the signing host where forms lead."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx

from tests.cast import Stage, digest_of

TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
REQUEST = re.compile(r"\?r=(sgn_[0-9a-z]+)$")


@dataclass
class Reader:
    """One reader. `sent` counts what they had to send, `signed` what they had to sign."""

    stage: Stage
    language: str = "en"
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    sent: int = 0
    signed: int = 0

    def get(self, path: str) -> Any:
        """Open a page."""
        return self._asks("GET", path)

    def _asks(self, method: str, path: str, **more: Any) -> Any:
        main = self.stage.main
        main.cookies = self.cookies
        headers = {"accept": "text/html", "accept-language": self.language} | more.pop("headers", {})
        answer = main.request(method, path, headers=headers, follow_redirects=False, **more)
        self.cookies = httpx.Cookies(main.cookies)
        main.cookies.clear()
        return answer

    def token(self) -> str:
        """The form token of this reader."""
        found = TOKEN.search(self.get("/sign-in").text)
        assert found
        return found[1]

    def post(self, path: str, **fields: Any) -> Any:
        """Send a form."""
        self.sent += 1
        return self._asks("POST", path, data={"_csrf_token": self.token(), **fields})

    def sends_file(self, path: str, field: str, name: str, body: bytes, **more: Any) -> Any:
        """Send a form with a file in it."""
        fields, file = (
            {"_csrf_token": self.token(), **more},
            {field: (name, body, "application/octet-stream")},
        )
        return self._asks("POST", path, data=fields, files=file)

    def uploads(self, path: str, body: bytes, media_type: str) -> Any:
        """Send a file as the page's script does."""
        sent = {"content-type": media_type, "x-csrftoken": self.token(), "accept": "application/json"}
        return self._asks("POST", path, content=body, headers=sent)

    def signs_in(self, name: str) -> "Reader":
        """One click, in the demo."""
        answer = self.post("/sign-in/demo", name=name)
        assert answer.status_code == 303, answer.text
        self.sent = 0
        return self

    def signs(self, answer: Any) -> Any:
        """Follow a form to the signing host and sign what waits there: the receipt."""
        assert answer.status_code == 303, heading(answer)
        found = REQUEST.search(answer.headers["location"])
        assert found, answer.headers["location"]
        where = f"/requests/{found[1]}"
        shown = self.stage.signing.get(where).json()
        receipt = self.stage.signing.post(f"{where}/demo-signature", json={"digest": digest_of(shown)})
        assert receipt.status_code == 200, receipt.text
        self.signed += 1
        return receipt.json()

    def identified(self, domain: str = "name.example") -> "Reader":
        """A performer whose domain vouches for them and whose demo key is bound, all by pages."""
        self.post("/claim", domain=domain)
        line = re.search(r"propria-claim=[0-9a-f]+", self.get("/claim").text)
        assert line
        self.stage.pages.lines[domain] = line[0]
        assert self.post("/claim/check").headers["location"] == "/keys"
        self.signs(self.post("/keys/demo"))
        return self

    def opens(self, **more: Any) -> Any:
        """Sign standing terms by the form."""
        return self.signs(self.post("/terms", do="sign", **(TERMS | more)))


TERMS: dict[str, Any] = {
    "attribute": ["image", "voice"],
    "act": ["generate", "dub"],
    "medium": ["film", "series"],
    "territory": ["CN", "HK"],
    "language": ["zh"],
    "theme": ["drama", "crime"],
    "script": ["lodged"],
    "red_theme": ["nudity", "politics"],
    "red_act": ["train"],
    "rating": "16",
    "provider": "propria-embedded",
    "retention": "0",
    "floor": "80,000",
    "currency": "CNY",
    "days": "180",
    "shows_name": "yes",
}


def heading(answer: Any) -> str:
    """The answer at the top of a page, as words."""
    found = HEADING.search(answer.text)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", found[1]).split())) if found else answer.text[:200]


def words(answer: Any) -> str:
    """All the words of a page's main part, in one line."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))
