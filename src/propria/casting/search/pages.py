"""Search over those who are open and show their name: what they signed of themselves and of their terms. No place is sold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from propria.casting.cards import Card, card
from propria.casting.model import Window
from propria.casting.pages import places_shown
from propria.casting.pictures.pages import Faces, faces
from propria.casting.profiles import representing
from propria.casting.profiles import texts as texts_profiles
from propria.casting.profiles.model import Profile
from propria.casting.profiles.representing import Representation
from propria.casting.rules import bucket
from propria.casting.search import finding
from propria.casting.search import saved as searches
from propria.casting.search.facets import SPEAKS, TERMS, VALUES, Counts
from propria.casting.search.finding import By, Hit, Sought
from propria.casting.search.texts import how_ranked, why
from propria.kernel.time import Instant
from propria.parties.identity.strength import Strengths, shown
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import Choice, Empty, Fact, Filter
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Text, Words, say
from propria.scope import Scope
from propria.scope.codes import doings, languages, media, territories
from propria.scope.words import AXIS_WORDS, value_words
from propria.web.scope_views import words_of
from propria.web.typed_form import choices

_EVERY = Choice("", Words("不限", "any"))
_CODES = {
    "language": languages.LANGUAGES,
    "act": doings.ACTS,
    "medium": media.MEDIA,
    "territory": territories.TERRITORIES,
}
_LISTS = {name: (_EVERY, *choices(_CODES[name], codes)) for name, codes in TERMS.items()}
_LISTS |= {SPEAKS: (_EVERY, *choices(languages.LANGUAGES, VALUES[SPEAKS]))}
_ORDERS = (
    Choice(By.BOTH, Words("字句与意思", "words and meaning")),
    Choice(By.WORDS, Words("只看字句", "words alone")),
    Choice(By.MEANING, Words("只看意思", "meaning alone")),
)
_NAMES = {name: words_of(AXIS_WORDS[name]) for name in TERMS} | {SPEAKS: Words("会说", "Speaks")}
_STATED = {
    "skill": Words("技能", "Skill"),
    "based_in": Words("常驻", "Based in"),
    "height": Words("身高", "Height"),
    "voice": Words("声线", "Voice"),
    "union": Words("工会", "Union"),
}
"""Filters by what people state, each with its name."""


@dataclass(frozen=True)
class SavedSearch:
    """A search that the reader saved, in its own words."""

    id: str
    href: str
    says: Words


@page_context("casting/search.html")
@dataclass(frozen=True)
class SearchPage:
    """Everybody who is open and shows their name, through filters. `narrowed`: something other than words is asked.

    `span`: which places it shows, empty where it shows all.
    """

    q: str
    age: str
    narrowed: bool
    filters: tuple[Filter, ...]
    found: tuple[Card, ...]
    count: int
    ranked: Text
    saved: tuple[SavedSearch, ...]
    all_open: int
    unnamed: str
    nothing: Empty
    span: str
    before_href: str
    more_href: str


def search_page(actor: Actor, sought: Sought, skip: int = 0, *, now: Instant, db: Session) -> SearchPage:
    """Who answers to what is sought, from the place after `skip` on. Raises: as `finding.find`."""
    window = Window(skip)
    found = finding.find(actor, sought, window, now=now, db=db)
    by = representing.shown({hit.performer.id: hit.profile for hit in found.hits}, now=now, db=db)
    people = [hit.performer for hit in found.hits]
    seen, known = faces(people, now=now, db=db), shown(people, db=db)
    return SearchPage(
        q=sought.text,
        age=str(sought.age or ""),
        narrowed=bool(sought.speaks or sought.age or sought.stated or any(sought.terms.values())),
        filters=_filters(sought, found.facets),
        found=tuple(_card(hit, by.get(hit.performer.id, ()), seen, known) for hit in found.hits),
        count=found.count,
        ranked=how_ranked(found.seed, has_meaning=found.has_meaning or not sought.text.strip()),
        saved=tuple(_saved(one) for one in searches.saved_by(actor, db=db)),
        all_open=found.all_open,
        unnamed=bucket(found.unnamed),
        nothing=Empty(
            Words("没有人符合这些条件。", "Nobody answers to that."),
            Words(
                "未提及的，即不允许；去掉一项再看。",
                "What they did not mention is not allowed; take one filter off.",
            ),
            Link("/search", Words("去掉全部条件", "Take all filters off")),
        ),
        **places_shown(f"{sought.href}&", window, found.count),
    )


def _saved(one: searches.Saved) -> SavedSearch:
    """What it asks, in words; “everybody” where it asks nothing."""
    sought = one.sought
    axes = [words_of(value_words(axis, frozenset({code}))) for axis, code in sought.terms.items() if code]
    if sought.text:
        axes.insert(0, Words(f"“{sought.text}”", f"“{sought.text}”"))
    if sought.speaks:
        axes.append(Words(f"会说 {sought.speaks}", f"speaks {sought.speaks}"))
    if sought.age:
        axes.append(Words(f"可演 {sought.age} 岁", f"plays {sought.age}"))
    for name, value in sought.stated.items():
        is_named, said = _STATED[name], _stated_words(name, value)
        axes.append(Words(f"{is_named.zh}：{said.zh}", f"{is_named.en}: {said.en}"))
    axes = axes or [Words("所有人", "everybody")]
    said = Words("，".join(one.zh for one in axes), ", ".join(one.en for one in axes))
    return SavedSearch(one.id, one.href, said)


def _filters(sought: Sought, facets: Counts) -> tuple[Filter, ...]:
    """Every filter as it is set, with how many are found by each of its values."""
    chosen = {**sought.terms, SPEAKS: sought.speaks}
    counted = [
        Filter(
            name, _NAMES[name], tuple(_counted(one, facets[name]) for one in options), chosen.get(name, "")
        )
        for name, options in _LISTS.items()
    ]
    counted += [
        Filter(name, says, _stated_options(name, facets[name]), sought.stated.get(name, ""))
        for name, says in _STATED.items()
    ]
    return (*counted, Filter("by", Words("排序依据", "In order of"), _ORDERS, sought.by))


def _stated_options(name: str, counts: Mapping[str, int]) -> tuple[Choice, ...]:
    """Any, then what people state: heights from the smallest, the rest as most of them state it."""
    values = [value for value in counts if value]
    ordered = sorted(values, key=lambda band: (len(band), band)) if name == "height" else values
    options = (_EVERY, *(Choice(value, _stated_words(name, value)) for value in ordered))
    return tuple(_counted(one, counts) for one in options)


def _stated_words(name: str, value: str) -> Words:
    if name == "height":
        low, _, high = value.partition("-")
        return Words(f"{low} 至 {high} 厘米", f"{low} to {high} cm")
    listed = territories.TERRITORIES.get(value) if name == "based_in" else None
    return Words(*listed) if listed else Words(value, value)


def _counted(choice: Choice, counts: Mapping[str, int]) -> Choice:
    number = f"{counts[choice.value]:,}"
    said = Words(f"{say(choice.words, 'zh-Hans')}（{number}）", f"{say(choice.words, 'en')} ({number})")
    return Choice(choice.value, said)


def profile_facts(profile: Profile, by: Iterable[Representation] = ()) -> tuple[Fact, ...]:
    """What somebody says of themselves, fact by fact, and who represents them where they let it be shown."""
    facts = tuple(
        Fact(Words(*name), Words(*said), profile.showreel if name is texts_profiles.SHOWREEL else "")
        for name, said in texts_profiles.lines(profile)
    )
    facts += tuple(Fact(Words(*representing.TITLE), Words(*representing.words(one))) for one in by)
    about = Words(*profile.about)
    return (*facts, Fact(Words("简介", "About"), about)) if about.zh or about.en else facts


def _card(hit: Hit, by: Iterable[Representation], seen: Faces, known: Strengths) -> Card:
    openness = hit.openness
    clause = openness.terms.clauses[0] if openness.terms.clauses else Scope()
    passes: tuple[Text, ...] = tuple(
        words_of(value_words(axis, clause.value(axis))) for axis in TERMS if clause.value(axis)
    )
    made = card(hit.performer, openness, passes, seen, known, kept=False)
    return replace(made, says=profile_facts(hit.profile, by), why=why(hit.place))
