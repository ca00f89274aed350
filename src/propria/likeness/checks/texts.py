"""The words of a likeness check: numbers said as numbers, and what they cannot tell. No verdict is worded here."""

from propria.likeness.checks.model import Evidence, Trait
from propria.likeness.checks.spread import Measured
from propria.likeness.model import AssetKind
from propria.plumbing.web.words import Words

REASON = Words(
    "查明某个文件里是不是本人，以及是否经本人授权",
    "to find out whether a file shows me, and whether I licensed it",
)
PURPOSE = {
    AssetKind.PHOTO: Words("肖像比对：一张图片", "Likeness check of a picture"),
    AssetKind.VIDEO: Words("肖像比对：一段视频", "Likeness check of a video"),
    AssetKind.VOICE: Words("肖像比对：一段录音", "Likeness check of a sound"),
}
"""What is written down of a check beside who and when: the kind of file, and nothing of what is in it."""
TRAITS = {Trait.FACE: Words("面容", "Face"), Trait.VOICE: Words("声音", "Voice")}
LIMITS = (
    Words(
        "相似度是证据，不是结论：亲属、相貌或嗓音相近的人、妆容、老照片、压缩和生成的图像都会使数字升高或降低。",
        "Similarity is evidence and no verdict: relatives, people who look or sound alike, make-up, old pictures, compression "
        "and generated images all move these numbers, up and down.",
    ),
    Words(
        "文件只与您本人的录制素材比对，不与任何别人比对，也不在网上搜寻；其中别人的面容和声音，比对之后即丢弃。",
        "The file is compared with your own recordings and nobody else’s, and nothing is searched for; faces and voices of "
        "others in it are dropped once they were compared.",
    ),
    Words(
        "没有印记或记录，既不说明获得授权，也不说明未获授权。",
        "A file without a seal, or without a record here, is neither licensed nor unlicensed by that.",
    ),
)  # fmt: skip


def number(cosine: float) -> str:
    """A cosine as it is shown.

    >>> number(-0.041)
    '−0.04'
    """
    return f"{cosine:.2f}".replace("-", "−")


def reads(found: Evidence, measured: Measured | None) -> tuple[Words, ...]:
    """The most alike moment beside what was measured: each a comparison of two numbers, none a conclusion."""
    best = found.nearest[0].cosine
    said = [
        Words(
            f"最相近之处为 {number(best)}（比对了 {found.moments} 处，对照您的 {found.references} 份录制素材）。",
            f"The most alike place measures {number(best)}; places compared: {found.moments}, "
            f"with your recordings: {found.references}.",
        )
    ]
    if measured is not None:
        above = best > measured.other.high
        said.append(
            Words(
                f"{'高于' if above else '不高于'}不同的人之间二十次比对中十九次所达到的 {number(measured.other.high)}。",
                f"That is {'above' if above else 'not above'} {number(measured.other.high)}, which nineteen of twenty comparisons of "
                "different people stay under.",
            )
        )
    if found.own is not None:
        inside = best >= found.own.low
        said.append(
            Words(
                f"您自己的录制素材彼此之间，二十次中十九次不低于 {number(found.own.low)}；这里{'不低于' if inside else '低于'}该数。",
                f"Your own recordings reach {number(found.own.low)} among themselves in nineteen of twenty comparisons; this is "
                f"{'not below' if inside else 'below'} that.",
            )
        )
    return tuple(said)
