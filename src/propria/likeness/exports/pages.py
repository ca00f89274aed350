"""What the page of exports is told, for the operator's people and for the performer whose recordings they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from propria.kernel.ids import AssetId, ExportId, PerformerId, PersonId
from propria.kernel.time import Instant
from propria.likeness.exports.marks import SURE
from propria.likeness.exports.model import OPEN, Export, ExportState, Ground, Traced
from propria.likeness.exports.texts import GROUND_WORDS
from propria.plumbing.web.components import Choice, Empty, Field, Kind, State
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Words
from propria.web.typed_form import Notice

STATE_WORDS = {
    ExportState.ASKED: State(
        Kind.WAIT, Words("已请求", "asked for"), Words("等另一人确认", "another person has to confirm it")
    ),
    ExportState.CONFIRMED: State(
        Kind.WAIT,
        Words("已由两人签署", "two people signed"),
        Words("等请求者取走", "whoever asked may fetch it"),
    ),
    ExportState.FETCHED: State(Kind.STOP, Words("已取走", "fetched")),
    ExportState.STOPPED: State(Kind.NONE, Words("已被叫停", "stopped")),
    ExportState.EXPIRED: State(Kind.NONE, Words("已失效，未取走", "expired, never fetched")),
}


@dataclass(frozen=True)
class Row:
    """One export, and what whoever looks may do with it now."""

    id: ExportId
    asset_id: AssetId
    state: State
    recipient: str
    purpose: str
    ground: Words
    performer: Words
    asked_by: Words
    asked_at: Instant
    confirmed_by: Words | None
    expires_at: Instant | None
    ended_at: Instant | None
    copy_digest: str
    may_confirm: bool
    may_fetch: bool
    may_stop: bool


@dataclass(frozen=True)
class Found:
    """A handed-out copy that a file comes from, and by what that is seen."""

    recipient: str
    export_id: ExportId
    fetched_at: Instant | None
    by: Words


@page_context("likeness/exports.html")
@dataclass(frozen=True)
class ExportsPage:
    """Copies of recordings that left or may leave; asking for one; whose copy a file is."""

    answer: Words
    is_operator: bool
    rows: tuple[Row, ...]
    fields: tuple[Field, ...]
    found: tuple[Found, ...]
    searched: bool
    notice: Notice | None
    nothing: Empty


@dataclass(frozen=True)
class Names:
    """People and performers by id, for the rows."""

    people: Mapping[PersonId, Words]
    performers: Mapping[PerformerId, Words]


def exports_page(
    exports: Sequence[Export],
    names: Names,
    *,
    viewer: PersonId,
    is_operator: bool,
    typed: Mapping[str, str] | None = None,
    found: Sequence[Traced] | None = None,
    notice: Notice | None = None,
) -> ExportsPage:
    """The page as its viewer sees it; `found` is what a file that was brought comes from."""
    return ExportsPage(
        answer=_answer(exports),
        is_operator=is_operator,
        rows=tuple(_row(one, names, viewer, is_operator=is_operator) for one in exports),
        fields=_fields(typed or {}) if is_operator else (),
        found=tuple(_found(one) for one in found or ()),
        searched=found is not None,
        notice=notice,
        nothing=Empty(
            Words("没有任何副本离开过保管库。", "No copy has left the vault."),
            Words("两人各以其密钥签署之前，什么也不会交出。", "None leaves before two people have signed, each with a key of their own."),
        ),
    )  # fmt: skip


def _answer(exports: Sequence[Export]) -> Words:
    out = sum(one.state is ExportState.FETCHED for one in exports)
    if any(one.state in OPEN for one in exports):
        return Words("有一份导出尚未了结。", "An export is under way.")
    if out:
        return Words(
            f"共有 {out} 份副本离开过保管库。",
            f"{'One copy has' if out == 1 else f'{out} copies have'} left the vault.",
        )
    return Words("没有任何副本离开过保管库。", "No copy has left the vault.")  # fmt: skip


def _row(export: Export, names: Names, viewer: PersonId, *, is_operator: bool) -> Row:
    is_open = export.state in OPEN
    return Row(
        id=export.id,
        asset_id=export.asset_id,
        state=STATE_WORDS[export.state],
        recipient=export.recipient,
        purpose=export.purpose,
        ground=Words(*GROUND_WORDS[export.ground]),
        performer=names.performers[export.performer_id],
        asked_by=names.people[export.asked_by],
        asked_at=export.asked_at,
        confirmed_by=names.people[export.confirmed_by] if export.confirmed_by else None,
        expires_at=export.expires_at if is_open else None,
        ended_at=export.ended_at,
        copy_digest=export.copy_digest or "",
        may_confirm=is_operator and export.state is ExportState.ASKED and viewer != export.asked_by,
        may_fetch=is_operator and export.state is ExportState.CONFIRMED and viewer == export.asked_by,
        may_stop=not is_operator and is_open and export.ground is Ground.NEED,
    )


def _fields(typed: Mapping[str, str]) -> tuple[Field, ...]:
    grounds = tuple(Choice(ground.value, Words(*words)) for ground, words in GROUND_WORDS.items())
    return (
        Field("asset", Words("素材编号", "The recording’s id"), value=typed.get("asset", ""),
              hint=Words("以 ast_ 开头。", "It begins with ast_.")),
        Field("recipient", Words("交给谁？", "Who gets it?"), value=typed.get("recipient", ""),
              hint=Words("一人或一处；副本带有其标记。", "One person or place; the copy carries their mark.")),
        Field("purpose", Words("做什么用？", "What for?"), "textarea", typed.get("purpose", ""), wide=True,
              hint=Words("演员会看到这句话。", "The performer reads this.")),
        Field("ground", Words("依据", "On what ground?"), "select", typed.get("ground", Ground.NEED.value), options=grounds),
    )  # fmt: skip


def _found(one: Traced) -> Found:
    by: list[tuple[str, str]] = []
    if one.is_same_bytes:
        by.append(("与交出的副本逐字节相同", "it is that copy, byte for byte"))
    if one.is_named:
        by.append(("文件自身写有该导出的编号", "the file itself names the export"))
    if one.seen >= SURE:
        by.append(
            (
                f"画面里有其标记（高出偶然 {one.seen:.0f} 倍离散）",
                f"its mark is in the picture ({one.seen:.0f} spreads above chance)",
            )
        )
    if one.heard >= SURE:
        by.append(
            (
                f"声音里有其标记（高出偶然 {one.heard:.0f} 倍离散）",
                f"its mark is in the sound ({one.heard:.0f} spreads above chance)",
            )
        )
    words = Words("；".join(zh for zh, _ in by) + "。", "; ".join(en for _, en in by) + ".")
    return Found(one.export.recipient, one.export.id, one.export.ended_at, words)  # fmt: skip
