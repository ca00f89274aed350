"""Who a clause speaks of: listed names, names that nobody listed, counts of people, people in general, a pronoun. Pure."""

import re
from dataclasses import dataclass, replace

from propria.publicity.frames import FICTION, FIRST_PERSON, OF_A_TRADE, OF_OTHERS
from propria.publicity.lexicon import (
    BUSINESS_EN,
    BUSINESS_ZH,
    LIKENESS_EN,
    LOOSE_PEOPLE_EN,
    PEOPLE_EN,
    PEOPLE_ZH,
    WORKS_EN,
)
from propria.publicity.model import NamedPerformer
from propria.publicity.numbers import NUMBER_EN, NUMBER_ZH, numbers_en, numbers_zh
from propria.publicity.word_classes import OTHER_PEOPLE_ZH, WIDER_PEOPLE_EN, WIDER_PEOPLE_ZH

Count = tuple[int, bool, int]
"""A number of people, whether "more than" it is said, and where it stands."""

_CAPITAL = r"[A-ZÀ-Þ][\w’'À-ÿ-]*[a-zà-ÿ]"
NAME_EN = re.compile(
    rf"(?<![A-Za-zÀ-ÿ]){_CAPITAL}(?: (?:[A-Z]\. ?|de |van |von |al-|bin |el |la |Mc|O’)?{_CAPITAL}){{1,2}}(?![A-Za-zÀ-ÿ])"
)
_NOT_NAMES_EN = re.compile(
    r"^(?:The|A|An|Our|Their|Its|His|Her|This|These|Those|Some|More|Most|Several|Many|Two|Three|Four|Five|Ten|Half|Exclusive|New|Los|Hong|United|San|North|South|East|West|"
    r"Saudi|Great|Sri|Costa|Puerto|Last|Next|Since|After|Before|While|When|If|As|In|On|At|By|For|With|From|And|But|Not|Only|Both|Neither|Nearly|Almost|Close|Upwards|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mr|Ms|Digital|Virtual|"
    r"Artificial|Breaking|Today|Now|Read|Chief|Vice|Senior|Screen|Writers|Directors|Federal|National|Royal|International|Silicon|Middle|Prime|World|Premier|Super|Golden)\b"
    r"|\b(?:Netflix|Reporter|Studios?|Pictures|Entertainment|Media|Groups?|Films?|Awards?|Festival|University|Agency|Artists|Management|Records|Music|Networks?|Television|TV|"
    r"Corp|Corporation|Inc|Ltd|Company|Co|Partners|Capital|Ventures|Holdings|Technologies|Technology|Labs?|Systems|Guild|Union|Association|Academy|Council|Court|Committee|"
    r"Library|Platform|Programme|Program|Project|Act|Bill|Law|Street|Road|City|County|State|States|Kingdom|Republic|Island|Islands|Valley|Korea|Africa|America|Zealand|Kong|York|"
    r"Angeles|Francisco|Officer|Executive|Director|President|Minister|Times|Post|Journal|Week|Daily|News|Press|Bowl|Cup|League|Theatre|Theater|Hall|Museum|Bank|Bridge|Tower|Airport|Station|Canal|Dam|Cathedral|Castle|Palace|Stadium|Arena|Railway|Tunnel|Hospital|Hotel|Motors|Airlines|"
    r"Life|Talent|Performers?|Actors?|Stars?|Intelligence|Rights|Replica|Twins?)$"
    r"|\b(?:Performers|Actors|Actresses|Artists|Stars|Singers|Voices|Faces|Celebrities|Idols|Enquiries)\b"
)
_SPEAKS_EN = re.compile(r"(?:\b(?:said|says|told|added|wrote|according to)\s+$)")
_SPOKE_EN = re.compile(r"^,?\s*(?:said|says|told|added|wrote|explained|announced)\b")
_LEADING_EN = re.compile(
    r"^(?:(?:The|With|And|But|After|Before|When|While|Since|If|As|For|From|By|Like|Both|Neither|Not|Only|Even|Now|Today|Signed|Official|Meet|Welcome|Actor|Actress|Star|Singer|Comedian|Narrator|Dancer|Presenter|Performer|Director|Idol) )+"
)
"""What begins a sentence or stands before a name, with a capital of its own."""
_TELLS_EN = re.compile(rf"\b(?:{PEOPLE_EN}|narrator|presenter|star|model)\s+$", re.IGNORECASE)
_OF_ONESELF_EN = re.compile(
    r"^,?\s*(?:said|says|told|added|wrote|explained|announced|confirmed)\b[^.]{0,40}?\b(?:he|she|they) (?:had|has|have)\b"
)
_PRONOUN_EN = re.compile(r"\b(?:she|he|they|him|them|who)\b", re.IGNORECASE)
_PRONOUN_ZH = re.compile(r"[她他](?:们)?|其本人|本人|后者|前者|双方")
_PEOPLE_EN = re.compile(rf"\b(?:{PEOPLE_EN})\b", re.IGNORECASE)
_LOOSE_EN = re.compile(rf"\b(?:{LOOSE_PEOPLE_EN})\b", re.IGNORECASE)
_PEOPLE_ZH = re.compile(PEOPLE_ZH)
_WIDER_EN = re.compile(rf"\b(?:{WIDER_PEOPLE_EN})\b", re.IGNORECASE)
_WIDER_ZH = re.compile(WIDER_PEOPLE_ZH)
_BUSINESS_EN = re.compile(
    rf"\b(?:{BUSINESS_EN})|{LIKENESS_EN}|\b(?:voice actors?|scanned|cloned|digiti[sz]ed|generated|replicated|rendered|captured?|captures|casting(?! directors?| calls?| agents?)|consenting|under licen[cs]e)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\bAI\b|\b(?:on board|aboard|onboard\w*|rosters?)\b|\bconsents?\b|\bsignatures\b|\blicen[cs]e[sd]?\b|\bcloning\b|授权|同意",
    re.IGNORECASE,
)
_BUSINESS_ZH = re.compile(rf"{BUSINESS_ZH}|生成|渲染|租用|选角(?!导演)|调用|采集|扫描")
_UNNAMED_EN = re.compile(
    r"\b(?:the|a|one) (?:[\w-]+ )?(?:star|lead|heroine|headliner|villain) of (?!(?:the )?(?:show|evening|night)\b)[^,.;]{3,40}"
    r"|\b(?:a certain|somebody|someone) (?:[\w-]+ ){0,3}?(?:treasure|star|name|face|legend|icon|actor|actress|singer|you (?:know|love))\b|\ba national treasure\b",
    re.IGNORECASE,
)
"""Somebody by what they are known for."""
_COUNTS_EN = (
    r"^\s*(?:\+|or more|plus|-plus|-?odd|-?some)?\s*(?:of (?:the|our|its|them|these|those|their)\s*)?(?:[\w'’-]+,?\s+){{0,4}}?(?:"
    + "{people}"
    + r")\b"
    r"|^\s*(?:in all|all told|in total)\b"
    r"|^\s*(?:\+|-plus)?\s*(?:of them\s+|others?\s+|more\s+)?(?:(?:who|that)\s+)?(?:have|has|had|are|is|were|say|said|agreed?|with an? (?:licen[cs]e|consent))\b|^\s*\+?\s*(?:already |now )?(?:licensed|signed|onboarded|contracted|consented)\b|^\s*(?:\+|-plus)?\s*(?:of (?:the|our|its|these|those) (?:[\w-]+ )?)?(?:active |valid |signed |new |more )?(?:(?:digital |AI |cloned |synthetic |virtual )?(?:replicas|likenesses|doubles|twins|avatars|clones)|signatures|sign-ups|signatories|signings|enrol?lments|consents|licen[cs]es)\b|^[ -]?(?:mark|barrier|threshold|milestone)\b"
)
_COUNTS_PEOPLE_EN = re.compile(_COUNTS_EN.format(people=PEOPLE_EN), re.IGNORECASE)
_COUNTS_WIDER_EN = re.compile(_COUNTS_EN.format(people=f"{PEOPLE_EN}|{WIDER_PEOPLE_EN}"), re.IGNORECASE)
_WHOLE_EN = re.compile(rf"(?:{NUMBER_EN.pattern}) of (?:the|our|its|these|those|their|all) $", re.IGNORECASE)
"""Before the whole that a number is taken of: two of the three are said to be two."""
_ONE_OF_EN = re.compile(r"one (?:of|among)\b", re.IGNORECASE)
_AFTER_COLON_EN = re.compile(
    rf"\b(?:{PEOPLE_EN})\b[^.;]{{0,40}}[:—–]\s*(?:(?:over|more than|about|nearly|some) )*$", re.IGNORECASE
)
_STATE_NEXT_EN = re.compile(
    r"^\s*(?:open to enquiries|licensed|in use)\b|^, all of (?:them|whom) (?:are )?open to\b", re.IGNORECASE
)
"""After a number without a noun: how many of the people before it are in that state."""
_ORDINALS_EN = (
    {
        name: place
        for place, name in enumerate(
            [
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
                "eleventh",
                "twelfth",
                "thirteenth",
                "fourteenth",
                "fifteenth",
                "sixteenth",
                "seventeenth",
                "eighteenth",
                "nineteenth",
                "twentieth",
            ],
            2,
        )
    }
    | {
        f"{ten}ieth": 10 * at
        for at, ten in enumerate(["twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet"], 2)
    }
    | {"hundredth": 100}
)
_NTH_EN = re.compile(
    rf"\b({'|'.join(_ORDINALS_EN)}) (?:[\w-]+ )?(?:performer|actor|actress|artist|name|face|member|signing|licen[cs]e|consent)\b",
    re.IGNORECASE,
)
"""Whoever is the fourth makes them four."""
_NOTHING_MORE_EN = re.compile(
    r"^\+?\s*(?:$|[.,!]|as of|so far|to date|in all|and counting|to be exact|today|already)", re.IGNORECASE
)
_COUNTED_BEFORE_EN = re.compile(
    rf"\b(?:{PEOPLE_EN}|{WIDER_PEOPLE_EN}|signatures|signatories|signings|sign-ups|consents|licen[cs]es|replicas|likenesses|doubles|avatars)(?: (?!who|that|have|has)[\w’'-]+){{0,3}}\s*[|:=–-]\s*(?:(?:over|more than|about|nearly|some) )*$"
    rf"|\b(?:number|total|tally|count|list|roster)s? of [^,.;:]{{0,40}}?(?:{PEOPLE_EN})[^,.;:]{{0,60}} (?:to|at|is|was|reached|hits?|passed|topped|tops|exceed(?:s|ed)?) (?:(?:over|more than|about|nearly|some) )*$"
    r"|^\s*[:—–-]\s*(?:and )?we (?:now |already )?have (?:(?:over|more than|about|nearly|some) )*$"
    r"|^\W*(?:licensed|signed|active|open|in use|under contract)(?: (?:for (?:a|one) (?:named )?project|for named projects|to (?:enquiries|inquiries)))?\s*[|:=–-]\s*$"
    rf"|\b(?:library|roster|catalogue|register|registry|platform|collection|membership|pool|{PEOPLE_EN})(?: (?:of|who|that|in|with) [^,.;:]{{0,40}}?)? (?:(?:has|have|had|now|already) )*"
    r"(?:reach(?:ed|es)|hits?|pass(?:ed|es)|topp?(?:ed|s)|exceed(?:s|ed)?|numbers?|stands? at|runs? to|(?:grown|swollen|risen) to|counts|totals?) (?:(?:the|over|more than|about|nearly|some) )*$",
    re.IGNORECASE,
)
_COUNTS_ZH = r"^\s*[多余来几+＋]?\s*(?:(?:到|至|[-–~～])[\d一二两三四五六七八九十百千万]+[位名人]|[位名](?!(?:(?!{people})\S){{0,4}}(?:{others}))|个(?:{people})|张\S{{0,5}}(?:面孔|脸)|个名字|[份项](?:有效的?|已签署?的?|生效的?)?(?:肖像|数字|声音|AI)?(?:授权|同意书|许可|签名)|[个款把种副条](?:\S{{0,4}})(?:替身|分身|数字人|声音|嗓子|形象|肖像|声线)|人|(?:一线|知名|专业|当红|国内|青年|资深|影视)*(?:{people}))"
_COUNTS_PEOPLE_ZH = re.compile(_COUNTS_ZH.format(people=PEOPLE_ZH, others=OTHER_PEOPLE_ZH))
_COUNTS_WIDER_ZH = re.compile(
    _COUNTS_ZH.format(people=f"{PEOPLE_ZH}|{WIDER_PEOPLE_ZH}", others=OTHER_PEOPLE_ZH)
)
_COUNTED_BEFORE_ZH = re.compile(
    rf"(?:形象|分身|替身|数字人)(?:共|总共|已|现|只|仅|就|恰|正好|刚好|一共)*(?:有|为|是|达)$|(?:{PEOPLE_ZH}|愿意洽谈|接受询洽|开放询洽|询问者?|使用中|在用|签约|授权|入驻|加盟|分身|替身|数字人|同意书)(?:人数|份数|数量|规模|总数|数)?(?:已|突破|冲破|破|过|超过|达到?|超|逾|近|逼近|接近|增至|扩至|为|了|[|｜:：\s])+$"
)
_LIKENESSES_ZH = re.compile(
    r"(?:一些|部分|许多|不少|众多|大量|几个|数个|多个|[\d十百千万][个种])[^，。]{0,14}(?:声音|嗓子|替身|分身|数字人|形象)"
)
"""Several likenesses at once stand for as many people."""
_NO_COUNT_ZH = re.compile(
    rf"(?:{NUMBER_ZH.pattern})[位名][^，。]{{0,10}}[中里](?:只|仅|有)*(?:{NUMBER_ZH.pattern})[位名]|一[位张个名](?:\S{{0,2}}(?:家喻户晓|观众熟悉|大家熟悉|重量级|神秘|未具名|知名|著名|有名|当红|一线|顶流|大牌|资深|年轻|匿名|不具名))|一个(?!{PEOPLE_ZH})"
)
"""The whole that a number is taken of, and one of something that is nobody."""
_NTH_ZH = re.compile(
    rf"第(?:{NUMBER_ZH.pattern})[位名](?!\S{{0,4}}(?:{OTHER_PEOPLE_ZH}))[^，。]{{0,4}}?(?:{PEOPLE_ZH}|成员)"
    rf"|第(?:{NUMBER_ZH.pattern})[份项](?:授权|同意书|许可)"
)
"""Whoever is the hundredth makes them a hundred."""
_PAPERS_COUNTED_ZH = re.compile(
    rf"(?:授权书?|同意书|许可书?)(?:中|里|之中)?(?:共|计|达|为|只|仅|有)*(?:{NUMBER_ZH.pattern})[份项]"
)
_SURNAMES = (
    "裴阎梅盛刁骆虞支柯昝管卢莫房裘缪宗丁宣贲邓郁杭洪崔吉钮龚程嵇邢滑陆荣翁荀羊於惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓谷侯宓蓬郗班仲伊宫宁仇栾甘钭厉武刘詹龙叶韶郜"
    "黎宿蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥苍闻莘翟谭贡劳逄姬申宰郦雍璩桑桂濮牛寿边扈燕冀郏浦柴瞿慕连茹宦鱼慎戈庾暨耿弘匡寇广禄阙沃蔚隆厍聂晁勾敖融冷訾辛阚简饶曾毋沙乜"
    "鞠巢蒯荆竺赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹章苏潘葛范彭鲁韦马方袁柳史唐薛雷贺倪汤罗郝安于傅齐康顾孟黄穆萧尹姚邵汪毛戴宋熊董梁杜贾江"
    "郭林徐邱高夏蔡田胡霍万钟廖肖余温岳祝佟阮佘祁常石左白冉舒艾关古欧容牧路尚薄费华云昌凤廉邬贝麻蓟郤习殳夔巩游逯牟佴谯仉岱沐毕纪席尤戚喻柏窦奚郎苗俞酆鲍岑滕殷卞湛狄臧庞屈蓝闵娄颜樊凌谌覃涂闫晏任施童祖景车卜隗"
)
_DOUBLE = (
    "闻人|司徒|端木|独孤|尉迟|宇文|公孙|赫连|呼延|轩辕|淳于|欧阳|司马|上官|诸葛|东方|慕容|令狐|皇甫|南宫|夏侯"
)
_GIVEN = rf"((?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}?|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?|[\u4e00-\u9fff]{{2,5}}·[\u4e00-\u9fff]{{2,5}}?)"
_AFTER_NAME = r"(?=已|正|很|极|可能|仍|依|还|列|有|拥|持|允|许|准|认|到|来(?!自)|洽|接|上月|上周|日前|近日|今日|昨日|今天|昨天|今年|去年|本月|本周|此前|刚刚|正式|宣布|官宣|签|授|入驻|入库|入了|进驻|加盟|加入|与|和|及|、|，|。|！|”|」|居然|竟|果然|终于|双双|分别|一同|一起|先后|相继|陆续|同时|等|这|那|连|最|比|更|老师|先生|女士|小姐|前辈|大师|老爷子|家人|家属|遗属|后人|夫妇|在|也|均|都|亦|同样|现|是|系|首|终|带|携|（|\(|上个|确认|证实|谈|回忆|坦言|直言|写道|回应|本人|其|：|同意|点头|达成|愿意|乐于|乐意|欢迎|则|开放|可供|敞开|对|接受|完成|成为|将|或|有望|拟|旗下|工作室|方面|团队|的|亮相|上线|建立|获|被|就|为|则|由|把|以|向|周[一二三四五六日末]|星期|[\d一二三四五六七八九十]+月|昨|当[天日]|对记者|对媒体|对外|说|称|表示|透露|告诉|$)"
_CALLING_ZH = rf"{PEOPLE_ZH}|{WIDER_PEOPLE_ZH}|导演|新人|老戏骨|常青树|泰斗|前辈|天王|天后|一[姐哥]|台柱子?|名宿|传奇|才子|才女|小生|花旦|小花|名伶|男神|女神|爱豆|本命|[\u4e00-\u9fff](?:员|者|手|星|家|师|优|模)|成员是|成员为"
_BESIDES = r"([水花乐时皮伍元平禹米明计伏成谈茅项季强危经干解应单包诸家牧山仰秋暴戎符束幸司印怀双党扶堵通农庄充容向易终居衡步满国文东利越师空养须丰查红权盖益桓代苟商墨哈年爱阳督展衣][\u4e00-\u9fff]{1,2}?)"
"""Surnames that are words, too: names only right after a calling."""
_NAMES_ZH = (
    re.compile(rf"(?:{_CALLING_ZH}){_BESIDES}{_AFTER_NAME}"),
    re.compile(rf"(?:{_CALLING_ZH})(?:“|「|是|为)?{_GIVEN}{_AFTER_NAME}"),
    re.compile(
        rf"(?:日本|韩国|泰国|越南|[日韩]籍|台湾|香港|澳门|[英美法德]国|印度)[^，。]{{0,10}}(?:{_CALLING_ZH})([\u4e00-\u9fff]{{2,4}}?){_AFTER_NAME}"
    ),
    re.compile(rf"(?:^|[，。！：；“”」「、和与及]|包括|还有|分别是|如)(?:“|「)?{_GIVEN}{_AFTER_NAME}"),
    re.compile(
        rf"(?:签约|加入|入驻|授权|入库|加盟|上架|配音|主演|饰演|出演|演唱|走红|出道|成名|获奖)的{_GIVEN}(?=[，。！”]|$|周|星期|上周|上月|已|昨|今)"
    ),
    re.compile(r"(?:名叫|叫做?|名为|艺名|本名)([\u4e00-\u9fff]{2,3}?)(?=的|，|。|$)"),
    re.compile(rf"(?:竟|正|就|便|恰|乃)是{_GIVEN}(?=[，。！”]|$)"),
    re.compile(
        rf"的{_GIVEN}(?=(?:也|亦|同样|现|居然|竟然?|终于|果然)?(?:已|把|将|正式|日前|近日|昨[日天]|今[日天]|上[周月]))"
    ),
    re.compile(
        rf"(?:有了|[里中内上]有|的有|的是|认识|来自|随着|继|签下|携手|牵手|联手|欢迎|官宣|迎来|代理|包括|扫描了?|采集了?|取得了?|获得了?|拿下了?|获|使用|租用|选用|预订|起用|争取|列有|列出|显示|宣布|透露|证实|确认|获悉|得知|听说|据说|网传|曝|热传|传说|传闻|盛传|据传|据悉|据称|相传|谣传|风传|传言[说称]|消息[说称]|报道称|爆料称){_GIVEN}{_AFTER_NAME}"
    ),
)
_WELCOMED_ZH = re.compile(
    r"(?:欢迎|恭喜|祝贺|迎来|官宣)(?:演员|艺人|歌手|影星)?([\u4e00-\u9fff]{2,4}?)(?:正式)?(?:加入|加盟|入驻|进驻|签约|入库)"
)
"""Whoever is welcomed by name, whatever their surname."""
_NOT_NAMES_ZH = re.compile(
    r"喻户|家喻|张张|容易|容量|容纳|牧场|牧民|牧区|华为|凤凰|昌平|游说|巡演|巡回|云端|云上|云集|习惯|习俗|游戏|游客|游乐|华丽|华人|贝壳|应用|应当|公开|计划|经过|经典|经验|强调|强势|时装|国内|国际|国家|通过|通告|通常|双双|双方|相继|相关|终于|终究|代表|代言|年轻|包括|居然|家族|解约|解释|全部|全体|爱好|红人|满意|乐于|利用|利益|丰富|丰厚|名单|须由|须在|须经|项|文化|文旅|文娱|文章|成员|成功|成立|成都|成绩|明星|明年|明天|明确|容易|商业|单位|单曲|^向(?:平台|公|记|媒|我|观|全|社)|时间|时候|时隔|路透|路演|路人|路线|路上|路径|尚未|尚且|尚可|尚不|尚无|尚有|尚在|薄弱|薄荷|费用|费率|毕竟|毕业|纪录|纪念|席位|席卷|雷贯|任务|任期|施工|施行|景区|景点|车企|车队|车辆|车行|童年|童话|祖国|颜值|尤其|尤为|柏林|蓝图|凌晨|大家|各位|更多|新人|我们|你们|[您你]|^[一二三四五六七八九十百千两数几多]|肖像|平台|已|经|集|真(?!$)|^.真$|都|均|全|们|完成|宣布|纷纷|陆续|公司|工作室|演员|艺人|明星|数字|方面|方式|方案|方才|方可|安全|高达|高清|高层|高管|万名|万位|万元|万人|金额|金像|金马|金鸡|何时|何人|何种|"
    r"许多|许可|常见|常年|任何|任意|安排|白天|江湖|江苏|安徽|黄金|马上|马来|康复|田野|余名|余位|多位|史上|史诗|程序|段时|张专|余人|曾经|曾与|曾在|曾被|曾任|温度|宁波|于是|于今|林业|华语|毛利|"
    r"海外|平均|成立|和平|计划|项目|时间|单日|水平|能够|本次|全国|首批|这位|部分|[该另更还并仍可应向对从以其]$|^.之$|方共|方将|方已|年内|年初"
)


@dataclass(frozen=True)
class People:
    """Whom a clause names, whom it counts, and whether it speaks of performers at all."""

    named: tuple[NamedPerformer, ...] = ()
    strangers: tuple[str, ...] = ()
    counted: tuple[Count, ...] = ()
    general: bool = False
    pronoun: bool = False

    @property
    def names(self) -> bool:
        """Whether anybody is named or counted."""
        return bool(self.named or self.strangers or self.counted)

    def with_names_of(self, other: "People") -> "People":
        """These, and whom the others name."""
        return replace(
            self,
            named=tuple(dict.fromkeys((*self.named, *other.named))),
            strangers=tuple(dict.fromkeys((*self.strangers, *other.strangers))),
        )

    def __bool__(self) -> bool:
        return bool(self.named or self.strangers or self.counted or self.general)


def people_of(clause: str, listed: tuple[NamedPerformer, ...], *, zh: bool, ours: bool = False) -> People:
    """Everybody that a clause speaks of. `ours`: its sentence speaks of this business, so that any calling performs."""
    named = tuple(p for p in listed if _holds(clause, p))
    return People(
        named,
        tuple(_strangers_zh(clause, listed) if zh else _strangers_en(clause, listed)),
        tuple(_counted(clause, zh=zh, ours=ours)),
        _general(clause, zh=zh, ours=ours),
        bool((_PRONOUN_ZH if zh else _PRONOUN_EN).search(clause)),
    )


def _holds(clause: str, person: NamedPerformer) -> bool:
    return person.zh in clause or _holds_words(clause.lower(), person.en.lower())


def _holds_words(text: str, name: str) -> bool:
    """Whether the name stands in the text with no Latin letter right before or after it."""
    at = text.find(name)
    while at >= 0:
        around = text[at - 1 : at] + text[at + len(name) : at + len(name) + 1]
        if not any(one.isalpha() and one < "\u0250" for one in around):
            return True
        at = text.find(name, at + 1)
    return False


def is_ours(clause: str, *, zh: bool) -> bool:
    """Whether it speaks of this business, so that callings of any kind are performers."""
    return bool((_BUSINESS_ZH if zh else _BUSINESS_EN).search(clause))


def is_near(clause: str, *, zh: bool) -> bool:
    """Whether it may speak of this business, so that callings of any kind may perform."""
    return is_ours(clause, zh=zh) or bool(_NEAR.search(clause))


def is_of_others(sentence: str, named: tuple[NamedPerformer, ...], *, zh: bool) -> bool:
    """Whether it tells of another company's performers, or of another trade's, and names nobody who is listed."""
    told = any(frame.search(sentence) for frame in (OF_OTHERS, FICTION))
    others = told or (OF_A_TRADE.search(sentence) and not is_ours(sentence, zh=zh))
    return bool(others) and not people_of(sentence, named, zh=zh).named


def _general(clause: str, *, zh: bool, ours: bool) -> bool:
    if ours and (_WIDER_ZH if zh else _WIDER_EN).search(clause):
        return True
    if zh:
        return bool(_PEOPLE_ZH.search(clause) or (ours and _LIKENESSES_ZH.search(clause)))
    if _UNNAMED_EN.search(clause):
        return True
    found = [m.group() for m in _PEOPLE_EN.finditer(clause)]
    return any(not _LOOSE_EN.fullmatch(word) for word in found) or bool(found and ours)


def _counted(clause: str, *, zh: bool, ours: bool) -> list[Count]:
    if zh:
        people = _COUNTS_WIDER_ZH if ours else _COUNTS_PEOPLE_ZH
        return [
            n
            for n in numbers_zh(clause)
            if not _NO_COUNT_ZH.match(clause, n[2])
            and (clause[n[2] - 1 : n[2]] != "第" or _NTH_ZH.match(clause, n[2] - 1))
            and (
                _stands_before(clause, n[2], NUMBER_ZH, people)
                or _COUNTED_BEFORE_ZH.search(clause[: n[2]])
                or any(m.start() < n[2] < m.end() for m in _PAPERS_COUNTED_ZH.finditer(clause))
            )
        ]
    people = _COUNTS_WIDER_EN if ours else _COUNTS_PEOPLE_EN
    found = [
        n
        for n in numbers_en(clause)
        if _stands_before(clause, n[2], NUMBER_EN, people)
        or _COUNTED_BEFORE_EN.search(clause[: n[2]])
        or _after_colon(clause, n[2])
        or _stands_before(clause, n[2], NUMBER_EN, _STATE_NEXT_EN)
    ]
    found += [(_ORDINALS_EN[m[1].lower()], False, m.start()) for m in _NTH_EN.finditer(clause)]
    return [n for n in found if not (_ONE_OF_EN.match(clause, n[2]) or _WHOLE_EN.search(clause[: n[2]]))]


def _after_colon(clause: str, at: int) -> bool:
    """Whether a number without a noun says how many the people before a colon are."""
    match = NUMBER_EN.match(clause, at)
    is_last = match is not None and _NOTHING_MORE_EN.search(clause[match.end() :])
    return bool(is_last and _AFTER_COLON_EN.search(clause[:at]))


def _stands_before(clause: str, at: int, number: re.Pattern[str], people: re.Pattern[str]) -> bool:
    match = number.match(clause, at)
    return bool(match and people.search(clause[match.end() :]))


def _strangers_en(clause: str, listed: tuple[NamedPerformer, ...]) -> list[str]:
    known = [p.en.lower() for p in listed] + [t.lower() for p in listed for t in p.licensed_projects]
    found = []
    for match in NAME_EN.finditer(clause):
        name = _LEADING_EN.sub("", match.group())
        if " " not in name:
            continue
        if _TELLS_EN.search(clause[: match.end() - len(name)]) and _OF_ONESELF_EN.search(
            clause[match.end() :]
        ):
            found.append(name)
            continue
        speaker = _SPEAKS_EN.search(clause[: match.start()]) or _SPOKE_EN.search(clause[match.end() :])
        if (
            _NOT_NAMES_EN.search(name)
            or _is_title(clause, match)
            or _WORK_BEFORE_EN.search(clause[: match.start()])
            or (speaker and _PEOPLE_EN.search(clause) and not FIRST_PERSON.search(clause))
        ):
            continue
        if not any(k in name.lower() or name.lower() in k for k in known):
            found.append(name)
    return list(dict.fromkeys(found))


_WORK_BEFORE_EN = re.compile(
    rf"\b(?:{WORKS_EN}) $|\blicen[cs]\w+ (?:(?:her|his|their) (?:likeness|face|voice|image) )?for $",
    re.IGNORECASE,
)
"""Before the title of a work."""


def is_ordinal(clause: str, at: int) -> bool:
    """Whether the number at `at` says which of many somebody is."""
    return bool(_NTH_EN.match(clause, at) or clause[at - 1 : at] == "第")


def strangers(sentence: str, *, zh: bool) -> list[str]:
    """Every name of a sentence that reads like one of a person."""
    return _strangers_zh(sentence, ()) if zh else _strangers_en(sentence, ())


def _is_title(clause: str, name: re.Match[str]) -> bool:
    """Whether it stands alone between quotation marks, as the title of a work does."""
    return clause[: name.start()].endswith(("“", '"')) and clause[name.end() :].startswith(
        ("”", '"', ",”", ".”")
    )


_TITLED = re.compile(r"《[^》]*》")


def _strangers_zh(clause: str, listed: tuple[NamedPerformer, ...]) -> list[str]:
    known = [p.zh for p in listed] + [t for p in listed for t in p.licensed_projects]
    found = [m.group(1) for kind in (*_NAMES_ZH, _WELCOMED_ZH) for m in kind.finditer(clause)]
    kept = [n for n in dict.fromkeys(found) if not _NOT_NAMES_ZH.search(n)]
    kept += [n for n in _strangers_en(_TITLED.sub("", clause), listed) if n not in kept]
    return [n for n in kept if not any(k in n or n in k for k in known)]
