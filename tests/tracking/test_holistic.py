import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import ModelError
from signread.skeleton.body import ELBOWS, SHOULDERS
from signread.tracking.flatbuffer import Flatbuffer
from signread.tracking.holistic import HolisticTracker
from signread.tracking.holistic_bundle import HOLISTIC, POSE, stand_in
from signread.types import Clip, Frame, Handedness

RATE = 10
"""Frames a second of the archive."""


@pytest.fixture(scope="session")
def tracker(networks_of_this_machine: tuple[Path, ...]) -> HolisticTracker:
    return HolisticTracker(networks_of_this_machine[1])


@pytest.fixture(scope="session")
def signer(hands_data: Path) -> list[Frame]:
    """A person who signs "please" with the right hand."""
    with zipfile.ZipFile(hands_data / "train" / "word-signs.zip") as archive:
        names = sorted(name for name in archive.namelist() if "/splease_" in name)
        pictures = [cv2.imdecode(np.frombuffer(archive.read(name), np.uint8), cv2.IMREAD_COLOR) for name in names]
    whole = [np.ascontiguousarray(picture[:, :, ::-1], np.uint8) for picture in pictures if picture is not None]
    return [Frame(picture, n / RATE) for n, picture in enumerate(whole)]


def test_a_person_is_seen_whole_and_in_the_mirror_with_the_other_hand(
    tracker: HolisticTracker, signer: list[Frame]
) -> None:
    reflected = [Frame(np.ascontiguousarray(frame.image[:, ::-1]), frame.time) for frame in signer]
    sides: tuple[tuple[list[Frame], Handedness, Handedness], ...] = (
        (signer, "right", "left"),
        (reflected, "left", "right"),
    )
    for frames, signs, rests in sides:
        observations = list(tracker.track(Clip(frames=frames)))
        assert len(observations) == len(frames)
        last = observations[-1]
        assert last.face is not None
        assert last.body is not None
        raised, lowered = last.side(signs), last.side(rests)
        assert raised is not None
        assert lowered is not None
        assert raised.points[0, 1] < last.body[ELBOWS[0], 1] < lowered.points[0, 1]
        right, left = (last.body[place] for place in SHOULDERS)
        assert right[0] < left[0]  # who faces the camera has the right shoulder on its left


def test_the_network_of_expressions_is_a_readable_stand_in() -> None:
    flat = Flatbuffer(stand_in())
    (graph,) = flat.items(flat.field(flat.root, 2))
    assert flat.numbers(flat.field(graph, 1)) == [0]
    assert flat.numbers(flat.field(graph, 2)) == [3]


def test_what_is_no_bundle_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.task"
    own.write_bytes(b"no bundle")
    monkeypatch.setenv(HOLISTIC.own, str(own))
    with pytest.raises(ModelError, match=r"own.task: not a bundle of MediaPipe's Holistic Landmarker"):
        HolisticTracker()
    with pytest.raises(ModelError, match=r"no.task: cannot be read"):
        HolisticTracker(tmp_path / "no.task")


def test_every_network_is_checked() -> None:
    assert set(HOLISTIC.fitted) - set(HOLISTIC.networks) == {"face_blendshapes.tflite"}
    assert set(POSE.fitted) < set(POSE.networks) < set(HOLISTIC.networks)
