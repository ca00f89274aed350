"""The words of denials, (zh, en), in statements and alerts. Nobody is called a liar; nothing is free text."""

from propria.disputes.model import Denial, DenialState, Ground, Route
from propria.kernel.time import wire
from propria.parties.model import Performer
from propria.record.model import Question, Sheet, Words

ROUTE_WORDS: dict[Route, Words] = {
    Route.OWN_KEY: ("本人密钥", "a key of their own"),
    Route.LISTED_DOMAIN: (
        "登记所依据的域名公布了其代码",
        "the domain that the listing rests on published their line",
    ),
    Route.DOCUMENT: ("运营方查验了身份证件", "the operator saw an identity document"),
    Route.GUILD: ("行业公会证实", "a guild attested it"),
    Route.COURT: ("法院文书", "a court’s paper"),
}
GROUND_WORDS: dict[Ground, Words] = {
    Ground.KEY_AND_EVIDENCE: (
        "签名、密钥与身份佐证",
        "the signature, its key, and the evidence that the key is theirs",
    ),
    Ground.SECOND_FACTOR: ("第二项身份证据", "a second factor of evidence"),
    Ground.GUILD: ("行业公会的认定", "a guild’s finding"),
    Ground.COURT: ("法院裁判", "a court’s ruling"),
}


def _hidden(performer: Performer, due: str) -> Words:
    return (
        f"有人表示：以{performer.name.zh}之名登记的内容并非其签署。该项登记仅由运营方佐证，故自此隐去；为其作证者及其密钥已标记。"
        f"运营方须于 {due} 前取得裁定。已签的授权照旧。",
        f"Somebody says that they did not sign what is listed under the name {performer.name.en}. Nobody but the operator "
        "attests this listing, so it is hidden from now on, and whoever vouched for it is flagged. "
        f"The operator owes a ruling by {due}. Licences that were signed go on.",
    )


def received(performer: Performer, denial: Denial, *, marked: bool) -> Words:
    """Somebody says that they did not sign."""
    due = wire(denial.due_at)
    if denial.state is DenialState.HIDDEN:
        return _hidden(performer, due)
    zh = f"有人表示：以{performer.name.zh}之名登记的内容并非其签署。该项自此标明“有争议”，" if marked else (
        f"有人表示：以{performer.name.zh}之名登记的内容并非其签署。此前不久已就同一登记出示过证明，故待其提交一项身份证据后再作标注；"
    )  # fmt: skip
    en = f"Somebody says that they did not sign what is listed under the name {performer.name.en}. " + (
        "From now on the listing is marked as disputed. "
        if marked
        else "The proof was shown for this listing lately, so a factor of evidence comes first. "
    )
    return (
        zh + f"运营方须于 {due} 前出示证明。已签的授权照旧。",
        en + f"The operator owes the proof by {due}. Licences that were signed go on.",
    )


def unanswered(performer: Performer) -> Words:
    """The clock ran out."""
    return (
        f"就{performer.name.zh}的登记所提异议，限期内既无本人密钥确认，运营方亦未出示证明；该登记自此隐去。已签的授权照旧。",
        f"Neither the key behind the listing of {performer.name.en} nor the operator answered the denial in time. "
        "The listing is hidden from now on. Licences that were signed go on.",
    )


def evidenced(performer: Performer, route: Route) -> Words:
    """A factor of evidence: hidden until a ruling."""
    zh, en = ROUTE_WORDS[route]
    return (
        f"否认{performer.name.zh}之登记者已提交一项身份证据：{zh}。在裁定之前，该登记隐去，其名下授权标为有争议，不得再有新的生成。",
        f"Whoever denies the listing of {performer.name.en} brought a factor of evidence: {en}. Until a ruling the listing "
        "is hidden, and licences under it are disputed: nothing new is made.",
    )


def _bound(performer: Performer) -> Words:
    if performer.rests_on_operator:
        return "仅凭运营方两人所见而启用", "on the word of two of the operator’s people alone"
    if performer.domain:
        return (
            f"由域名 {performer.domain} 所证实之人启用",
            f"by whoever holds the domain {performer.domain}",
        )
    return "由经外人证明身份之人启用", "by whoever an outsider attests"


def answered(performer: Performer, denial: Denial, key_id: str, ground: Ground) -> Words:
    """The proof stands, and says what it cannot show."""
    zh, en = GROUND_WORDS[ground]
    zh_bound, en_bound = _bound(performer)
    return (
        f"就{performer.name.zh}的登记所提异议，答复如下。声明 {denial.target} 由密钥 {key_id} 签署；"
        f"该密钥{zh_bound}，签名与日志条目均已核验无误。依据：{zh}。"
        "以上说明出自哪一把密钥，不说明当时由谁操作，也不评判提出异议之人；其仍可随时提交身份证据。",
        f"This answers the denial of the listing of {performer.name.en}. The statement {denial.target} was signed with the "
        f"key {key_id}, which was bound {en_bound}; signature and log entry were checked "
        f"and stand. Ground: {en}. This shows which key signed. It does not show whose hand held it, and it is no judgement on "
        "whoever denied it; they may bring evidence at any time.",
    )


def upheld(performer: Performer, ground: Ground) -> Words:
    """The name was claimed by somebody else."""
    zh, en = GROUND_WORDS[ground]
    return (
        f"裁定：以{performer.name.zh}之名的认领并非本人所为。依据：{zh}。该认领下之密钥所签一切自始不作数，"
        "日志条目保留；其名下授权与委托即刻终止，已计的款项逐笔冲回。",
        f"Ruling: the name {performer.name.en} was claimed by somebody else. Ground: {en}. Nothing signed under that claim ever "
        "counted; the log entries stay. Licences and mandates under it end now, and what was charged under them is posted back.",
    )


def confirmed(performer: Performer) -> Words:
    """The key behind the listing answers for it."""
    return (
        f"本人{performer.name.zh}确认：以本人之名登记的内容由本人签署。",
        f"I, {performer.name.en}, confirm that I signed what is listed under my name.",
    )


def confirm_sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("确认您的登记", "Confirm your listing"),
        does_not_allow=(
            ("任何人使用您的形象或声音", "Anyone to use your face or your voice"),
            ("了结他人的异议：运营方仍须答复", "The denial to end: the operator still owes an answer"),
        ),
        questions=(
            Question(
                "whose",
                ("登记里的话是谁签的？", "Who signed what is listed?"),
                (("我本人", "I did"), ("我不确定", "I am not sure")),
                0,
                ("不确定，就不要签；先撤回。", "If you are not sure, do not sign this; withdraw first."),
            ),
        ),
        effects=(("“有争议”的标注撤下", "The mark “disputed” is taken off"),),
    )


TOLD: dict[DenialState, Words] = {
    DenialState.RECEIVED: (
        "有人表示未签署一项登记。请在限期内答复。",
        "Somebody says that they did not sign a listing. Please answer before it is due.",
    ),
    DenialState.DISPUTED: (
        "有人表示未签署一项登记，该项现标为“有争议”。请在限期内答复。",
        "Somebody says that they did not sign a listing, which is marked as disputed. Please answer before it is due.",
    ),
    DenialState.CONFIRMED: (
        "登记背后的密钥已确认该登记；异议仍待运营方答复。",
        "The key behind the listing confirmed it. The operator still owes an answer to the denial.",
    ),
    DenialState.HIDDEN: (
        "该登记已隐去：限期内无人答复，或除运营方外无人佐证。该链接处可取得不在册的证明。",
        "The listing is hidden: nobody answered in time, or nobody but the operator attests it. The proof "
        "that the name is not listed is at the link.",
    ),
    DenialState.EVIDENCED: (
        "否认者提交了一项身份证据。裁定之前，该登记隐去，其名下授权有争议，不得再有新的生成。",
        "Whoever denies a listing brought evidence. Until a ruling it is hidden; licences under it are disputed, and "
        "nothing new is made.",
    ),
    DenialState.ANSWERED: (
        "对异议的答复已出：证明成立。可凭链接查看，并可随时补交证据。",
        "The denial was answered: the proof stands. Look at it by the link; evidence may be brought at any time.",
    ),
    DenialState.UPHELD: (
        "裁定：该姓名系被他人认领。其名下所签一切自始不作数，授权即刻终止，请停止使用。",
        "Ruling: the name was claimed by somebody else. Nothing signed under that claim ever counted. Licences under it "
        "end now; please stop every use.",
    ),
}
