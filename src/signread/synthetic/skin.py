"""What a made-up hand looks like: skin from light to dark with its palm, knuckles, creases and nails; and a sleeve."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signread.handshapes.joint_angles import DIGITS
from signread.synthetic.hand_mesh import FIRST, SEGMENTS, HandMesh
from signread.synthetic.mesh import Mesh
from signread.synthetic.subdivision import Subdivision

Array = NDArray[Any]
TONES = np.array([[244, 208, 188], [229, 184, 158], [202, 150, 118], [158, 108, 78], [110, 72, 50], [66, 44, 34]])
"""Of the back of hands, sRGB, from light to dark: about the middles of the six classes of skin by their typology angle
(Chardon et al., 1991)."""
PALM = np.array([226, 172, 152])
"""Towards which palms are lighter and redder than backs, and more so on dark skin."""
NAIL, POLISH = (
    np.array([236, 190, 178]),
    np.array([[176, 24, 44], [236, 120, 150], [40, 30, 60], [240, 240, 236], [90, 20, 90]]),
)
POLISHED = 0.12
"""Of people, those with painted nails."""
GAMMA = 2.2
NAIL_FROM, NAIL_WIDTH = 0.52, 0.62
"""Along the last bone, and of its half breadth."""
JOINT_M, CREASE_M = 0.006, 0.0018
WRINKLES = 14
"""Waves of noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """colours: (V', 3) of each point of the finer mesh, of the light that falls on it. gleam: of the skin."""

    colours: Array
    gleam: float


def looks_of(hand: HandMesh, finer: Subdivision, random: np.random.Generator, tone: float) -> Looks:
    """Skin made by rule. tone: 0 light to 1 dark."""
    points = finer.refine(hand.points.numpy())
    place = tone * (len(TONES) - 1)
    low = int(min(place, len(TONES) - 2))
    base = TONES[low] + (place - low) * (TONES[low + 1] - TONES[low])
    base = base * random.normal(1, 0.04) + random.normal(0, 2, 3)
    front, along, across, last, tip = _places(hand, finer, points)
    colour = np.repeat(base[None], len(points), 0)
    palm = np.clip(base + (PALM - base) * random.uniform(0.15, 0.35) * (0.6 + 2.0 * tone), 0, 255)
    weight = _step(front, -0.1, 0.7) * _step(points[:, 1], -0.02, 0.02)
    colour += (palm - base) * weight[:, None]
    joint = np.exp(-((along / JOINT_M) ** 2))
    colour *= 1 - (random.uniform(0.05, 0.22) * joint * _step(-front, 0.0, 0.8))[:, None] * np.array([0.7, 1.0, 1.0])
    crease = np.exp(-((along / CREASE_M) ** 2))
    colour *= 1 - (random.uniform(0.1, 0.3) * crease * _step(front, 0.2, 0.8))[:, None] * np.array([0.8, 1.0, 1.0])
    red = random.uniform(0, 0.12) * _step(last, 0.5, 1.0) * (1 - tone)
    colour *= 1 - red[:, None] * np.array([0.1, 1.0, 0.8])
    for size, depth in ((0.03, random.uniform(0.01, 0.05)), (0.007, random.uniform(0.01, 0.04))):
        colour *= 1 + depth * _noise(points, size, random)[:, None]
    nail = (
        _step(last, NAIL_FROM - 0.04, NAIL_FROM + 0.04)
        * _step(-front, 0.2, 0.5)
        * _step(-across, -NAIL_WIDTH, -0.5)
        * tip
    )
    painted = POLISH[random.integers(len(POLISH))] if random.random() < POLISHED else base + (NAIL - base) * 0.6
    colour += (painted - colour) * nail[:, None]
    return Looks((np.clip(colour, 4, 250) / 255) ** GAMMA, random.uniform(0.02, 0.12))


def _places(hand: HandMesh, finer: Subdivision, points: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Of each point: how far its skin faces to the front, -1 to 1; metres along its digit from the nearest joint; how
    far aside it lies of its bone's middle, in half breadths; the part of the last bone that lies behind it, 0 before;
    and whether it is on the last bone."""
    normals = Mesh(points, finer.faces, 0.0).normals
    weights = finer.refine(hand.weights.numpy())
    main = weights.argmax(1)
    fronts = np.zeros((weights.shape[1], 3))
    fronts[:, 2] = 1.0
    along, aside, last, tip = np.full(len(points), 1.0), *(np.zeros(len(points)) for _ in range(3))
    for digit in range(len(DIGITS)):
        axis = hand.axis(digit).numpy()
        joints = hand.joints[digit].numpy()
        for segment in range(SEGMENTS):
            own = main == FIRST + digit * SEGMENTS + segment
            bone = joints[segment + 1] - joints[segment]
            length = np.linalg.norm(bone)
            bone = bone / length
            if digit == 0 and segment == 0:
                continue
            fronts[FIRST + digit * SEGMENTS + segment] = np.cross(axis, bone)
            offset = points[own] - joints[segment]
            reached = offset @ bone
            is_last = segment == SEGMENTS - 1
            along[own] = np.abs(reached) if is_last else np.minimum(np.abs(reached), np.abs(length - reached))
            if is_last:
                last[own], tip[own] = reached / length, 1.0
                side = offset @ axis
                aside[own] = np.abs(side - (side.max() + side.min()) / 2) / (np.ptp(side) / 2)
    towards = weights @ fronts
    front = (normals * towards).sum(1) / np.linalg.norm(towards, axis=1)
    return front, along, aside, last, tip


def _noise(points: Array, size: float, random: np.random.Generator) -> Array:
    """(N,) smooth noise of a size in metres, about -1 to 1: waves in random directions."""
    directions = random.normal(size=(WRINKLES, 3)) / size
    phases = random.uniform(0, 2 * np.pi, WRINKLES)
    waves: Array = np.sin(points @ directions.T + phases).mean(1) * np.sqrt(WRINKLES / 2)
    return waves


def _step(value: Array, low: float, high: float) -> Array:
    part = np.clip((value - low) / (high - low), 0, 1)
    step: Array = part * part * (3 - 2 * part)
    return step
