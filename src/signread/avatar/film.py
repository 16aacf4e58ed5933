"""A plan as pictures: the hand that spells, drawn without a display."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray

from signread.avatar.plan import Plan
from signread.avatar.poses import pose_at
from signread.handshapes.joint_angles import american
from signread.synthetic.arm import Arm
from signread.synthetic.average_poses import average_poses
from signread.synthetic.contacts import solved
from signread.synthetic.renderer import Camera, Light, Renderer, before
from signread.types import Picture

Array = NDArray[Any]
RATE = 30
"""Pictures a second."""
PALM_M = 0.088
"""Metres of a plan's palms."""
FIELD_M, DISTANCE_M = 0.42, 1.2
"""How high the part of the world is that is seen, and how far away."""
MIDDLE_M = 0.04
"""Above the wrist of a hand that spells, what is in the middle of the picture."""
WALL = np.array([[214.0, 218, 222], [176, 184, 190]])
"""Colours of the room, above and below."""
LAMP = Light((-0.4, 0.6, 0.8), (0.8, 0.78, 0.74), (0.34, 0.34, 0.36), (0.22, 0.21, 0.2))


@dataclass(frozen=True, slots=True, eq=False)
class Performer:
    """Whose hand spells. angles: (5, 5) degrees of each handshape by name on this hand."""

    arm: Arm
    angles: Mapping[str, Array]

    @classmethod
    def average(cls, tone: float = 0.4) -> Self:
        """A hand between all others. tone: of its skin, 0 light to 1 dark."""
        return cls(Arm.average(tone), average_poses(american()))

    @classmethod
    def random(cls, random: np.random.Generator) -> Self:
        """That of somebody there is not."""
        arm, shapes = Arm.random(random), american()
        average = average_poses(shapes)
        near = np.stack([average[shape.name] for shape in shapes])
        angles = solved(arm.hand, shapes, torch.from_numpy(near)).numpy()
        return cls(arm, dict(zip((shape.name for shape in shapes), angles, strict=True)))


def film(plan: Plan, performer: Performer, renderer: Renderer) -> Iterator[Picture]:
    """The pictures of a plan, (H, W, 3) RGB as large as the renderer's canvas, 30 a second."""
    for number in range(round(plan.duration * RATE)):
        yield picture_at(number / RATE, plan, performer, renderer)


def picture_at(time: float, plan: Plan, performer: Performer, renderer: Renderer) -> Picture:
    """What is seen at a time, in seconds."""
    pose = pose_at(plan, time, performer.angles)
    held, _ = performer.arm.held(pose.angles, pose.wrist)
    meshes = [mesh.moved(PALM_M * np.array([*pose.place, 0.0])) for mesh in held]
    shown = [mesh.mirrored() for mesh in meshes] if plan.hand == "left" else meshes
    camera = Camera((0.0, MIDDLE_M, DISTANCE_M), FIELD_M)
    return before(renderer.draw(shown, camera, LAMP), _wall(renderer.width, renderer.height))


@cache
def _wall(width: int, height: int) -> Array:
    down = np.linspace(0, 1, height)[:, None, None]
    wall: Array = np.broadcast_to(WALL[0] + (WALL[1] - WALL[0]) * down, (height, width, 3))
    return wall
