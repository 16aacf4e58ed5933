import hashlib
import importlib.util
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from signread import ModelError
from signread.tracking import bundle
from signread.tracking.bundle import HANDS
from signread.tracking.hand_tracker import HandTracker

NETWORKS = {name: name.encode() * 99 for name in HANDS.networks}
"""Two small files in the place of the networks."""
SMALL = replace(
    HANDS,
    networks={
        name: (member, hashlib.sha256(NETWORKS[name]).hexdigest()) for name, (member, _) in HANDS.networks.items()
    },
)


def write_wheel(path: Path, networks: dict[str, bytes] = NETWORKS) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in networks.items():
            wheel.writestr(HANDS.networks[name][0], content)
    return path


def test_a_bundle_holds_both_networks_unpacked_and_aligned(tmp_path: Path) -> None:
    made = SMALL.make(write_wheel(tmp_path / "a.whl"))
    assert made == SMALL.cached
    content = made.read_bytes()
    with zipfile.ZipFile(made) as inside:
        assert inside.namelist() == list(NETWORKS)
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in inside.infolist())
    assert [content.index(network) % bundle.ALIGNMENT for network in NETWORKS.values()] == [0, 0]
    assert SMALL.is_whole()


def test_a_damaged_bundle_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HANDS.own, raising=False)
    wheel = write_wheel(tmp_path / "a.whl")
    monkeypatch.setattr(bundle, "_download", lambda _: wheel)
    whole = SMALL.path().read_bytes()
    for damaged in (whole[:200], b"", whole.replace(b"hand_detector.tflitehand", b"hand_detector.tfliteHAND")):
        SMALL.cached.write_bytes(damaged)
        assert not SMALL.is_whole()
        assert SMALL.path().read_bytes() == whole


def test_two_bundles_are_made_of_one_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = []

    def fetch(_: Path) -> Path:
        fetched.append(write_wheel(tmp_path / "a.whl"))
        return fetched[-1]

    monkeypatch.setattr(bundle, "_download", fetch)
    other = replace(SMALL, file="other.task", own="SIGNREAD_OTHER_BUNDLE")
    monkeypatch.delenv(HANDS.own, raising=False)
    for _ in range(2):
        bundle.make_all(SMALL, other)
    assert (len(fetched), SMALL.is_whole(), other.is_whole()) == (1, True, True)


def test_a_wheel_with_other_networks_is_not_used(tmp_path: Path) -> None:
    networks = NETWORKS | {"hand_detector.tflite": b"!"}
    with pytest.raises(ModelError, match=r"palm_detection_full.tflite has sha256 .*, expected .*; not used"):
        SMALL.make(write_wheel(tmp_path / "a.whl", networks))
    assert not SMALL.cached.exists()


def test_a_damaged_wheel_is_said(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path / "a.whl")
    content = bytearray(wheel.read_bytes())
    place = content.index(b".tflite") + 7
    content[place : place + 12] = b"\xff" * 12
    wheel.write_bytes(bytes(content))
    with pytest.raises(ModelError, match="not the wheel of mediapipe"):
        SMALL.make(wheel)


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_what_is_no_wheel_is_said(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.whl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match="not the wheel of mediapipe"):
        SMALL.make(path)


def test_without_a_network_it_says_what_to_do_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command, stderr="a\nERROR: no route to host\n")

    monkeypatch.delenv(HANDS.own, raising=False)
    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(ModelError, match=r"no route to host\); fetch that wheel .* signread doctor --wheel FILE"):
        SMALL.path()


def test_a_bundle_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.task"
    monkeypatch.setenv(HANDS.own, str(own))
    with pytest.raises(ModelError, match=r"own.task: no such file; SIGNREAD_HAND_BUNDLE must name"):
        SMALL.path()
    own.write_bytes(b"no bundle")
    assert SMALL.path() == own
    with pytest.raises(ModelError, match=r"own.task: not a bundle of MediaPipe's Hand Landmarker"):
        HandTracker()


@pytest.mark.parametrize("has_pip", [True, False], ids=["pip", "no pip"])
def test_the_wheel_is_fetched_whatever_pip_is_told_of_other_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_pip: bool
) -> None:
    shelf, fetched, constraints = tmp_path / "shelf", tmp_path / "fetched", tmp_path / "constraints.txt"
    shelf.mkdir()
    wheel = write_wheel(shelf / "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl")
    about = {"METADATA": "Metadata-Version: 2.1\nName: mediapipe\nVersion: 0.10.21\n"}
    about |= {"WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-cp311-manylinux_2_28_x86_64\n"}
    with zipfile.ZipFile(wheel, "a") as archive:
        for name, text in about.items():
            archive.writestr(f"mediapipe-0.10.21.dist-info/{name}", text)
    constraints.write_text("mediapipe==0.10.14\n")
    settings = {"CONSTRAINT": str(constraints), "REQUIRE_HASHES": "1", "NO_INDEX": "1", "FIND_LINKS": str(shelf)}
    for name, value in settings.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    if not has_pip:
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert bundle._download(fetched).read_bytes() == wheel.read_bytes()


def test_a_proxy_that_is_dead_is_named_without_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"RETRIES": "0", "TIMEOUT": "5", "FIND_LINKS": "", "NO_INDEX": "0"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    monkeypatch.setenv("HTTPS_PROXY", "http://me:secret@127.0.0.1:9")
    with pytest.raises(ModelError, match=r"through the proxy 127\.0\.0\.1:9 \(") as raised:
        bundle._download(tmp_path)
    assert "secret" not in str(raised.value)
