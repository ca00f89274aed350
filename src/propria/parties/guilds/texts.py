"""The words of guilds, (zh, en)."""

from propria.kernel.money import Money
from propria.parties.model import Guild, Performer, Person
from propria.record.model import Sheet, Words
from propria.scope import Scope
from propria.scope.sentences import red_line_words


def attested(guild: Guild, person: Person) -> Words:
    """Two people saw a guild's papers."""
    return (
        f"两位工作人员分别查验：{person.name.zh}有权代表{guild.name.zh}签署。",
        f"Two people, each for themselves, saw that {person.name.en} signs for {guild.name.en}.",
    )


def joined(guild: Guild, performer: Performer) -> Words:
    """A performer says that they are a member."""
    return (
        f"本人{performer.name.zh}是{guild.name.zh}的会员，同意其依章程暂停对本人数字形象的使用。本人仍可随时自行撤回授权。",
        f"I, {performer.name.en}, am a member of {guild.name.en} and agree that it may suspend uses of my digital likeness "
        "under its rules. I can still withdraw a licence myself at any time.",
    )


def suspended(guild: Guild, scope: Scope) -> Words:
    """A guild suspends a scope."""
    zh, en = red_line_words(scope)
    return (
        f"{guild.name.zh}自即刻起暂停对会员数字形象的下列使用：{zh}。已签授权不变，解除后无须重签。",
        f"{guild.name.en} suspends from this moment these uses of its members’ digital likeness: {en}. Signed licences stay; "
        "once it is lifted nothing is signed again.",
    )


def floor_set(guild: Guild, scope: Scope, floor: Money) -> Words:
    """A guild sets a floor."""
    zh, en = red_line_words(scope)
    return (
        f"自即刻起，{guild.name.zh}会员承接下列工作，总酬不得低于 {floor}：{zh}。已签合同不变。",
        f"From this moment the members of {guild.name.en} work for no less than {floor} in all in: {en}. Signed contracts stay.",
    )


def lifted(guild: Guild, statement_id: str) -> Words:
    """A guild lifts a suspension or a floor."""
    return (
        f"{guild.name.zh}即刻解除此前的声明（{statement_id}）。",
        f"{guild.name.en} lifts what it said in {statement_id} from this moment.",
    )


def sheet(zh: str, en: str) -> Sheet:
    """What the signing page says beside a guild's or a member's words."""
    return Sheet(title=(zh, en))
