"""Hands as the loop trains on them: points and crops, varied anew each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from signread.augmentation.hands import Amounts, bent, moved_crops, photometric, without_some_points
from signread.augmentation.parameters import HandAugmentation
from signread.datasets.tracked_hands import WIDE_SCALE, TrackedHands
from signread.networks.letter_net import ANGLES_SHAPE, as_right_hands
from signread.training.recipes import Recipe

LEAST_BATCHES = 10
"""In an epoch, however few pictures there are."""
MOST_LABELS = 10_000
"""Room for the labels of a source among the numbers of all cells."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Source:
    """The hands of one source, and what they show.

    targets: for each entry of the hands its place among the labels, -1 for one to be left out. held_out: for each
    entry, whether it is held out for validation. angles: of people that there are not, (entries, 5, 5) degrees of a
    right hand, NaN where unknown; None of real people.
    """

    hands: TrackedHands
    targets: NDArray[Any]
    held_out: NDArray[np.bool_]
    angles: NDArray[np.float32] | None = None

    @property
    def made_up(self) -> bool:
        """Whether nobody is in these pictures."""
        return self.angles is not None


class HandSet:
    """A `signread.training.tasks.task.TrainingSet` of hands; a row is one view of one picture.

    An epoch has as many rows as there are pictures of real people, and the recipe's share of made-up people besides.
    They are drawn so that each label of each source comes by the square root of how many rows it has: no large source
    drowns the others.
    """

    def __init__(
        self, sources: Sequence[Source], fingerprint: str, recipe: Recipe, device: str | torch.device = "cpu"
    ) -> None:
        self._fingerprint = fingerprint
        self._limits = recipe.hand_augmentation
        kept = [source.targets[source.hands.picture] >= 0 for source in sources]

        def gathered(array: str) -> NDArray[Any]:
            return np.concatenate(
                [getattr(source.hands, array)[rows] for source, rows in zip(sources, kept, strict=True)]
            )

        targets, held_out, cells, made_up, angles = [], [], [], [], []
        for number, (source, rows) in enumerate(zip(sources, kept, strict=True)):
            picture = source.hands.picture[rows]
            targets.append(source.targets[picture])
            held_out.append(source.held_out[picture])
            cells.append(number * MOST_LABELS + source.targets[picture])
            made_up.append(np.full(len(picture), source.made_up))
            unknown = np.full((len(picture), *ANGLES_SHAPE), np.nan, np.float32)
            angles.append(unknown if source.angles is None else source.angles[picture])
        validation = np.concatenate(held_out)
        training = np.flatnonzero(~validation)
        _, cell, count = np.unique(np.concatenate(cells)[training], return_inverse=True, return_counts=True)
        self._training = torch.from_numpy(training)
        self._weights = torch.from_numpy(_shared(1 / np.sqrt(count[cell]), np.concatenate(made_up)[training], recipe))
        pictures = dict.fromkeys((False, True), 0)
        for source, rows in zip(sources, kept, strict=True):
            trained = ~source.held_out[source.hands.picture] & rows
            pictures[source.made_up] += len(np.unique(source.hands.picture[trained]))
        length = pictures[False] / (1 - recipe.made_up) if all(pictures.values()) else sum(pictures.values())
        self._length = max(round(length), LEAST_BATCHES * recipe.batch)
        self._points = torch.from_numpy(gathered("points")).to(device)
        self._handedness = torch.from_numpy(gathered("handedness")).float().to(device)
        self._crops = torch.from_numpy(gathered("crops")).to(device)
        self.targets = torch.from_numpy(np.concatenate(targets)).long().to(device)
        self.angles = torch.from_numpy(np.concatenate(angles)).to(device)
        self.validation = torch.from_numpy(np.flatnonzero(validation & (gathered("view") == 0))).to(device)

    def fingerprint(self) -> str:
        return self._fingerprint

    def epoch(self, random: torch.Generator) -> Tensor:
        """Rows drawn with replacement."""
        drawn = torch.multinomial(self._weights, self._length, replacement=True, generator=random)
        return self._training[drawn].to(self.targets.device)

    def inputs(self, rows: Tensor, random: torch.Generator | None) -> tuple[Tensor, ...]:
        """What LetterNet takes, all of right hands: points, handedness, crops, where the points lie in them."""
        crops = self._crops[rows].unsqueeze(1).float()
        points, crops = as_right_hands(self._points[rows], self._handedness[rows], crops)
        limits = HandAugmentation() if random is None or self._limits is None else self._limits
        amounts = Amounts(len(rows), limits, random or torch.Generator(), rows.device)
        places, crops = moved_crops(points, crops, WIDE_SCALE, amounts)
        if random is not None and self._limits is not None:
            crops = photometric(crops, amounts)
            points = bent(points, amounts)
            points = without_some_points(points, amounts)
        handedness = torch.ones(len(rows), device=rows.device)
        return points, handedness, crops.contiguous(memory_format=torch.channels_last), places


def _shared(weights: NDArray[Any], made_up: NDArray[np.bool_], recipe: Recipe) -> NDArray[Any]:
    """The weights, so that made-up people have their share of them."""
    if made_up.all() or not made_up.any():
        return weights
    sums = np.where(made_up, weights[made_up].sum(), weights[~made_up].sum())
    shares: NDArray[Any] = weights / sums * np.where(made_up, recipe.made_up, 1 - recipe.made_up)
    return shares
