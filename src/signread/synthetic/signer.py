"""Made-up people who hold letters: a hand of their own, skin, a sleeve, and habits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from signread.handshapes.joint_angles import MOST_ANGLES, SPREAD, Handshape
from signread.synthetic.arm import Arm
from signread.synthetic.contacts import solved
from signread.synthetic.mesh import Mesh

Array = NDArray[Any]
HABIT, MOMENT = 0.6, 0.35
"""Of a handshape's standard deviation: what differs from person to person, and from one time to the next."""
WRIST_HABIT, WRIST_MOMENT = np.array([7.0, 7.0, 8.0]), np.array([5.0, 5.0, 6.0])
"""Degrees of lean, tip and turn."""
LEFT_HANDED = 0.3
"""More than among people, for a mirrored picture of a right hand is one of a left."""


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A hand as it is held: seen by a viewer, its wrist at 0, in metres. A left hand is its mirror image.

    joints: (5, 4, 3). angles: (5, 5) degrees. meshes: hand and sleeve.
    """

    meshes: list[Mesh]
    joints: Array
    angles: Array
    handedness: int


class Signer:
    """Somebody there is not. Every letter has one of its variants, held as this person holds it."""

    def __init__(self, shapes: Sequence[Handshape], average: Mapping[str, Array], random: np.random.Generator) -> None:
        """shapes: to choose from. average: the angles, (5, 5), of each by name on an average hand, near which to be."""
        self.arm = Arm.random(random)
        self.handedness = -1 if random.random() < LEFT_HANDED else 1
        self.letters = sorted({shape.letter for shape in shapes})
        chosen = [_one_of([shape for shape in shapes if shape.letter == letter], random) for letter in self.letters]
        near = np.stack([average[shape.name] + _jitter(shape, HABIT, random) for shape in chosen])
        self._angles = solved(self.arm.hand, chosen, torch.from_numpy(near)).numpy()
        self._wrists = np.array([shape.wrist for shape in chosen]) + random.normal(0, WRIST_HABIT)
        self._shapes = chosen

    def pose(self, letter: str, random: np.random.Generator) -> Posed:
        """A letter as this person holds it now."""
        place = self.letters.index(letter)
        angles = self._angles[place] + _jitter(self._shapes[place], MOMENT, random)
        meshes, seen = self.arm.held(angles, self._wrists[place] + random.normal(0, WRIST_MOMENT))
        if self.handedness < 0:
            meshes = [mesh.mirrored() for mesh in meshes]
            seen = seen * [-1, 1, 1]
        return Posed(meshes, seen, angles, self.handedness)


def _one_of(variants: Sequence[Handshape], random: np.random.Generator) -> Handshape:
    shares = np.array([variant.share for variant in variants])
    return variants[int(random.choice(len(variants), p=shares / shares.sum()))]


def _jitter(shape: Handshape, part: float, random: np.random.Generator) -> Array:
    """(5, 5) degrees; fingers bend together more than apart, and go less to the side."""
    together = random.normal(0, 1, (1, MOST_ANGLES))
    jitter: Array = shape.spread * part * (0.7 * together + 0.7 * random.normal(0, 1, (5, MOST_ANGLES)))
    jitter[1:, SPREAD] *= 0.5
    jitter[1:, SPREAD + 1 :] = 0.0
    return jitter
