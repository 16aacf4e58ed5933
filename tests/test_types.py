"""The nouns check themselves."""

import subprocess
import sys

import numpy as np
import pytest

import signread
from signread import Clip, Decision, Event, Frame, Hand, Observation, Scores

from .conftest import hand_picture

POINTS = np.zeros((21, 3), np.float32)
UNKNOWN = np.full((21, 3), np.nan, np.float32)


def test_a_frame_says_what_is_wrong_with_its_picture() -> None:
    with pytest.raises(ValueError, match=r"image must be \(H, W, 3\) uint8, got \(4, 4\) uint8"):
        Frame(np.zeros((4, 4), np.uint8))
    with pytest.raises(ValueError, match="float64"):
        Frame(np.zeros((4, 4, 3)))  # type: ignore[arg-type]


def test_a_hand_says_what_is_wrong_with_it() -> None:
    with pytest.raises(ValueError, match=r"points must be an array \(21, 3\), got \(20, 3\)"):
        Hand(points=POINTS[:20], handedness=None)
    with pytest.raises(ValueError, match="handedness must be 'left', 'right' or None, got 1"):
        Hand(points=POINTS, handedness=1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="confidence must be in"):
        Hand(points=POINTS, handedness="left", confidence=1.5)
    with pytest.raises(ValueError, match="needs a box"):
        Hand(points=UNKNOWN, handedness=None)
    with pytest.raises(ValueError, match=r"points must be an array .*, got list"):
        Hand(points=POINTS.tolist(), handedness=None)  # type: ignore[arg-type]
    for box in ((0, 0, -9, 9), (0.5, 0, 9, 9), [0, 0, 9, 9], (0, 0, 9)):
        with pytest.raises(ValueError, match="box must be left, top, width, height"):
            Hand(points=UNKNOWN, handedness=None, box=box)  # type: ignore[arg-type]
    assert not Hand(points=UNKNOWN, handedness=None, box=(0, 0, 9, 9)).has_points
    assert Hand(points=POINTS, handedness=None).has_points


def test_a_mirror_image_has_the_same_hands() -> None:
    hand = Hand(points=POINTS, handedness="right")
    assert Observation(hands=(hand,), mirrored=Observation(hands=(hand,))).hand is hand
    assert Observation().hand is None
    with pytest.raises(ValueError, match="must have 0 hands, got 1"):
        Observation(mirrored=Observation(hands=(hand,)))


def test_events_and_decisions_say_what_is_wrong_with_them() -> None:
    with pytest.raises(ValueError, match="kind must be 'letter', 'sign', 'mark', 'space' or 'line', got 'word'"):
        Event(kind="word", time=0.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a letter, sign or mark has a name"):
        Event(kind="letter", time=0.0)
    with pytest.raises(ValueError, match="a space has 'A'"):
        Event(kind="space", time=0.0, letter="A")
    with pytest.raises(ValueError, match="events must be a tuple of Events, got Event"):
        Decision(events=Event(kind="space", time=0.0))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="hands must be a tuple of Hands, got Hand"):
        Observation(hands=Hand(points=POINTS, handedness=None))  # type: ignore[arg-type]


def test_scores_of_a_wrong_length_and_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match=r"probabilities must be \(2,\), got \(3,\)"):
        Scores(("A", "B"), np.zeros(3, np.float32))
    for value in (np.nan, np.inf, -0.1):
        with pytest.raises(ValueError, match="finite numbers and at least 0"):
            Scores(("A", "B"), np.array([value, 0.5]))
    assert Scores(("A", "B"), np.array([0.3, 0.7])).best(1) == [("B", 0.7)]


def test_a_picture_is_a_clip_of_one_frame_and_says_so() -> None:
    clip = Clip.of_picture(hand_picture(), "hand.png")
    assert (clip.is_picture, clip.name, clip.size) == (True, "hand.png", (160, 120))
    assert [frame.time for frame in clip] == [0.0]
    assert list(clip) == []


def test_every_name_of_the_package_is_there_and_nothing_else_is_loaded() -> None:
    assert {name for name in signread.__all__ if not hasattr(signread, name)} == set()
    assert set(signread.__all__) <= set(dir(signread))
    with pytest.raises(AttributeError, match="no attribute 'nothing_of_ours'"):
        signread.nothing_of_ours  # noqa: B018


def loaded_after(statement: str, *modules: str) -> str:
    script = f"import os, sys; before = dict(os.environ); {statement}\n"
    script += f"print(*(name for name in {modules!r} if name in sys.modules), dict(os.environ) != before)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


HEAVY = ("cv2", "onnxruntime", "mediapipe", "torch", "matplotlib", "onnx", "spellchecker", "rich")


def test_importing_signread_loads_nothing_and_changes_nothing() -> None:
    assert loaded_after("import signread", "numpy", *HEAVY) == "False"


@pytest.mark.parametrize("room", ["skeleton", "types", "protocols", "spelling", "transcript", "language.correction"])
def test_the_small_rooms_need_numpy_alone(room: str) -> None:
    assert loaded_after(f"import signread.{room}", *HEAVY, "platformdirs") == "False"
