"""Letter scores over time in, spelled letters out, as they come."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from signread.spelling import Event
from signread.spelling.holds import Hold, Holds
from signread.spelling.movement import Movements, Path
from signread.spelling.thresholds import Thresholds

ALTERNATIVES = 5
"""How many of the likeliest letters an event names."""
STARTS = {"J": "I", "Z": "D"}
"""The moving letters, and the held letter that has the shape of each: a model that knows it can spell both."""
REMEMBERED = 8
"""How many letters back a movement can reach."""


@dataclass(slots=True)
class _Told:
    """A letter that was told of, and until when it was shown."""

    begin: float
    until: float


class Speller:
    """Turns the scores of single frames into letters, spaces and line ends: once each, and as soon as they are sure.

    It knows only the past, does the same work for every frame and keeps nothing of what is long over. Its times are
    those of the frames: how many of these there are in a second matters little.
    """

    def __init__(self, letters: Sequence[str], thresholds: Thresholds | None = None) -> None:
        self._letters = tuple(letters)
        self._how = thresholds or Thresholds()
        self._holds = Holds(letters, self._how)
        self._moving = all(start in self._letters for start in STARTS.values())
        self._movements = Movements(self._how)
        self._time: float | None = None
        self._seen: float | None = None
        self._absent = 0.0
        self._gone = False
        self._unfinished = ""
        self._told: deque[_Told] = deque(maxlen=REMEMBERED)

    @property
    def holding(self) -> bool:
        """Whether the hand still shows the letter that was spelled last; for a J an I, for a Z a D."""
        return self._holds.held is not None

    def add(
        self,
        time: float,
        probabilities: np.ndarray | None,
        landmarks: np.ndarray | None = None,
        handedness: int = 0,
    ) -> list[Event]:
        """What a frame adds to what is spelled.

        time: seconds, more than that of the frame before. probabilities: (L,) over the letters, None without a hand.
        landmarks: (21, 2) or (21, 3) in picture pixels; None or NaN where no tracker ran. handedness: as in a HandView.

        Raises ValueError for a time that does not grow, and for scores that are none or of another length.
        """
        if probabilities is not None and probabilities.shape != (len(self._letters),):
            raise ValueError(f"probabilities must be ({len(self._letters)},), got {probabilities.shape}")
        if probabilities is not None and not np.isfinite(probabilities).all():
            raise ValueError("probabilities must be finite numbers")
        if self._time is not None and not time > self._time:
            raise ValueError(f"time must grow: {time} s came after {self._time} s")
        passed = 0.0 if self._time is None else time - self._time
        self._time = time
        points = None
        if probabilities is not None and landmarks is not None and np.isfinite(landmarks).all():
            points = landmarks[:, :2].astype(np.float64)
        hold = self._holds.add(time, passed, probabilities, points)
        if self._told and self._holds.held is not None and hold is None:
            self._told[-1].until = time
        events = self._pauses(time, passed, probabilities is not None)
        if hold is not None:
            events.append(self._letter(time, hold))
        if points is not None and probabilities is not None and self._moving:
            path = self._path(time, points, handedness, probabilities)
            if path is not None:
                events.append(self._moved(time, path))
        return events

    def _pauses(self, time: float, passed: float, there: bool) -> list[Event]:
        gone, self._gone = self._gone, not there
        if there:
            self._absent = max(self._absent - passed * self._how.back, 0.0)
            return []
        if not gone:
            return []
        self._absent += min(passed, self._how.gap)
        if self._unfinished == "word" and self._absent >= self._how.space:
            self._unfinished = "line"
            self._told.clear()
            return [Event("space", time)]
        if self._unfinished == "line" and self._absent >= self._how.line:
            self._unfinished = ""
            return [Event("line", time)]
        return []

    def _letter(self, time: float, hold: Hold) -> Event:
        best = np.argsort(-hold.probabilities, kind="stable")[:ALTERNATIVES]
        self._unfinished, self._absent = "word", 0.0
        self._told.append(_Told(hold.begin, time))
        return Event(
            "letter",
            time,
            self._letters[hold.letter],
            hold.begin,
            time,
            float(hold.probabilities[hold.letter]),
            tuple((self._letters[place], float(hold.probabilities[place])) for place in best),
        )

    def _path(self, time: float, points: np.ndarray, handedness: int, probabilities: np.ndarray) -> Path | None:
        passed = 0.0 if self._seen is None else time - self._seen
        self._seen = time
        letters = np.where(self._holds.is_letter, probabilities, 0)
        return self._movements.add(time, passed, points, handedness, self._like(letters, "J"), self._like(letters, "Z"))

    def _like(self, probabilities: np.ndarray, letter: str) -> tuple[float, float]:
        """The probability of the shape that a moving letter has, and that of the likeliest other."""
        place = self._letters.index(STARTS[letter])
        return float(probabilities[place]), float(np.delete(probabilities, place).max())

    def _moved(self, time: float, path: Path) -> Event:
        """A moving letter takes the place of what was read since its hand took shape."""
        replaces, begin = 0, path.begin
        while self._told and self._told[-1].until >= path.begin - self._how.moment:
            begin = min(begin, self._told.pop().begin)
            replaces += 1
        self._told.append(_Told(begin, time))
        self._unfinished, self._absent = "word", 0.0
        self._holds.tell(self._letters.index(STARTS[path.letter]), self._how.grace)
        return Event("letter", time, path.letter, begin, time, 1.0, ((path.letter, 1.0),), replaces)
