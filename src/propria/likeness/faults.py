"""What is wrong with a file that cannot be used, said to the person who sent it: what it is and what helps."""

from collections.abc import Iterable

from propria.kernel.errors import Malformed
from propria.plumbing.web.words import Words

FAULT_WORDS = {
    "media.empty": Words("这个文件是空的。", "The file is empty."),
    "media.oversize": Words("文件太大，请剪短后再上传。", "The file is too large; send a shorter cut."),
    "media.too_long": Words("录制太长，请分段上传。", "The recording is too long; send it in parts."),
    "media.wrong_type": Words(
        "文件内容与所选的种类不符。", "What is inside is not the kind of recording that you chose."
    ),
    "media.truncated": Words(
        "文件不完整，可能传输中断；请重新导出或上传。", "The file breaks off; export it or send it again."
    ),
    "media.nested_too_deep": Words(
        "文件的结构不正常，请重新导出。", "The file is built in a strange way; export it again."
    ),
    "media.unreadable": Words(
        "文件无法读取，请换用常见格式重新导出。", "The file cannot be read; export it in a common format."
    ),
    "media.decompression_bomb": Words(
        "画面展开后远大于文件本身，不予打开。",
        "Its pictures unfold to far more than the file; it is not opened.",
    ),
    "media.no_video": Words("文件里没有画面。", "There is no picture in it."),
    "media.no_sound": Words("文件里没有声音。", "There is no sound in it."),
}
"""By the codes of `plumbing.media.inspect`."""


def unusable(faults: Iterable[str]) -> Malformed:
    """The refusal of a file: every fault by code and in words (`likeness.unusable_file`)."""
    found = list(faults)
    return Malformed(
        "likeness.unusable_file", "This file cannot be used.", faults=found, why=words_of_faults(found)
    )


def words_of_faults(faults: Iterable[str]) -> list[dict[str, str]]:
    """Each fault in both languages, as a refusal carries its reasons (`why`)."""
    return [{"zh": FAULT_WORDS[code].zh, "en": FAULT_WORDS[code].en} for code in faults]
