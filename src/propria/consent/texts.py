"""The words of consent statements, (zh, en), composed from the terms themselves."""

from collections.abc import Sequence

from propria.consent.model import Effect, FeeFloor, Purpose
from propria.kernel.money import Money
from propria.kernel.time import Instant, wire
from propria.parties.model import Performer
from propria.record.model import Question, Sheet, Words
from propria.scope import StandingTerms
from propria.scope.sentences import allows, does_not_allow, red_line_words
from propria.scope.words import ME

PURPOSE_WORDS: dict[Purpose, Words] = {
    Purpose.CAPTURE: ("录制本人的面容、声音与表演", "record my face, voice and performance"),
    Purpose.BUILD: (
        "用这些录制素材制作本人的数字分身",
        "build a digital replica of me from those recordings",
    ),
    Purpose.CHECK: (
        "将本人或本人的代理人提交的文件与本人的录制素材比对面容与声音，并查明是否经本人授权",
        "compare the face and voice in files that I or my representatives bring with the recordings of me, and look up "
        "whether I licensed them",
    ),
    Purpose.DRIVE: (
        "由本人交出的表演录像（动作与其中的声音）驱动他人的数字分身",
        "recorded performances that I hand over, their movement and their sound, move another person’s digital replica",
    ),
    Purpose.SHARE: (
        "将本人的录制素材及由其制成的文件交给一家提供方，仅用于查看素材、制作与运行本人的数字分身",
        "give the recordings of me, and what is made from them, to one provider, which looks at them, builds my replica and "
        "renders with it",
    ),
    Purpose.TRAIN: (
        "用本人的录制素材与数字分身训练或微调模型，且以本人另行签署的授权为限",
        "train or fine-tune models on the recordings and the replica of me, within a licence that I sign on its own",
    ),
}

OPENNESS_REASON = "to be asked for projects within these terms; no licence is given (愿意洽谈，未作授权)"


def openness_given(
    performer: Performer,
    terms: StandingTerms,
    floor: Money,
    floors: Sequence[FeeFloor],
    starts_at: Instant,
    ends_at: Instant,
    *,
    shows_name: bool,
) -> Words:
    """Open to enquiries within standing terms, and not a licence."""
    clauses = [allows(clause, speaker=ME) for clause in terms.clauses]
    lines = [red_line_words(line) for line in terms.red_lines]
    zh = [
        f"本人{performer.name.zh}愿意洽谈，未作授权。自 {wire(starts_at)} 至 {wire(ends_at)}，可就下列事项与本人接洽："
    ]
    en = [
        f"I, {performer.name.en}, am open to enquiries; no licence is given. From {wire(starts_at)} to {wire(ends_at)} "
        "I may be asked for:"
    ]
    for number, (zh_lines, en_lines) in enumerate(clauses, start=1):
        zh.append(f"（{number}）{''.join(zh_lines)}")
        en.append(f"({number}) {' '.join(en_lines)}")
    for line in lines:
        zh.append(f"红线，绝不可：{line.zh}。")
        en.append(f"Red line, never: {line.en}.")
    for one in floors:
        touched = red_line_words(one.line)
        zh.append(f"{touched.zh}的作品，酬金不低于 {one.least}。")
        en.append(f"No project that touches {touched.en} below {one.least} in all.")
    if floors:
        zh.append("一部作品涉及数项底价的，以最高者为准。")
        en.append("Where a project touches several floors, the highest counts.")
    zh.append(
        f"每部作品的酬金不低于 {floor}。" + ("可公开本人姓名与本声明。" if shows_name else "不公开本人姓名。")
    )
    en.append(
        f"No project below {floor} in all. "
        + ("My name and this statement may be public." if shows_name else "My name is not public.")
    )
    return "\n".join(zh), "\n".join(en)


def openness_sheet(terms: StandingTerms) -> Sheet:
    """What the signing page says beside an openness, with the three questions of the teach-back."""
    zh, en = does_not_allow(terms)
    return Sheet(
        title=("愿意洽谈", "Open to enquiries"),
        does_not_allow=tuple(zip(zh, en, strict=True)),
        questions=(
            Question(
                "licence",
                ("签署之后，有人可以使用您的形象吗？", "After you sign, may anybody use your likeness?"),
                (
                    ("可以", "Yes"),
                    ("不可以，只能来洽谈", "No, they may only ask"),
                    ("仅限平台", "Only the operator"),
                ),
                1,
                ("这不是授权。每部作品另行签署。", "This is no licence. Each project is signed on its own."),
            ),
            Question(
                "silence",
                ("没有写明的用途呢？", "And a use that is not mentioned?"),
                (("默认允许", "Allowed by default"), ("不允许", "Not allowed")),
                1,
                ("沉默即不同意。", "Silence is not permission."),
            ),
            Question(
                "end",
                ("想停止时怎么做？", "How do you stop it?"),
                (
                    ("等到期", "Wait for the end"),
                    ("随时用同一密钥撤回", "Withdraw at any time with the same key"),
                ),
                1,
                ("撤回与给出一样容易。", "Withdrawing is as easy as giving."),
            ),
        ),
    )


def openness_withdrawn(performer: Performer) -> Words:
    """The end of openness."""
    return (
        f"本人{performer.name.zh}不再接受洽谈，即刻生效。已签署的授权按其条款继续。",
        f"I, {performer.name.en}, am no longer open to enquiries from this moment. "
        "Licences that I signed stay as they were signed.",
    )


def grant_given(performer: Performer, purpose: Purpose, reason: str, retained_until: Instant) -> Words:
    """Consent to one doing, for one stated reason, until one date."""
    zh, en = PURPOSE_WORDS[purpose]
    until = wire(retained_until)
    zh_for, en_for = _FOR.get(purpose, _WHAT_FOR)
    zh_kept, en_kept = (part.format(until=until) for part in _KEPT.get(purpose, _DESTROYED))
    return (
        f"本人{performer.name.zh}同意{zh}，{zh_for}：{reason}。{zh_kept}本同意不许可任何作品使用。",
        f"I, {performer.name.en}, agree to this: {en}. {en_for}: {reason}. {en_kept} This licenses no use in any work.",
    )


_FOR: dict[Purpose, Words] = {
    Purpose.SHARE: (
        "提供方（名称 · 所在地 · 留存天数）",
        "The provider (name · place · days that it keeps what it is given)",
    ),
}
_WHAT_FOR: Words = ("用途", "What for")

_DESTROYED: Words = ("保存至 {until}，届时销毁。", "Kept until {until}, then destroyed.")
_KEPT: dict[Purpose, Words] = {
    Purpose.CHECK: (
        "有效至 {until}。文件不予留存，每次比对本人均可查见。",
        "In force until {until}. Nothing of a file is kept, and I see every comparison.",
    ),
    Purpose.DRIVE: (
        "仅限该制作，有效至 {until}。成品的记录与来源说明可写明本人姓名；每次取用本人均可查见。",
        "For that production alone, until {until}. An output’s record and passport may name me, and I see every opening.",
    ),
    Purpose.SHARE: (
        "有效至 {until}，仅限所写的提供方与条件。",
        "In force until {until}, for this provider on these conditions alone.",
    ),
    Purpose.TRAIN: (
        "有效至 {until}。已训成的模型无法忘却所学；收回之后，本库标明其不得再用。",
        "In force until {until}. A model that was trained cannot unlearn; once I take this back, it is marked here as not to be used.",
    ),
}
GRANT_TITLES: dict[Purpose, Words] = {
    Purpose.CAPTURE: ("同意录制", "Consent to be recorded"),
    Purpose.BUILD: ("同意制作数字分身", "Consent to a replica"),
    Purpose.CHECK: ("同意肖像比对", "Consent to likeness checks"),
    Purpose.DRIVE: ("同意以表演驱动", "Consent as a stand-in"),
    Purpose.SHARE: ("同意交给一家提供方", "Consent to share with one provider"),
    Purpose.TRAIN: ("同意训练模型", "Consent to training"),
}


def grant_sheet(purpose: Purpose) -> Sheet:
    """What the signing page says beside a grant."""
    others: dict[Purpose, tuple[Words, ...]] = {
        Purpose.CAPTURE: (("制作数字分身：须另行签署", "Building a replica: signed on its own"),),
        Purpose.BUILD: (
            ("训练或微调模型：须另行签署", "Training or fine-tuning a model: signed on its own"),
            ("交给别处的引擎：须另行签署", "Giving it to an engine elsewhere: signed on its own"),
        ),
        Purpose.CHECK: (
            ("在网上或公众中搜寻您", "Searching the web or the public for you"),
            ("由他人查验某个文件里是不是您", "Anybody else asking whether a file shows you"),
            ("留存所提交的文件", "Keeping the files that are brought"),
        ),
        Purpose.DRIVE: (
            ("展示您的面容", "Showing your face"),
            ("用您的表演训练模型", "Training a model on your performance"),
            ("另一部制作：须另行签署", "Another production: signed on its own"),
        ),
        Purpose.SHARE: (
            ("由其训练模型：须另行签署", "Training a model there: signed on its own"),
            (
                "另一家提供方，或同一家改了所在地或留存：须另行签署",
                "Another provider, or this one in another place or keeping longer: signed on its own",
            ),
        ),
        Purpose.TRAIN: (
            ("没有写明训练的授权而训练", "Training without a licence that says so"),
            ("交给别处的引擎：须另行签署", "Giving it to an engine elsewhere: signed on its own"),
        ),
    }
    return Sheet(
        title=GRANT_TITLES[purpose],
        does_not_allow=(
            *others[purpose],
            ("任何作品的使用：须另签授权", "Use in any work: that takes a licence"),
            ("提供给此外的任何人", "Giving it to anybody else"),
        ),
    )


def grant_withdrawn(performer: Performer, purpose: Purpose) -> Words:
    """The end of a grant."""
    zh, en = PURPOSE_WORDS[purpose]
    return (
        f"本人{performer.name.zh}收回此前的同意（{zh}），即刻生效。",
        f"I, {performer.name.en}, take back my consent to this from this moment: {en}.",
    )


def withdrawal_sheet(title: Words, effects: tuple[Effect, ...]) -> Sheet:
    """What the signing page says beside a withdrawal: what it does, and no question to slow it down."""
    return Sheet(title=title, effects=tuple((e.zh, e.en) for e in effects))
