"""Invented facts for the style page: every component in every state. Nobody and nothing here is real."""

from datetime import timedelta

from propria.kernel.money import Money
from propria.kernel.time import instant
from propria.plumbing.web.components import (
    Act,
    AxisReason,
    Bar,
    Bars,
    Choice,
    Count,
    DecisionTrace,
    Denied,
    Empty,
    EvidenceDrawer,
    Face,
    Fact,
    Field,
    Filter,
    Kind,
    Ladder,
    NamedStep,
    Progress,
    Question,
    ScopeChange,
    ScopeDiff,
    ScopeRow,
    ScopeTable,
    SignatureBlock,
    Standing,
    State,
    StatementSheet,
    StatementText,
    Step,
    Sum,
    Tick,
    Timeline,
    Waiting,
    Way,
)
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words, work

NOW = instant("2026-11-22T10:04:00Z")
DIGEST = "7f3a91c40be8" + "6d" * 24 + "52d1"
SALT_HARBOUR = work(Words(zh="盐港", en="Salt Harbour"))
MINA = Words(zh="米娜·霍尔丹", en="Mina Haldane")
ODE_KESTREL = Words(zh="颂隼影业", en="Ode & Kestrel Pictures")
SILENT = Words(zh="未提及，即不允许", en="not mentioned: not allowed")


def _w(en: str, zh: str) -> Words:
    return Words(zh=zh, en=en)


STATES = (
    State(Kind.OPEN, _w("open to enquiries; no licence given", "愿意洽谈，未作授权")),
    State(Kind.LICENSED, _w("licensed", "已授权")),
    State(Kind.ACTIVE, _w("in use", "使用中")),
    State(
        Kind.WAIT,
        _w("waits for you", "等您"),
        _w("until 25 Nov 2026, 10:00 UTC", "至 11 月 25 日 18:00（北京时间）"),
    ),
    State(Kind.STOP, _w("withdrawn", "已撤回")),
    State(Kind.NONE, _w("nothing to check", "无须核对")),
)

LADDER = Ladder(
    (
        Tick(
            _w("has an account", "已有账号"),
            Standing.DONE,
            at=instant("2026-03-12T08:00:00Z"),
            says=_w("Passport chip, read in person.", "护照芯片当面核验。"),
        ),
        Tick(
            _w("represented by Rafael Ortiz", "由拉斐尔·奥尔蒂斯代理"),
            Standing.DONE,
            note=_w("may negotiate, may not sign", "可洽谈，不可代签"),
        ),
        Tick(
            _w("open to enquiries", "愿意洽谈"),
            Standing.HERE,
            note=_w("lapses", "到期"),
            at=instant("2027-05-21T09:41:00Z"),
            facts=(
                Fact(
                    _w("Signed by", "签署"),
                    _w(
                        "Mina Haldane, passkey, she was present and verified",
                        "米娜·霍尔丹本人，通行密钥，已验证本人在场",
                    ),
                ),
                Fact(_w("When", "时间"), NOW - timedelta(minutes=23)),
                Fact(_w("Log entry", "日志条目"), 48209, href="/log/48209"),
                Fact(
                    _w("Proof", "证明"),
                    _w(
                        "16 hashes to checkpoint 48,211; 3 of 3 witnesses",
                        "16 个散列直至检查点 48,211；三方见证",
                    ),
                ),
            ),
        ),
        Tick(_w("talks, terms", "洽谈与条款"), Standing.PRIVATE),
        Tick(_w("licensed", "已授权"), Standing.AHEAD, note=_w("no licence given", "未作授权")),
        Tick(_w("in use", "使用中"), Standing.AHEAD, note=_w("in nothing", "无")),
    ),
    opened=2,
)

STATEMENT = StatementSheet(
    type="contract.signed",
    version=1,
    digest=DIGEST,
    zh=StatementText(
        "本人米娜·霍尔丹，授权颂隼影业在一部作品中使用本人的数字分身第三版：电影《盐港》，角色为港务长。",
        (
            "可使用本人的面容与声音，生成 2026 年 9 月 30 日存档剧本所载场次，成片合计不超过 600 秒。",
            "仅限英国与中国内地，自 2026 年 11 月 1 日至 2028 年 10 月 31 日。",
            "每一版成片，先经本人过目并认可，方可示人。",
            "本人可随时以此通行密钥撤回。撤回后一分钟内停止生成；已公映的部分，依合同第九条处理。",
        ),
    ),
    en=StatementText(
        "I, Mina Haldane, license Ode & Kestrel Pictures to use my digital replica, version 3, in one "
        "project, the film Salt Harbour, as the harbour master.",
        (
            "They may use my face and voice to generate the scenes of the script lodged on 30 September "
            "2026, at most 600 seconds on screen.",
            "Only in the United Kingdom and mainland China, from 1 November 2026 to 31 October 2028.",
            "I see and approve each cut before anyone else is shown it.",
            "I may withdraw at any time with this passkey. Rendering stops within one minute; scenes already "
            "released stay, as clause 9 of the contract says.",
        ),
    ),
    denies=(
        Denied(_w("Training or fine-tuning any model on you", "用您的形象或声音训练、微调任何模型"), SILENT),
        Denied(
            _w("A sequel, a trailer for another work", "续集、其他作品的预告片"),
            _w("each is another project", "各是另一部作品"),
        ),
        Denied(_w("Nudity, intimacy, politics", "裸露、亲密、政治"), _w("your red lines", "您的红线")),
        Denied(_w("Anything after your death", "身后使用"), SILENT),
    ),
    signatures=(
        SignatureBlock(
            _w("Cleo Brandt", "克莱奥·勃兰特"), ODE_KESTREL, instant("2026-11-20T15:12:00Z"), "88d0 … 1c7a"
        ),
        SignatureBlock(MINA),
    ),
    expires_at=NOW + timedelta(minutes=15),
)

SCOPE = ScopeTable(
    caption=_w("What is not in this table is not on offer.", "表中没有的，就不在可谈之列。"),
    heading=_w("May be asked for", "可以询问"),
    rows=(
        ScopeRow(_w("Media", "媒介"), _w("film, series, audio drama", "电影、剧集、广播剧")),
        ScopeRow(
            _w("Acts", "行为"),
            _w("generate scripted scenes, dub", "按剧本生成、译配"),
            struck=(_w("train or fine-tune a model", "训练或微调模型"),),
        ),
        ScopeRow(
            _w("Fee", "酬金"),
            _w("not under 16,000 CNY a day-equivalent", "每一折算工日不低于人民币 16,000 元"),
        ),
        ScopeRow(_w("Advertising", "广告")),
        ScopeRow(_w("After death", "身后使用")),
    ),
)

DIFF = ScopeDiff(
    caption=_w("Two wider, one narrower, one better paid.", "两处放宽，一处收窄，一处酬金提高。"),
    changes=(
        ScopeChange(
            _w("Act", "行为"),
            Way.WIDER,
            _w(
                "This now allows fine-tuning a voice model on your takes.", "现在允许用您的录音微调声音模型。"
            ),
            now=_w("fine-tuning", "微调"),
            means=_w(
                "Your voice becomes part of a model that cannot be unlearned. Only your own key signs this.",
                "您的声音会成为模型的一部分，无法再抽出。此项只能由您本人的密钥签署。",
            ),
        ),
        ScopeChange(
            _w("Term", "期限"),
            Way.NARROWER,
            _w("It ends six months sooner.", "提前六个月结束。"),
            was=_w("31 Dec 2028", "2028 年 12 月 31 日"),
            now=_w("30 Jun 2028", "2028 年 6 月 30 日"),
            means=_w("You are free for another detective sooner.", "您可以更早出演另一位侦探。"),
        ),
        ScopeChange(
            _w("Pay", "酬金"),
            Way.BETTER_PAID,
            _w("A day-equivalent pays more.", "每一折算工日的酬金提高。"),
            was=_w("17,000 CNY", "人民币 17,000 元"),
            now=_w("18,250 CNY", "人民币 18,250 元"),
            means=_w("127,750 CNY held before anything is rendered.", "生成之前先托管人民币 127,750 元。"),
        ),
    ),
    unchanged=(ScopeRow(_w("Role", "角色"), _w("Aunt Bao", "鲍姨")), ScopeRow(_w("Real time", "实时"))),
)

PERMIT = DecisionTrace(
    permitted=True,
    reasons=(
        AxisReason(
            _w("project", "作品"),
            True,
            _w("the project named", "正是具名的作品"),
            _w("clause 1", "第一条"),
            "#c1",
        ),
        AxisReason(
            _w("term", "期限"),
            True,
            _w("inside 1 Nov 2026 to 31 Oct 2028", "在 2026.11.01 至 2028.10.31 之内"),
            _w("clause 3", "第三条"),
            "#c3",
        ),
    ),
)
DENY = DecisionTrace(
    permitted=False,
    about=_w("a chatbot in the role", "以该角色做聊天机器人"),
    reasons=(
        AxisReason(
            _w("project", "作品"),
            True,
            _w("the project named", "正是具名的作品"),
            _w("clause 1", "第一条"),
            "#c1",
        ),
        AxisReason(
            _w("act", "行为"),
            False,
            _w("real time: silent. Silence is not permission.", "实时：未提及。沉默即不同意。"),
        ),
        AxisReason(_w("territory", "地域"), False, _w("the United States is not among the two", "不含美国")),
    ),
)

ACTS = Timeline(
    acts=(
        Act(
            NOW - timedelta(minutes=23),
            _w("Mina Haldane renewed her openness for 180 days.", "米娜·霍尔丹续期 180 天，仍愿意洽谈。"),
            48209,
            "/log/48209",
        ),
        Act(
            NOW - timedelta(hours=8),
            _w(
                "One listing lapsed by itself. The name is no longer shown.",
                "一条登记自行失效，姓名不再显示。",
            ),
            48197,
        ),
        Act(
            NOW - timedelta(hours=18),
            _w(
                "A licence was withdrawn by its performer. Rendering stopped 38 seconds later.",
                "一位演员撤回授权。38 秒后停止生成。",
            ),
            48160,
            "/log/48160",
        ),
    ),
    filters=(
        Filter(
            "who", _w("Who", "何人"), (Choice("", _w("anyone", "不限")), Choice("own", _w("she", "本人")))
        ),
        Filter(
            "what",
            _w("What", "何事"),
            (Choice("", _w("every act", "全部行为")), Choice("open", _w("openness", "愿意洽谈"))),
        ),
    ),
    export_href="/styleguide?export=csv",
)

DRAWER = EvidenceDrawer(
    says=_w("Four checks, three passed", "四项核验，三项通过"),
    note=_w("nothing uploaded", "没有上传任何内容"),
    steps=(
        NamedStep(_w("The signature is hers", "签名出自本人"), Step.PASSED, _w("passkey", "通行密钥")),
        NamedStep(
            _w("Entry 48,209 is in the log", "日志中确有第 48,209 条"),
            Step.PASSED,
            _w("16 hashes", "16 个散列"),
        ),
        NamedStep(
            _w("Checkpoint 48,211 has its witnesses", "检查点 48,211 有见证"),
            Step.PASSED,
            _w("3 of 3", "三方"),
        ),
        NamedStep(
            _w("The time stamp is from a root you trust", "时间戳出自您信任的根"),
            Step.TO_DO,
            _w("no trust file", "无信任文件"),
        ),
    ),
    command="propria verify mina-haldane.bundle \\\n  --offline --trust trust.json",
    bundle_href="/static/icon.svg",
    bundle_size_bytes=14_200,
    json_href="/styleguide",
    opened=True,
)

COUNTS = (
    Count(
        41,
        _w("open to enquiries; no licence given", "愿意洽谈，未作授权"),
        _w("They may be asked. Nobody may use them.", "可以问，不可以用。"),
        "/log",
    ),
    Count(
        2,
        _w("in use", "使用中"),
        _w("Both performers allow us to say so.", "两位演员都准许我们公开。"),
        "/log",
        Kind.ACTIVE,
    ),
    Count(
        6,
        _w("not currently usable", "目前不可使用"),
        _w("Withdrawn, expired, suspended or disputed.", "撤回、到期、中止或有争议。"),
        "/log",
        Kind.STOP,
    ),
)

WAITS = (
    Waiting(
        _w("Sign, or decline, a licence", "签署或拒绝一份授权"),
        "/styleguide",
        _w("then lapses", "逾期失效"),
        _w("Read and decide", "阅读并决定"),
        STATES[3],
        first=True,
    ),
    Waiting(
        _w("Approve reel 5", "认可第五版样片"),
        "/styleguide",
        _w("42 seconds of your replica", "您的数字分身，42 秒"),
        _w("Watch", "观看"),
        State(Kind.WAIT, _w("waits for you", "等您")),
    ),
)

FACES = (Face(), Face("/static/icon.svg", MINA))
SUMS = (
    Sum(_w("Owed to you", "应付给您"), Money("CNY", 3_128_000), _w("pays out 30 Nov", "11 月 30 日支付")),
    Sum(
        _w("Held for you", "为您托管"),
        Money("CNY", 9_200_000),
        _w("until the work is approved", "至成片认可为止"),
    ),
)
QUESTIONS = (
    Question(
        "train",
        _w("1. May they train a model on your voice?", "一、可以用您的声音训练模型吗？"),
        (Choice("yes", _w("Yes", "可以")), Choice("no", _w("No", "不可以"))),
        "no",
        note=_w("Right. Silence is not permission.", "对。沉默即不同意。"),
    ),
    Question(
        "released",
        _w("2. After you withdraw, what happens to released scenes?", "二、您撤回之后，已公映的场次会怎样？"),
        (Choice("down", _w("They come down", "下架")), Choice("stay", _w("They stay", "保留"))),
        "down",
        wrong=True,
        note=_w("Read clause 4 again: they stay. Choose again.", "请再看第四条：已公映的保留。请重选。"),
    ),
)
FIELDS = (
    Field("title", _w("Title of the work", "作品名"), hint=_w("As it will be released.", "以公映时为准。")),
    Field(
        "fee",
        _w("Fee a day-equivalent, CNY", "每一折算工日酬金，人民币"),
        value="9000",
        error=_w(
            "Below the floor of 16,000 CNY. Offer more, or ask for less.",
            "低于 16,000 元的底线。请提高出价，或缩小范围。",
        ),
    ),
    Field(
        "medium",
        _w("Medium", "媒介"),
        kind="select",
        options=(Choice("film", _w("film", "电影")), Choice("series", _w("series", "剧集"))),
    ),
    Field("note", _w("A word to the performer", "给演员的话"), kind="textarea", required=False, wide=True),
)
WORKING = Progress(
    steps=(
        NamedStep(_w("Checking the recording", "检查录像"), Step.PASSED, _w("12 s", "12 秒")),
        NamedStep(_w("Finding the face", "寻找面部"), Step.RUNNING),
        NamedStep(_w("Fitting the head", "拟合头部"), Step.TO_DO),
    ),
    done=840,
    total=1500,
    unit=_w("frames", "帧"),
)
NOTHING = Empty(
    _w("Nothing waits for you.", "没有等您处理的事。"),
    _w("When somebody asks, you see it here and by mail.", "有人询问时，您会在这里和邮件中看到。"),
    Link("/styleguide", _w("Look at your terms", "看看您的条件")),
)
CHART = Bars(
    title=_w("Seconds rendered a day, last seven days (UTC)", "近七日每日生成秒数（UTC）"),
    says=_w("Between 0 and 96 seconds a day; most on 20 November.", "每日 0 至 96 秒，11 月 20 日最多。"),
    unit=_w("s", "秒"),
    series=(SALT_HARBOUR, work(Words(zh="潮匠", en="Tidewright"))),
    bars=tuple(
        Bar(_w(f"{d} Nov", f"11.{d}"), values)
        for d, values in zip(
            range(16, 23), ((0, 12), (0, 22), (40, 0), (64, 20), (96, 26), (52, 0), (30, 12)), strict=True
        )
    ),
    label_every=2,
)
