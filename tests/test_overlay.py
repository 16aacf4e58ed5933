import numpy as np
import pytest

from signread import Frame, HandView, LetterScores, Reading, draw
from signread.overlay import BOX_COLOUR, JOINT_COLOUR

from .conftest import hand_picture, square_reader


def reading_of(image: np.ndarray) -> Reading:
    return next(square_reader().read([Frame(image)]))


def test_letter_and_box_are_drawn_and_the_frame_is_left_alone() -> None:
    image = hand_picture(480, 640)
    before = image.copy()
    reading = reading_of(image)
    drawn = draw(reading)
    np.testing.assert_array_equal(image, before)
    assert drawn.shape == image.shape
    assert (drawn[:84] == 255).all(axis=2).sum() > 300  # white letters in the band
    assert (drawn == BOX_COLOUR).all(axis=2).sum() > 500


def test_the_mirror_turns_the_picture_but_not_the_text() -> None:
    reading = reading_of(hand_picture(480, 640))
    straight, mirrored = draw(reading), draw(reading, mirror=True)
    np.testing.assert_array_equal(mirrored[200:400, 180:460], straight[200:400, ::-1][:, 180:460])
    np.testing.assert_array_equal(mirrored[:84, :60] == 255, straight[:84, :60] == 255)


def test_no_hand_is_said() -> None:
    reading = Reading(Frame(hand_picture(240, 320)), None, None)
    drawn = draw(reading, note="12 frames/s")
    assert (drawn[:42] == 255).all(axis=2).any()
    assert (drawn[-20:] > 150).all(axis=2).any()


@pytest.mark.parametrize(("height", "width"), [(1, 1), (20, 20), (30, 2000), (3000, 4000)])
def test_any_size_can_be_drawn_on(height: int, width: int) -> None:
    assert draw(reading_of(hand_picture(height, width)), note="x").shape == (height, width, 3)


def test_a_tracked_hand_is_drawn_with_its_joints_where_they_are() -> None:
    landmarks = np.zeros((21, 3), np.float32)
    landmarks[:, 0], landmarks[:, 1] = np.linspace(200, 300, 21), np.linspace(200, 400, 21)
    hand = HandView(np.zeros((64, 64), np.uint8), (190, 190, 220, 220), landmarks, 1)
    reading = Reading(Frame(np.zeros((480, 640, 3), np.uint8)), hand, LetterScores(("A", "B"), np.array([0.3, 0.7])))
    straight, mirrored = draw(reading), draw(reading, mirror=True)
    assert tuple(straight[400, 300]) == JOINT_COLOUR
    assert tuple(mirrored[400, 639 - 300]) == JOINT_COLOUR


def test_a_hand_without_a_letter_is_said() -> None:
    hand = HandView(np.zeros((64, 64), np.uint8), (9, 90, 40, 40), np.full((21, 3), np.nan, np.float32), 0)
    frame = Frame(np.zeros((480, 640, 3), np.uint8))
    nothing = draw(Reading(frame, hand, LetterScores(("A", "nothing"), np.array([0.3, 0.7]))))
    unsure = draw(Reading(frame, hand, LetterScores(("A", "B"), np.array([0.3, 0.7])), threshold=0.8))
    sure = draw(Reading(frame, hand, LetterScores(("A", "B"), np.array([0.3, 0.7])), threshold=0.6))
    np.testing.assert_array_equal(nothing, unsure)
    assert (unsure != sure).any()
