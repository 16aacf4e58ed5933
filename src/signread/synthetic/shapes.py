"""Shapes of a hand: as of a right one, in palms; turned, and on the way from one to another."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.skeleton import HAND
from signread.skeleton.hand import palm

Array = NDArray[Any]
FINE = 60
"""Steps a second in which movements are made."""
FINGERS = np.array([0] + [finger for finger in range(1, 6) for _ in range(4)])
"""Of each point: 0 for the wrist, 1 for the thumb, to 5 for the little finger."""


def upright(points: Array, handedness: float) -> Array:
    """Landmarks (21, 3) as of a right hand, in palms from the palm's middle; depth from the wrist."""
    shape: Array = points.astype(float) * [handedness, 1, 1]
    middle, size = palm(shape[:, :2])
    shape[:, :2] -= middle
    shape[:, 2] -= shape[0, 2]
    return shape / size


def smooth(part: Array | float) -> Any:
    """Of the time, as of the way: minimum jerk (Flash and Hogan, 1985)."""
    x = np.clip(part, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x**2)


def steps(seconds: float) -> Array:
    """The parts of a movement that are over at each of its steps, up to 1."""
    count = max(round(seconds * FINE), 2)
    return np.arange(1, count + 1) / count


def between(one: Array, other: Array, part: Array) -> Array:
    """(T, 21, 3) shapes on the way from one, (21, 3), to another, bone by bone. part: (T,) of the way, or (T, 21)."""
    parts = part[:, None] * np.ones(len(HAND)) if part.ndim == 1 else part
    made = np.empty((len(parts), len(HAND), 3))
    made[:, 0] = one[0] + (other[0] - one[0]) * parts[:, :1]
    for parent, child in HAND.bones:
        bones = [end[child] - end[parent] for end in (one, other)]
        lengths = [float(np.linalg.norm(bone)) + 1e-9 for bone in bones]
        way = parts[:, child, None]
        direction = bones[0] / lengths[0] * (1 - way) + bones[1] / lengths[1] * way
        direction /= np.linalg.norm(direction, axis=1, keepdims=True) + 1e-9
        made[:, child] = made[:, parent] + direction * (lengths[0] * (1 - way) + lengths[1] * way)
    return made


def rotations(lean: Array | float, tip: Array | float, turn: Array | float) -> Array:
    """(T, 3, 3): a right hand leans to its little finger's side, tips towards the viewer, turns about the forearm.

    In degrees, one after the other; with half a turn the viewer sees the hand's back, the little finger on the right.
    """
    a, b, c = (np.radians(np.atleast_1d(np.asarray(angle, float))) for angle in (lean, tip, turn))
    zero, one = np.zeros(len(a)), np.ones(len(a))

    def matrices(*entries: Array) -> Array:
        return np.stack(entries, 1).reshape(-1, 3, 3)

    leaning = matrices(np.cos(a), np.sin(a), zero, -np.sin(a), np.cos(a), zero, zero, zero, one)
    tipping = matrices(one, zero, zero, zero, np.cos(b), -np.sin(b), zero, np.sin(b), np.cos(b))
    turning = matrices(np.cos(c), zero, -np.sin(c), zero, one, zero, np.sin(c), zero, np.cos(c))
    return turning @ tipping @ leaning


def turned(shape: Array, rotation: Array) -> Array:
    """(T, 21, 3): a shape, (21, 3), turned about its wrist by each of the rotations, (T, 3, 3)."""
    turns: Array = (shape - shape[0]) @ rotation.transpose(0, 2, 1) + shape[0]
    return turns


def posed(shape: Array, random: np.random.Generator, most: float = 1.0) -> Array:
    """A shape as another hand would hold it, a little turned; `most` times as much as a calm one."""
    lean, tip, turn = random.normal(0, 8), random.normal(5, 10), random.normal(0, 12)
    posed: Array = turned(shape, rotations(most * lean, most * tip, most * turn))[0]
    return posed
