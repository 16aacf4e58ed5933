"""Hands as the loop trains on them: landmarks and crops, turned, stretched and lit anew each time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from signread.hands.crop import SIDE
from signread.letters.letter_net import CROP_SIZE, MIDDLE, PARENTS, POINTS, WRIST, as_right_hands, places_in_crop
from signread.training.hand_views import WIDE_SIDE, HandViews
from signread.training.recipes import HandAugmentation, Recipe

WARP_GRID, SHADE_GRID = 4, 3
"""Random numbers along a side of the crop, between which warping and shading are smooth."""
LEAST_BATCHES = 10
"""In an epoch, however few pictures there are."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The hands of one source, and what they show.

    targets: for each entry of the views its place among the letters, -1 for one to be left out. watched: for each
    entry, whether it is held out for validation.
    """

    views: HandViews
    targets: np.ndarray
    watched: np.ndarray


class HandSet:
    """A `signread.training.loop.TrainingSet` of hands; a row is one view of one picture.

    An epoch has as many rows as there are pictures. They are drawn so that each label of each source comes by the
    square root of how many rows it has: no large source drowns the others.
    """

    def __init__(
        self, sources: Sequence[Source], fingerprint: str, recipe: Recipe, device: str | torch.device = "cpu"
    ) -> None:
        self._fingerprint = fingerprint
        self._how = recipe.hand_augmentation
        kept = [source.targets[source.views.picture] >= 0 for source in sources]

        def gathered(what: str) -> np.ndarray:
            return np.concatenate(
                [getattr(source.views, what)[rows] for source, rows in zip(sources, kept, strict=True)]
            )

        targets, watched, cells = [], [], []
        for number, (source, rows) in enumerate(zip(sources, kept, strict=True)):
            picture = source.views.picture[rows]
            targets.append(source.targets[picture])
            watched.append(source.watched[picture])
            cells.append(number * 10_000 + source.targets[picture])
        held_out = np.concatenate(watched)
        training = np.flatnonzero(~held_out)
        _, cell, count = np.unique(np.concatenate(cells)[training], return_inverse=True, return_counts=True)
        self._training = torch.from_numpy(training)
        self._weights = torch.from_numpy(1 / np.sqrt(count[cell]))
        pictures = sum(
            len(np.unique(s.views.picture[~s.watched[s.views.picture] & k])) for s, k in zip(sources, kept, strict=True)
        )
        self._length = max(pictures, LEAST_BATCHES * recipe.batch)
        self._landmarks = torch.from_numpy(gathered("landmarks")).to(device)
        self._handedness = torch.from_numpy(gathered("handedness")).float().to(device)
        self._crops = torch.from_numpy(gathered("crops")).to(device)
        self.targets = torch.from_numpy(np.concatenate(targets)).long().to(device)
        self.validation = torch.from_numpy(np.flatnonzero(held_out & (gathered("view") == 0))).to(device)

    def fingerprint(self) -> str:
        return self._fingerprint

    def epoch(self, random: torch.Generator) -> Tensor:
        """As many rows as there are pictures, drawn with replacement."""
        drawn = torch.multinomial(self._weights, self._length, replacement=True, generator=random)
        return self._training[drawn].to(self.targets.device)

    def inputs(self, rows: Tensor, random: torch.Generator | None) -> tuple[Tensor, ...]:
        """What LetterNet takes, all of right hands: landmarks, handedness, crops, where the landmarks lie in them."""
        crops = self._crops[rows].unsqueeze(1).float()
        landmarks, crops = as_right_hands(self._landmarks[rows], self._handedness[rows], crops)
        still = HandAugmentation() if random is None or self._how is None else self._how
        amounts = Amounts(len(rows), still, random or torch.Generator(), rows.device)
        places, crops = moved_crops(landmarks, crops, amounts)
        if random is not None and self._how is not None:
            crops = relit(crops, amounts)
            landmarks = bent(landmarks, amounts)
            lost = (amounts.within(1.0) + 1) / 2 < self._how.lost
            landmarks = torch.where(lost[:, None, None], torch.nan, landmarks)
        handedness = torch.ones(len(rows), device=rows.device)
        return landmarks, handedness, crops.contiguous(memory_format=torch.channels_last), places


class Amounts:
    """Random numbers for a batch, drawn on the CPU so that a seed means the same on every device."""

    def __init__(self, count: int, how: HandAugmentation, random: torch.Generator, device: torch.device) -> None:
        self.count, self.how, self.random, self.device = count, how, random, device
        turn = self.within(how.turn)
        cosine, sine = turn.cos(), turn.sin()
        stretch, shear = self.within(how.stretch).exp(), self.within(how.shear)
        self.turn = _matrix([[cosine * stretch, shear - sine], [sine, cosine / stretch]])
        """(N, 2, 2), of the picture plane: the same for landmarks and crop."""

    def within(self, limit: float) -> Tensor:
        """(N,), uniform in plus or minus the limit."""
        return ((torch.rand(self.count, generator=self.random) * 2 - 1) * limit).to(self.device)

    def normal(self, *shape: int) -> Tensor:
        """(N, *shape), of mean 0 and deviation 1."""
        return torch.randn(self.count, *shape, generator=self.random).to(self.device)


def moved_crops(landmarks: Tensor, wide: Tensor, amounts: Amounts) -> tuple[Tensor, Tensor]:
    """Places (N, 21, 2) and crops (N, 1, S, S), cut turned, zoomed, shifted and warped from wide ones (N, 1, W, W)."""
    how = amounts.how
    move = amounts.turn * amounts.within(how.zoom).exp()[:, None, None]
    shift = torch.stack([amounts.within(how.shift), amounts.within(how.shift)], dim=1)
    places = places_in_crop(landmarks) @ move.transpose(1, 2) + shift[:, None]
    back = torch.linalg.inv(move)
    theta = torch.cat([back, -(back @ shift[:, :, None])], dim=2) * (SIDE / WIDE_SIDE)
    grid = functional.affine_grid(theta, [len(wide), 1, CROP_SIZE, CROP_SIZE], align_corners=False)
    pulled = _smooth(amounts.normal(2, WARP_GRID, WARP_GRID) * how.warp)
    away = pulled.flatten(2).transpose(1, 2) @ theta[:, :, :2].transpose(1, 2)
    crops = functional.grid_sample(wide, grid + away.view_as(grid), align_corners=False)
    at_places = functional.grid_sample(pulled, places[:, None], padding_mode="border", align_corners=False)
    places = places - at_places[:, :, 0].transpose(1, 2)
    return places + amounts.normal(POINTS, 2) * how.misplaced, crops


def relit(crops: Tensor, amounts: Amounts) -> Tensor:
    """Light from elsewhere, another contrast and gamma, a part of the hand covered, noise."""
    how, device = amounts.how, amounts.device
    shade = _smooth(amounts.normal(1, SHADE_GRID, SHADE_GRID) * how.shade)
    crops = (crops * shade.exp()).clamp(0, 255)
    mean = crops.mean((1, 2, 3), keepdim=True)
    crops = (crops - mean) * (amounts.normal(1, 1, 1) * how.contrast).exp() + mean
    crops = 255 * (crops.clamp(0, 255) / 255) ** (amounts.normal(1, 1, 1) * how.gamma).exp()
    side = crops.shape[-1]
    pixels = torch.arange(side, device=device, dtype=torch.float32)

    def covered() -> Tensor:
        middle = (amounts.within(1.0) + 1) / 2 * side
        half = (amounts.within(1.0) + 1) / 4 * how.covered * side
        return (pixels - middle[:, None]).abs() < half[:, None]

    patch = covered()[:, None, None, :] & covered()[:, None, :, None]
    crops = torch.where(patch, mean.expand_as(crops), crops)
    grain = (amounts.within(1.0) + 1)[:, None, None, None] / 2 * how.noise
    return crops + amounts.normal(*crops.shape[1:]) * grain


def bent(landmarks: Tensor, amounts: Amounts) -> Tensor:
    """Bones of other lengths, landmarks that are off, wrong depth, the hand turned in depth and in the plane."""
    how = amounts.how
    bones = landmarks[:, 1:] - landmarks[:, PARENTS]
    bones = bones * (1 + amounts.normal(POINTS - 1, 1) * how.bones)
    points = [torch.zeros_like(landmarks[:, 0])]
    for number, parent in enumerate(PARENTS):
        points.append(points[parent] + bones[:, number])
    hand = torch.stack(points, dim=1)
    size = (hand[:, MIDDLE] - hand[:, WRIST]).norm(dim=-1)[:, None, None]
    hand = hand + amounts.normal(POINTS, 3) * how.jitter * size
    deep = 1 + amounts.within(how.depth)[:, None, None]
    hand = torch.cat([hand[:, :, :2], hand[:, :, 2:] * deep], dim=2)
    nod, shake = amounts.within(how.tilt), amounts.within(how.tilt)
    zero, one = torch.zeros_like(nod), torch.ones_like(nod)
    tilt = _matrix([[shake.cos(), zero, shake.sin()], [zero, one, zero], [-shake.sin(), zero, shake.cos()]])
    tilt = tilt @ _matrix([[one, zero, zero], [zero, nod.cos(), -nod.sin()], [zero, nod.sin(), nod.cos()]])
    hand = hand @ tilt.transpose(1, 2)
    return torch.cat([hand[:, :, :2] @ amounts.turn.transpose(1, 2), hand[:, :, 2:]], dim=2)


def _smooth(coarse: Tensor) -> Tensor:
    """(N, C, G, G) as (N, C, S, S)."""
    return functional.interpolate(coarse, size=(CROP_SIZE, CROP_SIZE), mode="bicubic", align_corners=False)


def _matrix(rows: list[list[Tensor]]) -> Tensor:
    """(N, R, C) of (N,) entries."""
    return torch.stack([torch.stack(row, dim=1) for row in rows], dim=1)
