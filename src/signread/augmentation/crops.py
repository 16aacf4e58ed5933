"""Small pictures moved at random, a whole batch in one operation."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from signread.augmentation.parameters import CropAugmentation


def augment(pixels: Tensor, limits: CropAugmentation, random: torch.Generator) -> Tensor:
    """Each picture of (N, 1, H, W) rotated, scaled, moved and sheared by random amounts of its own.

    float32 in and out, same range; what comes in over the edge repeats the edge. The amounts are drawn on the CPU, so
    that a seed means the same on every device.
    """
    count = len(pixels)

    def amount(limit: float) -> Tensor:
        return (torch.rand(count, generator=random) * 2 - 1) * limit

    angle = amount(math.radians(limits.rotation))
    wide, high = 1 + amount(limits.scale), 1 + amount(limits.scale)
    shear = amount(limits.shear)
    right, down = amount(2 * limits.translation), amount(2 * limits.translation)  # affine_grid's picture is 2 wide
    cosine, sine = angle.cos(), angle.sin()
    moves = torch.stack(
        [
            torch.stack([cosine * wide, (shear - sine) * high, right], dim=1),
            torch.stack([sine * wide, cosine * high, down], dim=1),
        ],
        dim=1,
    ).to(pixels.device)
    grid = functional.affine_grid(moves, list(pixels.shape), align_corners=False)
    return functional.grid_sample(pixels, grid, padding_mode="border", align_corners=False)
