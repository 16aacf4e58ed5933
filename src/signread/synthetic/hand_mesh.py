"""A right hand with its forearm as a mesh: its proportions, and how it is posed by the angles of its joints."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import torch
from torch import Tensor

from signread.handshapes.joint_angles import ANGLES, DIGITS, SPREAD

SEGMENTS = 3
"""Bones of a digit; a thumb's are its metacarpal and two phalanges."""
BONES = ("forearm", "wrist", "palm", *(f"{digit} {place}" for digit in DIGITS for place in range(SEGMENTS)))
FOREARM = BONES.index("forearm")
PALM, FIRST = BONES.index("palm"), BONES.index("thumb 0")


@dataclass(frozen=True, eq=False)
class HandMesh:
    """At rest, in metres: the wrist is the origin, y points to the middle knuckle, x to the thumb, z out of the palm.

    points: (V, 3). faces: (F, 3) corners, counted clockwise as seen from within. weights: (V, B) how far each of
    `BONES` carries a point, 1 in all. joints: (5, 4, 3) of each digit, from its knuckle to its tip, thumb first.
    """

    points: Tensor
    faces: Tensor
    weights: Tensor
    joints: Tensor

    def with_proportions(
        self, *, palm: tuple[float, float, float], lengths: Mapping[str, float], thickness: Mapping[str, float]
    ) -> Self:
        """The same hand, its palm so many times as broad, long and thick, and so its digits, as long and as thick."""
        stretch = torch.diag(torch.tensor(palm, dtype=self.points.dtype))
        scales = [torch.eye(3, dtype=self.points.dtype), stretch, stretch]
        origins = [torch.zeros(3, dtype=self.points.dtype)] * FIRST
        moved = [*origins]
        joints = self.joints.clone()
        for digit, name in enumerate(DIGITS):
            place = stretch @ self.joints[digit, 0]
            for segment in range(SEGMENTS):
                start, end = self.joints[digit, segment], self.joints[digit, segment + 1]
                along = _unit(end - start)
                outer = torch.outer(along, along)
                eye = torch.eye(3, dtype=outer.dtype)
                scales.append(lengths.get(name, 1.0) * outer + thickness.get(name, 1.0) * (eye - outer))
                origins.append(start)
                moved.append(place)
                joints[digit, segment] = place
                place = place + lengths.get(name, 1.0) * (end - start)
            joints[digit, SEGMENTS] = place
        return replace(self, points=self._skinned(torch.stack(scales), origins, moved), joints=joints)

    def _skinned(self, maps: Tensor, origins: list[Tensor], moved: list[Tensor]) -> Tensor:
        shifts = torch.stack([to - each @ start for each, start, to in zip(maps, origins, moved, strict=True)])
        blended = torch.einsum("vb,bij->vij", self.weights, maps)
        return torch.einsum("vij,vj->vi", blended, self.points) + self.weights @ shifts

    def posed(self, angles: Tensor, arms: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Points, (P, V, 3), and joints, (P, 5, 4, 3), of the hand in each of the poses.

        angles: (P, 5, 5) degrees, as `Handshape.angles` has them. arms: (P, 3, 3) how the forearm is turned from where
        it goes on straight from the hand; so it stays if left out.
        """
        turns, shifts, joints = self.moved(angles)
        if arms is not None:
            turns = torch.cat([arms[None], turns[FOREARM + 1 :]])
        blended = torch.einsum("vb,bpij->pvij", self.weights, turns)
        points = torch.einsum("pvij,vj->pvi", blended, self.points)
        return points + torch.einsum("vb,bpi->pvi", self.weights, shifts), joints

    def moved(self, angles: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """How each bone turns, (B, P, 3, 3), and shifts, (B, P, 3), from rest to each of the poses; and the joints."""
        count, dtype = len(angles), self.points.dtype
        still = torch.eye(3, dtype=dtype).expand(count, 3, 3)
        turns, shifts = [still] * FIRST, [torch.zeros(count, 3, dtype=dtype)] * FIRST
        joints = []
        for digit, name in enumerate(DIGITS):
            place = self.joints[digit, 0].expand(count, 3)
            joints.append(place)
            for segment, turn in enumerate(self._turns(digit, name, angles[:, digit])):
                start, end = self.joints[digit, segment], self.joints[digit, segment + 1]
                turns.append(turn)
                shifts.append(place - turn @ start)
                place = place + turn @ (end - start)
                joints.append(place)
        ends = torch.stack(joints, 1).reshape(count, len(DIGITS), SEGMENTS + 1, 3)
        return torch.stack(turns), torch.stack(shifts), ends

    def axis(self, digit: int) -> Tensor:
        """(3,) at rest: about which the joints of a digit bend; to the thumb's side of it when it is straight."""
        first, _, third = (_unit(bone) for bone in self.joints[digit, 1:] - self.joints[digit, :-1])
        return _unit(torch.linalg.cross(first, third)) if digit == 0 else _pointing(*_direction(first))[0, :, 0]

    def _turns(self, digit: int, name: str, angles: Tensor) -> list[Tensor]:
        """Of each bone of a digit, (P, 3, 3): from how it is at rest to how it is posed."""
        first, second, third = (_unit(bone) for bone in self.joints[digit, 1:] - self.joints[digit, :-1])
        at_rest, axis = _pointing(*_direction(first))[0], self.axis(digit)
        if name == "thumb":
            roll, pointing = angles[:, ANGLES[name].index("roll")], angles[:, :2].flip(1)
        else:
            roll, pointing = torch.zeros(len(angles), dtype=angles.dtype), angles[:, [0, SPREAD]]
        turn = _pointing(pointing[:, 0], pointing[:, 1]) @ about(torch.eye(3, dtype=axis.dtype)[1], roll) @ at_rest.T
        turns = [turn]
        bends = angles[:, -2:] if name == "thumb" else angles[:, 1:3]
        for (one, other), bend in zip(((first, second), (second, third)), bends.T, strict=True):
            bent = torch.rad2deg(torch.atan2(torch.linalg.cross(one, other) @ axis, one @ other))
            turns.append(turns[-1] @ about(axis, bend - bent))
        return turns


def _unit(vector: Tensor) -> Tensor:
    length: Tensor = vector.norm()
    return vector / length


def _direction(bone: Tensor) -> tuple[Tensor, Tensor]:
    """(1,) degrees each: how far a bone is raised out of the palm, and how far it points to the thumb's side."""
    return torch.rad2deg(torch.asin(bone[2]))[None], torch.rad2deg(torch.atan2(bone[0], bone[1]))[None]


def _pointing(raised: Tensor, aside: Tensor) -> Tensor:
    """(P, 3, 3): turns y out of the palm by so many degrees, and then to the thumb's side."""
    x, _, z = torch.eye(3, dtype=raised.dtype)
    return about(-z, aside) @ about(x, raised)


def about(axis: Tensor, degrees: Tensor) -> Tensor:
    """(P, 3, 3): turns about an axis of length 1, by (P,) degrees (Rodrigues)."""
    zero = torch.zeros((), dtype=axis.dtype)
    a, b, c = axis
    cross = torch.stack([zero, -c, b, c, zero, -a, -b, a, zero]).reshape(3, 3)
    angle = torch.deg2rad(degrees)[:, None, None]
    turn: Tensor = torch.eye(3, dtype=axis.dtype) + angle.sin() * cross + (1 - angle.cos()) * (cross @ cross)
    return turn
