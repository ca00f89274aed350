"""A line is spoken, timed and measured; what cannot be spoken is refused by name."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter1d

from propria.kernel.errors import Refused
from propria.replicas.engine.equalising import equalised
from propria.replicas.engine.hearing import sound_error, word_error, words_of
from propria.replicas.engine.mandarin import MOST_SIGNS, sentences
from propria.replicas.engine.mandarin_voice import StockVoice, nearest, say
from propria.replicas.engine.numerals import read_out
from propria.replicas.engine.phones import timed
from propria.replicas.engine.preview_voice import stock_voice
from propria.replicas.engine.sound import Sound, levelled, resampled
from propria.replicas.engine.speech import sounded, speak, utter
from propria.replicas.engine.visemes import SILENCE, Phone, Timing, mandarin_visemes, moments
from propria.replicas.engine.vocoder import HERTZ, pitch_of, take_apart

LINE = "My face, my terms, says Zorblatt."


@pytest.fixture(scope="module")
def spoken() -> Sound:
    """The line in the stock voice."""
    return levelled(speak(LINE))


def test_a_line_is_the_same_each_time(spoken: Sound) -> None:
    assert np.array_equal(levelled(speak(LINE)).samples, spoken.samples)


def test_every_word_is_timed_in_order_even_an_unknown_name(spoken: Sound) -> None:
    timing = timed(spoken, LINE, language="en")
    assert [word.text for word in timing.words] == words_of(LINE)
    starts = [phone.start_seconds for phone in timing.phones]
    assert starts == sorted(starts)
    assert timing.phones[-1].end_seconds <= spoken.seconds + 0.05


def test_a_mandarin_line_is_said_in_the_voice_nearest_in_pitch_and_knows_when() -> None:
    assert [nearest(hertz) for hertz in (230, 110)] == [StockVoice.HIGHER, StockVoice.LOWER]
    low = say("你好，没有。", StockVoice.LOWER)
    phones = low.timing.phones
    assert [word.text for word in low.timing.words] == list("你好没有")
    assert [phone.viseme for phone in phones] == ["DD", "I", "kk", "aa", "U", "PP", "E", "I", "I", "O", "U"]
    assert all(one.start_seconds < one.end_seconds <= other.start_seconds for one, other in pairwise(phones))
    first, last = phones[0].start_seconds, phones[-1].end_seconds
    spans = ((first, last), (0, first - 0.05), (last + 0.1, low.sound.seconds))
    loud, before, after = (np.abs(low.sound.between(*span).samples).mean() for span in spans)
    assert max(before, after) < loud / 4
    pitch = pitch_of(resampled(low.sound, HERTZ).samples)
    assert np.median(pitch[pitch > 0]) == pytest.approx(StockVoice.LOWER.pitch_hz, rel=0.2)


def test_what_is_written_in_chinese_is_read_out() -> None:
    assert read_out("2026年11月28日10:05") == "二零二六年十一月二十八日十点零五分"
    assert read_out("共10500元，涨12.5%") == "共一万零五百元,涨百分之十二点五"
    assert read_out("-3℃、3-5天、2个、¥3.5万") == "负三摄氏度、三到五天、两个、三点五万元"
    assert read_out("13800138000，1:1") == "一三八零零一三八零零零,一比一"


def test_syllables_take_their_tones_from_their_company() -> None:
    def said(text: str) -> str:
        return "".join(
            one.phonemes + one.after for part in sentences(text, english=str.lower) for one in part
        )

    assert said("你好") == "ni↗xau↓"
    assert said("不要一个人，统一。") == "pu↗jau↘ i↗kɤ↘ ɻə↗n, tʰʊ↓ŋ i→."
    assert said("知足绿园 OK") == "ꭧɨ→ʦu↗ ly↘ ɥɛ↗n ok"
    assert len(sentences("好。" * 3, english=str)) == 3
    assert all(len(part) <= MOST_SIGNS for part in sentences("说" * 200, english=str))
    with pytest.raises(Refused) as refusal:
        said("こんにちは")
    assert refusal.value.code == "replicas.language_not_spoken"


def test_lips_of_a_mandarin_recording_are_timed(spoken: Sound) -> None:
    timing = timed(spoken, "这场戏我答应了。", language="zh-Hans")
    assert [word.text for word in timing.words] == list("这场戏我答应了")


def test_nothing_to_say_and_other_languages_are_refused(spoken: Sound) -> None:
    with pytest.raises(Refused) as silence:
        speak("…")
    assert silence.value.code == "replicas.nothing_to_say"
    for tongue in ("fr", "yue", "zh-HK", "zh-x-sichuan", "en"):
        with pytest.raises(Refused) as unspoken:
            stock_voice("你好", None, language=tongue)
        assert unspoken.value.code == "replicas.language_not_spoken"
    with pytest.raises(Refused) as other:
        timed(spoken, "bonjour", language="fr")
    assert other.value.code == "replicas.language_not_timed"


def test_bands_are_made_louder_and_the_melody_stays(spoken: Sound) -> None:
    change = np.zeros((1, 257))
    change[:, 40:] = 1.0
    made = equalised(spoken, change)
    before, after = take_apart(spoken), take_apart(made)
    both = (before.pitch_hz > 0) & (after.pitch_hz > 0)
    assert np.abs(np.log2(after.pitch_hz[both] / before.pitch_hz[both])).mean() < 0.02
    tilt = [np.diff(p.envelope[both][:, [20, 60]].mean(0))[0] for p in (before, after)]
    assert tilt[1] - tilt[0] == pytest.approx(1.0, abs=0.15)


def test_word_error_counts_words_lost_changed_and_added() -> None:
    assert word_error("Please ask me first.", "please ask me first") == 0
    assert word_error("please ask me first", "please me at first") == pytest.approx(0.5)
    assert word_error("这场戏", "这场雨") == pytest.approx(1 / 3)
    assert word_error("我们走水边", "我們走水邊") == 0
    assert word_error("码头的灯", "马头的燈") == pytest.approx(1 / 4)
    assert sound_error("码头的灯", "马头的燈") == 0
    assert sound_error("一场戏", "一唱戏") == pytest.approx(1 / 3)
    assert word_error("3点5分", "三点五分。") == 0
    assert word_error("", "anything") == 1
    assert words_of("Take 2, Haldane’s") == ["take", "two", "haldane's"]


def test_syllables_have_the_shapes_of_their_sounds() -> None:
    assert mandarin_visemes("m", "ei") == ("PP", "E", "I")
    assert mandarin_visemes("", "ao") == ("aa", "O")


def test_moments_fall_into_the_phone_at_the_middle_of_a_frame() -> None:
    timing = Timing((), (Phone("M", 0.1, 0.2, "PP"), Phone("AY", 0.2, 0.4, "aa")))
    said = [moment.now for moment in moments(timing, 12, 25)]
    assert said[0] == SILENCE
    assert said[3] == "PP"
    assert said[7] == "aa"
    assert said[11] == SILENCE


def test_a_line_is_said_at_another_pitch_through_another_throat_in_the_same_time() -> None:
    said = utter(LINE)
    deep = said.at_pitch(np.log(110), 0.1).through_throat(0.85)
    plain, moved = sounded(said), sounded(deep)
    assert len(moved.samples) == len(plain.samples)
    before, after = take_apart(plain), take_apart(moved)
    found = after.pitch_hz[after.pitch_hz > 0]
    assert np.median(found) == pytest.approx(110, rel=0.08)
    assert np.median(before.pitch_hz[before.pitch_hz > 0]) > 150
    bands = np.arange(before.envelope.shape[1])
    middles = [np.average(bands, weights=np.exp(p.envelope[p.pitch_hz > 0]).mean(0)) for p in (before, after)]
    assert middles[1] < 0.95 * middles[0]


def test_pitch_is_found() -> None:
    times = np.arange(HERTZ) / HERTZ
    hum = sum(np.sin(2 * np.pi * 140 * k * times) / k for k in range(1, 12)) * 0.1
    found = pitch_of(hum.astype(np.float32))
    assert np.median(found[found > 0]) == pytest.approx(140, rel=0.02)


def test_a_rumbling_room_is_no_high_voice() -> None:
    times = np.arange(HERTZ) / HERTZ
    voice = 0.2 * sum(np.sin(2 * np.pi * 120 * k * times) / k for k in range(1, 12)) * (times < 0.5)
    rumble = gaussian_filter1d(np.random.default_rng(5).normal(0, 1, HERTZ), 60)
    found = pitch_of((voice + 0.1 * rumble / rumble.std()).astype(np.float32))
    assert (found[10:90] > 0).all()
    assert np.abs(np.log2(found[found > 0] / 120)).max() < 0.1
