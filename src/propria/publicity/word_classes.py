"""The classes of words that claims are composed of, and the compositions: who gives what, who is where. Reviewed data.

A composition names classes in braces; `{gap}` is a few words, `{the}` a determiner or an owner and what stands before its noun,
`{name}` somebody whom the clause names. It is read only where no word of the lexicon claims, so that a class may be wide.
A verb is written `hand~`, for all its forms. Each composition says what it needs, as in the lexicon, and an example.
"""

from propria.publicity.lexicon import ACTIVE, LICENSED, NEVER

CLASSES_EN: dict[str, str] = {
    "gives": "give~|gave|given|hand~|lend~|lent|put~|putting|trust~|entrust~|loan~|rent~|lease~|sell~|sold|assign~|grant~|provide~|supply~|contribute~|donate~|"
    "deposit~|commit~|committed|committing|offer~|surrender~|release~|turn~ over|upload~|make~|made|clear~|allow~|let~|letting|permit~|permitted|permitting|"
    "open~|place~|pledge~|bank~|store~|bequeath~",
    "likeness": "voices?|faces?|likeness|likenesses|images?|features|vocals?|voiceprints?|mannerisms|portraits?|{double}",
    "double": "{digital} (?:selves|self|doubles?|twins?|clones?|copy|copies|versions?|models?|humans?|voices?|faces?|avatars?|replicas?)|replicas?|avatars?",
    "digital": "digital|virtual|AI|synthetic|cloned|3D|vocal|voice",
    "place": "library|libraries|roster|register|registry|books|catalogue|catalog|database|vault|pool|platform|marketplace|line-up|lineup|stable|collection|"
    "directory|repository|hub|portfolio|voice bank|face bank|likeness bank|talent bank|programme|scheme|service|app|store|cohort|archive of voices",
    "within": "in|into|on|onto|inside|aboard|among|within|to|through|via|from|at|of",
    "newest": "newest|latest|new|first|youngest|biggest|most recent|next|recent|fresh",
    "people": "actors?|actress|actresses|performers?|artists?|stars?|talents?|singers?|narrators?|players?|athletes?|musicians?|celebrity|celebrities|names?|"
    "faces?|members?|additions?|arrivals?|recruits?|signings?|signatory|signatories|entry|entries|entrants?",
    "paper": "licences?|licenses?|consents?|permissions?|authorisations?|authorizations?|signatures?|clearances?|releases?|mandates?|contracts?|sign-offs?",
    "pact": "deals?|agreements?|contracts?|pacts?|accords?|arrangements?|terms|partnerships?",
    "ready": "available|bookable|castable|cleared|for hire|for rent|on offer|up for hire|up for grabs|live|usable|ready|at your disposal|licensable|"
    "on demand|on sale|rentable",
    "makes": "clone~|scan~|scanned|scanning|digitise~|digitize~|capture~|copy~|replicate~|recreate~|model~|modelled|modelling|synthesise~|synthesize~|train~",
    "uses": "cast~|book~|hire~|rent~|use~|render~|choose~|chose|chosen|pick~|order~|license~|licence~|draw~|deploy~|select~|generate~",
}
COMPOSED_EN: dict[str, tuple[str, str]] = {
    r"{gives} {gap}{likeness}": (LICENSED, "they lend the app their voices"),
    r"{within} {the}{place}": (NEVER, "she is in the new library"),
    r"{place}(?:'s|s)? {gap}{newest} {gap}{people}": (NEVER, "the library's newest face"),
    r"{newest} {gap}{people} {gap}{place}": (NEVER, "the newest face of our library"),
    r"{name}(?:'s)? (?:\w+ ){{0,2}}{paper}": (LICENSED, "¤'s written consent"),
    r"{paper} (?:from|by|of|with|for) {gap}(?:{name}|{people})": (LICENSED, "consents from the actors"),
    r"{name}'s {double}": (NEVER, "¤'s digital double"),
    r"{likeness} {gap}{ready}": (NEVER, "her voice is available"),
    r"{ready} {gap}(?:as|in) {gap}{likeness}": (NEVER, "available as a digital double"),
    r"{makes} {gap}{likeness}": (NEVER, "they cloned her voice"),
    r"\b(?:been|was|were|get|gets|got|is|are) (?:\w+ )?{makes}": (NEVER, "they were fully scanned"),
    r"\b(?:can|may|could|ready to|free to|able to) (?:\w+ )?{uses} {gap}(?:{name}|{people}|{likeness})": (
        NEVER,
        "you can now book the actors",
    ),
    r"{paper} (?:(?:is|are|were|was|have|has|been|now|already) )*(?:signed|in hand|in place|on file|issued|granted|sealed|concluded|announced)": (
        LICENSED,
        "licences already in hand",
    ),
    r"\b(?:have|has|holds?|with|under) {gap}{paper}": (LICENSED, "they have a licence"),
}
LOOSE_EN: dict[str, tuple[str, str]] = {
    r"{pact} {gap}with {name}": (LICENSED, "a deal struck with ¤"),
    r"{name} {gap}{pact}": (LICENSED, "the ¤ deal"),
}
"""Only where the sentence speaks of this business."""
AHEAD_EN: dict[str, tuple[str, str]] = {r"{paper}": (LICENSED, "a licence might follow")}
"""Only of what is to come, or by hearsay."""
BETWEEN_EN = {
    "gap": r"(?:[\w'-]+ ){0,6}?",
    "the": r"(?:(?:the|our|its|this|their|your|an?|\w+'s?|AI|digital) )(?:[\w'-]+ ){0,3}?",
    "name": "¤+",
}

CLASSES_ZH: dict[str, str] = {
    "likeness": "声音|嗓音|嗓子|声线|音色|声纹|肖像|形象|面孔|面容|面部|脸|使用权|{double}",
    "double": "数字人|虚拟人|虚拟形象|数字形象|分身|替身|AI形象|声音克隆|孪生|化身|复刻版|克隆体",
    "gives": "交给|交由|交予|交出|交付|交到|借给|借出|出借|租给|出租|卖给|售予|出售|授予|授给|授权|授出|托付|委托|托管|转让|让渡|提供|开放|放进|存入|存进|录入|献给|献出|贡献|注入|放心交|给了|许可",
    "place": "库|名册|名录|平台|矩阵|阵容|阵营|版图|资源池|人才池|旗下|麾下|门下|目录|货架|集市|大家庭|生态|名下|家族",
    "enters": "挂|放|摆|搬|入|进|登|现身|亮相|上架|列|跻身|收|录|纳|落户|归队|报到|加盟|上线|投身|并|揽|签|注册|齐聚|聚集",
    "newest": "新|首位|首批|第一位|又一位|另一位|首个|头号",
    "people": "成员|艺人|演员|面孔|歌手|声优|明星|表演者|主播|分身|替身|数字人|阵容|名字|人选|一员",
    "paper": "授权|许可|同意书|合约|签名|签约|权利|AI权",
    "pact": "协议|合同|合约|合作|约定",
    "ready": "可用|可供|可租|可选|可直接|可随时|可预订|可下单|可调用|可使用|可签|获准|就绪|待命|开放使用|开放调用|可授权|供选|供挑选|到位",
    "makes": "克隆|扫描|建模|采集|复刻|复制|数字化|合成|生成|训练",
    "uses": "租用|选用|使用|调用|预订|启用|挑选|选择|起用|下单",
}
COMPOSED_ZH: dict[str, tuple[str, str]] = {
    r"{likeness}{gap}{gives}": (LICENSED, "把声音放心交给公司"),
    r"{gives}{gap}{likeness}": (LICENSED, "交出了声音"),
    r"{name}的?(?:数字|AI|虚拟)?{double}": (NEVER, "¤的数字分身"),
    r"来自{gap}{paper}": (LICENSED, "来自多人的授权"),
    r"(?:可|能|随时|直接|任意){gap}{uses}(?=[。！”]*$)": (NEVER, "今天就能下单"),
    r"{enters}{gap}{place}": (NEVER, "已登上平台"),
    r"[在于]{gap}{place}{gap}(?:[上里中内]|{enters})": (NEVER, "已在平台上"),
    r"{place}{gap}{newest}{gap}{people}": (NEVER, "艺人库最新成员"),
    r"{newest}{gap}(?:{enters}|{likeness}|{place}){gap}{people}": (NEVER, "首批入库演员"),
    r"{newest}(?:上线|上架|入驻|入库)": (NEVER, "新上线"),
    r"{likeness}{gap}{ready}": (NEVER, "声音随时可供选用"),
    r"{likeness}(?:已|现|均|也|正)?(?:在|被){gap}{uses}": (ACTIVE, "声音已在两部剧里使用"),
    r"(?:已|完成|被|获){gap}{makes}": (NEVER, "完成了全身扫描"),
    r"{makes}{gap}{likeness}": (NEVER, "克隆了她的声音"),
    r"(?:可|能|随时|直接|任意){gap}{uses}{gap}(?:{name}|{people}|{likeness})": (NEVER, "可直接调用演员"),
    r"{paper}{gap}(?:到手|在手|在握|落定|落袋|[一二三四五六七八九十百\d]+份)": (LICENSED, "授权均已到手"),
    r"(?:在|正){gap}(?:作品|项目|剧)[中里]?使用": (ACTIVE, "正在作品中使用"),
    r"(?:公布|宣布|公开)(?:了)?授权": (LICENSED, "公布授权"),
    r"份授权{gap}使用": (ACTIVE, "两份授权正在使用"),
    r"(?:持有?|手握|握有|拿到|取得|签了?){gap}{paper}": (LICENSED, "持有多位歌手的权利"),
}
LOOSE_ZH: dict[str, tuple[str, str]] = {r"[与和同跟]{gap}{name}{gap}{pact}": (LICENSED, "与¤达成的协议")}
AHEAD_ZH: dict[str, tuple[str, str]] = {r"{paper}": (LICENSED, "授权随后就到")}
BETWEEN_ZH = {"gap": r"[^，。；！：]{0,12}?", "name": "¤+"}

OTHER_DEEDS_EN = (
    r"(?:complain|su(?:e[sd]?|ing)\b|wr(?:ote|ites?)\b|ask(?:s|ed|ing)?\b|criti|accus|prais|warn|thank(?!s to)|m[ee]t\b|visit|t(?:old|ells?)\b|remov|delet|scrub|str(?:ikes?|uck) (?:\w+ ){0,3}(?:off|out|from)|"
    r"le(?:ave|ft)\b|quit|against|investigat|fine[sd]?\b|debat|discuss|review|question|doubt|wonder|fear|worr|oppos|protest|campaign|lobb|demand(?:s|ed|ing)\b|urg|lik(?:e|es|ed) |hat(?:e|es|ed)\b|"
    r"watch|listen|attend|crash|hack|leak|exhibit|compar|resembl|sound(?:s|ed|ing)? like|look(?:s|ed|ing)? like|reminds?|remember|recogni|mourn|celebrat|train(?:s|ed)? (?:with|at|for) )"
)
OTHER_DEEDS_ZH = (
    r"展览|展出|画展|投诉|起诉|控告|批评|质疑|警告|感谢|访问|拜访|写信|删除|撤下|移除|下架|离开|退出|反对|抗议|调查|罚款|讨论|怀疑|担心|喜欢|讨厌|观看|收听|泄露|像是|酷似|神似|怀念|认出|呼吁|要求|"
    r"谈到|提到|评价|夸|谴责|斥|骂|吐槽|盗用|冒用|侵权|维权|诉"
)
"""What people do to or about this business that gives it nothing."""
OTHER_SURFACES_EN = r"on location|in (?:the|a) (?:studio|booth)|posters?|covers?|billboards?|magazines?|T-shirts?|murals?|stamps?|documentar(?:y|ies)|mirrors?|memor(?:y|ies)|restrooms?|crowds?"
"""Where a face may be that nobody replicates."""
WIDER_PEOPLE_EN = (
    r"athletes?|sports(?:men|women|people)|footballers?|players?|narrators?|musicians?|dancers?|presenters?|anchors?|hosts?|stunt(?:men|women| performers?)|rappers?|bands?|streamers?|"
    r"creators?|readers|extras|cast members?|leads|co-stars|headliners|speakers?|boxers?|champions?|voice-over artists?|voices?-overs?|gymnasts?|boxers?|sprinters?|wrestlers?|DJs?|vocalists?|tenors?|sopranos?|violinists?|pianists?|"
    r"hosts?|YouTubers?|personalit(?:y|ies)|newsreaders?|puppeteers?|clients?|members|signatories|everybody|everyone"
)
WIDER_PEOPLE_ZH = r"运动员|球员|球星|乐手|乐队成员|选手|模特|主持人|演播者|播音员|配音师|配音员|舞者|舞蹈家|网红|博主|达人|群演|武行|音乐人|说唱人|up主|声演|拳手|车手|棋手|拳王|泳将|发音人|说话人|队员|练习生|嘉宾|冠军|解说员|解说|名嘴|艺者|成员|人物|红人|说书人|相声演员|评书演员|声音演员"
"""Callings that are performers only beside this business: a club, too, signs players."""
