"""Folds a block-quantised ONNX file into plain float32 so that onnxruntime takes it; changes no value the
model uses.

The packaged face models list their dequantised weights as graph inputs, which onnxruntime refuses. Every
DequantizeLinear or Reshape whose inputs are all stored constants is computed here, once, at load.
"""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from propria.kernel.errors import Malformed
from propria.replicas.engine import wire
from propria.replicas.engine.wire import BYTES, VARINT, Field

_GRAPH = 7
_NODE, _INITIALIZER, _INPUT, _VALUE_INFO = 1, 5, 11, 13
_KINDS: dict[int, str] = {1: "<f4", 2: "u1", 3: "i1", 6: "<i4", 7: "<i8", 11: "<f8"}
_FLOAT = 1
Array = NDArray[np.generic]


@dataclass(frozen=True)
class _Node:
    field: Field
    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    numbers: dict[str, int]


def _read_node(field: Field) -> _Node:
    inputs, outputs, kind, numbers = [], [], "", {}
    for part in wire.fields(field.octets):
        if part.number == 1:
            inputs.append(part.octets.decode())
        elif part.number == 2:
            outputs.append(part.octets.decode())
        elif part.number == 4:
            kind = part.octets.decode()
        elif part.number == 5:
            attribute = {f.number: f for f in wire.fields(part.octets)}
            if 3 in attribute:
                value = attribute[3].integer
                numbers[attribute[1].octets.decode()] = value - (1 << 64) if value >> 63 else value
    return _Node(field, kind, tuple(inputs), tuple(outputs), numbers)


def _read_tensor(data: bytes) -> tuple[str, Array]:
    dims: list[int] = []
    kind, name, raw = 0, "", b""
    loose: list[int] = []
    for part in wire.fields(data):
        if part.number == 1:
            dims += wire.varints(part.octets) if part.kind == BYTES else [part.integer]
        elif part.number == 2:
            kind = part.integer
        elif part.number == 8:
            name = part.octets.decode()
        elif part.number in (4, 9):
            raw = part.octets
        elif part.number in (5, 7):
            loose += wire.varints(part.octets) if part.kind == BYTES else [part.integer]
    if kind not in _KINDS:
        raise Malformed("replicas.weights_unreadable", f"tensor {name} has an unknown kind {kind}")
    if raw:
        return name, np.frombuffer(raw, _KINDS[kind]).reshape(dims)
    signed = np.array([v - (1 << 64) if v >> 63 else v for v in loose], np.int64)
    return name, signed.astype(_KINDS[kind]).reshape(dims)


def _write_tensor(name: str, value: Array) -> bytes:
    number = next(k for k, v in _KINDS.items() if np.dtype(v) == value.dtype)
    dims = [Field(1, VARINT, int(d)) for d in value.shape]
    return wire.write(
        *dims,
        Field(2, VARINT, number),
        Field(8, BYTES, name.encode()),
        Field(9, BYTES, np.ascontiguousarray(value).tobytes()),
    )


def _spread(value: Array, like: Array, axis: int, block: int) -> Array:
    if block and value.ndim == like.ndim and value.shape != like.shape:
        return np.repeat(value, block, axis).take(range(like.shape[axis]), axis)
    if value.ndim == 1 and value.size > 1:
        shape = [1] * like.ndim
        shape[axis] = -1
        return value.reshape(shape)
    return value


def _dequantise(node: _Node, known: dict[str, Array]) -> Array:
    stored = known[node.inputs[0]]
    axis, block = node.numbers.get("axis", 1), node.numbers.get("block_size", 0)
    scale = _spread(known[node.inputs[1]], stored, axis, block).astype(np.float32)
    shifted = stored.astype(np.float32)
    if len(node.inputs) > 2 and node.inputs[2]:
        shifted = shifted - _spread(known[node.inputs[2]], stored, axis, block).astype(np.float32)
    return (shifted * scale).astype("<f4")


def _computed(node: _Node, known: dict[str, Array]) -> Array | None:
    if any(name and name not in known for name in node.inputs):
        return None
    if node.kind == "DequantizeLinear":
        return _dequantise(node, known)
    if node.kind == "Reshape":
        return known[node.inputs[0]].reshape([int(d) for d in known[node.inputs[1]]])
    return None


def _name_of(data: bytes) -> str:
    return next(f.octets.decode() for f in wire.fields(data) if f.number == 1)


def fold(model: bytes, *, inputs: frozenset[str]) -> bytes:
    """The same model with its constant arithmetic done and only `inputs` left open.

    Raises: Malformed(`replicas.weights_unreadable`).
    """
    try:
        top = list(wire.fields(model))
        graph = list(wire.fields(next(f.octets for f in top if f.number == _GRAPH)))
        known = dict(_read_tensor(f.octets) for f in graph if f.number == _INITIALIZER)
        kept: list[_Node] = []
        for node in (_read_node(f) for f in graph if f.number == _NODE):
            value = _computed(node, known)
            if value is None:
                kept.append(node)
            else:
                known[node.outputs[0]] = value
    except (StopIteration, IndexError, ValueError, struct.error) as error:
        raise Malformed("replicas.weights_unreadable", "this is not an ONNX model") from error
    used = {name for node in kept for name in node.inputs}
    body = [node.field for node in kept]
    body += [Field(_INITIALIZER, BYTES, _write_tensor(k, v)) for k, v in known.items() if k in used]
    for field in graph:
        if field.number == _INPUT and _name_of(field.octets) not in inputs:
            continue
        if field.number not in (_NODE, _INITIALIZER, _VALUE_INFO):
            body.append(field)
    folded = wire.write(*body)
    return wire.write(*(Field(_GRAPH, BYTES, folded) if f.number == _GRAPH else f for f in top))
