"""A contract of the cast, whole: Mina Haldane for Ode & Kestrel Pictures, one film, one part."""

from dataclasses import replace

from propria.deals.papers.paper import (
    ContractPaper,
    CustodyRow,
    Line,
    Party,
    PriceRow,
    Project,
    ShareRow,
    Signer,
    Statement,
    Words,
)
from propria.kernel.money import Money
from propria.kernel.time import instant

MINA = Words("米娜·霍尔丹", "Mina Haldane")
RAFAEL = Words("拉斐尔·奥尔蒂斯", "Rafael Ortiz")
STUDIO = Words("颂隼影业", "Ode & Kestrel Pictures")
PERFORMER = Words("演员", "Performer")
CREATOR = Words("制作方", "Creator")
BOTH = Words("演员与制作方", "Performer and creator")
OPERATOR = Words("运营方", "Operator")
NOBODY = Words("无", "Nobody")
SHREDDED = Words("三十日内销毁并出具回执", "Destroyed within 30 days, with a receipt")
STAYS = Words("不变", "No change")


def _custody() -> tuple[CustodyRow, ...]:
    own = CustodyRow(
        Words("采集素材", "Captures"),
        PERFORMER,
        PERFORMER,
        OPERATOR,
        SHREDDED,
        Words("须演员重新同意", "Only with fresh consent"),
        Words("由托管方销毁", "Shredded by the escrow agent"),
        Words("冻结，待遗产持有人决定", "Frozen until the estate decides"),
    )
    return (
        own,
        replace(own, thing=Words("数字形象模型", "Replica")),
        replace(own, thing=Words("声音模型", "Voice")),
        replace(own, thing=Words("训练所得权重", "Weights"), holder=NOBODY),
        CustodyRow(
            Words("成片", "Outputs"),
            CREATOR,
            BOTH,
            CREATOR,
            Words("依收尾条款继续放映", "May go on being shown, as section 8 says"),
            STAYS,
            STAYS,
            STAYS,
        ),
        CustodyRow(Words("统计数据", "Statistics"), BOTH, BOTH, OPERATOR, STAYS, SHREDDED, SHREDDED, STAYS),
    )


def contract_paper() -> ContractPaper:
    """The contract that the tests set, seal and read."""
    return ContractPaper(
        contract_id="ctr_0s6d1v2q8m4k9x7c3b5n0h1j2g",
        dated_at=instant("2026-11-22T10:04:00Z"),
        title=Words("数字形象使用许可合同", "Licence to use a digital likeness"),
        parties=(
            Party(PERFORMER, MINA, "prf_7k2m9x4c1v8b3n6q0s5d2h4j1g", "key_3f9a…c210", acts_through=RAFAEL),
            Party(CREATOR, STUDIO, "crt_2h8s4d6f1g9j3k5m7n0b4v6c8x", "key_81bc…7e04"),
        ),
        project=Project(
            Words("北岸灯塔", "The North Shore Light"),
            "prj_north-shore-light",
            Words("守塔人的女儿", "the keeper's daughter"),
            ("EIDR 10.5240/0000-0000-0000-0000-0000-X",),
        ),
        allows=(
            Line(Words("属性", "Attributes"), Words("面部影像与声音。", "Image of the face, and voice.")),
            Line(
                Words("行为", "Acts"),
                Words(
                    "生成场景中的表演；为中文版配音。",
                    "Generating the performance in the scripted scenes; dubbing the Chinese version.",
                ),
            ),
            Line(
                Words("媒介", "Media"),
                Words("院线电影及其流媒体发行。", "Theatrical film and its streaming release."),
            ),
            Line(
                Words("地域", "Territory"),
                Words("中国大陆、香港、新加坡。", "Mainland China, Hong Kong and Singapore."),
            ),
            Line(Words("语言", "Language"), Words("普通话（zh-Hans）。", "Mandarin (zh-Hans).")),
            Line(
                Words("数量", "Quantity"),
                Words("至多 600 秒成片，640 句台词。", "At most 600 seconds of finished film and 640 lines."),
            ),
        ),
        denies=(
            Words("训练或微调任何模型。", "Training or fine-tuning any model."),
            Words("实时互动或对话。", "Real-time interaction or conversation."),
            Words("广告、商品与政治宣传。", "Advertising, merchandise and political communication."),
            Words("裸露与亲密场景。", "Nudity and intimate scenes."),
        ),
        compensation=(
            PriceRow(
                "5.1",
                Words("生成的表演", "Generated performance"),
                Words("每秒成片", "second of finished film"),
                Money("CNY", 120_000),
                Money("CNY", 18_400_000),
                Money("CNY", 72_000_000),
            ),
            PriceRow("5.2", Words("配音", "Dubbing"), Words("每句", "line"), Money("CNY", 8_000)),
        ),
        shares=(
            ShareRow(MINA, 8_500),
            ShareRow(RAFAEL, 1_000),
            ShareRow(Words("图书馆运营方", "The library's operator"), 500),
        ),
        payment=(
            Line(
                Words("支付", "Payment"),
                Words(
                    "款项在首次使用前存入托管账户；每次使用记账一笔，按月支付。",
                    "Funds are held in escrow before the first use; each use is posted and paid monthly.",
                ),
            ),
        ),
        approvals=(
            Line(
                Words("造型", "Look"),
                Words(
                    "演员在五个工作日内书面认可。",
                    "The performer approves in writing within five working days.",
                ),
            ),
            Line(
                Words("成片", "Cut"),
                Words("演员认可含其形象的每一场。", "The performer approves each scene that shows her."),
            ),
        ),
        credit=Words(
            "片尾署名“数字演员 米娜·霍尔丹（经授权）”。",
            "End credit: “Digital performance by Mina Haldane, with her consent”.",
        ),
        wind_down=(
            Line(
                Words("成片", "Finished work"),
                Words(
                    "撤回前已封装的成片可继续放映至 2028 年 12 月 31 日。",
                    "Work sealed before the withdrawal may be shown until 31 December 2028.",
                ),
            ),
            Line(
                Words("补偿", "Compensation"),
                Words(
                    "无正当理由撤回的，演员退还尚未使用部分的预付款。",
                    "Without good cause the performer returns the advance for what was not used.",
                ),
            ),
        ),
        custody=_custody(),
        starts_at=instant("2026-12-01T00:00:00Z"),
        ends_at=instant("2028-12-01T00:00:00Z"),
        law=Words("中华人民共和国法律。", "The law of the People's Republic of China."),
        disputes=Words(
            "提交上海国际仲裁中心仲裁。", "Arbitration by the Shanghai International Arbitration Center."
        ),
        precedence="zh",
        signers=(
            Signer("performer", PERFORMER, MINA),
            Signer("creator", CREATOR, STUDIO),
        ),
        rests_on=(
            Statement(Words("代理授权", "Mandate"), "stm_4c9x1v7b2n6m8k3j5h0g9f4d2s", "a3" * 32, 1_204),
            Statement(
                Words("常设条件", "Standing terms"), "stm_8k3j5h0g9f4d2s4c9x1v7b2n6m", "5e" * 32, 1_377
            ),
        ),
    )
