"""Which mouth shape belongs to which sound: 14 visemes for English phones and for Mandarin initials and
finals.
"""

from dataclasses import dataclass, replace

SILENCE = "sil"
_ENGLISH = {
    SILENCE: "SIL",
    "PP": "P B M",
    "FF": "F V",
    "TH": "TH DH",
    "DD": "T D N L",
    "kk": "K G NG HH",
    "CH": "CH JH SH ZH",
    "SS": "S Z",
    "RR": "R ER",
    "aa": "AA AH AW AY",
    "E": "EH EY AE",
    "I": "IH IY Y",
    "O": "AO OW OY",
    "U": "UW UH W",
}
OF_PHONE = {phone: viseme for viseme, phones in _ENGLISH.items() for phone in phones.split()}
_SIGNS = {
    "PP": "pbm",
    "FF": "fv",
    "TH": "θð",
    "DD": "tdnlɾT",
    "kk": "kxŋɡh",
    "CH": "ʨɕꭧʂʤʧʃʒ",
    "SS": "sʦz",
    "RR": "ɻɹɚɜ",
    "aa": "aɑæʌɐIW",
    "E": "ɤəɛeᵊA",
    "I": "ijɪᵻɨ",
    "O": "oɔʊɒOYQ",
    "U": "uwyɥ",
}
OF_SIGN = {sign: viseme for viseme, signs in _SIGNS.items() for sign in signs}
"""Of the speech model's signs, Mandarin and English."""
VISEMES: tuple[str, ...] = tuple(_ENGLISH)

_GLIDES = {"AY": ("aa", "I"), "AW": ("aa", "U"), "EY": ("E", "I"), "OY": ("O", "I"), "OW": ("O", "U")}
_TURNS_AT = 0.55
_MUST_BE_SEEN = ("PP", "FF")

INSTEAD = {
    "aa": ("E", "O", "I"),
    "E": ("aa", "I"),
    "I": ("E", "SS"),
    "O": ("U", "aa"),
    "U": ("O", "RR"),
    "PP": (SILENCE, "FF"),
    "FF": ("PP", "SS"),
    "CH": ("SS", "RR"),
    "SS": ("DD", "I"),
    "TH": ("DD", "SS"),
    "DD": ("SS", "kk"),
    "kk": ("DD", "E"),
    "RR": ("U", "CH"),
    SILENCE: ("PP",),
}
"""The nearest shapes to use where a performer never made one, best first."""

_INITIALS = {
    **dict.fromkeys(("b", "p", "m"), "PP"),
    "f": "FF",
    **dict.fromkeys(("d", "t", "n", "l"), "DD"),
    **dict.fromkeys(("g", "k", "h"), "kk"),
    **dict.fromkeys(("zh", "ch", "sh", "j", "q", "x"), "CH"),
    **dict.fromkeys(("z", "c", "s"), "SS"),
    "r": "RR",
    "w": "U",
    "y": "I",
}
_FINALS_WRITTEN = (
    "a = aa; ai = aa I; an = aa DD; ang = aa kk; ao = aa O; e = E; ei = E I; en = E DD; eng = E kk; "
    "er = RR; i = I; ia = I aa; ian = I E DD; iang = I aa kk; iao = I aa O; ie = I E; in = I DD; ing "
    "= I kk; io = I O; iong = I O kk; iou = I O U; iu = I O U; o = O; ong = O kk; ou = O U; u = U; ua "
    "= U aa; uai = U aa I; uan = U aa DD; uang = U aa kk; uei = U E I; ui = U E I; uen = U E DD; un = "
    "U E DD; ueng = U E kk; uo = U O; v = U; van = U E DD; ve = U E; vn = U DD; ê = E "
)
_FINALS = {
    final: shapes.strip()
    for final, _, shapes in (e.strip().partition(" = ") for e in _FINALS_WRITTEN.split(";"))
}


@dataclass(frozen=True)
class Phone:
    """One sound as spoken, from `start_seconds` to `end_seconds`, and its viseme."""

    name: str
    start_seconds: float
    end_seconds: float
    viseme: str


@dataclass(frozen=True)
class Word:
    """One word as spoken, with its times."""

    text: str
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True)
class Timing:
    """When everything in a recording is said."""

    words: tuple[Word, ...]
    phones: tuple[Phone, ...]


@dataclass(frozen=True)
class Moment:
    """The mouth at one instant: the viseme before, now and after, and how far through it (0 to 1)."""

    before: str
    now: str
    after: str
    through: float


def moments(timing: Timing, count: int, frames_per_second: float) -> tuple[Moment, ...]:
    """The moment at the middle of each of `count` frames; silence where nothing is said.

    A diphthong goes from one shape to another. A closure shorter than a frame is still seen in one.
    """
    phones = _halves(timing.phones)
    out = _sampled(phones, count, frames_per_second)
    for at, phone in enumerate(phones):
        middle = (phone.start_seconds + phone.end_seconds) / 2
        index = int(middle * frames_per_second)
        around = [moment.now for moment in out[max(0, index - 1) : index + 2]]
        if phone.viseme in _MUST_BE_SEEN and phone.viseme not in around and index < count:
            before = phones[at - 1].viseme if at else SILENCE
            after = phones[at + 1].viseme if at + 1 < len(phones) else SILENCE
            out[index] = Moment(before, phone.viseme, after, 0.5)
    return tuple(out)


def _halves(phones: tuple[Phone, ...]) -> tuple[Phone, ...]:
    """The phones with every diphthong as the two shapes that it goes through."""
    out: list[Phone] = []
    for phone in phones:
        if phone.name not in _GLIDES:
            out.append(phone)
            continue
        turn = phone.start_seconds + _TURNS_AT * (phone.end_seconds - phone.start_seconds)
        first, second = _GLIDES[phone.name]
        out.append(replace(phone, end_seconds=turn, viseme=first))
        out.append(replace(phone, start_seconds=turn, viseme=second))
    return tuple(out)


def _sampled(phones: tuple[Phone, ...], count: int, frames_per_second: float) -> list[Moment]:
    out: list[Moment] = []
    at = 0
    for index in range(count):
        time = (index + 0.5) / frames_per_second
        while at < len(phones) and phones[at].end_seconds <= time:
            at += 1
        before = phones[at - 1].viseme if at else SILENCE
        if at >= len(phones) or time < phones[at].start_seconds:
            after = phones[at].viseme if at < len(phones) else SILENCE
            out.append(Moment(before, SILENCE, after, 0.5))
            continue
        phone = phones[at]
        after = phones[at + 1].viseme if at + 1 < len(phones) else SILENCE
        lasts = max(phone.end_seconds - phone.start_seconds, 0.02)
        out.append(Moment(before, phone.viseme, after, (time - phone.start_seconds) / lasts))
    return out


def mandarin_visemes(initial: str, final: str) -> tuple[str, ...]:
    """The mouth shapes of one pinyin syllable."""
    start = (_INITIALS[initial],) if initial in _INITIALS else ()
    return start + tuple(_FINALS.get(final, "E").split())
