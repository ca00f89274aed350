"""Attributes of a person, acts done with them, and the script class, in zh and en. Data only."""

ATTRIBUTES: dict[str, tuple[str, str]] = {
    "name": ("姓名", "name"),
    "image": ("面容", "face"),
    "voice": ("声音", "voice"),
    "body": ("形体", "body"),
    "motion": ("动作", "movement"),
    "signature_style": ("标志性风格", "signature style"),
    "biography": ("生平", "life story"),
}

ACTS: dict[str, tuple[str, str]] = {
    "capture": ("录制采集", "recording for a replica"),
    "build": ("制作数字分身", "building a replica"),
    "generate": ("按剧本生成表演", "generating scripted scenes"),
    "edit": ("修改已有表演", "altering a recorded performance"),
    "dub": ("译配", "dubbing into a language"),
    "real_time": ("实时互动", "live unscripted interaction"),
    "fine_tune": ("微调模型", "fine-tuning a model"),
    "train": ("训练模型", "training a model"),
    "reuse_archival": ("复用旧有影像录音", "reusing archive material"),
    "performance_transfer": ("由他人的表演驱动", "another person’s performance moving the replica"),
}

SCRIPTS: dict[str, tuple[str, str]] = {
    "no_words": ("无台词", "no words"),
    "lodged": ("事先存档的剧本", "a script lodged beforehand"),
    "translated": ("既有台词的译文", "a translation of lines already spoken"),
    "outline": ("只有大纲的场次", "scenes known in outline"),
    "improvised": ("即兴台词", "improvised lines"),
    "machine_written": ("机器即时写出的台词", "lines a machine writes as it goes"),
}

LIFE: dict[str, tuple[str, str]] = {
    "after_death": ("身后使用", "use after death"),
}

PERFORMANCE_ACTS = frozenset(
    {"generate", "edit", "dub", "real_time", "reuse_archival", "performance_transfer"}
)
TRAINING_ACTS = frozenset({"fine_tune", "train"})
MODEL_ACTS = TRAINING_ACTS | {"build"}
BY_NAME_ALONE = MODEL_ACTS | {"performance_transfer"}
"""Acts that no wider word of anybody else's means."""
