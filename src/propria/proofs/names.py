"""Folding names for the public map: width, case, and simplified/traditional; never by sound.

Pinyin is never used: it would merge different people. What folding does merge (a handful of characters
that simplification united, 后 and 後) ends as two people in one leaf, told apart by their disambiguators.
"""

import unicodedata

from propria.proofs.foldings import SIMPLIFIED_OF

FOLDED_CHARACTERS = SIMPLIFIED_OF | dict.fromkeys("•‧∙⋅・･", "·")
"""character → what stands for it once width and case are folded."""
_TABLE = str.maketrans(FOLDED_CHARACTERS)


def fold_name(name: str) -> str:
    """The form under which a name stands in the map.

    NFKC, case folded, traditional characters replaced by simplified ones, every middle dot the same,
    white space single.

    >>> fold_name("ＭＩＮＡ  Haldane"), fold_name("陳麗") == fold_name("陈丽")
    ('mina haldane', True)
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.translate(_TABLE).split())
