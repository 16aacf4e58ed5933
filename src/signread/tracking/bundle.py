"""The networks of MediaPipe's trackers, as the files that it loads.

MediaPipe's wheels carry no network since 0.10.30, but an older wheel holds them, and a bundle is nothing but a zip of
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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.request import getproxies

from signread.errors import ModelError
from signread.files import ARCHIVE_DAMAGE, cache_folder, write_atomically

WHEEL = "mediapipe==0.10.21"
"""The last wheel with the networks in it (Apache-2.0, Google)."""

DOWNLOAD = ["--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.11"]
DOWNLOAD += ["--platform", "manylinux_2_28_x86_64"]
DOWNLOAD_SECONDS = 600
UNCONSTRAINED = ("PIP_CONSTRAINT", "PIP_BUILD_CONSTRAINT", "PIP_REQUIREMENT")
"""Settings of pip that would keep it from fetching this wheel; a file without lines takes their place."""
LOCAL_HEADER_BYTES = 30
"""Bytes of a zip's header before each name."""
ALIGNMENT = 16
"""Bytes; MediaPipe maps the networks as they lie in the zip, and copies those that lie badly."""

Networks = Mapping[str, bytes]
"""Name in the bundle: content."""


def unchanged(networks: Networks) -> Networks:
    """The networks as the wheel has them."""
    return networks


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A file that one of MediaPipe's landmarkers loads.

    file: its name, as MediaPipe calls it. networks: name in the bundle: name in the wheel, and SHA-256 there. fit: what
    is done to them. fitted: SHA-256 of what that changes or makes. own: the environment variable that names a bundle of
    one's own.
    """

    file: str
    networks: Mapping[str, tuple[str, str]]
    own: str
    fit: Callable[[Networks], Networks] = unchanged
    fitted: Mapping[str, str]

    @property
    def cached(self) -> Path:
        """Where it lies when it is made here."""
        return cache_folder() / "hands" / self.file

    def path(self) -> Path:
        """The file to load: one's own, or the one in the cache, made first where it is missing or damaged.

        Raises ModelError, saying what to do by hand, when there is none and the wheel cannot be fetched.
        """
        own = os.environ.get(self.own)
        if own:
            if not Path(own).is_file():
                raise ModelError(f"{own}: no such file; {self.own} must name a {self.file}, or be unset")
            return Path(own)
        return self.cached if self.is_whole() else self.make()

    def make(self, wheel: Path | None = None) -> Path:
        """Makes it in the cache from the wheel of MediaPipe 0.10.21: `wheel`, or one that pip fetches now.

        Raises ModelError when the wheel cannot be had, or holds other networks.
        """
        with tempfile.TemporaryDirectory() as folder:
            taken = wheel or _download(Path(folder))
            networks = self.fit(self._networks(taken))
        for name, wanted in self.fitted.items():
            _require_digest(networks[name], wanted, f"{taken}: {name}")
        write_atomically(self.cached, _bundled(networks))
        return self.cached

    def is_whole(self) -> bool:
        """Whether it was made here and is unharmed: every network, by its SHA-256."""
        digests = {name: digest for name, (_, digest) in self.networks.items()} | dict(self.fitted)
        try:
            with zipfile.ZipFile(self.cached) as bundle:
                return all(_digest(bundle.read(name)) == wanted for name, wanted in digests.items())
        except ARCHIVE_DAMAGE:
            return False

    def _networks(self, wheel: Path) -> Networks:
        networks = {}
        try:
            with zipfile.ZipFile(wheel) as source:
                for name, (member, wanted) in self.networks.items():
                    networks[name] = source.read(member)
                    _require_digest(networks[name], wanted, f"{wheel}: {member}")
        except ARCHIVE_DAMAGE as error:
            raise ModelError(f"{wheel}: not the wheel of {WHEEL} ({error})") from error
        return networks


HANDS = Bundle(
    file="hand_landmarker.task",
    networks={
        "hand_detector.tflite": (
            "mediapipe/modules/palm_detection/palm_detection_full.tflite",
            "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54",
        ),
        "hand_landmarks_detector.tflite": (
            "mediapipe/modules/hand_landmark/hand_landmark_full.tflite",
            "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3",
        ),
    },
    own="SIGNREAD_HAND_BUNDLE",
    fitted={},
)


def make_all(*bundles: Bundle) -> None:
    """Makes those that are missing, and not one's own, of one wheel, which pip fetches now. Raises ModelError."""
    wanted = [one for one in bundles if not os.environ.get(one.own) and not one.is_whole()]
    if wanted:
        with tempfile.TemporaryDirectory() as folder:
            wheel = _download(Path(folder))
            for one in wanted:
                one.make(wheel)


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
            f"the tracker's networks are not here yet, and pip cannot fetch {WHEEL}, which holds them"
            f"{_by_proxy()} ({reason}); "
            "fetch that wheel where there is a network, then: signread doctor --wheel FILE"
        ) from error
    return next(folder.glob("*.whl"))


def _by_proxy() -> str:
    """The proxy that pip was told of, without a password; empty where there is none."""
    proxy = os.environ.get("PIP_PROXY") or getproxies().get("https", "")
    place = proxy.rpartition("@")[2].rpartition("//")[2]
    return f", through the proxy {place}" if place else ""


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


def _bundled(networks: Networks) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for name, network in networks.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.extra = _padding(buffer.tell() + LOCAL_HEADER_BYTES + len(name))
            bundle.writestr(entry, network)
    return buffer.getvalue()


def _require_digest(network: bytes, wanted: str, name: str) -> None:
    found = _digest(network)
    if found != wanted:
        raise ModelError(f"{name} has sha256 {found}, expected {wanted}; not used")


def _digest(network: bytes) -> str:
    return hashlib.sha256(network).hexdigest()


def _padding(place: int) -> bytes:
    """A zip's extra field of such a length that what follows is aligned."""
    length = -(place + 4) % ALIGNMENT
    return struct.pack("<HH", 0xD935, length) + bytes(length)  # the number that Android's zipalign uses
