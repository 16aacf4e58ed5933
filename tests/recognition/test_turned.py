import numpy as np
import pytest

from signread import HandTracker, LetterModel
from signread.recognition.turned import lies, quarter_turns, stood_upright
from signread.skeleton.hand import MIDDLE_KNUCKLE, WRIST
from signread.types import Hand, Picture


def pointing(across: float, down: float) -> Hand:
    points = np.zeros((21, 3), np.float32)
    points[WRIST, :2] = 50, 60
    points[MIDDLE_KNUCKLE, :2] = 50 + across, 60 + down
    return Hand(points=points, handedness="right")


@pytest.mark.parametrize(
    ("across", "down", "turns"), [(0, -30, 0), (20, -25, 0), (30, 0, 1), (-30, 5, 3), (0, 30, 2), (-30, 29, 3)]
)
def test_a_hand_is_stood_upright(across: float, down: float, turns: int) -> None:
    hand = pointing(across, down)
    image = np.zeros((100, 160, 3), np.uint8)
    image[60, 50] = 255
    assert quarter_turns(hand.points) == turns
    upright, stood = stood_upright(image, hand, turns)
    assert quarter_turns(stood.points) == 0
    x, y = stood.points[WRIST, :2].astype(int).tolist()
    assert upright[max(y - 1, 0) : y + 1, max(x - 1, 0) : x + 1].any()


def test_letters_that_point_aside_do_not_lie() -> None:
    assert not lies(("H", 0.9), ("U", 0.99))
    assert not lies(("Q", 0.9), ("G", 0.99))
    assert not lies(("G", 0.4), ("B", 0.5))
    assert not lies(("H", 0.98), ("B", 0.9))
    assert lies(("H", 0.9), ("B", 0.99))
    assert lies(("C", 0.9), ("C", 0.4))
    assert not lies(("nothing", 0.9), ("B", 0.99))


@pytest.mark.usefixtures("hand_networks")
def test_a_turned_picture_is_read_as_the_upright_one(right_hands: list[Picture]) -> None:
    model, tracker = LetterModel(), HandTracker()
    compared = 0
    for image in right_hands:
        expected = model.score(image, tracker.detect(image))
        for turns in (1, 3):
            turned = np.ascontiguousarray(np.rot90(image, turns))
            scores = model.score(turned, tracker.detect(turned))
            if expected is None or scores is None or expected.best(1)[0][1] < 0.9:
                continue
            compared += 1
            letter, probability = scores.best(1)[0]
            assert probability < 0.75 or letter in (expected.best(1)[0][0], "nothing")
    assert compared >= 2
