"""Both hands and the upper body over time, and the form in which signs are compared.

Only landmarks: no pictures. `SignSequence` has them in picture pixels as a tracker gave them, `Sample` normalised to
the person's shoulders and to `STEPS` steps, so that place, distance and speed do not matter.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.errors import DataError, ShapeError
from signread.skeleton import HAND
from signread.skeleton.body import ELBOWS, NOSE, SHOULDERS, WRISTS
from signread.types import Observation

Array = NDArray[np.float32]

STEPS = 32
"""Of a sample, at equal times."""
BODY_PLACES = (NOSE, *ELBOWS, *WRISTS, *SHOULDERS)
"""The points of the body that are kept: nose, then right and left elbow, wrist, shoulder."""
WRISTS_KEPT, SHOULDERS_KEPT = slice(3, 5), slice(5, 7)
"""Right and left among those."""
MIRRORED = [0, 2, 1, 4, 3, 6, 5]
"""Each one's partner in the mirror."""
LEAST_SHOULDERS = 1e-3
"""Pixels between shoulders that would be divided by."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SignSequence:
    """F frames of somebody who signs, or does not.

    times: (F,) seconds, growing. hands: (F, 2, 21, 2), the right one and the left one, in picture pixels. body:
    (F, 7, 2), as `BODY_PLACES`. NaN where not seen.

    Raises ShapeError for other shapes.
    """

    times: NDArray[np.float64]
    hands: Array
    body: Array

    def __post_init__(self) -> None:
        frames = len(self.times)
        for name, wanted in (("hands", (frames, 2, len(HAND), 2)), ("body", (frames, len(BODY_PLACES), 2))):
            if getattr(self, name).shape != wanted:
                raise ShapeError(f"{name} must be {wanted}, got {getattr(self, name).shape}")

    def __len__(self) -> int:
        return len(self.times)

    @classmethod
    def of(cls, times: Iterable[float], observations: Iterable[Observation]) -> "SignSequence":
        """What a tracker saw."""
        seen = list(observations)
        hands = np.full((len(seen), 2, len(HAND), 2), np.nan, np.float32)
        body = np.full((len(seen), len(BODY_PLACES), 2), np.nan, np.float32)
        for frame, one in enumerate(seen):
            for side, hand in enumerate((one.side("right"), one.side("left"))):
                if hand is not None:
                    hands[frame, side] = hand.points[:, :2]
            if one.body is not None:
                body[frame] = one.body[list(BODY_PLACES), :2]
        return cls(times=np.fromiter(times, np.float64, len(seen)), hands=hands, body=body)

    @classmethod
    def joined(cls, parts: Sequence["SignSequence"]) -> "SignSequence":
        """One after the other."""
        return cls(
            times=np.concatenate([part.times for part in parts]),
            hands=np.concatenate([part.hands for part in parts]),
            body=np.concatenate([part.body for part in parts]),
        )

    def frames(self) -> Iterator["SignSequence"]:
        """Each frame as a sequence of its own."""
        for frame in range(len(self)):
            part = slice(frame, frame + 1)
            yield SignSequence(times=self.times[part], hands=self.hands[part], body=self.body[part])

    def between(self, begin: float, end: float) -> "SignSequence":
        """The frames from one time to another, both included."""
        kept = (self.times >= begin) & (self.times <= end)
        return SignSequence(times=self.times[kept], hands=self.hands[kept], body=self.body[kept])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sample:
    """A stretch of signing in the form in which it is compared.

    hands: (STEPS, 2, 21, 2), the right one and the left one, in shoulder widths from between the shoulders; where a
    hand was not seen it has its last known shape, at the body's wrist. seen: (STEPS, 2), the share of it that was seen.
    body: (STEPS, 7, 2), as `BODY_PLACES`. duration: seconds.
    """

    hands: Array
    seen: Array
    body: Array
    duration: float

    def mirrored(self) -> "Sample":
        """The same by the other hand."""
        flip = np.array([-1, 1], np.float32)
        return Sample(
            hands=self.hands[:, ::-1] * flip,
            seen=self.seen[:, ::-1].copy(),
            body=self.body[:, MIRRORED] * flip,
            duration=self.duration,
        )


def normalise(sequence: SignSequence, steps: int = STEPS) -> Sample:
    """A stretch of signing, normalised.

    Raises DataError where there is no frame, or no shoulders to measure by; hands may rest out of sight.
    """
    if not len(sequence):
        raise DataError("no frame")
    measured = shoulders(sequence.body)
    if measured is None:
        raise DataError("the shoulders are not in the picture; expected head, shoulders and hands")
    middle, width = measured
    body = _filled((sequence.body - middle) / width)
    hands, seen = zip(
        *(_hand((sequence.hands[:, side] - middle) / width, body[:, WRISTS_KEPT][:, side]) for side in range(2)),
        strict=True,
    )
    at = np.linspace(sequence.times[0], sequence.times[-1], steps)
    return Sample(
        hands=resampled(np.stack(hands, 1), sequence.times, at),
        seen=resampled(np.stack(seen, 1), sequence.times, at),
        body=resampled(body, sequence.times, at),
        duration=float(sequence.times[-1] - sequence.times[0]),
    )


def shoulders(body: Array) -> tuple[NDArray[Any], float] | None:
    """Where the middle between the shoulders mostly is, (2,), and how far they are apart; None where they are not seen.

    body: (F, 7, 2).
    """
    both = body[:, SHOULDERS_KEPT]
    both = both[np.isfinite(both).all((1, 2))]
    if not len(both):
        return None
    apart = float(np.median(np.linalg.norm(both[:, 0] - both[:, 1], axis=1)))
    return np.median(both.mean(1), 0), max(apart, LEAST_SHOULDERS)


def resampled(values: NDArray[Any], times: NDArray[np.float64], at: NDArray[np.float64]) -> Array:
    """(T, ...) at other times, (S,), linearly between."""
    flat = values.reshape(len(values), -1)
    columns = [np.interp(at, times, flat[:, column]) for column in range(flat.shape[1])]
    return np.stack(columns, 1).reshape(len(at), *values.shape[1:]).astype(np.float32)


def _hand(points: Array, wrist: Array) -> tuple[Array, Array]:
    """A hand's points, (F, 21, 2), where it was not seen its last known shape at the wrist, (F, 2); and where seen."""
    seen = np.asarray(np.isfinite(points).all((1, 2)))
    if not seen.any():
        return np.repeat(wrist[:, None], len(HAND), 1), seen.astype(np.float32)
    whole = _filled(points)
    moved = np.where(seen[:, None], 0, wrist - whole[:, 0])
    return whole + moved[:, None], seen.astype(np.float32)


def _filled(points: Array) -> Array:
    """(F, P, 2) without gaps: linearly between, as before at the ends, 0 for a point that is never there."""
    flat = points.reshape(len(points), -1).copy()
    frames = np.arange(len(flat))
    for column in range(flat.shape[1]):
        known = np.isfinite(flat[:, column])
        flat[:, column] = np.interp(frames, frames[known], flat[known, column]) if known.any() else 0
    return flat.reshape(points.shape).astype(np.float32)
