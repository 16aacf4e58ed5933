import numpy as np
import pytest

from signread import Frame, Reader, Reading, draw
from signread.overlay import BOX_COLOUR

from .conftest import hand_picture


def reading_of(image: np.ndarray) -> Reading:
    return next(Reader().read([Frame(image)]))


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
