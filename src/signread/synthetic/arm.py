"""What is seen of somebody who holds up a hand: skin, nails, forearm and sleeve."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray

from signread.synthetic.anatomy import average_hand, random_hand
from signread.synthetic.attitude import attitude, forearm
from signread.synthetic.hand_mesh import FOREARM, HandMesh
from signread.synthetic.mesh import Mesh
from signread.synthetic.skin import GAMMA, Looks, looks_of
from signread.synthetic.subdivision import Subdivision

Array = NDArray[Any]
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
class Arm:
    """A right hand with its forearm, and what it looks like."""

    hand: HandMesh
    looks: Looks
    sleeve: Sleeve | None = None

    @classmethod
    def average(cls, tone: float) -> Self:
        """A hand between all others, bare. tone: of its skin, 0 light to 1 dark."""
        hand = _with_an_arm(average_hand())
        return cls(hand, looks_of(hand, _finer(), np.random.default_rng(0), tone))

    @classmethod
    def random(cls, random: np.random.Generator) -> Self:
        """That of somebody there is not."""
        hand = _with_an_arm(random_hand(random))
        looks = looks_of(hand, _finer(), random, random.uniform())
        return cls(hand, looks, _sleeve(hand, _finer(), random) if random.random() < SLEEVED else None)

    def surface(self) -> tuple[Array, Array, Array]:
        """At rest: points, (V', 3) metres, faces, (F', 3), and weights, (V', B), of the finer mesh that is seen."""
        points, weights = (_finer().refine(values.numpy()) for values in (self.hand.points, self.hand.weights))
        return points, _finer().faces, weights

    def held(self, angles: Array, wrist: tuple[float, float, float] | Array) -> tuple[list[Mesh], Array]:
        """Its meshes, seen by a viewer, the wrist at 0, in metres; and its joints, (5, 4, 3).

        angles: (5, 5) degrees. wrist: degrees of lean, tip and turn.
        """
        turned = attitude(*wrist)
        points, joints = self.hand.posed(torch.from_numpy(angles)[None], forearm(turned)[None])
        shown = _finer().refine((points[0] @ turned.T).numpy())
        meshes = [Mesh(shown, _finer().faces, self.looks.colours, self.looks.gleam)]
        if self.sleeve is not None:
            cloth = shown + meshes[0].normals * self.sleeve.off
            meshes.append(Mesh(cloth, self.sleeve.faces, self.sleeve.colours, 0.0))
        return meshes, (joints[0] @ turned.T).numpy()


@cache
def _finer() -> Subdivision:
    hand = average_hand()
    return Subdivision.of(hand.faces.numpy(), len(hand.points))


def _with_an_arm(hand: HandMesh) -> HandMesh:
    """The forearm drawn out at its end, so that no stump is seen."""
    points = hand.points.clone()
    points[points[:, 1] < points[:, 1].min() + RIM_M, 1] -= ARM_M
    return replace(hand, points=points)


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
