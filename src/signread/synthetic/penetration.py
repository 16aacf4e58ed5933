"""How deep the skin of a digit lies within another part of the hand."""

import torch
from torch import Tensor

from signread.handshapes.joint_angles import DIGITS
from signread.synthetic.hand_mesh import FIRST, SEGMENTS, HandMesh
from signread.synthetic.mesh import Mesh

PARTS = ("palm", *DIGITS)
FREE = 0.6
"""Of its first bone, from where on a digit is no longer one with the palm and its neighbours."""
NEAR_M = 0.012
"""Skin that is farther from that of another part is not looked at: no digit is thicker."""


class Penetration:
    """Measures poses of one hand."""

    def __init__(self, hand: HandMesh) -> None:
        main = hand.weights.argmax(1)
        part = torch.div(main - FIRST, SEGMENTS, rounding_mode="floor") + 1
        part[main <= FIRST] = 0
        self._faces = hand.faces.numpy()
        self._skins = [hand.faces[(part[hand.faces] == number).all(1)] for number in range(len(PARTS))]
        self._rims = [_rim(skin) for skin in self._skins]
        self._free = [_free(hand, digit, part == digit + 1) for digit in range(len(DIGITS))]

    def depths(self, points: Tensor) -> Tensor:
        """(5, 6) millimetres by which each digit lies in each of `PARTS`, of a hand posed to these points, (V, 3).

        Whether a point of the skin lies inside is told by the winding number of the other part, whose cut is closed by
        a fan (Jacobson et al., 2013); how deep, by the nearest corner of that part and the plane of the skin there.
        """
        normals = torch.from_numpy(Mesh(points.numpy(), self._faces, 0.0).normals)
        found = torch.zeros(len(DIGITS), len(PARTS), dtype=points.dtype)
        for digit, free in enumerate(self._free):
            for part, (skin, rim) in enumerate(zip(self._skins, self._rims, strict=True)):
                if part == digit + 1:
                    continue
                corners = torch.unique(skin)
                distances, nearest = torch.cdist(points[free], points[corners]).min(1)
                close = distances < NEAR_M
                mine, other = points[free[close]], corners[nearest[close]]
                inside = _winding(mine, points, skin, rim) > 0.5
                if inside.any():
                    deep = ((mine - points[other]) * normals[other]).sum(1)[inside].abs()
                    found[digit, part] = 1000 * deep.max()
        return found


def _free(hand: HandMesh, digit: int, own: Tensor) -> Tensor:
    """The points of a digit that are far enough from its root."""
    first = 1 if digit == 0 else 0
    start, end = hand.joints[digit, first], hand.joints[digit, first + 1]
    along = (hand.points - start) @ (end - start) / (end - start).square().sum()
    return torch.nonzero(own & (along > FREE)).flatten()


def _rim(skin: Tensor) -> Tensor:
    """(E, 2) the edges at which a part of the skin ends, the other way round."""
    edges = {(int(face[k]), int(face[(k + 1) % 3])) for face in skin for k in range(3)}
    return torch.tensor([(b, a) for a, b in sorted(edges) if (b, a) not in edges], dtype=torch.long).reshape(-1, 2)


def _winding(at: Tensor, points: Tensor, skin: Tensor, rim: Tensor) -> Tensor:
    """(N,) how often a part of the skin, closed at its cut, goes round each of the places (van Oosterom, 1983)."""
    middle = points[rim].mean((0, 1)).expand(len(rim), 3)
    corners = torch.cat([points[skin], torch.stack([points[rim[:, 0]], points[rim[:, 1]], middle], 1)])
    a, b, c = (corners[None, :, corner] - at[:, None] for corner in range(3))
    la, lb, lc = (side.norm(dim=2) for side in (a, b, c))
    volume = (a * torch.linalg.cross(b, c)).sum(2)
    base = la * lb * lc + (a * b).sum(2) * lc + (b * c).sum(2) * la + (c * a).sum(2) * lb
    turns: Tensor = torch.atan2(volume, base).sum(1) / (2 * torch.pi)
    return turns
