"""Why a build failed, in words: what to do next, by the engine's code."""

from propria.plumbing.web.words import Words

FAILURES = {
    "replicas.no_face": Words(
        zh="有一份素材里看不到脸。请换一份。", en="No face is seen in one of the recordings. Choose another."
    ),
    "replicas.several_faces": Words(
        zh="有一份素材里不止一张脸。请只选有您一人的素材。",
        en="More than one face is seen in one of the recordings. Choose recordings of you alone.",
    ),
    "replicas.face_too_small": Words(
        zh="有一份素材里脸太小。请靠近一些再录。",
        en="The face is too small in one of the recordings. Record closer.",
    ),
    "replicas.nothing_to_build_from": Words(
        zh="没有照片或录像可用。", en="There is no photo or video to build from."
    ),
    "replicas.footage_too_short": Words(
        zh="录像太短。请录长一些。", en="The footage is too short. Record more."
    ),
    "replicas.voice_too_short": Words(
        zh="语音太短。请录长一些。", en="There is too little speech. Record more."
    ),
    "replicas.footage_unreadable": Words(zh="有一段录像无法读取。", en="One of the videos cannot be read."),
    "replicas.picture_unreadable": Words(zh="有一张照片无法读取。", en="One of the photos cannot be read."),
    "replicas.sound_unreadable": Words(
        zh="有一段录音无法读取。", en="One of the sound recordings cannot be read."
    ),
    "replicas.engine_missing": Words(
        zh="这台机器没有安装制作分身的引擎；请联系运营方。",
        en="The engine that builds replicas is not installed here; the operator can add it.",
    ),
    "replicas.engine_died": Words(
        zh="引擎中途停止，可能是内存不足。请再试一次。",
        en="The engine ended before it was done, perhaps for want of memory. Try again.",
    ),
    "replicas.engine_unreachable": Words(
        zh="另一台机器上的引擎没有应答。请稍后再试。",
        en="The engine, which is elsewhere, does not answer. Try again later.",
    ),
    "replicas.engine_too_slow": Words(
        zh="引擎没有在规定时间内做完。请再试一次。", en="The engine was not done in its time. Try again."
    ),
    "replicas.engine_other_than_declared": Words(
        zh="引擎自称的名称、地点或留存与运营方声明的不符，因此什么也没有交给它。请联系运营方。",
        en="The engine says another name, place or retention than the operator declared, so it was given nothing.",
    ),
    "replicas.engine_answers_wrong": Words(
        zh="引擎的回答不可用，未采用任何内容。请联系运营方。",
        en="What the engine answered is not to be used, and nothing of it is. The operator can look into it.",
    ),
    "replicas.engine_answers_too_much": Words(
        zh="引擎发来的内容过大，未采用。", en="The engine sent more than is taken; nothing of it is used."
    ),
    "consent.no_share_consent": Words(
        zh="引擎在别处，而您没有同意交给它，因此什么也没有交出。",
        en="The engine is elsewhere and you have not agreed that it is given anything, so it was given nothing.",
    ),
    "likeness.shredded": Words(
        zh="有一份素材在制作途中被销毁。", en="One of the recordings was destroyed meanwhile."
    ),
}


def why(code: str) -> Words:
    """The reason in words; a code that has none stands for itself."""
    unknown = Words(
        zh=f"制作没有完成（{code}）。请再试一次。", en=f"The build did not finish ({code}). Try again."
    )
    return FAILURES.get(code, unknown)
