"""Sign Language MNIST as the loop trains on it: the whole set as one tensor."""

import torch
from torch import Tensor

from signread.augmentation.crops import augment
from signread.datasets.near_duplicates import split
from signread.datasets.sign_mnist import LabelledImages
from signread.training.recipes import Recipe


class CropSet:
    """A `signread.training.tasks.task.TrainingSet` of grey pictures; photographs are held out whole."""

    angles = None

    def __init__(self, data: LabelledImages, recipe: Recipe, device: str | torch.device = "cpu") -> None:
        self._data = data
        self._augmentation = recipe.augmentation
        self._pixels = torch.from_numpy(data.images).unsqueeze(1).to(device)
        self.targets = torch.from_numpy(data.labels).long().to(device)
        self.training, self.validation = (
            torch.from_numpy(rows).to(device) for rows in split(data.labels, data.groups, recipe.validation)
        )

    def fingerprint(self) -> str:
        return self._data.fingerprint()

    def epoch(self, random: torch.Generator) -> Tensor:
        """Each training row once, shuffled."""
        return self.training[torch.randperm(len(self.training), generator=random).to(self.training.device)]

    def inputs(self, rows: Tensor, random: torch.Generator | None) -> tuple[Tensor, ...]:
        """The pictures of some rows, (N, 1, 28, 28) float32, moved at random where `random` is given."""
        pixels = self._pixels[rows].float()
        if random is not None and self._augmentation is not None:
            pixels = augment(pixels, self._augmentation, random)
        return (pixels.contiguous(memory_format=torch.channels_last),)
