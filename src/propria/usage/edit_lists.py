"""The edit list of a cut take, or of a performance done frame for frame: which frames are which (CMX 3600); pure.

Time codes count frames, without dropping any, from the first frame of the recording and of the output. Footage whose
frames are not evenly apart, or come at a rate that no time code has, gets none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from propria.kernel.errors import Refused

FASTEST = 60
_NEAR = Fraction(1, 2000)


@dataclass(frozen=True)
class Cut:
    """Frames of a recording, by its asset and SHA-256 (hex), from number `first` on; `rate` is frames a second."""

    asset: str
    sha256: str
    rate: Fraction
    first: int
    frames: int
    has_sound: bool

    def to_facts(self) -> dict[str, Any]:
        """The form in which it is kept with the request, beside the asset."""
        return {
            "asset": self.asset,
            "asset_sha256": self.sha256,
            "rate": str(self.rate),
            "first_frame": self.first,
            "frames": self.frames,
            "has_sound": self.has_sound,
        }


def cut_of(facts: Mapping[str, Any]) -> Cut:
    """The cut that was kept. Raises: Refused(`usage.no_edit_list`) where there is none."""
    if "first_frame" not in facts:
        raise Refused(
            "usage.no_edit_list",
            "Only a cut of recorded footage with an even, usual frame rate has an edit list.",
        )
    return Cut(
        facts["asset"],
        facts["asset_sha256"],
        Fraction(facts["rate"]),
        facts["first_frame"],
        facts["frames"],
        facts["has_sound"],
    )


def is_usual(rate: Fraction) -> bool:
    """Whether a time code counts frames at this rate: a whole number a second, at most 60, or a thousandth slower.

    >>> [is_usual(rate) for rate in (Fraction(30000, 1001), Fraction(25), Fraction(27, 2), Fraction(120))]
    [True, True, False, False]
    """
    whole = round(rate)
    exact = (Fraction(whole), Fraction(whole * 1000, 1001))
    return 0 < whole <= FASTEST and any(abs(rate - one) <= _NEAR * one for one in exact)


def time_code(frame: int, counted: int) -> str:
    """The time code of a frame, `counted` to the second.

    >>> time_code(0, 25), time_code(90_061, 25)
    ('00:00:00:00', '01:00:02:11')
    """
    seconds, rest = divmod(frame, counted)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{rest:02}"


def edit_list(cut: Cut, output: str) -> str:
    """The list with its one event."""
    counted = round(cut.rate)
    ends = (cut.first, cut.first + cut.frames, 0, cut.frames)
    channels = "AA/V" if cut.has_sound else "V"
    return "\n".join(
        (
            f"TITLE: {output}",
            "FCM: NON-DROP FRAME",
            "",
            f"001  AX       {channels:<5} C        {' '.join(time_code(end, counted) for end in ends)}",
            f"* FROM CLIP NAME: {cut.asset}",
            f"* TO CLIP NAME: {output}",
            f"* SOURCE SHA-256: {cut.sha256}",
            f"* FRAMES PER SECOND: {cut.rate}",
            "",
        )
    )
