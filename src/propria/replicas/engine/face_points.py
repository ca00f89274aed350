"""Lists of landmark numbers and blendshape names, as the packaged face model numbers them."""

import numpy as np
from numpy.typing import NDArray


def _numbers(text: str) -> NDArray[np.int64]:
    return np.array([int(word) for word in text.split()])


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


STILL = _numbers(
    """
    1 4 5 6 8 9 10 33 133 263 362 168 197 195 127 356 234 454 103 332 67 297 109 338 54 284 151 105 334 46
    276 129 358 98 327
    """
)
"""Landmarks that speech hardly moves: the head's place is taken from these."""

OUTER_LIPS = _numbers(
    """
    61 146 91 181 84 17 314 405 321 375 291 409 270 269 267 0 37 39 40 185
    """
)
"""The lips' outer edge, in order around."""

INNER_LIPS = _numbers(
    """
    78 95 88 178 87 14 317 402 318 324 308 415 310 311 312 13 82 81 80 191
    """
)
"""The lips' inner edge, in order around."""

OUTLINE = _numbers(
    """
    234 93 132 58 172 136 150 149 176 148 152 377 400 378 379 365 397 288 361 323 454
    """
)
"""The jaw from ear to ear."""

AROUND = _numbers(
    """
    2 98 327 164 205 425 50 280 187 411 207 427 216 436 192 416 214 434 212 432 202 422 204 424 194 418 200
    199 175 18 83 313 57 287 186 410 92 322 165 391 210 430 169 394 170 395 140 369 171 396 208 428 201 421
    32 262
    """
)
"""Skin around the mouth, from under the nose to the chin."""

FIXED = _numbers(
    """
    1 4 6 168 9 33 133 362 263 117 346 101 330 129 358 127 356 10 67 297
    """
)
"""Points that a moving mouth must not move."""

READ_BY_BLENDSHAPES = _numbers(
    """
    0 1 4 5 6 7 8 10 13 14 17 21 33 37 39 40 46 52 53 54 55 58 61 63 65 66 67 70 78 80 81 82 84 87 88 91 93
    95 103 105 107 109 127 132 133 136 144 145 146 148 149 150 152 153 154 155 157 158 159 160 161 162 163
    168 172 173 176 178 181 185 191 195 197 234 246 249 251 263 267 269 270 276 282 283 284 285 288 291 293
    295 296 297 300 308 310 311 312 314 317 318 321 323 324 332 334 336 338 356 361 362 365 373 374 375 377
    378 379 380 381 382 384 385 386 387 388 389 390 397 398 400 402 405 409 415 454 466 468 469 470 471 472
    473 474 475 476 477
    """
)
"""The landmarks that the blendshape network reads, in its order."""

BLENDSHAPES = _names(
    """
    _neutral browDownLeft browDownRight browInnerUp browOuterUpLeft browOuterUpRight cheekPuff
    cheekSquintLeft cheekSquintRight eyeBlinkLeft eyeBlinkRight eyeLookDownLeft eyeLookDownRight
    eyeLookInLeft eyeLookInRight eyeLookOutLeft eyeLookOutRight eyeLookUpLeft eyeLookUpRight eyeSquintLeft
    eyeSquintRight eyeWideLeft eyeWideRight jawForward jawLeft jawOpen jawRight mouthClose mouthDimpleLeft
    mouthDimpleRight mouthFrownLeft mouthFrownRight mouthFunnel mouthLeft mouthLowerDownLeft
    mouthLowerDownRight mouthPressLeft mouthPressRight mouthPucker mouthRight mouthRollLower mouthRollUpper
    mouthShrugLower mouthShrugUpper mouthSmileLeft mouthSmileRight mouthStretchLeft mouthStretchRight
    mouthUpperUpLeft mouthUpperUpRight noseSneerLeft noseSneerRight
    """
)
"""The 52 outputs of the blendshape network, in its order."""
