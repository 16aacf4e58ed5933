"""The last seconds of a hand on an even grid of time, whatever the pace of its frames: what SpellNet reads."""

from collections import deque

import numpy as np

from signread.skeleton import HAND
from signread.spelling.slides import Array

STEP_S = 0.05
"""Between two steps of the grid."""
STEPS = 64
"""Of the grid: the last is now. A calm Z takes almost three seconds."""
LONGEST_GAP_S = 0.25
"""Between two frames over which the hand's way is guessed."""
MOST_FRAMES = 1000
"""Kept, of however fast a camera."""
FEWEST_A_SECOND = 7
"""Frames at which hands that move can be followed."""


class Window:
    """Frames come in; `grid` is how the hand has moved since."""

    def __init__(self) -> None:
        self._frames: deque[tuple[float, Array | None]] = deque(maxlen=MOST_FRAMES)

    def add(self, time: float, points: Array | None) -> None:
        """A frame. points: (21, 2) landmarks in pixels, None without a hand."""
        self._frames.append((time, points))
        while len(self._frames) > 1 and self._frames[1][0] <= time - STEP_S * STEPS - LONGEST_GAP_S:
            self._frames.popleft()

    @property
    def grid(self) -> Array:
        """(STEPS, 21, 2) float32: interpolated between frames, NaN where the hand was not seen."""
        unseen = np.full((len(HAND), 2), np.nan, np.float32)
        points = np.stack([unseen if one is None else one for _, one in self._frames])
        return on_grid(np.array([time for time, _ in self._frames]), points)


def on_grid(times: Array, points: Array) -> Array:
    """What `Window.grid` is after frames at `times`, (F,), with (F, 21, 2) points: (STEPS, 21, 2) float32."""
    at = times[-1] - STEP_S * np.arange(STEPS - 1, -1, -1)
    after = np.searchsorted(times, at, side="left")
    known = (after < len(times)) & ((after > 0) | (times[0] == at))
    after = np.minimum(after, len(times) - 1)
    before = np.where(times[after] == at, after, np.maximum(after - 1, 0))
    gap = times[after] - times[before]
    known &= gap <= LONGEST_GAP_S
    part = ((at - times[before]) / np.where(gap > 0, gap, 1))[:, None, None]
    grid = points[before] + (points[after] - points[before]) * part
    return np.where(known[:, None, None], grid, np.nan).astype(np.float32)
