"""Letters that are held: when one has been shown long enough and clearly enough."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.handshapes.alphabet import NO_LETTER
from signread.skeleton.hand import palm
from signread.spelling.thresholds import Thresholds

Array = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """A letter that was held: its number, when it began, and the mean probabilities while it was shown, (L,)."""

    letter: int
    begin: float
    probabilities: Array


class Holds:
    """Adds up evidence for every letter, and commits the one that has enough.

    An interval between two frames counts for a letter as far as both of them show it, and against it where they do not:
    the cumulative sum of Page (Continuous Inspection Schemes, 1954), which finds a change soonest for a given number of
    false alarms. A hand that moves shows no letter. After a letter all sums begin anew, and the same letter counts
    again only when the hand has slid aside, has shown something else, or was gone.
    """

    def __init__(self, letters: Sequence[str], thresholds: Thresholds) -> None:
        self.is_letter = np.array([name != NO_LETTER for name in letters])
        self._thresholds = thresholds
        self._probabilities = np.zeros(len(letters))
        self._begin = np.zeros(len(letters))
        self._trail: Array | None = None
        self._place: Array | None = None
        self._anchor: Array | None = None
        self._rested = 0.0
        self._jitter = 0.0
        self._committed: int | None = None
        self._slid: int | None = None
        self._other = self._since = 0.0
        self._evidence = np.zeros(len(letters))
        self._sums = np.zeros((len(letters), len(letters)))
        self._lasted = np.zeros(len(letters))

    @property
    def still_shown(self) -> int | None:
        """The letter that was committed last, as long as the hand still shows it."""
        return (
            self._committed
            if self._committed is not None and self._probabilities[self._committed] >= self._thresholds.doubt
            else None
        )

    def add(self, time: float, passed: float, probabilities: Array | None, points: Array | None) -> Hold | None:
        """What a frame adds.

        passed: seconds since the frame before. probabilities: (L,), None without a hand. points: (21, 2) landmarks,
        None without a hand and where no tracker ran.
        """
        letters = np.zeros(len(self.is_letter))
        if probabilities is not None and not self._moves(points, passed):
            letters = np.where(self.is_letter, probabilities, 0.0)
        both = np.minimum(letters, self._probabilities)
        self._probabilities = letters
        if passed > self._thresholds.gap:
            self._forget()
            return None
        self._release(passed, both, points)
        self._gather(time, passed, both)
        best = int(self._evidence.argmax())
        if self._evidence[best] < self._thresholds.min_hold_s:
            return None
        hold = Hold(best, float(self._begin[best]), self._sums[best] / self._lasted[best])
        repeated = best == self._slid
        self.commit(best)
        if repeated:
            self._since = -self._thresholds.repeat_delay_s
        return hold

    def commit(self, letter: int, grace: float = 0.0) -> None:
        """From now on this letter is committed, and for so much longer: what the hand goes on to show is no news."""
        self._committed, self._other, self._since = letter, -grace, 0.0
        self._slid = None
        self._anchor = self._place
        self._forget()

    def _gather(self, time: float, passed: float, both: Array) -> None:
        none = self._evidence == 0
        thresholds = self._thresholds
        fades = share(passed, thresholds.patience)
        gained = (both - thresholds.doubt) / (1 - thresholds.doubt) * thresholds.patience * fades
        self._evidence = np.maximum(self._evidence * (1 - fades) + gained, 0)
        if self._committed is not None:
            self._evidence[self._committed] = 0
        some = self._evidence > 0
        self._begin[none] = time - passed
        self._sums[~some] = 0
        self._lasted[~some] = 0
        self._sums[some] += both * passed
        self._lasted[some] += passed

    def _release(self, passed: float, both: Array, points: Array | None) -> None:
        if self._committed is None:
            return
        thresholds = self._thresholds
        self._since += passed
        otherwise = self._other + passed * (1 - 2 * float(both[self._committed]))
        self._other = max(otherwise, min(self._other, 0.0))
        slid = False
        if points is not None and self._place is not None and self._anchor is not None:
            _, palm_size = palm(points)
            way = self._place - self._anchor
            if self._other < 0 or self._since <= 0:  # in its grace, or still sliding
                self._anchor = self._place
            elif self._since < thresholds.rest:
                self._anchor = self._anchor + way * min(passed / self._since, 1.0)
            else:
                slid = float(np.linalg.norm(way)) / palm_size > max(thresholds.slide, thresholds.shaking * self._jitter)
                self._anchor = self._anchor + way * share(passed, thresholds.drift)
        if slid or self._other >= thresholds.release:
            self._slid = self._committed if slid else None
            self._committed = None

    def _moves(self, points: Array | None, passed: float) -> bool:
        """Whether the hand is far from where it was a moment ago; follows its place, too."""
        thresholds = self._thresholds
        if points is None:
            self._trail = self._place = None
            return False
        middle, palm_size = palm(points)
        if self._trail is None or self._place is None or passed > thresholds.gap:
            self._trail, self._place, self._rested = points, middle, 0.0
            return False
        moves = float(np.linalg.norm(points - self._trail, axis=1).mean()) / palm_size > thresholds.moving
        self._trail = self._trail + (points - self._trail) * share(passed, thresholds.moment)
        if moves:
            self._place, self._rested = middle, 0.0
            return True
        self._rested += passed
        away = float(np.linalg.norm(middle - self._place)) / palm_size
        self._jitter += (away - self._jitter) * share(passed, thresholds.steady)
        self._place = self._place + (middle - self._place) * max(
            share(passed, thresholds.settle), passed / self._rested
        )
        return False

    def _forget(self) -> None:
        self._evidence[:] = 0
        self._sums[:] = 0
        self._lasted[:] = 0


def share(passed: float, constant: float) -> float:
    """How much of the way exponential smoothing goes in that time."""
    return 1 - math.exp(-passed / constant)
