"""A claim with the signed words that it rests on: what any reader judges again offline, by the same lexicon. Pure.

The file (`propria-claim/1`) holds the claim, the lexicon by its hash, and a bundle. Nothing in it says that the claim
is true: whoever reads it counts and names the people of the bundle, and judges each of its sentences by them alone.
"""

import hashlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from propria.kernel.errors import Malformed, PropriaError
from propria.kernel.time import Instant, instant
from propria.proofs.bundles import verify_bundle
from propria.proofs.canonical import canonical_bytes, members, read_canonical, text_of
from propria.proofs.leaves import OPENNESS as OPEN_STATE
from propria.proofs.report_words import HIDDEN, Language
from propria.proofs.reports import Problem, Report, StatementFacts
from propria.proofs.trust import Trust
from propria.publicity import rules
from propria.publicity.model import ClaimVerdict, NamedPerformer, PublicCounts, SentenceVerdict

FORMAT = "propria-claim/1"
OPENNESS, ANNOUNCED = "openness.given", "licence.announced"
OPERATOR_ROUTE = "operator_only"
JUDGING = "propria.publicity"
JUDGES = (
    *(
        (JUDGING, f"{name}.py")
        for name in (
            *(
                "affirmed",
                "asides",
                "attributions",
                "beside",
                "clauses",
                "composed",
                "frames",
                "lexicon",
                "numbers",
            ),
            *(
                "people",
                "reasons",
                "resolved",
                "rules",
                "sentences",
                "spelling",
                "understood",
                "unread",
                "word_classes",
            ),
        )
    ),
    ("propria.proofs", "foldings.py"),
)
"""The modules that a verdict comes from; their bytes make the lexicon's hash."""
OUTRUNS = "publicity.claim_outruns_evidence"
OUTRUNS_WORDS = {OUTRUNS: ("此说法超出了此处已签署的内容", "the claim says more than what is signed here")}


@cache
def lexicon_hash() -> str:
    """SHA-256 of the modules that judge, as hex: two readers with the same one give every sentence the same verdict."""
    sources = (pkgutil.get_data(package, name) or b"" for package, name in JUDGES)
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


@dataclass(frozen=True)
class ClaimBundle:
    """A claim's words, the hash of the lexicon that judged them, and the bundle (its bytes) that they were judged by."""

    text: str
    lexicon: str
    evidence: bytes

    def to_bytes(self) -> bytes:
        """The file: canonical JSON."""
        bundle = json.loads(self.evidence)
        return canonical_bytes(
            {"format": FORMAT, "claim": self.text, "lexicon": self.lexicon, "bundle": bundle}
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "ClaimBundle":
        """Read the file in its one spelling. Raises: Malformed(`publicity.wrong_claim_bundle`, the readers' codes)."""
        found = members(read_canonical(data), frozenset({"format", "claim", "lexicon", "bundle"}))
        if found["format"] != FORMAT:
            raise Malformed("publicity.wrong_claim_bundle", "This is not a claim's bundle of this format.")
        return cls(text_of(found["claim"]), text_of(found["lexicon"]), canonical_bytes(found["bundle"]))


@dataclass(frozen=True)
class ClaimReport:
    """What a claim's bundle proves: the report on its evidence, and the verdict by that evidence and nothing else.

    `verdicts` is empty where the evidence does not check out, so that nothing was judged.
    """

    text: str
    made_by: str
    evidence: bytes
    counts: PublicCounts | None
    verdicts: tuple[SentenceVerdict, ...]
    report: Report

    @property
    def is_proven(self) -> bool:
        """Whether each of its sentences is provable by the evidence."""
        return bool(self.verdicts) and all(v.verdict is ClaimVerdict.PROVABLE for v in self.verdicts)

    @property
    def judged_alike(self) -> bool:
        """Whether this reader's lexicon is the one that the bundle was made by."""
        return self.made_by == lexicon_hash()

    def to_json(self) -> dict[str, Any]:
        """For programs: what was judged, by what, and with what verdict."""
        seen = self.counts
        return {
            "text": self.text,
            "is_proven": self.is_proven,
            "sentences": [verdict.to_json() for verdict in self.verdicts],
            "judged_from": None
            if seen is None
            else {"open": seen.open, "licensed": seen.licensed, "active": seen.active},
            "lexicon": lexicon_hash(),
            "made_by_lexicon": self.made_by,
        }

    def lines(self, language: Language) -> Iterator[str]:
        """What the verifier says of the claim, before the report on its evidence."""
        zh = language == "zh"
        yield _plain(f"说法：“{self.text}”" if zh else f"Claim: “{self.text}”")
        if not self.verdicts or self.counts is None:
            yield _NOT_JUDGED[0 if zh else 1]
            return
        yield _counted(self.counts, zh=zh)
        yield _JUDGED[self.is_proven][0 if zh else 1]
        for reason in (r for verdict in self.verdicts for r in verdict.reasons):
            yield _plain("  - " + (reason.zh if zh else reason.en))
        if not self.judged_alike:
            yield _OTHER_LEXICON[0 if zh else 1]


_NOT_JUDGED = ("  证据未通过核验，未作判断", "  its evidence does not check out, so it was not judged")
_JUDGED = {
    True: (
        "  已在本机依证据重新判断：属实",
        "  judged again on this machine, by the evidence alone: provable",
    ),
    False: (
        "  已在本机依证据重新判断：超出证据",
        "  judged again on this machine, by the evidence alone: it says more than that",
    ),
}
_OTHER_LEXICON = (
    "  制作时所用的词表与本机的不同",
    "  the bundle was made by another lexicon than this machine's",
)


def _counted(counts: PublicCounts, *, zh: bool) -> str:
    seen = (counts.open, counts.licensed, counts.active)
    words = (
        "此处出示：{}位愿意洽谈，{}位已授权，{}位使用中"
        if zh
        else "shown here: {} open to enquiries, {} licensed, {} in use"
    )
    return "  " + words.format(*seen)


def _plain(line: str) -> str:
    """Nothing that a file says can write lines of its own."""
    return HIDDEN.sub("\N{REPLACEMENT CHARACTER}", line)


def is_claim_bundle(data: bytes) -> bool:
    """Whether a file says that it is one; `ClaimBundle.from_bytes` says whether it can be read."""
    try:
        found = json.loads(data)
    except ValueError:
        return False
    return isinstance(found, dict) and found.get("format") == FORMAT


def verify_claim(data: bytes, trust: Trust, *, now: Instant) -> ClaimReport:
    """Check the evidence, then judge each sentence by it.

    A sentence that the evidence does not support makes the report red (`publicity.claim_outruns_evidence`).

    Raises: Malformed(`publicity.wrong_claim_bundle`, `proofs.wrong_bundle` and the readers' codes).
    """
    claim = ClaimBundle.from_bytes(data)
    report = verify_bundle(claim.evidence, trust, now=now)
    if report.problems:
        return ClaimReport(claim.text, claim.lexicon, claim.evidence, None, (), report)
    counts, named = facts_of(report)
    verdicts = tuple(rules.check_text(claim.text, counts, named))
    found = ClaimReport(claim.text, claim.lexicon, claim.evidence, counts, verdicts, report)
    if found.is_proven:
        return found
    return replace(found, report=replace(report, problems=(Problem(OUTRUNS, "claim"),)))


@dataclass
class _Shown:
    """What a report shows of one subject."""

    zh: str = ""
    en: str = ""
    counted: bool = False
    is_group: bool = False
    is_open: bool = False
    licensed: tuple[str, ...] = ()
    active: tuple[str, ...] = ()

    def named(self) -> NamedPerformer:
        return NamedPerformer(self.zh, self.en, self.is_open, self.licensed, self.active)


def facts_of(report: Report) -> tuple[PublicCounts, tuple[NamedPerformer, ...]]:
    """Whom a checked bundle shows to be open, licensed or in use as of its checkpoint, and under which names.

    Somebody is open by an `openness.given` that has begun and not ended, whose map leaf says `open`; licensed by the
    same `licence.announced` words of both sides, whose leaf says `announced`, of a licence whose leaf says `licensed`
    or `active`. A group, and whoever is attested on the operator's word alone, is named and not counted.
    """
    if report.checkpoint is None:
        raise ValueError("a report without problems has a checkpoint")
    shown: dict[str, _Shown] = {}
    at, states = report.checkpoint.at, _states(report)
    for said in report.statements:
        state = states.get(said.subject, {}).get(OPEN_STATE)
        if said.type == OPENNESS and _is_open(said, state, at):
            _one(shown, said).is_open = True
    for said, state in _announced(report):
        one = _one(shown, said)
        titles = tuple(dict.fromkeys(said.body["title"].values()))
        one.licensed = (*one.licensed, *titles)
        one.active = (*one.active, *titles) if state == "active" else one.active
    people = [one for one in shown.values() if one.counted and not one.is_group]
    counts = PublicCounts(
        open=sum(one.is_open for one in people),
        licensed=sum(bool(one.licensed) for one in people),
        active=sum(bool(one.active) for one in people),
        not_usable=0,
        checkpoint_size=report.checkpoint.size,
        as_of=at,
        whole=False,
    )
    return counts, tuple(one.named() for one in shown.values())


def _one(shown: dict[str, _Shown], said: StatementFacts) -> _Shown:
    one = shown.setdefault(said.subject, _Shown())
    if not one.en:
        one.zh, one.en = said.body["name"]["zh"], said.body["name"]["en"]
    one.is_group = one.is_group or said.body.get("group") is True
    one.counted = one.counted or bool(set(said.binding.routes) - {OPERATOR_ROUTE})
    return one


def _is_open(said: StatementFacts, state: str | None, at: Instant) -> bool:
    try:
        begun, ended = instant(said.body["starts_at"]) <= at, instant(said.body["ends_at"]) <= at
    except (PropriaError, KeyError):
        return False
    is_shown = said.body.get("shows_name") is True and _by_a_person(said)
    return is_shown and begun and not ended and state == "open"


def _announced(report: Report) -> Iterator[tuple[StatementFacts, str]]:
    """The performer's statement of each announcement that both sides signed in the same words, and its licence's state."""
    states = _states(report)
    sides: dict[str, dict[str, StatementFacts]] = {}
    for said in report.statements:
        if said.type == ANNOUNCED and _by_a_person(said):
            sides.setdefault(str(said.body.get("announcement")), {})[str(said.body.get("side"))] = said
    for announcement, by in sides.items():
        mine, theirs = by.get("performer"), by.get("creator")
        if mine is None or theirs is None or mine.subject != theirs.subject:
            continue
        same = _without_side(mine) == _without_side(theirs)
        two = mine.key_id != theirs.key_id and theirs.binding.holder != mine.subject
        stand = states.get(mine.subject, {})
        state = stand.get(str(mine.body.get("licence")), "")
        if same and two and stand.get(announcement) == "announced" and state in ("licensed", "active"):
            yield mine, state


def _by_a_person(said: StatementFacts) -> bool:
    return said.is_placed and said.binding.role == "person"


def _without_side(said: StatementFacts) -> dict[str, Any]:
    return {name: value for name, value in said.body.items() if name != "side"}


def _states(report: Report) -> Mapping[str, Mapping[str, str]]:
    """subject → what its leaf says of each thing."""
    return {status.subject: status.states for status in report.statuses}
