"""A hand as balls along its bones, to tell what touches and what goes through what."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from signread.handshapes.joint_angles import DIGITS
from signread.synthetic.hand_mesh import FIRST, PALM, SEGMENTS, HandMesh

BALLS = 7
"""Along a bone."""
RING_M = 0.006
"""How far along a bone from a ball its skin reaches to either side."""
FEWEST = 6
"""Points of skin that tell how thick a digit is."""
SHARED = 0.3
"""How much of a point's weight is enough for it to be a bone's skin."""
PALM_BALLS = 9
PALM_CELL_M = 0.008
"""From the wrist to a knuckle, and how large they are at most."""
SOFT_M = 0.004
"""By which a palm yields, and with it the root of a finger: a fist's fingertips are hidden in it."""
FIRM = 0.98
"""Of the radius of a finger, how much is not pressed flat where it lies on another."""
THENAR_M = 0.012
"""How thick the thumb's base is, at most, where it is one with the palm."""
ROOT = 0.55
"""Of the first bone of a finger, from its knuckle: so far it is one with the palm, and with its neighbours."""


@dataclass(frozen=True, slots=True, eq=False)
class Ball:
    """A piece of a hand at rest: what it hangs on, and where, in metres.

    digit: 0 for the palm, 1 for the thumb, to 5. rooted: whether it is one with the palm and its neighbours.
    """

    bone: int
    digit: int
    centre: Tensor
    radius: Tensor
    rooted: bool


def balls_of(hand: HandMesh) -> list[Ball]:
    """Balls in the middle of the skin along the bones of the digits, and just under the palm's front."""
    digits = range(len(DIGITS))
    found = [ball for digit in digits for segment in range(SEGMENTS) for ball in _along(hand, digit, segment)]
    return [*found, *_palm(hand)]


def _along(hand: HandMesh, digit: int, segment: int) -> Iterator[Ball]:
    bone = FIRST + digit * SEGMENTS + segment
    start, end = hand.joints[digit, segment], hand.joints[digit, segment + 1]
    along, is_last = (end - start) / (end - start).norm(), segment == SEGMENTS - 1
    own = hand.points[(hand.weights.argmax(1) == bone) | (hand.weights[:, bone] > SHARED)]
    length = (end - start).norm() - (RING_M if is_last else 0)
    for part in torch.linspace(0, 1, BALLS, dtype=own.dtype)[: None if is_last else -1]:
        ring = own[((own - start) @ along - part * length).abs() < RING_M]
        if len(ring) < FEWEST:
            continue
        middle = (ring.amin(0) + ring.amax(0)) / 2
        middle = middle - (middle - start) @ along * along + part * length * along
        across = ring - middle
        across = across - (across @ along)[:, None] * along
        radius, rooted = FIRM * across.norm(dim=1).mean(), segment == 0 and (digit == 0 or bool(part < ROOT))
        if rooted and not digit:
            radius = radius.clamp(max=THENAR_M)
        if rooted and digit:
            middle[2] = ring[:, 2].max() - SOFT_M - radius
        yield Ball(bone, digit + 1, middle, radius, rooted or (digit == 0 and segment == 1 and bool(part < ROOT)))


def _palm(hand: HandMesh) -> Iterator[Ball]:
    """Rows from the wrist to the knuckles, and between them."""
    skin = hand.points[hand.weights[:, : FIRST + 1].sum(1) > 0.5]
    ends = hand.joints[1:, 0]
    columns = torch.cat([ends, (ends[1:] + ends[:-1]) / 2, ends[-1:] + (ends[-1:] - ends[-2:-1]) / 2])
    for end in columns:
        for part in torch.linspace(0.15, 1, PALM_BALLS, dtype=skin.dtype):
            middle = end * part
            near = skin[(skin[:, :2] - middle[:2]).norm(dim=1) < PALM_CELL_M]
            if len(near) > 2:
                radius = torch.clamp((near[:, 2].max() - near[:, 2].min()) / 2, max=PALM_CELL_M)
                front = near[:, 2].max() - SOFT_M
                yield Ball(PALM, 0, torch.stack([middle[0], middle[1], front - radius]), FIRM * radius, rooted=True)


def meet(one: Ball, other: Ball) -> bool:
    """Whether one must not go through the other. What is one with the palm at its root moves in its skin."""
    if one.digit == other.digit or (one.rooted and other.rooted):
        return False
    first, last = sorted((one, other), key=lambda ball: ball.digit)
    near_finger = last.digit > 1 and (last.bone - FIRST) % SEGMENTS == 0
    base = first.digit == 0 or first.bone == FIRST
    return not (base and near_finger)
