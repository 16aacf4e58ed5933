"""The two networks of MediaPipe's Hand Landmarker, as the one file that it loads.

MediaPipe's wheels carry no network since 0.10.30, but an older wheel holds both, and a bundle is nothing but a zip of
them. It is made once, on the user's machine, from that wheel, each network checked by its
SHA-256, and kept in the cache.
"""

import contextlib
import hashlib
import importlib.util
import io
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from signread.errors import ModelError
from signread.files import ARCHIVE_DAMAGE, cache_folder, write_atomically

WHEEL = "mediapipe==0.10.21"
"""The last wheel with the networks in it (Apache-2.0, Google)."""

NETWORKS = {
    "hand_detector.tflite": (
        "mediapipe/modules/palm_detection/palm_detection_full.tflite",
        "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54",
    ),
    "hand_landmarks_detector.tflite": (
        "mediapipe/modules/hand_landmark/hand_landmark_full.tflite",
        "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3",
    ),
}
"""Name in the bundle: name in the wheel, SHA-256."""

OWN_BUNDLE = "SIGNREAD_HAND_BUNDLE"
"""The environment variable that names a bundle of one's own."""

DOWNLOAD = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.11"]
DOWNLOAD += ["--platform", "manylinux_2_28_x86_64"]
DOWNLOAD_SECONDS = 600
UNCONSTRAINED = ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT", "PIP_REQUIREMENT")
"""Settings of pip that would keep it from fetching this wheel; a file without lines takes their place."""
LOCAL_HEADER_BYTES = 30
"""Bytes of a zip's header before each name."""
ALIGNMENT = 4
"""Bytes; MediaPipe maps the networks as they lie in the zip, and copies those that lie badly."""


def hand_bundle() -> Path:
    """The bundle to load: $SIGNREAD_HAND_BUNDLE, or the one in the cache, made first where it is missing or damaged.

    Raises ModelError, saying what to do by hand, when there is none and the wheel cannot be fetched.
    """
    own = os.environ.get(OWN_BUNDLE)
    if own:
        if not Path(own).is_file():
            raise ModelError(f"{own}: no such file; {OWN_BUNDLE} must name a hand_landmarker.task, or be unset")
        return Path(own)
    path = cached_bundle()
    return path if is_whole(path) else make_bundle()


def cached_bundle() -> Path:
    """Where the bundle lies that is made here."""
    return cache_folder() / "hands" / "hand_landmarker.task"


def make_bundle(wheel: Path | None = None) -> Path:
    """Makes the bundle in the cache from the wheel of MediaPipe 0.10.21: `wheel`, or one that pip fetches now.

    Raises ModelError when the wheel cannot be had, or holds other networks.
    """
    with tempfile.TemporaryDirectory() as folder:
        content = _bundled(wheel or _download(Path(folder)))
    write_atomically(cached_bundle(), content)
    return cached_bundle()


def is_whole(path: Path) -> bool:
    """Whether a bundle made here is there and unharmed: both networks, by their SHA-256."""
    try:
        with zipfile.ZipFile(path) as bundle:
            return all(
                hashlib.sha256(bundle.read(name)).hexdigest() == wanted for name, (_, wanted) in NETWORKS.items()
            )
    except ARCHIVE_DAMAGE:
        return False


def _download(folder: Path) -> Path:
    """The wheel, fetched with the settings of this environment's pip; it is not installed.

    What pip is told of packages that are installed, constraints and hashes, is not meant for it: its networks are
    checked by their own.
    """
    arguments = [*_pip(), "download", *DOWNLOAD, "--dest", str(folder), WHEEL]
    environment = os.environ | dict.fromkeys(UNCONSTRAINED, os.devnull) | {"PIP_REQUIRE_HASHES": "0"}
    try:
        subprocess.run(  # noqa: S603
            arguments, check=True, capture_output=True, timeout=DOWNLOAD_SECONDS, text=True, env=environment
        )
    except (OSError, subprocess.SubprocessError) as error:
        reason = [str(error), *str(getattr(error, "stderr", None) or "").strip().splitlines()][-1]
        raise ModelError(
            f"the hand tracker's networks are not here yet, and pip cannot fetch {WHEEL}, which holds them ({reason}); "
            "fetch that wheel where there is a network, then: signread doctor --wheel FILE"
        ) from error
    return next(folder.glob("*.whl"))


def _pip() -> list[str]:
    """The command of pip: this environment's, or where it has none (uv makes such), Python's spare one or uv's."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    with contextlib.suppress(ImportError):
        import ensurepip

        for spare in sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl")):
            return [sys.executable, str(spare / "pip")]
    uv = shutil.which("uv")
    return [uv, "tool", "run", "pip"] if uv else [sys.executable, "-m", "pip"]


def _bundled(wheel: Path) -> bytes:
    buffer = io.BytesIO()
    try:
        with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
            for name, (member, wanted) in NETWORKS.items():
                network = source.read(member)
                found = _digest(network)
                if found != wanted:
                    raise ModelError(f"{wheel}: {member} has sha256 {found}, expected {wanted}; not used")
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.extra = _padding(buffer.tell() + LOCAL_HEADER_BYTES + len(name))
                bundle.writestr(entry, network)
    except ARCHIVE_DAMAGE as error:
        raise ModelError(f"{wheel}: not the wheel of {WHEEL} ({error})") from error
    return buffer.getvalue()


def _digest(network: bytes) -> str:
    return hashlib.sha256(network).hexdigest()


def _padding(place: int) -> bytes:
    """A zip's extra field of such a length that what follows is aligned."""
    length = -(place + 4) % ALIGNMENT
    return struct.pack("<HH", 0xD935, length) + bytes(length)  # the number that Android's zipalign uses
