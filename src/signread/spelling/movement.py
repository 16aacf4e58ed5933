"""The letters that are a movement: J and Z, by the path of a finger.

Both are followed as of a right hand; a left hand's is mirrored. Lengths are in palms, see `Thresholds`, so that neither
the distance to the camera nor the frame rate matters.
"""

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from signread.skeleton.hand import FINGERTIPS, INDEX_FINGER, LITTLE_KNUCKLE, LITTLE_TIP, WRIST, palm
from signread.spelling.slides import Array, share
from signread.spelling.thresholds import Thresholds

NEARLY = 0.98
"""The part of the farthest fingertip's distance from the wrist at which the index finger counts as pointing."""


@dataclass(frozen=True, slots=True)
class Path:
    """A movement that was recognised: its letter, and the seconds at which the hand began to move."""

    letter: str
    begin: float


class Movements:
    """Looks for a J or a Z in the frames of a hand."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._hook = _Hook(thresholds)
        self._zigzag = _Zigzag(thresholds)
        self._right = 0.0
        self._palm = 0.0
        self._finger = self._way = np.zeros(2)

    def add(
        self,
        time: float,
        passed: float,
        points: Array,
        handedness: int,
        like_j: tuple[float, float],
        like_z: tuple[float, float],
    ) -> Path | None:
        """What a frame of a hand adds.

        passed: seconds since the frame before. points: (21, 2) landmarks. like_j, like_z: the probability of the
        shape that the letter has, and that of the likeliest other.
        """
        thresholds = self._thresholds
        _, palm_size = palm(points)
        if passed > thresholds.lost or not self._palm:
            self._hook, self._zigzag = _Hook(thresholds), _Zigzag(thresholds)
            self._right, self._palm = float(handedness), palm_size
            self._finger = points[list(INDEX_FINGER)].mean(axis=0)
        self._right += (handedness - self._right) * share(passed, thresholds.smoothing_s)
        self._palm += (palm_size - self._palm) * share(passed, thresholds.smoothing_s)
        side = np.array([1 if self._right >= 0 else -1, 1]) / self._palm
        finger = points[list(INDEX_FINGER)].mean(axis=0)
        # Ways are added up: where in the picture the hand is, and how its size changes there, is no movement.
        self._way = self._way + (finger - self._finger) * side
        self._finger = finger
        hooked = self._hook.add(time, passed, points * side, *like_j)
        drawn = self._zigzag.add(time, passed, points, self._way, like_z[1])
        if hooked is not None:
            return Path("J", hooked)
        return None if drawn is None else Path("Z", drawn)


class _Hook:
    """J: the little finger of an I swings down and round to the other side, by a turn of the wrist."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._upright: float | None = None
        self._swung: float | None = None
        self._beyond = self._begin = 0.0

    def add(self, time: float, passed: float, points: Array, like_i: float, like_another: float) -> float | None:
        """The time at which the J began, when it is done."""
        thresholds = self._thresholds
        across, down = points[LITTLE_TIP] - points[LITTLE_KNUCKLE]
        length = math.hypot(across, down)
        angle = math.degrees(math.atan2(-down, across))
        if like_i >= thresholds.is_i and abs(angle - 90) <= thresholds.upright:
            self._upright = time
        inward = angle >= 90 + thresholds.swing or angle <= -90
        if inward and self._upright is not None and time - self._upright <= thresholds.swing_time:
            self._swung = time
            self._beyond = 0.0
            self._begin = self._upright
        if self._swung is None:
            return None
        if time - self._swung > thresholds.hook_time:
            self._swung = None
            return None
        outward = -thresholds.hooked <= angle <= thresholds.hooked and length >= thresholds.little
        if outward and like_another < thresholds.is_another:
            self._beyond += passed
        if self._beyond < thresholds.seen:
            return None
        self._swung = self._upright = None
        return self._begin


@dataclass(slots=True)
class _Leg:
    """A way of the finger to one side: where it began and how far it came, (2,); how long, and how long pointing."""

    begin: float
    start: Array
    end: Array
    lasted: float = 0.0
    pointed: float = 0.0

    @property
    def across(self) -> float:
        return float(self.end[0] - self.start[0])

    @property
    def down(self) -> float:
        return float(self.end[1] - self.start[1])


class _Zigzag:
    """Z: the index finger goes across, back down aslant, and across again."""

    def __init__(self, thresholds: Thresholds) -> None:
        self._thresholds = thresholds
        self._legs: deque[_Leg] = deque(maxlen=3)
        self._rest: Array | None = None

    def add(self, time: float, passed: float, points: Array, finger: Array, like_another: float) -> float | None:
        """The time at which the Z began, when it is done. finger: how far the index finger has come, (2,), in palms."""
        self._follow(time, finger)
        if not self._legs:
            return None
        reach = np.linalg.norm(points[list(FINGERTIPS)] - points[WRIST], axis=1)
        self._legs[-1].lasted += passed
        if reach[0] >= reach[1:].max() * NEARLY and like_another < self._thresholds.is_another:
            self._legs[-1].pointed += passed
        if not self._is_z(time):
            return None
        begin = self._legs[0].begin
        self._legs.clear()
        self._rest = finger
        return begin

    def _follow(self, time: float, finger: Array) -> None:
        turn = self._thresholds.turn
        if not self._legs:
            self._rest = finger if self._rest is None else self._rest
            if abs(finger[0] - self._rest[0]) >= turn:
                self._legs.append(_Leg(time, self._rest, finger))
            return
        leg = self._legs[-1]
        way = 1 if leg.across > 0 else -1
        if (finger[0] - leg.end[0]) * way > 0:
            leg.end = finger
        elif (leg.end[0] - finger[0]) * way >= turn:
            self._legs.append(_Leg(time, leg.end, finger))

    def _is_z(self, time: float) -> bool:
        thresholds = self._thresholds
        if len(self._legs) < 3 or time - self._legs[0].begin > thresholds.zigzag_time:
            return False
        first, second, third = self._legs
        return (
            -first.across >= thresholds.leg
            and second.across >= thresholds.leg
            and -third.across >= thresholds.leg
            and abs(first.down) <= thresholds.level * -first.across
            and second.down >= thresholds.aslant * second.across
            and abs(third.down) <= thresholds.level * -third.across
            and sum(leg.pointed for leg in self._legs) >= thresholds.pointing * sum(leg.lasted for leg in self._legs)
        )
