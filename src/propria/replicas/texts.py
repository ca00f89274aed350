"""The words of replica statements, (zh, en), composed from what is stored."""

from collections.abc import Sequence

from propria.kernel.plurals import counted
from propria.likeness.orders.model import Preservation
from propria.parties.model import Performer
from propria.plumbing.web.formats import day
from propria.record.model import Question, Sheet, Words
from propria.replicas.model import HEAD, Replica, ReplicaVersion


def approved(performer: Performer, version: ReplicaVersion) -> Words:
    """The performer stands by one version, file by file."""
    head = version.digests().get(HEAD, "")
    name, edition = version.engine.get("name", ""), version.engine.get("version", "")
    count, files = len(version.sources), len(version.artefacts)
    return (
        f"本人{performer.name.zh}已看过并认可本人数字分身的第 {version.number} 版。该版由 {name} {edition} "
        f"用本人的 {count} 份录制素材制成，共 {files} 个文件；头像模型的 SHA-256 为 {head}。"
        "本声明不许可任何作品使用；每部作品另须授权。本人可随时注销。",
        f"I, {performer.name.en}, have looked at version {version.number} of my digital replica and approve it. "
        f"{name} {edition} made it from {count} of my recordings; it is {files} files, and the SHA-256 of its head "
        f"is {head}. This licenses no use in any work; each work takes a licence. I can cancel it at any time.",
    )


def approval_sheet() -> Sheet:
    """What the signing page says beside an approval."""
    return Sheet(
        title=("认可数字分身", "Approve a replica"),
        does_not_allow=(
            ("在任何作品中使用：每部作品另须授权", "Use in any work: each takes a licence"),
            ("用它训练通用模型", "Training a general model with it"),
            ("提供给任何第三方", "Giving it to anybody else"),
        ),
        questions=(
            Question(
                "use",
                ("签署之后，有人可以让它说话吗？", "After you sign, may anybody make it speak?"),
                (("可以", "Yes"), ("不可以，还要有您签署的授权", "Not without a licence that you signed")),
                1,
                ("认可不是授权。", "Approval is no licence."),
            ),
            Question(
                "end",
                ("不想要它了怎么办？", "And if you no longer want it?"),
                (
                    ("随时注销，文件即销毁", "Cancel at any time; its files are destroyed"),
                    ("无法撤销", "It stays"),
                ),
                0,
                ("注销只需一次签署。", "Cancelling takes one signature."),
            ),
        ),
    )


def cancelled(performer: Performer, replica: Replica) -> Words:
    """The end of a replica."""
    return (
        f"本人{performer.name.zh}注销本人的数字分身（{replica.id}）及其全部版本，即刻生效。"
        "自此不得用它生成任何内容；运营方所存文件的密钥即行销毁。",
        f"I, {performer.name.en}, cancel my digital replica ({replica.id}) with all its versions, from this moment. "
        "Nothing may be made with it again; the keys of the operator's copy are destroyed.",
    )


def cancelling_sheet(effects: tuple[Words, ...]) -> Sheet:
    """What the signing page says beside a cancellation: what it does, and nothing that slows it down."""
    return Sheet(title=("注销数字分身", "Cancel a replica"), effects=effects)


def _kept(order: Preservation) -> Words:
    return (
        f"{order.authority}的命令（{order.reference}）要求这些文件至迟保存至 {day(order.ends_at, 'zh-Hans')}：在此之前只保存、"
        "不打开、不使用，任何人都不能用它生成内容；届时销毁并出具回执。",
        f"An order ({order.authority}, {order.reference}) has these files kept until {day(order.ends_at, 'en')} at the latest: until "
        "then nobody opens or uses them, and nothing is made with them; then they are destroyed, with a receipt.",
    )


def own_effects(versions: int, files: int, orders: Sequence[Preservation] = ()) -> tuple[Words, ...]:
    """What cancelling does to what replicas themselves hold; `orders` to preserve put its destruction off."""
    destroyed = (
        f"{versions} 个版本的 {files} 个文件销毁密钥，您会收到回执；运营方所存的副本此后无法读取。",
        f"The keys of {counted(files, 'file')} of {counted(versions, 'version')} are destroyed, with a receipt: the operator's copy "
        "can never be read again.",
    )
    return (
        ("自此刻起，任何人都不能再用它生成内容。", "From this moment nobody can make anything with it."),
        *(map(_kept, orders) if orders else (destroyed,)),
        (
            "您的录制素材不受影响；同意书可另行收回。",
            "Your recordings stay as they are; each consent can be taken back on its own.",
        ),
    )
