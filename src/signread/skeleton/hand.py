"""The hand: 21 points in the order of MediaPipe (Zhang et al., MediaPipe Hands, 2020)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.skeleton.skeleton import Skeleton

_JOINTS = {
    "thumb": ("cmc", "mcp", "ip", "tip"),
    "index": ("mcp", "pip", "dip", "tip"),
    "middle": ("mcp", "pip", "dip", "tip"),
    "ring": ("mcp", "pip", "dip", "tip"),
    "little": ("mcp", "pip", "dip", "tip"),
}

PARENTS = (0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19)
"""Of the points 1 to 20: the one nearer to the wrist on the same finger."""

HAND = Skeleton(
    name="hand",
    points=("wrist", *(f"{finger}_{joint}" for finger, joints in _JOINTS.items() for joint in joints)),
    bones=tuple((parent, child) for child, parent in enumerate(PARENTS, start=1)),
    mirror=tuple(range(21)),
)

WRIST = HAND.place("wrist")
INDEX_KNUCKLE, MIDDLE_KNUCKLE, LITTLE_KNUCKLE = (HAND.place(f"{name}_mcp") for name in ("index", "middle", "little"))
THUMB = tuple(HAND.place(f"thumb_{joint}") for joint in ("mcp", "ip", "tip"))
"""The farther ends of the thumb's bones."""
FINGERTIPS = tuple(HAND.place(f"{name}_tip") for name in ("index", "middle", "ring", "little"))
"""Of the fingers, index first; not of the thumb."""
PALM = tuple(HAND.place(name) for name in ("wrist", "index_mcp", "middle_mcp", "ring_mcp", "little_mcp"))
"""The wrist and the knuckles."""
OUTLINE = ((0, 1, 2, 3, 4), (0, 5, 6, 7, 8), (5, 9, 10, 11, 12), (9, 13, 14, 15, 16), (13, 17, 18, 19, 20), (0, 17))
"""Chains of points that are drawn as lines."""

LEAST_PALM = 1e-6
"""A palm of no size would be divided by."""


def palm(points: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """Centre, (2,), and size of the palm of a hand's points, (21, 2): the unit in which movements are measured.

    The size is the root mean square distance of wrist and knuckles from their centre.
    """
    corners = points[list(PALM)]
    centre = corners.mean(axis=0)
    return centre, max(float(np.sqrt(np.square(corners - centre).sum(axis=1).mean())), LEAST_PALM)


def bounds(points: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Two corners, (2,) each, of the box around a hand's points, (21, 2) or (21, 3): left and top, right and bottom."""
    return points[:, :2].min(axis=0), points[:, :2].max(axis=0)


def extent(points: NDArray[Any]) -> float:
    """The longer side of the box around a hand's points, (21, 2) or (21, 3), in their unit."""
    return float(np.ptp(points[:, :2], axis=0).max())
