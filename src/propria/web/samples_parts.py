"""Invented facts for the style page: the small parts and the charts. Nobody and nothing here is real."""

from datetime import timedelta

from propria.kernel.money import Money
from propria.plumbing.web.charts import Bar, Bars, Lines, Series
from propria.plumbing.web.components import (
    Choice,
    Count,
    Empty,
    Face,
    Field,
    Kind,
    NamedStep,
    Progress,
    Question,
    State,
    Step,
    Sum,
    Waiting,
)
from propria.plumbing.web.shell import Link
from propria.plumbing.web.words import Words, work
from propria.web.samples import MINA, NOW, SALT_HARBOUR, STATES, both

COUNTS = (
    Count(
        41,
        both("open to enquiries; no licence given", "愿意洽谈，未作授权"),
        both("They may be asked. Nobody may use them.", "可以问，不可以用。"),
        "/log",
    ),
    Count(
        2,
        both("in use", "使用中"),
        both("Both performers allow us to say so.", "两位演员都准许我们公开。"),
        "/log",
        Kind.ACTIVE,
    ),
    Count(
        6,
        both("not currently usable", "目前不可使用"),
        both("Withdrawn, expired, suspended or disputed.", "撤回、到期、中止或有争议。"),
        "/log",
        Kind.STOP,
    ),
)

WAITS = (
    Waiting(
        both("Sign, or decline, a licence", "签署或拒绝一份授权"),
        "/styleguide",
        both("then lapses", "逾期失效"),
        both("Read and decide", "阅读并决定"),
        STATES[3],
        first=True,
    ),
    Waiting(
        both("Approve reel 5", "认可第五版样片"),
        "/styleguide",
        both("42 seconds of your replica", "您的数字分身，42 秒"),
        both("Watch", "观看"),
        State(Kind.WAIT, both("waits for you", "等您")),
    ),
)

FACES = (Face(), Face("/static/icon.svg", MINA))
SUMS = (
    Sum(both("Owed to you", "应付给您"), Money("CNY", 3_128_000), both("pays out 30 Nov", "11 月 30 日支付")),
    Sum(
        both("Held for you", "为您托管"),
        Money("CNY", 9_200_000),
        both("until the work is approved", "至成片认可为止"),
    ),
)
QUESTIONS = (
    Question(
        "train",
        both("1. May they train a model on your voice?", "一、可以用您的声音训练模型吗？"),
        (Choice("yes", both("Yes", "可以")), Choice("no", both("No", "不可以"))),
        "no",
        note=both("Right. Silence is not permission.", "对。沉默即不同意。"),
    ),
    Question(
        "released",
        both(
            "2. After you withdraw, what happens to released scenes?", "二、您撤回之后，已公映的场次会怎样？"
        ),
        (Choice("down", both("They come down", "下架")), Choice("stay", both("They stay", "保留"))),
        "down",
        wrong=True,
        note=both("Read clause 4 again: they stay. Choose again.", "请再看第四条：已公映的保留。请重选。"),
    ),
)
FIELDS = (
    Field(
        "title", both("Title of the work", "作品名"), hint=both("As it will be released.", "以公映时为准。")
    ),
    Field(
        "fee",
        both("Fee a day-equivalent, CNY", "每一折算工日酬金，人民币"),
        value="9000",
        error=both(
            "Below the floor of 16,000 CNY. Offer more, or ask for less.",
            "低于 16,000 元的底线。请提高出价，或缩小范围。",
        ),
    ),
    Field(
        "medium",
        both("Medium", "媒介"),
        kind="select",
        options=(Choice("film", both("film", "电影")), Choice("series", both("series", "剧集"))),
    ),
    Field("note", both("A word to the performer", "给演员的话"), kind="textarea", required=False, wide=True),
)
WORKING = Progress(
    steps=(
        NamedStep(both("Checking the recording", "检查录像"), Step.PASSED, both("12 s", "12 秒")),
        NamedStep(both("Finding the face", "寻找面部"), Step.RUNNING),
        NamedStep(both("Fitting the head", "拟合头部"), Step.TO_DO),
    ),
    done=840,
    total=1500,
    unit=both("frames", "帧"),
)
NOTHING = Empty(
    both("Nothing waits for you.", "没有等您处理的事。"),
    both("When somebody asks, you see it here and by mail.", "有人询问时，您会在这里和邮件中看到。"),
    Link("/styleguide", both("Look at your terms", "看看您的条件")),
)
CHART = Bars(
    title=both("Seconds rendered a day, last seven days (UTC)", "近七日每日生成秒数（UTC）"),
    says=both("Between 0 and 96 seconds a day; most on 20 November.", "每日 0 至 96 秒，11 月 20 日最多。"),
    unit=both("s", "秒"),
    series=(SALT_HARBOUR, work(Words(zh="潮匠", en="Tidewright"))),
    bars=tuple(
        Bar(both(f"{d} Nov", f"11.{d}"), values)
        for d, values in zip(
            range(16, 23), ((0, 12), (0, 22), (40, 0), (64, 20), (96, 26), (52, 0), (30, 12)), strict=True
        )
    ),
    label_every=2,
)
MATCHES = Lines(
    title=both("Who fits as you raise the fee", "提高酬金时，谁合适"),
    says=both("From 6 on Monday to 19 today.", "从周一的 6 位到今天的 19 位。"),
    unit=both("performers", "位"),
    at=tuple(NOW - timedelta(days=d) for d in range(6, -1, -1)),
    series=(
        Series(both("fit", "合适"), (6, 6, 9, 11, 15, 15, 19)),
        Series(both("nearly", "接近"), (14, 13, 12, 12, 9, 8, 8)),
    ),
)
