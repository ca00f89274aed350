"""What both sides state about a deal so that the rules can be told apart, in zh and en. Data only.

A fact that is not stated is not so: both sides sign the list, and the page shows which rules another fact would bring.
"""

from collections.abc import Iterable

from propria.kernel.errors import Malformed

FACTS: dict[str, tuple[str, str]] = {
    "performer_in_cn": ("演员居住或工作于中国内地", "the performer lives or works in mainland China"),
    "performer_in_us_ca": ("演员居住或工作于加利福尼亚州", "the performer lives or works in California"),
    "performer_in_us_ny": ("演员居住或工作于纽约州", "the performer lives or works in New York"),
    "performer_in_us_tn": ("演员居住或工作于田纳西州", "the performer lives or works in Tennessee"),
    "performer_in_us_il": ("演员居住或工作于伊利诺伊州", "the performer lives or works in Illinois"),
    "performer_in_eu": ("演员居住或工作于欧盟", "the performer lives or works in the European Union"),
    "performer_in_uk": ("演员居住或工作于英国", "the performer lives or works in the United Kingdom"),
    "sag_aftra_theatrical": (
        "适用 SAG-AFTRA 影视协议",
        "the job is under the SAG-AFTRA theatrical and television agreement",
    ),
    "sag_aftra_commercials": (
        "适用 SAG-AFTRA 广告协议",
        "the job is under the SAG-AFTRA commercials contract",
    ),
    "sag_aftra_interactive": (
        "适用 SAG-AFTRA 互动媒体协议",
        "the job is under the SAG-AFTRA interactive media agreement",
    ),
    "replaces_work_in_person": (
        "取代演员本可亲自完成的工作",
        "it replaces work that the performer could have done in person",
    ),
    "had_counsel": ("演员由律师代理谈判", "a lawyer negotiated for the performer"),
    "had_union": ("演员由工会代表谈判", "a union negotiated for the performer"),
    "minor": ("演员未满十八岁", "the performer is under 18"),
    "minor_under_14": ("演员未满十四岁", "the performer is under 14"),
    "guardian_consents": ("监护人已书面同意", "the guardian has consented in writing"),
    "performer_dead": ("演员已经身故", "the performer has died"),
    "union_notified": ("工会已收到通知", "the union has been given notice"),
    "cooling_off": ("演员要求冷静期", "the performer asked for a cooling-off"),
    "keeps_after_death": ("演员身故后仍继续使用", "use is meant to go on after the performer’s death"),
}
_BRINGS = {"minor_under_14": frozenset({"minor"})}


def check_facts(codes: Iterable[str]) -> frozenset[str]:
    """The facts with what they bring: under 14 is under 18. Raises: Malformed(`rulepacks.unknown_fact`).

    >>> sorted(check_facts(["minor_under_14"]))
    ['minor', 'minor_under_14']
    """
    stated = frozenset(codes)
    unknown = sorted(stated - FACTS.keys())
    if unknown:
        raise Malformed(
            "rulepacks.unknown_fact", f"{unknown[0]!r} is not a fact that rules ask for.", fact=unknown[0]
        )
    return stated.union(*(_BRINGS.get(code, frozenset()) for code in stated))
