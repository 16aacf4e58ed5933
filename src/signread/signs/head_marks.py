"""What the head says, out of a stream of frames: marks, as soon as a headshake or a nod is over."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from signread.signs.head import LEFT_EYE, NOSE, RIGHT_EYE, Mark, marks, motion_of_faces
from signread.skeleton.hand import WRIST
from signread.types import Event, Observation

REMEMBERED_S = 6.0
"""Seconds of a face that are looked at."""
EVERY_S = 0.25
"""Seconds between two looks."""
OVER_S = 0.5
"""Seconds after its end until a mark is decided: it may go on."""
FEWEST = 10
"""Frames with a face, at least."""
SETTLED_S = 0.2
"""Seconds after a face is first seen in which its points still settle."""
LEAST_RATE = 8.0
"""Frames a second with a face within a mark, at least: with fewer a movement is guessed."""
COVERED = 0.9
"""Distances between the eyes from the nose: a hand nearer to it covers the face, and what is seen there is made up."""


class HeadMarks:
    """Finds headshakes and nods. It knows only the past, and keeps a few seconds of it.

    A nod counts only where no hand is raised meanwhile: heads move up and down with the hands of people who sign.
    """

    def __init__(self) -> None:
        self._faces: deque[tuple[float, NDArray[np.float32]]] = deque()
        self._signing: deque[float] = deque()
        self._looked_at = -np.inf
        self._until = -np.inf
        self._seen_since = np.inf

    def add(self, time: float, observation: Observation, *, signing: bool) -> list[Event]:
        """The marks that are over since the last look; mostly none. signing: whether a hand is raised."""
        if observation.face is not None and not _is_covered(observation):
            if not self._faces:
                self._seen_since = time
            self._faces.append((time, observation.face))
        if signing:
            self._signing.append(time)
        while self._faces and self._faces[0][0] < time - REMEMBERED_S:
            self._faces.popleft()
        while self._signing and self._signing[0] < time - REMEMBERED_S:
            self._signing.popleft()
        if time - self._looked_at < EVERY_S or len(self._faces) < FEWEST:
            return []
        self._looked_at = time
        return self._decided(time, time - OVER_S)

    def finish(self, time: float) -> list[Event]:
        """What is still undecided at the end of a clip."""
        return self._decided(time, time) if len(self._faces) >= FEWEST else []

    def _decided(self, time: float, before: float) -> list[Event]:
        motion = motion_of_faces(*zip(*self._faces, strict=True))
        found = [mark for mark in marks(motion) if mark.begin >= self._until and mark.end <= before]
        events = [_event(mark, time) for mark in found if self._is_seen(mark)]
        self._until = max([self._until, *(mark.end for mark in found)])
        return events

    def _is_seen(self, mark: Mark) -> bool:
        if mark.begin < self._seen_since + SETTLED_S:
            return False
        frames = sum(mark.begin <= at <= mark.end for at, _ in self._faces)
        if frames < LEAST_RATE * (mark.end - mark.begin):
            return False
        return mark.name == "no" or not any(mark.begin <= at <= mark.end for at in self._signing)


def _is_covered(observation: Observation) -> bool:
    face = observation.face
    if face is None:
        return False
    eyes = np.linalg.norm(face[list(LEFT_EYE), :2].mean(0) - face[list(RIGHT_EYE), :2].mean(0))
    return any(
        bool((np.linalg.norm(hand.points[WRIST + 1 :, :2] - face[NOSE, :2], axis=1) < COVERED * eyes).any())
        for hand in observation.hands
    )


def _event(mark: Mark, time: float) -> Event:
    return Event(
        kind="mark",
        time=time,
        letter=mark.name,
        begin=mark.begin,
        end=mark.end,
        confidence=float(1 / (1 + np.exp(-mark.log_odds))),
    )
