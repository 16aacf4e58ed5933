"""Made-up people who hold letters: a hand of their own, skin, a sleeve, and habits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from signread.handshapes.joint_angles import MOST_ANGLES, SPREAD, Handshape
from signread.synthetic.anatomy import average_hand, random_hand
from signread.synthetic.attitude import attitude, forearm
from signread.synthetic.contacts import solved
from signread.synthetic.hand_mesh import FOREARM, HandMesh
from signread.synthetic.mesh import Mesh
from signread.synthetic.skin import GAMMA, looks_of
from signread.synthetic.subdivision import Subdivision

Array = NDArray[Any]
SUBDIVIDED = 1
HABIT, MOMENT = 0.6, 0.35
"""Of a handshape's standard deviation: what differs from person to person, and from one time to the next."""
WRIST_HABIT, WRIST_MOMENT = np.array([7.0, 7.0, 8.0]), np.array([5.0, 5.0, 6.0])
"""Degrees of lean, tip and turn."""
LEFT_HANDED = 0.3
"""More than among people, for a mirrored picture of a right hand is one of a left."""
RIM_M, ARM_M = 0.02, 0.5
"""How far from the forearm's end it is drawn out, and by how much."""
SLEEVED = 0.65
SLEEVE_M, CLOTH_M = (0.02, 0.2), (0.003, 0.012)
"""How far from the wrist a sleeve ends, and how far it stands off the arm."""


@dataclass(frozen=True, slots=True, eq=False)
class Sleeve:
    """faces: (F, 3) of the finer mesh it covers. off: (V', 1) metres from the skin. colours: (V', 3), linear."""

    faces: Array
    off: Array
    colours: Array


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
        self.hand = _with_an_arm(random_hand(random))
        self.finer = _finer()
        self.looks = looks_of(self.hand, self.finer, random)
        self.handedness = -1 if random.random() < LEFT_HANDED else 1
        self.sleeve = _sleeve(self.hand, self.finer, random) if random.random() < SLEEVED else None
        self.letters = sorted({shape.letter for shape in shapes})
        chosen = [_one_of([shape for shape in shapes if shape.letter == letter], random) for letter in self.letters]
        near = np.stack([average[shape.name] + _jitter(shape, HABIT, random) for shape in chosen])
        self._angles = solved(self.hand, chosen, torch.from_numpy(near)).numpy()
        self._wrists = np.array([shape.wrist for shape in chosen]) + random.normal(0, WRIST_HABIT)
        self._shapes = chosen

    def pose(self, letter: str, random: np.random.Generator) -> Posed:
        """A letter as this person holds it now."""
        place = self.letters.index(letter)
        angles = self._angles[place] + _jitter(self._shapes[place], MOMENT, random)
        held = attitude(*(self._wrists[place] + random.normal(0, WRIST_MOMENT)))
        points, joints = self.hand.posed(torch.from_numpy(angles)[None], forearm(held)[None])
        shown = self.finer.refine((points[0] @ held.T).numpy())
        seen = (joints[0] @ held.T).numpy()
        meshes = [Mesh(shown, self.finer.faces, self.looks.colours, self.looks.gleam)]
        if self.sleeve is not None:
            cloth = shown + meshes[0].normals * self.sleeve.off
            meshes.append(Mesh(cloth, self.sleeve.faces, self.sleeve.colours, 0.0))
        if self.handedness < 0:
            meshes = [Mesh(one.points * [-1, 1, 1], one.faces[:, ::-1], one.colour, one.shine) for one in meshes]
            seen = seen * [-1, 1, 1]
        return Posed(meshes, seen, angles, self.handedness)


@cache
def _finer() -> Subdivision:
    hand = average_hand()
    return Subdivision.of(hand.faces.numpy(), len(hand.points), SUBDIVIDED)


def _with_an_arm(hand: HandMesh) -> HandMesh:
    """The forearm drawn out at its end, so that no stump is seen."""
    points = hand.points.clone()
    points[points[:, 1] < points[:, 1].min() + RIM_M, 1] -= ARM_M
    return replace(hand, points=points)


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


def _sleeve(hand: HandMesh, finer: Subdivision, random: np.random.Generator) -> Sleeve:
    first, second = random.uniform(0.02, 0.9, (2, 3)) ** GAMMA
    striped = random.random() < 0.25
    end, off, stripes = random.uniform(*SLEEVE_M), random.uniform(*CLOTH_M), random.uniform(20, 80)
    rest, weights = (finer.refine(values.numpy()) for values in (hand.points, hand.weights))
    below = -rest[:, 1] - end
    arm = (below > 0) & (weights[:, FOREARM] > 0.5)
    folds = 1 + 0.3 * np.sin(below * 60 + rest[:, 0] * 90)
    bands = (np.sin(2 * np.pi * stripes * below) > 0)[:, None]
    colours = np.where(bands, first, second if striped else first)
    return Sleeve(finer.faces[arm[finer.faces].all(1)], (off * folds)[:, None], colours)
