"""A finished run as one .onnx file that describes itself."""

import io
import json
import logging
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from signread.alphabet import LETTERS
from signread.data.sign_mnist import SIDE
from signread.errors import ModelError
from signread.files import write_atomically
from signread.letters.model import FORMAT, LetterModel
from signread.letters.networks import count_parameters
from signread.training.run import Run

AGREEMENT = 1e-3
"""How far the logits of PyTorch and ONNX Runtime may be apart."""

SCORES = ("data", "accuracy", "accuracy_interval", "expected_calibration_error")
"""What of an evaluation goes into the file."""

PREPROCESSING = "1: crop (N, S, S) uint8 grey, 0 black to 255 white, the hand filling the square; scaled in the graph"


class _Exported(nn.Module):
    """The network from bytes to probabilities."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, crop: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.network(crop.unsqueeze(1).float())
        return logits, logits.softmax(1)


def export(run: Run, path: Path, licence: str = "Apache-2.0") -> LetterModel:
    """Writes the run's network to `path` and reads it back.

    Raises RunError when the run is not finished or the file cannot be written, ModelError when ONNX Runtime gives other
    logits than PyTorch.
    """
    import onnx

    network = run.network()
    crops = torch.from_numpy(np.random.default_rng(0).integers(0, 256, (64, SIDE, SIDE), np.uint8))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            _Exported(network).eval(),
            (crops[:2],),
            input_names=["crop"],
            output_names=["logits", "probabilities"],
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            dynamo=True,
            verbose=False,
        )
    assert program is not None  # noqa: S101
    model = program.model_proto
    _forget_origin(model)
    onnx.helper.set_model_props(model, _metadata(run, network, licence))
    buffer = io.BytesIO()
    onnx.save(model, buffer)
    with torch.no_grad():
        wanted = network(crops.unsqueeze(1).float()).numpy()
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder) / path.name
        tried.write_bytes(buffer.getvalue())
        apart = float(np.abs(LetterModel(tried).logits(crops.numpy()) - wanted).max())
    if not apart <= AGREEMENT:
        raise ModelError(f"{path}: its logits are {apart:.2g} away from PyTorch's, at most {AGREEMENT} are allowed")
    write_atomically(path, buffer.getvalue())
    return LetterModel(path)


def _forget_origin(model: Any) -> None:
    """PyTorch notes at every node which line of which file made it: of no use to others, and none of their business."""
    graph = model.graph
    for part in (graph, *graph.node, *graph.initializer, *graph.value_info, *graph.input, *graph.output):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")


def _metadata(run: Run, network: nn.Module, licence: str) -> dict[str, str]:
    config = run.config
    scores: dict[str, object] = {}
    history = run.history()
    if history and history[-1].validation_accuracy is not None:
        scores["validation_accuracy"] = history[-1].validation_accuracy
    found = run.evaluation()
    scores |= {key: found[key] for key in SCORES if key in found}
    return {
        "signread_format": FORMAT,
        "letters": json.dumps(LETTERS),
        "input_size": str(SIDE),
        "parameters": str(count_parameters(network)),
        "preprocessing": PREPROCESSING,
        "recipe": config.recipe.name,
        "network": config.recipe.network,
        "epochs": str(config.recipe.epochs),
        "seed": str(config.seed),
        "training_data": f"Sign Language MNIST (Kaggle, datamunge), training part, sha256 {config.fingerprint}",
        "scores": json.dumps(scores),
        "licence": licence,
    }
