"""The words of look-alikes, (zh, en): what each side signs, what the panel finds, what is told. Nobody is called a thief."""

from collections.abc import Sequence

from propria.disputes.model import Defence, Likeness, Lookalike, Media, PanelFinding
from propria.parties.model import Performer, Person
from propria.record.model import Question, Sheet, StoredStatement, Words

KIND_WORDS: dict[Likeness, Words] = {
    Likeness.LOOK_ALIKE: ("长相与其相像", "a look-alike"),
    Likeness.BLENDED_FACE: ("面容由多人混合而成", "a blended face"),
    Likeness.SOUND_ALIKE: ("声音与其相像", "a sound-alike"),
}
DEFENCE_WORDS: dict[Defence, Words] = {
    Defence.PARODY: ("系戏仿或致敬", "it is parody or homage"),
    Defence.OTHER_PERSON: ("出自他人，并经其同意", "it shows somebody else, who agreed to it"),
    Defence.CHANCE: ("相像纯属偶然", "the likeness is chance"),
}
FINDING_WORDS: dict[PanelFinding, Words] = {
    PanelFinding.LIKENESS: (
        "可认出系该演员，不得再展示",
        "it is recognisably this performer, and it must be shown no more",
    ),
    PanelFinding.NO_LIKENESS: ("认不出系该演员", "it is not recognisably this performer"),
    PanelFinding.ALLOWED: (
        "虽可认出，但属允许之列（如戏仿、评论）",
        "it is recognisable, and it is of a kind that needs nobody’s leave, as parody or comment is",
    ),
}


def media_words(media: Media) -> Words:
    """What is spoken of."""
    if media.output_id is not None:
        return f"本平台成品 {media.output_id}", f"the output {media.output_id} of this library"
    where = f"{media.place}（SHA-256：{media.sha256}）"
    return where, f"what stands at {media.place} (SHA-256 {media.sha256})"


def reported(performer: Performer, kind: Likeness, media: Media, says: str) -> Words:
    """The performer says so."""
    (zh, en), (zh_what, en_what) = KIND_WORDS[kind], media_words(media)
    return (
        f"本人{performer.name.zh}认为：{zh_what}，{zh}；本人未准许。本人的说明：“{says}”",
        f"I, {performer.name.en}, say that {en_what} is {en} of me, and that I allowed none of it. "
        f"In my own words: “{says}”",
    )


def report_sheet(media: Media) -> Sheet:
    """What the signing page says beside it."""
    held: Words = (
        ("裁定之前最多三十日内，该成品须待裁定方可展示", "For thirty days at most, until a ruling, the output waits for one")
        if media.output_id is not None
        else ("此处没有可冻结之物：该文件不在本平台", "Nothing can be held here: the file is not of this library")
    )  # fmt: skip
    return Sheet(
        title=("称某物与您相像", "Say that something is like you"),
        does_not_allow=(
            ("任何程序判定是否相像", "Any program to judge whether it is alike"),
            ("在裁定之前认定任何人有错", "Anybody to be found wrong before a ruling"),
        ),
        questions=(
            Question(
                "who_judges",
                ("由谁判定是否相像？", "Who judges whether it is alike?"),
                (("三位平台之外的人，各自签署", "Three people from outside, who each sign"), ("一个程序", "A program")),
                0,
                ("程序不作判断；由人来看。", "No program judges this; people look at it."),
            ),
        ),
        effects=(held, ("“从未准许”的证明附入此案", "A proof of what you never allowed is put with the case")),
    )  # fmt: skip


def answered(person: Person, defence: Defence, says: str) -> Words:
    """Whoever made it says what it is; it is recorded as what they say."""
    zh, en = DEFENCE_WORDS[defence]
    return (
        f"本人{person.name.zh}就此案陈述：{zh}。本人的说明：“{says}”此为一方陈述，尚无人就此裁定。",
        f"I, {person.name.en}, say of this case: {en}. In my own words: “{says}” "
        "This is what one side says; nobody has ruled on it.",
    )


def answer_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("就此案陈述", "Say what it is"),
        does_not_allow=(("解除冻结：由评议组裁定", "The hold to end: the panel rules"),),
        effects=(("您的陈述作为一方陈述记入日志", "What you say is in the log, as what one side says"),),
    )


def decline_opened(performer: Performer, case: Lookalike, decline: StoredStatement) -> Words:
    """The performer puts with the case that they declined."""
    entry, text = decline.entry_index, decline.statement.text
    return (
        f"本人{performer.name.zh}就案件 {case.id} 出示此前的谢绝：日志第 {entry} 条，“{text['zh']}”",
        f"I, {performer.name.en}, open in the case {case.id} that I declined: log entry {entry}, “{text['en']}”",
    )


def decline_opened_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("在此案中出示您的谢绝", "Open your decline in this case"),
        does_not_allow=(
            ("认定谢绝之后所作即为仿冒", "What was made after it to count as an imitation for that"),
        ),
        effects=(
            (
                "对方、评议组与运营方自此可以读到这次谢绝及其证明；此事不能收回",
                "The other side, the panel and the operator read this decline and its proof from now on; that cannot be undone",
            ),
            ("您的其他谢绝仍不公开", "Whatever else you declined stays private"),
        ),
    )


def seated(case: Lookalike, people: Sequence[Person]) -> Words:
    """The operator names the panel."""
    zh, en = "、".join(one.name.zh for one in people), ", ".join(one.name.en for one in people)
    return (
        f"就案件 {case.id}（{KIND_WORDS[case.kind][0]}）组成评议组：{zh}。"
        "三人均非运营方人员，亦与此案无关；其中两人签署同样的认定，即为裁定。",
        f"A panel sits on the case {case.id} ({KIND_WORDS[case.kind][1]}): {en}. None of them is of the operator or part of "
        "the case; what two of them sign alike is the ruling.",
    )


def found(person: Person, case: Lookalike, finding: PanelFinding, says: str) -> Words:
    """One of the panel signs what they find, and why."""
    (zh, en), (zh_what, en_what) = FINDING_WORDS[finding], media_words(case.media)
    return (
        f"本人{person.name.zh}，案件 {case.id} 评议组成员，看过{zh_what}后认定：{zh}。理由：“{says}”本人与此案无关。",
        f"I, {person.name.en}, of the panel on the case {case.id}, looked at {en_what} and find: {en}. "
        f"Why: “{says}” I am no part of this case.",
    )


def found_sheet(finding: PanelFinding) -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("签署您的认定", "Sign what you find"),
        does_not_allow=(("仅凭您一人成为裁定", "It to be the ruling by you alone"),),
        questions=(
            Question(
                "looked",
                ("您本人看过或听过吗？", "Did you look or listen yourself?"),
                (("看过，且与此案无关", "Yes, and I am no part of this case"), ("没有", "No")),
                0,
                ("请先看过再签。", "Look first, then sign."),
            ),
        ),
        effects=(FINDING_WORDS[finding],),
    )


def ruled(case: Lookalike, finding: PanelFinding, people: Sequence[Person]) -> Words:
    """The ruling, as the operator records it."""
    zh, en = FINDING_WORDS[finding]
    by_zh, by_en = "、".join(one.name.zh for one in people), " and ".join(one.name.en for one in people)
    return (
        f"案件 {case.id} 裁定：{zh}。由{by_zh}签署。",
        f"Ruling on the case {case.id}: {en}. Signed by {by_en}.",
    )


def taken_back(performer: Performer, case: Lookalike) -> Words:
    """The performer takes it back."""
    return (
        f"本人{performer.name.zh}撤回案件 {case.id}；对该物的冻结即告解除。",
        f"I, {performer.name.en}, take the case {case.id} back; the hold on what it names is over.",
    )


def taken_back_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("撤回此案", "Take the case back"),
        does_not_allow=(("任何人使用您的形象或声音", "Anyone to use your face or your voice"),),
        effects=(("冻结即告解除", "The hold is over"),),
    )


TOLD: dict[str, Words] = {
    "reported": (
        "有演员称某物与其相像。裁定之前不作判断；可凭链接陈述。",
        "A performer says that something is like them. Nothing is judged before a ruling; by the link you can say what it is.",
    ),
    "answered": ("制作方就此案作了陈述。", "Whoever made it said what it is."),
    "decline_opened": ("演员在此案中出示了此前的谢绝。", "The performer opened in this case that they declined before."),
    "seated": ("评议组已组成。组员请看过后签署认定。", "A panel sits. Its members: please look, and sign what you find."),
    "ruled": ("评议组已裁定。", "The panel has ruled."),
    "taken_back": ("演员撤回了此案。", "The performer took the case back."),
}  # fmt: skip
