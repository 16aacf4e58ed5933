"""Letters that are held: when one has been shown long enough and clearly enough."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signread.alphabet import NO_LETTER
from signread.spelling.thresholds import Thresholds

PALM = (0, 5, 9, 13, 17)
"""The landmarks of wrist and knuckles."""


def palm_of(points: np.ndarray) -> tuple[np.ndarray, float]:
    """Middle, (2,), and size of the palm of landmarks, (21, 2); see `Thresholds` for the unit."""
    palm = points[list(PALM)]
    middle = palm.mean(axis=0)
    return middle, max(float(np.sqrt(np.square(palm - middle).sum(axis=1).mean())), 1e-6)


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """A letter that was held: its number, when it began, and the mean probabilities while it was shown, (L,)."""

    letter: int
    begin: float
    probabilities: np.ndarray


class Holds:
    """Adds up evidence for every letter, and tells of the one that has enough.

    An interval between two frames counts for a letter as far as both of them show it, and against it where they do not:
    the cumulative sum of Page (Continuous Inspection Schemes, 1954), which finds a change soonest for a given number of
    false alarms. A hand that moves shows no letter. After a letter all sums begin anew, and the same letter counts
    again only when the hand has slid aside, has shown something else, or was gone.
    """

    def __init__(self, letters: Sequence[str], how: Thresholds) -> None:
        self.is_letter = np.array([name != NO_LETTER for name in letters])
        self._how = how
        self._shown = np.zeros(len(letters))
        self._begin = np.zeros(len(letters))
        self._trail: np.ndarray | None = None
        self._place: np.ndarray | None = None
        self._anchor: np.ndarray | None = None
        self._rested = 0.0
        self._jitter = 0.0
        self._held: int | None = None
        self._slid: int | None = None
        self._other = self._since = 0.0
        self._evidence = np.zeros(len(letters))
        self._sums = np.zeros((len(letters), len(letters)))
        self._lasted = np.zeros(len(letters))

    @property
    def held(self) -> int | None:
        """The letter that was told of last, as long as the hand still shows it."""
        return self._held if self._held is not None and self._shown[self._held] >= self._how.doubt else None

    def add(
        self, time: float, passed: float, probabilities: np.ndarray | None, points: np.ndarray | None
    ) -> Hold | None:
        """What a frame adds.

        passed: seconds since the frame before. probabilities: (L,), None without a hand. points: (21, 2) landmarks,
        None without a hand and where no tracker ran.
        """
        shown = np.zeros(len(self.is_letter))
        if probabilities is not None and not self._moves(points, passed):
            shown = np.where(self.is_letter, probabilities, 0.0)
        both = np.minimum(shown, self._shown)
        self._shown = shown
        if passed > self._how.gap:
            self._forget()
            return None
        self._release(passed, both, points)
        self._gather(time, passed, both)
        best = int(self._evidence.argmax())
        if self._evidence[best] < self._how.hold:
            return None
        found = Hold(best, float(self._begin[best]), self._sums[best] / self._lasted[best])
        repeated = best == self._slid
        self.tell(best)
        if repeated:
            self._since = -self._how.again
        return found

    def tell(self, letter: int, grace: float = 0.0) -> None:
        """From now on this letter counts as told, and for so much longer: what the hand goes on to show is no news."""
        self._held, self._other, self._since = letter, -grace, 0.0
        self._slid = None
        self._anchor = self._place
        self._forget()

    def _gather(self, time: float, passed: float, both: np.ndarray) -> None:
        none = self._evidence == 0
        how = self._how
        fades = share(passed, how.patience)
        gained = (both - how.doubt) / (1 - how.doubt) * how.patience * fades
        self._evidence = np.maximum(self._evidence * (1 - fades) + gained, 0)
        if self._held is not None:
            self._evidence[self._held] = 0
        some = self._evidence > 0
        self._begin[none] = time - passed
        self._sums[~some] = 0
        self._lasted[~some] = 0
        self._sums[some] += both * passed
        self._lasted[some] += passed

    def _release(self, passed: float, both: np.ndarray, points: np.ndarray | None) -> None:
        if self._held is None:
            return
        how = self._how
        self._since += passed
        otherwise = self._other + passed * (1 - 2 * float(both[self._held]))
        self._other = max(otherwise, min(self._other, 0.0))
        slid = False
        if points is not None and self._place is not None and self._anchor is not None:
            _, palm = palm_of(points)
            way = self._place - self._anchor
            if self._other < 0 or self._since <= 0:  # in its grace, or still sliding
                self._anchor = self._place
            elif self._since < how.rest:
                self._anchor = self._anchor + way * min(passed / self._since, 1.0)
            else:
                slid = float(np.linalg.norm(way)) / palm > max(how.slide, how.shaking * self._jitter)
                self._anchor = self._anchor + way * share(passed, how.drift)
        if slid or self._other >= how.release:
            self._slid = self._held if slid else None
            self._held = None

    def _moves(self, points: np.ndarray | None, passed: float) -> bool:
        """Whether the hand is far from where it was a moment ago; follows its place, too."""
        how = self._how
        if points is None:
            self._trail = self._place = None
            return False
        middle, palm = palm_of(points)
        if self._trail is None or self._place is None or passed > how.gap:
            self._trail, self._place, self._rested = points, middle, 0.0
            return False
        moves = float(np.linalg.norm(points - self._trail, axis=1).mean()) / palm > how.moving
        self._trail = self._trail + (points - self._trail) * share(passed, how.moment)
        if moves:
            self._place, self._rested = middle, 0.0
            return True
        self._rested += passed
        away = float(np.linalg.norm(middle - self._place)) / palm
        self._jitter += (away - self._jitter) * share(passed, how.steady)
        self._place = self._place + (middle - self._place) * max(share(passed, how.settle), passed / self._rested)
        return False

    def _forget(self) -> None:
        self._evidence[:] = 0
        self._sums[:] = 0
        self._lasted[:] = 0


def share(passed: float, constant: float) -> float:
    """How much of the way exponential smoothing goes in that time."""
    return 1 - math.exp(-passed / constant)
