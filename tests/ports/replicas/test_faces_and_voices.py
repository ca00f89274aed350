"""Faces are found and judged, landmarks follow them, and likeness tells people apart."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from propria.replicas.engine.faces import FaceVerdict, find_faces, judge
from propria.replicas.engine.footage import read_sound
from propria.replicas.engine.geometry import pose_of
from propria.replicas.engine.landmarks import Tracker, canonical_face, landmarks_of
from propria.replicas.engine.likeness import alike, face_embedding, voice_embedding
from propria.replicas.engine.others import beside, others
from propria.replicas.engine.pictures import Picture, read_picture
from propria.replicas.engine.sound import levelled

CAST = Path(__file__).parents[3] / "examples" / "cast"


@pytest.fixture(scope="module")
def one_face(faces_sheet: bytes) -> Picture:
    """The top left face of the sheet."""
    sheet = read_picture(faces_sheet)
    return np.ascontiguousarray(sheet[: sheet.shape[0] // 4, : sheet.shape[1] // 8])


def test_one_face_is_clear(one_face: Picture) -> None:
    assert judge(find_faces(one_face)) is FaceVerdict.CLEAR


def test_a_crowd_a_wall_and_a_far_face_are_named(faces_sheet: bytes, one_face: Picture) -> None:
    assert judge(find_faces(read_picture(faces_sheet))) is FaceVerdict.SEVERAL_FACES
    assert judge(find_faces(np.full((300, 300, 3), 128, np.uint8))) is FaceVerdict.NO_FACE
    far = np.full((900, 900, 3), 128, np.uint8)
    far[400:500, 400:500] = one_face[:: one_face.shape[0] // 100, :: one_face.shape[1] // 100][:100, :100]
    assert judge(find_faces(far)) is FaceVerdict.TOO_SMALL


def test_landmarks_lie_on_the_features_that_were_found(one_face: Picture) -> None:
    face = find_faces(one_face)[0]
    landmarks = landmarks_of(one_face, face)
    assert landmarks is not None
    apart = np.linalg.norm(landmarks.five_points - face.points, axis=1)
    assert apart.max() < 0.25 * landmarks.eye_distance_px
    assert landmarks.blendshapes.min() >= 0
    assert landmarks.blendshapes.max() <= 1


def test_a_mirrored_face_turns_the_other_way(one_face: Picture) -> None:
    def yaw(picture: Picture) -> float:
        landmarks = landmarks_of(picture, find_faces(picture)[0])
        assert landmarks is not None
        height, width = picture.shape[:2]
        return pose_of(landmarks.points, canonical_face(), width=width, height=height).yaw_pitch_roll_degrees[
            0
        ]

    assert yaw(one_face) == pytest.approx(-yaw(np.ascontiguousarray(one_face[:, ::-1])), abs=5)


def test_tracking_agrees_with_looking_afresh(one_face: Picture) -> None:
    tracker = Tracker()
    first, second = tracker.follow(one_face), tracker.follow(one_face)
    assert first is not None
    assert second is not None
    assert np.linalg.norm(first.points - second.points, axis=1).mean() < 0.03 * first.eye_distance_px


def test_a_face_is_more_like_itself_than_any_other(faces_sheet: bytes) -> None:
    sheet = read_picture(faces_sheet)
    faces = find_faces(sheet)[:8]
    smaller = np.ascontiguousarray(sheet[::2, ::2])
    once = [face_embedding(sheet, face.points) for face in faces]
    again = [face_embedding(smaller, face.points / 2) for face in faces]
    same = [alike(a, b) for a, b in zip(once, again, strict=True)]
    other = [alike(a, b) for a, b in combinations(once, 2)]
    assert min(same) > max(other)


def test_a_voice_is_more_like_itself_than_any_other(voices_folder: Path) -> None:
    speakers = [
        sorted(folder.glob("*.flac"))[2:4] for folder in sorted(voices_folder.iterdir()) if folder.is_dir()
    ]
    found = [
        [voice_embedding(read_sound(path.read_bytes()).between(0, 6)) for path in paths] for paths in speakers
    ]
    same = [alike(one, other) for one, other in found]
    apart = [alike(a, b) for one, other in combinations(found, 2) for a in one for b in other]
    assert min(same) > max(apart)


def test_nobody_of_the_cast_is_another_to_themselves() -> None:
    kept = others()
    assert len(kept.faces) == 8
    for name in kept.faces:
        still = read_picture((CAST / name / "still-front.jpg").read_bytes())
        left = kept.without(face_embedding(still, find_faces(still)[0].points))
        assert set(kept.faces) - set(left.faces) == {name}
        assert set(kept.voices) - set(left.voices) == {name} & set(kept.voices)
    line = next(iter((CAST / "wen-zhuxi" / "lines").glob("*.flac")))
    said = voice_embedding(levelled(read_sound(line.read_bytes())))
    assert max(kept.voices, key=lambda name: alike(said, kept.voices[name])) == "wen-zhuxi"


def test_likeness_to_others_is_their_mean_and_the_nearest() -> None:
    me, near, far = (np.array(row, np.float32) for row in ([1, 0], [0.6, 0.8], [0, 1]))
    found = beside([me], [far], {"near": near, "far": far})
    assert found == {"others": 2, "other": 0.3, "other_nearest": 0.6, "other_of_recordings": 0.9}
    assert beside([me], [far], {}) == {}
