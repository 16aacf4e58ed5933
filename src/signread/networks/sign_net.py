"""SignNet: where a stretch of signing lies among all signs, so that the nearest example says what it is.

Trained by metric learning (prototypical networks, Snell et al., 2017): a sign is to lie nearer to other repetitions of
itself than to those of any other sign in the batch. It knows no sign by name, so one's own need no training.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from signread.signs.sequence import BODY_PLACES, STEPS, WRISTS_KEPT
from signread.skeleton import HAND
from signread.skeleton.hand import PALM

REPETITIONS = 4
"""Of each sign in a batch, one after the other."""
SHARPNESS = 10.0
"""By which similarities are multiplied before their softmax."""
EMBEDDING = 128
"""Numbers of a reader's embedding."""
FAR = 6.0
"""Shoulder widths, and palms: what is farther is as far."""
SIZED = 0.3
"""Of a hand's shape, in palms, so that it counts about as much as its place."""
FINGERTIP = HAND.place("index_tip")


class SignNet(nn.Module):
    """Some small readers of a sample, each with an embedding of its own, one behind the other.

    Convolutions that see how hands move, with attention over the steps; and one that compares step by step.
    """

    CONVOLUTIONS = 2

    def __init__(self, outputs: int = 0) -> None:  # noqa: ARG002  the number of signs in a batch: nothing here
        super().__init__()
        self.readers = nn.ModuleList([*(_Convolutions() for _ in range(self.CONVOLUTIONS)), _StepByStep()])

    def forward(self, hands: Tensor, seen: Tensor, body: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Embeddings of length 1, (N, 384).

        hands: (N, STEPS, 2, 21, 2), seen: (N, STEPS, 2), body: (N, STEPS, 7, 2), float32, as in
        `signread.signs.sequence.Sample`.

        In training the logits of each reader, (N, N / REPETITIONS): how near every sample is to the signs of the batch,
        of its own without itself; the first of them twice, as what is reported.
        """
        features = describe(hands, seen, body)
        each = [functional.normalize(reader(features), dim=1) for reader in self.readers]
        if not self.training:
            together: Tensor = torch.cat(each, 1) / len(each) ** 0.5
            return together
        logits = [_prototype_logits(embedding) for embedding in each]
        return (torch.stack(logits).mean(0).detach(), *logits)


class _Convolutions(nn.Module):
    WIDTH, HEADS, DROPOUT = 112, 4, 0.1

    def __init__(self) -> None:
        super().__init__()
        width = self.WIDTH
        self.enter = nn.Sequential(nn.Linear(FEATURES, width), nn.GELU(), nn.Linear(width, width))
        self.place = nn.Parameter(torch.zeros(STEPS, width))
        self.blocks = nn.ModuleList(_Block(width, dilation, self.DROPOUT) for dilation in (1, 2, 4))
        self.norm = nn.LayerNorm(width)
        self.attention = nn.Linear(width, self.HEADS)
        self.leave = nn.Linear(width * self.HEADS, EMBEDDING)

    def forward(self, features: Tensor) -> Tensor:
        values = self.enter(features) + self.place
        for block in self.blocks:
            values = block(values)
        values = self.norm(values)
        weights = self.attention(values).softmax(1)
        embedded: Tensor = self.leave((weights.transpose(1, 2) @ values).flatten(1))
        return embedded


class _Block(nn.Module):
    """A causal convolution beside what goes past it."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.convolution = nn.Conv1d(width, width, 3, dilation=dilation)
        self.back = 2 * dilation
        self.dropout = nn.Dropout(dropout)

    def forward(self, values: Tensor) -> Tensor:
        before = functional.pad(self.norm(values).transpose(1, 2), (self.back, 0))
        added: Tensor = values + self.dropout(functional.gelu(self.convolution(before).transpose(1, 2)))
        return added


class _StepByStep(nn.Module):
    """Nearly the plain distance between samples: each step is shown as it is, a quarter of them."""

    WIDTH, EVERY = 24, 4

    def __init__(self) -> None:
        super().__init__()
        self.enter = nn.Linear(FEATURES, self.WIDTH)
        self.leave = nn.Linear(self.WIDTH * STEPS // self.EVERY, EMBEDDING)

    def forward(self, features: Tensor) -> Tensor:
        count, steps, _ = features.shape
        values = self.enter(features).reshape(count, steps // self.EVERY, self.EVERY, self.WIDTH).mean(2)
        embedded: Tensor = self.leave(values.flatten(1))
        return embedded


def describe(hands: Tensor, seen: Tensor, body: Tensor) -> Tensor:
    """(N, STEPS, FEATURES): where the hands are, from the body, the nose and each other, and their shapes."""
    there = (seen > 0.5).to(hands.dtype).unsqueeze(3)
    palm = hands.index_select(3, torch.tensor(PALM, device=hands.device))
    middle = palm.mean(3)
    size = (palm - middle.unsqueeze(3)).square().sum(4).mean(3).clamp_min(1e-6).sqrt().unsqueeze(3)
    shape = (hands - middle.unsqueeze(3)) / size.unsqueeze(3).clamp_min(0.02)
    shape = SIZED * shape.clamp(-FAR, FAR).flatten(3) * there
    wrist = hands[:, :, :, 0]
    place = there * wrist + (1 - there) * body[:, :, WRISTS_KEPT]
    fingertip = (hands[:, :, :, FINGERTIP] - wrist) * there
    described = [
        there,
        place,
        place - body[:, :, :1],
        (place[:, :, :1] - place[:, :, 1:]),
        fingertip,
        3 * size * there,
        shape,
        body,
    ]
    return torch.cat([one.flatten(2) for one in described], 2).clamp(-FAR, FAR)


FEATURES = 2 * (1 + 2 + 2 + 2 + 1 + 2 * len(HAND)) + 2 + 2 * len(BODY_PLACES)


def _prototype_logits(embedded: Tensor) -> Tensor:
    """(N, N / REPETITIONS) similarities to the mean of each sign's repetitions, of its own to that of the others."""
    count = len(embedded) // REPETITIONS
    sums = embedded.reshape(count, REPETITIONS, -1).sum(1)
    similar = embedded @ functional.normalize(sums, dim=1).T
    others = functional.normalize(sums.repeat_interleave(REPETITIONS, 0) - embedded, dim=1)
    own = torch.arange(count, device=embedded.device).repeat_interleave(REPETITIONS)[:, None]
    return SHARPNESS * similar.scatter(1, own, (embedded * others).sum(1, keepdim=True))
