"""What the page of ties is told: guardians and minors, estates, groups, guilds. No request, no SQL."""

from dataclasses import dataclass

from propria.kernel.money import Money
from propria.plumbing.web.components import Choice, Field
from propria.plumbing.web.formats import currency_words
from propria.plumbing.web.pages import page_context
from propria.plumbing.web.words import Text, Words
from propria.scope.codes.media import MEDIA

CURRENCIES = ("CNY", "USD", "EUR", "GBP")


@dataclass(frozen=True)
class GroupRow:
    """A group that names the reader: who is in it, and whether they are."""

    id: str
    name: Words
    members: tuple[tuple[Words, bool], ...]
    joined: bool
    stands: bool


@dataclass(frozen=True)
class GuildRow:
    """A guild that names the reader, its floors and what it has suspended."""

    id: str
    name: Words
    joined: bool
    floors: tuple[tuple[Words, Money], ...]
    suspended: tuple[Words, ...]


@dataclass(frozen=True)
class WardRow:
    """A minor whose guardian the reader is, or says to be; or a guardian of the reader."""

    name: Words
    attested: bool


@dataclass(frozen=True)
class EstateRow:
    """An estate that the reader holds a part of, with everybody's share in basis points."""

    name: Words
    died_on: str
    holders: tuple[tuple[Words, int], ...]


@dataclass(frozen=True)
class OwnGuild:
    """The guild that the reader signs for."""

    name: Words
    listed: int
    joined: int
    floors: tuple[tuple[str, Words, Money], ...]
    suspended: tuple[tuple[str, Words], ...]


@page_context("parties/ties.html")
@dataclass(frozen=True)
class TiesPage:
    """Who signs with the reader, and for whom the reader signs."""

    is_performer: bool
    is_representative: bool
    code: str
    is_minor: bool
    guardians: tuple[WardRow, ...]
    wards: tuple[WardRow, ...]
    estates: tuple[EstateRow, ...]
    groups: tuple[GroupRow, ...]
    guilds: tuple[GuildRow, ...]
    own_guild: OwnGuild | None
    fields: dict[str, Field]
    error: Text


def fields_of(typed: dict[str, str]) -> dict[str, Field]:
    """The forms' fields with what was typed."""
    media = tuple(Choice(code, Words(zh=zh, en=en)) for code, (zh, en) in MEDIA.items() if "." not in code)
    in_what = Words(zh="哪一类作品", en="In what kind of work")
    made = (
        Field("zh", Words(zh="组合的中文名", en="Its name in Chinese")),
        Field("en", Words(zh="组合的英文名", en="Its name in English")),
        Field(
            "members", Words(zh="其他成员的代码，每行一个", en="The other members’ codes, one a line"), "textarea",
            hint=Words(zh="各人在自己的本页上可以看到，以 prf_ 开头。", en="Each finds theirs on this page; it starts with prf_."),
        ),
        Field(
            "performer", Words(zh="未成年演员的代码", en="The minor’s code"),
            hint=Words(zh="以 prf_ 开头。", en="It starts with prf_."),
        ),
        Field("medium", in_what, "select", options=media),
        Field("amount", Words(zh="总酬至少，以元计", en="At least, in all"), hint=Words(zh="例如 80000。", en="Such as 80000.")),
        Field("currency", Words(zh="币种", en="Currency"), "select", "CNY",
              options=tuple(Choice(c, currency_words(c)) for c in CURRENCIES)),
        Field(
            "csv", Words(zh="名册，CSV", en="The registry, as CSV"), "textarea",
            hint=Words(zh="首行：performer,member,name_zh,name_en", en="First line: performer,member,name_zh,name_en"),
        ),
    )  # fmt: skip
    found = {one.name: one for one in made}
    return found | {
        name: Field(**{**vars(found[name]), "value": value}) for name, value in typed.items() if name in found
    }
