"""The words of what holds after a performer's death, (zh, en)."""

from propria.parties.model import Performer
from propria.record.model import Sheet, Words
from propria.scope import StandingTerms
from propria.scope.sentences import allows, red_line_words
from propria.scope.words import ME


def stated(performer: Performer, terms: StandingTerms) -> Words:
    """What the estate may license, and what nobody ever may."""
    zh = [f"本人{performer.name.zh}身故之后，遗产权利人须全体签名，方可另行授权。"]
    en = [
        f"After my death, I, {performer.name.en}, want this: my estate licenses anew only if everybody who holds it signs."
    ]
    if terms.clauses:
        zh.append("且只可授权下列事项：")
        en.append("And only within the following:")
    else:
        zh.append("授权何事，由其决定，红线除外。")
        en.append("What it licenses is theirs to decide, within the red lines.")
    for number, clause in enumerate(terms.clauses, start=1):
        zh_lines, en_lines = allows(clause, speaker=ME)
        zh.append(f"（{number}）{''.join(zh_lines)}")
        en.append(f"({number}) {' '.join(en_lines)}")
    for line in terms.red_lines:
        words = red_line_words(line)
        zh.append(f"身后红线，任何人均不得解除：{words.zh}。")
        en.append(f"Red line that nobody lifts after my death: {words.en}.")
    return "\n".join(zh), "\n".join(en)


def sheet() -> Sheet:
    """What the signing page says beside it."""
    return Sheet(
        title=("身后安排", "After your death"),
        effects=(
            (
                "已签授权不受影响：写明身后使用的照原文继续，其余在您身故时停止",
                "Licences that you signed stay: one that says so goes on exactly as written, every other ends with your death",
            ),
            ("此后可随时另签一份，以最新者为准", "Sign another at any time; the newest counts"),
        ),
        does_not_allow=(("您在世时的任何使用", "Any use while you live"),),
    )
