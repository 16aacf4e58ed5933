"""SpellNet: how a hand has moved in the last seconds; whether it drew a J or Z, doubled a letter, or spells at all."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from signread.skeleton import HAND
from signread.skeleton.hand import PALM
from signread.spelling.spell_net import OUTPUTS
from signread.spelling.window import STEPS

LEAST = 1e-9
"""Probability whose logarithm is taken."""
LOOKS_BACK = (1, 4, 10)
"""Steps from the end at which the hand's shape is shown as it is, besides what the convolutions make of it."""


class SpellNet(nn.Module):
    """Some small readers of a window of landmarks, whose probabilities are averaged: each errs elsewhere.

    Each step is described by the landmarks from the palm's middle, by where the palm was as seen from where it is now,
    by how far it came since the step before, and by how large the palm seems. Lengths are in palms, as large as the
    palm mostly was, for a hand that is turned aside looks smaller.
    """

    READERS = 3
    FEATURES = 2 * len(HAND) + 6

    def __init__(self, outputs: int = len(OUTPUTS)) -> None:
        super().__init__()
        self.readers = nn.ModuleList(_Reader(self.FEATURES, outputs) for _ in range(self.READERS))

    def forward(self, points: Tensor, handedness: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Logarithms of probabilities, (N, 7) as `OUTPUTS`; in training also those of each reader.

        points: (N, STEPS, 21, 2) float32, picture pixels, NaN where no hand was seen. handedness: (N,), -1 for a left
        hand, which is mirrored.
        """
        features = describe(points, handedness)
        each = [reader(features) for reader in self.readers]
        mean: Tensor = torch.stack(each).exp().mean(0).clamp_min(LEAST).log()
        # Each learns by itself: taught together, they would err together.
        return (mean.detach(), *each) if self.training else mean


class _Reader(nn.Module):
    """Convolutions over the steps of a window, in three halvings, and the shape of the hand at its end."""

    WIDTH, DENSE = 48, 96
    DROPOUT = 0.2

    def __init__(self, features: int, outputs: int) -> None:
        super().__init__()
        width = self.WIDTH
        self.way = nn.Sequential(
            *_conv(features, width, 5, stride=1),
            *_conv(width, width, 5),
            *_conv(width, width, 5),
            *_conv(width, width, 3),
        )
        inputs = width * (STEPS // 8) + features * len(LOOKS_BACK)
        self.head = nn.Sequential(
            nn.Dropout(self.DROPOUT), nn.Linear(inputs, self.DENSE), nn.ReLU(), nn.Linear(self.DENSE, outputs)
        )

    def forward(self, features: Tensor) -> Tensor:
        """Logarithms of probabilities, (N, 7), of (N, FEATURES, STEPS).

        Whether a hand spells is asked only where it draws neither J nor Z and repeats nothing: a Z is not the less one
        for looking odd.
        """
        ends = [features[:, :, -back] for back in LOOKS_BACK]
        logits = self.head(torch.cat([self.way(features).flatten(1), *ends], dim=1))
        drawn = functional.log_softmax(logits[:, :-1], dim=1)
        spells, does_not = functional.logsigmoid(-logits[:, -1:]), functional.logsigmoid(logits[:, -1:])
        return torch.cat([drawn[:, :1] + spells, drawn[:, 1:], drawn[:, :1] + does_not], dim=1)


def describe(points: Tensor, handedness: Tensor) -> Tensor:
    """(N, FEATURES, STEPS) of windows, (N, STEPS, 21, 2): the same for any size and place, and for both hands."""
    seen = points.sum((2, 3)).isfinite()
    mirror = torch.where(handedness < 0, -1.0, 1.0)[:, None, None]
    points = torch.where(seen[:, :, None, None], points, 0.0)
    points = torch.stack([points[..., 0] * mirror, points[..., 1]], dim=3)
    known = seen.to(points.dtype)
    palm = points.index_select(2, torch.tensor(PALM, device=points.device))
    middle = palm.mean(2)
    size = (palm - middle[:, :, None]).square().sum(3).mean(2).sqrt()
    # Of the fourth powers: a palm that is turned aside looks smaller, and none looks larger than it is.
    usual = ((size**4 * known).sum(1, keepdim=True) / known.sum(1, keepdim=True).clamp_min(1)).clamp_min(1e-9) ** 0.25
    shape = (points - middle[:, :, None]) / usual[:, :, None, None] * known[:, :, None, None]
    latest = torch.arange(STEPS, device=points.device, dtype=points.dtype) * known
    now = middle.gather(1, latest.argmax(1)[:, None, None].expand(-1, 1, 2))
    place = (middle - now) / usual[:, :, None] * known[:, :, None]
    both = known[:, 1:] * known[:, :-1]
    moved = functional.pad((place[:, 1:] - place[:, :-1]) * both[:, :, None], (0, 0, 1, 0))
    described = [shape.flatten(2), 0.3 * place, 2 * moved, known[:, :, None], (size / usual * known)[:, :, None]]
    return torch.cat(described, dim=2).transpose(1, 2)


def _conv(channels: int, width: int, kernel: int, *, stride: int = 2) -> Sequence[nn.Module]:
    return nn.Conv1d(channels, width, kernel, stride, kernel // 2, bias=False), nn.BatchNorm1d(width), nn.ReLU()
