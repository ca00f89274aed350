"""The classes of words that claims are composed of, and the compositions: who gives what, who is where. Reviewed data.

A composition names classes in braces; `{gap}` is a few words, `{the}` a determiner or an owner and what stands before its noun,
`{name}` somebody whom the clause names or counts, `{named}` only whom it names. It is read only where no word of the lexicon
claims, so that a class may be wide. A verb is written `hand~`, for all its forms. Each composition says what it needs, as in the lexicon, and an example.
"""

from propria.publicity.lexicon import ACTIVE, LICENSED, NEVER, OPEN

CLASSES_EN: dict[str, str] = {
    "gives": "give~|gave|given|hand~|lend~|lent|put~|putting|trust~|entrust~|loan~|rent~|lease~|sell~|sold|assign~|grant~|provide~|supply~|contribute~|donate~|"
    "deposit~|commit~|committed|committing|offer~|surrender~|release~|turn~ over|upload~|make~|made|clear~|allow~|let~|letting|permit~|permitted|permitting|"
    "open~|place~|pledge~|bank~|store~|bequeath~|waive~|transfer~|transferred|cede~|sign~ over|part~ with",
    "likeness": "voices?|faces?|likeness|likenesses|images?|features|vocals?|voiceprints?|mannerisms|moves|portraits?|their rights|her rights|his rights|their data|her data|his data|{double}",
    "double": "{digital} (?:selves|self|doubles?|twins?|clones?|copy|copies|versions?|models?|humans?|voices?|faces?|avatars?|replicas?|scans?)|replicas?|avatars?",
    "digital": "digital|virtual|AI|synthetic|cloned|3D|vocal|voice|body|full-body|face|facial",
    "place": "library|libraries|roster|register|registry|books|catalogue|catalog|database|vault|pool|platform|marketplace|line-up|lineup|stable|collection|"
    "directory|repository|hub|portfolio|voice bank|face bank|likeness bank|talent bank|programme|scheme|service|app|store|cohort|shelf|shelves|cabinet|drawer|cupboard|inventory|warehouse|arsenal|menu|toolbox|archive of voices",
    "within": "in|into|on|onto|inside|aboard|among|within|to|through|via|from|at|of|with|for|behind|by",
    "stored": "servers?|vaults?|cloud|disks?|drives?|safe",
    "newest": "newest|latest|new|first|youngest|biggest|most recent|next|recent|fresh",
    "people": "actors?|actress|actresses|performers?|artists?|stars?|talents?|singers?|narrators?|players?|athletes?|musicians?|celebrity|celebrities|names?|"
    "faces?|members?|additions?|arrivals?|recruits?|signings?|signatory|signatories|entry|entries|entrants?",
    "agent": "agent|agents|representative|representatives|manager|managers",
    "paper": "licences?|licenses?|consents?|permissions?|authorisations?|authorizations?|signatures?|clearances?|releases?|mandates?|contracts?|sign-offs?|paperwork",
    "pact": "deals?|agreements?|contracts?|pacts?|accords?|arrangements?|terms|partnerships?",
    "ready": "available|bookable|castable|cleared|for hire|for rent|on offer|up for hire|up for grabs|live|usable|ready|at your disposal|licensable|"
    "on demand|on sale|rentable",
    "takes": "buy~|bought|acquire~|secure~|obtain~|own~|win~|won|pay~ for|paid for|get~|got|take~|took|taken|hold~|held",
    "wins": "land~|nab~|nabbed|snag~|snagged|tap~|tapped|unveil~|present~|introduce~|poach~|bag~|bagged|secure~|add~|welcome~|net~|netted|hire~|announce~|reveal~|win~|won|pick~ up|cast~",
    "swells": "top~|topped|pass~|hit|hits|reach~|exceed~|surpass~|number~|count~|total~|grow~|grew|grown|swell~|climb~|span~|boast~",
    "rests": "belong~|come~|came|go~|went|gone|live~|reside~|rest~|sit~|sitting|sat|settle~|move~|stay~|is|are|home|lot|work~",
    "makes": "clone~|scan~|scanned|scanning|digitise~|digitize~|capture~|copy~|replicate~|recreate~|model~|modelled|modelling|synthesise~|synthesize~|train~",
    "uses": "cast~|book~|hire~|rent~|use~|render~|choose~|chose|chosen|pick~|order~|license~|licence~|draw~|deploy~|select~|generate~",
}
COMPOSED_EN: dict[str, tuple[str, str]] = {
    r"{name}(?:'s \w+)? (?:\w+ ){{0,3}}?{rests} (?:\w+ ){{0,3}}?(?:with|to|among) us\b": (
        NEVER,
        "¤ belongs to us",
    ),
    r"rights? (?:to|in|over) {gap}{name}": (LICENSED, "the rights to the face of ¤"),
    r"{name},? (?:is |are )?(?:now|also|already|from today|today) (?:\w+ )?(?:available|bookable|castable|for hire|on offer|licensable|on demand)(?! (?:for (?:comment|interview|talks|enquir)|on (?:DVD|Blu|Netflix|iTunes|BBC|disc|vinyl|CD)|in (?:cinemas|shops|stores|paperback|bookshops)))": (
        NEVER,
        "¤ is now available in silicon",
    ),
    r"\b(?:in|into|on) (?:the|a|our) (?:scan|scanning|scanner|capture|mocap)(?: (?:booth|stage|studio|rig|suite|room|chair|session))?\b": (
        NEVER,
        "seen in the scanning booth",
    ),
    r"{name} {gap}ready (?:to render|to cast|for (?:casting|use|production|hire|rendering))\b": (
        NEVER,
        "¤ comes ready to render",
    ),
    r"^\W*(?:rent|book|cast|hire|use|render|generate|licen[cs]e|choose|pick|order|deploy|try) {gap}{name}": (
        NEVER,
        "rent ¤ by the minute",
    ),
    r"{name}'s {likeness} {gap}(?:in|for|on|throughout) our\b": (
        ACTIVE,
        "the ¤'s voice speaks in our new audiobook",
    ),
    r"{name}(?:[- ][\w-]+){{0,2}}? (?:sign-ups|enrol?ments|signings|signatories) (?:have|has|had|since|in|within|so far|after|already|followed|and counting)\b": (
        LICENSED,
        "¤ sign-ups have followed the launch",
    ),
    r"{name}(?:[- ][\w-]+){{0,2}}? (?:consents|licen[cs]es|permissions|signatures|releases) (?:gathered|collected|secured|obtained|banked|landed)\b": (
        LICENSED,
        "¤ consents gathered",
    ),
    r"(?:{likeness}|(?:performer|actor|artist|star)s?'s? doubles?) {gap}(?:at work|on set|earning|on the job|in service|on duty|deployed)\b": (
        ACTIVE,
        "¤ likenesses are already at work",
    ),
    r"{named} {gap}(?:in|on|inside|into|through|at) {gap}(?:volumetric|light|capture|scanning|photogrammetry|mocap|4D) (?:stage|rig|studio|booth|cage|dome|volume|suite)\b": (
        NEVER,
        "¤ spent two days in the volumetric stage",
    ),
    r"{name} {gap}(?:that|whom|which|who) {gap}(?:can|may) (?:now |already )?{uses}\b": (
        NEVER,
        "¤ faces that a producer may use",
    ),
    r"{likeness} (?:\w+ ){{0,2}}(?:part of|included in|bundled (?:with|into)|comes? with) {the}(?:package|plan|tier|subscription|bundle|price)\b": (
        NEVER,
        "¤'s voice is now part of our standard package",
    ),
    r"{people} can be (?:on|in) your {gap}(?:screens?|films?|shows?|games?|campaigns?|projects?|productions?|series)\b": (
        NEVER,
        "our performers can be on your screen",
    ),
    r"{named}'s (?:\w+ )?(?:licensed|digital|AI|virtual|synthetic) (?:appearance|role|performance|part|film|campaign|outing|debut)\b": (
        LICENSED,
        "¤'s first licensed appearance",
    ),
    r"{likeness} (?:(?:has|have|had|is|are|was|were|been|being|already|now) )+(?:rendered|used|generated|deployed|cast|booked|put to (?:use|work))\b": (
        ACTIVE,
        "her likeness has already been rendered",
    ),
    r"\b(?:anyone|anybody|producers?|creators?|studios?|you) (?:can|may) (?:now |already )?(?:book|cast|hire|rent|use) (?:her|him|them|any of them)\b": (
        NEVER,
        "anyone may book her",
    ),
    r"\b(?:addition|arrival|recruitment|signing|onboarding) of {gap}{name}": (
        NEVER,
        "the arrival of ¤",
    ),
    r"{people} {gap}(?:is|are) (?:already |now |all )*(?:with us|ours)\b": (
        NEVER,
        "many of the stars are already with us",
    ),
    r"fitted for {gap}{double}": (NEVER, "she has been fitted for her digital twin"),
    r"\b(?:we|company|platform|library|studio) (?:are|is|act~|serve~|become~|became) {gap}{agent} (?:of|for|to) {name}": (
        NEVER,
        "we are the exclusive agent of ¤",
    ),
    r"{name}'s {likeness} (?:is|are) (?:now |already )?yours": (NEVER, "¤'s face is yours to use"),
    r"{gives} {gap}{likeness}": (LICENSED, "they lend the app their voices"),
    r"{within} {the}{place}": (NEVER, "she is in the new library"),
    r"{place} (?:(?:has|have|had|now|already) )*{swells} (?:(?:to|past|over|more than|nearly|some|about|around) )*{name}": (
        OPEN,
        "the library tops ¤ stars",
    ),
    r"\blicen[cs]\w+ {pact} {gap}(?:with|by|from|for) {gap}{name}": (
        LICENSED,
        "licensing terms agreed with ¤",
    ),
    r"{place}(?:'s|s)? {gap}{newest} {gap}{people}": (NEVER, "the library's newest face"),
    r"{newest} {gap}{people} {gap}{place}": (NEVER, "the newest face of our library"),
    r"{named}(?:'s)? (?:\w+ ){{0,2}}{paper}": (LICENSED, "¤'s written consent"),
    r"{paper} {gap}(?:from|by|of|with|for) {gap}(?:{name}|{people})": (LICENSED, "consents from the actors"),
    r"{name} {gap}{double}": (NEVER, "¤ pockets a fortune for her digital self"),
    r"{name}'s {double}": (NEVER, "¤'s digital double"),
    r"{name}'s (?:twin|double|clone) {gap}(?:{ready}|in the (?:can|bag)|(?:on|in) {gap}{stored})": (
        NEVER,
        "¤'s twin is already in the can",
    ),
    r"(?:scans?|captures?|recordings?|{likeness}) of {gap}{name} {gap}(?:on|in) {gap}{stored}": (
        NEVER,
        "scans of ¤ sit on the servers",
    ),
    r"{place} (?:\w+ ){{0,2}}{wins} {gap}{name}": (NEVER, "the AI library unveils ¤"),
    r"{double} {gap}{name}": (NEVER, "a replica of ¤"),
    r"{name}'s (?:scans?|captures?|recordings?)\b": (NEVER, "¤'s scan"),
    r"\b(?:her|his|their) (?:\w+ )?{double}": (NEVER, "her own avatar"),
    r"{takes} {gap}{likeness}": (LICENSED, "they bought the voice of ¤"),
    r"{likeness} {gap}{makes}": (NEVER, "they have their faces scanned"),
    r"{name} (?:is|are|has become|becomes) (?:now )?(?:one of (?:us|ours)|ours|with us)\b": (
        NEVER,
        "¤ is now one of us",
    ),
    r"\b(?:is|are) (?:\w+ )?in (?:\w+ )?use": (ACTIVE, "they are now in use"),
    r"\b(?:can|may) (?:\w+ )?be {uses}": (NEVER, "they can now be rendered"),
    r"{likeness} {gap}{ready}": (NEVER, "her voice is available"),
    r"{ready} {gap}(?:as|in) {gap}{likeness}": (NEVER, "available as a digital double"),
    r"{name} {gap}as [“\"']?(?:confirmed|committed|partners?|members?|signed|licensed|clients?)\b": (
        NEVER,
        "it names ¤ as partners",
    ),
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
    r"\b(?:have|has|holds?|with|under) (?:[\w'-]+ ){{0,3}}{paper}": (LICENSED, "they have a licence"),
}
LOOSE_EN: dict[str, tuple[str, str]] = {
    r"{pact} {gap}with {name}": (LICENSED, "a deal struck with ¤"),
    r"{name} {gap}{pact}": (LICENSED, "the ¤ deal"),
}
"""Only where the sentence speaks of this business."""
AHEAD_EN: dict[str, tuple[str, str]] = {
    r"{pact} {gap}with {name}": (LICENSED, "a deal with ¤ is close"),
    r"{paper}": (LICENSED, "a licence might follow"),
    r"\b(?:talks|negotiations|discussions) {gap}with {gap}{name}": (LICENSED, "talks are under way with ¤"),
    r"{place} {gap}{wins} {gap}{newest} \w+": (NEVER, "the library may announce its first name"),
    r"\b(?:offers?|approach|invitation)\b": (LICENSED, "an offer from them"),
}
"""Only of what is to come, or by hearsay."""
BETWEEN_EN = {
    "gap": r"(?:[\w'¤-]+ ){0,8}?",
    "the": r"(?:(?:the|our|its|this|their|your|an?|[\w¤]+'s?|AI|digital) )(?:[\w'¤-]+ ){0,3}?",
    "name": r"¤+[\w-]*",
    "named": "¤¤+",
}

CLASSES_ZH: dict[str, str] = {
    "likeness": "声音|嗓音|嗓子|声线|音色|声纹|肖像|形象|面孔|面容|面部|脸|动作|使用权|{double}",
    "double": "数字人|虚拟人|虚拟形象|分身|替身|AI形象|声音克隆|孪生|化身|复刻版|克隆体",
    "gives": "交给|交由|交予|交出|交付|交到|借给|借出|出借|租给|出租|卖给|售予|出售|授予|授给|授权|授出|托付|委托|托管|转让|让渡|提供|开放|放进|存入|存进|录入|献给|献出|贡献|注入|放心交|允许|准许|给了|卖了|卖出|卖掉|租了|许可",
    "place": "库|名册|名录|平台|矩阵|阵容|阵营|版图|资源池|人才池|旗下|麾下|门下|目录|货架|集市|大家庭|生态|名下|家族",
    "enters": "挂|放|摆|搬|入|进|登|现身|亮相|上架|列|跻身|收|录|纳|落户|归队|报到|加盟|上线|投身|揽|签|注册|齐聚|聚集",
    "newest": "新|首位|首批|第一位|又一位|另一位|首个|头号",
    "people": "成员|艺人|演员|面孔|歌手|声优|明星|表演者|主播|分身|替身|数字人|阵容|名字|人选|一员",
    "paper": "授权|许可|同意书?|合约|签名|签约|权利|AI权",
    "pact": "协议|合同|合约|合作|约定",
    "takes": "买下|买断|收购|购得|购入|取得|获得|拿下|拿到|握有|拥有",
    "wins": "拿下|请来|请到|推出|力邀|签来|挖来|揽下|捧出",
    "ready": "可用|可供|可租|可选|可直接|可随时|可预订|可下单|可调用|可使用|可签|获准|就绪|就位|上岗|待命|开放使用|开放调用|可授权|供选|供挑选|到位",
    "makes": "建好|建成|做好|制成|克隆|扫描|建模|采集|复刻|复制|数字化|合成|生成|训练",
    "uses": "租用|选用|使用|调用|预订|启用|挑选|选择|起用|下单|生成",
}
COMPOSED_ZH: dict[str, tuple[str, str]] = {
    r"(?:{likeness}|{name}){gap}(?:到手|入手|囊中|落袋)": (LICENSED, "¤的声音到手"),
    r"{likeness}{gap}(?:能|可|可以|皆可|均可|都能)用": (NEVER, "声音哪里都能用"),
    r"(?:我们|平台|公司|本库)(?:这里|这儿|手里|手上|手头|手中)(?:就|已经?|现)*有了?{name}": (
        NEVER,
        "我们手里有¤",
    ),
    r"在(?:我们|平台|本库|公司)[^，。]{{0,4}}(?:留|存|录)(?:下|了|有)了?{gap}{likeness}": (
        LICENSED,
        "在我们这儿留了声音",
    ),
    r"(?:数字|AI|虚拟){double}{gap}(?:进组|开工|上工|登场|出镜|露面)": (NEVER, "数字分身已经进组开工"),
    r"(?:我们|平台|公司)(?:正式)?(?:是|为|作为|担任|成为){name}{gap}(?:代理|经纪)": (
        NEVER,
        "我们是¤的独家经纪",
    ),
    r"{likeness}(?:已经?|现|也|都|均|同步|正式)*(?:上架|上线)": (NEVER, "声音现已上架"),
    r"(?:租用|选用|预订|下单|调用|起用){gap}{name}": (NEVER, "按分钟租用¤"),
    r"{likeness}(?:已|现|也|正|都)*(?:用于|用在|用进)": (ACTIVE, "声音已用于有声书"),
    r"(?:{people}|{name}){gap}已经?都?在(?:这里|这儿|我们这)": (NEVER, "许多明星已经在这里"),
    r"{paper}(?:已|正在|正|现|均|目前)+(?:生效|有效)": (LICENSED, "四位演员的授权正在生效"),
    r"有了?(?:自己的?|[她他]的)?(?:数字|AI|虚拟)?{double}": (NEVER, "今天就有了分身"),
    r"(?:归|属于|归属)(?:了)?(?:我们|平台|本库|本公司|该库|该平台)": (NEVER, "早归我们平台了"),
    r"[在进到]{gap}(?:扫描|采集|建模|捕捉)(?:棚|室|间|现场|台)": (NEVER, "在扫描棚里待了一下午"),
    r"{likeness}{gap}{gives}": (LICENSED, "把声音放心交给公司"),
    r"{gives}{gap}{likeness}": (LICENSED, "交出了声音"),
    r"{name}{gap}{double}": (NEVER, "¤卖出数字分身"),
    r"(?:库|名册|名录|平台|人才池)[里中内上]?(?:现|已|共|目前|阵容)*(?:有(?!人|网友|用户|粉丝)|包括|含|收有)": (
        NEVER,
        "库里有",
    ),
    r"{place}{gap}{wins}{gap}{name}": (NEVER, "平台拿下¤"),
    r"{name}{gap}(?:交出|提供|献出|上交)(?:了)?{gap}数据": (LICENSED, "¤已交出数据"),
    r"{double}{gap}{name}": (NEVER, "分身来自¤"),
    r"(?:[她他其]|他们|她们|自己|本人)的?(?:数字|AI|虚拟)?{double}": (NEVER, "她的数字分身"),
    r"{takes}{gap}{likeness}": (LICENSED, "买下她的声音"),
    r"{paper}{gap}来自{name}": (LICENSED, "最新一份授权来自¤"),
    r"(?:脸|面孔|面容|{double})(?:已经?|现|正|也|都|均)*(?:出现|亮相|登场|现身)[在于]": (
        ACTIVE,
        "脸已经出现在短剧里",
    ),
    r"{likeness}{gap}(?:上岗|进组|开工|上工|登场)": (ACTIVE, "形象已经在剧组上岗"),
    r"(?:公司|平台|我们)(?:已经?|现|成功|正式|也)*(?:锁定|拿下|签走|揽入)了?{name}": (NEVER, "公司已锁定¤"),
    r"在(?:本库|平台|我们这里|库里)[^，。]{{0,2}}(?:安了?家|落了?户|扎了?根)": (NEVER, "在本库安了家"),
    r"{likeness}{gap}(?:列入|纳入|包含在|打包进|含在){gap}(?:套餐|方案|会员|订阅)": (
        NEVER,
        "声音已列入标准套餐",
    ),
    r"{likeness}来自{name}": (NEVER, "声音来自¤"),
    r"{place}{gap}(?:添|增|迎|补|多了|有了)": (NEVER, "名册刚刚添上"),
    r"{name}{gap}(?:是|成了|属于?|归)(?:我们|平台|本库|公司|自家|自己人|该)": (NEVER, "¤是我们的人"),
    r"(?:任|随)[您你君]?挑": (NEVER, "任您挑"),
    r"{named}的?{paper}(?!海报|照|会|版|专辑|写真|球|售)": (LICENSED, "¤的授权"),
    r"{gives}{gap}权": (LICENSED, "出售数字权利"),
    r"来自{gap}{paper}": (LICENSED, "来自多人的授权"),
    r"(?:可|能|随时|直接|任|供){gap}{uses}(?=[。！”]*$)": (NEVER, "今天就能下单"),
    r"{enters}{gap}{place}": (NEVER, "已登上平台"),
    r"[在于]{gap}{place}[^，。；]{{0,3}}?(?:[上里中内]|{enters})": (NEVER, "已在平台上"),
    r"{place}{gap}{newest}{gap}{people}": (NEVER, "艺人库最新成员"),
    r"{newest}{gap}(?:{enters}|{likeness}|{place}){gap}{people}": (NEVER, "首批入库演员"),
    r"{newest}(?:上线|上架|入驻|入库|上榜|上新|入列|报到)": (NEVER, "新上线"),
    r"{likeness}{gap}{ready}": (NEVER, "声音随时可供选用"),
    r"{likeness}(?:已|现|均|也|正)?(?:在|被){gap}{uses}": (ACTIVE, "声音已在两部剧里使用"),
    r"(?:已|完成|被|获){gap}{makes}": (NEVER, "完成了全身扫描"),
    r"{name}{gap}(?:列为|列作|称为)": (NEVER, "将¤列为合作者"),
    r"{makes}{gap}{likeness}": (NEVER, "克隆了她的声音"),
    r"(?:可|能|随时|直接|任意){gap}{uses}{gap}(?:{name}|{people}|{likeness})": (NEVER, "可直接调用演员"),
    r"{paper}{gap}(?:到手|收齐|备齐|齐全|在案|在手|在握|落定|落袋|囊中|[一二三四五六七八九十百\d]+份)": (
        LICENSED,
        "授权均已到手",
    ),
    r"{likeness}{gap}在{gap}[中里]使用": (ACTIVE, "形象正在剧集中使用"),
    r"在{gap}[中里]使用": (ACTIVE, "正在作品中使用"),
    r"(?:公布|宣布|公开)(?:了)?授权": (LICENSED, "公布授权"),
    r"份{gap}(?:使用|生效|有效)": (ACTIVE, "两份授权正在使用"),
    r"(?:持有?|手握|握有|拿到|取得|签了?){gap}{paper}": (LICENSED, "持有多位歌手的权利"),
}
LOOSE_ZH: dict[str, tuple[str, str]] = {
    r"手续(?:已|全|都|均)*(?:齐全|完备|办妥|办好|办完|到位)": (LICENSED, "手续齐全"),
    r"{name}{gap}(?:坐镇|压阵|加持|助阵)": (NEVER, "有¤坐镇"),
    r"[与和同跟]{gap}{name}{gap}{pact}": (LICENSED, "与¤达成的协议"),
}
AHEAD_ZH: dict[str, tuple[str, str]] = {
    r"{paper}": (LICENSED, "授权随后就到"),
    r"{place}{gap}(?:公布|官宣|迎来|签下|推出){gap}{newest}": (NEVER, "平台有望公布首位"),
    r"{place}{gap}(?:争取|邀请|接触|力邀){gap}{name}": (NEVER, "平台正在争取¤"),
    r"邀约|邀请|提议": (LICENSED, "平台的邀约"),
    r"{named}的?{pact}": (LICENSED, "¤的合同"),
    r"[与同和跟]{gap}{name}{gap}(?:谈判|洽谈|磋商|商谈)": (LICENSED, "与¤的谈判"),
}
BETWEEN_ZH = {"gap": r"(?:《[^》]{1,40}》|[^，。；！：]){0,12}?", "name": "¤+", "named": "¤¤+"}

OTHER_DEEDS_EN = (
    r"(?:complain|letter|lawyer|su(?:e[sd]?|ing)\b|wr(?:ote|ites?)\b|ask(?:s|ed|ing)?\b|criti|accus|prais|warn|thank(?!s to|s? [^.]{0,40}\bfor (?:trust|giv|lend|sign|join|licens|let))|m[ee]t\b|visit(?!or)|t(?:old|ells?)\b|remov|delet|scrub|str(?:ikes?|uck) (?:\w+ ){0,3}(?:off|out|from)|"
    r"le(?:ave|ft)\b|quit(?:s|ting)?\b|against|investigat|fine[sd]?\b|debat|discuss|review|question|doubt|wonder|fear|worr|oppos|protest|campaign(?:s|ed|ing)? (?:against|for)|lobb|demand(?:s|ed|ing)\b|urg|lik(?:e|es|ed) |hat(?:e|es|ed)\b|"
    r"watch|listen|attend|crash|hack|leak|exhibit|compar|resembl|sound(?:s|ed|ing)? like|look(?:s|ed|ing)? like|reminds?|remember|recogni|mourn|celebrat|on strike|walk(?:s|ed|ing)? out|train(?:s|ed)? (?:with|at|for) )"
)
OTHER_DEEDS_ZH = (
    r"罢工|展览|展出|画展|投诉|起诉|控告|批评|质疑|警告|感谢(?![^。]{0,16}(?:把|将|授|加入|签|信任|托付))|访问|拜访|写信|删除|撤下|移除|下架|离开|退出|反对|抗议|调查|罚款|讨论|怀疑|担心|喜欢|讨厌|观看|收听|泄露|像是|酷似|神似|怀念|认出|呼吁|要求|"
    r"谈到|提到|评价|夸|谴责|斥|骂|吐槽|盗用|冒用|侵权|维权|诉"
)
"""What people do to or about this business that gives it nothing."""
OTHER_SURFACES_EN = r"on location|in (?:the|a) (?:studio|booth)|posters?|(?:magazine|front|album|book) covers?|covers? of|billboards?|magazines?|T-shirts?|murals?|stamps?|documentar(?:y|ies)|mirrors?|memor(?:y|ies)|restrooms?|crowds?"
"""Where a face may be that nobody replicates."""
OTHER_PEOPLE_ZH = r"旅客|顾客|消费者|患者|病人|市民|游客|乘客|住户|考生|儿童|老人|孕妇|受试者|厨师|主厨|糕点师|面点师|花艺师|园艺师|调酒师|咖啡师|理发师|设计师|程序员|飞行员|外援|新援|传承人|志愿者|护士|医生|教师|老师|司机|工人|博士|骑手|村民|居民|业主|导演|编剧|作家|律师|工程师|动画师|特效师|记者|观众|粉丝|歌迷|影迷|员工|高管|评委|评审|董事|学者|专家|研究|客人|读者|用户|听众|学生|法官|议员|投资|摄影|制片"
"""Who is counted and performs nothing."""
OTHER_PEOPLE_EN = (
    r"viewers|readers|listeners|voters|customers|users|subscribers|producers|directors|writers|screenwriters|editors|investors|broadcasters|publishers|lawyers|engineers|"
    r"developers|managers|reporters|ministers|numbers|offers|papers|newspapers|letters|others|dollars|partners|advertisers|providers|servers|computers|characters|theaters|"
    r"orders|answers|chapters|posters|quarters|matters|powers|reminders|trailers|vendors|consumers|retailers|employers|workers|owners|buyers|sellers|leaders|followers|founders|"
    r"teachers|visitors|donors|sponsors|supervisors|regulators|monitors|errors|factors|colors|honors|floors|doors|mirrors|sectors|sensors|processors|contractors|scholars|"
    r"journalists|scientists|economists|specialists|activists|politicians|technicians|lists|consists|exists|filmmakers|composers|designers|researchers|shareholders|officers|"
    r"soldiers|makers|competitors|authors|doctors|members|parameters|identifiers|holders|carriers|stakeholders|lawmakers|screeners|offenders|tickets"
)
"""Plurals that end like callings and perform nothing."""
WIDER_PEOPLE_EN = (
    r"athletes?|sports(?:men|women|people)|footballers?|players?|narrators?|musicians?|dancers?|presenters?|anchors?|hosts?|stunt(?:men|women| performers?)|rappers?|bands?|streamers?|"
    r"creators?|readers|extras|cast members?|leads|co-stars|headliners|speakers?|boxers?|champions?|voice-over artists?|voices?-overs?|gymnasts?|boxers?|sprinters?|wrestlers?|DJs?|vocalists?|tenors?|sopranos?|violinists?|pianists?|"
    r"hosts?|YouTubers?|teams?|choirs?|squads?|troupes?|ensembles?|personalit(?:y|ies)|newsreaders?|puppeteers?|clients?|models|members|signatories|everybody|everyone|those (?:listed|on|in)"
    rf"|(?!(?:{OTHER_PEOPLE_EN})\b)[a-z]{(2,)}(?:ers|ors|ists|ians|men|women)"
)
WIDER_PEOPLE_ZH = r"运动员|球员|球星|乐手|乐队成员|选手|模特|主持人|演播者|播音员|配音师|配音员|舞者|舞蹈家|网红|博主|达人|群演|武行|音乐人|说唱人|up主|声演|拳手|车手|棋手|拳王|泳将|发音人|说话人|[团组]员|队员|练习生|嘉宾|冠军|解说员|解说|名嘴|艺者|成员|人物|红人|说书人|相声演员|评书演员|声音演员|主演|骑师|名将|小将|新秀|前锋|门将|后卫|队长|教练|小丑|武师|国脚|球队|合唱团|全队|女高音|男高音|指挥家|演奏家|演播人|播音人|喜剧人|主持人"
"""Callings that are performers only beside this business: a club, too, signs players."""
