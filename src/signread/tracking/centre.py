"""The tutorial's way: no search at all, the hand is taken to be in the middle of the picture."""

from collections.abc import Iterator

import numpy as np

from signread.protocols import Source
from signread.skeleton import HAND
from signread.types import Hand, Observation, Points

NO_POINTS: Points = np.full((len(HAND), 3), np.nan, np.float32)
NO_POINTS.setflags(write=False)


class CentreSquare:
    """Says of every frame that a hand fills the largest centred square.

    This is how Sign Language MNIST itself was made, except that there a person held the hand into the square. It reads
    few real webcam frames: a hand is seldom in the middle and never fills the picture.
    """

    def track(self, clip: Source) -> Iterator[Observation]:
        """One observation for each frame: a hand without points, in its box."""
        for frame in clip:
            height, width = frame.image.shape[:2]
            side = min(height, width)
            box = ((width - side) // 2, (height - side) // 2, side, side)
            yield Observation(hands=(Hand(points=NO_POINTS, handedness=None, box=box),))
