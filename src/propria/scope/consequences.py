"""What a wider scope means for the performer, zh and en: the sentence that a lawyer would add. Words only."""

from propria.scope.codes.audience import SENSITIVE_THEMES
from propria.scope.values import ancestors
from propria.scope.words import Said

NOTHING_MORE = Said("", "")

_OF_CODE: dict[tuple[str, str], Said] = {
    ("act", "train"): Said(
        "您的录音录像会成为模型的一部分，学进去的无法再取出；撤回只能停止其后的使用。",
        "Your recordings become part of a model and cannot be unlearned; withdrawing only stops later use.",
    ),
    ("act", "fine_tune"): Said(
        "会照着您调出一个模型，学进去的无法再取出；撤回后须销毁该模型。",
        "A model is tuned to you and cannot unlearn you; after a withdrawal the model must be destroyed.",
    ),
    ("act", "real_time"): Said(
        "话由机器即时写出，您事先看不到；按实时价计酬。",
        "Words are written as it goes and you cannot see them first; the real-time price applies.",
    ),
    ("act", "generate"): Said("可生成您从未演过的场次。", "Scenes that you never played may be made."),
    ("act", "edit"): Said("您已完成的表演可被改动。", "A performance that you gave may be altered."),
    ("act", "reuse_archival"): Said(
        "您过去为别的作品录下的素材可再次使用。", "Material you recorded for other work may be used again."
    ),
    ("act", "performance_transfer"): Said(
        "别人演，用您的脸；表演不出自您。",
        "Somebody else acts and your face is seen; the acting is not yours.",
    ),
    ("act", "build"): Said(
        "会制成可反复使用的数字分身。", "A replica is made that can be used again and again."
    ),
    ("attribute", "name"): Said("您的姓名会与作品一同公开。", "Your name is shown with the work."),
    ("attribute", "voice"): Said(
        "声音也足以认出您，单独也可使用。", "Your voice alone is enough to know you by."
    ),
    ("attribute", "biography"): Said("可讲述您的生平。", "Your life may be told."),
    ("script", "improvised"): Said("有些台词您事先看不到。", "Some lines cannot be shown to you first."),
    ("script", "machine_written"): Said(
        "台词由机器即时写出，您事先看不到。", "A machine writes lines that you cannot see first."
    ),
    ("medium", "advertisement"): Said(
        "可用您推销产品；须逐一列明广告主与产品。",
        "You may be used to sell; advertiser and product must be named.",
    ),
    ("medium", "merchandise"): Said("您的形象可印在商品上出售。", "Goods that show you may be sold."),
    ("medium", "chat"): Said("公众可与您的分身对话。", "The public may talk with your replica."),
    ("medium", "livestream"): Said("您的分身可不间断直播。", "Your replica may be live around the clock."),
    ("life", "after_death"): Said(
        "您身后仍可使用，届时只有遗产管理人可撤回。",
        "Use goes on after your death; only your estate can then end it.",
    ),
}
_OF_AXIS: dict[str, Said] = {
    "project": Said("每加一部作品，就是另一份工作。", "Each project is another job."),
    "territory": Said(
        "请核对您在这些地方的独家约定与报价。", "Check your exclusivities and your price there."
    ),
    "term": Said("这段时间内您会被此约束。", "You are bound for that time."),
    "rating": Said("会有别的观众看到。", "Another audience will see it."),
    "provider": Said("又多一家掌握您的素材。", "One more company holds material of you."),
    "retention": Said("您的素材会在别人那里放得更久。", "Material of you stays longer with somebody else."),
    "region": Said(
        "您的素材会送往该地，受当地法律管辖。", "Material of you goes there, under the law of that place."
    ),
    "sub_licensee": Said("与您签约的不再是唯一使用者。", "Somebody you did not sign with may use it."),
    "advertiser": Said("可能与您已有的代言冲突。", "It may clash with endorsements that you have."),
    "product_line": Said("可能与您已有的代言冲突。", "It may clash with endorsements that you have."),
    "volume": Said("请核对酬金是否随之增加。", "Check that the pay grows with it."),
}
_OF_DUTY: dict[str, Said] = {
    "label": Said("观众可能看不出这是生成的。", "Viewers may not be told that it is generated."),
    "credit": Said("署名不再是约定。", "Credit is no longer promised."),
    "approval": Said("有些内容您不先过目即可示人。", "Some of it may be shown before you see it."),
    "notice_hours": Said("您知道得更晚，或不再被告知。", "You are told later, or not at all."),
    "report_days": Said("您更少得知用量。", "You learn less often how much was used."),
    "pay": Said("请核对还按哪一条付酬。", "Check which clause still pays you."),
    "delete_by": Said(
        "素材与模型会留得更久，或不必删除。", "Recordings and models stay longer, or for good."
    ),
}
_SENSITIVE = Said("这是敏感题材，须您本人签署。", "This is a sensitive theme: it needs your own key.")
CONSEQUENCE_OF_NO_RED_LINE = Said("从此可以有人就此提出请求。", "From now on somebody may ask for it.")


def consequence(axis: str, added: tuple[str, ...], *, wider: bool) -> Said:
    """What a change means, most telling code first; nothing where less is allowed than before."""
    if not wider:
        return NOTHING_MORE
    if axis == "duties":
        return _OF_DUTY[added[0]]
    if axis == "theme":
        return _SENSITIVE if "*" in added or SENSITIVE_THEMES.intersection(added) else NOTHING_MORE
    tops = {top for code in added for top in ancestors(code, ".")}
    for (of_axis, code), said in _OF_CODE.items():
        if of_axis == axis and code in tops:
            return said
    return _OF_AXIS.get(axis, NOTHING_MORE)
