"""Where each role may go from the masthead and from the palette, in the order of use."""

from propria.plumbing.web.shell import Link, Role
from propria.plumbing.web.words import Words


def _to(href: str, en: str, zh: str) -> Link:
    return Link(href, Words(zh=zh, en=en))


REGISTER = _to("/", "Register", "名录")
VERIFY = _to("/verify", "Check a file", "核验文件")
CLAIMS = _to("/claims", "Check a sentence", "核对说法")
HOW = _to("/how", "How it works", "工作原理")
LOG = _to("/log", "The log", "日志")
HOME = _to("/home", "Home", "首页")
DEALS = _to("/deals", "Deals", "洽谈")
MONEY = _to("/money", "Money", "款项")
VAULT = _to("/vault", "What is held", "留存资料")
KEYS = _to("/keys", "My keys", "我的密钥")
TOLD = _to("/alerts", "What you were told", "给您的通知")
TIES = _to("/ties", "Who signs with me", "谁与我同签")
TERMS = _to("/terms", "My terms", "我的条件")
DUTIES = _to("/duties", "What must be destroyed", "须销毁的")
CALENDAR = _to("/calendar", "Deadlines", "期限")
DAYS = _to("/days", "Days", "档期")
TAPES = _to("/tapes", "Self-tapes", "自拍试戏")
SUBMISSIONS = _to("/submissions", "Submissions", "推荐")
LIKENESS = _to("/likeness", "Is this me?", "这是我吗")
ARCHIVE = _to("/archive", "Everything held about me", "关于我的全部资料")
EXPORTS = _to("/exports", "Copies that left", "导出的副本")
LOOKALIKES = _to("/lookalikes", "Look-alikes", "相像案件")
TEAM = _to("/team", "Who acts for us", "谁代表我们")
WITHDRAW = _to("/withdraw", "Withdraw", "撤回")

PUBLIC = (REGISTER, VERIFY, CLAIMS, HOW)

MAST: dict[Role, tuple[Link, ...]] = {
    Role.PUBLIC: PUBLIC,
    Role.PERFORMER: (HOME, TERMS, DEALS, VAULT, MONEY),
    Role.REPRESENTATIVE: (HOME, DEALS, MONEY),
    Role.CREATOR: (
        _to("/briefs", "Briefs", "招募"),
        _to("/search", "Search", "查找演员"),
        DEALS,
        _to("/licences", "Licences", "授权"),
        _to("/studio", "Studio", "制作"),
    ),
    Role.OPERATOR: (_to("/desk", "Desk", "值守台"), CLAIMS, LOG, VAULT, MONEY),
}

MORE: dict[Role, tuple[Link, ...]] = {
    Role.PUBLIC: (
        LOG,
        _to("/docs/api", "Documents for engineers", "工程文档"),
        _to("/gate", "The gate", "关口"),
    ),
    Role.PERFORMER: (
        WITHDRAW,
        _to("/profile", "Casting profile", "选角资料"),
        _to("/profile/pictures", "Pictures of me", "我的照片"),
        _to("/captures", "Captures", "录制"),
        EXPORTS,
        LIKENESS,
        ARCHIVE,
        _to("/replicas", "My replicas", "我的数字分身"),
        _to("/renders", "Made of me", "用我生成的"),
        _to("/stand-in", "Stand-in", "替身"),
        _to("/mandates", "Who may act for me", "谁可代我行事"),
        TIES,
        LOOKALIKES,
        DUTIES,
        KEYS,
        DAYS,
        TAPES,
        SUBMISSIONS,
        CALENDAR,
        TOLD,
    ),
    Role.REPRESENTATIVE: (
        _to("/mandates", "My mandates", "我的代理权限"),
        LIKENESS,
        TIES,
        DAYS,
        SUBMISSIONS,
        LOOKALIKES,
        CALENDAR,
        DUTIES,
        KEYS,
        TOLD,
    ),
    Role.CREATOR: (
        _to("/shortlists", "Shortlists", "候选名单"),
        _to("/board", "The whole cast", "全部角色"),
        DAYS,
        TAPES,
        TEAM,
        LOOKALIKES,
        MONEY,
        DUTIES,
        KEYS,
        CALENDAR,
        TOLD,
    ),
    Role.OPERATOR: (
        _to("/desk/reviews", "Two people look", "双人审核"),
        _to("/desk/held", "Held recordings", "待人查看的录制"),
        EXPORTS,
        _to("/desk/orders", "Orders to preserve", "保全命令"),
        LOOKALIKES,
        DUTIES,
        _to("/keys", "Keys", "密钥"),
        TOLD,
    ),
}


def mast(role: Role) -> tuple[Link, ...]:
    """What the masthead shows a role."""
    return MAST[role]


def every_page(role: Role) -> tuple[Link, ...]:
    """Every page that the palette offers a role: its own first, then the public ones, each once."""
    found = dict.fromkeys((*MAST[role], *MORE[role], *PUBLIC, *MORE[Role.PUBLIC]))
    return tuple({link.href: link for link in found}.values())
