"""What a tracker finds of a moving hand in the frames of a camera: late, shaking, and at times nothing."""

from dataclasses import dataclass, replace

import numpy as np

from signread.skeleton import HAND
from signread.synthetic.motions import Motion
from signread.synthetic.shapes import FINE, Array, rotations

RATES = (10.0, 15.0, 20.0, 25.0, 30.0, 30.0, 60.0)
"""Frames a second of the cameras."""
UNEVEN = 0.3
"""The part of them whose frames come when they like."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Filmed:
    """F frames of a right hand.

    times: (F,) seconds. points: (F, 21, 3) float32 pixels, NaN where the hand is lost. shown, complete, number: (F,) as
    of the motion's step.
    """

    times: Array
    points: Array
    shown: Array
    complete: Array
    number: Array


def filmed(motion: Motion, random: np.random.Generator, rate: float | None = None) -> Filmed:
    """A motion, seen by a camera of that many frames a second; of one of `RATES` if left out."""
    rate = rate or float(random.choice(RATES))
    count = max(int(len(motion.points) / FINE * rate), 4)
    times = np.arange(count) / rate
    if random.random() < UNEVEN:
        times = np.sort(times + random.uniform(-0.35, 0.35, count) / rate)
        times = times - min(times[0], 0)
    step = np.clip(times * FINE, 0, len(motion.points) - 1).astype(int)
    points = _seen_from(motion.points[step], random)
    moved = np.abs(np.diff(points, axis=0, prepend=points[:1])).mean((1, 2)) * rate
    points = _misread(points + _noise(moved, rate, random), moved, rate, random)
    points[_lost(moved, rate, random)] = np.nan
    points = points * random.uniform(15, 70) + [320, 240, 0]
    return Filmed(
        times=times,
        points=points.astype(np.float32),
        shown=motion.shown[step],
        complete=motion.complete[step],
        number=motion.number[step],
    )


def _seen_from(points: Array, random: np.random.Generator) -> Array:
    """Somewhat from the side, from above or below, by a camera that is held askew and squeezes what it sees."""
    view = rotations(random.normal(0, 7), random.normal(0, 8), random.normal(0, 10))[0]
    seen: Array = points @ view.T
    seen[:, :, 0] *= 1 + random.normal(0, 0.06)
    return seen


def _noise(moved: Array, rate: float, random: np.random.Generator) -> Array:
    """(F, 21, 3) that lasts for a while, and grows with the speed, (F,) in palms a second."""
    calm = random.uniform(0.01, 0.035) if random.random() < 0.7 else random.uniform(0.03, 0.09)
    kept = float(np.exp(-1 / rate / random.uniform(0.01, 0.12)))
    fresh = random.normal(0, 1, (len(moved), len(HAND), 3)) * (calm + 0.008 * np.minimum(moved, 15))[:, None, None]
    noise = np.zeros_like(fresh)
    for frame in range(1, len(fresh)):
        noise[frame] = kept * noise[frame - 1] + np.sqrt(1 - kept**2) * fresh[frame]
    return noise


def _misread(points: Array, moved: Array, rate: float, random: np.random.Generator) -> Array:
    """Fast hands are misread for moments: the fingers are taken to be closer together, or nearer to the palm."""
    misread = points.copy()
    for frame in np.flatnonzero(random.random(len(moved)) < 0.03 * (moved - 3) * 15 / rate):
        some = slice(frame, frame + int(random.integers(1, max(round(0.12 * rate), 1) + 1)))
        middle = misread[some].mean(1, keepdims=True)
        squeezed = middle + (misread[some] - middle) * random.uniform(0.4, 1, (1, 1, 3))
        misread[some] = squeezed + random.normal(0, random.uniform(0, 0.2), (1, len(HAND), 3))
    return misread


def lapsed(film: Filmed, other: Array, random: np.random.Generator) -> Filmed:
    """The same, but for a while the tracker takes a part of the hand for all of it: other, (21, 3)."""
    points = film.points.copy()
    begin = random.uniform(0, film.times[-1])
    some = (film.times >= begin) & (film.times < begin + random.uniform(0.2, 2))
    middle, size = points[some].mean(1, keepdims=True), points[some].std(1, keepdims=True).mean(2, keepdims=True)
    part = other * random.uniform(0.1, 0.6) + random.normal(0, 0.05, (int(some.sum()), len(HAND), 3))
    points[some] = middle + size * part
    return replace(film, points=points)


def _lost(moved: Array, rate: float, random: np.random.Generator) -> Array:
    """(F,) bool: fast hands are lost, for a fifth of a second at most."""
    lost = np.zeros(len(moved), bool)
    for frame in np.flatnonzero(random.random(len(moved)) < 0.02 * (moved - 5) * 15 / rate):
        lost[frame : frame + random.integers(1, max(round(0.2 * rate), 1) + 1)] = True
    return lost
