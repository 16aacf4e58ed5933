"""Hands varied at random, a whole batch at once: points and crop together, then each by itself."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from signread.augmentation.parameters import HandAugmentation
from signread.networks.letter_net import CROP_SIZE, places_in_crop
from signread.recognition.crop import CROP_SCALE
from signread.skeleton import HAND
from signread.skeleton.hand import MIDDLE_KNUCKLE, PARENTS, WRIST

WARP_GRID, SHADING_GRID = 4, 3
"""Random numbers along a side of the crop, between which warping and shading are smooth."""


class Amounts:
    """Random numbers for a batch, drawn on the CPU so that a seed means the same on every device."""

    def __init__(self, count: int, limits: HandAugmentation, random: torch.Generator, device: torch.device) -> None:
        self.count, self.limits, self.random, self.device = count, limits, random, device
        rotation = self.within(limits.rotation)
        cosine, sine = rotation.cos(), rotation.sin()
        stretch, shear = self.within(limits.stretch).exp(), self.within(limits.shear)
        self.in_plane = _matrix([[cosine * stretch, shear - sine], [sine, cosine / stretch]])
        """(N, 2, 2), of the picture plane: the same for points and crop."""

    def within(self, limit: float) -> Tensor:
        """(N,), uniform in plus or minus the limit."""
        return ((torch.rand(self.count, generator=self.random) * 2 - 1) * limit).to(self.device)

    def normal(self, *shape: int) -> Tensor:
        """(N, *shape), of mean 0 and deviation 1."""
        return torch.randn(self.count, *shape, generator=self.random).to(self.device)


def moved_crops(points: Tensor, wide: Tensor, wide_scale: float, amounts: Amounts) -> tuple[Tensor, Tensor]:
    """Crops cut from wider ones, rotated, scaled, moved and warped.

    points: (N, 21, 3) of right hands. wide: (N, 1, W, W), of the side `wide_scale` in longer sides of the points' box.
    Returns where the points lie, (N, 21, 2), and the crops, (N, 1, S, S).
    """
    limits = amounts.limits
    move = amounts.in_plane * amounts.within(limits.scale).exp()[:, None, None]
    shift = torch.stack([amounts.within(limits.translation), amounts.within(limits.translation)], dim=1)
    places = places_in_crop(points) @ move.transpose(1, 2) + shift[:, None]
    back = torch.linalg.inv(move)
    theta = torch.cat([back, -(back @ shift[:, :, None])], dim=2) * (CROP_SCALE / wide_scale)
    grid = functional.affine_grid(theta, [len(wide), 1, CROP_SIZE, CROP_SIZE], align_corners=False)
    pulled = _smooth(amounts.normal(2, WARP_GRID, WARP_GRID) * limits.warp)
    away = pulled.flatten(2).transpose(1, 2) @ theta[:, :, :2].transpose(1, 2)
    crops = functional.grid_sample(wide, grid + away.view_as(grid), align_corners=False)
    at_places = functional.grid_sample(pulled, places[:, None], padding_mode="border", align_corners=False)
    places = places - at_places[:, :, 0].transpose(1, 2)
    return places + amounts.normal(len(HAND), 2) * limits.point_misplacement, crops


def photometric(crops: Tensor, amounts: Amounts) -> Tensor:
    """Light from elsewhere, another contrast and gamma, a part of the hand hidden, noise."""
    limits, device = amounts.limits, amounts.device
    shading = _smooth(amounts.normal(1, SHADING_GRID, SHADING_GRID) * limits.shading)
    crops = (crops * shading.exp()).clamp(0, 255)
    mean = crops.mean((1, 2, 3), keepdim=True)
    crops = (crops - mean) * (amounts.normal(1, 1, 1) * limits.contrast).exp() + mean
    crops = 255 * (crops.clamp(0, 255) / 255) ** (amounts.normal(1, 1, 1) * limits.gamma).exp()
    side = crops.shape[-1]
    pixels = torch.arange(side, device=device, dtype=torch.float32)

    def hidden() -> Tensor:
        middle = (amounts.within(1.0) + 1) / 2 * side
        half = (amounts.within(1.0) + 1) / 4 * limits.occlusion * side
        return (pixels - middle[:, None]).abs() < half[:, None]

    patch = hidden()[:, None, None, :] & hidden()[:, None, :, None]
    crops = torch.where(patch, mean.expand_as(crops), crops)
    noise = (amounts.within(1.0) + 1)[:, None, None, None] / 2 * limits.noise
    return crops + amounts.normal(*crops.shape[1:]) * noise


def bent(points: Tensor, amounts: Amounts) -> Tensor:
    """Points (N, 21, 3) with other bone lengths, off their place, of wrong depth, the hand tilted and rotated."""
    limits = amounts.limits
    bones = points[:, 1:] - points[:, PARENTS]
    bones = bones * (1 + amounts.normal(len(PARENTS), 1) * limits.bone_length)
    joints = [torch.zeros_like(points[:, 0])]
    for number, parent in enumerate(PARENTS):
        joints.append(joints[parent] + bones[:, number])
    hand = torch.stack(joints, dim=1)
    size = (hand[:, MIDDLE_KNUCKLE] - hand[:, WRIST]).norm(dim=-1)[:, None, None]
    hand = hand + amounts.normal(len(HAND), 3) * limits.point_jitter * size
    deep = 1 + amounts.within(limits.depth)[:, None, None]
    hand = torch.cat([hand[:, :, :2], hand[:, :, 2:] * deep], dim=2)
    nod, shake = amounts.within(limits.tilt), amounts.within(limits.tilt)
    zero, one = torch.zeros_like(nod), torch.ones_like(nod)
    tilt = _matrix([[shake.cos(), zero, shake.sin()], [zero, one, zero], [-shake.sin(), zero, shake.cos()]])
    tilt = tilt @ _matrix([[one, zero, zero], [zero, nod.cos(), -nod.sin()], [zero, nod.sin(), nod.cos()]])
    hand = hand @ tilt.transpose(1, 2)
    return torch.cat([hand[:, :, :2] @ amounts.in_plane.transpose(1, 2), hand[:, :, 2:]], dim=2)


def without_some_points(points: Tensor, amounts: Amounts) -> Tensor:
    """Points, those of some hands missing (NaN)."""
    missing = (amounts.within(1.0) + 1) / 2 < amounts.limits.landmark_dropout
    return torch.where(missing[:, None, None], torch.nan, points)


def _smooth(coarse: Tensor) -> Tensor:
    """(N, C, G, G) as (N, C, S, S)."""
    return functional.interpolate(coarse, size=(CROP_SIZE, CROP_SIZE), mode="bicubic", align_corners=False)


def _matrix(rows: Sequence[Sequence[Tensor]]) -> Tensor:
    """(N, R, C) of (N,) entries."""
    return torch.stack([torch.stack(list(row), dim=1) for row in rows], dim=1)
