"""Where a listed performer stands, as the ladder strip and the statement sheet show it. It decides no state."""

from markupsafe import Markup

from propria.consent.model import Openness
from propria.kernel.time import Instant
from propria.ladder import RUNGS, Deal, DealFacts, Person, PersonFacts, headline, person_state
from propria.ladder import Words as LadderWords
from propria.plumbing.web.components import (
    Fact,
    Kind,
    Ladder,
    SignatureBlock,
    Standing,
    State,
    StatementSheet,
    StatementText,
    Tick,
)
from propria.plumbing.web.formats import short_digest
from propria.plumbing.web.words import Words
from propria.publicity.actions import Listed
from propria.record.model import StoredStatement

_CLIMB: tuple[Person | Deal, ...] = (Person.CLAIMED, Person.OPEN, Deal.IN_TALKS, Deal.LICENSED, Deal.ACTIVE)


def person_facts(one: Listed) -> PersonFacts:
    """What is signed of a listed performer."""
    declared = one.openness.starts_at if one.openness else None
    return PersonFacts(
        own_key=True,
        attested_by_outsider=True,
        openness_declared_at=declared,
        disputed=one.is_disputed,
    )


def deal_facts(one: Listed) -> tuple[DealFacts, ...]:
    """What both sides let be said of their licences."""
    return tuple(
        DealFacts(
            LadderWords(*x.title),
            agreed=True,
            signed=True,
            missing_conditions=() if x.state == Deal.ACTIVE.value else ("condition",),
            performer_allows_naming=True,
            creator_allows_naming=True,
        )
        for x in one.licences
    )


def sentence(one: Listed, *, now: Instant) -> Words:
    """The one sentence that may be said of them."""
    said = headline(person_facts(one), deal_facts(one), now=now)
    return Words(*said) if said else Words(zh="", en="")


def state_of(one: Listed) -> Kind:
    """The look of that sentence."""
    if one.is_disputed:
        return Kind.WAIT
    if any(x.state == Deal.ACTIVE.value for x in one.licences):
        return Kind.ACTIVE
    return Kind.LICENSED if one.licences else Kind.OPEN


def state(one: Listed, *, now: Instant) -> State:
    """Sentence and look together."""
    return State(state_of(one), sentence(one, now=now))


def strip(one: Listed, signed: StoredStatement | None, *, now: Instant) -> Ladder:
    """The ladder strip: what is signed in ink with its evidence; talks dashed, for everyone alike."""
    held = {Deal(x.state) for x in one.licences}
    state = person_state(person_facts(one), now=now)
    if state is Person.DISPUTED:
        return _disputed(one, held, signed)
    reached = {Person.CLAIMED} | ({Person.OPEN} if state is Person.OPEN else set()) | held
    reached |= {Deal.LICENSED} if Deal.ACTIVE in held else set()
    here = max(reached, key=_CLIMB.index)
    ticks = [_tick(rung, reached, here, one, signed) for rung in _CLIMB]
    return Ladder(tuple(ticks), _CLIMB.index(here))


def _disputed(one: Listed, held: set[Deal], signed: StoredStatement | None) -> Ladder:
    """The strip of somebody whose hand is denied: what is signed stays in ink, and the dispute is where they stand."""
    row = RUNGS[Person.DISPUTED]
    reached = {Person.CLAIMED} | ({Person.OPEN} if one.openness else set()) | held
    climbed = [_tick(rung, reached, Person.DISPUTED, one, signed) for rung in _CLIMB]
    facts = (
        Fact(Words(zh="由谁提出", en="Said by"), Words(*row.signed_by)),
        Fact(Words(zh="何时终止", en="Ends"), Words(*row.ends)),
    )
    here = Tick(Words(*row.tick), Standing.HERE, at=None, facts=facts)
    return Ladder((*climbed, here), len(climbed))


def _tick(
    rung: Person | Deal, reached: set[Person | Deal], here: Person | Deal, one: Listed, signed: StoredStatement | None
) -> Tick:  # fmt: skip
    row = RUNGS[rung]
    word = Words(*row.tick)
    if rung is Deal.IN_TALKS:
        talks = Words(zh="洽谈、谈妥", en="talks, terms")
        private = Words(
            zh="是否有人在与其洽谈，不向任何人显示。",
            en="Whether anyone is talking with them is shown to nobody.",
        )
        return Tick(talks, Standing.PRIVATE, says=private)
    if rung not in reached:
        note = {
            Deal.LICENSED: Words(zh="未作授权", en="no licence given"),
            Deal.ACTIVE: Words(zh="无", en="in nothing"),
            Person.OPEN: Words(zh="未表示", en="not declared"),
        }.get(rung, Words(zh="", en=""))  # type: ignore[call-overload]
        return Tick(word, Standing.AHEAD, note=note)
    standing = Standing.HERE if rung is here else Standing.DONE
    signed_by = Fact(Words(zh="由谁签署", en="Signed by"), Words(*row.signed_by))
    ends = Fact(Words(zh="何时终止", en="Ends"), Words(*row.ends))
    if rung is Person.OPEN and one.openness and signed:
        return Tick(
            word,
            standing,
            note=Words(zh="到期", en="lapses"),
            at=one.openness.ends_at,
            facts=(
                signed_by,
                Fact(Words(zh="密钥", en="Key"), signed.key_id),
                Fact(Words(zh="时间", en="When"), signed.logged_at),
                Fact(Words(zh="日志条目", en="Log entry"), signed.entry_index),
                Fact(Words(zh="声明摘要", en="Digest"), short_digest(signed.statement.digest())),
            ),
            href=f"/log/bundles/{one.openness.id}",
        )
    if rung is Person.CLAIMED:
        domain = Fact(Words(zh="身份佐证", en="Attested by the domain"), one.performer.domain or "")
        if one.performer.rests_on_operator:
            domain = Fact(
                Words(zh="身份佐证", en="Attested by"),
                Words(zh="仅运营方，别无佐证", en="the operator alone; nobody else"),
            )
        return Tick(word, standing, at=one.performer.evidenced_at, facts=(signed_by, domain))
    titles = Words(zh="、".join(f"《{x.title[0]}》" for x in one.licences), en=", ".join(x.title[1] for x in one.licences))  # fmt: skip
    return Tick(word, standing, note=titles, facts=(signed_by, ends))


def sheet(openness: Openness, signed: StoredStatement, name: Words) -> StatementSheet:
    """The openness exactly as it was signed, in both languages."""
    text = signed.statement.text
    return StatementSheet(
        type=signed.statement.type,
        version=signed.statement.version,
        digest=signed.statement.digest().hex(),
        zh=_as_signed(text["zh"]),
        en=_as_signed(text["en"]),
        signatures=(SignatureBlock(name, at=signed.logged_at, key=signed.key_id, entry=signed.entry_index),),
        expires_at=None,
    )


def _as_signed(text: str) -> StatementText:
    """The signed words with their own line breaks, and nothing numbered that was not numbered."""
    return StatementText(Markup("<br>").join(text.split("\n")))
