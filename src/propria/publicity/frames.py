"""The frames that turn a claim into something else: a denial, a condition, a question, a plan, hearsay. Reviewed data.

A denial, a condition or a question claims nothing; a plan or hearsay claims what nobody can check yet.
"""

import re
from itertools import pairwise

from propria.publicity.lexicon import PEOPLE_EN
from propria.publicity.numbers import NUMBER_EN, NUMBER_ZH

QUESTION = re.compile(
    r"^\W*(?:how|who|what|which|why|when|where|is|are|has|have|did|does|do|would|could|can)\b.*, [^,]*\b(?:asked|asks|wanted to know|wondered|wonders)\b|[?？][”\"'’」]?\s*$|(?:吗|呢|么)\s*[。]?[”」]?$|哪些|哪几|哪位|(?<!比)谁(?!都(?![不没别无])|知|料|能想|会想|曾想|也没想)|怎么|如何|是否|有没有|究竟|^(?:whether|did|has|have|is|are|was|were|do|does|can|could|will|would|why|how|who|which)\b(?=.*[?？])|\bwhether\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"^\W*an? (?:performer|actor|artist|singer) (?:who|whose) [^,.]*\b(?:may|can|must|should|need)\b|^\W*what (?:happens|becomes)\b|^\W*(?:the|an?|this|new|draft|proposed) (?:[\w-]+ ){0,3}?(?:bill|law|act|rules?|directive|regulations?|guidelines|policy) (?:would|will|lets?|allows?|permits?|makes?|forces?|gives?)\b|^[^，。]{0,8}(?:法案|草案|条例|新规|法律|政策)[^，。]{0,6}(?:将|会|允许|要求|让|准许)|"
    r"^\W*(?:every|each|any) (?:\w+ )?(?:licen[cs]e|contract|consent|listing|mandate|agreement)s?\b(?! (?:of|by|from))|^\W*(?:每一?|任何)(?:[份项个条])?(?:授权|合同|协议|许可)|^\W*一[份项](?:授权|合同|协议|许可)(?=只|须|写|载|到|必)|"
    r"\b(?:if|unless|provided(?: that)?|as long as|in case|assuming|suppose|supposing|even if|only (?:if|when|after)|(?<!us )(?<!runs )until|whenever|(?<!at )once|decides? (?:what|whether|which|who|how)|asks? (?:what|whether|which|who|if))\b"
    r"|^\W*(?:licensing|signing|joining|onboarding|consenting)\b[^,.]{0,40}\b(?:takes|requires?|needs|means|costs)\b|^\W*before (?:any|an?|each|every)\b(?=.*,)|^\W*(?:should|were|had|when)\b(?=.*,)|\b(?:performer|actor|artist|actress|talent|star)s? (?:can(?! (?:now|already|today)\b)(?! (?:now |already )?be (?:approached|contacted|asked|on your|in your|yours)\b)|may(?! (?:\w+ )?(?:join|sign|licen[cs]e|come|agree|be|have)\b)|is free|are free|should|needs?)\b|\b(?:are|is) (?:asked|advised|urged|free|entitled|able|encouraged) to\b|\bcan (?:only )?(?:sign|licen[cs]e|join|consent|authori[sz]e|opt|agree|grant)\b|(?<!^)\bask(?:s|ed|ing)? (?:(?!for\b)[\w']+ ){0,4}?(?:what|whether|which|who|how|why|where)\b(?![^.]*\b(?:told|said|answer\w*|repl\w+|heard)\b)|\b(?:advis|urg|encourag|remind|counsel|warn|caution|recommend)\w* (?:\w+ )?(?:performers|actors|artists|singers|members|clients|talent|studios|producers) (?:to|not|against|that)\b|\bonly (?:the|a|an) (?:performer|actor|artist|singer)\b|\bonly with (?:the|their|her|his|a)\b|\b(?:should|ought to) (?!have\b)\w+|^\W*an? (?:performer|actor|artist|singer) (?!has|was|is|says)\w+s\b|^\W*an? (?:licen[cs]e|contract|consent|mandate) (?!for\b|from\b|of\b|by\b|with\b|has\b|was\b|is\b)\w+s\b|\bit takes\b|\basks? (?:\w+ ){1,4}for (?:(?:their|her|his|written|prior) )?(?:consent|permission|approval|a licen[cs]e)\b|\b(?:must|required?|requires|have to|has to|cannot|can['’]t)\b(?! (?:yet )?(?:(?:be )?named?|identif\w+|disclose|reveal)\b)|(?<=\w )needs? an?\b"
    r"|(?:^|[，。；：“])凡[^，。]{1,20}，[^。]*(?:无权|一律(?!已)|不予|概不|[概均]由|由[^，。]{1,6}(?:签|决定|承担))|如果|假设|设想|倘|建议(?!书)|倡议|应(?=先|由|当|在|事先|以|将|征|取|获|明|注)|要是|万一|假如|倘若|假使|一旦|除非|只要(?![^，。]{0,3}[\d一二三四五六七八九十百千万]+元)|只有(?=[^，。]*才|表演者|本人|演员)|即使|即便|哪怕|就算|纵使|(?:法律|法规|规则|条款|合同|协议|办法|规定)[^，。]{0,8}(?:要求|规定)|(?:^|[，。；：“])(?:若(?!干)|如(?![今此同何愿约期实数是])(?=[^，。]{2,12}(?:同意|愿意|授权|签|点头)，))|若(?=不(?!是)|要|想|未|没|真|再|能|肯|愿|同意|日后|将来|哪天)|若是|需(?!求|(?<=[只仅]需)一[份纸个次键])|须|必须|应当|不得|(?<![片作行出])方可|才(?:能|可)|征求|先(?:征得|取得|获得)|只[能可]|哪天|有朝一日|之前|(?<![目以此先日])前，(?!(?:[^，。]{0,8}(?:就|便))?已)",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"^\W*no (?!fewer|less|more|doubt|sooner)\w+|\b(?:not(?! (?:yet )?(?:(?:be )?named?|identif\w+|disclose|reveal)\b)|never|nobody|no one|nothing|none|neither|nor|no longer|hardly|at no (?:point|time|stage)|under no circumstances|by no means|in no way|yet to|without|refus\w+(?! to (?:go away|die))|declin\w+|reject\w+|hung up|turned (?:\w+ )?down|pulled out|walked away|backed out|broke off|withdr[ae]w\w*|"
    r"(?:has|have|did|is|are|was|were|does|do|had|would|could)n['’]t)\b(?! only\b)"
    r"|\b(?:no|zero) (?:\w+ ){0,2}(?:actor|actress|artist|performer|star|talent|celebrit|agreement|contract|deal|licen|consent|permission|such|one|name|likeness|relationship|connection|authori|contact|dealing|link|tie|intention|interest|wish|part|right|claim)\w*"
    r"|\bonly open\b|\bfalse(?:ly)?\b"
    r"|尚未|从未|从不|无任何|并无|并未|未曾|没有|没(?=签|授|入|加|同意|有)|未(?!干|来|必|免|知|成年|央|婚|完|名|遂|几)|并非|不是|从来没|拒绝|别(?=替|把|说|写|再|信|急|当)|婉拒|谈不上|说不上|算不上|更别说|无(?=合作|授权|一|权)|不(?=包括|包含|涵盖|延及|肯|签|愿意?说|同意|授权|接受|会|代表|意味|等于|再)|反对|抵制|撤回|退出|搁置|解约|终止|零授权|谢绝",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:pure|an?|mere|sheer|complete) (?:invention|fiction|fantasy|fabrication|rubbish)\b|\b(?:denie[sd]|deny|denying|denials?|refut\w+|rebut\w*|disput\w+|contradict\w*|(?:reject|dismiss)\w* (?:\w+ ){0,3}(?:reports?|claims?|rumou?rs?|suggestions?|allegations?)|"
    r"untrue|not (?:true|correct|accurate|the case)|false|wrong|incorrect|overstated|exaggerated|mischaracteri[sz]ed|fabricat\w+|rumou?rs?(?! (?:has|have) it| say| suggest| that)|hoax|mistaken(?:ly)?|in error|an? (?:error|mistake) to (?:say|claim|suggest|write|think|believe|assume|report) that|(?:is|was|were|are|been) (?:simply |plainly |just )?[“\"]?(?:an?|our|my|the) (?:\w+ )?(?:error|mistake|misunderstanding|misprint|typo|slip)s?(?= (?:of|in|by|on) [^,.;:]{1,24}[.”\"]*$|[.”\"]*$|,? and (?:has|have|is|was|will|we)\b)|inflated|overblown|padded|bogus|fictitious|made[- ]up|doubt(?:s|ed)? (?:that|whether|if)|imaginary|non-?existent|phantom|make-believe|wishful thinking|so-called (?:contract|deal|licen[cs]e|consent|signature|agreement|signing)s?|invented|deleted|scrubbed|taken down|lies|lying|liars?|nonsense|erroneous\w*|misleading|inaccurate|unfounded|baseless|unaware|surprised to|"
    r"(?:stop|quit) (?:saying|claiming|telling|writing|pretending|reporting|printing)|clarif\w+|(?:wish|want|like|need|have|must|ought|bound|obliged)(?: to)? correct|correct(?:ed|s|ing|ions?)|walk(?:ed|s) back|t(?:ook|akes?) back|retract\w*|apologi[sz]\w*|debunk\w*|regret\w*|sorry|(?:claims?|reports?|list(?:ing)?s?|names?|pages?|posts?|announcements?|statements?) [^.]{0,60}\b(?:removed|withdrawn|deleted|pulled)|earlier version of this|this (?:article|story) (?:has been|was) (?:amended|corrected|updated)|no truth|absurd|ridiculous|laughable|preposterous|without foundation|no basis|knew nothing|no knowledge|news to|(?:and|then) called (?:it|this|that) an? (?:partnership|agreement|deal|licen[cs]e|consent|contract|collaboration))\b"
    r"|否认|无一属实|不实|谣言|辟谣|不属实|误传|子虚乌有|一厢情愿|想象出来|臆想|所谓的?(?=合同|授权|签约|协议|合作|同意)|失实|澄清|毫不知情|并不知情|不知情|假消息|乌龙|歉|撤稿|更正|纯属虚构|与事实不符|捏造|有误|错误|[写弄搞说印报译]错(?=[了。，！”]|$)|(?:是|属|系|乃|出于)(?:一?[场个])?(?:天大的)?(?:误会|误解|口误|笔误|讹传)|撤回(?=[^。]{0,16}(?:说法|声明|表述|报道|通稿|消息|那句|数字))|(?:说法|声明|表述|报道|通稿|消息|那句)[^。]{0,16}撤回|夸大|请(?:予|予以|立即|尽快|即刻|务必)?(?:删|撤|改)|删[掉去]|[切请]?勿(?=信|传|轻信|听信|相信|转|将|把)|谨防|警惕|当心|虚构(?!作品|故事|类)|骗取|诈骗|假冒|冒充|冒用|伪造|撒谎|说谎|谎言|骗人|胡说|造谣|瞎编|编造|杜撰|无中生有|假的|本文(?:先前|此前|早前|曾|原)|(?:实则|其实)(?:没|未|并|不)|毫无根据|无稽|空穴来风|莫须有|荒唐|荒谬|可笑|天方夜谭|离谱|被删|删除了|(?:删除|撤下|移除|撤掉)[^。]{0,24}(?:说法|文章|公告|声明|页面|网页|帖)|删帖|撤下|不准确|失准",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|would|shall|(?:is|are) due (?:on|in|by|next|this|at)|(?-i:may)(?! (?:now |already )?(?:use|book|cast|hire|render|rent)\b)(?! (?:now |already )?be (?:used|cast|rendered|generated|licensed|hired|booked|approached|contacted|asked))|\w+'ll|might|could|(?:is|are|was|were) (?:going|due|set|likely|about|poised|slated|scheduled|expected|planning|hoping|preparing|ready|keen|eager) to(?! (?:receive|hear|field|entertain|consider|take) )"
    r"|plans? to|hop(?:es?|ing) to|aims? to|intends? to|wants?\b|seeks? to|set to|in (?:advanced |early )?(?:talks|discussions|negotiations)|negotiat\w+|courting|(?:has|have|had|was|were|been|being) approached|(?<!be )approached (?:by|about)"
    r"|expect(?:s|ed)?|poised|about to|in the pipeline|confident of|on (?:its|their|his|her|the) way|by (?:Christmas|spring|summer|autumn|year-end|the end of)(?![^,.]*\bhad\b)|in the coming|lining up|queu\w+|considering|weighing|mulling|soon|upcoming|next (?:year|month|quarter|spring|autumn|week)|"
    r"look(?:s|ing)? forward to|talks with|talks (?:are|were)|under ?way|later (?:this|in)|as early as|invited(?! (?:\w+ )?(?:actors|artists|performers|stars|talents?))|inviting|invitation|target(?:s|ing)?|goal|(?:aim|ambition|plan|hope) is|eyeing|by 20\d\d|aiming)\b"
    r"|(?:授权|签约|合作|肖像)[^，。]{0,4}(?:谈判|磋商|商谈)|(?<![已门主名老干武猛小大])将(?![^，。会把向与和就在于对为同给]{0,8}(?:肖像|声音|形象|面容|面孔|嗓音|分身|脸|权利?|使用权)[^，。会把向与和就在于对为同]{0,4}(?:授|交|给|卖|租|托|许可|开放|转|借|让))(?![^，。]{1,10}(?:列为|列入|视为|称为|作为|用于|收入|纳入)|军|来自|近|士|领|自己|本人|个人|其|肖像|声音|形象|数字|面部|面容|面孔|脸|嗓音|人脸|版权|软件|这|该|两|三|所有|全部|她|他)|即将|定于|或(?=于|在|会|可|能|签|授|加|入|成)|有望|计划(?=签|邀|引|授|推|与|在|于|年|今|明|未|扩|招|上|入|将|新)|拟(?=签|授|入|邀|招|与)|或将|有意(?!洽谈|接洽)|正在?(?:就|与|同|为)[^，。]{0,16}(?:谈|磋商|接洽|接触)|正在?(?:洽谈|商谈|接洽|谈判|接触|排队|考虑|磋商)|谈判(?!代表|专家|桌)|磋商|的(?:洽谈|接洽|会谈|商谈|磋商)|想(?=在|要|签|请|把)|预计|20\d\d年前|要(?=有|签|达|引进)|有信心|路上|力争|目标|争取|邀请|希望|考虑(?!到)|打算|筹备|准备|未来|明年|下月|下半年将|待签|欲|期待|期盼|最快|最早(?!签|入|授|加|的)|不日|择日|不久|届时|后年|来年|开春(?!以来|后|至今)|入秋|年底前|(?<![协工机社晚员大布开议聚宴年电音学商茶总国峰展])会(?![员议场长后上计])(?=[^，。]{0,8}(?:来|采集|扫描|建模|带|签|授|加入|入驻|推出|亮相|有|成为|出现|交出))|洽谈中",
    re.IGNORECASE,
)
HEARSAY = re.compile(
    r"\b(?:reportedly|whisper\w*|hint(?:s|ed|ing)?|gossip\w*|murmur\w*|tipped to|(?:appears?|seems?|appeared|seemed) to (?:have|be)|(?:person|people|sources?) (?:close|familiar)|rumou?r has it|rumou?rs? (?:say|suggest|that|of|about)|little bird|grapevine|rumou?r mill|word (?:on the|in the|around|is)|(?:word|talk|buzz|rumou?r|gossip|story) (?:in|at|on|from|around|along|among) [^,.;:]{1,30}? is that|overheard|road ?map(?=\W*[:–—])|tongues (?:wag|are)|(?:on-set )?chatter|we hear|(?:a|one|an) (?:\w+ )?(?:source|insider) (?:says?|said|tells?|told|claims?)|insiders (?:say|said|claim)|people familiar|allegedly|apparently|supposedly|(?:said|reported|claimed|alleged|believed|understood|thought) to|it (?:is|was) (?:said|reported|claimed|alleged|believed|understood|thought|rumou?red) that|rumou?red|speculation|sources (?:say|said|claim)|according to (?:[\w-]+ ){0,3}?(?:sources?|insiders?|reports|witness(?:es)?|onlookers?|friends?|fans?|guests?|bystanders?|colleagues?|crew members?|passers?-by)|it seems|perhaps|possibly|probably|presumably)\b"
    r"|路线图：|听[^，。]{1,6}[说讲](?=，)|(?:圈[里内中]|业内|片场|群里|台里|组里)[^，。]{0,3}(?:在[说传聊]|都[说传])|如无意外|不出意外|若无意外|顺利的话|曝(?![光露])|盛传|据[^，。]{0,8}(?:在场者?|目击者|网友|友人|同事|粉丝|路人|场务|化妆师|观众|邻座)[^，。]{0,4}(?:回忆|说|称|透露|讲|表示)|有人(?:说|称|看[见到]|撞见)|有[^，。]{0,6}(?:人员|人士|知情者)(?:透露|说|称|爆料|表示)|接近[^，。]{0,8}的?人士|似(?:已|乎|将)|(?:知情|内部|业内|圈内|消息)人士|据信|看来|看样子|貌似|有消息|消息称|有报道称|恐怕|据(?:传|称|报|认为|说|悉|闻|透露|爆料|知情人士)|网传|疑似|传闻|传出|爆料(?!人)|八卦|狗仔|小报|或已|(?<!不)可能(?:已|会)?|似乎|也许|或许|大概|听说|传言|流言|风传|私下|暗示|放风|小道消息|风声|议论|(?:外界|业界|坊间|有人|人们|网友|粉丝)[^，。]{0,3}(?:认为|猜测|相信|传言|称|说|推测)|传(?=[\u4e00-\u9fff]{2,4}(?:已|签|将))",
    re.IGNORECASE,
)
SHARE = re.compile(
    r"\b(?:everyone|everybody|each and every one|all of (?:them|those)|the (?:whole|entire) (?:roster|cast|library|register|line-?up))\b|人人|个个|无一例外|清一色|十有八九|十之八九|全都|整体(?=入驻|签|加)|每一?[位名](?=演员|艺人|明星|表演者|在册)|"
    r"\b(?:half|an? (?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)|(?:two|three|four)[- ](?:thirds|quarters|fifths|tenths)|most|the majority|a majority|nearly all|almost all|all|every one|each|more than half|over half|the bulk|the vast majority) of (?:the |our |these |its |those |their )?(?=\w)"
    r"|\bhalf (?:the|our|its|their) (?=\w)|(?<!at )\bmost (?=(?:\w+ ){0,2}(?:actors|artists|performers|stars|talent))|\b(?:every|all|each) (?=(?:(?!of\b)\w+ ){0,2}(?:actors?|artists?|performers?|stars?|talents?|singers?|members?|narrators?|players?|athletes?|musicians?|dancers?|voices?|clients?)\b)"
    r"|\b\d+(?:\.\d+)?\s?(?:%|per ?cent)|\b\w+ per ?cent\b|\bevery (?:second|third|fourth|fifth|other) (?:\w+ )?(?:actor|artist|performer|star|singer|voice|face|name)\b|\b(?:one|two|three|four|nine) (?:in|out of) (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|(?:所示|所列|列出|展示|名册上|名单上|库内|库中|平台上)的?(?:演员|艺人|明星|表演者)(?=[^，。]{0,2}(?:均|都|皆|全))|几乎(?:都|全部|所有|全)|[一二三四五六七八九十]分之[一二三四五六七八九]|全员|悉数(?=签|授|入|加)|[一二两三四五六七八九](?:点[一二三四五六七八九])?成(?!立|都|为|长|功|员|了)|每(?:两|二|三|四|五|十)[位名个](?:就|里|中|便)|超半数|半数|[有占达近超]一半|的一半(?:以上|多|强)|一半的?(?=[^，。]{0,6}(?:演员|艺人|明星|表演者|歌手|成员|人))|过半|大部分|多半|大多数|绝大多数|多数(?=演员|艺人|明星)|全部(?=演员|艺人|明星|到位|就位|签|授|采集|扫描|建模)|全体(?=演员|艺人|成员|队员|球员|会员|歌手|表演者)|凡(?=[^，。]{0,10}(?:演员|艺人|明星|表演者))|所有(?:的)?(?=演员|艺人|明星|表演者)|百分之|\d+％",
    re.IGNORECASE,
)
WHOLE = re.compile(
    rf"\b(?:of|from|among) (?:the|our|its|their|these|those|all) ({NUMBER_EN.pattern})(?= (?:[\w-]+ ){{0,3}}?(?:{PEOPLE_EN}|licen[cs]es)\b)"
    rf"|(?:我们的|平台的|全部|现有)({NUMBER_ZH.pattern})[位名份]",
    re.IGNORECASE,
)
"""The whole that somebody is one of."""
GROWTH = re.compile(
    rf"\b(?:another|a further|an additional) (?:{NUMBER_EN.pattern})(?= (?:[\w-]+ ){{0,3}}?(?:{PEOPLE_EN}|(?:was|were|have|has|had|joined|added|signed|licensed)\b))"
    r"|新增(?=[^，。]{0,6}[位名])|[又再](?:有|添|新?增加?)(?=[^，。几数多些]{0,4}[位名])|(?:增长|翻)[^，。]{0,2}倍|翻番|(?:较|比)[^，。]{1,6}增[长加]|[同环]比增",
    re.IGNORECASE,
)
"""So many more than before."""
CLAUSE = re.compile(
    rf"[;；—]|(?<=）)、|(?<=[。！？]”)(?=.)|[:：](?!\s*(?:\d|(?:{NUMBER_EN.pattern})\W*$|[一二三四五六七八九十百千]+[位名]))|,(?!\d{{3}})(?=\s*(?:but|while|whereas|although|though|and|yet|with|which|who|one of|so|an? (?:figure|number|count|total)|among|more than|over|nearly|some|dozens|hundreds|scores|three|two|one|\d))|，|"
    r"\b(?:but|while|whereas|although|though|even as)\b|\band (?=none|nobody|no one|not |(?:has|have|is|was|did) (?:\w+ )?(?:no|not|nothing|never)\b)|但(?=是|有|已|仍|其|\d|[一二三四五六七八九十])|而(?=已|有|其)",
    re.IGNORECASE,
)
INSERTED = re.compile(r",\s*(?:who|which|whose|among them|including|led by)\b[^,;]*(,)", re.IGNORECASE)
"""What stands between commas: its second comma ends a clause, too."""
ASIDE = re.compile(r"^\W*(?:who|which|whose)\b[^,;]*$", re.IGNORECASE)
"""An insertion that tells of whoever stands before it, and brings in nobody."""
ONE_OF_THEM = re.compile(
    r"^\W*[^，。]{2,14}?(?:就|便|正|也|即)?(?:是|为)?(?:其中之一|其中一[位员名])|(?:位列|也在|名列)其[中列]"
    r"|\b(?:is|are|was) (?:one of|among) (?:them|those)\b",
    re.IGNORECASE,
)
"""Somebody is one of those before."""
ONE_MORE = re.compile(r"^，(?:也有|还有|又有|更有|以及|外加)[^，。；]{2,16}[。！]?$")
"""A clause that only adds somebody to those before."""
AS_MANY = re.compile(r"就(?:这么多|这么些|这些)|仅此而已")
"""A clause that says of how many the one before it spoke."""
EXACTLY = re.compile(r"\b(?:exactly|precisely)\b|正好|恰好|不多不少|一[个位]也不[多少]", re.IGNORECASE)
"""So many and no more."""
NOTHING_ELSE = re.compile(r"\bonly(?=\W*$)|仅此一[部个项次份]|[别再]无其[他它]", re.IGNORECASE)
"""What is said is all that there is."""
SCOPE = re.compile(
    r"\b(?:covers?|covering|extends? to|extending to|runs? to|stretch(?:es)? to|includes?|including|takes in|applies to)\b.*"
    r"|.*(?:包含|包括|涵盖|覆盖|延及).*|.*(?:一并|都|均)在内",
    re.IGNORECASE,
)
"""What a licence is said to cover."""
AMONG_THEM = re.compile(
    r"^\W*(?:among them|including|led by)\b[^,;]*$|^，?(?:以[^，]{1,16}为首|(?:其中)?包括[^，]{1,20}在内|其中(?:就|也)?(?:包括|有)[^，签授]{1,16}|连同[^，]{1,16})[，。]?$",
    re.IGNORECASE,
)
"""An insertion that names some of whoever stands before it."""
OF_OTHERS = re.compile(
    r"^\W*(?:(?:an?|the|its?|our|their|another|one)\s+)?(?:[\w'-]+\s+){0,2}?(?:rivals?|competitors?|competing)\b"
    r"|^\W*(?:the|an?) (?-i:[A-Z]\w+)(?:-based)? (?:start-?up|firm|company|studio|platform|developer|publisher) (?-i:(?!Propria)[A-Z]\w+) (?:says?|said|has|claims?|lists?)\b"
    r"|^(?:竞争对手|友商|同行|竞品|别家|另一家|对手平台|(?:其[他它]|别的|某些|有些|有的|某家?|一些)(?:平台|公司|机构|企业|厂商))|^(?:某|[^，。]{0,4}(?:国|成都|杭州|深圳|广州|香港|台北|日本|海外|境外|欧洲|北美|首尔|东京|伦敦|巴黎|纽约|多伦多|洛杉矶|柏林|孟买|拉各斯))一家[^，。]{0,10}(?:公司|平台|机构|企业|厂商|库)",
    re.IGNORECASE,
)
"""A sentence that begins so tells of another company's performers."""
OF_A_TRADE = re.compile(
    r"^\W*(?:the|an?|her|his|their) (?:\w+ )?(?:agency|union|guild|label|club|orchestra|ministry|regulator|government|commission|authority|estate|department|federation|watchdog|airline|zoo|clinic|trust|museum|archive|gallery|city|council|school|academy|college|theatre|theater|drama school|ensemble|gym|restaurant|hotel|bakery|hospital)\b"
    r"|^[^，。]{0,8}一家[^，。]{0,6}(?:健身房|餐厅|酒店|医院|学校|超市|球馆|舞校|工厂|律所)"
    r"|^[^，。：“]{0,8}(?:[男女国]足|[男女]篮|剧院|剧团|乐团|[市县区省][^，。：“]{0,5}局|交响乐团|歌剧院|景区|大学|学院|高校|医院|餐厅|俱乐部|球队|球会|国安|泰山|足协|篮协|中超|英超|西甲|女排|出版社|书店|唱片(?:公司)?|厂牌|电视台|卫视|选秀|(?:真人秀|选秀)节目|博物馆|图书馆|美术馆|档案馆|文化馆|开发区|街道|县|镇|粮库|仓库|车企|银行|航空)(?!与平台|向平台)",
    re.IGNORECASE,
)
"""A sentence that begins so, and says nothing of this business, tells of another trade."""
LEAVES_OUT_ITS_SUBJECT = re.compile(
    r"^，(?:统统|全部|全都|尽数|悉数|已|现|目前|共|先后|至今|迄今|累计|还|并|又|均|都)"
)
"""A Chinese clause that begins so speaks of the subject of the one before it."""
LABEL_ENDS = re.compile(r"^\s*[:：|｜–-]")
"""A clause that begins so is what a label before it speaks of."""
DONE_ALREADY = re.compile(r"\b(?:she|he|they|who|that) (?:has |have |had )?(?:already )?$", re.IGNORECASE)
"""Before a claiming word in the past: what is to come elsewhere in its clause does not put it off."""
PARTITIVE = re.compile(
    r"^\W*(?:out )?(?:of|among) (?:the|our|its|all|those)\b(?![^,]*\b(?:is|are|was|were)\b)[^,]*$",
    re.IGNORECASE,
)
"""The whole that the next clause takes a part of."""
OF_A_DEED = re.compile(
    r"^(?<!is )(?:sign|join|licens|onboard|board|partner|consent)ing\b|^[^，。]{0,8}(?:消息|仪式|一事|事宜|公告|名单|计划)",
    re.IGNORECASE,
)
"""A claiming word as a noun: *her joining*, 加入的消息; what is to come of it puts it off."""
PROJECTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|multiple|various|numerous|many|both) (?:[\w-]+ ){0,2}?"
    r"(?:projects|films|movies|games|series|shows|titles|campaigns|adverts|ads|commercials|productions|audiobooks|dramas|albums)\b|\b(?:two|three|four|five|six|seven|multi)-(?:picture|film|project|series|game|title|season)\b|\b(?:another|(?:one|an?) (?:other|more|further|second)) (?:title|project|film|movie|game|series|show|production)\b"
    r"|(?:[二两三四五六七八九十]+|[2-9]|\d{2,}|多|数|几|另外?一|又一)(?:[部款个支首档项条])(?:[\u4e00-\u9fff]{0,4})(?:作品|项目|影片|电影|游戏|手游|剧集|短剧|剧|戏|广告|节目|专辑|片子)",
    re.IGNORECASE,
)
"""Several projects at once."""
LICENCES = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|multiple|various|numerous|many) licen[cs]es\b(?! (?:is|are|in)\b)"
    r"|\blicen[cs]\w+ (?:[\w'-]+ ){0,4}?(?:twice|three times|again|a second time|a third time|once more)\b|\b(?:second|third|another|further) licen[cs]e\b"
    r"|(?:再次|再度|第[二三四五]次|又一次)[^，。]{0,8}授权|授权[^，。]{0,4}[两二三]次"
    r"|授权(?:共|已?有|达)*(?:[二两三四五六七八九十]+|[2-9]|\d{2,}|多|数|几)[份项]",
    re.IGNORECASE,
)
"""Several licences of one person: each is for a project of its own."""
UNFINISHED = re.compile(
    r"\b(?:final|last|closing|advanced|early) (?:stages?|steps?)\b|\bin the works\b|\bin principle\b|\bbeing (?:finali[sz]ed|worked out|drafted|negotiated)\b|\b(?:close|near|closer) to (?:signing|a deal|agree\w*|licens\w+)"
    r"|\bon the (?:verge|brink|cusp)\b|\bsounded out\b|\bcourted\b|\bwooed\b|试探|摸底|\ball but\b|\bas good as\b|\b(?:is|are|was|were|be) (?:\w+ )?(?:close|near|imminent|at hand|within reach)(?=\W*$|,)"
    r"|(?:最后|商定|磋商|谈判|收尾|敲定|审批)[^，。]{0,4}阶段|尾声|(?:临近|接近|快要|马上)(?=签|达成|敲定|完成)|谈得差不多|只差|近在(?:眼前|咫尺)|在即|指日可待|呼之欲出",
    re.IGNORECASE,
)
"""What is not done yet, wherever in its clause that is said."""
ONLY_COUNT = re.compile(
    r"^[，,:：]?\s*(?:但|却|也|而)?(?:(?:如今|现在|眼下|目前|而今|今天|今日|现|至今|迄今)(?:已|是|有|为|达|增至|不超过|还?不[足到])*|已?有|还?不[足到]|不超过|正好|达到?|已达|增至|升至|只有|仅有?|满打满算|拢共|充其量|顶多|共|一共|总共|合计|总数|累计|不过|才|恰好|也就|就|就是)*[\d一二两三四五六七八九十百千万]+[多余来]?[位名人](?:而已|整|了)?[。！”]*$"
    r"|[:：](?:共|只有|仅|才)*[\d一二两三四五六七八九十百千万]+[多余来]?[位名][。！”]*$"
    r"|^[,:—]?\s*(?:just|only|exactly|in all|all told)?\s*(?:[\w-]+ ){1,3}(?:of them|in all|all told|in total)[.!”]*$",
    re.IGNORECASE,
)
"""A clause that only says how many the people before it are."""
SOME_OF_OURS = re.compile(r"\b(?:some|many|several|a few|a number|a handful|plenty) of our\b", re.IGNORECASE)
"""Some of those whose page it is, not said how many."""
FIRST_PERSON = re.compile(r"\b(?:I|I've|my)\b|我(?!们|司|方|国|社)")
CONFIRMED = re.compile(
    r"\b(?:has |have |had )?(?:since )?(?:confirmed|announced officially)\b|证实|确认", re.IGNORECASE
)
"""What somebody confirmed is no hearsay, whatever else its sentence tells."""
STANDS_NOW = re.compile(
    r"(?:,|\b(?:as|since|because|who|which)\b)[^,]*\b(?:is|are|has|have) (?:\w+ )?$", re.IGNORECASE
)
"""Between what is to come and a claiming word: the word tells how things are."""
TO_GROW = re.compile(
    r"^\s*(?:be |soon |even )?(?:reach|rise|grow|climb|double|triple|exceed|top|pass|hit|number|total)\b|^(?:会|要|进一步|再|有望)*(?:达|增|突破|超|扩|翻|升|过|逼近)",
    re.IGNORECASE,
)
"""What is to come of a number: whoever it counts is not there yet."""
DONE_ATTRIBUTE = re.compile(r"(?:已|上周|上月|昨[日天]|去年|今年|日前|此前|刚刚?|近日|月)$")
"""Before a claiming word that 的 follows: who has done it, whatever is to come of them."""
SHARE_OF_THEM = re.compile(
    r"\bhalf (?:of )?(?:the|our) (?:register|library|roster)\b|\b\w+ (?:in|out of) (?:every )?\w+ of (?:those|them)\b|\b(?:half|thirds?|quarters?|most|all|each|none|many|few|per cent|%) of (?:those|them)\b|\bevery (?:second|third|fourth|fifth|other) (?:\w+ )?(?:voice|face|name)\b|人人|个个|[成半数](?:以上)?的?人",
    re.IGNORECASE,
)
"""A share of people whom a pronoun stands for."""
FICTION = re.compile(
    r"^\W*(?:in|on|throughout) (?:the|this|her|his|their|its|one) (?:\w+ )?(?:film|movie|novel|series|drama|play|story|book|episode|script|opera|musical|show)(?:'s \w+)?,"
    r"|^\W*(?:plot|synopsis|logline|story)\s*:|^(?:在?(?:本|该|这部)?(?:片|剧|影片|电影|小说|故事|戏|书)(?:中|里|子里)，)|^(?:剧情|故事|内容)(?:简介|梗概|设定|讲述)",
    re.IGNORECASE,
)
"""What happens in a work."""
AUDIENCE = re.compile(
    r"\b(?:novel|film|movie|series|drama|play|story|book|song|documentary|musical) (?:about|on)\b(?! (?:the|our|its|their) (?:\w+ )?(?:slate|books|list|schedule|platform|service|streamer|channel|network)\b)|(?:关于|讲述|描写)[^，。]{0,12}的?(?:小说|电影|影片|剧|故事|歌|书|纪录片)|"
    r"\b(?:readers|viewers|listeners|respondents|voters|customers|consumers|fans|audiences?|spectators) (?:could(?! (?:now|already))|said|say|can tell|cannot|think|believe|feel|prefer|told|notice|want|were|are|have|had|waited)\b"
    r"|(?:读者|观众|听众|受访者|消费者|网友|粉丝|影迷|歌迷)[^，。]{0,8}(?:能(?!够?(?:选|点播|挑|请|租|约))|认为|表示|说|觉得|分辨|听|抱怨|希望|更|欢呼|等候)",
    re.IGNORECASE,
)
"""Who watches and listens, and what they think of it; and what is told in a story."""
BEFORE_ITS_SUBJECT = re.compile(
    r"^\W*(?:under|with|after|by|having|following|thanks to|through)\b|^(?:凭|根据|依据|依照|按照|随着|得益于|通过|继|经|作为|身为)",
    re.IGNORECASE,
)
"""A clause that begins so tells what the person of the next one did."""


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, each with the word that joins it."""
    cuts = {m.start() for m in CLAUSE.finditer(sentence)}
    cuts |= {m.start(1) for m in INSERTED.finditer(sentence)}
    starts = [0, *sorted(cuts), len(sentence)]
    return [sentence[a:b] for a, b in pairwise(starts) if sentence[a:b].strip()]
