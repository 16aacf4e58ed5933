"""Frames of a clip that are looked at before their turn."""

from collections import deque
from collections.abc import Iterator

from signread.protocols import Source
from signread.types import Frame

MOST_AHEAD = 2**28
"""Bytes of frames that are kept for it; of large ones fewer are looked at."""


class Ahead:
    """Frames of which some can be looked at before their turn."""

    def __init__(self, clip: Source) -> None:
        self._frames = iter(clip)
        self._waiting: deque[Frame] = deque()
        self._time = 0.0

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        frame = self._waiting.popleft() if self._waiting else next(self._frames)
        self._time = frame.time
        return frame

    def within(self, seconds: float) -> list[Frame]:
        """Those that come within so many seconds after the last one, or fewer where they are large."""
        while not self._waiting or self._waiting[-1].time < self._time + seconds:
            if sum(frame.image.nbytes for frame in self._waiting) > MOST_AHEAD:
                break
            frame = next(self._frames, None)
            if frame is None:
                break
            self._waiting.append(frame)
        return list(self._waiting)
