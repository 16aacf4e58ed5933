import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from signread.recognition.crop import CROP_SCALE, LEAST_SIDE, cut_around, cut_hand, cut_square, hand_box
from signread.types import Hand


def spread(left: float, top: float, width: float, height: float) -> np.ndarray:
    """Landmarks whose box is the given one."""
    points = np.zeros((21, 3), np.float32)
    points[:, 0] = np.linspace(left, left + width, 21)
    points[:, 1] = np.linspace(top, top + height, 21)
    return points


def ramp(height: int, width: int) -> np.ndarray:
    """A grey picture whose value is its column."""
    return np.repeat(np.tile(np.arange(width, dtype=np.uint8), (height, 1))[..., None], 3, axis=2)


def test_the_box_is_a_square_around_the_landmarks() -> None:
    hand = Hand(points=spread(100, 80, 40, 20), handedness=None)
    crop = cut_hand(ramp(200, 240), hand, 50)
    assert hand_box(hand) == (95, 65, 50, 50)
    assert crop.shape == (50, 50)
    np.testing.assert_allclose(crop, np.tile(np.arange(95, 145), (50, 1)), atol=1)


@pytest.mark.parametrize("size", [25, 50, 100, 150])
def test_a_crop_shows_the_same_at_any_size(size: int) -> None:
    crop = cut_square(ramp(200, 240), 60.0, 40.0, 100.0, size)
    centres = 60 + (np.arange(size) + 0.5) * 100 / size - 0.5
    inner = slice(2, -2)
    np.testing.assert_allclose(crop[size // 2, inner], centres[inner], atol=1.5)


@given(
    st.floats(-400, 400),
    st.floats(-400, 400),
    st.floats(1, 900),
    st.integers(8, 96),
    st.integers(1, 90),
    st.integers(1, 90),
)
def test_any_square_can_be_cut(left: float, top: float, side: float, size: int, height: int, width: int) -> None:
    crop = cut_square(np.full((height, width, 3), 200, np.uint8), left, top, side, size)
    assert crop.shape == (size, size)
    assert crop.dtype == np.uint8
    assert crop.max() <= 200


def test_outside_the_picture_is_black() -> None:
    crop = cut_square(np.full((60, 60, 3), 200, np.uint8), -30.0, 0.0, 60.0, 60)
    assert (crop[:, :29] == 0).all()
    assert (crop[:, 31:] == 200).all()
    assert (cut_square(np.full((60, 60, 3), 200, np.uint8), 500.0, 0.0, 60.0, 60) == 0).all()


def test_landmarks_in_one_point_still_give_a_square() -> None:
    assert hand_box(Hand(points=spread(50, 50, 0, 0), handedness=None))[2:] == (LEAST_SIDE, LEAST_SIDE)


def test_it_agrees_with_opencv() -> None:
    random = np.random.default_rng(0)
    image = np.asarray(cv2.GaussianBlur(random.integers(0, 256, (120, 160, 3), np.uint8), (0, 0), 3), np.uint8)
    points = spread(40.3, 30.6, 50, 44)
    crop = cut_around(image, points, 64)
    side = 50 * CROP_SCALE
    centre = (40.3 + 25, 30.6 + 22)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    scaled = cv2.resize(grey, None, fx=64 / side, fy=64 / side, interpolation=cv2.INTER_CUBIC)
    wanted = cv2.getRectSubPix(
        scaled, (64, 64), ((centre[0] + 0.5) * 64 / side - 0.5, (centre[1] + 0.5) * 64 / side - 0.5)
    )
    assert np.abs(crop.astype(float) - wanted)[4:-4, 4:-4].mean() < 3


def test_points_that_were_not_seen_do_not_count() -> None:
    points = spread(100, 80, 40, 20)
    points[7] = np.nan
    assert hand_box(Hand(points=points, handedness=None)) == (95, 65, 50, 50)


def boxed(left: int, top: int, side: int) -> Hand:
    return Hand(points=np.full((21, 3), np.nan, np.float32), handedness=None, box=(left, top, side, side))


def test_a_box_is_cut_as_it_is() -> None:
    image = np.zeros((50, 80, 3), np.uint8)
    image[..., 1] = 100
    assert hand_box(boxed(15, 0, 50)) == (15, 0, 50, 50)
    crop = cut_hand(image, boxed(15, 0, 50), 28)
    assert crop.shape == (28, 28)
    assert (crop == round(0.587 * 100)).all()  # grey is luma
    assert (cut_hand(image, boxed(500, 0, 50), 28) == 0).all()


def test_left_stays_left() -> None:
    image = np.zeros((40, 40, 3), np.uint8)
    image[:, :20] = 255
    crop = cut_hand(image, boxed(0, 0, 40), 28)
    assert crop[:, :13].min() == 255
    assert crop[:, 15:].max() == 0
