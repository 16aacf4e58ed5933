"""How a hand is held: turned at the wrist, with a forearm that comes from below."""

import torch
from torch import Tensor

from signread.synthetic.hand_mesh import about
from signread.synthetic.shapes import rotations

BEND = 60.0
"""Degrees that a wrist bends at most, about."""
ELBOW = (-0.35, -1.0, -0.1)
"""The direction from a right wrist to the elbow, as a viewer sees it."""


def attitude(lean: float, tip: float, turn: float) -> Tensor:
    """(3, 3): from a hand at rest to how it is held, seen by a viewer for whom x is right, y up, and z towards them."""
    # Pictures count y downwards and z away.
    flip = torch.diag(torch.tensor([1.0, -1.0, -1.0], dtype=torch.double))
    return flip @ torch.from_numpy(rotations(lean, tip, turn)[0]) @ flip


def forearm(held: Tensor) -> Tensor:
    """(3, 3): how the forearm of a hand that is held so turns at the wrist, in the hand's own frame."""
    down = torch.tensor([0.0, -1.0, 0.0], dtype=held.dtype)
    elbow = held.T @ torch.tensor(ELBOW, dtype=held.dtype)
    elbow = elbow / elbow.norm()
    axis = torch.linalg.cross(down, elbow)
    sine, cosine = axis.norm(), down @ elbow
    if sine < 1e-6:
        return torch.eye(3, dtype=held.dtype)
    degrees = torch.rad2deg(torch.atan2(sine, cosine)).clamp(max=BEND)
    return about(axis / sine, degrees[None])[0]
