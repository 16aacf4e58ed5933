"""The palm: how fast it moves, and whether it slid aside to show its letter once more."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.skeleton.hand import palm
from signread.spelling.thresholds import Thresholds

Array = NDArray[np.floating[Any]]


class Slides:
    """Follows the palm from frame to frame. Lengths are in palms, so that the distance to the camera does not matter.

    A slide goes from where the hand was when its letter had been shown for a while to somewhere else at least `slide`
    away. The place is smoothed and given time as the person's pace demands; the anchor follows an arm that sinks.

    speed: palms a second, of the palm as it is. rests: whether its smoothed place stands still.
    """

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._middle: Array | None = None
        self._place = self._anchor = np.zeros(2)
        self._rested = 0.0
        self._letter: int | None = None
        self.speed = 0.0
        self.rests = False

    def add(self, passed: float, points: Array | None, letter: int | None, pace: float) -> bool:
        """Whether the hand has slid away from where it first rested with `letter`.

        passed: seconds since the frame before. points: (21, 2) landmarks, None without a hand. letter: the last one of
        the best path. pace: seconds from letter to letter.
        """
        thresholds = self._thresholds
        starts = letter != self._letter
        self._letter = letter
        if points is None:
            self._middle, self.speed, self.rests = None, 0.0, False
            return False
        middle, size = palm(points)
        before, self._middle = self._middle, middle
        if before is None or passed > thresholds.gap:
            self._place = self._anchor = middle
            self._rested, self.speed, self.rests = 0.0, 0.0, False
            return False
        self.speed = float(np.linalg.norm(middle - before)) / size / passed
        if starts:
            self._place = self._anchor = middle
            self._rested = 0.0
        settling = thresholds.settle_share * pace
        self._place = self._place + (middle - self._place) * share(passed, settling)
        # How fast the place moves by now, and not since the frame before: slow cameras see a slide end as soon.
        self.rests = float(np.linalg.norm(middle - self._place)) / size / settling < thresholds.still
        if self._rested < thresholds.rest_share * pace:
            if self.rests:
                self._rested += passed
                self._anchor = self._anchor + (self._place - self._anchor) * min(passed / self._rested, 1.0)
            return False
        if self.rests:
            self._anchor = self._anchor + (self._place - self._anchor) * share(passed, thresholds.drift)
        across, down = np.abs(self._place - self._anchor) / size
        return bool(across >= max(thresholds.slide, down))


def share(passed: float, constant: float) -> float:
    """How much of the way exponential smoothing goes in that time."""
    return 1 - math.exp(-passed / constant)
