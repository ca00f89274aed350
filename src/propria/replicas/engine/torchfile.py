"""Reads the float tensors of a legacy torch checkpoint without torch and without running anything it asks
for.

Only three names may appear in the pickle; each is answered with inert data. Any other name is refused, so a
tampered checkpoint cannot call a function. The newer zip format is not read, since no packaged model uses
it.
"""

import io
import pickle
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import Malformed

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001


@dataclass(frozen=True)
class _Stored:
    key: str
    offset: int
    shape: tuple[int, ...]


class _FloatStorage:
    """Stands for the storage type; holds nothing."""


def _rebuilt(key: str, offset: int, shape: tuple[int, ...], *_: object) -> _Stored:
    return _Stored(key, offset, tuple(shape))


_ALLOWED: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch", "FloatStorage"): _FloatStorage,
    ("torch._utils", "_rebuild_tensor_v2"): _rebuilt,
}


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[(module, name)]
        except KeyError:
            raise Malformed("replicas.weights_unreadable", f"a checkpoint asks for {module}.{name}") from None

    def persistent_load(self, pid: Any) -> str:
        return str(pid[2])


def read_tensors(data: bytes, *, state: str) -> dict[str, NDArray[np.float32]]:
    """The float tensors under the checkpoint's key `state`, by their names.

    Raises: Malformed(`replicas.weights_unreadable`).
    """
    stream = io.BytesIO(data)
    try:
        magic, protocol, _system = (_Reader(stream).load() for _ in range(3))
        if (magic, protocol) != (_MAGIC, _PROTOCOL):
            raise Malformed("replicas.weights_unreadable", "not a legacy torch checkpoint")
        tree = _Reader(stream).load()[state]
        storages = {str(key): _read_storage(stream) for key in _Reader(stream).load()}
        return {
            name: _placed(stored, storages) for name, stored in tree.items() if isinstance(stored, _Stored)
        }
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, ValueError) as error:
        raise Malformed("replicas.weights_unreadable", "a torch checkpoint cannot be read") from error


def _read_storage(stream: io.BytesIO) -> NDArray[np.float32]:
    count = int.from_bytes(stream.read(8), "little")
    return np.frombuffer(stream.read(4 * count), "<f4")


def _placed(stored: _Stored, storages: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    size = int(np.prod(stored.shape))
    return storages[stored.key][stored.offset : stored.offset + size].reshape(stored.shape)
