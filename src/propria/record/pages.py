"""What the pages on how it works and on the log are told. No request, no SQL."""

from dataclasses import dataclass

from propria.kernel.time import Instant
from propria.ladder import DEAL_RUNGS, PERSON_RUNGS, Publicity, Rung
from propria.plumbing.web.components import Fact
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.record.cosigning import Witnesses, cosigners
from propria.record.model import Anchor, StoredStatement

_TOLD = {
    Publicity.NEVER: Words(zh="从不公开", en="never public"),
    Publicity.TO_A_HOLDER: Words(zh="只告知持有其证明的人", en="told only to a holder of its proof"),
    Publicity.IF_THEY_SAY_SO: Words(zh="本人准许才公开", en="public if they say so"),
    Publicity.IF_BOTH_ALLOW: Words(zh="双方准许才公开", en="public if both sides allow"),
    Publicity.PUBLIC: Words(zh="公开", en="public"),
}


@dataclass(frozen=True)
class RungRow:
    """One state of a ladder in words: who signs it, what ends it, who is told."""

    word: Words
    signed_by: Words
    ends: Words
    told: Words


@page_context("record/how.html")
@dataclass(frozen=True)
class HowPage:
    """How it works: the two ladders, as they stand in the product."""

    person: tuple[RungRow, ...]
    deal: tuple[RungRow, ...]
    signing_page: tuple[Fact, ...]
    compare: str


def how_page(served: bytes, logged: StoredStatement | None, signing_origin: str) -> HowPage:
    """The ladders' own words, and the signing page by its hash: as served here, and as the log has it."""
    facts = [Fact(Words(zh="本机所供签署页", en="The page as served"), served.hex())]
    if logged is not None:
        bundle = f"/log/bundles/{logged.statement.id}"
        facts += [
            Fact(Words(zh="日志所载", en="The page as logged"), logged.statement.body["sha256"], bundle),
            Fact(Words(zh="记入日志", en="Logged"), logged.logged_at),
        ]
    compare = f"curl -s {signing_origin}/ | sha256sum"
    rows = tuple(map(_row, PERSON_RUNGS)), tuple(map(_row, DEAL_RUNGS))
    return HowPage(*rows, tuple(facts), compare)


def _row(rung: Rung) -> RungRow:
    return RungRow(Words(*rung.tick), Words(*rung.signed_by), Words(*rung.ends), _TOLD[rung.publicity])


@page_context("record/log.html")
@dataclass(frozen=True)
class LogPage:
    """The log: its newest signed head, its key, its files, and how anyone checks them."""

    size: int
    facts: tuple[Fact, ...]
    checkpoint: str
    vkey: str
    waiting: int
    demo: bool
    commands: str
    cosigned: int
    one_machine: bool


def log_page(
    origin: str, size: int, vkey: str, note: str, checkpoint_size: int, made_at: Instant | None, *,
    witnesses: Witnesses, anchor: Anchor | None, demo: bool, base_url: str
) -> LogPage:  # fmt: skip
    """The page for a log that has `size` entries, of which `checkpoint_size` are under a signed head."""
    facts = [Fact(Words(zh="日志名称", en="Name"), origin)]
    if made_at is not None:
        facts += [
            Fact(Words(zh="检查点", en="Checkpoint"), checkpoint_size),
            Fact(Words(zh="签发时间", en="Signed"), made_at),
        ]
    agreeing = cosigners(note, witnesses)
    if witnesses.keys:
        of = f"{len(agreeing)} / {len(witnesses.keys)}"
        facts.append(Fact(Words(zh="见证副署", en="Cosigned"), of))
        facts += [Fact(Words(zh=f"见证 {c.name}", en=f"Witness {c.name}"), c.seen_at) for c in agreeing]
    else:
        none = Words(zh="尚无外部见证", en="none from outside yet")
        facts.append(Fact(Words(zh="见证", en="Witnesses"), none))
    if anchor is not None:
        says = Words(
            zh=f"检查点 {anchor.size} 的时间戳，由 {anchor.authority} 所盖",
            en=f"Checkpoint {anchor.size} time-stamped by {anchor.authority}",
        )
        facts.append(Fact(says, anchor.stamped_at))
    site = base_url.rstrip("/")
    commands = (
        f"curl -O {site}/log/trust\n"
        f"curl -O {site}/log/bundles/stm_…\n"
        "propria verify stm_….bundle.json --trust trust"
    )
    waiting, one_machine = size - checkpoint_size, not (agreeing and witnesses.elsewhere)
    return LogPage(size, tuple(facts), note, vkey, waiting, demo, commands, len(agreeing), one_machine)
