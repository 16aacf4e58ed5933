"""Poses of a hand in which touches what should, and nothing goes through anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import torch
from torch import Tensor

from signread.handshapes.joint_angles import ANGLES, DIGITS, LIMITS, MOST_ANGLES, PLACES, SPREAD, Handshape
from signread.synthetic.balls import balls_of, meet
from signread.synthetic.hand_mesh import FIRST, PALM, SEGMENTS, HandMesh
from signread.synthetic.penetration import PARTS, Penetration

STEPS, NEAR_STEPS, CORRECTION_STEPS = 160, 80, 40
"""Of the descent: from the table, from a pose of another hand, and to put right what still goes through something."""
CORRECTIONS = 6
DEEPEST_MM, DEEPEST_IN_PALM_MM = 0.7, 7.0
"""By which skin may lie in other skin, and in the flesh of the palm, which is soft."""
RATE = 1.0
"""Degrees that an angle moves in a step, about, at first."""
STIFFNESS = 0.5
"""What it costs to move an angle by a standard deviation, beside a square millimetre of the rest."""
THUMB_EASE, SPREAD_EASE = 4.0, 1.2
"""How many of those a thumb may move, whose place in the table is rough, and a straight finger to its side."""
BENT_SPREAD_EASE, BENT = 0.3, 90.0
"""The same of a finger whose knuckle is bent by so many degrees: its ligaments are tight then."""
PUSH = 5.0
"""How much a millimetre of going through weighs beside a millimetre of not touching."""
GHOST = 0.6
"""Of the steps, those in which it grows from 0 where a thumb may find its way in between the fingers."""
SLACK_MM = 3.0
"""How far along the skin from its spot a touch may be."""
SIDE_BY_SIDE = 0.93
"""Of their distance, how near two fingers come that lie side by side, which are narrower than they are thick."""
MARGIN_MM = 0.2
"""How far balls stay from one another, for skin is not made of balls."""


class Contacts:
    """What touches what on a hand, whatever its pose."""

    def __init__(self, hand: HandMesh) -> None:
        self.hand, self._balls = hand, balls_of(hand)
        pairs = [(i, j) for i, j in combinations(range(len(self._balls)), 2) if meet(self._balls[i], self._balls[j])]
        self._one, self._other = torch.tensor(pairs).T
        self._bones = torch.tensor([ball.bone for ball in self._balls])
        self._centres = torch.stack([ball.centre for ball in self._balls])
        self._radii = torch.stack([ball.radius for ball in self._balls])
        digits = torch.tensor([ball.digit for ball in self._balls])
        one, other = self._parts = digits[self._one], digits[self._other]
        beside = (one > 1) & (other > 1) & ((one - other).abs() == 1)
        self._reach = (self._radii[self._one] + self._radii[self._other]) * torch.where(beside, SIDE_BY_SIDE, 1.0)

    def depths(self, turns: Tensor, shifts: Tensor, margins: Tensor) -> Tensor:
        """(P, K) millimetres by which each two balls that meet go through one another; negative where they do not.

        margins: (P, 6, 6) millimetres that each two of `PARTS` keep apart.
        """
        centres = torch.einsum("npij,nj->pni", turns[self._bones], self._centres) + shifts[self._bones].transpose(0, 1)
        apart: Tensor = (centres[:, self._one] - centres[:, self._other]).norm(dim=2)
        return margins[:, self._parts[0], self._parts[1]] + 1000 * (self._reach - apart)

    def spot(self, name: str) -> "_Spot":
        """A spot as a point on the skin, or, where it names no side, as the balls of its bone."""
        part, *rest = name.split()
        if part == "palm":
            rows = self._bones == PALM
            return _Spot(self._bones[rows], self._centres[rows], self._radii[rows])
        digit, segment = DIGITS.index(part), min(PLACES.index(rest[0]), SEGMENTS - 1)
        bone = FIRST + digit * SEGMENTS + segment
        rows = self._bones == bone
        centres, radii, bones = self._centres[rows], self._radii[rows], self._bones[rows]
        if rest[0] == "tip":
            return _Spot(bones[:1], self.hand.joints[digit, -1:], radii[:1] * 0)
        if len(rest) == 1:
            return _Spot(bones, centres, radii)
        middle = len(centres) // 2
        skin = centres[middle] + radii[middle] * self._side(digit, segment, rest[1])
        return _Spot(bones[:1], skin[None], radii[:1] * 0)

    def _side(self, digit: int, segment: int, side: str) -> Tensor:
        """A direction at rest."""
        bone = self.hand.joints[digit, segment + 1] - self.hand.joints[digit, segment]
        across = self.hand.axis(digit)
        front: Tensor = torch.linalg.cross(across, bone / bone.norm())
        if side in ("front", "back"):
            return front if side == "front" else -front
        return across if side == "thumbwards" else -across


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """bones: (N,). centres: (N, 3) at rest, metres. radii: (N,), 0 for a point on the skin."""

    bones: Tensor
    centres: Tensor
    radii: Tensor

    def at(self, rows: Tensor) -> "_Spot":
        return _Spot(self.bones[rows], self.centres[rows], self.radii[rows])


class Touches:
    """What should touch in each of some poses of a hand. poses: (T,) whose each touch is."""

    def __init__(self, contacts: Contacts, shapes: Sequence[Handshape]) -> None:
        named = [(pose, *touch) for pose, shape in enumerate(shapes) for touch in shape.touches]
        pairs = [(contacts.spot(one), contacts.spot(other)) for _, one, other in named]
        self.poses = torch.tensor([pose for pose, _, _ in named], dtype=torch.long)
        # Each ball of one spot beside each of the other, those of all touches in one row.
        counts = [(len(one.bones), len(other.bones)) for one, other in pairs]
        self._touch = torch.tensor(
            [touch for touch, (m, n) in enumerate(counts) for _ in range(m * n)], dtype=torch.long
        )
        self._pose = self.poses[self._touch]
        self._one = _joined(
            [one.at(torch.arange(m).repeat_interleave(n)) for (one, _), (m, n) in zip(pairs, counts, strict=True)]
        )
        self._other = _joined(
            [other.at(torch.arange(n).repeat(m)) for (_, other), (m, n) in zip(pairs, counts, strict=True)]
        )
        self._slack = torch.tensor([SLACK_MM if count == (1, 1) else 0.0 for count in counts], dtype=torch.double)

    def gaps(self, turns: Tensor, shifts: Tensor) -> Tensor:
        """(T,) millimetres between the spots, 0 where they touch."""
        one, other = (
            torch.einsum("nij,nj->ni", turns[spot.bones, self._pose], spot.centres) + shifts[spot.bones, self._pose]
            for spot in (self._one, self._other)
        )
        apart = (one - other).norm(dim=1) - self._one.radii - self._other.radii
        nearest = apart.new_full((len(self.poses),), torch.inf).scatter_reduce(0, self._touch, apart, "amin")
        return torch.relu(1000 * nearest - self._slack)


def _joined(spots: Sequence[_Spot]) -> _Spot:
    if not spots:
        return _Spot(torch.zeros(0, dtype=torch.long), *(torch.zeros(size, dtype=torch.double) for size in ((0, 3), 0)))
    return _Spot(*(torch.cat([getattr(spot, name) for spot in spots]) for name in ("bones", "centres", "radii")))


def solved(hand: HandMesh, shapes: Sequence[Handshape], start: Tensor | None = None) -> Tensor:
    """(P, 5, 5) angles near those of the handshapes, in which touches what should and nothing goes through anything.

    start: (P, 5, 5) angles of these people, near which to stay; those of the table if left out. What is found is the
    least sum of squares of gaps, of depths, and of the way from there, by gradient descent (Adam); from the table in
    two ways, once with fingers that go through one another at first. Then the skin is measured, and what is still too
    deep is kept farther apart.
    """
    contacts, skin = Contacts(hand), Penetration(hand)
    table = torch.stack([torch.as_tensor(shape.angles) for shape in shapes]) if start is None else start
    margins = torch.full((len(shapes), len(PARTS), len(PARTS)), MARGIN_MM, dtype=table.dtype)
    if start is None:
        ways = [_descend(contacts, shapes, table, table, margins, STEPS, ghost=ghost) for ghost in (False, True)]
        (one, costly), (other, cheap) = ways
        angles = torch.where((cheap < costly)[:, None, None], other, one)
    else:
        angles, _ = _descend(contacts, shapes, table, table, margins, NEAR_STEPS)
    rows = list(range(len(shapes)))
    allowed = torch.full((len(PARTS), len(PARTS)), DEEPEST_MM, dtype=table.dtype)
    allowed[0], allowed[:, 0] = DEEPEST_IN_PALM_MM, DEEPEST_IN_PALM_MM
    for _ in range(CORRECTIONS):
        points, _ = hand.posed(angles[rows])
        deep = torch.zeros_like(margins[rows])
        deep[:, 1:] = torch.stack([skin.depths(pose) for pose in points])
        deep = torch.maximum(deep, deep.transpose(1, 2))
        over = deep - allowed
        margins[rows] += torch.where(over > 0, over + DEEPEST_MM / 2, 0.0)
        rows = [row for row, most in zip(rows, over.amax((1, 2)).tolist(), strict=True) if most > 0]
        if not rows:
            break
        wrong = [shapes[row] for row in rows]
        angles[rows], _ = _descend(contacts, wrong, table[rows], angles[rows], margins[rows], CORRECTION_STEPS)
    return angles


def _descend(
    contacts: Contacts,
    shapes: Sequence[Handshape],
    table: Tensor,
    start: Tensor,
    margins: Tensor,
    steps: int,
    *,
    ghost: bool = False,
) -> tuple[Tensor, Tensor]:
    """Angles, and what each pose costs."""
    ease = torch.ones_like(table)
    bent = (table[:, 1:, ANGLES["index"].index("mcp")] / BENT).clamp(0, 1)
    ease[:, 0], ease[:, 1:, SPREAD] = THUMB_EASE, SPREAD_EASE + (BENT_SPREAD_EASE - SPREAD_EASE) * bent
    spread = torch.tensor([shape.spread for shape in shapes], dtype=table.dtype)[:, None, None] * ease
    least, most = limits()
    touches = Touches(contacts, shapes)
    angles = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([angles], lr=RATE, betas=(0.8, 0.95))
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for step in range(steps):
        push = PUSH * min(step / (GHOST * steps), 1.0) ** 2 if ghost else PUSH
        turns, shifts, _ = contacts.hand.moved(angles)
        deep = torch.relu(contacts.depths(turns, shifts, margins))
        costs = push * deep.square().sum(1) + STIFFNESS * ((angles - table) / spread).square().sum((1, 2))
        costs = costs.index_add(0, touches.poses, touches.gaps(turns, shifts).square())
        optimizer.zero_grad()
        costs.sum().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            angles.copy_(angles.clamp(least, most))
    return angles.detach(), costs.detach()


def limits() -> tuple[Tensor, Tensor]:
    """(5, 5) degrees each: the least and the most that a joint can do."""
    bounds = torch.zeros(2, len(DIGITS), MOST_ANGLES, dtype=torch.double)
    for digit, name in enumerate(DIGITS):
        for place, angle in enumerate(ANGLES[name]):
            bounds[:, digit, place] = torch.tensor(LIMITS[angle])
    return bounds[0], bounds[1]
