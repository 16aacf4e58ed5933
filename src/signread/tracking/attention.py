"""Which of two hands signs: the one that moves while the other rests.

Pure, as `signread.tracking.policy` is; the page does the same (`web/src/core/tracking/attention.ts`).
"""

import math
from dataclasses import dataclass

import numpy as np

from signread.skeleton.hand import palm
from signread.types import Hand, Handedness, Points

MEMORY_S = 1.0
"""The time constant with which movement is forgotten."""
RESTS = 0.6
"""Palms that a hand at rest moves within that time, at most: a tracker's noise."""
SIGNS = 1.2
"""Palms that a hand that signs moves, at least."""
SURE = 3
"""Looks in a row that must have found a hand on the side that is wanted, and the other one on the other side."""


@dataclass(slots=True)
class _Movement:
    """How much one hand has moved of late, in palms."""

    points: Points | None = None
    way: float = 0.0

    def add(self, points: Points, passed: float) -> None:
        if self.points is not None:
            moved = float(np.linalg.norm(points[:, :2] - self.points[:, :2], axis=1).mean()) / palm(points[:, :2])[1]
            self.way = self.way * math.exp(-passed / MEMORY_S) + moved
        self.points = points


class Attention:
    """Compares the hand that is followed with the other one.

    side: the signer's hand that is to be read where a left and a right one are seen; None for the one that moves, as
    of two right hands.
    """

    def __init__(self, side: Handedness | None = None) -> None:
        self.side = side
        self._followed, self._other = _Movement(), _Movement()
        self._time: float | None = None
        self._sides = 0

    def add(self, time: float, followed: Hand, other: Hand | None) -> None:
        """Takes in both hands as they are at `time`, in seconds; None where there is no other."""
        if other is None:
            self._followed, self._other, self._time, self._sides = _Movement(), _Movement(), None, 0
            return
        passed = 0.0 if self._time is None else time - self._time
        self._time = time
        self._followed.add(followed.points, passed)
        self._other.add(other.points, passed)
        if self.side is None or other.handedness == followed.handedness:
            self._sides = 0
        else:  # looks in a row that found the wanted hand: below 0 where it is the one that is followed
            step = 1 if other.handedness == self.side else -1
            self._sides = self._sides + step if self._sides * step > 0 else step

    @property
    def should_switch(self) -> bool:
        """Whether the other hand is the one that signs."""
        if abs(self._sides) >= SURE:
            return self._sides > 0
        return self._followed.way <= RESTS and self._other.way >= SIGNS

    @property
    def likelier(self) -> bool:
        """Whether the other hand rather than this one signs, by what little is known."""
        if abs(self._sides) >= SURE:
            return self._sides > 0
        return self._other.way > self._followed.way

    def switch(self) -> None:
        """The other hand is followed from now on."""
        self._followed, self._other = self._other, self._followed
        self._sides = 0
