"""What can be evaluated: an exported model, or a run that is not exported yet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from signread.alphabet import LETTERS
from signread.data.sign_mnist import SIDE
from signread.errors import NEEDS_TRAIN, ModelError, SignreadError
from signread.letters.model import SHIPPED_FOR_CROPS, LetterModel, shipped

READS_PICTURES = "reads whole pictures of people, these are crops; evaluate it on pictures"


@dataclass(frozen=True, slots=True)
class Scorer:
    """Something that gives logits.

    name: what it is called in reports. letters: its outputs. parameters: how many numbers were trained.
    logits: (N, 28, 28) uint8 to (N, L) float32. report_folder: where its report belongs; None for a model file.
    trained_on: what it says of its training data, with the data's fingerprint.
    """

    name: str
    letters: tuple[str, ...]
    parameters: int
    logits: Callable[[np.ndarray], np.ndarray]
    report_folder: Path | None
    trained_on: str


def load_scorer(path: Path | None) -> Scorer:
    """A run folder, an .onnx file, or for None the model of crops that ships. Raises ModelError or RunError."""
    if path is not None and path.is_dir():
        return _load_run(path)
    if path is None:
        with shipped(SHIPPED_FOR_CROPS) as file:
            return _load_model(file)
    return _load_model(path)


def _load_model(path: Path) -> Scorer:
    model = LetterModel(path)
    if model.reads_landmarks:
        raise ModelError(f"{path}: {READS_PICTURES}")
    if model.size != SIDE:
        raise ModelError(f"{model.path}: reads crops of {model.size} pixels, these pictures have {SIDE}")
    trained_on = model.about.get("training_data", "")
    return Scorer(model.path.name, model.letters, model.parameters, model.logits, None, trained_on)


def _load_run(folder: Path) -> Scorer:
    try:
        import torch

        from signread.letters.networks import count_parameters
        from signread.training.loop import predict
        from signread.training.run import Run
    except ImportError as error:
        raise SignreadError(f"{folder}: reading a run {NEEDS_TRAIN}") from error
    run = Run.open(folder)
    if run.config.recipe.network == "letter-net":
        raise ModelError(f"{folder}: {READS_PICTURES}")
    network = run.network()

    def logits(images: np.ndarray) -> np.ndarray:
        found: np.ndarray = predict(network, torch.from_numpy(images).unsqueeze(1)).numpy()
        return found

    name, parameters = folder.resolve().name, count_parameters(network)
    return Scorer(name, LETTERS, parameters, logits, run.evaluation_folder, run.config.fingerprint)
