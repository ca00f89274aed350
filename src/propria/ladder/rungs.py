"""The two ladders as tables: each rung's words, who signs it, what ends it, who acts next. Reads no facts.

These are the only status words in the product.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import NamedTuple

from propria.kernel.lifecycle import Lifecycle

OPENNESS_LAPSES_AFTER = timedelta(days=180)
IMPORT_EXPIRES_AFTER = timedelta(days=90)


class Words(NamedTuple):
    """One thing said twice: zh-Hans and en, each written, neither translated."""

    zh: str
    en: str


class Publicity(Enum):
    """Who may be told: nobody, a holder of its proof, everyone if the person or both sides say so."""

    NEVER = "never"
    TO_A_HOLDER = "to_a_holder"
    IF_THEY_SAY_SO = "if_they_say_so"
    IF_BOTH_ALLOW = "if_both_allow"
    PUBLIC = "public"


class Person(Enum):
    """Where a performer stands."""

    UNCLAIMED = "unclaimed"
    CLAIMED = "claimed"
    REPRESENTED = "represented"
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"


class Deal(Enum):
    """Where one deal stands: one performer, one project."""

    IN_TALKS = "in_talks"
    AGREED_UNSIGNED = "agreed_unsigned"
    LICENSED = "licensed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class Rung:
    """One row: the public word (templates over `{agent}` and `{project}`), a short tick, and what holds it.

    `word` is None where nothing may ever be said in public.
    """

    state: Person | Deal
    publicity: Publicity
    word: Words | None
    tick: Words
    signed_by: Words
    ends: Words
    acts_next: Words


PERSON_RUNGS: tuple[Rung, ...] = (
    Rung(
        Person.UNCLAIMED,
        Publicity.NEVER,
        None,
        Words("无人认领", "unclaimed"),
        Words("无人签署", "signed by nobody"),
        Words("导入满 90 天即删除", "deleted 90 days after import"),
        Words("等本人认领", "the person, who may claim it"),
    ),
    Rung(
        Person.CLAIMED,
        Publicity.IF_THEY_SAY_SO,
        Words("已有账号", "has an account"),
        Words("已有账号", "has an account"),
        Words(
            "本人密钥；身份由运营方以外者证明", "their own key; identity attested by someone not the operator"
        ),
        Words("本人关闭账号即止", "ends when they close it"),
        Words("本人，可委托代理或表示愿意洽谈", "the performer, who may give a mandate or declare openness"),
    ),
    Rung(
        Person.REPRESENTED,
        Publicity.IF_THEY_SAY_SO,
        Words("由{agent}代理", "represented by {agent}"),
        Words("有代理", "represented"),
        Words(
            "本人密钥签署的委托书，权限逐项列明",
            "a mandate signed by their own key, its powers named one by one",
        ),
        Words("委托到期或撤销即止", "ends when the mandate does"),
        Words("本人或代理", "the performer or the representative"),
    ),
    Rung(
        Person.OPEN,
        Publicity.PUBLIC,
        Words("愿意洽谈，未作授权", "open to enquiries; no licence given"),
        Words("愿意洽谈", "open to enquiries"),
        Words("本人密钥，或有此权限的代理", "their own key, or a representative with that power"),
        Words("180 天不续期即失效", "lapses after 180 days unless renewed"),
        Words("制作方，可来询问", "a creator, who may ask"),
    ),
    Rung(
        Person.WITHDRAWN,
        Publicity.TO_A_HOLDER,
        Words("已撤回", "withdrawn"),
        Words("已撤回", "withdrawn"),
        Words("本人密钥，签名即生效", "their own key, valid on its signature alone"),
        Words("本人再次表示愿意洽谈时止", "ends if they declare openness again"),
        Words("无须任何人再做什么", "nobody; it stands"),
    ),
    Rung(
        Person.DISPUTED,
        Publicity.PUBLIC,
        Words("有争议", "disputed"),
        Words("有争议", "disputed"),
        Words("否认者本人，附一项身份证据", "the person who denies it, with one factor of evidence"),
        Words(
            "本人密钥确认或裁定作出时止；72 小时无回应即隐去",
            "ends by their own key or a ruling; hidden after 72 hours of silence",
        ),
        Words("本人，其次裁定人", "the person, then the panel"),
    ),
)

DEAL_RUNGS: tuple[Rung, ...] = (
    Rung(
        Deal.IN_TALKS,
        Publicity.NEVER,
        None,
        Words("洽谈中", "in talks"),
        Words("报价各由其提出方签署", "each offer by whoever makes it"),
        Words("报价到期即失效", "lapses with the last offer"),
        Words("收到报价的一方", "whoever holds the last offer"),
    ),
    Rung(
        Deal.AGREED_UNSIGNED,
        Publicity.NEVER,
        None,
        Words("已谈妥，未签署", "agreed, unsigned"),
        Words("无人签署；仍不允许任何使用", "signed by nobody; still allows nothing"),
        Words("签署期限届满即失效", "lapses at the signing date"),
        Words("须签署的各方", "whoever has yet to sign"),
    ),
    Rung(
        Deal.LICENSED,
        Publicity.IF_BOTH_ALLOW,
        Words("已就《{project}》授权", "licensed for {project}"),
        Words("已授权", "licensed"),
        Words("演员本人密钥，及规则所加之人", "the performer's own key, and whoever the rules add"),
        Words("授权期满，或撤回", "ends with its term, or withdrawn"),
        Words(
            "制作方，待款项托管等条件齐备",
            "the creator, until capture consent, funds and notice are in place",
        ),
    ),
    Rung(
        Deal.ACTIVE,
        Publicity.IF_BOTH_ALLOW,
        Words("《{project}》使用中", "in use in {project}"),
        Words("使用中", "in use"),
        Words(
            "同上；另需录制同意、款项托管、通知期满",
            "as licensed, with capture consent, funds held and notice elapsed",
        ),
        Words("授权期满，或撤回", "ends with its term, or withdrawn"),
        Words("制作方，可出示令牌生成", "the creator, who may render by showing a token"),
    ),
    Rung(
        Deal.SUSPENDED,
        Publicity.IF_BOTH_ALLOW,
        Words("《{project}》的授权已暂停", "licence for {project} suspended"),
        Words("已暂停", "suspended"),
        Words("有权冻结者：本人、工会或裁定人", "whoever may hold it: the performer, a guild, a panel"),
        Words("冻结解除即恢复，无须再签", "ends when the hold is lifted; nothing is signed again"),
        Words("冻结者", "whoever placed the hold"),
    ),
    Rung(
        Deal.WITHDRAWN,
        Publicity.TO_A_HOLDER,
        Words("《{project}》的授权已撤回", "licence for {project} withdrawn"),
        Words("已撤回", "withdrawn"),
        Words("本人密钥，签名即生效", "the performer's own key, valid on its signature alone"),
        Words("不再恢复；须另签新约", "final; a new licence is signed anew"),
        Words("持有人，须销毁并回执", "every holder, who must destroy and confirm"),
    ),
    Rung(
        Deal.EXPIRED,
        Publicity.IF_BOTH_ALLOW,
        Words("《{project}》的授权已到期", "licence for {project} expired"),
        Words("已到期", "expired"),
        Words("无须签署；期满自止", "nobody; its term ran out"),
        Words("不再恢复；须另签新约", "final; a new licence is signed anew"),
        Words("持有人，须销毁并回执", "every holder, who must destroy and confirm"),
    ),
    Rung(
        Deal.DISPUTED,
        Publicity.IF_BOTH_ALLOW,
        Words("《{project}》的授权有争议", "licence for {project} disputed"),
        Words("有争议", "disputed"),
        Words("提出争议者，附证据", "whoever disputes it, with evidence"),
        Words("裁定作出时止", "ends by a ruling"),
        Words("裁定人", "the panel"),
    ),
)

RUNGS: dict[Person | Deal, Rung] = {rung.state: rung for rung in (*PERSON_RUNGS, *DEAL_RUNGS)}

PERSON = Lifecycle(
    "person",
    initial="unclaimed",
    table={
        ("unclaimed", "claim"): "claimed",
        ("claimed", "give_mandate"): "represented",
        ("claimed", "declare_openness"): "open",
        ("represented", "end_mandate"): "claimed",
        ("represented", "declare_openness"): "open",
        ("open", "renew_openness"): "open",
        ("open", "lapse_openness"): "claimed",
        ("open", "withdraw_openness"): "withdrawn",
        ("withdrawn", "withdraw_openness"): "withdrawn",
        ("withdrawn", "declare_openness"): "open",
        ("claimed", "dispute"): "disputed",
        ("represented", "dispute"): "disputed",
        ("open", "dispute"): "disputed",
        ("withdrawn", "dispute"): "disputed",
        ("disputed", "confirm"): "claimed",
        ("disputed", "hide"): "unclaimed",
    },
)

DEAL = Lifecycle(
    "deal",
    initial="in_talks",
    table={
        ("in_talks", "counter"): "in_talks",
        ("in_talks", "agree"): "agreed_unsigned",
        ("agreed_unsigned", "reopen"): "in_talks",
        ("agreed_unsigned", "sign_last"): "licensed",
        ("licensed", "activate"): "active",
        ("active", "amend"): "licensed",
        ("licensed", "hold"): "suspended",
        ("active", "hold"): "suspended",
        ("suspended", "lift_hold"): "licensed",
        ("licensed", "dispute"): "disputed",
        ("active", "dispute"): "disputed",
        ("suspended", "dispute"): "disputed",
        ("disputed", "rule_to_continue"): "licensed",
        ("disputed", "rule_to_end"): "withdrawn",
        ("licensed", "withdraw"): "withdrawn",
        ("active", "withdraw"): "withdrawn",
        ("suspended", "withdraw"): "withdrawn",
        ("disputed", "withdraw"): "withdrawn",
        ("withdrawn", "withdraw"): "withdrawn",
        ("expired", "withdraw"): "withdrawn",
        ("licensed", "expire"): "expired",
        ("active", "expire"): "expired",
        ("suspended", "expire"): "expired",
        ("disputed", "expire"): "expired",
    },
)
