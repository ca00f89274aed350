"""What the page of a name is told: whom the library publicly lists under it, in the verifier's own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from propria.parties.model import Performer
from propria.plumbing.web.components import EvidenceDrawer, Fact, NamedStep, State, Step
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.proofs.leaves import NamedPerson
from propria.proofs.report_words import name_words
from propria.proofs.reports import NameFacts


@dataclass(frozen=True)
class Found:
    """Somebody publicly listed under a name, and what tells them from others of that name."""

    name: Words
    href: str
    facts: tuple[Fact, ...]


@page_context("publicity/names.html")
@dataclass(frozen=True)
class NamesPage:
    """Whom the library publicly lists under a name, or that it lists nobody; with the proof of either."""

    query: str
    own: str
    found: tuple[Found, ...]
    says: Words | None
    drawer: EvidenceDrawer | None
    paper_href: str
    error: Words | None
    near: tuple[Found, ...] = ()


ASKING = NamesPage("", "", (), None, None, "", None)
"""Before anything was asked."""


def mistaken(error: Words) -> NamesPage:
    """What was asked cannot be looked up."""
    return NamesPage("", "", (), None, None, "", error)


def facts_of(name: str, listed: Sequence[NamedPerson]) -> NameFacts:
    """The facts as a verifier reports them."""
    return NameFacts(name, tuple(person.to_json() for person in listed))


def names_page(
    facts: NameFacts,
    found: tuple[Found, ...],
    *,
    own: str,
    checkpoint: int,
    asked: str,
    near: Iterable[Performer] = (),
) -> NamesPage:
    """The answer to one name; `asked` is the query that its bundle and its paper answer too; `near` have longer names."""
    zh, en = name_words(facts, checkpoint, own=own)
    bundle_href = f"/names/bundle?{asked}"
    first = (
        _to_do("该姓名在名录中的一叶列出上述各人", "The leaf of this name in the map lists exactly these")
        if facts.people
        else _to_do("该姓名在名录中的一叶为空", "The leaf of this name in the map is empty")
    )
    drawer = EvidenceDrawer(
        says=Words(zh="证明", en="The proof"),
        note=Words(zh="无须账号", en="no account needed"),
        steps=(
            first,
            _to_do("由这一叶可以走到名录的根", "Steps lead from it to the root of the map"),
            _to_do("名录的根在日志之中", "That root is in the log"),
            _to_do("检查点有日志密钥的签名", "The checkpoint is signed by the log’s key"),
            _to_do("日志接续您上次所见", "The log continues what you saw last"),
        ),
        command="propria verify name.bundle.json --trust trust.json",
        bundle_href=bundle_href,
        json_href=bundle_href,
        opened=not facts.people,
    )
    return NamesPage(
        facts.name,
        own,
        found,
        Words(zh=zh, en=en),
        drawer,
        f"/names/proof.pdf?{asked}",
        None,
        tuple(_near(one) for one in near),
    )


def _near(performer: Performer) -> Found:
    return Found(Words(performer.name.zh, performer.name.en), f"/performers/{performer.id}", ())


def _to_do(zh: str, en: str) -> NamedStep:
    return NamedStep(Words(zh=zh, en=en), Step.TO_DO)


def found_person(performer: Performer, domain: str, isni: str, identity: State) -> Found:
    """One person of a name's leaf."""
    facts = [Fact(Words(zh="域名", en="Domain"), domain or Words(zh="未给", en="not given"))]
    if isni:
        facts.append(Fact("ISNI", isni))
    facts.append(Fact(Words(zh="身份", en="Identity"), identity.word))
    name = Words(zh=performer.name.zh, en=performer.name.en)
    return Found(name, f"/performers/{performer.id}", tuple(facts))
