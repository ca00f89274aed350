"""Footage for the engine's tests: a performer of the fictional cast, or a face of the synthetic test set."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
pytest.importorskip("onnxruntime", reason="the replica engine's packages are not installed")
pytest.importorskip("ai_edge_litert", reason="the replica engine's packages are not installed")

ROOT = Path(__file__).parents[3]
CAST = ROOT / "examples" / "cast"
DATA = Path(os.environ.get("PROPRIA_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def footage_file() -> bytes:
    """Talking footage of the fictional cast: the smallest file, or the one PROPRIA_FOOTAGE names."""
    if "PROPRIA_FOOTAGE" in os.environ:
        return Path(os.environ["PROPRIA_FOOTAGE"]).read_bytes()
    found = sorted(CAST.glob("*/*.mp4"), key=lambda path: path.stat().st_size)
    if not found:
        pytest.skip("the cast's footage is not in examples/cast")
    return found[0].read_bytes()


@pytest.fixture(scope="session")
def faces_sheet() -> bytes:
    """A sheet of 32 synthetic faces."""
    path = DATA / "faces" / "SFHQ_sample_4x8.jpg"
    if not path.is_file():
        pytest.skip("the test data has no faces here; set PROPRIA_DATA")
    return path.read_bytes()


@pytest.fixture(scope="session")
def voices_folder() -> Path:
    """Recordings of three speakers."""
    path = DATA / "voices"
    if not path.is_dir():
        pytest.skip("the test data has no voices here; set PROPRIA_DATA")
    return path


@pytest.fixture(scope="session")
def given_clips() -> tuple[Path, Path]:
    """Two people's talking clips: a performer's and a stand-in's."""
    found = sorted((DATA / "video").glob("*.mpg"))[:2]
    if len(found) < 2:
        pytest.skip("the test data has no clips here; set PROPRIA_DATA")
    return found[1], found[0]
