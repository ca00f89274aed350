"""What the studio tells a creator: what may be rendered now, how much is left, what it costs. Decides nothing."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from propria.deals import actions as deals
from propria.deals.texts import names_in, price_rows
from propria.kernel.ids import new_id
from propria.kernel.money import Money
from propria.kernel.time import Instant
from propria.ladder import Deal as Rung
from propria.licences import actions as licences
from propria.licences import pages as licence_pages
from propria.licences import rules as licence_rules
from propria.licences.model import Licence, Snapshot
from propria.licences.pages import Burn
from propria.parties.model import Actor
from propria.plumbing.database import Session
from propria.plumbing.web.components import DecisionTrace, Empty, Fact, Field, State, Sum
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words
from propria.rates import Basis, Quote, RateCard, minimum_of
from propria.rates.words import days_of, steps_of
from propria.scope import Use
from propria.usage import actions, scripts
from propria.usage.drafts import Draft
from propria.usage.model import Line, Performance, Take
from propria.usage.pages_renders import RenderRow
from propria.usage.studio_form import line_fields, performance_fields, script_fields, take_fields, use_fields
from propria.web.typed_form import Notice, Typed

TAKE, LINE, PERFORMANCE = "take", "line", "performance"
KINDS = {TAKE: Take.kind, LINE: Line.kind, PERFORMANCE: Performance.kind}


@dataclass(frozen=True)
class Held:
    """One licence of the creator, as a choice."""

    title: Words
    href: str
    performer: Words
    state: State
    is_chosen: bool


@dataclass(frozen=True)
class Cost:
    """What a render adds at most, line by line; `beside` is what the contract has whatever is rendered."""

    total: Money
    lines: tuple[Sum, ...]
    beside: tuple[Sum, ...]


@dataclass(frozen=True)
class Looked:
    """A preview inside the page itself: `kind` is video, audio or image; `src` a data address."""

    kind: str
    src: str

    @staticmethod
    def of(draft: Draft) -> "Looked":
        """The preview as an address that holds it."""
        data = b64encode(draft.data).decode("ascii")
        return Looked(draft.media_type.partition("/")[0], f"data:{draft.media_type};base64,{data}")


@dataclass(frozen=True)
class Chosen:
    """The licence that the form is for."""

    licence_id: str
    title: Words
    performer: Words
    may_render: bool
    says: Words
    waits: tuple[Words, ...]
    burns: tuple[Burn, ...]
    prices: tuple[Fact, ...]
    what: str
    fields: tuple[Field, ...]
    cannot: Empty | None
    nonce: str
    scripts: tuple[Fact, ...]
    cost: Cost | None
    preview: Looked | None
    denied: DecisionTrace | None


@page_context("usage/studio.html")
@dataclass(frozen=True)
class StudioPage:
    """The studio of one creator."""

    chosen: Chosen | None
    held: tuple[Held, ...]
    renders: tuple[RenderRow, ...]
    nothing: Empty
    no_renders: Empty
    notice: Notice | None


@dataclass(frozen=True)
class Answered:
    """What the form was answered: a preview, its price, or why not."""

    typed: Typed = field(default_factory=Typed)
    cost: Quote | None = None
    preview: Draft | None = None
    tried: Use | None = None
    notice: Notice | None = None
    errors: Mapping[str, Words] = field(default_factory=dict)


NOTHING = Empty(
    Words("您还没有授权。", "You hold no licence."),
    Words(
        "洽谈、谈妥、双方签署之后，才可在此生成。",
        "After talks, an agreement and two signatures, you render here.",
    ),
    Link("/briefs", Words("去看招募", "To the briefs")),
)
NO_RENDERS = Empty(
    Words("还没有生成过。", "Nothing was rendered yet."),
    Words(
        "每次生成都列在这里，连同费用与凭据。", "Each render is listed here, with its cost and its passport."
    ),
)
_NO_TAKES = Empty(
    Words("没有可用的录制素材。", "There is no recorded take to cut."),
    Words(
        "演员同意录制并入库之后，素材出现在这里。",
        "Takes appear once the performer consents to capture and they are in the vault.",
    ),
)
_NO_VERSIONS = Empty(
    Words("没有演员批准且可用的数字分身。", "No replica that the performer approved is usable."),
    Words(
        "由演员制作并批准；您无法代为批准。", "The performer has it made and approves it; nobody else can."
    ),
)


def studio_page(
    actor: Actor,
    renders: Sequence[RenderRow],
    *,
    licence_id: str = "",
    what: str = TAKE,
    answered: Answered | None = None,
    now: Instant,
    db: Session,
) -> StudioPage:
    """The studio, for one licence or for the first that may be rendered under.

    Raises: NotFound(`parties.no_creator`, `licences.no_licence`).
    """
    answered = answered or Answered()
    held = list(reversed(licences.held_by(actor, db=db)))
    seen = [licences.snapshot(licence.id, now=now, db=db) for licence in held]
    if licence_id:
        licence_pages.licence_for(actor, licence_id, db=db)
    seen.sort(key=lambda one: (one.licence.id != licence_id, one.standing.state is not Rung.ACTIVE))
    shown = seen[0] if seen else None
    return StudioPage(
        chosen=None if shown is None else _chosen(actor, shown, what, answered, now=now, db=db),
        held=tuple(
            Held(
                title=licence_pages.title_of(one.licence),
                href=f"/studio?licence={one.licence.id}",
                performer=licence_pages.other_side(actor, one.licence, db=db),
                state=licence_pages.standing_of(one),
                is_chosen=one is shown,
            )
            for one in seen
        ),
        renders=tuple(renders),
        nothing=NOTHING,
        no_renders=NO_RENDERS,
        notice=answered.notice,
    )


def _chosen(
    actor: Actor, seen: Snapshot, what: str, answered: Answered, *, now: Instant, db: Session
) -> Chosen:
    licence = seen.licence
    sheet = deals.sheet_of(deals.contract(licence.contract_id, db=db), db=db)
    names, what = names_in(sheet), what if what in KINDS else TAKE
    may_render = seen.standing.state is Rung.ACTIVE
    first = _first_fields(actor, licence, what, answered, now=now, db=db) if may_render else ()
    known = scripts.scripts_under(licence, db=db)
    rest = (
        *use_fields(licence.scope, KINDS[what], names, answered.typed),
        *script_fields(known, answered.typed),
    )
    tried = answered.tried
    decision = None if tried is None else licence_rules.decide(seen, tried)
    return Chosen(
        licence_id=licence.id,
        title=licence_pages.title_of(licence),
        performer=licence_pages.other_side(actor, licence, db=db),
        may_render=may_render,
        says=licence_pages.answer_of(seen),
        waits=tuple(licence_pages.waits_words(licence, c) for c in seen.standing.waits_for),
        burns=licence_pages.burns_of(seen),
        prices=_prices(sheet.card),
        what=what,
        fields=(*first, *rest) if first else (),
        cannot=None if first or not may_render else (_NO_TAKES if what == TAKE else _NO_VERSIONS),
        nonce=new_id("render request"),
        scripts=tuple(Fact(one.sha256[:16], one.at, f"/log/bundles/{one.statement_id}") for one in known),
        cost=None if answered.cost is None else _cost(answered.cost, sheet.card),
        preview=None if answered.preview is None else Looked.of(answered.preview),
        denied=(
            None
            if tried is None or decision is None or decision
            else licence_pages.decision_trace(decision, seen, tried, names)
        ),
    )


def _first_fields(
    actor: Actor, licence: Licence, what: str, answered: Answered, *, now: Instant, db: Session
) -> tuple[Field, ...]:
    """The recording or the replica's version; none where there is nothing to choose."""
    if what == TAKE:
        takes = actions.takes_under(actor, licence.id, db=db)
        return take_fields(takes, answered.typed, answered.errors) if takes else ()
    versions = actions.versions_under(actor, licence.id, now=now, db=db)
    fields = line_fields if what == LINE else performance_fields
    return fields(versions, answered.typed, answered.errors) if versions else ()


def _prices(card: RateCard) -> tuple[Fact, ...]:
    """Each price, then what makes a day and the points from which a price is higher."""
    prices = (
        Fact(Words(f"{row.what.zh}，{row.unit.zh}", f"{row.what.en}, {_each(row.unit.en)}"), row.unit_price)
        for row in price_rows(card)
    )
    steps = (Fact(Words(*term.head), Words(*term.says)) for term in (*days_of(card), *steps_of(card)))
    return (*prices, *steps)


def _each(unit: str) -> str:
    """`each second`, but `once`."""
    return unit if unit == "once" else f"each {unit}"


def _cost(bill: Quote, card: RateCard) -> Cost:
    lines = tuple(Sum(Words(x.zh, x.en), x.amount, _clauses(*x.clauses)) for x in bill.lines)
    beside = [
        Sum(Words("一次性酬金", "A fixed fee, due once"), line.price, _clauses(line.clause))
        for line in card.lines
        if line.basis is Basis.FIXED
    ]
    least = minimum_of(card)
    if card.minimum is not None and least is not None:
        says = Words("保底总额，每次生成都计入其中", "The least paid in all; each render counts towards it")
        beside.append(Sum(says, least, _clauses(card.minimum.clause)))
    return Cost(bill.total, lines, tuple(beside))


def _clauses(*numbers: str) -> Words:
    return Words(f"合同第 {'、'.join(numbers)} 条", f"clause {', '.join(numbers)}")
