"""ECDSA verification on P-256 with SHA-256 in plain Python (FIPS 186-5); it never sees a secret."""

import hashlib

_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
_Jacobian = tuple[int, int, int]
"""x = X/Z², y = Y/Z³; Z = 0 is the point at infinity."""


def is_on_curve(x: int, y: int) -> bool:
    """Whether these are the coordinates of a point of P-256."""
    return 0 <= x < _P and 0 <= y < _P and not (y * y - (x * x * x - 3 * x + _B)) % _P


def verifies(x: int, y: int, signature: bytes, message: bytes) -> bool:
    """Whether the key (x, y) signed this message; the signature is DER in its one spelling."""
    found = _read_der(signature)
    if found is None or not is_on_curve(x, y):
        return False
    r, s = found
    if not (0 < r < _N and 0 < s < _N):
        return False
    hashed, inverse = int.from_bytes(hashlib.sha256(message).digest(), "big"), pow(s, -1, _N)
    total = _add(_times(hashed * inverse % _N, _BASE), _times(r * inverse % _N, (x, y)))
    if total[2] == 0:
        return False
    return total[0] * pow(total[2], -2, _P) % _P % _N == r


def _read_der(data: bytes) -> tuple[int, int] | None:
    if len(data) < 8 or data[0] != 0x30 or data[1] != len(data) - 2 or data[2] != 2:
        return None
    middle = 4 + data[3]
    if middle + 2 > len(data) or data[middle] != 2 or data[middle + 1] != len(data) - middle - 2:
        return None
    r, s = _read_integer(data[4:middle]), _read_integer(data[middle + 2 :])
    return None if r is None or s is None else (r, s)


def _read_integer(data: bytes) -> int | None:
    if not data or data[0] & 0x80 or (len(data) > 1 and data[0] == 0 and not data[1] & 0x80):
        return None
    return int.from_bytes(data, "big")


def _double(p: _Jacobian) -> _Jacobian:
    x, y, z = p
    if not y or not z:
        return 0, 1, 0
    y_squared, z_squared = y * y % _P, z * z % _P
    s, m = 4 * x * y_squared % _P, 3 * (x - z_squared) * (x + z_squared) % _P
    found_x = (m * m - 2 * s) % _P
    return found_x, (m * (s - found_x) - 8 * y_squared * y_squared) % _P, 2 * y * z % _P


def _add(p: _Jacobian, q: _Jacobian) -> _Jacobian:
    if not p[2]:
        return q
    if not q[2]:
        return p
    p_z2, q_z2 = p[2] * p[2] % _P, q[2] * q[2] % _P
    u, v = p[0] * q_z2 % _P, q[0] * p_z2 % _P
    s, t = p[1] * q_z2 * q[2] % _P, q[1] * p_z2 * p[2] % _P
    if u == v:
        return _double(p) if s == t else (0, 1, 0)
    h, r = v - u, t - s
    h2 = h * h % _P
    h3, w = h * h2 % _P, u * h2 % _P
    x = (r * r - h3 - 2 * w) % _P
    return x, (r * (w - x) - s * h3) % _P, h * p[2] * q[2] % _P


def _times(factor: int, point: tuple[int, int]) -> _Jacobian:
    result, added = (0, 1, 0), (*point, 1)
    while factor:
        if factor & 1:
            result = _add(result, added)
        added, factor = _double(added), factor >> 1
    return result
