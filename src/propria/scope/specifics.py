"""For each axis: what is wrong with leaving it open, and a clause that would do, zh and en. Words only."""

from propria.scope.words import Said

TOO_WIDE: dict[str, tuple[Said, Said]] = {
    "attribute": (
        Said("写的是“本人的一切”，未列明使用哪些特征。", "It says “anything of you” and names no attribute."),
        Said("仅限面容与声音。", "Face and voice only."),
    ),
    "act": (
        Said("写的是“任何行为”，未列明可为之事。", "It says “any act” and names none."),
        Said(
            "仅可按存档剧本生成表演，并译配为普通话。",
            "To generate the scenes of the lodged script, and to dub them into Mandarin.",
        ),
    ),
    "medium": (
        Said(
            "“全部媒体”不是描述：任何媒介都在其内。",
            "“All media” is no description: every medium there is, is in it.",
        ),
        Said(
            "仅限一部剧集，不含广告、游戏与周边商品。",
            "One series only; no advertisement, game or merchandise.",
        ),
    ),
    "project": (
        Said("“任何用途”不是目的：须点名一部作品。", "“Any purpose” is no purpose: name the one project."),
        Said("仅限剧集《……》第一季。", "Only in the series “…”, first season."),
    ),
    "role": (Said("未列明角色。", "It names no role."), Said("仅饰演……一角。", "Only in the role of ….")),
    "advertiser": (
        Said("未列明广告主。", "It names no advertiser."),
        Said("仅为……公司。", "For … only."),
    ),
    "product_line": (
        Said("未列明产品类别。", "It names no product line."),
        Said("仅为该公司的……产品。", "For its … only."),
    ),
    "territory": (
        Said("“全球”未列明地域。", "“Worldwide” names no territory."),
        Said("仅限中国内地、香港与澳门。", "Only in mainland China, Hong Kong and Macao."),
    ),
    "language": (
        Said("未列明语言。", "It names no language."),
        Said("仅限普通话。", "In Mandarin only."),
    ),
    "term": (
        Said("“永久”不是期限：没有起止日期。", "“In perpetuity” is no term: it has no first and last day."),
        Said("自 2027 年 1 月 1 日至 2028 年 12 月 31 日。", "From 1 January 2027 to 31 December 2028."),
    ),
    "rating": (
        Said("未列明观众分级。", "It names no audience rating."),
        Said("不高于十六岁以上。", "Nothing above 16 and over."),
    ),
    "theme": (
        Said("写的是“任何题材”，裸露、政治亦在其内。", "It says “any theme”: nudity and politics are in it."),
        Said("题材限于罪案与悬疑。", "Themes: crime and mystery."),
    ),
    "script": (
        Said("未列明台词从何而来。", "It does not say where the words come from."),
        Said("仅限签署前已存档的剧本。", "Only the script lodged before signing."),
    ),
    "provider": (
        Said("未列明由谁运行模型。", "It does not say who runs the model."),
        Said("模型只由……公司运行。", "The model is run by … only."),
    ),
    "retention": (
        Said("未列明运行方留存多久。", "It does not say how long whoever runs it keeps what is sent."),
        Said("运行方不留存任何输入。", "Whoever runs the model keeps nothing."),
    ),
    "region": (
        Said("未列明在何处运行。", "It does not say where it runs."),
        Said("仅在中国内地的服务器运行。", "On servers in mainland China only."),
    ),
    "sub_licensee": (
        Said("可转授权予任何人。", "It may be passed on to anyone."),
        Said("不得转授权；或仅可转授权予……公司。", "It may not be passed on; or: to … only."),
    ),
    "life": (
        Said("未单独写明身后使用。", "Use after death is not said by itself."),
        Said("身后可继续使用至授权期满。", "Use may go on after my death until the term ends."),
    ),
    "volume": (
        Said("没有数量上限。", "It has no limit to how much."),
        Said("成片合计不超过 640 秒，台词不超过 300 句。", "At most 640 seconds on screen and 300 lines."),
    ),
}
NOT_OWED: dict[str, tuple[Said, Said]] = {
    "label": (
        Said("未约定生成标识。", "No label is promised."),
        Said(
            "成片须带显式标识与 C2PA 内容凭证。", "Each output carries a visible label and C2PA credentials."
        ),
    ),
    "pay": (
        Said("未写明按哪一条付酬。", "It does not say which clause pays."),
        Said("按附件一报价，以折算工日计酬。", "Paid by day-equivalents at the rates of annex 1."),
    ),
    "delete_by": (
        Said(
            "由您制成的模型没有销毁日期，等于永久。",
            "A model made of you has no day of deletion, which is for ever.",
        ),
        Said(
            "授权期满后 30 日内销毁素材与模型，并出具回执。",
            "Recordings and models are destroyed within 30 days of the end, with a receipt.",
        ),
    ),
}
