"""What was found in a recording, in words: what it is, why it matters, and what to do when it is taken again."""

from dataclasses import dataclass

from propria.likeness.quality_model import Verdict
from propria.plumbing.web.words import Words

VERDICT_WORDS = {
    Verdict.USABLE: Words(zh="可用", en="Good to use"),
    Verdict.RETAKE: Words(zh="最好重录", en="Better taken again"),
    Verdict.HELD: Words(zh="待人工查看", en="Waits for a person"),
    Verdict.CONFIRMED: Words(zh="已由人工确认", en="Confirmed by a person"),
}


@dataclass(frozen=True)
class Told:
    """What was found and why it matters, and what helps."""

    what: Words
    retake: Words


FINDINGS = {
    "face.none": Told(
        Words("多数画面里看不到脸，无法据此制作。", "Most pictures show no face; nothing can be made of them."),
        Words("请正对镜头，整张脸都在画面里。", "Face the camera, the whole face in the picture."),
    ),
    "face.several": Told(
        Words("画面里不止一张脸，无法确定是谁。", "More than one face is seen, so it is not certain whose it is."),
        Words("请独自录制，背后不要有人或人像。", "Record alone, with nobody and no portrait behind you."),
    ),
    "face.small": Told(
        Words("脸太小，细节不够。", "The face is too small to show detail."),
        Words("请靠近镜头，脸占画面宽度的三分之一以上。", "Come closer: the face takes a third of the width or more."),
    ),
    "face.modest": Told(
        Words("脸不大，皮肤与牙齿的细节会有限。", "The face is rather small; skin and teeth will lack detail."),
        Words("靠近一些会更清楚。", "A little closer is clearer."),
    ),
    "picture.blurred": Told(
        Words("画面模糊，轮廓会不准。", "The picture is blurred, so outlines will be off."),
        Words("请擦净镜头、放稳设备、对焦在脸上。", "Wipe the lens, rest the device on something, focus on the face."),
    ),
    "light.dark": Told(
        Words("太暗，暗处没有细节。", "It is too dark; shadows hold no detail."),
        Words("请面向窗户或灯，光从前方来。", "Turn towards a window or a lamp; let the light come from the front."),
    ),
    "light.burnt": Told(
        Words("脸上过亮，亮处没有细节。", "Parts of the face are burnt out and hold no detail."),
        Words("请避开直射光，或降低曝光。", "Keep out of direct light, or lower the exposure."),
    ),
    "light.one_sided": Told(
        Words("光只从一侧来，影子会留在分身上。", "The light comes from one side; its shadow stays on the replica."),
        Words("请让两侧同样亮。", "Let both sides be equally bright."),
    ),
    "pose.narrow": Told(
        Words("头部转动少，侧面只能推测。", "The head turns little; its sides will be guessed."),
        Words("请另录一段：慢慢向左、向右转头，再抬头、低头。", "Record one more: turn slowly left and right, then up and down."),
    ),
    "expression.narrow": Told(
        Words("表情少，其余用通用表情代替。", "Few expressions are shown; the others will be anybody’s."),
        Words("请另录一段：张嘴、微笑、噘嘴、抬眉、皱眉、闭眼。",
              "Record one more: open mouth, smile, pucker, brows up, brows down, eyes closed."),
    ),
    "sound.none": Told(
        Words("没有说话声。", "Nobody speaks in it."),
        Words("请检查麦克风后再录。", "Check the microphone and record again."),
    ),
    "sound.noisy": Told(
        Words("杂音大，声音特征会被盖住。", "It is noisy; the noise covers what is particular to the voice."),
        Words("请关掉风扇与音乐，靠近麦克风，在小房间里录。", "Turn off fans and music, come closer, use a small room."),
    ),
    "sound.clipped": Told(
        Words("声音过响而失真。", "It is too loud and distorted."),
        Words("请降低录音电平，或离远一些。", "Lower the level, or step back a little."),
    ),
    "speech.too_little": Told(
        Words("说话不到两秒，听不出是谁的声音。", "Under two seconds of speech: too little to know a voice by."),
        Words("请至少念一整句。", "Read one whole sentence at least."),
    ),
    "speech.other_words": Told(
        Words("听到的与所写的话对不上。", "What is heard does not match the words that were written down."),
        Words("请照写的念，或改写这句话。", "Read them as written, or write down what you say."),
    ),
    "speech.narrow": Told(
        Words("说到的口型不全，缺的只能用相近的代替。", "Not every shape of the mouth is spoken; the nearest stands in."),
        Words("请再念一段文稿，补上所缺的口型。", "Read one more of the scripts, for the shapes that are missing."),
    ),
    "still.dead": Told(
        Words("什么也没有录到：连房间的底噪都没有。", "Nothing was recorded, not even the noise of the room."),
        Words("请检查麦克风，并关掉降噪。", "Check the microphone, and turn off noise reduction."),
    ),
    "still.loud": Told(
        Words("底噪太大，盖住了轻的声音。", "The room is too loud; its noise covers what is quiet."),
        Words("请关掉风扇、空调与音乐，或换一间房。", "Turn off fans, air conditioning and music, or use another room."),
    ),
    "still.spoken": Told(
        Words("里面有人声。", "A voice is heard in it."),
        Words("请另录一段，不说话、不哼声。", "Record it again without a word and without humming."),
    ),
    "room.short": Told(
        Words("只有房间声音的部分不足十秒，不够铺底。", "Under ten seconds hold nothing but the room: too little to lay under a line."),
        Words("请不动、不出声，录十五秒。", "Keep still and silent for fifteen seconds."),
    ),
    "room.disturbed": Told(
        Words("其间有响动。", "Something is heard in between."),
        Words("最好再录一段，不碰东西、不挪椅子。", "Better once more, without touching anything or moving the chair."),
    ),
    "breath.few": Told(
        Words("听清的呼吸不足三次。", "Fewer than three breaths are heard clearly."),
        Words("请靠近麦克风，吸气、呼气三次以上，每次之间静一秒。",
              "Come closer and breathe three times or more, silent for a second in between."),
    ),
    "consent.other_words": Told(
        Words("听到的与应念的同意原文相差较多。机器不作判断，由人查看。",
              "What is heard is far from the words of the consent. No machine judges that; a person looks at it."),
        Words("若您照念了原文，请等待；也可以再念一遍。", "If you read it as it is written, wait; or read it once more."),
    ),
    "person.several": Told(
        Words("画面中先后出现不同的脸。", "Different faces are seen one after the other."),
        Words("请剪出只有您本人的部分。", "Cut out the part that shows you alone."),
    ),
    "person.other_face": Told(
        Words("这张脸与您先前的录制不像。机器不作判断，由人查看。",
              "The face is unlike your earlier recordings. No machine judges that; a person looks at it."),
        Words("若是您本人，无需重录，请等待。", "If it is you, do nothing and wait."),
    ),
    "person.other_voice": Told(
        Words("这个声音与您先前的录制不像。机器不作判断，由人查看。",
              "The voice is unlike your earlier recordings. No machine judges that; a person looks at it."),
        Words("若是您本人，无需重录，请等待。", "If it is you, do nothing and wait."),
    ),
}  # fmt: skip
"""By the codes of `rules_quality`."""

MEASURE_WORDS = {
    "face_px": Words(zh="脸宽（像素）", en="face width (pixels)"),
    "sharpness": Words(zh="清晰度", en="sharpness"),
    "brightness": Words(zh="脸部亮度（0–255）", en="brightness of the face (0–255)"),
    "burnt_share": Words(zh="过亮的部分", en="burnt-out part"),
    "side_difference": Words(zh="两侧亮度差", en="difference between the sides"),
    "turn_degrees": Words(zh="左右转动（度）", en="turn, left to right (degrees)"),
    "nod_degrees": Words(zh="上下转动（度）", en="nod, down to up (degrees)"),
    "expressions": Words(zh="已有的表情", en="expressions shown"),
    "expressions_missing": Words(zh="还缺的表情", en="expressions still missing"),
    "speech_seconds": Words(zh="说话时长（秒）", en="speech (seconds)"),
    "signal_to_noise_db": Words(zh="信噪比（分贝）", en="signal to noise (decibels)"),
    "clipped_share": Words(zh="失真的部分", en="distorted part"),
    "words_heard": Words(
        zh="听到的话（机器听写，人名与日期常有误）",
        en="what is heard (by a machine, which often mishears names and days)",
    ),
    "word_error": Words(zh="与原文不同的字词（比例）", en="words that differ from those to be read (share)"),
    "sound_seconds": Words(zh="录音时长（秒）", en="sound (seconds)"),
    "floor_db": Words(zh="底噪（满刻度分贝）", en="noise of the room (decibels of full scale)"),
    "heard_seconds": Words(zh="有响动的时长（秒）", en="something is heard (seconds)"),
    "voiced_seconds": Words(zh="有人声的时长（秒）", en="a voice is heard (seconds)"),
    "breaths": Words(zh="听清的呼吸（次）", en="breaths heard clearly"),
    "faces_before": Words(zh="比照过的先前面孔（份）", en="earlier recordings its face was held against"),
    "voices_before": Words(zh="比照过的先前声音（份）", en="earlier recordings its voice was held against"),
    "shapes_spoken": Words(zh="说到的口型", en="mouth shapes spoken"),
    "shapes_missing": Words(zh="还缺的口型", en="mouth shapes still missing"),
}
FIRST_WORDS = {
    "faces_before": Words(
        zh="还没有可比照的面孔：这是您第一份有脸的素材，此后的都与它比照。",
        en="There is no face to compare with yet: it is your first recording with one, and later ones are held against it.",
    ),
    "voices_before": Words(
        zh="还没有可比照的声音：这是您第一份有说话声的素材，此后的都与它比照。",
        en="There is no voice to compare with yet: it is your first recording with one, and later ones are held against it.",
    ),
}
"""What is said where a recording was held against none."""
EXPRESSION_WORDS = {
    "open mouth": Words(zh="张嘴", en="open mouth"),
    "smile": Words(zh="微笑", en="smile"),
    "pucker": Words(zh="噘嘴", en="pucker"),
    "brows up": Words(zh="抬眉", en="brows up"),
    "brows down": Words(zh="皱眉", en="brows down"),
    "eyes closed": Words(zh="闭眼", en="eyes closed"),
}
