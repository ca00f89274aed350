"""What is said of a place in the published order: the sum, and the inputs of each place. Pure."""

from propria.casting.matching import rank
from propria.casting.model import Place
from propria.casting.search.words import MEANING, WORDS
from propria.plumbing.web.words import Words


def how_ranked(day: int, *, has_meaning: bool) -> Words:
    """How the order is made, and what is missing from it. `day`: whose turn it is among equals goes by it."""
    fit, free, fee, answers = (
        round(100 * part) for part in (rank.FIT, rank.AVAILABILITY, rank.FEE_FIT, rank.RESPONSIVENESS)
    )
    words, meaning = round(100 * WORDS), round(100 * MEANING)
    zh = (
        f"排序公开：分数＝{fit}% 契合（{words}% 字句＋{meaning}% 意思）＋{free}% 档期＋{fee}% 酬金高出底价＋{answers}% 答复；"
        f"同分者按当日轮序（第 {day} 日）。名次不出售。"
    )
    en = (
        f"The order is published: points = {fit}% fit ({words}% words, {meaning}% meaning) + {free}% free months + "
        f"{fee}% pay above the floor + {answers}% answers given; equals take turns by the day (day {day}). Nobody pays for a place."
    )
    if not has_meaning:
        zh += "本库没有装语义编码器，或尚无资料，意思一项为 0。"
        en += " Meaning is 0 here: no encoder is installed, or nobody said anything yet."
    return Words(zh, en)


def why(place: Place) -> Words:
    """Why somebody stands where they stand: every input in hundredths, and the points."""
    most = round(rank.POINTS)
    words, meaning, fit, free, fee, answers = (
        round(100 * max(share, 0.0))
        for share in (
            place.words,
            place.meaning,
            place.fit,
            place.availability,
            place.fee_fit,
            place.responsiveness,
        )
    )
    return Words(
        f"{place.points} 分（满分 {most}）：契合 {fit}%（字句 {words}%，意思 {meaning}%），档期 {free}%，酬金 {fee}%，答复 {answers}%",
        f"{place.points} of {most} points: fit {fit}% (words {words}%, meaning {meaning}%), free {free}%, pay {fee}%, "
        f"answers {answers}%",
    )
