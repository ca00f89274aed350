"""One spelling of a text, character by character, so that places in it stay where they are. Pure.

Traditional characters become simplified ones; full-width letters and digits become plain ones; each apostrophe is straight.
"""

from propria.proofs.foldings import SIMPLIFIED_OF

_WIDE = {
    chr(code): chr(code - 0xFEE0)
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_MORE = {
    pair[0]: pair[1]
    for pair in [
        "佔占",
        "妳你",
        "託托",
        "啓启",
        "綵彩",
        "祕秘",
        "佈布",
        "係系",
        "賬账",
        "籤签",
        "羣群",
        "衆众",
        "眾众",
        "汎泛",
        "麼么",
    ]
}
_TABLE = str.maketrans(
    SIMPLIFIED_OF
    | _MORE
    | _WIDE
    | {"\u2019": "'", "\u2018": "'", "\u00a0": " ", "\u3000": " ", "\u2011": "-"}
)


def plain(text: str) -> str:
    """The text in that spelling, as long as before.

    >>> plain("逾１００位藝人已簽約")
    '逾100位艺人已签约'
    """
    return text.translate(_TABLE)


def as_written(quoted: str, judged: str, written: str) -> str:
    """A quotation from the judged text as it stands in the one that was written: each of its parts by its place."""
    parts = (_part(part, judged, written) for part in quoted.split(" … "))
    return " … ".join(parts)


def _part(part: str, judged: str, written: str) -> str:
    at = judged.find(part)
    return part if at < 0 else written[at : at + len(part)]
