"""What the claim pages are told: a text sentence by sentence, and a claim that was published. No request, no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from propria.kernel.time import Instant
from propria.ladder import counted
from propria.plumbing.web.components import Empty, EvidenceDrawer, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.publicity.model import ClaimVerdict, PublicCounts, SentenceVerdict
from propria.publicity.published import PublishedClaim


@dataclass(frozen=True)
class ClaimRow:
    """One sentence: the verdict, the sentence with what is wrong marked, why, and what can be said."""

    state: State
    quoted: Markup
    why: tuple[Words, ...]
    say: str
    stands: bool


@page_context("publicity/claims.html")
@dataclass(frozen=True)
class ClaimsPage:
    """Is this press text true? Sentence by sentence."""

    text: str
    rows: tuple[ClaimRow, ...]
    wrong: int
    true_now: Words
    checkpoint: int
    as_of: Instant
    error: Words | None
    nothing: Empty | None
    may_publish: bool


@page_context("publicity/claim.html")
@dataclass(frozen=True)
class PublishedClaimPage:
    """A claim that was published: its words, whether it stands now, and how to show it elsewhere."""

    text: str
    published_at: Instant
    as_of: Instant
    state: State
    why: tuple[Words, ...]
    say: str
    drawer: EvidenceDrawer
    badge_href: str
    snippet: str


_STANDS = State(Kind.ACTIVE, Words(zh="属实", en="Provable now"))
_FELL = State(Kind.STOP, Words(zh="已无依据", en="No longer supported"))
_VERDICTS = {
    ClaimVerdict.PROVABLE: State(Kind.ACTIVE, Words(zh="属实", en="True")),
    ClaimVerdict.OVERCLAIMS: State(Kind.STOP, Words(zh="不实", en="Not true")),
    ClaimVerdict.UNKNOWN_PERSON: State(Kind.STOP, Words(zh="查无此人", en="Not listed")),
    ClaimVerdict.UNCLEAR: State(Kind.WAIT, Words(zh="无从核对", en="Cannot be checked")),
    ClaimVerdict.NOT_A_CLAIM: State(Kind.NONE, Words(zh="无须核对", en="Nothing to check")),
}
_STOPS = (ClaimVerdict.OVERCLAIMS, ClaimVerdict.UNKNOWN_PERSON, ClaimVerdict.UNCLEAR)


def claims_page(
    text: str,
    verdicts: Sequence[SentenceVerdict],
    counts: PublicCounts,
    *,
    error: Words | None = None,
    may_publish: bool = False,
) -> ClaimsPage:
    """The verdicts on a text; no text, no verdicts."""
    nothing = None
    if text and not verdicts and error is None:
        nothing = Empty(Words(zh="没有读到句子。", en="There is no sentence in it."))
    said = counted(open_to_enquiries=counts.open, licensed=counts.licensed, in_use=counts.active)
    return ClaimsPage(
        text=text,
        rows=tuple(_claim(v) for v in verdicts),
        wrong=sum(v.verdict in _STOPS for v in verdicts),
        true_now=Words(*said),
        checkpoint=counts.checkpoint_size,
        as_of=counts.as_of,
        error=error,
        nothing=nothing,
        may_publish=may_publish,
    )


def _claim(verdict: SentenceVerdict) -> ClaimRow:
    say = verdict.provable_text if verdict.verdict in _STOPS else ""
    return ClaimRow(
        _VERDICTS[verdict.verdict],
        _marked(verdict),
        tuple(Words(zh=r.zh, en=r.en) for r in verdict.reasons),
        say,
        verdict.verdict is ClaimVerdict.PROVABLE,
    )


def _marked(verdict: SentenceVerdict) -> Markup:
    """The sentence with each word that cannot stand marked, once."""
    text = verdict.text
    places = sorted(
        (at, at + len(word))
        for word in {w for r in verdict.reasons for w in r.quoted.split(" … ")}
        if word != text and (at := text.lower().find(word.lower())) >= 0
    )
    parts, done = [], 0
    for start, end in places:
        if start >= done:
            parts += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start:end])]
            done = end
    return Markup("").join([*parts, escape(text[done:])])


def published_page(claim: PublishedClaim, *, base_url: str, as_of: Instant) -> PublishedClaimPage:
    """The page of a published claim, as of now."""
    where = f"{base_url}/claims/{claim.id}"
    alt = escape(claim.text)
    return PublishedClaimPage(
        text=claim.text,
        published_at=claim.published_at,
        as_of=as_of,
        state=_STANDS if claim.stands else _FELL,
        why=tuple(Words(zh=r.zh, en=r.en) for r in claim.now.reasons),
        say="" if claim.stands else claim.now.provable_text,
        drawer=EvidenceDrawer(
            says=Words(zh="证明", en="The proof"),
            note=Words(zh="运营方何时签署了这句话", en="that the operator signed it, and when"),
            command=f"propria verify {claim.id}.bundle.json --trust trust.json",
            bundle_href=f"/log/bundles/{claim.id}",
            json_href=f"/log/bundles/{claim.id}",
        ),
        badge_href=f"/claims/{claim.id}/badge.svg",
        snippet=f'<a href="{where}"><img src="{where}/badge.svg" width="420" height="96" alt="{alt}"></a>',
    )
