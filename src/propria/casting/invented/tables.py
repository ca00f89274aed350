"""The small distributions behind invented performers. Data only; no table holds a person.

How many credits people have and which two genres they share was counted over 28,629 cast lists of films made
between 1900 and 2023 (Wikipedia, by way of prust/wikipedia-movie-data, MIT) and kept as these few numbers.
Names are put together from parts; that somebody bears one is chance.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CREDITS = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45, 60, 90, 150)
CREDITS_WEIGHT = (5487, 1316, 657, 405, 291, 405, 310, 280, 290, 230, 160, 90, 50, 29)

GENRES: dict[str, tuple[str, str, int]] = {
    "drama": ("剧情", "drama", 12556),
    "comedy": ("喜剧", "comedy", 12518),
    "action": ("动作", "action", 6000),
    "horror": ("惊悚恐怖", "horror", 3700),
    "romance": ("爱情", "romance", 3076),
    "mystery": ("悬疑", "mystery", 3600),
    "crime": ("罪案", "crime", 2600),
    "music": ("音乐歌舞", "musical", 2060),
    "science_fiction": ("科幻", "science fiction", 1858),
    "fantasy": ("奇幻", "fantasy", 2200),
    "history": ("历史", "historical", 1860),
    "family": ("家庭", "family", 1440),
    "war": ("战争", "war", 962),
    "sport": ("体育", "sports", 914),
    "costume": ("古装", "period costume", 1800),
    "medical": ("医疗", "medical", 240),
}

SURNAMES = _words("""
王Wang 李Li 张Zhang 刘Liu 陈Chen 杨Yang 赵Zhao 黄Huang 周Zhou 吴Wu 徐Xu 孙Sun 胡Hu 朱Zhu
高Gao 林Lin 何He 郭Guo 马Ma 罗Luo 梁Liang 宋Song 郑Zheng 谢Xie 韩Han 唐Tang 冯Feng 于Yu
董Dong 萧Xiao 程Cheng 曹Cao 袁Yuan 邓Deng 许Xu 傅Fu 沈Shen 曾Zeng 彭Peng 吕Lü 苏Su 卢Lu
蒋Jiang 蔡Cai 贾Jia 丁Ding 魏Wei 薛Xue 叶Ye 阎Yan 余Yu 潘Pan 杜Du 戴Dai 夏Xia 钟Zhong 汪Wang
田Tian 任Ren 姜Jiang
""")
GIVEN = _words("""
安an 冰bing 波bo 晨chen 川chuan 春chun 丹dan 冬dong 朵duo 恩en 帆fan 枫feng 歌ge 谷gu 海hai
涵han 荷he 虹hong 华hua 桦hua 嘉jia 江jiang 洁jie 瑾jin 静jing 军jun 可ke 岚lan 乐le 黎li
莲lian 琳lin 灵ling 露lu 曼man 茂mao 梦meng 敏min 墨mo 楠nan 宁ning 沛pei 平ping 琪qi 千qian
晴qing 然ran 融rong 瑞rui 森sen 珊shan 诗shi 书shu 思si 松song 棠tang 涛tao 庭ting 彤tong
婉wan 薇wei 文wen 曦xi 霞xia 晓xiao 欣xin 星xing 秀xiu 雪xue 妍yan 阳yang 一yi 怡yi 英ying
咏yong 雨yu 远yuan 越yue 云yun 泽ze 哲zhe 知zhi 舟zhou
""")
FIRST_NAMES = _words("""
Ada艾达 Alan艾伦 Alice爱丽丝 Amir阿米尔 Anna安娜 Arjun阿琼 Beth贝丝 Bruno布鲁诺 Carla卡拉
Celia西莉亚 Clara克拉拉 Daniel丹尼尔 David大卫 Diego迭戈 Elena埃琳娜 Emil埃米尔 Emma艾玛
Erik埃里克 Eva伊娃 Felix费利克斯 Flora弗洛拉 Grace格蕾丝 Hana花 Hugo雨果 Ines伊内丝
Iris艾丽丝 Ivan伊万 Jack杰克 James詹姆斯 Jiho智浩 Jonas约纳斯 Julia朱莉娅 Karim卡里姆
Kate凯特 Kenji健二 Laura劳拉 Leila莱拉 Leo利奥 Lucas卢卡斯 Lucy露西 Maria玛丽亚 Marta玛尔塔
Maya玛雅 Mei美 Mila米拉 Minseo敏书 Nadia纳迪娅 Nina尼娜 Noah诺亚 Nora诺拉 Omar奥马尔
Oscar奥斯卡 Paul保罗 Petra佩特拉 Priya普里娅 Rosa罗莎 Ruth露丝 Samir萨米尔 Sara萨拉 Simon西蒙
Sofia索菲娅 Tara塔拉 Theo西奥 Tom汤姆 Vera薇拉 Victor维克托 Yuki雪 Zoe佐伊
""")
FAMILY_NAMES = _words("""
Abbott阿博特 Adler阿德勒 Alvarez阿尔瓦雷斯 Andersen安德森 Bauer鲍尔 Bell贝尔 Berg伯格
Blake布莱克 Brandt勃兰特 Bruno布鲁诺 Carter卡特 Castro卡斯特罗 Chandra钱德拉 Cole科尔
Costa科斯塔 Cruz克鲁兹 Dahl达尔 Davies戴维斯 Dubois杜布瓦 Eriksen埃里克森 Farrell法雷尔
Ferrari费拉里 Fischer费舍尔 Flores弗洛雷斯 Fox福克斯 Garcia加西亚 Grant格兰特 Greene格林
Hale黑尔 Hansen汉森 Hayes海斯 Hill希尔 Holm霍尔姆 Ito伊藤 Jain贾因 Jensen延森 Kato加藤
Keller凯勒 Khan汗 Kim金 Klein克莱因 Lambert兰伯特 Larsen拉森 Lee李 Lopez洛佩斯 Marsh马什
Martin马丁 Mendes门德斯 Meyer迈耶 Moore摩尔 Mori森 Novak诺瓦克 Okafor奥卡福 Ortiz奥尔蒂斯
Park朴 Patel帕特尔 Pereira佩雷拉 Quinn奎因 Reyes雷耶斯 Rossi罗西 Roy罗伊 Santos桑托斯
Sato佐藤 Silva席尔瓦 Singh辛格 Stone斯通 Tanaka田中 Varga瓦尔加 Wagner瓦格纳 Ward沃德
Weber韦伯 West韦斯特 Wolf沃尔夫 Young扬
""")

HOMES: dict[str, tuple[float, str, tuple[str, ...]]] = {
    "CN": (0.46, "CNY", ("zh",)),
    "HK": (0.04, "HKD", ("yue", "zh", "en")),
    "TW": (0.03, "USD", ("zh",)),
    "SG": (0.03, "USD", ("en", "zh")),
    "MY": (0.02, "USD", ("zh", "ms", "en")),
    "JP": (0.05, "JPY", ("ja",)),
    "KR": (0.05, "USD", ("ko",)),
    "US": (0.12, "USD", ("en-US",)),
    "GB": (0.06, "GBP", ("en-GB",)),
    "CA": (0.03, "USD", ("en", "fr")),
    "FR": (0.03, "EUR", ("fr",)),
    "DE": (0.03, "EUR", ("de",)),
    "ES": (0.02, "EUR", ("es",)),
    "IN": (0.02, "USD", ("hi", "en")),
    "AU": (0.01, "USD", ("en",)),
}
CHINESE_NAMES = ("CN", "HK", "TW", "SG", "MY")
UNITS_FOR_A_FEN = {"CNY": 1.0, "HKD": 1.1, "JPY": 0.21, "USD": 0.14, "GBP": 0.11, "EUR": 0.13}
FLOOR_IN_CNY_ABROAD = 0.5
SECOND_LANGUAGES = {
    "en": 0.34,
    "zh": 0.12,
    "yue": 0.06,
    "ja": 0.05,
    "fr": 0.04,
    "es": 0.04,
    "ko": 0.03,
    "de": 0.02,
}
PRESENTS = {"woman": 0.47, "man": 0.47, "neither": 0.06}

TYPES: tuple[tuple[str, str], ...] = (
    ("果断的警探", "a decisive detective"),
    ("严厉的校长", "a stern headmaster"),
    ("温柔的母亲", "a gentle mother"),
    ("油滑的推销员", "a slick salesman"),
    ("天真的大学生", "a naive student"),
    ("冷静的外科医生", "a calm surgeon"),
    ("落魄的拳击手", "a washed-up boxer"),
    ("野心勃勃的律师", "an ambitious lawyer"),
    ("古灵精怪的小妹", "a mischievous younger sister"),
    ("忠诚的侍卫", "a loyal guard"),
    ("多疑的皇帝", "a suspicious emperor"),
    ("江湖侠客", "a wandering swordsman"),
    ("孤独的宇航员", "a lonely astronaut"),
    ("贪婪的银行家", "a greedy banker"),
    ("乡村教师", "a village teacher"),
    ("毒舌的美食评论家", "a sharp-tongued food critic"),
    ("疲惫的急诊护士", "a tired emergency nurse"),
    ("神秘的通灵者", "a mysterious medium"),
    ("沉默的杀手", "a silent assassin"),
    ("热心的邻居", "a kind neighbour"),
    ("叛逆的摇滚歌手", "a rebellious rock singer"),
    ("退役的士兵", "a retired soldier"),
    ("精明的女企业家", "a shrewd businesswoman"),
    ("慈祥的祖父", "a kindly grandfather"),
    ("腹黑的反派", "a scheming villain"),
    ("笨拙的上班族", "a clumsy office worker"),
    ("执着的记者", "a stubborn journalist"),
    ("失忆的公主", "a princess who lost her memory"),
    ("电竞选手", "an e-sports player"),
    ("出租车司机", "a taxi driver"),
)
SKILLS: tuple[tuple[str, str], ...] = (
    ("会骑马", "rides horses"),
    ("会击剑", "fences"),
    ("会弹钢琴", "plays the piano"),
    ("会拉小提琴", "plays the violin"),
    ("会唱京剧", "sings Peking opera"),
    ("会跳芭蕾", "dances ballet"),
    ("会跳街舞", "dances hip-hop"),
    ("会武术", "is trained in martial arts"),
    ("会滑雪", "skis"),
    ("会游泳和潜水", "swims and dives"),
    ("会手语", "knows sign language"),
    ("会说相声", "performs crosstalk comedy"),
    ("会弹吉他", "plays the guitar"),
    ("会打鼓", "plays the drums"),
    ("会烹饪", "cooks"),
    ("会驾驶摩托车", "rides motorcycles"),
    ("会杂技", "does acrobatics"),
    ("会书法", "writes calligraphy"),
    ("会打篮球", "plays basketball"),
    ("会跳探戈", "dances the tango"),
    ("会射箭", "shoots a bow"),
    ("会溜冰", "skates on ice"),
    ("会木偶戏", "works puppets"),
    ("会说快板", "recites rhymed clapper talk"),
)
VOICES: tuple[tuple[str, str], ...] = (
    ("嗓音低沉而温暖", "a deep, warm voice"),
    ("嗓音清亮", "a clear, bright voice"),
    ("嗓音沙哑", "a husky voice"),
    ("声音甜美", "a sweet voice"),
    ("声音沉稳，适合纪录片旁白", "a steady voice for documentary narration"),
    ("声线多变，擅长卡通角色", "a versatile voice for cartoon characters"),
    ("语速快，口齿伶俐", "a fast, nimble tongue"),
    ("声音苍老", "an aged voice"),
    ("声音年轻有朝气", "a youthful, energetic voice"),
    ("声音威严", "a commanding voice"),
    ("轻声细语，适合有声书", "a soft voice for audiobooks"),
    ("浑厚的男中音", "a rich baritone"),
)

# What profiles state beside it: round figures, made plausible by hand. Nothing below was counted over people.

SKILL_NAMES: tuple[tuple[str, str, int], ...] = (
    ("骑马", "Horse riding", 9),
    ("击剑", "Fencing", 6),
    ("钢琴", "Piano", 12),
    ("小提琴", "Violin", 4),
    ("京剧", "Peking opera", 3),
    ("芭蕾", "Ballet", 6),
    ("街舞", "Hip-hop", 8),
    ("武术", "Martial arts", 10),
    ("滑雪", "Skiing", 5),
    ("游泳", "Swimming", 20),
    ("手语", "Sign language", 2),
    ("相声", "Crosstalk", 3),
    ("吉他", "Guitar", 14),
    ("架子鼓", "Drums", 4),
    ("烹饪", "Cooking", 12),
    ("摩托车", "Motorcycle", 8),
    ("杂技", "Acrobatics", 3),
    ("书法", "Calligraphy", 6),
    ("篮球", "Basketball", 9),
    ("探戈", "Tango", 3),
    ("射箭", "Archery", 3),
    ("溜冰", "Ice skating", 4),
    ("木偶戏", "Puppetry", 1),
    ("快板", "Clapper talk", 1),
)
"""The skill of the same place in SKILLS, as a profile lists it, and how often it comes as a further one."""
MORE_SKILLS = (0.3, 0.35, 0.25, 0.1)
"""How likely somebody lists none, one, two, three skills more."""
ACCENTS: dict[str, dict[str, float]] = {
    "CN": {"zh-CN": 0.5, "zh-x-dongbei": 0.08, "zh-x-sichuan": 0.07},
    "HK": {"zh-HK": 0.5},
    "TW": {"zh-TW": 0.8},
    "US": {"en-GB": 0.06},
    "GB": {"en-US": 0.15},
    "CA": {"fr-CA": 0.4, "en-US": 0.5},
    "ES": {"es-ES": 0.7, "es-MX": 0.05},
}
"""Accents of a language that everybody of that home speaks."""
HEIGHTS = {"woman": (162, 6), "man": (174, 7), "neither": (168, 8)}
"""Of adults: mean and spread, in centimetres."""
TALLER = {"US": 3, "GB": 3, "CA": 3, "FR": 3, "DE": 5, "AU": 4, "IN": -3}
ADULT = 17
GROWTH = ((0, 50), (2, 86), (6, 115), (10, 138), (14, 160), (ADULT, 168))
"""Of children: the mean height at an age."""
CHILD = 13
CHILDS_VOICE = ("童声", "Child")
BARITONE = ("男中音", "Baritone")
VOICE_TYPES: dict[str, dict[tuple[str, str], float]] = {
    "woman": {("女高音", "Soprano"): 0.4, ("女中音", "Mezzo-soprano"): 0.42, ("女低音", "Alto"): 0.18},
    "man": {("男高音", "Tenor"): 0.38, BARITONE: 0.42, ("男低音", "Bass"): 0.2},
    "neither": {("男高音", "Tenor"): 0.4, ("女低音", "Alto"): 0.6},
}
SAYS_BARITONE = 11
"""The voice of VOICES that names its type."""
UNIONS = {
    "CN": ("中广联合会演员委员会", 0.15),
    "HK": ("香港演艺人协会", 0.4),
    "JP": ("日本俳優連合", 0.35),
    "KR": ("한국방송연기자노동조합", 0.4),
    "US": ("SAG-AFTRA", 0.6),
    "GB": ("Equity", 0.55),
    "CA": ("ACTRA", 0.5),
    "FR": ("SFA-CGT", 0.25),
    "DE": ("BFFS", 0.3),
    "ES": ("Unión de Actores y Actrices", 0.3),
    "IN": ("CINTAA", 0.45),
    "AU": ("MEAA", 0.45),
}
LIVES_AT_HOME = 0.92
STATES = {"height": 0.9, "voice": 0.7, "based_in": 0.97}
"""How likely somebody says it at all."""
REPRESENTED = (0.25, 0.05)
"""How likely a newcomer's profile lets a representative be shown, and how much likelier with each step of CREDITS."""
MOST_NAMED, MEAN_YEARS_AGO, YOUNGEST = 6, 5, 5
"""How many works a profile names, how long ago they were in the mean, and how old one is for the first."""
TITLE_HEADS = tuple(
    pair.split("|")
    for pair in _words("""
纸|Paper 无声的|Silent 第七个|Seventh 蓝色|Blue 迟到的|Late 北方的|Northern 借来的|Borrowed 最后的|Last 盐|Salt
玻璃|Glass 午夜|Midnight 远方的|Distant 空|Empty 白昼的|Daylight 双重|Double 冬天的|Winter 遗失的|Lost 铜|Copper
""")
)
TITLE_TAILS = tuple(
    pair.split("|")
    for pair in _words("""
雨伞|Umbrella 渡口|Ferry 证人|Witness 花园|Garden 电台|Radio 列车|Train 灯塔|Lighthouse 来信|Letter 菜单|Menu
街区|Quarter 法庭|Court 河流|River 戏台|Stage 病房|Ward 王朝|Dynasty 邻居|Neighbour 地图|Map 钟楼|Belfry
""")
)
