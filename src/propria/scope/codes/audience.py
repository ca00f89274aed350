"""Audience ratings in order, and themes, in zh and en. Data only."""

RATINGS: dict[str, tuple[str, str]] = {
    "all": ("全年龄", "everyone"),
    "6": ("六岁以上", "6 and over"),
    "12": ("十二岁以上", "12 and over"),
    "16": ("十六岁以上", "16 and over"),
    "18": ("成人", "adults only"),
}
RATING_ORDER = tuple(RATINGS)

THEMES: dict[str, tuple[str, str]] = {
    "drama": ("剧情", "drama"),
    "comedy": ("喜剧", "comedy"),
    "action": ("动作", "action"),
    "crime": ("罪案", "crime"),
    "mystery": ("悬疑", "mystery"),
    "family": ("家庭", "family"),
    "fantasy": ("奇幻", "fantasy"),
    "science_fiction": ("科幻", "science fiction"),
    "history": ("历史", "history"),
    "costume": ("古装", "period costume"),
    "sport": ("体育", "sport"),
    "music": ("音乐歌舞", "music and dance"),
    "romance": ("爱情", "romance"),
    "horror": ("惊悚恐怖", "horror"),
    "war": ("战争", "war"),
    "violence": ("暴力", "violence"),
    "medical": ("医疗", "medical"),
    "intimacy": ("亲密戏", "intimacy"),
    "nudity": ("裸露", "nudity"),
    "sexual": ("性内容", "sexual content"),
    "politics": ("政治", "politics"),
    "religion": ("宗教", "religion"),
    "real_person": ("演绎真实人物", "portrayal of a real person"),
    "drugs": ("毒品", "drugs"),
    "alcohol_tobacco": ("烟酒", "alcohol and tobacco"),
    "gambling": ("博彩", "gambling"),
    "self_harm": ("自伤自杀", "self-harm"),
    "discrimination": ("歧视", "discrimination"),
    "deception": ("冒充本人发言", "speech passed off as one’s own opinion"),
}

SENSITIVE_THEMES = frozenset(
    {
        "intimacy",
        "nudity",
        "sexual",
        "politics",
        "religion",
        "drugs",
        "gambling",
        "self_harm",
        "discrimination",
    }
    | {"deception", "real_person"}
)
