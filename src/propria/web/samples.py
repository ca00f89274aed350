"""Invented facts for the style page: every component in every state. Nobody and nothing here is real."""

from datetime import timedelta

from propria.kernel.time import instant
from propria.plumbing.web.components import (
    Act,
    AxisReason,
    Choice,
    DecisionTrace,
    Denied,
    EvidenceDrawer,
    Fact,
    Filter,
    Kind,
    Ladder,
    NamedStep,
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
    Tick,
    Timeline,
    Way,
)
from propria.plumbing.web.words import Words, work

NOW = instant("2026-11-22T10:04:00Z")
DIGEST = "7f3a91c40be8" + "6d" * 24 + "52d1"
SALT_HARBOUR = work(Words(zh="盐港", en="Salt Harbour"))
MINA = Words(zh="米娜·霍尔丹", en="Mina Haldane")
ODE_KESTREL = Words(zh="颂隼影业", en="Ode & Kestrel Pictures")
SILENT = Words(zh="未提及，即不允许", en="not mentioned: not allowed")


def both(en: str, zh: str) -> Words:
    """One thing said twice."""
    return Words(zh=zh, en=en)


STATES = (
    State(Kind.OPEN, both("open to enquiries; no licence given", "愿意洽谈，未作授权")),
    State(Kind.LICENSED, both("licensed", "已授权")),
    State(Kind.ACTIVE, both("in use", "使用中")),
    State(
        Kind.WAIT,
        both("waits for you", "等您"),
        both("until 25 Nov 2026, 10:00 UTC", "至 11 月 25 日 18:00（北京时间）"),
    ),
    State(Kind.STOP, both("withdrawn", "已撤回")),
    State(Kind.NONE, both("nothing to check", "无须核对")),
)

LADDER = Ladder(
    (
        Tick(
            both("has an account", "已有账号"),
            Standing.DONE,
            at=instant("2026-03-12T08:00:00Z"),
            says=both("Passport chip, read in person.", "护照芯片当面核验。"),
        ),
        Tick(
            both("represented by Rafael Ortiz", "由拉斐尔·奥尔蒂斯代理"),
            Standing.DONE,
            note=both("may negotiate, may not sign", "可洽谈，不可代签"),
        ),
        Tick(
            both("open to enquiries", "愿意洽谈"),
            Standing.HERE,
            note=both("lapses", "到期"),
            at=instant("2027-05-21T09:41:00Z"),
            facts=(
                Fact(
                    both("Signed by", "签署"),
                    both(
                        "Mina Haldane, passkey, she was present and verified",
                        "米娜·霍尔丹本人，通行密钥，已验证本人在场",
                    ),
                ),
                Fact(both("When", "时间"), NOW - timedelta(minutes=23)),
                Fact(both("Log entry", "日志条目"), 48209, href="/log/48209"),
                Fact(
                    both("Proof", "证明"),
                    both(
                        "16 hashes to checkpoint 48,211; 3 of 3 witnesses",
                        "16 个散列直至检查点 48,211；三方见证",
                    ),
                ),
            ),
        ),
        Tick(both("talks, terms", "洽谈与条款"), Standing.PRIVATE),
        Tick(both("licensed", "已授权"), Standing.AHEAD, note=both("no licence given", "未作授权")),
        Tick(both("in use", "使用中"), Standing.AHEAD, note=both("in nothing", "无")),
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
        Denied(
            both("Training or fine-tuning any model on you", "用您的形象或声音训练、微调任何模型"), SILENT
        ),
        Denied(
            both("A sequel, a trailer for another work", "续集、其他作品的预告片"),
            both("each is another project", "各是另一部作品"),
        ),
        Denied(both("Nudity, intimacy, politics", "裸露、亲密、政治"), both("your red lines", "您的红线")),
        Denied(both("Anything after your death", "身后使用"), SILENT),
    ),
    signatures=(
        SignatureBlock(
            both("Cleo Brandt", "克莱奥·勃兰特"), ODE_KESTREL, instant("2026-11-20T15:12:00Z"), "88d0 … 1c7a"
        ),
        SignatureBlock(MINA),
    ),
    expires_at=NOW + timedelta(minutes=15),
)

SCOPE = ScopeTable(
    caption=both("What is not in this table is not on offer.", "表中没有的，就不在可谈之列。"),
    heading=both("May be asked for", "可以询问"),
    rows=(
        ScopeRow(both("Media", "媒介"), both("film, series, audio drama", "电影、剧集、广播剧")),
        ScopeRow(
            both("Acts", "行为"),
            both("generate scripted scenes, dub", "按剧本生成、译配"),
            struck=(both("train or fine-tune a model", "训练或微调模型"),),
        ),
        ScopeRow(
            both("Fee", "酬金"),
            both("not under 16,000 CNY a day-equivalent", "每一折算工日不低于人民币 16,000 元"),
        ),
        ScopeRow(both("Advertising", "广告")),
        ScopeRow(both("After death", "身后使用")),
    ),
)

DIFF = ScopeDiff(
    caption=both("Two wider, one narrower, one better paid.", "两处放宽，一处收窄，一处酬金提高。"),
    changes=(
        ScopeChange(
            both("Act", "行为"),
            Way.WIDER,
            both(
                "This now allows fine-tuning a voice model on your takes.", "现在允许用您的录音微调声音模型。"
            ),
            now=both("fine-tuning", "微调"),
            means=both(
                "Your voice becomes part of a model that cannot be unlearned. Only your own key signs this.",
                "您的声音会成为模型的一部分，无法再抽出。此项只能由您本人的密钥签署。",
            ),
        ),
        ScopeChange(
            both("Term", "期限"),
            Way.NARROWER,
            both("It ends six months sooner.", "提前六个月结束。"),
            was=both("31 Dec 2028", "2028 年 12 月 31 日"),
            now=both("30 Jun 2028", "2028 年 6 月 30 日"),
            means=both("You are free for another detective sooner.", "您可以更早出演另一位侦探。"),
        ),
        ScopeChange(
            both("Pay", "酬金"),
            Way.BETTER_PAID,
            both("A day-equivalent pays more.", "每一折算工日的酬金提高。"),
            was=both("17,000 CNY", "人民币 17,000 元"),
            now=both("18,250 CNY", "人民币 18,250 元"),
            means=both("127,750 CNY held before anything is rendered.", "生成之前先托管人民币 127,750 元。"),
        ),
    ),
    unchanged=(ScopeRow(both("Role", "角色"), both("Aunt Bao", "鲍姨")), ScopeRow(both("Real time", "实时"))),
)

PERMIT = DecisionTrace(
    permitted=True,
    reasons=(
        AxisReason(
            both("project", "作品"),
            True,
            both("the project named", "正是具名的作品"),
            both("clause 1", "第一条"),
            "#c1",
        ),
        AxisReason(
            both("term", "期限"),
            True,
            both("inside 1 Nov 2026 to 31 Oct 2028", "在 2026.11.01 至 2028.10.31 之内"),
            both("clause 3", "第三条"),
            "#c3",
        ),
    ),
)
DENY = DecisionTrace(
    permitted=False,
    about=both("a chatbot in the role", "以该角色做聊天机器人"),
    reasons=(
        AxisReason(
            both("project", "作品"),
            True,
            both("the project named", "正是具名的作品"),
            both("clause 1", "第一条"),
            "#c1",
        ),
        AxisReason(
            both("act", "行为"),
            False,
            both("real time: silent. Silence is not permission.", "实时：未提及。沉默即不同意。"),
        ),
        AxisReason(
            both("territory", "地域"), False, both("the United States is not among the two", "不含美国")
        ),
    ),
)

ACTS = Timeline(
    acts=(
        Act(
            NOW - timedelta(minutes=23),
            both("Mina Haldane renewed her openness for 180 days.", "米娜·霍尔丹续期 180 天，仍愿意洽谈。"),
            48209,
            "/log/48209",
        ),
        Act(
            NOW - timedelta(hours=8),
            both(
                "One listing lapsed by itself. The name is no longer shown.",
                "一条登记自行失效，姓名不再显示。",
            ),
            48197,
        ),
        Act(
            NOW - timedelta(hours=18),
            both(
                "A licence was withdrawn by its performer. Rendering stopped 38 seconds later.",
                "一位演员撤回授权。38 秒后停止生成。",
            ),
            48160,
            "/log/48160",
        ),
    ),
    filters=(
        Filter(
            "who",
            both("Who", "何人"),
            (Choice("", both("anyone", "不限")), Choice("own", both("she", "本人"))),
        ),
        Filter(
            "what",
            both("What", "何事"),
            (Choice("", both("every act", "全部行为")), Choice("open", both("openness", "愿意洽谈"))),
        ),
    ),
    export_href="/styleguide?export=csv",
)

DRAWER = EvidenceDrawer(
    says=both("Four checks, three passed", "四项核验，三项通过"),
    note=both("nothing uploaded", "没有上传任何内容"),
    steps=(
        NamedStep(both("The signature is hers", "签名出自本人"), Step.PASSED, both("passkey", "通行密钥")),
        NamedStep(
            both("Entry 48,209 is in the log", "日志中确有第 48,209 条"),
            Step.PASSED,
            both("16 hashes", "16 个散列"),
        ),
        NamedStep(
            both("Checkpoint 48,211 has its witnesses", "检查点 48,211 有见证"),
            Step.PASSED,
            both("3 of 3", "三方"),
        ),
        NamedStep(
            both("The time stamp is from a root you trust", "时间戳出自您信任的根"),
            Step.TO_DO,
            both("no trust file", "无信任文件"),
        ),
    ),
    command="propria verify mina-haldane.bundle \\\n  --offline --trust trust.json",
    bundle_href="/static/icon.svg",
    bundle_size_bytes=14_200,
    json_href="/styleguide",
    opened=True,
)
