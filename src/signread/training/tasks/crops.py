"""The task of Sign Language MNIST: small grey pictures that a hand fills."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from signread.datasets import sign_mnist
from signread.datasets.mnist_table import IMAGE_SIZE
from signread.errors import DataError, UsageError
from signread.handshapes.alphabet import LETTERS
from signread.training.recipes import Recipe
from signread.training.tasks.crop_set import CropSet
from signread.training.tasks.task import LETTER_OUTPUTS, DataRequest, PreparedData, Task

FEWEST_PICTURES = 2
TRIED = 64


class _Crops:
    crop_size = IMAGE_SIZE
    preprocessing = (
        "1: crop (N, S, S) uint8 grey, 0 black to 255 white, the hand filling the square; scaled in the graph"
    )
    held_out_score = "validation_accuracy"
    validates_letters = True
    keeps_weights = False
    outputs = LETTER_OUTPUTS

    def prepare(self, request: DataRequest, on_hands: Callable[[str, int, int], None]) -> PreparedData:  # noqa: ARG002
        recipe = request.recipe
        if len(request.paths) > 1 or request.initial_weights or request.labelling or request.leave_out:
            raise UsageError(
                f"{recipe.name} takes one --data, and no --init, --labels or --leave-out; those are for letters"
            )
        path = request.paths[0]
        data = sign_mnist.read(path, "train")
        if len(data.labels) < FEWEST_PICTURES:
            raise DataError(f"{path}: {len(data.labels)} picture, expected at least {FEWEST_PICTURES} to train on")
        fingerprint = data.fingerprint()
        return PreparedData(
            labels=LETTERS,
            fingerprint=fingerprint,
            fingerprints=(fingerprint,),
            description=sign_mnist.ORIGIN,
            labelling="",
            on=lambda device: CropSet(data, recipe, device),
        )

    def graph(self, network: nn.Module, recipe: Recipe) -> nn.Module:  # noqa: ARG002
        return _CropGraph(network).eval()

    def trial_inputs(self) -> dict[str, Tensor]:
        random = np.random.default_rng(0)
        shape = (TRIED, self.crop_size, self.crop_size)
        return {"crop": torch.from_numpy(random.integers(0, 256, shape, np.uint8))}


class _CropGraph(nn.Module):
    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, crop: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.network(crop.unsqueeze(1).float())
        return logits, logits.softmax(1)


CROPS: Task = _Crops()
