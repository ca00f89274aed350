"""The mesh, the rasteriser and the glTF writer, each against what is known about it."""

import json
import struct
from dataclasses import replace

import numpy as np

from propria.replicas.engine.coarser import LEVELS, coarser
from propria.replicas.engine.geometry import similarity_between
from propria.replicas.engine.glb import Part, write_glb
from propria.replicas.engine.makehuman import METRES_PER_UNIT, base_head
from propria.replicas.engine.pulling import filled
from propria.replicas.engine.raster import cover


def test_the_head_has_52_face_units_and_the_jaw_opens_downwards() -> None:
    head = base_head()
    assert len(head.units) == 52
    jaw = head.units["jawOpen"]
    assert jaw[:, 1].min() < -0.05
    assert np.abs(head.units["eyeBlinkLeft"][head.points[:, 0] < -0.2]).max() < 0.02
    assert np.allclose(np.linalg.norm(head.normals(), axis=1), 1, atol=1e-6)


def test_the_nearest_triangle_wins() -> None:
    far, near = [[0, 0, 0], [20, 0, 0], [0, 20, 0]], [[0, 0, 1], [10, 0, 1], [0, 10, 1]]
    points, triangles = np.array(far + near, float), np.array([[0, 1, 2], [3, 4, 5]])
    seen = cover(points, triangles, width=20, height=20).triangle
    assert seen[2, 2] == 1
    assert seen[2, 14] == 0
    assert seen[19, 19] == -1
    assert (cover(points, triangles, width=20, height=20, front_only=True).triangle == -1).all()


def test_a_similarity_is_found_exactly_and_undone() -> None:
    source = np.random.default_rng(1).normal(size=(12, 3))
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(3, 3)))[0]
    turn *= np.sign(np.linalg.det(turn))
    target = 2.5 * source @ turn.T + [1, 2, 3]
    found = similarity_between(source, target)
    assert np.allclose(found.apply(source), target)
    assert np.allclose(found.undo(target), source)


def test_holes_take_their_neighbours_colour() -> None:
    picture = np.full((64, 64, 3), 90, np.float32)
    known = np.ones((64, 64), np.float32)
    picture[20:40, 20:40], known[20:40, 20:40] = 255, 0
    assert np.abs(filled(picture, known) - 90).max() < 2


def test_a_coarser_head_has_fewer_triangles_and_its_lips_still_part() -> None:
    head = base_head()
    moves = {name: moved.astype(np.float32) for name, moved in head.units.items()}
    normals, skin = head.normals().astype(np.float32), head.of("skin")
    metres = (head.points * METRES_PER_UNIT).astype(np.float32)
    moves = {name: moved * METRES_PER_UNIT for name, moved in moves.items()}
    whole = Part("skin", metres, normals, skin, moves, 0.5, uv=head.uv.astype(np.float32))
    counts, parted = [len(skin)], []
    for cell in (1e-6, *LEVELS.values()):
        part = coarser(whole, cell)
        counts.append(len(part.triangles))
        assert part.triangles.max() == len(part.points) - 1
        opened = part.points + part.moves["jawOpen"]
        parted.append(float(np.ptp(opened[:, 1]) - np.ptp(part.points[:, 1])))
        for name in ("jawOpen", "eyeBlinkLeft", "mouthSmileRight"):
            assert np.abs(part.moves[name]).max() > 0.7 * np.abs(moves[name][skin.ravel()]).max()
    hair = replace(whole, moves={}, texture=np.zeros((8, 8, 3), np.uint8))
    small = coarser(hair, max(LEVELS.values()))
    assert len(small.triangles) < len(skin)
    assert small.texture is not None
    assert small.texture.shape == (4, 4, 3)
    assert counts[1] > 0.95 * counts[0]
    assert counts[2] < 0.7 * counts[0]
    assert counts[3] < 0.5 * counts[0]
    assert np.allclose(parted, parted[0], atol=0.01)


def test_a_morph_target_keeps_only_what_moves() -> None:
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    moved = np.array([[0, 0, 0], [0, 0, 0], [0, 0.5, 0]], np.float32)
    up = np.tile(np.array([[0, 0, 1]], np.float32), (3, 1))
    part = Part("skin", points, up, np.array([[0, 1, 2]]), {"jawOpen": moved}, 0.5)
    data = write_glb((part,), name="one", units=("jawOpen", "tongueOut"), extras={"licence": "ask"})
    magic, version, size = struct.unpack_from("<4sII", data)
    assert (magic, version, size) == (b"glTF", 2, len(data))
    length = struct.unpack_from("<I", data, 12)[0]
    tree = json.loads(data[20 : 20 + length])
    first, second = (target["POSITION"] for target in tree["meshes"][0]["primitives"][0]["targets"])
    assert tree["accessors"][first]["sparse"]["count"] == 1
    assert "sparse" not in tree["accessors"][second]
    assert tree["asset"]["extras"]["licence"] == "ask"
