"""Where somebody signs: from the moment a hand is raised until both rest again."""

import numpy as np
from numpy.typing import NDArray

from signread.signs.sequence import STEPS, Sample, SignSequence, normalise, shoulders

LOWEST = 1.15
"""Shoulder widths below the shoulders: a wrist below that rests, on a lap, on a table, or hanging."""


def raised(sequence: SignSequence) -> NDArray[np.bool_]:
    """(F,) whether a hand is seen and raised, measured by the shoulders as they mostly are."""
    measured = shoulders(sequence.body)
    if measured is None:
        return np.zeros(len(sequence), bool)
    middle, width = measured
    wrists = sequence.hands[:, :, 0, 1]  # NaN compares as not raised
    with np.errstate(invalid="ignore"):
        above: NDArray[np.bool_] = (wrists - middle[1] < LOWEST * width).any(1)
    return above


def sample_of(sequence: SignSequence, steps: int = STEPS) -> Sample:
    """A recording of one sign in the form in which it is compared, without how the hands rose to it and fell.

    Raises DataError as `normalise` does.
    """
    return normalise(trimmed(sequence), steps)


def trimmed(sequence: SignSequence) -> SignSequence:
    """From the first frame in which a hand is raised to the last; all of it where none is."""
    frames = np.flatnonzero(raised(sequence))
    if not len(frames):
        return sequence
    return sequence.between(sequence.times[frames[0]], sequence.times[frames[-1]])
