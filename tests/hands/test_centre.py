import numpy as np
import pytest

from signread import Frame, HandView
from signread.hands.centre import NO_LANDMARKS, CentreFinder


@pytest.mark.parametrize(("height", "width"), [(480, 640), (640, 480), (100, 100), (7, 5), (1, 1), (9000, 5600)])
def test_the_crop_is_the_largest_square_in_the_middle(height: int, width: int) -> None:
    image = np.zeros((height, width, 3), np.uint8)
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    image[top : top + side, left : left + side] = 200
    hand = CentreFinder(28).find(Frame(image))
    assert hand.box == (left, top, side, side)
    assert hand.crop.shape == (28, 28)
    assert (hand.crop == 200).all()
    assert hand.handedness == 0


def test_grey_is_luma() -> None:
    image = np.zeros((50, 50, 3), np.uint8)
    image[..., 1] = 100
    assert CentreFinder(28).find(Frame(image)).crop[0, 0] == round(0.587 * 100)


def test_left_stays_left() -> None:
    image = np.zeros((40, 40, 3), np.uint8)
    image[:, :20] = 255
    crop = CentreFinder(28).find(Frame(image)).crop
    assert crop[:, :13].min() == 255
    assert crop[:, 15:].max() == 0


def test_a_view_names_the_shape_that_is_wrong() -> None:
    good = np.zeros((28, 28), np.uint8)
    with pytest.raises(ValueError, match=r"crop must be \(S, S\) uint8, got \(28, 27\)"):
        HandView(good[:, 1:], (0, 0, 1, 1), NO_LANDMARKS, 0)
    with pytest.raises(ValueError, match=r"landmarks must be \(21, 3\)"):
        HandView(good, (0, 0, 1, 1), np.zeros((20, 3), np.float32), 0)
    with pytest.raises(ValueError, match="handedness"):
        HandView(good, (0, 0, 1, 1), NO_LANDMARKS, 2)
