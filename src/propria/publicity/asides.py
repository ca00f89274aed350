"""What stands beside a claim and says nothing of anybody's state: who may check it, who may refuse, what it does not bind. Pure. Reviewed data.

An aside holds what makes it one, and no word but those of its kind: *and each of them may say no to any producer* is one, *and
each of them may say no to a sequel* is none. Each kind has examples, and parts near it that stay.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Aside:
    """One kind: what it must hold, its words (phrases before words), what it must not hold, examples, and what is none."""

    core: str
    words: str
    never: str
    examples: tuple[str, ...]
    near: tuple[str, ...]


_WHO_EN = r"each any all every one ones both of them these those whom who which she he they it her him performers? actors? person people nobody"
_ASK_EN = r"enquir(?:y|ies) inquir(?:y|ies) requests? offers? approach(?:es)? proposals? producers? creators? studios? whoever whatever writes? asks? sent sends comes? in"
_NEGATED_EN = r"\b(?:not|no|nothing|nobody|none|neither|never)\b"

ASIDES_EN: tuple[Aside, ...] = (
    Aside(
        r"\b(?:check\w*|verif\w+|audit\w*|confirm(?:ed)?|look\w* (?:it |them )?up|inspect\w*|may read|can read|trace\w*|count|test)\b",
        r"an? the that which this it them such figures? numbers? counts? totals? tall(?:y|ies) sums? claims? anyone anybody everyone any every "
        r"readers? visitors? producers? journalists? members? public you can may could is are be free able invited welcome to check(?:ed|able)? "
        r"verif(?:y|ied|iable) audit(?:ed)? confirm(?:ed)? look(?:ed)? up inspect(?:ed)? traced? count(?:ed)? test(?:ed)? for yoursel(?:f|ves) "
        r"themselves himself herself themself by against in on with from and at time published log register registry records? ledger page reads? "
        r"proofs? evidence own hand who what where online without account as of one's line entry entries checkpoint each",
        r"\b(?:not|cannot|without(?! an account))\b",
        ("a figure that anyone can check against the published log", "as any reader may verify online"),
        ("a figure that nobody can check", "who can be booked"),
    ),
    Aside(
        r"\b(?:may|can|could|free|right|entitled|able)\b.*\b(?:say no|refuse|decline|withdraw|turn|walk away|change|ignore|unanswered)\b",
        rf"say\sno for\sno\sreason or\snot without\s(?:giving|stating|having\sto\sgive)\s(?:an?\s|any\s)?reasons? turn\s(?:\w+\s)?down walk\saway "
        rf"change\s(?:her|his|their)\sminds? leave\s\w+\sunanswered {_WHO_EN} is are remains? keeps? retains? has have still also may can could be "
        rf"free entitled able the right to refuse decline withdraw ignore his their its an? at time moment point for no reason whenever likes? like "
        rf"wish(?:es)? and or not answer reply on own down turn status declaration {_ASK_EN} does do so later day before after",
        r"(?<!say )(?<!for )\bno\b|(?<!or )\bnot\b|\bnobody\b|\bcannot\b",
        (
            "each of them may say no to any producer who writes",
            "she remains free to turn down whatever she is sent",
        ),
        ("each of them may say no to a sequel", "none of them may refuse", "they may not refuse"),
    ),
    Aside(
        rf"{_NEGATED_EN}.*\b(?:is|are|means?|bound|obliged|obligation|commit\w*|bind\w*|promis\w+)\b"
        rf"|\b(?:is|are|was|does|means?|binds?|commits?|obliges?|promises?|amounts?|puts?)\b.*{_NEGATED_EN}",
        rf"{_WHO_EN} that this being an? the is are was does not no nothing none neither nor nobody anything any anyone to commits? binds? "
        r"obliges? obliged obligation bound by promises? licen[cs]es? consents? agreements? contracts? permission signature yes same thing as "
        r"having agree(?:d|ment|s) means? equals? amounts? rights? use whom answer reply openness open enquir(?:y|ies) inquir(?:y|ies) interest "
        r"willing(?:ness)? talk(?:ing)? appear(?:ing)? puts? under yet itself and in way register listing listed at all",
        rf"{_NEGATED_EN}.*{_NEGATED_EN}(?<!nor)|\b(?:she|he|they|performers?|actors?|who) (?:is|are) (?:not|no)\b(?! (?:bound|obliged|under))",
        (
            "that is not a licence and binds her to anything",
            "being open is not the same as having agreed",
            "which commits her to nothing",
        ),
        ("she is not licensed", "which is no small licence", "that is a licence"),
    ),
    Aside(
        r"\bwhether\b.*\b(?:up to|decision|choice|call|decides?|decide)\b|\b(?:up to|for) (?:her|him|them|each) (?:alone )?to (?:decide|say)\b",
        rf"{_WHO_EN} whether or not agrees? says? yes to is are an? matter decisions? choice call their own alone up for decides? say that the "
        r"accepts? anything rests? lies with answers? each",
        r"\b(?:no one|never|nobody)\b",
        ("whether she agrees is up to her", "whether to answer is their own decision"),
        ("whether she signs is up to us",),
    ),
    Aside(
        r"\b(?:producers?|creators?|studios?|anyone|anybody|you)\b.*\b(?:may|can|is free to|are free to)\b.*\b(?:write|ask|enquire|get in touch|make contact)\b",
        r"get\sin\stouch make\scontact an? any the producers? creators? studios? anyone anybody you who may can is are free to write ask enquire "
        r"each every one of them her him through by with form page register now today at time and so directly",
        _NEGATED_EN,
        ("a producer may write to any of them",),
        ("a producer may use any of them", "anyone may book her"),
    ),
    Aside(
        r"^\W*for (?:those|anyone|readers|everyone|everybody|whoever)\b",
        r"for those anyone readers everyone everybody whoever who that asking ask asks wondering wonders? keeping count how many performers? actors? "
        r"may can be approached asked licensed open to enquiries inquiries are is today now there in use still out the number figure",
        _NEGATED_EN,
        ("for those asking how many performers may be approached today",),
        ("for those who have signed",),
    ),
    Aside(
        r"\b(?:may|can|could|might)\b.*\bbe (?:refused|declined|turned down|turned away|ignored|rejected)\b",
        r"turned\sdown turned\saway an? the any each every producers? studios? creators? enquir(?:y|ies) requests? offers? who that which writes? asks? to her him them "
        r"may well can could might still be refused declined ignored rejected by of and so always also but it",
        _NEGATED_EN,
        ("a producer who writes to her may well be refused",),
        ("a producer who writes to her may be signed",),
    ),
    Aside(
        r"^\W*an? (?:point|fact|figure|number|detail)\b.*\b(?:careful|care|made|makes?|repeated|repeats?|stressed)\b",
        r"an? point fact figure number detail that the its chief executive company operator chairman director spokes(?:man|woman|person) was is careful took care "
        r"to makes? made repeat(?:ed|s)? stress(?:ed)? of making it twice more than once he she they in speech",
        _NEGATED_EN,
        ("a point the chief executive was careful to make",),
        ("a point on which sixty have signed",),
    ),
    Aside(
        r"\b(?:each|every|a) licen[cs]e\b.*\bnames?\b",
        r"and each every a licen[cs]e names? its one single own project title film term territory price only for the by name",
        _NEGATED_EN,
        ("each licence names its project",),
        ("each licence covers all films",),
    ),
    Aside(
        r"\b(?:link|proofs?|evidence|checkpoint)\b",
        r"with an? the links? to (?:is|are) proofs? evidence log checkpoint attached below enclosed here included published alongside and that it its for each "
        r"can be checked verified under(?:neath)? beside public every figure number",
        _NEGATED_EN,
        ("the proof is attached", "with a link to the proofs below"),
        ("with proof of her contract",),
    ),
)
ASIDES_ZH: tuple[Aside, ...] = (
    Aside(
        r"每[天日](?:都)?更新|实时更新|核对|核验|查证|查验|验证|查阅|核实|对账|有据可查|有账可查|可查|(?:日志|登记册)里?(?:都有|查得到)",
        "是 哪 两 几 位 个 都有 查得到 里 每天都更新 每天更新 每日更新 实时更新 人人可查 有据可查 有账可查 一查便知 任何人 读者 公众 制片方 片方 媒体 大家 每个人 人人 谁 都 均 皆 可以 可供 可 能够 能 自行 自己 亲自 随时 对照 按照 "
        "依据 凭 在 于 从 到 上 中 里 公开 日志 登记册 登记簿 记录 页面 官网 账本 证明 凭据 凭证 链接 核对 核验 查证 查验 验证 查阅 核实 对账 可查 "
        "该 这 这个 一 数字 数据 结果 并 且 附上 附有 附 了 供 以供 同时 自 的 逐一 逐条 也 欢迎 随附 均已 无需 账号",
        r"不[可能]|无法|无从|没有",
        ("任何人都可以对照公开日志自行核对", "读者可自行在日志中查证", "并附上了可供核验的链接"),
        ("任何人都无法核对", "随时可以签约"),
    ),
    Aside(
        r"(?:可以|可|有权|能|随时|自由|权利?).*(?:拒绝|说不|婉拒|回绝|撤回|反悔|不回|退出|不予理会|不答复|推掉|改变主意)|^(?:也|且)?(?:无需|无须|不必)(?:说明|给出|提供)(?:任何)?(?:理由|原因)",
        "每一位 每一个人 每个人 每位 每人 各人 人人 其中 任何一位 任何人 任何时候 她们 他们 她 他 其 表演者 对方 本人 制片方 片方 都 均 皆 也 仍然 依然 仍 "
        "可以 可 有权 能够 能 随时 自由 地 说不 拒绝 婉拒 回绝 撤回 反悔 不回复 不回 退出 不予理会 不答复 推掉 改变主意 无需 无须 不必 说明 给出 理由 原因 "
        "任何 询问 问询 邀约 来信 去信 请求 该 这一 这 表示 开放 状态 而且 并且 而 且 并 对 向 的 权利 保留 有 享有 或 联系 写信 询 问 一句",
        r"不[可能得许准会再]|无权|没有|禁止|谁都不",
        ("她随时可以拒绝", "每个人都有权说不", "随时可以撤回"),
        ("她不能拒绝", "随时可以签约"),
    ),
    Aside(
        r"(?:这|此|该|那|接受询问|开放询问|愿意洽谈|意向|在册|登记)[^，。]{0,10}(?:不是|并非|不等于|不代表|不意味着|不构成|没有|不算|无|不产生|不约束)"
        r"|(?:没有|无)(?:任何)?(?:约束力|义务)",
        "接受询问 愿意接受询问 开放询问 愿意洽谈 愿意 意向 在册 登记 只是 这 此 该 那 它 其 但是 但 不过 并 绝 不是 并非 不等于 不代表 不意味着 不构成 "
        "不算 不产生 不约束 没有 无 授权 许可 同意 承诺 签约 合同 协议 她们 他们 她 他 任何人 任何一方 任何 对 有 作品 项目 出演 使用 约束力 约束 义务 "
        "也 亦 形象 肖像 本身 的 了 已经 答应 点头 就 什么 表演者 演员 本人 负有 效力",
        r"(?:不|没|无|非)[^，。]*(?:不|没|无|非)",
        ("但这不是授权", "接受询问并不等于同意出演", "这对她没有任何约束力"),
        ("这等于授权", "她没有授权", "这不是没有授权"),
    ),
    Aside(
        r"(?:制片方|片方|询问|邀约|来信|去信)[^，。]{0,6}(?:被|遭)(?:拒绝|婉拒|回绝)",
        "写信去的 写信 去信 来信 的 制片方 片方 询问 邀约 也 仍 仍然 完全 可能 会 被 遭 拒绝 婉拒 回绝 不过 但是 但 都 随时 有",
        r"不[可能会]",
        ("写信去的制片方也可能被拒绝",),
        ("写信去的制片方不会被拒绝",),
    ),
    Aside(
        r"(?:由|取决于|看)[^，。]{0,6}(?:决定|定夺|说了算|本人|自己)",
        "是否 会不会 要不要 能否 答应 接受 同意 回复 出演 与否 最终 都 均 仍 由 取决于 看 她们 他们 她 他 其 表演者 本人 自己 各自 决定 定夺 说了算 那 则 全 询问 邀约 要",
        r"公司|平台|我们|已",
        ("是否答应由她本人决定",),
        ("是否签约由我们决定",),
    ),
    Aside(
        r"(?:提醒|请|希望|要求|呼吁)(?:各位|各家|广大)?(?:媒体|读者|记者|同行|转载者|编辑)?[^，。“]{0,6}(?:不要|勿|切勿|别|不得)[^，。“]{0,6}(?:写|说|报|称|理解|解读|误读|当|作)",
        "公司 平台 运营方 也 并 同时 另 特别 提醒 请 希望 要求 呼吁 各位 各家 广大 媒体 读者 记者 同行 转载者 编辑 不要 切勿 勿 别 不得 将 把 此 其 它 这 误 写成 "
        "写作 写 说成 说 报成 报道成 称为 称作 称 理解为 理解成 解读为 误读 当成 当作 成 作 为 “[^”]{1,12}” 授权 签约 同意 已",
        r"^$",
        ("公司提醒媒体不要写成“已授权”", "请勿将此解读为授权"),
        ("公司提醒媒体温嘉已授权",),
    ),
    Aside(
        r"(?:制片方|片方|任何人|您|你|剧组)[^，。]{0,4}(?:可以?|能)[^，。]{0,6}(?:去信|写信|询问|联系|来信|发函|问)",
        "制片方 片方 任何人 您 你 剧组 都 均 可以 可 能 随时 向 给 与 通过 她们 他们 她 他 其 平台 页面 登记册 去信 写信 询问 联系 来信 发函 问 提出 发出 直接 其中 任何一位 一位 每一位 的 在 上",
        r"不|没",
        ("制片方可以去信",),
        ("制片方可以使用她的形象",),
    ),
    Aside(
        r"^(?:当中|其中)$|^(?:他|她)?(?:们)?[两二]人(?:之)?[中里间]$",
        "当中 其中 他 她 们 两人 二人 之 中 里 间",
        r"^$",
        ("两人之中",),
        ("两人之中只有她",),
    ),
)


def _compiled(kind: Aside, *, zh: bool) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    found = kind.words.split()
    words = sorted(found, key=len, reverse=True) if zh else sorted(found, key=lambda one: r"\s" not in one)
    every = "|".join(words) if zh else rf"\b(?:{'|'.join(words)})(?![\w'-])"
    return (
        re.compile(kind.core, re.IGNORECASE),
        re.compile(every, re.IGNORECASE),
        re.compile(kind.never, re.IGNORECASE),
    )


_ALL = {True: [_compiled(k, zh=True) for k in ASIDES_ZH], False: [_compiled(k, zh=False) for k in ASIDES_EN]}
_SAYS = re.compile(r"[^\W_]")


def is_aside(part: str, *, zh: bool) -> bool:
    """Whether a part of a sentence says nothing of anybody's state, by every word of it.

    >>> is_aside("each of them may say no to any producer who writes", zh=False), is_aside("每个人都有权说不", zh=True)
    (True, True)
    """
    return any(
        core.search(part) and not never.search(part) and not _SAYS.search(words.sub(" ", part))
        for core, words, never in _ALL[zh]
    )
