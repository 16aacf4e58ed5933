"""Moving pictures at random, a whole batch in one operation."""

import math

import torch
from torch import Tensor
from torch.nn import functional

from signread.training.recipes import Augmentation


def augment(pixels: Tensor, how: Augmentation, random: torch.Generator) -> Tensor:
    """Each picture of (N, 1, H, W) turned, stretched, shifted and sheared by random amounts of its own.

    float32 in and out, same range; what comes in over the edge repeats the edge. The amounts are drawn on the CPU, so
    that a seed means the same on every device.
    """
    count = len(pixels)

    def amount(limit: float) -> Tensor:
        return (torch.rand(count, generator=random) * 2 - 1) * limit

    angle = amount(math.radians(how.rotation))
    wide, high = 1 + amount(how.scale), 1 + amount(how.scale)
    shear = amount(how.shear)
    right, down = amount(2 * how.shift), amount(2 * how.shift)  # affine_grid's picture is 2 wide
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
