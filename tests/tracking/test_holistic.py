import zipfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from signread import ModelError
from signread.skeleton.body import ELBOWS, SHOULDERS, WRISTS
from signread.tracking.flatbuffer import Flatbuffer
from signread.tracking.holistic import WITHIN_S, HolisticTracker, sided
from signread.tracking.holistic_bundle import HOLISTIC, POSE, stand_in
from signread.types import Clip, Frame, Handedness

RATE = 10
"""Frames a second of the archive."""


@pytest.fixture(scope="session")
def tracker(networks_of_this_machine: tuple[Path, ...]) -> HolisticTracker:
    return HolisticTracker(networks_of_this_machine[1], networks_of_this_machine[0])


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


def test_body_and_face_are_looked_for_often_enough(tracker: HolisticTracker, signer: list[Frame]) -> None:
    for rate in (60, 30, 25, 15, 10):
        frames = [replace(frame, time=number / rate) for number, frame in enumerate((*signer, *signer, *signer))]
        observations = list(tracker.track(Clip(frames=frames)))
        looks = [frame.time for frame, one in zip(frames, observations, strict=True) if one.face is not None]
        assert looks[0] == 0
        assert max(np.diff([*looks, frames[-1].time])) <= max(WITHIN_S, 1 / rate) + 1e-6, rate
        assert all(one.body is not None and one.hands for one in observations), rate


def test_each_hand_is_at_its_wrist() -> None:
    body = np.zeros((33, 3), np.float32)
    body[list(WRISTS), 0] = 100, 300
    near_right, near_left = (np.full((21, 3), place, np.float32) for place in (120, 290))
    pairs: tuple[tuple[list[np.ndarray], list[Handedness]], ...] = (
        ([near_right, near_left], ["right", "left"]),
        ([near_left, near_right], ["right", "left"]),
        ([near_left], ["left"]),
        ([near_right], ["right"]),
        ([], []),
    )
    for found, sides in pairs:
        called: list[Handedness] = ["left" for _ in found]
        hands = sided(found, called, body)
        assert [hand.handedness for hand in hands] == sides
        assert all(hand.points is (near_right if hand.handedness == "right" else near_left) for hand in hands)
    (alone,) = sided([near_right, near_left], ["left", "right"], None)
    assert alone.handedness == "left"
