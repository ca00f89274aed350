"""The words of provenance, (zh, en): what is logged of a seal, and what anyone is told of a file."""

from propria.licences.model import Licence
from propria.parties.model import Creator, Performer
from propria.provenance.model import FoundBy, Integrity, Passport
from propria.record.model import Words

NOT_PUBLIC: Words = ("已授权，双方未公开。", "Licensed, parties not public.")


def output_sealed(passport: Passport, performer: Performer, creator: Creator, licence: Licence) -> Words:
    """The operator's logged words for one seal."""
    zh, en = licence.project_title
    acted = passport.facts.performed_by
    by_zh, by_en = (
        ("", "") if acted is None else (f"表演者（替身）：{acted.name[0]}。", f" Acted by {acted.name[1]}.")
    )
    return (
        f"本平台已为{creator.name.zh}的《{zh}》加封一份成品（{passport.output_id}），所涉演员：{performer.name.zh}，"
        f"依据授权 {licence.id}。文件 SHA-256：{passport.sha256}。{by_zh}",
        f"This library sealed an output ({passport.output_id}) for {en} by {creator.name.en}, showing "
        f"{performer.name.en}, under licence {licence.id}. File SHA-256: {passport.sha256}.{by_en}",
    )


def licensed_for(performer: Performer, licence: Licence) -> Words:
    """What may be said where both sides allow it."""
    zh, en = licence.project_title
    return (f"{performer.name.zh}，已就《{zh}》授权。", f"{performer.name.en}, licensed for {en}.")


INTEGRITY: dict[Integrity, Words] = {
    Integrity.INTACT: ("印记完好，文件未被改动。", "The seal is whole: not a byte has changed since."),
    Integrity.TAMPERED: ("文件在加封之后被改动。", "The file was changed after it was sealed."),
    Integrity.UNSIGNED: (
        "文件没有印记；这不说明任何事。",
        "The file has no seal, which proves nothing either way.",
    ),
    Integrity.WRONG_SIGNATURE: ("印记的签名无效。", "The seal's signature does not check out."),
    Integrity.UNREADABLE: ("印记或文件无法读取。", "The seal, or the file, cannot be read."),
}

FOUND: dict[FoundBy, Words] = {
    FoundBy.BYTES: ("与本平台加封的文件逐字节相同。", "These are the very bytes that this library sealed."),
    FoundBy.SEAL: ("印记出自本平台。", "The seal is this library's."),
    FoundBy.CLAIM: (
        "文件自称是本平台的成品，但印记不能证实。",
        "The file says that it is an output of this library; its seal does not bear that out.",
    ),
    FoundBy.LOOKS: (
        "画面与本平台的成品相似：这是线索，不是证明。",
        "It looks like an output of this library: a lead, not proof.",
    ),
    FoundBy.NOTHING: (
        "未找到对应的成品；没有记录不说明任何事。",
        "No output of this library was found, which proves nothing either way.",
    ),
}
