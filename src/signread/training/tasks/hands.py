"""The task of LetterNet: a tracked hand, its points and its crop."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from signread.datasets.tracked_hands import Pictures
from signread.errors import DataError
from signread.networks.letter_net import CROP_SIZE, LetterNet
from signread.recognition.crop import CROP_SCALE
from signread.recognition.letter_model import LetterModel
from signread.skeleton import HAND
from signread.training.recipes import Recipe
from signread.training.tasks.hand_set import HandSet
from signread.training.tasks.hand_sources import open_sources, read_sources
from signread.training.tasks.task import LETTER_OUTPUTS, DataRequest, PreparedData, Task
from signread.training.warm_start import model_file

TRIED = 64
WITHOUT_POINTS = 8
"""How many of the hands that a graph is tried with have no points."""


class _Hands:
    crop_size = CROP_SIZE
    preprocessing = (
        f"1: landmarks (N, {len(HAND)}, 3) float32 in picture pixels, MediaPipe order; handedness (N,) float32, "
        "-1 left, 1 right; crop (N, S, S) uint8 grey, 0 black to 255 white, a square around the landmarks of "
        f"{CROP_SCALE} times their longer side; all mirroring and scaling in the graph"
    )
    held_out_score = "no_letter_read_right"
    validates_letters = False
    keeps_weights = True
    outputs = (*LETTER_OUTPUTS, "angles")

    def prepare(self, request: DataRequest, on_hands: Callable[[str, int, int], None]) -> PreparedData:
        # An error in the weights comes here, not after the pictures were looked through.
        initial = LetterModel(model_file(request.initial_weights)) if request.initial_weights else None
        labelling = request.labelling or ("own" if initial else "american")
        chosen = _without(open_sources(request.paths, strict=request.strict), request.leave_out)
        total = sum(len(pictures.entries) for pictures in chosen)
        sources = read_sources(
            chosen,
            labelling,
            labels=request.labels,
            validation_fraction=request.recipe.validation,
            on_picture=lambda name, done: on_hands(name, done, total),
        )
        description, learnt = sources.description, sources.fingerprints
        if initial is not None:
            before = initial.metadata.get("training_data", "unknown data")
            description += f"; begun from {request.initial_weights}: {before}"
            learnt = tuple(dict.fromkeys([*learnt, *sorted(initial.trained_on)]))
        return PreparedData(
            labels=sources.labels,
            fingerprint=sources.fingerprint,
            fingerprints=learnt,
            description=description,
            labelling=labelling,
            on=lambda device: HandSet(sources.sources, sources.fingerprint, request.recipe, device),
        )

    def graph(self, network: nn.Module, recipe: Recipe) -> nn.Module:
        assert isinstance(network, LetterNet)  # noqa: S101
        return _HandGraph(network, recipe.temperature).eval()

    def trial_inputs(self) -> dict[str, Tensor]:
        random = np.random.default_rng(0)
        crop = torch.from_numpy(random.integers(0, 256, (TRIED, CROP_SIZE, CROP_SIZE), np.uint8))
        points = torch.from_numpy(random.normal(200, 40, (TRIED, len(HAND), 3)).astype(np.float32))
        points[:WITHOUT_POINTS] = torch.nan
        handedness = torch.tensor([1.0, -1.0, 0.0, -1.0] * (TRIED // 4))
        return {"landmarks": points, "handedness": handedness, "crop": crop}


class _HandGraph(nn.Module):
    def __init__(self, network: LetterNet, temperature: float) -> None:
        super().__init__()
        self.network = network
        self.temperature = temperature

    def forward(self, landmarks: Tensor, handedness: Tensor, crop: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        by_landmarks, by_picture, angles = self.network.branches(landmarks, handedness, crop.unsqueeze(1).float())
        logits = (by_landmarks + by_picture) / self.temperature
        return logits, logits.softmax(1), angles


def _without(sets: list[Pictures], names: tuple[str, ...]) -> list[Pictures]:
    unknown = set(names) - {pictures.name for pictures in sets}
    if unknown:
        there = " ".join(pictures.name for pictures in sets)
        raise DataError(f"{' '.join(sorted(unknown))}: no such source to leave out; there are {there}")
    chosen = [pictures for pictures in sets if pictures.name not in names]
    if not chosen:
        raise DataError("every source is left out; nothing to train on")
    return chosen


HANDS: Task = _Hands()
