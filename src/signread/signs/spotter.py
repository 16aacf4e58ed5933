"""Signs in a stream of frames: where each begins and ends is told by how the hands rise, pause and rest.

Between two of these moments a sign may lie. Every such stretch is compared with the examples; of those that overlap the
most similar one counts, as soon as nothing better can come: when the hands rest, or a while after it ended.
"""

from collections import deque
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from signread.errors import DataError
from signread.signs.matcher import Matcher
from signread.signs.segments import raised
from signread.signs.sequence import SignSequence, normalise, shoulders
from signread.types import Observation

LEAST_S, MOST_S = 0.25, 4.0
"""Seconds that a sign takes."""
REST_S = 0.25
"""Seconds that both hands must rest for signing to be over: a tracker loses hands for a moment."""
PAUSE_S = 0.15
"""Seconds that hands must stay for the moment to be a pause."""
AGAIN_S = 0.5
"""Seconds after which hands that still stay have paused once more."""
STILL = 0.6
"""Shoulder widths a second: slower wrists stay."""
MEASURED_S = 0.12
"""Seconds over which the speed of wrists is measured."""
WAIT_S = 0.8
"""Seconds after its end until a sign is decided though the hands go on."""
REMEMBERED_S = MOST_S + WAIT_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """A sign that was seen. begin, end, time: seconds; time is when it was decided."""

    name: str
    begin: float
    end: float
    time: float
    similarity: float
    alternatives: tuple[tuple[str, float], ...] = ()

    def overlaps(self, other: "Spotted") -> bool:
        return self.begin < other.end and other.begin < self.end


class Spotter:
    """Finds signs frame by frame. It knows only the past, and keeps a few seconds of it."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._frames: deque[SignSequence] = deque()
        self._moments: list[float] = []
        self._hits: list[Spotted] = []
        self._raised_at = 0.0
        self._paused_at: float | None = None
        self._still_since: float | None = None

    def add(self, time: float, observation: Observation) -> list[Spotted]:
        """What a frame adds to what was signed, in the order of signing; mostly nothing."""
        return self.add_frame(SignSequence.of([time], [observation]))

    def add_frame(self, frame: SignSequence) -> list[Spotted]:
        """The same for a sequence of one frame."""
        time = float(frame.times[0])
        self._frames.append(frame)
        while self._frames[0].times[0] < time - REMEMBERED_S:
            self._frames.popleft()
        recent = SignSequence.joined([one for one in self._frames if one.times[0] >= time - REST_S])
        if raised(recent)[-1]:
            self._raised_at = time
            if not self._moments:
                self._moments.append(time)
                self._still_since = self._paused_at = None
        elif self._moments and time - self._raised_at >= REST_S:
            return self._end(time)
        if self._moments:
            self._note_pause(time, recent)
        return self._settled(time, time - WAIT_S)

    @property
    def is_signing(self) -> bool:
        """Whether a hand is raised, or was a moment ago."""
        return bool(self._moments)

    def finish(self, time: float) -> list[Spotted]:
        """What was still undecided at the end of a clip."""
        return self._end(time) if self._moments else []

    def _end(self, time: float) -> list[Spotted]:
        self._compare(self._raised_at, time)
        self._moments.clear()
        settled = self._settled(time, time)
        self._hits.clear()
        return settled

    def _note_pause(self, time: float, recent: SignSequence) -> None:
        if _speed(recent, time) >= STILL:
            if self._paused_at is not None:
                self._moments.append(time)  # a sign may begin where a pause ends
            self._still_since = self._paused_at = None
            return
        self._still_since = time if self._still_since is None else self._still_since
        waited = time - (self._still_since if self._paused_at is None else self._paused_at)
        if waited >= (PAUSE_S if self._paused_at is None else AGAIN_S):
            self._compare(time, time)
            self._moments.append(time)
            self._paused_at = time

    def _compare(self, end: float, time: float) -> None:
        """Notes what the stretch from any moment before to `end` may be."""
        self._moments = [one for one in self._moments if end - one <= MOST_S] or [end]
        stretches, samples = [], []
        sequence = SignSequence.joined(list(self._frames))
        for begin in self._moments:
            if end - begin < LEAST_S:
                continue
            try:
                samples.append(normalise(sequence.between(begin, end)))
                stretches.append(begin)
            except DataError:
                continue  # no shoulders: nothing to measure by
        for begin, match in zip(stretches, self._matcher.match_all(samples), strict=True):
            if match.name is not None and match.similarity >= match.needed:
                self._hits.append(
                    Spotted(
                        name=match.name,
                        begin=begin,
                        end=end,
                        time=time,
                        similarity=match.similarity,
                        alternatives=match.alternatives,
                    )
                )

    def _settled(self, time: float, before: float) -> list[Spotted]:
        """The most similar of what overlaps, where that ended before a time; they are not looked for again."""
        best: list[Spotted] = []
        for hit in sorted(self._hits, key=lambda one: -one.similarity):
            if not any(hit.overlaps(other) for other in best):
                best.append(hit)
        settled = sorted((one for one in best if one.end <= before), key=lambda one: one.begin)
        if settled:
            last = max(one.end for one in settled)
            self._hits = [one for one in self._hits if one.begin >= last]
            self._moments = [one for one in self._moments if one >= last] or ([last] if self._moments else [])
        return [replace(one, time=time) for one in settled]


def spot(sequence: SignSequence, matcher: Matcher) -> list[Spotted]:
    """All signs of a clip."""
    spotter = Spotter(matcher)
    found: list[Spotted] = []
    for frame in sequence.frames():
        found += spotter.add_frame(frame)
    return [*found, *spotter.finish(float(sequence.times[-1]))] if len(sequence) else []


def _speed(recent: SignSequence, time: float) -> float:
    """Shoulder widths a second of the quicker wrist, of those that were seen then and now."""
    before = recent.between(time - MEASURED_S, time)
    passed = float(before.times[-1] - before.times[0])
    if passed <= 0:
        return np.inf
    wrists: NDArray[np.float32] = before.hands[[0, -1], :, 0]
    moved = np.linalg.norm(wrists[1] - wrists[0], axis=1)
    known, measured = np.isfinite(moved), shoulders(recent.body)
    if measured is None or not known.any():
        return np.inf
    return float(moved[known].max()) / measured[1] / passed
