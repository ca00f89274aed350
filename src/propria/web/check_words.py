"""The words in which the browser tells what a check found: the verifier's own, and a few of the page's."""

from typing import Any

from litestar import Request, get

from propria.plumbing.web.pages import reader_locale
from propria.plumbing.web.words import Locale, Words, say
from propria.proofs.problem_words import PROBLEM_WORDS
from propria.proofs.report_words import (
    BINDING_WORDS,
    COLOUR_WORDS,
    LIMIT_WORDS,
    NAME_WORDS,
    RESERVATION_WORDS,
    ROUTE_WORDS,
)

PAGE_WORDS = {
    "working": Words(zh="正在此浏览器中核验……", en="Checking in this browser…"),
    "operator_trust": Words(
        zh="依据的是运营方提供的信任文件。要不依赖运营方，请把您自己的信任文件拖到本页。",
        en="It went by the operator's trust file. To rely on nobody here, drop your own on this page.",
    ),
    "own_trust": Words(zh="依据的是您自己的信任文件。", en="It went by your own trust file."),
    "trust_kept": Words(
        zh="此浏览器今后以您这份信任文件为准。",
        en="From now on this browser goes by this trust file of yours.",
    ),
    "not_a_bundle": Words(
        zh="这不是证据包，也不是信任文件。", en="This is neither a bundle nor a trust file."
    ),
    "unreachable": Words(
        zh="没有取到证据包。请检查网络，再试一次。",
        en="The bundle did not arrive. Check your connection, then try again.",
    ),
    "cannot_know": Words(zh="这份证据包无法得知：", en="What this cannot know:"),
    "as_of": Words(zh="以检查点为准：", en="As of checkpoint:"),
    "signed_by": Words(zh="签署所用密钥：", en="Signed with key:"),
    "passed": Words(zh="通过：", en="passed: "),
    "failed": Words(zh="未通过：", en="failed: "),
    "claim_evidence": Words(
        zh="此浏览器核验这一说法的证据；说法本身由 propria verify 依同一份证据判断。",
        en="This browser checks the evidence of the claim; propria verify judges the claim itself by the same evidence.",
    ),
    "no_tiles": Words(zh="没有取到日志文件", en="the log's files did not arrive"),
}
STEP_WORDS = {
    "log_signed": Words(zh="检查点有日志密钥的签名", en="The checkpoint is signed by the log’s key"),
    "map_logged": Words(
        zh="名录的根是日志的最后一条，包含证明成立",
        en="The map’s root is the log’s last entry, and is included in it",
    ),
    "subject_shown": Words(zh="名录列出这些状态，次序完整", en="The map shows these states, and every entry"),
    "words_signed": Words(
        zh="每段文字都由密钥签署，并在日志之中", en="Every text is signed by its key, and is in the log"
    ),
    "keys_bound": Words(zh="每把密钥都有材料说明归属", en="Every key is bound to somebody, and stood then"),
    "name_shown": Words(
        zh="由这个姓名的一叶可以走到名录的根", en="Steps lead from this name’s leaf to the map’s root"
    ),
    "continues": Words(
        zh="日志接续此浏览器上次所见", en="The log continues what this browser saw at its last visit"
    ),
    "continues_unknown": Words(
        zh="无法核对日志是否接续上次所见",
        en="Whether the log continues what this browser saw last could not be checked",
    ),
    "first_visit": Words(
        zh="初次查看：记住这个检查点，下次核对日志是否只增不改",
        en="First visit: this head is kept, and the next check asks whether the log only grew",
    ),
}


@get("/check/words", sync_to_thread=True)
def check_words(request: Request[Any, Any, Any]) -> dict[str, dict[str, str]]:
    """Every word that a check in the browser may need, in the reader's language, by the verifier's codes."""
    locale = reader_locale(request)
    tables = {
        "page": PAGE_WORDS,
        "steps": STEP_WORDS,
        "name": NAME_WORDS,
        "colours": COLOUR_WORDS,
        "bindings": BINDING_WORDS,
        "routes": ROUTE_WORDS,
        "reservations": RESERVATION_WORDS,
        "limits": LIMIT_WORDS,
        "problems": PROBLEM_WORDS,
    }
    return {name: _in(locale, table) for name, table in tables.items()}


def _in(locale: Locale, table: Any) -> dict[str, str]:
    """One table in one language."""
    return {code: say(words, locale) for code, words in table.items()}
