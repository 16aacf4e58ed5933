import numpy as np
import pytest

from signread import Clip
from signread.tracking.centre import CentreSquare


@pytest.mark.parametrize(("height", "width"), [(480, 640), (640, 480), (100, 100), (7, 5), (1, 1), (9000, 5600)])
def test_the_box_is_the_largest_square_in_the_middle(height: int, width: int) -> None:
    (observation,) = CentreSquare().track(Clip.of_picture(np.zeros((height, width, 3), np.uint8)))
    side = min(height, width)
    assert observation.hand is not None
    assert observation.hand.box == ((width - side) // 2, (height - side) // 2, side, side)
    assert observation.hand.handedness is None
    assert not observation.hand.has_points
