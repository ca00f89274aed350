"""How a line was done, in words: feelings by name, a gaze, a movement of the head."""

from collections.abc import Mapping

from propria.plumbing.web.words import Words
from propria.replicas.engine.manner import AS_FILMED, Feeling, Manner

FEELING_WORDS: Mapping[Feeling, Words] = {
    Feeling.NEUTRAL: Words("不加（如录像原样）", "None (as filmed)"),
    Feeling.WARM: Words("温和", "Warm"),
    Feeling.DELIGHTED: Words("欣喜", "Delighted"),
    Feeling.SAD: Words("悲伤", "Sad"),
    Feeling.ANGRY: Words("愤怒", "Angry"),
    Feeling.SURPRISED: Words("惊讶", "Surprised"),
    Feeling.AFRAID: Words("害怕", "Afraid"),
    Feeling.DISGUSTED: Words("厌恶", "Disgusted"),
    Feeling.TIRED: Words("疲惫", "Tired"),
}


def manner_words(manner: Manner) -> Words | None:
    """The manner in a few words; None where it is as filmed."""
    if manner == AS_FILMED:
        return None
    feeling, zh, en = FEELING_WORDS[manner.feeling], [], []
    if manner.feeling is not Feeling.NEUTRAL:
        zh.append(f"神情{feeling.zh} {manner.strength_percent}%")
        en.append(f"{feeling.en.lower()} at {manner.strength_percent}%")
    if manner.gaze_yaw_degrees or manner.gaze_pitch_degrees:
        turned = f"{manner.gaze_yaw_degrees}°/{manner.gaze_pitch_degrees}°"
        zh.append(f"目光 {turned}")
        en.append(f"gaze {turned}")
    if manner.head_seed:
        zh.append(f"头部微动 {manner.head_seed}")
        en.append(f"head movement {manner.head_seed}")
    return Words("，".join(zh), ", ".join(en))
