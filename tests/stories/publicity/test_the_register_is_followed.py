"""The public register: page by page, as a feed, and never a way to find out who is not in it."""

from typing import Any
from xml.etree import ElementTree

from propria.kernel.time import wire
from propria.parties import actions as parties
from propria.parties.model import Role
from tests.cast import Person, Stage, openness_form
from tests.deals import active_licence, announces
from tests.stories.disputes.denying import denies, goes_round
from tests.stories.parties.test_operator_imports_names import imports
from tests.stories.publicity.test_press_copy_is_checked import licenses, opens
from tests.terms import film_terms

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEEDS = ("/feed.atom", "/feed.json")


def pages_of(stage: Stage, limit: int) -> list[list[str]]:
    """Whom each page of the register names, read from page to page as the header says."""
    where, found = f"/api/v1/performers?limit={limit}", []
    while where:
        answer = stage.main.get(where)
        found.append([one["performer"] for one in answer.json()])
        where = answer.links.get("next", {}).get("url", "")
    return found


def told(stage: Stage, path: str = "/feed.atom") -> list[str]:
    """What a feed in Atom tells."""
    tree = ElementTree.fromstring(stage.main.get(path).content)
    return [str(title.text) for title in tree.findall("a:entry/a:title", ATOM)]


def test_the_register_is_read_page_by_page_and_everybody_comes_once(stage: Stage) -> None:
    people = [opens(stage, number) for number in range(5)]
    licenses(stage, people[1])
    people[1].signs(people[1].asked("/api/v1/openness/withdraw", {"performer": people[1].performer_id}))
    newest_first = [people[i].performer_id for i in (1, 4, 3, 2, 0)]

    assert pages_of(stage, 2) == [newest_first[:2], newest_first[2:4], newest_first[4:]]
    assert pages_of(stage, 100) == [newest_first]
    for wrong in ("limit=0", "limit=101", "before=x"):
        assert stage.main.get(f"/api/v1/performers?{wrong}").status_code == 400


def test_a_page_goes_on_where_it_stopped_although_somebody_joined_meanwhile(stage: Stage) -> None:
    people = [opens(stage, number) for number in range(3)]
    first = stage.main.get("/api/v1/performers?limit=2")
    opens(stage, 3)
    rest = stage.main.get(first.links["next"]["url"]).json()
    assert [one["performer"] for one in rest] == [people[0].performer_id]


def test_who_is_listed_is_followed_by_a_feed_in_either_language(stage: Stage) -> None:
    mina, wen = stage.open_performer("mina", film_terms()), opens(stage, 1)
    assert told(stage) == [
        "Performer 1 is open to enquiries; no licence given.",
        "Mina Haldane is open to enquiries; no licence given.",
    ]
    assert told(stage, "/feed.atom?lang=zh-Hans")[1] == "米娜·霍尔丹愿意洽谈，未作授权。"
    assert told(stage, f"/performers/{mina.performer_id}/feed.atom") == told(stage)[1:]

    page = stage.main.get(f"/performers/{wen.performer_id}").text
    address = f"/performers/{wen.performer_id}/feed.json?lang=en"
    assert f'type="application/feed+json" href="{address}"' in page
    feed = stage.main.get(address)
    assert feed.headers["content-type"] == "application/feed+json"
    assert feed.json()["version"] == "https://jsonfeed.org/version/1.1"
    assert feed.json()["feed_url"] == f"http://localhost:8000{address}"
    (item,) = feed.json()["items"]
    assert item["content_text"] == told(stage)[0]
    assert item["date_published"] == wire(stage.now)

    mina.signs(mina.asked("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
    assert stage.main.get(f"/performers/{mina.performer_id}/feed.atom").status_code == 404
    assert not [line for line in told(stage) if "Mina" in line]


def test_a_cache_keeps_what_is_unchanged_and_nothing_of_whom_a_denial_hid(stage: Stage) -> None:
    made = active_licence(stage)
    mina = made.mina
    announces(made.licence, made.cleo, mina)
    public = ("/api/v1/performers", "/sitemap.xml", *FEEDS, f"/api/v1/performers/{mina.performer_id}")
    kept = {path: stage.main.get(path).headers for path in public}
    assert {headers["cache-control"] for headers in kept.values()} == {"no-cache"}
    assert {path for path, headers in kept.items() if "last-modified" in headers} == set()

    def again(path: str) -> int:
        return int(stage.main.get(path, headers={"if-none-match": kept[path]["etag"]}).status_code)

    assert {path: again(path) for path in public} == dict.fromkeys(public, 304)
    assert "Mina Haldane" in "".join(told(stage))

    denies(stage, mina.performer_id)
    stage.passes(hours=72)
    goes_round(stage)
    assert {path: again(path) for path in public} == {**dict.fromkeys(public, 200), public[-1]: 404}
    assert mina.performer_id not in "".join(stage.main.get(path).text for path in public[:-1])
    assert mina.performer_id not in stage.main.get("/").text
    counts = stage.main.get("/api/v1/counts").json()
    assert (counts["open"], counts["licensed"], counts["active"]) == (0, 0, 0)


def in_private(stage: Stage) -> dict[str, str]:
    """Performers whom nobody may find, each for a reason of their own: what they are → their profile's id."""
    imports(stage, 3)
    held = stage.person("otto").get("/api/v1/imports").json()
    hidden = {"unclaimed": held[0]["id"]}
    hidden["claimed, not open"] = stage.identified("mina").performer_id
    quiet = _joins(stage, "quiet", "安静", "Quiet One")
    form = openness_form(stage.now, film_terms()) | {"shows_name": False}
    quiet.signs(quiet.asked("/api/v1/openness", form))
    hidden["open without a name"] = quiet.performer_id
    left = _joins(stage, "left", "离去", "Left Already")
    left.signs(left.asked("/api/v1/openness", openness_form(stage.now, film_terms())))
    left.signs(left.asked("/api/v1/openness/withdraw", {"performer": left.performer_id}))
    hidden["withdrawn"] = left.performer_id
    return hidden


def _joins(stage: Stage, name: str, zh: str, en: str) -> Person:
    stage.propria.library.database.transact(
        lambda db: parties.join(zh, en, Role.PERFORMER, demo_name=name, db=db)
    )
    return stage.identified(name)


NAMES = {
    "unclaimed": "Performer Number0",
    "claimed, not open": "Mina Haldane",
    "open without a name": "Quiet One",
    "withdrawn": "Left Already",
}
UNHEARD = {
    "unclaimed": "Performer Number9",
    "claimed, not open": "Nina Aldhane",
    "open without a name": "Queit One",
    "withdrawn": "Lift Already",
}
"""Names of the same shape that nobody here has."""
ABOUT_ONE = (
    "/performers/{}",
    "/performers/{}/deny",
    "/performers/{}/feed.atom",
    "/performers/{}/feed.json",
    "/api/v1/performers/{}",
)


def answer_about(stage: Stage, path: str, who: str) -> tuple[int, dict[str, str], str]:
    """What an answer gives away: its status, its headers and its body, but for what the asker wrote themselves."""
    answer: Any = stage.main.get(path.format(who))
    headers = {k: v for k, v in answer.headers.items() if k not in ("set-cookie", "content-length")}
    stage.main.cookies.clear()
    body = _without_token(answer.text).replace(who, "")
    return answer.status_code, headers, body


def _without_token(html: str) -> str:
    head, mark, rest = html.partition('{"x-csrftoken":"')
    return head + mark + rest.partition('"')[2] if mark else html


def test_enumerating_finds_nobody_who_is_unclaimed_or_private(stage: Stage) -> None:
    """An adversary guesses ids, prefixes, cursors and names, and reads every list: who is private answers like nobody."""
    hidden = in_private(stage)
    wen = stage.open_performer("wen", film_terms())
    size = stage.main.get("/api/v1/counts").json()["checkpoint"] + 5

    for path in ABOUT_ONE:
        nobody = answer_about(stage, path, "prf_" + "0" * (len(wen.performer_id) - 4))
        assert nobody[0] == 404
        for what, performer_id in hidden.items():
            assert answer_about(stage, path, performer_id) == nobody, (path, what)
        for guess in (
            "prf_",
            wen.performer_id[:-1],
            wen.performer_id[:8],
            "%25",
            "*",
            wen.performer_id.upper(),
        ):
            assert stage.main.get(path.format(guess)).status_code == 404, (path, guess)
        assert stage.main.get(path.format(wen.performer_id)).status_code == 200

    listed = {one for page in pages_of(stage, 1) for one in page}
    for before in range(size):
        for path in (f"/api/v1/performers?before={before}", f"/?before={before}"):
            read = stage.main.get(path).text
            assert not [what for what, i in hidden.items() if i in read or NAMES[what] in read], path
        listed |= {one["performer"] for one in stage.main.get(f"/api/v1/performers?before={before}").json()}
    assert listed == {wen.performer_id}

    for path in ("/sitemap.xml", *FEEDS, "/feed.atom?lang=zh", "/counts/open/bundle", "/claims"):
        read = stage.main.get(path).text
        assert not [what for what, i in hidden.items() if i in read or NAMES[what] in read], path


def test_a_name_is_looked_up_whole_and_private_ones_answer_like_names_nobody_has(stage: Stage) -> None:
    """Nor does a name tell: a prefix finds nobody, and a private name's answer is that of a name never heard."""
    in_private(stage)
    stage.open_performer("wen", film_terms())
    assert len(stage.main.get("/api/v1/names?q=Wen Zhuxi").json()["people"]) == 1
    for part in ("Wen", "Wen Zhux", "wen*", "Wen%", "温", "温竹", "_en Zhuxi", ""):
        assert stage.main.get("/api/v1/names", params={"q": part}).json()["people"] == [], part
    never = stage.main.get("/api/v1/names", params={"q": "Xo Never Heard"}).json()["people"]
    for what, name in NAMES.items():
        assert stage.main.get("/api/v1/names", params={"q": name}).json()["people"] == never, what
        verdicts = [
            stage.person("sam").asked("/api/v1/claims/check", {"text": f"{one} is open to enquiries."})
            for one in (name, UNHEARD[what])
        ]
        assert [v["verdict"] for v in verdicts[0]] == [v["verdict"] for v in verdicts[1]], what
