"""How the hand of a plan is at any time: joints, wrist and place."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.avatar.plan import REST, Key, Plan
from signread.synthetic.shapes import smooth

Array = NDArray[Any]
AT_REST = np.array(
    [[30.0, 30, 0, 12, 15], [24, 30, 14, -3, 0], [28, 34, 16, 0, 0], [32, 38, 18, 2, 0], [36, 40, 18, 5, 0]]
)
"""Degrees of a hand that shows nothing."""
OPEN = np.array([[35.0, 40, 0, 5, 5], [12, 20, 10, 0, 0], [12, 20, 10, 0, 0], [12, 20, 10, 0, 0], [12, 20, 10, 0, 0]])
"""Degrees of the hand towards which fingers go that must let a thumb pass."""
LATE = np.array([0.0, 0.04, 0.08, 0.12, 0.16])
"""Of the way between two letters: by how much each digit sets out after the thumb, and arrives."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """angles: (5, 5) degrees. wrist: lean, tip and turn. place: palms to the right and up."""

    angles: Array
    wrist: tuple[float, float, float]
    place: tuple[float, float]


def pose_at(plan: Plan, time: float, angles: Mapping[str, Array]) -> Pose:
    """The pose at a time in seconds, of the first or last key before and after them.

    angles: (5, 5) degrees of each handshape by name, on the hand that spells.
    """
    after = bisect_right(plan.keys, time, key=lambda key: key.time)
    one, other = plan.keys[max(after - 1, 0)], plan.keys[min(after, len(plan.keys) - 1)]
    part = 0.0 if other.time <= one.time else (time - one.time) / (other.time - one.time)
    part = min(max(part, 0.0), 1.0)
    way = part if other.even else float(smooth(part))
    parts = smooth((part * (1 + LATE[-1]) - LATE).clip(0, 1))[:, None] if one.handshape != other.handshape else way
    begun, reached = _angles(one, angles), _angles(other, angles)
    held = begun + (reached - begun) * parts
    held = held + (OPEN - held) * other.ajar * np.sin(np.pi * part) ** 2
    lean, tip, turn, x, y = (
        getattr(one, name) + (getattr(other, name) - getattr(one, name)) * way
        for name in ("lean", "tip", "turn", "x", "y")
    )
    return Pose(held, (lean, tip, turn), (x, y))


def _angles(key: Key, angles: Mapping[str, Array]) -> Array:
    return AT_REST if key.handshape == REST else angles[key.handshape]
